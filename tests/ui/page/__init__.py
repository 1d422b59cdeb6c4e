"""The page without a browser: who may ask, what each view says, how its process lives."""
