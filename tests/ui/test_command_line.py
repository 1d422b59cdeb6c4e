"""Knows what holds for every command: help, exit codes, plain words, nothing harmful on a terminal."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from routine import __version__
from routine.adapters.instance_lock import Lock
from routine.adapters.journal.store import JournalDb
from routine.adapters.paths import make_private
from routine.core.events import Actor, CheckedIn, EventKind, Outcome
from routine.ui.cli.main import COMMANDS
from routine.wiring import app
from tests.needs import only_on_posix
from tests.service.process import wait_for
from tests.ui.home import TOP, Answer, Home

WALK = ("Walk", timedelta(minutes=-120))
HARMFUL = 'title = "My\\u001b[2J \\u202eplan"\n'

LEAN = """
import sys
from tests.ui.command import set_clock
set_clock()
from routine.ui.cli.main import run_command
run_command(sys.argv[1:])
heavy = {"pydantic", "pydantic_settings", "apscheduler", "rich", "difflib", "dbus_fast", "asyncinotify"}
print(*sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_help_fits_on_a_screen_and_names_every_command(home: Home) -> None:
    answer = home.run("--help")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert len(lines) < 24
    assert max(len(line) for line in lines) <= 80
    assert set(COMMANDS) <= set(re.findall(r"[a-z-]+", answer.out))
    assert home.run("-h").out == home.run("help").out == answer.out


def test_all_the_help_explains_every_command(home: Home) -> None:
    answer = home.run("help", "--all")
    assert answer.code == 0
    for command in COMMANDS:
        assert f"  {command} " in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80
    assert home.run("help", "snooze").out == home.run("snooze", "--help").out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(home: Home, command: str) -> None:
    answer = home.run(command, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"usage: routine {command}")
    assert home.files() == []


def test_version_is_said(home: Home) -> None:
    assert home.run("--version").out == f"routine {__version__}\n"


def test_a_mistyped_command_gets_a_suggestion_and_exit_code_2(home: Home) -> None:
    answer = home.run("snoze", "10m")
    assert answer.code == 2
    assert "Did you mean snooze?" in answer.err
    assert home.run("zzzz").code == 2


@pytest.mark.parametrize(
    "words", [("today", "--jsn"), ("week", "--days"), ("start", "--in", "space"), ("--nope",)]
)
def test_words_that_are_not_understood_are_told_in_a_sentence(home: Home, words: tuple[str, ...]) -> None:
    answer = home.run(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("routine: ")
    assert "--help` explains it." in answer.err
    assert "usage:" not in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("week --days x", "“x” is not a whole number"),
        ("week --days", "`--days` needs something behind it."),
        ("appointment move x y", "“x” is not a whole number"),
        ("appointment mve", "“mve” is not known here. Use move or helping."),
        ("start --in space", "Use notification, terminal or page."),
        ("config --path --example", "`--example` and `--path` do not go together."),
        ("plans use", "Something is missing here: PLAN."),
        ("plans pilates-core", "`routine plans use pilates-core` makes it your own."),
        ("today --jsn", "“--jsn” is not understood here."),
        ("snooze -5m", "“-5m” lies behind, not ahead."),
        ("pause -5m", "“-5m” lies behind, not ahead."),
    ],
)
def test_what_is_wrong_with_a_command_is_told_in_plain_words(home: Home, words: str, said: str) -> None:
    answer = home.run(*words.split())
    assert answer.code == 2
    assert said in answer.err
    assert "argument" not in answer.err.lower()
    assert "invalid" not in answer.err.lower()


@pytest.mark.parametrize("command", ["snooze", "skip", "done"])
def test_an_answer_brings_nothing_heavy_along(home: Home, command: str) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    home.run("today")  # the plan has been read once, as a running service has
    ended = subprocess.run(
        [sys.executable, "-c", LEAN, command],
        cwd=TOP,
        env=home.environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=True,
    )
    assert "“Morning mobility”" in ended.stdout
    assert ended.stderr.splitlines()[-1] == ""


def test_colours_are_for_terminals_only(home: Home) -> None:
    home.plan(home.session(*WALK))
    assert "\x1b" not in home.run("today").out
    with home.on_terminal("today") as terminal:
        assert terminal.ended() == 0
        assert "\x1b[1m" in terminal.raw
        assert "Walk" in terminal.text


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_switched_off(home: Home, variable: str, value: str) -> None:
    home.environ[variable] = value
    home.plan(home.session(*WALK))
    for command in ("today", "week", "status", "log", "config", "check"):
        with home.on_terminal(command) as terminal:
            terminal.ended()
            assert not {"\x1b[32m", "\x1b[33m", "\x1b[2m", "\x1b[1m"} & set(_codes(terminal.raw)), command


@pytest.mark.parametrize("columns", [40, 80])
def test_tables_fit_the_screen(home: Home, columns: int) -> None:
    home.plan(home.session("A rather long title of a session that somebody liked"), home.session(*WALK))
    home.shown(home.occurrence("A rather long title of a session that somebody liked"))
    for command in ("today", "week", "log", "config"):
        with home.on_terminal(command, columns=columns) as terminal:
            terminal.ended()
            rows = [line for line in terminal.text.splitlines() if line.startswith("  ")]
            assert all(len(line.rstrip()) <= columns for line in rows), command


