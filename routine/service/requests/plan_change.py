"""Knows how a plan is repeated, put back, paused, ended, removed or set to other times without opening its text.

The text stays the truth: what is said there is changed, and nothing else in it. What it was before is kept, and
the journal knows under which name, so that it can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from routine.core import durations
from routine.core.events import PlanChanged, TextChange
from routine.core.identifiers import PlanChange
from routine.core.length_input import parse_length
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import Plan
from routine.core.plan_dates import at_rest, begun_so_that, current_week, gone_on, is_draft
from routine.core.plan_edit import FieldEdit, FieldValue, NewSession
from routine.core.recurrence import WEEK, PlanPeriod, RestDays
from routine.core.selection import SessionName, named
from routine.core.time_input import parse_time_of_day
from routine.errors import NothingToActOn, PlanError, SystemFault, UsageError
from routine.ports import PlanTexts
from routine.presentation import plan_changes as words
from routine.presentation import plan_list
from routine.reading import scalars
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.plan_messages import ChangePlanRequest, PlanChangeDone

_A_DAY = timedelta(days=1)


class NewText(Struct, frozen=True):
    """What becomes of one plan's text; None where the file is taken away."""

    plan: str
    before: bytes | None
    after: bytes | None


def change_plan(request: ChangePlanRequest, context: RequestContext, now: datetime) -> PlanChangeDone:
    """Raises UsageError, NothingToActOn, PlanError, SystemFault before anything is changed; JournalError."""
    store = context.store(now)
    change = _Change(request, context, store, _plan(request.plan, context, store), now)
    acts = {
        PlanChange.AGAIN: change.repeat,
        PlanChange.BACK: change.repeat,
        PlanChange.PAUSE: change.pause,
        PlanChange.RESUME: change.resume,
        PlanChange.FINISH: change.finish,
        PlanChange.REMOVE: change.remove,
        PlanChange.SET: change.set_times,
        PlanChange.SWAP: change.swap,
        PlanChange.REST: change.rest_others,
        PlanChange.EDIT: change.edit,
    }
    if request.change not in acts:
        raise UsageError(*words.unknown_change())
    return acts[request.change]()


def _plan(typed: str, context: RequestContext, store: ReminderStore) -> Plan:
    """The plan in force that goes by that name. Raises UsageError, PlanError."""
    name = typed.removesuffix(".toml")
    plans = {plan.id: plan for plan in store.agenda.plans if plan.id in context.plans.digests}
    if found := plans.get(name) or {each.casefold(): plan for each, plan in plans.items()}.get(name.casefold()):
        return found
    if titled := [plan for plan in plans.values() if plan.title.casefold() == name.casefold()]:
        return titled[0]
    if name in context.plans.unread:
        raise PlanError(*words.has_problems(name))
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistyped name

    raise UsageError(*words.unknown_plan(typed, get_close_matches(name, plans, n=2), list(plans)))


