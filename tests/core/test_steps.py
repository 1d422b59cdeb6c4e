"""Knows how long a session takes and what it consists of; must not know who performs it."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.cue_timing import takes
from routine.core.exercise import BOTH_SIDES, ZERO, Dose, Exercise, Relaxation, Reps, Segment, Side, Timed
from routine.core.plan import PerformStep, Rest, Say, Sequence, StepEntry
from routine.core.steps import BETWEEN, BeatKind, Step, planned_length, ready_words, spoken, steps_of
from tests.core.making import daily, minutes, plan, session

LENGTHS = st.integers(1, 600).map(lambda n: timedelta(seconds=n))
MAYBE = st.just(ZERO) | LENGTHS
SIDES = st.sampled_from([(), (Side.LEFT,), BOTH_SIDES])
REPS = st.builds(
    Reps,
    st.lists(st.integers(1, 30), min_size=1, max_size=5).map(tuple),
    hold=MAYBE,
    move=LENGTHS,
    rest=MAYBE,
    sides=SIDES,
    setup=MAYBE,
)
TIMED = st.builds(Timed, LENGTHS, sides=SIDES, setup=MAYBE)
SEGMENTS = st.lists(st.builds(Segment, st.just("station"), LENGTHS), max_size=7).map(tuple)
GROUPS = st.integers(1, 5).map(lambda n: tuple((f"group {i}", "tense it") for i in range(n)))
RELAXATIONS = st.none() | st.builds(Relaxation, st.integers(1, 3), LENGTHS, LENGTHS, GROUPS)
EXERCISES = st.builds(
    Exercise,
    st.just("x"),
    st.just("X"),
    st.just(("Move.",)),
    REPS | TIMED,
    setup=st.sampled_from(["", "Lie down.", "Stand tall with your feet apart and breathe out slowly."]),
    segments=SEGMENTS,
    relaxation=RELAXATIONS,
)
DOINGS = EXERCISES.map(lambda exercise: PerformStep(exercise, exercise.dose))


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def an_exercise(dose: Dose, **more: object) -> Exercise:
    return Exercise("x", "X", ("Move.",), dose, **more)  # type: ignore[arg-type]  # the fields of Exercise, by name


def one_step(exercise: Exercise) -> Step:
    return steps_of(Sequence("s", "S", (PerformStep(exercise, exercise.dose),)))[0]


def parts(step: Step) -> list[tuple[str, float]]:
    return [(beat.part.value, beat.length.total_seconds()) for beat in step.beats]


def steps(*entries: StepEntry, rounds: int = 1) -> tuple[Step, ...]:
    return steps_of(Sequence("s", "S", entries), rounds)


@given(DOINGS, st.booleans())
def test_a_step_takes_its_dose_and_the_time_to_get_ready(doing: PerformStep, first: bool) -> None:
    before: tuple[StepEntry, ...] = () if first else (Rest(seconds(1)),)
    step = steps(*before, doing)[-1]
    ready, *work = step.beats
    assert ready.part is BeatKind.READY
    # the title, how to get there and on which side are heard before it begins, and what it leaves no time for
    said = " ".join((doing.exercise.title, *ready_words(doing.exercise, work)))
    heard = takes(said) + seconds(1.7 if doing.dose.sides else 0.5)
    assert ready.length == max(doing.dose.setup, heard, seconds(5)) + (ZERO if first else BETWEEN)
    assert sum((beat.length for beat in work), ZERO) == doing.dose.length - doing.dose.setup
    assert step.length == ready.length + doing.dose.length - doing.dose.setup
    assert all(beat.length > ZERO for beat in work)


def test_each_side_does_every_set_and_rests_come_between_sets_only() -> None:
    dose = Reps((6, 4), hold=seconds(8), move=seconds(2), rest=seconds(20), sides=BOTH_SIDES)
    work = one_step(an_exercise(dose)).beats[1:]
    assert [(beat.part, beat.side, beat.set_no, beat.sets, beat.reps, beat.length) for beat in work] == [
        (BeatKind.WORK, Side.LEFT, 1, 2, 6, seconds(60)),
        (BeatKind.WORK, Side.RIGHT, 1, 2, 6, seconds(60)),
        (BeatKind.REST, None, 1, 2, None, seconds(20)),
        (BeatKind.WORK, Side.LEFT, 2, 2, 4, seconds(40)),
        (BeatKind.WORK, Side.RIGHT, 2, 2, 4, seconds(40)),
    ]


def test_a_timed_exercise_takes_the_whole_time_on_each_side() -> None:
    work = one_step(an_exercise(Timed(seconds(30), sides=BOTH_SIDES))).beats[1:]
    assert [(beat.side, beat.length) for beat in work] == [(Side.LEFT, seconds(30)), (Side.RIGHT, seconds(30))]


def test_stations_are_stretched_or_shortened_together() -> None:
    segments = tuple(
        Segment(label, seconds(length)) for label, length in (("feet", 30), ("legs", 60), ("back", 90))
    )
    for minutes_, expected in ((3, [30, 60, 90]), (6, [60, 120, 180]), (1, [10, 20, 30])):
        work = one_step(an_exercise(Timed(minutes(minutes_)), segments=segments)).beats[1:]
        assert [beat.length for beat in work] == [seconds(length) for length in expected]
        assert [beat.label for beat in work] == ["feet", "legs", "back"]


def test_stations_fill_the_time_to_the_last_microsecond() -> None:
    segments = tuple(Segment("station", seconds(length)) for length in (10, 10, 10))
    work = one_step(an_exercise(Timed(seconds(100)), segments=segments)).beats[1:]
    assert sum((beat.length for beat in work), ZERO) == seconds(100)


def test_relaxation_goes_group_by_group_and_what_is_left_is_quiet() -> None:
    spec = Relaxation(2, seconds(5), seconds(10), (("hands", "make fists"), ("feet", "curl the toes")))
    step = one_step(an_exercise(Timed(seconds(89)), relaxation=spec))
    # the second round needs no name any more
    expected = [[("prepare", heard), ("tense", 5.0), ("release", 10.0)] for heard in (5.0, 4.0, 5.0, 5.0)]
    assert parts(step)[1:] == [*chain(*expected), ("work", 10.0)]
    told = [(beat.label, beat.how) for beat in step.beats[1::3]][:4]
    assert told == [("hands", "make fists")] * 2 + [("feet", "curl the toes")] * 2


def test_relaxation_that_does_not_fit_ends_with_a_whole_breath_of_tensing_and_letting_go() -> None:
    spec = Relaxation(1, seconds(5), seconds(10), (("hands", "make fists"), ("feet", "curl the toes")))
    step = one_step(an_exercise(Timed(seconds(25)), relaxation=spec))
    assert parts(step)[1:] == [("prepare", 5.0), ("tense", 5.0), ("release", 10.0), ("work", 5.0)]


def test_relaxation_that_fits_to_the_second_does_every_group() -> None:
    spec = Relaxation(1, seconds(5), seconds(10), (("hands", "make fists"), ("feet", "curl the toes")))
    step = one_step(an_exercise(Timed(seconds(40)), relaxation=spec))
    assert parts(step)[1:] == [("prepare", 5.0), ("tense", 5.0), ("release", 10.0)] * 2


def test_the_instruction_takes_its_time_from_the_rest_after_it() -> None:
    spec = Relaxation(1, seconds(6), seconds(30), (("hands", "make fists"),))
    step = one_step(an_exercise(Timed(seconds(36)), relaxation=spec))
    assert parts(step)[1:] == [("prepare", 5.0), ("tense", 6.0), ("release", 25.0)]


def test_only_the_first_step_needs_no_time_to_get_there() -> None:
    doing = PerformStep(an_exercise(Reps((1,))), Reps((1,)))
    assert [step.beats[0].length for step in steps(doing, doing, rounds=2)] == [seconds(5)] + [seconds(15)] * 3


@pytest.mark.parametrize(("text", "length"), [("", 5), ("Lie down.", 5), ("one " * 10, 6), ("one " * 50, 22)])
def test_a_sentence_takes_as_long_as_it_takes_to_say(text: str, length: float) -> None:
    assert spoken(text) == seconds(length)


def test_rests_and_sentences_have_their_own_length_and_only_rests_have_no_number() -> None:
    doing = PerformStep(an_exercise(Reps((1,))), Reps((1,)))
    found = steps(doing, Rest(seconds(20)), Say("Stand up slowly.", seconds(8)), doing, rounds=2)
    assert [(step.number, step.is_rest, step.round_no) for step in found] == [
        (1, False, 1),
        (1, True, 1),
        (2, False, 1),
        (3, False, 1),
        (4, False, 2),
        (4, True, 2),
        (5, False, 2),
        (6, False, 2),
    ]
    assert parts(found[1]) == [("rest", 20.0)]
    assert (parts(found[2]), found[2].text) == ([("say", 8.0)], "Stand up slowly.")


def test_the_planned_length_a_session_are_those_of_the_sequence_whose_turn_it_is() -> None:
    two = plan(
        session("x", daily("07:30"), rotation=("easy", "calm")), session("y", daily("07:30"), ("calm",), rounds=3)
    )
    assert [planned_length(two, two.sessions[0], turn) for turn in (0, 1, 2)] == [
        minutes(1),
        minutes(7),
        minutes(1),
    ]
    assert planned_length(two, two.sessions[1]) == minutes(20)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Reps(()),
        lambda: Reps((8, 0)),
        lambda: Reps((8,), hold=-seconds(1)),
        lambda: Reps((8,), move=ZERO),
        lambda: Reps((8,), rest=-seconds(1)),
        lambda: Timed(ZERO),
        lambda: Timed(seconds(5), setup=-seconds(1)),
    ],
)
def test_a_dose_takes_time(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"repetition|takes time"):
        wrong()  # type: ignore[operator]  # parametrize hides the type
