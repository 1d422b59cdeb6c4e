"""Knows what holds in every life a reminder may lead; must not know any single case.

`Life` itself checks each row against the table, that replaying gives the state, that looking twice says nothing
more, that the next alarm lies ahead, and that nothing would have been said before it.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from routine.core.commands import (
    OPEN,
    Abandon,
    Command,
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
from routine.core.events import Actor, Event, EventKind, ExcuseReason, HoldReason, MissReason, ShownCard, Snoozed
from routine.core.pauses import Pause
from routine.core.plan import ReminderPolicy
from routine.core.reminder import RETRY, evolve, replay
from routine.core.reminder_states import FINAL, TRANSITIONS, Phase
from routine.presentation.errors import explain
from tests.core.life import Life
from tests.core.making import minutes
from tests.telling import event_of, reason_of

LENGTHS = st.sampled_from([1, 7, 10, 29, 60, 119, 120, 240]).map(minutes)
POLICIES = st.builds(
    ReminderPolicy,
    heads_up_before=st.sampled_from([(), (), (minutes(5),), (minutes(30),)]),
    again_after=LENGTHS,
    give_up_after=LENGTHS,
    hold_at_most=LENGTHS,
    always=st.sampled_from([False, False, False, True]),
)
BY = st.sampled_from(Actor)
ANSWERS: st.SearchStrategy[Command] = st.one_of(
    st.builds(Snooze, LENGTHS, BY),
    st.builds(Skip, BY),
    st.builds(Start, BY, st.just("terminal")),
    st.builds(FinishStep, st.integers(1, 9), BY),
    st.builds(Finish, BY),
    st.builds(Abandon, BY, st.integers(0, 9)),
    st.builds(Excuse, BY, st.text(max_size=9)),
    st.builds(Feel, st.just("same"), BY),
    st.builds(Reshow, st.just(OPEN)),
)
GATES = st.sampled_from([None, None, HoldReason.QUIET, HoldReason.MICROPHONE, HoldReason.DO_NOT_DISTURB])
PAUSES = st.tuples(st.integers(-60, 600).map(minutes), st.integers(1, 3000).map(minutes))
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("awake"), st.integers(0, 180).map(minutes)),
        st.tuples(st.just("asleep"), st.integers(0, 600).map(minutes)),
        st.tuples(st.just("seconds"), st.integers(0, 90).map(lambda n: timedelta(seconds=n))),
        st.tuples(st.just("answer"), ANSWERS),
        st.tuples(st.just("gate"), st.tuples(GATES, st.none() | LENGTHS)),
        st.tuples(st.just("pause"), PAUSES),
        st.tuples(st.just("server"), st.booleans()),
        st.tuples(st.just("player"), st.booleans()),
        st.tuples(st.just("restart"), st.none()),
    ),
    max_size=25,
)


def lead(life: Life, moves: list[tuple[str, object]]) -> Life:
    life.wake()
    for name, what in moves:
        match name, what:
            case "awake", timedelta() as length:
                life.live_until(life.now + length)
            case (("asleep" | "seconds"), timedelta() as length):
                life.now += length
            case "gate", (HoldReason() | None as reason, timedelta() | None as length):
                life.gate = DisplayGate(reason, life.now + length if length else None) if reason else OPEN
            case "pause", (timedelta() as start, timedelta() as length):
                life.pauses = (Pause(life.due + start, life.due + start + length),)
            case "server", bool() as accepts:
                life.accepts = accepts
            case "player", bool() as live:
                life.live = live
            case "restart", _:
                life.state = replay(life.state.occurrence, life.rows)
                life.awake_since = life.now
            case "answer", command:
                life.ask(command)  # type: ignore[arg-type]  # the strategy holds commands only
        life.wake()
    return life


@given(POLICIES, MOVES)
def test_every_life_ends_in_one_way_and_stays_so(policy: ReminderPolicy, moves: list[tuple[str, object]]) -> None:
    life = lead(Life(policy), moves)
    life.live = False
    life.wake().to_the_end()
    assert life.phase in FINAL
    assert life.alarm() is None
    rows = len(life.rows)
    life.wake(life.now + timedelta(days=400))
    assert len(life.rows) == rows
    for refused in life.refusals:
        assert explain(refused).sentence
        assert explain(refused).hint


@given(POLICIES, MOVES)
def test_without_a_person_it_ends_missed_once(policy: ReminderPolicy, moves: list[tuple[str, object]]) -> None:
    life = lead(Life(policy), [move for move in moves if move[0] not in {"answer", "pause"}]).to_the_end()
    assert life.phase is Phase.MISSED
    assert [row.kind for row in life.rows].count(EventKind.MISSED) == 1
    assert life.state.reason in {
        MissReason.OFF,
        MissReason.ASLEEP,
        MissReason.UNANSWERED,
        MissReason.UNSHOWN,
        MissReason.HELD,
    }


@given(POLICIES, MOVES)
def test_without_a_person_a_pause_can_only_excuse_and_never_what_is_always_shown(
    policy: ReminderPolicy, moves: list[tuple[str, object]]
) -> None:
    life = lead(Life(policy), [move for move in moves if move[0] != "answer"]).to_the_end()
    ends = [(row.kind, reason_of(row)) for row in life.rows if row.kind in {EventKind.MISSED, EventKind.EXCUSED}]
    assert len(ends) == 1
    if life.phase is Phase.EXCUSED:
        assert ends == [(EventKind.EXCUSED, ExcuseReason.PAUSE)]
        assert life.pauses
        assert not policy.always


@given(POLICIES, MOVES)
def test_it_is_never_shown_early_twice_at_once_or_past_the_gate(
    policy: ReminderPolicy, moves: list[tuple[str, object]]
) -> None:
    others = [move for move in moves if move[1] != Reshow(OPEN)]
    life = lead(Life(policy), others).to_the_end()
    last: Event | None = None
    for row in life.rows:
        if row.kind is EventKind.SHOWING:
            assert row.at >= life.due
            if last and last.kind is EventKind.SHOWING:
                assert row.at - last.at >= RETRY
            if last and last.kind is EventKind.SHOWN and reason_of(last) != ShownCard.HEADS_UP:
                assert row.at - last.at >= policy.again_after
            if isinstance(last, Snoozed):
                assert last.until <= row.at < last.until + policy.give_up_after
        last = row
    assert sum(reason_of(row) == ShownCard.HEADS_UP for row in life.rows) <= 1
    assert not (policy.always and any(row.kind is EventKind.HELD for row in life.rows))


@given(POLICIES, MOVES, st.lists(st.sampled_from(EventKind), max_size=12))
def test_rows_in_any_order_never_break_it(
    policy: ReminderPolicy, moves: list[tuple[str, object]], kinds: list[EventKind]
) -> None:
    """Two writers, a copied journal, a clock set back: whatever stands there is a state, and time ends it."""
    life = lead(Life(policy), moves)
    for kind in kinds:
        before = life.state
        entry = event_of(kind, life.now, about=before.occurrence)
        life.rows.append(entry)
        life.state = evolve(before, entry)
        assert life.phase is TRANSITIONS[before.phase].get(kind, before.phase)
    life.live = False
    life.wake().to_the_end()
    assert life.phase in FINAL


@given(POLICIES, MOVES, st.integers(1, 3000).map(minutes))
def test_a_clock_that_is_set_back_never_shows_again_what_is_over(
    policy: ReminderPolicy, moves: list[tuple[str, object]], back: timedelta
) -> None:
    life = lead(Life(policy), moves)
    over = life.phase in FINAL
    rows = len(life.rows)
    life.live = False
    life.now -= back
    life.wake().to_the_end()
    assert life.phase in FINAL
    assert not over or len(life.rows) == rows
