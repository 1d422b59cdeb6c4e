"""Knows what is said around the cues of an exercise in a session; must not know when, or by which voice."""

from __future__ import annotations

REST = "Rest"
QUIET = "quiet rest"
IS_LAST = "This is the last one."
WAS_LAST = "This was the last one."
INHALE, EXHALE, HOLD = "Breathe in", "Breathe out", "Hold"
DOING = {"ready": "Get ready", "tense": "Tense", "release": "Let go", "rest": REST}


def progress(number: int, total: int) -> str:
    return f"Step {number} of {total}"


def up_next(title: str) -> str:
    return f"Next: {title}"


def rest_title(length: str) -> str:
    return f"{REST} · {length}"


def get_ready(length: str) -> str:
    return f"Get ready, {length}."


def about_time(length: str) -> str:
    return f"About {length}."


def for_time(length: str) -> str:
    return f"For {length}."


def count(number: int, reps: int) -> str:
    return f"{number} of {reps}"


def breathing(doing: str, seconds: int) -> str:
    return f"{doing} · {seconds}"


def first_side(name: str, sides: int) -> str:
    """On which side it begins, or is done at all."""
    return f"First the {name} side." if sides > 1 else f"{name.capitalize()} side."


def your_turn(side: str | None, set_no: int | None) -> str:
    """At the beginning of another side, or another set."""
    if side and set_no:
        return f"Set {set_no}, the {side} side."
    if side:
        return f"Now the {side} side."
    return f"Set {set_no}." if set_no else ""


def again(title: str, set_no: int, sets: int) -> str:
    return f"{title}, {set_of(set_no, sets)}"


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
