"""Knows the identifiers of a reminder's phases, of who says what happened, where it is led, how it was, and hours.

It imports nothing of ours: a command that is answered by the running service needs these, and none of the rules.
"""

from __future__ import annotations

from enum import Enum, StrEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self


class Phase(StrEnum):
    UPCOMING = "upcoming"
    SHOWING = "showing"
    """The server was asked and has not said yes: after a crash it is asked once more."""
    SHOWN = "shown"
    SNOOZED = "snoozed"
    HELD = "held"
    STARTED = "started"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    SKIPPED = "skipped"
    MISSED = "missed"
    EXCUSED = "excused"


FINAL = frozenset({Phase.COMPLETED, Phase.ABANDONED, Phase.SKIPPED, Phase.MISSED, Phase.EXCUSED})
WAITING = frozenset({Phase.SHOWING, Phase.SHOWN, Phase.SNOOZED, Phase.HELD})
"""Due, and not answered yet."""
ON_THE_SCREEN = frozenset({Phase.SHOWING, Phase.SHOWN})
"""Those of them that somebody can see, or will in a moment."""


class Actor(StrEnum):
    """Who said so."""

    NOTIFICATION = "notification"
    CLI = "cli"
    PAGE = "page"
    PANEL = "panel"
    """The icon in a desktop's panel."""
    PHONE = "phone"
    CALENDAR = "calendar"
    SERVICE = "service"


class SessionPlace(StrEnum):
    """Where a session goes on after Start."""

    NOTIFICATION = "notification"
    TERMINAL = "terminal"
    PAGE = "page"


class PageView(StrEnum):
    """A view of the page that is opened from elsewhere."""

    TODAY = "today"
    CHECK = "check"
    """The safety check."""
    RELIEF = "relief"
    """What helps a back that hurts now."""
    MEASURED = "measured"
    """What is measured once a week."""


class FeltAnswer(StrEnum):
    """How a session was, why it was stopped, or whether a course of visits is helping."""

    EASIER = "easier"
    SAME = "same"
    HARDER = "harder"
    YES = "yes"
    NOT_SURE = "not_sure"
    NO = "no"
    NO_TIME = "no_time"
    TOO_HARD = "too_hard"
    HURT = "hurt"
    OTHER = "other"


SETTINGS_TEXT = "config.toml"
"""By which name the text of the settings goes among those of plans; with its dot it is no plan's."""


class PlanChange(StrEnum):
    """What somebody has done with a plan, without opening its text."""

    AGAIN = "again"
    """The week it is in comes once more."""
    BACK = "back"
    """The week before that one comes once more."""
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    REMOVE = "remove"
    SETTING = "setting"
    """Not a plan: one setting, in the text of config.toml."""
    SET = "set"
    """A session comes on other days, or at another time."""
    SWAP = "swap"
    """An easier exercise comes in the place of another one."""
    REST = "rest"
    """The other plans that move rest while it runs."""
    EDIT = "edit"
    """Single values of it, as a form has them; a session more, or less."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, _value: object) -> Self:
        return cls("unknown")


class HourCycle(Enum):
    """How the hours of a day are counted where a person reads them (CLDR's hour cycles)."""

    H23 = 24
    """`19:30`"""
    H12 = 12
    """`7:30 PM`"""


class OfferAnswer(StrEnum):
    """What somebody says to an offer, as `routine offer` takes it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    UNDO = "undo"
    """What was accepted is as it was before."""
