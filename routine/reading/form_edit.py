"""Knows how the text of a plan takes what a form says: single values, a session more, a session less.

Must not know files, nor the form. Every comment, the order and the line endings stay; a comment that stood inside
a value that is said anew goes above what it belonged to. Where that cannot be done, the text stays as it is.

Source: TOML 1.0.0 (https://toml.io).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from routine.core.plan_edit import FieldEdit, FieldValue, NewSession
from routine.reading.edit import Table, as_toml, edited, inline, set_step, with_lines
from routine.reading.parser import BOM
from routine.reading.scalars import slug
from routine.reading.toml_positions import TomlPositions

_PIECE = re.compile(
    r'"""(?:\\.|(?!""").)*"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\r\n]*",
    re.DOTALL,
)
"""A string, in which `#` means nothing, or a comment."""
_REMIND = "remind."


def comments_in(text: str) -> list[str]:
    """Every comment of a TOML text, in its order."""
    return [found[0] for found in _PIECE.finditer(text) if found[0].startswith("#")]


def with_fields(content: bytes, edits: Sequence[FieldEdit]) -> bytes | None:
    """The plan with each of these keys said anew, or taken out; None when that has to be done by hand."""
    for edit in edits:
        done = _with_field(content, edit)
        if done is None:
            return None
        kept = _with_comments_kept(content, done, edit)
        if kept is None:
            return None
        content = kept
    return content


def with_session_added(content: bytes, new: NewSession) -> bytes | None:
    """The plan with this session as its last table; None when that has to be done by hand."""
    text = content.decode()
    try:
        names = _names(tomllib.loads(text.removeprefix(BOM.decode())))
    except ValueError:
        return None
    name = slug(new.title) or "session"
    free = next(each for each in (name, *(f"{name}-{number}" for number in range(2, 1000))) if each not in names)
    keys: dict[str, Any] = {"title": new.title, "practice": new.practice}
    if free != slug(new.title):
        keys = {"id": free, **keys}
    keys["days"] = list(new.days)
    if new.every:
        keys |= {"every": new.every, "between": new.between}
    else:
        keys["at"] = new.at[0] if len(new.at) == 1 else list(new.at)
    if new.sequence:
        keys["sequence"] = new.sequence
    elif not new.length:
        keys["steps"] = [new.exercise]
    lines = ["", "[[session]]", *(f"{key} = {as_toml(value)}" for key, value in keys.items())]
    if new.length and not new.sequence:
        lines.append(f"steps = [{inline({'exercise': new.exercise, 'for': new.length})}]")
    ending = _ending(text)
    start = "" if text.endswith("\n") or not text else ending
    written = text + start + "".join(line + ending for line in lines)
    return written.encode() if _reads(written) else None


def without_session(content: bytes, name: str) -> bytes | None:
    """The plan without this session; what stands behind its last line belongs to what comes next, and stays."""
    mark = BOM if content.startswith(BOM) else b""
    text = content.removeprefix(BOM).decode()
    try:
        wanted = tomllib.loads(text)
        place = _names(wanted).index(name)
        wanted["session"].pop(place)
    except (ValueError, LookupError, TypeError):
        return None
    if not wanted["session"]:
        del wanted["session"]
    headers = [offset for offset, _ in TomlPositions(text).headers]
    start = _header_of(text, place)
    following = [offset for offset in headers if offset > start]
    inner = [offset for offset in following if text[offset:].startswith(("[session.", "[[session."))]
    end = next((offset for offset in following if offset not in inner), len(text))
    written = text[:start] + _trailing_comments(text[start:end]) + text[end:]
    return mark + written.encode() if tomllib.loads(written) == wanted else None


def _with_field(content: bytes, edit: FieldEdit) -> bytes | None:
    if edit.session:
        return edited(content, _in_session(edit))
    if not edit.key.startswith(_REMIND):
        value = list(edit.value) if isinstance(edit.value, tuple) else edit.value
        return with_lines(content, {edit.key: value})
    if b"remind" not in content or "remind" not in tomllib.loads(content.removeprefix(BOM).decode()):
        return content if edit.value is None else _with_remind_table(content, edit)

    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        _say(tables("remind")[0], edit.key.removeprefix(_REMIND), edit.value)

    return edited(content, change)


def _in_session(edit: FieldEdit) -> Callable[[Callable[[str], Sequence[Table]]], None]:
    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        sessions = tables("session")
        names = [one.get("id") or slug(one["title"]) for one in sessions]
        session = sessions[names.index(edit.session)]
        if edit.key == "title" and "id" not in session and slug(str(edit.value)) != edit.session:
            # it keeps the name by which the journal knows it
            session["id"] = edit.session
        if edit.key == "for":
            _say_length(session, edit.value)
        else:
            _say(session, edit.key, edit.value)

    return change


def _say_length(session: Table, value: FieldValue) -> None:
    """Of the one step that it has. Raises ValueError where there are others."""
    (step,) = session["steps"]
    if isinstance(step, str):
        set_step(session["steps"], 0, inline({"exercise": str(step), "for": value}))
    else:
        _say(step, "for", value)


def _say(table: Table, key: str, value: FieldValue) -> None:
    if value is None:
        table.pop(key, None)
        return
    said = list(value) if isinstance(value, tuple) else value
    if table.get(key) != said:
        table[key] = said


def _with_remind_table(content: bytes, edit: FieldEdit) -> bytes | None:
    """Before the first table, with an empty line behind it."""
    text = content.decode()
    ending = _ending(text)
    value = list(edit.value) if isinstance(edit.value, tuple) else edit.value
    table = f"[remind]{ending}{edit.key.removeprefix(_REMIND)} = {as_toml(value)}{ending}{ending}"
    mark = len(text) - len(text.removeprefix(BOM.decode()))
    offsets = [offset + mark for offset, _ in TomlPositions(text[mark:]).headers]
    place = min(offsets, default=len(text))
    start = "" if not place or text[:place].endswith("\n") else ending
    written = text[:place] + start + table + text[place:]
    return written.encode() if _reads(written) else None


def _with_comments_kept(before: bytes, after: bytes, edit: FieldEdit) -> bytes | None:
    """What stood inside a value goes above the table, or the line, that it belonged to."""
    mark = BOM if after.startswith(BOM) else b""
    text = after.removeprefix(BOM).decode()
    lost = Counter(comments_in(before.removeprefix(BOM).decode())) - Counter(comments_in(text))
    if not lost:
        return after
    place = 0
    if edit.session:
        place = _header_of(text, _names(tomllib.loads(text)).index(edit.session))
    elif edit.value is not None:
        line, _ = TomlPositions(text).key(tuple(edit.key.split(".")))
        place = sum(len(each) for each in _lines(text, line - 1))
    ending = _ending(text)
    written = text[:place] + "".join(each + ending for each in lost.elements()) + text[place:]
    return mark + written.encode() if tomllib.loads(written) == tomllib.loads(text) else None


def _trailing_comments(block: str) -> str:
    """The whole-line comments and empty lines with which the block ends."""
    lines = block.splitlines(keepends=True)
    kept: list[str] = []
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        kept.insert(0, lines.pop())
    return "".join(kept)


def _header_of(text: str, place: int) -> int:
    line, column = TomlPositions(text).value(("session", place))
    return sum(len(each) for each in _lines(text, line - 1)) + column - 1


def _lines(text: str, count: int) -> Iterator[str]:
    """The first lines; only a line feed ends one, as TOML has it."""
    start = 0
    for _ in range(count):
        end = text.index("\n", start) + 1
        yield text[start:end]
        start = end


def _names(said: dict[str, Any]) -> list[str]:
    return [one.get("id") or slug(one["title"]) for one in said.get("session", ())]


def _ending(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _reads(text: str) -> bool:
    try:
        tomllib.loads(text.removeprefix(BOM.decode()))
    except ValueError:
        return False
    return True
