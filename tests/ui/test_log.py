"""Knows how the journal reads: newest last, local times, one shape in JSON."""

from __future__ import annotations

from datetime import timedelta

from routine.core.events import (
    Abandoned,
    Actor,
    CheckedIn,
    Completed,
    Excused,
    Felt,
    FeltAnswer,
    Outcome,
    Paused,
    PlanRejected,
    Shown,
    ShownCard,
    Skipped,
    Snoozed,
    StepDone,
)
from tests.ui.home import Home

DAYS = timedelta(days=1)


def test_an_empty_journal_says_so_kindly(home: Home) -> None:
    answer = home.run("log")
    assert answer.code == 0
    assert answer.out == "Nothing is written in the journal for these days yet.\n"
    assert home.run("log", "--json").json == {"entries": []}


def test_the_newest_stands_last_with_local_times_and_who_said_it(home: Home) -> None:
    home.shown(home.occurrence())
    home.happened(Skipped(home.now, Actor.NOTIFICATION, home.occurrence()))
    lines = home.run("log").out.splitlines()
    here = home.now.astimezone(home.zone)
    assert lines[0] == f"{here:%A} {here.day} {here:%B %Y}"
    assert lines[-1].split() == [
        home.local(home.now),
        "skipped",
        home.local(home.occurrence().due),
        "Morning",
        "mobility",
        "in",
        "a",
        "notification",
    ]


def test_json_has_an_entry_for_each_row_in_utc(home: Home) -> None:
    about = home.occurrence()
    until = home.now + timedelta(minutes=10)
    home.happened(Snoozed(home.now, Actor.CLI, about, until=until))
    utc = "%Y-%m-%dT%H:%M:%SZ"
    assert home.run("log", "--json").json == {
        "entries": [
            {
                "at": f"{home.now:{utc}}",
                "kind": "snoozed",
                "occurrence": about.key,
                "title": "Morning mobility",
                "by": "cli",
                "practice": "mobility",
                "minutes": 4,
                "due": f"{about.due:{utc}}",
                "until": f"{until:{utc}}",
            }
        ]
    }


def test_entries_about_no_occurrence_have_the_same_keys(home: Home) -> None:
    home.happened(PlanRejected(home.now, Actor.SERVICE, plan="mine", problem="line one\nline two"))
    entry = home.run("log", "--json").json["entries"][0]
    assert (entry["occurrence"], entry["title"], entry["where"]) == (None, None, "mine")
    assert "plan has a problem" in home.run("log").out
    assert "line two" not in home.run("log").out


def test_days_kind_and_occurrence_narrow_it_down(home: Home) -> None:
    walk = home.occurrence("Walk")
    home.happened(
        Skipped(home.now - 10 * DAYS, Actor.CLI, walk),
        Completed(home.now, Actor.CLI, home.occurrence()),
        Skipped(home.now, Actor.CLI, home.occurrence()),
    )

    def kinds(*words: str) -> list[str]:
        return [entry["kind"] for entry in home.run("log", "--json", *words).json["entries"]]

    assert kinds() == ["completed", "skipped"]
    assert kinds("--days", "11") == ["skipped", "completed", "skipped"]
    assert kinds("--kind", "completed") == ["completed"]
    assert kinds("--kind", "completed", "--kind", "skipped") == ["completed", "skipped"]
    assert kinds("--occurrence", walk.key) == ["skipped"]


def test_an_unknown_kind_is_refused_with_the_ones_there_are(home: Home) -> None:
    answer = home.run("log", "--kind", "forgotten")
    assert answer.code == 2
    assert "snoozed" in answer.err


def test_how_it_was_is_read_again_as_it_was_told(home: Home) -> None:
    about = home.occurrence()
    home.happened(Completed(home.now, Actor.PAGE, about))
    home.happened(Felt(home.now, Actor.PAGE, about, answer=FeltAnswer.EASIER, score=3, note="Slept well."))
    assert home.run("log").out.splitlines()[-1].endswith("easier, back 3 of 10, “Slept well.”, on the page")
    told = home.run("log", "--json").json["entries"][-1]
    assert (told["answer"], told["score"], told["note"]) == ("easier", 3, "Slept well.")


def last(home: Home) -> str:
    return home.run("log", "--all").out.splitlines()[-1]


def test_a_session_of_another_day_is_told_with_its_day(home: Home) -> None:
    away = home.occurrence(ago=-3 * DAYS)
    home.happened(Excused(home.now, Actor.CLI, away))
    due = away.due.astimezone(home.zone)
    assert f"{due:%a} {due.day} {due:%B}" in last(home)
    assert home.local(away.due) in last(home)


def test_an_end_that_is_days_away_is_told_with_its_date(home: Home) -> None:
    until = home.now + 7 * DAYS
    home.happened(Paused(home.now, Actor.CLI, until=until))
    day = until.astimezone(home.zone)
    assert f"until {day:%a} {day.day} {day:%B}" in last(home)


def test_the_safety_check_is_told_in_words_and_names_no_sign(home: Home) -> None:
    said = {
        (Outcome.STOP, "A1"): "getting help comes first",
        (Outcome.SEE_DOCTOR, "B7 B12"): "a professional's word",
    }
    for (answer, why), words in said.items():
        home.happened(CheckedIn(home.now, Actor.CLI, outcome=answer, signs=tuple(why.split())))
        assert words in last(home)
        assert why not in last(home)
        assert answer not in last(home)
    day = home.now - 2 * DAYS
    home.happened(CheckedIn(home.now, Actor.CLI, outcome=Outcome.CLEAR, cleared_at=day))
    here = day.astimezone(home.zone)
    assert f"a professional's word of {here:%a} {here.day} {here:%B}" in last(home)
    assert "clear" not in last(home)


def test_the_word_about_supplements_is_told_by_its_title(home: Home) -> None:
    home.happened(Shown(home.now, Actor.SERVICE, session="p/turmeric", card=ShownCard.SUPPLEMENTS))
    assert last(home).endswith("About your supplements")


def test_steps_are_counted_as_on_the_screens_which_leave_rests_out(home: Home) -> None:
    steps = '{ say = "Stand tall.", for = "2m" }, '
    home.plan(home.session().replace(steps, steps + '{ rest = "20s" }, '))
    about = home.occurrence()
    for number, said in ((1, "step 1, "), (2, "rest after step 1, "), (3, "step 2, ")):
        home.happened(StepDone(home.now, Actor.CLI, about, step=number))
        assert said in f"{last(home)}, "
    home.happened(Abandoned(home.now, Actor.CLI, about, steps_done=3))
    assert "step 2" in last(home)


def test_it_is_short_unless_all_is_wanted(home: Home) -> None:
    about = home.occurrence()
    home.shown(about)
    home.happened(Snoozed(home.now, Actor.CLI, about, until=home.now + timedelta(minutes=10)))
    home.happened(Felt(home.now, Actor.CLI, score=3, note="Slept well."))
    short, every = home.run("log").out, home.run("log", "--all").out
    assert "snoozed" in short
    assert "no. 4" in short
    assert "shown" not in short
    assert "shown" in every
    assert len(home.run("log", "--json").json["entries"]) == 4


def test_whoever_it_was_that_said_it_is_told(home: Home) -> None:
    """Each of them has words: an answer of a new kind of person must not end the command."""
    about = home.occurrence("morning")
    for actor in Actor:
        home.happened(Snoozed(home.now, actor, about, until=home.now + timedelta(hours=1)))
    said = home.run("log", "--all")
    assert said.code == 0
    assert "in the panel" in said.out
