"""Knows how the values of an appointment and a supplement are read; must not know which key they stand at.

As scalars.py: each gives a value of ours, or raises ValueProblem with what to tell the person.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from routine.core import durations
from routine.presentation import appointment_problems, time_problems
from routine.reading import scalars
from routine.reading.scalars import ValueProblem

USUAL = {
    "acupuncture": timedelta(hours=1),
    "chiropractic": timedelta(minutes=30),
    "massage": timedelta(hours=1),
    "physiotherapy": timedelta(minutes=45),
    "biofeedback": timedelta(minutes=45),
    "other": timedelta(hours=1),
}
"""Each therapy that visits are planned for, and how long a visit usually takes."""
NOT_HERE = frozenset(
    {"dose", "dosage", "amount", "quantity", "strength", "mg", "tablets", "capsules"}
    | {"brand", "product", "maker", "benefit", "benefits", "effect", "for", "why"}
)
"""What a supplement's reminder never holds."""
MOST_VISITS = 100

_CELLS = re.compile(r"stem[\s-]*cells?\b|regenerative|\bcell[\s-]+therap", re.IGNORECASE)
_STRETCH = re.compile(r"([0-9]{1,3}) ?(min(?:ute)?|hour|day|week)s?", re.IGNORECASE)
_UNITS = {
    "min": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_DAY = timedelta(days=1)
_QUANTITY = re.compile(r"[0-9][0-9.,]*\s*(?:mg|mcg|µg|g|iu|ml|%)(?!\w)", re.IGNORECASE)
_FAR = range(2000, 2101)


def therapy(typed: object) -> str:
    """The id of a therapy that a visit may be for. Raises ValueProblem, with all there are."""
    found = scalars.text(60)(typed)
    if _CELLS.search(found):
        raise ValueProblem(appointment_problems.no_cell_therapy())
    if found not in USUAL:
        raise ValueProblem(appointment_problems.unknown_therapy(found, tuple(USUAL)), found, tuple(USUAL))
    return found


def course_title(typed: object) -> str:
    """What a course is called; a name of the therapy that nobody is reminded of gets its sentence."""
    found = scalars.text(120)(typed)
    if _CELLS.search(found):
        raise ValueProblem(appointment_problems.no_cell_therapy())
    return found


def supplement_name(typed: object) -> str:
    """What to take, in 60 characters at most. Raises ValueProblem where it says how much of it."""
    found = scalars.text(60)(typed)
    if _QUANTITY.search(found):
        raise ValueProblem(appointment_problems.only_a_reminder())
    return found


def every(typed: object) -> timedelta:
    """Whole days or weeks between two visits."""
    found = _stretch(typed)
    if found is None or found % _DAY or found < _DAY:
        raise ValueProblem(appointment_problems.not_days(typed))
    if found > 26 * 7 * _DAY:
        raise ValueProblem(time_problems.too_long(str(typed), "26 weeks"))
    return found


def lead(typed: object) -> timedelta:
    """How long before a visit somebody is reminded."""
    found = _stretch(typed)
    if found is None:
        raise ValueProblem(appointment_problems.not_a_lead(typed))
    if found > _DAY:
        raise ValueProblem(time_problems.too_long(str(typed), "1 day"))
    if found < timedelta(minutes=1):
        raise ValueProblem(time_problems.too_short(str(typed), "1 minute"))
    return found


def _stretch(typed: object) -> timedelta | None:
    """A length in words, or as all others are written."""
    if not isinstance(typed, str):
        return None
    if spelt := _STRETCH.fullmatch(typed.strip()):
        return int(spelt[1]) * _UNITS[spelt[2].lower()]
    try:
        return durations.parse(typed)
    except ValueError:
        return None


def local(typed: object) -> datetime:
    """A date and a time, without an offset: where the plan is."""
    found = typed
    if isinstance(typed, str):
        try:
            found = datetime.fromisoformat(typed.strip())
        except ValueError:
            raise ValueProblem(appointment_problems.not_a_moment(typed)) from None
        if len(typed.strip()) <= len("2026-11-25"):
            raise ValueProblem(appointment_problems.no_time_of_day(typed))
    if isinstance(found, date) and not isinstance(found, datetime):
        raise ValueProblem(appointment_problems.no_time_of_day(found))
    if not isinstance(found, datetime):
        raise ValueProblem(appointment_problems.not_a_moment(typed))
    if found.tzinfo is not None:
        raise ValueProblem(appointment_problems.with_an_offset(typed))
    if found.second or found.microsecond:
        raise ValueProblem(time_problems.clock_seconds(typed, f"{found:%Y-%m-%dT%H:%M}:00"))
    if found.year not in _FAR:
        raise ValueProblem(time_problems.date_range(typed))
    return found


def number(typed: object) -> int:
    """The number of a visit, as a key."""
    if not isinstance(typed, str) or not re.fullmatch(r"[1-9][0-9]{0,3}", typed):
        raise ValueProblem(appointment_problems.not_a_number(typed))
    return int(typed)
