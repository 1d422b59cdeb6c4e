"""Knows how to read the screen through the accessibility tree; must not know what is looked for.

Runs in the system's own Python, which has the bindings. `find_on_screen.py button|text NAME SECONDS` prints the
middle of the thing that carries NAME; `find_on_screen.py texts` prints every text that shows, one JSON list.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found]  # the system's Python has it, ours has not

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402  # the version is chosen first

ROLES = {"button": ("push button",), "text": ("label", "text", "static")}


def walk(node: Any, depth: int = 0) -> Iterator[Any]:
    if node is None or depth > 25:
        return
    yield node
    for place in range(node.get_child_count()):
        yield from walk(node.get_child_at_index(place), depth + 1)


def showing() -> Iterator[Any]:
    desk = Atspi.get_desktop(0)
    for place in range(desk.get_child_count()):
        for node in walk(desk.get_child_at_index(place)):
            if node.get_state_set().contains(Atspi.StateType.SHOWING):
                yield node


def words_of(node: Any) -> str:
    name = node.get_name() or ""
    if name or node.get_role_name() not in ROLES["text"]:
        return str(name)
    try:
        return Atspi.Text.get_text(node, 0, -1) or ""
    except GLib.Error:
        return ""


def find(roles: tuple[str, ...], name: str) -> tuple[int, int] | None:
    for node in showing():
        if node.get_role_name() in roles and words_of(node) == name:
            box = node.get_extents(Atspi.CoordType.SCREEN)
            if box.width > 1 and box.x >= 0:
                return box.x + box.width // 2, box.y + box.height // 2
    return None


def texts() -> list[str]:
    return [words_of(node) for node in showing() if node.get_role_name() in ROLES["text"] and words_of(node)]


def main() -> int:
    end = time.monotonic() + (float(sys.argv[3]) if len(sys.argv) > 3 else 3)
    while time.monotonic() < end:
        try:
            if sys.argv[1] == "texts":
                print(json.dumps(texts()))
                return 0
            place = find(ROLES[sys.argv[1]], sys.argv[2])
        except GLib.Error:  # the tree changes under us: look again
            place = None
        if place:
            print(*place)
            return 0
        time.sleep(0.05)
    return 1


sys.exit(main())
