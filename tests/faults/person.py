"""Knows how somebody answers what they see, going by the session's name; must not know when anything is due.

Answers follow from the card alone, so that a service that died and came back meets the same person.
"""

from __future__ import annotations

from routine.core.notice import Do, Notice
from tests.service.living import Life

CALM = {Do.SAME, Do.NEXT, Do.RESUME}


def wish(card: Notice) -> Do | None:
    """What this person presses."""
    keys = {action.key for action in card.actions}
    if calm := keys & CALM:
        return min(calm)
    if Do.OK in keys:
        return Do.OK
    if Do.STOP in keys:
        return Do.START
    name = card.title.split()[0].lower()
    if name.startswith("skip"):
        return Do.SKIP
    if name.startswith("later"):
        return Do.START if "snoozed" in card.body else Do.SNOOZE
    if name.startswith("start"):
        return Do.START
    return None


async def look_at_the_screen(life: Life) -> None:
    for handle, card in list(life.screen.cards.items()):
        if key := wish(card):
            life.screen.press(handle, key)
            await life.settle()
