"""Knows nothing; the tests of the rules live here."""
