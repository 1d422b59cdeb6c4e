"""Knows what the guided session in the terminal says beside its steps; must not know how it is drawn."""

from __future__ import annotations

from routine.words.cli import quoted

KEYS = "space pause · n next · b back · q stop"
KEYS_PAUSED = "space go on · n next · b back · q stop"
KEYS_SHORT = "space n b q"

FELT_KEYS = {"e": "easier", "s": "same", "h": "harder"}
HOW_WAS_IT = "How was it, compared with last time?  e easier · s same · h harder · Enter leaves it open"
THANKS = "Thank you, noted."


def finished(title: str, minutes: int) -> str:
    return f"{quoted(title)}: done, {minutes} min. Well done."


def stopped(title: str, step: int, total: int) -> str:
    """`step`: how many steps were done."""
    if not step:
        return f"Stopped {quoted(title)}. `routine start` takes it up again within the hour."
    said = f"Stopped {quoted(title)} after step {step} of {total}."
    return f"{said} `routine start` goes on from there within the hour."


def elsewhere(title: str) -> str:
    return f"{quoted(title)} has ended, or goes on elsewhere."


def on_paper(title: str, minutes: int) -> str:
    return f"{title} · {minutes} min"


def step_line(number: int, title: str, length: str) -> str:
    return f"{number:>2}. {title} · {length}"


def rest_line(length: str) -> str:
    return f"    Rest · {length}"


WHEN_THROUGH = "`routine done` when you are through."


def up_next(title: str) -> str:
    return f"Next: {title}"
