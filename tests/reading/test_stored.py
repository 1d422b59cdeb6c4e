"""Knows that what is stored is exactly what was read, for any plan and any settings."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.diagnostic import Diagnostic
from routine.core.exercise import (
    BreathPattern,
    Evidence,
    Exercise,
    Practice,
    Relaxation,
    Reps,
    Segment,
    Side,
    Timed,
)
from routine.core.identifiers import HourCycle, SessionPlace
from routine.core.loaded_plans import NotifierChoice, Settings
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import PerformStep, Plan, PolicyOverride, QuietHours, Rest, Say, Sequence, Session
from routine.core.recurrence import Course, Once, PlanPeriod, Slot, Weekly
from routine.library.catalogue import catalogue
from routine.reading.stored import (
    SCHEMA,
    ReadAnswer,
    ReadFile,
    ReadSettings,
    StoredPlan,
    decode_answer,
    encode,
)
from tests.reading.toml import written
from tests.reading.typed import PLANS, TIMING, plan_of, plan_with

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(days=1))
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
sides = st.lists(st.sampled_from(Side), max_size=2).map(tuple)


def tuples(of: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, min_size=least, max_size=3).map(tuple)


doses = st.one_of(
    st.builds(
        Reps, tuples(st.integers(1, 1000), 1), hold=lengths, move=lengths, rest=lengths, sides=sides, setup=lengths
    ),
    st.builds(Timed, lengths, st.none() | lengths, st.none() | lengths, sides=sides, setup=lengths),
)
exercises = st.builds(
    Exercise,
    id=words,
    title=words,
    cues=tuples(words),
    dose=doses,
    setup=words,
    breath=words,
    practice=st.none() | st.sampled_from(Practice),
    sanskrit=words,
    position=words,
    target=tuples(words),
    level=st.integers(1, 3),
    easier=tuples(words),
    harder=tuples(words),
    cautions=st.frozensets(words, max_size=3),
    caution_note=words,
    equipment=tuples(words),
    context=tuples(words),
    flare_ok=st.booleans(),
    evidence=st.none() | st.builds(Evidence, words, words, words, words),
    segments=tuples(st.builds(Segment, words, lengths, words)),
    pattern=st.none() | st.builds(BreathPattern, lengths, lengths, lengths, lengths),
    relaxation=st.none()
    | st.builds(Relaxation, st.integers(1, 3), lengths, lengths, tuples(st.tuples(words, words))),
    picture=words,
)
entries = st.one_of(
    st.builds(PerformStep, exercises, doses), st.builds(Rest, lengths), st.builds(Say, words, lengths)
)
patches = st.builds(
    PolicyOverride,
    heads_up_before=st.none() | tuples(lengths),
    snooze=st.none() | tuples(lengths),
    again_after=st.none() | lengths,
    give_up_after=st.none() | lengths,
    hold_at_most=st.none() | lengths,
    quiet=st.none() | tuples(st.builds(QuietHours, minutes, minutes)),
    always=st.none() | st.booleans(),
)
zones = st.integers(-12, 12).map(lambda hours: timezone(timedelta(hours=hours)))
rules = st.one_of(
    st.builds(
        Weekly,
        tuples(st.builds(Slot, st.integers(0, 6), minutes)),
        tuples(st.tuples(st.integers(1, 9), st.none() | st.integers(1, 9))),
    ),
    st.builds(Once, st.datetimes(timezones=zones)),
    st.builds(
        Course,
        st.datetimes(),
        lengths,
        st.integers(1, 100),
        tuples(st.tuples(st.integers(1, 100), st.datetimes())),
    ),
)
sessions = st.builds(
    Session,
    words,
    words,
    st.none() | st.sampled_from(Practice),
    rules,
    tuples(words),
    st.integers(1, 20),
    patches,
    asks=st.sampled_from(OccurrenceKind),
    detail=words,
    lasts=lengths,
)
sequences = st.builds(Sequence, words, words, tuples(entries))
spans = st.builds(PlanPeriod, st.none() | st.dates(date(2000, 1, 1)), st.none() | st.integers(1, 520))
plans = st.builds(
    Plan,
    id=words,
    title=words,
    sessions=tuples(sessions),
    sequences=st.lists(sequences, max_size=3).map(lambda all_: {one.id: one for one in all_}),
    about=words,
    period=spans,
    timezone=words,
    remind=patches,
    notes=tuples(words),
)


def through(answer: ReadAnswer) -> ReadAnswer:
    found = decode_answer(encode(answer))
    assert found is not None
    return found


def plan_through(plan: Plan) -> Plan:
    (file,) = through(ReadAnswer(SCHEMA, files=(ReadFile("it.toml", "digest", StoredPlan.of(plan)),))).files
    assert file.plan is not None
    return file.plan.restore()


@given(plans)
def test_any_plan_comes_back_as_it_was(plan: Plan) -> None:
    assert plan_through(plan) == plan


@given(
    st.builds(
        Settings,
        st.sampled_from(SessionPlace),
        st.sampled_from(NotifierChoice),
        words,
        st.sampled_from(HourCycle),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        patches,
    )
)
def test_any_settings_come_back_as_they_were(settings: Settings) -> None:
    read = ReadSettings(settings)
    assert through(ReadAnswer(SCHEMA, settings=read)).settings == read


@given(st.builds(Diagnostic, words, st.integers(), st.integers(), words, words))
def test_any_problem_comes_back_as_it_was(problem: Diagnostic) -> None:
    read = ReadSettings(problems=(problem,))
    assert through(ReadAnswer(SCHEMA, settings=read)).settings == read


def test_the_whole_library_comes_back_as_it_was() -> None:
    steps = ", ".join(f'"{name}"' for name in catalogue().exercises)
    names = ", ".join(f'"{name}"' for name in catalogue().sequences)
    plan = plan_of(
        plan_with(f"{TIMING}steps = [{steps}]\n")
        + f'[[session]]\ntitle = "Named"\npractice = "yoga"\ndays = "mon"\nat = "08:30"\nsequence = [{names}]\n'
    )
    assert plan_through(plan) == plan


@pytest.mark.parametrize("path", sorted((PLANS / "good").glob("*.toml")), ids=lambda path: path.stem)
def test_the_good_plans_come_back_as_they_were(path: Any) -> None:
    plan = plan_of(path.read_bytes())
    assert plan_through(plan) == plan


def test_an_exercise_is_stored_once_however_many_steps_share_it() -> None:
    plan = plan_of(plan_with(f"{TIMING}steps = {['cat-cow'] * 200}\n"))
    stored = StoredPlan.of(plan)
    assert [exercise.id for exercise in stored.exercises] == ["cat-cow"]
    (sequence,) = stored.restore().sequences.values()
    assert len({id(entry.exercise) for entry in sequence.entries if isinstance(entry, PerformStep)}) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", encode(ReadAnswer("another"))], ids=repr)
def test_what_another_version_wrote_is_no_answer(content: bytes) -> None:
    assert decode_answer(content) is None


typed_lengths = st.sampled_from(["1m", "10m", "1h30m", "90m", "24h"])
clocks = minutes.map(lambda at: f"{at:%H:%M}")
typed_steps = st.one_of(
    st.sampled_from(["cat-cow", "bridge", "walk-easy"]),
    st.fixed_dictionaries(
        {"exercise": st.sampled_from(["cat-cow", "bridge"])},
        optional={"reps": st.integers(1, 20), "hold": st.sampled_from(["0s", "5s", "1m"])},
    ),
    st.fixed_dictionaries({"rest": st.sampled_from(["5s", "1m"])}),
    st.fixed_dictionaries({"say": st.sampled_from(["Breathe.", "Übung", "🧘"])}, optional={"for": st.just("20s")}),
)
timings = st.one_of(
    st.fixed_dictionaries(
        {
            "days": st.sampled_from(["daily", "weekend", ["mon", "fri"]]),
            "at": st.lists(clocks, min_size=1, max_size=4, unique=True),
        }
    ),
    st.fixed_dictionaries({"at": st.dictionaries(st.sampled_from(["mon", "sun"]), clocks, min_size=1)}),
    st.fixed_dictionaries(
        {"days": st.just("daily"), "every": st.sampled_from(["5m", "45m"]), "between": st.just("09:00-17:00")}
    ),
)
typed_sessions = st.builds(
    lambda timing, steps, rest: {"practice": "yoga", **timing, "steps": steps, **rest},
    timings,
    st.lists(typed_steps, min_size=1, max_size=5),
    st.fixed_dictionaries(
        {},
        optional={
            "rounds": st.integers(1, 20),
            "weeks": st.sampled_from(["3", "1-2", "5-"]),
            "snooze": st.lists(typed_lengths, min_size=1, max_size=3),
            "always": st.booleans(),
            "quiet": st.just(["22:00-07:00"]),
        },
    ),
)


@given(st.lists(typed_sessions, min_size=1, max_size=4))
def test_any_plan_somebody_may_type_is_taken_and_comes_back_as_it_was(typed: list[dict[str, Any]]) -> None:
    table = {"title": "A plan", "session": [{"title": f"Session {i}", **one} for i, one in enumerate(typed)]}
    plan = plan_of(written(table))
    assert len(plan.sessions) == len(typed)
    assert plan_through(plan) == plan
