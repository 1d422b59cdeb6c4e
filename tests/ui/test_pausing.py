"""Knows what pause, resume and days off say and write; must not know how the service holds anything."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from routine.core.events import Actor, Completed, Event, EventKind, Held, HoldReason, Missed, MissReason, Paused
from routine.core.plan import ReminderPolicy
from tests.telling import told
from tests.ui.home import Home

MINUTES = timedelta(minutes=1)
DAY = timedelta(days=1)
WALK = ("Walk", -120 * MINUTES)


def last(home: Home) -> Event:
    return home.journal()[-1]


def day(home: Home, ahead: int) -> str:
    return f"{home.now.astimezone(home.zone) + ahead * DAY:%Y-%m-%d}"


def states(home: Home, first: int, days: int) -> list[str]:
    shape = home.run("week", "--from", day(home, first), "--days", str(days), "--json").json
    return [one["state"] for one in shape["occurrences"]]


def test_pause_says_until_when_and_is_seen_in_status_and_today(home: Home) -> None:
    home.plan(home.session(*WALK))
    answer = home.run("pause", "2h")
    paused = last(home)
    assert answer.code == 0
    assert (paused.kind, paused.by) == (EventKind.PAUSED, Actor.CLI)
    assert told(paused).until
    assert told(paused).until - paused.at == 120 * MINUTES
    until = home.local(told(paused).until)
    assert answer.out.startswith(f"Paused until {until}. ")
    assert f"Paused     until {until}" in home.run("status").out
    assert f"Paused until {until}; `routine resume` ends it sooner." in home.run("today").out
    assert home.run("status", "--json").json["paused_until"] == told(paused).until.astimezone(home.zone).isoformat(
        timespec="seconds"
    )


def test_pause_until_tomorrow_lasts_through_the_night(home: Home) -> None:
    answer = home.run("pause", "until", "tomorrow")
    until = told(last(home)).until
    assert until
    assert f"{until.astimezone(home.zone):%Y-%m-%d %H:%M}" == f"{day(home, 1)} 04:00"
    assert f"Paused until {until.astimezone(home.zone):%a} 04:00." in answer.out


def test_a_pause_that_ends_weeks_ahead_names_the_date(home: Home) -> None:
    answer = home.run("pause", "until", day(home, 20))
    then = datetime.fromisoformat(day(home, 20))
    said = f"{then:%a} {then.day} {then:%B}, 04:00"
    assert f"Paused until {said}." in answer.out
    assert said in home.run("status").out
    assert said in home.run("today").out


def test_pause_as_json(home: Home) -> None:
    shape = home.run("pause", "30m", "--json").json
    until = told(last(home)).until
    assert until
    assert shape == {"paused_until": until.astimezone(home.zone).isoformat(timespec="seconds")}
    assert home.run("resume", "--json").json == {"paused_until": None}


@pytest.mark.parametrize("words", [(), ("2x",), ("until", "soon"), ("40d",), ("until", "2020-01-01"), ("10s",)])
def test_what_is_no_pause_is_refused_and_leaves_no_trace(home: Home, words: tuple[str, ...]) -> None:
    answer = home.run("pause", *words)
    assert answer.code == 2
    assert "`routine " in answer.err
    assert home.files() == []


def test_a_second_pause_takes_the_place_of_the_first(home: Home) -> None:
    home.run("pause", "5h")
    home.run("pause", "1h")
    until = told(last(home)).until
    assert until
    assert f"Paused     until {home.local(until)}" in home.run("status").out


def test_resume_ends_it_and_says_what_comes_next(home: Home) -> None:
    home.plan(home.session(*WALK))
    home.run("pause", "5h")
    answer = home.run("resume")
    assert answer.code == 0
    assert answer.out == f"Reminders go on. Next: “Walk”, {home.clock(WALK[1])}.\n"
    assert "nothing will remind you" in answer.err
    assert last(home).kind is EventKind.RESUMED
    assert "Paused" not in home.run("status").out


def test_resume_names_what_has_waited(home: Home) -> None:
    home.plan(home.session(), home.session("Stretch", 3 * MINUTES))
    home.run("pause", "5h")
    for about in (home.occurrence(), home.occurrence("Stretch", 3 * MINUTES)):
        home.happened(Held(home.now, Actor.SERVICE, about, reason=HoldReason.PAUSE))
    assert "“Morning mobility” and “Stretch” waited and come now." in home.run("resume").out


def test_resume_without_a_pause_has_nothing_to_act_on(home: Home) -> None:
    home.plan(home.session(*WALK))
    answer = home.run("resume")
    assert answer.code == 5
    assert "Nothing is paused." in answer.err
    assert "Next: “Walk”" in answer.err
    home.happened(Paused(home.now - DAY, Actor.CLI, until=home.now - 60 * MINUTES))
    assert home.run("resume").code == 5, "it ended an hour ago"


def test_pause_tells_what_it_does_not_hold(home: Home) -> None:
    home.plan(home.session(), "[session.remind]\nalways = true\n")
    home.shown(home.occurrence())
    answer = home.run("pause", "1h")
    assert "On the screen already: “Morning mobility”." in answer.out
    assert "always remind" in answer.out


def test_a_running_service_is_told(home: Home) -> None:
    home.run("pause", "1h")
    assert home.paths.poke_file.exists()


def test_what_a_long_pause_held_while_nothing_ran_is_excused_not_missed(home: Home) -> None:
    home.plan(home.session(ago=150 * MINUTES))
    start, long = home.now - 200 * MINUTES, ReminderPolicy().hold_at_most
    home.happened(Paused(start, Actor.CLI, until=home.now - 150 * MINUTES + long + 5 * MINUTES))
    assert "does not count: paused" in home.run("today").out


# days off


def test_days_off_excuse_what_was_missed_and_what_is_to_come(home: Home) -> None:
    home.plan(home.session(*WALK))
    missed = home.occurrence("Walk", WALK[1] + DAY)
    home.happened(Missed(home.now - 60 * MINUTES, Actor.SERVICE, missed, reason=MissReason.UNANSWERED))
    answer = home.run("excuse", "--from", day(home, -1), "--to", day(home, 20), "--why", "holiday")
    assert answer.code == 0
    assert ". 22 sessions do not count." in answer.out
    assert states(home, -1, 23) == ["excused"] * 22 + ["upcoming"]
    assert "does not count: holiday" in home.run("today").out
    assert home.run("status", "--json").json["next"] is None
    # what is to come is bound by the days, not by a row of its own
    assert home.kinds(home.occurrence(*WALK)) == []
    assert told(home.journal(missed)[-1]).note == "holiday"


def test_days_off_leave_alone_what_was_done(home: Home) -> None:
    home.plan(home.session(), home.session(*WALK))
    home.happened(Completed(home.now, Actor.CLI, home.occurrence()))
    assert home.run("excuse", "--to", day(home, 0)).out.endswith("moves their end.\n")
    assert home.kinds(home.occurrence()) == ["completed"]
    assert states(home, 0, 1) == ["completed", "excused"]


def test_days_off_for_one_session_leave_the_others(home: Home) -> None:
    home.plan(home.session("Stretch", -60 * MINUTES), home.session(*WALK))
    assert ". 4 sessions do not count." in home.run("excuse", "walk", "--to", day(home, 3)).out
    assert states(home, 0, 1) == ["upcoming", "excused"]
    assert home.run("excuse", "wlak", "--to", day(home, 3)).code == 2


def test_days_off_leave_a_booked_visit_unless_it_is_named(home: Home) -> None:
    visit = f"""
