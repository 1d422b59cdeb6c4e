"""Knows how a plan's shape becomes a Plan: names become exercises, days and times become slots.

Must not know TOML or where anything stands but by its path.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import time, timedelta
from functools import cache
from typing import Any

from routine.core import durations
from routine.core.exercise import CueMoment, Dose, Exercise, Reps
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import (
    PerformStep,
    Plan,
    PolicyOverride,
    QuietHours,
    Rest,
    Say,
    Sequence,
    Session,
    StepEntry,
)
from routine.core.recurrence import PlanPeriod, Slot, WeekCycle, Weekly
from routine.core.steps import length_of, spoken
from routine.library.catalogue import Catalogue
from routine.presentation import plan_problems as plans
from routine.presentation import visits as visit_words
from routine.reading import appointments, doses, scalars
from routine.reading.diagnostics import ModelFault
from routine.reading.plan_model import (
    CueTable,
    DoseKeys,
    ExerciseStep,
    ExerciseTable,
    PlanTable,
    RemindTable,
    RestStep,
    SessionTable,
    Step,
)
from routine.reading.scalars import ValueProblem
from routine.reading.substitutions import Substitutions
from routine.reading.toml_positions import KeyPath

LONGEST_SESSION = timedelta(hours=24)
MOST_REMINDERS = 100_000
_DAY = 24 * 60
_MINUTE = timedelta(minutes=1)
_ANY_DOSE = Reps((1,))
_NO_HEADS_UP = PolicyOverride(heads_up_before=())


class Builder:
    """Builds one plan, and keeps the faults that only show when its parts meet."""

    def __init__(self, plan_id: str, shape: PlanTable, catalogue: Catalogue, avoid: tuple[str, ...] = ()) -> None:
        """`avoid`: what is left out beside what the plan itself leaves out."""
        self._plan_id = plan_id
        self._model = shape
        self._catalogue = catalogue
        self._substitutions = Substitutions(catalogue, tuple(dict.fromkeys((*shape.avoid, *avoid))))
        self._exercises = dict(catalogue.exercises)
        self._sequences: dict[str, Sequence] = {}
        self._lengths: dict[str, timedelta] = {}
        self.faults: list[ModelFault] = []

    def plan(self) -> Plan:
        """The plan; not to be used when there are faults."""
        shape = self._model
        for name, own in shape.exercise.items():
            self._exercises[name] = _own_exercise(name, own, self._dose(("exercise", name), own))
        for name, sequence in shape.sequence.items():
            entries = self._entries(("sequence", name, "steps"), sequence.steps)
            self._keep(Sequence(name, sequence.title or name, entries))
        sessions = tuple(self._session(place, session) for place, session in enumerate(shape.session))
        sessions += (*self._courses(), *self._supplements())
        reminders = sum(len(session.rule.slots) for session in sessions if isinstance(session.rule, Weekly))
        if reminders > MOST_REMINDERS:
            self.faults.append(ModelFault((), ValueProblem(plans.too_many_reminders(reminders, MOST_REMINDERS))))
        return Plan(
            id=self._plan_id,
            title=shape.title,
            sessions=sessions,
            sequences=self._sequences,
            about=shape.about,
            period=PlanPeriod(shape.starts, shape.weeks, shape.ends, shape.rests),
            timezone=shape.timezone,
            remind=override_of(shape.remind),
            notes=(*self._substitutions.notes, *([visit_words.NOTE] if shape.supplement else [])),
            avoid=tuple(shape.avoid),
            swaps=tuple(self._substitutions.swaps_of(sessions)),
            left_out=self._substitutions.left_out,
        )

    def _session(self, place: int, session: SessionTable) -> Session:
        path: KeyPath = ("session", place)
        name = session.id or scalars.slug(session.title)
        if session.steps is not None:
            # no name that a person writes holds a colon
            rotation: tuple[str, ...] = (f"steps:{name}",)
            self._keep(Sequence(rotation[0], session.title, self._entries((*path, "steps"), session.steps)))
        else:
            rotation = session.sequence or ()
            for named in rotation:
                if named not in self._sequences:
                    self._keep(self._catalogue.sequences[named])
        self._check_length(path, session.rounds, rotation)
        return Session(
            id=name,
            title=session.title,
            practice=session.practice,
            rule=_weekly(self._slots(path, session), session.weeks or ()),
            rotation=rotation,
            rounds=session.rounds,
            remind=override_of(session.remind, session),
        )

    def _courses(self) -> Iterator[Session]:
        for place, appointment in enumerate(self._model.appointment):
            self.faults += appointments.clashes(("appointment", place), appointment)
            yield from appointments.sessions_of(appointment.id or scalars.slug(appointment.title), appointment)

    def _supplements(self) -> Iterator[Session]:
        for supplement in self._model.supplement:
            yield Session(
                id=supplement.id or scalars.slug(supplement.name),
                title=supplement.name,
                practice=None,
                rule=Weekly(_times(supplement.days or (), supplement.at)),
                remind=_NO_HEADS_UP,
                asks=OccurrenceKind.SUPPLEMENT,
                detail=supplement.agreed_with,
            )

    def _slots(self, path: KeyPath, session: SessionTable) -> tuple[Slot, ...]:
        at = session.at or ()
        if session.every is not None and session.between is not None:
            at = self._interval((*path, "every"), session.every, QuietHours(*session.between))
        return _times(session.days or (), at)

    def _interval(self, path: KeyPath, every: timedelta, window: QuietHours) -> tuple[time, ...]:
        """From the window's first minute on, before its last."""
        start, end = (bound.hour * 60 + bound.minute for bound in (window.start, window.end))
        step, end = every // _MINUTE, end or _DAY
        if step > end - start:
            self.faults.append(
                ModelFault(path, ValueProblem(plans.interval_too_long(durations.write(every), str(window))))
            )
        return tuple(_at(minute) for minute in range(start, end, step))

    def _check_length(self, path: KeyPath, rounds: int, rotation: tuple[str, ...]) -> None:
        for named in rotation:
            if named not in self._lengths:
                self._lengths[named] = length_of(self._sequences[named])
        longest = max(self._lengths[named] for named in rotation) * rounds
        if longest > LONGEST_SESSION:
            said = plans.session_too_long(durations.write(_whole(longest)), durations.write(LONGEST_SESSION))
            self.faults.append(ModelFault(path, ValueProblem(said)))

    def _keep(self, sequence: Sequence) -> None:
        self._sequences[sequence.id] = self._substitutions.substitute(sequence)

    def _entries(self, path: KeyPath, steps: Iterable[Step]) -> tuple[StepEntry, ...]:
        return tuple(self._each((*path, place), step) for place, step in enumerate(steps))

    def _each(self, path: KeyPath, step: Step) -> StepEntry:
        if isinstance(step, str):
            return PerformStep(self._exercises[step], self._exercises[step].dose)
        if isinstance(step, RestStep):
            return Rest(step.rest)
        if isinstance(step, ExerciseStep):
            exercise = self._exercises[step.exercise]
            return PerformStep(exercise, self._dose(path, step, exercise.dose))
        return Say(step.say, step.for_ or _whole(spoken(step.say)))

    def _dose(self, path: KeyPath, said: DoseKeys, usual: Dose | None = None) -> Dose:
        try:
            return doses.dose(said, usual)
        except ValueError:
            self.faults.append(ModelFault(path, ValueProblem(plans.no_motion())))
            return usual or _ANY_DOSE


