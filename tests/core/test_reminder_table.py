"""Knows which phase of a reminder may follow which, drawn again from the design; must not know times."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.core.commands import Abandon, Command, Excuse, Feel, Finish, FinishStep, Skip, SkipStep, Snooze, Start
from routine.core.events import Actor, EventKind, FeltAnswer
from routine.core.identifiers import SessionPlace
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder, decide, evolve
from routine.core.reminder_states import FINAL, TRANSITIONS, WAITING, Phase
from routine.errors import Refused
from routine.presentation.errors import explain
from tests.core.making import occurrence, utc
from tests.telling import event_of

# The design's table, row by row: what each state may turn into, and by which row. `due time → shown` goes by
# way of `showing`, the moment in which the server has been asked and has not answered.
DRAWN = """
upcoming   showing>showing held>held snoozed>snoozed started>started skipped>skipped completed>completed
           excused>excused missed>missed
showing    shown>shown showing>showing held>held snoozed>snoozed started>started skipped>skipped
           completed>completed excused>excused missed>missed
shown      showing>showing snoozed>snoozed started>started skipped>skipped completed>completed
           excused>excused missed>missed
snoozed    showing>showing held>held snoozed>snoozed started>started skipped>skipped completed>completed
           excused>excused missed>missed
held       showing>showing held>held snoozed>snoozed started>started skipped>skipped completed>completed
           excused>excused missed>missed
started    started>started step_done>started step_skipped>started completed>completed abandoned>abandoned
completed  felt>completed completed>completed skipped>skipped excused>excused
abandoned  felt>abandoned started>started skipped>skipped completed>completed excused>excused
skipped    started>started completed>completed excused>excused
missed     started>started skipped>skipped completed>completed excused>excused
excused    started>started skipped>skipped completed>completed
"""

COMMANDS: dict[EventKind, Command] = {
    EventKind.SNOOZED: Snooze(timedelta(minutes=10), Actor.CLI),
    EventKind.SKIPPED: Skip(Actor.CLI),
    EventKind.STARTED: Start(Actor.CLI, SessionPlace.TERMINAL),
    EventKind.STEP_DONE: FinishStep(1, Actor.CLI),
    EventKind.STEP_SKIPPED: SkipStep(1, Actor.CLI),
    EventKind.COMPLETED: Finish(Actor.CLI),
    EventKind.ABANDONED: Abandon(Actor.CLI, 1),
    EventKind.EXCUSED: Excuse(Actor.CLI, "a cold"),
    EventKind.FELT: Feel(FeltAnswer.SAME, Actor.CLI),
}
NOW = utc("2026-11-23 07:40")


def _drawn() -> dict[Phase, dict[EventKind, Phase]]:
    table: dict[Phase, dict[EventKind, Phase]] = {}
    for line in DRAWN.strip().splitlines():
        words = line.split()
        if not line.startswith(" "):
            phase = Phase(words.pop(0))
        moves = (word.split(">") for word in words)
        table.setdefault(phase, {}).update({EventKind(kind): Phase(to) for kind, to in moves})
    return table


def in_phase(phase: Phase) -> Reminder:
    return Reminder(occurrence(utc("2026-11-23 07:30")), phase, since=utc("2026-11-23 07:30"))


def test_the_table_is_the_one_that_was_designed() -> None:
    assert {phase: dict(moves) for phase, moves in TRANSITIONS.items()} == _drawn()
    assert set(TRANSITIONS) == set(Phase)


def test_showing_a_card_never_ends_a_reminder() -> None:
    for moves in TRANSITIONS.values():
        for kind in (EventKind.SHOWING, EventKind.SHOWN, EventKind.HELD):
            assert moves.get(kind) not in FINAL


def test_what_is_over_is_only_changed_by_a_person() -> None:
    for phase in FINAL:
        assert not TRANSITIONS[phase].keys() & {
            EventKind.SHOWING,
            EventKind.SHOWN,
            EventKind.HELD,
            EventKind.MISSED,
            EventKind.SNOOZED,
        }
    assert FINAL.isdisjoint(WAITING)


@pytest.mark.parametrize("kind", COMMANDS, ids=str)
@pytest.mark.parametrize("phase", Phase, ids=str)
def test_a_person_can_do_what_the_table_says_and_is_told_why_when_not(phase: Phase, kind: EventKind) -> None:
    state, command = in_phase(phase), COMMANDS[kind]
    if kind in TRANSITIONS[phase]:
        (entry,) = decide(state, command, ReminderPolicy(), NOW)
        assert (entry.kind, entry.at, entry.by, entry.about) == (kind, NOW, Actor.CLI, state.occurrence)
        assert evolve(state, entry).phase is TRANSITIONS[phase][kind]
        return
    with pytest.raises(Refused) as refused:
        decide(state, command, ReminderPolicy(), NOW)
    assert explain(refused.value).sentence.startswith("“Morning mobility” ")
    assert explain(refused.value).sentence.endswith(".")
    assert "_" not in explain(refused.value).sentence
    assert explain(refused.value).hint
    assert refused.value.exit_code == 5


@pytest.mark.parametrize("phase", Phase, ids=str)
def test_a_row_that_comes_too_late_changes_nothing(phase: Phase) -> None:
    state = in_phase(phase)
    # that an answer was taken back is no row of this table: it lets what waits wait anew
    for kind in set(EventKind) - TRANSITIONS[phase].keys() - {EventKind.UNDONE}:
        assert evolve(state, event_of(kind, NOW, about=state.occurrence)) == state
