"""Knows the two-minute safety check: signs, questions, and what each answer is told. Must not know its rules.

The words are ours, after published lists of warning signs. It names no cause, gives no score, and never says that
somebody is fine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routine.core.events import CheckedIn, Outcome
from routine.core.safety import UNSURE as UNSURE_MARK
from routine.core.safety import SafetyStatus
from routine.presentation.phrases import quoted
from routine.presentation.safety import COMMAND

CHECK_TITLE = "Before you start: a two-minute safety check"
HELP_TITLE = "When to get help"
LEAD = (
    "Most back pain is not dangerous and settles. A few signs need a doctor, not a program. This list cannot tell "
    "you what is wrong."
)


@dataclass(frozen=True, slots=True)
class CheckPart:
    """Some signs, and what to do with one of them."""

    name: str
    title: str
    question: str
    signs: tuple[str, ...]
    advice: str


URGENT = CheckPart(
    "A",
    "Get emergency help now",
    "Do you have any of these, new or getting worse?",
    (
        "Numbness, tingling or an odd feeling around the genitals, back passage, buttocks or inner thighs",
        (
            "Trouble starting or stopping urine, not feeling your bladder fill, leaking urine, "
            "or losing control of the bowels"
        ),
        "New loss of sexual feeling or function along with back or leg pain",
        "Weakness, numbness or severe pain in both legs, or one leg or foot quickly getting weaker",
        "Severe pain after a fall, crash or blow, or after a small knock if your bones are weak",
        "Back pain with fever, shivers or feeling very ill",
        "Sudden severe back, belly or chest pain with faintness, sweating or breathlessness",
    ),
    "Please stop here. Call your emergency number or go to an emergency department now. Do not wait and do not "
    "exercise. Take this list with you.",
)
NUMBERS = (
    "Emergency numbers: 112 in the European Union, 911 in the United States and Canada, 999 in the United "
    "Kingdom. For advice that can wait, not in an emergency: 111 in most of the United Kingdom."
)
UNSURE = "Not sure? Call a doctor or medical advice line today and read them this list."

DOCTOR = CheckPart(
    "B",
    "See a doctor before the movement sessions",
    "Is one of these true for you?",
    (
        "Cancer, now or in the past",
        "Weight loss without trying",
        "Pain that is constant, worse lying down, or wakes you every night and is growing",
        "A recent infection, spine surgery or spinal injection, weak immunity, or injected drugs",
        "Osteoporosis, long steroid use or a past spine fracture, with new pain",
        "New numbness, weakness or pain below the knee",
        "The first bad episode, under 20 or over 55",
        (
            "Stiffness of over 30 minutes each morning for three months or more; "
            "or psoriasis, or an inflamed bowel or eye"
        ),
        "Pregnant, or gave birth in the last three months",
        "Blood thinners and a recent fall",
        "Chest pain, fainting or breathlessness with effort",
        "Pain for over six weeks that no professional has ever looked at",
    ),
    "Book a check-up before you begin the movement sessions. You can use breathing, meditation, relaxation, "
    "your appointments and your diary meanwhile.",
)
PARTS = (URGENT, DOCTOR)

NONE = f"Nothing on this list today. If that changes, open “When to get help”: {COMMAND}"
STILL_HELD = "Nothing on this list today. What you answered before still holds."

ASK_URGENT = "Numbers, `no` for none, `?` for not sure, or Enter to answer another time."
ASK_DOCTOR = "Numbers, or `no` for none."
ANSWER = "Your answer:"
AGAIN = "Please answer with numbers from the list, `no`, or `?` if you are not sure."
AGAIN_DOCTOR = "Please answer with numbers from the list, or `no`."
LATER = f"Another time, then. Your plan runs as it is, and the check stays here: {COMMAND}"
STAYS_HERE = "Your answers stay on this computer. It is asked again each month."

YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no", "none", "0"})
NOT_SURE = frozenset({"?", "not sure", "unsure", "maybe"})


def since_then(day: str) -> str:
    """Beside part B, for somebody who has been looked at."""
    return f"Leave out what a professional knew of on {day}, when they said that movement is fine."


def how_to_clear(day: str) -> str:
    return f"When a professional has said that movement is fine: {COMMAND} --cleared {day}"


LEAVE_OUT_TITLE = "C. What should we leave out?"
LEAVE_OUT = "These are your choices; ask your professional if unsure."
LEAVE_OUT_ASK = "Numbers, with commas between them, or Enter for nothing:"


def numbers_again(last: int) -> str:
    return f"Numbers from 1 to {last}, please, or just Enter."


LEAVE_OUT_LINE = "Put this line near the top of your plan (`routine edit` opens it):"


def part_title(part: CheckPart) -> str:
    return f"{part.name}. {part.title}"


def was_cleared(day: str) -> str:
    return f"Noted: on {day} a professional said that movement is fine. Your sessions go on as planned."


# how things stand

ALL_WAIT = "By your last answers every session waits, and getting help comes first."
UNSURE_WAITS = (
    "You were not sure about an urgent sign: call a doctor or a medical advice line today. "
    "Movement waits until then."
)
MOVEMENT_WAITS = "By your last answers the movement sessions wait for a check-up; the calm ones go on."
NEVER = "You have not answered the safety check yet."


def last_answered(day: str) -> str:
    return f"You last answered on {day}."


NOT_SURE_OF = "something you were not sure of"


def signs_named(signs: list[str]) -> str:
    return f"You named: {', '.join(signs)}."


ASKED_IN_A_TERMINAL = f"To answer it, open `{COMMAND}` in a terminal."

READ_HELP = "only read the list; ask nothing"
CLEARED_HELP = "the day on which a professional said that movement is fine"
DATE = "DATE"


def advice_on(entry: CheckedIn, *, still_held: bool) -> list[str]:
    """What somebody is told who has answered so; the first line says what to do."""
    match entry.outcome:
        case Outcome.STOP:
            return [URGENT.advice, NUMBERS]
        case Outcome.SEE_DOCTOR:
            return [UNSURE if any(sign.endswith(UNSURE_MARK) for sign in entry.signs[-1:]) else DOCTOR.advice]
        case Outcome.CLEAR:
            return [STILL_HELD if still_held else NONE]


def what_waits(state: SafetyStatus) -> str:
    """What the answers hold back, of somebody whom they bind."""
    if state.all_wait:
        return ALL_WAIT
    return UNSURE_WAITS if state.unsure else MOVEMENT_WAITS


def sign_text(sign: str) -> str:
    """A sign in its own words: numbers mean something only beside a numbered list."""
    part = next((each for each in PARTS if sign.startswith(each.name)), None)
    number = sign[1:]
    if part and number.isascii() and number.isdigit() and 1 <= int(number) <= len(part.signs):
        return quoted(part.signs[int(number) - 1])
    if sign.endswith(UNSURE_MARK):
        return NOT_SURE_OF
    return quoted(part.title) if part else sign


def avoid_line(tags: Sequence[str]) -> str:
    """What a plan says to leave these out."""
    chosen = ", ".join(f'"{tag}"' for tag in tags)
    return f"avoid = [{chosen}]"
