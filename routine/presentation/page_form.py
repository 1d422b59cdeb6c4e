"""Knows what the page says where a plan is changed by a form; must not know the text of any plan."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.presentation import plan_changes
from routine.presentation.phrases import plural, quoted
from routine.presentation.safety_check import LEAVE_OUT

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "formForm": "Form",
        "formText": "Text",
        "formSessions": "When it comes",
        "formDays": "Days",
        "formAt": "At",
        "formMoreTime": "+ another time",
        "formLessTime": "Take this time out",
        "formSave": "Save",
        "formUndo": "Undo",
        "formTitle": "Name of the plan",
        "formWeeks": "How many weeks",
        "formWeeksHint": "Empty: every week, without an end.",
        "formLeaveOut": "Leave out",
        "formLeaveOutLead": LEAVE_OUT,
        "formReminders": "Reminders",
        "formAgain": "Remind me again after",
        "formGiveUp": "Let it go after",
        "formSnooze": "Later means",
        "formQuiet": "Quiet hours",
        "formQuietHint": "Such as 22:00-07:00. Nothing is shown then.",
        "formLengthHint": "Such as 10m or 1h.",
        "formAdd": "Add a session",
        "formAddWhat": "What",
        "formAddAt": "At what time",
        "formAddNow": "Add it",
        "formOften": "Every so often, all through the day",
        "formEvery": "Every",
        "formEveryHint": "Such as 45 min or 1h.",
        "formBetween": "Between",
        "formBetweenHint": "Such as 09:00-17:00.",
        "formLong": "For how long",
        "formDrop": "Take this session out",
        "formByHand": "Change it in the text",
        "formDraft": "This is a draft: it asks for nothing until you use it.",
        "formUse": "Use it",
        "formMend": "Something in the text is to mend first.",
        "formSure": "Really remove it? Its text is kept aside.",
    }
)

CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "pause": "Pause this plan",
        "resume": "Go on with it",
        "again": "This week once more",
        "finish": "Finish it",
        "remove": "Remove it",
    }
)
"""What can become of a plan, by the verbs of `routine plans`."""

SAVED = "Saved."
NO_DAY = ("Choose at least one day.", "To take the session out, press “Take this session out”.")
NO_INTERVAL = ("Say how often, and between which times.", "Such as 45 min, 09:00-17:00.")
NO_TIME = ("Write at least one time of day.", "Such as 18:00.")


def used(title: str) -> str:
    return f"{quoted(title)} reminds you from now on."


def paused(title: str) -> str:
    return f"{quoted(title)} is paused until you go on with it."


resumed, finished = plan_changes.resumed, plan_changes.finished


def again(title: str) -> str:
    return f"{quoted(title)}: this week comes once more."


def removed(title: str) -> str:
    return f"{quoted(title)} is removed. Its text is kept aside."


def added(title: str) -> str:
    return f"{quoted(title)} is in the plan now."


def in_weeks(title: str, weeks: str) -> str:
    """`weeks`: as the plan's text has them: `3`, `1-2`; `title`: where it is to be told which session."""
    said = f"{plural(1 if weeks.isdigit() else 2, 'week', 'weeks')} {weeks}"
    return f"{title} in {said}" if title else said.capitalize()


def every(length: str, window: str) -> str:
    return f"every {length}, {window}"
