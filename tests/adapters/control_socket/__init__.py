"""The socket between commands and the running service, and what could be done to it."""
