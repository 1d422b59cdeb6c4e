"""Knows the two-minute safety check: signs, questions, and what each answer is told. Must not know its rules.

The words are ours, after published lists of warning signs. It names no cause, gives no score, and never says that
somebody is fine.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from routine.core.events import CheckedIn, Outcome
from routine.core.safety import SafetyStatus
from routine.core.safety_signs import UNSURE as UNSURE_MARK
from routine.core.safety_signs import Tier, sign_of
from routine.presentation.phrases import quoted
from routine.presentation.safety import CALM_GOES_ON, COMMAND
from routine.presentation.safety_signs import (
    AT_NEXT_VISIT,
    AT_ONCE,
    CALL_TODAY,
    FIRST,
    TODAY,
    UNTIL_THEN,
    SignGroup,
    words_of,
)

HELP_TITLE = "When to get help"
LEAD = (
    "Most back pain is not dangerous and settles. A few signs need a doctor, not a program. This list cannot tell "
    "you what is wrong."
)


ADULTS = "It is for people of 18 or over. If you are younger, go through it with a doctor or physiotherapist."


class CheckPart(Struct, frozen=True):
    """Some signs that are asked for together, in groups by what one of them asks for."""

    name: str
    title: str
    question: str
    groups: tuple[SignGroup, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Of its signs, in the order in which they are asked."""
        return tuple(number for group in self.groups for number in group.signs)

    @property
    def signs(self) -> tuple[str, ...]:
        """In words, in the same order."""
        return tuple(text for group in self.groups for text in group.signs.values())


URGENT = CheckPart("A", AT_ONCE.title, "Do you have any of these, new or getting worse?", (AT_ONCE,))
DOCTOR = CheckPart("B", "Tell a professional", "Is one of these true for you?", (TODAY, FIRST, AT_NEXT_VISIT))
PARTS = (URGENT, DOCTOR)
NUMBERS = (
    "Emergency numbers: 112 in the European Union, 911 in the United States and Canada, 999 in the United "
    "Kingdom. For advice that can wait, not in an emergency: 111 in most of the United Kingdom."
)
UNSURE = f"Not sure? {CALL_TODAY}"

NONE = f"Nothing on this list today. If that changes, open “When to get help”: {COMMAND}"
STILL_HELD_TOO = "What you answered before still holds."
STILL_HELD = f"Nothing on this list today. {STILL_HELD_TOO}"

ASK_URGENT = "Numbers, `no` for none, `?` for not sure, or Enter to answer another time."
ASK_DOCTOR = "Numbers, or `no` for none."
ANSWER = "Your answer:"
AGAIN = "Please answer with numbers from the list, `no`, or `?` if you are not sure."
AGAIN_DOCTOR = "Please answer with numbers from the list, or `no`."
LATER = f"Another time, then. Your plan runs as it is, and the check stays here: {COMMAND}"
STAYS_HERE = "Your answers stay on this computer. It is asked again each month."

YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no", "none", "0"})
NOT_SURE = ("not sure", "unsure", "maybe", "perhaps", "possibly", "don't know", "do not know", "i think")
"""Anywhere in an answer, as a question mark is."""
BESIDE_NUMBERS = frozenset(
    {"i", "i'm", "im", "am", "of", "about", "number", "numbers", "and", "&", "have", "also"}
)
"""What is typed around them, and changes nothing."""


def since_then(day: str) -> str:
    """Beside part B, for somebody who has been looked at."""
    return f"Leave out what a professional knew of on {day}, when they said that movement is fine."


def how_to_clear(day: str) -> str:
    return f"When a professional has said that movement is fine: {COMMAND} --cleared {day}"


LEAVE_OUT_TITLE = "C. What should we leave out?"
LEAVE_OUT = "These are your choices; ask your professional if unsure."


def leave_out_sign(words: str, asks: str) -> str:
    """One of the choices: what it is, and what tells whether it may be meant for you."""
    return f"{words[:1].upper()}{words[1:]}. {asks}"


LEAVE_OUT_ASK = "Numbers, with commas between them, or Enter for nothing:"


def numbers_again(last: int) -> str:
    return f"Numbers from 1 to {last}, please, or just Enter."


LEAVE_OUT_LINE = (
    "Put this line at the top of config.toml, for every plan, or of one plan (`routine edit` opens it):"
)


def part_title(part: CheckPart) -> str:
    return f"{part.name}. {part.title}"


def was_cleared(day: str) -> str:
    return f"Noted: on {day} a professional said that movement is fine. Your sessions go on as planned."


REST_WAITS = f"The rest of the check has not been asked yet: {COMMAND}"


# how things stand

ALL_WAIT = "By your last answers every session waits, and getting help comes first."
UNSURE_WAITS = (
    f"You were not sure about an urgent sign: call a doctor or a medical advice line today. {UNTIL_THEN}"
)
TODAY_WAITS = f"By your last answers a doctor should hear of it today. {UNTIL_THEN} {CALM_GOES_ON}"
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
    tiers = {sign_of(sign).tier for sign in entry.signs}
    match entry.outcome:
        case Outcome.STOP:
            return [AT_ONCE.advice, NUMBERS]
        case Outcome.SEE_DOCTOR if any(sign.endswith(UNSURE_MARK) for sign in entry.signs):
            return [UNSURE]
        case Outcome.SEE_DOCTOR:
            found = [group.advice for group in (TODAY, FIRST, AT_NEXT_VISIT) if group.tier in tiers]
            return found or [FIRST.advice]
        case Outcome.MENTION:
            return [AT_NEXT_VISIT.advice, *([STILL_HELD_TOO] if still_held else [])]
    return [STILL_HELD if still_held else NONE]


def what_waits(state: SafetyStatus) -> str:
    """What the answers hold back, of somebody whom they bind."""
    if state.all_wait:
        return ALL_WAIT
    if any(sign.number.endswith(UNSURE_MARK) for sign in state.waiting):
        return UNSURE_WAITS
    return TODAY_WAITS if state.tier is Tier.NOW else MOVEMENT_WAITS


def sign_text(sign: str) -> str:
    """A sign in its own words: numbers mean something only beside a numbered list."""
    if said := words_of(sign):
        return quoted(said)
    if sign.endswith(UNSURE_MARK):
        return NOT_SURE_OF
    part = next((each for each in PARTS if sign.startswith(each.name)), None)
    return quoted(part.title) if part else sign


def avoid_line(tags: Sequence[str]) -> str:
    """What a plan says to leave these out."""
    chosen = ", ".join(f'"{tag}"' for tag in tags)
    return f"avoid = [{chosen}]"
