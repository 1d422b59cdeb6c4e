"""Knows what a day off, or another zone, makes of what time has said; must not know cards, or who asks."""

from __future__ import annotations

from datetime import datetime

from routine.core.commands import Excuse
from routine.core.days_off import DayRange, binding
from routine.core.events import Actor, ExcuseReason
from routine.core.ids import OccurrenceKey
from routine.core.moves import SAID_BY_TIME
from routine.core.reminder_states import WAITING, Phase
from routine.service.reminder_store import ReminderStore


def excuse_days_off(store: ReminderStore, now: datetime) -> None:
    """What has come due on a day that was taken off does not count. Raises JournalError.

    What somebody snoozed, or asked for again, after they had taken the day off is their word.
    """
    bound: dict[DayRange, list[OccurrenceKey]] = {}
    for key, one in store.reminders.items():
        if not (key in store.taken_off or one.phase in WAITING) or one.occurrence.due > now:
            continue
        day = binding(one.occurrence, store.days_off)
        if day and (day.said_at is None or one.since is None or one.since <= day.said_at):
            bound.setdefault(day, []).append(key)
    for day, keys in bound.items():
        command = Excuse(Actor.SERVICE, day.note, ExcuseReason.DAYS_OFF)
        store.apply_to_all(keys, command, now, only=WAITING | {Phase.UPCOMING})
        store.taken_off -= set(keys)


def next_day_off(store: ReminderStore, now: datetime) -> datetime | None:
    """When the next session comes due that a day off excuses."""
    dues = (store.reminders[key].occurrence.due for key in store.taken_off)
    return min((due for due in dues if due > now), default=None)


def judge_anew(store: ReminderStore, now: datetime) -> None:
    """Where the computer has travelled, what time alone has said of a session whose time lies ahead again.

    Raises JournalError.
    """
    for one in tuple(store.misjudged):
        if now < one.asked_at + store.policy(one.key).give_up_after:
            said = store.stored(now, of=one.key, kinds=SAID_BY_TIME)
            rows = [row for row in said if row.entry.by is Actor.SERVICE]
            store.take_back(rows, Actor.SERVICE, now, about=one)
