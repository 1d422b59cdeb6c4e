"""Knows what somebody gets who takes one of our plans as it is; must not know how plan text is read."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import routine
from routine.core.events import Actor, PlanLoaded
from routine.core.exercise import Practice
from routine.core.occurrence import Occurrence
from routine.core.plan import PerformStep, Plan, Say
from routine.core.schedule import Schedule, first_seen_in, slots_of
from routine.library.catalogue import catalogue, readings
from routine.presentation.plan_check import template
from routine.reading.parser import read_plan

FILES = {file.stem: file for file in (Path(routine.__file__).parents[1] / "plans").glob("*.toml")}
README = (Path(routine.__file__).parents[1] / "README.md").read_text("utf-8")
EXAMPLE = README.partition("```toml\n")[2].partition("```")[0]
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def plan_of(name: str, text: str | None = None) -> Plan:
    found = read_plan(f"{name}.toml", name, (text or FILES[name].read_text("utf-8")).encode(), catalogue())
    assert isinstance(found, Plan), found
    return found


def weeks_of(plan: Plan, count: int) -> list[list[Occurrence]]:
    """The plan's first weeks, loaded on the Monday they begin with."""
    loaded = PlanLoaded(MONDAY, Actor.SERVICE, plan=plan.id, slots=slots_of(plan))
    agenda = Schedule((plan,), UTC, seen=first_seen_in([loaded]))
    return [agenda.occurrences(MONDAY + WEEK * no, MONDAY + WEEK * (no + 1)) for no in range(count)]


def minutes_of(one: Occurrence) -> int:
    return one.length // timedelta(minutes=1)


def is_read(plan: Plan, one: Occurrence) -> bool:
    """Whether it is one of the short readings."""
    session = next(each for each in plan.sessions if each.id == one.key.session)
    return set(session.rotation) <= set(readings())


def test_the_nine_programmes_ship_and_a_shorter_evening_plan() -> None:
    programmes = {
        "gentle-start",
        "desk-days",
        "yoga-for-the-back",
        "pilates-core",
        "mindful-weeks",
        "flare-up-week",
        "walking-further",
        "lift-and-carry",
        "steady-on-your-feet",
    }
    assert set(FILES) == {*programmes, "evening-calm"}


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_plan_is_read_without_a_word(name: str) -> None:
    plan = plan_of(name)
    assert plan.notes == ()
    assert plan.needs_start, "it begins in the week somebody takes it"


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_plan_helps_the_person_who_edits_it(name: str) -> None:
    lines = FILES[name].read_text("utf-8").splitlines()
    assert lines[0] == "#:schema ../plan.schema.json"
    assert any(line.startswith("# avoid = [") for line in lines)
    assert any(line.startswith("# starts = ") for line in lines)
    assert 2 <= plan_of(name).about.count(". ") + 1 <= 3


@pytest.mark.parametrize("name", FILES)
def test_what_is_commented_out_in_a_shipped_plan_works_when_it_is_put_in(name: str) -> None:
    text = FILES[name].read_text("utf-8").replace("# starts = ", "starts = ").replace("# avoid = ", "avoid = ")
    plan = plan_of(name, text)
    assert plan.notes, "something is swapped, and said so"
    assert plan.period.starts is not None


# occurrences in each week
COUNTS = {
    "gentle-start": [14, 14, 14, 14, 14, 14, 0],
    "desk-days": [21, 21, 22, 23, 28, 28, 28],
    "evening-calm": [7, 7, 7, 7, 0],
    "yoga-for-the-back": [*[6] * 10, 5, 5, 0],
    "pilates-core": [*[6] * 8, 0],
    # a practice on six evenings, three minutes each noon, a review; and the second practice
    "mindful-weeks": [15, 17, 18, 18, 18, 19, 20, 22, 0],
    # two days of four, two of two, and a set or a walk or both
    "flare-up-week": [18, 0],
    "walking-further": [*[4] * 5, *[5] * 5, *[5] * 16, 0],
    "lift-and-carry": [*[5] * 10, 0],
    "steady-on-your-feet": [*[6] * 8, 0],
}

