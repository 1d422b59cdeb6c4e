"""The page as a person meets it: a real browser, real requests."""
