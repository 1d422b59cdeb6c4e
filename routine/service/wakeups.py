"""Knows when the service must look again, and arms the alarms for it; must not know what is done then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from routine.core.commands import OPEN
from routine.core.events import DESKTOP
from routine.core.reminder import Reminder, decide, next_wakeup
from routine.core.reminder_states import Phase
from routine.ports import TICK
from routine.service.dependencies import Dependencies
from routine.service.faults import FaultLog, Work
from routine.service.judgements import next_day_off
from routine.service.presenter import Presenter
from routine.service.reminder_store import ReminderStore

_LOOK_AHEAD = "look further ahead"
_DAYS_OFF = "days off"
ASK_AGAIN = timedelta(seconds=4)
"""While something is held: a reminder comes within five seconds of the end of what held it."""


class WakeUps:
    """One alarm for each open reminder's next wake-up. The fault of one keeps no other from being armed."""

    def __init__(
        self,
        ports: Dependencies,
        store: ReminderStore,
        presenter: Presenter,
        due: Callable[[], None],
        faults: FaultLog,
    ) -> None:
        self._alarm, self._presence = ports.alarm, ports.presence
        self._store = store
        self._presenter = presenter
        self._due = due
        self._faults = faults
        self._armed: dict[str, datetime] = {}
        self.awake_since = ports.clock.now()

    def arm(self, now: datetime) -> None:
        """One alarm for each open reminder's next wake-up, and none for any other."""
        wanted: dict[str, datetime] = {}
        for reminder in self._store.open():
            with self._faults.contain(Work.WAKE_UP, reminder.key, reminder.occurrence.title):
                if at := self._next_look(reminder, now):
                    wanted[reminder.key] = at
        if (off := next_day_off(self._store, now)) is not None:
            wanted[_DAYS_OFF] = off
        # also where nothing is near: what comes later must be looked for in time
        wanted[_LOOK_AHEAD] = max(self._store.fresh_until, now + TICK)
        for key in self._armed.keys() - wanted.keys():
            self._alarm.disarm(key)
        there = self._alarm.armed()
        for key, at in wanted.items():
            if there.get(key) != at:
                self._alarm.arm(key, at, self._due)
        self._armed = wanted
        self._arm_the_rest(now)

    def _next_look(self, reminder: Reminder, now: datetime) -> datetime | None:
        if self.lies_ahead(reminder, now):
            return self._store.begins(reminder)
        key = reminder.key
        return next_wakeup(reminder, self._store.policy(key), self._presenter.gate(key, now), now)

    def _arm_the_rest(self, now: datetime) -> None:
        """What is looked at again soon, as nobody tells when it changes."""
        if self._presenter.watches_desktop or any(
            reminder.phase is Phase.HELD and reminder.reason in DESKTOP for reminder in self._store.open()
        ):
            self._alarm.arm("presence", now + ASK_AGAIN, self._due)
        elif self._presence.hold and any(
            self._waits_for_the_desktop(reminder, now) for reminder in self._store.open()
        ):
            self._alarm.arm("presence", now + TICK, self._due)

    def _waits_for_the_desktop(self, reminder: Reminder, now: datetime) -> bool:
        """Something would be said of it now, were the desktop not against it; nobody tells when that ends."""
        if self.lies_ahead(reminder, now) or self._presenter.gate(reminder.key, now).reason not in DESKTOP:
            return False
        live = self._presenter.is_live(reminder.key)
        open_ = self._store.time_passed(reminder.key, OPEN, self.awake_since, live=live)
        return bool(decide(reminder, open_, self._store.policy(reminder.key), now))

    def lies_ahead(self, reminder: Reminder, now: datetime) -> bool:
        """Nothing is to be said of it yet, whatever is held: most are so, and they are passed over quickly."""
        return reminder.phase is Phase.UPCOMING and now < self._store.begins(reminder)
