"""Knows what stands beside a moment's words: a figure, a person's own picture, nothing; not how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.steps import Beat, BeatKind, Step
from routine.figures.render import has_figure
from routine.ui.page.request import Json


def pictured(steps: Sequence[Step], index: int, place: int) -> Json | None:
    """What belongs to this beat. While nothing is done, what comes next stands there already, or what was last.
    An exercise without a figure shows no other one's.
    """
    if steps[index].exercise:
        return _own(steps[index], index, place)
    ahead = next((number for number in range(index + 1, len(steps)) if steps[number].exercise), None)
    behind = next((number for number in range(index - 1, -1, -1) if steps[number].exercise), None)
    found = None if ahead is None else _own(steps[ahead], ahead, 0)
    if found is None and behind is not None:
        found = _own(steps[behind], behind, len(steps[behind].beats) - 1)
    return found | {"aside": True} if found else None


def first_pictured(steps: Sequence[Step]) -> Json | None:
    """What stands there before a session; None where nothing ever does."""
    shown = (_own(step, index, 0) for index, step in enumerate(steps))
    return next((each for each in shown if each), None)


def _own(step: Step, index: int, place: int) -> Json | None:
    """The exercise on the side that is done, or will be done next; the muscle group that is tensed lights up."""
    exercise, beat = step.exercise, step.beats[place]
    if exercise is None or not (exercise.picture or has_figure(exercise)):
        return None
    side = next((each.side.value for each in step.beats[place:] if each.side), "")
    shown = {"step": index, "side": side, "light": _light(step, beat), "aside": False}
    return shown | {"side": "", "picture": exercise.title} if exercise.picture else shown


def _light(step: Step, beat: Beat) -> int | None:
    if step.exercise is None or step.exercise.relaxation is None or beat.part is not BeatKind.TENSE:
        return None
    groups = [group for group, _ in step.exercise.relaxation.groups]
    return groups.index(beat.label) if beat.label in groups else None
