"""Knows what a person is told about an appointment or a supplement in a plan that is not right."""

from __future__ import annotations

from collections.abc import Sequence

from routine.presentation.appointments import is_no_visit
from routine.presentation.phrases import Said, either
from routine.presentation.problems import ADD_DAYS, ADD_TIME, quoted
from routine.presentation.time_format import is_not_a_date_and_time


def unknown_therapy(name: str, known: Sequence[str]) -> Said:
    return f"{quoted(name)} is not a therapy that visits are planned for.", f"Use {either(known)}."


def no_cell_therapy() -> Said:
    return (
        "There is no reminder for regenerative cell therapy: it is still being studied.",
        "Take this appointment out; `routine therapies regenerative-cell-therapy` says what is known.",
    )


def only_a_reminder() -> Said:
    return (
        "A supplement is only a reminder here: never a dose, a product or a benefit.",
        "Take this out, and ask your doctor or pharmacist about it.",
    )


def not_days(typed: object) -> Said:
    return f"{quoted(typed)} does not say how many days lie between visits.", 'Write it like "1 week" or "3 days".'


def not_a_lead(typed: object) -> Said:
    return f"{quoted(typed)} does not say how long before.", 'Write it like "1 day", "1 hour" or "30 minutes".'


def not_a_moment(typed: object) -> Said:
    return is_not_a_date_and_time(quoted(typed)), "Write it like 2026-11-25T14:00:00, without quotes."


def no_time_of_day(typed: object) -> Said:
    return f"{quoted(typed)} has no time of day.", f"Write it like {_day(typed)}T14:00:00, without quotes."


def _day(typed: object) -> str:
    text = str(typed)
    return text if len(text) == len("2026-11-25") and text.isprintable() else "2026-11-25"


def with_an_offset(typed: object) -> Said:
    return (
        f"{quoted(typed)} has an offset, but a visit is at a local time.",
        "Take the end of it off; the plan's `timezone` says where, if it is not here.",
    )


def not_a_number(typed: object) -> Said:
    return f"{quoted(typed)} is not the number of a visit.", "Write it like except = { 3 = 2026-12-10T15:00:00 }."


def no_such_visit(number: int, visits: int) -> Said:
    return is_no_visit(number, visits), "Change this, or `visits`."


def visits_together(first: int, second: int) -> Said:
    return f"Visits {first} and {second} are at the same time.", "Move one of them."


def no_every() -> Said:
    return "This appointment does not say how far apart its visits are.", 'Add a line such as every = "1 week".'


def supplement_without_days() -> Said:
    return "This supplement does not say on which days.", ADD_DAYS


def supplement_without_a_time() -> Said:
    return "This supplement does not say at what time.", ADD_TIME
