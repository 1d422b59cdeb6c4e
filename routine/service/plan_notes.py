"""Knows when a person is told that a plan begins, or is through, each once. Must not know the words.

A plan that begins later than it was loaded says so on the morning of its first day; one that ends says so after
its last session, and once more the morning after. What nobody saw for a week is not told any more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from msgspec import Struct

from routine.core.events import Actor, EventKind, Shown, ShownCard
from routine.core.identifiers import PlanChange
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.loaded_plans import PlanCopy
from routine.core.notification import ActionId, Notification
from routine.core.plan_stages import last_occurrence
from routine.core.recurrence import due_utc
from routine.core.reminder_states import FINAL
from routine.core.repeat_offers import RepeatReason, repeat_offers
from routine.core.schedule import Schedule
from routine.errors import JournalError
from routine.ports import TICK
from routine.presentation.plan_cards import (
    plan_begins_card,
    plan_copy_card,
    plan_has_begun_card,
    plan_through_card,
    plan_weeks_card,
    repeat_card,
)
from routine.presentation.time_format import written
from routine.service.history import History
from routine.service.plan_registry import PlanRegistry
from routine.service.presenter import Presenter
from routine.service.reminder_store import ReminderStore

MORNING = time(7)
_A_DAY = timedelta(days=1)
_GOOD_FOR = timedelta(days=7)
LOOK_AT_PLANS = "notes about plans"
_REPEATS = {RepeatReason.AWAY: ShownCard.PLAN_AWAY, RepeatReason.HARDER: ShownCard.PLAN_HARDER}
_CARDS = (
    ShownCard.PLAN_BEGINS,
    ShownCard.PLAN_THROUGH,
    ShownCard.PLAN_THROUGH_AGAIN,
    ShownCard.PLAN_COPY,
    *_REPEATS.values(),
)
_CHANGES = {ActionId.AGAIN: PlanChange.AGAIN, ActionId.BACK: PlanChange.BACK}


class PlanNote(Struct, frozen=True):
    """What is to be told of one plan, from one instant on and until another."""

    plan: str
    kind: ShownCard
    since: datetime
    until: datetime
    card: Notification
    asks_first: SessionRef
    """Whose quiet hours stand for the plan's."""
    after: OccurrenceKey | None = None
    """The key of the occurrence that has to be over before."""
    told_since: datetime | None = None
    """From when on a card of this kind has said it already; None for `since`."""

    @property
    def name(self) -> str:
        return f"{self.kind} {self.plan}"


