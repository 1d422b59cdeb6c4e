"""Knows the offsets of a time zone around now, so that another process reads its times alike; not zone files.

A process that shows times another one gave needs the same local times, whatever its own zone is, and before one
notices: to read a zone's file takes a third of what the whole command may take.
"""

# annotations are values here: as texts, each would be compiled when the first message is read
from bisect import bisect_left
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from msgspec import Struct

_STEP = timedelta(days=1)
"""No zone changes its offset twice within a day."""
_SECOND = timedelta(seconds=1)


class ZoneOffsets(Struct, frozen=True):
    """`changes`: since when (UTC) which offset holds, the earliest first; before that, `before` does."""

    before: timedelta
    changes: tuple[tuple[datetime, timedelta], ...] = ()

    def at(self, instant: datetime) -> timedelta:
        offset = self.before
        for since, changed in self.changes:
            if instant < since:
                break
            offset = changed
        return offset

    @property
    def tzinfo(self) -> tzinfo:
        """A zone for `astimezone`: it knows which local time an instant has, not the other way round."""
        return _FromUtc(self) if self.changes else timezone(self.before)


def offsets_between(zone: tzinfo, since: datetime, until: datetime) -> ZoneOffsets:
    """The offsets of the zone from `since` to `until`, to the second."""
    before = _offset(zone, since)
    changes: list[tuple[datetime, timedelta]] = []
    at, last = since, before
    while at < until:
        ahead = min(at + _STEP, until)
        if (offset := _offset(zone, ahead)) != last:
            changes.append((_change(zone, at, ahead, last), offset))
            last = offset
        at = ahead
    return ZoneOffsets(before, tuple(changes))


def _offset(zone: tzinfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _change(zone: tzinfo, early: datetime, late: datetime, before: timedelta) -> datetime:
    """The first whole second between the two at which another offset than `before` holds.

    A zone changes its offset at a whole second (RFC 9636, section 3.2: transition times count seconds).
    """
    start = early.replace(microsecond=0)

    def has_changed(second: int) -> bool:
        return _offset(zone, start + second * _SECOND) != before

    # where none before the last has, the last has
    seconds = bisect_left(range((late - start) // _SECOND), True, key=has_changed)
    return (start + seconds * _SECOND).astimezone(UTC)


class _FromUtc(tzinfo):
    """Answers only what `astimezone`, `isoformat` and `strftime` ask of a time that came through `fromutc`."""

    def __init__(self, offsets: ZoneOffsets) -> None:
        self._offsets = offsets

    def fromutc(self, at: datetime) -> datetime:
        offset = self._offsets.at(at.replace(tzinfo=UTC))
        return (at.replace(tzinfo=None) + offset).replace(tzinfo=timezone(offset))

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Of a local time by itself nothing is known; `fromutc` gives each its own fixed offset."""
        return (
            self._offsets.before if at is None else self._offsets.at(at.replace(tzinfo=UTC) - self._offsets.before)
        )

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> None:
        return None
