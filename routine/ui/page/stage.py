"""Knows how one session is performed for a page: the pure player, its journal, and whoever watches.

Must not know the rules of the player, how a frame is drawn, or the web. However many tabs watch, there is one
player; when nobody watches any more it pauses, and it is there again for the next who looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from routine.background import BackgroundJobs
from routine.core.commands import Abandon, Command, Finish, FinishStep, Start
from routine.core.events import Actor, EventKind, Felt
from routine.core.ids import OccurrenceKey
from routine.core.phases import Phase
from routine.core.player import Change, Changed, Finished, Mode, Player, Press, begin, frame, play
from routine.core.reminder import RESUMABLE
from routine.core.settings import SessionPlace
from routine.core.steps import Step, steps_of
from routine.errors import JournalError, Refused, RoutineError
from routine.presentation import page as words
from routine.presentation import safety as safety_words
from routine.presentation.narration import next_change
from routine.presentation.reminder_state import title_of
from routine.service.book import Book
from routine.ui.page.asked import Json, NotThere
from routine.ui.page.frames import as_frame
from routine.ui.page.stills import away_frame, waiting_frame

if TYPE_CHECKING:
    from routine.ui.page.site import Site

_ALONE = timedelta(seconds=8)
"""A session that nobody has looked at for so long waits; a page that is loaded again takes less."""

_AGAIN = timedelta(seconds=6)
"""How often a journal that would not take a row is asked again; it may keep everybody waiting for five of them."""

_HEARTBEAT = timedelta(seconds=20)
HERE = SessionPlace.PAGE


class Stage:
    """One occurrence, from the first look at it to the end of the process."""

    def __init__(self, site: Site, key: OccurrenceKey, patience: timedelta) -> None:
        self._site = site
        self._key = key
        self._patience = patience
        self._player: Player | None = None
        self._ours = 0
        """The row that says it was started here; a later start means that it goes on elsewhere."""
        self._owed: list[Command] = []
        """What the journal would not take yet: nothing that was done is lost by a full disk or a busy file."""
        self._asking: asyncio.TimerHandle | None = None
        self._watchers: set[asyncio.Queue[bool]] = set()
        self._jobs = BackgroundJobs()
        self._clockwork: asyncio.Task[None] | None = None
        self._leaving: asyncio.TimerHandle | None = None

    @property
    def playing(self) -> bool:
        return self._player is not None and self._player.mode is Mode.PLAYING

    @property
    def attended(self) -> bool:
        """Whether the process is needed for it: it plays, owes a row, or waits for whoever paused it."""
        if self._player is None or self._player.over:
            return bool(self._owed) or bool(self._watchers)
        left = self._player.paused_at
        recent = left is None or self._site.now - left < RESUMABLE
        return self.playing or bool(self._owed) or (bool(self._watchers) and recent)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those that are gone through here, whatever its plan says since; else the plan's. Raises NotThere."""
        player = self._player
        if player is not None and not player.over:
            return player.steps
        try:
            return steps_in(self._book(), self._key)
        except NotThere:
            if player is None:
                raise
            return player.steps

    def start(self) -> None:
        """Start it here, or take it over from where it is led; while it plays here, that was done. Raises Refused,
        NotThere."""
        self._settle()
        self.look(present=True)
        if self.playing:
            return
        book = self._book()
        steps_in(book, self._key)
        rows = book.act(self._key, Start(Actor.PAGE, HERE), self._site.now)
        self._take_up(book, rows[-1].id)
        self._site.wrote()

    def press(self, press: Press) -> None:
        """Raises Refused when it is not being done here, and for all but an end when the safety check holds it."""
        self.look(present=True)
        if self._player is None:
            raise Refused(*words.NOT_RUNNING)
        book = self._book()
        if press not in {Press.STOP, Press.PAUSE} and book.held_back(self._key, self._site.now):
            title, all_wait = title_of(book.reminders[self._key].occurrence), book.safety(self._site.now).all_wait
            raise Refused(*safety_words.may_not_start(title, all_wait=all_wait))
        self._play(press)

    def pause(self) -> None:
        if self.playing:
            self._play(Press.PAUSE)

    def look(self, *, present: bool = False) -> None:
        """Whether the journal says that it was started here, went on elsewhere, or has ended.

        It begins only when somebody is `present` or watches: what nobody follows is not performed.
        """
        try:
            book = self._book()
            reminder = book.reminders[self._key]
            here = reminder.phase is Phase.STARTED and reminder.place is HERE
            started = self._last_start() if here else 0
            if here and (self._player is None or started != self._ours):
                self._player = None
                if present or self._watchers:
                    self._take_up(book, started)
            elif not here and self._player is not None and not self._player.over:
                self._player = None
            if self.playing and book.held_back(self._key, self._site.now):
                self.pause()
        except RoutineError:
            return  # what cannot be read now is read at the next change
        self._redraw()

    def hang_up(self) -> None:
        for queue in self._watchers:
            queue.put_nowait(True)

    def close(self) -> None:
        if self._clockwork:
            self._clockwork.cancel()
        if self._asking:
            self._asking.cancel()
        with suppress(RoutineError):
            self._settle()

    def shape(self) -> Json:
        """The present moment."""
        return self._moment() | {"trouble": words.OWED if self._owed else ""}

    def _moment(self) -> Json:
        if self._player is None or self._player.over:
            book = self._book()
            reminder = book.reminders[self._key]
            if self._player is not None and self._owed:
                over = Phase.COMPLETED if self._player.mode is Mode.COMPLETED else Phase.ABANDONED
                reminder = replace(reminder, phase=over)
            elif reminder.phase is Phase.STARTED:
                return away_frame(reminder)
            felt = self._site.app.journal.rows(key=self._key, kinds=(EventKind.FELT,))
            return waiting_frame(
                book, reminder, self._site.view(), [row.entry for row in felt if isinstance(row.entry, Felt)]
            )
        return as_frame(frame(self._player, self._site.now), self._player.steps, self._player.step)

    async def frames(self) -> AsyncIterator[Json]:
        """The present moment, and each that differs in more than its seconds. Raises NotThere."""
        self._book()
        queue: asyncio.Queue[bool] = asyncio.Queue()
        self._watchers.add(queue)
        if self._leaving:
            self._leaving.cancel()
        try:
            self.look()
            while True:
                yield self.shape()
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
            self._watch_out()

    def _watch_out(self) -> None:
        """Where nobody watches, it soon waits."""
        if self._watchers:
            return
        if self._leaving:
            self._leaving.cancel()
        self._leaving = asyncio.get_running_loop().call_later(_ALONE.total_seconds(), self._left_alone)

    def _left_alone(self) -> None:
        if not self._watchers:
            self.pause()

    def _take_up(self, book: Book, ours: int) -> None:
        steps = steps_in(book, self._key)
        self._ours = ours
        self._player = begin(steps, self._site.now, book.reminders[self._key].steps_done)
        self._site.quieten(self._key)
        self._watch_out()
        self._redraw()

    def _play(self, press: Press) -> None:
        if self._player is None:
            return
        self._player, changes = play(self._player, press, self._site.now)
        for change in changes:
            self._note(change, self._player)
        if press is not Press.TICK and self.playing:
            self._site.quieten(self._key)
        if changes:
            self._redraw()

    def _note(self, change: Change, player: Player) -> None:
        match change:
            case Finished(step, _):
                self._write(FinishStep(step, Actor.PAGE))
            case Changed(Mode.COMPLETED, _):
                self._write(Finish(Actor.PAGE))
            case Changed(Mode.STOPPED, _):
                self._write(Abandon(Actor.PAGE, player.step))

    def _write(self, command: Command) -> None:
        """Into the journal, now or as soon as it takes it."""
        self._owed.append(command)
        self._settle()

    def _settle(self) -> None:
        """Write what is owed, in its order; that somebody else has ended the session meanwhile is no error."""
        wrote = False
        while self._owed:
            try:
                self._book().act(self._key, self._owed[0], self._site.now)
                wrote = True
            except JournalError:
                self._ask_again()
                break
            except (Refused, NotThere):
                pass
            del self._owed[0]
        if wrote:
            self._site.wrote()

    def _ask_again(self) -> None:
        if self._asking:
            self._asking.cancel()
        self._asking = asyncio.get_running_loop().call_later(_AGAIN.total_seconds(), self._settle)

    def _redraw(self) -> None:
        for queue in self._watchers:
            queue.put_nowait(False)
        if self.playing and (self._clockwork is None or self._clockwork.done()):
            self._clockwork = self._jobs.start("the session's clockwork", self._run())

    async def _run(self) -> None:
        """While it plays: look at the clock when the words change, and never less often than `patience`."""
        while (player := self._player) is not None and player.mode is Mode.PLAYING:
            now = self._site.now
            at = next_change(player, frame(player, now))
            left = min(self._patience, max((at or now) - now, timedelta(milliseconds=1)))
            await asyncio.sleep(left.total_seconds())
            if at and self._site.now >= at:
                self._redraw()
            self._play(Press.TICK)

    def _book(self) -> Book:
        return self._site.book_with(self._key)

    def _last_start(self) -> int:
        rows = self._site.app.journal.rows(key=self._key, kinds=(EventKind.STARTED,), last=1)
        return rows[-1].id if rows else 0


def steps_in(book: Book, key: OccurrenceKey) -> tuple[Step, ...]:
    """The steps of an occurrence. Raises NotThere when its session has left the plan."""
    found = book.agenda.find(key)
    if found is None or key not in book.reminders:
        raise NotThere(*words.NO_SESSION)
    plan, session = found
    if not session.rotation:
        raise Refused(*words.NOT_GUIDED)
    return steps_of(plan.sequences[session.sequence_at(book.reminders[key].occurrence.turn)], session.rounds)
