"""Knows each sign of the safety check by its number: how soon it wants a professional, and what ends it.

A number stands for one sign for ever, as journals hold nothing else: one whose meaning changed has a number of its
own, and those that are asked no more (B1, B4, B6) are read as they were meant. Must not know any words.

Sources: the IFOMPT framework (Finucane 2020), Henschke 2009 (single signs predict little), NICE NG59 (stay active,
also with pain down a leg), NG65 (what hints at inflammation). The cases: tests/presentation/test_safety_cases.py.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct


class Tier(StrEnum):
    """How soon a professional should know, the mildest first."""

    CLEAR = "clear"
    """Nothing was named, or what was named has been looked at."""
    MENTION = "mention"
    """At the next visit; moving gently goes on."""
    BEFORE = "before"
    """Before the next movement session."""
    NOW = "now"
    """Today, or at once."""


class Sign(Struct, frozen=True):
    """What a number of the check stands for."""

    tier: Tier
    emergency: bool = False
    """It wants help at once: the calm sessions wait as well."""
    keeps_older_word: timedelta | None = None
    """For a fact of long standing: how old a professional's word may be that was given before it was named here.

    None: a word from before it was named says nothing of it.
    """


UNSURE = "?"
_YEAR = timedelta(days=366)
_PREGNANCY = timedelta(days=274)
"""Nine months: a word from before that is older than the pregnancy."""
_EMERGENCY = Sign(Tier.NOW, emergency=True)
_TODAY = Sign(Tier.NOW)
_BEFORE = Sign(Tier.BEFORE)
_STANDING = Sign(Tier.BEFORE, keeps_older_word=_YEAR)
_MENTION = Sign(Tier.MENTION)

SIGNS: dict[str, Sign] = {
    "A": _EMERGENCY,  # one of part A, and nobody said which
    **{f"A{number}": _EMERGENCY for number in range(1, 8)},
    f"A{UNSURE}": _TODAY,  # one of part A that could not be ruled out
    "B": _BEFORE,  # one of part B, and nobody said which
    "B1": _STANDING,  # cancer, now or in the past
    "B2": _BEFORE,  # weight loss
    "B3": _BEFORE,  # constant, growing pain
    "B4": _BEFORE,  # infection, spine surgery, weak immunity, whether with new pain or not
    "B5": _BEFORE,  # weak bones or steroids, with new pain
    "B6": _BEFORE,  # new numbness, weakness or pain below the knee
    "B7": _MENTION,  # a first bad episode, under 20 or over 55
    "B8": _MENTION,  # stiff mornings, psoriasis
    "B9": Sign(Tier.BEFORE, keeps_older_word=_PREGNANCY),  # pregnant, or just given birth
    "B10": _TODAY,  # blood thinners and a fall
    "B11": _TODAY,  # chest pain, fainting, breathlessness with effort
    "B12": _MENTION,  # six weeks that nobody looked at
    "B13": _TODAY,  # a new weak foot or leg, numbness that spreads
    "B14": _TODAY,  # as B4, with new pain
    "B15": _BEFORE,  # cancer now, or in the past with new pain
    "B16": _BEFORE,  # over 70 or weak bones, new pain after little
    "B17": _BEFORE,  # recent surgery
    "B18": _STANDING,  # an aneurysm
    "B19": _STANDING,  # heart, blood pressure, supervision
    "B20": _BEFORE,  # fainting, falls, dizziness
    "B21": _BEFORE,  # between the shoulder blades, a growing bend
    "B22": _MENTION,  # cancer long past and followed up
    "B23": _MENTION,  # pain down a leg alone
}


def sign_of(number: str) -> Sign:
    """What a number stands for; one that this version does not know counts as the gravest of its part."""
    return SIGNS.get(number) or SIGNS["A" if number.startswith("A") else "B"]
