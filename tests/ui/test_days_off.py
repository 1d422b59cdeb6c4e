"""Knows what days off do: what is planned for them, before or later, does not count until they are taken back."""

from __future__ import annotations

from datetime import datetime

import pytest

from routine.core.events import Actor, Missed, MissReason
from tests.ui.home import BERLIN, Home

PLAN = """
[[session]]
title = "Morning"
practice = "mobility"
days = "daily"
at = "{at}"
steps = ["pelvic-tilt"]
"""
VISIT = """
[[appointment]]
title = "Acupuncture"
therapy = "acupuncture"
first = 2026-03-05T14:00:00
every = "1 week"
visits = 2
"""


def at(home: Home, when: str) -> None:
    home.set_time(datetime.fromisoformat(when).replace(tzinfo=BERLIN))


def states(home: Home, day: str, days: int = 1) -> list[str]:
    rows = home.run("week", "--from", day, "--days", str(days), "--json").json["occurrences"]
    return [row["state"] for row in rows]


@pytest.fixture
def off(home: Home) -> Home:
    """On Wednesday evening, with Thursday to Monday taken off."""
    at(home, "2026-03-04 20:00")
    home.plan(PLAN.format(at="07:30"))
    answer = home.run("excuse", "--from", "tomorrow", "--to", "monday", "--why", "away")
    assert answer.out.startswith("Taken off: Thu 5 March to Mon 9 March. 5 sessions do not count.")
    return home


def test_what_is_planned_for_them_is_excused_and_nothing_before_or_after(off: Home) -> None:
    assert states(off, "2026-03-05", 7) == ["excused"] * 5 + ["upcoming"] * 2
    assert "does not count: away" in off.run("week").out
    assert off.run("status", "--json").json["next"] is None


@pytest.mark.parametrize("later", ["08:00", "07:30"])
def test_what_comes_to_be_planned_later_is_off_as_well(off: Home, later: str) -> None:
    off.plan(PLAN.format(at=later).replace("Morning", "Another"))
    assert states(off, "2026-03-05", 7) == ["excused"] * 5 + ["upcoming"] * 2


def test_days_with_nothing_planned_can_be_taken_off_too(home: Home) -> None:
    at(home, "2026-03-04 20:00")
    assert home.run("excuse", "--from", "friday").code == 0
    home.plan(PLAN.format(at="07:30"))
    assert states(home, "2026-03-05", 3) == ["upcoming", "excused", "upcoming"]


def test_status_today_and_json_say_until_when(off: Home) -> None:
    assert "Thu 5 March to Mon 9 March (away)" in off.run("status").out
    assert off.run("status", "--json").json["days_off"] == {
        "from": "2026-03-05",
        "to": "2026-03-09",
        "why": "away",
    }
    at(off, "2026-03-06 09:00")
    assert "Off until Mon 9 March (away)." in off.run("today").out


def test_undo_gives_the_days_that_are_left_back(off: Home) -> None:
    at(off, "2026-03-06 20:00")
    assert off.run("excuse", "--undo").code == 0
    assert states(off, "2026-03-07", 3) == ["upcoming"] * 3
    assert off.run("status", "--json").json["days_off"] is None
    assert off.run("excuse", "--undo").code == 5


def test_undo_takes_back_those_that_come_next(off: Home) -> None:
    assert "Thu 5 March to Mon 9 March" in off.run("excuse", "--undo").out
    assert states(off, "2026-03-05", 5) == ["upcoming"] * 5


@pytest.mark.parametrize(("to", "left"), [("friday", 2), ("2026-03-12", 8)])
def test_their_end_can_be_moved(off: Home, to: str, left: int) -> None:
    at(off, "2026-03-05 06:00")
    assert off.run("excuse", "--to", to).code == 0
    assert states(off, "2026-03-05", 9) == ["excused"] * left + ["upcoming"] * (9 - left)
    off.run("excuse", "--undo")
    assert states(off, "2026-03-06", 5) == ["upcoming"] * 5


def test_the_same_days_said_again_are_one(off: Home) -> None:
    off.run("excuse", "--from", "2026-03-05", "--to", "2026-03-06")
    assert states(off, "2026-03-05", 4) == ["excused"] * 2 + ["upcoming"] * 2
    off.run("excuse", "--undo")
    assert off.run("excuse", "--undo").code == 5


@pytest.mark.parametrize(
    "words", [("today",), ("all",), ("--from", "today"), ("--why", "sick"), ("--to", "today")]
)
def test_a_day_can_be_taken_off_before_its_first_reminder(home: Home, words: tuple[str, ...]) -> None:
    at(home, "2026-03-04 06:00")
    home.plan(PLAN.format(at="07:30"))
    assert home.run("excuse", *words).code == 0
    assert states(home, "2026-03-04", 2) == ["excused", "upcoming"]


def test_what_waits_goes_and_comes_back_when_it_is_taken_back(home: Home) -> None:
    at(home, "2026-03-04 07:40")
    home.plan(PLAN.format(at="07:30"))
    about = home.planned("morning", datetime.fromisoformat("2026-03-04 07:30"))
    home.shown(about)
    home.run("excuse", "today")
    assert states(home, "2026-03-04") == ["excused"]
    home.run("excuse", "--undo")
    assert home.run("status", "--json").json["waiting"][0]["id"] == about.key


