"""What the page says of when to get help, and what an answer to the check changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from routine.core.events import Actor, CheckedIn, Event, EventKind, Outcome
from routine.errors import NothingToActOn
from routine.library.catalogue import catalogue
from routine.presentation import safety_check as signs
from routine.presentation.page import by_view
from routine.presentation.reminders import STOP_RULE
from routine.presentation.safety_signs import AT_ONCE
from routine.ui.page.request import NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import help as help_
from tests.telling import reason_of
from tests.ui.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def site(home: Home) -> PageState:
    return PageState(lambda: home.app(ROUTINE_WELCOME="false"))


def answering(site: PageState, part: str, given: str, *numbers: int) -> Any:
    return help_.answer(site, PageRequest(body={"part": part, "answer": given, "signs": [*numbers]}))


def checkins(home: Home) -> list[Event]:
    if not home.paths.journal_file.exists():
        return []
    return [entry for entry in home.journal() if entry.kind is EventKind.CHECKIN]


def outcome_of(entry: Event) -> Outcome:
    assert isinstance(entry, CheckedIn)
    return entry.outcome


def test_the_signs_come_whole_and_the_most_urgent_first(site: PageState) -> None:
    answer = help_.about(site, PageRequest())
    assert [part["signs"] for part in answer["parts"]] == [
        list(signs.URGENT.signs),
        list(signs.DOCTOR.signs),
    ]
    assert [part["urgent"] for part in answer["parts"]] == [True, False]
    assert answer["parts"][0]["groups"][0]["advice"] == AT_ONCE.advice
    assert answer["forWhom"] == signs.ADULTS
    assert answer["stands"]["lines"] == [signs.NEVER]
    assert answer["stop"] == STOP_RULE


def test_nothing_on_the_page_sends_somebody_to_a_terminal_for_it(site: PageState) -> None:
    said = [help_.about(site, PageRequest()), answering(site, "B", "none")]
    assert "When to get help" in str(said[1]["advice"])
    assert "help-signs" not in str(said)


def test_an_urgent_sign_is_written_at_once_and_asks_nothing_more(site: PageState, home: Home) -> None:
    said = answering(site, "A", "yes", 2, 6)
    assert said["advice"][0] == AT_ONCE.advice
    assert said["urgent"]
    assert said["next"] == ""
    (entry,) = checkins(home)
    assert (outcome_of(entry), reason_of(entry), entry.by) == (Outcome.STOP, "A2 A6", Actor.PAGE)
    stands = help_.about(site, PageRequest())["stands"]["lines"]
    assert signs.ALL_WAIT in stands
    assert any(signs.URGENT.signs[1] in line and signs.URGENT.signs[5] in line for line in stands)


def test_none_of_the_urgent_signs_leads_to_the_others_and_writes_nothing_yet(site: PageState, home: Home) -> None:
    assert answering(site, "A", "none")["next"] == "B"
    assert checkins(home) == []
    said = answering(site, "B", "none")
    assert said["advice"] == [by_view(signs.NONE)]
    assert said["next"] == "leaveOut"
    assert [(outcome_of(entry), reason_of(entry)) for entry in checkins(home)] == [(Outcome.CLEAR, "")]


def test_not_being_sure_of_an_urgent_sign_is_for_a_doctor_today(site: PageState, home: Home) -> None:
    assert answering(site, "A", "not_sure")["advice"] == [signs.UNSURE]
    stands = help_.about(site, PageRequest())["stands"]["lines"]
    assert "You named: something you were not sure of." in stands
    assert signs.UNSURE_WAITS in stands
    assert signs.MOVEMENT_WAITS not in stands
    assert [(outcome_of(entry), reason_of(entry)) for entry in checkins(home)] == [(Outcome.SEE_DOCTOR, "A?")]


def test_a_sign_that_is_ticked_counts_even_when_somebody_is_not_sure(site: PageState, home: Home) -> None:
    answering(site, "A", "not_sure", 1)
    assert [(outcome_of(entry), reason_of(entry)) for entry in checkins(home)] == [(Outcome.STOP, "A1")]


@pytest.mark.parametrize("given", ["yes", "not_sure"])
def test_a_yes_without_a_number_counts_as_in_a_terminal(site: PageState, home: Home, given: str) -> None:
    answering(site, "B", given)
    assert [(outcome_of(entry), reason_of(entry)) for entry in checkins(home)] == [(Outcome.SEE_DOCTOR, "B")]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"part": "C", "answer": "none"},
        {"part": "A", "answer": "perhaps"},
        {"part": "A", "answer": "yes", "signs": [0]},
        {"part": "A", "answer": "yes", "signs": [99]},
        {"part": "A", "answer": "yes", "signs": [True]},
        {"part": "A", "answer": "yes", "signs": "1"},
        {"part": "A", "answer": "none", "signs": [1]},
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(site: PageState, home: Home, said: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood):
        help_.answer(site, PageRequest(body=said))
    assert checkins(home) == []


def test_a_milder_answer_does_not_take_back_a_graver_one(site: PageState) -> None:
    answering(site, "B", "yes", 6)
    assert answering(site, "B", "none")["advice"] == [signs.STILL_HELD]
    assert signs.MOVEMENT_WAITS in help_.about(site, PageRequest())["stands"]["lines"]


def test_a_professionals_word_ends_what_an_answer_holds_back(site: PageState, home: Home) -> None:
    answering(site, "B", "yes", 3)
    today = help_.about(site, PageRequest())["stands"]["clear"]["latest"]
    assert help_.clear(site, PageRequest(body={"day": today}))["advice"] == [signs.was_cleared(today)]
    assert checkins(home)[-1].by is Actor.PAGE
    stands = help_.about(site, PageRequest())["stands"]
    assert signs.was_cleared(today) in stands["lines"]
    assert stands["clear"] is None
    assert stands["since"] == signs.since_then(today)


def test_once_a_stop_is_cleared_the_rest_of_the_check_comes(site: PageState) -> None:
    answering(site, "A", "yes", 1)
    today = help_.about(site, PageRequest())["stands"]["clear"]["latest"]
    assert help_.clear(site, PageRequest(body={"day": today}))["next"] == "B"
    assert by_view(signs.REST_WAITS) in help_.about(site, PageRequest())["stands"]["lines"]
    answering(site, "B", "none")
    assert by_view(signs.REST_WAITS) not in help_.about(site, PageRequest())["stands"]["lines"]


@pytest.mark.parametrize("day", ["", "soon", "2999-01-01", "2001-01-01"])
def test_a_day_that_cannot_be_is_explained(site: PageState, day: str) -> None:
    answering(site, "B", "yes", 3)
    with pytest.raises(NotUnderstood) as told:
        help_.clear(site, PageRequest(body={"day": day}))
    assert told.value.hint


def test_nothing_to_clear_is_no_fault_of_anybody(site: PageState) -> None:
    with pytest.raises(NothingToActOn):
        help_.clear(site, PageRequest(body={"day": "2026-01-01"}))


def test_what_to_leave_out_becomes_a_line_for_a_plan_and_is_kept_nowhere(site: PageState, home: Home) -> None:
    shown = help_.about(site, PageRequest())["leaveOut"]
    assert [tag["value"] for tag in shown["tags"]] == list(catalogue().tags)
    line = help_.leave_out(PageRequest(query={"tags": "avoid-prone,avoid-flexion,<b>"}))["line"]
    assert line == 'avoid = ["avoid-flexion", "avoid-prone"]'
    assert help_.leave_out(PageRequest())["line"] == ""
    assert home.journal() == []
