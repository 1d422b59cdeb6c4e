"""What becomes of a session in a terminal that nobody has touched: at its end it asks, as a card does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from routine.core.commands import Command, Finish
from routine.core.events import Actor
from routine.core.ids import OccurrenceKey
from routine.core.steps import steps_of
from routine.service.guided_session import GuidedSession, SessionState
from routine.ui.terminal.layout import Room
from routine.ui.terminal.player import TerminalSession
from routine.ui.terminal.screen import ScreenInput
from routine.ui.terminal.speaker import Speaker
from tests.fakes import StillClock
from tests.service.living import CALM

KEY = OccurrenceKey("mine/calm@2026-11-23T21:30")


@dataclass
class Kept:
    """A journal as a session sees it."""

    commands: list[Command] = field(default_factory=list)

    def apply(self, _key: OccurrenceKey, command: Command, _now: datetime) -> None:
        self.commands.append(command)

    def last_start(self, _key: OccurrenceKey, _now: datetime) -> int | None:
        return 1

    def check_allowed(self, _key: OccurrenceKey, _now: datetime) -> None: ...

    def moves(self, _key: OccurrenceKey, _now: datetime) -> bool:
        return False


@dataclass
class Watched:
    """A terminal in which time goes by, with somebody who touches these keys after so long."""

    clock: StillClock
    keys: dict[timedelta, ScreenInput]
    begun: datetime
    room: Room = field(default_factory=lambda: Room(80, 24))
    ground: None = None
    shown: list[str] = field(default_factory=list)

    def draw(self, lines: Any) -> None:
        self.shown.append("\n".join(map(str, lines)))

    def wait(self, patience: timedelta) -> list[ScreenInput]:
        self.clock.move(min(patience, timedelta(seconds=1)))
        gone = self.clock.now() - self.begun
        assert gone < timedelta(minutes=30)
        due = [at for at in self.keys if at <= gone]
        return [self.keys.pop(at) for at in due]


def led(
    rounds: int, keys: dict[timedelta, ScreenInput], *, can_ask: bool = True
) -> tuple[Watched, Kept, GuidedSession]:
    clock, kept = StillClock(), Kept()
    session = GuidedSession(kept, KEY, steps_of(CALM, rounds), by=Actor.CLI, clock=clock)
    screen = Watched(clock, dict(keys), clock.now())
    leading = TerminalSession(clock, "Calm", session, Speaker(aloud=False))
    leading.can_ask = can_ask
    leading.run(cast("Any", screen))
    return screen, kept, session


MINUTE = timedelta(minutes=1)


def test_untouched_for_minutes_it_asks_at_its_end_and_is_done_once_somebody_is_back() -> None:
    screen, kept, session = led(8, {20 * MINUTE: " "})
    assert session.state is SessionState.COMPLETED
    assert any("touched for a while" in each for each in screen.shown)
    assert screen.clock.now() - screen.begun > 20 * MINUTE
    assert isinstance(kept.commands[-1], Finish)


def test_who_does_not_come_back_has_done_nothing_by_that() -> None:
    _, kept, session = led(8, {25 * MINUTE: "q"})
    assert session.state is SessionState.STOPPED
    assert not any(isinstance(each, Finish) for each in kept.commands)


def test_a_key_lately_or_a_short_session_needs_no_question() -> None:
    for rounds, keys in ((8, {7 * MINUTE: cast("ScreenInput", "x")}), (3, {})):
        screen, _, session = led(rounds, keys)
        assert session.state is SessionState.COMPLETED
        assert not any("touched for a while" in each for each in screen.shown)


def test_where_there_are_no_keys_nobody_is_asked() -> None:
    screen, _, session = led(8, {}, can_ask=False)
    assert session.state is SessionState.COMPLETED
    assert not any("touched for a while" in each for each in screen.shown)