[[appointment]]
therapy = "acupuncture"
title = "Dr Lin"
first = {day(home, 2)}T14:00:00
every = "1 week"
visits = 3
"""
    home.plan(home.session(*WALK), visit)
    answer = home.run("excuse", "--to", day(home, 3))
    assert ". 4 sessions do not count." in answer.out
    assert "Visits and supplements in these days are still reminded of" in answer.out
    assert ". 1 session does not count." in home.run("excuse", "Dr", "Lin", "--to", day(home, 3)).out


def test_days_off_said_twice_are_written_once(home: Home) -> None:
    home.plan(home.session(*WALK))
    home.run("excuse", "--to", day(home, 3))
    rows = len(home.journal())
    answer = home.run("excuse", "--to", day(home, 3))
    assert answer.code == 0
    assert len(home.journal()) == rows


@pytest.mark.parametrize(
    ("first", "last_day", "said"),
    [(0, -1, "comes after"), (0, 62, "At most 62 days"), (5, 3, "comes after")],
)
def test_days_that_cannot_be_are_refused(home: Home, first: int, last_day: int, said: str) -> None:
    answer = home.run("excuse", "--from", day(home, first), "--to", day(home, last_day))
    assert answer.code == 2
    assert said in answer.err
    assert home.files() == []


def test_days_that_are_no_days_are_refused(home: Home) -> None:
    assert home.run("excuse", "--from", "4/12", "--to", "2027-01-02").code == 2
    assert home.run("excuse", "--from", "2026-11-31", "--to", "2027-01-02").code == 2


def test_excuse_without_days_still_answers_what_waits(home: Home) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    assert home.run("excuse", "--why", "a cold").out.startswith("Excused “Morning mobility”")
