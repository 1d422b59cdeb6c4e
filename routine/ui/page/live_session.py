"""Knows who watches a session on the page, and when it waits for somebody; must not know its rules, or the web.

However many tabs watch, one session is performed; when nobody watches any more it pauses, and it is there again
for the next who looks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from routine.background import BackgroundJobs
from routine.core.events import Actor
from routine.core.identifiers import PlanChange
from routine.core.ids import LIBRARY, OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.player import PlayerCommand
from routine.core.reminder import RESUMABLE
from routine.core.reminder_states import Phase
from routine.core.steps import Step
from routine.errors import Refused, RoutineError
from routine.ports import Clock
from routine.presentation import page as words
from routine.presentation.plan_changes import swap_for_good
from routine.service.guided_session import GuidedSession, SessionState, SessionStore
from routine.service.plan_registry import WELCOME
from routine.service.reminder_store import ReminderStore
from routine.service.requests.plan_messages import ChangePlanRequest
from routine.ui.page.frames import as_frame
from routine.ui.page.request import Json, NotThere

_ALONE = timedelta(seconds=8)
"""A session that nobody has looked at for so long waits; a page that is loaded again takes less."""

_HEARTBEAT = timedelta(seconds=20)
_log = logging.getLogger(__name__)
_ENDED = {SessionState.COMPLETED: Phase.COMPLETED, SessionState.STOPPED: Phase.ABANDONED}


class Surroundings(Protocol):
    """What a live session needs of the page's process."""

    @property
    def clock(self) -> Clock: ...

    @property
    def session_store(self) -> SessionStore: ...

    def store_with(self, key: OccurrenceKey) -> ReminderStore:
        """Raises NotThere when the plans have no such occurrence."""

    def still(self, key: OccurrenceKey, phase: Phase | None) -> Json:
        """What is shown of a session that is not performed here; `phase` where the journal does not say so yet."""

    def begin(self, occurrence: Occurrence, most: timedelta | None = None) -> None:
        """Write that it begins on the page, and tell everybody. Raises Refused, JournalError.

        `most`: its shorter version, which takes so long at most.
        """

    def pause_others(self, key: OccurrenceKey) -> None: ...


