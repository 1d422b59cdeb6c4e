"""Knows what the guided session in the terminal says beside its steps; must not know how it is drawn."""

from __future__ import annotations

from routine.presentation.phrases import quoted
from routine.presentation.reminders import HOW_WAS_IT_FIRST

KEYS = "space pause · ← back · → next · q stop"
KEYS_PAUSED = "space go on · ← back · → next · q stop"
KEYS_SHORT = "space ← → q"

PAUSED = "Paused"

FELT_KEYS = {"e": "easier", "m": "same", "h": "harder"}
"""As on a card in the terminal, where s starts what waits."""
_HOW_KEYS = "e easier · m same · h harder · Enter leaves it open"
BACK = "How does your back feel, 0 (no pain) to 10? Enter leaves it open"
NO_SCORE = "A whole number from 0 to 10, or Enter."
DIARY = "A line for your diary? Enter leaves it out"


NOT_WRITTEN = "The last of what you did is not written down: the journal cannot be written. See `routine doctor`."


def how_was_it(*, first: bool) -> str:
    """`first`: there was no last time to compare it with."""
    return f"{HOW_WAS_IT_FIRST if first else 'Compared with last time?'}  {_HOW_KEYS}"


def felt(answer: str) -> str:
    return answer.capitalize() + "."


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


def step_line(number: int, title: str, amount: str, length: str) -> str:
    """`amount`: how much of it, unless that is how long it takes."""
    return " · ".join(part for part in (f"{number:>2}. {title}", amount, length) if part)


def rest_line(length: str) -> str:
    return f"    Rest · {length}"


EACH_SIDE = "each side"
WHEN_THROUGH = "`routine done` when you are through."

# the voice

VOICE_NOT_INSTALLED = "No voice here yet; this goes on in silence. `pip install 'routine[voice]'` brings it."
NO_PLAYER = "The voice needs `aplay` (alsa-utils on Linux); this goes on in silence."
NO_ENGINE = "The voice does not answer; this goes on in silence. On Linux it is espeak-ng."
ONLY_IN_TERMINAL = ("`--voice` speaks in the terminal.", "Leave `--in` out, or say `--in terminal`.")
VOICE_HELP = "speak the words as well, in the terminal"
