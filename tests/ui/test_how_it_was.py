"""Knows what is asked after a session in the terminal, and what the journal keeps of the answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from routine.adapters.notify.terminal import LETTERS
from routine.core.events import Actor, CheckedIn, Completed, EventKind, Outcome
from routine.core.ids import OccurrenceKey
from routine.core.notification import ActionId
from routine.presentation.safety import LOOK_AGAIN
from routine.presentation.terminal_session import FELT_KEYS
from tests.telling import told
from tests.ui.home import Home
from tests.ui.terminal import Terminal

SCORE, DIARY = "How does your back feel, 0 (no pain) to 10?", "A line for your diary?"


@pytest.fixture
def through(home: Home) -> Home:
    """“Morning mobility” is waiting, and its steps are short."""
    home.plan(home.session(length="3s"))
    home.has_put_off_the_check()
    home.shown(home.occurrence())
    return home


def at_the_end(home: Home) -> Terminal:
    terminal = home.on_terminal("start")
    # who only goes on has not done it: it is played to its end
    terminal.wait_for("Enter leaves it open")
    return terminal


def answers(home: Home) -> list[tuple[str, int | None, str]]:
    felt = [entry for entry in home.journal(home.occurrence()) if entry.kind is EventKind.FELT]
    return [(told(entry).answer or "", told(entry).score, told(entry).note) for entry in felt]


@pytest.mark.parametrize(("key", "felt"), [("e", "easier"), ("m", "same"), ("h", "harder")])
def test_one_key_says_how_it_was(through: Home, key: str, felt: str) -> None:
    with at_the_end(through) as terminal:
        terminal.press(key)
        terminal.wait_for(SCORE)
        terminal.press("\n")
        terminal.wait_for(DIARY)
        terminal.press("\n")
        terminal.wait_for("Thank you, noted.")
        assert terminal.ended() == 0
        assert terminal.as_before
    assert answers(through) == [(felt, None, "")]


def test_a_number_and_a_line_of_diary_are_kept_as_they_were_typed(through: Home) -> None:
    with at_the_end(through) as terminal:
        terminal.press("m")
        terminal.wait_for(SCORE)
        terminal.press("3\n")
        terminal.wait_for(DIARY)
        terminal.press("Slept well; the left side is stiff – a bit.\n")
        terminal.wait_for("Thank you, noted.")
        assert terminal.ended() == 0
    assert answers(through) == [
        ("same", None, ""),
        ("", 3, ""),
        ("", None, "Slept well; the left side is stiff – a bit."),
    ]


@pytest.mark.parametrize(("score", "asked"), [("7", False), ("8", True)])
def test_a_very_sore_back_is_asked_to_go_through_the_check_again(through: Home, score: str, asked: bool) -> None:
    through.happened(CheckedIn(through.now, Actor.CLI, outcome=Outcome.CLEAR))
    with at_the_end(through) as terminal:
        terminal.press("\n")
        terminal.wait_for(SCORE)
        terminal.press(f"{score}\n")
        terminal.wait_for(DIARY)
        terminal.press("\n")
        assert terminal.ended() == 0
        assert (LOOK_AGAIN in " ".join(terminal.text.split())) == asked
    assert through.run("status", "--json").json["safety"]["check_waits"] == asked
    assert through.run("help-signs", "--json").json["waits"] == asked


def test_what_is_no_number_from_nought_to_ten_is_asked_again(through: Home) -> None:
    with at_the_end(through) as terminal:
        terminal.press("\n")
        terminal.wait_for(SCORE)
        for typed in ("11", "-1", "3.5", "fine", "³"):
            terminal.forget()
            terminal.press(f"{typed}\n")
            terminal.wait_for("A whole number from 0 to 10, or Enter.")
        terminal.press("10\n")
        terminal.wait_for(DIARY)
        terminal.press("\n")
        assert terminal.ended() == 0
    assert answers(through) == [("", 10, "")]


def test_no_answer_is_fine(through: Home) -> None:
    with at_the_end(through) as terminal:
        terminal.press("\n")
        terminal.wait_for(SCORE)
        terminal.press("\n")
        terminal.wait_for(DIARY)
        terminal.press("\n")
        assert terminal.ended() == 0
        assert "Thank you" not in terminal.text
    assert through.kinds(through.occurrence())[-1] == "completed"


@pytest.mark.parametrize(
    ("earlier", "asked"),
    [
        (False, "How was it?  e too easy · m just right · h too hard"),
        (True, "Compared with last time?  e easier · m same · h harder"),
    ],
)
def test_the_very_first_session_is_compared_with_none(through: Home, earlier: bool, asked: str) -> None:
    welcome = replace(through.occurrence(), key=OccurrenceKey("@welcome/x@2026"))
    reading = replace(through.occurrence(), key=OccurrenceKey("library/pacing@2026-03-04T09:00"))
    through.happened(Completed(through.now, Actor.CLI, welcome), Completed(through.now, Actor.CLI, reading))
    if earlier:
        walk = through.occurrence("Walk", timedelta(days=1))
        through.happened(Completed(through.now - timedelta(days=1), Actor.CLI, walk))
    with at_the_end(through) as terminal:
        assert asked in terminal.text
        terminal.press("h")
        terminal.wait_for(SCORE)
        terminal.press("\n")
        terminal.wait_for(DIARY)
        terminal.press("\n")
        assert terminal.ended() == 0
    assert "than last time" not in through.run("today").out


def test_after_what_is_only_read_nothing_is_asked(home: Home) -> None:
    home.has_put_off_the_check()
    with home.on_terminal("start", "pacing") as terminal:
        terminal.wait_for("tempting")
        terminal.press("q")
        assert terminal.ended() == 0
        assert "What was it?" not in terminal.text


def test_any_other_key_leaves_the_question_standing(through: Home) -> None:
    with at_the_end(through) as terminal:
        for other in ("x", "s", " ", "\x1b[A"):
            terminal.press(other)
            terminal.listen(0.5)
            assert SCORE not in terminal.text, repr(other)
        terminal.press("h")
        terminal.wait_for("Too hard.")
        terminal.press("q\n")
        terminal.wait_for("A whole number")
        terminal.press("\n")
        terminal.wait_for(DIARY)
        terminal.press("\n")
        assert terminal.ended() == 0
    assert answers(through) == [("harder", None, "")]


def test_the_same_letter_says_same_here_and_on_a_card_in_the_terminal() -> None:
    assert {FELT_KEYS[LETTERS[do]] for do in (ActionId.EASIER, ActionId.SAME, ActionId.HARDER)} == {
        "easier",
        "same",
        "harder",
    }


@pytest.mark.parametrize("key", ["q", "\x1b", "\x03"], ids=["q", "Esc", "Ctrl-C"])
def test_one_key_leaves_every_question_open(through: Home, key: str) -> None:
    with at_the_end(through) as terminal:
        terminal.press(key)
        assert terminal.ended() == 0
        assert terminal.as_before
        assert SCORE not in terminal.text
    assert answers(through) == []


def test_what_was_answered_before_ctrl_c_is_kept(through: Home) -> None:
    with at_the_end(through) as terminal:
        terminal.press("h")
        terminal.wait_for(SCORE)
        terminal.interrupt()
        assert terminal.ended() == 0
        assert "Traceback" not in terminal.text
    assert answers(through) == [("harder", None, "")]


def test_control_characters_never_reach_the_diary(through: Home) -> None:
    with at_the_end(through) as terminal:
        terminal.press("m")
        terminal.wait_for(SCORE)
        terminal.press("\n")
        terminal.wait_for(DIARY)
        terminal.press("fine \x1b[31mred\n")
        assert terminal.ended() == 0
    assert answers(through)[-1] == ("", None, "fine [31mred")


def test_a_session_that_ended_elsewhere_is_not_asked_about_here(through: Home) -> None:
    with through.on_terminal("start") as terminal:
        terminal.wait_for("Step 1 of 2")
        ended = Completed(through.present(), Actor.NOTIFICATION, through.occurrence())
        through.happened(ended)
        assert terminal.ended() == 0
        assert "harder" not in terminal.text
