"""A guided session in the terminal: keys to the player, moments to the screen."""