def test_visits_go_on_unless_all_is_said(home: Home) -> None:
    at(home, "2026-03-04 20:00")
    home.plan(PLAN.format(at="07:30"), VISIT)
    assert "still reminded" in home.run("excuse", "tomorrow").out
    assert states(home, "2026-03-05") == ["excused", "upcoming"]
    home.run("excuse", "tomorrow", "--all")
    assert states(home, "2026-03-05") == ["excused", "excused"]


def test_one_session_alone_can_be_off(home: Home) -> None:
    at(home, "2026-03-04 20:00")
    home.plan(PLAN.format(at="07:30"), PLAN.format(at="18:00").replace("Morning", "Evening"))
    assert "“Evening” is off" in home.run("excuse", "evening", "--from", "tomorrow", "--to", "friday").out
    assert states(home, "2026-03-05", 2) == ["upcoming", "excused"] * 2


def test_an_excused_week_plans_no_minutes(off: Home) -> None:
    assert "min planned" not in off.run("week", "--from", "2026-03-05", "--days", "5").out


def test_a_session_done_on_a_day_off_is_done(off: Home) -> None:
    at(off, "2026-03-05 09:00")
    assert off.run("done", "morning").code == 0
    assert states(off, "2026-03-05") == ["completed"]


@pytest.mark.parametrize("words", [("--from", "someday"), ("--from", "friday", "--to", "2026-03-01")])
def test_days_nobody_can_mean_change_nothing(off: Home, words: tuple[str, ...]) -> None:
    assert off.run("excuse", *words).code == 2
    assert len(off.journal()) == 2


@pytest.mark.parametrize(
    ("said", "kind"),
    [(("skip",), "skipped"), (("done",), "completed"), (("excuse",), "excused"), (("snooze", "1h"), "snoozed")],
)
def test_the_last_answer_of_today_is_taken_back_and_it_waits_again(
    home: Home, said: tuple[str, ...], kind: str
) -> None:
    at(home, "2026-03-04 09:25")
    home.plan(PLAN.format(at="07:30"))
    about = home.planned("morning", datetime.fromisoformat("2026-03-04 07:30"))
    home.shown(about)
    home.run(*said)
    at(home, "2026-03-04 10:00")
    answer = home.run("undo")
    assert (answer.code, home.kinds(about)[-2:]) == (0, [kind, "undone"])
    assert "Taken back: “Morning”" in answer.out
    waiting = home.run("status", "--json").json["waiting"]
    assert [one["id"] for one in waiting] == [about.key]
    assert home.run("undo").code == 5


def test_what_was_missed_stays_missed_when_its_correction_is_taken_back(home: Home) -> None:
    at(home, "2026-03-04 12:00")
    home.plan(PLAN.format(at="07:30"))
    about = home.planned("morning", datetime.fromisoformat("2026-03-04 07:30"))
    home.happened(Missed(home.now, Actor.SERVICE, about, reason=MissReason.OFF))
    home.run("done", "morning")
    home.run("undo")
    assert states(home, "2026-03-04") == ["missed"]


def test_taking_back_a_moved_end_restores_the_one_before(off: Home) -> None:
    at(off, "2026-03-05 06:00")
    off.run("excuse", "--to", "friday")
    assert "Taken back: Thu 5 March to Fri 6 March, days off." in off.run("undo").out
    assert states(off, "2026-03-05", 7) == ["excused"] * 5 + ["upcoming"] * 2


def test_tomorrow_is_tomorrow_at_both_ends(home: Home) -> None:
    at(home, "2026-03-04 20:00")
    home.plan(PLAN.format(at="07:30"))
    said = home.run("excuse", "--from", "tomorrow", "--to", "tomorrow").out
    assert said.startswith("Taken off: Thu 5 March. 1 session does not count.")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("until friday", "Wed 4 March to Fri 6 March"),
        ("3 days", "Wed 4 March to Fri 6 March"),
        ("from fri to mon", "Fri 6 March to Mon 9 March"),
        ("the weekend", "Sat 7 March to Sun 8 March"),
        ("morning until thu", "Wed 4 March to Thu 5 March"),
    ],
)
def test_days_off_are_said_in_words(home: Home, words: str, days: str) -> None:
    at(home, "2026-03-04 06:00")
    home.plan(PLAN.format(at="07:30"))
    assert f": {days}. " in home.run("excuse", *words.split()).out


def test_days_off_that_follow_each_other_are_off_until_the_last(home: Home) -> None:
    at(home, "2026-03-04 06:00")
    home.plan(PLAN.format(at="07:30"))
    for words in ("today", "from thu to sat", "from fri to sun"):
        home.run("excuse", *words.split())
    assert "Off until Sun 8 March." in home.run("status").out
    assert home.run("excuse", "--undo").out.startswith("The days off are taken back, Wed 4 March;")
