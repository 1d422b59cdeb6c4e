"""Knows where each key and value stands in a TOML text that tomllib has accepted; must not know what it means.

Validity is tomllib's business. This only walks a valid text once, in linear time, and remembers offsets.

Source: TOML 1.0.0 (https://toml.io).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress

KeyPath = tuple[str | int, ...]

# no possessive quantifiers: Python 3.11 takes too much with some of them
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LITERAL = re.compile(r"'[^'\n]*'")
_BASIC = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"')
_SCALAR = re.compile(r"[^,\]}\n#]*")


class TomlPositions:
    """Offsets of keys and values by path; `session` 2's `days` is ("session", 1, "days")."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._keys: dict[KeyPath, int] = {}
        self._values: dict[KeyPath, int] = {}
        self._lengths: dict[KeyPath, int] = {}
        self._lines: list[int] = []
        self._headers: list[tuple[int, str]] = []

    def key(self, path: Sequence[str | int]) -> tuple[int, int]:
        """(line, column) of the key at `path`, or of the nearest thing around it."""
        return self._place(tuple(path), self._keys)

    def value(self, path: Sequence[str | int]) -> tuple[int, int]:
        """(line, column) of the value at `path`, or of the nearest thing around it."""
        return self._place(tuple(path), self._values)

    @property
    def headers(self) -> list[tuple[int, str]]:
        """The offset of each table's header, and the top-level table it belongs to, in the order of the text."""
        if not self._lines:
            self._scan()
        return self._headers

    def _scan(self) -> None:
        """Once, and only for a text in which a place is asked for: most plans have nothing to mend."""
        self._lines = [0, *(found.end() for found in re.finditer("\n", self._text))]
        # a text this scanner does not follow to its end still has every place found so far
        with suppress(IndexError, ValueError, RecursionError):
            self._document()

    def _place(self, path: KeyPath, offsets: dict[KeyPath, int]) -> tuple[int, int]:
        if not self._lines:
            self._scan()
        wanted = offsets.get(path)
        while wanted is None and path:
            path = path[:-1]
            wanted = self._values.get(path)
        return self.line_and_column(wanted or 0)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where an offset in the text is; both are counted from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _document(self) -> None:
        table: KeyPath = ()
        while self._skip_blank() < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        start = self._at
        array = self._text.startswith("[[", start)
        self._at += 2 if array else 1
        path = self._inside(self._key_parts())
        self._headers.append((start, str(path[0])))
        self._skip_blank()
        self._at += 2 if array else 1
        if array:
            self._values.setdefault(path, start)
            self._keys.setdefault(path, start)
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, self._lengths[path] - 1)
        for known in (self._keys, self._values):
            known[path] = start
            for end in range(1, len(path)):
                known.setdefault(path[:end], start)
        return path

    def _inside(self, parts: list[tuple[str, int]]) -> KeyPath:
        """The path that a header's key names: in an array of tables it means the last table so far."""
        path: KeyPath = ()
        for place, (part, _) in enumerate(parts):
            path = (*path, part)
            if place < len(parts) - 1 and path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _pair(self, table: KeyPath) -> None:
        path = table
        for part, offset in self._key_parts():
            path = (*path, part)
            self._keys.setdefault(path, offset)
            self._values.setdefault(path, offset)
        self._skip_blank()
        self._at += 1
        self._skip_blank()
        self._value(path)

    def _key_parts(self) -> list[tuple[str, int]]:
        parts = []
        while True:
            self._skip_blank()
            start = self._at
            quote = self._text[start]
            shape = {'"': _BASIC, "'": _LITERAL}.get(quote, _BARE)
            raw = self._take(shape)
            # tomllib alone knows every escape
            parts.append((tomllib.loads(f"k={raw}")["k"] if quote in "\"'" else raw, start))
            self._skip_blank()
            if self._at >= len(self._text) or self._text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, path: KeyPath) -> None:
        self._values[path] = self._at
        text, at = self._text, self._at
        if text[at] == "[":
            self._array(path)
        elif text[at] == "{":
            self._inline_table(path)
        elif text[at] == '"':
            self._long_text('"') if text.startswith('"""', at) else self._take(_BASIC)
        elif text[at] == "'":
            self._long_text("'") if text.startswith("'''", at) else self._take(_LITERAL)
        else:
            self._take(_SCALAR)

    def _long_text(self, quote: str) -> None:
        """Past the closing three quotes; up to two more may stand right before them."""
        end = self._at + 3
        while True:
            end = self._text.index(quote * 3, end)
            before = end
            while quote == '"' and self._text[before - 1] == "\\":
                before -= 1
            if (end - before) % 2 == 0:
                break
            end += 1
        self._at = end + 3
        for _ in range(2):
            self._at += self._text.startswith(quote, self._at)

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        place = 0
        while self._text[self._skip_blank()] != "]":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._value((*path, place))
            place += 1
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        while self._text[self._skip_blank()] != "}":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._pair(path)
        self._at += 1

    def _skip_blank(self) -> int:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _take(self, shape: re.Pattern[str]) -> str:
        found = shape.match(self._text, self._at)
        if found is None or found.end() == self._at:
            raise IndexError(self._at)
        self._at = found.end()
        return found.group()
