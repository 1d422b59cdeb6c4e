"""Knows what a person is told when a file is not TOML; must not know who parses it."""

from __future__ import annotations

import re

from routine.presentation.phrases import Said
from routine.presentation.problems import KEEP_ONE, quoted, write_it
from routine.presentation.time_format import is_not_a_day
from routine.presentation.time_problems import clock_midnight, clock_range, written_date

_TABLE: tuple[tuple[str, str, str], ...] = (
    ("Invalid date or datetime", "This day or time does not exist.", "Check the day of the month and the hour."),
    ("Unterminated string", "A text is not closed.", 'Add the missing quote ".'),
    ("Unclosed array", "A list is not closed.", "Add the missing bracket ]."),
    ("Unclosed inline table", "A { is not closed.", "Add the missing }."),
    ("Expected ']]'", "This header is not closed.", "Write it like [[session]]."),
    ("Expected ']'", "This header is not closed.", "Write it like [remind]."),
    ("Expected '='", "A “=” is missing here.", 'Write it like title = "Morning".'),
    ("Duplicate inline table key", "The same key stands here twice.", KEEP_ONE),
    ("Cannot overwrite a value", "The same key stands here twice.", KEEP_ONE),
    (
        "Cannot mutate immutable namespace",
        "This table is already complete.",
        "Add the key where the table stands.",
    ),
    ("Cannot redefine namespace", "The same table stands here twice.", KEEP_ONE),
    ("Unescaped", "A backslash in a text needs another before it.", r"Write \\ for one backslash."),
    ("Escaped character", "This character does not exist.", "Check what stands after the backslash."),
    ("Invalid hex value", "This character does not exist.", "Check what stands after the backslash."),
    ("Illegal character", "A text ends in this line without its quote.", 'Add the missing quote ".'),
    ("Found invalid character", "There is a control character here.", "Take it out."),
    (
        "Invalid initial character for a key part",
        "A key cannot begin like this.",
        "Use letters, digits and hyphens.",
    ),
    ("Expected newline", "Something stands here that does not belong.", "Put each key on a line of its own."),
)
_BARE_TIME = re.compile(r"[=\[,]\s*(\d{1,2}):(\d{2})\s*(?:[,\]}#]|$)")
_BARE_WORD = re.compile(r"=\s*([^\W\d][\w -]*?)\s*(?:#.*)?$")


_BARE_DATE = re.compile(r"[=\[,]\s*([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})\b")
_BARE_HALF = re.compile(r"[=\[,]\s*([0-9]{1,2}(?::[0-9]{2})? ?[ap]\.?m\.?)(?=\s*(?:[,\]}#]|$))", re.IGNORECASE)


def merge_mark() -> Said:
    return (
        "A merge left its mark here.",
        "Keep one of the two sides, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
    )


def byte_order_mark() -> Said:
    return (
        "There is an invisible byte order mark here, in the middle of the file.",
        "Delete it, or type this line anew.",
    )


def no_plain_blank() -> Said:
    return (
        "The blank here is no plain one; it comes from a web page or a word processor.",
        "Delete it and type a blank.",
    )


def invisible() -> Said:
    return "There is a character here that cannot be seen.", "Delete it, or type this line anew."


def curly_quotes() -> Said:
    return "These are not plain quotes.", "Write \" or ' in place of curly ones."


def looks_like(odd: str, plain: str) -> Said:
    return f"The “{odd}” here only looks like “{plain}”.", f"Write {plain}"


def not_toml(message: str, line: str, rest: str) -> Said:
    """`message` is the parser's own, which nobody reads; `line` is what was typed, `rest` where it went wrong."""
    if "{" in line and not rest.strip() and message.startswith(("Invalid initial", "Unclosed inline")):
        return "A { } goes over several lines here.", "Keep all of it on one line."
    if message.startswith(("Expected newline", "Unclosed", "Invalid")) and (said := _bare_moment(line)):
        return said
    if message.startswith("Cannot declare") and line.lstrip().startswith("[session]"):
        return "Each session is one of several, so its header has two brackets.", "Write [[session]]."
    if message.startswith("Cannot declare"):
        return "The same table stands here twice.", "Keep one of them, or give one another name."
    if message.startswith("Invalid value") and _BARE_WORD.search(line):
        return "A text needs quotes.", 'Write it "like this".'
    if message.startswith(("Invalid value", "Invalid statement")) and re.search("[“”„‘’]", line):
        return curly_quotes()
    for start, what, fix in _TABLE:
        if message.startswith(start):
            return what, fix
    return "This line is not understood.", "Look for a missing quote, bracket or “=”."


def _bare_time(hour: int, minute: int) -> Said:
    if (hour, minute) == (24, 0):
        return clock_midnight()
    if hour > 23 or minute > 59:
        return clock_range(f"{hour}:{minute:02}")
    return "A time needs quotes.", write_it(f"{hour:02}:{minute:02}")


def _bare_moment(line: str) -> Said | None:
    """Of a time or a date that stands there as people write it, and TOML does not."""
    if bare := _BARE_TIME.search(line):
        return _bare_time(int(bare[1]), int(bare[2]))
    if half := _BARE_HALF.search(line):
        return "A time needs quotes.", write_it(half[1])
    if date := _BARE_DATE.search(line):
        return is_not_a_day(quoted(date[0].lstrip("=[, \t"))), written_date(*map(int, date.groups()))
    return None
