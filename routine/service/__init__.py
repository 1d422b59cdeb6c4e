"""The loop: read, decide, append, show, arm. It has no rules of its own; they are all in core."""
