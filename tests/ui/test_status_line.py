"""Knows that a bar has one line that says how it stands, and the next one as soon as that changes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from tests.ui.home import TOP, Home

SECONDS = 20
MINUTES = timedelta(minutes=1)
WALK = ("Walk", -120 * MINUTES)
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, and a connection that is waited on")


class Follower:
    """`routine status --line --follow`, its lines as they come."""

    def __init__(self, home: Home, *more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.command", "status", "--line", "--follow", *more],
            env=home.environ,
            cwd=TOP,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.lines: Queue[str] = Queue()
        self._reads = Thread(target=self._read, daemon=True)
        self._reads.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line.rstrip("\n"))

    def next(self) -> str:
        return self.lines.get(timeout=SECONDS)

    def end(self) -> None:
        self.process.kill()
        self.process.wait(SECONDS)
        self._reads.join(SECONDS)


@contextmanager
def service(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.command", "run"],
        env=home.environ | {"ROUTINE_WELCOME": "false", "ROUTINE_NOTIFIER": "text"},
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait(SECONDS)


@contextmanager
def follower(home: Home, *more: str) -> Iterator[Follower]:
    found = Follower(home, *more)
    try:
        yield found
    finally:
        found.end()


def test_a_follower_says_how_it_stands_and_each_change_over_restarts_of_the_service(home: Home) -> None:
    home.plan(home.session(*WALK))
    with follower(home) as bar:
        assert bar.next() == "routine is not running"
        with service(home) as first:
            comes = bar.next()
            assert comes.endswith("Walk")
            assert home.run("pause", "1h").code == 0
            assert bar.next().startswith("Paused until ")
            assert home.run("resume").code == 0
            assert bar.next() == comes
            first.send_signal(signal.SIGKILL)
            assert bar.next() == "routine is not running"
        with service(home):
            assert bar.next() == comes
            home.plan(home.session("Stroll", WALK[1]), name="mine")
            assert bar.next().endswith("Stroll")
        assert bar.next() == "routine is not running"
        assert bar.lines.empty()


def test_what_changes_nothing_in_the_line_says_nothing(home: Home) -> None:
    home.plan(home.session(*WALK))
    with service(home), follower(home) as bar:
        while "Walk" not in bar.next():
            pass
        assert home.run("rate", "3").code == 0
        assert home.run("pause", "1h").code == 0
        assert bar.next().startswith("Paused until ")


def test_a_bar_that_has_gone_takes_its_follower_with_it(home: Home) -> None:
    home.plan(home.session(*WALK))
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "routine", "status", "--line", "--follow"]
    bar = subprocess.Popen(
        command, env=home.environ, cwd=TOP, stdout=writer, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    os.close(writer)
    assert os.read(reader, 200)
    os.close(reader)
    assert bar.wait(SECONDS) == 0
    assert bar.stderr
    assert bar.stderr.read() == ""
    bar.stderr.close()


def test_more_than_the_service_keeps_are_told_so(home: Home) -> None:
    home.plan(home.session(*WALK))
    with service(home), follower(home) as first:
        while "Walk" not in first.next():
            pass
        others = [Follower(home) for _ in range(7)]
        assert all(other.next().endswith("Walk") for other in others)
        refused = home.run("status", "--line", "--follow")
        assert (refused.code, refused.out) == (74, "")
        assert "Enough programs follow the service already." in refused.err
        others.pop().end()
        others.append(Follower(home))
        assert others[-1].next().endswith("Walk")
        for other in others:
            other.end()
        assert home.run("pause", "1h").code == 0
        assert first.next().startswith("Paused until ")


def test_one_line_without_a_service(home: Home) -> None:
    home.plan(home.session(*WALK))
    answer = home.run("status", "--line")
    assert (answer.code, answer.out) == (69, "routine is not running\n")


def test_one_line_with_a_service_says_what_is_most_worth_knowing(home: Home) -> None:
    home.plan(home.session(), home.session(*WALK))
    with service(home):
        with follower(home, "--json") as bar:
            while (said := json.loads(bar.next()))["text"] != "Morning mobility: waiting for you":
                pass
            assert said["class"] == "waiting"
        assert home.run("snooze", "20m").code == 0
        assert home.run("status", "--line").out.startswith("Morning mobility: snoozed until ")
        assert home.run("pause", "1h").code == 0
        assert home.run("status", "--line").out.startswith("Paused until ")
        assert home.run("start", "--in", "notification").code == 0
        answer = home.run("status", "--line", "--json")
        assert answer.json == {"text": "Morning mobility: under way", "class": "under_way"}
        assert answer.code == 0


def test_every_example_for_a_bar_follows(home: Home) -> None:
    """What docs/bars.md tells people to write is a command that exists."""
    text = (Path(TOP) / "docs/bars.md").read_text(encoding="utf-8")
    assert {"waybar", "i3status", "polybar"} <= set(text.lower().replace("#", " ").split())
    assert text.count("routine status --line --follow") >= 3
    assert home.run("status", "--help").out.count("--follow")
