"""Knows what is said to somebody whose back hurts now: four ways to go, and two questions before them."""

from __future__ import annotations

from routine.core.relief import ReliefKind
from routine.presentation.phrases import quoted
from routine.presentation.safety_check import AGAIN_DOCTOR, URGENT
from routine.presentation.safety_signs import AT_ONCE, TODAY, SignGroup

LABELS = {
    ReliefKind.STIFF: "Stiff from sitting",
    ReliefKind.SORE: "Sore today",
    ReliefKind.BAD: "A bad spell",
    ReliefKind.CALM: "Just calm me",
}
ABOUT = {
    ReliefKind.STIFF: "two minutes, on your feet",
    ReliefKind.SORE: "seven minutes, gently",
    ReliefKind.BAD: "positions of ease, and breath",
    ReliefKind.CALM: "five minutes of breath, lying or sitting; nothing moves",
}
QUESTIONS: tuple[SignGroup, SignGroup] = (AT_ONCE, TODAY)
ASK = URGENT.question
KIND = "KIND"
KIND_HELP = "stiff, sore, bad or calm; without it you are asked"
WHICH = "Which is it? A number, or Enter for none:"
AGAIN = "A number from 1 to 4, please, or just Enter."
IN_A_TERMINAL = "Each of them begins at once: routine relief stiff"
NOT_ASKED = "If one of these is true for you, do not go on: routine help-signs"
ANSWER = "Numbers, or `no` for none:"
ANSWER_AGAIN = AGAIN_DOCTOR
CALM_GOES_ON = "To be calmed without moving: routine relief calm"


def unknown(typed: str) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return (
        f"{quoted(typed)} is not one of the four.",
        "It is stiff, sore, bad or calm; `routine relief` tells what each is.",
    )
