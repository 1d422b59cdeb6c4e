"""Knows what a reminder does hour by hour, in the cases a person would notice; must not know cards or plans."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.core.clock_faults import FUTURE, drop_implausible
from routine.core.commands import (
    OPEN,
    Abandon,
    ConfirmShown,
    DisplayGate,
    Excuse,
    Feel,
    Finish,
    FinishStep,
    Reshow,
    Skip,
    Snooze,
    Start,
)
from routine.core.events import (
    Actor,
    EventKind,
    FeltAnswer,
    HoldReason,
    Missed,
    MissReason,
    Shown,
    ShownCard,
    Skipped,
)
from routine.core.identifiers import SessionPlace
from routine.core.plan import ReminderPolicy
from routine.core.reminder import RESUMABLE, RETRY, decide, evolve, next_wakeup, replay
from routine.core.reminder_states import Phase
from routine.errors import Refused
from tests.core.life import DUE, MORNING, Life, count, shown_and_waiting
from tests.core.making import minutes, occurrence, refusal, utc
from tests.telling import told

SECOND = timedelta(seconds=1)
QUIET = DisplayGate(HoldReason.QUIET, utc("2026-11-23 09:00"))
CALL = DisplayGate(HoldReason.MICROPHONE)
START = Start(Actor.CLI, SessionPlace.TERMINAL)
SNOOZE = Snooze(minutes(10), Actor.NOTIFICATION)


def test_it_is_silent_before_it_is_due_and_shown_at_that_instant() -> None:
    life = Life().wake(DUE - SECOND)
    assert life.rows == []
    assert life.alarm() == DUE
    assert life.wake(DUE).kinds() == ["showing", "shown"]


def test_unanswered_it_comes_again_every_ten_minutes_and_after_two_hours_it_is_missed() -> None:
    life = Life().to_the_end()
    shown = [row.at for row in life.rows if row.kind is EventKind.SHOWN]
    assert shown == [DUE + minutes(10 * n) for n in range(12)]
    assert (life.phase, life.state.reason, life.now) == (Phase.MISSED, MissReason.UNANSWERED, DUE + minutes(120))


def test_one_quiet_heads_up_comes_before_it() -> None:
    life = Life(ReminderPolicy(heads_up_before=(minutes(15),))).live_until(DUE)
    assert life.kinds() == ["heads-up", "showing", "shown"]
    assert life.rows[0].at == DUE - minutes(15)
    assert life.state.shows == 1


def test_a_heads_up_waits_for_the_gate_and_is_dropped_when_it_is_due_by_then() -> None:
    policy = ReminderPolicy(heads_up_before=(minutes(15),))
    opens_before = Life(policy, gate=DisplayGate(HoldReason.QUIET, DUE - minutes(5))).live_until(DUE)
    assert opens_before.kinds() == ["heads-up", "showing", "shown"]
    assert opens_before.rows[0].at == DUE - minutes(5)
    opens_after = Life(policy, gate=DisplayGate(HoldReason.QUIET, DUE + minutes(5))).live_until(DUE + minutes(5))
    assert opens_after.kinds() == ["held", "showing", "shown"]


def test_without_time_ahead_there_is_no_heads_up() -> None:
    assert "heads-up" not in Life(ReminderPolicy(heads_up_before=())).live_until(DUE).kinds()


def test_an_excuse_may_say_anything() -> None:
    life = shown_and_waiting().say(Excuse(Actor.CLI, "heads-up"))
    assert life.phase is Phase.EXCUSED


def test_a_heads_up_that_is_written_too_late_changes_nothing() -> None:
    life = shown_and_waiting().say(Skip(Actor.CLI))
    late = Shown(life.now, Actor.SERVICE, life.state.occurrence, card=ShownCard.HEADS_UP)
    assert evolve(life.state, late) == life.state


def test_a_snooze_comes_back_at_the_very_instant() -> None:
    life = shown_and_waiting().wake("07:33:20").say(SNOOZE)
    assert (life.state.until, life.alarm()) == (utc("2026-11-23 07:43:20"), utc("2026-11-23 07:43:20"))
    assert life.wake("07:43:19").phase is Phase.SNOOZED
    assert life.wake("07:43:20").phase is Phase.SHOWN
    assert life.state.snoozes == 1


def test_patience_begins_anew_when_a_snooze_ends() -> None:
    life = shown_and_waiting().wake("09:20").say(Snooze(minutes(60), Actor.CLI)).to_the_end()
    assert (life.phase, life.now) == (Phase.MISSED, utc("2026-11-23 12:20"))


def test_patience_counts_from_the_end_of_the_snooze_also_when_the_computer_wakes_later() -> None:
    life = shown_and_waiting().say(SNOOZE).wake("08:00").to_the_end()
    assert (life.phase, life.now) == (Phase.MISSED, utc("2026-11-23 09:40"))


def test_a_snooze_before_the_time_counts_from_the_time() -> None:
    life = Life().wake("07:00").say(SNOOZE)
    assert life.state.until == DUE + minutes(10)


def test_a_snoozed_reminder_can_be_snoozed_started_skipped_and_excused() -> None:
    for answer, phase in (
        (SNOOZE, Phase.SNOOZED),
        (START, Phase.STARTED),
        (Skip(Actor.CLI), Phase.SKIPPED),
        (Excuse(Actor.CLI), Phase.EXCUSED),
    ):
        assert shown_and_waiting().say(SNOOZE).say(answer).phase is phase


def test_held_by_quiet_hours_it_comes_when_they_end_and_patience_counts_from_there() -> None:
    life = Life(gate=QUIET).live_until(utc("2026-11-23 09:00"))
    assert life.kinds() == ["held", "showing", "shown"]
    assert life.to_the_end().now == utc("2026-11-23 11:00")
    assert life.state.reason == MissReason.UNANSWERED


def test_a_hold_without_end_is_missed_for_that_reason() -> None:
    life = Life(gate=CALL).to_the_end()
    assert life.kinds() == ["held", "missed"]
    assert (life.state.reason, life.now) == (MissReason.HELD, DUE + minutes(120))


def test_one_reason_after_another_is_one_hold() -> None:
    life = Life(gate=CALL).wake(DUE)
    life.gate = QUIET
    life.wake("08:30")
    assert life.kinds() == ["held", "held"]
    assert life.state.since == DUE
    life.gate = CALL
    assert life.live_until(utc("2026-11-23 09:30")).state.reason == MissReason.HELD


def test_what_is_always_shown_is_held_by_nothing() -> None:
    life = Life(ReminderPolicy(always=True, heads_up_before=(minutes(5),)), gate=CALL).live_until(
        DUE + minutes(10)
    )
    assert life.kinds() == ["heads-up", "showing", "shown", "showing", "shown"]


def test_a_card_that_is_there_already_stays_when_the_gate_closes_but_does_not_come_again() -> None:
    life = shown_and_waiting()
    life.gate = DisplayGate(HoldReason.QUIET, utc("2026-11-23 07:55"))
    life.live_until(utc("2026-11-23 07:54"))
    assert (life.phase, count(life, EventKind.SHOWING)) == (Phase.SHOWN, 1)
    life.live_until(utc("2026-11-23 07:55"))
    assert count(life, EventKind.SHOWING) == 2


def test_a_computer_that_slept_through_a_little_shows_it_late_once() -> None:
    life = Life().wake("09:29")
    assert life.kinds() == ["showing", "shown"]
    assert life.state.waiting_since == DUE


@pytest.mark.parametrize(
    ("awake_since", "why"),
    [
        (MORNING, MissReason.ASLEEP),
        (DUE, MissReason.ASLEEP),
        (DUE + SECOND, MissReason.OFF),
        (utc("2026-11-23 09:30"), MissReason.OFF),
    ],
)
def test_what_is_too_late_is_missed_asleep_or_off(awake_since: object, why: MissReason) -> None:
    life = Life(awake_since=awake_since).wake("09:30")  # type: ignore[arg-type]  # parametrize hides the type
    assert (life.kinds(), life.state.reason) == (["missed"], why)


def test_a_snooze_that_ran_out_while_the_computer_slept_is_missed_in_the_end_too() -> None:
    assert shown_and_waiting().say(SNOOZE).wake("09:39:59").phase is Phase.SHOWN
    late = shown_and_waiting().say(SNOOZE).wake("09:40")
    assert (late.phase, late.state.reason) == (Phase.MISSED, MissReason.ASLEEP)


def test_a_reminder_that_was_held_days_ago_is_not_shown_when_the_computer_wakes() -> None:
    life = Life(gate=QUIET).wake(DUE)
    life.wake("2026-11-26 10:00")
    assert life.kinds() == ["held", "missed"]
    assert life.state.reason == MissReason.HELD


def test_a_reminder_held_a_little_while_ago_is_shown_when_the_computer_wakes() -> None:
    assert Life(gate=QUIET).wake(DUE).wake("09:45").kinds() == ["held", "showing", "shown"]


def test_a_card_the_server_would_not_take_is_tried_again_and_missed_as_never_shown() -> None:
    life = Life(accepts=False).to_the_end()
    asked = [row.at for row in life.rows if row.kind is EventKind.SHOWING]
    assert asked[:3] == [DUE, DUE + RETRY, DUE + 2 * RETRY]
    assert asked[-1] - asked[-2] == minutes(2), "where nothing can be shown for long, the journal stays short"
    assert len(asked) < 70
    assert (life.phase, life.state.reason, life.state.shows) == (Phase.MISSED, MissReason.UNSHOWN, 0)
    assert life.now == DUE + minutes(120)


def test_after_a_crash_between_asking_and_yes_it_is_shown_once_more() -> None:
    life = Life(accepts=False).wake(DUE)
    after = replay(life.state.occurrence, life.rows)
    assert next_wakeup(after, life.policy, OPEN, DUE + SECOND) == DUE + RETRY
    life.accepts = True
    life.live_until(DUE + RETRY)
    assert life.kinds() == ["showing", "showing", "shown"]


def test_a_card_that_never_got_there_is_held_when_the_gate_closes() -> None:
    life = Life(accepts=False).wake(DUE)
    life.gate = CALL
    assert life.live_until(DUE + RETRY).phase is Phase.HELD


def test_a_yes_that_comes_after_the_answer_is_not_written() -> None:
    life = Life(accepts=False).wake(DUE).say(Skip(Actor.CLI))
    assert life.say(ConfirmShown()).kinds() == ["showing", "skipped"]


def test_a_card_that_was_closed_without_an_answer_is_put_back() -> None:
    life = shown_and_waiting().wake("07:34").say(Reshow())
    assert (life.phase, life.kinds()) == (Phase.SHOWING, ["showing", "shown", "showing"])
    assert life.wake("07:34").alarm() == utc("2026-11-23 07:44")


@pytest.mark.parametrize("over", [SNOOZE, START, Skip(Actor.CLI)])
def test_a_card_that_was_answered_is_not_put_back(over: Snooze | Start | Skip) -> None:
    life = shown_and_waiting().say(over)
    assert decide(life.state, Reshow(), life.policy, life.now) == ()


def test_a_card_is_not_put_back_while_the_gate_is_closed_unless_it_is_always_shown() -> None:
    life = shown_and_waiting()
    assert decide(life.state, Reshow(CALL), life.policy, life.now) == ()
    assert decide(life.state, Reshow(CALL), ReminderPolicy(always=True), life.now) != ()


def test_a_card_is_not_put_back_when_its_time_has_run_out() -> None:
    life = shown_and_waiting()
    life.now = DUE + minutes(120)
    assert decide(life.state, Reshow(), life.policy, life.now) == ()


def test_steps_done_are_counted_and_a_session_ends_completed() -> None:
    life = shown_and_waiting().say(START)
    for step in (1, 2, 3):
        life.wake(life.now + minutes(1)).say(FinishStep(step, Actor.CLI))
    assert life.say(Finish(Actor.CLI)).phase is Phase.COMPLETED
    assert life.say(Feel(FeltAnswer.HARDER, Actor.CLI)).state.answer == "harder"


def test_a_session_that_is_being_performed_is_not_broken_off_however_long_it_takes() -> None:
    life = shown_and_waiting(live=True).say(START)
    assert life.wake("12:00").phase is Phase.STARTED


def test_a_session_that_broke_off_is_abandoned_after_an_hour_without_a_step() -> None:
    life = shown_and_waiting().say(START).wake("07:50").say(FinishStep(2, Actor.CLI)).to_the_end()
    assert (life.phase, life.now) == (Phase.ABANDONED, utc("2026-11-23 08:50"))
    assert told(life.rows[-1]).steps_done == 2


@pytest.mark.parametrize(("back", "steps_done"), [("08:49:59", 2), ("08:50", 0), ("09:30", 0)])
def test_a_session_that_broke_off_goes_on_within_the_hour_else_begins_anew(back: str, steps_done: int) -> None:
    life = shown_and_waiting().say(START).wake("07:50").say(FinishStep(2, Actor.CLI))
    life.live_until(utc(f"2026-11-23 {back}"))
    assert life.say(START).state.steps_done == steps_done


@pytest.mark.parametrize(("back", "steps_done"), [("08:54:59", 2), ("08:55", 0)])
def test_a_session_that_was_stopped_goes_on_within_the_hour(back: str, steps_done: int) -> None:
    life = shown_and_waiting().say(START).wake("07:50").say(FinishStep(2, Actor.CLI))
    life.wake("07:55").say(Abandon(Actor.NOTIFICATION, 2)).wake(back)
    assert life.say(START).state.steps_done == steps_done


def test_a_session_taken_up_again_has_a_whole_hour_anew() -> None:
    life = shown_and_waiting().say(START).wake("07:50").say(FinishStep(2, Actor.CLI)).wake("08:40").say(START)
    assert life.live_until(utc("2026-11-23 09:39:59")).phase is Phase.STARTED
    assert life.to_the_end().now == utc("2026-11-23 08:40") + RESUMABLE


def test_a_session_can_be_done_before_its_time() -> None:
    life = Life().say(START).wake("06:10").say(Finish(Actor.PAGE))
    assert life.to_the_end().kinds() == ["started", "completed"]
    assert life.wake(DUE).phase is Phase.COMPLETED


@pytest.mark.parametrize(
    "ending",
    [
        lambda life: life.say(Skip(Actor.CLI)),
        lambda life: life.say(Excuse(Actor.CLI, "travel")),
        lambda life: life.to_the_end(),
        lambda life: life.say(START).say(Abandon(Actor.CLI, 1)),
    ],
)
def test_what_is_over_can_still_be_marked_as_done(ending: object) -> None:
    life = shown_and_waiting()
    ending(life)  # type: ignore[operator]  # parametrize hides the type
    assert life.over
    earlier = life.now - minutes(30)
    life.say(Finish(Actor.CLI, earlier))
    assert (life.phase, told(life.rows[-1]).done_at) == (Phase.COMPLETED, earlier)


def test_what_was_marked_as_done_by_mistake_can_be_taken_back() -> None:
    life = shown_and_waiting().say(Finish(Actor.CLI))
    assert life.say(Skip(Actor.CLI)).phase is Phase.SKIPPED


def test_a_refusal_says_what_the_reminder_is_and_what_it_cannot_be() -> None:
    with refusal(Refused, r"“Morning mobility” is already done, so it cannot be snoozed\."):
        shown_and_waiting().say(Finish(Actor.CLI)).say(SNOOZE)


def test_rows_of_a_clock_that_was_far_ahead_are_not_believed() -> None:
    life = Life()
    wrong = Missed(life.now + FUTURE + SECOND, Actor.SERVICE, occurrence(DUE), reason=MissReason.OFF)
    right = Skipped(life.now + FUTURE, Actor.CLI, occurrence(DUE))
    assert drop_implausible([wrong, right], life.now) == [right]


@pytest.mark.parametrize(("back", "most", "steps_done"), [("08:54:59", minutes(10), 2), ("08:55", None, 0)])
def test_what_was_begun_shorter_goes_on_so_within_the_hour_else_the_whole_begins(
    back: str, most: timedelta | None, steps_done: int
) -> None:
    short = Start(Actor.PAGE, SessionPlace.PAGE, most=minutes(10))
    life = shown_and_waiting().say(short).wake("07:50").say(START)
    assert life.state.most == minutes(10), "led elsewhere, it is the same"
    life.say(FinishStep(2, Actor.CLI)).wake("07:55").say(Abandon(Actor.PAGE, 2)).wake(back).say(START)
    assert (life.state.most, life.state.steps_done) == (most, steps_done)
    assert replay(life.state.occurrence, life.rows) == life.state
