"""Knows how each single value is read: lengths, times, days, weeks, names; must not know which key it stands at.

Every function takes what TOML gives and returns a value of ours, or raises ValueProblem with what to tell the
person.
"""

from __future__ import annotations

import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from routine.core import durations
from routine.core.recurrence import WEEKDAYS, RestDays, WeekCycle
from routine.core.time_input import NOT_ZONES, parse_time_of_day
from routine.presentation import plan_problems, problems
from routine.presentation import time_problems as times
from routine.presentation.phrases import Said
from routine.reading.lookalikes import plain

DAY_WORDS = {"daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekend": (5, 6)}
LONGEST_NAME = 60
PICTURES = (".png", ".jpg", ".jpeg", ".svg")

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_LOOSE_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{1,2}))?(?::00)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_HALF = re.compile(r"[ap]\.?m\.?\s*$", re.IGNORECASE)
_NAMED_CLOCKS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_LOOSE_DATE = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_LOOSE_LENGTH = re.compile(r"([0-9]{1,5})\s*(s|sec|second|m|min|minute|h|hr|hour)s?\.?", re.IGNORECASE)
_WEEKS = re.compile(r"([0-9]{1,4})(?:-([0-9]{0,4}))?")
_REST = re.compile(r"(from )?([0-9-]{10})(?: to ([0-9-]{10}))?")
_CYCLE = re.compile(r"([0-9]{1,4}) +of +([0-9]{1,4})")
_LONGEST_CYCLE = 52
_LOOSE_CYCLE = re.compile(
    r"(?:week |the )?([0-9]{1,3})(?:st|nd|rd|th)? ?(?:of|off|fo|in|out of|from|/|:)"
    r" ?(?:every |each )?([0-9]{1,3})(?: weeks?)?"
)
_SO_MANY = {"two": 2, "second": 2, "2nd": 2, "three": 3, "third": 3, "3rd": 3, "four": 4, "fourth": 4, "4th": 4}
_EVERY_SO_MANY = re.compile(rf"(?:every|each) ([0-9]{{1,2}}|{'|'.join(_SO_MANY)})(?: weeks?)?")
_EVERY_OTHER = {
    "every other": "1 of 2", "each other": "1 of 2", "alternate": "1 of 2", "alternating": "1 of 2",
    "biweekly": "1 of 2", "bi-weekly": "1 of 2", "fortnightly": "1 of 2", "odd": "1 of 2", "even": "2 of 2",
}  # fmt: skip
_OTHER_DAY_WORDS = {
    "weekends": "weekend", "weekday": "weekdays", "everyday": "daily", "every day": "daily",
    "all": "daily", "workdays": "weekdays", "always": "daily",
}  # fmt: skip
_LONGEST_FILE = 255
"""Bytes of a file's name, on every system."""
_FAR = range(2000, 2101)
_DAY = 24 * 60
"""Minutes."""


class ValueProblem(ValueError):
    """What is wrong with a value, what to do, and what the person may have meant."""

    def __init__(
        self,
        said: Said,
        typed: str = "",
        choices: Iterable[str] = (),
        search: Callable[[str, Iterable[str]], list[str]] | None = None,
    ) -> None:
        """`search`: which of the choices may be meant where none is spelt like it."""
        super().__init__(said[0])
        self.search = search
        self.what, self.fix = said
        self.typed = typed
        self.choices = choices


def listed(typed: object) -> object:
    """One value stands for a list of one; a default is a tuple already."""
    return typed if isinstance(typed, list | tuple) else [typed]


def filled(typed: object) -> object:
    """The same value. Raises ValueProblem for a list of nothing."""
    if typed == []:
        raise ValueProblem(problems.empty_list())
    return typed


def one_or_many(typed: object) -> object:
    """One value or a list of some, as a list. Raises ValueProblem for a list of nothing."""
    return filled(listed(typed))


