"""Knows how a plan is edited: on a copy, checked, put in place only when right, and never over somebody's else."""

from __future__ import annotations

import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from tests.ui.home import TOP, Home


def editor(home: Home, body: str) -> str:
    """An editor of a few lines: `path` is the file it was given, `text` what stands in it."""
    script = home.folder / "editor.py"
    script.write_text(
        f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n{body}\n",
        encoding="utf-8",
    )
    return f"{sys.executable} {script}"


def replacing(home: Home, old: str, new: str) -> str:
    return editor(home, f"path.write_text(text.replace({old!r}, {new!r}, 1))")


def visible(home: Home) -> list[str]:
    return sorted(path.name for path in home.plans.iterdir())


def test_a_good_change_replaces_the_plan_and_keeps_its_mode_and_what_was_before(home: Home) -> None:
    path = home.plan(home.session())
    path.chmod(0o640)
    before = path.read_text(encoding="utf-8")
    answer = home.run("edit", EDITOR=replacing(home, "My plan", "Our plan"))
    assert answer.code == 0
    assert answer.out == f"Saved {path}\n"
    assert 'title = "Our plan"' in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (home.plans / ".mine.toml.bak").read_text(encoding="utf-8") == before
    assert visible(home) == [".mine.toml.bak", "mine.toml"]


def test_without_a_change_nothing_is_written(home: Home) -> None:
    home.plan(home.session())
    answer = home.run("edit", "mine", EDITOR="true")
    assert answer.out == "Nothing was changed.\n"
    assert visible(home) == ["mine.toml"]


def test_a_wrong_change_never_replaces_the_plan_and_is_kept_beside(home: Home) -> None:
    path = home.plan(home.session())
    before = path.read_text(encoding="utf-8")
    answer = home.run("edit", EDITOR=replacing(home, "daily", "dayly"))
    assert answer.code == 78
    assert "mine.toml:7:8: " in answer.out
    assert path.read_text(encoding="utf-8") == before
    assert "dayly" in (home.plans / ".mine.draft.toml").read_text(encoding="utf-8")


def test_what_was_kept_beside_is_gone_on_with(home: Home) -> None:
    path = home.plan(home.session())
    home.run("edit", EDITOR=replacing(home, "daily", "dayly"))
    answer = home.run("edit", EDITOR=replacing(home, "dayly", "weekdays"))
    assert answer.code == 0
    assert 'days = "weekdays"' in path.read_text(encoding="utf-8")
    assert visible(home) == [".mine.toml.bak", "mine.toml"]


def test_a_draft_that_was_kept_never_replaces_a_newer_plan(home: Home) -> None:
    path = home.plan(home.session())
    home.run("edit", EDITOR=replacing(home, "daily", "dayly"))
    newer = path.read_text(encoding="utf-8").replace("My plan", "Newer")
    path.write_text(newer, encoding="utf-8")
    answer = home.run("edit", EDITOR=replacing(home, "dayly", "weekdays"))
    assert answer.code == 74
    assert f"{path} was changed after you kept" in answer.err
    assert path.read_text(encoding="utf-8") == newer
    assert "dayly" in (home.plans / ".mine.draft.toml").read_text(encoding="utf-8")


def test_on_a_terminal_a_draft_can_be_gone_on_with_although_the_plan_is_newer(home: Home) -> None:
    path = home.plan(home.session())
    home.run("edit", EDITOR=replacing(home, "daily", "dayly"))
    newer = path.read_text(encoding="utf-8").replace("My plan", "Newer")
    path.write_text(newer, encoding="utf-8")
    for key, code in (("", 74), ("g", 0)):
        with home.on_terminal("edit", EDITOR=replacing(home, "dayly", "weekdays")) as terminal:
            terminal.wait_for("leave both as they are [Enter]?")
            terminal.press(f"{key}\n")
            assert terminal.ended() == code
    assert 'days = "weekdays"' in path.read_text(encoding="utf-8")
    assert (home.plans / ".mine.toml.bak").read_text(encoding="utf-8") == newer
    assert visible(home) == [".mine.toml.bak", "mine.toml"]


def test_no_draft_is_promised_where_the_editor_took_it_away(home: Home) -> None:
    path = home.plan(home.session())
    before = path.read_text(encoding="utf-8")
    answer = home.run("edit", EDITOR=editor(home, "path.unlink()"))
    assert answer.code == 74
    assert "left no file" in answer.err
    assert "Kept" not in answer.out
    assert path.read_text(encoding="utf-8") == before
    assert visible(home) == ["mine.toml"]


