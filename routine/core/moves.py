"""Knows what becomes of an occurrence whose time has moved: by its plan, or with the computer.

Somebody does the session of 07:30 and then moves it to 18:00: it was done, and is not asked for again that day.
Somebody opens the laptop in New York, and half a minute later it knows where it is: what was missed by the time of
Berlin is still to come. Must not know where plans or answers are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from routine.core.events import EventKind, ExcuseReason
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.occurrence import Occurrence
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase

SAID_BY_TIME = (EventKind.SHOWING, EventKind.SHOWN, EventKind.HELD, EventKind.MISSED)
"""What follows from the time of day, where the service says so."""
_ANSWERED = frozenset(
    {Phase.COMPLETED, Phase.STARTED, Phase.SKIPPED, Phase.ABANDONED, Phase.SNOOZED, Phase.EXCUSED}
)


def answered_elsewhere(
    reminders: Iterable[Reminder],
    asked: Mapping[OccurrenceKey, Occurrence],
    seen_at: Callable[[Occurrence], datetime | None],
) -> set[OccurrenceKey]:
    """The keys of what plans ask for now and somebody has answered already, under the time it had before.

    `seen_at`: since when a plan has had this time. Only a time that came into the plan after the answer can be
    what the answered one was moved to; the nearest of the day is.
    """
    free: dict[SessionRef, list[Occurrence]] = {}
    for one in asked.values():
        free.setdefault(one.key.session_ref, []).append(one)
    found: set[OccurrenceKey] = set()
    for reminder in reminders:
        one, since = reminder.occurrence, reminder.since
        if one.key in asked or since is None or not _is_answered(reminder):
            continue
        later = [
            each
            for each in free.get(one.key.session_ref, ())
            if each.planned.date() == one.planned.date()
            and each.key not in found
            and (seen := seen_at(each)) is not None
            and seen >= since
        ]
        if later:
            found.add(min(later, key=lambda each: abs(each.planned - one.planned)).key)
    return found


def is_misjudged(reminder: Reminder, now_planned: Occurrence) -> bool:
    """Whether time alone ended it, unseen, and by an earlier time than it has where the computer is now.

    A card that is on the screen stays there: nothing is taken from before somebody's eyes because they travel.
    """
    unseen = reminder.phase is Phase.MISSED and reminder.shows == 0
    return unseen and now_planned.due > reminder.occurrence.due


def _is_answered(reminder: Reminder) -> bool:
    """By the person, and of what a plan had asked for; a session begun at will is none of these."""
    if reminder.phase not in _ANSWERED or reminder.reason is ExcuseReason.GONE:
        return False
    early = reminder.since is not None and reminder.since < reminder.occurrence.due
    # its card may have waited, or found no screen; what was begun at will was begun
    return reminder.shows > 0 or early or reminder.performed_at is None
