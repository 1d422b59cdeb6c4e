"""What became of sessions, and how they are counted: every sum, of any journal."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from routine.core.events import (
    Abandoned,
    Actor,
    Completed,
    Event,
    Excused,
    Felt,
    FeltAnswer,
    Missed,
    MissReason,
    Showing,
    Skipped,
    Snoozed,
    Started,
    StepDone,
    StepDose,
    StepSkipped,
)
from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey
from routine.core.lived import Fate, Lived, is_extra, lived, ratings
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.progress import KnownPlans, Progress, progress_of
from routine.core.tally import Count, comes_in_rounds
from tests.core.making import minutes, occurrence, utc

DUE = utc("2026-11-23 07:30")
TODAY = date(2026, 11, 28)
MORNING = occurrence(DUE)
DOSE = tuple(StepDose("cat-cow", (8,)) for _ in range(4))
ME, SERVICE = Actor.CLI, Actor.SERVICE


def one_of(*events: Event) -> Lived:
    (found,) = lived(events)
    return found


def guided(steps: int, *, skipped: int = 0, at: datetime = DUE) -> list[Event]:
    """Begun, and so many of its four steps done, three minutes each."""
    rows: list[Event] = [Started(at, ME, MORNING, dose=DOSE)]
    rows += [StepDone(at + minutes(3 * step), ME, MORNING, step=step) for step in range(1, steps + 1)]
    end = at + minutes(3 * steps)
    rows += [StepSkipped(end, ME, MORNING, step=steps + number) for number in range(1, skipped + 1)]
    return rows


def test_from_its_beginning_to_its_end_it_is_guided_and_its_minutes_are_those_it_took() -> None:
    found = one_of(*guided(4), Completed(DUE + minutes(12), ME, MORNING))
    assert (found.fate, found.guided, found.minutes) == (Fate.DONE, True, minutes(12))


def test_what_is_only_said_to_be_done_is_ticked_with_the_minutes_that_were_planned() -> None:
    found = one_of(Completed(DUE + minutes(40), ME, MORNING))
    assert (found.fate, found.guided, found.minutes) == (Fate.DONE, False, MORNING.length)


def test_begun_and_said_to_be_done_hours_later_is_ticked() -> None:
    found = one_of(Started(DUE, ME, MORNING, dose=DOSE), Completed(DUE + minutes(200), ME, MORNING))
    assert (found.fate, found.guided) == (Fate.DONE, False)


@pytest.mark.parametrize(
    ("steps", "fate", "played"),
    [(0, Fate.SKIPPED, 0), (1, Fate.PART, 3), (2, Fate.PART, 6), (3, Fate.DONE, 9)],
)
def test_stopped_early_it_counts_by_how_much_was_played(steps: int, fate: Fate, played: int) -> None:
    stop = Abandoned(DUE + minutes(3 * steps), ME, MORNING, steps_done=steps, of=4)
    found = one_of(*guided(steps), stop)
    assert (found.fate, found.minutes) == (fate, minutes(played))


def test_stopped_within_its_first_step_it_was_done_in_part() -> None:
    found = one_of(*guided(0), Abandoned(DUE + minutes(2), ME, MORNING, steps_done=0, of=4))
    assert (found.fate, found.minutes) == (Fate.PART, minutes(2))


def test_broken_off_at_once_by_the_computer_it_is_nothing_that_was_done() -> None:
    found = one_of(*guided(0), Abandoned(DUE + minutes(61), SERVICE, MORNING, steps_done=0, of=4))
    assert (found.fate, found.minutes) == (Fate.MISSED, minutes(0))


@pytest.mark.parametrize(("done", "skipped", "fate"), [(3, 1, Fate.DONE), (1, 3, Fate.PART), (0, 4, Fate.SKIPPED)])
def test_gone_through_with_steps_left_out_it_counts_by_those_that_were_done(
    done: int, skipped: int, fate: Fate
) -> None:
    rows = guided(done, skipped=skipped)
    assert one_of(*rows, Completed(rows[-1].at, ME, MORNING)).fate is fate


def test_a_correction_changes_what_is_counted() -> None:
    done = [*guided(4), Completed(DUE + minutes(12), ME, MORNING)]
    assert one_of(*done, Skipped(DUE + minutes(60), ME, MORNING)).fate is Fate.SKIPPED
    missed = Missed(DUE + minutes(120), SERVICE, MORNING, reason=MissReason.UNANSWERED)
    found = one_of(missed, Completed(DUE + minutes(300), ME, MORNING))
    assert (found.fate, found.guided, found.reason) == (Fate.DONE, False, "")


def test_an_hour_left_in_the_middle_is_not_played() -> None:
    rows = guided(1)
    rows += [StepDone(DUE + minutes(100), ME, MORNING, step=step) for step in (2, 3, 4)]
    assert one_of(*rows, Completed(DUE + minutes(100), ME, MORNING)).minutes <= minutes(3) + MORNING.length


def test_what_waits_is_open_and_what_is_no_session_counts_nowhere() -> None:
    visit = replace(MORNING, asks=OccurrenceKind.VISIT)
    hello = replace(MORNING, key=OccurrenceKey("@welcome/hello@2026-11-23T07:30"))
    assert lived([Completed(DUE, ME, visit), Completed(DUE, ME, hello)], [visit, hello]) == []
    (found,) = lived([], [MORNING])
    assert found.fate is Fate.OPEN


def test_what_was_begun_at_will_is_beside_the_plan_unless_a_plan_asked_for_it() -> None:
    found = one_of(*guided(4), Completed(DUE + minutes(12), ME, MORNING))
    assert is_extra(found)
    assert not is_extra(found, {MORNING.key})
    counted = counts_of([found], planned=frozenset())
    assert (counted.tally.total.planned, counted.tally.weeks[-1].extra, counted.tally.total.minutes) == (0, 1, 12)


def test_the_last_word_of_a_rating_holds_and_each_part_by_itself() -> None:
    said = [
        Felt(DUE, ME, MORNING, score=6, note="stiff"),
        Felt(DUE + minutes(5), ME, MORNING, score=4),
        Felt(DUE + minutes(500), ME, score=3, note="after lunch"),
        Felt(DUE + minutes(600), ME, MORNING, answer=FeltAnswer.SAME),
    ]
    assert [(one.score, one.note, one.title) for one in ratings(said)] == [
        (4, "stiff", "Morning mobility"),
        (3, "after lunch", ""),
    ]


def test_rounds_are_many_a_day_and_close_together() -> None:
    assert comes_in_rounds([DUE + minutes(90 * number) for number in range(3)])
    assert not comes_in_rounds([DUE, DUE + minutes(300), DUE + minutes(600)])
    assert not comes_in_rounds([DUE, DUE + minutes(60)])


def test_rounds_are_counted_by_days_and_never_in_the_sum() -> None:
    rounds = [replace_time(hour) for hour in range(9, 13)]
    events = [Completed(one.due, ME, one) for one in rounds[:2]] + [
        Skipped(one.due, ME, one) for one in rounds[2:]
    ]
    counted = counts_of(lived(events))
    assert counted.tally.total.occurrences == 0
    assert [(one.days, one.of) for one in counted.tally.intervals] == [(1, 1)]


def replace_time(hour: int) -> Occurrence:
    return occurrence(DUE.replace(hour=hour, minute=0), "stand")


def counts_of(some: list[Lived], planned: frozenset[OccurrenceKey] | None = None, weeks: int = 4) -> Progress:
    keys = frozenset(one.occurrence.key for one in some) if planned is None else planned
    return progress_of(some, [], KnownPlans(planned=keys), TODAY, weeks)


# any journal

SESSIONS = st.sampled_from(["morning", "core", "walk"])
DAYS = st.integers(0, 40)


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Any rows, in any order, of sessions in six weeks."""
    rows: list[Event] = []
    for _ in range(draw(st.integers(0, 40))):
        due = DUE - timedelta(days=draw(DAYS)) + timedelta(hours=draw(st.integers(0, 12)))
        one = occurrence(due, draw(SESSIONS))
        at = due + minutes(draw(st.integers(0, 300)))
        who = draw(st.sampled_from([ME, SERVICE]))
        step = draw(st.integers(1, 4))
        rows.append(
            draw(
                st.sampled_from(
                    [
                        Showing(at, SERVICE, one),
                        Started(at, who, one, dose=DOSE),
                        StepDone(at, who, one, step=step),
                        StepSkipped(at, who, one, step=step),
                        Completed(at, who, one),
                        Abandoned(at, who, one, steps_done=step - 1, of=4),
                        Skipped(at, who, one),
                        Missed(at, SERVICE, one, reason=draw(st.sampled_from(list(MissReason)))),
                        Excused(at, who, one),
                        Snoozed(at, who, one, until=at + minutes(10)),
                        Felt(at, who, one, score=draw(st.integers(0, 10))),
                    ]
                )
            )
        )
    return rows


