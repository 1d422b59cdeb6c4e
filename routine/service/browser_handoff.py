"""Knows when the browser is brought to a session, and what happens where there is none; must not know how.

A session that somebody wants on the page is never lost for want of one: it is led on the screen instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from routine.core.commands import Command, Start
from routine.core.events import Actor
from routine.core.identifiers import PageView, SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import OccurrenceKind
from routine.core.reminder_states import Phase
from routine.ports import BrowserOpener
from routine.presentation.reminders import NO_PAGE
from routine.service.reminder_store import ReminderStore


class BrowserHandoff:
    """Between cards and the page."""

    def __init__(
        self,
        store: ReminderStore,
        browser: BrowserOpener,
        write: Callable[[Mapping[OccurrenceKey, Command]], None],
    ) -> None:
        self._store = store
        self._browser = browser
        self._write = write
        self._came_back: set[OccurrenceKey] = set()

    def place(self, wanted: SessionPlace) -> SessionPlace:
        """Where a session is led that was started by a button, and should be led there."""
        # a button cannot bring a terminal: whoever wants one there types `routine start`
        return wanted if wanted is SessionPlace.PAGE and self._browser.can_open else SessionPlace.NOTIFICATION

    def clicked(self, keys: Sequence[OccurrenceKey], *, stands: bool) -> None:
        """The body of a card: the page shows its session. One that is being guided goes on there.

        But not where the click has brought the card up again (`stands`): GNOME lists a step without its buttons,
        and whoever clicks on it there wants those.
        """
        reminder = self._store.reminders.get(keys[0]) if len(keys) == 1 else None
        if (
            reminder is None
            or reminder.occurrence.asks is not OccurrenceKind.SESSION
            or not self._browser.can_open
        ):
            return
        if reminder.phase is Phase.STARTED:
            if stands and reminder.place is SessionPlace.NOTIFICATION:
                return
            self._write({reminder.key: Start(Actor.NOTIFICATION, SessionPlace.PAGE)})
        self.open(reminder.key)

    def started(self, keys: Sequence[OccurrenceKey]) -> None:
        """By a button: where it is led on the page, the page is opened."""
        for key in keys:
            if self._on_the_page(key):
                self.open(key)

    @property
    def can_open(self) -> bool:
        return self._browser.can_open

    def open_view(self, view: PageView, failed: Callable[[], None]) -> None:
        self._browser.open_view(view, failed)

    def open(self, key: OccurrenceKey) -> None:
        self._browser.open(key, lambda: self._lead_here(key))

    def line_for(self, key: OccurrenceKey) -> str:
        """What the first card of a session says that should have been led on the page; it is said once."""
        if key not in self._came_back:
            return ""
        self._came_back.remove(key)
        return NO_PAGE

    def _lead_here(self, key: OccurrenceKey) -> None:
        if self._on_the_page(key):
            self._came_back.add(key)
            self._write({key: Start(Actor.SERVICE, SessionPlace.NOTIFICATION)})

    def _on_the_page(self, key: OccurrenceKey) -> bool:
        reminder = self._store.reminders.get(key)
        return reminder is not None and reminder.phase is Phase.STARTED and reminder.place is SessionPlace.PAGE
