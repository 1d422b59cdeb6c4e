"""Knows when somebody who wants it is asked about their week: on Sunday evening, once. Must not know the words.

What was on the screen is in the journal: no restart asks again. Whoever has told of their week is not asked.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial

from routine.core.card_timing import ANSWERED_BEFORE, WEEKLY_QUESTION_STAYS, weekly_question_times
from routine.core.events import Actor, EventKind, Measured, Shown, ShownCard
from routine.core.identifiers import PageView
from routine.core.ids import SessionRef
from routine.core.notification import ActionId
from routine.errors import JournalError
from routine.ports import TICK, BrowserOpener
from routine.service.history import History
from routine.service.presenter import Presenter
from routine.service.reminder_store import ReminderStore

ASK_ABOUT_THE_WEEK = "ask about the week"
_NOBODYS = SessionRef.of("", "")
"""No plan's quiet hours hold for it, only the person's own."""


class WeeklyQuestion:
    """Looks, whenever the service looks, whether it is Sunday evening; reads the journal only then."""

    def __init__(
        self, history: History, store: ReminderStore, presenter: Presenter, browser: BrowserOpener
    ) -> None:
        self._history = history
        self._store = store
        self._presenter = presenter
        self._browser = browser
        self._looked_at: int | None = None
        self._shown: datetime | None = None
        self._answered: datetime | None = None
        self._is_open = False

    def show_when_due(self, now: datetime) -> datetime | None:
        """The answer is when to look again; None where nobody wants to be asked."""
        if not self._presenter.settings.weekly_question:
            self._withdraw()
            return None
        asked, coming = weekly_question_times(now, self._store.agenda.zone)
        since = asked - ANSWERED_BEFORE
        if now >= asked + WEEKLY_QUESTION_STAYS:
            self._withdraw()
            return coming
        self._look(since, now)
        if self._answered is not None and self._answered >= since:
            self._withdraw()
        elif self._shown is None or self._shown < since:
            if (gate := self._presenter.gate(_NOBODYS.at(asked), now)).closed:
                return gate.until or now + TICK
            self._show(now)
        return asked + WEEKLY_QUESTION_STAYS if self._is_open else coming

    def _show(self, now: datetime) -> None:
        from routine.presentation.measures import weekly_question_card  # noqa: PLC0415 - likewise

        self._is_open = True
        card = weekly_question_card(can_open=self._browser.can_open)
        self._presenter.show_once(ASK_ABOUT_THE_WEEK, card, partial(self._seen, now), self._pressed)

    def _look(self, since: datetime, now: datetime) -> None:
        """What this service or one before it, another device or a command has written."""
        if self._looked_at == self._store.newest_row:
            return
        kinds = (EventKind.SHOWN, EventKind.MEASURED)
        try:
            there = self._history.events(now, kinds=kinds, since=since)
        except JournalError:
            # rather twice than never; the journal's trouble is told elsewhere
            return
        from routine.core.measures import Measure  # noqa: PLC0415 - most people are not asked

        self._looked_at = self._store.newest_row
        for entry in there:
            if isinstance(entry, Shown) and entry.card is ShownCard.WEEKLY_QUESTION:
                self._shown = entry.at
            elif isinstance(entry, Measured) and entry.measure == Measure.WEEK:
                self._answered = entry.at

    def _seen(self, now: datetime) -> None:
        self._shown = now
        with suppress(JournalError):  # it waits in the outbox
            self._history.record([Shown(now, Actor.SERVICE, card=ShownCard.WEEKLY_QUESTION)])

    def _pressed(self, said: ActionId) -> None:
        self._is_open = False
        if said is ActionId.ANSWER:
            self._browser.open_view(PageView.MEASURED, self._tell_how)

    def _tell_how(self) -> None:
        """No browser came."""
        from routine.presentation.measures import answered_by_command  # noqa: PLC0415 - likewise

        self._presenter.show_note(answered_by_command())

    def _withdraw(self) -> None:
        if self._is_open:
            self._is_open = False
            self._presenter.withdraw_once(ASK_ABOUT_THE_WEEK)
