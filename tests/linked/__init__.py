"""Knows what several computers come to that share a folder; must not know how rows are kept."""
