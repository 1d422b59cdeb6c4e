"""Speaks to people. It draws and asks; it keeps nothing and decides nothing."""