@given(events(), st.integers(1, 8))
def test_every_session_is_counted_once_whatever_was_written(rows: list[Event], weeks: int) -> None:
    some = lived(rows)
    counted = counts_of(some, weeks=weeks)
    tally, first, last = counted.tally, counted.first, counted.last
    rounds = {one.session for one in tally.intervals}
    inside = [one for one in some if first <= one.day <= last and one.occurrence.key.session_ref not in rounds]
    assert len({row.key for row in rows}) == len(some)
    assert tally.total.occurrences == len(inside)
    assert len(tally.weeks) == weeks
    for count in [*(week.count for week in tally.weeks), *(one.count for one in tally.sessions)]:
        assert_adds_up(count)
    by_session = sum(one.count.occurrences for one in tally.sessions)
    assert by_session == tally.total.occurrences
    assert sum((length for _, length in tally.practices), timedelta()) == tally.total.played
    assert all(0 <= one.days <= one.of for one in tally.intervals)


def assert_adds_up(count: Count) -> None:
    assert count.done == count.guided + count.ticked
    assert count.done + count.part + count.skipped + count.missed + count.open == count.planned
    assert count.planned + count.excused == count.occurrences
    assert 0 <= count.unasked <= count.missed


@given(events(), st.sampled_from([-11, -5, 8, 13]))
def test_travel_moves_no_session_into_another_week(rows: list[Event], hours: int) -> None:
    def elsewhere(row: Event) -> Event:
        assert row.about
        there = replace(row.about, due=row.about.due + timedelta(hours=hours))
        return replace(row, about=there, at=row.at + timedelta(hours=hours))

    assert counts_of(lived(map(elsewhere, rows))).tally.total == counts_of(lived(rows)).tally.total


