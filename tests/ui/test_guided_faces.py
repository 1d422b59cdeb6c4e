"""A session is the same on a card, on the page and in a terminal: the same presses leave the same journal."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routine.core.commands import Command, Start
from routine.core.events import Abandoned, Actor, Event, StepDone
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.notification import ActionId, Notification
from routine.core.occurrence import Occurrence
from routine.core.player import PlayerCommand
from routine.core.reminder_states import Phase
from routine.core.schedule import Schedule
from routine.errors import Refused
from routine.ports import Clock
from routine.service.card_session import CardScreen, CardSessions
from routine.service.faults import FaultLog
from routine.service.guided_session import GuidedSession, SessionStore
from routine.service.history import History
from routine.service.reminder_store import ReminderStore
from routine.service.session_store import ReminderSessionStore
from routine.ui.console.half_blocks import Colours
from routine.ui.console.output import Piece
from routine.ui.page.live_session import LiveSession
from routine.ui.page.request import Json
from routine.ui.terminal.layout import Painted, Room, SessionLayout
from routine.ui.terminal.player import TerminalSession
from routine.ui.terminal.screen import Screen, ScreenInput
from routine.ui.terminal.speaker import Speaker
from tests.fakes import HandAlarm, MemoryJournal, StillClock
from tests.service.living import BERLIN, MINUTE, SECOND, FaultNotes, plan, session

DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
KEY = OccurrenceKey("mine/morning@2026-11-23T07:30")
BUTTONS = {
    PlayerCommand.NEXT: ActionId.NEXT,
    PlayerCommand.PAUSE: ActionId.PAUSE,
    PlayerCommand.RESUME: ActionId.RESUME,
    PlayerCommand.STOP: ActionId.STOP,
}
KEYS = {PlayerCommand.NEXT: "n", PlayerCommand.PAUSE: " ", PlayerCommand.RESUME: " ", PlayerCommand.STOP: "q"}
Script = Sequence[PlayerCommand | int]
"""Presses, and so many seconds between them."""


def _step(entry: Event) -> int | None:
    match entry:
        case StepDone(step=step):
            return step
        case Abandoned(steps_done=done):
            return done
    return None


class Stand:
    """A journal, a plan with one session that has been started in `place`, and a clock that is moved by hand."""

    def __init__(self, place: SessionPlace, by: Actor) -> None:
        self.clock = StillClock(DUE, BERLIN)
        self.journal = MemoryJournal()
        self.agenda = Schedule((plan(session("morning", "07:30")),), BERLIN)
        self.place, self.by = place, by
        self.store: SessionStore = ReminderSessionStore(
            place,
            reminders=lambda _, now: self.reminders(now),
            write=self.write,
            start_row=lambda key, now: History(self.journal).last_start(key, now),
        )
        self.write(KEY, Start(by, place), self.clock.now())

    def reminders(self, now: datetime) -> ReminderStore:
        reminders = ReminderStore(self.journal, self.agenda)
        reminders.reload(now)
        for one in self.agenda.occurrences(DUE - MINUTE, DUE + MINUTE, planned=True):
            reminders.add(one)
        return reminders

    def write(self, key: OccurrenceKey, command: Command, now: datetime) -> None:
        self.reminders(now).apply(key, command, now)

    def rows(self) -> list[tuple[str, int | None, bool, timedelta]]:
        """What was written: its kind, its step, whether a person did it, and when."""
        first = DUE
        return [
            (row.entry.kind.value, _step(row.entry), row.entry.by is self.by, row.entry.at - first)
            for row in self.journal.rows(key=KEY)
        ]


def by_card(script: Script) -> Stand:
    stand = Stand(SessionPlace.NOTIFICATION, Actor.NOTIFICATION)
    alarm, shown = HandAlarm(stand.clock), list[Notification]()
    alarm.start()
    faults = FaultLog(stand.clock, FaultNotes())
    sessions = CardSessions(
        stand.store, CardScreen(lambda _, card: shown.append(card), alarm), stand.clock, faults
    )
    reminder = stand.reminders(stand.clock.now()).reminders[KEY]
    sessions.begin(reminder, stand.agenda.steps(reminder.occurrence))
    card = sessions.get(KEY)
    assert card
    for said in script:
        if isinstance(said, PlayerCommand):
            card.press(BUTTONS[said])
            continue
        for _ in range(said):
            stand.clock.move(SECOND)
            alarm.ring()
    assert shown
    assert not faults.current
    return stand


class Surroundings:
    """The page's process, without a page."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    @property
    def clock(self) -> Clock:
        return self._stand.clock

    @property
    def session_store(self) -> SessionStore:
        return self._stand.store

    def store_with(self, _: OccurrenceKey) -> ReminderStore:
        return self._stand.reminders(self._stand.clock.now())

    def still(self, _: OccurrenceKey, phase: Phase | None) -> Json:
        return {"mode": str(phase)}

    def begin(self, occurrence: Occurrence, most: timedelta | None = None) -> None:
        """Nobody listens."""
        self._stand.write(occurrence.key, Start(Actor.PAGE, SessionPlace.PAGE, most=most), self._stand.clock.now())

    def pause_others(self, _: OccurrenceKey) -> None:
        """There are none."""


