"""Knows what can happen and how one happening is written down; must not know where rows are kept.

The journal is append-only. Every state in the program is these entries, replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence

FUTURE = timedelta(days=1)
"""An entry further ahead than this was written while the clock was wrong, and has not happened yet."""


SET_BACK = timedelta(minutes=1)
"""A clock set back by more than this was wrong before."""


class Kind(StrEnum):
    SHOWING = "showing"
    """The notification server is about to be asked; if nothing follows, it is asked once more."""
    SHOWN = "shown"
    HELD = "held"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    STARTED = "started"
    STEP_DONE = "step_done"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    MISSED = "missed"
    EXCUSED = "excused"
    FELT = "felt"
    PAUSED = "paused"
    RESUMED = "resumed"
    PLAN_LOADED = "plan_loaded"
    PLAN_REJECTED = "plan_rejected"
    CHECKIN = "checkin"


class By(StrEnum):
    """Who said so."""

    NOTIFICATION = "notification"
    CLI = "cli"
    PAGE = "page"
    PHONE = "phone"
    SERVICE = "service"


class Why(StrEnum):
    OFF = "off"
    ASLEEP = "asleep"
    UNANSWERED = "unanswered"
    UNSHOWN = "could not be shown"
    HELD = "held"
    QUIET = "quiet hours"
    PAUSE = "paused"
    SESSION = "another session is running"
    LOCKED = "the screen is locked"
    DISTURB_NOT = "do-not-disturb is on"
    FULL_SCREEN = "a window fills the screen"
    MICROPHONE = "the microphone is in use"
    AWAY = "nobody is at the computer"
    HEADS_UP = "heads-up"
    SUPPLEMENTS = "about supplements"
    SHIPPED = "shipped"
    GONE = "no longer in the plan"


_BY_TIME = frozenset({Kind.SHOWING, Kind.SHOWN, Kind.HELD, Kind.MISSED, Kind.EXCUSED})
"""What follows from the time of day, where the service says so."""

DESKTOP = frozenset({Why.LOCKED, Why.DISTURB_NOT, Why.FULL_SCREEN, Why.MICROPHONE, Why.AWAY})
"""Reasons to hold that only the desktop knows the end of: it has to be asked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `about` is the occurrence it speaks of, as it was then; what else it says depends on the kind."""

    at: datetime
    kind: Kind
    by: By
    about: Occurrence | None = None
    until: datetime | None = None
    """snoozed, paused: the instant it ends."""
    done_at: datetime | None = None
    """completed: when it was done, where that is not `at`."""
    why: str = ""
    """held, missed, excused, plan_rejected: the reason. shown: `heads-up`. plan_loaded: `shipped`."""
    step: int | None = None
    """step_done: the step, from 1. abandoned: how many steps were done."""
    answer: str = ""
    """felt: easier, same or harder."""
    score: int | None = None
    """felt: how the back feels, 0 (no pain) to 10."""
    note: str = ""
    """felt: a line of diary."""
    where: str = ""
    """started: notification, terminal or page. plan_loaded, plan_rejected: the plan."""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """plan_loaded: the slots of each session, so that a time is never late that was just typed."""
    digest: str = ""
    """plan_loaded, plan_rejected: what the file's content hashed to."""
    late: bool = False
    """Written long after `at`, as the journal could not take it then."""

    @property
    def key(self) -> OccurrenceKey:
        """Empty for a row that speaks of no occurrence."""
        return self.about.key if self.about else OccurrenceKey()


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its place in the journal."""

    id: int
    entry: Entry


def believable(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """The entries, oldest first, that can have happened by now.

    What a clock far ahead wrote must not keep real days silent: that is all that can be told of entries without
    their places. With them, hindsight.py knows more. Nor must what time alone decided under a clock some hours
    ahead, as at a start with local time in the hardware's clock: that it was set back is told by this moment, and
    for ever after by what was written of the same occurrence later, at an earlier time.
    """
    found: list[Entry] = []
    earliest: dict[str, datetime] = {}
    for entry in reversed(list(entries)):
        since = earliest.get(entry.key, now)
        undone = entry.about and entry.by is By.SERVICE and entry.kind in _BY_TIME and entry.at > since + SET_BACK
        if entry.at <= now + FUTURE and not undone:
            found.append(entry)
        # also one that was written late: of one occurrence the service writes in the order in which it happened
        earliest[entry.key] = min(since, entry.at)
    return found[::-1]
