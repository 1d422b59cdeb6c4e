"""Short of time in a terminal: `start --minutes N` says what stays, leads that, and it is told as what it was."""

from __future__ import annotations

import pytest

from routine.core.events import EventKind, Started
from tests.ui.home import Home

LONG = """
[[session]]
id = "gentle"
title = "Gentle movement"
practice = "strengthening"
days = "daily"
at = "12:00"
sequence = "gentle-a"
"""


def started(home: Home) -> Started:
    (row,) = home.app().journal.rows(kinds=(EventKind.STARTED,))
    assert isinstance(row.entry, Started)
    return row.entry


def test_what_stays_is_said_and_the_session_is_known_as_the_shorter_one(home: Home) -> None:
    home.plan(LONG)
    home.has_put_off_the_check()
    answer = home.run("start", "--minutes", "10", "--in", "terminal")
    assert (answer.code, answer.err) == (0, "")
    assert "You do Belly Breathing, Pelvic Tilt" in answer.out
    assert "Left out this time: Bird Dog: Leg Slide, Bridge and" in answer.out
    led = answer.out.partition("Left out this time")[2].partition("\n")[2]
    assert "Bridge" not in led
    assert "9 min" in led
    assert "bridge" not in {step.exercise for step in started(home).dose}
    assert "under way, the shorter version" in home.run("today").out
    home.run("done", "gentle")
    assert "done, the shorter version" in home.run("today").out
    assert "the shorter version, 10 min at most" in home.run("log").out
    assert home.run("log", "--json", "--kind", "started").json["entries"][0]["at_most"] == 10
    assert "1 was a shorter version." in home.run("progress").out


@pytest.mark.parametrize(
    ("minutes", "said"), [("30", "no longer than that"), ("1", "no version of it that is so short")]
)
def test_where_nothing_is_left_out_it_is_all_of_it_and_no_shorter_version(
    home: Home, minutes: str, said: str
) -> None:
    home.plan(LONG)
    home.has_put_off_the_check()
    answer = home.run("start", "--minutes", minutes, "--in", "terminal")
    assert (answer.code, answer.err) == (0, "")
    assert said in answer.out
    assert "Bridge" in answer.out
    assert started(home).most is None
    assert "shorter" not in home.run("today").out


@pytest.mark.parametrize("typed", ["0", "ten", "-3", "9999"])
def test_what_is_no_number_of_minutes_is_said_and_nothing_begins(home: Home, typed: str) -> None:
    home.plan(LONG)
    answer = home.run("start", f"--minutes={typed}")
    assert answer.code == 2
    assert "--minutes takes a number from 1 to 240." in answer.err
    assert not home.app().journal.rows(kinds=(EventKind.STARTED,))


def test_what_is_begun_from_the_library_has_a_shorter_version_too(home: Home) -> None:
    answer = home.run("start", "gentle-a", "--minutes", "10", "--in", "terminal")
    assert "Left out this time" in answer.out
    assert started(home).most is not None
