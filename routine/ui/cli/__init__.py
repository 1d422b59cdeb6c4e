"""The command line: one file a family of commands; only the one that is asked for is imported."""
