"""Knows the plan that greets a new person: one minute, once; must not know whether they have seen it."""

from __future__ import annotations

from datetime import datetime, timedelta

from routine.core.exercise import Practice
from routine.core.plan import Plan, PolicyOverride, Say, Sequence, Session
from routine.core.recurrence import Once
from routine.words import welcome as words

_HELLO = Sequence(
    "hello",
    words.SESSION,
    tuple(Say(text, timedelta(seconds=20)) for text in (words.SIT, words.BREATHE, words.ROLL)),
)


def welcome_plan(at: datetime) -> Plan:
    """One session at `at`. It is shown even in quiet hours: somebody has just installed this and is looking."""
    session = Session(
        id="hello",
        title=words.SESSION,
        practice=Practice.BREATHING,
        rule=Once(at),
        rotation=(_HELLO.id,),
        remind=PolicyOverride(always=True, give_up_after=timedelta(minutes=30)),
    )
    return Plan(
        id="welcome",
        title=words.TITLE,
        sessions=(session,),
        sequences={_HELLO.id: _HELLO},
        about=words.ABOUT,
    )
