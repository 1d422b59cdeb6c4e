"""Knows what the answers of the safety check hold back, and what ends that; must not know how it is asked.

An answer is a `checkin`: its outcome, and the numbers of the signs, never a cause. What it holds back waits until
a professional has said that movement is fine: a `checkin` as well, with that day in `cleared_at`. Nobody is held
back for not having answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from routine.core.commands import Abandon, Command, Excuse
from routine.core.events import Actor, CheckedIn, Event, ExcuseReason, Felt, Outcome
from routine.core.exercise import Practice
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.recurrence import due_utc
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase
from routine.errors import ClearedDayFault, InvalidClearedDay, NothingBlocked

AGAIN_AFTER = timedelta(days=30)
"""How long an answer is good for, before the check is offered again."""

SORE = 8
"""How sore a back is, of 10, that somebody should look at the check again."""

STALE = timedelta(days=366)
"""A professional's word from before that speaks of another body."""


_SEVERITY = tuple(Outcome)


class SafetyStatus(Struct, frozen=True):
    """What all answers so far amount to."""

    outcome: Outcome | None = None
    """What holds now; None when nobody has answered."""
    signs: tuple[str, ...] = ()
    since: datetime | None = None
    """When the answer was given that holds now."""
    answered: datetime | None = None
    """When somebody last answered, whatever came of it."""
    cleared: datetime | None = None
    """The day on which a professional said that movement is fine, when that is what holds now."""

    @property
    def binds(self) -> bool:
        return self.outcome in {Outcome.SEE_DOCTOR, Outcome.STOP}

    @property
    def unsure(self) -> bool:
        """Whether a sign of part A could not be ruled out: that is for a doctor today."""
        return any(sign.endswith(UNSURE) for sign in self.signs)

    @property
    def all_wait(self) -> bool:
        """Whether the calm sessions wait as well."""
        return self.outcome is Outcome.STOP


def safety_status(checkins: Iterable[Event]) -> SafetyStatus:
    """All answers, oldest first, in one. A milder one never takes back a graver one: a word from outside does."""
    state = SafetyStatus()
    for entry in checkins:
        if isinstance(entry, CheckedIn):
            state = _after(state, entry)
    return state


def blocks_practice(practice: Practice | None, checkins: Iterable[Event]) -> ExcuseReason | None:
    """Why a session of this practice may not be done now; None when nothing speaks against it."""
    match safety_status(checkins).outcome:
        case Outcome.STOP:
            return ExcuseReason.SAFETY
        case Outcome.SEE_DOCTOR if practice is None or practice.moves:
            return ExcuseReason.SAFETY
    return None


def blocks(occurrence: Occurrence, checkins: Iterable[Event]) -> ExcuseReason | None:
    """The same for one occurrence. A visit to somebody who knows, or what they agreed to, never waits."""
    return blocks_practice(occurrence.practice, checkins) if occurrence.asks is OccurrenceKind.SESSION else None


def moves(occurrence: Occurrence) -> bool:
    """Whether it asks the body to move; what nobody can tell may be movement."""
    return occurrence.asks is OccurrenceKind.SESSION and (occurrence.practice is None or occurrence.practice.moves)


def is_sore(score: int | None) -> bool:
    """Whether somebody says of their back that it is much sorer than they would go on with."""
    return score is not None and score >= SORE


def check_is_due(told: Iterable[Event], now: datetime) -> bool:
    """Whether the check should be offered: never answered, a month ago, or a very sore back since.

    While every session waits there is nothing to ask. While movement alone does, what was mild may have grown.
    """
    entries = list(told)
    state = safety_status(entries)
    if state.all_wait:
        return False
    if state.answered is None or now - state.answered >= AGAIN_AFTER:
        return True
    return any(isinstance(entry, Felt) and is_sore(entry.score) and entry.at > state.answered for entry in entries)


def decide_blocked(reminder: Reminder, now: datetime) -> Command | None:
    """What becomes of a session that may not be done: nothing until it would be shown; then it does not count."""
    match reminder.phase:
        case Phase.UPCOMING if now < reminder.occurrence.due:
            return None
        case Phase.SNOOZED if reminder.until and now < reminder.until:
            return None
        case Phase.STARTED:
            return Abandon(Actor.SERVICE, reminder.steps_done)
        case Phase.UPCOMING | Phase.SNOOZED | Phase.SHOWING | Phase.SHOWN | Phase.HELD:
            return Excuse(Actor.SERVICE, reason=ExcuseReason.SAFETY)
    return None


def answered(urgent: Sequence[str], doctor: Sequence[str], now: datetime) -> CheckedIn:
    """The entry for an answer: the signs of part A that were named or not ruled out, then those of part B.

    A sign of part A that somebody is not sure of is written with a question mark: it is for a doctor today.
    """
    sure = [sign for sign in urgent if not sign.endswith(UNSURE)]
    outcome = Outcome.STOP if sure else Outcome.SEE_DOCTOR if urgent or doctor else Outcome.CLEAR
    return CheckedIn(now, Actor.CLI, outcome=outcome, signs=(*urgent, *doctor))


UNSURE = "?"


def cleared(day: date, checkins: Iterable[Event], now: datetime, zone: tzinfo) -> CheckedIn:
    """The entry that ends what an answer holds back. Raises NothingBlocked, and InvalidClearedDay."""
    state = safety_status(checkins)
    today = now.astimezone(zone).date()
    if not state.binds:
        raise NothingBlocked
    if day > today:
        raise InvalidClearedDay(ClearedDayFault.AHEAD, day)
    if today - day > STALE:
        raise InvalidClearedDay(ClearedDayFault.LONG_AGO, day)
    if (state.all_wait or state.unsure) and state.since and day < state.since.astimezone(zone).date():
        raise InvalidClearedDay(ClearedDayFault.BEFORE_ANSWER, day)
    noon = due_utc(day, time(12), zone)
    return CheckedIn(now, Actor.CLI, outcome=Outcome.CLEAR, cleared_at=noon)


def _after(state: SafetyStatus, entry: CheckedIn) -> SafetyStatus:
    outcome = entry.outcome
    if entry.cleared_at:
        return SafetyStatus(Outcome.CLEAR, (), entry.at, entry.at, entry.cleared_at)
    if state.outcome and _SEVERITY.index(outcome) < _SEVERITY.index(state.outcome):
        return replace(state, answered=entry.at)
    if state.outcome is outcome and state.unsure and not any(sign.endswith(UNSURE) for sign in entry.signs):
        # what was doubted then has not been looked at by answering no to it now
        return replace(state, signs=tuple(dict.fromkeys([*state.signs, *entry.signs])), answered=entry.at)
    return SafetyStatus(outcome, entry.signs, entry.at, entry.at)
