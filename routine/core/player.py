"""Knows how a guided session runs, without a clock, a screen or a voice: each of them draws the same Frame.

    decide(player, command, now) -> changes      evolve(player, change) -> player

*Next* goes to the next part: another side, set, station or muscle group, else the next step. *Skip* leaves the
exercise. What is played is counted as it goes by: neither of them adds to it.

Time comes in only as `now`; the player remembers the instant its beat began, so a late Tick loses nothing and a
pause costs nothing. A Tick that comes very late means the computer slept: the session waits where it was.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

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
    SKIP = "skip"
    """Leave this exercise, and the rest after it."""
    BACK = "back"
    STOP = "stop"
    EASIER = "easier"
    """An easier exercise takes the place of this one; which, and so what follows, somebody else knows."""
    HURT = "hurt"
    """Leave this exercise, as it hurts, and wait."""


class Moved(Struct, frozen=True):
    step: int
    beat: int
    at: datetime


class Finished(Struct, frozen=True):
    """A step is done: most of it was played; `step` counts from 1."""

    step: int
    at: datetime


class LeftOut(Struct, frozen=True):
    """A step was passed over; `step` counts from 1."""

    step: int
    at: datetime


class Changed(Struct, frozen=True):
    mode: Mode
    at: datetime


Change = Moved | Finished | LeftOut | Changed


class Player(Struct, frozen=True):
    """A session being performed: where it is, and since when."""

    steps: tuple[Step, ...]
    began: datetime
    """When the present beat began, moved on by every pause."""
    step: int = 0
    beat: int = 0
    mode: Mode = Mode.PLAYING
    paused_at: datetime | None = None
    """When time stopped for it: by a pause, or for good."""
    played: timedelta = ZERO
    """All that was gone through in the beats before this one, also before it was taken up again."""
    worked: timedelta = ZERO
    """Of the present step, but for getting ready: what its earlier beats had of it."""

    @property
    def here(self) -> Step:
        return self.steps[self.step]

    @property
    def now_playing(self) -> Beat:
        return self.here.beats[self.beat]

    @property
    def over(self) -> bool:
        return self.mode in {Mode.COMPLETED, Mode.STOPPED}


class Frame(Struct, frozen=True):
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
    in_all: timedelta = ZERO
    """How long it takes from here to the end of the session."""


def begin(steps: tuple[Step, ...], now: datetime, steps_done: int = 0, played: timedelta | None = None) -> Player:
    """A player at the first step not done yet. `played` before this; None where nobody wrote it down."""
    at = min(steps_done, len(steps) - 1)
    if played is None:
        played = sum((step.length for step in steps[:at]), ZERO)
    return Player(steps, now, step=at, played=played)


def played_at(player: Player, now: datetime) -> timedelta:
    """All that was gone through by then: never more than the time that passed without its pauses."""
    return player.played if player.over else player.played + _elapsed(player, now)


def most_of(length: timedelta, played: timedelta) -> bool:
    """Whether so much counts as having done it."""
    return played * 2 > length


def decide(player: Player, press: PlayerCommand, now: datetime) -> tuple[Change, ...]:
    """What follows from a press, or from time passing. Out of place (next after the end) it is nothing."""
    if player.over or press is PlayerCommand.EASIER:
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
        case PlayerCommand.SKIP | PlayerCommand.HURT:
            left = _skip(player, now)
            ends = press is PlayerCommand.SKIP or isinstance(left[-1], Changed)
            return left if ends else (*left, Changed(Mode.PAUSED, now))
        case PlayerCommand.BACK:
            return _back(player, now)
        case PlayerCommand.STOP:
            return (Changed(Mode.STOPPED, now),)


def evolve(player: Player, change: Change) -> Player:
    match change:
        case Moved(step, beat, at):
            paused_at = at if player.mode is Mode.PAUSED else None
            worked = _worked(player, at) if step == player.step else ZERO
            played = played_at(player, at)
            return replace(
                player, step=step, beat=beat, began=at, paused_at=paused_at, played=played, worked=worked
            )
        case Changed(Mode.PAUSED, at):
            return replace(player, mode=Mode.PAUSED, paused_at=at)
        case Changed(Mode.PLAYING, at):
            paused_for = at - player.paused_at if player.paused_at else ZERO
            return replace(player, mode=Mode.PLAYING, began=player.began + paused_for, paused_at=None)
        case Changed(mode, at):
            played = played_at(player, at)
            return replace(player, mode=mode, paused_at=player.paused_at or at, played=played)
        case Finished() | LeftOut():
            return player


def play(player: Player, press: PlayerCommand, now: datetime) -> tuple[Player, tuple[Change, ...]]:
    """Both verbs at once."""
    changes = decide(player, press, now)
    for change in changes:
        player = evolve(player, change)
    return player, changes


def with_steps(player: Player, steps: tuple[Step, ...], now: datetime) -> Player:
    """These in the place of the present one and those after it. It goes on, also where it was paused."""
    steps = (*player.steps[: player.step], *steps)
    played = played_at(player, now)
    return replace(
        player, steps=steps, beat=0, began=now, mode=Mode.PLAYING, paused_at=None, played=played, worked=ZERO
    )


def left_in_all(player: Player, now: datetime) -> timedelta:
    """How long it takes from here to its end."""
    here = player.here.beats[player.beat :]
    rest = sum((step.length for step in player.steps[player.step + 1 :]), ZERO)
    return sum((beat.length for beat in here), ZERO) - _elapsed(player, now) + rest


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
    elapsed = _elapsed(player, now)
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
        in_all=left_in_all(player, now),
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
    step = player.here
    work = sum((beat.length for beat in step.beats if beat.part is not BeatKind.READY), ZERO)
    # nobody needs a rest to the end, and what has no length is done when it is passed
    done = step.is_rest or not work or most_of(work, _worked(player, at))
    left = Finished(player.step + 1, at) if done else LeftOut(player.step + 1, at)
    return (left, _to_step(player, player.step + 1, at))


def _to_step(player: Player, step: int, at: datetime) -> Moved | Changed:
    """To the start of that step; past the last one it is the end, and done if most of it was played."""
    if step < len(player.steps):
        return Moved(step, 0, at)
    whole = sum((each.length for each in player.steps), ZERO)
    return Changed(Mode.COMPLETED if most_of(whole, played_at(player, at)) else Mode.STOPPED, at)


def _elapsed(player: Player, now: datetime) -> timedelta:
    return min(max((player.paused_at or now) - player.began, ZERO), player.now_playing.length)


def _worked(player: Player, now: datetime) -> timedelta:
    return player.worked + (ZERO if player.now_playing.part is BeatKind.READY else _elapsed(player, now))


def _next(player: Player, now: datetime) -> tuple[Change, ...]:
    """From getting ready, or a rest, to working; else to another side, set, station or group; else on."""
    beats, present = player.here.beats, player.now_playing
    for place in range(player.beat + 1, len(beats)):
        ahead = beats[place]
        waits = present.part in {BeatKind.READY, BeatKind.REST}
        if ahead.part is not BeatKind.REST and (waits or _part(ahead) != _part(present)):
            return (Moved(player.step, place, now),)
    return _onward(player, len(beats), now)


def _part(beat: Beat) -> tuple[object, ...]:
    """What a person would call the same part of an exercise: the rounds of one muscle group are one."""
    return (beat.side, beat.label) if beat.label else (beat.side, "", beat.set_no)


def _skip(player: Player, now: datetime) -> tuple[Change, ...]:
    """Whoever leaves an exercise needs no rest from it."""
    if player.here.is_rest:
        return _onward(player, len(player.here.beats), now)
    step = player.step + 1
    while step < len(player.steps) and player.steps[step].is_rest:
        step += 1
    return (LeftOut(player.step + 1, now), _to_step(player, step, now))


def _back(player: Player, now: datetime) -> tuple[Change, ...]:
    """To the start of this step, or of the one before when this has hardly begun."""
    since = (player.paused_at or now) - player.began
    hardly = player.beat == 0 and since < SETTLED
    step = max(0, player.step - 1) if hardly else player.step
    return (Moved(step, 0, now),)