def length(least: str, most: str, *, minutes: bool = False) -> Callable[[object], timedelta]:
    """A reader of lengths between two others; with `minutes`, of whole ones."""
    low, high = durations.parse(least), durations.parse(most)

    def read(typed: object) -> timedelta:
        if isinstance(typed, int | float) and not isinstance(typed, bool):
            raise ValueProblem(times.length_unit(typed))
        if not isinstance(typed, str):
            raise ValueProblem(problems.needs("text", typed))
        try:
            found = durations.parse(typed)
        except ValueError:
            bare = typed.isascii() and typed.isdigit()
            said = times.length_unit(typed) if bare else times.length_shape(typed, _better_length(typed))
            raise ValueProblem(said) from None
        if found < low:
            raise ValueProblem(times.too_short(typed, least))
        if found > high:
            raise ValueProblem(times.too_long(typed, most))
        if minutes and found % timedelta(minutes=1):
            raise ValueProblem(times.whole_minutes(typed))
        return found

    return read


def _better_length(typed: str) -> str:
    loose = _LOOSE_LENGTH.fullmatch(plain(typed))
    if loose:
        return f"{int(loose[1])}{loose[2][0].lower()}"
    try:
        return durations.write(durations.parse(plain(typed).replace(" ", "")))
    except ValueError:
        return ""


def clock(typed: object) -> time:
    """A time of day in whole minutes: `"07:30"`, or TOML's own local time. Raises ValueProblem."""
    if isinstance(typed, time):
        if typed.second or typed.microsecond:
            raise ValueProblem(times.clock_seconds(typed, f"{typed:%H:%M}"))
        return typed
    if not isinstance(typed, str):
        raise ValueProblem(
            times.clock_shape(typed) if isinstance(typed, int | float) else problems.needs("text", typed)
        )
    found = _CLOCK.fullmatch(typed)
    if found is None:
        # by the clock of twelve hours it can only be meant in one way
        if _HALF.search(typed) and (at := parse_time_of_day(typed)):
            return at
        raise ValueProblem(_clock_trouble(typed))
    return time(int(found[1]), int(found[2]))


