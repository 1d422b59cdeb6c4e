"""Knows what becomes of a command whose standard streams are closed, full or gone; must not know any command."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import IO

import pytest

from routine.core.events import EventKind
from routine.errors import JournalError
from routine.presentation import safety_check
from routine.ui.cli import run
from tests.telling import told
from tests.ui.home import LIMIT, TOP, Answer, Home

HOUR = timedelta(hours=1)


def by_shell(home: Home, line: str, **environ: str) -> Answer:
    """`routine` and what follows, as a shell takes it: with its streams led wherever."""
    ended = subprocess.run(
        f"{sys.executable} -m tests.ui.command {line}",
        shell=True,
        cwd=TOP,
        env=home.environ | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    return Answer(ended.returncode, ended.stdout, ended.stderr)


# reading


@pytest.mark.parametrize("keys", ["<&-", "0>/dev/null"])
def test_where_nothing_can_be_typed_init_says_that_there_was_no_answer(home: Home, keys: str) -> None:
    answer = by_shell(home, f"init {keys}")
    assert answer.code == 2
    assert "There was no answer, so no plan was written." in answer.err
    assert not home.plans.exists()


@pytest.mark.parametrize("keys", ["<&-", "0>/dev/null"])
def test_where_nothing_can_be_typed_the_emergency_signs_are_printed_all_the_same(home: Home, keys: str) -> None:
    answer = by_shell(home, f"help-signs {keys}")
    assert answer.code == 0
    out = " ".join(answer.out.split())
    assert all(sign in out for part in safety_check.PARTS for sign in part.signs)


def test_whoever_ends_the_check_before_a_plan_is_told_that_none_was_written(home: Home) -> None:
    with home.on_terminal("plans", "use", "flare-up-week", rows=60) as terminal:
        terminal.wait_for(safety_check.ANSWER.strip())
        terminal.press("\x04")
        assert terminal.ended() == 2
        assert "There was no answer, so no plan was written." in terminal.text
    assert not home.plans.exists()


# telling


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["today", "week --json", "schema", "config", "init --yes"])
def test_a_full_disk_behind_the_answer_is_said_in_a_sentence(home: Home, command: str, unbuffered: str) -> None:
    answer = by_shell(home, f"{command} >/dev/full", PYTHONUNBUFFERED=unbuffered)
    assert answer.code == 74
    assert answer.err.splitlines()[0] == "routine: The answer could not be written: No space left on device."
    assert "went wrong" not in answer.err
    assert not home.paths.log_file.exists()


def test_where_a_complaint_cannot_be_told_the_exit_code_still_says_it(home: Home) -> None:
    assert by_shell(home, "snoze 2>/dev/full").code == 2
    assert by_shell(home, "snooze 2>/dev/full").code == 5


# the service


@contextmanager
def service(home: Home, told: int | IO[str]) -> Iterator[subprocess.Popen[str]]:
    running = subprocess.Popen(
        [sys.executable, "-m", "routine", "run"],
        env=home.environ | {"ROUTINE_WELCOME": "false"},
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        stdout=told,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait(LIMIT)


def wait_until(true: Callable[[], bool], running: subprocess.Popen[str]) -> None:
    end = time.monotonic() + LIMIT
    while not true():
        assert running.poll() is None, f"the service ended with {running.poll()}"
        assert time.monotonic() < end
        time.sleep(0.1)


def has_read(home: Home, name: str) -> bool:
    with suppress(JournalError):
        return any(one.kind is EventKind.PLAN_LOADED and told(one).plan == name for one in home.journal())
    return False


def stopped(running: subprocess.Popen[str]) -> int:
    running.send_signal(signal.SIGINT)
    return running.wait(LIMIT)


def test_a_service_whose_lines_nobody_takes_goes_on_and_ends_well(home: Home) -> None:
    home.plan(home.session(ago=-HOUR), seen=False)
    with Path("/dev/full").open("w", encoding="utf-8") as full, service(home, full) as running:
        wait_until(lambda: home.paths.journal_file.exists() and has_read(home, "mine"), running)
        home.plan(home.session(ago=-HOUR), name="second", seen=False)
        wait_until(lambda: has_read(home, "second"), running)
        assert stopped(running) == 0


def test_a_service_whose_reader_has_gone_goes_on_and_ends_well(home: Home) -> None:
    home.plan(home.session(ago=-HOUR), seen=False)
    with service(home, subprocess.PIPE) as running:
        assert running.stdout
        with running.stdout as said:
            assert any("routine is running" in line for line in said)
        home.plan(home.session(ago=-HOUR), name="second", seen=False)
        wait_until(lambda: has_read(home, "second"), running)
        assert stopped(running) == 0


# what the service says


def test_what_the_service_says_on_a_narrow_terminal_is_broken_between_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Screen(StringIO):
        def isatty(self) -> bool:
            return True

    line = "Notifications: terminal (No keys are read here, so each reminder names the command that answers it.)"
    for width, rows in (("40", 3), ("200", 1)):
        monkeypatch.setenv("COLUMNS", width)
        screen = Screen()
        monkeypatch.setattr(sys, "stdout", screen)
        run._say(line)
        said = screen.getvalue().splitlines()
        assert len(said) == rows
        assert " ".join(said) == line
