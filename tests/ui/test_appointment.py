"""Knows how somebody looks at visits and supplements by command, moves a visit, and says whether it helps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from routine.core.events import Actor, Completed, Event, EventKind, Skipped
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence, OccurrenceKind
from tests.telling import told
from tests.ui.home import Home

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COMMENTED = """
# what my doctor sent me for
[[appointment]]                # eight, at first
therapy = "acupuncture"
title = "Acupuncture, Dr Lin"
first = {first}   # Wednesdays
every = "1 week"
visits = 8                     # the course
review_after = 2
where = "12 High Street"
"""
SUPPLEMENT = """
[[supplement]]
name = "Turmeric"
agreed_with = "Dr Lin"
days = "daily"
at = "{at}"
"""


def local(home: Home, ago: timedelta) -> datetime:
    return (home.now - ago).astimezone(home.zone).replace(second=0, microsecond=0, tzinfo=None)


def course(home: Home, ago: timedelta) -> str:
    """A course whose first visit was so long ago."""
    return COMMENTED.format(first=local(home, ago).isoformat())


def visit(home: Home, ago: timedelta, number: int, name: str = "acupuncture-dr-lin") -> Occurrence:
    planned = local(home, ago)
    due = planned.replace(tzinfo=home.zone).astimezone(UTC)
    title = f"Acupuncture, Dr Lin, visit {number} of 8"
    return Occurrence(
        OccurrenceKey.of("mine", name, planned),
        due,
        title,
        None,
        timedelta(hours=1),
        number - 1,
        OccurrenceKind.VISIT,
    )


def went(about: Occurrence) -> Event:
    return Completed(about.asked_at, Actor.NOTIFICATION, about)


def skipped(about: Occurrence) -> Event:
    return Skipped(about.asked_at, Actor.NOTIFICATION, about)


def wall(when: datetime) -> str:
    return f"{when:%a} {when.day} {when:%b}, {when:%H:%M}"


def test_the_visits_are_counted_and_the_next_one_is_named(home: Home) -> None:
    home.plan(course(home, 16 * DAY))
    home.happened(went(visit(home, 16 * DAY, 1)), skipped(visit(home, 9 * DAY, 2)), went(visit(home, 2 * DAY, 3)))
    coming = local(home, -5 * DAY)
    said = f"Acupuncture, Dr Lin: visit 4 of 8 on {wall(coming)}, been to 2 of 3 so far"
    assert home.run("appointment").out == f"{said}\n  12 High Street\n"
    assert f"Visits     {said}\n" in home.run("status").out
    (shape,) = home.run("status", "--json").json["courses"]
    assert (shape["next"], shape["visits"], shape["attended"], shape["asked"]) == (4, 8, 2, 3)


def test_a_visit_and_a_supplement_stand_in_today_by_what_they_are(home: Home) -> None:
    home.plan(
        course(home, timedelta(minutes=-90)), SUPPLEMENT.format(at=home.clock(timedelta(minutes=5))), seen=True
    )
    lines = home.run("today").out.splitlines()
    assert any("Acupuncture, Dr Lin, visit 1 of 8" in line and "60 min  visit" in line for line in lines)
    assert any("Turmeric" in line and "supplement" in line and " min" not in line for line in lines)


def test_a_supplement_is_taken_by_done_and_cannot_be_started(home: Home) -> None:
    home.plan(SUPPLEMENT.format(at=home.clock(timedelta(minutes=5))))
    answer = home.run("start")
    assert answer.code == 5
    assert "“Turmeric” is nothing to go through here." in answer.err
    assert home.run("start", "turmeric").code == 5
    assert home.run("done").out.startswith("Noted: “Turmeric”.")
    assert "taken" in home.run("today").out


def test_start_takes_the_session_that_waits_and_not_the_supplement(home: Home) -> None:
    home.plan(home.session(), SUPPLEMENT.format(at=home.clock(timedelta(minutes=2))))
    home.run("start", "--in", "terminal")
    assert EventKind.STARTED in [entry.kind for entry in home.journal(home.occurrence())]


def test_a_visit_is_marked_by_the_beginning_of_its_name(home: Home) -> None:
    home.plan(course(home, timedelta(minutes=90)))
    assert home.run("done", "acupuncture").code == 0
    assert "been to 1 of 1 so far" in home.run("appointment").out
    assert "been there" in home.run("today").out


def test_a_visit_is_moved_in_the_text_and_nothing_else_changes(home: Home) -> None:
    path = home.plan(course(home, 2 * DAY))
    before = path.read_text(encoding="utf-8")
    when = local(home, -9 * DAY) + timedelta(minutes=30)
    answer = home.run("appointment", "move", "3", f"{when:%Y-%m-%d %H:%M}")
    assert answer.code == 0, answer.err
    assert answer.out.splitlines()[-1] == f"Moved visit 3 of “Acupuncture, Dr Lin” to {wall(when)}."
    added = f"except = {{ 3 = {when:%Y-%m-%dT%H:%M}:00 }}\n"
    assert path.read_text(encoding="utf-8") == before + added, "a line more, at the end of its table"
    assert (home.plans / ".mine.toml.bak").read_text(encoding="utf-8") == before
    assert sorted(each.name for each in home.plans.iterdir()) == [".mine.toml.bak", "mine.toml"]
    assert wall(when) not in home.run("appointment").out
    assert home.run("check").code == 0


def test_a_visit_can_be_moved_again_and_then_stands_there_once(home: Home) -> None:
    path = home.plan(course(home, 2 * DAY))
    for days in (9, 10):
        when = local(home, -days * DAY)
        assert home.run("appointment", "move", "2", f"{when:%Y-%m-%d %H:%M}", "acupuncture").code == 0
    assert path.read_text(encoding="utf-8").count("2 = ") == 1
    assert f"visit 3 of 8 on {wall(local(home, -12 * DAY))}" not in home.run("appointment").out


def test_a_visit_that_waited_for_an_answer_is_not_asked_about_once_it_is_moved(home: Home) -> None:
    home.plan(course(home, timedelta(minutes=90)))
    about = visit(home, timedelta(minutes=90), 1)
    home.shown(about)
    when = local(home, -3 * DAY)
    assert home.run("appointment", "move", "1", f"{when:%Y-%m-%d %H:%M}").code == 0
    assert home.journal(about)[-1].kind is EventKind.EXCUSED
    assert f"visit 1 of 8 on {wall(when)}" in home.run("appointment").out


def test_what_cannot_be_moved_is_said_and_nothing_changes(home: Home) -> None:
    path = home.plan(course(home, 2 * DAY))
    before = path.read_text(encoding="utf-8")
    soon = local(home, -9 * DAY)
    for words, code, said in (
        (("9", f"{soon}"), 2, "There is no visit 9: this course has 8 visits."),
        (("2", "tomorrow"), 2, "“tomorrow” is not a date and a time."),
        (("2", f"{soon:%Y-%m-%d}"), 2, "is not a date and a time."),
        (("2", "2020-01-01 10:00"), 2, "has passed."),
        (("2", f"{soon}", "massage"), 2, "No course of visits is called “massage”."),
        (("2", f"{local(home, -5 * DAY)}"), 5, "already."),
        (("2", f"{local(home, -12 * DAY)}"), 2, "Visit 3 is on "),
    ):
        answer = home.run("appointment", "move", *words)
        assert (answer.code, said in answer.err) == (code, True), (words, answer)
    assert path.read_text(encoding="utf-8") == before
    assert [each.name for each in home.plans.iterdir()] == ["mine.toml"]


def test_without_any_appointment_it_says_how_one_is_added(home: Home) -> None:
    home.plan(home.session())
    answer = home.run("appointment")
    assert answer.code == 5
    assert "There is no appointment in your plans." in answer.err


def test_with_several_courses_it_asks_which(home: Home) -> None:
    home.plan(course(home, 2 * DAY), course(home, 3 * DAY).replace("Acupuncture, Dr Lin", "Massage"))
    when = local(home, -20 * DAY)
    assert "acupuncture-dr-lin or massage" in home.run("appointment", "move", "2", f"{when}").err
    assert home.run("appointment", "move", "2", f"{when}", "mass").code == 0


def test_whether_it_helps_can_be_answered_by_command_once_it_was_asked(home: Home) -> None:
    home.plan(course(home, 2 * DAY))
    early = home.run("appointment", "helping", "yes")
    assert early.code == 5
    assert "You are asked on" in early.err
    home.plan(course(home, 9 * DAY), seen=True)
    assert home.run("appointment", "helping", "not-sure").code == 0
    assert "helping: not sure" in home.run("appointment").out
    assert home.run("appointment", "helping", "yes").code == 0
    assert home.run("appointment", "--json").json["courses"][0]["helping"] == "yes"
    assert [told(entry).answer for entry in home.journal() if entry.kind is EventKind.FELT] == ["not_sure", "yes"]


def test_check_shows_the_note_about_supplements_and_counts_what_there_is(home: Home) -> None:
    home.plan(home.session(), course(home, 2 * DAY), SUPPLEMENT.format(at="08:00"))
    out = home.run("check").out
    assert "My plan: 1 session, 1 course of visits, 1 supplement, 28 min a week" in out
    assert "Supplements can interact with medicines and cause harm." in out


def test_a_visit_is_not_moved_onto_another_one(home: Home) -> None:
    path = home.plan(course(home, -DAY))
    before = path.read_text(encoding="utf-8")
    third = local(home, -15 * DAY)
    answer = home.run("appointment", "move", "1", f"{third:%Y-%m-%d %H:%M}")
    assert answer.code == 2
    assert f"Visit 3 is on {wall(third)} already." in answer.err
    assert path.read_text(encoding="utf-8") == before


def test_a_visit_of_next_year_is_told_with_its_year(home: Home) -> None:
    home.plan(course(home, -DAY))
    year = home.now.astimezone(home.zone).year + 1
    answer = home.run("appointment", "move", "8", f"{year}-12-10 15:00")
    assert f"10 Dec {year}, 15:00" in answer.out
