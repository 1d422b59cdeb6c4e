"""Tests of the icon in a panel, over a real bus."""
