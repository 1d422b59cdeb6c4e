"""Knows which card an occurrence gets, and its steps, from book and plans; must not know the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from routine.core.identifiers import HourCycle
from routine.core.ids import OccurrenceKey
from routine.core.notification import Notification
from routine.core.occurrence import OccurrenceKind
from routine.core.reminder import Reminder
from routine.core.steps import Step
from routine.presentation import cards
from routine.presentation.cards import question_card, soon_card
from routine.presentation.safety import WAITS as CHECK_WAITS
from routine.presentation.safety import before_a_visit
from routine.service.plan_registry import WELCOME
from routine.service.reminder_store import ReminderStore


class CardComposer:
    """Cards as they should be at this moment; `hour_cycle` is how times of day are written."""

    def __init__(self, store: ReminderStore, *, can_open: Callable[[], bool]) -> None:
        """`can_open`: whether the page can be brought up."""
        self._store = store
        self._can_open = can_open

    def reminder(self, reminder: Reminder, now: datetime, hour_cycle: HourCycle) -> Notification:
        key = reminder.key
        zone, policy = self._store.agenda.zone, self._store.policy(key)
        if reminder.occurrence.asks is not OccurrenceKind.SESSION:
            return question_card(reminder, self._detail(key), now, zone, hour_cycle=hour_cycle)
        card = cards.reminder_card(reminder, policy, self.steps(key), now, zone, hour_cycle=hour_cycle)
        waits = self._store.check_waits(now)
        if reminder.occurrence.plan == WELCOME:
            can_open = self._can_open()
            card = cards.first_card(card, can_open=can_open)
            return cards.with_line(card, CHECK_WAITS if waits and not can_open else "")
        return cards.with_line(card, CHECK_WAITS if waits and self._store.moves(key) else "")

    def soon(self, reminder: Reminder, now: datetime, hour_cycle: HourCycle) -> Notification:
        """The heads-up."""
        key = reminder.key
        zone = self._store.agenda.zone
        if reminder.occurrence.asks is OccurrenceKind.VISIT:
            card, status = (
                soon_card(reminder, self._detail(key), now, zone, hour_cycle=hour_cycle),
                self._store.safety(),
            )
            return cards.with_line(card, before_a_visit(all_wait=status.all_wait)) if status.binds else card
        return cards.heads_up_card(reminder, now, zone, hour_cycle=hour_cycle)

    def steps(self, key: OccurrenceKey) -> tuple[Step, ...]:
        """The steps of an occurrence; none when its session has left the plan."""
        return self._store.steps(key)

    def _detail(self, key: OccurrenceKey) -> str:
        found = self._store.agenda.find(key)
        return found[1].detail if found else ""
