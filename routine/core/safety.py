"""Knows what the answers of the safety check hold back, and what ends that; must not know how it is asked.

An answer is a `checkin`: its outcome, and the numbers of the signs, never a cause. What it holds back waits until
a professional has said that movement is fine: a `checkin` as well, with that day in `cleared_at`. Such a word
ends what was told by that day and nothing else. Nobody is held back for not having answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from routine.core.commands import Abandon, Command, Excuse
from routine.core.events import Actor, CheckedIn, Event, ExcuseReason, Felt, Outcome
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.recurrence import due_utc
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase
from routine.core.safety_signs import UNSURE, Tier, sign_of
from routine.errors import ClearedDayFault, InvalidClearedDay, NothingBlocked

AGAIN_AFTER = timedelta(days=30)
"""How long an answer is good for, before the check is offered again."""

SORE = 8
"""How sore a back is, of 10, that somebody should look at the check again."""

STALE = timedelta(days=366)
"""A professional's word from before that speaks of another body."""

_HALF_A_DAY = timedelta(hours=12)
"""`cleared_at` is noon of a day: so long after it, where the person was, the day was over."""
_TIERS = tuple(Tier)
_SIGN_OF_OUTCOME = {Outcome.STOP: "A", Outcome.SEE_DOCTOR: "B"}
"""Which sign an answer counts as that names none."""


class NamedSign(Struct, frozen=True):
    """A sign that somebody named, and when."""

    number: str
    at: datetime

    def ended_by(self, word: datetime, given: datetime) -> bool:
        """Whether a professional's word of the day `word` (its noon), written down at `given`, speaks of it."""
        if self.at < word + _HALF_A_DAY:
            return True
        older = sign_of(self.number).keeps_older_word
        return older is not None and given - word <= older + _HALF_A_DAY


class SafetyStatus(Struct, frozen=True):
    """What all answers so far amount to."""

    waiting: tuple[NamedSign, ...] = ()
    """Those for which a professional's word is waited for."""
    mentioned: tuple[str, ...] = ()
    """Those to mention at the next visit, as they were last named."""
    answered: datetime | None = None
    """When somebody last answered, whatever came of it."""
    completed: datetime | None = None
    """When both parts were last gone through: after a sign of part A nothing more is asked."""
    put_off: datetime | None = None
    """When somebody last said that they will answer another time."""
    cleared: datetime | None = None
    """The day, at noon, of the last word that ended something."""

    @property
    def signs(self) -> tuple[str, ...]:
        """By their numbers: those that hold something back, then those to mention."""
        return (*(sign.number for sign in self.waiting), *self.mentioned)

    @property
    def tier(self) -> Tier:
        return max((sign_of(number).tier for number in self.signs), key=_TIERS.index, default=Tier.CLEAR)

    @property
    def outcome(self) -> Outcome | None:
        """What holds now; None when nobody has answered."""
        return outcome_of(self.signs) if self.answered else None

    @property
    def binds(self) -> bool:
        return bool(self.waiting)

    @property
    def today(self) -> bool:
        """Whether a doctor should hear of it today."""
        return self.tier is Tier.NOW

    @property
    def all_wait(self) -> bool:
        """Whether the calm sessions wait as well."""
        return any(sign_of(sign.number).emergency for sign in self.waiting)

    @property
    def rest_waits(self) -> bool:
        """Whether a sign of part A has ended the check, and has been looked at since: the rest was never asked."""
        urgent = any(sign.number.startswith("A") for sign in self.waiting)
        return self.answered is not None and self.completed is None and not urgent

    @property
    def opens(self) -> bool:
        """Whether a movement session that is started now opens the check first: once, as it may be put off."""
        return (self.answered is None or self.rest_waits) and self.put_off is None

    def blocks(self, *, moves: bool) -> bool:
        """Whether a session may not be done now that asks the body to move, or does not."""
        return self.all_wait or (self.binds and moves)


