"""Knows what is said of visits and supplements; must not know when they come round or how that is shown.

We remind and count. We never say what a visit or a supplement would do.
"""

from __future__ import annotations

from routine.presentation.phrases import both

YES, NO, NOT_SURE = "Yes", "No", "Not sure"
_ANSWERS = {"not_sure": "not sure"}
TAKEN = "Taken"
DID_YOU_GO = "Did you go?"
IS_IT_HELPING = "Is it helping, as far as you can tell? Your answer goes into your journal, to talk it over."
IN_YOUR_JOURNAL = "It is in your journal, to talk it over."

NOTE_TITLE = "About your supplements"
NOTE = (
    "Supplements can interact with medicines and cause harm. Check with a doctor or pharmacist before you start, "
    "and tell them about everything you take. Stop and get advice if you notice yellow skin or eyes, dark urine, "
    "unusual tiredness, nausea or loss of appetite, unusual bleeding or bruising, a rash or stomach pain. Best "
    "evidence so far shows little or no benefit for back pain."
)


def answer_text(answer: str) -> str:
    """An answer to a question, or how a session was, within a sentence."""
    return _ANSWERS.get(answer, answer)


def review(course: str) -> str:
    return f"{course}: is it helping?"


def heads_up(title_: str, when: str, where: str) -> tuple[str, str]:
    return f"Soon: {title_}", f"{when}, {where}" if where else when


def was_at(when: str) -> str:
    return f"It was at {when}."


def agreed_with(whom: str) -> str:
    return f"As agreed with {whom}." if whom else ""


def answer_by_command(asks: str) -> str:
    """The line for a card without buttons."""
    return {
        "visit": "To answer, type: routine done if you went, routine skip if not",
        "review": "To answer, type: routine appointment helping yes, no or not-sure",
        "supplement": "To answer, type: routine done or routine skip",
    }[asks]


def also(names: list[str]) -> str:
    """The line that says which supplements a note is about."""
    return f"{both(names)}:"
