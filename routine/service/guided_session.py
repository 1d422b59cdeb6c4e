"""Knows how one started session is performed, whichever face draws it: a player, the journal, who else leads it.

    press(command), tick(), sync()  ->  frame, state, next_change

A card, the page and a terminal draw the same thing and decide nothing. What the player says has happened is
written as it happens; what the journal cannot take is offered again, in its order. When the journal says that the
session has ended, or goes on in another place, nothing more is written here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from routine.core import player as play
from routine.core.commands import Abandon, Command, Finish, FinishStep, SkipStep
from routine.core.events import Actor
from routine.core.exercise import Exercise
from routine.core.ids import OccurrenceKey
from routine.core.player import Change, Changed, Finished, Frame, LeftOut, Mode, Player, PlayerCommand
from routine.core.reminder import RESUMABLE
from routine.core.steps import Step
from routine.errors import JournalError, Refused
from routine.presentation.narration import next_cue

if TYPE_CHECKING:
    from routine.ports import Clock

OFFER_AGAIN = timedelta(seconds=6)
"""How often a journal that would not take a row is asked again; it may keep everybody waiting for five of them."""

_ENDINGS = frozenset({PlayerCommand.PAUSE, PlayerCommand.STOP})
"""What anybody may do at any time, whatever the safety check says."""


def easier_step(step: Step) -> Step | None:
    """An easier exercise for about as long as this one takes; None where there is none."""
    from routine.service import library_sessions  # noqa: PLC0415 - it reads the library

    return library_sessions.easier_step(step)


class SessionState(StrEnum):
    """How a session stands for the face that draws it. The last three are final."""

    PLAYING = "playing"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"
    ELSEWHERE = "elsewhere"
    """It was ended, or started again, in another place."""


class SessionStore(Protocol):
    """The journal, as a session sees it. All raise JournalError where it cannot be read or written now."""

    def apply(self, key: OccurrenceKey, command: Command, now: datetime) -> None:
        """Write what was done. Raises Refused when the session is over; JournalError only when it is not kept."""

    def last_start(self, key: OccurrenceKey, now: datetime) -> int | None:
        """Which start the session goes by; None when it is over, or led in another place than this one."""

    def check_allowed(self, key: OccurrenceKey, now: datetime) -> None:
        """Raises Refused where the answers to the safety check forbid it."""

    def moves(self, key: OccurrenceKey, now: datetime) -> bool:
        """Whether the session asks the body to move."""


class GuidedSession:
    """One occurrence, performed from its start to its end in one place."""

    def __init__(
        self,
        store: SessionStore,
        key: OccurrenceKey,
        steps: tuple[Step, ...],
        *,
        by: Actor,
        clock: Clock,
        steps_done: int = 0,
        played: timedelta | None = None,
        pause_others: Callable[[OccurrenceKey], None] = lambda _: None,
    ) -> None:
        """`played`: how much of it was gone through before, where somebody counted.

        `pause_others` is called with the key whenever this one goes on. Raises JournalError.
        """
        self.key = key
        self._store = store
        self._by = by
        self._clock = clock
        self._pause_others = pause_others
        self._started = store.last_start(key, clock.now())
        self._player: Player = play.begin(steps, clock.now(), steps_done, played)
        self._elsewhere = False
        self._through = False
        self._hurt: Exercise | None = None
        self._swap: tuple[Exercise, Exercise] | None = None
        self._outbox: deque[Command] = deque()
        self._offer_at: datetime | None = None
        self._pause_others(key)

    @property
    def state(self) -> SessionState:
        if self._elsewhere:
            return SessionState.ELSEWHERE
        return SessionState(self._player.mode.value)

    @property
    def playing(self) -> bool:
        return self.state is SessionState.PLAYING

    @property
    def over(self) -> bool:
        return self.state not in {SessionState.PLAYING, SessionState.PAUSED}

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._player.steps

    @property
    def step(self) -> int:
        """Which line of the plan it is at, from 0: so many are done."""
        return self._player.step

    @property
    def through(self) -> bool:
        """Whether its last step was left: it has ended, though perhaps only part of it was done."""
        return self._through

    @property
    def frame(self) -> Frame:
        """The present moment."""
        return play.frame(self._player, self._clock.now())

    @property
    def hurt(self) -> Exercise | None:
        """What has just been left because it hurt; until somebody goes on."""
        return self._hurt

    @property
    def swap(self) -> tuple[Exercise, Exercise] | None:
        """Which exercise could be another from now on, and which: what was found too hard, or hurt, last."""
        return self._swap

    def forget_swap(self) -> None:
        """It is written into the plan, or not wanted."""
        self._swap = None

    @property
    def unwritten(self) -> bool:
        """Whether something that was done is not in the journal yet."""
        return bool(self._outbox)

    @property
    def started(self) -> int | None:
        """The start that it goes by: with another one it goes on elsewhere."""
        return self._started

    @property
    def next_tick(self) -> datetime | None:
        """When `tick` has something to do at the latest; None when it never will."""
        paused_at = None if self.over else self._player.paused_at
        resumable = paused_at + RESUMABLE if paused_at else None
        ends = None if self.over else play.next_tick(self._player)
        return min((at for at in (resumable, ends, self._offer_at) if at), default=None)

    @property
    def next_change(self) -> datetime | None:
        """When the words change next, or `tick` has something to do; None when neither ever will."""
        said = next_cue(self.frame)
        at = self._clock.now() + said if said else None
        return min((each for each in (at, self.next_tick) if each), default=None)

    def paused_for(self, now: datetime) -> timedelta:
        return play.paused_for(self._player, now)

    def press(self, command: PlayerCommand) -> bool:
        """What a person asks for; whether it changed anything. Raises Refused where the safety check says no."""
        if self.over:
            return False
        if command not in _ENDINGS:
            self._check_allowed()
        if command is PlayerCommand.EASIER:
            return self._take_easier()
        self._hurt = self._player.here.exercise if command is PlayerCommand.HURT else None
        if self._hurt and (easier := easier_step(self._player.here)) and easier.exercise:
            self._swap = (self._hurt, easier.exercise)
        changed = self._play(command, self._by)
        if changed and self.playing:
            self._pause_others(self.key)
        return changed

    def _take_easier(self) -> bool:
        """An easier exercise in the place of this one, where there is one; now, and wherever it comes again."""
        before = self._player.here.exercise
        later = self._player.steps[self._player.step :]
        steps = tuple((easier_step(step) or step) if step.exercise == before else step for step in later)
        if before is None or steps[0] is self._player.here:
            return False
        self._hurt = None
        self._swap = (before, steps[0].exercise) if steps[0].exercise else None
        self._player = play.with_steps(self._player, steps, self._clock.now())
        self._pause_others(self.key)
        return True

    def tick(self) -> bool:
        """Time has passed; whether that changed anything. One that nobody comes back to is left where it was."""
        now = self._clock.now()
        if self._offer_at and (now >= self._offer_at or self._offer_at - now > OFFER_AGAIN):
            self.flush()
        changed = self._play(PlayerCommand.TICK, self._by)
        if not self.over and self.paused_for(now) >= RESUMABLE:
            changed |= self._play(PlayerCommand.STOP, Actor.SERVICE)
        return changed

    @property
    def ends_now(self) -> bool:
        """Whether the next look at the clock would end it."""
        if not self.playing:
            return False
        return play.play(self._player, PlayerCommand.TICK, self._clock.now())[0].mode is not Mode.PLAYING

    def wait_at_the_end(self) -> None:
        """It waits at the beginning of its last beat, and nothing is written of what nobody may have followed."""
        self._player, _ = play.play(self._player, PlayerCommand.PAUSE, self._player.began)

    def stop_at_lock(self, locked_at: datetime) -> None:
        """The screen was locked since then, and somebody is back: time went on, but it does not end a session.

        Where it would have, the session waits where it was left; nothing is written of what nobody followed.
        """
        now = self._clock.now()
        if not self.playing:
            return
        ended = play.play(self._player, PlayerCommand.TICK, now)[0].mode is not Mode.PLAYING
        if ended:
            self._player, _ = play.play(self._player, PlayerCommand.PAUSE, locked_at)
        else:
            self._play(PlayerCommand.TICK, self._by)
            self._play(PlayerCommand.PAUSE, self._by)

    def sync(self) -> bool:
        """See what the journal says of it by now: it may have ended, gone elsewhere, or be forbidden."""
        if self.over:
            return False
        now = self._clock.now()
        try:
            # what was done here and is not written yet may be all that it does not know of
            if not self._outbox and self._store.last_start(self.key, now) != self._started:
                self.leave()
                return True
            self._store.check_allowed(self.key, now)
        except JournalError:
            return False  # what cannot be read now is read the next time
        except Refused:
            return self._play(PlayerCommand.PAUSE, self._by)
        return False

    def leave(self) -> None:
        """It goes on, or has ended, elsewhere: nothing more is written here."""
        self._elsewhere = True
        self._outbox.clear()
        self._offer_at = None

    def flush(self) -> None:
        """Write what could not be written, in its order; what still cannot be is offered again in a while."""
        self._offer_at = None
        while self._outbox:
            now = self._clock.now()
            try:
                if self._store.last_start(self.key, now) != self._started:
                    self.leave()
                    return
                self._store.apply(self.key, self._outbox[0], now)
            except JournalError:
                self._offer_at = now + OFFER_AGAIN
                return
            except Refused:
                # somebody else has ended it meanwhile, and that is no error
                self.leave()
                return
            if self._outbox:  # it may have been taken away by what was written
                self._outbox.popleft()

    def _check_allowed(self) -> None:
        try:
            self._store.check_allowed(self.key, self._clock.now())
        except JournalError:
            return  # whoever is in the middle of it is not stopped by a busy file

    def _play(self, command: PlayerCommand, by: Actor) -> bool:
        now = self._clock.now()
        # after the clock was set back nothing has begun later than now; else this changes nothing
        player = play.set_back(self._player, now)
        self._player, changes = play.play(player, command, now)
        # whoever stops does nothing else; a session that ends as stopped by leaving its last step is through
        self._through = self._player.over and len(changes) > 1
        done = len(self.steps) if self._through else self._player.step
        for change in changes:
            player = play.evolve(player, change)
            self._write(change, play.played_at(player, change.at), Abandon(by, done, len(self.steps)))
            if self._elsewhere:
                break
        return bool(changes)

    def _write(self, change: Change, played: timedelta, stopped: Abandon) -> None:
        """`stopped`: what is written where it was not done."""
        match change:
            case Finished(step, _):
                self._outbox.append(FinishStep(step, self._by, played))
            case LeftOut(step, _):
                hurt = self._hurt.id if self._hurt else ""
                self._outbox.append(SkipStep(step, self._by, played, hurt))
            case Changed(Mode.COMPLETED, _):
                self._outbox.append(Finish(self._by, played=played))
            case Changed(Mode.STOPPED, _):
                self._outbox.append(replace(stopped, played=played))
            case _:
                return
        if self._offer_at is None:
            self.flush()
