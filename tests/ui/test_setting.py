"""Knows that a setting is changed from the command line: checked, nothing else in the text touched, taken back."""

from __future__ import annotations

import tomllib

import pytest

from tests.ui.home import Home

TEXT = """# mine, do not touch
clock = 12   # as at home
# guide = "notification"

[remind]  # how
snooze = ["5m"] # short
# the end
"""


def test_one_line_of_the_text_is_another_and_the_rest_stays_as_it_was(home: Home) -> None:
    file = home.paths.config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TEXT, encoding="utf-8")
    answer = home.run("config", "set", "guide", "page")
    assert answer.code == 0
    assert "routine undo" in answer.out
    assert file.read_text(encoding="utf-8") == TEXT.replace('# guide = "notification"', 'guide = "page"')
    assert home.run("config", "set", "remind.snooze", "10m", "1h").code == 0
    assert home.run("config", "set", "clock", "24").code == 0
    now = file.read_text(encoding="utf-8")
    assert "clock = 24   # as at home" in now
    assert 'snooze = ["10m", "1h"] # short' in now
    for _ in range(3):
        assert home.run("undo").code == 0
    assert file.read_text(encoding="utf-8") == TEXT


def test_windows_line_endings_stay(home: Home) -> None:
    file = home.paths.config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert home.run("config", "set", "remind.quiet", "22:00-07:00").code == 0
    said = file.read_bytes()
    assert said.count(b"\r\n") == said.count(b"\n")
    assert tomllib.loads(said.decode())["remind"]["quiet"] == ["22:00-07:00"]


@pytest.mark.parametrize(
    ("key", "typed", "stands"),
    [
        ("guide", "page", '"page"'),
        ("notifier", "text", '"text"'),
        ("buttons", "no", '"no"'),
        ("plans_folder", "/tmp/plans", '"/tmp/plans"'),
        ("clock", "12", "12"),
        ("welcome", "off", "false"),
        ("wait_in_calls", "yes", "true"),
        ("wait_when_away", "false", "false"),
        ("avoid", "avoid-flexion,avoid-kneeling", '["avoid-flexion", "avoid-kneeling"]'),
        ("quiet_command", "pgrep -x zoom", '["pgrep", "-x", "zoom"]'),
        ("remind.before", "5m", '"5m"'),
        ("snooze", "15m, 2h", '["15m", "2h"]'),
        ("again-after", "20m", '"20m"'),
        ("remind.give_up_after", "3h", '"3h"'),
        ("remind.hold_at_most", "1h", '"1h"'),
        ("remind.quiet", '["22:00-07:00", "12:00-13:00"]', '["22:00-07:00", "12:00-13:00"]'),
        ("remind.always", "true", "true"),
    ],
)
def test_every_setting_can_be_set_and_is_then_shown(key: str, typed: str, stands: str, home: Home) -> None:
    answer = home.run("config", "set", key, typed)
    assert (answer.code, answer.err) == (0, "")
    whole = answer.out.partition(" = ")[0]
    assert f"{whole} = {stands}" in answer.out
    shown = {one["key"]: one for one in home.run("config", "--json").json["settings"]}
    assert shown[whole]["value"] == stands
    assert shown[whole]["origin"] == "file"


def test_there_is_no_setting_that_cannot_be_set(home: Home) -> None:
    for one in home.run("config", "--json").json["settings"]:
        value = one["value"].strip('[]"').replace('", "', ",")
        if value:
            assert home.run("config", "set", one["key"], value).code == 0


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (("guid", "page"), "Did you mean guide?"),
        (("guide", "elsewhere"), "Use notification, terminal or page."),
        (("wait_in_calls", "perhaps"), "true or false"),
        (("remind.again_after", "5"), "has no unit"),
        (("avoid", "avoid-flexionn"), "avoid-flexion"),
        (("remind", "5"), "is not a setting"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(said: tuple[str, str], complaint: str, home: Home) -> None:
    answer = home.run("config", "set", *said)
    assert answer.code == 2
    assert complaint in answer.err
    assert not home.paths.config_file.exists()


def test_where_there_was_no_file_taking_it_back_leaves_none(home: Home) -> None:
    assert home.run("config", "set", "clock", "12").code == 0
    assert home.run("undo").code == 0
    assert not home.paths.config_file.exists()


def test_a_broken_text_is_left_alone(home: Home) -> None:
    file = home.paths.config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("guide = [\n", encoding="utf-8")
    answer = home.run("config", "set", "clock", "12")
    assert answer.code == 78
    assert "clock = 12" in answer.err
    assert file.read_text(encoding="utf-8") == "guide = [\n"


def test_whatever_goes_before_the_file_is_said(home: Home) -> None:
    answer = home.run("config", "set", "guide", "page", ROUTINE_GUIDE="terminal")
    assert "A variable of this shell sets guide as well" in answer.out
