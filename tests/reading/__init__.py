"""Knows nothing; the tests of what people type live here."""