@pytest.mark.parametrize("columns", [40, 61])
def test_on_a_narrow_screen_rows_end_between_words(home: Home, columns: int) -> None:
    home.plan(home.session("A rather long title of a session that somebody liked"), home.session(*WALK))
    home.write("broken", 'title = "B"\nsurprise = 1\n' + home.session("B"))
    home.shown(home.occurrence("A rather long title of a session that somebody liked"))
    for words in ("status", "today", "week", "check", "library", "log", "snooze 9x", "appointment"):
        known = set(_words(home.run(*words.split())))
        with home.on_terminal(*words.split(), columns=columns) as terminal:
            terminal.ended()
            rows = terminal.text.splitlines()
        # what is longer than a row, and what is to be typed, stays whole all the same
        assert all(len(row.rstrip()) <= columns for row in rows if "`" not in row and len(row.split()) > 1), words
        assert {word for row in rows for word in row.split()} <= known, words


def _words(answer: Answer) -> list[str]:
    return f"{answer.out} {answer.err}".split()


def test_what_a_journal_holds_cannot_command_the_terminal(home: Home) -> None:
    about = home.occurrence()
    harmful = type(about)(about.key, about.due, "Evil\x1b[2J\x07\u202etitle\r\n", about.practice, about.length)
    home.shown(harmful)
    for command in ("today", "week", "log --all", "status", "skip"):
        answer = home.run(*command.split())
        assert "Evil[2Jtitle" in answer.out
        assert not {"\x1b", "\x07", "\u202e", "\r"} & set(answer.out), command


def test_a_title_that_the_terminal_cannot_write_does_not_end_a_command(home: Home) -> None:
    home.plan(home.session("Überdehnung 🧘", WALK[1]).replace('id = "überdehnung-🧘"', 'id = "x"'))
    answer = home.run("today", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert answer.code == 0
    assert "berdehnung" in answer.out


@only_on_posix
def test_a_pager_that_is_closed_early_is_no_fault(home: Home) -> None:
    home.plan(home.session(*WALK))
    ended = subprocess.run(
        f"{sys.executable} -m tests.ui.command week --days 366 | head -1",
        shell=True,
        cwd=TOP,
        env=home.environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=True,
    )
    assert ended.stdout.startswith("Today, ")
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("agent", "code"),
    [("", 75), ("local.routine", 0), ("com.apple.Terminal", 75)],
    ids=["by hand", "launchd", "both"],
)
def test_a_second_service_is_refused_and_launchd_does_not_start_it_again(
    home: Home, agent: str, code: int
) -> None:
    """launchd starts anew whatever ends with another code than 0; it tells a job its name in XPC_SERVICE_NAME."""
    make_private(home.paths.runtime_dir)
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    try:
        answer = home.run("run", XPC_SERVICE_NAME=agent)
    finally:
        lock.release()
    assert "routine is already running" in answer.err
    assert answer.code == code


@only_on_posix
@pytest.mark.parametrize("command", ["today", "run --nonsense"])
def test_without_any_standard_stream_a_command_ends_without_a_fault(home: Home, command: str) -> None:
    home.plan(home.session(*WALK))
    ended = subprocess.run(
        f"{sys.executable} -m tests.ui.command {command} >&- 2>&- <&-",
        shell=True,
        cwd=TOP,
        env=home.environ,
        timeout=30,
        check=False,
    )
    assert ended.returncode == (2 if "--" in command else 0)


@only_on_posix
def test_the_service_runs_without_any_standard_stream(home: Home) -> None:
    home.plan(home.session(*WALK))
    known = len(home.journal())
    with subprocess.Popen(
        f"exec {sys.executable} -m routine run >&- 2>&- <&-", shell=True, cwd=TOP, env=home.environ
    ) as service:
        try:
            # what it has read it writes down: by then it hears a signal
            wait_for(lambda: len(home.journal()) > known or service.poll() is not None, "the service", 60.0)
            assert service.poll() is None
            service.send_signal(signal.SIGINT)
            assert service.wait(30) == 0
            said = home.paths.log_file.read_text("utf-8")
            assert "routine is running" in said, "who starts it at login can read what it says"
        finally:
            service.kill()


def test_a_damaged_journal_is_kept_aside_and_that_is_told_once(home: Home) -> None:
    home.shown(home.occurrence())
    for path in home.paths.state_dir.iterdir():
        path.unlink()
    home.paths.journal_file.write_bytes(b"not a database at all" * 200)
    answer = home.run("today")
    assert answer.code == 0
    assert "The journal was damaged and is kept aside" in answer.err
    assert home.run("today").err == ""


def test_a_command_that_fails_over_a_damaged_journal_tells_both(home: Home) -> None:
    home.shown(home.occurrence())
    for path in home.paths.state_dir.iterdir():
        path.unlink()
    home.paths.journal_file.write_bytes(b"not a database at all" * 200)
    answer = home.run("snooze")
    assert answer.code == 5
    assert "The journal was damaged and is kept aside" in answer.err


def _codes(raw: str) -> list[str]:
    import re

    return re.findall(r"\x1b\[[0-9;]*m", raw)


def test_of_two_commands_that_find_a_damaged_journal_the_second_keeps_the_firsts_new_one(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.shown(home.occurrence())
    for path in home.paths.state_dir.iterdir():
        path.unlink()
    home.paths.journal_file.write_bytes(b"not a database at all" * 200)
    opens, said = JournalDb, CheckedIn(home.now, Actor.CLI, outcome=Outcome.STOP)

    def slow(path: Path) -> JournalDb:
        monkeypatch.setattr(app, "JournalDb", opens)
        try:
            return opens(path)
        finally:  # the other command is quicker by a breath
            first = app.App(home.environ)
            first.journal.append(lambda: [said])
            first.journal.close()

    monkeypatch.setattr(app, "JournalDb", slow)
    second = app.App(home.environ)
    assert [row.entry.kind for row in second.journal.rows()] == [EventKind.CHECKIN]
    second.journal.close()
    assert len([name for name in home.files() if "corrupt" in name]) == 1
