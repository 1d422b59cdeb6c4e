"""Knows the plan that greets a new person: one minute, once; must not know whether they have seen it."""

from __future__ import annotations

from datetime import datetime, timedelta

from routine.core.exercise import Practice
from routine.core.plan import Plan, PolicyOverride, Say, Sequence, Session
from routine.core.recurrence import Once

_SESSION = "Your first minute"
_HELLO = Sequence(
    "hello",
    _SESSION,
    tuple(
        Say(text, timedelta(seconds=20))
        for text in (
            "Sit tall, with both feet on the floor. Let your hands rest on your thighs.",
            "Breathe in through the nose, then let a long, easy breath out. Do that once or twice more.",
            "Roll your shoulders up, back and down, three times. Then let them hang. That was it: well begun.",
        )
    ),
)


def welcome_plan(at: datetime) -> Plan:
    """One session at `at`. It is shown even in quiet hours: somebody has just installed this and is looking."""
    session = Session(
        id="hello",
        title=_SESSION,
        practice=Practice.BREATHING,
        rule=Once(at),
        rotation=(_HELLO.id,),
        remind=PolicyOverride(always=True, give_up_after=timedelta(minutes=30)),
    )
    return Plan(
        id="welcome",
        title="Welcome to routine",
        sessions=(session,),
        sequences={_HELLO.id: _HELLO},
        about="One minute, to see how a session goes. It comes once.",
    )
