"""Knows what a teacher says between the cues of an exercise; must not know when, or by which voice."""

from __future__ import annotations


def coming(title: str, side: str | None) -> str:
    return f"{title}. First the {side} side." if side else f"{title}."


def your_turn(side: str | None, set_no: int | None) -> str:
    """At the beginning of another side, or another set."""
    if side and set_no:
        return f"Set {set_no}, the {side} side."
    if side:
        return f"Now the {side} side."
    return f"Set {set_no}." if set_no else ""


def rest(upcoming: str) -> str:
    return f"Rest. Next: {upcoming}" if upcoming else "Rest. This was the last one."


def again(title: str) -> str:
    return f"{title}, once more."


def tense(group: str, how: str) -> str:
    how = how[:1].upper() + how[1:]
    return f"{group}. {how.rstrip('.')}, at half strength." if how else f"{group}. Tense at half strength."


def release(group: str) -> str:
    return f"{group}: let go, and notice the difference."


def quiet() -> str:
    return "Rest quietly, and let the breath come and go."


def station(label: str) -> str:
    return f"{label.rstrip('.')}."


def side(name: str) -> str:
    return f"{name} side"


def set_of(number: int, sets: int) -> str:
    return f"set {number} of {sets}"


def round_of(number: int) -> str:
    return f"round {number}"
