"""Knows the signs of the safety check in words, each beside its number, and what one of them asks a person to do.

The words are ours, after published lists of warning signs. A number keeps its meaning: journals hold nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from routine.core.safety_signs import Tier


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs that ask for the same, and what that is."""

    tier: Tier
    title: str
    signs: dict[str, str]
    """By number."""
    advice: str


CALL_TODAY = "Call a doctor or medical advice line today and read them this list."
UNTIL_THEN = "Movement waits until then."

AT_ONCE = SignGroup(
    Tier.NOW,
    "Get emergency help now",
    {
        "A1": "Numbness, tingling or an odd feeling around the genitals, back passage, buttocks or inner thighs",
        "A2": (
            "Trouble starting or stopping urine, not feeling your bladder fill, leaking urine, "
            "or losing control of the bowels"
        ),
        "A3": "New loss of sexual feeling or function along with back or leg pain",
        "A4": "Weakness, numbness or severe pain in both legs, or one leg or foot quickly getting weaker",
        "A5": (
            "Severe pain after a fall, crash or blow, or after a small knock "
            "if you are over 70 or your bones are weak"
        ),
        "A6": "Back pain with fever, shivers or feeling very ill",
        "A7": (
            "Sudden severe back, belly or chest pain with faintness, sweating or breathlessness; "
            "or new back or belly pain when you know of an aneurysm"
        ),
    },
    "Please stop here. Call your emergency number or go to an emergency department now. Do not wait and do not "
    "exercise. Take this list with you.",
)
TODAY = SignGroup(
    Tier.NOW,
    "Call a doctor today",
    {
        "B13": "A new weakness of a foot or leg, or a new numbness that spreads",
        "B14": (
            "A recent infection, spine surgery or spinal injection, weak immunity, or injected drugs, "
            "with new pain"
        ),
        "B10": "Blood thinners and a recent fall",
        "B11": "Chest pain, fainting or breathlessness with effort",
    },
    f"{CALL_TODAY} {UNTIL_THEN}",
)
FIRST = SignGroup(
    Tier.BEFORE,
    "See a doctor before the movement sessions",
    {
        "B15": "Cancer now; or cancer in the past, with new or unusual pain",
        "B2": "Weight loss without trying",
        "B3": "Pain that is constant, worse lying down, or wakes you every night and is growing",
        "B5": "Osteoporosis, long steroid use or a past spine fracture, with new pain",
        "B16": "Over 70, or weak bones, with new pain after a bend, a lift, a cough or a small knock",
        "B17": "Recent surgery, of the spine, hip, belly or elsewhere, or a spinal injection",
        "B18": "An aneurysm that you know of, or a pulsing that you can feel in the belly",
        "B19": (
            "Heart disease, blood pressure that is not under control, "
            "or told to exercise only with somebody watching over it"
        ),
        "B20": "Fainting, falling again and again, or spells of dizziness",
        "B21": "New pain between the shoulder blades, or a bend of the spine that is growing",
        "B9": "Pregnant, or gave birth in the last three months",
    },
    "Book a check-up before you begin the movement sessions. You can use breathing, meditation, relaxation, "
    "your appointments and your diary meanwhile.",
)
AT_NEXT_VISIT = SignGroup(
    Tier.MENTION,
    "Mention it at your next visit, and go on gently",
    {
        "B22": "Cancer long past and followed up, without new pain",
        "B7": "This is your first bad episode, and you are under 20 or over 55",
        "B8": (
            "Stiffness of over 30 minutes each morning for three months or more, better with moving than with "
            "rest, perhaps waking you in the second half of the night, that began before 45; "
            "or psoriasis, or an inflamed bowel or eye"
        ),
        "B12": "Pain for over six weeks that no professional has ever looked at",
        "B23": "Pain that goes down a leg, without numbness or weakness",
    },
    "Mention it to a professional at your next visit. Staying gently active is fine meanwhile: begin with less, "
    "and leave out what makes it worse.",
)
GROUPS = (AT_ONCE, TODAY, FIRST, AT_NEXT_VISIT)

ASKED_BEFORE = {
    "B1": "Cancer, now or in the past",
    "B4": "A recent infection, spine surgery or spinal injection, weak immunity, or injected drugs",
    "B6": "New numbness, weakness or pain below the knee",
}
"""What is asked no more, and stands in journals."""


def words_of(number: str) -> str:
    """Empty for a number that stands for no single sign."""
    return next((group.signs[number] for group in GROUPS if number in group.signs), ASKED_BEFORE.get(number, ""))
