"""What today and the week say on the page, and what its answers do to the journal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from routine.core.events import (
    Abandoned,
    Actor,
    CheckedIn,
    Completed,
    EventKind,
    Held,
    HoldReason,
    Outcome,
    Snoozed,
    Started,
)
from routine.core.identifiers import SessionPlace
from routine.errors import Refused, UsageError
from routine.presentation.page_agenda import LABELS
from routine.ui.page.request import NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import agenda, answering, week
from tests.telling import reason_of, told
from tests.ui.home import Home

MIN = timedelta(minutes=1)
HOUR = timedelta(hours=1)
EVERY_HOUR = """
[[session]]
id = "desk"
title = "At the desk"
practice = "mobility"
days = "daily"
every = "1h"
between = "14:00-20:00"
steps = [{ say = "Stand tall.", for = "2m" }]
"""
SUPPLEMENT = """
[[supplement]]
name = "Vitamin D"
agreed_with = "Dr Lin"
days = "daily"
at = "{at}"
"""
VISIT = """
[[appointment]]
therapy = "physiotherapy"
title = "Physiotherapy"
first = {first:%Y-%m-%dT%H:%M:00}
visits = 3
every = "1 week"
lasts = "30m"
where = "12 High Street"
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def site(home: Home) -> PageState:
    return PageState(lambda: home.app(ROUTINE_WELCOME="false"))


def today(home: Home) -> Any:
    return agenda.today(site(home), PageRequest())


def say(home: Home, key: str, answer: str, **given: str) -> str:
    return str(answering.answer(site(home), PageRequest({"key": key}, body={"answer": answer, **given}))["said"])


def titles(rows: list[Any]) -> list[str]:
    return [row["title"] for row in rows]


def labels(row: Any) -> list[str]:
    return [each["say"] for each in [*row["answers"]["press"], *row["answers"]["more"]]]


def test_what_is_due_stands_first_with_its_answers(home: Home) -> None:
    home.plan(home.session(), home.session("Evening stretch", -2 * HOUR), home.session("Early walk", 5 * HOUR))
    seen = today(home)
    assert titles(seen["now"]) == ["Morning mobility"]
    assert seen["now"][0]["state"] == "Due now"
    assert seen["now"][0]["due"] == f"since {home.clock(5 * MIN)}"
    assert labels(seen["now"][0]) == ["Start", "Snooze 10 min", "Snooze 1 h", "Skip"]
    assert titles(seen["later"]) == ["Evening stretch"]
    assert titles(seen["over"]) == ["Early walk"]
    assert seen["lead"] == []


def test_a_plan_names_its_own_lengths_of_snoozing(home: Home) -> None:
    home.plan(home.session() + 'snooze = ["15m", "45m"]\n')
    assert labels(today(home)["now"][0])[1:3] == ["Snooze 15 min", "Snooze 45 min"]


def test_every_answer_of_the_page_is_in_the_journal_as_the_pages(home: Home) -> None:
    names = ("One", "Two", "Three", "Four")
    home.plan(*(home.session(name) for name in names))
    keys = [home.occurrence(name).key for name in names]
    assert say(home, keys[0], "done").startswith("Done: “One”. Well done.")
    assert say(home, keys[1], "skip").startswith("Skipped “Two”.")
    assert say(home, keys[2], "excuse", why="A cold").startswith("Excused “Three”")
    assert say(home, keys[3], "snooze", length="1h").startswith("Snoozed “Four” until")
    assert [home.journal(home.occurrence(name))[-1].kind for name in names] == [
        EventKind.COMPLETED,
        EventKind.SKIPPED,
        EventKind.EXCUSED,
        EventKind.SNOOZED,
    ]
    assert {home.journal(home.occurrence(name))[-1].by for name in names} == {Actor.PAGE}
    assert reason_of(home.journal(home.occurrence("Three"))[-1]) == "A cold"
    seen = today(home)
    assert titles(seen["now"]) == ["Four"]
    assert {row["title"]: row["state"] for row in seen["over"]} == {
        "One": "Done",
        "Two": "Skipped",
        "Three": "Does not count: A cold",
    }


