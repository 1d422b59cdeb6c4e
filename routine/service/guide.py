"""Knows how one started session is led through a card, step by step; must not know rules of timing or wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from routine.core.commands import Abandon, Command, Finish, FinishStep
from routine.core.events import Actor
from routine.core.ids import OccurrenceKey
from routine.core.notice import Do, Notice
from routine.core.player import (
    Change,
    Changed,
    Finished,
    Mode,
    Player,
    Press,
    begin,
    frame,
    next_tick,
    play,
    rested,
    set_back,
)
from routine.core.reminder import RESUMABLE
from routine.core.steps import Step
from routine.ports import AlarmClock, Clock
from routine.presentation.cards import step_card, with_line

_PRESSES = {Do.NEXT: Press.NEXT, Do.PAUSE: Press.PAUSE, Do.RESUME: Press.RESUME, Do.STOP: Press.STOP}


@dataclass(frozen=True, slots=True)
class Stage:
    """What a guide needs from around it."""

    clock: Clock
    alarm: AlarmClock
    write: Callable[[Mapping[OccurrenceKey, Command]], None]
    """Commands by occurrence key: into the journal."""
    show: Callable[[str, Notice], None]


class Guide:
    """A player whose frames are cards. It ends by itself, or when somebody ends the session elsewhere."""

    def __init__(
        self, key: OccurrenceKey, steps: tuple[Step, ...], steps_done: int, stage: Stage, rule: str = ""
    ) -> None:
        self.key = key
        self._stage = stage
        self._rule = rule
        """What its first card says as well: when to stop."""
        self._player: Player = begin(steps, stage.clock.now(), steps_done)
        self._ended = False
        self._by = Actor.NOTIFICATION
        self._first = (self._player.step, self._player.beat)
        self._redraw()

    @property
    def playing(self) -> bool:
        return self._player.mode is Mode.PLAYING

    @property
    def over(self) -> bool:
        return self._player.over

    def press(self, key: Do, *, old: bool = False) -> None:
        """`old`: the button was on the card before this one, from which time has gone on already."""
        if old and key is Do.NEXT:
            self.redraw()
        elif key in _PRESSES:
            self._play(_PRESSES[key])

    def pause(self) -> None:
        self._play(Press.PAUSE)

    def redraw(self) -> None:
        """The card went away unanswered: the same moment again."""
        if not (self.over or self._ended):
            self._stage.show(self.key, self._card(self._stage.clock.now()))

    def tick(self) -> None:
        self._play(Press.TICK)
        if not self._ended and rested(self._player, self._stage.clock.now()) >= RESUMABLE:
            # as after a crash: nobody comes back to it, and it is left where it was
            self._by = Actor.SERVICE
            self._play(Press.STOP)

    def jumped(self) -> None:
        self._player = set_back(self._player, self._stage.clock.now())
        if not (self.over or self._ended):
            self._arm()

    def end(self) -> None:
        """The session goes on, or has ended, elsewhere: nothing more is written here."""
        self._ended = True
        self._stage.alarm.disarm(self._alarm_name)

    @property
    def _alarm_name(self) -> str:
        return f"guide {self.key}"

    def _play(self, press: Press) -> None:
        self._player, changes = play(self._player, press, self._stage.clock.now())
        for change in changes:
            self._note(change)
            if self._ended:
                # what was written found the session over, or led elsewhere
                return
        if changes:
            self._redraw()
        else:
            self._arm()

    def _note(self, change: Change) -> None:
        match change:
            case Finished(step, _):
                self._stage.write({self.key: FinishStep(step, Actor.NOTIFICATION)})
            case Changed(Mode.COMPLETED, _):
                self._stage.write({self.key: Finish(Actor.NOTIFICATION)})
            case Changed(Mode.STOPPED, _):
                self._stage.write({self.key: Abandon(self._by, self._player.step)})

    def _redraw(self) -> None:
        if self.over:
            self.end()
            return
        now = self._stage.clock.now()
        self._stage.show(self.key, self._card(now))
        self._arm()

    def _card(self, now: datetime) -> Notice:
        card = step_card(frame(self._player, now))
        return with_line(card, self._rule) if (self._player.step, self._player.beat) == self._first else card

    def _arm(self) -> None:
        paused_at = self._player.paused_at
        at = paused_at + RESUMABLE if paused_at else next_tick(self._player)
        if at is None or self.over:
            self._stage.alarm.disarm(self._alarm_name)
        else:
            self._stage.alarm.arm(self._alarm_name, at, self.tick)
