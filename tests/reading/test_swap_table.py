"""Knows what every sequence and shipped plan becomes for whoever leaves something out; must not know why.

`pytest -s tests/reading/test_swap_table.py` prints the table of counts.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

import routine
from routine.core.exercise import Direction, Exercise
from routine.core.plan import PerformStep, Plan, Sequence
from routine.library.catalogue import catalogue
from routine.library.swaps import fitted
from routine.reading.edit import without
from routine.reading.parser import read_plan
from routine.reading.substitutions import Substitutions

LIBRARY = catalogue()
EXERCISES = LIBRARY.exercises
PLANS = {file.stem: file for file in (Path(routine.__file__).parents[1] / "plans").glob("*.toml")}
# who is usually advised to leave several things out at once
PROFILES = {
    "weak bones": ("avoid-flexion", "avoid-rotation"),
    "weak bones, falls": ("avoid-flexion", "avoid-rotation", "high-balance", "floor-transfer"),
    "leg pain on bending": ("avoid-flexion", "nerve-tension"),
    "narrow canal": ("avoid-extension", "avoid-prone"),
    "pregnancy": ("avoid-prone", "avoid-supine", "avoid-abdominal-pressure", "avoid-rotation"),
    "knees": ("avoid-kneeling", "avoid-knee-load"),
    "wrists and shoulders": ("avoid-wrist-load", "avoid-shoulder-load"),
    "neck": ("avoid-neck-load", "avoid-shoulder-load"),
    "blood pressure": ("avoid-inversion", "avoid-high-tension", "avoid-breath-hold"),
    "heart or lungs": ("avoid-exertion", "avoid-high-tension", "slow-breathing", "avoid-breath-hold"),
    "hip": ("avoid-hip-end-range", "high-balance"),
    "eyes": ("avoid-inversion", "avoid-breath-hold"),
}
SINGLE = {tag: (tag,) for tag in LIBRARY.tags}
PAIRS = {f"{one} + {other}": (one, other) for one, other in combinations(LIBRARY.tags, 2)}
OPPOSITE = {Direction.BEND: Direction.ARCH, Direction.ARCH: Direction.BEND}


def swaps_in(sequence: Sequence, avoid: tuple[str, ...]) -> list[tuple[PerformStep, Exercise | None]]:
    """Each exercise that is not wanted there, once, and what comes instead."""
    substitutions = Substitutions(LIBRARY, avoid)
    substitutions.substitute(sequence)
    found: dict[str, tuple[PerformStep, Exercise | None]] = {}
    steps = {one.exercise.id: one for one in sequence.entries if isinstance(one, PerformStep)}
    for gone, instead in substitutions.swapped_in(sequence.id).items():
        found[gone] = steps[gone], instead
    return list(found.values())


def faults(before: PerformStep, after: Exercise) -> list[str]:
    """What is wrong with one swap, in words for the table."""
    length = fitted(after.dose, before.dose.length).length
    return [
        said
        for said, wrong in {
            "another direction": after.direction is not before.exercise.direction,
            "the opposite": OPPOSITE.get(before.exercise.direction) is after.direction,
            "mat to chair": before.exercise.place == "mat" and after.place in {"chair", "standing"},
            "half as long again": length > before.dose.length * 1.5,
            "another practice": after.practice is not before.exercise.practice,
            "harder": after.level > before.exercise.level,
        }.items()
        if wrong
    ]


def counts(avoid: tuple[str, ...]) -> Counter[str]:
    found: Counter[str] = Counter()
    for sequence in LIBRARY.sequences.values():
        for before, after in swaps_in(sequence, avoid):
            found["left out" if after is None else "swapped"] += 1
            found.update(faults(before, after) if after else [])
    return found


def row(name: str, found: Counter[str]) -> str:
    wrong = sum(count for kind, count in found.items() if kind not in {"swapped", "left out"})
    return f"{name:28}{found['swapped']:>9}{found['left out']:>10}{wrong:>7}"


def test_no_swap_of_any_sequence_leads_another_way_to_another_place_or_takes_much_longer() -> None:
    print(f"\n{'left out by choice':28}{'swapped':>9}{'left out':>10}{'wrong':>7}")
    total: Counter[str] = Counter()
    for name, avoid in (SINGLE | PROFILES).items():
        found = counts(avoid)
        print(row(name, found))
        total += found
    print(row("together", total))
    pairs: Counter[str] = Counter()
    for avoid in PAIRS.values():
        pairs += counts(avoid)
    print(row(f"all {len(PAIRS)} pairs of two", pairs))
    assert set(total) | set(pairs) == {"swapped", "left out"}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("profile", [*SINGLE, *PROFILES])
def test_no_swap_of_a_shipped_plan_does_either(name: str, profile: str) -> None:
    avoid = (SINGLE | PROFILES)[profile]
    text = without(PLANS[name].read_text("utf-8"), list(avoid), "")
    plan = read_plan(f"{name}.toml", name, text.encode(), LIBRARY)
    assert isinstance(plan, Plan)
    assert plan.avoid == avoid
    for swap in plan.swaps:
        before = EXERCISES[swap.exercise]
        assert before.cautions & set(avoid)
        if after := EXERCISES.get(swap.instead):
            assert faults(PerformStep(before, before.dose), after) == [], swap
            assert not after.cautions & set(avoid)
    # what is done is what was said: nothing that is not wanted, and whatever is gone is among the swaps
    asked = {
        step.exercise.id
        for one in plan.sequences.values()
        for step in one.entries
        if isinstance(step, PerformStep)
    }
    assert not [one for one in asked if EXERCISES[one].cautions & set(avoid)]
    assert bool(plan.swaps) == bool(plan.notes)


def test_weak_bones_on_the_first_day_of_a_flare_up_meet_no_sphinx() -> None:
    for sequence in ("gentle-a", "flare-1", "flare-2", "flare-3"):
        for _, after in swaps_in(LIBRARY.sequences[sequence], PROFILES["weak bones"]):
            assert after is None or after.id == "cat-cow-small"
