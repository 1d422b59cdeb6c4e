"""Knows how to write a visit's new time into the text of a plan, and touch nothing else; must not know files.

It tries the few ways in which TOML can say it, and takes the first after which the text says exactly what was
meant: so comments, order and spaces stay, and a text it does not understand is left to the person.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from routine.reading.parser import BOM
from routine.reading.scalars import slug
from routine.reading.toml_positions import KeyPath, TomlPositions

_VALUE = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[0-9T:. -]*[0-9]")


def with_visit_moved(content: bytes, name: str, number: int, when: datetime) -> bytes | None:
    """The plan with visit `number` of the appointment `name` at `when`; None when that has to be done by hand."""
    mark = BOM if content.startswith(BOM) else b""
    try:
        text = content.removeprefix(BOM).decode()
        wanted = tomllib.loads(text)
        names = [one.get("id") or slug(one["title"]) for one in wanted["appointment"]]
        place = names.index(name)
        wanted["appointment"][place].setdefault("except", {})[str(number)] = when
    except (ValueError, KeyError, TypeError, AttributeError):
        # it was changed since it was read
        return None
    for written in _ways(text, ("appointment", place), number, f"{when:%Y-%m-%dT%H:%M:%S}"):
        if _says(written, wanted):
            return mark + written.encode()
    return None


def _says(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except (ValueError, RecursionError):
        return False


def _ways(text: str, path: KeyPath, number: int, when: str) -> Iterator[str]:
    positions = TomlPositions(text)
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(place: tuple[int, int]) -> int:
        return starts[place[0] - 1] + place[1] - 1

    def below(place: tuple[int, int], new: str) -> str:
        """A line of its own after that one, ended as the text ends its lines."""
        line = lines[place[0] - 1]
        end = "\r\n" if line.endswith("\r\n") else "\n"
        gap = "" if line.endswith("\n") else end
        return "".join([*lines[: place[0]], f"{gap}{new}{end}", *lines[place[0] :]])

    # said already: only its value changes
    at = offset(positions.value((*path, "except", str(number))))
    if old := _VALUE.match(text, at):
        yield text[:at] + when + text[old.end() :]
    # in curly brackets
    at = offset(positions.value((*path, "except")))
    if text[at : at + 1] == "{":
        inside = text[at + 1 :].lstrip(" \t")
        comma = "" if inside.startswith("}") else ","
        yield f"{text[:at]}{{ {number} = {when}{comma} {inside}"
    # below a header of its own
    yield below(positions.key((*path, "except")), f"{number} = {when}")
    # for the first time; or key by key, as others are there already
    after = positions.value((*path, "visits"))
    yield below(after, f"except = {{ {number} = {when} }}")
    yield below(after, f"except.{number} = {when}")
