"""Knows what stands on the sheet of a session, to do without a screen; must not know how it is set."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from routine.core.exercise import CueMoment, Exercise
from routine.core.identifiers import HourCycle
from routine.core.plan import PerformStep, Plan, Rest, Session, StepEntry
from routine.core.plan import Sequence as StepSequence
from routine.core.recurrence import Weekly
from routine.core.steps import length_of
from routine.presentation.exercises import (
    dose_line,
    group_lines,
    need_line,
    pace_line,
    rough,
    station_lines,
)
from routine.presentation.narration import REST, CueLine
from routine.presentation.phrases import both
from routine.presentation.session_rules import rules_to_read
from routine.presentation.time_format import clock_time, spell, weekday

LANGUAGE = "en"
NOTE = "Your notes"
START, END = "start", "and here"
EVERY_DAY = "every day"
_MONDAY = date(2024, 1, 1)
_WHOLE_WEEK = 7


class SheetEntry(Struct, frozen=True):
    """One exercise, one sentence or one rest."""

    title: str
    dose: str = ""
    lines: tuple[str, ...] = ()
    """What to do, in its order."""
    beside: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    boxes: bool = True
    """Whether there is something to tick."""
    exercise: Exercise | None = None
    """Whose pictures stand beside it."""


class SheetPart(Struct, frozen=True):
    """What is done in one turn; without a title where there is but one."""

    title: str
    entries: tuple[SheetEntry, ...]


class ExerciseSheet(Struct, frozen=True):
    """A session on paper."""

    title: str
    about: str
    rules: tuple[str, ...]
    """When to stop."""
    parts: tuple[SheetPart, ...]
    days: tuple[str, ...]
    note: str
    foot: str
    """What stands below each page."""
    lang: str = LANGUAGE


def sheet_of_session(plan: Plan, session: Session, hours: HourCycle) -> ExerciseSheet:
    """Each of its turns once."""
    names = dict.fromkeys(session.rotation)
    sequences = [plan.sequences[name] for name in names]
    times = planned_times(session, hours)
    length = rough(length_of(sequences[0], session.rounds))
    rounds = f"{session.rounds} rounds" if session.rounds > 1 else ""
    about = " · ".join(part for part in (times, f"about {length}", rounds) if part)
    return _sheet(session.title, about, sequences)


def sheet_of_sequence(sequence: StepSequence) -> ExerciseSheet:
    """As it stands in the library."""
    return _sheet(sequence.title, f"about {rough(length_of(sequence))}", [sequence])


def alone(exercise: Exercise) -> StepSequence:
    """An exercise as a session of its own."""
    return StepSequence(exercise.id, exercise.title, (PerformStep(exercise, exercise.dose),))


def planned_times(session: Session, hours: HourCycle) -> str:
    """`Mon, Wed and Fri 18:00`; nothing for what has no days of the week."""
    if not isinstance(session.rule, Weekly):
        return ""
    slots = session.rule.slots
    days = sorted({slot.weekday for slot in slots})
    times = list(dict.fromkeys(clock_time(slot.at, hour_cycle=hours) for slot in sorted(slots)))
    named = EVERY_DAY if len(days) == _WHOLE_WEEK else both([_short_day(day) for day in days])
    return f"{named} {both(times)}" if len(times) <= 2 else f"{named}, {len(times)} times a day"


def _short_day(number: int) -> str:
    return weekday(_MONDAY + timedelta(days=number), short=True)


def _sheet(title: str, about: str, sequences: list[StepSequence]) -> ExerciseSheet:
    exercises = [step.exercise for each in sequences for step in each.entries if isinstance(step, PerformStep)]
    needs = list(dict.fromkeys(need_line(one) for one in exercises if one.equipment))
    rules = rules_to_read(exercises)
    return ExerciseSheet(
        title,
        f"{about} · {both(needs)}" if needs else about,
        rules,
        tuple(
            SheetPart(each.title if len(sequences) > 1 else "", tuple(_entry(step) for step in each.entries))
            for each in sequences
        ),
        tuple(_short_day(number) for number in range(7)),
        NOTE,
        " ".join(rules),
    )


def _entry(step: StepEntry) -> SheetEntry:
    if isinstance(step, Rest):
        return SheetEntry(f"{REST} · {spell(step.length)}", boxes=False)
    if not isinstance(step, PerformStep):
        return SheetEntry(step.text, spell(step.length), boxes=False)
    one = step.exercise
    cues = [CueLine(text, moment) for moment, text in one.told]
    ends = [CueLine(one.between_sides, CueMoment.END)] if one.between_sides and len(step.dose.sides) > 1 else []
    ahead = [one.setup, *(cue.text for cue in cues if cue.moment is CueMoment.SETUP)]
    lines = [*ahead, *(cue.words for cue in (*cues, *ends) if cue.moment is not CueMoment.SETUP)]
    return SheetEntry(
        one.title,
        dose_line(step.dose),
        tuple(line for line in (*lines, *station_lines(one), *group_lines(one)) if line),
        tuple(line for line in (one.breath, pace_line(one)) if line),
        (one.caution_note,) if one.caution_note else (),
        exercise=one,
    )
