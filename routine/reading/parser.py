"""Knows the road from bytes to a Plan, or to every problem in them; must not know files, nor any sentence."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from routine.core.diagnostic import Diagnostic
from routine.core.plan import Plan
from routine.library.catalogue import Catalogue
from routine.presentation import problems, toml_problems
from routine.presentation.phrases import Said
from routine.presentation.toml_problems import not_toml
from routine.reading.builder import Builder
from routine.reading.cross_checks import cross_check
from routine.reading.diagnostics import diagnostics_of, faults_of
from routine.reading.lookalikes import SECONDS, lookalike, merge_mark, with_seconds, without_seconds
from routine.reading.names import names_in
from routine.reading.plan_model import PlanTable, checked
from routine.reading.safe_read import LARGEST
from routine.reading.toml_positions import TomlPositions

BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# tomllib takes time by the square of a dotted key's length
_ENDLESS_KEY = re.compile(r"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){200}")
# nor is any number told in words that Python would not write out: more than 4,300 digits
_ENDLESS_NUMBER = re.compile(r"0[xob][0-9A-Fa-f_]{3000}")


class NotToml(Exception):
    """Raised with the one problem that keeps a text from being read at all."""

    def __init__(self, line: int, column: int, said: Said) -> None:
        super().__init__(said[0])
        self.line, self.column, self.said = line, column, said

    def problem(self, file: str) -> Diagnostic:
        """The same, as a problem of that file; line and column are counted from 1, and 0 is nowhere."""
        return Diagnostic(file, self.line, self.column, *self.said)


def read_plan(
    file_name: str,
    plan_id: str,
    content: bytes,
    catalogue: Catalogue,
    has_picture: Callable[[str], bool] = lambda _: True,
    *,
    avoid: tuple[str, ...] = (),
) -> Plan | tuple[Diagnostic, ...]:
    """The plan, or all that is wrong with it, in order. `avoid`: what is left out of every plan."""
    try:
        # a Mac may write a letter and its mark apart; names are the same all the same
        text, raw = parse_toml(content if content.isascii() else _composed(content))
    except NotToml as wrong:
        return (wrong.problem(file_name),)
    positions = TomlPositions(text)
    names = names_in(raw, catalogue, has_picture)
    shape = checked(lambda: PlanTable.model_validate(raw, context=names))
    faults = list(cross_check(raw, names, positions))
    if not raw:
        return diagnostics_of(file_name, positions, faults)
    if not isinstance(shape, PlanTable):
        faults += faults_of(shape)
    if faults or not isinstance(shape, PlanTable):
        return diagnostics_of(file_name, positions, faults)
    builder = Builder(plan_id, shape, catalogue, avoid)
    plan = builder.plan()
    return diagnostics_of(file_name, positions, builder.faults) if builder.faults else plan


def _composed(content: bytes) -> bytes:
    """Each letter in one piece with its mark; what is no text stays as it is."""
    try:
        return unicodedata.normalize("NFC", content.decode()).encode()
    except UnicodeDecodeError:
        return content


def parse_toml(content: bytes) -> tuple[str, dict[str, Any]]:
    """The text without its byte order mark, and what it says by TOML 1.0.0 (https://toml.io).

    Times may stand without their seconds, as in TOML 1.1.0. Raises NotToml.
    """
    if len(content) > LARGEST:
        raise NotToml(0, 0, problems.too_large("1 MB"))
    body = content.removeprefix(BOM)
    try:
        text = body.decode()
    except UnicodeDecodeError as wrong:
        raise NotToml(*_place(body[: wrong.start].decode()), problems.not_utf8()) from None
    if "\0" in text:
        raise NotToml(*_place(text[: text.index("\0")]), problems.holds_nul())
    endless = _ENDLESS_KEY.search(text)
    if endless:
        raise NotToml(*_place(text[: endless.start()]), problems.too_deep())
    if number := _ENDLESS_NUMBER.search(text):
        raise NotToml(*_place(text[: number.start()]), problems.unforeseen_value())
    try:
        return text, _loads(text, ())
    except NotToml:
        if not (places := without_seconds(text)):
            raise
    return text, _loads(text, places)


def _loads(text: str, places: Sequence[int]) -> dict[str, Any]:
    """What the text says with seconds at these offsets; a fault is told as of the text. Raises NotToml."""
    try:
        return tomllib.loads(with_seconds(text, places) if places else text)
    except RecursionError:
        raise NotToml(0, 0, problems.too_deep()) from None
    except tomllib.TOMLDecodeError as wrong:
        raise _syntax(text, str(wrong), [_place(text[:place]) for place in places]) from None
    except ValueError:
        # a number of thousands of digits
        raise NotToml(0, 0, problems.unforeseen_value()) from None


def _syntax(text: str, message: str, longer: Sequence[tuple[int, int]]) -> NotToml:
    """`longer`: line and column behind each time that was given its seconds."""
    if (mark := merge_mark(text)) is not None:
        return NotToml(*_place(text[:mark]), toml_problems.merge_mark())
    lines = text.replace("\r\n", "\n").split("\n")
    found = _PLACE.search(message)
    if found and found[1]:
        line, column = int(found[1]), int(found[2])
        behind = [at for where, at in longer if where == line]
        column -= len(SECONDS) * sum(at + len(SECONDS) * place < column for place, at in enumerate(behind))
    else:
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        line, column = len(lines), len(lines[-1]) + 1
    typed = lines[line - 1] if line <= len(lines) else ""
    if not typed.isascii() and (odd := lookalike(text, line)):
        return NotToml(*_place(text[: odd[0]]), odd[1])
    return NotToml(line, column, not_toml(message, typed, typed[column - 1 :]))


def _place(before: str) -> tuple[int, int]:
    """Line and column of what comes after `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
