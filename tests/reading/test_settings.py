"""Knows what config.toml, ROUTINE_* variables and flags come to, and what is said of a wrong one."""

from __future__ import annotations

import os
import tomllib
from datetime import time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from routine.core.diagnostic import Diagnostic
from routine.core.identifiers import HourCycle, SessionPlace
from routine.core.loaded_plans import NotifierChoice, Settings
from routine.core.plan import PolicyOverride, QuietHours, ReminderPolicy
from routine.reading.settings import Sources, read_settings
from routine.reading.settings_table import example, table_of

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("ROUTINE_")]:
        monkeypatch.delenv(name)


def read(file: bytes | None, flags: dict[str, str]) -> tuple[Settings, tuple[Diagnostic, ...], Sources]:
    """As a person's file says it, of the name that it has."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        if file is not None:
            path.write_bytes(file)
        return read_settings(path, flags)


def settings(file: str | None = None, **flags: str) -> Settings:
    found, told, _ = read(file.encode() if file is not None else None, dotted(flags))
    assert told == ()
    return found


def told(file: str | None = None, **flags: str) -> list[str]:
    _, problems, _ = read(file.encode() if file is not None else None, dotted(flags))
    return [str(problem) for problem in problems]


def dotted(flags: dict[str, str]) -> dict[str, str]:
    return {key.replace("__", "."): value for key, value in flags.items()}


def test_without_any_configuration_everything_is_as_usual() -> None:
    assert settings() == Settings()
    assert settings("") == Settings()


def test_the_file_is_heard() -> None:
    found = settings(
        'guide = "terminal"\nnotifier = "text"\nplans_folder = "~/plans"\nclock = 12\nwelcome = false\n'
    )
    assert found == Settings(SessionPlace.TERMINAL, NotifierChoice.TEXT, "~/plans", HourCycle.H12, welcome=False)


def test_the_file_can_say_how_everything_reminds() -> None:
    found = settings('[remind]\nsnooze = ["5m", "20m"]\nquiet = "22:00-07:00"\nalways = true\nbefore = "10m"\n')
    assert found.remind == PolicyOverride(
        heads_up_before=(10 * MINUTE,),
        snooze=(5 * MINUTE, 20 * MINUTE),
        quiet=(QuietHours(time(22), time(7)),),
        always=True,
    )


def test_a_variable_goes_before_the_file_and_a_flag_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTINE_GUIDE", "terminal")
    monkeypatch.setenv("ROUTINE_CLOCK", "12")
    found = settings('guide = "notification"\nclock = 24\nwelcome = false\n', clock="24")
    assert (found.guide, found.hour_cycle, found.welcome) == (SessionPlace.TERMINAL, HourCycle.H23, False)


def test_variables_reach_into_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTINE_REMIND__SNOOZE", "5m, 20m")
    monkeypatch.setenv("ROUTINE_REMIND__ALWAYS", "yes")
    monkeypatch.setenv("ROUTINE_REMIND__QUIET", "22:00-07:00,12:00-13:00")
    found = settings('[remind]\nbefore = "3m"\nsnooze = "1h"\n', remind__again_after="7m")
    assert found.remind == PolicyOverride(
        heads_up_before=(3 * MINUTE,),
        snooze=(5 * MINUTE, 20 * MINUTE),
        again_after=7 * MINUTE,
        quiet=(QuietHours(time(22), time(7)), QuietHours(time(12), time(13))),
        always=True,
    )


@pytest.mark.parametrize(
    ("typed", "welcome"), [("true", True), ("1", True), ("ON", True), ("no", False), ("0", False), ("off", False)]
)
def test_a_switch_in_a_variable_can_be_said_in_several_ways(
    monkeypatch: pytest.MonkeyPatch, typed: str, *, welcome: bool
) -> None:
    monkeypatch.setenv("ROUTINE_WELCOME", typed)
    assert settings().welcome is welcome


def test_where_routine_lives_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTINE_HOME", "/nowhere")
    assert told() == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (
            'guide = "phone"',
            "config.toml:1:9: “phone” is not one of the choices. Use notification, terminal or page.",
        ),
        ('guid = "terminal"', "config.toml:1:1: “guid” is not a setting. Did you mean “guide”?"),
        ('colour = "red"', "config.toml:1:1: “colour” is not a setting. `routine config` lists them all."),
        ("clock = 13", "config.toml:1:9: “13” is not one of the choices. Use 24 or 12."),
        (
            'welcome = "yes"',
            (
                "config.toml:1:11: Here stands “yes”, but true or false is needed. "
                "Write true or false, without quotes."
            ),
        ),
        (
            "plans_folder = 3",
            'config.toml:1:16: Here stands “3”, but text in quotes is needed. Put quotes around it: "like this".',
        ),
        (
            'plans_folder = "a\\u0000b"',
            (
                "config.toml:1:16: This text holds a control character. "
                "Leave it out: plain letters, signs and emoji are fine."
            ),
        ),
        (
            "remind = 3",
            "config.toml:1:10: `remind` holds several settings. Set one of them, such as remind.snooze.",
        ),
        (
            '\n[remind]\nsnooze = ["5m", "5"]',
            'config.toml:3:17: “5” has no unit. Write "5s" for seconds or "5m" for minutes, in quotes.',
        ),
        ('[remind]\nagain_after = "3s"', 'config.toml:2:15: “3s” is too short here. Use "1m" or longer.'),
        ('[remind]\nsnoze = "3m"', "config.toml:2:1: “snoze” is not a setting. Did you mean “snooze”?"),
        ("[remind]\nquiet = [22:00-07:00]", "config.toml:2:12: A list is not closed. Add the missing bracket ]."),
        ('guide = "terminal', 'config.toml:1:18: A text is not closed. Add the missing quote ".'),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(file: str, line: str) -> None:
    assert told(file) == [line]


def test_a_wrong_variable_is_told_by_its_name_and_the_file_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTINE_GUIDE", "phone")
    found, problems, _ = read(b'guide = "terminal"\n', {})
    assert list(map(str, problems)) == [
        "ROUTINE_GUIDE: “phone” is not one of the choices. Use notification, terminal or page."
    ]
    assert found.guide is SessionPlace.TERMINAL


def test_a_wrong_variable_inside_the_table_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTINE_REMIND__BEFORE", "soon")
    monkeypatch.setenv("ROUTINE_REMIND__SNOZE", "5m")
    first, second = told()
    assert first.startswith("ROUTINE_REMIND__BEFORE: “soon” is not a length of time.")
    assert second == "ROUTINE_REMIND__SNOZE: “snoze” is not a setting. Did you mean “snooze”?"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("ROUTINE_REMIND_AGAIN_AFTER", "Did you mean “ROUTINE_REMIND__AGAIN_AFTER”?"),
        ("ROUTINE_GIUDE", "Did you mean “ROUTINE_GUIDE”?"),
        ("ROUTINE_FOO", "`routine config` lists them all."),
    ],
)
def test_what_is_guessed_of_a_variable_is_near_by_its_own_name(
    monkeypatch: pytest.MonkeyPatch, name: str, fix: str
) -> None:
    monkeypatch.setenv(name, "30m")
    _, problems, _ = read(None, {})
    assert [problem.fix for problem in problems] == [fix]


def test_the_example_says_how_a_variable_reaches_into_the_table() -> None:
    assert "ROUTINE_REMIND__AGAIN_AFTER" in example()


def test_a_variable_that_is_no_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTINE_GIUDE", "terminal")
    assert told() == ["ROUTINE_GIUDE: “ROUTINE_GIUDE” is not a setting. Did you mean “ROUTINE_GUIDE”?"]


def test_a_wrong_flag_is_told_as_it_was_typed() -> None:
    assert told(remind__snooze="x", clock="11") == [
        "--clock: “11” is not one of the choices. Use 24 or 12.",
        '--remind.snooze: “x” is not a length of time. Write it like "90s", "10m", "1h" or "1h30m".',
    ]


def test_one_wrong_setting_does_not_take_the_others_with_it() -> None:
    found, problems, _ = read(b'guide = "phone"\nclock = 12\n[remind]\nbefore = 5\n', {})
    assert len(problems) == 2
    assert (found.guide, found.hour_cycle, found.remind) == (
        SessionPlace.NOTIFICATION,
        HourCycle.H12,
        PolicyOverride(),
    )


def test_a_file_that_is_no_toml_leaves_everything_as_usual() -> None:
    found, problems, _ = read(b"\xff", {})
    assert found == Settings()
    assert len(problems) == 1


def test_the_table_says_where_each_value_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTINE_CLOCK", "12")
    found, _, sources = read(b'[remind]\nsnooze = "5m"\n', {"guide": "terminal"})
    table = [*table_of(found, sources)]
    rows = {row.key: (row.value, row.origin) for row in table}
    assert rows["clock"] == ("12", "variable")
    assert rows["guide"] == ('"terminal"', "flag")
    assert rows["remind.snooze"] == ('["5m"]', "file")
    assert rows["welcome"] == ("true", "default")
    assert all(row.about for row in table)


def test_the_example_names_every_setting_at_its_default() -> None:
    lines = [line.removeprefix("# ") if " = " in line else line for line in example().splitlines()]
    values = tomllib.loads("\n".join(line for line in lines if " = " in line or line.startswith("[")))
    found = settings("\n".join(line for line in lines if " = " in line or line.startswith("[")))
    assert found.remind.apply_to(ReminderPolicy()) == ReminderPolicy()
    settings_ = {
        "guide",
        "notifier",
        "plans_folder",
        "clock",
        "welcome",
        "wait_in_calls",
        "wait_when_away",
        "avoid",
    }
    settings_ |= {"buttons", "quiet_command", "figure", "panel_icon", "weekly_question"}
    assert set(values) == {*settings_, "remind"}
    assert len(values["remind"]) == 7


def test_the_example_changes_nothing_until_somebody_does() -> None:
    assert settings(example()) == Settings()


def test_what_is_left_out_of_every_plan_is_a_list_of_tags_or_one() -> None:
    assert settings('avoid = ["avoid-flexion", "floor-transfer"]').avoid == ("avoid-flexion", "floor-transfer")
    assert settings('avoid = "avoid-flexion"').avoid == ("avoid-flexion",)
    assert settings("avoid = []").avoid == ()
    assert settings(None, avoid="avoid-flexion, floor-transfer").avoid == ("avoid-flexion", "floor-transfer")


def test_a_tag_that_is_misspelt_is_told_and_the_others_still_hold() -> None:
    found, problems, _ = read(b'avoid = ["avoid-flexon", "floor-transfer"]', {})
    assert found.avoid == ("floor-transfer",)
    (problem,) = problems
    assert "avoid-flexion" in problem.fix
