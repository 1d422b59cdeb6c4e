"""Moving figures: a jointed body in three dimensions, drawn flat. Pure: no screen, no pixels, no clock."""
