"""The ways to show a card: one a file, and `fallback`, which tries them in order. All keep ports.Notifier."""
