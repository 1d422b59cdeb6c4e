"""Knows what is said and asked when a session in the terminal ends; must not know how it was led.

Every question may stay open. Each answer is written down as it is given: a closed window loses none of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from select import select

from routine.core.commands import Feel
from routine.core.events import Actor, FeltAnswer
from routine.core.safety import is_sore
from routine.presentation import terminal_session as words
from routine.presentation.reminders import THANKS, WHEN_HURT
from routine.presentation.safety import LOOK_AGAIN
from routine.presentation.text_layout import clean
from routine.ui.console.output import dim, echo, echo_aside
from routine.ui.terminal.screen import Screen, ScreenInput, ScreenSignal

_WAITS = timedelta(minutes=10)
_LONGEST = 280
"""Letters of a line of diary, as on the page."""
_SCORES = range(11)
_OPEN = {"\n", "\r"}
_ENOUGH: set[ScreenInput] = {"q", "esc", ScreenSignal.INTERRUPTED, ScreenSignal.GONE}


def ask_how_it_was(write: Callable[[Feel], None], *, first: bool) -> None:
    """Easier, same or harder; how the back feels; a line of diary."""
    with Screen(whole=False) as screen:
        # asked only now: what was typed before is no answer
        echo_aside(words.how_was_it(first=first))
        key = _known_key(screen, words.FELT_KEYS)
    if key is None:
        return
    answers = [Feel(FeltAnswer(words.FELT_KEYS[key]), Actor.CLI)] if key in words.FELT_KEYS else []
    for feel in answers:
        write(feel)
        echo_aside(dim(words.felt(feel.answer or "", first=first)))
    with suppress(_LeftError):
        answers = [*answers, *_ask(words.BACK, _as_score, write), *_ask(words.DIARY, _as_note, write)]
    if answers:
        echo(dim(THANKS))


def ask_why(write: Callable[[Feel], None]) -> None:
    """What it was that stopped it. Whoever says that it hurt is told when to stop, and where to look."""
    with Screen(whole=False) as screen:
        echo_aside(words.why_stopped())
        key = _known_key(screen, words.WHY_KEYS)
    if key in words.WHY_KEYS:
        answer = FeltAnswer(words.WHY_KEYS[key])
        write(Feel(answer, Actor.CLI))
        echo(WHEN_HURT if answer is FeltAnswer.HURT else dim(THANKS))


def _known_key(screen: Screen, known: Mapping[str, str]) -> str | None:
    """The first key that means anything here; Enter leaves it open. None when somebody has had enough."""
    while heard := screen.wait(_WAITS):
        for key in heard:
            if key in _ENOUGH:
                return None
            if key is ScreenSignal.SUSPENDED:
                screen.suspend()
            elif isinstance(key, str) and key in {*known, *_OPEN}:
                return key
    return None


def _ask(question: str, read: Callable[[str], Feel | None], write: Callable[[Feel], None]) -> list[Feel]:
    """The answer, written down, if there is one; asked again while it cannot be read. Raises _LeftError."""
    echo_aside(question)
    while typed := clean(_line()).strip():
        if feel := read(typed):
            write(feel)
            if is_sore(feel.score):
                echo_aside(LOOK_AGAIN)
            return [feel]
        echo_aside(words.NO_SCORE)
    return []


def _as_score(typed: str) -> Feel | None:
    if typed.isascii() and typed.isdigit() and int(typed) in _SCORES:
        return Feel(None, Actor.CLI, score=int(typed))
    return None


def _as_note(typed: str) -> Feel:
    return Feel(None, Actor.CLI, note=typed[:_LONGEST])


def _line() -> str:
    """What is typed up to Enter. Raises _LeftError when nobody is there, or somebody has had enough."""
    try:
        if not select([sys.stdin], [], [], _WAITS.total_seconds())[0]:
            raise _LeftError
        typed = os.read(sys.stdin.fileno(), 4096).decode(sys.stdin.encoding or "utf-8", "ignore")
    except (KeyboardInterrupt, OSError):
        raise _LeftError from None
    if not typed:
        raise _LeftError
    return typed


class _LeftError(Exception):
    """The questions that are left stay open."""