def _cue(typed: str | CueTable) -> list[tuple[CueMoment, str]]:
    if isinstance(typed, str):
        return [(CueMoment.START, typed)]
    return [(moment, text) for moment in CueMoment if (text := getattr(typed, moment.value, None))]


def _own_exercise(name: str, own: ExerciseTable, dose: Dose) -> Exercise:
    # as people write it: a last cue that has nothing more to ask for once the last side is on
    told = [each for cue in own.cues for each in _cue(cue)]
    moments, cues = tuple(moment for moment, _ in told), tuple(text for _, text in told)
    changes = len(cues) > 1 and cues[-1].startswith("Change sides")
    cues, between_sides = (cues[:-1], cues[-1]) if changes else (cues, "")
    return Exercise(
        id=name,
        title=own.title,
        cues=cues,
        moments=moments[: len(cues)] if any(moment is not CueMoment.START for moment in moments) else (),
        dose=dose,
        between_sides=between_sides,
        setup=own.setup or "",
        breath=own.breath or "",
        practice=own.practice,
        cautions=frozenset(own.cautions or ()),
        picture=own.picture or "",
    )


def override_of(*said: RemindTable) -> PolicyOverride:
    """What these say about reminding; the later ones go first."""
    keys = RemindTable.model_fields
    merged: dict[str, Any] = {
        key: value for one in said for key in keys if (value := getattr(one, key)) is not None
    }
    if "quiet" in merged:
        merged["quiet"] = tuple(QuietHours(start, end) for start, end in merged["quiet"])
    if "before" in merged:
        before = merged.pop("before")
        merged["heads_up_before"] = (before,) if before else ()
    return PolicyOverride(**merged)


def _times(days: tuple[int, ...], at: tuple[time, ...] | dict[int, tuple[time, ...]]) -> tuple[Slot, ...]:
    """Each time on each day; or as a table by day says."""
    if isinstance(at, dict):
        return _sorted((day, one) for day, times in at.items() for one in times)
    return _sorted((day, one) for day in days for one in at)


def _sorted(pairs: Iterable[tuple[int, time]]) -> tuple[Slot, ...]:
    return tuple(_slot(day, at) for day, at in sorted(set(pairs)))


@cache
def _slot(day: int, at: time) -> Slot:
    """One value for each minute of the week, however many sessions share it."""
    return Slot(day, at)


@cache
def _at(minute: int) -> time:
    return time(*divmod(minute, 60))


def _whole(length: timedelta) -> timedelta:
    """Whole seconds, rounded up."""
    return -(-length // timedelta(seconds=1)) * timedelta(seconds=1)


def _weekly(slots: tuple[Slot, ...], weeks: Iterable[tuple[int, int | None] | WeekCycle]) -> Weekly:
    cycles = {one for one in weeks if isinstance(one, WeekCycle)}
    spans = {one for one in weeks if not isinstance(one, WeekCycle)}
    return Weekly(slots, tuple(sorted(spans, key=_by_week)), tuple(sorted(cycles)))


def _by_week(weeks: tuple[int, int | None]) -> tuple[int, int]:
    return weeks[0], weeks[1] or sys.maxsize