def test_on_a_terminal_a_wrong_change_can_be_edited_again(home: Home) -> None:
    path = home.plan(home.session())
    twice = editor(
        home, "path.write_text(text.replace('daily', 'x') if 'daily' in text else text.replace('x', 'weekend'))"
    )
    with home.on_terminal("edit", EDITOR=twice) as terminal:
        terminal.wait_for("drop it [d]?")
        assert "mine.toml:7:8: " in terminal.text
        terminal.press("\n")
        terminal.wait_for("Saved")
        assert terminal.ended() == 0
    assert 'days = "weekend"' in path.read_text(encoding="utf-8")


def test_on_a_terminal_a_wrong_change_can_be_dropped(home: Home) -> None:
    path = home.plan(home.session())
    before = path.read_text(encoding="utf-8")
    with home.on_terminal("edit", EDITOR=replacing(home, "daily", "x")) as terminal:
        terminal.wait_for("drop it [d]?")
        terminal.press("d\n")
        terminal.wait_for("Dropped.")
        assert terminal.ended() == 0
    assert path.read_text(encoding="utf-8") == before
    assert visible(home) == ["mine.toml"]


def test_a_plan_that_somebody_else_changed_meanwhile_is_not_replaced(home: Home) -> None:
    path = home.plan(home.session())
    theirs = editor(
        home,
        f"path.write_text(text.replace('My plan', 'Mine'))\nimport pathlib\n"
        f"pathlib.Path({str(path)!r}).write_text(text.replace('My plan', 'Theirs'))",
    )
    answer = home.run("edit", EDITOR=theirs)
    assert answer.code == 74
    assert "changed by somebody else" in answer.err
    assert "Theirs" in path.read_text(encoding="utf-8")
    assert "Mine" in (home.plans / ".mine.draft.toml").read_text(encoding="utf-8")


def test_an_editor_that_fails_changes_nothing(home: Home) -> None:
    path = home.plan(home.session())
    before = path.read_text(encoding="utf-8")
    assert home.run("edit", EDITOR="false").code == 74
    answer = home.run("edit", EDITOR="/no/such/editor")
    assert answer.code == 74
    assert "could not be started" in answer.err
    assert path.read_text(encoding="utf-8") == before
    assert visible(home) == ["mine.toml"]


def test_visual_comes_before_editor_and_may_have_words_of_its_own(home: Home) -> None:
    path = home.plan(home.session())
    assert home.run("edit", VISUAL=replacing(home, "My plan", "Ours") + " ", EDITOR="false").code == 0
    assert "Ours" in path.read_text(encoding="utf-8")


def test_without_any_editor_it_says_what_to_set(home: Home) -> None:
    home.plan(home.session())
    answer = home.run("edit", PATH="/nowhere")
    assert answer.code == 74
    assert "Set EDITOR" in answer.err


def test_with_several_plans_it_asks_which(home: Home) -> None:
    home.plan(home.session())
    home.plan(home.session(), name="other", seen=False)
    answer = home.run("edit", EDITOR="true")
    assert answer.code == 2
    assert "routine edit mine, routine edit other" in answer.err


def test_a_new_name_begins_with_a_small_whole_plan(home: Home) -> None:
    answer = home.run("edit", "my-back", EDITOR=replacing(home, "My back", "Our backs"))
    assert answer.code == 0
    assert 'title = "Our backs"' in (home.plans / "my-back.toml").read_text(encoding="utf-8")
    assert home.run("check").code == 0


def test_a_shipped_plan_is_copied_before_it_is_changed(home: Home) -> None:
    shipped = TOP / "plans" / "desk-days.toml"
    before = shipped.read_text(encoding="utf-8")
    answer = home.run("edit", "desk-days", EDITOR=replacing(home, "17:45", "18:15"))
    assert answer.code == 0
    assert "From here on the plans in" in answer.out
    assert (home.plans / "desk-days.toml").read_text(encoding="utf-8") == before.replace("17:45", "18:15", 1)
    assert shipped.read_text(encoding="utf-8") == before


def test_a_plan_that_is_a_link_stays_one(home: Home) -> None:
    path = home.plan(home.session())
    real = home.folder / "dotfiles.toml"
    path.rename(real)
    path.symlink_to(real)
    assert home.run("edit", EDITOR=replacing(home, "My plan", "Linked")).code == 0
    assert path.is_symlink()
    assert "Linked" in real.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nul", "CON", "aux.toml", "com1", "Lpt9", "Library"])
