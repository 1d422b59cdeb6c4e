"""What an occurrence is called, and how its reminder stands: in a few words, and as an identifier for JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Protocol

from routine.core.identifiers import Phase
from routine.core.occurrence import Occurrence
from routine.presentation import agenda as words
from routine.presentation.shorter_version import OF_IT
from routine.presentation.time_format import TimeDisplay, of_minutes, whole_minutes

if TYPE_CHECKING:

    class ReminderFacts(Protocol):
        """What is told of a reminder: by the rules' own, or by what came of it from the running service."""

        @property
        def occurrence(self) -> Occurrence: ...
        @property
        def phase(self) -> Phase: ...
        @property
        def until(self) -> datetime | None: ...
        @property
        def snoozes(self) -> int: ...
        @property
        def reason(self) -> str | None: ...
        @property
        def note(self) -> str: ...
        @property
        def answer(self) -> str | None: ...
        @property
        def unshown(self) -> bool: ...
        @property
        def played(self) -> timedelta | None: ...
        @property
        def most(self) -> timedelta | None: ...


_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
UNSHOWN = "unshown"
"""The state of a reminder that should be on the screen and could not be shown: it is tried again."""
EARLIER = "earlier"
"""The state of a session whose time had passed before its plan was first read: it never counts."""


def state_key(reminder: ReminderFacts, *, counted: bool = True) -> str:
    """The state as JSON has it. That the server has not answered yet is nobody's business for some seconds."""
    if not counted:
        return EARLIER
    if reminder.unshown:
        return UNSHOWN
    return (Phase.SHOWN if reminder.phase is Phase.SHOWING else reminder.phase).value


def state_words(reminder: ReminderFacts, view: TimeDisplay, until: datetime | None = None) -> str:  # noqa: PLR0911 - one a state
    """In a few words; `until` is when what holds it ends, where that is known."""
    match reminder.phase:
        case Phase.UPCOMING:
            return _before(reminder, view)
        case Phase.SHOWING if reminder.unshown:
            return words.NOT_SHOWN
        case Phase.SHOWING | Phase.SHOWN:
            return words.WAITS
        case Phase.SNOOZED if reminder.until and reminder.until > view.now:
            return words.snoozed(view.wall(reminder.until), reminder.snoozes)
        case Phase.SNOOZED:
            return words.DUE
        case Phase.HELD:
            return words.held(reminder.reason or "", view.wall(until) if until else "")
        case Phase.STARTED | Phase.COMPLETED | Phase.ABANDONED:
            said = _begun(reminder)
            return f"{said}, {OF_IT}" if reminder.most else said
        case Phase.SKIPPED:
            return words.skipped(reminder.occurrence.asks)
        case Phase.MISSED:
            return words.missed(reminder.reason or "")
        case Phase.EXCUSED:
            return words.excused(reminder.reason or "", reminder.note)


def _begun(reminder: ReminderFacts) -> str:
    match reminder.phase:
        case Phase.STARTED:
            return words.RUNNING
        case Phase.COMPLETED:
            return words.done(reminder.answer or "", reminder.occurrence.asks)
    return words.stopped(played_words(reminder), reminder.answer or "")


def played_words(reminder: ReminderFacts) -> str:
    """`6 of 18 min`; empty where nobody counted, or there was nothing to count."""
    played = reminder.played
    return of_minutes(played, reminder.occurrence.length) if played and played >= _SECOND else ""


def is_due(reminder: ReminderFacts, now: datetime) -> bool:
    """Whether its question has come, and no card has asked it yet."""
    match reminder.phase:
        case Phase.UPCOMING:
            return reminder.occurrence.asked_at <= now
        case Phase.SNOOZED:
            return reminder.until is None or reminder.until <= now
    return False


def _before(reminder: ReminderFacts, view: TimeDisplay) -> str:
    if reminder.occurrence.due > view.now:
        return words.TO_COME
    return words.DUE if is_due(reminder, view.now) else words.ON_NOW


def title_of(one: Occurrence) -> str:
    """`Morning mobility`, or `Acupuncture, visit 3 of 6`: a visit is known by its number."""
    if not one.visits:
        return one.title
    return f"{one.title}, visit {one.turn + 1} of {one.visits}"


def as_planned(occurrence: Occurrence) -> str:
    """When it was due, in ISO 8601 with the offset of the place it was planned in."""
    offset = occurrence.planned - occurrence.due.astimezone(UTC).replace(tzinfo=None)
    return occurrence.due.astimezone(timezone(offset)).isoformat(timespec="seconds")


def minutes_played(played: timedelta) -> float:
    """In minutes, with one decimal, as JSON has it."""
    return round(played / _MINUTE, 1)


def to_json(
    occurrence: Occurrence, state: str, view: TimeDisplay, played: timedelta | None = None
) -> dict[str, Any]:
    """An occurrence in the stable shape of every command's JSON; `played` is there for what somebody began."""
    begun: dict[str, Any] = {} if played is None else {"played": minutes_played(played)}
    return begun | {
        "id": occurrence.key,
        "plan": occurrence.plan,
        "session": occurrence.session,
        "title": title_of(occurrence),
        "practice": occurrence.practice.value if occurrence.practice else None,
        "due": view.local(occurrence.due),
        "minutes": whole_minutes(occurrence.length),
        "state": state,
    }
