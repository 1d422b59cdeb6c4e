"""Knows the labels of the page, by name; must not know where they stand. JavaScript has no words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.presentation import (
    narration,
    page_agenda,
    page_form,
    page_library,
    page_plans,
    page_progress,
    page_settings,
    page_welcome,
    reminders,
    safety,
    safety_check,
)

OPENS_A_NEW_ONE = "`routine page` opens a new one."

LABELS: Mapping[str, str] = MappingProxyType(
    {
        # every view
        "name": "routine",
        "skip": "Skip to the content",
        "views": "Views",
        "today": "Today",
        "week": "Week",
        "library": "Library",
        "therapies": "Therapies",
        "plans": "Plans",
        "help": safety_check.HELP_TITLE,
        "helpShort": "Help",
        "settingsShort": "⚙",
        "asleep": "This tab has lost its page. Open routine again from your programs or a reminder, "
        "and it comes back here by itself.",
        "problem": "That did not work.",
        "close": "Close",
        "print": "Print",
        "nothingHere": "There is nothing here",
        "nothingHereHint": "The links at the top lead back.",
        "minutes": "{0} min",
        # a session
        "start": page_agenda.START,
        "startNow": page_agenda.START_NOW,
        "checkLater": safety.LATER,
        "pause": "Pause",
        "goOn": reminders.RESUME,
        "goOnHere": "Go on here",
        "back": "Back",
        "next": "Next",
        "skipThis": narration.SKIP_THIS,
        "stop": "Stop",
        "stopped": "Stopped.",
        "easierOne": narration.EASIER_ONE,
        "itHurts": "It hurts",
        "repeatWords": "Repeat",
        "countNow": "{0} of {1}",
        "leftInAll": "{0} min left in all",
        "isPaused": "Paused.",
        "enough": "Enough for today",
        "again": "Do it again",
        "allSteps": "The whole session",
        "ofReps": "of {0}",
        "timeLeft": "{0} left",
        "sound": "Sound",
        "soundSettings": "Voice and tones",
        "soundIsOn": "Sound is on.",
        "soundIsOff": "Sound is off.",
        "noVoice": "No voice here",
        "noVoiceHint": "This browser has no voice; what it would say is here to be read. On Linux the package "
        "speech-dispatcher brings one.",
        "press": "Press anything to hear it",
        "pressHint": "Browsers stay silent until you press something on their page.",
        "noMemory": "Not kept",
        "noMemoryHint": "This browser keeps nothing, so what you choose here holds until you leave.",
        "voice": "Voice",
        "tones": "Soft tones",
        "volume": "Volume",
        "rate": "Speed of the voice",
        # its end
        "wellDone": "Well done.",
        "howWasIt": reminders.HOW_WAS_IT,
        "howWasItFirst": reminders.HOW_WAS_IT_FIRST,
        **dict(zip(("easier", "same", "harder"), reminders.LABELS, strict=True)),
        **dict(zip(("easierFirst", "sameFirst", "harderFirst"), reminders.FIRST_LABELS, strict=True)),
        "whatWasIt": f"{reminders.WHAT_WAS_IT} (only if you like)",
        "no_time": reminders.NO_TIME,
        "too_hard": reminders.TOO_HARD,
        "hurt": reminders.HURT,
        "other": reminders.OTHER,
        "howIsYourBack": "How is your back now? (only if you like)",
        "scaleEnds": "0 is no pain, 10 is the worst you can imagine.",
        "diary": "A line for your diary (only if you like)",
        "keep": "Keep it",
        "noted": f"{reminders.THANKS} It stays on this computer.",
    }
)


def all_labels() -> Mapping[str, str]:
    """Every label of every view, by name."""
    return {
        **LABELS,
        **page_agenda.LABELS,
        **page_form.LABELS,
        **page_library.LABELS,
        **page_plans.LABELS,
        **page_progress.LABELS,
        **page_settings.LABELS,
        **page_welcome.LABELS,
    }
