"""Knows what the page says to somebody new, in six short steps, and of reminders that run or do not.

Must not know what is written from the answers, nor how reminders are started.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.presentation import page_form
from routine.presentation.phrases import quoted

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "welcomeTitle": "Welcome",
        "welcomeLead": "Six short steps, about a minute. What you choose is kept if you leave.",
        "welcomeStep": "Step {0} of 6",
        "welcomeOn": "Go on",
        "welcomeBack": "Back",
        "welcomeSafety": "First, a look at safety",
        "welcomeSome": "One of these, or not sure",
        "welcomeAnswered": "You have answered the safety check. It can be answered anew at any time.",
        "welcomeAims": "What is it for?",
        "welcomeWhen": "On which days, and when?",
        "welcomeWhenHint": "A time that you keep anyway is easiest: after waking, at noon, after work.",
        "welcomeLeaveOut": "Is there something to leave out?",
        "welcomeLeaveOutHint": "What asks for it is swapped for something that does not. Nothing is fine, too.",
        "welcomeMore": "More to leave out",
        "welcomeWeek": "This is your week",
        "welcomeWeekHint": "It begins gently; every day and time can be changed later.",
        "welcomeTake": "Make it my week",
        "welcomeLogin": "Shall it start by itself?",
        "welcomeLoginHint": "Then it reminds you whenever you are logged in. It needs no internet and no account.",
        "welcomeLoginYes": "Yes, now and at each login",
        "welcomeLoginNow": "Only now",
        "welcomeLoginNot": "Not yet",
        "welcomeDone": "To your day",
        # the reminders themselves
        "runningStart": "Start the reminders",
        "runningIsOn": "Reminders are on.",
        "runningLoginOn": "It starts by itself when you log in.",
    }
)

AIMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "gentle-start": ("A back that is sore or stiff", "Short, gentle movement three times a week, and walks"),
        "desk-days": ("Long days at a desk", "Two or three minutes in between, on working days"),
        "walking-further": ("Walking more", "Easy walks that slowly grow longer"),
        "evening-calm": ("Rest and sleep", "Calm evenings: breath, body, letting go"),
    }
)
"""What somebody may want, by the plan that is for it: what it is for, and what it asks."""

INVITES = "These reminders come with routine. In a minute you can have a week of your own."
BEGIN = "Make it my week"
NO_DAY = (page_form.NO_DAY[0], "Two or three are a good beginning.")
BEGUN = "Reminders are on from now on."
AT_LOGIN = "From now on it starts by itself."
NOT_AT_LOGIN = "It does not start by itself any more."


def not_begun(log_file: str) -> tuple[str, str]:
    """(sentence, where the reason stands)"""
    return "The reminders could not be started.", f"The reason is at the end of {log_file}."


def taken(title: str) -> str:
    return f"{quoted(title)} is yours now."
