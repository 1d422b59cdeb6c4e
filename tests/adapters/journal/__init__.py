"""Tests of the journal in its file: two writers at once, power cuts, full disks, and every older layout."""
