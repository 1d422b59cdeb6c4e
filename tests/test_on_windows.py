"""Knows what somebody with Windows does on a first day, by the commands that pip laid there; not how they work.

Everywhere else it is left out (conftest.py). Folders have a blank, an umlaut and an emoji in their names.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

from routine.adapters.clock import SystemClock

LIMIT = 120.0
"""Seconds: polling takes up to nine, and a computer may have much else to do."""
PLAN = """title = "Rücken 🧘"\r\n\r\n[[session]]\r\ntitle = "Für Jörg – 日本"\r\npractice = "stretching"\r\n\
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\r\nat = "{at}"\r\nsteps = ["pelvic-tilt"]\r\n"""


@dataclass
class Installed:
    """One home, and what is typed there."""

    home: Path

    @property
    def environ(self) -> dict[str, str]:
        # what a shell hands on; no encoding is asked for
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ROUTINE"))}
        return kept | {"ROUTINE_HOME": str(self.home)}

    def command(self, *words: str) -> list[str]:
        program = Path(sysconfig.get_path("scripts")) / "routine.exe"
        return [str(program), *words] if program.exists() else [sys.executable, "-m", "routine", *words]

    def type(self, *words: str) -> tuple[int, str, str]:
        ran = subprocess.run(
            self.command(*words),
            env=self.environ,
            capture_output=True,
            timeout=LIMIT,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")

    def asked(self, *words: str) -> Any:
        code, said, wrong = self.type(*words, "--json")
        assert code in {0, 3}, wrong
        return json.loads(said)

    def begin(self) -> subprocess.Popen[bytes]:
        service = subprocess.Popen(
            self.command("run"),
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: "is running since" in self.type("status")[1])
        return service


def until(there: Callable[[], bool]) -> None:
    ends = time.monotonic() + LIMIT
    while not there():
        assert time.monotonic() < ends
        time.sleep(0.2)


def kill(service: subprocess.Popen[bytes]) -> None:
    """With whatever it began; routine.exe has the real Python below it."""
    subprocess.run(
        ["taskkill", "/F", "/T", "/PID", str(service.pid)], capture_output=True, timeout=LIMIT, check=False
    )
    service.kill()
    service.wait(LIMIT)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    here = Installed(tmp_path_factory.mktemp("Jörg Müller 🧘") / "My plans")
    code, said, wrong = here.type("init", "--yes")
    assert (code, wrong) == (0, ""), said
    later = SystemClock().now().astimezone() + timedelta(minutes=20)
    (here.home / "config" / "plans" / "mine.toml").write_bytes(PLAN.format(at=f"{later:%H:%M}").encode())
    return here


@pytest.fixture(scope="module")
def service(installed: Installed) -> Iterator[subprocess.Popen[bytes]]:
    running = installed.begin()
    yield running
    kill(running)


def mine(installed: Installed) -> dict[str, str]:
    rows: list[dict[str, str]] = installed.asked("week")["occurrences"]
    return next(row for row in rows if row["title"] == "Für Jörg – 日本")


def test_what_is_piped_is_utf_8_and_its_names_are_understood_again(installed: Installed) -> None:
    assert installed.type("check")[0] == 0
    row = mine(installed)
    assert row["session"] == "für-jörg-日本" or "jörg" in row["session"]
    code, said, wrong = installed.type("skip", row["id"], "--early")
    assert (code, wrong) == (0, "")
    assert "Für Jörg – 日本" in said
    assert installed.type("undo")[0] == 0


def test_a_running_service_is_asked_and_there_is_only_one(installed: Installed, service: object) -> None:
    assert installed.asked("status")["running"]
    assert installed.type("run")[0] == 75


def test_a_plan_that_is_saved_is_taken_and_a_wrong_one_is_told_by_its_line(
    installed: Installed, service: object
) -> None:
    plan = installed.home / "config" / "plans" / "other.toml"
    plan.write_bytes(b'title = "Other"\r\nnonsense = 1\r\n')
    until(lambda: "other.toml" in installed.type("status")[1])
    plan.unlink()
    until(lambda: "other.toml" not in installed.type("status")[1])


def test_the_page_answers_on_this_computer(installed: Installed, service: object) -> None:
    code, said, wrong = installed.type("page", "--no-open")
    found = re.search(r"http://\S+", said)
    assert code == 0, wrong
    assert found, said
    with build_opener(ProxyHandler({}), HTTPCookieProcessor()).open(found[0], timeout=LIMIT) as answer:
        assert answer.status == 200
        assert b"<title>" in answer.read()
