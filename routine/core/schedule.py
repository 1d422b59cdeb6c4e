"""Knows what all plans together ask for, and since when; must not know who asks or what is on the screen.

A time somebody has just typed is never late: each slot counts from the moment it was first seen in a plan, and
that moment is in the journal (`plan_loaded`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from operator import is_
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from routine.core.events import Event, PlanLoaded, StoredEvent
from routine.core.ids import LIBRARY, OccurrenceKey, SessionRef
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.plan import Plan, ReminderPolicy, Session
from routine.core.recurrence import Course, Instance, Once, PlanPeriod, Slot, Weekly, due_utc, expand
from routine.core.renames import NameChange, name_changes_in
from routine.core.steps import SessionLengths, Step, only_read, steps_of

_AWAY = timedelta(days=1)
_EVER = timedelta(days=365 * 400)
_TRAVEL = timedelta(days=2)
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_USUAL = timedelta(days=4), timedelta(days=40)
"""How many days reminders are replayed for, at least and at most."""
_MOST_POLICIES = 2000
"""So many are kept at most: a service that stays for months is asked of ever new days."""


class FirstSeen(Struct, frozen=True):
    """When each plan was first loaded, and each of its slots first seen."""

    plans: Mapping[str, datetime] = field(default_factory=dict)
    slots: Mapping[tuple[str, str, str], datetime] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    """What each plan's content hashed to when it was last loaded."""
    own: frozenset[str] = frozenset()
    """The plans that were ever loaded from the person's own folder."""
    gone: Mapping[str, datetime] = field(default_factory=dict)
    """Since when a plan that was there has been away."""
    began: Mapping[str, date] = field(default_factory=dict)
    """The local day from which a plan's weeks are counted.

    Not of a plan that only an earlier version wrote down: that one counted from the Monday of the week in which it
    was first loaded, and what runs by it goes on so.
    """

    def with_load(self, entry: PlanLoaded) -> FirstSeen:
        """After one more `plan_loaded`; slots that left the plan are forgotten."""
        plan = entry.plan
        there = {(plan, session, slot) for session, slots in entry.slots.items() for slot in slots}
        kept = {key: at for key, at in self.slots.items() if key[0] != plan or key in there}
        away = {name: since for name, since in self.gone.items() if name != plan}
        if not there and any(key[0] == plan for key in self.slots):
            away[plan] = entry.at
        # taken up again after a while it begins anew; a file that was only moved about goes on
        anew = plan in self.gone and entry.at - self.gone[plan] >= _AWAY
        return FirstSeen(
            {plan: entry.at, **self.plans} | ({plan: entry.at} if anew else {}),
            {**dict.fromkeys(there, entry.at), **kept},
            {**self.digests, plan: entry.digest},
            self.own if entry.shipped or not entry.digest else self.own | {plan},
            away,
            {**self.began, plan: entry.began} if entry.began else self.began,
        )

    def with_names(self, change: NameChange) -> FirstSeen:
        """After plans and sessions have been renamed: what was seen of them goes with them.

        Where one goes on in another that is there already, both were seen when the first of them was.
        """
        names = change.names
        # what went by that name before, and has gone, is another
        gone = {plan for plan in names.values() if plan in self.gone}
        plans, began = _without(self.plans, gone), _without(self.began, gone)
        digests = _without(self.digests, gone)
        slots = {(change.ref(SessionRef.of(p, s)), slot, at) for (p, s, slot), at in self.slots.items()}
        return FirstSeen(
            _earliest((names.get(plan, plan), at) for plan, at in plans.items()),
            _earliest(((ref.plan, ref.session, slot), at) for ref, slot, at in slots),
            {names.get(plan, plan): digests[plan] for plan in sorted(digests, key=lambda plan: plan not in names)},
            frozenset(names.get(plan, plan) for plan in self.own),
            {plan: at for plan, at in self.gone.items() if plan not in names.values()},
            _earliest((names.get(plan, plan), day) for plan, day in began.items()),
        )

    def first_day(self, plan: Plan, now: datetime, zone: tzinfo) -> date | None:
        """The day from which the plan counts its weeks, as it is loaded now; None where it counts none."""
        if plan.period.starts or not plan.counts_weeks:
            return plan.period.starts
        today = now.astimezone(zone).date()
        counted = any(_counts_weeks(slot) for name, _, slot in self.slots if name == plan.id)
        known = self.day_begun(plan.id, zone) if counted or plan.id in self.gone else self.began.get(plan.id)
        if known is None or now - self.gone.get(plan.id, now) >= _AWAY:
            return today
        # weeks that are counted for the first time, or again, do not end before they have begun
        return known if counted or not replace(plan.period, starts=known).is_over(today) else today

    def day_begun(self, plan: str, zone: tzinfo) -> date | None:
        """The day from which the weeks of a plan that names none are counted, as far as it was ever loaded."""
        first = self.plans.get(plan)
        return self.began.get(plan) or (monday_of(first.astimezone(zone).date()) if first else None)


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Time = TypeVar("_Time", date, datetime)


