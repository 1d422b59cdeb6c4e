"""The shorter version of a session: fewer exercises, each as the plan has it, in the time that there is."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from routine.core.exercise import Exercise, Reps, Timed
from routine.core.plan import PerformStep, Rest, Say, Sequence, StepEntry
from routine.core.shorter_version import SHORT, shorter_steps
from routine.core.steps import Step, length_of, steps_of
from routine.library.catalogue import catalogue
from tests.core.making import CAT_COW, minutes

NAMES = "abcdef"
DOINGS = st.sampled_from(NAMES).flatmap(
    lambda name: st.integers(20, 400).map(lambda length: doing(name, timedelta(seconds=length)))
)
ENTRIES = st.lists(
    st.one_of(DOINGS, st.just(Rest(timedelta(seconds=20))), st.just(Say("Go on.", timedelta(seconds=8)))),
    min_size=1,
    max_size=12,
)


def doing(name: str, length: timedelta, **more: str) -> PerformStep:
    exercise = Exercise(name, name.upper(), ("Move.",), Timed(length), **more)  # type: ignore[arg-type] # by name
    return PerformStep(exercise, exercise.dose)


def titles(steps: tuple[Step, ...]) -> list[str]:
    return [step.title for step in steps if step.exercise]


def whole(steps: tuple[Step, ...]) -> timedelta:
    return sum((step.length for step in steps), timedelta(0))


@settings(max_examples=60, deadline=None)
@given(entries=ENTRIES, rounds=st.integers(1, 3), most=st.integers(1, 20).map(minutes))
def test_it_fits_and_keeps_the_order_and_the_dose_of_what_stays(
    entries: list[StepEntry], rounds: int, most: timedelta
) -> None:
    sequence = Sequence("s", "S", tuple(entries))
    short, long = shorter_steps(sequence, rounds, most), steps_of(sequence, rounds)
    if not short:
        return
    assert whole(short) <= most
    assert [step.number for step in short if not step.is_rest] == [*range(1, short[-1].number + 1)]
    assert not short[-1].is_rest
    if whole(long) > most and len(titles(short)) > 1:
        left = iter([(step.title, step.dose) for step in long])
        assert all((step.title, step.dose) in left for step in short if step.exercise), "in their order"


def test_the_first_and_the_last_stay_and_what_lies_between_as_far_as_there_is_time() -> None:
    entries = tuple(doing(name, minutes(3)) for name in "abcde")
    assert titles(shorter_steps(Sequence("s", "S", entries), 1, SHORT)) == ["A", "B", "E"]


def test_of_two_rounds_the_first_is_done_before_anything_is_done_twice() -> None:
    entries = tuple(doing(name, minutes(2)) for name in "abc")
    assert titles(shorter_steps(Sequence("s", "S", entries), 2, SHORT)) == ["A", "B", "C", "A"]


def test_one_exercise_that_is_done_for_a_time_is_done_for_less_of_it() -> None:
    short = shorter_steps(Sequence("s", "S", (doing("a", minutes(20)),)), 1, SHORT)
    assert titles(short) == ["A"]
    assert minutes(9) < whole(short) <= SHORT


def test_what_cannot_be_shorter_has_no_shorter_version() -> None:
    long = PerformStep(CAT_COW, Reps((400,), move=timedelta(seconds=5)))
    assert shorter_steps(Sequence("s", "S", (long,)), 1, SHORT) == ()


def test_a_caution_is_heard_before_the_exercise_also_where_what_came_before_it_is_left_out() -> None:
    entries = tuple(doing(name, minutes(4), caution_note="Slowly, please.") for name in "abca")
    short = shorter_steps(Sequence("s", "S", entries), 1, SHORT)
    heard: set[str] = set()
    for step in short:
        if step.exercise and step.exercise.id not in heard:
            assert step.beats[0].say == "Slowly, please."
            heard.add(step.exercise.id)


def test_every_long_sequence_of_the_library_that_has_several_exercises_has_one() -> None:
    long = [one for one in catalogue().sequences.values() if length_of(one) > minutes(13) and len(one.entries) > 1]
    assert long
    for one in long:
        short = shorter_steps(one, 1, SHORT)
        assert minutes(8) < whole(short) <= SHORT, one.id
        assert all(a.title != b.title or a.dose != b.dose or a.exercise is None for a, b in pairwise(short)), (
            one.id
        )
