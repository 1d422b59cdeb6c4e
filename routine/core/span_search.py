"""Knows how times are looked up among many in no order, each in a few steps; must not know what they are of.

A journal of years that is put together from pieces has thousands of spans: walking through them for each row would
take minutes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from heapq import merge


class FirstAtLeast:
    """Of times by their places: the first from a place on that is as late as a given one.

    A tree of maxima, in one list: the children of `at` are `2 * at` and `2 * at + 1`.
    """

    def __init__(self, times: Sequence[datetime]) -> None:
        self._size = size = 1 << max(len(times) - 1, 0).bit_length()
        self._most: list[datetime | None] = [None] * size + [*times] + [None] * (size - len(times))
        for at in range(size - 1, 0, -1):
            left, right = self._most[2 * at], self._most[2 * at + 1]
            self._most[at] = left if right is None or (left is not None and left >= right) else right

    def find(self, begin: int, least: datetime) -> int | None:
        """The place, or None where there is none."""
        at = begin + self._size
        if begin >= self._size:
            return None
        while not self._reaches(at, least):
            while at & 1:
                # up to where a neighbour on the right is left
                at >>= 1
                if not at:
                    return None
            at += 1
        while at < self._size:
            at = 2 * at if self._reaches(2 * at, least) else 2 * at + 1
        return at - self._size

    def _reaches(self, at: int, least: datetime) -> bool:
        most = self._most[at]
        return most is not None and most >= least


class LastAtMost:
    """Of times by their places: the latest between two places that is not later than a given one.

    A tree of sorted lists, built as in FirstAtLeast.
    """

    def __init__(self, times: Sequence[datetime]) -> None:
        self._size = size = 1 << max(len(times) - 1, 0).bit_length()
        self._sorted: list[list[datetime]] = [[] for _ in range(size)]
        self._sorted += [[one] for one in times] + [[] for _ in range(size - len(times))]
        for at in range(size - 1, 0, -1):
            self._sorted[at] = list(merge(self._sorted[2 * at], self._sorted[2 * at + 1]))

    def find(self, begin: int, end: int, most: datetime) -> datetime | None:
        """Of the places from `begin` up to, and without, `end`."""
        found: datetime | None = None
        first, last = begin + self._size, end + self._size
        while first < last:
            if first & 1:
                found = self._later(found, first, most)
                first += 1
            if last & 1:
                last -= 1
                found = self._later(found, last, most)
            first, last = first >> 1, last >> 1
        return found

    def _later(self, found: datetime | None, at: int, most: datetime) -> datetime | None:
        place = bisect_right(self._sorted[at], most)
        if not place:
            return found
        one = self._sorted[at][place - 1]
        return one if found is None or one > found else found