def test_a_name_that_is_a_device_or_the_library_is_refused_everywhere(home: Home, name: str) -> None:
    answer = home.run("edit", name, EDITOR="true")
    assert answer.code == 2
    assert f"“{name}” cannot be the name of a plan." in answer.err
    assert home.run("edit", "nullify", EDITOR="true").code == 0


def test_a_name_that_leaves_the_folder_is_refused(home: Home) -> None:
    for name in ("../evil", "a/b", ".hidden", "_aside"):
        assert home.run("edit", name, EDITOR="true").code == 2
    assert not Path(home.folder / "routine" / "config" / "evil.toml").exists()


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")


def window(home: Home, name: str, body: str, after: float = 1) -> str:
    """An editor with a window of its own, called `name`: it is back at once, and the window saves later."""
    script = home.folder / f"{name}.py"
    script.write_text(
        f"import sys, pathlib, time\ntime.sleep({after})\npath = pathlib.Path(sys.argv[-1])\n"
        f"text = path.read_text()\n{body}\n",
        encoding="utf-8",
    )
    program = home.folder / name
    program.write_text(f'#!/bin/sh\n{sys.executable} {script} "$1" >/dev/null 2>&1 &\n', encoding="utf-8")
    program.chmod(0o755)
    return str(program)


SAVED = "path.write_text(text.replace('My plan', 'Our plan'))"


def test_an_editor_that_does_not_wait_is_told_of_and_the_draft_stays_under_it(home: Home) -> None:
    path = home.plan(home.session())
    draft = home.plans / ".mine.draft.toml"
    answer = home.run("edit", EDITOR=window(home, "code", SAVED))
    assert answer.code == 74
    assert "Your editor (code) did not wait" in answer.err
    assert f"It is open as {draft}" in answer.err
    assert "EDITOR='code --wait' routine edit" in answer.err
    assert draft.exists()
    wait_until(lambda: "Our plan" in draft.read_text(encoding="utf-8"))
    assert ".mine.draft.toml holds changes to mine that are not in force" in home.run("check").out
    assert "My plan" in path.read_text(encoding="utf-8")
    assert home.run("edit", EDITOR=window(home, "code", "")).code == 0
    assert "Our plan" in path.read_text(encoding="utf-8")
    assert draft.exists(), "a window may have it open"
    assert "not in force" not in home.run("check").out


# a pseudo-terminal (pty(7)) is POSIX; without one the same is tested above
@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of this kind")
def test_in_a_terminal_it_waits_until_the_window_saves(home: Home) -> None:
    path = home.plan(home.session())
    with home.on_terminal("edit", EDITOR=window(home, "subl", SAVED)) as terminal:
        terminal.wait_for("Waiting until you save it there")
        terminal.wait_for("Saved")
        assert terminal.ended() == 0
    assert "Our plan" in path.read_text(encoding="utf-8")


def test_what_is_saved_wrong_in_a_window_is_told_and_waited_for_again(home: Home) -> None:
    path = home.plan(home.session())
    twice = f"path.write_text(text.replace('daily', 'dayly'))\ntime.sleep(4)\n{SAVED}"
    with home.on_terminal("edit", EDITOR=window(home, "gvim", twice)) as terminal:
        terminal.wait_for("Did you mean")
        terminal.wait_for("Saved")
        assert terminal.ended() == 0
    assert "Our plan" in path.read_text(encoding="utf-8")


NAMES = ["Rücken", "Rücken plan", "mein.plan", "übung für abends"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("kept", ["NFC", "NFD"])
def test_a_plan_that_runs_can_be_edited_however_its_letters_are_written(
    home: Home, name: str, typed: Literal["NFC", "NFD"], kept: Literal["NFC", "NFD"]
) -> None:
    path = home.plan(home.session(), name=normalize(kept, name), seen=False)
    answer = home.run("edit", normalize(typed, name), EDITOR=replacing(home, "My plan", "Our plan"))
    assert answer.code == 0, answer.err
    assert "Our plan" in path.read_text(encoding="utf-8")
    assert [each for each in visible(home) if each.endswith(".toml")] == [path.name]
    assert home.run("check", normalize(typed, name)).code == 0


def test_a_session_is_named_however_its_letters_are_written(home: Home) -> None:
    home.plan(home.session(normalize("NFD", "Frühe Übung")))
    assert home.run("skip", normalize("NFC", "frühe übung")).code == 0
    assert home.run("done", normalize("NFD", "frühe übung")).code == 0
