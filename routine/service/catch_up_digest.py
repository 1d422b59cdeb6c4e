"""Knows the one card for several reminders that came due unseen; must not know single cards or guides."""

from __future__ import annotations

from datetime import datetime

from routine.core.card_timing import sharing
from routine.core.identifiers import HourCycle
from routine.core.ids import OccurrenceKey
from routine.core.notification import ActionId, Notification
from routine.core.reminder import Reminder
from routine.core.reminder_states import ON_THE_SCREEN
from routine.presentation.cards import away_card
from routine.service.reminder_store import ReminderStore

NAME = "while you were away"


class CatchUpDigest:
    """Which reminders share the card now, newest first. What is asked of a visit or a supplement stands alone."""

    def __init__(self, store: ReminderStore) -> None:
        self._store = store
        self.keys: tuple[OccurrenceKey, ...] = ()

    def group(self, newly_due: list[Reminder], now: datetime) -> list[Reminder]:
        """Take those that are late, if they are several (or join the card that is there); give back the others."""
        together = sharing(newly_due, self._here(), now)
        if not together:
            return newly_due
        newest_first = sorted(together, key=lambda key: self._store.reminders[key].occurrence.due, reverse=True)
        self.keys = tuple(newest_first)
        return [reminder for reminder in newly_due if reminder.key not in together]

    def dissolve(self) -> tuple[OccurrenceKey, ...]:
        """Nobody shares the card any more: who did, and still waits on the screen."""
        left, self.keys = self._here(), ()
        return left

    def has_shrunk(self) -> bool:
        """Whether one of them has been answered elsewhere."""
        return self._here() != self.keys

    def card(self, now: datetime, hour_cycle: HourCycle) -> Notification:
        reminders = [self._store.reminders[key] for key in self.keys]
        return away_card(reminders, now, self._store.agenda, hour_cycle=hour_cycle)

    def targets_of(self, said: ActionId) -> tuple[OccurrenceKey, ...]:
        """Whom an answer on the card speaks of."""
        match said:
            case ActionId.START:
                return self.keys[:1]
            case ActionId.START_SECOND:
                return self.keys[1:2]
        return self.keys

    def _here(self) -> tuple[OccurrenceKey, ...]:
        reminders = self._store.reminders
        return tuple(key for key in self.keys if key in reminders and reminders[key].phase in ON_THE_SCREEN)
