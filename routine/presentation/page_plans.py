"""Knows what the page says of plans: the list, the text, what it means. Must not know where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.presentation import plan_list
from routine.presentation.phrases import both, plural, quoted

DRAFT = "Draft"

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "plansLead": "Each is a text file of yours. Change it here or in any editor.",
        "plansYours": plan_list.YOURS,
        "plansShipped": "More that come with routine",
        "plansStarters": plan_list.STARTERS,
        "plansNone": "You have none of your own yet. Use one of those below, or begin a new one.",
        "plansChange": "Change",
        "plansMend": "Mend",
        "plansChangeOf": "{0}: {1}",
        "plansUse": "Use this plan",
        "plansUseNow": "Make it mine",
        "plansReplace": "Replace what I have",
        "plansAddBeside": "Make it mine, beside it",
        "plansClashes": "At the same time:",
        "plansNew": "Begin a new plan",
        "plansNewName": "What shall it be called?",
        "plansNewMake": "Begin it",
        "plansText": "Text of the plan",
        "plansTextHint": (
            "Tab indents, Shift+Tab takes an indent back. Ctrl+S saves. "
            "To leave the text by keyboard, press Esc and then Tab."
        ),
        "plansMeaning": "What it means",
        "plansChecking": "Reading…",
        "plansSave": "Save",
        "plansSaved": "Saved. What it said before is kept beside it.",
        "plansSaving": "Saving…",
        "plansSame": "As it is on disk",
        "plansTouched": "Not saved yet",
        "plansLine": "Line {0}, column {1}",
        "plansWhole": "The whole file",
        "plansProblems": "To mend",
        "plansStale": "What it meant before the last change:",
        "plansSessions": "Sessions, step by step",
        "plansBefore": "Week before",
        "plansAfter": "Week after",
        "plansNoDay": "Nothing",
        "plansOvertaken": "This file was changed elsewhere meanwhile",
        "plansOvertakenHint": "Nothing is overwritten. Which text shall go on?",
        "plansChooseFirst": "Not saved yet: the file was changed elsewhere. Choose above which text goes on.",
        "plansGone": "The file is not on disk any more",
        "plansGoneHint": "Your text is still here, and can be written to disk again.",
        "plansGoneFirst": "Not saved yet: the file is not on disk any more. Write it anew above.",
        "plansAnew": "Write it anew",
        "plansSavedAnew": "Saved. The file is on disk again.",
        "plansTheirs": "What is on disk now",
        "plansKeepMine": "Go on with mine",
        "plansTakeTheirs": "Take what is on disk",
        "plansBackToMine": "Back to my text",
        "plansKept": "Your text is kept here until you leave this view.",
        "plansKeptMine": "It is yours when you press Save; what is on disk is then kept beside it.",
        "plansAll": "All plans",
    }
)

WHAT_NEXT = "“Plans”, at the top, shows what could come next."
NO_PLAN = ("You have no plan of that name.", "“Plans”, at the top, shows them all.")
NOT_SHIPPED = ("No plan of that name comes with routine.", "“Plans”, at the top, shows them all.")
NEEDS_A_NAME = ("This needs a name with a letter or a digit.", "For example: My mornings.")
STILL_HERE = "Your text is still here."
OVERTAKEN = ("This file was changed elsewhere meanwhile, so it was not replaced.", STILL_HERE)
GONE = ("The file is not on disk any more, so it was not replaced.", STILL_HERE)
NOT_TEXT = ("There is a sign in this text that no file can hold.", "Take it out, and try once more.")


def problems(count: int) -> tuple[str, str]:
    sentence = plural(
        count,
        "Not saved yet: there is something to mend first.",
        f"Not saved yet: there is {count} things to mend first.",
    )
    return sentence, STILL_HERE


def write(better: str) -> str:
    """On a button that puts it there."""
    return f"Write {better}"


def asks_first(name: str) -> str:
    return f"`routine plans use {name}` in a terminal asks a few questions first."


def replaces(titles: list[str]) -> str:
    return f"You have {both([quoted(each) for each in titles])} already. Replace, or add?"


def clash(when: str, titles: list[str]) -> str:
    """Sessions of two plans that come at one time; `when`: a day and a time."""
    return f"{when}, {both([quoted(each) for each in titles])}"


def weeks(count: int) -> str:
    return plural(count, "1 week", f"{count} weeks")


def to_mend(count: int) -> str:
    return plural(count, "1 thing to mend", f"{count} things to mend")


def week_of(first: str, last: str, number: int | None, all_weeks: int | None) -> str:
    """`number`: the plan's own week, where weeks are counted."""
    when = f"{first} to {last}"
    if number is None:
        return when
    return f"Week {number} of {all_weeks}, {when}" if all_weeks else f"Week {number}, {when}"


def in_turn(place: int, count: int) -> str:
    return f"{place} of {count}, taking turns"