# minutes of each session, as the programmes were drawn up
LENGTHS = {
    "gentle-start": {
        "Gentle movement A": 18,
        "Gentle movement B": 18,
        "Gentle movement B, one new": 19,
        "Gentle movement C, half of it": 18,
        "Gentle movement C": 19,
        "Evening breathing": 5,
    },
    "desk-days": {"After-work set, the first half": 9, "After-work set": 17},
    "yoga-for-the-back": {
        "Saturday yoga, half an hour": 30,
        "Saturday yoga, a little longer": 34,
        "Saturday yoga, second level": 39,
        "Saturday yoga, third level": 43,
        "Saturday yoga with a body scan": 42,
        "Yoga at home, first set": 17,
        "Yoga at home, second set": 18,
        "Yoga at home, third set": 18,
    },
    "pilates-core": {
        "Pilates, first level": 26,
        "Pilates, first level and two new": 29,
        "Pilates, towards the second level": 29,
        "Pilates, second level nearly whole": 29,
        "Pilates, second level": 30,
        "Pilates, towards the third level": 31,
        "Pilates, third level": 31,
        "Sunday set": 10,
        "Sunday, second level": 22,
    },
    "mindful-weeks": {
        "Body scan": 20,
        "Mindful breath, 10 minutes": 10,
        "Mindful breath, 15 minutes": 15,
        "Mindful breath, 20 minutes": 20,
        "Breathing space": 3,
        "Muscle relaxation, 14 groups": 19,
        "Muscle relaxation, 7 groups": 11,
        "Muscle relaxation, 4 groups": 7,
        "Looking back at the week": 5,
        "A plan to keep going": 5,
    },
    "flare-up-week": {"The first day": 8, "First days, lying easy": 7, "Middle days": 5, "Last days": 7},
}


@pytest.mark.parametrize(("name", "counts"), COUNTS.items())
def test_each_week_holds_what_the_programme_planned(name: str, counts: list[int]) -> None:
    assert [len(week) for week in weeks_of(plan_of(name), len(counts))] == counts


@pytest.mark.parametrize(("name", "lengths"), LENGTHS.items())
def test_each_session_takes_as_long_as_its_programme_says(name: str, lengths: dict[str, int]) -> None:
    found: dict[str, set[int]] = {}
    for week in weeks_of(plan_of(name), 12):
        for one in week:
            found.setdefault(one.title, set()).add(minutes_of(one))
    for title, minutes in lengths.items():
        assert found[title], title
        assert all(abs(took - minutes) <= 1 for took in found[title]), (title, found[title])


@pytest.mark.parametrize("text", [EXAMPLE, template('"Mine"')], ids=["README", "template"])
def test_an_example_for_the_early_morning_bends_nobody_forward(text: str) -> None:
    plan = plan_of("mine", text)
    (sequence,) = plan.sequences.values()
    exercises = [entry.exercise for entry in sequence.entries if isinstance(entry, PerformStep)]
    assert exercises
    assert not any("avoid-flexion" in exercise.cautions for exercise in exercises)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("tag", sorted(catalogue().tags))
def test_nothing_takes_the_place_of_another_in_a_session_that_has_it_already(name: str, tag: str) -> None:
    text = re.sub(r"^# avoid = .*$", f'avoid = ["{tag}"]', FILES[name].read_text("utf-8"), flags=re.MULTILINE)
    plan, whole = plan_of(name, text), plan_of(name)
    for one in whole.sequences:
        before, after = (
            Counter(entry.exercise.id for entry in of.sequences[one].entries if isinstance(entry, PerformStep))
            for of in (whole, plan)
        )
        # the same exercise twice is swapped twice; but nothing comes more often than the most of before
        assert max(after.values(), default=0) <= max(before.values(), default=1), one
        assert not [id_ for id_ in before if after[id_] > before[id_]], one


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("tag", sorted(catalogue().tags))
def test_whatever_somebody_leaves_out_every_session_still_has_something_to_do(name: str, tag: str) -> None:
    text = re.sub(r"^# avoid = .*$", f'avoid = ["{tag}"]', FILES[name].read_text("utf-8"), flags=re.MULTILINE)
    plan = plan_of(name, text)
    whole = plan_of(name)
    for session in plan.sessions:
        for one in session.rotation:
            left = [entry.exercise for entry in plan.sequences[one].entries if isinstance(entry, PerformStep)]
            asked = [entry.exercise for entry in whole.sequences[one].entries if isinstance(entry, PerformStep)]
            assert bool(left) == bool(asked), f"{session.title}: {one}"
            assert not any(tag in exercise.cautions for exercise in left)


