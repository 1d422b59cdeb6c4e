"""Knows how values in the text of a plan are changed, and nothing else in it: comments, order and spaces stay.

Must not know files. An edit is a change of the tables that the text holds. It is made twice: by tomlkit in the
text, and in what tomllib reads of it; where the two do not come to the same, the text is left to the person. Only
what writes to a plan imports this: tomlkit costs a command eleven milliseconds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, MutableMapping, MutableSequence, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit.items import Comment

from routine.core.recurrence import WEEKDAYS
from routine.reading.lookalikes import seconds_left_out, with_seconds, without_seconds
from routine.reading.parser import BOM
from routine.reading.scalars import slug
from routine.reading.toml_positions import TomlPositions

Table = MutableMapping[str, Any]
Change = Callable[[Callable[[str], Sequence[Table]]], None]
"""Changes tables in place, which it gets by the name they have in a plan; "session" gives all sessions, "sequence"
what holds the sequences by their names.

It raises what a table raises that is not as the change needs it."""

_WHEN = r"^(?:title|weeks|starts|ends|rests)[ \t]*=.*\n?"
"""The lines at the top of a plan beside which another one that says when belongs."""
_UNFIT = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def as_toml(value: object) -> str:
    """One value as TOML writes it."""
    return tomlkit.item(value).as_string()


def edited_line(text: str, key: str, value: object) -> str:
    """The text with that key above all tables; a comment that shows such a line becomes it. Raises ValueError."""
    example = re.compile(rf"^#[ \t]*{re.escape(key)}[ \t]*=.*$", re.MULTILINE)
    top, *others = _parts(text) or [""]
    if key not in tomllib.loads(text) and (shown := example.search(top)):
        return f"{top[: shown.start()]}{key} = {as_toml(value)}{top[shown.end() :]}{''.join(others)}"
    document = tomlkit.parse(top)
    document[key] = value
    written = tomlkit.dumps(document)
    return (written if written.endswith("\n") or not others else f"{written}\n") + "".join(others)


def edited_table(text: str, table: str, key: str, value: object) -> str:
    """The text with that key in that table, which is new at its end where there is none. Raises TypeError."""
    document = tomlkit.parse(text)
    if table not in document:
        gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}[{table}]\n{key} = {as_toml(value)}\n"
    document[table][key] = value
    return tomlkit.dumps(document)


@dataclass(frozen=True, slots=True)
class TomlLine:
    """A top-level key, what it is to say, and a comment beside it, if any."""

    key: str
    value: date | list[str] | str
    comment: str = ""


def edited(content: bytes, change: Change | None = None, line: TomlLine | None = None) -> bytes | None:
    """The text with that change and that line; None when they cannot be made there.

    Where a comment shows how such a line would look (`# starts = …`), the line takes its place.
    """
    return _with_seconds_meanwhile(content, lambda given: _edited(given, change, line))


def _with_seconds_meanwhile(content: bytes, edit: Callable[[bytes], bytes | None]) -> bytes | None:
    """What `edit` makes of it. Times may stand without their seconds, as in TOML 1.1.0: tomlkit knows 1.0.0."""
    try:
        text = content.decode()
        places = without_seconds(text)
        if not places or _is_toml(text.removeprefix("\ufeff")):
            return edit(content)
        written = edit(with_seconds(text, places).encode())
    except UnicodeDecodeError:
        return None
    return None if written is None else seconds_left_out(written.decode(), text).encode()


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except _UNFIT:
        return False
    return True


def _edited(content: bytes, change: Change | None, line: TomlLine | None) -> bytes | None:
    mark = BOM if content.startswith(BOM) else b""
    try:
        text = content.removeprefix(BOM).decode()
        wanted = tomllib.loads(text)
        parts = [tomlkit.parse(part) for part in _parts(_with_example_taken(text, line) if line else text)]
        if change:
            change(lambda name: _tables(wanted.get(name, ())))
            change(lambda name: [table for part in parts for table in _tables(part.get(name, ()))])
        if line:
            wanted[line.key] = line.value
            parts[0][line.key] = line.value
            if line.comment:
                parts[0].item(line.key).comment(line.comment)  # type: ignore[union-attr] # it stands in one place
        written = "".join(tomlkit.dumps(part) for part in parts)
        if "\r\n" in text and not re.search(r"(?<!\r)\n", text):
            # new lines end as all the others do
            written = re.sub(r"(?<!\r)\n", "\r\n", written)
        says = tomllib.loads(written)
    except _UNFIT:
        return None
    return mark + written.encode() if says == wanted else None


def _tables(said: Any) -> Sequence[Table]:
    """Those of one name: a table that stands once is one of them."""
    return [said] if isinstance(said, MutableMapping) else list(said)


def quoted(text: str) -> str:
    """As TOML writes a text, in quotes."""
    return tomlkit.item(text).as_string()


def with_visit_moved(content: bytes, name: str, number: int, when: datetime) -> bytes | None:
    """The plan with visit `number` of the appointment `name` at `when`; None when that has to be done by hand."""

    def move(tables: Callable[[str], Sequence[Table]]) -> None:
        appointments = tables("appointment")
        names = [one.get("id") or slug(one["title"]) for one in appointments]
        appointment = appointments[names.index(name)]
        if appointment.get("except"):
            appointment["except"][str(number)] = when
        else:
            # as people space it
            appointment["except"] = tomlkit.value(f"{{ {number} = {when:%Y-%m-%dT%H:%M:%S} }}")

    return edited(content, move)


def with_step_changed(
    content: bytes,
    session: str,
    step: tuple[int, str],
    said: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
) -> bytes | None:
    """The plan with what `said` holds in one step of a session; None when that has to be done by hand.

    `step`: its place, from 0, and its exercise. `steps`: all of them, for a session that names a sequence.
    """
    place, exercise = step

    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        sessions = tables("session")
        names = [one.get("id") or slug(one["title"]) for one in sessions]
        one = sessions[names.index(session)]
        if "steps" not in one:
            del one["sequence"]
            one["steps"] = tomlkit.value("[\n" + "".join(f"  {inline(each)},\n" for each in steps) + "]")
        written = one["steps"][place]
        if isinstance(written, str):
            _refuse_another(written, exercise)
            set_step(one["steps"], place, inline({"exercise": exercise, **said}))
            return
        _refuse_another(written["exercise"], exercise)
        for key, value in said.items():
            written[key] = value

    return edited(content, change)


def set_step(steps: MutableSequence[Any], place: int, written: str) -> None:
    """`written`: the step, as TOML writes it."""
    steps[place] = tomlkit.value(written)


def _refuse_another(written: str, exercise: str) -> None:
    """Where the plan leaves steps out, places in the text are others. Raises ValueError."""
    if written != exercise:
        raise ValueError(written)


def inline(table: Mapping[str, Any]) -> str:
    """As people space it."""
    return "{ " + ", ".join(f"{key} = {as_toml(value)}" for key, value in table.items()) + " }"


def with_times(text: str, times: Mapping[str, str], windows: Mapping[str, str]) -> str:
    """A plan with other times of day and other windows, all changed at once.

    Raises ValueError for a text that has them in a way it cannot write.
    """

    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        for session in tables("session"):
            for key, new in (("at", times), ("between", windows)):
                if key in session:
                    _replace_words(session, key, new)

    return _whole(edited(text.encode(), change))


def with_days(text: str, days: Mapping[str, Sequence[str]]) -> str:
    """A plan with the sessions of these names on other days, all changed at once. Raises ValueError likewise."""

    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        for session in tables("session"):
            if new := days.get(str(session.get("id") or slug(session["title"]))):
                session["days"] = list(new)

    return _whole(edited(text.encode(), change))


def begun_on(text: str, first: date, comment: str, *, turned: bool = True) -> str:
    """A plan that begins on `first`; with `turned` its days, meant from Monday, move too. Raises ValueError."""
    by = first.weekday()
    later = {day: WEEKDAYS[(place + by) % len(WEEKDAYS)] for place, day in enumerate(WEEKDAYS)}

    def turn(tables: Callable[[str], Sequence[Table]]) -> None:
        for session in tables("session"):
            if isinstance(session.get("days"), list):
                _replace_words(session, "days", later)

    return _whole(edited(text.encode(), turn if turned else None, TomlLine("starts", first, comment)))


def without(text: str, tags: Sequence[str], comment: str) -> str:
    """A plan that leaves out what asks for one of `tags`. Raises ValueError."""

    return _whole(edited(text.encode(), line=TomlLine("avoid", list(tags), comment)))


def with_lines(content: bytes, lines: Mapping[str, date | Sequence[str] | int | None]) -> bytes | None:
    """The plan with these keys of its top: each said anew, added after the lines that say when, or taken out.

    A comment beside a line stays. None when that has to be done by hand.
    """
    for key, value in lines.items():
        said = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        done = _with_seconds_meanwhile(content, partial(_with_line, key=key, value=said))
        if done is None:
            return None
        content = done
    return content


def _with_line(content: bytes, key: str, value: date | list[str] | str | int | None) -> bytes | None:
    try:
        text = content.removeprefix(BOM).decode()
        wanted = tomllib.loads(text)
        if key not in wanted and value is not None:
            return _with_line_added(content, key, value)
        if key not in wanted or wanted[key] == value:
            return content
        part, *others = _parts(text)
        top = tomlkit.parse(part)
        if value is None:
            del top[key], wanted[key]
        else:
            top[key] = wanted[key] = value
        written = tomlkit.dumps(top) + "".join(others)
        says = tomllib.loads(written)
    except _UNFIT:
        return None
    mark = BOM if content.startswith(BOM) else b""
    return mark + written.encode() if says == wanted else None


def _with_line_added(content: bytes, key: str, value: date | list[str] | str | int) -> bytes | None:
    """After the last of the lines that it belongs to."""
    mark = BOM if content.startswith(BOM) else b""
    text = content.removeprefix(BOM).decode()
    wanted = {**tomllib.loads(text), key: value}
    ending = "\r\n" if "\r\n" in text else "\n"
    line = f"{key} = {as_toml(value)}{ending}"
    top = _parts(text)[0]
    places = [found.end() for found in re.finditer(_WHEN, top, re.MULTILINE)]
    for place in (*reversed(places), len(top)):
        before = text[:place] if not place or text[:place].endswith("\n") else text[:place] + ending
        written = before + line + text[place:]
        try:
            if tomllib.loads(written) == wanted:
                return mark + written.encode()
        except ValueError:
            continue
    return None


def with_session_at(
    content: bytes, name: str, days: Sequence[str] | str | None, at: Sequence[str] | str | None
) -> bytes | None:
    """The plan with a session on other days, at another time; None when that has to be done by hand."""

    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        sessions = tables("session")
        names = [one.get("id") or slug(one["title"]) for one in sessions]
        session = sessions[names.index(name)]
        by_day = session["at"] if isinstance(session.get("at"), MutableMapping) else None
        if by_day is not None and days is None:
            for day in list(by_day):
                by_day[day] = at
            return
        if at is not None:
            session["at"] = at
        elif by_day is not None:
            raise ValueError("its times differ by day")
        if days is not None:
            session["days"] = days

    return edited(content, change)


def _replace_words(holder: Any, key: Any, new: Mapping[str, str]) -> None:
    """What stands at `key`: a word, or words in a list or a table of them."""
    said = holder[key]
    if isinstance(said, str):
        if new.get(said, said) != said:
            holder[key] = new[said]
    elif isinstance(said, list):
        for place in range(len(said)):
            _replace_words(said, place, new)
    elif isinstance(said, MutableMapping):
        for inner in list(said):
            _replace_words(said, inner, new)


def _parts(text: str) -> list[str]:
    """The text, cut where another table begins: tomlkit would lay those of one name together."""
    starts = [offset for offset, name, before in _headers(text) if name != before]
    return [text[start:end] for start, end in pairwise([0, *starts, len(text)])]


def _headers(text: str) -> Iterator[tuple[int, str, str]]:
    """Where each header stands, the top-level table it belongs to, and that of the one before."""
    before = ""
    for offset, name in TomlPositions(text).headers:
        yield offset, name, before
        before = name


def _with_example_taken(text: str, line: TomlLine) -> str:
    """The text with the comment that shows how such a line would look taken as a line of its own."""
    example = re.compile(rf"#[ \t]*({re.escape(line.key)}[ \t]*=.*)")
    first = tomlkit.parse(_parts(text)[0])
    comments = (node.as_string().strip() for _, node in first.body if isinstance(node, Comment))
    shown = next((found for comment in comments if (found := example.fullmatch(comment))), None)
    return text.replace(shown[0], shown[1], 1) if shown else text


def _whole(content: bytes | None) -> str:
    if content is None:
        raise ValueError("this text cannot be changed there")
    return content.decode()
