"""Knows what comes of `plans again`, `back`, `pause` and the other verbs; not how a text is edited.

Where these people live it is Wednesday 4 March 2026, shortly after noon.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import pytest

from routine.adapters.journal.store import JournalDb
from routine.core.events import Actor, EventKind, PlanChanged, PlanLoaded
from routine.core.schedule import slots_of
from tests.ui.home import Answer, Home, taken

TODAY = date(2026, 3, 4)
WEEK = timedelta(weeks=1)
STEPS = 'steps = [{ say = "Stand tall.", for = "1m" }]'
MINE = """# what my physiotherapist and I agreed
title = "Mine"   # not hers
starts = {starts} # a Monday
weeks = 4

# the mornings

[[session]]
title = "Early"
practice = "mobility"
days = ["mon", "wed"] # not on Tuesdays
at = "07:30"          # before coffee
weeks = "1-2"
{steps}

[[session]]
title = "Late"
practice = "strengthening"
at = {{ tue = "19:00", fri = "20:00" }}
weeks = "3-4"
{steps}

[[session]]
title = "Calm"
practice = "breathing"
days = "daily"
at = "21:00"
{steps}
"""


def mine(week: int) -> str:
    """A plan in that week of four: each began on a Monday."""
    return MINE.format(starts=date(2026, 3, 2) - (week - 1) * WEEK, steps=STEPS)


def text(home: Home, name: str = "mine") -> str:
    return (home.plans / f"{name}.toml").read_text(encoding="utf-8")


def state(home: Home, name: str = "mine") -> dict[str, object]:
    return next(one for one in home.run("plans", "--json").json["plans"] if one["id"] == name)


def titles(home: Home, *args: str) -> list[str]:
    return [one["title"] for one in home.run("week", "--json", *args).json["occurrences"]]


def comments(of: str) -> list[str]:
    return [line.partition("#")[2].strip() for line in of.splitlines() if "#" in line]


def done(answer: Answer) -> str:
    assert answer.code == 0, answer.err
    return answer.out


def test_this_week_once_more(home: Home) -> None:
    home.write("mine", mine(2))
    assert "week 2 of 4 comes once more, from Mon 9 March" in done(home.run("plans", "again", "mine"))
    assert tomllib.loads(text(home))["starts"] == date(2026, 3, 2)
    assert comments(text(home)) == comments(mine(2))
    coming = titles(home, "--from", "2026-03-09", "--days", "7")
    assert "Early" in coming
    assert "Late" not in coming, "that one is for weeks 3 and 4"


def test_one_week_back(home: Home) -> None:
    home.write("mine", mine(3))
    assert "week 2 of 4 comes once more, from Mon 9 March" in done(home.run("plans", "back", "mine"))
    assert tomllib.loads(text(home))["starts"] == date(2026, 2, 16) + 2 * WEEK
    assert "Early" in titles(home, "--from", "2026-03-09", "--days", "7")


def test_from_the_first_week_nobody_goes_back(home: Home) -> None:
    home.write("mine", mine(1))
    answer = home.run("plans", "back", "mine")
    assert answer.code == 5
    assert "`routine plans again mine`" in answer.err
    assert text(home) == mine(1)


def test_a_plan_that_is_through_has_its_last_week_once_more(home: Home) -> None:
    home.write("mine", mine(8))
    assert state(home)["state"] == "finished"
    assert "week 4 of 4" in done(home.run("plans", "again", "mine"))
    assert state(home)["state"] == "active"
    assert "Late" in titles(home, "--from", "2026-03-09", "--days", "7")
    assert state(home)["week"] == 3


def test_a_plan_without_weeks_has_none_to_repeat(home: Home) -> None:
    home.write(
        "mine", mine(1).replace("weeks = 4\n", "").replace('weeks = "1-2"\n', "").replace('weeks = "3-4"\n', "")
    )
    answer = home.run("plans", "again", "mine")
    assert answer.code == 5
    assert "like the others" in answer.err


def test_the_plan_that_came_with_routine_becomes_one_s_own_when_it_is_changed(home: Home) -> None:
    done(home.run("plans", "again", "gentle-start"))
    assert "starts = 2026-03-11" in text(home, "gentle-start")
    assert state(home, "gentle-start")["own"] is True


def test_a_paused_plan_asks_for_nothing_until_it_is_resumed(home: Home) -> None:
    home.write("mine", mine(2))
    assert "`routine plans resume mine`" in done(home.run("plans", "pause", "mine"))
    assert state(home)["state"] == "paused"
    assert titles(home, "--days", "14") == []
    assert "is paused" in home.run("today").out
    assert "is paused" in home.run("status").out
    assert "paused" in home.run("plans").out
    assert home.run("plans", "pause", "mine").code == 5
    done(home.run("plans", "resume", "mine"))
    assert state(home)["state"] == "active"
    assert state(home)["week"] == 2
    assert "Calm" in titles(home, "--days", "7")
    assert home.run("plans", "resume", "mine").code == 5


def test_a_plan_that_rested_long_goes_on_with_the_week_it_was_in(home: Home) -> None:
    home.write("mine", mine(5).replace("weeks = 4\n", f'weeks = 4\nrests = ["from {date(2026, 2, 11)}"]\n'))
    assert state(home)["state"] == "paused"
    done(home.run("plans", "resume", "mine"))
    assert state(home)["week"] == 2
    assert 'rests = ["2026-02-11 to 2026-03-03"]' in text(home)


def test_a_finished_plan_is_over_at_once_and_its_text_is_there(home: Home) -> None:
    home.write("mine", mine(2))
    done(home.run("plans", "finish", "mine"))
    assert state(home)["state"] == "finished"
    assert titles(home, "--days", "14") == []
    assert comments(text(home)) == comments(mine(2))
    again = home.run("plans", "finish", "mine")
    assert again.code == 5
    assert "`routine plans again mine`" in again.err


def test_a_removed_plan_is_kept_beside_the_others(home: Home) -> None:
    home.write("mine", mine(2))
    home.write("other", mine(1).replace('"Mine"', '"Other"'))
    assert "_mine.toml" in done(home.run("plans", "remove", "mine"))
    assert not (home.plans / "mine.toml").exists()
    assert (home.plans / "_mine.toml").read_text(encoding="utf-8") == mine(2)
    assert "mine" not in {one["id"] for one in home.run("plans", "--json").json["plans"]}
    status = home.run("status", "--json").json
    assert not status["problems"], "nobody wonders where it is"


def test_a_plan_whose_file_is_away_is_let_go_by_remove(home: Home) -> None:
    home.write("mine", mine(2))
    done(home.run("plans"))
    plans = home.app().plans
    plan = next(one for one in plans.agenda().plans if one.id == "mine")
    yesterday, digest = home.now - timedelta(days=1), plans.digests["mine"]
    home.happened(PlanLoaded(yesterday, Actor.SERVICE, plan="mine", slots=slots_of(plan), digest=digest))
    (home.plans / "mine.toml").unlink()
    assert "Calm" in titles(home)
    refused = home.run("plans", "finish", "mine")
    assert refused.code
    assert "`routine plans remove mine`" in refused.err
    said = done(home.run("plans", "remove", "mine"))
    assert "should it come back, so does the plan" in said
    assert "undo" not in said
    assert titles(home) == []
    assert "Put it back" in home.run("undo").err


@pytest.mark.parametrize("change", ["again", "back", "pause", "finish", "remove"])
def test_whatever_was_done_with_a_plan_is_taken_back_by_one_command(home: Home, change: str) -> None:
    home.write("mine", mine(3))
    before = state(home)
    done(home.run("plans", change, "mine"))
    assert state_or_none(home) != before
    assert "mine" in done(home.run("undo"))
    assert text(home) == mine(3)
    assert state(home) == before
    assert home.run("undo").code == 5


def state_or_none(home: Home) -> dict[str, object] | None:
    return next((one for one in home.run("plans", "--json").json["plans"] if one["id"] == "mine"), None)


def test_what_was_edited_since_is_not_overwritten_by_taking_back(home: Home) -> None:
    home.write("mine", mine(3))
    done(home.run("plans", "pause", "mine"))
    edited = text(home).replace("before coffee", "after coffee")
    (home.plans / "mine.toml").write_text(edited, encoding="utf-8")
    answer = home.run("undo")
    assert answer.code == 5
    assert "has changed since" in answer.err
    assert text(home) == edited


def test_a_session_comes_on_other_days_at_another_time(home: Home) -> None:
    home.write("mine", mine(2))
    done(home.run("plans", "set", "mine", "early", "--days", "tue,thu", "--at", "6:45"))
    session = tomllib.loads(text(home))["session"][0]
    assert (session["days"], session["at"]) == (["tue", "thu"], "06:45")
    assert comments(text(home)) == comments(mine(2))
    done(home.run("undo"))
    assert text(home) == mine(2)


def test_what_takes_turns_with_a_session_gives_its_days_and_never_comes_at_once(home: Home) -> None:
    home.write("calm", taken("evening-calm"))
    answer = home.run("plans", "set", "calm", "Body scan or mindful breath", "--days", "tue,thu")
    assert "“Muscle relaxation, 14 groups” changed days as well" in answer.out
    before = text(home, "calm")
    refused = home.run("plans", "set", "calm", "Body scan or mindful breath", "--days", "daily")
    assert (refused.code, text(home, "calm")) == (2, before)
    assert "“Muscle relaxation, 14 groups” takes turns with it, and would have no day left" in refused.err
    refused = home.run("plans", "set", "calm", "Two minutes to read", "--at", "21:00")
    assert (refused.code, text(home, "calm")) == (2, before)
    assert "would both come on Wednesday at 21:00" in refused.err


def test_a_session_may_come_at_two_times_or_on_days_that_have_a_word(home: Home) -> None:
    home.write("mine", mine(2))
    done(home.run("plans", "set", "mine", "calm", "--days", "weekdays", "--at", "9pm,22:00"))
    session = tomllib.loads(text(home))["session"][2]
    assert (session["days"], session["at"]) == ("weekdays", ["21:00", "22:00"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("early", "--days", "moonday"), "“moonday” is not a day"),
        (("early", "--at", "25:00"), "“25:00” is not a time of day"),
        (("early",), "nothing to set"),
        (("nonsense", "--at", "18:00"), "No session is called “nonsense”"),
    ],
)
def test_what_is_not_understood_changes_nothing(home: Home, words: tuple[str, ...], said: str) -> None:
    home.write("mine", mine(2))
    answer = home.run("plans", "set", "mine", *words)
    assert answer.code == 2
    assert said in answer.err
    assert text(home) == mine(2)


def test_a_plan_that_nobody_has_is_refused_with_those_there_are(home: Home) -> None:
    home.write("mine", mine(2))
    answer = home.run("plans", "pause", "mien")
    assert answer.code == 2
    assert "Did you mean “mine”?" in answer.err


def test_a_flare_up_week_lets_the_other_plans_that_move_rest_until_it_is_over(home: Home) -> None:
    home.write("mine", mine(2))
    home.write(
        "quiet",
        mine(1)
        .replace('"Mine"', '"Quiet"')
        .replace('"mobility"', '"meditation"')
        .replace('"strengthening"', '"relaxation"'),
    )
    out = done(home.run("plans", "use", "flare-up-week"))
    assert "“Mine” rests until Tue 10 March" in " ".join(out.split())
    assert (state(home)["state"], state(home)["rests_until"]) == ("paused", "2026-03-10")
    assert state(home, "quiet")["state"] == "active"
    for command in ("today", "status", "check"):
        assert "paused until" in " ".join(home.run(command).out.split()), command
    eighth = titles(home, "--from", "2026-03-11", "--days", "7")
    assert "Early" in eighth, "and then its second week comes"
    journal = JournalDb(home.paths.journal_file)
    (row,) = journal.rows(kinds=(EventKind.PLAN_CHANGED,))
    journal.close()
    assert isinstance(row.entry, PlanChanged)
    assert [each.plan for each in row.entry.texts] == ["mine"]
    done(home.run("undo"))
    assert text(home) == mine(2)
    assert state(home, "flare-up-week")["state"] == "active"
