"""Knows how a step's own words change an exercise's usual dose; must not know where the step stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from msgspec.structs import replace

from routine.core.exercise import BOTH_SIDES, ZERO, Dose, Reps, Side, Timed

_MOVE = timedelta(seconds=4)
_SIDES = {"both": BOTH_SIDES, "left": (Side.LEFT,), "right": (Side.RIGHT,), "none": ()}


class Said(Protocol):
    """The keys of a dose, as somebody wrote them; None where nothing was said. `for` is a word of Python's own."""

    @property
    def reps(self) -> tuple[int, ...] | None: ...
    @property
    def sets(self) -> int | None: ...
    @property
    def hold(self) -> timedelta | None: ...
    @property
    def move(self) -> timedelta | None: ...
    @property
    def rest(self) -> timedelta | None: ...
    @property
    def for_(self) -> timedelta | None: ...
    @property
    def sides(self) -> str | None: ...


def dose(said: Said, usual: Dose | None = None) -> Dose:
    """The usual dose where nothing else was said. Raises ValueError for a repetition that takes no time."""
    sides = _SIDES[said.sides] if said.sides else usual.sides if usual else ()
    setup = usual.setup if usual else ZERO
    if said.for_ is not None:
        if isinstance(usual, Timed):
            return replace(usual, duration=said.for_, sides=sides)
        return Timed(said.for_, sides=sides, setup=setup)
    if isinstance(usual, Timed) and said.reps is None:
        return replace(usual, sides=sides)
    base = usual if isinstance(usual, Reps) else _as_reps(usual, said)
    return Reps(
        sets=_sets(said, base),
        hold=base.hold if said.hold is None else said.hold,
        move=base.move if said.move is None else said.move,
        rest=base.rest if said.rest is None else said.rest,
        sides=sides,
        setup=setup,
    )


def _as_reps(usual: Timed | None, said: Said) -> Reps:
    """What repetitions start from where there were none: a timed exercise is held for its time in each."""
    if usual is None:
        return Reps((1,), move=_MOVE)
    return Reps((1,), hold=usual.duration if said.hold is None else said.hold, move=_MOVE)


def _sets(said: Said, base: Reps) -> tuple[int, ...]:
    if said.reps is not None and len(said.reps) > 1:
        return said.reps
    reps = said.reps[0] if said.reps else None
    if said.sets is None:
        return base.sets if reps is None else (reps,) * len(base.sets)
    return (reps if reps is not None else base.sets[0],) * said.sets
