"""Knows which reminder a person means by a command; must not know the commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase
from routine.core.selection import (
    SelectionContext,
    SessionName,
    StillToCome,
    is_at_its_minute,
    named,
    nearest,
    next_ahead,
    select_of_session,
    under_way,
    waiting,
)
from routine.errors import UsageError
from routine.presentation.errors import explain
from tests.core.making import minutes, occurrence, refusal, utc

NOW = utc("2026-11-23 12:00")
ZONE = ZoneInfo("UTC")
MORNING = SessionName("gentle", "morning", "Morning mobility")
EVENING = SessionName("gentle", "evening", "Evening calm")
EVENSONG = SessionName("choir", "evensong", "Evensong")


def reminder(when: str, phase: Phase, name: str = "morning", until: datetime | None = None) -> Reminder:
    due = utc(f"2026-11-{when}" if " " in when else f"2026-11-23 {when}")
    return replace(Reminder(occurrence(due, name)), phase=phase, since=due, until=until)


def policy(_key: str) -> ReminderPolicy:
    return ReminderPolicy()


def waits(*reminders: Reminder) -> list[str]:
    return [f"{one.occurrence.due:%H:%M}" for one in waiting(reminders, policy, NOW)]


def meant(
    *reminders: Reminder, asked: Phase = Phase.COMPLETED, now: datetime = NOW
) -> Reminder | StillToCome | None:
    return select_of_session(reminders, asked, SelectionContext(policy, now, ZONE))


def full_names(name: str, sessions: Sequence[SessionName] = (MORNING, EVENING, EVENSONG)) -> list[str]:
    return [call.full for call in named(name, sessions)]


def test_of_several_that_wait_the_newest_is_meant() -> None:
    assert waits(reminder("10:30", Phase.SHOWN), reminder("11:45", Phase.SHOWN, "walk")) == ["11:45", "10:30"]


def test_what_is_on_the_screen_is_meant_before_what_was_put_off() -> None:
    snoozed = reminder("11:50", Phase.SNOOZED, "walk", until=utc("2026-11-23 12:30"))
    held = reminder("11:55", Phase.HELD, "desk")
    assert waits(snoozed, held, reminder("10:30", Phase.SHOWN)) == ["10:30", "11:55", "11:50"]


def test_without_a_service_a_session_waits_from_its_time_on() -> None:
    assert waits(reminder("11:00", Phase.UPCOMING), reminder("12:01", Phase.UPCOMING, "walk")) == ["11:00"]
    assert waits(reminder("12:00", Phase.UPCOMING)) == ["12:00"]


def test_without_a_service_what_is_long_past_does_not_wait() -> None:
    assert waits(reminder("10:00", Phase.UPCOMING)) == []
    assert waits(reminder("10:01", Phase.UPCOMING)) == ["10:01"]


@pytest.mark.parametrize(
    "phase", [Phase.STARTED, Phase.COMPLETED, Phase.ABANDONED, Phase.SKIPPED, Phase.MISSED, Phase.EXCUSED]
)
def test_what_is_under_way_or_over_does_not_wait(phase: Phase) -> None:
    assert waits(reminder("11:50", phase)) == []


def test_the_session_started_last_is_the_one_under_way() -> None:
    first, last = reminder("11:00", Phase.STARTED), reminder("11:30", Phase.STARTED, "walk")
    assert under_way([first, last, reminder("11:50", Phase.SHOWN)]) == [last, first]


def test_it_is_the_hour_of_the_start_that_counts_and_not_the_hour_it_was_planned_for() -> None:
    late = replace(reminder("11:00", Phase.STARTED), since=utc("2026-11-23 11:50"))
    early = replace(reminder("11:30", Phase.STARTED, "walk"), since=utc("2026-11-23 11:35"))
    assert under_way([early, late]) == [late, early]


@pytest.mark.parametrize("name", ["morning", "MORNING", "gentle/morning", "Morning mobility", "morn", "gentle/m"])
def test_a_session_goes_by_its_id_its_title_and_the_beginning_of_either(name: str) -> None:
    assert full_names(name) == ["gentle/morning"]


def test_a_whole_name_is_meant_before_the_beginning_of_another() -> None:
    assert full_names("even", [SessionName("a", "even", "Even"), EVENING]) == ["a/even"]


def test_sessions_that_share_a_title_are_one_to_a_person() -> None:
    first, last = SessionName("walks", "walk-1", "Walk"), SessionName("walks", "walk-2", "Walk")
    assert full_names("walk", [first, last, MORNING]) == ["walks/walk-1", "walks/walk-2"]
    assert full_names("wa", [first, last, MORNING]) == ["walks/walk-1", "walks/walk-2"]


def test_a_beginning_that_fits_two_sessions_is_asked_back() -> None:
    with pytest.raises(UsageError) as refused:
        full_names("even")
    assert "Evening calm" in explain(refused.value).sentence
    assert "Evensong" in explain(refused.value).sentence


def test_a_mistyped_name_gets_the_nearest_one() -> None:
    with refusal(UsageError, "Did you mean “Morning mobility”"):
        full_names("mroning")


def test_one_mistyped_word_of_several_is_enough() -> None:
    with refusal(UsageError, "Did you mean “Morning mobility”"):
        full_names("mobilty")


@pytest.mark.parametrize("name", ["", "  ", "zzz"])
def test_a_name_like_none_gets_no_guess(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        full_names(name)
    assert "Did you mean" not in explain(refused.value).sentence


def test_by_name_what_waits_comes_first() -> None:
    waiting_one = reminder("11:30", Phase.SHOWN)
    assert meant(reminder("11:40", Phase.STARTED), waiting_one, reminder("13:00", Phase.UPCOMING)) == waiting_one


def test_by_name_what_is_under_way_comes_before_what_is_still_to_come() -> None:
    started = reminder("11:40", Phase.STARTED)
    assert meant(reminder("13:00", Phase.UPCOMING), started) == started


VERBS = [Phase.COMPLETED, Phase.STARTED, Phase.SKIPPED, Phase.EXCUSED, Phase.SNOOZED]
MISSED_MORNING, AFTERNOON = reminder("07:30", Phase.MISSED), reminder("17:00", Phase.UPCOMING)
LAST_NIGHT, TONIGHT = reminder("22 21:30", Phase.MISSED), reminder("21:30", Phase.UPCOMING)


@pytest.mark.parametrize("asked", VERBS)
def test_by_name_what_was_just_missed_is_meant_and_not_what_is_to_come(asked: Phase) -> None:
    now = utc("2026-11-23 09:31")
    assert meant(MISSED_MORNING, AFTERNOON, asked=asked, now=now) == MISSED_MORNING


@pytest.mark.parametrize("asked", VERBS)
def test_after_midnight_last_night_is_meant_and_not_tonight(asked: Phase) -> None:
    assert meant(LAST_NIGHT, TONIGHT, asked=asked, now=utc("2026-11-23 00:20")) == LAST_NIGHT


@pytest.mark.parametrize("asked", VERBS)
def test_by_name_what_is_to_come_is_never_meant_by_itself(asked: Phase) -> None:
    assert meant(AFTERNOON, asked=asked) == StillToCome(AFTERNOON)
    yesterday = reminder("22 17:00", Phase.MISSED)
    assert meant(yesterday, AFTERNOON, asked=asked, now=utc("2026-11-23 16:50")) == StillToCome(
        AFTERNOON, yesterday
    )


def test_shortly_before_its_time_skip_has_to_say_which_and_done_speaks_of_what_was() -> None:
    now = utc("2026-11-23 16:55")
    assert meant(MISSED_MORNING, AFTERNOON, asked=Phase.SKIPPED, now=now) == StillToCome(AFTERNOON, MISSED_MORNING)
    assert meant(MISSED_MORNING, AFTERNOON, asked=Phase.COMPLETED, now=now) == MISSED_MORNING


@pytest.mark.parametrize("asked", [Phase.SKIPPED, Phase.EXCUSED, Phase.SNOOZED])
def test_what_was_done_is_not_taken_back_by_a_word_about_the_next_time(asked: Phase) -> None:
    done = replace(MISSED_MORNING, phase=Phase.COMPLETED)
    assert meant(done, AFTERNOON, asked=asked, now=utc("2026-11-23 09:00")) == StillToCome(AFTERNOON, done)
    assert meant(done, asked=asked, now=utc("2026-11-23 09:00")) == done


@pytest.mark.parametrize("asked", [Phase.COMPLETED, Phase.SKIPPED, Phase.EXCUSED])
def test_the_same_word_typed_twice_means_the_same_one(asked: Phase) -> None:
    answered = replace(MISSED_MORNING, phase=asked)
    assert meant(answered, AFTERNOON, asked=asked, now=utc("2026-11-23 09:31")) == answered
    early = replace(AFTERNOON, phase=asked)
    assert meant(early, asked=asked) == early


def test_by_name_the_last_of_today_is_left_when_nothing_is_to_come() -> None:
    last = reminder("09:00", Phase.MISSED)
    done_early = reminder("18:00", Phase.COMPLETED)
    assert meant(reminder("08:00", Phase.COMPLETED), last, done_early) == last
    assert meant(done_early) == done_early


def test_by_name_tomorrow_is_not_meant_nor_what_is_days_ago() -> None:
    assert meant(reminder("24 09:00", Phase.UPCOMING)) is None
    assert meant(reminder("20 09:00", Phase.MISSED)) is None


def test_in_the_morning_last_evening_is_meant_while_it_is_nearer_than_tonight() -> None:
    assert meant(LAST_NIGHT, TONIGHT, now=utc("2026-11-23 09:00")) == LAST_NIGHT
    assert meant(LAST_NIGHT, TONIGHT, now=utc("2026-11-23 10:00")) == StillToCome(TONIGHT, LAST_NIGHT)


def test_with_a_time_the_one_due_closest_to_it_is_meant() -> None:
    first, last = reminder("09:00", Phase.MISSED), reminder("11:00", Phase.MISSED)
    assert nearest([first, last], utc("2026-11-23 09:50"), NOW) == first
    assert nearest([first, last], utc("2026-11-23 10:10"), NOW) == last


def test_with_a_time_one_that_is_to_come_is_meant_only_by_its_own() -> None:
    assert nearest([MISSED_MORNING, AFTERNOON], utc("2026-11-23 11:59"), NOW) == MISSED_MORNING
    assert nearest([MISSED_MORNING, AFTERNOON], utc("2026-11-23 17:00"), NOW) == AFTERNOON
    assert nearest([AFTERNOON], utc("2026-11-23 16:30"), NOW) is None


def test_what_comes_next_may_be_a_snooze_that_ends() -> None:
    back = NOW + minutes(10)
    snoozed = reminder("11:00", Phase.SNOOZED, until=back)
    assert next_ahead([reminder("13:00", Phase.UPCOMING), snoozed], NOW) == (snoozed, back)
    assert next_ahead([reminder("11:00", Phase.UPCOMING), reminder("11:30", Phase.SHOWN)], NOW) is None


@pytest.mark.parametrize(
    ("seconds", "phase", "found"),
    [
        (-1, Phase.UPCOMING, False),
        (0, Phase.UPCOMING, True),
        (59, Phase.SHOWN, True),
        (60, Phase.SHOWN, False),
        (0, Phase.COMPLETED, False),
        (0, Phase.SKIPPED, False),
    ],
)
def test_a_minute_belongs_to_what_is_due_in_it_and_not_answered(seconds: int, phase: Phase, found: bool) -> None:
    one = reminder("12:00", phase)
    assert is_at_its_minute(one, NOW + timedelta(seconds=seconds)) is found
