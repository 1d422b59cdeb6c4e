"""Tests of the room that turns values into sentences."""
