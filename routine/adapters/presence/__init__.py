"""Whether this is a moment to show anything: each probe may be absent, and absence is no reason to hold."""
