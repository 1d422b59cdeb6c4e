"""Knows what the page's process keeps open: plans, journal, sessions, who listens. Must not know views or the web.

Plans and journal may change at any time by another hand (the service, a command, an editor): the next look at
either begins from what is there now, and everybody who listens is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from routine.adapters.watch.watcher import FileNoticer
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.errors import JournalCorrupt, RoutineError
from routine.presentation import page as words
from routine.presentation.time_format import View
from routine.service.book import LOOK_AHEAD, Book
from routine.ui.page.asked import Json, NotThere
from routine.ui.page.stage import Stage
from routine.wiring.app import App

_A_DAY = timedelta(days=1)
_PATIENCE = timedelta(seconds=1)
_HEARTBEAT = timedelta(seconds=20)
"""How often a silent stream says that it is still there: a closed tab is noticed by that."""


class Site:
    """One person's routine, as their browser sees it."""

    def __init__(self, make_app: Callable[[], App], patience: timedelta = _PATIENCE) -> None:
        """`patience`: at least so often a playing session looks at the clock; a test's clock may run fast."""
        self._make_app = make_app
        self._patience = patience
        self._app: App | None = None
        self._noticer: FileNoticer | None = None
        self._listeners: set[asyncio.Queue[Json]] = set()
        self._stages: dict[str, Stage] = {}
        self.plans_read = 0
        """How often the plan files were seen to change; a view that shows them is told this number."""
        self.plans_shown: dict[str, Path] = {}
        """The files whose text was shown, by name: one that somebody takes away meanwhile can be written anew."""

    @property
    def app(self) -> App:
        """What the files say now."""
        if self._app is None:
            self._app = self._make_app()
        return self._app

    @property
    def now(self) -> datetime:
        return self.app.clock.now()

    def book(self, *, since: datetime | None = None, ahead: timedelta = LOOK_AHEAD) -> Book:
        try:
            return self.app.book(self.now, since=since, ahead=ahead)
        except JournalCorrupt:
            # taken away or damaged while it was open: what lies there now is opened, as a command would
            self._let_go()
            return self.app.book(self.now, since=since, ahead=ahead)

    def book_with(self, key: OccurrenceKey) -> Book:
        """The same, with this occurrence in it, also where its time had passed before its plan was first read.

        Raises NotThere when the plans have no such occurrence.
        """
        book = self.book()
        if key not in book.reminders:
            book.add(_planned(book, key))
        return book

    def view(self) -> View:
        return View(self.now, self.app.clock.zone(), self.app.plans.settings.clock)

    @property
    def busy(self) -> bool:
        """Whether somebody looks at a page, or does a session."""
        return bool(self._listeners) or any(stage.attended for stage in self._stages.values())

    def start(self) -> None:
        paths = self.app.paths
        folders = dict.fromkeys((paths.plans_dir, self.app.plans_dir))
        self._noticer = FileNoticer([*folders], paths.config_file, paths.poke_file)
        self._noticer.watch(self._plans_changed, self._journal_changed)

    def hang_up(self) -> None:
        """Nobody is told anything any more: every stream ends."""
        self._tell({"end": True})
        for stage in self._stages.values():
            stage.hang_up()

    def stop(self) -> None:
        if self._noticer:
            self._noticer.stop()
        for stage in self._stages.values():
            stage.close()
        if self._app:
            self._app.journal.close()

    def stage(self, key: OccurrenceKey) -> Stage:
        """Where this occurrence is performed; made when it is first asked for."""
        if key not in self._stages:
            self._stages[key] = Stage(self, key, self._patience)
        return self._stages[key]

    def quieten(self, key: OccurrenceKey) -> None:
        """Nothing else is played while `key` is."""
        for other, stage in self._stages.items():
            if other != key:
                stage.pause()

    def wrote(self) -> None:
        """The page itself has changed the journal."""
        self.app.poke()
        self._journal_changed()

    async def changes(self) -> AsyncIterator[Json]:
        """Something of what is shown has changed: `plans` says that it was the plan files."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield {"plans": self.plans_read}
            while True:
                told: Json = {}
                with suppress(TimeoutError):
                    told = await asyncio.wait_for(queue.get(), _HEARTBEAT.total_seconds())
                if "end" in told:
                    return
                yield told
        finally:
            self._listeners.discard(queue)

    def _plans_changed(self) -> None:
        self._let_go()
        self.plans_read += 1
        self._tell({"plans": self.plans_read})
        for stage in list(self._stages.values()):
            stage.look()

    def _let_go(self) -> None:
        if self._app is not None:
            with suppress(RoutineError):
                self._app.journal.close()
        self._app = None

    def _journal_changed(self) -> None:
        for stage in list(self._stages.values()):
            stage.look()
        self._tell({"journal": True})

    def _tell(self, what: Json) -> None:
        for queue in self._listeners:
            queue.put_nowait(what)


def _planned(book: Book, key: OccurrenceKey) -> Occurrence:
    try:
        planned = key.planned.replace(tzinfo=book.agenda.zone_for(key))
        around = book.agenda.occurrences(planned - _A_DAY, planned + _A_DAY, planned=True)
    except (ValueError, OverflowError):
        raise NotThere(*words.NO_SESSION) from None
    found = next((occurrence for occurrence in around if occurrence.key == key), None)
    if found is None:
        raise NotThere(*words.NO_SESSION)
    return found
