"""Movement is what the steps are, not what a session is called: that decides what a safety answer holds back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.core.exercise import Exercise, Practice, Timed
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import PerformStep, Plan, Rest, Say, Sequence, Session, StepEntry
from routine.core.recurrence import Weekly
from routine.library.catalogue import catalogue
from tests.replacing import replace

LIBRARY = catalogue()
MINUTE = timedelta(minutes=1)
OWN = Exercise("own", "My own", ("Do it.",), Timed(MINUTE))
MOVING = [practice for practice in Practice if practice.moves]
CALM = [practice for practice in Practice if not practice.moves]


def library(name: str) -> PerformStep:
    return PerformStep(LIBRARY.exercises[name], LIBRARY.exercises[name].dose)


def own(practice: Practice | None) -> PerformStep:
    return PerformStep(replace(OWN, practice=practice), OWN.dose)


def moves(practice: Practice | None, *entries: StepEntry) -> bool:
    session = Session("one", "One", practice, Weekly(()), ("steps",))
    return Plan("mine", "Mine", (session,), {"steps": Sequence("steps", "Steps", entries)}).moves(session)


PLANK, WALK = library("plank-forearm"), library("walk-brisk")
BREATH, SCAN = library("diaphragmatic-breathing"), library("body-scan")
READ, PAUSE = Say("Sit down.", MINUTE), Rest(MINUTE)


@pytest.mark.parametrize("practice", [*Practice, None])
@pytest.mark.parametrize(
    "entries",
    [(PLANK,), (BREATH, WALK), (SCAN, READ, PLANK), (own(Practice.STRENGTHENING),), (own(None),),
     (library("mindful-walking"),), (library("legs-up-the-wall"),)],
    ids=["plank", "mixed", "mixed-with-words", "own", "own-of-no-practice", "slow-walk", "legs-up"],
)  # fmt: skip
def test_steps_that_move_make_it_movement_whatever_it_is_called(
    practice: Practice | None, entries: tuple[StepEntry, ...]
) -> None:
    assert moves(practice, *entries)


@pytest.mark.parametrize("practice", [*Practice, None])
@pytest.mark.parametrize("entries", [(BREATH,), (SCAN, PAUSE), (own(Practice.RELAXATION),)])
def test_steps_that_do_not_move_do_not_whatever_it_is_called(
    practice: Practice | None, entries: tuple[StepEntry, ...]
) -> None:
    assert not moves(practice, *entries)


@pytest.mark.parametrize("entries", [(), (READ,), (PAUSE, READ)], ids=["empty", "words", "rest"])
def test_where_no_step_tells_the_practice_does_and_what_nobody_can_tell_may_be_movement(
    entries: tuple[StepEntry, ...],
) -> None:
    assert all(moves(practice, *entries) for practice in [*MOVING, None])
    assert not any(moves(practice, *entries) for practice in CALM)


def test_words_in_a_session_that_is_called_movement_may_ask_for_more_than_its_exercises() -> None:
    assert moves(Practice.STRENGTHENING, BREATH, READ)


def test_each_turn_is_judged_by_its_own_steps() -> None:
    session = Session("turns", "Turns", Practice.RELAXATION, Weekly(()), ("calm", "strong"))
    sequences = {"calm": Sequence("calm", "Calm", (SCAN,)), "strong": Sequence("strong", "Strong", (PLANK,))}
    plan = Plan("mine", "Mine", (session,), sequences)
    assert [plan.moves(session, turn) for turn in range(4)] == [False, True, False, True]


@pytest.mark.parametrize("asks", [kind for kind in OccurrenceKind if kind is not OccurrenceKind.SESSION])
def test_a_visit_and_what_is_taken_ask_nobody_to_move(asks: OccurrenceKind) -> None:
    session = Session("visit", "Visit", None, Weekly(()), asks=asks)
    assert not Plan("mine", "Mine", (session,), {}).moves(session)


@pytest.mark.parametrize("name", sorted(LIBRARY.sequences))
def test_every_sequence_of_the_library_is_movement_or_not_by_its_steps(name: str) -> None:
    entries = LIBRARY.sequences[name].entries
    stirs = any(entry.exercise.moves for entry in entries if isinstance(entry, PerformStep))
    assert moves(Practice.RELAXATION, *entries) is stirs
