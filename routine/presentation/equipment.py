"""Knows what the things are called that an exercise needs; must not know which exercise needs what.

What leads a session imports this, so it imports nothing of the library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from routine.core.steps import Step
from routine.presentation.phrases import both

THINGS: Mapping[str, str] = MappingProxyType(
    {
        "mat": "a mat",
        "pillow": "a pillow",
        "wall": "a wall",
        "chair": "a chair",
        "band": "a band or strap",
        "counter": "a counter or table",
        "bag": "a bag with something in it",
        "stick": "a broom handle",
    }
)
"""By the name that the library gives them."""


NO_THING = "nothing"


def thing(name: str) -> str:
    return THINGS[name]


def needs_of(steps: Sequence[Step]) -> str:
    """`You need: a mat and a chair.`: what somebody should have ready before they start.

    In the order in which it is wanted, each thing once; empty where it is nothing.
    """
    there = dict.fromkeys(name for step in steps if step.exercise for name in step.exercise.equipment)
    return f"You need: {both([thing(name) for name in there])}." if there else ""
