"""Knows what a guided session asks of the reminders: write this, led here still, allowed at all. No player."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from routine.core.commands import Command
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.reminder_states import Phase
from routine.errors import Refused
from routine.presentation import safety as safety_words
from routine.presentation.reminder_state import title_of
from routine.service.reminder_store import ReminderStore


class ReminderSessionStore:
    """The sessions that are led in one place; each face says how it reads and how it writes."""

    def __init__(
        self,
        place: SessionPlace,
        *,
        reminders: Callable[[OccurrenceKey, datetime], ReminderStore],
        write: Callable[[OccurrenceKey, Command, datetime], None],
        start_row: Callable[[OccurrenceKey, datetime], int] = lambda *_: 0,
    ) -> None:
        """`reminders`: a store that know what was written by now. `start_row`: without it all starts are one.

        They raise JournalError, and Refused where the session has left its plan.
        """
        self._place = place
        self._reminders = reminders
        self._write = write
        self._start_row = start_row

    def apply(self, key: OccurrenceKey, command: Command, now: datetime) -> None:
        """Raises Refused, JournalError."""
        self._write(key, command, now)

    def last_start(self, key: OccurrenceKey, now: datetime) -> int | None:
        """The row of the start it goes by; None where it is over, or led elsewhere. Raises JournalError."""
        reminder = self._reminders(key, now).reminders.get(key)
        if reminder is None or reminder.phase is not Phase.STARTED or reminder.place is not self._place:
            return None
        return self._start_row(key, now)

    def moves(self, key: OccurrenceKey, now: datetime) -> bool:
        """Raises JournalError."""
        return self._reminders(key, now).moves(key)

    def check_allowed(self, key: OccurrenceKey, now: datetime) -> None:
        """Raises Refused where the answers to the safety check forbid it, JournalError."""
        store = self._reminders(key, now)
        if key in store.reminders and store.held_back(key):
            title, all_wait = title_of(store.reminders[key].occurrence), store.safety().all_wait
            raise Refused(*safety_words.may_not_start(title, all_wait=all_wait))
