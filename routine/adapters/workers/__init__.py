"""Knows the short-lived processes that keep heavy libraries out of the service's memory."""
