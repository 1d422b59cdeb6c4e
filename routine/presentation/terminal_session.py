"""Knows what the guided session in the terminal says beside its steps; must not know how it is drawn."""

from __future__ import annotations

from routine.presentation.agenda import THAT_IS_FINE, in_part
from routine.presentation.phrases import quoted
from routine.presentation.plan_changes import swap_for_good
from routine.presentation.reminders import (
    DID_YOU_DO_IT,
    FIRST_LABELS,
    HOW_WAS_IT_FIRST,
    LABELS,
    STOP_RULE,
    WHAT_WAS_IT,
    left_out_now,
)

_KEYS = (
    "← back  → next  s skip  e easier  h hurts  r repeat  q stop",
    "← back · → next · s skip · q stop",
)
KEYS = (f"space pause  {_KEYS[0]}", f"space pause · {_KEYS[1]}", "space ← → s q")
"""The longest first: a screen shows the first that has room."""
KEYS_PAUSED = (f"space go on  {_KEYS[0]}", f"space go on · {_KEYS[1]}", KEYS[2])

PAUSED = "Paused"
NO_VOICE_HERE = (
    "No session can be led here, so no voice speaks: these are its steps. With --plain it is led in lines."
)
WHILE_AWAY = f"No key was touched for a while. {DID_YOU_DO_IT} Space plays its end; q stops."

FELT_KEYS = {"e": "easier", "m": "same", "h": "harder"}
"""As on a card in the terminal, where s starts what waits."""
WHY_KEYS = {"n": "no_time", "h": "too_hard", "u": "hurt", "o": "other"}
_WHY_KEYS = "n no time · h too hard · u it hurt · o other · Enter leaves it open"
BACK = "How does your back feel, 0 (no pain) to 10? Enter leaves it open"
NO_SCORE = "A whole number from 0 to 10, or Enter."
DIARY = "A line for your diary? Enter leaves it out"


NOT_WRITTEN = "The last of what you did is not written down: the journal cannot be written. See `routine doctor`."


def time_left(length: str) -> str:
    """Of this exercise, this set or this side."""
    return f"{length} left"


def left_as_it_hurt(title: str) -> str:
    """Of an exercise that somebody has just left."""
    return f"{left_out_now(title)} {STOP_RULE}"


def offer_swap(exercise: str, instead: str) -> str:
    """`f` writes it into the plan."""
    said = swap_for_good(exercise, instead)
    return f"f: {said[:1].lower()}{said[1:]}"


def how_was_it(*, first: bool) -> str:
    """`first`: there was no last time to compare it with."""
    labels = zip(FELT_KEYS, FIRST_LABELS if first else LABELS, strict=True)
    keys = " · ".join(f"{key} {label.lower()}" for key, label in labels)
    return f"{HOW_WAS_IT_FIRST if first else 'Compared with last time?'}  {keys} · Enter leaves it open"


def why_stopped() -> str:
    return f"{WHAT_WAS_IT}  {_WHY_KEYS}"


def felt(answer: str, *, first: bool) -> str:
    labels = dict(zip(FELT_KEYS.values(), FIRST_LABELS if first else LABELS, strict=True))
    return f"{labels.get(answer, answer)}."


def finished(title: str, played: str) -> str:
    """`played`: how long it took, pauses not counted."""
    return f"{quoted(title)}: done, {played}. Well done."


def stopped(title: str, step: int, total: int, played: str) -> str:
    """`step`: how many steps it has come past; `played`: how much of how much, where anything was."""
    said = f"Stopped {quoted(title)} after step {step} of {total}." if step else f"Stopped {quoted(title)}."
    said += f" {in_part(played).capitalize()}. {THAT_IS_FINE}" if played else f" {THAT_IS_FINE}"
    next_time = "goes on from there" if step < total else "begins it again"
    return f"{said} `routine start` {next_time} within the hour."


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
PLAIN_HELP = "one line a saying, when it is said; for a screen reader"
VOICE_HELP = "speak the words as well, in the terminal"
