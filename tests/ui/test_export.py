"""Files that leave routine, and come back: nothing is written over, and everything is the same elsewhere."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar

from routine.adapters.csv_file import HEAD, CsvRow, csv_bytes
from routine.adapters.ics_file import CalendarEntry, ics_bytes, uid_of
from routine.core.events import Actor, Completed, Felt, Skipped
from tests.core.making import utc
from tests.ui.home import Answer, Home
from tests.ui.lived_homes import lived_home

ROUNDS = 'every = "1h"\nbetween = "09:00-17:00"'


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return lived_home("week", tmp_path_factory.mktemp("week"))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_record_has_the_same_numbers_as_progress(week: Home) -> None:
    rows = rows_of(week.run("export", "csv").out)
    weeks = week.run("progress", "--json").json["weeks"]
    assert sum(row["outcome"] == "done" for row in rows) == sum(one["done"] for one in weeks)
    for how in ("guided", "ticked"):
        assert sum(row["how"] == how for row in rows) == sum(one[how] for one in weeks)
    for outcome in ("part", "skipped", "missed", "excused"):
        assert sum(row["outcome"] == outcome for row in rows) == sum(one[outcome] for one in weeks)
    assert list(rows[0]) == list(HEAD)


def test_notes_and_ratings_can_be_left_out(week: Home) -> None:
    every = rows_of(week.run("export", "csv").out)
    fewer = rows_of(week.run("export", "csv", "--without", "notes,ratings").out)
    assert any(row["note"] for row in every)
    assert any(row["rating_0_10"] for row in every)
    assert not any(row["note"] or row["rating_0_10"] or row["answer"] for row in fewer)
    assert b"slept well" not in week.run("export", "json", "--without", "notes").out.encode()
    assert week.run("export", "csv", "--without", "names").code == 2


def test_days_can_be_chosen(week: Home) -> None:
    rows = rows_of(week.run("export", "csv", "--from", "2026-02-26", "--to", "2026-02-27").out)
    assert {row["date"] for row in rows} == {"2026-02-26", "2026-02-27"}
    assert week.run("export", "csv", "--from", "someday").code == 2


def test_what_somebody_typed_is_no_formula_and_a_number_stays_one() -> None:
    nasty = ['=1+1"', "+SUM(A1)", "-2", "@x", "\tTab", "a\r\nb", 'say "hi", then, stop', "", "plain"]
    text = csv_bytes(CsvRow("2026-11-23", title=each, minutes=-2, note=each) for each in nasty).decode()
    assert text.startswith("\ufeff")
    assert text.count("\r\n") >= len(nasty) + 1
    rows = rows_of(text)
    assert [row["note"].removeprefix("'") for row in rows] == nasty
    assert [row["title"][:1] == "'" for row in rows] == [True] * 5 + [False] * 4
    assert {row["minutes"] for row in rows} == {"-2"}


@pytest.mark.parametrize("what", ["csv", "ics", "json"])
def test_a_file_that_is_there_stays_unless_it_is_to_go(week: Home, tmp_path: Path, what: str) -> None:
    file = tmp_path / "mine"
    file.write_text("mine", encoding="utf-8")
    answer = week.run("export", what, str(file))
    assert (answer.code, file.read_text(encoding="utf-8")) == (73, "mine")
    assert week.run("export", what, str(file), "--force").code == 0
    assert file.read_text(encoding="utf-8") != "mine"
    assert week.run("export", what, str(tmp_path), "--force").code == 73
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine"]


def test_where_nothing_can_be_written_it_says_so(week: Home, tmp_path: Path) -> None:
    answer = week.run("export", "csv", str(tmp_path / "nowhere" / "mine.csv"))
    assert answer.code == 74
    assert "cannot be written" in answer.err
    if Path("/dev/full").exists() and os.name == "posix":
        assert week.run("export", "csv", "/dev/full").code == 73


def ids(answer: Answer) -> list[str]:
    return re.findall("UID:(.*)\r?\n", answer.out)


def test_a_calendar_has_each_session_once_and_rounds_only_where_they_are_wanted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    stand = f'[[session]]\nid = "stand"\ntitle = "Stand"\npractice = "mobility"\ndays = "daily"\n{ROUNDS}\n'
    home.plan(home.session(), stand + 'steps = [{ say = "Up.", for = "1m" }]\n')
    few, every = home.run("export", "ics"), home.run("export", "ics", "--all")
    assert len(ids(few)) == len(set(ids(few))) == 57
    assert len(ids(every)) > 8 * len(ids(few))
    assert few.out.count("SUMMARY:Morning mobility") == 57
    assert "Morning" not in home.run("export", "ics", "--plain").out


def test_what_was_skipped_is_cancelled_under_the_same_name(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.plan(home.session())
    before = home.run("export", "ics")
    one = home.occurrence()
    home.happened(Skipped(home.now, Actor.CLI, one))
    after = home.run("export", "ics")
    assert ids(before) == ids(after)
    assert f"UID:{uid_of(one.key)}" in after.out
    assert after.out.count("STATUS:CANCELLED") == 1


def test_lines_of_a_calendar_are_short_and_no_letter_is_cut() -> None:
    title = "Rücken; Übung, 腰のストレッチ\n" * 8 + "\\"
    now = utc("2026-11-23 07:30")
    content = ics_bytes([CalendarEntry("a/b@2026-11-23T07:30", now, now + timedelta(minutes=5), title, now)])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    unfolded = content.decode().replace("\r\n ", "")
    assert r"Rücken\; Übung\, 腰のストレッチ\nRücken" in unfolded
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_everything_goes_to_another_computer_and_is_the_same_there(week: Home, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    assert week.run("export", "json", str(file)).code == 0
    there = Home(tmp_path / "there")
    there.folder.mkdir(exist_ok=True)
    there.set_time(week.now)
    first = there.run("import", str(file))
    assert first.out.startswith("Taken in: ")
    assert there.run("progress", "--json").json == week.run("progress", "--json").json
    assert rows_of(there.run("export", "csv").out) == rows_of(week.run("export", "csv").out)
    again = there.run("import", str(file))
    assert again.out == "All of it was here already: nothing has changed.\n"


def test_what_is_here_already_is_not_written_over(week: Home, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    week.run("export", "json", str(file))
    there = Home(tmp_path / "there")
    there.folder.mkdir(exist_ok=True)
    there.plan(there.session())
    mine = (there.plans / "mine.toml").read_text(encoding="utf-8")
    there.happened(Completed(there.now, Actor.CLI, there.occurrence()), Felt(there.now, Actor.CLI, score=2))
    said = there.run("import", str(file)).out
    assert "mine.toml" in said
    assert (there.plans / "mine.toml").read_text(encoding="utf-8") == mine
    assert there.run("import", str(file), "--force").code == 0
    assert (there.plans / "mine.toml").read_text(encoding="utf-8") != mine


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"format": 1}', '{"format": 99, "journal": {}}', "\x00" * 10, "[" * 5000, '"text"'],
)
def test_what_is_no_export_is_told_and_nothing_is_taken(tmp_path: Path, content: str) -> None:
    home = Home(tmp_path)
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")
    answer = home.run("import", str(file))
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert home.run("progress", "--json").json["ratings"] == []


def test_no_plan_is_written_outside_its_folder(week: Home, tmp_path: Path) -> None:
    everything = json.loads(week.run("export", "json").out)
    for name in ("../evil.toml", "/tmp/evil.toml", ".hidden.toml", "a/b.toml", "plan.txt", "a\x00.toml"):
        file = tmp_path / "x.json"
        file.write_text(json.dumps(everything | {"plans": {name: "title = 1"}}), encoding="utf-8")
        assert Home(tmp_path).run("import", str(file)).code == 2


def test_a_library_reads_the_calendar_as_it_was_meant(tmp_path: Path) -> None:
    home = Home(tmp_path)
    title = "Rücken; Übung, 腰 \\\\ and more " * 3
    home.plan(home.session().replace('title = "Morning mobility"', f'title = "{title.strip()}"'))
    one = home.occurrence()
    home.happened(Skipped(home.now, Actor.CLI, one))
    calendar = Calendar.from_ical(home.run("export", "ics").out)
    found = [each for each in calendar.walk("VEVENT") if each["UID"] == uid_of(one.key)]
    assert len(found) == 1
    assert found[0]["SUMMARY"] == title.strip().replace("\\\\", "\\")
    assert found[0].decoded("DTSTART") == one.due
    assert found[0].decoded("DTEND") > one.due
    assert found[0]["STATUS"] == "CANCELLED"
    assert found[0]["TRANSP"] == "TRANSPARENT"
    assert not calendar.errors
    assert not calendar.walk("VALARM")
    today = recurring_ical_events.of(calendar).at(one.due.date())
    assert [each["UID"] for each in today if each["UID"] == uid_of(one.key)] == [uid_of(one.key)]


def test_the_same_sessions_keep_their_names_when_anything_but_their_time_changes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.plan(home.session())
    before = {
        each["UID"]: each.decoded("DTSTART")
        for each in Calendar.from_ical(home.run("export", "ics").out).walk("VEVENT")
    }
    home.plan(
        home.session().replace("Stand tall.", "Stand taller.").replace('title = "Mor', 'title = "My mor'),
        seen=False,
    )
    after = {
        each["UID"]: each.decoded("DTSTART")
        for each in Calendar.from_ical(home.run("export", "ics").out).walk("VEVENT")
    }
    assert before == after
