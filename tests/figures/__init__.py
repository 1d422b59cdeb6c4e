"""Figures: that a body is a body, that what touches touches, and that every exercise can be seen."""
