"""Knows that three real shells complete commands, options and names at the Tab key."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.needs import need
from tests.ui.home import TOP, Home
from tests.ui.terminal import Terminal

LIMIT = 30
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells of Unix")

CASES = [
    ("routine st", {"status", "start"}),
    ("routine start cat-c", {"cat-cow", "cat-cow-small", "cat-cow-forearms"}),
    ("routine done mor", {"morning-mobility"}),
    ("routine plans use gentle", {"gentle-start"}),
    ("routine plans set mine mor", {"morning-mobility"}),
    ("routine start --in t", {"terminal"}),
    ("routine status --l", {"--line"}),
    ("routine library legs-up", {"legs-up-the-wall", "legs-up-5"}),
    ("routine relief s", {"stiff", "sore"}),
    ("routine completion ", {"bash", "zsh", "fish"}),
    ("routine export j", {"json"}),
    ("routine config set remind.q", {"remind.quiet"}),
]


@pytest.fixture
def person(home: Home, tmp_path: Path) -> Home:
    """Somebody who has `routine` on the path, and a plan."""
    home.plan(home.session())
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "routine"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tests.ui.command "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    home.environ |= {"PATH": f"{folder}:{home.environ['PATH']}", "PYTHONPATH": str(TOP)}
    return home


def by_shell(person: Home, *command: str) -> str:
    ended = subprocess.run(
        command,
        env=person.environ,
        cwd=person.folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    assert ended.stderr == ""
    return ended.stdout


@pytest.mark.parametrize(("line", "meant"), CASES)
def test_bash_offers_what_may_be_typed(line: str, meant: set[str], person: Home) -> None:
    words = " ".join(word or "''" for word in line.split(" "))
    script = f"""
        source <(routine completion bash)
        COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
        $(complete -p routine | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """.replace("$(complete", "f=$(complete").replace("\\1/')", "\\1/'); $f")
    assert set(by_shell(person, need("bash", "bash"), "-c", script).split("\n")) - {""} == meant


@pytest.mark.parametrize(("line", "meant"), CASES)
def test_fish_offers_what_may_be_typed(line: str, meant: set[str], person: Home) -> None:
    said = by_shell(person, need("fish", "fish"), "-c", f"routine completion fish | source; complete -C '{line}'")
    assert {row.partition("\t")[0] for row in said.splitlines()} == meant


def test_fish_tells_what_each_is(person: Home) -> None:
    said = by_shell(
        person, need("fish", "fish"), "-c", "routine completion fish | source; complete -C 'routine sta'"
    )
    assert "status\tis it running, what is next, what waits and why" in said


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("routine exc\t", "routine excuse "),
        ("routine start legs-up-t\t", "routine start legs-up-the-wall "),
        ("routine plans use gen\t", "routine plans use gentle-start "),
        ("routine status --fol\t", "routine status --follow "),
    ],
)
@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
def test_the_tab_key_completes_in_a_real_terminal(shell: str, typed: str, shown: str, person: Home) -> None:
    begin = {
        "zsh": ["zsh", "-f", "-i"],
        "bash": ["bash", "--norc", "-i"],
        "fish": ["fish", "--private", "--no-config", "-i"],
    }[shell]
    source = {
        "zsh": "autoload -Uz compinit; compinit -u -D; source <(routine completion zsh); PS1='%% '; echo re''ady",
        "bash": "source <(routine completion bash); PS1='% '; echo re''ady",
        "fish": "routine completion fish | source; echo re''ady",
    }[shell]
    environ = {"TERM": "xterm-256color"} | person.environ
    with Terminal([need(begin[0], begin[0]), *begin[1:]], environ, 100, 24) as terminal:
        time.sleep(1)
        terminal.press(f"{source}\r")
        terminal.wait_for("ready")
        terminal.press(typed)
        terminal.wait_for(shown.strip())
        terminal.press("\x03")


def test_what_cannot_be_completed_says_nothing(person: Home) -> None:
    for typed in (["nonsense", ""], ["status", "x"], ["plans", "set", "nobody", "zzz"], ["check", ""]):
        answer = person.run("completion", "bash", *(f"--word=={one}" for one in typed))
        assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_every_command_can_be_completed(person: Home) -> None:
    names = person.run("completion", "bash", "--word==").out.split()
    assert {"status", "relief", "completion", "today"} <= set(names)
    for name in names:
        answer = person.run("completion", "bash", f"--word=={name}", "--word==--")
        assert "--help" in answer.out.split(), name


def test_a_shell_that_is_not_known_is_said(home: Home) -> None:
    answer = home.run("completion", "tcsh")
    assert answer.code == 2
    assert "bash, zsh or fish" in answer.err