def by_page(script: Script) -> Stand:
    stand = Stand(SessionPlace.PAGE, Actor.PAGE)

    async def led() -> None:
        live = LiveSession(Surroundings(stand), KEY, timedelta(hours=1))
        live.sync(present=True)
        for said in script:
            if isinstance(said, PlayerCommand):
                live.press(said)
                continue
            for _ in range(said):
                stand.clock.move(SECOND)
                live.tick()
                assert live.frame_json()["mode"]
        live.close()

    asyncio.run(led())
    return stand


class OverError(Exception):
    """The script is at its end, and the session is not."""


class ScriptedScreen(Screen):
    """A screen whose person follows a script."""

    def __init__(self, stand: Stand, session: GuidedSession, script: Script) -> None:
        # no terminal is touched: what a real screen takes hold of is not there
        self.ground = None
        self._stand, self._session = stand, session
        self._script: list[PlayerCommand | None] = []
        for said in script:
            self._script += [said] if isinstance(said, PlayerCommand) else [None] * said

    @property
    def room(self) -> Room:
        return Room(80, 24)

    def draw(self, lines: Iterable[Sequence[Piece | Painted]]) -> None:
        assert list(lines)

    def wait(self, at_most: timedelta) -> list[ScreenInput]:
        assert at_most > timedelta(0)
        if not self._script:
            raise OverError
        said = self._script.pop(0)
        if said is None:
            self._stand.clock.move(SECOND)
            return []
        toggles = {PlayerCommand.PAUSE: self._session.playing, PlayerCommand.RESUME: not self._session.playing}
        return [KEYS[said]] if toggles.get(said, True) else []


def by_terminal(script: Script) -> Stand:
    stand = Stand(SessionPlace.TERMINAL, Actor.CLI)
    one = stand.reminders(stand.clock.now()).reminders[KEY].occurrence
    led = GuidedSession(stand.store, KEY, stand.agenda.steps(one), by=Actor.CLI, clock=stand.clock)
    leading = TerminalSession(stand.clock, one.title, led, Speaker(aloud=False), SessionLayout(Colours.FEW))
    # who has touched nothing for long is asked at the end, here by the keys and on the others by the desktop
    leading.can_ask = False
    with suppress(OverError):
        leading.run(ScriptedScreen(stand, led, script))
    return stand


SCRIPTS = {
    "nobody presses anything": [600],
    "step by step": [PlayerCommand.NEXT] * 12,
    "stopped at once": [PlayerCommand.STOP],
    "stopped in the third step": [*[PlayerCommand.NEXT] * 6, 5, PlayerCommand.STOP, 30],
    "paused and gone on with": [15, PlayerCommand.PAUSE, 300, PlayerCommand.RESUME, 600],
    "paused, moved, gone on with": [15, PlayerCommand.PAUSE, PlayerCommand.NEXT, 60, PlayerCommand.RESUME, 600],
    "paused and left for good": [15, PlayerCommand.PAUSE, 3700],
    "pressed after its end": [*[PlayerCommand.NEXT] * 12, PlayerCommand.PAUSE, PlayerCommand.STOP],
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_the_same_presses_leave_the_same_journal(script: Script) -> None:
    rows = by_card(script).rows()
    assert len(rows) > 1 or script == [], "something has happened"
    assert by_page(script).rows() == rows
    assert by_terminal(script).rows() == rows


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(list(BUTTONS)), st.integers(1, 45)), max_size=15))
def test_so_do_any_presses(script: list[PlayerCommand | int]) -> None:
    rows = by_card(script).rows()
    assert by_page(script).rows() == rows
    assert by_terminal(script).rows() == rows


def test_what_was_taken_over_elsewhere_is_refused_on_the_page() -> None:
    stand = Stand(SessionPlace.PAGE, Actor.PAGE)

    async def led() -> None:
        live = LiveSession(Surroundings(stand), KEY, timedelta(hours=1))
        live.sync(present=True)
        stand.write(KEY, Start(Actor.CLI, SessionPlace.TERMINAL), stand.clock.now())
        with pytest.raises(Refused):
            live.press(PlayerCommand.NEXT)
        live.close()

    asyncio.run(led())
