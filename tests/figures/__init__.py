"""Figures: that a body is a body, that what touches touches, and that all eighty-seven can be seen."""
