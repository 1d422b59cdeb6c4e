"""Knows how a session runs when time passes and keys are pressed; must not know a screen."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.exercise import BOTH_SIDES, ZERO, Exercise, Relaxation, Reps, Segment, Timed
from routine.core.plan import PerformStep, Rest, Say, Sequence
from routine.core.player import (
    SETTLED,
    SLEPT,
    Change,
    Changed,
    Finished,
    LeftOut,
    Mode,
    Moved,
    Player,
    PlayerCommand,
    begin,
    decide,
    evolve,
    frame,
    next_tick,
    play,
    played_at,
)
from routine.core.steps import BeatKind, Step, steps_of
from tests.core.making import minutes, utc
from tests.core.test_steps import DOINGS, LENGTHS

NOW = utc("2026-11-23 07:30")


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


ROW = Exercise("row", "Row", ("Pull.",), Reps((2, 2), move=seconds(5), rest=seconds(20), sides=BOTH_SIDES))
SIT = Exercise("sit", "Sit", ("Be.",), Timed(minutes(1)))
SCAN = Exercise(
    "scan",
    "Scan",
    ("Feel.",),
    Timed(minutes(1)),
    segments=(Segment("feet", seconds(1)), Segment("back", seconds(1))),
)
RELAX = Exercise(
    "relax",
    "Relax",
    ("Let go.",),
    Timed(minutes(2)),
    relaxation=Relaxation(2, seconds(5), seconds(10), (("hands", "make fists"), ("feet", "curl the toes"))),
)


def steps(*exercises: Exercise) -> tuple[Step, ...]:
    return steps_of(Sequence("s", "S", tuple(PerformStep(each, each.dose) for each in exercises)))


def whole(of: tuple[Step, ...]) -> timedelta:
    return sum((step.length for step in of), ZERO)


def by_itself(player: Player) -> tuple[Player, list[Change]]:
    """Nobody presses anything; each tick comes when it was asked for."""
    changes: list[Change] = []
    while (at := next_tick(player)) is not None:
        player, more = play(player, PlayerCommand.TICK, at)
        assert more, "a tick at the end of a beat always moves on"
        changes += more
    return player, changes


def pressing(player: Player, *presses: tuple[PlayerCommand, float]) -> Player:
    """Each press so many seconds after the start."""
    for press, second in presses:
        player, _ = play(player, press, NOW + seconds(second))
    return player


SESSIONS = st.lists(
    DOINGS | st.builds(Rest, LENGTHS) | st.builds(Say, st.just("Well."), LENGTHS), min_size=1, max_size=6
).map(lambda entries: steps_of(Sequence("s", "S", tuple(entries))))


@given(SESSIONS)
def test_left_alone_a_session_takes_the_sum_of_its_beats_and_finishes_each_step_once(of: tuple[Step, ...]) -> None:
    player, changes = by_itself(begin(of, NOW))
    assert player.mode is Mode.COMPLETED
    assert changes[-1] == Changed(Mode.COMPLETED, NOW + whole(of))
    assert [change.step for change in changes if isinstance(change, Finished)] == list(range(1, len(of) + 1))
    assert all(sooner.at <= later.at for sooner, later in pairwise(changes))
    visited = [(change.step, change.beat) for change in changes if isinstance(change, Moved)]
    assert [(0, 0), *visited] == [(n, beat) for n, step in enumerate(of) for beat in range(len(step.beats))]


@given(SESSIONS, st.lists(st.integers(1, 29_999), min_size=1, max_size=40))
def test_late_ticks_lose_no_time(of: tuple[Step, ...], lateness: list[int]) -> None:
    changes: list[Change] = []
    player = begin(of, NOW)
    late = iter(lateness * 1000)
    while (at := next_tick(player)) is not None:
        player, more = play(player, PlayerCommand.TICK, at + timedelta(milliseconds=next(late)))
        changes += more
    assert changes == by_itself(begin(of, NOW))[1]


@given(SESSIONS, st.lists(st.tuples(st.sampled_from(PlayerCommand), st.integers(0, 90)), max_size=40))
def test_whatever_is_pressed_the_picture_makes_sense(
    of: tuple[Step, ...], presses: list[tuple[PlayerCommand, int]]
) -> None:
    changes: list[Change] = []
    player, now = begin(of, NOW), NOW
    for press, wait in presses:
        now += seconds(wait)
        over = player.over
        player, more = play(player, press, now)
        changes += more
        assert not (over and more)
        for at in (now, now + minutes(5), now - minutes(5)):
            drawn = frame(player, at)
            assert ZERO <= drawn.elapsed <= drawn.beat.length
            assert drawn.elapsed + drawn.left == drawn.beat.length
            assert 0 <= drawn.number <= drawn.total
            assert drawn.upcoming is None or not drawn.upcoming.is_rest
    replayed = begin(of, NOW)
    for change in changes:
        replayed = evolve(replayed, change)
    assert replayed == player


@given(SESSIONS, st.integers(0, 600), st.integers(0, 100_000))
def test_a_pause_costs_nothing(of: tuple[Step, ...], when: int, length: int) -> None:
    player = begin(of, NOW)
    stop = NOW + seconds(when)
    while (at := next_tick(player)) is not None and at <= stop:
        player, _ = play(player, PlayerCommand.TICK, at)
    if player.over:
        return
    left = frame(player, stop).left
    player, _ = play(player, PlayerCommand.PAUSE, stop)
    assert next_tick(player) is None
    assert decide(player, PlayerCommand.TICK, stop + seconds(length)) == ()
    assert frame(player, stop + seconds(length)).left == left
    player, _ = play(player, PlayerCommand.RESUME, stop + seconds(length))
    assert by_itself(player)[1][-1] == Changed(Mode.COMPLETED, NOW + whole(of) + seconds(length))


@given(SESSIONS)
def test_pressing_next_gets_through_any_session_and_does_nothing_of_it(of: tuple[Step, ...]) -> None:
    player, left = begin(of, NOW), []
    for _ in range(1 + sum(len(step.beats) for step in of)):
        player, changes = play(player, PlayerCommand.NEXT, NOW)
        left += [change for change in changes if isinstance(change, Finished | LeftOut)]
    assert (player.mode, played_at(player, NOW)) == (Mode.STOPPED, ZERO)
    assert [change.step for change in left] == list(range(1, len(of) + 1))
    # nobody is blamed for a rest
    assert all(isinstance(change, Finished) is of[change.step - 1].is_rest for change in left)


@given(SESSIONS)
def test_so_does_leaving_each_exercise(of: tuple[Step, ...]) -> None:
    player = begin(of, NOW)
    for _ in range(len(of)):
        player, _ = play(player, PlayerCommand.SKIP, NOW)
    assert (player.mode, played_at(player, NOW)) == (Mode.STOPPED, ZERO)


MOVES = st.sampled_from([press for press in PlayerCommand if press is not PlayerCommand.STOP])


@given(SESSIONS, st.lists(st.tuples(MOVES, st.integers(0, 90)), max_size=40))
def test_what_counts_as_played_is_never_more_than_the_time_that_passed_without_its_pauses(
    of: tuple[Step, ...], presses: list[tuple[PlayerCommand, int]]
) -> None:
    player, now, most, before = begin(of, NOW), NOW, ZERO, ZERO
    for press, wait in presses:
        if player.mode is Mode.PLAYING:
            most += seconds(wait)
        now += seconds(wait)
        player, _ = play(player, press, now)
        assert before <= played_at(player, now) <= most
        before = played_at(player, now)
    if player.mode is Mode.COMPLETED:
        assert before * 2 > whole(of)


@given(SESSIONS)
def test_left_alone_all_of_it_was_played(of: tuple[Step, ...]) -> None:
    assert by_itself(begin(of, NOW))[0].played == whole(of)


def test_leaving_an_exercise_leaves_its_rest_as_well() -> None:
    of = steps_of(Sequence("s", "S", (PerformStep(ROW, ROW.dose), Rest(minutes(1)), PerformStep(SIT, SIT.dose))))
    changes = decide(begin(of, NOW), PlayerCommand.SKIP, NOW)
    assert changes == (LeftOut(1, NOW), Moved(2, 0, NOW))


def test_a_step_of_which_most_was_played_is_done_when_somebody_goes_on() -> None:
    player = pressing(begin(steps(SIT, ROW), NOW), (PlayerCommand.NEXT, 5))
    assert isinstance(decide(player, PlayerCommand.NEXT, NOW + seconds(5 + 31))[0], Finished)
    assert isinstance(decide(player, PlayerCommand.NEXT, NOW + seconds(5 + 29))[0], LeftOut)
    assert isinstance(decide(player, PlayerCommand.SKIP, NOW + seconds(5 + 31))[0], LeftOut), "they said so"


def test_what_was_played_before_it_was_taken_up_again_counts() -> None:
    of = steps(SIT, SIT)
    assert begin(of, NOW, 1).played == of[0].length, "nobody wrote it down: as long as what was done"
    player = begin(of, NOW, 1, seconds(60))
    assert by_itself(player)[0].played == seconds(60) + of[1].length


def test_next_goes_from_getting_ready_to_working_to_the_other_side_to_the_next_set_and_on() -> None:
    player = begin(steps(ROW, SIT), NOW)
    seen = []
    for second in range(6):
        seen.append((player.step, player.now_playing.part, player.now_playing.side, player.now_playing.set_no))
        player = pressing(player, (PlayerCommand.NEXT, second))
    left, right = BOTH_SIDES
    assert seen == [
        (0, BeatKind.READY, None, 1),
        (0, BeatKind.WORK, left, 1),
        (0, BeatKind.WORK, right, 1),
        (0, BeatKind.WORK, left, 2),
        (0, BeatKind.WORK, right, 2),
        (1, BeatKind.READY, None, 1),
    ]


def test_next_in_a_rest_between_sets_begins_the_next_set() -> None:
    player = begin(steps(ROW, SIT), NOW)
    while player.now_playing.part is not BeatKind.REST:
        player, _ = play(player, PlayerCommand.TICK, next_tick(player) or NOW)
    player, _ = play(player, PlayerCommand.NEXT, player.began)
    assert (player.step, player.now_playing.part, player.now_playing.set_no) == (0, BeatKind.WORK, 2)


@pytest.mark.parametrize("ticks", range(1, 10))
def test_leaving_a_relaxation_goes_on_to_the_next_step_wherever_one_is(ticks: int) -> None:
    player = begin(steps(RELAX, SIT), NOW)
    for _ in range(ticks):
        player, _ = play(player, PlayerCommand.TICK, next_tick(player) or NOW)
    player, changes = play(player, PlayerCommand.SKIP, player.began)
    assert (player.step, changes[0]) == (1, LeftOut(1, player.began))


@pytest.mark.parametrize("ticks", range(1, 5))
def test_next_in_a_relaxation_goes_on_to_the_next_muscle_group_whatever_is_done_with_this_one(ticks: int) -> None:
    player = begin(steps(RELAX, SIT), NOW)
    for _ in range(ticks):
        player, _ = play(player, PlayerCommand.TICK, next_tick(player) or NOW)
    player, _ = play(player, PlayerCommand.NEXT, player.began)
    assert (player.step, player.now_playing.label, player.now_playing.set_no) == (0, "feet", 1)


def test_next_in_a_body_scan_goes_on_to_the_next_station() -> None:
    player = pressing(begin(steps(SCAN, SIT), NOW), (PlayerCommand.NEXT, 1), (PlayerCommand.NEXT, 2))
    assert (player.step, player.now_playing.label) == (0, "back")
    assert pressing(player, (PlayerCommand.NEXT, 3)).step == 1


@pytest.mark.parametrize(("last", "mode"), [(2, Mode.STOPPED), (59, Mode.COMPLETED)])
def test_next_at_the_end_completes_a_session_of_which_most_was_played(last: float, mode: Mode) -> None:
    player = pressing(begin(steps(SIT), NOW), (PlayerCommand.NEXT, 1), (PlayerCommand.NEXT, last))
    assert player.mode is mode
    assert (
        decide(player, PlayerCommand.NEXT, NOW),
        decide(player, PlayerCommand.BACK, NOW),
        next_tick(player),
    ) == ((), (), None)


def test_back_begins_the_step_anew_or_the_one_before_when_this_has_hardly_begun() -> None:
    player = pressing(
        begin(steps(SIT, ROW), NOW), (PlayerCommand.NEXT, 1), (PlayerCommand.NEXT, 2), (PlayerCommand.NEXT, 10)
    )
    assert (player.step, player.beat) == (1, 1)
    player = pressing(player, (PlayerCommand.BACK, 10.5))
    assert (player.step, player.beat) == (1, 0)
    assert pressing(player, (PlayerCommand.BACK, 10.5 + SETTLED.total_seconds())).step == 1
    assert pressing(player, (PlayerCommand.BACK, 12)).step == 0
    assert pressing(player, (PlayerCommand.BACK, 12), (PlayerCommand.BACK, 12.5)).step == 0


def test_going_back_or_on_while_paused_stays_paused_at_the_start_of_the_beat() -> None:
    for press, step in ((PlayerCommand.BACK, 0), (PlayerCommand.NEXT, 0)):
        player = pressing(begin(steps(SIT, ROW), NOW), (PlayerCommand.PAUSE, 4), (press, 30))
        assert (player.mode, player.step) == (Mode.PAUSED, step)
        assert frame(player, NOW + minutes(9)).elapsed == ZERO
        resumed = pressing(player, (PlayerCommand.RESUME, 100))
        assert next_tick(resumed) == NOW + seconds(100) + player.now_playing.length


def test_a_session_that_was_stopped_stays_as_it_was() -> None:
    player = pressing(begin(steps(SIT), NOW), (PlayerCommand.NEXT, 1), (PlayerCommand.STOP, 11))
    assert player.mode is Mode.STOPPED
    assert frame(player, NOW + seconds(11)).elapsed == frame(player, NOW + minutes(9)).elapsed == seconds(10)
    assert decide(player, PlayerCommand.STOP, NOW + minutes(1)) == ()


def test_a_computer_that_slept_finds_the_session_waiting_where_it_was() -> None:
    player = begin(steps(SIT, ROW), NOW)
    ends = next_tick(player)
    assert ends is not None
    player, changes = play(player, PlayerCommand.TICK, ends + SLEPT)
    assert changes == (Changed(Mode.PAUSED, ends),)
    assert frame(player, ends + minutes(60)).left == ZERO
    player, _ = play(player, PlayerCommand.RESUME, ends + minutes(60))
    player, changes = play(player, PlayerCommand.TICK, ends + minutes(60))
    assert changes == (Moved(0, 1, ends + minutes(60)),)


@pytest.mark.parametrize("press", [PlayerCommand.PAUSE, PlayerCommand.TICK, PlayerCommand.NEXT])
def test_a_person_who_comes_back_needs_one_press_to_go_on(press: PlayerCommand) -> None:
    """The first thing after a sleep may be a press, not a tick."""
    player = begin(steps(SIT, ROW), NOW)
    back = NOW + minutes(60)
    player, _ = play(player, press, back)
    player, _ = play(player, PlayerCommand.RESUME, back + seconds(1))
    player, _ = play(player, PlayerCommand.TICK, back + seconds(2))
    assert player.mode is Mode.PLAYING


def test_a_clock_that_is_set_back_waits_and_does_not_break() -> None:
    player = begin(steps(SIT), NOW)
    assert decide(player, PlayerCommand.TICK, NOW - minutes(60)) == ()
    assert frame(player, NOW - minutes(60)).elapsed == ZERO


@pytest.mark.parametrize(("done", "step"), [(0, 0), (1, 1), (2, 1), (9, 1)])
def test_a_session_is_taken_up_at_the_first_step_not_done(done: int, step: int) -> None:
    assert begin(steps(SIT, ROW), NOW, done).step == step


def test_the_picture_tells_where_one_is_and_what_comes() -> None:
    of = steps_of(Sequence("s", "S", (PerformStep(SIT, SIT.dose), Rest(seconds(5)), PerformStep(ROW, ROW.dose))))
    first = frame(begin(of, NOW), NOW + seconds(2))
    assert (first.number, first.total, first.step.title, first.elapsed) == (1, 2, "Sit", seconds(2))
    assert first.upcoming is of[2]
    assert frame(begin(of, NOW, 2), NOW).upcoming is None
