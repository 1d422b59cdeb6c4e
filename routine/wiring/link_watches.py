"""Knows when each linked thing is looked at: a calendar now and then, a phone when something changes.

What a server does not take now waits, and is tried again after longer and longer. What a phone says is heard in a
thread of its own, that sleeps until something comes.
"""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from routine.adapters.own_command import run_own
from routine.errors import RoutineError
from routine.presentation import calendar_link as calendar_words
from routine.presentation import link as link_words
from routine.presentation import phone as phone_words
from routine.wiring.asking import LookContext

if TYPE_CHECKING:
    # each is read only where such a thing is linked
    from routine.adapters.followed_plans import FollowedFile
    from routine.adapters.web.push_server import Pressed
    from routine.wiring.calendar_link import CalendarLink
    from routine.wiring.phone_link import PhoneLink

OFTEN = timedelta(seconds=30)
"""While something waits for an answer."""
SELDOM = timedelta(minutes=15)
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=5)
_A_DAY = timedelta(days=1)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Watch(ABC):
    """One thing that is linked. What goes wrong is said once, and tried again later."""

    def __init__(self, say: Callable[[str], None], tell: Callable[[str], None]) -> None:
        """`tell`: keep what is wrong for `link status`; nothing where all is well again."""
        self._say = say
        self._tell = tell
        self._failed = timedelta()
        self._trouble = ""
        self._again: datetime | None = None
        """When it is looked at next, whatever happens before; None where that is not known yet."""

    def look(self, here: LookContext) -> timedelta:
        """How long nothing has to be looked at again, if nothing is written in the journal before."""
        # a clock that was set back makes nobody wait longer
        if self._failed and self._again and timedelta() < self._again - here.now <= 2 * self._failed:
            return self._again - here.now
        try:
            wait = self.go_through(here)
        except RoutineError as error:
            wait = self._put_off(str(error))
        except OSError as error:
            wait = self._put_off(link_words.not_noted(error.strerror or type(error).__name__))
        else:
            if self._trouble or self._again is None:
                self._note("")
            self._failed, self._trouble = timedelta(), ""
        self._again = here.now + wait
        return wait

    def _put_off(self, trouble: str) -> timedelta:
        """Said once; how long it waits now, longer each time, and not all come back at once."""
        self._failed = min(max(self._failed * 2, _FIRST_WAIT), _LONGEST_WAIT)
        if trouble != self._trouble:
            self._trouble = trouble
            self._note(trouble)
            self._say(trouble)
        return self._failed * (0.8 + 0.4 * _chance())

    def _note(self, trouble: str) -> None:
        with suppress(OSError):  # the disk that is full
            self._tell(trouble)

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """It is not looked at any more."""

    @abstractmethod
    def go_through(self, here: LookContext) -> timedelta:
        """How long it is good for. Raises RoutineError."""


class CalendarWatch(Watch):
    def __init__(self, link: CalendarLink, say: Callable[[str], None], *, alarm: bool) -> None:
        """`alarm`: no phone is linked that rings already."""
        super().__init__(say, link.tell_trouble)
        self._link = link
        self._alarm = alarm
        self._asked: datetime | None = None
        """When the server was asked last."""

    def go_through(self, here: LookContext) -> timedelta:
        days = self._link.days(here, alarm=self._alarm)
        every = OFTEN if days.waits else SELDOM
        over = self._asked is None or self._failed or not timedelta() <= here.now - self._asked < every
        if over or self._link.is_due(days):
            done = self._link.exchange(here, days)
            self._asked = here.now
            if done.written or done.removed or done.answers:
                self._say(calendar_words.pass_done(done.written, done.removed, done.answers))
        return every - (here.now - (self._asked or here.now))


class FollowWatch(Watch):
    """Once a day, at no fixed hour, by a command of its own: what reads plans is not small."""

    def __init__(self, file: FollowedFile, say: Callable[[str], None]) -> None:
        super().__init__(say, lambda _trouble: None)
        self._file = file

    def go_through(self, here: LookContext) -> timedelta:
        looked = min((one.looked or _NEVER for one in self._file.read().plans.values()), default=here.now)
        over = timedelta() <= here.now - looked < _A_DAY
        if not over:
            run_own("plans", "follow", "--now")
            looked = here.now
        return looked + _A_DAY * (0.96 + 0.08 * _chance()) - here.now


class PhoneWatch(Watch):
    def __init__(
        self, link: PhoneLink, say: Callable[[str], None], wake: Callable[[], None], *, listens: bool
    ) -> None:
        """`listens`: from the first look on, to all that follows."""
        super().__init__(say, link.tell_trouble)
        self._link = link
        self._wake = wake
        self._pressed: deque[Pressed] = deque()
        self._last = link.last
        self._begun = False
        self._listens = listens
        self._ended = threading.Event()

    def go_through(self, here: LookContext) -> timedelta:
        pressed = [self._pressed.popleft() for _ in range(len(self._pressed))]
        if not self._begun:
            pressed = self._link.server.pressed_by_now(self._last)
            self._last = pressed[-1].id if pressed else self._last
            self._begun = True
            if self._listens:
                threading.Thread(target=self._listen, name="phone", daemon=True).start()
        try:
            done = self._link.exchange(here, pressed)
        except RoutineError:
            # what was answered is written down; what was not, is asked for again
            self._pressed.extendleft(reversed(pressed))
            raise
        if done.sent or done.taken_back or done.answers:
            self._say(phone_words.pass_done(done.sent, done.taken_back, done.answers))
        return SELDOM

    def close(self) -> None:
        self._ended.set()
        self._link.server.stop_listening()

    def _listen(self) -> None:
        wait = _FIRST_WAIT / 2
        while not self._ended.is_set():
            try:
                for one in self._link.server.pressed_since(self._last):
                    self._last = one.id
                    wait = _FIRST_WAIT / 2
                    self._pressed.append(one)
                    self._wake()
            except RoutineError:
                pass  # whoever sends says it
            self._ended.wait(wait.total_seconds())
            wait = min(wait * 2, _LONGEST_WAIT)


def _chance() -> float:
    """From 0 to 1; `random` would bring half a megabyte for it."""
    return os.urandom(1)[0] / 255
