"""Knows how the session and the system bus are spoken to; must not know what is asked of them."""