@pytest.mark.parametrize("name", FILES)
def test_one_session_is_over_before_the_next_begins(name: str) -> None:
    for week in weeks_of(plan_of(name), 12):
        for one, following in pairwise(week):
            assert one.due + one.length <= following.due


def test_gentle_start_asks_for_an_hour_or_so_of_movement_and_a_growing_walk() -> None:
    walked, moved = [], []
    for week in weeks_of(plan_of("gentle-start"), 6):
        minutes: Counter[Practice | None] = Counter()
        for occurrence in week:
            minutes[occurrence.practice] += minutes_of(occurrence)
        walked.append(minutes[Practice.WALKING])
        moved.append(minutes[Practice.STRENGTHENING])
        assert minutes[Practice.BREATHING] == 7 * 5
    assert walked == [30, 36, 45, 54, 60, 60]
    assert moved == [54, 54, 54, 57, 54, 57]


def test_desk_days_stay_inside_the_working_day_and_leave_the_weekend_alone() -> None:
    for week in weeks_of(plan_of("desk-days"), 4):
        assert all(9 <= occurrence.due.hour < 18 and occurrence.due.weekday() < 5 for occurrence in week)
        at_the_desk = [occurrence for occurrence in week if occurrence.practice is Practice.MOBILITY]
        assert {minutes_of(occurrence) for occurrence in at_the_desk} <= {2, 3}


def test_desk_days_let_each_sequence_have_its_turn() -> None:
    plan = plan_of("desk-days")
    used = {name for session in plan.sessions for name in session.rotation}
    assert used - set(readings()) == {
        *(f"desk-{number}" for number in range(1, 9)),
        "evening-set-short",
        "evening-set",
    }


def test_an_evening_of_calm_takes_ten_to_twenty_minutes_and_sunday_is_free() -> None:
    plan = plan_of("evening-calm")
    for there in weeks_of(plan, 4):
        assert 6 not in {occurrence.due.weekday() for occurrence in there}
        week = [occurrence for occurrence in there if not is_read(plan, occurrence)]
        assert len(week) == 6
        assert all(10 <= minutes_of(occurrence) <= 20 for occurrence in week)
        assert all((occurrence.due.hour, occurrence.due.minute) == (21, 0) for occurrence in week)


def test_yoga_is_one_long_session_and_four_short_ones_a_week() -> None:
    for number, week in enumerate(weeks_of(plan_of("yoga-for-the-back"), 12), start=1):
        long = [one for one in week if one.due.weekday() == 5]
        assert [one.due.hour for one in long] == [10]
        assert 28 <= minutes_of(long[0]) <= 45, number
        assert sum(17 <= minutes_of(one) <= 19 for one in week) == 4


def test_pilates_comes_twice_a_week_with_a_set_on_sunday_and_two_walks() -> None:
    for week in weeks_of(plan_of("pilates-core"), 8):
        pilates = [one.due.weekday() for one in week if one.practice is Practice.PILATES]
        assert pilates == [1, 4, 6]
        assert sum(one.practice is Practice.WALKING for one in week) == 2


def test_mindful_weeks_ask_for_no_more_than_three_quarters_of_an_hour_on_any_day() -> None:
    for week in weeks_of(plan_of("mindful-weeks"), 8):
        days: Counter[int] = Counter()
        for one in week:
            days[one.due.weekday()] += minutes_of(one)
        assert max(days.values()) <= 45
        assert days[6] <= 11, "Sunday is for looking back"


