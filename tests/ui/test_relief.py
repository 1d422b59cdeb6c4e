"""Knows that somebody whose back hurts now begins something short after two questions."""

from __future__ import annotations

import pytest

from routine.core.events import Started
from routine.core.plan import PerformStep
from routine.core.relief import SEQUENCES, ReliefKind, kind_called
from routine.library.catalogue import catalogue
from tests.ui.home import Home

KINDS = {
    "stiff": ReliefKind.STIFF,
    "stiff from sitting": ReliefKind.STIFF,
    "sore today": ReliefKind.SORE,
    "sore": ReliefKind.SORE,
    "my back hurts": ReliefKind.SORE,
    "bad spell": ReliefKind.BAD,
    "flare-up": ReliefKind.BAD,
    "just calm me": ReliefKind.CALM,
    "CALM": ReliefKind.CALM,
}


@pytest.mark.parametrize(("typed", "meant"), KINDS.items())
def test_it_is_meant_as_people_say_it(typed: str, meant: ReliefKind) -> None:
    assert kind_called(typed) is meant


def test_each_kind_has_a_sequence_of_the_library_and_calm_moves_nothing() -> None:
    for name in SEQUENCES.values():
        assert name in catalogue().sequences
    calm = catalogue().sequences[SEQUENCES[ReliefKind.CALM]]
    assert not any(one.exercise.moves for one in calm.entries if isinstance(one, PerformStep))


@pytest.mark.parametrize("kind", ["stiff", "sore", "bad", "calm"])
def test_after_two_noes_it_begins_and_stands_in_the_journal_as_extra(kind: str, home: Home) -> None:
    with home.on_terminal("relief", kind, rows=50) as terminal:
        terminal.wait_for("any of these")
        terminal.press("no\n")
        terminal.wait_for("fall")
        terminal.press("no\n")
        terminal.wait_for("q stop")
        terminal.stop()
        assert terminal.ended() == 0
    started = [one for one in home.journal() if isinstance(one, Started)]
    assert [str(one.key).partition("@")[0] for one in started] == [f"library/{SEQUENCES[ReliefKind(kind)]}"]


def test_a_sign_ends_it_and_says_what_to_do_instead(home: Home) -> None:
    answer = home.run("relief", "sore", typed="2\n")
    assert answer.code == 0
    assert "Call your emergency number" in answer.out
    assert not [one for one in home.journal() if isinstance(one, Started)]
    assert home.run("help-signs", "--json").json["tier"] == "now"


def test_a_sign_for_today_leaves_what_calms(home: Home) -> None:
    answer = home.run("relief", "stiff", typed="no\n1\n")
    assert "Call a doctor" in answer.out
    assert "routine relief calm" in answer.out
    assert not [one for one in home.journal() if isinstance(one, Started)]


def test_without_a_kind_the_four_are_told(home: Home) -> None:
    answer = home.run("relief")
    assert answer.code == 0
    for kind in ReliefKind:
        assert f"  {kind.value}" in answer.out


def test_the_four_are_asked_on_a_terminal(home: Home) -> None:
    with home.on_terminal("relief", rows=50) as terminal:
        terminal.wait_for("Which is it?")
        terminal.press("\n")
        assert terminal.ended() == 0


def test_what_is_none_of_the_four_is_said(home: Home) -> None:
    answer = home.run("relief", "bananas")
    assert answer.code == 2
    assert "stiff, sore, bad or calm" in answer.err
