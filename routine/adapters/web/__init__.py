"""What is reached over a network; only the process of `link` and a few commands import it, never the service."""
