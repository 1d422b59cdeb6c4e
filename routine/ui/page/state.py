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

from msgspec.structs import replace

from routine.adapters.watch.watcher import SystemFileWatcher
from routine.core.commands import Command
from routine.core.identifiers import Actor, SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.reminder_states import Phase
from routine.errors import JournalCorrupt, NotOffered, Refused, RoutineError, UnknownOccurrence
from routine.ports import Clock
from routine.presentation import page as words
from routine.presentation import page_agenda as agenda_words
from routine.presentation.time_format import TimeDisplay
from routine.service.guided_session import SessionStore
from routine.service.history import History
from routine.service.reminder_store import ReminderStore
from routine.service.requests.messages import AnswerT_co, BeginRequest, ChangeRequest, RequestBody
from routine.service.requests.page_messages import OccurrenceRequest
from routine.service.session_store import ReminderSessionStore
from routine.ui.page.frames import away_frame, waiting_frame
from routine.ui.page.live_session import LiveSession
from routine.ui.page.request import Json, NotThere, NotUnderstood
from routine.wiring.app import App
from routine.wiring.asking import Asker

_PATIENCE = timedelta(seconds=1)
_HEARTBEAT = timedelta(seconds=20)
"""How often a silent stream says that it is still there: a closed tab is noticed by that."""


