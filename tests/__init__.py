"""Knows nothing; it makes the test folders one package, so that they can share what they build."""
