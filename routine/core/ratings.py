"""Knows what ratings can carry: medians, gaps, and the one rule by which two times may be set side by side.

Ratings go up and down by themselves. By this rule at most one in ten stable people is told of a difference that is
not there (simulated; tests/core/test_ratings.py draws them anew); "last minus first" would tell every second one.
It says numbers, never why, and never that anything is better or worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from msgspec import Struct

from routine.core.lived import Rating

SIDE = 12
"""So many of the first are set against as many of the last."""
LEAST = 8
"""With fewer on a side nothing is compared."""
DIFFERS = 2
"""Points by which the middles differ at the least; or by as much as the person's own middle half is wide."""

_STEP = timedelta(days=14)
_IN_A_STEP = 4
_GAP = timedelta(days=10)
"""Without a rating for so long, no line goes on."""


class MiddleHalf(Struct, frozen=True):
    """Between which scores half of some ratings lie, around their median."""

    low: int
    high: int
    median: float
    first: datetime
    last: datetime
    number: int


class Comparison(Struct, frozen=True):
    """The first ratings beside the last ones; `differs` where the rule lets that be said."""

    first: MiddleHalf
    last: MiddleHalf
    differs: bool
    spread: int
    """By how much they go up and down, in points."""


class MedianRun(Struct, frozen=True):
    """A step of the line: the median of 14 days."""

    begin: datetime
    end: datetime
    value: float


def scored(ratings: Sequence[Rating]) -> list[Rating]:
    """Those with a number."""
    return [one for one in ratings if one.score is not None]


def middle_half(ratings: Sequence[Rating]) -> MiddleHalf:
    """Of at least one rating; by the nearest rank."""
    scores = sorted(one.score or 0 for one in ratings)
    number = len(scores)
    low, high = scores[(number - 1) // 4], scores[number - 1 - (number - 1) // 4]
    return MiddleHalf(low, high, median(scores), ratings[0].at, ratings[-1].at, number)


def compare(ratings: Sequence[Rating]) -> Comparison | None:
    """None where there are too few."""
    some = scored(ratings)
    side = min(SIDE, len(some) // 2)
    if side < LEAST:
        return None
    first, last, all_of_it = middle_half(some[:side]), middle_half(some[-side:]), middle_half(some)
    spread = max(first.high - first.low, last.high - last.low)
    differs = abs(first.median - last.median) >= max(DIFFERS, spread)
    return Comparison(first, last, differs, max(all_of_it.high - all_of_it.low, 1))


def median_runs(ratings: Sequence[Rating]) -> list[MedianRun]:
    """The step line: each 14 days from the first rating on with at least 4 of them, broken by gaps of 10 days."""
    runs: list[MedianRun] = []
    for part in _unbroken(scored(ratings)):
        begin, place = part[0].at, 0
        while place < len(part):
            inside = place
            while inside < len(part) and part[inside].at < begin + _STEP:
                inside += 1
            if inside - place >= _IN_A_STEP:
                value = median(one.score or 0 for one in part[place:inside])
                runs.append(MedianRun(begin, min(begin + _STEP, part[-1].at), float(value)))
            place, begin = inside, begin + _STEP
    return runs


def _unbroken(ratings: list[Rating]) -> list[list[Rating]]:
    parts: list[list[Rating]] = []
    for one in ratings:
        if parts and one.at - parts[-1][-1].at <= _GAP:
            parts[-1].append(one)
        else:
            parts.append([one])
    return parts
