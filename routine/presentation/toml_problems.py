"""Knows what a person is told when a file is not TOML; must not know who parses it."""

from __future__ import annotations

import re

from routine.presentation.phrases import Said
from routine.presentation.problems import KEEP_ONE

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


def not_toml(message: str, line: str, rest: str) -> Said:
    """`message` is the parser's own, which nobody reads; `line` is what was typed, `rest` where it went wrong."""
    if "{" in line and not rest.strip() and message.startswith(("Invalid initial", "Unclosed inline")):
        return "A { } goes over several lines here.", "Keep all of it on one line."
    bare = _BARE_TIME.search(line)
    if bare and message.startswith(("Expected newline", "Unclosed", "Invalid")):
        return "A time needs quotes.", f'Write it "{int(bare[1]):02}:{bare[2]}".'
    if message.startswith("Cannot declare") and line.lstrip().startswith("[session]"):
        return "Each session is one of several, so its header has two brackets.", "Write [[session]]."
    if message.startswith("Cannot declare"):
        return "The same table stands here twice.", "Keep one of them, or give one another name."
    if message.startswith("Invalid value") and _BARE_WORD.search(line):
        return "A text needs quotes.", 'Write it "like this".'
    if message.startswith(("Invalid value", "Invalid statement")) and re.search("[“”„‘’]", line):
        return "These are not plain quotes.", "Write \" or ' in place of curly ones."
    for start, what, fix in _TABLE:
        if message.startswith(start):
            return what, fix
    return "This line is not understood.", "Look for a missing quote, bracket or “=”."
