"""Knows the short-lived reader process from outside: one request in, one answer out, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from routine.adapters.workers.process import READER
from routine.core.identifiers import HourCycle
from routine.core.loaded_plans import Settings
from routine.reading.safe_read import digest_of
from routine.reading.stored import SCHEMA, ReadAnswer, ReadRequest, decode_answer, encode
from tests.needs import needs_another_user, only_on_posix
from tests.reading.typed import plan_with

LIMIT = 60


def ask(request: ReadRequest, **variables: str) -> ReadAnswer:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ROUTINE_")}
    ended = subprocess.run(
        READER,
        input=encode(request),
        capture_output=True,
        timeout=LIMIT,
        check=False,
        env={**environ, **variables},
        cwd="/",
    )
    assert ended.stderr == b""
    assert ended.returncode == 0
    answer = decode_answer(ended.stdout)
    assert answer is not None
    return answer


def told(answer: ReadAnswer) -> dict[str, str]:
    """The first problem of each file, by its name."""
    return {Path(one.path).name: one.problems[0].what if one.problems else "" for one in answer.files}


def test_one_answer_holds_plans_and_settings(tmp_path: Path) -> None:
    plan, config = tmp_path / "mine.toml", tmp_path / "config.toml"
    plan.write_text(plan_with(), encoding="utf-8")
    config.write_text('guide = "terminal"\nclock = 13\n', encoding="utf-8")
    answer = ask(
        ReadRequest((str(plan),), settings=True, config=str(config), flags={"welcome": "no"}),
        ROUTINE_NOTIFIER="text",
    )
    (file,) = answer.files
    assert file.plan is not None
    assert file.plan.restore().id == "mine"
    assert file.digest == digest_of("mine.toml", plan.read_bytes())
    assert answer.settings is not None
    found = answer.settings.settings
    assert (found.guide, found.notifier, found.welcome, found.hour_cycle) == (
        "terminal",
        "text",
        False,
        HourCycle.H23,
    )
    assert [(one.file, one.line, one.column) for one in answer.settings.problems] == [("config.toml", 2, 9)]


@only_on_posix
def test_whatever_lies_in_the_folder_only_that_file_is_in_trouble(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(plan_with(), encoding="utf-8")
    (tmp_path / "bad.toml").write_text("title = 3\n", encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "gone.toml").symlink_to("nowhere")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.toml")
    with (tmp_path / "large.toml").open("wb") as large:
        large.truncate(50_000_000)
    names = ["good", "bad", "folder", "loop", "gone", "zero", "pipe", "large", "never"]
    answer = told(ask(ReadRequest(tuple(str(tmp_path / f"{name}.toml") for name in names))))
    assert answer["good.toml"] == ""
    assert answer["bad.toml"] == "This plan has no session yet."
    assert answer["folder.toml"] == answer["pipe.toml"] == answer["zero.toml"] == "This is not a plain file."
    assert answer["loop.toml"] == answer["gone.toml"] == "This link leads nowhere."
    assert answer["large.toml"] == "This file is too large for a plan (more than 1 MB)."
    assert answer["never.toml"] == "This file could not be read: no such file or directory."


def test_a_picture_is_looked_for_beside_the_plan(tmp_path: Path) -> None:
    own = '[exercise.glide]\ntitle = "Glide"\ncues = "Sit."\nreps = 2\npicture = "glide.png"\n'
    plan = tmp_path / "mine.toml"
    plan.write_text(plan_with(below=own), encoding="utf-8")
    assert told(ask(ReadRequest((str(plan),)))) == {
        "mine.toml": "There is no picture “glide.png” beside the plan."
    }
    (tmp_path / "glide.png").write_bytes(b"")
    answer = ask(ReadRequest((str(plan),)))
    assert told(answer) == {"mine.toml": ""}
    assert answer.files[0].pictures == {"glide.png": True}


@needs_another_user
def test_a_link_to_a_file_of_somebody_else_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    theirs, link = folder / "theirs.toml", folder / "mine.toml"
    theirs.write_text(plan_with(), encoding="utf-8")
    os.chown(theirs, 1234, 1234)
    link.symlink_to(theirs)
    assert told(ask(ReadRequest((str(link),)))) == {"mine.toml": "This link leads to a file of somebody else."}
    assert told(ask(ReadRequest((str(theirs),)))) == {"theirs.toml": ""}


@only_on_posix
def test_a_configuration_that_cannot_be_read_leaves_everything_as_usual(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    answer = ask(ReadRequest(settings=True, config=str(tmp_path / "config.toml")))
    assert answer.settings is not None
    assert answer.settings.settings == Settings()
    assert answer.settings.problems[0].what == "This is not a plain file."


def test_nothing_beside_a_plan_can_stand_in_for_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('not this one')\n", encoding="utf-8")
    ended = subprocess.run(
        READER, input=b"{}", capture_output=True, timeout=LIMIT, check=True, cwd=tmp_path, env={"PATH": ""}
    )
    assert decode_answer(ended.stdout) == ReadAnswer(SCHEMA)


def test_the_service_side_needs_neither_pydantic_nor_a_parser() -> None:
    code = "import sys, routine.adapters.plan_source; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT, check=True,
                           cwd=Path(__file__).parents[2])  # fmt: skip
    assert not {"pydantic", "pydantic_settings", "tomllib", "routine.library.catalogue"} & set(
        ended.stdout.split()
    )
