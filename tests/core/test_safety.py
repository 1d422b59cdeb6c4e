"""Knows what an answer to the safety check holds back, and what ends that; must not know how it is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from routine.core.commands import Abandon, Excuse
from routine.core.events import Actor, CheckedIn, Event, EventKind, ExcuseReason, Felt, Outcome
from routine.core.exercise import Practice
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder, decide, evolve
from routine.core.reminder_states import FINAL, Phase
from routine.core.safety import (
    answered,
    blocks,
    blocks_practice,
    check_is_due,
    cleared,
    decide_blocked,
    moves,
    safety_status,
)
from routine.errors import NothingToActOn, UsageError
from tests.core.making import BERLIN, occurrence, refusal, utc
from tests.telling import told

NOW = utc("2026-11-23 08:00")
DAY = timedelta(days=1)
MOVING = [practice for practice in Practice if practice.moves]
CALM = [practice for practice in Practice if not practice.moves]

NONE = answered([], [], NOW)
URGENT = answered(["A2", "A6"], [], NOW)
UNSURE = answered(["A?"], [], NOW)
DOCTOR = answered([], ["B5"], NOW)


def word_of(day: str, *before: Event, now: str = "2026-11-23 10:00") -> Event:
    return cleared(date.fromisoformat(day), before, utc(now), BERLIN)


def locked(*checkins: Event) -> set[Practice]:
    return {practice for practice in Practice if blocks_practice(practice, checkins)}


def test_nobody_is_held_back_for_not_having_answered() -> None:
    assert locked() == set()
    assert blocks_practice(None, []) is None


def test_nothing_on_the_list_holds_nothing_back() -> None:
    assert locked(NONE) == set()


def test_a_sign_of_part_a_holds_back_every_session() -> None:
    assert locked(URGENT) == set(Practice)
    assert blocks_practice(None, [URGENT]) is ExcuseReason.SAFETY


@pytest.mark.parametrize("entry", [UNSURE, DOCTOR], ids=["not-sure", "part-b"])
def test_a_sign_of_part_b_or_a_doubt_holds_back_movement_alone(entry: Event) -> None:
    assert locked(entry) == set(MOVING)
    assert CALM
    assert blocks_practice(None, [entry]), "what nobody can tell may be movement"


def test_an_answer_is_an_outcome_and_numbers_and_names_no_cause() -> None:
    assert [(entry.kind, entry.outcome, " ".join(entry.signs)) for entry in (NONE, URGENT, UNSURE, DOCTOR)] == [
        (EventKind.CHECKIN, "clear", ""),
        (EventKind.CHECKIN, "stop", "A2 A6"),
        (EventKind.CHECKIN, "see-doctor", "A?"),
        (EventKind.CHECKIN, "see-doctor", "B5"),
    ]
    assert safety_status([DOCTOR]).signs == ("B5",)


@pytest.mark.parametrize("entry", [URGENT, UNSURE, DOCTOR], ids=["part-a", "not-sure", "part-b"])
def test_a_professionals_word_frees_every_session(entry: Event) -> None:
    assert locked(entry, word_of("2026-11-23", entry)) == set()


def test_answering_no_later_does_not_take_back_what_was_answered() -> None:
    later = replace(NONE, at=NOW + timedelta(hours=1))
    assert locked(DOCTOR, later) == set(MOVING)
    assert locked(URGENT, later) == set(Practice)
    assert locked(URGENT, replace(DOCTOR, at=later.at)) == set(Practice)


def test_a_graver_answer_adds_to_a_milder_one() -> None:
    assert locked(DOCTOR, replace(URGENT, at=NOW + timedelta(hours=1))) == set(Practice)


def test_an_answer_after_a_professionals_word_holds_anew() -> None:
    word = word_of("2026-11-23", DOCTOR)
    assert locked(DOCTOR, word, replace(DOCTOR, at=word.at + timedelta(hours=1))) == set(MOVING)


def test_the_day_of_the_word_is_kept_as_it_was_said() -> None:
    word = word_of("2026-11-20", DOCTOR)
    assert told(word).cleared_at is not None
    assert told(word).cleared_at.astimezone(BERLIN).date() == date(2026, 11, 20)
    assert safety_status([DOCTOR, word]).cleared == told(word).cleared_at


def test_for_part_b_a_word_from_before_the_answer_counts() -> None:
    assert locked(DOCTOR, word_of("2026-06-01", DOCTOR)) == set()


@pytest.mark.parametrize("entry", [URGENT, UNSURE], ids=["part-a", "not-sure"])
def test_for_part_a_a_word_from_before_the_answer_or_the_doubt_cannot_count(entry: Event) -> None:
    with refusal(UsageError, "not yet told"):
        word_of("2026-11-22", entry)
    assert locked(entry, word_of("2026-11-23", entry)) == set()


def test_a_doubt_about_part_a_is_not_taken_back_by_a_later_answer_to_part_b() -> None:
    later = replace(DOCTOR, at=NOW + timedelta(hours=1))
    state = safety_status([UNSURE, later])
    assert state.unsure
    assert state.signs == ("A?", "B5")
    with refusal(UsageError, "not yet told"):
        word_of("2026-11-22", UNSURE, later)


@pytest.mark.parametrize(("day", "why"), [("2026-11-24", "still to come"), ("2025-11-01", "more than a year")])
def test_a_day_that_cannot_be_meant_is_refused(day: str, why: str) -> None:
    with refusal(UsageError, why):
        word_of(day, DOCTOR)


def test_today_is_today_where_the_person_is() -> None:
    """At 23:30 UTC it is tomorrow in Berlin already."""
    assert told(word_of("2026-11-24", DOCTOR, now="2026-11-23 23:30")).cleared_at


@pytest.mark.parametrize("before", [(), (NONE,)], ids=["never-answered", "nothing-on-the-list"])
def test_a_word_that_nothing_waits_for_is_refused(before: tuple[Event, ...]) -> None:
    with refusal(NothingToActOn, "No session is waiting"):
        word_of("2026-11-23", *before)


def test_the_check_waits_until_it_is_answered_and_again_after_a_month() -> None:
    assert check_is_due([], NOW)
    assert not check_is_due([NONE], NOW)
    assert not check_is_due([NONE], NOW + 29 * DAY)
    assert check_is_due([NONE], NOW + 30 * DAY)


def felt(score: int, at: datetime) -> Event:
    return Felt(at, Actor.CLI, occurrence(NOW), score=score)


@pytest.mark.parametrize(("score", "offered"), [(0, False), (7, False), (8, True), (10, True)])
def test_a_back_that_is_very_sore_offers_the_check_until_it_is_answered(score: int, offered: bool) -> None:
    sore = felt(score, NOW + DAY)
    assert check_is_due([NONE, sore], NOW + DAY) == offered
    assert not check_is_due([NONE, sore, replace(NONE, at=NOW + 2 * DAY)], NOW + 2 * DAY)
    assert not check_is_due([felt(score, NOW - DAY), NONE], NOW), "what was felt before the answer is in it"


def test_nobody_is_asked_while_every_session_waits() -> None:
    assert not check_is_due([URGENT, felt(10, NOW + DAY)], NOW + 90 * DAY)


def test_while_movement_waits_the_check_is_offered_again_after_a_month_too() -> None:
    assert not check_is_due([DOCTOR], NOW + 29 * DAY)
    assert check_is_due([DOCTOR], NOW + 30 * DAY)


def test_a_professionals_word_counts_as_an_answer() -> None:
    word = word_of("2026-11-23", DOCTOR)
    assert not check_is_due([DOCTOR, word], NOW + 29 * DAY)
    assert check_is_due([DOCTOR, word], NOW + 31 * DAY)


DUE = utc("2026-11-23 07:30")
SOON, LATE = DUE - timedelta(minutes=1), DUE + timedelta(minutes=1)


def test_a_session_that_waits_is_left_alone_until_it_would_be_shown() -> None:
    upcoming = Reminder(occurrence(DUE))
    assert decide_blocked(upcoming, SOON) is None
    assert decide_blocked(upcoming, DUE) == Excuse(Actor.SERVICE, reason=ExcuseReason.SAFETY)
    snoozed = replace(upcoming, phase=Phase.SNOOZED, until=LATE)
    assert decide_blocked(snoozed, DUE) is None
    assert decide_blocked(snoozed, LATE) == Excuse(Actor.SERVICE, reason=ExcuseReason.SAFETY)


def test_a_session_under_way_stops_where_it_is() -> None:
    started = Reminder(occurrence(DUE), Phase.STARTED, steps_done=3)
    assert decide_blocked(started, LATE) == Abandon(Actor.SERVICE, 3)


@pytest.mark.parametrize("phase", list(Phase))
def test_whatever_its_state_it_ends_and_what_is_over_stays_as_it_was(phase: Phase) -> None:
    reminder = Reminder(occurrence(DUE), phase)
    command = decide_blocked(reminder, LATE)
    assert (command is None) == (phase in FINAL)
    if command:
        (entry,) = decide(reminder, command, ReminderPolicy(), LATE)
        assert evolve(reminder, entry).phase in {Phase.EXCUSED, Phase.ABANDONED}


@pytest.mark.parametrize("asks", list(OccurrenceKind))
def test_visits_and_what_somebody_agreed_to_never_wait(asks: OccurrenceKind) -> None:
    one = replace(occurrence(DUE), practice=None, asks=asks)
    assert bool(blocks(one, [URGENT])) == (asks is OccurrenceKind.SESSION)
    assert moves(one) == (asks is OccurrenceKind.SESSION), "nor is anybody told when to stop on the way to one"


def test_the_outcomes_are_ordered_by_how_much_they_hold_back() -> None:
    held = [len(locked(CheckedIn(NOW, Actor.CLI, outcome=outcome))) for outcome in Outcome]
    assert held == sorted(held)
    assert held[0] == 0
