"""Knows what happens to routine when the world fails it; must not know how it is built."""