def _clock_trouble(typed: str) -> Said:
    looks = plain(typed)
    if named := _NAMED_CLOCKS.get(looks.lower()):
        return times.clock_shape(typed, named)
    loose = _LOOSE_CLOCK.fullmatch(looks)
    if loose is None or (loose[2] is None and loose[3] is None):
        return times.clock_shape(typed)
    hour, minute, half = int(loose[1]), int(loose[2] or 0), (loose[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if (hour, minute) == (24, 0):
        return times.clock_midnight()
    if hour > 23 or minute > 59:
        return times.clock_range(typed)
    return times.clock_shape(typed, f"{hour:02}:{minute:02}")


def quiet(typed: object) -> tuple[time, time]:
    """A window that may reach past midnight."""
    start, end = _window(typed)
    if start == end:
        raise ValueProblem(times.window_empty(typed))
    return start, end


def between(
    typed: object, days: tuple[int, ...] = tuple(range(7)), every: timedelta | None = None
) -> tuple[time, time]:
    """A window inside one day; an end of 00:00 is the end of the day. `days`, `every`: what stands beside it."""
    start, end = quiet(typed)
    if end < start and end != time():
        raise ValueProblem(
            times.window_overnight(typed, *_halves(start, end, days, every or timedelta(minutes=1)))
        )
    return start, end


def _halves(start: time, end: time, days: tuple[int, ...], every: timedelta) -> tuple[str, str]:
    """A window over midnight as two sessions would write it; what is after midnight is the next day's."""
    step = every // timedelta(minutes=1)
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute + _DAY
    minutes = range(first, last, step)
    evening = [minute for minute in minutes if minute < _DAY]
    morning = [minute - _DAY for minute in minutes if minute >= _DAY]
    after = tuple(sorted((day + 1) % 7 for day in days))
    return (
        f"{_written_days(days)} and {_written_times(evening, _DAY, step)}",
        f"{_written_days(after)} and {_written_times(morning, last - _DAY, step)}" if morning else "",
    )


def _written_days(days: tuple[int, ...]) -> str:
    word = next((word for word, meant in DAY_WORDS.items() if meant == days), "")
    return f'days = "{word}"' if word else f"days = {_listed(WEEKDAYS[day] for day in days)}"


def _listed(words: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def _written_times(minutes: list[int], end: int, step: int) -> str:
    """As a window where the interval fits into it, else time by time."""
    clocks = [f"{minute // 60:02}:{minute % 60:02}" for minute in (*minutes, end % _DAY)]
    if step <= end - minutes[0]:
        return f'between = "{clocks[0]}-{clocks[-1]}"'
    return f"at = {_listed(clocks[:-1])}"


def _window(typed: object) -> tuple[time, time]:
    if not isinstance(typed, str):
        raise ValueProblem(problems.needs("text", typed))
    parts = typed.split("-")
    if len(parts) != 2:
        raise ValueProblem(times.window_shape(typed, _better_window(typed)))
    if parts[1].strip() == "24:00":
        raise ValueProblem(times.clock_midnight(f"{parts[0].strip()}-00:00"))
    return clock(parts[0].strip()), clock(parts[1].strip())


def _better_window(typed: str) -> str:
    """With a hyphen in place of a dash, or of `to`."""
    parts = re.split(r"\s*(?:-|\bto\b|\buntil\b)\s*", plain(typed))
    try:
        start, end = (clock(part) for part in parts)
    except ValueError:
        return ""
    return f"{start:%H:%M}-{end:%H:%M}"


def day(typed: object) -> int:
    """0 is Monday."""
    if not isinstance(typed, str):
        raise ValueProblem(problems.needs("text", typed))
    word = typed.lower()
    if word not in WEEKDAYS:
        word = plain(word)
        better = (
            word[:3] if word in WEEKDAYS or (word[:3] in WEEKDAYS and word.rstrip("s").endswith("day")) else ""
        )
        raise ValueProblem(times.no_day(typed, better), "" if better else word, WEEKDAYS)
    return WEEKDAYS.index(word)


def day_word(typed: object) -> tuple[int, ...]:
    """The days that a word stands for, 0 being Monday: `weekdays`, `mon`. Raises ValueProblem."""
    if not isinstance(typed, str):
        raise ValueProblem(problems.needs("text", typed))
    word = typed.lower()
    if word in WEEKDAYS:
        return (WEEKDAYS.index(word),)
    if word not in DAY_WORDS:
        word = plain(word)
        better = word if word in {*DAY_WORDS, *WEEKDAYS} else _OTHER_DAY_WORDS.get(word, "")
        if not better and word[:3] in WEEKDAYS and word.rstrip("s").endswith("day"):
            better = word[:3]
        raise ValueProblem(times.no_days(typed, better), "" if better else word, (*DAY_WORDS, *WEEKDAYS))
    return DAY_WORDS[word]


def weeks(typed: object) -> tuple[int, int | None] | WeekCycle:
    """(first, last), last None being open; or `1 of 2`. Raises ValueProblem."""
    text = str(typed) if isinstance(typed, int) and not isinstance(typed, bool) else typed
    if isinstance(text, str) and (cycle := _CYCLE.fullmatch(text)):
        return _cycle(text, int(cycle[1]), int(cycle[2]))
    found = _WEEKS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueProblem(times.weeks_shape(typed, _meant_cycle(text) if isinstance(text, str) else ""))
    first = int(found[1])
    last = first if found[2] is None else int(found[2]) if found[2] else None
    if first < 1 or last == 0:
        raise ValueProblem(times.weeks_first())
    if last is not None and last < first:
        raise ValueProblem(times.weeks_backward(typed, f"{last}-{first}"))
    return first, last


def _cycle(typed: str, place: int, of: int) -> WeekCycle:
    if place < 1 or of < 1:
        raise ValueProblem(times.weeks_first())
    if of == 1:
        raise ValueProblem(times.every_week(typed))
    if of > _LONGEST_CYCLE:
        raise ValueProblem(times.weeks_apart(_LONGEST_CYCLE))
    if place > of:
        raise ValueProblem(times.weeks_not_among(place, of, f"{of} of {of}"))
    return WeekCycle(place, of)


def _meant_cycle(text: str) -> str:
    """`1 of 2` for what somebody wrote who meant it; empty where nobody can tell."""
    said = " ".join(text.lower().split())
    if found := _LOOSE_CYCLE.fullmatch(said):
        return f"{int(found[1])} of {int(found[2])}"
    if found := _EVERY_SO_MANY.fullmatch(said):
        word = found[1]
        many = int(word) if word.isdigit() else _SO_MANY[word]
        return f"1 of {many}" if many > 1 else ""
    return _EVERY_OTHER.get(said.removesuffix(" weeks").removesuffix(" week"), "")


def start(typed: object) -> date:
    """A date from 2000 to 2100: TOML's own local date, or the same as text. Raises ValueProblem."""
    found = typed
    if isinstance(typed, str):
        try:
            found = date.fromisoformat(typed)
        except ValueError:
            loose = _LOOSE_DATE.fullmatch(plain(typed))
            better = times.written_date(*map(int, loose.groups())) if loose else ""
            raise ValueProblem(times.date_shape(typed, better)) from None
    if not isinstance(found, date) or isinstance(found, datetime):
        raise ValueProblem(times.date_shape(typed))
    if found.year not in _FAR:
        raise ValueProblem(times.date_range(typed))
    return found


def rest_days(typed: object) -> RestDays:
    """`2026-12-21 to 2027-01-03`, one day alone, or `from 2026-12-21`. Raises ValueProblem."""
    found = _REST.fullmatch(typed.strip()) if isinstance(typed, str) else None
    if found is None:
        raise ValueProblem(times.rest_shape(typed))
    first = start(found[2])
    last = start(found[3]) if found[3] else None if found[1] else first
    if last is not None and last < first:
        raise ValueProblem(times.rest_backward(typed, f"{last} to {first}"))
    return RestDays(first, last)


def folder(typed: object) -> str:
    """The name of a folder, or nothing; where it leads is not looked at."""
    if not isinstance(typed, str):
        raise ValueProblem(problems.needs("text", typed))
    if "\0" in typed:
        raise ValueProblem(problems.control_character())
    return typed


def zone(typed: object) -> str:
    """The name of a time zone."""
    if not isinstance(typed, str):
        raise ValueProblem(problems.needs("text", typed))
    try:
        zoneinfo.ZoneInfo("" if typed in NOT_ZONES else typed)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        # listing them all takes a while: only for somebody who needs it
        raise ValueProblem(
            times.unknown_zone(typed), typed, sorted(zoneinfo.available_timezones() - NOT_ZONES)
        ) from None
    return typed


def text(most: int, *, lines: bool = False) -> Callable[[object], str]:
    """A reader of plain words; with `lines` they may run over several."""

    def read(typed: object) -> str:
        if not isinstance(typed, str):
            raise ValueProblem(problems.needs("text", typed))
        # a tab comes along when a table is pasted
        words = typed.strip() if lines else typed.replace("\t", " ").strip()
        if not words:
            raise ValueProblem(problems.empty_text())
        if len(words) > most:
            raise ValueProblem(problems.too_long_text(most))
        # most words are plain, and one look tells so
        if not words.isprintable() and any(
            unicodedata.category(ch) in {"Cc", "Zl", "Zp"} and not (lines and ch in "\n\t") for ch in words
        ):
            raise ValueProblem(problems.control_character())
        return words

    return read


def slug(words: str) -> str:
    """A name made from words: letters and digits of any script, small, joined by hyphens."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).lower())
    kept = " "
    for ch in folded:
        kind = unicodedata.category(ch)[0]
        # a mark belongs to the letter before it; without one it is part of an emoji
        kept += ch if kind in "LN" or (kind == "M" and kept[-1] != " ") else " "
    return "-".join(kept.split())[:LONGEST_NAME].strip("-")


def name(typed: object) -> str:
    """A name that somebody gives: what `slug` would make of it, 60 characters at most. Raises ValueProblem."""
    if not isinstance(typed, str):
        raise ValueProblem(problems.needs("text", typed))
    if len(typed) > LONGEST_NAME:
        raise ValueProblem(plan_problems.long_name(LONGEST_NAME))
    if not typed or slug(typed) != typed:
        raise ValueProblem(plan_problems.bad_name(typed, slug(typed)))
    return typed


def picture(typed: object) -> str:
    """A file name beside the plan, and nothing that leads elsewhere."""
    found = text(200)(typed)
    if found.startswith(".") or any(sign in found for sign in "/\\:"):
        raise ValueProblem(plan_problems.picture_elsewhere(found))
    if len(found.encode()) > _LONGEST_FILE:
        raise ValueProblem(plan_problems.picture_long())
    if not found.lower().endswith(PICTURES):
        raise ValueProblem(plan_problems.picture_kind(found))
    return found
