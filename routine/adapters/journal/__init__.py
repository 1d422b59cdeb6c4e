"""The journal in one SQLite file: how it is laid out, how events lie in it, and how its health is looked at."""
