"""Knows how days are shown, today and week: their lines, their states in words, their JSON."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from routine.core.events import Actor, Completed, EventKind, HoldReason, MissReason, Showing, Snoozed
from routine.core.ids import OccurrenceKey
from tests.telling import event_of
from tests.ui.home import Home

MINUTES = timedelta(minutes=1)
WALK = ("Walk", -120 * MINUTES)


def state_of(home: Home, *words: str) -> str:
    """What today says of the one session, after its time, title, minutes and practice."""
    line = next(line for line in home.run("today", *words).out.splitlines() if "Morning" in line)
    return line.partition("mobility  ")[2].partition("mobility")[2].strip()


def test_today_shows_each_session_with_its_time_length_and_practice(home: Home) -> None:
    home.plan(home.session(*WALK, practice="walking"))
    answer = home.run("today")
    assert answer.code == 0
    line = next(line for line in answer.out.splitlines() if "Walk" in line)
    assert line.split() == [home.clock(WALK[1]), "Walk", "4", "min", "walking"]


def test_routine_alone_shows_today(home: Home) -> None:
    home.plan(home.session(*WALK))
    assert home.run().out == home.run("today").out
    assert home.run("--json").code == 0


@pytest.mark.parametrize(
    ("kind", "says", "words"),
    [
        (EventKind.SHOWN, {}, "waiting for you"),
        (EventKind.HELD, {"reason": HoldReason.QUIET}, "waits: quiet hours"),
        (EventKind.STARTED, {}, "under way"),
        (EventKind.COMPLETED, {}, "done"),
        (EventKind.SKIPPED, {}, "skipped"),
        (EventKind.MISSED, {"reason": MissReason.OFF}, "missed: the computer was off"),
        (EventKind.MISSED, {"reason": MissReason.ASLEEP}, "missed: the computer was asleep"),
        (EventKind.MISSED, {"reason": MissReason.UNANSWERED}, "missed: no answer"),
        (EventKind.EXCUSED, {"note": "a cold"}, "does not count: a cold"),
    ],
)
def test_every_state_is_said_in_words(home: Home, kind: EventKind, says: dict[str, Any], words: str) -> None:
    home.plan(home.session())
    about = home.occurrence()
    home.happened(Showing(home.now, Actor.SERVICE, about), event_of(kind, home.now, about=about, **says))
    assert state_of(home) == words


def test_a_snooze_says_until_when_and_how_often(home: Home) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    until = home.now + 10 * MINUTES
    snooze = Snoozed(home.now, Actor.CLI, home.occurrence(), until=until)
    home.happened(snooze, snooze)
    assert state_of(home) == f"snoozed until {home.local(until)} (2×)"


def test_without_a_service_what_is_due_says_so_and_what_is_long_past_is_missed(home: Home) -> None:
    home.plan(home.session())
    assert state_of(home) == "due now"
    home.plan(home.session(ago=3 * 60 * MINUTES))
    assert state_of(home) == "missed: the computer was off"


def test_json_has_the_shape_that_stays(home: Home) -> None:
    home.plan(home.session(*WALK, practice="walking"))
    walk = home.occurrence(*WALK)
    assert home.run("today", "--json").json == {
        "occurrences": [
            {
                "id": walk.key,
                "plan": "mine",
                "session": "walk",
                "title": "Walk",
                "practice": "walking",
                "due": walk.due.astimezone(home.zone).isoformat(timespec="seconds"),
                "minutes": 4,
                "state": "upcoming",
            }
        ]
    }


def test_json_says_shown_also_before_the_server_has_answered(home: Home) -> None:
    home.plan(home.session())
    home.happened(Showing(home.now, Actor.SERVICE, home.occurrence()))
    assert home.run("today", "--json").json["occurrences"][0]["state"] == "shown"


def test_what_had_passed_before_the_plan_was_there_does_not_count(home: Home) -> None:
    home.plan(home.session(), seen=False)
    assert state_of(home) == "earlier, not counted"
    assert home.run("today", "--json").json["occurrences"][0]["state"] == "earlier"


def test_a_fresh_home_shows_the_shipped_plans_and_how_to_begin(home: Home) -> None:
    answer = home.run("week")
    assert answer.code == 0
    assert "Evening breathing" in answer.out
    assert "`routine init` writes one of your own." in answer.out
    assert "routine is not running" in answer.out


def test_looking_writes_nothing_into_the_journal(home: Home) -> None:
    home.plan(home.session(*WALK), seen=False)
    for command in ("today", "week", "status", "log", "check", "config"):
        home.run(command)
    assert home.journal() == []


def test_a_day_without_anything_says_what_comes_next(home: Home) -> None:
    tomorrow = f"{home.now.astimezone(home.zone) + timedelta(days=1):%a}".lower()
    home.plan(home.session(*WALK).replace('days = "daily"', f'days = ["{tomorrow}"]'))
    answer = home.run("today")
    assert "Nothing is planned for today." in answer.out
    assert "Next: “Walk”" in answer.out


def test_the_week_has_seven_days_and_sums_up_the_minutes_by_practice(home: Home) -> None:
    home.plan(home.session(*WALK, practice="walking"), home.session("Calm", -180 * MINUTES, practice="meditation"))
    answer = home.run("week")
    first = home.now.astimezone(home.zone)
    for day in range(7):
        assert f"{first + timedelta(days=day):%A}" in answer.out
    assert "56 min planned: " in answer.out
    assert "walking 28" in answer.out
    assert len(home.run("week", "--json").json["occurrences"]) == 14


def test_many_rounds_of_one_session_share_a_line_in_the_week(home: Home) -> None:
    home.plan(
        '[[session]]\nid = "shift"\ntitle = "Shift"\npractice = "mobility"\ndays = "daily"\nevery = "45m"\n'
        'between = "09:00-17:00"\nsteps = ["chin-tuck"]\n'
    )
    tomorrow = f"{home.now.astimezone(home.zone) + timedelta(days=1):%Y-%m-%d}"
    answer = home.run("week", "--from", tomorrow, "--days", "1")
    lines = [line for line in answer.out.splitlines() if "Shift" in line]
    assert len(lines) == 1
    assert lines[0].split()[:3] == ["09:00–16:30", "Shift", "11×"]


def test_a_week_that_began_in_the_past_takes_the_past_from_the_journal(home: Home) -> None:
    home.plan(home.session(*WALK))
    yesterday = home.now - timedelta(days=1)
    local = yesterday.astimezone(home.zone).replace(hour=8, minute=0, second=0, microsecond=0)
    about = replace(
        home.occurrence(),
        key=OccurrenceKey.of("gone", "old", local.replace(tzinfo=None)),
        due=local,
        title="An older session",
    )
    home.happened(Completed(yesterday, Actor.CLI, about))
    answer = home.run("week", "--from", f"{local:%Y-%m-%d}", "--days", "2", "--json")
    assert [(one["title"], one["state"]) for one in answer.json["occurrences"] if one["plan"] == "gone"] == [
        ("An older session", "completed")
    ]
    assert [one["title"] for one in answer.json["occurrences"] if one["state"] == "upcoming"] == ["Walk"]


@pytest.mark.parametrize(
    "words",
    [("--from", "tomorrow"), ("--from", "2026-02-30"), ("--days", "0"), ("--days", "367"), ("--days", "x")],
)
def test_days_that_cannot_be_are_refused_in_words(home: Home, words: tuple[str, ...]) -> None:
    answer = home.run("week", *words)
    assert answer.code == 2
    assert answer.err.startswith("routine: ")
    assert "Traceback" not in answer.err


def test_a_plan_with_a_problem_is_pointed_out_beside_the_others(home: Home) -> None:
    home.plan(home.session(*WALK))
    home.write("broken", 'title = "Broken"\n')
    answer = home.run("today")
    assert answer.code == 0
    assert "Walk" in answer.out
    assert "There is 1 problem in your plans or settings: routine check" in answer.out


def test_several_problems_are_many(home: Home) -> None:
    home.plan(home.session())
    home.write("broken", 'title = "B"\nsurprise = 1\nmore = 2\n' + home.session("B"))
    assert "There are 2 problems in your plans" in home.run("today").out


@pytest.mark.parametrize(
    ("words", "code"), [("today", 0), ("week", 0), ("done", 78), ("done walk", 78), ("appointment", 78)]
)
def test_where_no_plan_of_ones_own_can_be_read_that_is_said_instead_of_how_to_begin(
    home: Home, words: str, code: int
) -> None:
    home.write("broken", "title = 3\n")
    answer = home.run(*words.split())
    assert answer.code == code
    assert "None of your plans could be read, so nothing comes of them." in answer.out + answer.err
    assert "`routine check` says why." in answer.out + answer.err
    assert "first plan" not in answer.out


def test_a_day_of_another_year_is_told_with_it(home: Home) -> None:
    home.plan(home.session())
    year = home.now.astimezone(home.zone).year
    assert f" 1 February {year + 1}\n" in home.run("week", "--from", f"{year + 1}-02-01").out
    day = home.now.astimezone(home.zone).date()
    assert f"{day:%A} {day.day} {day:%B}\n" in home.run("week").out
    assert f" 1 February {year + 1}" in home.run("excuse", "--from", f"{year + 1}-02-01").out


def test_days_off_that_begin_later_and_have_no_end_are_that_one_day(home: Home) -> None:
    home.plan(home.session())
    later = home.now.astimezone(home.zone).date() + timedelta(days=2)
    assert f"{later:%a} {later.day} {later:%B}. 1 session does" in home.run("excuse", "--from", str(later)).out


def test_a_day_at_the_end_of_the_calendar_is_too_far_away(home: Home) -> None:
    answer = home.run("week", "--from", "9999-12-30")
    assert answer.code == 2
    assert "“9999-12-30” is too far away to be meant." in answer.err


def test_times_are_written_as_the_person_likes_them(home: Home) -> None:
    home.plan(home.session(*WALK))
    at = datetime.strptime(home.clock(WALK[1]), "%H:%M")  # noqa: DTZ007 - a wall time
    twelve = f"{at:%I:%M %p}".lstrip("0")
    assert twelve in home.run("today", ROUTINE_CLOCK="12").out


def test_the_order_is_that_of_the_day(home: Home) -> None:
    home.plan(home.session("Later", -180 * MINUTES), home.session("Sooner", -60 * MINUTES))
    titles = [one["title"] for one in home.run("today", "--json").json["occurrences"]]
    assert titles == ["Sooner", "Later"]
