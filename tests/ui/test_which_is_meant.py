"""Knows which session a command means by a name, a day or a time; must not know how answers are worded in full."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from routine.core.events import Actor, Missed, MissReason
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from tests.telling import told
from tests.ui.home import BERLIN, Home

TWICE = """
[[session]]
title = "Mobility"
practice = "mobility"
days = "daily"
at = ["07:30", "17:00"]
steps = ["pelvic-tilt"]
"""
EVENING = TWICE.replace("Mobility", "Evening").replace('["07:30", "17:00"]', '"21:30"')
VERBS = ["done", "skip", "excuse", "snooze", "start"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def home_at(home: Home, when: str, *sessions: str) -> None:
    """That person, at another time of theirs."""
    home.set_time(at(when).replace(tzinfo=BERLIN))
    home.plan(*sessions)


def missed(home: Home, session: str, planned: str) -> Occurrence:
    about = home.planned(session, at(planned))
    home.happened(Missed(about.due + timedelta(hours=2), Actor.SERVICE, about, reason=MissReason.UNANSWERED))
    return about


def last(home: Home, about: Occurrence) -> str:
    kinds = home.kinds(about)
    return kinds[-1] if kinds else ""


@pytest.mark.parametrize(("verb", "kind"), [("done", "completed"), ("skip", "skipped"), ("excuse", "excused")])
def test_after_midnight_it_is_last_nights_and_the_answer_says_so(home: Home, verb: str, kind: str) -> None:
    home_at(home, "2026-03-05 00:20", EVENING)
    about = missed(home, "evening", "2026-03-04 21:30")
    answer = home.run(verb, "evening")
    assert (answer.code, last(home, about)) == (0, kind)
    assert "of Wed 21:30" in answer.out
    assert home.kinds(home.planned("evening", at("2026-03-05 21:30"))) == []


def test_the_one_just_missed_is_done_and_the_next_one_still_comes(home: Home) -> None:
    home_at(home, "2026-03-04 09:31", TWICE)
    about = missed(home, "mobility", "2026-03-04 07:30")
    answer = home.run("done", "mobility")
    assert "of 07:30" in answer.out
    assert last(home, about) == "completed"
    assert "17:00" in home.run("status").out


@pytest.mark.parametrize("verb", ["done", "skip", "excuse", "snooze"])
def test_one_that_is_still_to_come_is_answered_only_when_somebody_says_so(home: Home, verb: str) -> None:
    home_at(home, "2026-03-04 15:00", TWICE)
    home.run("done", "mobility", "--at", "07:40")
    about = home.planned("mobility", at("2026-03-04 17:00"))
    first = home.run(verb, "mobility")
    assert (first.code, home.kinds(about)) == (5, [])
    assert "already done" in first.err if verb == "done" else "--early" in first.err
    early = home.run(verb, "mobility", "--early")
    assert (early.code, len(home.kinds(about))) == (0, 1)
    assert "of 17:00" in early.out


@pytest.mark.parametrize("verb", ["done", "skip", "excuse"])
@pytest.mark.parametrize("named", [("mine/mobility@2026-03-04T17:00",), ("mobility", "--at", "17:00")])
def test_its_id_or_its_time_says_so_too(home: Home, verb: str, named: tuple[str, ...]) -> None:
    home_at(home, "2026-03-04 15:00", TWICE)
    assert home.run(verb, *named).code == 0
    assert len(home.kinds(home.planned("mobility", at("2026-03-04 17:00")))) == 1


@pytest.mark.parametrize(("verb", "kind"), [("done", "completed"), ("skip", "skipped"), ("excuse", "excused")])
@pytest.mark.parametrize("words", [("mobility",), ("mobility", "--early"), ("mobility", "--on", "yesterday")])
def test_typed_twice_is_once(home: Home, verb: str, kind: str, words: tuple[str, ...]) -> None:
    home_at(home, "2026-03-04 08:00", TWICE.replace('["07:30", "17:00"]', '"07:30"'))
    home.run(verb, *words)
    again = home.run(verb, *words)
    assert (again.code, [entry.kind.value for entry in home.journal()].count(kind)) == (5, 1)


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        ("yesterday", "2026-03-03 21:30"),
        ("last night", "2026-03-03 21:30"),
        ("sat", "2026-02-28 21:30"),
        ("Saturday", "2026-02-28 21:30"),
        ("2026-02-22", "2026-02-22 21:30"),
        ("wednesday", "2026-02-25 21:30"),
    ],
)
def test_a_day_that_is_named_is_corrected(home: Home, day: str, planned: str) -> None:
    home_at(home, "2026-03-04 12:00", EVENING)
    about = missed(home, "evening", planned)
    if day == "wednesday":
        # today's is still to come: that it is Wednesday's is no reason to mark it
        assert home.run("done", "evening", "--on", day).code == 5
        assert last(home, about) == "missed"
        return
    assert home.run("done", "evening", "--on", day).code == 0
    assert last(home, about) == "completed"


def test_a_day_may_be_named_without_the_session_where_only_one_is_left(home: Home) -> None:
    home_at(home, "2026-03-04 12:00", TWICE, EVENING)
    about = missed(home, "evening", "2026-03-03 21:30")
    for planned in ("07:30", "17:00"):
        missed(home, "mobility", f"2026-03-03 {planned}")
    refused = home.run("done", "--on", "yesterday")
    assert refused.code == 2
    assert "mine/mobility@2026-03-03T17:00" in refused.err
    for done in ("07:40", "17:10"):
        assert home.run("done", "mobility", "--on", "yesterday", "--at", done).code == 0
    assert home.run("done", "--on", "yesterday").code == 0
    assert last(home, about) == "completed"
    assert home.run("done", "--on", "yesterday").code == 5


def test_what_was_done_on_another_day_was_done_then(home: Home) -> None:
    home_at(home, "2026-03-04 12:00", EVENING)
    about = missed(home, "evening", "2026-03-03 21:30")
    home.run("done", "evening", "--on", "yesterday")
    assert told(home.journal(about)[-1]).done_at == about.due


@pytest.mark.parametrize("day", ["tomorrow", "2026-03-09"])
def test_a_day_to_come_has_nothing_that_was_done(home: Home, day: str) -> None:
    home_at(home, "2026-03-04 12:00", EVENING)
    assert home.run("done", "evening", "--on", day).code == 5
    assert home.run("done", "evening", "--on", "someday").code == 2


def test_a_missed_one_is_begun_on_its_day_and_what_is_to_come_stays(home: Home) -> None:
    home_at(home, "2026-03-04 09:31", TWICE, EVENING)
    about = missed(home, "mobility", "2026-03-04 07:30")
    assert home.run("start", "mobility").code == 0
    assert last(home, about) == "started"
    home.run("done", "mobility")
    assert home.run("start", "evening").code == 0
    assert home.kinds(home.planned("evening", at("2026-03-04 21:30"))) == []
    assert home.kinds(home.planned("evening", at("2026-03-04 09:31"))) == ["started"]


def test_after_midnight_today_holds_what_still_waits(home: Home) -> None:
    home_at(home, "2026-03-05 00:20", EVENING.replace("21:30", "23:00"))
    home.shown(home.planned("evening", at("2026-03-04 23:00")))
    answer = home.run("today")
    assert "Wed 23:00" in answer.out
    rows = home.run("today", "--json").json["occurrences"]
    assert [row["id"] for row in rows] == ["mine/evening@2026-03-04T23:00", "mine/evening@2026-03-05T23:00"]
    assert home.run("snooze", "30m").code == 0
    assert "snoozed until 00:50" in home.run("today").out


def test_a_key_nobody_knows_is_no_session(home: Home) -> None:
    home_at(home, "2026-03-04 12:00", EVENING)
    assert home.run("done", OccurrenceKey("mine/evening@2020-01-01T21:30")).code == 2


@pytest.mark.parametrize("words", [("mobility", "--early"), ("--early",)])
def test_at_its_very_minute_early_means_the_one_of_today(home: Home, words: tuple[str, ...]) -> None:
    """No service runs, and its plan is read for the first time some seconds after it was due."""
    home.set_time(at("2026-03-04 17:00:20").replace(tzinfo=BERLIN))
    home.write("mine", f'title = "Mine"\n{TWICE}')
    assert "Next: “Mobility”, Thu 07:30." in home.run("done", *words).out
    assert home.kinds(home.planned("mobility", at("2026-03-04 17:00"))) == ["completed"]


def test_early_without_a_name_means_what_comes_next(home: Home) -> None:
    home_at(home, "2026-03-04 15:00", TWICE)
    assert "of 17:00" in home.run("done", "--early").out


def test_early_without_a_name_asks_which_of_two(home: Home) -> None:
    home_at(home, "2026-03-04 15:00", TWICE + TWICE.replace("Mobility", "Stretch").replace('"07:30", ', ""))
    answer = home.run("done", "--early")
    assert answer.code == 2
    assert "“Mobility”" in answer.err
    assert "“Stretch”" in answer.err


@pytest.mark.parametrize(
    "words", [("yesterday",), ("mobility", "yesterday"), ("mobility", "tue"), ("mobility", "last", "night")]
)
def test_a_day_that_no_session_is_called_by_is_the_day(home: Home, words: tuple[str, ...]) -> None:
    home_at(home, "2026-03-04 07:00", TWICE.replace('["07:30", "17:00"]', '"17:00"'))
    assert "of Tue 17:00" in home.run("done", *words).out


def test_a_session_that_is_called_like_a_day_is_that_session(home: Home) -> None:
    home_at(home, "2026-03-04 15:00", TWICE.replace("Mobility", "Yesterday").replace('"07:30", ', ""))
    missed(home, "yesterday", "2026-03-04 07:30")
    assert home.run("done", "yesterday", "--early").code == 0


def test_on_a_day_off_what_is_still_to_come_is_not_answered_by_its_name_alone(home: Home) -> None:
    home_at(home, "2026-03-04 15:00", EVENING)
    assert home.run("excuse", "today").code == 0
    assert home.run("excuse", "evening").code == 5
    assert home.kinds(home.planned("evening", at("2026-03-04 21:30"))) == []


def test_who_skips_between_two_is_told_how_to_name_each(home: Home) -> None:
    home_at(home, "2026-03-04 12:45", TWICE)
    about = missed(home, "mobility", "2026-03-04 07:30")
    told = home.run("skip", "mobility").err
    assert "--early` means that one, `routine skip Mobility --at 07:30` the one of 07:30" in told
    assert home.run("skip", "Mobility", "--at", "07:30").code == 0
    assert last(home, about) == "skipped"


@pytest.mark.parametrize(
    "words",
    [
        ("evening", "last", "tuesday"),
        ("evening", "on", "tue"),
        ("evening", "a", "day", "ago"),
        ("evening", "--on", "3 march"),
        ("evening", "--at", "2026-03-03 21:40"),
        ("--at", "yesterday"),
    ],
)
def test_a_day_is_named_as_people_say_it(home: Home, words: tuple[str, ...]) -> None:
    home_at(home, "2026-03-04 12:00", EVENING)
    about = missed(home, "evening", "2026-03-03 21:30")
    assert home.run("done", *words).code == 0
    assert last(home, about) == "completed"
