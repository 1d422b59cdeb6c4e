"""The loop, lived through on a still clock with recording twins; and, in test_real_*.py, in a real process."""