class LiveSession:
    """One occurrence, from the first look at it to the end of the process."""

    def __init__(self, around: Surroundings, key: OccurrenceKey, patience: timedelta) -> None:
        """`patience`: at least so often a playing session looks at the clock."""
        self._around = around
        self._key = key
        self._patience = patience
        self._session: GuidedSession | None = None
        self._watchers: set[asyncio.Queue[bool]] = set()
        self._jobs = BackgroundJobs()
        self._ticking: asyncio.Task[None] | None = None
        self._leaving: asyncio.TimerHandle | None = None
        self._changed = asyncio.Event()
        """Something else than time has happened: whoever waits for time works out anew for how long."""

    @property
    def in_use(self) -> bool:
        """Whether the process is needed for it: it plays, has a row to write, or waits for whoever paused it."""
        session = self._session
        if session is None or session.over:
            return self._unwritten or bool(self._watchers)
        recent = session.paused_for(self._now) < RESUMABLE
        return session.playing or self._unwritten or (bool(self._watchers) and recent)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those that are gone through here, whatever its plan says since; else the plan's. Raises NotThere."""
        session = self._session
        if session is not None and not session.over:
            return session.steps
        try:
            return steps_in(self._around.store_with(self._key), self._key)
        except NotThere:
            if session is None:
                raise
            return session.steps

    def start(self, most: timedelta | None = None) -> None:
        """Start it here, or take it over from where it is led; while it plays here, that was done.

        `most`: its shorter version, which takes so long at most. Raises Refused, NotThere.
        """
        if self._session:
            self._session.flush()
        self.sync(present=True)
        if self._session and self._session.playing:
            return
        store = self._around.store_with(self._key)
        steps_in(store, self._key)
        self._around.begin(store.reminders[self._key].occurrence, most)
        if self._session is None or not self._session.playing:
            self._take_up()

    def press(self, command: PlayerCommand) -> None:
        """Raises Refused when it is not being done here, and for all but an end when the safety check holds it."""
        self.sync(present=True)
        if self._session is None or self._session.state is SessionState.ELSEWHERE:
            raise Refused(*words.NOT_RUNNING)
        if self._session.press(command):
            self._redraw()

    def tick(self) -> None:
        """Time has passed. A fault in it is this session's alone: it waits, and can be gone on with."""
        session = self._session
        if session is None:
            return
        try:
            changed = session.tick()
        except Exception:  # noqa: BLE001 - whatever it is, the page and its other sessions go on
            _log.exception("a session could not go on by itself")
            changed = session.press(PlayerCommand.PAUSE)
        if changed:
            self._redraw()

    def pause(self) -> None:
        if self._session and self._session.playing and self._session.press(PlayerCommand.PAUSE):
            self._redraw()

    def sync(self, *, present: bool = False) -> None:
        """Whether the journal says that it was started here, went on elsewhere, or has ended.

        It begins only when somebody is `present` or watches: what nobody follows is not performed.
        """
        session = self._session
        try:
            start = self._around.session_store.last_start(self._key, self._now)
            if start is not None and not self._leads(start):
                self._session = None
                if present or self._watchers:
                    self._take_up()
            elif session is not None:
                session.sync()
        except RoutineError:
            return  # what cannot be read now is read at the next change
        self._redraw()

    def _leads(self, start: int) -> bool:
        """Whether it is performed here by that start; where it is over here alone, its end was taken back."""
        session = self._session
        if session is None or session.state is SessionState.ELSEWHERE or session.started != start:
            return False
        return not session.over or session.unwritten

    def hang_up(self) -> None:
        for queue in self._watchers:
            queue.put_nowait(True)

    def close(self) -> None:
        if self._ticking:
            self._ticking.cancel()
        if self._session:
            with suppress(RoutineError):
                self._session.flush()

    def frame_json(self) -> Json:
        """The present moment."""
        return self._moment() | {"trouble": words.NOT_WRITTEN_YET if self._unwritten else ""}

    async def frames(self) -> AsyncIterator[Json]:
        """The present moment, and each that differs in more than its seconds. Raises NotThere."""
        self._around.store_with(self._key)
        queue: asyncio.Queue[bool] = asyncio.Queue()
        self._watchers.add(queue)
        if self._leaving:
            self._leaving.cancel()
        try:
            self.sync()
            while True:
                yield self.frame_json()
                try:
                    ends = await asyncio.wait_for(queue.get(), _HEARTBEAT.total_seconds())
                except TimeoutError:
                    continue
                while not queue.empty():
                    ends = queue.get_nowait() or ends
                if ends:
                    return
        finally:
            self._watchers.discard(queue)
            self._pause_when_alone()

    @property
    def _now(self) -> datetime:
        return self._around.clock.now()

    @property
    def _unwritten(self) -> bool:
        return self._session is not None and self._session.unwritten

    def _moment(self) -> Json:
        session = self._session
        if session is None or session.over:
            phase = _ENDED.get(session.state) if session and session.unwritten else None
            return self._around.still(self._key, phase)
        swap = swap_for_good(*(each.title for each in session.swap)) if session.swap and self._is_planned else ""
        return as_frame(session.frame, session.steps, session.step, session.hurt, swap)

    @property
    def _is_planned(self) -> bool:
        """Whether a plan's text can be changed for it."""
        return self._key.plan not in {LIBRARY, WELCOME}

    def keep_swap(self) -> ChangePlanRequest:
        """What is asked of the plan, so that it has the easier exercise from now on. Raises Refused."""
        swap = self._session.swap if self._session and self._is_planned else None
        if self._session is None or swap is None:
            raise Refused(*words.NOT_RUNNING)
        self._session.forget_swap()
        self._redraw()
        exercise, instead = (each.id for each in swap)
        return ChangePlanRequest(
            by=Actor.PAGE,
            plan=self._key.plan,
            change=PlanChange.SWAP,
            session=self._key.session,
            exercise=exercise,
            instead=instead,
        )

    def _pause_when_alone(self) -> None:
        """Where nobody watches, it soon waits."""
        if self._watchers:
            return
        if self._leaving:
            self._leaving.cancel()
        self._leaving = asyncio.get_running_loop().call_later(_ALONE.total_seconds(), self._left_alone)

    def _left_alone(self) -> None:
        if not self._watchers:
            self.pause()

    def _take_up(self) -> None:
        store = self._around.store_with(self._key)
        self._session = GuidedSession(
            self._around.session_store,
            self._key,
            steps_in(store, self._key),
            by=Actor.PAGE,
            clock=self._around.clock,
            steps_done=store.reminders[self._key].steps_done,
            played=store.reminders[self._key].played,
            pause_others=self._around.pause_others,
        )
        self._pause_when_alone()
        self._redraw()

    def _redraw(self) -> None:
        for queue in self._watchers:
            queue.put_nowait(False)
        self._changed.set()
        if self._goes_on and (self._ticking is None or self._ticking.done()):
            self._ticking = self._jobs.start("the clock of a session", self._keep_ticking())

    @property
    def _goes_on(self) -> bool:
        return self._session is not None and (not self._session.over or self._session.unwritten)

    async def _keep_ticking(self) -> None:
        """Look at the clock when the words change; while it plays, never less often than `patience`."""
        while (session := self._session) is not None and self._goes_on:
            self._changed.clear()
            at, most = session.next_change, self._patience if session.playing else _HEARTBEAT
            left = most if at is None else min(most, max(at - self._now, timedelta(milliseconds=1)))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left.total_seconds())
            self.tick()
            if at is not None and self._now >= at:
                self._redraw()


def steps_in(store: ReminderStore, key: OccurrenceKey) -> tuple[Step, ...]:
    """The steps of an occurrence. Raises NotThere when its session left the plan, Refused where it has none."""
    if key not in store.reminders or store.agenda.find(key) is None:
        raise NotThere(*words.NO_SESSION)
    steps = store.steps(key)
    if not steps:
        raise Refused(*words.NOT_GUIDED)
    return steps
