"""Which words there are for each moment of a session, and when they change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.core.exercise import ZERO
from routine.core.plan import PerformStep, Rest, Say, Sequence
from routine.core.player import PlayerCommand, begin, frame, play
from routine.core.steps import BeatKind, steps_of
from routine.library.catalogue import catalogue
from routine.presentation.moment import Moment, moment_of
from tests.core.making import utc

NOW = utc("2026-11-24 07:00")
SECOND = timedelta(seconds=1)


def exercise(name: str) -> PerformStep:
    found = catalogue().exercises[name]
    return PerformStep(found, found.dose)


def said(
    part: BeatKind, *entries: PerformStep | Rest | Say, elapsed: timedelta = ZERO, paused: bool = False
) -> Moment:
    """What is read in the first stretch of that kind, so long after its beginning."""
    player = begin(steps_of(Sequence("s", "S", entries)), NOW)
    while player.now_playing.part is not part:
        player, changes = play(player, PlayerCommand.TICK, player.began + player.now_playing.length)
        assert changes
    if paused:
        player, _ = play(player, PlayerCommand.PAUSE, player.began + elapsed)
    return moment_of(frame(player, player.began + elapsed))


def test_getting_ready_names_the_exercise_how_much_and_says_how_to_begin() -> None:
    words = said(BeatKind.READY, exercise("cat-cow"), elapsed=0 * SECOND)
    assert (words.progress, words.doing, words.title, words.amount) == (
        "Step 1 of 1",
        "Get ready",
        "Cat–Cow",
        "8×",
    )
    setup = catalogue().exercises["cat-cow"].setup
    assert (words.saying, words.cue.text) == (setup, f"Cat–Cow. {setup}"), "a voice has no title to be read"
    assert words.breath == words.count == ""


def test_cues_come_one_at_a_time_and_the_breath_stands_beside_them() -> None:
    found = catalogue().exercises["cat-cow"]
    moments = [said(BeatKind.WORK, exercise("cat-cow"), elapsed=second * SECOND) for second in range(48)]
    sayings = list(dict.fromkeys(words.cue.text for words in moments))
    assert sayings == [*found.cues, found.breath]
    assert {words.breath for words in moments if words.cue.text in found.cues} == {found.breath}


def test_repetitions_are_counted_from_the_first_to_the_last() -> None:
    counts = [
        said(BeatKind.WORK, exercise("cat-cow"), elapsed=second * SECOND).count for second in range(0, 49, 6)
    ]
    numbers = [each.partition(" · ")[0] for each in counts]
    assert numbers == [*(f"{number} of 8" for number in range(1, 9)), "8 of 8"]
    assert [each for each in counts if " · " in each] == ["5 of 8 · halfway", *["8 of 8 · last one"] * 2]


def test_side_and_set_are_named() -> None:
    turn = said(BeatKind.WORK, exercise("bird-dog")).turn
    assert "left leg" in turn
    assert "set 1 of 3" in turn


@pytest.mark.parametrize(
    ("second", "count"),
    [(0, "Breathe in · 4"), (3.5, "Breathe in · 1"), (4, "Hold · 4"), (8, "Breathe out · 4"), (12, "Hold · 4"),
     (16, "Breathe in · 4")],
)  # fmt: skip
def test_a_breathing_practice_is_paced(second: float, count: str) -> None:
    assert said(BeatKind.WORK, exercise("box-breathing"), elapsed=second * SECOND).count == count


def test_a_rest_says_how_long_and_what_follows() -> None:
    words = said(BeatKind.REST, exercise("cat-cow"), Rest(20 * SECOND), exercise("bridge"))
    assert (words.title, words.cue.text, words.next_up) == ("Rest · 20 s", "Rest. Next: Bridge", "Next: Bridge")


def test_muscles_are_tensed_and_let_go() -> None:
    assert said(BeatKind.TENSE, exercise("pmr-7")).doing == "Tense"
    assert said(BeatKind.RELEASE, exercise("pmr-7")).doing == "Let go"


def test_a_sentence_stands_by_itself() -> None:
    words = said(BeatKind.SAY, Say("Stand tall.", 8 * SECOND))
    assert (words.progress, words.title, words.amount, words.turn) == ("Step 1 of 1", "", "", "")
    assert (words.cue.text, words.breath, words.count) == ("Stand tall.", "", "")


def test_a_pause_is_known() -> None:
    assert said(BeatKind.WORK, exercise("cat-cow"), elapsed=SECOND, paused=True).paused


def test_a_rest_between_two_sets_names_the_set_that_follows() -> None:
    words = said(BeatKind.REST, exercise("bird-dog"))
    assert words.next_up == "Next: Bird Dog, set 2 of 3"
    assert words.cue.text == f"Rest. {words.next_up}"


def test_the_amount_is_that_of_the_set_that_is_done() -> None:
    found = exercise("bird-dog")
    assert said(BeatKind.READY, found).amount != said(BeatKind.WORK, found).amount