class _Change:
    """One plan, and what is to become of it."""

    def __init__(
        self, request: ChangePlanRequest, context: RequestContext, store: ReminderStore, plan: Plan, now: datetime
    ) -> None:
        self._request = request
        self._context = context
        self._store = store
        self._plan = plan
        self._now = now
        self._today = now.astimezone(store.agenda.zone_of(plan)).date()
        self._period = store.agenda.span_of(plan)

    def repeat(self) -> PlanChangeDone:
        """A week of it comes once more, from the day on which its next one would begin."""
        title, period = self._plan.title, self._period
        if not self._plan.counts_weeks or period.starts is None:
            raise NothingToActOn(*words.all_weeks_alike(title))
        week = current_week(period, self._today)
        if week is None:
            raise NothingToActOn(*words.not_begun(title))
        if self._request.change is PlanChange.BACK:
            week -= 1
        if week < 1:
            raise NothingToActOn(*words.in_first_week(title, self._plan.id))
        first = begun_so_that(week, period, self._today)
        awake = gone_on(period, self._today)
        self._write(replace(awake, starts=first, ends=None))
        coming = first + (week - 1) * timedelta(days=WEEK)
        return self._done(week=week, weeks=period.weeks, first=coming)

    def pause(self) -> PlanChangeDone:
        self._refuse_over()
        if self._period.resting(self._today):
            raise NothingToActOn(*words.paused_already(self._plan.title, self._plan.id))
        self._write(at_rest(self._period, self._today))
        return self._done()

    def resume(self) -> PlanChangeDone:
        self._refuse_over()
        if not self._period.resting(self._today):
            raise NothingToActOn(*words.not_paused(self._plan.title))
        awake = gone_on(self._period, self._today)
        zone, loaded = self._store.agenda.zone_of(self._plan), self._store.agenda.seen.plans.get(self._plan.id)
        if is_draft(self._period, loaded and loaded.astimezone(zone).date()):
            # nobody was ever reminded of it: there is no rest to remember
            awake = replace(awake, rests=tuple(each for each in self._period.rests if each.last))
        self._write(awake)
        return self._done()

    def finish(self) -> PlanChangeDone:
        self._refuse_over()
        rests = gone_on(self._period, self._today).rests
        self._write(replace(self._period, ends=self._today - _A_DAY, rests=rests))
        return self._done()

    def remove(self) -> PlanChangeDone:
        texts, plan = self._texts, self._plan.id
        before = texts.read(plan)
        if before is None:
            return self._let_go()
        self._record([NewText(plan, before, None)])
        file = texts.put_aside(plan)
        self._context.journal_changed()
        return self._done(file=file)

    def _let_go(self) -> PlanChangeDone:
        """Its file is away, and it would be kept for a while. Raises NothingToActOn."""
        if self._context.plans.shipped:
            raise NothingToActOn(*words.came_with_routine(self._plan.title))
        self._record([NewText(self._plan.id, None, None)])
        self._context.journal_changed()
        return self._done()

    def set_times(self) -> PlanChangeDone:
        """A session comes on other days, at another time."""
        request = self._request
        if not request.days and not request.at:
            raise UsageError(*words.days_or_time())
        sessions = [
            SessionName(self._plan.id, each.id, each.title)
            for each in self._plan.sessions
            if each.asks is OccurrenceKind.SESSION
        ]
        found = named(request.session, sessions)
        if len(found) > 1:
            raise UsageError(*words.several_sessions(request.session, [each.session for each in found]))
        days, at = _days(request.days), _times(request.at)
        from routine.reading.edit import with_session_at  # noqa: PLC0415 - only what writes a plan imports tomlkit

        before = self._text()
        after = with_session_at(before, found[0].session, days, at)
        moved = self._put_apart(before, after, [found[0].session])
        return self._done(session=found[0].title, others=moved)

    def edit(self) -> PlanChangeDone:
        """Single values are said anew, a session comes, or one goes."""
        from routine.reading import form_edit  # noqa: PLC0415 - likewise

        request, before = self._request, self._text()
        if not all(each.is_known for each in request.edits):
            raise UsageError(*words.unknown_change())
        after = form_edit.with_fields(before, [_as_written(each) for each in request.edits])
        if request.adds and after is not None:
            new = _tidied(request.adds)
            after = form_edit.with_session_added(after, new)
        if request.removes and after is not None:
            after = form_edit.without_session(after, request.removes)
        if after == before:
            return self._done()
        changed = {each.session for each in request.edits if each.key in {"days", "at"}}
        return self._done(others=self._put_apart(before, after, changed))

    def _put_apart(self, before: bytes, after: bytes | None, changed: Collection[str]) -> tuple[str, ...]:
        """What took turns still does. The titles of what came on other days for that. Raises as `_put` does."""
        moved: list[str] = []
        if changed and after is not None:
            from routine.reading.days_in_turn import kept_apart  # noqa: PLC0415 - only what writes a plan reads it

            after, moved = kept_apart(before, after, changed)
        self._put([NewText(self._plan.id, before, after)])
        return tuple(moved)

    def swap(self) -> PlanChangeDone:
        """An easier exercise comes in the place of another, from the next time on."""
        from routine.library.catalogue import catalogue  # noqa: PLC0415 - only what writes a plan reads the library
        from routine.reading.exercise_swap import with_exercise_swapped  # noqa: PLC0415 - it imports tomlkit

        library, before = catalogue(), self._text()
        exercise, instead = (
            library.exercises.get(name) for name in (self._request.exercise, self._request.instead)
        )
        if exercise is None or instead is None:
            raise UsageError(*words.unknown_change())
        after = with_exercise_swapped(before, self._request.session, exercise, instead, library.sequences)
        self._put([NewText(self._plan.id, before, after)])
        return self._done(others=(exercise.title, instead.title))

    def rest_others(self) -> PlanChangeDone:
        """Every other plan that moves rests until this one is over, and then goes on with the week it was in."""
        last = self._period.last_day
        if last is None or last < self._today:
            raise NothingToActOn(*words.goes_on_for_ever(self._plan.title))
        others = [plan for plan in self._store.agenda.plans if self._is_to_rest(plan)]
        new = []
        for plan in others:
            period = self._store.agenda.span_of(plan)
            rested = at_rest(period, self._today, last)
            if plan.counts_weeks and period.starts and period.starts <= self._today:
                # as many whole weeks as it rests are added before its end
                weeks = ((last - self._today).days + 1) // WEEK
                rested = replace(rested, starts=period.starts + weeks * timedelta(days=WEEK))
            new.append(self._with_dates(plan, period, rested))
        if new:
            self._put(new)
        return self._done(last=last, others=tuple(plan.title for plan in others))

    def _is_to_rest(self, plan: Plan) -> bool:
        period = self._store.agenda.span_of(plan)
        return (
            plan.id != self._plan.id
            and plan.id in self._context.plans.digests
            and any(session.practice and session.practice.moves for session in plan.sessions)
            and not period.is_over(self._today)
            and not period.resting(self._today)
        )

    def _refuse_over(self) -> None:
        if self._period.is_over(self._today):
            raise NothingToActOn(*words.is_over(self._plan.title, self._plan.id))

    def _write(self, period: PlanPeriod) -> None:
        self._put([self._with_dates(self._plan, self._period, period)])

    def _with_dates(self, plan: Plan, before: PlanPeriod, period: PlanPeriod) -> NewText:
        from routine.reading.edit import with_lines  # noqa: PLC0415 - likewise

        text = self._text(plan.id)
        lines: dict[str, date | Sequence[str] | None] = {}
        if plan.counts_weeks:
            # of a plan that named no first day, its text does from now on
            lines["starts"] = period.starts
        if period.ends != before.ends:
            lines["ends"] = period.ends
        if period.rests != before.rests:
            lines["rests"] = [_written(rest) for rest in period.rests] or None
        return NewText(plan.id, text, with_lines(text, lines))

    def _text(self, plan: str = "") -> bytes:
        """Of a plan that came with routine, the text that becomes the person's own. Raises SystemFault."""
        name = plan or self._plan.id
        text = self._texts.read(name) or self._texts.shipped(name)
        if text is None:
            raise SystemFault(*words.file_is_away(self._texts.file(name), name))
        return text

    def _put(self, new: Sequence[NewText]) -> None:
        """Raises SystemFault, PlanError before anything is changed."""
        texts = self._texts
        for each in new:
            if each.after is None:
                raise SystemFault(*words.by_hand(texts.file(each.plan), each.plan))
            if problems := self._context.problems_in(each.plan, each.after):
                raise PlanError(*words.would_be_wrong(str(problems[0]), each.plan))
        self._record(new)
        for each in new:
            texts.put(each.plan, each.after or b"")
        self._context.journal_changed()

    def _record(self, new: Sequence[NewText]) -> None:
        """Written before the files are changed: what the journal does not know cannot be taken back."""
        texts = self._texts
        changed = tuple(
            TextChange(
                each.plan,
                texts.keep(each.before) if each.before is not None and texts.read(each.plan) is not None else "",
                texts.keep(each.after) if each.after is not None else "",
            )
            for each in new
        )
        entry = PlanChanged(self._now, self._request.by, change=self._request.change, texts=changed)
        self._store.record(entry, self._now, self._request.id)

    @property
    def _texts(self) -> PlanTexts:
        texts = self._context.plan_texts
        if texts is None:
            raise SystemFault(*words.texts_away())
        return texts

    def _done(
        self,
        *,
        week: int | None = None,
        weeks: int | None = None,
        first: date | None = None,
        last: date | None = None,
        file: str = "",
        session: str = "",
        others: tuple[str, ...] = (),
    ) -> PlanChangeDone:
        return PlanChangeDone(
            local_time(self._context, self._now),
            self._plan.id,
            self._plan.title,
            self._request.change,
            week,
            weeks,
            first,
            last,
            file,
            session,
            others,
        )


