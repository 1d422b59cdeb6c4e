"""Knows how a guided session is led by cards, one a beat, each with its buttons; must not know what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct

from routine.core.events import Actor, HoldReason
from routine.core.ids import OccurrenceKey
from routine.core.notification import ActionId, Notification
from routine.core.player import PlayerCommand
from routine.core.reminder import Reminder
from routine.core.steps import Step
from routine.errors import Refused
from routine.ports import AlarmClock, Clock
from routine.presentation.cards import back_card, step_card, with_line
from routine.presentation.reminders import WHILE_AWAY, WHILE_LOCKED
from routine.presentation.session_rules import rules_of
from routine.service.faults import FaultLog, Work
from routine.service.guided_session import GuidedSession, SessionState, SessionStore

COMMANDS = {
    ActionId.NEXT: PlayerCommand.NEXT,
    ActionId.SKIP_STEP: PlayerCommand.SKIP,
    ActionId.EASIER_ONE: PlayerCommand.EASIER,
    ActionId.PAUSE: PlayerCommand.PAUSE,
    ActionId.RESUME: PlayerCommand.RESUME,
    ActionId.STOP: PlayerCommand.STOP,
}


_STAYS_AT_LEAST = timedelta(seconds=2)
"""A server that takes a card away sooner than this shows nobody anything."""

_UNSEEN = frozenset({HoldReason.DO_NOT_DISTURB, HoldReason.FULL_SCREEN})
"""While it is so a card may be taken and never drawn. Whoever is away is perhaps on the floor, as a step asks,
and is asked only at the end."""


class CardScreen(Struct, frozen=True):
    """Where cards are shown, and what wakes a session when its words change."""

    show: Callable[[str, Notification], None]
    alarm: AlarmClock
    show_anew: Callable[[str, Notification], None] | None = None
    """Also where the same card is there already, as far as is known."""


class CardSession:
    """A session whose moments are cards. It ends by itself, or when somebody ends it elsewhere."""

    def __init__(self, session: GuidedSession, screen: CardScreen, title: str, first_line: str = "") -> None:
        """`first_line` stands on its first card as well: when to stop."""
        self.key = session.key
        self.title = title
        self._session = session
        self._screen = screen
        self._first_line = first_line
        self._hold: HoldReason | None = None
        self._locked_at: datetime | None = None
        self._reappeared_at: datetime | None = None
        self._asks = ""
        """Why somebody who is back is asked what became of it; empty where nobody is."""
        self._pressed = False
        """Whether what happens now was asked for by a button."""
        present = session.frame
        self._first = (present.step, present.place)
        self._draw()

    @property
    def playing(self) -> bool:
        return self._session.playing

    def press(self, button: ActionId, *, outdated: bool = False) -> None:
        """`outdated`: the button was on the card before this one, from which time has gone on already."""
        if outdated and button in {ActionId.NEXT, ActionId.SKIP_STEP, ActionId.EASIER_ONE}:
            self.redraw()
        elif button in COMMANDS:
            self._act(COMMANDS[button])

    def pause(self) -> None:
        self._act(PlayerCommand.PAUSE)

    def follow_desktop(self, hold: HoldReason | None, now: datetime) -> None:
        """What nobody can follow does not go on to its end.

        Where cards do not come to the screen it is paused, and the card is there afterwards. People lock the
        screen when they get up for what a step asks for: then time runs on, and they are asked when they are back.
        """
        before, self._hold = self._hold, hold
        if hold is HoldReason.LOCKED and self._locked_at is None and self.playing:
            self._locked_at = now
            self._screen.alarm.disarm(self._alarm_name)
        elif hold is not HoldReason.LOCKED and self._locked_at is not None:
            self._ask_after_lock(self._locked_at)
        elif hold in _UNSEEN and before not in _UNSEEN:
            self.pause()
        elif before in _UNSEEN and hold not in _UNSEEN and not self._session.over:
            self._show(anew=True)

    def _ask_after_lock(self, locked_at: datetime) -> None:
        self._locked_at = None
        self._session.stop_at_lock(locked_at)
        if self._session.state is SessionState.PAUSED:
            self._ask(WHILE_LOCKED)
        self._arm()

    def _ask(self, why: str) -> None:
        self._asks = why
        self._show(anew=True)
        self._arm()

    @property
    def under_way(self) -> bool:
        return not self._session.over

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped it on its card, or came to its end with too little done; not time alone."""
        return self._session.state is SessionState.STOPPED and (self._pressed or self._session.through)

    def redraw(self) -> None:
        """The card went away unanswered: the same moment again."""
        if not self._session.over:
            self._show()

    def reappear(self, now: datetime) -> None:
        """The server took its card away: once more. Where that shows nobody anything it is paused."""
        before, self._reappeared_at = self._reappeared_at, now
        if before is None or now - before >= _STAYS_AT_LEAST:
            self.redraw()
        elif self.playing:
            self.pause()

    def tick(self) -> None:
        if self._locked_at is not None:
            return
        if self._hold is HoldReason.AWAY and self._session.ends_now:
            # nobody has touched anything for minutes: whoever is on the floor, as a step asks, says so now
            self._session.wait_at_the_end()
            self._ask(WHILE_AWAY)
            return
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
        self._pressed = True
        try:
            changed = self._session.press(command)
        except Refused:
            return  # what may not be gone on with is taken off the screen at the next look
        finally:
            self._pressed = False
        if changed:
            self._asks = ""
            self._draw()

    def _draw(self) -> None:
        if not self._session.over:
            self._show()
        self._arm()

    def _show(self, *, anew: bool = False) -> None:
        present = self._session.frame
        show = (anew and self._screen.show_anew) or self._screen.show
        if self._asks:
            show(self.key, back_card(self.title, self._asks))
            return
        card = step_card(present)
        first = (present.step, present.place) == self._first
        show(self.key, with_line(card, self._first_line) if first else card)

    def _arm(self) -> None:
        at = None if self._session.over or self._locked_at else self._session.next_tick
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

    def begin(self, reminder: Reminder, steps: tuple[Step, ...], line: str = "") -> None:
        """From the first step that is not done yet. `line` stands on its first card."""
        key = reminder.key
        session = GuidedSession(
            self._store,
            key,
            steps,
            by=Actor.NOTIFICATION,
            clock=self._clock,
            steps_done=reminder.steps_done,
            played=reminder.played,
            pause_others=self._pause_others,
        )
        practice, moves = reminder.occurrence.practice, self._store.moves(key, self._clock.now())
        first = "\n".join(part for part in (line, *rules_of(steps, moves=moves, practice=practice)) if part)
        self._sessions[key] = CardSession(session, self._screen, reminder.occurrence.title, first)

    def end(self, key: OccurrenceKey) -> None:
        """It goes on, or has ended, elsewhere; nothing where there is none."""
        if session := self._sessions.pop(key, None):
            self._attempt(session.close, session)

    @property
    def under_way(self) -> bool:
        """Whether any of them is not over."""
        return any(session.under_way for session in self._sessions.values())

    def follow_desktop(self, hold: HoldReason | None) -> None:
        """The desktop may keep their cards from being seen now."""
        for session in list(self._sessions.values()):
            self._attempt(partial(session.follow_desktop, hold, self._clock.now()), session)

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
