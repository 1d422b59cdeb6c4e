"""Knows when the visits of a course come round, how they are named and counted; the rules only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from routine.core.commands import Feel, Finish, Skip, Start
from routine.core.events import Actor, Event, EventKind, FeltAnswer
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.plan import Plan, PolicyOverride, ReminderPolicy, Session
from routine.core.recurrence import Course, PlanPeriod, expand
from routine.core.reminder import Reminder, decide, evolve, replay
from routine.core.reminder_states import Phase
from routine.core.schedule import slots_of
from routine.core.visit_progress import no_entry_before, visit_progress
from routine.errors import Refused
from tests.core.making import BERLIN, NEW_YORK, agenda, plan, refusal, utc
from tests.telling import event_of

WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
LONG_AGO, FAR = utc("2020-01-01 00:00"), utc("2030-01-01 00:00")


def wall(text: str) -> datetime:
    """A local time, wherever that is."""
    return datetime.fromisoformat(text)


COURSE = Course(wall("2026-10-14 14:00"), WEEK, 4)


def course_of(rule: Course = COURSE, *, timezone: str = "") -> Plan:
    visits = Session(
        "needles",
        "Needles",
        None,
        rule,
        asks=OccurrenceKind.VISIT,
        lasts=HOUR,
        remind=PolicyOverride(heads_up_before=(DAY, HOUR)),
    )
    review = Session(
        "needles:review",
        "Needles: is it helping?",
        None,
        Course(rule.planned(2) + DAY, DAY, 1),
        asks=OccurrenceKind.REVIEW,
        remind=PolicyOverride(heads_up_before=()),
    )
    return plan(visits, review, timezone=timezone)


def visits(a_plan: Plan, *, seen: datetime = LONG_AGO) -> list[Occurrence]:
    found = agenda(a_plan, seen=seen).occurrences(LONG_AGO, FAR)
    return [one for one in found if one.asks is OccurrenceKind.VISIT]


def test_a_course_keeps_its_local_time_over_the_clock_change() -> None:
    dues = [instance.due.isoformat() for instance in expand(COURSE, PlanPeriod(), BERLIN, LONG_AGO, FAR)]
    assert dues == [
        "2026-10-14T12:00:00+00:00",
        "2026-10-21T12:00:00+00:00",
        "2026-10-28T13:00:00+00:00",
        "2026-11-04T13:00:00+00:00",
    ]


def test_a_visit_in_the_hour_that_is_skipped_takes_the_offset_before_it() -> None:
    once = Course(wall("2026-03-29 02:30"), DAY, 1)
    (instance,) = expand(once, PlanPeriod(), BERLIN, LONG_AGO, FAR)
    assert instance.due == utc("2026-03-29 01:30")


def test_only_what_lies_in_the_window_is_given_and_the_plans_weeks_say_nothing_of_it() -> None:
    period = PlanPeriod(date(2026, 12, 1), 1)
    found = expand(COURSE, period, BERLIN, utc("2026-10-14 12:00"), utc("2026-10-28 13:00"))
    assert [instance.turn for instance in found] == [1, 2]


def test_a_moved_visit_keeps_its_number_and_comes_in_its_new_order() -> None:
    moved = Course(COURSE.first, WEEK, 4, ((1, wall("2026-10-30 09:00")),))
    found = visits(course_of(moved))
    numbered = [("Needles", number, 4) for number in (2, 3, 1, 4)]
    assert [(one.title, one.turn + 1, one.visits) for one in found] == numbered
    assert found[2].key == "gentle/needles@2026-10-30T09:00"


def test_a_visit_is_in_the_plans_own_zone() -> None:
    home = agenda(course_of(timezone="America/New_York"), seen=LONG_AGO, zones={"America/New_York": NEW_YORK})
    assert home.occurrences(LONG_AGO, FAR)[0].due == utc("2026-10-14 18:00")


def test_a_visit_that_had_passed_when_the_plan_was_read_does_not_count_but_the_next_does() -> None:
    assert [one.turn for one in visits(course_of(), seen=utc("2026-10-22 00:00"))] == [2, 3]


def test_each_visit_is_a_slot_so_that_only_a_moved_one_is_new() -> None:
    before = slots_of(course_of())["needles"]
    after = slots_of(course_of(Course(COURSE.first, WEEK, 4, ((3, wall("2026-10-30 09:00")),))))["needles"]
    assert set(before) - set(after) == {"2026-10-28T14:00"}
    assert set(after) - set(before) == {"2026-10-30T09:00"}


def a_visit(number: int) -> Occurrence:
    return visits(course_of())[number - 1]


IT = OccurrenceKey("gentle/it@2026-10-14T14:00")


@pytest.mark.parametrize("asks", [OccurrenceKind.VISIT, OccurrenceKind.REVIEW, OccurrenceKind.SUPPLEMENT])
def test_what_has_no_steps_is_never_started(asks: OccurrenceKind) -> None:
    about = Occurrence(IT, utc("2026-10-14 12:00"), "It", None, timedelta(), asks=asks)
    state = Reminder(about, Phase.SHOWN)
    with refusal(Refused, "nothing to go through"):
        decide(state, Start(Actor.CLI, SessionPlace.TERMINAL), ReminderPolicy(), about.due)
    for command in (Finish(Actor.CLI), Skip(Actor.CLI)):
        assert decide(state, command, ReminderPolicy(), about.due)


def test_an_answer_to_a_review_ends_it_and_can_be_changed_later() -> None:
    about = Occurrence(IT, utc("2026-10-14 12:00"), "It", None, timedelta(), asks=OccurrenceKind.REVIEW)
    state = Reminder(about, Phase.SHOWN)
    for answer, kinds in (
        (FeltAnswer.NO, [EventKind.COMPLETED, EventKind.FELT]),
        (FeltAnswer.YES, [EventKind.FELT]),
    ):
        entries = decide(state, Feel(answer, Actor.CLI), ReminderPolicy(), about.due)
        assert [entry.kind for entry in entries] == kinds
        for entry in entries:
            state = evolve(state, entry)
        assert (state.phase, state.answer) == (Phase.COMPLETED, answer)


def test_a_session_can_still_not_be_rated_before_it_is_done() -> None:
    about = Occurrence(IT, utc("2026-10-14 12:00"), "It", None, timedelta(minutes=4))
    with pytest.raises(Refused):
        decide(Reminder(about, Phase.SHOWN), Feel(FeltAnswer.SAME, Actor.CLI), ReminderPolicy(), about.due)


def test_a_plans_own_heads_up_does_not_ring_before_a_visit() -> None:
    here = course_of()
    policy = here.policy(here.sessions[0], ReminderPolicy(heads_up_before=(timedelta(minutes=5),)))
    assert policy.heads_up_before == (DAY, HOUR)
    assert (
        here.policy(here.sessions[1], ReminderPolicy(heads_up_before=(timedelta(minutes=5),))).heads_up_before
        == ()
    )


def said(kind: EventKind, about: Occurrence, **says: FeltAnswer) -> Event:
    return event_of(kind, about.asked_at, Actor.CLI, about, **says)


def test_a_standing_counts_what_was_said_last_of_each_visit() -> None:
    first, second, third, _ = (a_visit(number) for number in (1, 2, 3, 4))
    entries = [
        said(EventKind.MISSED, first),
        said(EventKind.COMPLETED, first),
        said(EventKind.SKIPPED, second),
        said(EventKind.EXCUSED, third),
    ]
    (found,) = visit_progress(agenda(course_of(), seen=LONG_AGO), entries, utc("2026-10-29 00:00"))
    assert (found.attended, found.asked, found.number, found.due) == (1, 2, 4, utc("2026-11-04 13:00"))


def test_when_all_visits_are_over_there_is_no_next_one() -> None:
    (found,) = visit_progress(agenda(course_of(), seen=LONG_AGO), [], utc("2026-11-05 00:00"))
    assert (found.number, found.due, found.visits) == (0, None, 4)


def test_the_last_answer_is_the_one_that_stands() -> None:
    review = next(one for one in agenda(course_of(), seen=LONG_AGO).occurrences(LONG_AGO, FAR) if not one.length)
    entries = [
        said(EventKind.COMPLETED, review),
        said(EventKind.FELT, review, answer=FeltAnswer.NO),
        said(EventKind.FELT, review, answer=FeltAnswer.NOT_SURE),
    ]
    assert replay(review, entries).answer == FeltAnswer.NOT_SURE
    (found,) = visit_progress(agenda(course_of(), seen=LONG_AGO), entries, FAR)
    assert found.answer == FeltAnswer.NOT_SURE


def test_the_journal_is_read_from_before_the_earliest_visit_wherever_that_is() -> None:
    moved = Course(COURSE.first, WEEK, 4, ((4, wall("2026-09-01 09:00")),))
    since = no_entry_before(agenda(course_of(moved), seen=LONG_AGO))
    assert since is not None
    assert since <= utc("2026-08-30 18:00")
    assert no_entry_before(agenda(plan(), seen=LONG_AGO)) is None
