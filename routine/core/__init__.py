"""The rules. Pure: no clock, file, log, thread or randomness; `now` is an argument; values are frozen."""