def test_what_was_answered_is_not_named_again_as_what_comes_next(home: Home) -> None:
    home.plan(home.session(), home.session("Evening stretch", -2 * HOUR))
    key = home.occurrence().key
    assert "Next" not in say(home, key, "snooze", length="10m")
    assert "Next: “Evening stretch”" in say(home, key, "skip")


def test_a_long_list_ends_with_how_many_more_there_are(home: Home) -> None:
    home.plan(*(home.session(f"Session {number}", -HOUR) for number in range(45)))
    seen = today(home)
    assert len(seen["later"]) == 40
    assert seen["more"] == {"now": "", "later": "and 5 more", "over": ""}
    assert len(seen["anytime"][0]["sessions"]) == 40
    assert seen["anytime"][0]["more"] == "and 5 more"
    whole = agenda.today(site(home), PageRequest(query={"all": "later,anytime"}))
    assert len(whole["later"]) == len(whole["anytime"][0]["sessions"]) == 45
    assert whole["next"] == whole["later"][0] | whole["next"], "the first of them stands large as well"
    assert whole["more"]["later"] == whole["anytime"][0]["more"] == ""
    (day,) = [day for day in week.week(site(home), PageRequest())["days"] if day["today"]]
    assert (len(day["rows"]), day["more"]) == (40, "and 5 more")
    days = week.week(site(home), PageRequest(query={"all": day["date"]}))["days"]
    assert [len(each["rows"]) for each in days if each["today"]] == [45]


def test_done_takes_a_time_of_today_that_has_passed(home: Home) -> None:
    home.plan(home.session())
    key, at = home.occurrence().key, home.clock(3 * MIN)
    with pytest.raises(UsageError, match="still to come"):
        say(home, key, "done", at=home.clock(-HOUR))
    with pytest.raises(UsageError, match="not a time"):
        say(home, key, "done", at="25:00")
    assert at in say(home, key, "done", at=at)
    done = told(home.journal(home.occurrence())[-1]).done_at
    assert done
    assert home.local(done) == at


def test_what_a_page_may_not_mean_changes_nothing(home: Home) -> None:
    home.plan(home.session())
    key = home.occurrence().key
    for said in ({"answer": "nonsense"}, {"answer": "snooze", "length": "99h"}, {"answer": "yes"}):
        with pytest.raises(NotUnderstood):
            say(home, key, **said)
    with pytest.raises(NotThere):
        say(home, "mine/nobody@2026-01-01T10:00", "done")
    assert home.kinds(home.occurrence()) == []


def test_a_snoozed_reminder_waits_below_what_is_due(home: Home) -> None:
    home.plan(home.session("One"), home.session("Two", 10 * MIN))
    say(home, home.occurrence("One").key, "snooze", length="10m")
    seen = today(home)["now"]
    assert titles(seen) == ["Two", "One"]
    assert seen[1]["state"].startswith("Snoozed until ")


def test_what_is_held_says_what_holds_it(home: Home) -> None:
    home.plan(home.session())
    about = home.occurrence()
    home.happened(Held(about.due, Actor.SERVICE, about, reason=HoldReason.QUIET))
    assert today(home)["now"][0]["state"].startswith("Waits: quiet hours")


def test_many_rounds_of_a_session_stand_together(home: Home) -> None:
    home.plan(EVERY_HOUR)
    (row,) = today(home)["later"]
    assert row["when"] == "14:00–19:00"
    assert row["minutes"] == "6 × 2 min"
    assert len(row["rounds"]) == 6
    assert labels(row["rounds"][0])[0] == "Start"


def test_a_supplement_is_taken_and_not_started(home: Home) -> None:
    home.plan(SUPPLEMENT.format(at=home.clock(5 * MIN)))
    (row,) = today(home)["now"]
    assert labels(row)[:2] == ["Taken", "Skip"]
    assert LABELS[row["answers"]["doneLabel"]] == "Taken", "one word, wherever it is pressed"
    assert LABELS[row["answers"]["doneLabel"] + "At"] == "Taken at"
    assert row["detail"] == "As agreed with Dr Lin."
    assert say(home, row["key"], "done").startswith("Noted: “Vitamin D”.")
    assert today(home)["over"][0]["state"] == "Taken"


