"""Knows which program a person means by VISUAL and EDITOR, on each system; must not know what is edited."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.editor import Editor, find_editor, shell_of, usual_editor
from routine.presentation.plan_check import set_editor

HERE = {
    "code": r"C:\Users\J\AppData\Local\Programs\VS Code\bin\code.CMD",
    "notepad": r"C:\Windows\notepad.exe",
    "subl.exe": r"C:\Tools\subl.exe",
    "nano": "/usr/bin/nano",
    "ed": "/usr/bin/ed",
}
"""What is found on PATH, as Windows does with PATHEXT."""


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, path: HERE.get(name))  # noqa: ARG005 - as it is called


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("notepad", (HERE["notepad"],)),
        ("code --wait", (HERE["code"], "--wait")),
        ('"code" --wait', (HERE["code"], "--wait")),
        ("'code' --wait --new-window", (HERE["code"], "--wait", "--new-window")),
        ("  code\t--wait ", (HERE["code"], "--wait")),
        ('"C:\\Program Files\\Ed\\ed.exe" -w', ("C:\\Program Files\\Ed\\ed.exe", "-w")),
        ("'C:/Program Files/Ed/ed.exe' -w", ("C:/Program Files/Ed/ed.exe", "-w")),
        ('C:\\"Program Files"\\ed.exe --title="My plan"', ("C:\\Program Files\\ed.exe", "--title=My plan")),
        ("C:\\Users\\O'Neil\\ed.exe", ("C:\\Users\\O'Neil\\ed.exe",)),
        ('"C:\\never closed\\ed.exe -w', ("C:\\never closed\\ed.exe -w",)),
        ("C:\\tools\\new\\ed.exe", ("C:\\tools\\new\\ed.exe",)),
        ("unknown -x", ("unknown", "-x")),
    ],
)
def test_on_windows_words_and_quotes_are_taken_as_meant(said: str, command: tuple[str, ...]) -> None:
    assert find_editor({"EDITOR": said}, "win32") == Editor(command, "EDITOR")


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("ed", (HERE["ed"],)),
        ("ed -w --title 'My plan'", (HERE["ed"], "-w", "--title", "My plan")),
        ("/opt/my\\ ed -w", ("/opt/my ed", "-w")),
        ("'/opt/my ed' -w", ("/opt/my ed", "-w")),
        ("ed 'never closed", (HERE["ed"], "'never", "closed")),
        ("''", ("",)),
    ],
)
def test_elsewhere_they_are_those_of_a_shell(said: str, command: tuple[str, ...]) -> None:
    assert find_editor({"EDITOR": said}, "linux") == Editor(command, "EDITOR")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("more", ["", " -w", " --title 'x'"])
def test_a_path_with_blanks_needs_no_quotes_where_there_is_such_a_file(
    tmp_path: Path, platform: str, more: str
) -> None:
    program = tmp_path / "Sublime Text.app" / "my  ed"
    program.parent.mkdir()
    program.touch()
    editor = find_editor({"EDITOR": f"{program}{more}"}, platform)
    assert editor
    assert editor.command[0] == str(program)
    assert editor.command[1:] == tuple(word.strip("'") for word in more.split())


def test_a_home_is_written_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))  # as Windows has it
    assert find_editor({"EDITOR": "~/bin/ed"}, "linux") == Editor((f"{tmp_path}/bin/ed",), "EDITOR")


def test_visual_goes_before_editor_and_what_says_nothing_does_not_count() -> None:
    assert find_editor({"VISUAL": "a", "EDITOR": "b"}, "linux") == Editor(("a",), "VISUAL")
    assert find_editor({"VISUAL": " ", "EDITOR": "b"}, "linux") == Editor(("b",), "EDITOR")


def test_without_either_a_usual_one_of_the_system_is_taken() -> None:
    assert find_editor({}, "linux") == Editor((HERE["nano"],))
    assert find_editor({}, "win32") == Editor((HERE["notepad"],))
    assert usual_editor({}, "linux", but="nano") == ""


@pytest.mark.parametrize(
    ("environ", "platform", "hint"),
    [
        ({"SHELL": "/bin/bash"}, "linux", "Set EDITOR, for example: `EDITOR=nano routine edit`"),
        ({"SHELL": "/usr/bin/fish"}, "darwin", "Set EDITOR, for example: `EDITOR=nano routine edit`"),
        ({}, "linux", "Set EDITOR, for example: `EDITOR=nano routine edit`"),
        ({"SHELL": "/bin/tcsh"}, "linux", "Set EDITOR, for example: `env EDITOR=nano routine edit`"),
        ({"PROMPT": "$P$G"}, "win32", 'Set EDITOR, for example: `set "EDITOR=notepad"` and then `routine edit`'),
        ({}, "win32", 'Set EDITOR, for example: `$env:EDITOR = "notepad"; routine edit`'),
        (
            {"SHELL": "/usr/bin/bash", "PROMPT": "$P$G"},
            "win32",
            "Set EDITOR, for example: `EDITOR=notepad routine edit`",
        ),
    ],
)
def test_the_hint_is_what_can_be_typed_in_this_very_shell(
    environ: dict[str, str], platform: str, hint: str
) -> None:
    assert set_editor("EDITOR", usual_editor({}, platform), shell_of(environ, platform)) == hint


@pytest.mark.parametrize(
    ("command", "seconds", "did_not_wait"),
    [
        (("/usr/bin/code",), 0.4, True),
        ((r"C:\Users\J\VS Code\bin\code.CMD",), 0.4, True),
        (("code", "--new-window"), 0.4, True),
        (("code", "--wait"), 0.4, False),
        (("code", "-w"), 0.4, False),
        (("code",), 5, False),
        (("gvim",), 0.1, True),
        (("gvim", "-f"), 0.1, False),
        (("kate", "-b"), 0.1, False),
        (("open", "-t"), 0.1, True),
        (("open", "-W", "-t"), 0.1, False),
        ((r"C:\Windows\notepad.exe",), 0.1, True),
        (("xdg-open",), 0.1, True),
        (("emacsclient",), 0.1, False),
        (("emacsclient", "-n"), 0.1, True),
        (("nobody-knows-it",), 0.1, True),
        (("/usr/bin/vim",), 0.1, False),
        (("nano",), 0.1, False),
    ],
)
def test_an_editor_that_is_back_at_once_has_not_been_used(
    command: tuple[str, ...], seconds: float, did_not_wait: bool
) -> None:
    assert Editor(command).did_not_wait(timedelta(seconds=seconds)) is did_not_wait


@pytest.mark.parametrize(
    ("command", "waits"),
    [
        (("/usr/bin/code",), "code --wait"),
        (("subl",), "subl --wait"),
        (("gvim", "--nofork-not"), "gvim -f --nofork-not"),
        (("open", "-t"), "open -W -t"),
        (("kate",), "kate --block"),
        (("notepad.exe",), ""),
        (("nobody-knows-it",), ""),
    ],
)
def test_what_to_set_so_that_it_waits(command: tuple[str, ...], waits: str) -> None:
    assert Editor(command).waiting_command == waits
