"""Knows how a guided session is led by cards, one a beat, each with its buttons; must not know what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from routine.core.events import Actor
from routine.core.ids import OccurrenceKey
from routine.core.notification import ActionId, Notification
from routine.core.player import PlayerCommand
from routine.core.reminder import Reminder
from routine.core.safety import moves
from routine.core.steps import Step
from routine.errors import Refused
from routine.ports import AlarmClock, Clock
from routine.presentation.cards import step_card, with_line
from routine.presentation.reminders import STOP_RULE
from routine.service.faults import FaultLog, Work
from routine.service.guided_session import GuidedSession, SessionStore

_COMMANDS = {
    ActionId.NEXT: PlayerCommand.NEXT,
    ActionId.PAUSE: PlayerCommand.PAUSE,
    ActionId.RESUME: PlayerCommand.RESUME,
    ActionId.STOP: PlayerCommand.STOP,
}


@dataclass(frozen=True, slots=True)
class CardScreen:
    """Where cards are shown, and what wakes a session when its words change."""

    show: Callable[[str, Notification], None]
    alarm: AlarmClock


class CardSession:
    """A session whose moments are cards. It ends by itself, or when somebody ends it elsewhere."""

    def __init__(self, session: GuidedSession, screen: CardScreen, title: str, first_line: str = "") -> None:
        """`first_line` stands on its first card as well: when to stop."""
        self.key = session.key
        self.title = title
        self._session = session
        self._screen = screen
        self._first_line = first_line
        present = session.frame
        self._first = (present.step, present.place)
        self._draw()

    @property
    def playing(self) -> bool:
        return self._session.playing

    def press(self, button: ActionId, *, outdated: bool = False) -> None:
        """`outdated`: the button was on the card before this one, from which time has gone on already."""
        if outdated and button is ActionId.NEXT:
            self.redraw()
        elif button in _COMMANDS:
            self._act(_COMMANDS[button])

    def pause(self) -> None:
        self._act(PlayerCommand.PAUSE)

    def redraw(self) -> None:
        """The card went away unanswered: the same moment again."""
        if not self._session.over:
            self._show()

    def tick(self) -> None:
        if self._session.tick():
            self._draw()
        else:
            self._arm()

    def close(self) -> None:
        """The session goes on, or has ended, elsewhere: nothing more is written here."""
        if not self._session.over:
            self._session.leave()
        self._screen.alarm.disarm(self._alarm_name)

    @property
    def _alarm_name(self) -> str:
        return f"guide {self.key}"

    def _act(self, command: PlayerCommand) -> None:
        try:
            changed = self._session.press(command)
        except Refused:
            return  # what may not be gone on with is taken off the screen at the next look
        if changed:
            self._draw()

    def _draw(self) -> None:
        if not self._session.over:
            self._show()
        self._arm()

    def _show(self) -> None:
        present = self._session.frame
        card = step_card(present)
        first = (present.step, present.place) == self._first
        self._screen.show(self.key, with_line(card, self._first_line) if first else card)

    def _arm(self) -> None:
        at = None if self._session.over else self._session.next_tick
        if at is None:
            self._screen.alarm.disarm(self._alarm_name)
        else:
            self._screen.alarm.arm(self._alarm_name, at, self.tick)


class CardSessions:
    """All that are led as cards now, by the key of their occurrence. One plays, the others wait.

    The fault of one is felt by no other.
    """

    def __init__(self, store: SessionStore, screen: CardScreen, clock: Clock, faults: FaultLog) -> None:
        self._store = store
        self._screen = screen
        self._clock = clock
        self._faults = faults
        self._sessions: dict[OccurrenceKey, CardSession] = {}

    def __contains__(self, key: OccurrenceKey) -> bool:
        return key in self._sessions

    def get(self, key: OccurrenceKey) -> CardSession | None:
        return self._sessions.get(key)

    def one_plays_beside(self, key: OccurrenceKey) -> bool:
        return any(other != key and session.playing for other, session in self._sessions.items())

    def begin(self, reminder: Reminder, steps: tuple[Step, ...]) -> None:
        """From the first step that is not done yet."""
        key = reminder.key
        session = GuidedSession(
            self._store,
            key,
            steps,
            by=Actor.NOTIFICATION,
            clock=self._clock,
            steps_done=reminder.steps_done,
            pause_others=self._pause_others,
        )
        rule = STOP_RULE if moves(reminder.occurrence) else ""
        self._sessions[key] = CardSession(session, self._screen, reminder.occurrence.title, rule)

    def end(self, key: OccurrenceKey) -> None:
        """It goes on, or has ended, elsewhere; nothing where there is none."""
        if session := self._sessions.pop(key, None):
            self._attempt(session.close, session)

    def redraw(self, key: OccurrenceKey | None = None) -> None:
        """The cards are gone although nobody answered: all of them, or that of one session."""
        for session in list(self._sessions.values()):
            if key in {None, session.key}:
                self._attempt(session.redraw, session)

    def tick(self) -> None:
        """What time it is may have been set anew: each goes on from this moment."""
        for session in list(self._sessions.values()):
            self._attempt(session.tick, session)

    def close(self) -> None:
        for session in list(self._sessions.values()):
            self._attempt(session.close, session)

    def _pause_others(self, key: OccurrenceKey) -> None:
        for session in list(self._sessions.values()):
            if session.key != key:
                self._attempt(session.pause, session)

    def _attempt(self, call: Callable[[], None], session: CardSession) -> None:
        self._faults.attempt(call, Work.SESSION, session.key, session.title)
