"""Knows what a service can say of the desktop it shows reminders on; must not know who asks."""

# annotations are values here: as texts, each would be compiled when the first message is read
from msgspec import Struct


class DesktopView(Struct, frozen=True):
    """How reminders are shown, and what speaks against showing one now."""

    notifier: str
    actions: bool
    degraded: str
    """Why there is less than there could be; empty when all is well."""
    probes: dict[str, str]
    """Each probe, and what it says in words."""
    hold: str
    """Why nothing would be shown now, an identifier; empty when nothing speaks against it."""
    screen: bool
    """Whether there is one that a browser could be opened on."""
