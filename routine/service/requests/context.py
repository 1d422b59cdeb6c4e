"""Knows what every request is answered with: plans, journal, reminders and a place; must not know who asks.

The running service gives its own, a command or the page makes them anew: the same functions work with both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Protocol

from routine.core.plan_stage import PlanStage
from routine.core.plan_stages import plan_stages
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase
from routine.core.selection import next_ahead
from routine.core.zone_offsets import offsets_between
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore
from routine.service.requests.desktop_view import DesktopView
from routine.service.requests.messages import (
    ComingReminder,
    LocalTime,
    PlanCounts,
    ReminderRow,
    Restrictions,
)

if TYPE_CHECKING:
    # a command imports this file, and answers at once
    from routine.core.diagnostic import Diagnostic
    from routine.ports import PlanTexts
    from routine.service.history import History
    from routine.service.plan_registry import PlanRegistry

_AROUND = timedelta(days=40)
"""What an answer speaks of lies within this, or within the days that were asked for."""
_SOON = timedelta(seconds=3)
"""A notification server that says yes does it sooner."""


class RequestContext(Protocol):
    """What the functions that answer are given."""

    @property
    def plans(self) -> PlanRegistry: ...

    @property
    def history(self) -> History:
        """The journal, as far as it can be believed."""

    @property
    def zone(self) -> tzinfo:
        """Where the computer is."""

    @property
    def service_runs(self) -> bool:
        """Whether somebody would show a card."""

    @property
    def log_file(self) -> str:
        """Where more is said of a fault."""

    @property
    def plan_texts(self) -> PlanTexts | None:
        """The texts of this person's plans; None where they cannot be reached."""

    def problems_in(self, plan: str, content: bytes, /) -> Sequence[Diagnostic]:
        """What would be wrong with the plan of that name if its text were this. Raises UsageError."""

    def service_faults(self) -> list[str]:
        """What the running service says is wrong with it, a sentence each."""

    def desktop_view(self) -> DesktopView | None:
        """What the running service saw of the desktop, which it now looks at again; None where none runs."""

    def unshown(self) -> Sequence[str]:
        """What should be on the screen and could not be shown, a sentence each, with the reason."""

    def store(
        self, now: datetime, *, since: datetime | None = None, ahead: timedelta = LOOK_AHEAD
    ) -> ReminderStore:
        """The reminders near now, as the journal has them at this moment. Raises JournalError."""

    def journal_changed(self) -> None:
        """Something was written: whoever shows cards looks again."""

    def past_changed(self) -> None:
        """Something was taken out of what was written: whoever remembers it reads anew."""

    def refuse_unread(self) -> None:
        """Raises PlanError where nothing can be found in plans that could not be read."""


def local_time(
    context: RequestContext, now: datetime, since: datetime | None = None, until: datetime | None = None
) -> LocalTime:
    """For an answer that speaks of instants around now, or from `since` to `until` as well."""
    first, last = min(now, since or now) - _AROUND, max(now, until or now) + _AROUND
    return LocalTime(now, offsets_between(context.zone, first, last), context.plans.settings.hour_cycle)


def coming(store: ReminderStore, now: datetime) -> ComingReminder | None:
    found = next_ahead(store.open(), now)
    return ComingReminder(row_of(found[0], now), found[1]) if found else None


def row_of(reminder: Reminder, now: datetime) -> ReminderRow:
    """What somebody is shown of it."""
    unanswered = reminder.phase is Phase.SHOWING and now - (reminder.since or now) >= _SOON
    return ReminderRow(
        reminder.occurrence,
        reminder.phase,
        reminder.since,
        reminder.until,
        reminder.snoozes,
        reminder.reason or "",
        reminder.note,
        reminder.answer or "",
        reminder.performed_at,
        unshown=reminder.unshown or unanswered,
        played=reminder.played,
        credited=reminder.credited,
        most=reminder.most,
    )


def restrictions(store: ReminderStore, now: datetime) -> Restrictions:
    status = store.safety()
    return Restrictions(status.binds, status.all_wait, store.check_waits(now))


def stages_told(store: ReminderStore, now: datetime) -> tuple[PlanStage, ...]:
    """Of each plan of which it is worth a word, how far it has come."""
    return tuple(stage for stage in plan_stages(store.agenda, now) if stage.is_told)


def plan_counts(context: RequestContext) -> PlanCounts:
    plans, sessions = context.plans.count
    return PlanCounts(plans, sessions, context.plans.shipped, bool(context.plans.unread) and not plans)
