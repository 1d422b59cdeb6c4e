"""Knows what pausing, going on and days off say; must not know how they are kept."""

from __future__ import annotations

from datetime import date

from routine.presentation.phrases import both, plural, quoted
from routine.presentation.time_format import no_end, written

UNTIL = "WHEN"
UNTIL_HELP = "such as 2h, 3 days, 1 week, until noon, until tomorrow, until friday 18:00, until 2026-12-01"
FROM_HELP = "the first day off: today, friday, 2026-12-24; without it, today"
TO_HELP = "the last day off; without it, the first; alone, it moves the end of the days off that run now"
ALL_HELP = "visits and supplements as well"
UNDO_HELP = "take back the days off that run now, or come next"

_HOW = (
    "Say it such as `routine pause 2h`, `pause 1 week`, `pause until tomorrow`, `pause until 18:00` "
    "or `pause until 2026-12-01`."
)


def paused(until: str) -> str:
    return (
        f"Paused until {until}. Nothing is shown until then, and nothing counts as missed; "
        "`routine resume` ends it sooner."
    )


ALWAYS = "What is set to always remind comes all the same."


def on_screen(names: list[str]) -> str:
    """`names`: with their quotes."""
    return f"On the screen already: {both(names)}."


def resumed() -> str:
    return "Reminders go on."


def come_now(names: list[str]) -> str:
    """`names`: with their quotes."""
    count = len(names)
    if count > 3:
        names = [*names[:2], f"{count - 2} more"]
    return plural(count, f"{both(names)} waited and comes now.", f"{both(names)} waited and come now.")


def not_paused(following: str) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return "Nothing is paused.", following


def how_long() -> tuple[str, str]:
    return "A pause needs an end.", _HOW


def not_understood(said: str) -> tuple[str, str]:
    return no_end(quoted(said)), _HOW


def not_ahead(said: str) -> tuple[str, str]:
    return f"{quoted(said)} is not ahead, so there would be no pause.", _HOW


def too_short(said: str) -> tuple[str, str]:
    return f"{quoted(said)} is too short: a pause takes at least a minute.", _HOW


def too_long(days: int) -> tuple[str, str]:
    return (
        f"A pause lasts {days} days at the most.",
        "For longer: `routine excuse --from 2026-12-24 --to 2027-01-31` leaves these days out.",
    )


# days off


def excused(count: int, days: str, title: str = "") -> str:
    """`title`: of one session alone."""
    off = f"{quoted(title)} is off: {days}." if title else f"Taken off: {days}."
    if not count:
        return f"{off} Nothing is planned then, and what will be does not count."
    return plural(
        count,
        f"{off} 1 session does not count. Take care.",
        f"{off} {count} sessions do not count. Take care.",
    )


TAKE_BACK = "`routine excuse --undo` takes them back; `--to DAY` moves their end."


def off(first: date, last: date, today: date, *, note: str = "", title: str = "") -> str:
    """What status, today and the page say of days off that run or come; `title`: of one session alone."""
    if first <= today < last:
        when = f"until {written(last, today)}"
    else:
        when = days(written(first, today), "today" if last == today else written(last, today))
        when = "today" if first == last == today else when
    said = f"{quoted(title)} is off {when}" if title else f"Off {when}"
    return f"{said} ({note})." if note else f"{said}."


def taken_back(days_: str) -> str:
    return f"The days off are taken back, {days_}; reminders go on."


def no_days_off(following: str) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return "No days off run now, and none are to come.", following


STILL_REMINDED = "Visits and supplements in these days are still reminded of; name one to excuse it as well."


def days(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def backwards(first: str, last: str) -> tuple[str, str]:
    return (
        f"{first} comes after {last}.",
        "`--from` is the first day off, `--to` the last; the one that is not given is today.",
    )


def too_many_days(most: int) -> tuple[str, str]:
    return f"At most {most} days can be excused at once.", "Excuse the rest in a second step."
