"""Knows how somebody answers what they see, going by the session's name; must not know when anything is due.

Answers follow from the card alone, so that a service that died and came back meets the same person.
"""

from __future__ import annotations

from routine.core.notification import ActionId, Notification
from tests.service.living import Life

CALM = {ActionId.SAME, ActionId.NEXT, ActionId.RESUME}


def wish(card: Notification) -> ActionId | None:
    """What this person presses."""
    keys = {action.key for action in card.actions}
    if calm := keys & CALM:
        return min(calm)
    if ActionId.OK in keys:
        return ActionId.OK
    if ActionId.STOP in keys:
        return ActionId.START
    name = card.title.split()[0].lower()
    if name.startswith("skip"):
        return ActionId.SKIP
    if name.startswith("later"):
        return ActionId.START if "snoozed" in card.body else ActionId.SNOOZE
    if name.startswith("start"):
        return ActionId.START
    return None


async def look_at_the_screen(life: Life) -> None:
    for handle, card in list(life.screen.cards.items()):
        if key := wish(card):
            life.screen.press(handle, key)
            await life.settle()