def _tidied(new: NewSession) -> NewSession:
    return replace(
        new,
        days=_listed(_days(new.days)),
        at=_listed(_times(new.at)),
        length=_length(new.length),
        every=_length(new.every),
        between=_window(new.between),
    )


def _as_written(edit: FieldEdit) -> FieldEdit:
    """Days, times and lengths as plans write them. Raises UsageError for what is no day, or no time."""
    if edit.key in _LENGTHS and isinstance(edit.value, str):
        return replace(edit, value=_LENGTHS[edit.key](edit.value))
    if edit.key not in {"days", "at"} or edit.value is None:
        return edit
    typed = (edit.value,) if isinstance(edit.value, str) else tuple(str(each) for each in _listed(edit.value))
    said = (_days if edit.key == "days" else _times)(typed)
    return replace(edit, value=tuple(said) if isinstance(said, list) else said)


def _length(typed: str) -> str:
    """`45`, `45 min` and `three quarters of an hour` as `45m`; what is none is left for the reader to tell."""
    found = parse_length(f"{typed} min" if typed.isdecimal() else typed)
    return durations.write(found.rest) if found and found.rest and not found.days else typed


def _window(typed: str) -> str:
    """`9-17`, `9 am to 5 pm` as `09:00-17:00`; what is none is left for the reader to tell."""
    parts = re.split(r"\s*(?:[-–—]|\bto\b|\buntil\b)\s*", typed.strip())
    times = [parse_time_of_day(f"{part}:00" if part.isdecimal() else part) for part in parts]
    return "-".join(f"{at:%H:%M}" for at in times if at) if len(times) == 2 and all(times) else typed