def safety_status(checkins: Iterable[Event]) -> SafetyStatus:
    """All answers in one, oldest first. A milder one never takes back a graver one: a word from outside does."""
    state = SafetyStatus()
    for entry in checkins:
        if isinstance(entry, CheckedIn):
            state = _after(state, entry)
    return state


def outcome_of(signs: Iterable[str]) -> Outcome:
    """What these come to, by their numbers."""
    found = [sign_of(number) for number in signs]
    tier = max((sign.tier for sign in found), key=_TIERS.index, default=Tier.CLEAR)
    if any(sign.emergency for sign in found):
        return Outcome.STOP
    return {Tier.CLEAR: Outcome.CLEAR, Tier.MENTION: Outcome.MENTION}.get(tier, Outcome.SEE_DOCTOR)


def blocks(occurrence: Occurrence, status: SafetyStatus, *, moves: bool) -> ExcuseReason | None:
    """Why it may not be done now; None when nothing speaks against it.

    A visit to somebody who knows, or what they agreed to, never waits.
    """
    held = occurrence.asks is OccurrenceKind.SESSION and status.blocks(moves=moves)
    return ExcuseReason.SAFETY if held else None


def is_sore(score: int | None) -> bool:
    """Whether somebody says of their back that it is much sorer than they would go on with."""
    return score is not None and score >= SORE


def check_is_due(checkins: Iterable[Event], now: datetime) -> bool:
    """Whether the check should be offered: never answered, answered in part, a month ago, or very sore since.

    While every session waits there is nothing to ask. While movement alone does, what was mild may have grown.
    """
    entries = list(checkins)
    state = safety_status(entries)
    if state.all_wait:
        return False
    if state.answered is None or state.rest_waits or now - state.answered >= AGAIN_AFTER:
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
    # which one cannot be ruled out helps nobody later
    signs = dict.fromkeys(f"A{UNSURE}" if sign.endswith(UNSURE) else sign for sign in (*urgent, *doctor))
    return CheckedIn(now, Actor.CLI, outcome=outcome_of(signs), signs=tuple(signs))


def put_off(now: datetime) -> CheckedIn:
    """The entry of somebody who will answer another time: it answers nothing."""
    return CheckedIn(now, Actor.CLI, outcome=Outcome.PUT_OFF)


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
    noon = due_utc(day, time(12), zone)
    if left := [sign for sign in state.waiting if not sign.ended_by(noon, now)]:
        new = any(sign_of(sign.number).keeps_older_word is None for sign in left)
        raise InvalidClearedDay(ClearedDayFault.BEFORE_ANSWER if new else ClearedDayFault.TOO_OLD_FOR_SIGN, day)
    return CheckedIn(now, Actor.CLI, outcome=Outcome.CLEAR, cleared_at=noon)


def _after(state: SafetyStatus, entry: CheckedIn) -> SafetyStatus:
    if entry.outcome is Outcome.PUT_OFF:
        return replace(state, put_off=entry.at)
    if entry.cleared_at:
        left = tuple(sign for sign in state.waiting if not sign.ended_by(entry.cleared_at, entry.at))
        word = state.cleared if len(left) == len(state.waiting) else entry.cleared_at
        return replace(state, waiting=left, answered=entry.at, cleared=word, put_off=None)
    named = entry.signs or tuple(filter(None, [_SIGN_OF_OUTCOME.get(entry.outcome)]))
    holding = [number for number in named if sign_of(number).tier in {Tier.BEFORE, Tier.NOW}]
    # what was named before still holds, and what is named again is as new as it is told
    kept = [sign for sign in state.waiting if sign.number not in holding]
    whole = not any(number.startswith("A") for number in named)
    return replace(
        state,
        waiting=(*kept, *(NamedSign(number, entry.at) for number in holding)),
        mentioned=tuple(number for number in named if number not in holding) if whole else state.mentioned,
        answered=entry.at,
        completed=entry.at if whole else None,
        put_off=None,
    )
