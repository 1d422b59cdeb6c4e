"""Knows what a person is told about a time or a day that is not understood; must not know how it was read."""

from __future__ import annotations

from routine.core.recurrence import WEEKDAYS
from routine.presentation.phrases import Said, either, plural
from routine.presentation.problems import quoted, write_it
from routine.presentation.time_format import (
    CHECK_YEAR,
    is_not_a_day,
    is_not_a_length_of_time,
    is_not_a_time_of_day,
)


def length_shape(typed: object, better: str = "") -> Said:
    fix = write_it(better) if better else 'Write it like "90s", "10m", "1h" or "1h30m".'
    return is_not_a_length_of_time(quoted(typed)), fix


def length_unit(typed: object) -> Said:
    plain = str(typed) if len(str(typed)) < 6 else "20"
    return f"{quoted(typed)} has no unit.", f'Write "{plain}s" for seconds or "{plain}m" for minutes, in quotes.'


def too_short(typed: str, least: str) -> Said:
    return f"{quoted(typed)} is too short here.", f'Use "{least}" or longer.'


def too_long(typed: str, most: str) -> Said:
    return f"{quoted(typed)} is too long here.", f'Use "{most}" or shorter.'


def whole_minutes(typed: str) -> Said:
    return f"{quoted(typed)} has seconds, but a reminder comes on the minute.", "Use whole minutes."


def clock_shape(typed: object, better: str = "") -> Said:
    fix = write_it(better) if better else 'Write it like "07:30", in quotes.'
    return is_not_a_time_of_day(quoted(typed)), fix


def clock_midnight(window: str = "") -> Said:
    """`window`: that ends then, as it would be written."""
    fix = write_it(window) if window else 'Write "00:00", on the day that begins then.'
    return "“24:00” is 00:00 of the next day.", fix


def clock_range(typed: object) -> Said:
    return is_not_a_time_of_day(quoted(typed)), "Hours go from 00 to 23, minutes from 00 to 59."


def clock_seconds(typed: object, better: str) -> Said:
    return f"{quoted(typed)} has seconds, but a reminder comes on the minute.", write_it(better)


def window_shape(typed: object, better: str = "") -> Said:
    return f"{quoted(typed)} is not a window of time.", write_it(
        better
    ) if better else 'Write it like "09:00-17:00".'


def window_empty(typed: object) -> Said:
    return f"The window {quoted(typed)} ends when it starts.", "Let it end later."


def window_overnight(typed: object, evening: str, morning: str) -> Said:
    """`evening`, `morning`: the lines of a session for each half of the night; `morning` may be empty."""
    said = f"The window {quoted(typed)} ends before it starts: it lies in one day, and midnight begins the next."
    if not morning:
        return said, f"Write {evening}; nothing comes after midnight."
    return said, f"Write two sessions, one with {evening}, one with {morning}."


def no_day(typed: object, better: str = "") -> Said:
    fix = write_it(better) if better else f"Use {either(WEEKDAYS)}."
    return is_not_a_day(quoted(typed)), fix


def no_days(typed: object, better: str = "") -> Said:
    fix = write_it(better) if better else 'Use "daily", "weekdays", "weekend" or a list such as ["mon", "thu"].'
    return f"{quoted(typed)} does not say which days.", fix


def weeks_shape(typed: object, better: str = "") -> Said:
    fix = write_it(better) if better else 'Write it like "3", "1-2", "5-", "1 of 2" or [1, 3].'
    return f"{quoted(typed)} does not say which weeks.", fix


def every_week(typed: object) -> Said:
    return f"{quoted(typed)} is every week.", 'Leave `weeks` out, or write how many, such as "1 of 2".'


def weeks_apart(most: int) -> Said:
    return f"That is more than {most} weeks apart.", f"Write at most {most}."


def weeks_not_among(place: int, of: int, better: str) -> Said:
    return f"There is no week {place} among {of}.", write_it(better)


def weeks_first() -> Said:
    return "Weeks are counted from 1.", "The plan's first week is week 1."


def weeks_backward(typed: object, better: str) -> Said:
    return f"The weeks {quoted(typed)} run backwards.", write_it(better)


def weeks_beyond(week: int, weeks: int) -> Said:
    sentence = plural(
        weeks,
        f"Week {week} never comes: this plan has one week.",
        f"Week {week} never comes: this plan has {weeks} weeks.",
    )
    return sentence, "Change this, or the plan's own `weeks`."


def date_shape(typed: object, better: str = "") -> Said:
    return f"{quoted(typed)} is not a date.", better or "Write it like 2026-11-23, without a time."


def written_date(first: int, second: int, year: int) -> str:
    """What to write for a date that begins with its day, or its month; either where both could be."""
    both = [
        f"{year:04}-{month:02}-{day:02}"
        for day, month in ((first, second), (second, first))
        if _is_day(day, month)
    ]
    if not both:
        return CHECK_YEAR
    return f"Write it {either(list(dict.fromkeys(both)))}: the year, the month, the day."


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def rest_shape(typed: object) -> Said:
    return (
        f"{quoted(typed)} does not say which days.",
        'Write it like "2026-12-21 to 2027-01-03", or "from 2026-12-21".',
    )


def rest_backward(typed: object, better: str) -> Said:
    return f"The days {quoted(typed)} run backwards.", write_it(better)


def date_range(typed: object) -> Said:
    return f"The date {quoted(typed)} is too far away to be meant.", CHECK_YEAR


def unknown_zone(typed: object) -> Said:
    return (
        f"{quoted(typed)} is not a time zone this computer knows.",
        'Write it like "Europe/Berlin", or leave it out.',
    )
