"""Knows the turns of phrase that sentences on any subject share: names in quotes, lists, numbers, guesses."""

from __future__ import annotations

from collections.abc import Sequence

Said = tuple[str, str]
"""What is so, or what went wrong, and what to do next."""

NOTHING_CHANGED = "Nothing was changed."


def quoted(title: str) -> str:
    return f"“{title}”"


def typed(words: str) -> str:
    """As one word of a command, whatever is in it; in double quotes, which every shell knows."""
    if words and all(letter.isalnum() or letter in "-_./:@%+=,~\\" for letter in words):
        return words
    return '"' + "".join(f"\\{letter}" if letter in '"$`' else letter for letter in words) + '"'


def either(names: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def both(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def plural(count: int, one: str, many: str) -> str:
    """What is said of one, or of any other number. The one place where a language's own rule would stand."""
    return one if count == 1 else many


def and_more(count: int) -> str:
    """Behind, or below, a list that goes on."""
    return f"and {count} more"


def did_you_mean(names: Sequence[str]) -> str:
    return f"Did you mean {either(names)}?" if names else ""


def with_guess(sentence: str, names: Sequence[str]) -> str:
    """The sentence, and what may have been meant where there is something like it."""
    return f"{sentence} {did_you_mean(names)}" if names else sentence


def there_are(names: Sequence[str]) -> str:
    return f"There are {both(names)}."


def lists_them_all(command: str) -> str:
    return f"`{command}` lists them all."