def _without(found: Mapping[str, _Value], left_out: Collection[str]) -> dict[str, _Value]:
    return {name: value for name, value in found.items() if name not in left_out}


def _earliest(found: Iterable[tuple[_Key, _Time]]) -> dict[_Key, _Time]:
    earliest: dict[_Key, _Time] = {}
    for key, at in found:
        earliest[key] = min(at, earliest.get(key, at))
    return earliest


def first_seen_in(entries: Iterable[Event]) -> FirstSeen:
    """What these `plan_loaded` and `renamed`, oldest first, amount to."""
    seen, there = FirstSeen(), [StoredEvent(place, entry) for place, entry in enumerate(entries)]
    changes = {change.row: change for change in name_changes_in(there)}
    for row in there:
        if isinstance(row.entry, PlanLoaded):
            seen = seen.with_load(row.entry)
        elif row.id in changes:
            seen = seen.with_names(changes[row.id])
    return seen


def slots_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Each session's slots as the journal writes them: all that decides when it comes round."""
    return {session.id: _slots(session, plan) for session in plan.sessions}


def _frame(plan: Plan) -> str:
    return f"{plan.period.starts or ''}+{plan.period.weeks or ''} {plan.timezone}".strip("+ ")


def _slots(session: Session, plan: Plan) -> tuple[str, ...]:
    match session.rule:
        case Once(at):
            return (at.isoformat(),)
        case Course() as course:
            return tuple(_visit(planned, plan) for planned in course.all())
        case Weekly() as weekly:
            frame = _frame(plan)
            return tuple(_slot(weekly, slot, frame) for slot in weekly.slots)


def _visit(planned: datetime, plan: Plan) -> str:
    return f"{planned:%Y-%m-%dT%H:%M} {plan.timezone}".rstrip()


def _slot(rule: Weekly, slot: Slot, frame: str) -> str:
    part = ",".join((*(f"{first}-{last or ''}" for first, last in rule.weeks), *map(str, rule.cycles)))
    return " ".join(word for word in (str(slot), part, frame) if word)


def _counts_weeks(slot: str) -> bool:
    """Whether a slot, as the journal writes it, is of a plan that counts weeks: a number follows the time."""
    return slot.count(" ") > 1 and slot.split(" ")[2][:1].isdigit()


