"""What each command says of homes that somebody has lived in, as people read it and as programs do."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.golden import expect_golden, expect_golden_json
from tests.ui.home import TOP, Answer, Home
from tests.ui.lived_homes import lived_home

EVERYTHING = ("", "today", "week", "log", "progress", "status", "check", "plans", "config", "appointment")
THE_DAY = ("today", "status")
OF_EACH_HOME = {
    "fresh": tuple(line for line in EVERYTHING if line != "week"),
    "week": (*EVERYTHING, "week --from 2026-02-25", "log --days 2", "log --kind missed"),
    "under_way": (*THE_DAY, "log --days 1", "appointment"),
    "broken": (*THE_DAY, "check", "plans", "config"),
    "locked": THE_DAY,
    "advised": (*THE_DAY, "config"),
}
OF_ALL_PEOPLE = (
    "library cat-cow",
    "library bird-dog --json",
    "library breathing-4-6",
    "library desk-1",
    "library --practice breathing",
    "library --practice pilates --level 1 --json",
    "library --sequences --practice relaxation --json",
    "library --minutes 3 --avoid avoid-flexion",
    "therapies",
    "therapies --json",
    "therapies acupuncture",
    "therapies acupuncture --json",
    "help-signs --read",
    "help-signs --json",
    "config --example",
    "config --path",
    "--help",
    "log --kind nonsense",
    "library cat-caw",
    "snoze",
    "week --from yesterday",
    "snooze",
    "done nothing-of-that-name",
    "skip",
    "start",
    "resume",
    "excuse",
    "appointment move 3 2026-03-13T15:00",
)
DAY = (
    "snooze 20m noon",
    "snooze noon until 14:00",
    "skip noon",
    "done noon --at 12:05",
    "done morning",
    "excuse calm --why 'a concert'",
    "skip calm",
    "skip calm --early",
    "pause 2h",
    "pause --json",
    "today",
    "resume",
    "resume",
    "snooze",
    "appointment move 2 2026-03-05T16:00 acupuncture",
    "appointment helping yes",
    "excuse today",
    "plans use evening-calm",
    "plans use desk-days --at 09:00",
    "plans",
    "init --yes",
    "status",
    "log --days 1",
)
"""What somebody says in the course of a minute, one after the other."""


def said(home: Home, line: str, answer: Answer) -> str:
    """As it stands in a terminal; where this computer keeps things is nobody's business."""
    text = f"$ routine {line}".rstrip() + "\n" + answer.out
    if answer.err:
        text += f"(on standard error)\n{answer.err}"
    return impersonal(home, text + (f"(exit code {answer.code})\n" if answer.code else ""))


def impersonal(home: Home, text: str) -> str:
    for place, called in ((str(home.folder), "/home/somebody"), (str(TOP), "/opt/routine")):
        in_json = json.dumps(place, ensure_ascii=False)[1:-1]
        text = text.replace(in_json, called).replace(place, called)
    # from there on as others write it
    return re.sub(r"(/home/somebody|/opt/routine)((?:\\+[\w.-]+)+)", _with_slashes, text)


def _with_slashes(path: re.Match[str]) -> str:
    return path[1] + re.sub(r"\\+", "/", path[2])


def ask(home: Home, line: str) -> Answer:
    return home.run(*shlex.split(line), COLUMNS="100")


def parsed(home: Home, answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {"code": answer.code, "out": json.loads(impersonal(home, answer.out))}
    return found | ({"err": impersonal(home, answer.err)} if answer.err else {})


def file_of(line: str) -> str:
    """`week --from 2026-02-25 --json` is week-from-2026-02-25."""
    # no colon: Windows could not check it out
    return line.replace("--", "").replace(" json", "").strip().replace(" ", "-").replace(":", ".") or "nothing"


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Home]:
    """Each home once: what is asked here changes none."""
    return cache(lambda name: lived_home(name, tmp_path_factory.mktemp(name)))


@pytest.mark.parametrize(("name", "line"), [(name, each) for name, said in OF_EACH_HOME.items() for each in said])
def test_what_a_person_is_told_and_what_a_program_is(homes: Callable[[str], Home], name: str, line: str) -> None:
    home = homes(name)
    expect_golden(f"commands/{name}/{file_of(line)}.txt", said(home, line, ask(home, line)))
    if line:
        expect_golden_json(f"commands/{name}/{file_of(line)}.json", parsed(home, ask(home, f"{line} --json")))


@pytest.mark.parametrize("line", OF_ALL_PEOPLE)
def test_what_everybody_is_told(tmp_path: Path, line: str) -> None:
    home = lived_home("fresh", tmp_path)
    answer = ask(home, line)
    if "--json" in line:
        expect_golden_json(f"commands/everybody/{file_of(line)}.json", parsed(home, answer))
    else:
        expect_golden(f"commands/everybody/{file_of(line)}.txt", said(home, line, answer))


@pytest.mark.parametrize("name", ["week", "under_way", "locked", "advised"])
def test_what_is_answered_to_what_somebody_says(tmp_path: Path, name: str) -> None:
    home = lived_home(name, tmp_path)
    before = len(home.journal())
    told = [said(home, line, ask(home, line)) for line in DAY]
    rows = [f"{row.kind} {row.key} by {row.by}" for row in home.journal()[before:]]
    expect_golden(f"commands/{name}/answers.txt", "\n".join([*told, "(the journal)", *rows]) + "\n")