_LENGTHS = {"every": _length, "for": _length, "between": _window}
"""What is tidied up, by key."""


def _listed(said: FieldValue | Sequence[str]) -> tuple[str, ...]:
    if said is None or isinstance(said, int):
        return ()
    return (said,) if isinstance(said, str) else tuple(said)


def _written(rest: RestDays) -> str:
    """As a plan's text has it."""
    if rest.last is None:
        return f"from {rest.first}"
    return f"{rest.first}" if rest.last == rest.first else f"{rest.first} to {rest.last}"


def _days(typed: Sequence[str]) -> list[str] | str | None:
    """Raises UsageError for what is no day."""
    said = [word for each in typed for word in each.replace(",", " ").lower().split()]
    try:
        if len(said) == 1 and said[0] in scalars.DAY_WORDS:
            return said[0]
        for word in said:
            scalars.day(word)
    except scalars.ValueProblem as wrong:
        raise UsageError(wrong.what, wrong.fix) from None
    return said or None


def _times(typed: Sequence[str]) -> list[str] | str | None:
    """Raises UsageError for what is no time."""
    pieces = [piece for each in typed for piece in each.split(",")]
    # "6:30 pm" is one time, "7:30 18:00" are two
    said = [word for piece in pieces for word in ([piece] if parse_time_of_day(piece) else piece.split())]
    found = []
    for word in said:
        at = parse_time_of_day(word)
        if at is None:
            raise UsageError(*plan_list.not_a_time(word))
        found.append(f"{at:%H:%M}")
    return found[0] if len(found) == 1 else found or None