class PlanNotes:
    """Looks, whenever the service looks, whether there is something to tell of a plan."""

    def __init__(
        self,
        plans: PlanRegistry,
        history: History,
        store: ReminderStore,
        presenter: Presenter,
        change_plan: Callable[[str, PlanChange, Callable[[str], None]], None],
    ) -> None:
        """`change_plan` has a plan changed, and says what came of it."""
        self._change_plan = change_plan
        self._plans = plans
        self._history = history
        self._store = store
        self._presenter = presenter
        self._notes: tuple[PlanNote, ...] = ()
        self._worked_out_from: Schedule | None = None
        self._of_files_shown: set[str] = set()
        self._shown: dict[tuple[ShownCard, str], datetime] | None = None

    def show_when_due(self, now: datetime) -> datetime | None:
        """Each that is due, where nothing forbids a card; the answer is when to look for the next."""
        if self._worked_out_from is not self._store.agenda:
            self._worked_out_from = self._store.agenda
            self._notes = tuple(_notes_of(self._store.agenda))
        looks: list[datetime] = []
        of_files = [*(_of_copy(copy, now) for copy in self._plans.copies), *self._of_weeks()]
        self._withdraw_all_but({note.name for note in of_files})
        for note in (*self._notes, *self._repeats(now), *of_files):
            if now >= note.until or self._was_shown(note, now):
                continue
            if now < note.since:
                looks.append(note.since)
            elif self._waits_for_its_last(note):
                continue
            elif (gate := self._presenter.gate(note.asks_first.at(now), now)).closed:
                looks.append(gate.until or now + TICK)
            else:
                if note in of_files:
                    self._of_files_shown.add(note.name)
                answered = partial(self._answered, note.plan)
                self._presenter.show_once(note.name, note.card, partial(self._seen, note, now), answered)
        return min(looks, default=None)

    def _withdraw_all_but(self, names: Collection[str]) -> None:
        """A copy that is gone, or a line that was written, needs no card any more."""
        for name in self._of_files_shown.difference(names):
            self._presenter.withdraw_once(name)
        self._of_files_shown.intersection_update(names)

    def _of_weeks(self) -> Iterator[PlanNote]:
        for plan, day in self._plans.counted_from_here:
            since = due_utc(day, time(0), self._store.agenda.zone_of(plan))
            card, asks_first = plan_weeks_card(plan.title, day.isoformat()), SessionRef.of(plan.id, "")
            yield PlanNote(plan.id, ShownCard.PLAN_BEGINS, since, since + _GOOD_FOR, card, asks_first)

    def _repeats(self, now: datetime) -> Iterator[PlanNote]:
        for offer in repeat_offers(self._store.agenda, self._store.reminders.values(), now):
            stage, away = offer.stage, offer.reason is RepeatReason.AWAY
            card = repeat_card(stage.title, stage.plan, away=away, first_week=stage.week == 1)
            asks_first = SessionRef.of(stage.plan, "")
            yield PlanNote(stage.plan, _REPEATS[offer.reason], offer.since, now + _A_DAY, card, asks_first)

    def _answered(self, plan: str, said: ActionId) -> None:
        if said in _CHANGES:
            self._change_plan(plan, _CHANGES[said], self._presenter.show_note)

    def _waits_for_its_last(self, note: PlanNote) -> bool:
        """An answer, or time, ends it, and the service looks again then."""
        last = self._store.reminders.get(note.after) if note.after else None
        return last is not None and last.phase not in FINAL

    def _was_shown(self, note: PlanNote, now: datetime) -> bool:
        """Also by a service before this one; of a plan that begins once more it is told once more."""
        if self._shown is None:
            try:
                there = self._history.events(now, kinds=(EventKind.SHOWN,), since=now - 2 * _GOOD_FOR)
            except JournalError:
                # rather twice than never; the journal's trouble is told elsewhere
                return False
            shown = [one for one in there if isinstance(one, Shown) and one.card in _CARDS]
            self._shown = {(one.card, one.session): one.at for one in shown}
        shown_at = self._shown.get((note.kind, note.plan))
        since = note.told_since or note.since
        return shown_at is not None and (shown_at >= since or note.kind is ShownCard.PLAN_COPY)

    def _seen(self, note: PlanNote, now: datetime) -> None:
        entry = Shown(now, Actor.SERVICE, session=note.plan, card=note.kind)
        self._shown = {**(self._shown or {}), (note.kind, note.plan): entry.at}
        with suppress(JournalError):  # it waits in the outbox
            self._history.record([entry])


def _of_copy(copy: PlanCopy, now: datetime) -> PlanNote:
    """Told once, and once more after a fortnight if it lies there still."""
    name = copy.file.name
    asks_first = SessionRef.of(copy.original, "")
    return PlanNote(name, ShownCard.PLAN_COPY, now, now + _A_DAY, plan_copy_card(name, copy.original), asks_first)


def _notes_of(agenda: Schedule) -> Iterator[PlanNote]:
    for plan in agenda.plans:
        known, zone = agenda.seen.plans.get(plan.id), agenda.zone_of(plan)
        starts = agenda.span_of(plan).starts
        rests_on = any(rest.last is None for rest in plan.period.rests)
        if known is None or starts is None or not plan.sessions or rests_on:
            continue
        asks_first = SessionRef.of(plan.id, plan.sessions[0].id)
        if known.astimezone(zone).date() < starts:
            begins = _morning(starts, zone)
            card = plan_begins_card(plan.title, plan.period.weeks)
            first_day_ends, kind = due_utc(starts + _A_DAY, time(0), zone), ShownCard.PLAN_BEGINS
            yield PlanNote(plan.id, kind, begins, first_day_ends, card, asks_first)
            late = plan_has_begun_card(plan.title, written(starts, starts))
            yield PlanNote(plan.id, kind, first_day_ends, begins + _GOOD_FOR, late, asks_first, told_since=begins)
        last = last_occurrence(plan, agenda)
        if last is None or last.due < known:
            continue
        after, card = _morning(last.planned.date() + _A_DAY, zone), plan_through_card(plan.title, plan.id)
        if last.due < after:
            yield PlanNote(plan.id, ShownCard.PLAN_THROUGH, last.due, after, card, asks_first, last.key)
        yield PlanNote(plan.id, ShownCard.PLAN_THROUGH_AGAIN, after, after + _GOOD_FOR, card, asks_first)


def _morning(day: date, zone: tzinfo) -> datetime:
    return due_utc(day, MORNING, zone)