def test_a_visit_is_asked_after_once_it_is_over(home: Home) -> None:
    first = (home.now - 40 * MIN).astimezone(home.zone)
    home.plan(VISIT.format(first=first))
    (row,) = today(home)["now"]
    assert row["question"] == "Did you go?"
    assert row["detail"] == "12 High Street"
    assert labels(row)[:2] == ["I went", "I did not go"]
    assert LABELS[row["answers"]["doneLabel"]] == "I went"
    say(home, row["key"], "skip")
    assert today(home)["over"][0]["state"] == "Did not go"


def test_a_visit_still_to_come_can_only_be_put_off(home: Home) -> None:
    home.plan(VISIT.format(first=(home.now + HOUR).astimezone(home.zone)))
    (row,) = today(home)["later"]
    assert row["answers"]["press"] == []
    assert not row["answers"]["done"]
    assert row["answers"]["excuse"]


def test_a_free_day_says_something_kind_and_what_comes_next(home: Home) -> None:
    day = (home.now + timedelta(days=1)).astimezone(home.zone)
    home.plan(home.session().replace('days = "daily"', f'days = ["{f"{day:%a}".lower()}"]'))
    seen = today(home)
    assert seen["lead"][0].startswith("Nothing is planned for today.")
    assert "Next: “Morning mobility”" in seen["lead"][1]


def test_a_day_that_is_over_is_told_without_blame(home: Home) -> None:
    home.plan(home.session())
    say(home, home.occurrence().key, "done")
    assert today(home)["lead"][0].startswith("Everything for today is done.")
    assert today(home)["done"] == "4 of 4 min done"
    say(home, home.occurrence().key, "skip")
    assert today(home)["lead"][0].startswith("That was all for today.")


def test_a_pause_is_told_and_ended_here(home: Home) -> None:
    home.plan(home.session())
    with pytest.raises(Refused):
        answering.resume(site(home), PageRequest())
    assert "Paused until" in answering.pause(site(home), PageRequest(body={"until": "2h"}))["said"]
    assert today(home)["paused"].startswith("Paused until ")
    assert "go on" in answering.resume(site(home), PageRequest())["said"]
    assert today(home)["paused"] == ""
    with pytest.raises(NotUnderstood):
        answering.pause(site(home), PageRequest(body={"until": "1000d"}))


def test_any_session_can_be_started_now_though_none_is_due(home: Home) -> None:
    home.plan(home.session())
    about = home.occurrence()
    say(home, about.key, "done")
    (plan,) = today(home)["anytime"]
    assert titles(plan["sessions"]) == ["Morning mobility"]
    name = plan["sessions"][0]["name"]
    assert (
        "before your first movement session"
        in answering.anytime(site(home), PageRequest(body={"name": name}))["check"]["lead"]
    )
    key = answering.anytime(site(home), PageRequest(body={"name": name, "later": True}))["key"]
    assert key != about.key
    (row,) = today(home)["now"]
    assert row["key"] == key
    assert row["state"] == "Under way"
    assert labels(row) == ["Go on"]
    with pytest.raises(NotThere):
        answering.anytime(site(home), PageRequest(body={"name": "mine/nobody"}))


def test_a_session_of_today_that_is_not_over_is_the_one_that_is_started(home: Home) -> None:
    home.plan(home.session())
    about = home.occurrence()
    home.has_put_off_the_check()
    assert answering.anytime(site(home), PageRequest(body={"name": "mine/morning-mobility"})) == {"key": about.key}


def test_today_is_looked_at_again_when_time_has_changed_it(home: Home) -> None:
    home.plan(home.session(ago=-3 * MIN))
    assert 0 < today(home)["freshFor"] <= 180_000


def test_without_a_service_it_is_told_that_nobody_reminds(home: Home) -> None:
    home.plan(home.session())
    assert any("not running" in note["text"] for note in today(home)["notes"])


def test_the_week_has_seven_days_and_their_minutes_by_practice(home: Home) -> None:
    home.plan(home.session(), home.session("Calm", -HOUR, practice="breathing", length="4m"))
    say(home, home.occurrence().key, "done")
    seen = week.week(site(home), PageRequest())
    assert [day["name"] for day in seen["days"]][::6] == ["Monday", "Sunday"]
    (now,) = [day for day in seen["days"] if day["today"]]
    assert titles(now["rows"]) == ["Morning mobility", "Calm"]
    assert [row["state"] for row in now["rows"]] == ["Done", ""]
    assert now["minutes"] == "12 min"
    mine = {each["practice"]: each["share"] for each in seen["practices"]}
    assert mine["Mobility"].startswith("4 of ")
    assert seen["current"]


