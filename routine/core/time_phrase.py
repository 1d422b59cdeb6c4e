"""Reads how long, or until when, as somebody typed it behind a command: `2 days`, `until noon`, `tomorrow 09:00`.

Pause and snooze mean the same by the same words; a snooze may have a session's name beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from routine.core.length_input import TypedLength, parse_length
from routine.core.pauses import LONGEST
from routine.core.recurrence import due_utc
from routine.core.time_input import FIRST_DAY, LAST_DAY, parse_day, parse_time_of_day
from routine.core.time_words import time_in_words
from routine.errors import InvalidPauseEnd, PauseEndFault

DAY_BEGINS = time(4)
"""A day is over when people sleep: nothing held back in the evening is to come at midnight, and the earliest
riser has the whole of the next day."""

_SHORTEST = timedelta(minutes=1)
_DAY = timedelta(days=1)
_UNTIL = frozenset({"until", "till", "til", "'til", "to", "at", "by"})
_FOR = frozenset({"for", "in"})
_FILLING = frozenset({"on", "at"})
_TODAY = frozenset({"today", "tonight"})
_HALVES = frozenset({"am", "pm", "a.m.", "p.m."})
_HOURS = {"noon": time(12), "midday": time(12)}
_MIDNIGHT = frozenset({"midnight", "24:00", "24"})
"""The one that ends the day."""
_PARTS = {
    **dict.fromkeys(("lunch", "lunchtime"), "noon"),
    **dict.fromkeys(("tonight", "evening", "the evening", "this evening"), "today 18:00"),
    **dict.fromkeys(("tomorrow evening", "tomorrow night"), "tomorrow 18:00"),
    **dict.fromkeys(
        ("morning", "the morning", "tomorrow morning", "the end of the day", "end of day"), "tomorrow"
    ),
    **dict.fromkeys(("next week", "after the weekend", "the end of the week"), "monday"),
}
"""Only behind a word such as `until`: alone, each may be a session's name."""
_ALL_DAY = frozenset(
    {"today", "for today", "all day", "for the day", "the rest of the day", "for the rest of the day"}
)
_HALF_A_DAY = timedelta(hours=12)


class TimeEnd(Struct, frozen=True):
    """A time of day, a day, or both; at least one is there."""

    day: str = ""
    at: time | None = None
    midnight: bool = False
    """The end of that day, or of this one."""
    either_half: bool = False
    """Of morning and evening it was not said which: the next one, where no day is named."""

    def instant(self, now: datetime, zone: tzinfo, otherwise: time) -> datetime | None:
        """When that is, in UTC; `otherwise`: the time of day of a day alone. None for a day that is none."""
        local = now.astimezone(zone)
        if not self.day:
            at = self.at or time()
            halves = [at, (datetime.combine(date.min, at) + _HALF_A_DAY).time()] if self.either_half else [at]
            coming = (due_utc(local.date() + ahead * _DAY, one, zone) for ahead in range(3) for one in halves)
            return min(instant for instant in coming if instant > now)
        # who is up after midnight speaks of the day that has not ended for them
        today = local.date() if local.time() >= DAY_BEGINS else local.date() - _DAY
        day = _day_ahead(self.day, today)
        if day is None:
            return None
        if self.midnight:
            return due_utc(day + _DAY, time(), zone)
        return due_utc(day, self.at or otherwise, zone)


TimePhrase = TypedLength | TimeEnd


class SnoozeWords(Struct, frozen=True):
    """What was typed behind `snooze`: how long or until when, and of which session; either may be empty."""

    phrase: TimePhrase | None = None
    said: str = ""
    """The phrase, as it was typed."""
    name: str = ""
    other: str = ""
    """A second phrase, where there should be one."""


def parse_phrase(words: Sequence[str]) -> TimePhrase | None:
    """A length or an end; None for anything else."""
    given = [word for phrase in words for word in phrase.casefold().split()]
    until = given[:1] and given[0] in _UNTIL
    asked = given[1:] if until or (given[:1] and given[0] in _FOR) else given
    if until:
        asked = _PARTS.get(" ".join(asked), " ".join(asked)).split()
    if not asked:
        return None
    if not until and (length := parse_length(" ".join(asked))):
        return length
    if given[0] in _FOR:
        return None
    return _end(asked, loosely=bool(until))


def split_snooze(words: Sequence[str], is_called: Callable[[str], bool]) -> SnoozeWords:
    """Tell the time from the name, in any order. `is_called`: whether a session is really called so; it wins."""
    given = [word for phrase in words for word in phrase.split()]
    whole = " ".join(given)
    if not given or is_called(whole):
        return SnoozeWords(name=whole)
    parts = [(given[:cut], given[cut:]) for cut in range(len(given), 0, -1)]
    parts += [(given[cut:], given[:cut]) for cut in range(1, len(given))]
    found = [(parse_phrase(said), said, name) for said, name in parts]
    read = [
        SnoozeWords(phrase, " ".join(said), " ".join(name), _second(name, is_called))
        for phrase, said, name in found
        if phrase is not None
    ]
    # a real name first, then what leaves no other time, then as many words of time as can be
    read.sort(key=lambda one: (not is_called(one.name), bool(one.other), -len(one.said)))
    return read[0] if read else SnoozeWords(name=whole)


