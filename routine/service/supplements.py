"""Knows when the note about supplements is due: at first, and once a month. Must not know its words.

It is told once the card is on the screen, and the journal remembers that for each supplement.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from routine.core.card_timing import SUPPLEMENT_NOTE_EVERY, notes_due
from routine.core.events import Actor, EventKind, Shown, ShownCard
from routine.core.ids import SessionRef
from routine.core.occurrence import OccurrenceKind
from routine.errors import JournalError
from routine.presentation.cards import supplement_note
from routine.service.history import History
from routine.service.presenter import Presenter
from routine.service.reminder_store import ReminderStore

NAME = "about supplements"


class SupplementNote:
    """Looks, whenever the service looks, whether somebody should read the note again."""

    def __init__(self, history: History, store: ReminderStore, presenter: Presenter) -> None:
        self._history = history
        self._store = store
        self._presenter = presenter
        self._shown: dict[SessionRef, datetime] | None = None

    def show_when_due(self, now: datetime) -> None:
        """One card for all supplements, when for one of them the note is due and nothing forbids a card."""
        titles = self._titles()
        if not titles:
            return
        shown = self._remembered(now)
        due = notes_due(titles, shown, now)
        # the quiet hours of one stand for all
        if due and not self._presenter.gate(due[0].at(now), now).closed:
            self._presenter.show_once(
                NAME, supplement_note(list(titles.values())), lambda: self._seen(list(titles), now)
            )

    def _titles(self) -> dict[SessionRef, str]:
        """Each supplement of the plans in force, by plan and session."""
        return {
            SessionRef.of(plan.id, session.id): session.title
            for plan in self._store.agenda.plans
            for session in plan.sessions
            if session.asks is OccurrenceKind.SUPPLEMENT
        }

    def _remembered(self, now: datetime) -> dict[SessionRef, datetime]:
        """When each was last told of; read once."""
        if self._shown is None:
            try:
                there = self._history.events(now, kinds=(EventKind.SHOWN,), since=now - SUPPLEMENT_NOTE_EVERY)
            except JournalError:
                # rather twice than never; the journal's trouble is told elsewhere
                return {}
            self._shown = {
                SessionRef(entry.session): entry.at
                for entry in there
                if isinstance(entry, Shown) and entry.card is ShownCard.SUPPLEMENTS
            }
        return self._shown

    def _seen(self, names: list[SessionRef], now: datetime) -> None:
        entries = [Shown(now, Actor.SERVICE, session=name, card=ShownCard.SUPPLEMENTS) for name in names]
        self._shown = {**(self._shown or {}), **dict.fromkeys(names, now)}
        with suppress(JournalError):  # it waits in the outbox
            self._history.record(entries)
