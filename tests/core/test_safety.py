"""Knows what an answer to the safety check holds back, and what ends that; must not know how it is asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from routine.core.commands import Abandon, Excuse
from routine.core.events import Actor, CheckedIn, Event, EventKind, ExcuseReason, Felt, Outcome, StoredEvent
from routine.core.exercise import Practice
from routine.core.merging import by_time
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder, decide, evolve
from routine.core.reminder_states import FINAL, Phase
from routine.core.safety import (
    answered,
    blocks,
    check_is_due,
    cleared,
    decide_blocked,
    put_off,
    safety_status,
)
from routine.core.safety_signs import SIGNS, Tier, sign_of
from routine.errors import InvalidClearedDay, NothingToActOn
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
    state = safety_status(checkins)
    return {practice for practice in Practice if state.blocks(moves=practice.moves)}


def test_nobody_is_held_back_for_not_having_answered() -> None:
    assert locked() == set()


def test_nothing_on_the_list_holds_nothing_back() -> None:
    assert locked(NONE) == set()


def test_a_sign_of_part_a_holds_back_every_session() -> None:
    assert locked(URGENT) == set(Practice)


@pytest.mark.parametrize("entry", [UNSURE, DOCTOR], ids=["not-sure", "part-b"])
def test_a_sign_of_part_b_or_a_doubt_holds_back_movement_alone(entry: Event) -> None:
    assert locked(entry) == set(MOVING)
    assert CALM


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
    word = word_of("2026-11-20", named("B1"))
    assert told(word).cleared_at is not None
    assert told(word).cleared_at.astimezone(BERLIN).date() == date(2026, 11, 20)
    assert safety_status([named("B1"), word]).cleared == told(word).cleared_at


STANDING = sorted(number for number, sign in SIGNS.items() if sign.keeps_older_word)
HOLDING = sorted(number for number, sign in SIGNS.items() if sign.tier in {Tier.BEFORE, Tier.NOW})


def named(*signs: str, at: datetime = NOW) -> CheckedIn:
    """As it stands in a journal, whichever version wrote it."""
    return replace(answered([], signs, NOW), at=at)


@pytest.mark.parametrize("sign", sorted(set(HOLDING) - set(STANDING)))
def test_a_word_from_before_a_sign_was_told_says_nothing_of_it(sign: str) -> None:
    entry = named(sign)
    with refusal(InvalidClearedDay, "not yet told"):
        word_of("2026-11-22", entry)
    assert locked(entry, word_of("2026-11-23", entry)) == set()


@pytest.mark.parametrize("sign", STANDING)
def test_a_fact_of_long_standing_keeps_an_older_word(sign: str) -> None:
    assert locked(named(sign), word_of("2026-06-01", named(sign))) == set()


def test_a_word_from_before_the_pregnancy_says_nothing_of_it() -> None:
    assert locked(named("B9"), word_of("2026-02-23", named("B9"))) == set()
    with refusal(InvalidClearedDay, "nine months"):
        word_of("2026-02-20", named("B9"))


@pytest.mark.parametrize("older", ["2026-11-22", "2026-01-10"])
def test_a_word_that_an_earlier_version_took_ends_only_what_was_told_by_then(older: str) -> None:
    noon = utc(f"{older} 11:00")
    word = CheckedIn(NOW + timedelta(hours=1), Actor.CLI, outcome=Outcome.CLEAR, cleared_at=noon)
    assert locked(named("B6"), word) == set(MOVING)
    assert locked(named("B1"), word) == set()
    assert locked(named("B9"), word) == (set() if older == "2026-11-22" else set(MOVING))


def test_what_an_earlier_version_held_back_is_read_by_what_the_sign_means() -> None:
    def old(*signs: str, outcome: Outcome = Outcome.SEE_DOCTOR) -> CheckedIn:
        return CheckedIn(NOW, Actor.CLI, outcome=outcome, signs=signs)

    assert [safety_status([old(sign)]).tier for sign in ("B1", "B4", "B6", "B12", "B10", "A?")] == [
        Tier.BEFORE, Tier.BEFORE, Tier.BEFORE, Tier.MENTION, Tier.NOW, Tier.NOW,
    ]  # fmt: skip
    assert locked(old()) == set(MOVING), "one that names no sign holds what its outcome says"
    assert locked(old(outcome=Outcome.STOP)) == set(Practice)


def test_a_sign_of_a_later_version_is_not_passed_over() -> None:
    assert locked(named("B99")) == set(MOVING)
    assert locked(replace(named("A99"), outcome=Outcome.STOP)) == set(Practice)


def test_a_word_ends_what_was_told_and_nothing_that_is_told_after_it() -> None:
    word = word_of("2026-11-23", DOCTOR)
    later = named("B2", at=word.at + timedelta(hours=1))
    assert locked(DOCTOR, word, later) == set(MOVING)
    assert safety_status([DOCTOR, word, later]).signs == ("B2",)


def test_what_other_devices_wrote_counts_by_when_it_was_said() -> None:
    word = word_of("2026-11-23", DOCTOR)
    later = named("B2", at=word.at + timedelta(hours=1))
    rows = [StoredEvent(1, later, "b", 1), StoredEvent(2, DOCTOR, "a", 1), StoredEvent(3, word, "a", 2)]
    assert safety_status(row.entry for row in by_time(rows)).signs == ("B2",)


MENTION = named("B12")


def test_what_is_to_be_mentioned_holds_nothing_back_and_needs_no_word() -> None:
    assert locked(MENTION) == set()
    assert (safety_status([MENTION]).tier, MENTION.outcome) == (Tier.MENTION, Outcome.MENTION)
    with refusal(NothingToActOn, "No session is waiting"):
        word_of("2026-11-23", MENTION)
    assert safety_status([MENTION, replace(NONE, at=NOW + DAY)]).tier is Tier.CLEAR


def test_the_gravest_sign_decides() -> None:
    assert safety_status([named("B12", "B2")]).tier is Tier.BEFORE
    assert safety_status([named("B12", "B2", "B10")]).tier is Tier.NOW


@pytest.mark.parametrize("entry", [URGENT, UNSURE], ids=["part-a", "not-sure"])
def test_once_a_stop_is_cleared_the_rest_of_the_check_is_asked(entry: Event) -> None:
    word = word_of("2026-11-23", entry)
    state = safety_status([entry, word])
    assert state.rest_waits
    assert state.opens
    assert check_is_due([entry, word], word.at)
    rest = replace(NONE, at=word.at + timedelta(minutes=1))
    assert not safety_status([entry, word, rest]).rest_waits
    assert not check_is_due([entry, word, rest], rest.at)


def test_after_a_sign_of_part_b_nothing_was_left_unasked() -> None:
    word = word_of("2026-11-23", DOCTOR)
    assert not safety_status([DOCTOR, word]).rest_waits


def test_the_check_opens_once_and_not_again_when_it_was_put_off() -> None:
    assert safety_status([]).opens
    later = put_off(NOW)
    assert not safety_status([later]).opens
    assert safety_status([later]).answered is None, "it answers nothing"
    assert check_is_due([later], NOW), "and goes on being offered"
    assert not safety_status([NONE]).opens


@given(st.data())
def test_no_order_of_answers_and_words_lets_a_sign_pass_that_was_told_later(data: st.DataObject) -> None:
    """Each sign holds until a word is given, after it was told, of a day that is not before it was told."""
    history: list[Event] = []
    told_on: dict[str, date] = {}
    for step in range(data.draw(st.integers(1, 12))):
        at = NOW + timedelta(days=3 * step)
        today = at.astimezone(BERLIN).date()
        if data.draw(st.booleans()):
            signs = data.draw(st.lists(st.sampled_from(sorted(SIGNS)), max_size=3, unique=True))
            history.append(named(*signs, at=at))
            told_on |= {sign: today for sign in signs if sign_of(sign).tier in {Tier.BEFORE, Tier.NOW}}
            continue
        day = today - data.draw(st.integers(0, 40)) * DAY
        try:
            history.append(cleared(day, history, at, BERLIN))
        except (InvalidClearedDay, NothingToActOn):
            # as an earlier version would have written it
            noon = datetime.combine(day, time(12), BERLIN)
            history.append(CheckedIn(at, Actor.CLI, outcome=Outcome.CLEAR, cleared_at=noon))
        told_on = {sign: on for sign, on in told_on.items() if day < on and sign_of(sign).keeps_older_word is None}
    state = safety_status(history)
    assert set(told_on) == {sign.number for sign in state.waiting}
    assert state.blocks(moves=True) is bool(told_on)
    assert state.blocks(moves=False) is any(sign_of(sign).emergency for sign in told_on)


def test_a_doubt_about_part_a_is_not_taken_back_by_a_later_answer_to_part_b() -> None:
    later = replace(DOCTOR, at=NOW + timedelta(hours=1))
    state = safety_status([UNSURE, later])
    assert state.tier is Tier.NOW
    assert state.signs == ("A?", "B5")
    with refusal(InvalidClearedDay, "not yet told"):
        word_of("2026-11-22", UNSURE, later)


@pytest.mark.parametrize(("day", "why"), [("2026-11-24", "still to come"), ("2025-11-01", "more than a year")])
def test_a_day_that_cannot_be_meant_is_refused(day: str, why: str) -> None:
    with refusal(InvalidClearedDay, why):
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
    why = ExcuseReason.SAFETY if asks is OccurrenceKind.SESSION else None
    assert blocks(one, safety_status([URGENT]), moves=True) is why


def test_the_outcomes_are_ordered_by_how_much_they_hold_back() -> None:
    held = [len(locked(CheckedIn(NOW, Actor.CLI, outcome=outcome))) for outcome in Outcome]
    assert [*Outcome][-3:] == [Outcome.MENTION, Outcome.SEE_DOCTOR, Outcome.STOP]
    assert held == sorted(held)
    assert held[0] == 0
