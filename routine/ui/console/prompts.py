"""Knows how a question is put in a terminal, and how a paragraph fits it; must not know what is asked."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable
from typing import TypeVar

from routine.presentation.safety_check import NO
from routine.presentation.text_layout import JOINED
from routine.ui.console.output import Piece, dim, echo, fitted, whole_commands
from routine.ui.console.streams import flush, prepare_input, screen_width

_WIDEST = 80
_LEAST = 20
_DIGITS = 4
"""As many as a number of any list has at most."""
_Answer = TypeVar("_Answer")


def ask(question: str, usual: str, understood: Callable[[str], _Answer | None], again: str) -> _Answer:
    """Ask until the answer is understood; Enter means the usual one. Raises EOFError when nobody answers."""
    while True:
        answer = typed(question).strip() or usual
        if not sys.stdin.isatty():
            # what comes from a pipe is not on the screen yet
            echo(answer)
        found = understood(answer)
        if found is not None:
            return found
        echo(dim(again))


def typed(question: str) -> str:
    """What is typed after it. Raises EOFError when nobody answers, or nothing can be read there."""
    if sys.stdout.isatty():
        *above, row = fitted([question], screen_width())
        for line in above:
            echo(*line)
        question = "".join(piece.text for piece in row)
    flush()
    prepare_input()
    try:
        return input(f"{question} ")
    except (OSError, ValueError) as error:
        raise EOFError from error


def numbers_in(answer: str, most: int) -> list[int] | None:
    """`1, 3` or `1-3`: the numbers, each once, in order; None when it is anything else, or one is too large."""
    joined = re.sub(r"\s*[-\N{EN DASH}]\s*", "-", answer)
    parts = [part for part in re.split(r"[,;\s]+", joined) if part]
    found: set[int] = set()
    for part in parts:
        first, dash, last = part.partition("-")
        last = last if dash else first
        if not all(end.isascii() and end.isdecimal() and len(end) <= _DIGITS for end in (first, last)):
            return None
        if not 1 <= int(first) <= int(last) <= most:
            return None
        found |= set(range(int(first), int(last) + 1))
    return sorted(found)


def chosen_in(answer: str, most: int) -> list[int] | None:
    """The same where nothing may be chosen, which may be said as well."""
    return [] if answer.casefold().strip(" .!") in NO else numbers_in(answer, most)


def paragraph(text: str, style: Callable[[str], Piece] = Piece, *, indent: int = 0, mark: str = "") -> None:
    """As wide as the screen, up to what reads well. `mark` stands before the first line, the others beneath it."""
    width = min(_WIDEST, screen_width()) - indent - len(mark)
    lines = textwrap.wrap(whole_commands(text), max(_LEAST, width), break_on_hyphens=False, break_long_words=False)
    for place, line in enumerate(lines):
        echo(" " * indent, mark if place == 0 else " " * len(mark), style(line.replace(JOINED, " ")))


def first_letter(question: str, nobody: str = "") -> str:
    """The first letter of the answer, or `nobody` when none comes."""
    try:
        return typed(question).strip().lower()[:1]
    except EOFError:
        return nobody
