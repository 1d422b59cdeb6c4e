"""Knows what pausing, going on and days off say; must not know how they are kept."""

from __future__ import annotations

from routine.presentation.phrases import both, plural, quoted

UNTIL = "WHEN"
UNTIL_HELP = "such as 2h, 3d, until tomorrow, until friday, until 18:00, until 2026-12-01"
FROM_HELP = "the first day off, as YYYY-MM-DD; without it, today"
TO_HELP = "the last day off, as YYYY-MM-DD; without it, today, or the first day where that is ahead"

_HOW = (
    "Say it such as `routine pause 2h`, `pause until tomorrow`, `pause until 18:00` or `pause until 2026-12-01`."
)


def paused(until: str) -> str:
    return (
        f"Paused until {until}. Nothing is shown until then, and nothing counts as missed; "
        "`routine resume` ends it sooner."
    )


ALWAYS = "What is set to always remind comes all the same."


def on_screen(titles: list[str]) -> str:
    return f"On the screen already: {both([quoted(title) for title in titles])}."


def resumed() -> str:
    return "Reminders go on."


def come_now(titles: list[str]) -> str:
    names = [quoted(title) for title in titles]
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} more"]
    return plural(len(titles), f"{both(names)} waited and comes now.", f"{both(names)} waited and come now.")


def not_paused(following: str) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return "Nothing is paused.", following


def how_long() -> tuple[str, str]:
    return "A pause needs an end.", _HOW


def not_understood(said: str) -> tuple[str, str]:
    return f"{quoted(said)} does not say until when.", _HOW


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


def excused(count: int, days: str) -> str:
    return plural(
        count,
        f"Excused 1 session, {days}; it does not count. Take care.",
        f"Excused {count} sessions, {days}; they do not count. Take care.",
    )


STILL_REMINDED = "Visits and supplements in these days are still reminded of; name one to excuse it as well."


def days(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def nothing_there(days_: str) -> tuple[str, str]:
    return (
        f"There is nothing to excuse, {days_}.",
        "`routine week --from DATE` shows what is planned, and how it went.",
    )


def backwards(first: str, last: str) -> tuple[str, str]:
    return (
        f"{first} comes after {last}.",
        "`--from` is the first day off, `--to` the last; the one that is not given is today.",
    )


def too_many_days(most: int) -> tuple[str, str]:
    return f"At most {most} days can be excused at once.", "Excuse the rest in a second step."
