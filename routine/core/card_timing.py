"""Knows which reminders share a card, for how long a card is good, and what keeps the next one back; no words.

Must not know what a card says, or the server that draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo

from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.recurrence import due_utc
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase, is_performed

LATE = timedelta(minutes=1)
"""From so long after it was due on, a card says when that was."""

FEEDBACK_STAYS = timedelta(minutes=30)
"""How long somebody is asked how a session was."""

SUPPLEMENT_NOTE_EVERY = timedelta(days=30)
"""How often somebody who takes a supplement is told what to know of it."""

WEEKLY_QUESTION_STAYS = timedelta(days=1)
"""After this long nobody is asked any more about the week that is over."""

ANSWERED_BEFORE = timedelta(days=3)
"""Whoever told of their week so long before the question is not asked, nor is anybody twice after a journey."""

_SEVERAL = 2
_WEEK, _ASKED_AT = timedelta(days=7), time(17)
_LONGEST_SESSION = timedelta(minutes=30)
_SPARE = timedelta(minutes=5)
"""A session led elsewhere says only when a step is done; longer than this after one, nobody is at it any more."""


def is_late(reminder: Reminder, now: datetime) -> bool:
    """Whether it comes noticeably after it was due."""
    return now - reminder.occurrence.due >= LATE


def sharing(
    newly_due: Iterable[Reminder], there: Iterable[OccurrenceKey], now: datetime
) -> frozenset[OccurrenceKey]:
    """Those that share a card: the late ones with those on it already, if they are several; else nobody.

    What is asked of a visit or a supplement stands alone.
    """
    late = {one.key for one in newly_due if is_late(one, now) and is_performed(one.occurrence.asks)}
    together = late | set(there)
    return frozenset(together) if len(together) >= _SEVERAL else frozenset()


def busy_until(reminders: Iterable[Reminder], key: OccurrenceKey, now: datetime) -> datetime | None:
    """Until when another session, led on the page or in a terminal, is taken to go on; None without one."""
    ends = [
        one.performed_at + min(one.occurrence.length, _LONGEST_SESSION) + _SPARE
        for one in reminders
        if one.key != key
        and one.phase is Phase.STARTED
        and one.place is not SessionPlace.NOTIFICATION
        and one.performed_at
    ]
    return max((end for end in ends if end > now), default=None)


def notes_due(
    supplements: Iterable[SessionRef], shown: Mapping[SessionRef, datetime], now: datetime
) -> list[SessionRef]:
    """Of which supplements somebody should be told now; `told` is when that was last done."""
    return [name for name in supplements if name not in shown or now - shown[name] >= SUPPLEMENT_NOTE_EVERY]


def weekly_question_times(now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """When the last question about a week was due, and when the next is: Sundays at five, where the person is."""
    today = now.astimezone(zone).date()
    sunday = today - timedelta(days=today.isoweekday() % _WEEK.days)
    if due_utc(sunday, _ASKED_AT, zone) > now:
        sunday -= _WEEK
    return due_utc(sunday, _ASKED_AT, zone), due_utc(sunday + _WEEK, _ASKED_AT, zone)
