"""Knows which reminder somebody means at the command line, and its name for them; must not know what is asked.

As lean as the commands that use it: `routine snooze` begins here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import chain

from routine.core import choose
from routine.core.commands import Command
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Asks
from routine.core.recurrence import due_utc
from routine.core.reminder import Reminder
from routine.errors import NothingToActOn
from routine.presentation import answers as words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import wall_time
from routine.service.reminder_store import ReminderStore
from routine.wiring.app import App

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Meant:
    """What the person means, and what else waits."""

    reminder: Reminder
    others: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """What every one of these commands works with."""

    app: App
    store: ReminderStore
    now: datetime

    def waiting(self) -> list[Reminder]:
        return choose.waiting(self.store.reminders.values(), self.store.policy, self.now)

    def called(self, name: str) -> tuple[choose.Called, ...]:
        planned = (
            choose.Called(plan.id, session.id, session.title)
            for plan in self.store.agenda.plans
            for session in plan.sessions
            # a review goes by its course's name; it is answered by `routine appointment`
            if session.asks is not Asks.REVIEW
        )
        gone = (
            choose.Called(one.plan, one.session, one.title)
            for one in (reminder.occurrence for reminder in self.store.reminders.values())
            if self.store.agenda.find(one.key) is None
        )
        known = tuple(chain(planned, gone))
        if not known:
            self.app.refuse_unread()
        return choose.named(name, known)

    def of(self, sessions: Iterable[choose.Called]) -> list[Reminder]:
        full = {session.full for session in sessions}
        return [one for key, one in self.store.reminders.items() if key.session_ref in full]

    def by_plan(self, sessions: tuple[choose.Called, ...]) -> list[list[Reminder]]:
        """Sessions of one title in one plan are one to a person; in two plans they are not."""
        plans = dict.fromkeys(session.plan for session in sessions)
        found = self.of(sessions)
        return [[one for one in found if one.occurrence.plan == plan] for plan in plans]

    def wall(self, at: datetime) -> str:
        """As the clock on this person's wall shows it, whatever the zone of the plan."""
        return wall_time(at, self._zone, self.now, hours=self.app.plans.settings.clock)

    @property
    def _zone(self) -> tzinfo:
        return self.store.agenda.zone

    def which(self, reminder: Reminder) -> str:
        """What tells it from another session of the same title, as long as there is one."""
        one = reminder.occurrence
        planned = ((plan.id, each) for plan in self.store.agenda.plans for each in plan.sessions)
        others = (plan for plan, each in planned if plan != one.plan and each.title == one.title)
        return words.of(self.wall(one.due), one.plan) if next(others, None) else ""

    def following(self) -> str:
        """What comes next, in a sentence."""
        found = choose.next_ahead(self.store.open(), self.now)
        if found is None:
            return words.nothing_next()
        reminder, at = found
        return words.next_up(title_of(reminder.occurrence), self.wall(at))

    def write(self, key: OccurrenceKey, command: Command) -> None:
        self.store.apply(key, command, self.now)
        self.app.poke()

    def meant(self, name: list[str], verb: str, *, started: bool = False) -> Meant:
        """The reminder a command is about. Raises NothingToActOn, or UsageError for a name nobody has."""
        if name:
            reminder = self.by_name(" ".join(name))
            if reminder is None:
                call = self.called(" ".join(name))[0]
                planned = self.store.agenda.find_session(call.full)
                steps = planned is None or planned[1].asks is Asks.SESSION
                raise NothingToActOn(*words.not_today(call.title, verb, has_steps=steps))
            return Meant(reminder)
        first = choose.under_way(self.store.reminders.values()) if started else []
        found = [*first, *self.waiting()]
        if not found:
            self.app.refuse_unread()
            raise NothingToActOn(*words.nothing_waits(self.following()))
        return Meant(found[0], tuple(found[1:]))

    def by_name(self, name: str) -> Reminder | None:
        if reminder := self.store.reminders.get(OccurrenceKey(name)):
            return reminder
        sessions = self.called(name)
        found = choose.of_plans(name, self.by_plan(sessions), self.store.policy, self.now, self._zone)
        return found or self._uncounted(sessions)

    def _uncounted(self, sessions: Iterable[choose.Called]) -> Reminder | None:
        """One whose time had passed today before its plan was first read: it counts once somebody speaks of it."""
        zone, full = self._zone, {session.full for session in sessions}
        midnight = due_utc(self.now.astimezone(zone).date(), time(0), zone)
        earlier = self.store.agenda.occurrences(midnight - _INSTANT, self.now, planned=True)
        for occurrence in reversed(earlier):
            if occurrence.key.session_ref in full:
                self.store.add(occurrence)
                return self.store.reminders[occurrence.key]
        return None


def key_to_show(app: App, name: list[str]) -> OccurrenceKey:
    """The reminder that a name means, to be looked at. Raises NothingToActOn, or UsageError."""
    now = app.clock.now()
    return Hand(app, app.store(now), now).meant(name, "start").reminder.key
