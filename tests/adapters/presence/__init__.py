"""Tests of when a desktop is no place for a reminder, on real desktops wherever one can be had."""
