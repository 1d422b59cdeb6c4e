"""Knows how the running service answers requests from what it has in memory; must not know what they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from msgspec import Raw

from routine.core.diagnostic import Diagnostic
from routine.errors import UsageError
from routine.ports import Clock, PlanTexts
from routine.presentation import control_socket as words
from routine.service.history import History
from routine.service.plan_registry import PlanRegistry
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore
from routine.service.requests import envelope
from routine.service.requests.all_messages import AnyRequest
from routine.service.requests.desktop_view import DesktopView
from routine.service.requests.handlers import handle


class ResidentContext:
    """Keeps context.RequestContext with the plans and the history that the service has open."""

    service_runs = True

    def __init__(
        self,
        *,
        plans: PlanRegistry,
        history: History,
        clock: Clock,
        new_store: Callable[[], ReminderStore],
        journal_changed: Callable[[], None],
        faults: Callable[[], list[str]],
        log_file: str,
        desktop_view: Callable[[], DesktopView | None] = lambda: None,
        unshown: Callable[[], Sequence[str]] = tuple,
        take_in: Callable[[], None] = lambda: None,
        plan_texts: PlanTexts | None = None,
        past_changed: Callable[[], None] = lambda: None,
    ) -> None:
        """`take_in`: what other devices have written."""
        self.plan_texts = plan_texts
        self.plans = plans
        self.history = history
        self.log_file = log_file
        self.service_faults = faults
        self.unshown = unshown
        self.journal_changed = journal_changed
        self.past_changed = past_changed
        self.desktop_view = desktop_view
        self._clock = clock
        self._new_store = new_store
        self._take_in = take_in

    @property
    def zone(self) -> tzinfo:
        return self._clock.zone()

    def store(
        self, now: datetime, *, since: datetime | None = None, ahead: timedelta = LOOK_AHEAD
    ) -> ReminderStore:
        """Not the one that the loop works with: what a request adds to look for a session is nobody's reminder."""
        store = self._new_store()
        store.reload(now, since=since, ahead=ahead)
        return store

    def refuse_unread(self) -> None:
        self.plans.refuse_unread()

    def problems_in(self, _plan: str, _content: bytes) -> Sequence[Diagnostic]:
        """Only whoever has a reader at hand changes a plan's text."""
        raise UsageError(*words.unknown_request())

    def respond(self, request: envelope.Request) -> Raw:
        """Raises RoutineError."""
        try:
            body = envelope.value_of(request.body, AnyRequest)
        except envelope.BadMessage:
            raise UsageError(*words.unknown_request()) from None
        self._take_in()
        return envelope.body_of(handle(body, self, self._clock.now()))
