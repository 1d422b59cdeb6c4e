"""Knows what the cards about an offer say: what could be changed and why, and what was changed; not the rule."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.core.offer import DoseChange
from routine.presentation import offers, reminders

_MOST_LINES = 4
"""Of what differs: a step may be written over several lines."""


def offer_card(change: DoseChange) -> Notification:
    """The person decides; a card that is put away leaves it in `routine progress`."""
    buttons = (Button(ActionId.CHANGE_IT, offers.TAKE), Button(ActionId.NOT_NOW, offers.LEAVE))
    return Notification(offers.TITLE, offers.offered(change), buttons, without_buttons=offers.HOW)


def changed_card(lines: Sequence[str]) -> Notification:
    """What differs in the plan's text, and the one press that brings it back."""
    head, differs = lines[0], [line for line in lines[1:] if line.startswith(" ")]
    buttons = (Button(ActionId.TAKE_BACK, offers.TAKE_BACK), Button(ActionId.OK, reminders.OK))
    body = "\n".join(line.strip() for line in differs[:_MOST_LINES])
    return Notification(head, body, buttons, Urgency.INSTANT, without_buttons=offers.UNDO)
