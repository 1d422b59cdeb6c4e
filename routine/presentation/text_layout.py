"""Knows how text fits into columns of characters: cleaned, measured, cut, wrapped. Must not know where it goes.

Widths are those of Unicode Standard Annex 11: wide and fullwidth characters take two columns, marks that combine
with the one before take none.
"""

from __future__ import annotations

from collections.abc import Iterator

JOINED = "\N{NO-BREAK SPACE}"
_JOINER = "\N{ZERO WIDTH JOINER}"


def clean(text: str) -> str:
    """Without anything that a terminal would obey: control characters, and those that turn the text around."""
    return text if text.isprintable() else "".join(_harmless(character) for character in text)


def one_line(text: str) -> str:
    """What somebody typed, on one line, with nothing that cannot be seen (Unicode's general category C)."""
    import unicodedata  # noqa: PLC0415 - only for what was typed

    kept = "".join(" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(letter for letter in kept if unicodedata.category(letter)[0] != "C").split())


def width_of(text: str) -> int:
    """The columns that `text` takes on a screen."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def cut(text: str, width: int, mark: str = "…") -> str:
    """The beginning of `text` that fits, at least a character of it, with a mark when something is missing."""
    if width_of(text) <= width:
        return text
    room, end = width - len(mark), 0
    for character in text:
        room -= width_of(character)
        if room < 0:
            break
        end += 1
    return text[: max(1, end)] + mark


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most so many columns, broken between words; only a word wider than that is cut."""
    line = ""
    for word in clean(text).split():
        joined = f"{line} {word}" if line else word
        if width_of(joined) <= width:
            line = joined
            continue
        if line:
            yield line
        line = word
        while width_of(line) > width:
            first = cut(line, width, mark="")
            yield first
            line = line[len(first) :]
    if line:
        yield line


def _harmless(character: str) -> str:
    if character.isprintable() or character == _JOINER:
        return character
    return " " if character.isspace() else ""


def _columns(character: str) -> int:
    import unicodedata  # noqa: PLC0415 - English needs none of its tables

    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
