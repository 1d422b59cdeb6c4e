"""Knows what is said of an offer, and of an answer to it; must not know the rule by which it is made."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.core.offer import DoseChange, OfferDirection, OfferReason
from routine.presentation import reminders
from routine.presentation.moment import dose_words
from routine.presentation.phrases import quoted

TITLE = "An offer"
HOW = "`routine offer accept` changes your plan's text and shows what; `routine offer decline` leaves it."
ANSWER_HELP = "accept, decline, or undo what was accepted"
ID = "ID"
ID_HELP = "which one, by its id; without it, the one there is"
_REASONS = {
    OfferReason.TWICE_EASIER: "The last two answers were easier.",
    OfferReason.OFTEN_HARDER: "Two of the last three answers were harder.",
    OfferReason.STOPPED_EARLY: "It ended early twice running.",
    OfferReason.NOT_DONE: "It was not done for two weeks.",
}


def offered(change: DoseChange) -> str:
    """By which rule, and what it comes to."""
    offer = change.offer
    much = "a little more" if offer.direction is OfferDirection.HARDER else "a little less"
    said = f"{quoted(offer.title)}: {_REASONS[offer.reason]} It could be {much}:"
    return f"{said} {before(change)} becomes {dose_words(change.after)}."


def before(change: DoseChange) -> str:
    return f"{change.title}, {dose_words(change.before)}"


def after(change: DoseChange) -> str:
    return f"{change.title}, {dose_words(change.after)}"


def accepted(plan: str) -> str:
    return f"Changed in {plan}:"


TAKE, LEAVE, TAKE_BACK = "Change it", "Not now", "Take it back"
"""Labels of 12 characters or fewer."""
BROUGHT_BACK = "Your plan says again what it did."
UNDO = "`routine undo` brings back what it said before."


def declined(title: str) -> str:
    return f"Left as it is: {quoted(title)}. It is not offered again for two weeks."


def nothing_offered() -> tuple[str, str]:
    return "There is no offer.", "`routine progress` shows one when there is."


def nothing_accepted() -> tuple[str, str]:
    return "No offer was the last thing that you answered today.", "`routine undo` takes back what was."


def several_offers(ids: list[str]) -> tuple[str, str]:
    return "There is more than one offer.", f"Say which, by its id: {', '.join(ids)}."


def by_hand(path: str) -> tuple[str, str]:
    return f"{path} cannot be changed there by itself.", "`routine edit` opens it; nothing was changed."


def not_brought_back(path: str) -> tuple[str, str]:
    return f"{path} has been changed since, so it stays as it is.", "`routine edit` opens it."


_MOST_LINES = 4
"""On a card, of what differs: a step may be written over several lines."""


def offer_card(change: DoseChange) -> Notification:
    """The person decides; a card that is put away leaves it in `routine progress`."""
    buttons = (Button(ActionId.CHANGE_IT, TAKE), Button(ActionId.NOT_NOW, LEAVE))
    return Notification(TITLE, offered(change), buttons, without_buttons=HOW)


def changed_card(lines: Sequence[str]) -> Notification:
    """What differs in the plan's text, and the one press that brings it back."""
    head, differs = lines[0], [line for line in lines[1:] if line.startswith(" ")]
    buttons = (Button(ActionId.TAKE_BACK, TAKE_BACK), Button(ActionId.OK, reminders.OK))
    body = "\n".join(line.strip() for line in differs[:_MOST_LINES])
    return Notification(head, body, buttons, Urgency.INSTANT, without_buttons=UNDO)