@given(events())
def test_a_week_that_is_excused_changes_no_other_week(rows: list[Event]) -> None:
    some = lived(rows)
    monday = date(2026, 11, 9)
    off = [
        replace(one, fate=Fate.EXCUSED) if monday <= one.day < monday + timedelta(days=7) else one for one in some
    ]
    before, after = counts_of(some).tally, counts_of(off).tally
    if {one.session for one in before.intervals} == {one.session for one in after.intervals}:
        for was, now in zip(before.weeks, after.weeks, strict=True):
            if was.monday != monday:
                assert was == now
            else:
                assert now.count.planned == 0


def test_a_week_of_which_nothing_is_known_says_so() -> None:
    counted = counts_of(lived([Completed(DUE, ME, MORNING)]))
    assert [week.recorded for week in counted.tally.weeks] == [False, False, False, True]


def test_practice_is_summed_in_minutes() -> None:
    counted = counts_of(lived([Completed(DUE, ME, MORNING)]))
    assert counted.tally.practices == ((Practice.MOBILITY, minutes(12)),)


@pytest.mark.parametrize(("played", "fate"), [(0, Fate.SKIPPED), (5, Fate.PART), (6, Fate.PART), (7, Fate.DONE)])
def test_where_somebody_counted_the_time_that_decides(played: int, fate: Fate) -> None:
    begun = Started(DUE, ME, MORNING, dose=DOSE)
    for end in (
        Completed(DUE + minutes(40), ME, MORNING, played=minutes(played)),
        Abandoned(DUE + minutes(40), ME, MORNING, steps_done=1, of=4, played=minutes(played)),
    ):
        found = one_of(begun, end)
        assert found.fate is fate
        assert found.minutes == minutes(played if fate is not Fate.SKIPPED else 0)


def test_begun_under_guidance_and_said_to_be_done_it_is_ticked() -> None:
    begun = [Started(DUE, ME, MORNING, dose=DOSE), StepDone(DUE, ME, MORNING, step=1, played=minutes(2))]
    found = one_of(*begun, Completed(DUE + minutes(60), ME, MORNING))
    assert (found.fate, found.guided, found.minutes) == (Fate.DONE, False, MORNING.length)