def test_lifting_goes_from_the_hinge_to_a_chair_to_the_floor() -> None:
    plan = plan_of("lift-and-carry")
    first: dict[str, int] = {}
    for number, week in enumerate(weeks_of(plan, 10), start=1):
        for one in week:
            session = next(each for each in plan.sessions if each.id == one.key.session)
            for entry in (entry for name in session.rotation for entry in plan.sequences[name].entries):
                if isinstance(entry, PerformStep):
                    first.setdefault(entry.exercise.id, number)
    order = ["hip-hinge", "lift-from-chair", "lift-from-floor"]
    assert [first[name] for name in order] == sorted({first[name] for name in order})
    assert first["suitcase-hold"] < first["suitcase-carry"]


def test_whoever_does_not_get_down_to_the_floor_loses_nothing_of_the_plan_on_chair_and_counter() -> None:
    text = (
        FILES["steady-on-your-feet"]
        .read_text("utf-8")
        .replace('# avoid = ["high-balance"]', 'avoid = ["floor-transfer"]')
    )
    assert plan_of("steady-on-your-feet", text).notes == ()


def test_a_flare_up_week_holds_only_the_mildest_exercises() -> None:
    plan = plan_of("flare-up-week")
    for sequence in plan.sequences.values():
        assert all(entry.exercise.flare_ok for entry in sequence.entries if isinstance(entry, PerformStep)), (
            sequence.id
        )


@pytest.mark.parametrize("tag", sorted(catalogue().tags))
def test_whatever_is_left_out_of_a_flare_up_week_only_the_mildest_takes_its_place(tag: str) -> None:
    text = FILES["flare-up-week"].read_text("utf-8").replace('# avoid = ["avoid-flexion"]', f'avoid = ["{tag}"]')
    for sequence in plan_of("flare-up-week", text).sequences.values():
        assert all(entry.exercise.flare_ok for entry in sequence.entries if isinstance(entry, PerformStep)), (
            sequence.id
        )


def test_a_flare_up_week_sends_people_to_the_safety_check_first() -> None:
    comments = [line for line in FILES["flare-up-week"].read_text("utf-8").splitlines() if line.startswith("# ")]
    first = next(line for line in comments if "routine" in line)
    assert "`routine help-signs`" in first
    assert any("plans rest" in line for line in comments)


def test_in_a_flare_up_nobody_is_told_to_tense_the_back() -> None:
    evening = plan_of("flare-up-week").sequences["evening-muscles"]
    first, muscles = evening.entries
    assert isinstance(first, Say)
    assert "only imagine" in first.text
    assert isinstance(muscles, PerformStep)
    assert muscles.exercise.id == "pmr-7"


def test_a_flare_up_week_says_when_to_see_a_professional_before_it_is_taken() -> None:
    about = plan_of("flare-up-week").about
    assert "See a professional if" in about
    assert "two weeks" in about


@pytest.mark.parametrize("name", ["flare-1", "flare-2", "flare-3"])
def test_a_set_of_a_flare_up_begins_with_leaving_out_what_makes_it_worse(name: str) -> None:
    first = catalogue().sequences[name].entries[0]
    assert isinstance(first, Say)
    assert "worse" in first.text


@pytest.mark.parametrize(
    "name",
    [
        "gentle-start",
        "pilates-core",
        "yoga-for-the-back",
        "mindful-weeks",
        "desk-days",
        "lift-and-carry",
        "steady-on-your-feet",
    ],
)
def test_a_plan_after_studies_names_them(name: str) -> None:
    about = plan_of(name).about
    assert re.search(r"\(\D* (19|20)\d\d", about)


def test_what_is_done_walking_is_held_back_as_movement() -> None:
    practices = {session.title: session.practice for session in plan_of("mindful-weeks").sessions}
    assert practices["Mindful walking"] is Practice.WALKING
    assert practices["Breathing space"] is Practice.MEDITATION


def test_the_walks_of_a_flare_up_grow_from_five_to_ten_minutes() -> None:
    (week, _) = weeks_of(plan_of("flare-up-week"), 2)
    walked = [(one.due.weekday(), minutes_of(one)) for one in week if "walk" in one.title.lower()]
    assert walked == [(2, 5), (3, 5), (4, 6), (5, 8), (6, 10)]
