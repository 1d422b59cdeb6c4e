"""Knows how a guided session runs, without a clock, a screen or a voice: each of them draws the same Frame.

    decide(player, command, now) -> changes      evolve(player, change) -> player

Time comes in only as `now`; the player remembers the instant its beat began, so a late Tick loses nothing and a
pause costs nothing. A Tick that comes very late means the computer slept: the session waits where it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from routine.core.exercise import ZERO
from routine.core.steps import Beat, BeatKind, Step

SLEPT = timedelta(seconds=30)
"""A Tick this much after the end of a beat finds a session that nobody was following."""

SETTLED = timedelta(seconds=3)
"""Going back this early in a step means the step before it."""


class Mode(StrEnum):
    PLAYING = "playing"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"


class PlayerCommand(StrEnum):
    """What a person, or time, asks of a player."""

    TICK = "tick"
    PAUSE = "pause"
    RESUME = "resume"
    NEXT = "next"
    BACK = "back"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Moved:
    step: int
    beat: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Finished:
    """A step is done; `step` counts from 1."""

    step: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    mode: Mode
    at: datetime


Change = Moved | Finished | Changed


@dataclass(frozen=True, slots=True)
class Player:
    """A session being performed: where it is, and since when."""

    steps: tuple[Step, ...]
    began: datetime
    """When the present beat began, moved on by every pause."""
    step: int = 0
    beat: int = 0
    mode: Mode = Mode.PLAYING
    paused_at: datetime | None = None
    """When time stopped for it: by a pause, or for good."""

    @property
    def here(self) -> Step:
        return self.steps[self.step]

    @property
    def now_playing(self) -> Beat:
        return self.here.beats[self.beat]

    @property
    def over(self) -> bool:
        return self.mode in {Mode.COMPLETED, Mode.STOPPED}


@dataclass(frozen=True, slots=True)
class Frame:
    """All that a screen or a voice needs to draw one moment."""

    number: int
    total: int
    step: Step
    place: int
    """Which beat of the step; from 0."""
    beat: Beat
    mode: Mode
    elapsed: timedelta
    left: timedelta
    upcoming: Step | None


def begin(steps: tuple[Step, ...], now: datetime, steps_done: int = 0) -> Player:
    """A player at the first step not done yet."""
    return Player(steps, now, step=min(steps_done, len(steps) - 1))


def decide(player: Player, press: PlayerCommand, now: datetime) -> tuple[Change, ...]:
    """What follows from a press, or from time passing. Out of place (next after the end) it is nothing."""
    if player.over:
        return ()
    match press:
        case PlayerCommand.TICK:
            return _tick(player, now) if player.mode is Mode.PLAYING else ()
        case PlayerCommand.PAUSE:
            # a beat whose end has passed unseen waits at its end, as after a sleep
            at = min(now, next_tick(player) or now)
            return (Changed(Mode.PAUSED, at),) if player.mode is Mode.PLAYING else ()
        case PlayerCommand.RESUME:
            return (Changed(Mode.PLAYING, now),) if player.mode is Mode.PAUSED else ()
        case PlayerCommand.NEXT:
            return _next(player, now)
        case PlayerCommand.BACK:
            return _back(player, now)
        case PlayerCommand.STOP:
            return (Changed(Mode.STOPPED, now),)


def evolve(player: Player, change: Change) -> Player:
    match change:
        case Moved(step, beat, at):
            paused_at = at if player.mode is Mode.PAUSED else None
            return replace(player, step=step, beat=beat, began=at, paused_at=paused_at)
        case Changed(Mode.PAUSED, at):
            return replace(player, mode=Mode.PAUSED, paused_at=at)
        case Changed(Mode.PLAYING, at):
            paused_for = at - player.paused_at if player.paused_at else ZERO
            return replace(player, mode=Mode.PLAYING, began=player.began + paused_for, paused_at=None)
        case Changed(mode, at):
            return replace(player, mode=mode, paused_at=player.paused_at or at)
        case Finished():
            return player


def play(player: Player, press: PlayerCommand, now: datetime) -> tuple[Player, tuple[Change, ...]]:
    """Both verbs at once."""
    changes = decide(player, press, now)
    for change in changes:
        player = evolve(player, change)
    return player, changes


def set_back(player: Player, now: datetime) -> Player:
    """After the clock was set back nothing has begun later than now: a beat would last so much longer."""
    paused_at = min(player.paused_at, now) if player.paused_at else None
    return replace(player, began=min(player.began, paused_at or now), paused_at=paused_at)


def paused_for(player: Player, now: datetime) -> timedelta:
    """For how long it has been paused."""
    return max(now - player.paused_at, ZERO) if player.mode is Mode.PAUSED and player.paused_at else ZERO


def next_tick(player: Player) -> datetime | None:
    """When the present beat ends; None while nothing runs."""
    return player.began + player.now_playing.length if player.mode is Mode.PLAYING else None


def frame(player: Player, now: datetime) -> Frame:
    beat = player.now_playing
    until = player.paused_at or now
    elapsed = min(max(until - player.began, ZERO), beat.length)
    upcoming = next((step for step in player.steps[player.step + 1 :] if not step.is_rest), None)
    total = max(step.number for step in player.steps)
    return Frame(
        number=player.here.number,
        total=total,
        step=player.here,
        place=player.beat,
        beat=beat,
        mode=player.mode,
        elapsed=elapsed,
        left=beat.length - elapsed,
        upcoming=upcoming,
    )


def _tick(player: Player, now: datetime) -> tuple[Change, ...]:
    changes: list[Change] = []
    ends = player.began + player.now_playing.length
    if now - ends >= SLEPT:
        return (Changed(Mode.PAUSED, ends),)
    while now >= ends:
        onward = _onward(player, player.beat + 1, ends)
        changes += onward
        for change in onward:
            player = evolve(player, change)
        if player.over:
            break
        ends = player.began + player.now_playing.length
    return tuple(changes)


def _onward(player: Player, beat: int, at: datetime) -> tuple[Change, ...]:
    """To that beat of this step, or past its end."""
    if beat < len(player.here.beats):
        return (Moved(player.step, beat, at),)
    done = Finished(player.step + 1, at)
    if player.step + 1 < len(player.steps):
        return (done, Moved(player.step + 1, 0, at))
    return (done, Changed(Mode.COMPLETED, at))


def _next(player: Player, now: datetime) -> tuple[Change, ...]:
    """To what a person would call next: ready to working, one side or set to the other, else the next step."""
    beats = player.here.beats
    present = player.now_playing
    for place in range(player.beat + 1, len(beats)):
        ahead = beats[place]
        other_turn = present.part is BeatKind.WORK and (ahead.set_no, ahead.side) != (present.set_no, present.side)
        if ahead.part is BeatKind.WORK and (present.part is BeatKind.REST or other_turn):
            return (Moved(player.step, place, now),)
        if present.part is BeatKind.READY:
            return (Moved(player.step, place, now),)
    return _onward(player, len(beats), now)


def _back(player: Player, now: datetime) -> tuple[Change, ...]:
    """To the start of this step, or of the one before when this has hardly begun."""
    since = (player.paused_at or now) - player.began
    hardly = player.beat == 0 and since < SETTLED
    step = max(0, player.step - 1) if hardly else player.step
    return (Moved(step, 0, now),)
