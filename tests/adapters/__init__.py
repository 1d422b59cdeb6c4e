"""Tests of everything that touches the world, with the world as it is."""
