"""Knows how what the library holds is put into lines for people; must not know where those lines are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from routine.core.exercise import Dose, Exercise, Reps
from routine.library.catalogue import Catalogue
from routine.library.loader import CitedWork
from routine.presentation import exercise_text as words
from routine.presentation import reminders
from routine.presentation import therapies as common
from routine.presentation.moment import dose_words
from routine.presentation.time_format import spell

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


def plain(name: str) -> str:
    """A name as somebody may have typed it: no case, no punctuation."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


def rough(length: timedelta) -> str:
    """To the minute, from two minutes on: `48 s`, `1 min 20 s`, `5 min`."""
    return spell(length if length < 2 * _MINUTE else round(length / _MINUTE) * _MINUTE)


def short_dose(one: Exercise) -> str:
    """For a list: `6 × 10 s a side`."""
    return sided(one.dose)


def sided(dose: Dose) -> str:
    return dose_words(dose) + (words.EACH_SIDE if dose.sides else "")


def dose_line(dose: Dose) -> str:
    both = bool(dose.sides)
    if isinstance(dose, Reps):
        hold = spell(dose.hold) if dose.hold > _SECOND else ""
        rest = spell(dose.rest) if dose.rest and len(dose.sets) > 1 else ""
        return words.reps(list(dose.sets), spell(dose.hold + dose.move), hold, rest, each_side=both)
    shortest, longest = (spell(length) if length else "" for length in (dose.shortest, dose.longest))
    return words.timed(spell(dose.duration), shortest, longest, each_side=both)


def pace_line(one: Exercise) -> str:
    if one.pattern is None:
        return ""
    parts = (one.pattern.inhale, one.pattern.hold_in, one.pattern.exhale, one.pattern.hold_out)
    said = words.pace(*(part / _SECOND for part in parts))
    return f"{words.PACE}: {said}."


def breath_lines(one: Exercise) -> list[str]:
    return [line for line in (one.breath, pace_line(one)) if line]


def station_lines(one: Exercise) -> list[str]:
    return [words.station(part.label, spell(part.length), part.say) for part in one.segments]


def group_lines(one: Exercise) -> list[str]:
    return [words.round_of(group, how) for group, how in one.relaxation.groups] if one.relaxation else []


def target_line(one: Exercise) -> str:
    return ", ".join(words.target(name) for name in one.target)


def need_line(one: Exercise) -> str:
    return ", ".join(words.thing(name) for name in one.equipment) or words.NO_THING


def caution_lines(one: Exercise, library: Catalogue) -> list[str]:
    asked = [tag.words for tag in library.tags.values() if tag.id in one.cautions]
    lines = [words.still_plans(asked) if asked else "", one.caution_note, reminders.STOP_RULE]
    return [line for line in lines if line]


def ground_lines(one: Exercise) -> list[str]:
    """How sure it is, and what is known."""
    if one.evidence is None:
        return []
    return [words.grounds(one.evidence.grade, one.evidence.basis), one.evidence.note]


def works_of(one: Exercise, library: Catalogue) -> tuple[CitedWork, ...]:
    return tuple(library.sources[one.evidence.source].works) if one.evidence else ()


def source_lines(works: Iterable[CitedWork]) -> list[str]:
    return [
        common.source(work.author, work.year, work.journal, work.doi, looked_up=work.looked_up) for work in works
    ]
