"""Knows what the page says around library, therapies and when to get help; must not know where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from routine.presentation.exercises import READINGS
from routine.presentation.phrases import both, plural, quoted

LABELS: Mapping[str, str] = MappingProxyType(
    {
        # the library
        "libraryFilters": "Find something",
        "libraryText": "Search",
        "libraryKind": "Show",
        "libraryPractice": "Practice",
        "libraryLevel": "Level",
        "libraryMinutes": "Length",
        "libraryAvoid": "Leave out",
        "libraryThings": "I have",
        "libraryMoreFilters": "Leave out, and what you have",
        "libraryChosen": "{0} ({1})",
        "libraryReset": "Clear the filters",
        "libraryBack": "All of the library",
        "libraryMoves": "Show the movement",
        "libraryStills": "Hold still",
        "librarySide": "Which side",
        "libraryLeft": "Left",
        "libraryRight": "Right",
        "libraryCopy": "Copy",
        "libraryCopied": "Copied.",
        "libraryAdd": "Add to a plan",
        "libraryAddTo": "Add it to {0}",
        "libraryFavourite": "Favourite",
        "libraryFavourites": "Favourites",
        # the therapies
        "therapiesBack": "All therapies",
        "therapiesGradeOf": "Our grade: {0}",
        # when to get help
        "helpYes": "These are true for me",
        "helpNone": "None of these",
        "helpNotSure": "I am not sure",
        "helpTick": "Tick what is true for you.",
        "helpBegin": "Answer the check",
        "helpAgain": "Answer it again",
        "helpTickFirst": "Tick at least one, or choose another answer.",
        "helpCleared": "Keep this day",
    }
)

TITLE = "Library"
LEAD = "All of it can be done at home. What a session is made of is up to your plan."

KINDS: Mapping[str, str] = MappingProxyType(
    {"": "Everything", "exercises": "Exercises", "sequences": "Ready-made sessions"}
)
ANY = "Any"
NOTHING_ELSE = "nothing else"
ALL_THERAPIES = "“Therapies”, at the top, shows them all."

STANDS = "How it stands"
CHECK = "The two-minute check"
CLEARED_ASK = "The day on which a professional said that movement is fine"


BEST_FIRST = "What fits best stands first"
PERHAPS = "Perhaps one of these?"
NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "mobility": "Sessions to loosen up",
        "stretching": "Sessions to stretch",
        "strengthening": "Sessions to grow stronger",
        "yoga": "Yoga sessions",
        "pilates": "Pilates sessions",
        "walking": "Walks",
        "breathing": "Sessions to breathe calmly",
        "relaxation": "Sessions to let go",
        "meditation": "Sessions to be still",
        "": READINGS,
    }
)
"""What sequences are for, by what most of each is; empty where nothing is performed."""


def left_out(tags: Sequence[str]) -> str:
    """Above the list, where what somebody's plans leave out is left out of it as well."""
    return f"Left out here, as in your plans: {both(tags)}."


def of_figure(caption: str, *, works: bool, lit: bool) -> str:
    """What is to be known of a figure's colours, after what its picture cannot tell."""
    said = (
        caption,
        "Brighter: the side that works now." if works else "",
        "Yellow: where you work." if lit else "",
    )
    return " ".join(one for one in said if one)


def up_to_level(number: int) -> str:
    return plural(number, "Level 1 only", f"Up to level {number}")


def up_to_minutes(count: int) -> str:
    return f"Up to {count} min"


def found(exercises: int, sequences: int) -> str:
    """`12 exercises and 3 ready-made sessions`"""
    parts = [
        plural(exercises, "1 exercise", f"{exercises} exercises") if exercises else "",
        plural(sequences, "1 ready-made session", f"{sequences} ready-made sessions") if sequences else "",
    ]
    return both([part for part in parts if part])


def not_a_filter(name: str) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return f"The library cannot be searched by this {name}.", "“Library”, at the top, shows everything again."


def no_such(name: str) -> tuple[str, str]:
    return f"There is nothing called {quoted(name)} in the library.", "“Library”, at the top, shows what there is."
