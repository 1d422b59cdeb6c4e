"""The sentence of every error: of one from `core` it is made here, the others carry theirs.

Whoever shows an error shows what `explain` gives. Each sentence's module is imported only where it is wanted: a
command that refuses nothing reads none of them.
"""

from __future__ import annotations

from typing import NamedTuple

from routine.core.occurrence import Occurrence
from routine.core.reminder_states import NothingToPerform, WrongPhase
from routine.errors import (
    AmbiguousSession,
    ClearedDayFault,
    InvalidClearedDay,
    InvalidPauseEnd,
    NothingBlocked,
    PauseEndFault,
    RoutineError,
    SeveralSessions,
    UnknownSession,
)
from routine.presentation.reminder_state import title_of


class Explanation(NamedTuple):
    """What went wrong, in a sentence, and what to do next; the second may be empty."""

    sentence: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


def explain(error: RoutineError) -> Explanation:
    """What is said of an error, whoever raised it."""
    match error:
        case UnknownSession() | AmbiguousSession() | SeveralSessions():
            return Explanation(*_of_name(error))
        case WrongPhase() | NothingToPerform():
            return Explanation(*_of_reminder(error))
        case InvalidPauseEnd():
            return Explanation(*_of_pause(error))
        case InvalidClearedDay() | NothingBlocked():
            return Explanation(*_of_clearing(error))
    return Explanation(error.sentence, error.hint)


def _of_name(error: UnknownSession | AmbiguousSession | SeveralSessions) -> tuple[str, str]:
    from routine.presentation import answers as words  # noqa: PLC0415 - read only where a name is not understood

    match error:
        case UnknownSession():
            return words.unknown_session(error.name, error.suggestions)
        case AmbiguousSession():
            return words.ambiguous(error.name, error.sessions)
        case SeveralSessions():
            return words.several(error.name, error.sessions)


def _of_reminder(error: WrongPhase | NothingToPerform) -> tuple[str, str]:
    from routine.presentation import reminders as words  # noqa: PLC0415 - read only where something is refused

    if isinstance(error, WrongPhase):
        return words.refused(title_of(error.occurrence), error.phase, error.asked)
    about = error.about
    return words.not_to_start(title_of(about) if isinstance(about, Occurrence) else about.title)


def _of_pause(error: InvalidPauseEnd) -> tuple[str, str]:
    from routine.presentation import pauses as words  # noqa: PLC0415 - read only where no end is understood

    match error.fault:
        case PauseEndFault.MISSING:
            return words.how_long()
        case PauseEndFault.NOT_UNDERSTOOD:
            return words.not_understood(error.text)
        case PauseEndFault.NOT_AHEAD:
            return words.not_ahead(error.text)
        case PauseEndFault.TOO_SHORT:
            return words.too_short(error.text)
        case PauseEndFault.TOO_LONG:
            return words.too_long(error.longest_days)


def _of_clearing(error: InvalidClearedDay | NothingBlocked) -> tuple[str, str]:
    from routine.presentation import safety as words  # noqa: PLC0415 - read only where a day is refused

    if isinstance(error, NothingBlocked):
        return words.nothing_held()
    day = error.day.isoformat()
    match error.fault:
        case ClearedDayFault.AHEAD:
            return words.day_ahead(day)
        case ClearedDayFault.LONG_AGO:
            return words.day_long_ago(day)
        case ClearedDayFault.BEFORE_ANSWER:
            return words.day_before_answer(day)
        case ClearedDayFault.TOO_OLD_FOR_SIGN:
            return words.day_too_old_for_sign(day)
