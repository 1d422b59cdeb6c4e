"""Knows whether a plan suits what somebody leaves out, and which shipped one would; must not know why they do.

Reckoned over the time for movement, walks apart: a plan of which a third and more is left out suits badly.
"""

from __future__ import annotations

from itertools import chain

from routine.core.plan import PerformStep, Plan
from routine.library.catalogue import catalogue
from routine.presentation import plan_problems as words
from routine.reading.substitutions import Substitutions
from routine.wiring.app import App
from routine.wiring.shipped_plans import Shipped, shipped_plans

TOO_MUCH = 1 / 3
_FOR_SORE_DAYS = "flare-up-week"


def notes_on(plan: Plan, app: App) -> tuple[str, ...]:
    """All that is said of what `avoid` does to it: each change, and whether it suits at all."""
    warning = suits_badly(plan, app)
    return (*plan.notes, warning) if warning else plan.notes


def suits_badly(plan: Plan, app: App) -> str:
    """That so much of it is left out that it suits badly, and which one fits; empty where it suits."""
    return "" if plan.left_out < TOO_MUCH else words.suits_badly(plan.left_out, _better(plan, app))


def _better(plan: Plan, app: App) -> str:
    """The shipped plan of which least is left out, of several the one with the mildest exercises.

    Empty where none loses little, or at most half as much.
    """
    # what is left out of every plan stands in the configuration, not in the plan
    avoid = tuple(dict.fromkeys((*plan.avoid, *app.loaded_plans.settings.avoid)))
    shipped = shipped_plans(app)
    shares = {
        name: _left_out(one, avoid) for name, one in shipped.items() if name not in {plan.id, _FOR_SORE_DAYS}
    }
    enough = max(TOO_MUCH, plan.left_out / 2)
    fit = {name: share for name, share in shares.items() if share is not None and share < enough}
    return min(fit, key=lambda name: (fit[name], _hardest(shipped[name])), default="")


def _hardest(shipped: Shipped) -> int:
    """The level of its hardest exercise, by its sequences of the library."""
    library = catalogue().sequences
    names = [name for one in shipped.sessions for name in _listed(one.get("sequence", ())) if name in library]
    entries = [entry for name in names for entry in library[name].entries]
    return max((entry.exercise.level for entry in entries if isinstance(entry, PerformStep)), default=1)


def _left_out(shipped: Shipped, avoid: tuple[str, ...]) -> float | None:
    """As `Plan.left_out`, by its sequences of the library; None where it moves nobody."""
    library = catalogue().sequences
    named = {
        name: None
        for name in chain.from_iterable(_listed(one.get("sequence", ())) for one in shipped.sessions)
        if name in library
    }
    substitutions = Substitutions(catalogue(), avoid)
    for name in named:
        substitutions.substitute(library[name])
    return substitutions.left_out if substitutions.moves else None


def _listed(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)
