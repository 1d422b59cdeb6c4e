"""Knows the journal replayed over the agenda: every reminder near now. Must not know cards, timers or plan files.

The service keeps one open; a command opens one, acts, and is gone. Both act by the same transaction, so they never
disagree, and what the other wrote is seen by `catch_up`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from routine.core.clock_faults import FUTURE
from routine.core.commands import OPEN, Command, DisplayGate, Excuse, Start, TimePassed
from routine.core.days_off import DayRange, binding, days_off_in
from routine.core.events import (
    Actor,
    Event,
    EventKind,
    ExcuseReason,
    HoldReason,
    Paused,
    Resumed,
    StoredEvent,
    Undone,
)
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.merging import followed_kinds, following, in_one_order, overtaking
from routine.core.moves import answered_elsewhere, is_misjudged
from routine.core.occurrence import Occurrence
from routine.core.pauses import LONGEST, Pause, pauses_in
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder, decide, evolve, replay
from routine.core.reminder_states import FINAL, WAITING, Phase
from routine.core.replay_window import BEGINNING, LOOK_BACK
from routine.core.safety import AGAIN_AFTER, SafetyStatus, blocks, decide_blocked
from routine.core.schedule import Schedule
from routine.core.steps import Step, dose_of
from routine.errors import JournalCorrupt, JournalError, Refused
from routine.presentation import safety as safety_words

if TYPE_CHECKING:
    # every command imports this file, and a promise costs a millisecond of its answer
    from routine.ports import Journal
from routine.service.history import WITHOUT_OCCURRENCE, History
from routine.service.safety_answers import SafetyAnswers

LOOK_AHEAD = timedelta(hours=36)
FRESH = timedelta(hours=24)
_CHANGES_THE_PAST = frozenset({EventKind.UNDONE, EventKind.DAYS_OFF, EventKind.RENAMED})
"""After these what was read before amounts to something else."""


class ReminderStore:
    """Every reminder from a week ago to a day and a half ahead, kept in step with the journal."""

    def __init__(
        self,
        journal: Journal,
        agenda: Schedule,
        history: History | None = None,
        contain: Callable[[str, str], AbstractContextManager[None]] = lambda _key, _title: nullcontext(),
    ) -> None:
        self._contain = contain
        """Holds in what fails for one reminder, by its key and title; a command lets it through."""
        self._journal = journal
        self._history = History(journal) if history is None else history
        self._outbox = self._history.outbox
        self.agenda = agenda
        self.reminders: dict[OccurrenceKey, Reminder] = {}
        self._entries: dict[OccurrenceKey, list[Event]] = {}
        """What the reminders came from: should the journal be damaged, its last days are remembered here."""
        self._paused: list[Event] = []
        """Every word of pausing and going on that still matters."""
        self._safety = SafetyAnswers()
        self.days_off: tuple[DayRange, ...] = ()
        """That hold, also those long past and those still to come."""
        self.taken_off: set[OccurrenceKey] = set()
        """What falls into them, and is not written down as excused yet."""
        self._rounds: dict[SessionRef, list[datetime]] | None = None
        """When each session comes due, in order; None while that has to be worked out anew."""
        self.misjudged: list[Occurrence] = []
        """What was looked at in another zone than the computer is in, as it is now."""
        self._under_way: set[OccurrenceKey] = set()
        self._by_themselves: list[Event] = []
        """What speaks of no occurrence and is never too old to matter."""
        self._cursor = 0
        self._from = BEGINNING
        self._read_at = BEGINNING
        self._asked_for: tuple[datetime | None, timedelta] = (None, LOOK_AHEAD)
        """From when, and how far ahead, it was read."""

    @property
    def pauses(self) -> tuple[Pause, ...]:
        return pauses_in(self._paused)

    def paused_until(self, now: datetime) -> datetime | None:
        """When the pause of now ends; None when there is none."""
        if not self._paused or isinstance(self._paused[-1], Resumed):
            return None  # asked of every reminder at every look; the clock of who went on may be ahead of this one
        until = max((pause.end for pause in self.pauses), default=None)
        return until if until and now < until else None

    @property
    def newest_row(self) -> int:
        """The id of the last row that was taken in."""
        return self._cursor

    @property
    def fresh_until(self) -> datetime:
        """From when on `follow` looks further ahead."""
        return self._read_at + LOOK_AHEAD - FRESH

    def reload(self, now: datetime, *, since: datetime | None = None, ahead: timedelta = LOOK_AHEAD) -> None:
        """Replay from the journal and lay the agenda over it; from `since` on, if that is earlier than usual."""
        try:
            window = self._history.window([*self.agenda.seen.plans.values()], now, since)
            paused = (EventKind.PAUSED, EventKind.RESUMED)
            pauses = self.events(now, kinds=paused, since=window.start - LONGEST)
            checkins = self.events(now, kinds=(EventKind.CHECKIN,))
            felt = self.events(now, kinds=(EventKind.FELT,), since=now - AGAIN_AFTER)
            self._by_themselves = self.events(now, kinds=WITHOUT_OCCURRENCE)
            self.days_off = days_off_in(self._history.stored(now, kinds=(EventKind.DAYS_OFF,)))
        except JournalError:
            # what is known stays known, and what the plans ask for now is asked for all the same
            self._from = max(self._from, now - LOOK_BACK)
            self._lay_agenda(now + ahead)
            raise
        self._from, self._read_at, self._asked_for = window.start, now, (since, ahead)
        self._cursor = window.newest
        self._paused = pauses
        self._safety.replace(checkins, felt)
        self._replay(window.entries, now)
        self._lay_agenda(now + ahead)

    def catch_up(self, now: datetime) -> None:
        """Take in what has been written since, by whomever; and look further ahead when the day has moved on."""
        if self._flushed(now):
            self.reload(now)
            return
        if not self._read_at <= now < self.fresh_until:
            self.reload(now)
            return
        rows = self._history.after(self._cursor)
        if any(row.entry.late or row.entry.kind in _CHANGES_THE_PAST for row in rows):
            self._read_again(now)
            return
        for row in rows:
            self._take(row, now)

    def apply(self, key: OccurrenceKey, command: Command, now: datetime, request: str = "") -> list[StoredEvent]:
        """Decide on what the journal says at this moment, and append: one transaction.

        Raises Refused, also for what the safety check holds back; and JournalError when it cannot be kept, but
        then it holds in memory all the same and waits in the outbox, so that reminders go on over a full disk.
        `request`: what asked for it; where it has been applied before, nothing is written.
        """
        key = key if key in self.reminders else self._history.current(key)
        occurrence = self.reminders[key].occurrence
        if isinstance(command, Start) and self.held_back(key):
            raise Refused(*safety_words.may_not_start(occurrence.title, all_wait=self.safety().all_wait))
        policy, command = self.policy(key), self._with_steps(key, command, now)
        held = self._outbox.late_of(key, now)

        def decided() -> tuple[Event, ...]:
            rows = self._history.stored(now, of=key)
            said = [row.entry for row in in_one_order(rows)]
            state = replay(occurrence, [*said, *self._outbox.plausible(key, now)])
            return (*held, *(overtaking(entry, rows) for entry in decide(state, command, policy, now)))

        try:
            rows = self._journal.append(decided, request)
        except JournalError:
            entries = decide(self.reminders[key], command, policy, now)
            self._outbox.hold(entries)
            for entry in entries:
                self._evolve(entry)
            raise
        self._outbox.forget(key)
        try:
            self.reload(now) if held else self.catch_up(now)
        except JournalError:
            for row in rows[len(held) :]:
                self._take(row, now)
            raise
        return rows

    def apply_to_all(
        self,
        keys: Collection[OccurrenceKey],
        command: Command,
        now: datetime,
        *,
        only: Collection[Phase],
        request: str = "",
    ) -> list[StoredEvent]:
        """The same for many at once, in one transaction; those in another phase than `only` stay as they are."""

        def decided() -> list[Event]:
            entries: list[Event] = []
            for key in keys:
                rows = self._history.stored(now, of=key)
                state = replay(self.reminders[key].occurrence, [row.entry for row in in_one_order(rows)])
                if state.phase in only:
                    said = decide(state, command, self.policy(key), now)
                    entries += [overtaking(entry, rows) for entry in said]
            return entries

        rows = self._journal.append(decided, request)
        self.catch_up(now)
        return rows

    def record(self, entry: Event, now: datetime, request: str = "") -> list[StoredEvent]:
        """Write down what is said of no reminder: a pause, an answer to the safety check. Raises JournalError."""
        kinds = followed_kinds(entry)

        def said() -> list[Event]:
            return [following(entry, self._journal.rows(kinds=kinds), self._journal.names[-1]) if kinds else entry]

        rows = self._journal.append(said, request)
        self.catch_up(now)
        return rows

    def pause(self, until: datetime, by: Actor, now: datetime, request: str = "") -> None:
        """Show nothing until then, also when another pause is on."""
        self.record(Paused(now, by, until=until), now, request)

    def resume(self, by: Actor, now: datetime, request: str = "") -> None:
        self.record(Resumed(now, by), now, request)

    def events(
        self,
        now: datetime,
        *,
        of: OccurrenceKey | None = None,
        kinds: Sequence[EventKind] = (),
        since: datetime | None = None,
    ) -> list[Event]:
        """Only what holds: what a wrong clock wrote is left out in service/history and nowhere else."""
        return self._history.events(now, of=of, kinds=kinds, since=since)

    def stored(
        self, now: datetime, *, of: OccurrenceKey | None = None, kinds: Sequence[EventKind] = ()
    ) -> list[StoredEvent]:
        """The same, each with the name that others know it by."""
        return self._history.stored(now, of=of, kinds=kinds)

    def was_done(self, ref: SessionRef, now: datetime, but: OccurrenceKey) -> bool:
        """Whether this session was done on any other day."""
        here = (one.key for one in self.reminders.values() if one.phase is Phase.COMPLETED)
        others = {*here, *(entry.key for entry in self.events(now, kinds=(EventKind.COMPLETED,)))} - {but}
        return any(key.session_ref == ref for key in others)

    def remembered(self) -> list[Event]:
        """Every entry of the last days that is still known, oldest first: what a new journal begins with."""
        known = [entry for entries in self._entries.values() for entry in entries]
        others = [
            *self._paused,
            *self._safety.events,
            *(entry for entry in self._by_themselves if not entry.about),
        ]
        return sorted([*others, *known], key=lambda entry: entry.at)

    @property
    def checkins(self) -> list[Event]:
        """The answers to the safety check that can be believed, oldest first."""
        return self._safety.events

    def moves(self, key: OccurrenceKey) -> bool:
        """Whether it asks the body to move: by its steps, whatever it is called."""
        return self.agenda.moves(self.reminders[key].occurrence)

    def held_back(self, key: OccurrenceKey) -> ExcuseReason | None:
        """Why the answers to the safety check forbid it now; None when they do not."""
        status = self.safety()
        # asked of every reminder at every look, and nearly nobody has named a sign
        return blocks(self.reminders[key].occurrence, status, moves=self.moves(key)) if status.binds else None

    def safety(self) -> SafetyStatus:
        """What the answers to the safety check amount to."""
        return self._safety.status

    def opens_check(self, key: OccurrenceKey) -> bool:
        """Whether starting it opens the safety check first."""
        return self.safety().opens and self.moves(key)

    def check_waits(self, now: datetime) -> bool:
        """Whether the safety check should be offered."""
        return self._safety.check_waits(now)

    def excuse_blocked(self, key: OccurrenceKey, now: datetime) -> None:
        """What may not be done is not shown, and does not count. Raises JournalError."""
        reminder = self.reminders[key]
        if command := decide_blocked(reminder, now):
            self.apply_to_all([key], command, now, only={reminder.phase})

    def add(self, occurrence: Occurrence) -> None:
        """An occurrence that no plan asked for: somebody wants to do the session now."""
        self.reminders.setdefault(occurrence.key, Reminder(occurrence))
        self._rounds = None

    def look_up(self, key: OccurrenceKey) -> Reminder | None:
        """The reminder of a key, also where its time had passed when its plan was first read, or is far ahead."""
        if key not in self.reminders and (planned := self.agenda.occurrence(key)):
            self.add(planned)
        return self.reminders.get(key)

    def open(self) -> Iterator[Reminder]:
        """The reminders that are not over."""
        return (reminder for reminder in list(self.reminders.values()) if reminder.phase not in FINAL)

    def under_way(self) -> list[Reminder]:
        """Those that have been started, here or elsewhere; asked for at every look, for each reminder."""
        return [self.reminders[key] for key in self._under_way]

    def excuse_removed(self, unread: Collection[str], now: datetime) -> None:
        """Excuse what waits and is not planned any more; `unread` are plans of which nobody knows what they say.

        A snooze is somebody's word: it outlives a new time, but not the session. Raises JournalError.
        """
        gone = [
            one.key
            for one in self.reminders.values()
            if one.phase in WAITING and one.occurrence.plan not in unread and self._left_its_plan(one)
        ]
        if gone:
            self.apply_to_all(gone, Excuse(Actor.SERVICE, reason=ExcuseReason.GONE), now, only=WAITING)

    def go_on_with_returned(self, now: datetime) -> None:
        """What was let go, and is planned again, waits again if it would wait still. Raises JournalError."""
        rows = []
        for key, one in self.reminders.items():
            if one.phase is not Phase.EXCUSED or one.reason is not ExcuseReason.GONE:
                continue
            *before, last = in_one_order(self._history.stored(now, of=key))
            was = replay(one.occurrence, [row.entry for row in before])
            ends = (was.until or was.occurrence.asked_at) + self.policy(key).give_up_after
            if was.phase in WAITING and now < ends and not self._left_its_plan(was):
                rows.append(last)
        if rows:
            self.take_back(rows, Actor.SERVICE, now)

    def _left_its_plan(self, reminder: Reminder) -> bool:
        if reminder.phase is Phase.SNOOZED:
            return self.agenda.find(reminder.key) is None
        return not self.agenda.still_plans(reminder.occurrence)

    def take_back(
        self,
        rows: Sequence[StoredEvent],
        by: Actor,
        now: datetime,
        request: str = "",
        about: Occurrence | None = None,
    ) -> None:
        """What these rows say is taken back, in one transaction; what waited before waits anew.

        `about`: as the occurrence is now, where it has moved since. Raises JournalError.
        """
        undone = [Undone(now, by, about or row.entry.about, what=row.ref) for row in rows]
        self._journal.append(lambda: undone, request)
        self._read_again(now)

    def next_round(self, key: OccurrenceKey) -> datetime | None:
        """When the next occurrence of the same session comes due; None when none is near."""
        if self._rounds is None:
            self._rounds = {}
            for one in sorted(self.reminders.values(), key=lambda one: one.occurrence.due):
                self._rounds.setdefault(one.key.session_ref, []).append(one.occurrence.due)
        dues = self._rounds.get(key.session_ref, [])
        place = bisect_right(dues, self.reminders[key].occurrence.due)
        return dues[place] if place < len(dues) else None

    def time_passed(
        self, key: OccurrenceKey, gate: DisplayGate, awake_since: datetime, *, live: bool
    ) -> TimePassed:
        """What time alone may have to say of it."""
        return TimePassed(gate, awake_since, live, self.pauses, self.next_round(key))

    def begins(self, reminder: Reminder) -> datetime:
        """The first instant at which time has something to say of it: its heads-up, or its due time."""
        return reminder.occurrence.due - max(self.policy(reminder.key).heads_up_before, default=timedelta(0))

    def policy(self, key: OccurrenceKey) -> ReminderPolicy:
        return self.agenda.policy(key)

    def gate(self, key: OccurrenceKey, now: datetime) -> DisplayGate:
        """What quiet hours and a pause say; what the desktop says is asked elsewhere."""
        if until := self.paused_until(now):
            return DisplayGate(HoldReason.PAUSE, until)
        quiet = self.quiet_end(key, now)
        return DisplayGate(HoldReason.QUIET, quiet) if quiet else OPEN

    def quiet_end(self, key: OccurrenceKey, at: datetime) -> datetime | None:
        """When the quiet hours end that hold it back at this instant."""
        policy = self.policy(key)
        return policy.quiet_until(at, self.agenda.quiet_zone(key)) if policy.quiet else None

    def _with_steps(self, key: OccurrenceKey, command: Command, now: datetime) -> Command:
        """What somebody begins is written down with all its steps: the plan may be another one tomorrow."""
        if not isinstance(command, Start) or command.dose:
            return command
        reminder = self.reminders[key]
        most = self.agenda.most_of(reminder.occurrence, command.most or reminder.most_at(now))
        steps = self.agenda.steps(reminder.occurrence, most)
        return replace(command, dose=tuple(dose_of(step) for step in steps), most=most)

    def steps(self, key: OccurrenceKey) -> tuple[Step, ...]:
        """What is gone through, of the shorter version where that was begun; none where it has left its plan."""
        reminder = self.reminders[key]
        return self.agenda.steps(reminder.occurrence, reminder.most)

    def _read_again(self, now: datetime) -> None:
        since, ahead = self._asked_for
        self.reload(now, since=since, ahead=ahead)

    def _flushed(self, now: datetime) -> bool:
        """Whether the journal could take something that waited for it."""
        try:
            return self._outbox.flush(now)
        except JournalCorrupt:
            raise
        except JournalError:
            return False  # told when it began, and tried again at the next look

    def _replay(self, entries: list[Event], now: datetime) -> None:
        """The reminders, from these entries and what is not written yet."""
        self._entries, self.reminders = {}, {}
        for entry in entries:
            self._entries.setdefault(entry.key, []).append(entry)
        for key in self._outbox.keys():  # noqa: SIM118 - it is no mapping
            self._entries.setdefault(key, [])
        self._entries.pop(OccurrenceKey(), None)
        for key, written in self._entries.items():
            true = self._outbox.plausible(key, now, after=written)
            written.extend(self._outbox.of(key))
            if true and true[-1].about:
                with self._contain(key, true[-1].about.title):
                    self.reminders[key] = replay(true[-1].about, true)
        self._under_way = {key for key, one in self.reminders.items() if one.phase is Phase.STARTED}

    def _take_days_off(self) -> None:
        """What is planned for a day off is shown as what it will be written down as."""
        self.taken_off = set()
        if not self.days_off:
            return
        for key, one in self.reminders.items():
            if one.phase is Phase.UPCOMING and (day := binding(one.occurrence, self.days_off)):
                off = replace(one, phase=Phase.EXCUSED, reason=ExcuseReason.DAYS_OFF, note=day.note)
                self.reminders[key] = off
                self.taken_off.add(key)

    def _take(self, row: StoredEvent, now: datetime) -> None:
        self._cursor = max(self._cursor, row.id)
        if row.entry.at > now + FUTURE:
            return
        if row.entry.kind in {EventKind.PAUSED, EventKind.RESUMED}:
            self._paused.append(row.entry)
        self._safety.take(row.entry)
        self._evolve(row.entry)

    def _evolve(self, entry: Event) -> None:
        if entry.about is not None:
            self._entries.setdefault(entry.key, []).append(entry)
            if entry.key not in self.reminders:
                self._rounds = None
            state = self.reminders.get(entry.key, Reminder(entry.about))
            with self._contain(entry.key, entry.about.title):
                self.reminders[entry.key] = state = evolve(state, entry)
            self._under_way.discard(entry.key)
            if state.phase is Phase.STARTED:
                self._under_way.add(entry.key)

    def _lay_agenda(self, until: datetime) -> None:
        asked = {o.key: o for o in self.agenda.occurrences(self._from, until)}
        for key, reminder in list(self.reminders.items()):
            if reminder.phase is not Phase.UPCOMING:
                if reminder.phase in WAITING and (found := self.agenda.find(key)):
                    occurrence = replace(reminder.occurrence, title=found[1].title)
                    self.reminders[key] = replace(reminder, occurrence=occurrence)
                continue
            # announced but never shown: it goes where the plan, or the computer, has moved it
            if key in asked:
                self.reminders[key] = replace(reminder, occurrence=asked[key])
            elif reminder.waits_from is None or self._left_its_plan(reminder):
                # else somebody wanted it back: its plan may have been away, and its times count from now
                del self.reminders[key]
        self.misjudged = [
            one for key, one in asked.items() if key in self.reminders and is_misjudged(self.reminders[key], one)
        ]
        done = answered_elsewhere(self.reminders.values(), asked, self.agenda.seen_at)
        for key, occurrence in asked.items():
            if key not in done or key in self.reminders:
                self.reminders.setdefault(key, Reminder(occurrence))
        self._take_days_off()
        self._rounds = None
