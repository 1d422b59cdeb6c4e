"""Knows when one exercise may take another's place: the same way, place, kind of work and about the time.

Must not know plans, or what is done beside it. What does not fit is left out rather than swapped: somebody who
cannot bend must not be led into an arch, nor from the mat to a chair and back.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from routine.core.exercise import Dose, Exercise, Timed

MOST = 1.5
"""How long a swap may take, against what it takes the place of."""
_ANYWHERE = "any"


def may_replace(other: Exercise, exercise: Exercise, length: timedelta) -> bool:
    """Whether `other` does the same work in the same place, is no harder, and fits into `length`."""
    return _is_alike(other, exercise) and fitted(other.dose, length).length <= length * MOST


def _is_alike(other: Exercise, exercise: Exercise) -> bool:
    main = set(exercise.target[:1])
    return (
        other.id != exercise.id
        and other.direction is exercise.direction
        and other.practice is exercise.practice
        and (other.place == exercise.place or _ANYWHERE in {other.place, exercise.place})
        and bool(main & set(other.target))
        and other.level <= exercise.level
        # whoever is at rest is not asked to get down to the floor, or to turn inward
        and (exercise.moves or other.cautions <= exercise.cautions)
        # in a sore spell only what is mild enough for one
        and (other.flare_ok or not exercise.flare_ok)
    )


def fitted(dose: Dose, length: timedelta) -> Dose:
    """The dose, as near to `length` as it may be; repetitions stay as many as they are."""
    if not isinstance(dose, Timed):
        return dose
    one_side = (length - dose.setup) / max(1, len(dose.sides))
    least, most = dose.shortest or dose.duration, dose.longest or dose.duration
    return replace(dose, duration=min(max(one_side, least), most))