def test_a_week_that_is_over_comes_from_the_journal(home: Home) -> None:
    home.plan(home.session())
    before = home.occurrence(ago=timedelta(days=8))
    home.happened(
        Started(before.due, Actor.PAGE, before, place=SessionPlace.PAGE),
        Completed(before.due, Actor.PAGE, before),
    )
    local = before.due.astimezone(home.zone)
    seen = week.week(site(home), PageRequest(query={"day": f"{local:%Y-%m-%d}"}))
    (day,) = [day for day in seen["days"] if day["date"] == f"{local:%Y-%m-%d}"]
    assert [(row["title"], row["state"]) for row in day["rows"]] == [("Morning mobility", "Done")]
    assert not seen["current"]


@pytest.mark.parametrize("day", ["nonsense", "1999-01-01", "9999-12-31", "2026-13-01"])
def test_a_week_that_cannot_be_shown_says_so(home: Home, day: str) -> None:
    home.plan(home.session())
    with pytest.raises(NotThere):
        week.week(site(home), PageRequest(query={"day": day}))


def test_what_the_safety_check_holds_back_cannot_be_started_and_says_why(home: Home) -> None:
    home.plan(home.session("Morning mobility", -HOUR), home.session("Calm", -HOUR, practice="breathing"))
    home.happened(CheckedIn(home.now, Actor.CLI, signs=("B5",), outcome=Outcome.SEE_DOCTOR))
    seen = today(home)
    rows = {row["title"]: row for row in seen["later"]}
    assert "professional" in rows["Morning mobility"]["held"]
    assert "Start" not in labels(rows["Morning mobility"])
    assert "Start" in labels(rows["Calm"])
    assert rows["Calm"]["held"] == ""
    assert any(note.get("help") for note in seen["notes"])
    with pytest.raises(Refused):
        answering.anytime(site(home), PageRequest(body={"name": "mine/morning-mobility"}))


def test_a_round_that_is_due_does_not_stand_with_those_to_come(home: Home) -> None:
    hour = (home.now - 5 * MIN).astimezone(home.zone)
    last = hour + 5 * HOUR
    home.plan(EVERY_HOUR.replace("14:00-20:00", f"{hour:%H:%M}-{last:%H:%M}"))
    rows = [row for day in week.week(site(home), PageRequest())["days"] if day["today"] for row in day["rows"]]
    assert [row["state"] for row in rows] == ["Due now", ""]
    assert rows[1]["minutes"].startswith("4 ×")


def test_whether_a_course_helps_is_answered_here(home: Home) -> None:
    first = (home.now - timedelta(days=1, minutes=5)).astimezone(home.zone)
    home.plan(VISIT.format(first=first) + "review_after = 1\n")
    rows = [row for row in today(home)["now"] if row["question"].startswith("Is it helping")]
    assert [labels(row)[:3] for row in rows] == [["Yes", "Not sure", "No"]]
    assert "talk it over" in say(home, rows[0]["key"], "not_sure")
    felt = home.journal()[-1]
    assert (felt.kind, told(felt).answer, felt.by) == (EventKind.FELT, "not_sure", Actor.PAGE)


def test_a_session_that_was_stopped_can_go_on_where_it_was(home: Home) -> None:
    home.plan(home.session())
    about = home.occurrence()
    home.happened(
        Started(home.now - 3 * MIN, Actor.PAGE, about, place=SessionPlace.PAGE),
        Abandoned(home.now - 2 * MIN, Actor.PAGE, about, steps_done=1),
    )
    (row,) = today(home)["over"]
    assert row["state"] == "Stopped early"
    assert labels(row)[0] == "Go on"


def test_a_snooze_that_has_ended_is_due_though_no_service_says_so(home: Home) -> None:
    home.plan(home.session(ago=30 * MIN))
    about = home.occurrence(ago=30 * MIN)
    home.happened(Snoozed(home.now - 20 * MIN, Actor.CLI, about, until=home.now - 10 * MIN))
    assert [row["state"] for row in today(home)["now"]] == ["Due now"]
