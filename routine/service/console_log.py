"""Knows what the service says in the terminal that runs it, beside its cards; must not know when to say it."""

from __future__ import annotations

from routine.core.ids import OccurrenceKey
from routine.core.reminder_states import Phase
from routine.presentation import service as words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import wall_time, whole_minutes
from routine.service.dependencies import Dependencies
from routine.service.plan_registry import PlanRegistry
from routine.service.reminder_store import ReminderStore


class ConsoleLog:
    """Whoever runs it by hand sees at once what it will do next; at login it is the log."""

    def __init__(self, ports: Dependencies, plans: PlanRegistry, store: ReminderStore) -> None:
        self._ports = ports
        self._plans = plans
        self._store = store
        self._last_trouble = ""

    def log_started(self) -> None:
        say, caps = self._ports.say, self._ports.notifier.caps
        say(words.running(*self._plans.count))
        if self._plans.shipped:
            say(words.shipped(self._ports.plans_folder))
        say(words.notifier_is(caps.name, caps.degraded))
        self.log_next()

    def log_reloaded(self) -> None:
        self._ports.say(words.reloaded(*self._plans.count))
        self.log_next()

    def log_next(self) -> None:
        now = self._ports.clock.now()
        upcoming = [
            r.occurrence for r in self._store.open() if r.phase is Phase.UPCOMING and r.occurrence.due > now
        ]
        if not upcoming:
            self._ports.say(words.nothing_next())
            return
        first = min(upcoming, key=lambda occurrence: occurrence.due)
        when = wall_time(first.due, self._store.agenda.zone, now, hour_cycle=self._plans.settings.hour_cycle)
        self._ports.say(words.next_up(first.title, when, whole_minutes(first.length)))

    def log_not_shown(self, key: OccurrenceKey, why: str) -> None:
        reminder = self._store.reminders.get(key)
        said = words.not_shown(title_of(reminder.occurrence), why) if reminder else words.note_not_shown(why)
        self.log_once(said)

    def log_once(self, line: str) -> None:
        """Said once, not at every try."""
        if line != self._last_trouble:
            self._last_trouble = line
            self._ports.say(line)
