"""Knows what a card on the screen consists of; must not know which server draws it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Urgency(StrEnum):
    LOW = "low"
    """A heads-up: may pass unseen."""
    NORMAL = "normal"
    INSTANT = "instant"
    """An answer to what the person just did: its buttons should be there at once."""


class ActionId(StrEnum):
    """The constant keys of actions: what a person can answer."""

    START = "start"
    START_SECOND = "start_second"
    """On a card for several sessions: the one named second."""
    SNOOZE = "snooze"
    SNOOZE_LONG = "snooze_long"
    SKIP = "skip"
    NEXT = "next"
    SKIP_STEP = "skip_step"
    """Leave this exercise of a session under way."""
    EASIER_ONE = "easier_one"
    """An easier exercise in its place."""
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    EASIER = "easier"
    SAME = "same"
    HARDER = "harder"
    OK = "ok"
    AGAIN = "again"
    """A week of a plan comes once more."""
    BACK = "back"
    """The week before it does."""
    TAKEN = "taken"
    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    NO_TIME = "no_time"
    TOO_HARD = "too_hard"
    HURT = "hurt"
    OTHER = "other"
    CHANGE_IT = "change_it"
    """An offer is taken."""
    NOT_NOW = "not_now"
    ANSWER = "answer"
    """The question on the card is answered where there is room for it."""
    TAKE_BACK = "take_back"
    """What was changed is as it was before."""
    OPEN_PAGE = "open_page"
    """The page, at today."""
    OPEN_CHECK = "open_check"
    LATER = "later"
    """The check is put off, and what was pressed before is done."""


class Button(Struct, frozen=True):
    """A button. The label has 12 characters or fewer: servers cut the rest."""

    key: ActionId
    label: str


class Notification(Struct, frozen=True):
    """A card: plain title, plain body, and actions in the order of their worth; a server with room for three
    shows the first three."""

    title: str
    body: str
    actions: tuple[Button, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    picture: str = ""
    """Which picture, or empty: a name until the card is shown, and an absolute file name from then on."""
    without_buttons: str = ""
    """The line to add where no button can be drawn: which command answers."""
    pierces: bool = False
    """It is to be shown also while do-not-disturb is on, where the server lets what is urgent through."""
