"""Knows what the icon in the panel shows and what is done when something is chosen there; must not know any panel.

What is chosen is asked for as a command would ask for it. What comes of it is seen in the menu; why nothing came
of it is said on a card.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from routine.core import selection as choose
from routine.core.days_off import last_in_a_row, running_or_next
from routine.core.identifiers import Actor, PageView, SessionPlace
from routine.core.panel_menu import PAUSES, MenuAction, MenuEntry, PanelMenu
from routine.core.plan import ReminderPolicy
from routine.core.reminder_states import ON_THE_SCREEN, Phase, is_performed
from routine.errors import RoutineError
from routine.ports import BrowserOpener, PanelIcon
from routine.presentation import panel_icon as words
from routine.presentation import service as service_words
from routine.presentation.reminder_state import title_of
from routine.presentation.system_problems import PAGE_BY_HAND
from routine.presentation.time_format import TimeDisplay
from routine.service.plan_registry import PlanRegistry
from routine.service.presenter import Presenter
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import coming, restrictions, row_of
from routine.service.requests.messages import (
    AgendaLine,
    BeginRequest,
    ComingReminder,
    DaysOffNow,
    PauseRequest,
    ReminderRow,
    RequestBody,
    Restrictions,
    ResumeRequest,
    SessionSelected,
    SkipRequest,
    SnoozeRequest,
    StartRequest,
)
from routine.service.status_line import Kind, line_of


class StandingNow(Struct, frozen=True):
    """How it all stands at this moment, as far as a line can tell it."""

    started: tuple[ReminderRow, ...]
    waiting: tuple[AgendaLine, ...]
    coming: ComingReminder | None
    paused_until: datetime | None
    days_off: DaysOffNow | None
    restrictions: Restrictions


class PanelIconMenu:
    """Keeps the icon as the reminders are. It is looked at when something else was, and by whoever opens it."""

    def __init__(
        self,
        icon: PanelIcon,
        *,
        plans: PlanRegistry,
        store: ReminderStore,
        presenter: Presenter,
        browser: BrowserOpener,
        now: Callable[[], datetime],
        ask: Callable[[RequestBody[Any]], object],
    ) -> None:
        """`ask`: as a command asks; raises RoutineError."""
        self._icon, self._plans, self._store = icon, plans, store
        self._presenter, self._browser = presenter, browser
        self._now, self._ask = now, ask
        icon.watch(self.choose, lambda: self.refresh(self._now()))

    def refresh(self, now: datetime) -> None:
        """Bring the menu to where the reminders are; where no panel is, it costs nothing."""
        if self._icon.has_panel:
            self._icon.show(self._menu(now))

    def choose(self, entry: MenuEntry) -> None:
        """Do it. Raises nothing that a person could have caused: that is said on a card."""
        try:
            self._do(entry)
        except RoutineError as error:
            from routine.presentation.errors import explain  # noqa: PLC0415 - most of what is chosen can be done

            said = explain(error)
            self._presenter.show_note(f"{said.sentence} {said.hint}".rstrip())

    def _do(self, entry: MenuEntry) -> None:
        by, key = Actor.PANEL, entry.key
        match entry.action:
            case MenuAction.START:
                self._start(key)
            case MenuAction.SNOOZE:
                self._ask(SnoozeRequest(by=by, session=key))
            case MenuAction.SKIP:
                self._ask(SkipRequest(by=by, session=key))
            case MenuAction.PAUSE_HOUR | MenuAction.PAUSE_DAY:
                self._ask(PauseRequest(by=by, until=(PAUSES[entry.action],)))
            case MenuAction.RESUME:
                self._ask(ResumeRequest(by=by))
            case MenuAction.OPEN:
                self._open(PageView.TODAY)
            case MenuAction.RELIEF:
                self._open(PageView.RELIEF)

    def _start(self, key: str) -> None:
        where = self._presenter.place
        answer = self._ask(StartRequest(by=Actor.PANEL, session=key, where=where, can_ask=True))
        if not isinstance(answer, SessionSelected):
            return
        begun = answer.selected.occurrence
        if answer.check_first:
            self._presenter.show_check(begun.key)
        else:
            self._ask(BeginRequest(by=Actor.PANEL, occurrence=begun, where=SessionPlace.PAGE))
            self._presenter.lead(begun.key)

    def _open(self, view: PageView) -> None:
        self._browser.open_view(view, lambda: self._presenter.show_note(PAGE_BY_HAND))

    def _menu(self, now: datetime) -> PanelMenu:
        store = self._store
        off = running_or_next(store.days_off, now.astimezone(store.agenda.zone).date())
        standing = StandingNow(
            tuple(row_of(one, now) for one in choose.under_way(store.open())),
            tuple(
                AgendaLine(row_of(one, now), store.gate(one.key, now).until if one.phase is Phase.HELD else None)
                for one in choose.waiting(store.reminders.values(), store.policy, now)
            ),
            coming(store, now),
            store.paused_until(now),
            DaysOffNow(off.first, last_in_a_row(off, store.days_off), off.note, "")
            if off and not off.session
            else None,
            restrictions(store, now),
        )
        view = TimeDisplay(now, store.agenda.zone, self._plans.settings.hour_cycle)
        said = line_of(standing, view)
        answers = self._answers(standing, said.kind)
        text = said.text
        if said.kind is Kind.NEXT and standing.coming:
            title = title_of(standing.coming.reminder.occurrence)
            text = service_words.next_up(title, view.wall(standing.coming.at), 0)
        waits = any(line.reminder.phase in ON_THE_SCREEN for line in standing.waiting)
        return words.panel_menu(text, waits=waits, answers=answers, paused=standing.paused_until is not None)

    def _answers(self, standing: StandingNow, kind: Kind) -> tuple[MenuEntry, ...]:
        """What can be done about the session that the line tells of; what is no session is answered elsewhere."""
        if kind is Kind.WAITING and is_performed((first := standing.waiting[0].occurrence).asks):
            policy = self._store.policy(first.key)
            length = (policy.snooze or ReminderPolicy().snooze)[0]
            return words.answers_to(first.key, length)
        if (
            kind is Kind.NEXT
            and standing.coming
            and is_performed((next_ := standing.coming.reminder.occurrence).asks)
        ):
            return words.begins(next_.key)
        return ()