class PageState:
    """One person's routine, as their browser sees it."""

    def __init__(self, make_app: Callable[[], App], patience: timedelta = _PATIENCE) -> None:
        """`patience`: at least so often a playing session looks at the clock; a test's clock may run fast."""
        self._make_app = make_app
        self._patience = patience
        self._app: App | None = None
        self._watcher: SystemFileWatcher | None = None
        self._listeners: set[asyncio.Queue[Json]] = set()
        self._sessions: dict[OccurrenceKey, LiveSession] = {}
        self._hanging_service: int | None = None
        """The process that did not answer in time: it is not waited for once more."""
        self._followed: ReminderStore | None = None
        """What the sessions go by: reminders that are kept, and take in what was written since."""
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
    def clock(self) -> Clock:
        return self.app.clock

    @property
    def now(self) -> datetime:
        return self.app.clock.now()

    @property
    def session_store(self) -> SessionStore:
        return ReminderSessionStore(
            SessionPlace.PAGE,
            reminders=self._following,
            write=self._write,
            start_row=lambda key, now: History(self.app.journal).last_start(key, now),
        )

    def ask(self, request: RequestBody[AnswerT_co]) -> AnswerT_co:
        """As a command does: the running service answers, or this process where there is none.

        Raises NotThere, NotUnderstood, and what else the request may raise.
        """
        try:
            answer = self._asked(request)
        except UnknownOccurrence:
            raise NotThere(*words.NO_SESSION) from None
        except NotOffered:
            raise NotUnderstood(*agenda_words.NO_ANSWER) from None
        if isinstance(request, ChangeRequest):
            self._journal_changed()
        return answer

    def store(self) -> ReminderStore:
        """What a session is led by here; whatever is only shown is asked for."""
        try:
            return self.app.store(self.now)
        except JournalCorrupt:
            # taken away or damaged while it was open: what lies there now is opened, as a command would
            self._let_go()
            return self.app.store(self.now)

    def store_with(self, key: OccurrenceKey) -> ReminderStore:
        """The same, with this occurrence in it, also where its time had passed before its plan was first read.

        Raises NotThere when the plans have no such occurrence.
        """
        store = self.store()
        if store.look_up(key) is None:
            raise NotThere(*words.NO_SESSION)
        return store

    def view(self) -> TimeDisplay:
        return TimeDisplay(self.now, self.app.clock.zone(), self.app.plans.settings.hour_cycle)

    @property
    def busy(self) -> bool:
        """Whether somebody looks at a page, or does a session."""
        return bool(self._listeners) or any(session.in_use for session in self._sessions.values())

    def tell_journal_changed(self) -> None:
        """Whoever looks at a view is told to look again."""
        self._journal_changed()

    def read_again(self) -> None:
        """Plan files were changed from here: what they say now is looked at without waiting to be told."""
        self._let_go()

    def start(self) -> None:
        paths = self.app.paths
        folders = dict.fromkeys((paths.plans_dir, self.app.plans_dir))
        self._watcher = SystemFileWatcher([*folders], paths.config_file, paths.poke_file)
        self._watcher.watch(self._plans_changed, self._journal_changed)

    def hang_up(self) -> None:
        """Nobody is told anything any more: every stream ends."""
        self._publish({"end": True})
        for session in self._sessions.values():
            session.hang_up()

    def stop(self) -> None:
        if self._watcher:
            self._watcher.stop()
        for session in self._sessions.values():
            session.close()
        if self._app:
            self._app.journal.close()

    def session(self, key: OccurrenceKey) -> LiveSession:
        """Where this occurrence is performed; made when it is first asked for."""
        if key not in self._sessions:
            self._sessions[key] = LiveSession(self, key, self._patience)
        return self._sessions[key]

    def pause_others(self, key: OccurrenceKey) -> None:
        """Nothing else is played while `key` is."""
        for other, session in self._sessions.items():
            if other != key:
                session.pause()

    def still(self, key: OccurrenceKey, phase: Phase | None) -> Json:
        """What is shown of a session that is not performed here; `phase` where the journal does not say so yet."""
        answer = self.ask(OccurrenceRequest(key=key))
        if phase:
            return waiting_frame(replace(answer, reminder=replace(answer.reminder, phase=phase)))
        if answer.reminder.phase is Phase.STARTED:
            return away_frame(answer.place)
        return waiting_frame(answer)

    def begin(self, occurrence: Occurrence, most: timedelta | None = None) -> None:
        """It is led on the page from now on. Raises Refused, JournalError."""
        self.ask(BeginRequest(by=Actor.PAGE, occurrence=occurrence, where=SessionPlace.PAGE, most=most))

    async def changes(self) -> AsyncIterator[Json]:
        """Something of what is shown has changed: `plans` says that it was the plan files."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield {"plans": self.plans_read}
            while True:
                change: Json = {}
                with suppress(TimeoutError):
                    change = await asyncio.wait_for(queue.get(), _HEARTBEAT.total_seconds())
                if "end" in change:
                    return
                yield change
        finally:
            self._listeners.discard(queue)

    def _asked(self, request: RequestBody[AnswerT_co]) -> AnswerT_co:
        asker = Asker(self.app.environ, self.app.flags, self.app)
        if self._hanging_service and self._hanging_service == self.app.service_pid():
            asker.do_it_here()
        try:
            return asker.ask(request)[0]
        except JournalCorrupt:
            self._let_go()
            return Asker(self.app.environ, self.app.flags, self.app).ask(request)[0]
        finally:
            if asker.service_hangs:
                self._hanging_service = self.app.service_pid()

    def _plans_changed(self) -> None:
        self._let_go()
        self.plans_read += 1
        self._publish({"plans": self.plans_read})
        for session in list(self._sessions.values()):
            session.sync()

    def _let_go(self) -> None:
        if self._app is not None:
            with suppress(RoutineError):
                self._app.journal.close()
        self._app = self._followed = None

    def _following(self, key: OccurrenceKey, now: datetime) -> ReminderStore:
        """Raises NotThere, JournalError."""
        try:
            if self._followed is not None:
                self._followed.catch_up(now)
        except JournalCorrupt:
            self._let_go()
        if self._followed is None:
            self._followed = self.store()
        if self._followed.look_up(key) is None:
            raise NotThere(*words.NO_SESSION)
        return self._followed

    def _write(self, key: OccurrenceKey, command: Command, now: datetime) -> None:
        """By reminders of its own, which keep nothing when that fails. Raises Refused, JournalError."""
        try:
            self.store_with(key).apply(key, command, now)
        except NotThere as gone:
            raise Refused(gone.sentence, gone.hint) from None
        self.app.poke()
        self._journal_changed()

    def _journal_changed(self) -> None:
        for session in list(self._sessions.values()):
            session.sync()
        self._publish({"journal": True})

    def _publish(self, what: Json) -> None:
        for queue in self._listeners:
            queue.put_nowait(what)
