"""What each view of the page says, as plain values; nothing here knows how it is drawn."""