class Schedule(Struct, frozen=True, dict=True):
    """All plans, laid over the calendar. `zone` is where the computer is; `zones` the others that plans name."""

    plans: tuple[Plan, ...]
    zone: tzinfo
    zones: Mapping[str, tzinfo] = field(default_factory=dict)
    defaults: ReminderPolicy = field(default_factory=ReminderPolicy)
    seen: FirstSeen = field(default_factory=FirstSeen)
    library: Callable[[str], tuple[Plan, Session] | None] | None = None
    """Makes a session of an exercise or a sequence, by its id; no plan asks for it, and it is begun at will."""
    lengths: SessionLengths = field(default_factory=SessionLengths)
    """Schedules of the same plans may have it in common."""

    def is_made_of_same(self, other: Schedule) -> bool:
        """Whether both are of the very same plans, zones and loads: what one has worked out holds for both."""
        alike = len(self.plans) == len(other.plans) and all(map(is_, self.plans, other.plans))
        there = (self.zone, self.zones, self.defaults) == (other.zone, other.zones, other.defaults)
        return alike and there and self.seen is other.seen

    def zone_of(self, plan: Plan) -> tzinfo:
        return self.zones.get(plan.timezone, self.zone)

    def span_of(self, plan: Plan) -> PlanPeriod:
        """The plan's part of the calendar; one that counts weeks without a start begins when first loaded."""
        if not plan.needs_start:
            return plan.period
        day = self.seen.day_begun(plan.id, self.zone_of(plan))
        return replace(plan.period, starts=day) if day else plan.period

    def occurrences(self, after: datetime, until: datetime, *, planned: bool = False) -> list[Occurrence]:
        """Every occurrence with `after` < due <= `until`, by due time.

        With `planned`, also those that were past already when their slot was first seen: a calendar's view, not
        a reminder's.
        """
        days = (after.astimezone(UTC).date(), until.astimezone(UTC).date())
        if not _USUAL[0] <= days[1] - days[0] <= _USUAL[1] or planned:
            return self._laid_out(after, until, planned=planned)
        if days not in self._usual_days:
            self._usual_days.clear()
            begin, end = (datetime.combine(day, time(0), UTC) - _INSTANT for day in (days[0], days[1] + _DAY))
            self._usual_days[days] = self._laid_out(begin, end, planned=False)
        return [one for one in self._usual_days[days] if after < one.due <= until]

    @cached_property
    def _usual_days(self) -> dict[tuple[date, date], list[Occurrence]]:
        """What every look and every request asks for: the same whole days (UTC) until the day is over."""
        return {}

    def _laid_out(self, after: datetime, until: datetime, *, planned: bool) -> list[Occurrence]:
        found = [
            occurrence for plan in self.plans for occurrence in self._of_plan(plan, after, until, planned=planned)
        ]
        return sorted(found, key=lambda occurrence: (occurrence.due, occurrence.key))

    def still_plans(self, occurrence: Occurrence) -> bool:
        """Whether it is planned still; the computer may have travelled since, and its due time with it."""
        asked = self.occurrences(occurrence.due - _TRAVEL, occurrence.due + _TRAVEL, planned=True)
        return any(one.key == occurrence.key for one in asked)

    def occurrence(self, key: OccurrenceKey) -> Occurrence | None:
        """The planned occurrence that goes by this key, also where its time had passed when it was first seen.

        What is in the library may be begun at any minute.
        """
        try:
            if key.session_ref not in self._by_name and (found := self.find(key)):
                return self.begun_at(*found, due_utc(key.planned.date(), key.planned.time(), self.zone))
            planned = key.planned.replace(tzinfo=self.zone_for(key))
            around = self.occurrences(planned - _AWAY, planned + _AWAY, planned=True)
        except (ValueError, OverflowError):
            return None
        return next((one for one in around if one.key == key), None)

    def find(self, key: OccurrenceKey) -> tuple[Plan, Session] | None:
        """The plan and session an occurrence's key names, if they are still there."""
        return self.find_session(key.session_ref)

    def find_session(self, ref: SessionRef) -> tuple[Plan, Session] | None:
        found = self._by_name.get(ref)
        return self.library(ref.session) if found is None and self.library and ref.plan == LIBRARY else found

    def begun_at(self, plan: Plan, session: Session, due: datetime, turn: int = 0) -> Occurrence:
        """One that nobody planned, at this minute."""
        key = OccurrenceKey.of(plan.id, session.id, due.astimezone(self.zone_of(plan)).replace(tzinfo=None))
        return Occurrence(
            key, due, session.title, session.practice, self.lengths.planned(plan, session, turn), turn
        )

    @cached_property
    def _by_name(self) -> dict[SessionRef, tuple[Plan, Session]]:
        every = ((plan, session) for plan in self.plans for session in plan.sessions)
        return {SessionRef.of(plan.id, session.id): (plan, session) for plan, session in every}

    def policy(self, key: OccurrenceKey) -> ReminderPolicy:
        """How the occurrence reminds; the defaults when its session is gone."""
        policy = self._policies.get(key)
        if policy is None:
            name = key.session_ref
            if len(self._policies) > _MOST_POLICIES:
                self._policies.clear()
            if name not in self._policies:
                found = self.find(key)
                self._policies[name] = found[0].policy(found[1], self.defaults) if found else self.defaults
            policy = self._policies[key] = self._policies[name]
        return policy

    @cached_property
    def _policies(self) -> dict[str, ReminderPolicy]:
        """By session and by occurrence, as they are asked for: every look asks for every open reminder's."""
        return {}

    def is_read(self, occurrence: Occurrence) -> bool:
        """Whether nothing is done in it: how it went is no question, and nothing is compared with it."""
        return only_read(self.steps(occurrence))

    def most_of(self, occurrence: Occurrence, most: timedelta | None) -> timedelta | None:
        """None where nothing is left out of it: it is short as it is, or cannot be done in so little time."""
        return None if most is None or self.steps(occurrence, most) == self.steps(occurrence) else most

    def steps(self, occurrence: Occurrence, most: timedelta | None = None) -> tuple[Step, ...]:
        """What is gone through; nothing where its session has left the plan, or is nothing to go through.

        `most`: of its shorter version, which takes so long at most; where there is none, of the whole.
        """
        found = self.find(occurrence.key)
        if found is None or not found[1].rotation:
            return ()
        plan, session = found
        sequence = plan.sequences[session.sequence_at(occurrence.turn)]
        if most is not None:
            from routine.core.shorter_version import shorter_steps  # noqa: PLC0415 - few sessions are begun shorter

            if shorter := shorter_steps(sequence, session.rounds, most):
                return shorter
        return steps_of(sequence, session.rounds)

    def moves(self, occurrence: Occurrence) -> bool:
        """Whether it asks the body to move; where its session has left the plan, its practice tells."""
        if occurrence.asks is not OccurrenceKind.SESSION:
            return False
        found = self.find(occurrence.key)
        if found is None:
            return occurrence.practice is None or occurrence.practice.moves
        plan, session = found
        turn = (plan.id, session.id, occurrence.turn % max(1, len(session.rotation)))
        if turn not in self._moves:
            self._moves[turn] = plan.moves(session, turn[2])
        return self._moves[turn]

    @cached_property
    def _moves(self) -> dict[tuple[str, str, int], bool]:
        """By session and turn, as they are asked for: every look asks of every open reminder."""
        return {}

    def zone_for(self, key: OccurrenceKey) -> tzinfo:
        """In which its times were planned. People are told times where they are: in `zone`."""
        found = self.find(key)
        return self.zone_of(found[0]) if found else self.zone

    def quiet_zone(self, key: OccurrenceKey) -> tzinfo:
        """In which its quiet hours are meant: a plan's own in the plan's zone, the person's where they are."""
        found = self.find(key)
        said = found and (found[0].remind.quiet is not None or found[1].remind.quiet is not None)
        return self.zone_for(key) if said else self.zone

    def seen_at(self, one: Occurrence) -> datetime | None:
        """Since when a plan has asked for it; None where none does."""
        found = self.find(one.key)
        if found is None:
            return None
        instance = Instance(one.due, one.planned, one.turn)
        return self._first_seen(*found, instance, _frame(found[0]))

    def _of_plan(self, plan: Plan, after: datetime, until: datetime, *, planned: bool) -> Iterator[Occurrence]:
        # once a plan, not once a session: to know its span it looks at every session
        period, zone, frame = self.span_of(plan), self.zone_of(plan), _frame(plan)
        for session in plan.sessions:
            # what was agreed with a professional goes on while the exercises rest
            asked = period if session.asks is OccurrenceKind.SESSION else replace(period, rests=())
            for instance in expand(session.rule, asked, zone, after, until):
                if not planned and instance.due < self._first_seen(plan, session, instance, frame):
                    continue
                key = OccurrenceKey.of(plan.id, session.id, instance.planned)
                length = self.lengths.planned(plan, session, instance.turn % max(1, len(session.rotation)))
                title, asks, visits = session.title, session.asks, _visits(session)
                yield Occurrence(key, instance.due, title, session.practice, length, instance.turn, asks, visits)

    def _first_seen(self, plan: Plan, session: Session, instance: Instance, frame: str) -> datetime:
        """The instant from which this slot counts; far ahead while no journal has seen it."""
        match session.rule:
            case Once(at):
                slot = at.isoformat()
            case Course():
                slot = _visit(instance.planned, plan)
            case Weekly() as weekly:
                slot = self._slot(weekly, instance, frame)
        return self.seen.slots.get((plan.id, session.id, slot), instance.due + _EVER)

    def _slot(self, rule: Weekly, instance: Instance, frame: str) -> str:
        key = (instance.planned.weekday(), instance.planned.time(), id(rule), frame)
        if key not in self._slot_texts:
            self._slot_texts[key] = _slot(rule, Slot(key[0], key[1]), frame)
        return self._slot_texts[key]

    @cached_property
    def _slot_texts(self) -> dict[tuple[int, time, int, str], str]:
        """By weekday, time, rule (which its plan keeps alive) and frame: each occurrence asks for its slot's."""
        return {}


def _visits(session: Session) -> int:
    """A visit is known by its number: the snapshot in the journal counts without the plan."""
    return session.rule.visits if session.asks is OccurrenceKind.VISIT and isinstance(session.rule, Course) else 0


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
