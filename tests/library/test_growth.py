"""Knows how a shipped plan may grow from week to week, and how often it may ask; not what one is for."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from routine.core.exercise import Practice, Reps
from routine.core.occurrence import Occurrence
from routine.core.plan import PerformStep, Plan, Say, Sequence
from routine.library.catalogue import catalogue
from tests.library.test_shipped_plans import FILES, minutes_of, plan_of, weeks_of

GROWTH = 1.3
MUCH = 45
"""Minutes a week below which no growth is steep."""
CARDS_A_DAY = 6
NEW_AND_HARD = 2
HARD = 2
FLOOR = {"supine", "prone", "side-lying", "quadruped", "kneeling", "half-kneeling", "seated-floor"}
FEET = {"standing", "walking", "seated-chair"}
every_plan = pytest.mark.parametrize("name", sorted(FILES))


def played(name: str) -> tuple[Plan, list[list[Occurrence]]]:
    """A plan and all its weeks; of one without an end, the first eight."""
    plan = plan_of(name)
    return plan, weeks_of(plan, plan.period.weeks or 8)


def moves(one: Occurrence) -> bool:
    return one.practice is not None and one.practice.moves


def performed(plan: Plan, one: Occurrence) -> list[PerformStep]:
    """Every exercise of the sequence that it comes with, or of all that take turns."""
    session = next(each for each in plan.sessions if each.id == one.key.session)
    entries = [entry for name in session.rotation for entry in plan.sequences[name].entries]
    return [entry for entry in entries if isinstance(entry, PerformStep)]


def grows_steadily(weeks: list[int]) -> bool:
    return all(later <= max(MUCH, earlier * GROWTH) for earlier, later in pairwise(weeks))


@every_plan
def test_no_week_asks_for_a_third_more_than_the_last(name: str) -> None:
    _, weeks = played(name)
    assert grows_steadily([sum(minutes_of(one) for one in week) for week in weeks])
    assert grows_steadily([sum(minutes_of(one) for one in week if moves(one)) for week in weeks])


@every_plan
def test_no_session_is_a_third_longer_than_the_longest_of_the_week_before(name: str) -> None:
    _, weeks = played(name)
    longest = [max(minutes_of(one) for one in week) for week in weeks]
    assert all(later <= max(20, earlier * GROWTH) for earlier, later in pairwise(longest)), longest


@every_plan
def test_what_has_grown_does_not_shrink_by_a_quarter_the_week_after(name: str) -> None:
    _, weeks = played(name)
    asked = [sum(minutes_of(one) for one in week if moves(one)) for week in weeks]
    assert all(later >= 0.75 * earlier for earlier, later in pairwise(asked) if earlier > MUCH), asked


@every_plan
def test_there_are_six_cards_a_day_at_most(name: str) -> None:
    _, weeks = played(name)
    for week in weeks:
        assert max(Counter(one.due.date() for one in week).values()) <= CARDS_A_DAY


@every_plan
def test_two_days_a_week_are_free_of_anything_but_a_walk_or_a_quiet_practice(name: str) -> None:
    plan, weeks = played(name)
    if plan.period.weeks == 1:
        return  # a few gentle minutes every day
    for week in weeks:
        busy = {one.due.weekday() for one in week if moves(one) and one.practice is not Practice.WALKING}
        assert len(busy) <= 5, busy


@every_plan
def test_walks_that_train_leave_two_days_a_week_free(name: str) -> None:
    plan, weeks = played(name)
    if plan.period.weeks == 1:
        return  # likewise
    for week in weeks:
        assert len({one.due.weekday() for one in week if one.practice is Practice.WALKING}) <= 5


@every_plan
def test_muscles_have_a_day_between_two_sessions_that_work_them(name: str) -> None:
    _, weeks = played(name)
    worked = {Practice.STRENGTHENING, Practice.PILATES}
    days = sorted({one.due.date() for week in weeks for one in week if one.practice in worked})
    assert all(later - earlier > timedelta(days=1) for earlier, later in pairwise(days))


@every_plan
def test_a_week_brings_two_new_and_harder_exercises_at_most(name: str) -> None:
    plan, weeks = played(name)
    known: set[str] = set()
    for number, week in enumerate(weeks, start=1):
        there = {
            step.exercise
            for one in week
            for step in performed(plan, one)
            if step.exercise.practice and step.exercise.practice.moves
        }
        hard = {exercise.id for exercise in there if exercise.level >= HARD}
        assert len(hard - known) <= NEW_AND_HARD, (number, hard - known)
        known |= hard
        assert all(exercise.level <= 1 + (number + 1) // 2 for exercise in there), number


@every_plan
def test_what_is_held_grows_by_half_at_most_from_one_week_to_the_next(name: str) -> None:
    """Seconds of holding in the hardest session of the week, from two minutes up."""
    plan, weeks = played(name)
    held = [max((_held(plan, one) for one in week), default=0) for week in weeks]
    assert all(later <= max(180, 1.6 * earlier) for earlier, later in pairwise(held)), held


def _held(plan: Plan, one: Occurrence) -> float:
    worked = {Practice.STRENGTHENING, Practice.PILATES}
    session = next(each for each in plan.sessions if each.id == one.key.session)
    return max(_held_in(plan.sequences[name], worked) for name in session.rotation)


def _held_in(sequence: Sequence, worked: set[Practice]) -> float:
    steps = [entry for entry in sequence.entries if isinstance(entry, PerformStep)]
    doses = [step.dose for step in steps if step.exercise.practice in worked]
    return sum(
        sum(dose.sets) * max(1, len(dose.sides)) * dose.hold.total_seconds()
        for dose in doses
        if isinstance(dose, Reps)
    )


@every_plan
def test_something_easy_comes_before_anything_hard(name: str) -> None:
    plan, weeks = played(name)
    for week in weeks:
        for one in week:
            steps = performed(plan, one)
            # a brisk walk begins at a stroll by itself
            if (
                moves(one)
                and one.practice is not Practice.WALKING
                and max(step.exercise.level for step in steps) > 1
            ):
                assert [step.exercise.level for step in steps[:2]] == [1, 1], one.title


@pytest.mark.parametrize("name", [name for name in catalogue().sequences if name.startswith(("yoga-", "gentle-"))])
def test_a_set_asks_once_to_get_up_from_the_floor_or_down_to_it(name: str) -> None:
    entries = catalogue().sequences[name].entries
    places = [
        entry.exercise.position in FLOOR
        for entry in entries
        if isinstance(entry, PerformStep) and entry.exercise.position in FLOOR | FEET
    ]
    assert sum(earlier != later for earlier, later in pairwise(places)) <= 1


@pytest.mark.parametrize("name", [name for name in catalogue().sequences if name.startswith("yoga-")])
def test_yoga_gives_time_for_the_way_up(name: str) -> None:
    entries = catalogue().sequences[name].entries
    (way_up,) = [place for place, entry in enumerate(entries) if isinstance(entry, Say)]
    after = entries[way_up + 1]
    assert entries[way_up].length >= timedelta(seconds=25)  # type: ignore[union-attr] # it is a sentence
    assert isinstance(after, PerformStep)
    assert after.exercise.position in FEET


def test_walking_further_goes_from_a_few_minutes_to_the_goal_of_the_study() -> None:
    _, weeks = played("walking-further")
    first, last = weeks[0], weeks[-1]
    assert [minutes_of(one) for one in first if moves(one)] == [8] * 3
    assert [minutes_of(one) for one in last if moves(one)] == [30] * 5
    assert 12 <= len(weeks) <= 26


def test_a_flare_up_week_asks_for_a_hundred_minutes_at_most() -> None:
    plan, (week,) = played("flare-up-week")
    assert sum(minutes_of(one) for one in week) <= 100
    # leaning back is for those whom it eases, and for nobody by the clock
    assert "standing-extension" not in {step.exercise.id for one in week for step in performed(plan, one)}
    assert Practice.STRENGTHENING not in {one.practice for one in week}


def test_what_somebody_should_hear_first_in_a_flare_up_is_said_in_its_first_session() -> None:
    plan, (week,) = played("flare-up-week")
    said = " ".join(entry.text for entry in plan.sequences["flare-first"].entries if isinstance(entry, Say))
    assert week[0].key.session == "the-first-day"
    for words in ("safety check", "other movement plans rest", "makes it worse", "warm pack", "numb skin"):
        assert words in said