def parse_pause_end(said: Sequence[str], now: datetime, zone: tzinfo) -> datetime:
    """The instant that is meant. Raises InvalidPauseEnd, also for what lies behind or too far ahead."""
    given = " ".join(word for phrase in said for word in phrase.split())
    # lengths are those of the clock, not of the wall
    now = now.astimezone(UTC)
    if not given or given.casefold() in _UNTIL | _FOR:
        raise InvalidPauseEnd(PauseEndFault.MISSING)
    phrase = parse_phrase(["tomorrow" if given.casefold() in _ALL_DAY else given])
    until = None if phrase is None else instant_of(phrase, now, zone, DAY_BEGINS)
    if until is None:
        raise InvalidPauseEnd(PauseEndFault.NOT_UNDERSTOOD, given)
    if until <= now:
        raise InvalidPauseEnd(PauseEndFault.NOT_AHEAD, given)
    if until - now < _SHORTEST:
        raise InvalidPauseEnd(PauseEndFault.TOO_SHORT, given)
    if isinstance(phrase, TypedLength) and phrase.days <= LONGEST.days and not phrase.rest:
        # the longest is as long as any, also where the clocks go back within it
        until = min(until, now + LONGEST)
    if until - now > LONGEST:
        raise InvalidPauseEnd(PauseEndFault.TOO_LONG, longest_days=LONGEST.days)
    return until


def instant_of(phrase: TimePhrase, now: datetime, zone: tzinfo, otherwise: time) -> datetime | None:
    """When that is, in UTC; `otherwise`: the time of day of a day alone. None for a day that does not exist."""
    if isinstance(phrase, TimeEnd):
        return phrase.instant(now, zone, otherwise)
    # a million hours are too long, but no fault
    return TypedLength(min(phrase.days, 9999), min(phrase.rest, 2 * LONGEST)).after(now, zone)


def _second(name: Sequence[str], is_called: Callable[[str], bool]) -> str:
    """A name that is another time, by all its words or by those at one of its ends."""
    said = " ".join(name)
    if not name or is_called(said):
        return ""
    ends = [name[:cut] for cut in range(len(name), 0, -1)] + [name[cut:] for cut in range(1, len(name))]
    return next((" ".join(end) for end in ends if parse_phrase(end) is not None), "")


def _end(asked: Sequence[str], *, loosely: bool) -> TimeEnd | None:
    """A time of day, a day, or both in any order. `loosely`: `9.30` is a time of day here, and no number."""
    for cut in range(len(asked) + 1):
        for first, second in ((asked[:cut], asked[cut:]), (asked[cut:], asked[:cut])):
            day, at = _named_day(first), _clock(second, loosely=loosely)
            if day is not None and (at is not None or not second):
                return TimeEnd(day, *(at or (None, False)))
    at = _clock(asked, loosely=loosely)
    if at:
        return TimeEnd("", *at)
    return _said_in_words(" ".join(word for word in asked if word not in _FILLING)) if loosely else None


def _said_in_words(said: str) -> TimeEnd | None:
    """`half past 8`, `quarter to nine`, and behind such a word also an hour alone."""
    if said.isascii() and said.isdecimal() and int(said) < 24:
        return TimeEnd("", time(int(said)), either_half=0 < int(said) <= 12)
    at = time_in_words(said)
    if at is None:
        return None
    half = time_in_words(said, near=time(0)) != time_in_words(said, near=time(12))
    return TimeEnd("", at, either_half=half)


def _named_day(words: Sequence[str]) -> str | None:
    named = " ".join(word for word in words if word not in {"on", "next"})
    return named if named and _day_ahead(named, date(2000, 1, 1)) else None


def _clock(words: Sequence[str], *, loosely: bool) -> tuple[time, bool] | None:
    """(time of day, whether it is the end of the day)"""
    plain = [word for word in words if word not in _FILLING]
    if len(plain) == 1 and plain[0] in _MIDNIGHT:
        return time(), True
    if len(plain) == 1 and plain[0] in _HOURS:
        return _HOURS[plain[0]], False
    said = " ".join(plain)
    at = parse_time_of_day(said)
    if at is None or ("." in said and not loosely and not said.endswith(tuple(_HALVES))):
        return None
    return at, False


def _day_ahead(word: str, today: date) -> date | None:
    """The day that a word means ahead of now: a weekday is the coming one, and never today."""
    if word in {"yesterday", "last night"}:
        return None
    try:
        return min(max(date.fromisoformat(word), FIRST_DAY), LAST_DAY)
    except ValueError:
        found = parse_day(word, today, ahead=True)
    return parse_day(word, today + _DAY, ahead=True) if found == today and word not in _TODAY else found
