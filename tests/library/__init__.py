"""Knows nothing; the tests of the library live here."""
