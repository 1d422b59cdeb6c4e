"""Knows what goes on the page for a physiotherapist: how much of it, and how each session was borne. No words.

One page is a promise: of each list so many, and how many more there are. Nothing here judges: counts, doses and
days, and what a person wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from routine.core.events import StepDose
from routine.core.identifiers import FeltAnswer
from routine.core.ids import SessionRef
from routine.core.lived import Lived, Rating, is_extra
from routine.core.progress import KnownPlans, Progress
from routine.core.tally import SessionCount

MOST_SESSIONS, MOST_CHANGES, MOST_NOTES, MOST_QUESTIONS, MOST_EXERCISES = 8, 6, 5, 3, 6
LONGEST_NOTE = 140
"""Letters of a line of diary on the page."""
HIGH = 6
"""A rating like this, or more, stands on the page with what it came after."""


class BorneSession(Struct, frozen=True):
    """How one session was answered, and where it was stopped early."""

    counted: SessionCount
    easier: int = 0
    same: int = 0
    harder: int = 0
    stopped: int = 0
    stopped_at: str = ""
    """The exercise at which that was most often, by its id."""


class DoseStep(Struct, frozen=True):
    """On which day an exercise was first asked for at another dose."""

    day: date
    session: SessionRef
    before: StepDose
    after: StepDose


class Report(Struct, frozen=True):
    """What paper and the page both show, the limits kept."""

    progress: Progress
    sessions: tuple[BorneSession, ...]
    changes: tuple[DoseStep, ...]
    """The newest last."""
    high: tuple[Rating, ...]
    notes: tuple[Rating, ...]
    questions: tuple[Rating, ...]
    """Lines of the diary that end in a question mark: what somebody wants to ask."""
    more: dict[str, int]
    """How many of each there are that do not fit."""


def report_of(progress: Progress, some: Sequence[Lived], known: KnownPlans) -> Report:
    """`some`: what the journal tells, oldest first."""
    inside = [one for one in some if progress.first <= one.day <= progress.last]
    asked = [one for one in inside if not is_extra(one, known.planned)]
    sessions = [_borne(each, asked) for each in progress.tally.sessions]
    sessions.sort(key=lambda one: -one.counted.count.planned)
    changes = list(_changes(asked))
    high = [one for one in progress.ratings if (one.score or 0) >= HIGH]
    written = [one for one in progress.ratings if one.note]
    questions = [one for one in written if is_question(one.note)]
    notes = [one for one in written if not is_question(one.note)]
    more = {
        "sessions": len(sessions) - MOST_SESSIONS,
        "changes": len(changes) - MOST_CHANGES,
        "high": len(high) - MOST_NOTES,
        "notes": len(notes) - MOST_NOTES,
        "questions": len(questions) - MOST_QUESTIONS,
    }
    return Report(
        progress,
        tuple(sessions[:MOST_SESSIONS]),
        tuple(changes[-MOST_CHANGES:]),
        tuple(high[-MOST_NOTES:]),
        tuple(notes[-MOST_NOTES:]),
        tuple(questions[-MOST_QUESTIONS:]),
        {name: count for name, count in more.items() if count > 0},
    )


def is_question(note: str) -> bool:
    """Whether a line of the diary is one to ask at the next visit."""
    return note.rstrip().endswith(("?", "？", "؟"))


def asked_since(rated: Iterable[Rating], since: datetime | None) -> list[Rating]:
    """The questions that were written down since the last visit, or ever."""
    return [one for one in rated if is_question(one.note) and (since is None or one.at > since)]


def _borne(counted: SessionCount, asked: Iterable[Lived]) -> BorneSession:
    mine = [one for one in asked if one.occurrence.key.session_ref == counted.session]
    answers = Counter(one.answer for one in mine)
    stopped = [one for one in mine if one.stopped_at]
    places = Counter(one.dose[one.stopped_at - 1].exercise for one in stopped if one.stopped_at <= len(one.dose))
    places.pop("", None)
    return BorneSession(
        counted,
        answers[FeltAnswer.EASIER],
        answers[FeltAnswer.SAME],
        answers[FeltAnswer.HARDER],
        len(stopped),
        places.most_common(1)[0][0] if places else "",
    )


def _changes(asked: Iterable[Lived]) -> Iterable[DoseStep]:
    """Of each exercise of each session, where its dose is another one than the last time."""
    last: dict[tuple[SessionRef, str], StepDose] = {}
    for one in asked:
        ref = one.occurrence.key.session_ref
        now: dict[str, StepDose] = {}
        for step in one.dose:
            # an exercise may come twice in a session, and its first dose is that which is compared
            now.setdefault(step.exercise, step)
        now.pop("", None)
        for exercise, dose in now.items():
            before = last.get((ref, exercise))
            if before is not None and before != dose:
                yield DoseStep(one.day, ref, before, dose)
            last[ref, exercise] = dose
