"""Speed and memory, each beside a baseline in the same run. Knows how to measure; must not know what is good."""
