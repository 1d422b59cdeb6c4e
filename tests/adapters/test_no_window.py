"""Knows that nothing started unseen opens a console window on Windows; must not know what is started."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "routine"
STARTERS = {"Popen", "run", "create_subprocess_exec", "create_subprocess_shell", "check_output", "call"}
IN_THIS_TERMINAL = {"adapters/editor.py", "adapters/login/base.py", "ui/console/pager.py"}
"""The editor and the pager are to be seen; what `login on` asks is asked where somebody typed it."""
NOT_ON_WINDOWS = {
    "adapters/run_program.py",
    "adapters/speech.py",
    "adapters/notify/osascript.py",
    "adapters/notify/plyer_text.py",
}
DETACHED_PROCESS, CREATE_NEW_CONSOLE, CREATE_NO_WINDOW = 0x8, 0x10, 0x08000000
"""The first two, and the third, cancel each other. Source: Microsoft, "Process Creation Flags"."""


def starts(path: Path) -> list[ast.Call]:
    """Each place where a process is started."""
    tree = ast.parse(path.read_text("utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in STARTERS
        and ast.unparse(node.func.value) in {"subprocess", "asyncio"}
        and ast.unparse(node.func) != "asyncio.run"
    ]


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_whatever_starts_a_process_unseen_says_that_it_needs_no_window() -> None:
    bare = [
        f"{name_of(path)}:{call.lineno}"
        for path in PACKAGE.rglob("*.py")
        if name_of(path) not in IN_THIS_TERMINAL | NOT_ON_WINDOWS
        for call in starts(path)
        if "NO_WINDOW"
        not in {part for word in call.keywords if word.arg == "creationflags" for part in names(word)}
    ]
    assert bare == []


def names(word: ast.keyword) -> set[str]:
    return {node.id for node in ast.walk(word) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("file", ["adapters/workers/process.py", "ui/page/launch.py"])
def test_no_flag_cancels_another(file: str) -> None:
    """A process without any console would make the python.exe of a venv open one, empty and black."""
    numbers = {
        node.body.value
        for node in ast.walk(ast.parse((PACKAGE / file).read_text("utf-8")))
        if isinstance(node, ast.IfExp)
        and "win32" in ast.unparse(node.test)
        and isinstance(node.body, ast.Constant)
        and isinstance(node.body.value, int)
    }
    assert numbers
    assert not [number for number in numbers if number & (DETACHED_PROCESS | CREATE_NEW_CONSOLE)]
    assert numbers <= {CREATE_NO_WINDOW, 0x200}


def test_every_place_is_found() -> None:
    found = {name_of(path) for path in PACKAGE.rglob("*.py") if starts(path)}
    assert found >= {"ui/page/launch.py", "adapters/browser.py", "adapters/workers/process.py"} | NOT_ON_WINDOWS
