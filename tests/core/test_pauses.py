"""Knows what a pause is and what becomes of a reminder that falls into one; must not know commands or journals."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from routine.core.commands import DisplayGate, Snooze
from routine.core.events import Actor, Event, ExcuseReason, HoldReason, MissReason, Paused, Resumed, Snoozed
from routine.core.pauses import LONGEST, Pause, pauses_in
from routine.core.plan import ReminderPolicy
from routine.core.reminder_states import Phase
from tests.core.life import DUE, Life, shown_and_waiting
from tests.core.making import minutes, utc
from tests.telling import reason_of

NINE = utc("2026-11-23 09:00")
HOUR = timedelta(hours=1)


def paused(at: datetime, until: datetime) -> Event:
    return Paused(at, Actor.CLI, until=until)


def resumed(at: datetime) -> Event:
    return Resumed(at, Actor.CLI)


def test_a_pause_lasts_until_its_end_and_not_a_moment_longer() -> None:
    (pause,) = pauses_in([paused(NINE, NINE + HOUR)])
    assert not pause.holds(NINE - timedelta(microseconds=1))
    assert pause.holds(NINE)
    assert not pause.holds(NINE + HOUR)


def test_resuming_ends_it_there_and_means_nothing_without_one() -> None:
    entries = [resumed(NINE - HOUR), paused(NINE, NINE + 3 * HOUR), resumed(NINE + HOUR), resumed(NINE + 2 * HOUR)]
    assert pauses_in(entries) == (Pause(NINE, NINE + HOUR),)


@pytest.mark.parametrize("until", [NINE + 2 * HOUR, NINE + 9 * HOUR])
def test_a_pause_that_is_made_shorter_or_longer_is_still_one(until: datetime) -> None:
    assert pauses_in([paused(NINE, NINE + 5 * HOUR), paused(NINE + HOUR, until)]) == (Pause(NINE, until),)


def test_two_pauses_with_time_between_them_are_two() -> None:
    entries = [paused(NINE, NINE + HOUR), paused(NINE + 2 * HOUR, NINE + 3 * HOUR)]
    assert pauses_in(entries) == (Pause(NINE, NINE + HOUR), Pause(NINE + 2 * HOUR, NINE + 3 * HOUR))


def test_a_row_that_says_for_ever_still_ends() -> None:
    assert pauses_in([paused(NINE, NINE + timedelta(days=4000))]) == (Pause(NINE, NINE + LONGEST),)


def test_only_a_pause_pauses() -> None:
    snoozed = Snoozed(NINE + HOUR, Actor.CLI, until=NINE + 9 * HOUR)
    assert pauses_in([snoozed]) == ()
    assert pauses_in([paused(NINE, NINE + 2 * HOUR), snoozed]) == (Pause(NINE, NINE + 2 * HOUR),)


def test_what_falls_due_in_a_short_pause_comes_when_it_ends_with_all_its_patience() -> None:
    life = Life().pause("08:30").live_until(utc("2026-11-23 08:30"))
    assert life.kinds() == ["held", "showing", "shown"]
    assert (reason_of(life.rows[0]), life.rows[1].at) == (HoldReason.PAUSE, utc("2026-11-23 08:30"))
    assert life.to_the_end().now == utc("2026-11-23 10:30")


def test_what_falls_due_in_a_pause_longer_than_it_can_wait_is_excused_not_missed() -> None:
    life = Life().pause("18:00").to_the_end()
    assert life.kinds() == ["held", "excused"]
    assert (life.state.reason, life.now) == (HoldReason.PAUSE, DUE + minutes(120))


def test_a_snooze_that_ends_in_a_long_pause_is_excused_too() -> None:
    life = shown_and_waiting().say(Snooze(minutes(60), Actor.CLI)).pause("18:00", start="08:00").to_the_end()
    assert life.kinds()[-2:] == ["held", "excused"]


def test_a_card_on_the_screen_stays_and_is_not_missed_when_its_time_runs_out_in_a_pause() -> None:
    life = shown_and_waiting().wake("07:35").pause("18:00", start="07:35")
    life.live_until(utc("2026-11-23 09:29"))
    assert life.phase is Phase.SHOWN
    life.to_the_end()
    assert life.kinds() == ["showing", "shown", "excused"]


def test_a_pause_that_begins_after_the_time_has_run_out_excuses_nothing() -> None:
    life = shown_and_waiting().to_the_end().pause("18:00", start="10:00")
    assert (life.wake("12:00").phase, life.state.reason) == (Phase.MISSED, MissReason.UNANSWERED)


@pytest.mark.parametrize("back", ["2026-11-23 11:00", "2026-11-23 18:05", "2026-11-30 12:00"])
@pytest.mark.parametrize("awake_since", ["2026-11-23 06:00", "2026-11-30 12:00"])
def test_with_the_computer_off_or_asleep_a_long_pause_excuses_as_well(back: str, awake_since: str) -> None:
    life = Life(awake_since=utc(awake_since), now=utc(back)).pause("18:00").wake()
    assert life.kinds() == ["excused"]
    assert life.state.reason == HoldReason.PAUSE


def test_a_computer_that_slept_through_a_short_pause_shows_it_with_all_its_patience() -> None:
    life = Life(now=utc("2026-11-23 09:35")).pause("09:15").wake()
    assert life.kinds() == ["held", "showing", "shown"]
    assert life.to_the_end().now == utc("2026-11-23 11:35")


def test_a_computer_that_came_back_long_after_a_short_pause_has_missed_it() -> None:
    life = Life(now=utc("2026-11-23 12:00")).pause("08:00").wake()
    assert (life.kinds(), life.state.reason) == (["missed"], MissReason.ASLEEP)


def test_a_pause_that_ends_in_another_hold_still_excuses() -> None:
    life = Life().pause("09:00").live_until(utc("2026-11-23 08:59"))
    life.gate = DisplayGate(HoldReason.QUIET, utc("2026-11-24 07:00"))
    assert (life.to_the_end().phase, life.state.reason) == (Phase.EXCUSED, ExcuseReason.PAUSE)


def test_what_is_always_shown_comes_in_a_pause_and_can_be_missed() -> None:
    life = Life(ReminderPolicy(always=True)).pause("18:00").to_the_end()
    assert "held" not in life.kinds()
    assert (life.phase, life.state.reason) == (Phase.MISSED, MissReason.UNANSWERED)
    late = Life(ReminderPolicy(always=True), now=utc("2026-11-23 17:00")).pause("18:00").wake()
    assert late.phase is Phase.MISSED
