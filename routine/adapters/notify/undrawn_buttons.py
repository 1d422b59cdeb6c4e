"""Knows which servers take buttons and draw none, or not all, and how a person answers on each; not what is asked.

They say that they have `actions`, and keep them behind a click or a menu of their own. The buttons are sent all
the same; what is here goes into the words of the card, before the commands that answer it anywhere.
"""

from __future__ import annotations

from msgspec import Struct

from routine.presentation import notifiers as words


class UndrawnButtons(Struct, frozen=True):
    """One server, by the name that it gives itself."""

    server: str
    how: str
    source: str
    """Where that was seen or read; version not noted where the page or file has none."""


UNDRAWN_BUTTONS = (
    UndrawnButtons(
        "dunst",
        words.DUNST_ANSWERS,
        "Seen on dunst 1.9.0 as Debian ships it: “(A)” and no button; dunst(5), mouse_middle_click = do_action",
    ),
    UndrawnButtons("mako", words.MAKO_ANSWERS, "Seen on mako 1.7.1; makoctl(1), `menu`."),
    UndrawnButtons(
        "cosmic-notifications",
        words.COSMIC_ANSWERS,
        "pop-os/cosmic-notifications, src/subscriptions/notifications.rs (its name) and src/app.rs, activate_"
        "notification: a click on the card is `default`, else the first action.",
    ),
    UndrawnButtons(
        "quickshell",
        words.QUICKSHELL_ANSWERS,
        "quickshell, src/services/notifications/server.cpp, GetServerInformation; what is drawn is the shell's: "
        "Omarchy's draws none, Noctalia's two.",
    ),
)


def how_to_answer(server: str) -> str:
    """What a card says on that server; empty where it draws every button, as far as is known."""
    return next((one.how for one in UNDRAWN_BUTTONS if one.server == server), "")
