"""Knows the card of one exercise and of one sequence, on a screen and as JSON; must not know who asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence as Several
from datetime import timedelta
from typing import Any

from routine.core.exercise import Exercise
from routine.core.plan import PerformStep, Rest, Sequence, StepEntry
from routine.core.steps import length_of, steps_of
from routine.library.catalogue import Catalogue, readings
from routine.presentation import exercises as words
from routine.presentation import narration, safety
from routine.presentation.exercises import (
    breath_lines,
    caution_comes_first,
    caution_lines,
    dose_line,
    ground_lines,
    group_lines,
    need_line,
    pace_line,
    rough,
    source_lines,
    station_lines,
    target_line,
    works_of,
)
from routine.presentation.moment import dose_words
from routine.presentation.narration import script_of
from routine.presentation.session_rules import rules_to_read
from routine.presentation.time_format import spell
from routine.ui.console import half_blocks
from routine.ui.console.output import bold, dim, echo, good
from routine.ui.console.prompts import paragraph
from routine.ui.console.streams import coloured, echo_raw, screen_width

_INDENT = 2
_PICTURE = half_blocks.Size(40, 14)
_ROOM = 60
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


def show_exercise(one: Exercise, library: Catalogue) -> None:
    echo(good(one.title), dim(f"  {one.sanskrit}" if one.sanskrit else ""))
    echo(dim(words.heading(str(one.practice), one.level, rough(one.dose.length))))
    first = caution_comes_first(one)
    if first:
        _section(words.CAUTIONS, caution_lines(one, library), mark="· ")
    _picture(one)
    _section(words.READY, [one.setup])
    _section(words.HOW, one.instructions, numbered=True)
    _section(words.STATIONS, station_lines(one))
    _section(words.GROUPS, group_lines(one))
    _section(words.BREATH, breath_lines(one))
    _section(words.DOSE, [dose_line(one.dose)])
    _section(words.TARGET, [target_line(one)])
    _section(words.NEED, [need_line(one)])
    _section(words.EASIER, _named(one.easier, library), mark="· ")
    _section(words.HARDER, _named(one.harder, library), mark="· ")
    if not first:
        _section(words.CAUTIONS, caution_lines(one, library), mark="· ")
    _section(words.EVIDENCE, [*ground_lines(one), *source_lines(works_of(one, library))], mark="· ")
    _section(words.IN_A_PLAN, [f'"{one.id}"'])
    echo()
    paragraph(safety.FOOTER, dim)


def show_sequence(one: Sequence) -> None:
    steps = steps_of(one)
    echo(good(one.title))
    echo(dim(words.sequence_heading(steps[-1].number, rough(length_of(one)))))
    echo()
    for step in steps:
        title = narration.rest_title(spell(step.length)) if step.is_rest else step.title or step.text
        dose = f" · {dose_words(step.dose)}" if step.dose else ""
        name = f"  {step.exercise.id}" if step.exercise else ""
        echo(f"{step.number:>4}. " if not step.is_rest else "      ", bold(title), dose, dim(name))
    _section(words.EVIDENCE, source_lines(readings().get(one.id, ())), mark="· ")
    _section(words.IN_A_PLAN, [f'sequence = "{one.id}"'])
    for rule in rules_to_read([step.exercise for step in steps if step.exercise]):
        echo()
        paragraph(rule)
    echo()
    paragraph(safety.FOOTER, dim)


def _section(title: str, lines: Several[str], *, mark: str = "", numbered: bool = False) -> None:
    if not any(lines):
        return
    echo()
    echo(bold(title))
    for number, line in enumerate(lines, start=1):
        paragraph(line, indent=_INDENT, mark=f"{number}. " if numbered else mark)


def _named(names: Several[str], library: Catalogue) -> list[str]:
    return [f"{library.exercises[name].title} ({name})" for name in names if name in library.exercises]


def _picture(one: Exercise) -> None:
    """Where the terminal can show it, and there is room."""
    colours = half_blocks.colours_of()
    if not coloured(sys.stdout) or colours is half_blocks.Colours.FEW or screen_width() < _ROOM:
        return
    from routine.figures.render import caption, has_figure  # noqa: PLC0415 - drawing is for those who look at it
    from routine.ui.console.figure import Background, ShownFigure, render  # noqa: PLC0415 - likewise

    if not has_figure(one):
        return
    echo()
    for line in render(ShownFigure(one), _PICTURE, Background(colours)):
        echo_raw(" " * _INDENT + line)
    if said := caption(one):
        paragraph(said, dim, indent=_INDENT)


def exercise_json(one: Exercise, library: Catalogue) -> dict[str, Any]:
    content: dict[str, Any] = {
        "name": one.id,
        "title": one.title,
        "sanskrit": one.sanskrit,
        "practice": str(one.practice),
        "position": one.position,
        "direction": str(one.direction),
        "level": one.level,
        "setup": one.setup,
        "cues": list(one.instructions),
        "breath": one.breath,
        "script": script_json(PerformStep(one, one.dose)),
        "dose": dose_line(one.dose),
        "seconds": round(one.dose.length / _SECOND),
        "target": list(one.target),
        "equipment": list(one.equipment),
        "easier": list(one.easier),
        "harder": list(one.harder),
        "cautions": [tag.id for tag in library.tags.values() if tag.id in one.cautions],
        "caution_note": one.caution_note,
        "sources": source_lines(works_of(one, library)),
        "footer": safety.FOOTER,
    }
    if one.evidence:
        evidence = {"basis": one.evidence.basis, "grade": one.evidence.grade, "note": one.evidence.note}
        content["evidence"] = evidence
    if one.pattern:
        content["pace"] = pace_line(one)
    parts: list[dict[str, Any]] = [
        {"title": part.label, "seconds": round(part.length / _SECOND), "say": part.words} for part in one.segments
    ]
    parts += [{"title": group, "how": how} for group, how in (one.relaxation.groups if one.relaxation else ())]
    return content | ({"parts": parts} if parts else {})


def script_json(*entries: StepEntry) -> list[dict[str, Any]]:
    """All that is said, and when, in seconds from the start; `side` is empty where there is none."""
    said, began = [], timedelta(0)
    for step in steps_of(Sequence("script", "", entries)):
        said += [
            {"at": round((began + at) / _SECOND, 1), "text": cue.text, "moment": cue.moment.value, "side": side}
            for at, cue, side in script_of(step)
        ]
        began += step.length
    return said


def sequence_json(one: Sequence) -> dict[str, Any]:
    steps = []
    for entry in one.entries:
        if isinstance(entry, PerformStep):
            steps.append(
                {"exercise": entry.exercise.id, "title": entry.exercise.title, "dose": dose_line(entry.dose)}
            )
        elif isinstance(entry, Rest):
            steps.append({"rest": spell(entry.length)})
        else:
            steps.append({"say": entry.text, "for": spell(entry.length)})
    length = length_of(one)
    return {"name": one.id, "title": one.title, "minutes": max(1, round(length / _MINUTE)), "steps": steps} | {
        "script": script_json(*one.entries)
    }
