"""What may be asked of the service, and how both ends speak of it."""
