"""Knows which faults nobody planned for are there now, and tells each of them once; must not know what was done.

A fault belongs to one piece of work: a reminder, a card, a probe. It is contained there and the rest goes on. The
log gets the traceback, the person one sentence, and `status` shows it until that work has gone well again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import ParamSpec

from msgspec import Struct

from routine.ports import Clock, FaultRecord
from routine.presentation import service as words

REPORTED_AGAIN = timedelta(days=7)
"""A fault that comes and goes is told again only after this long."""

UNREPEATED = timedelta(hours=1)

_P = ParamSpec("_P")


class Work(StrEnum):
    """What the service does that can fail for itself."""

    REMINDER = "reminder"
    WAKE_UP = "wake-up"
    HISTORY = "history"
    CARD = "card"
    SHOW = "show"
    NOTE = "note"
    PICTURE = "picture"
    SESSION = "session"
    ANSWER = "answer"
    PLAN = "plan"
    READING = "reading plans"
    SETTINGS = "settings"
    SUPPLEMENTS = "supplements"
    JOURNAL = "journal"
    PRESENCE = "presence"
    ALARM = "alarm"
    CLOCK = "clock"
    WATCHING = "watching files"
    NOTIFIER = "notifier"
    BROWSER = "browser"
    CONSOLE = "console"
    REQUEST = "request"
    OTHER = "other"


_ONCE = set(Work) - {Work.REMINDER, Work.WAKE_UP, Work.CARD, Work.PLAN, Work.READING, Work.JOURNAL, Work.ALARM}
"""What nobody may ever ask for again."""
_NO_CARD = {Work.NOTE, Work.NOTIFIER, Work.REQUEST}
"""A card that tells of a card that failed would fail as well; and who asked was told."""


class Fault(Struct, frozen=True):
    """One piece of work that failed, while it is so."""

    work: Work
    name: str
    """Which one: an occurrence's key, a plan's name; empty where there is only one."""
    sentence: str
    since: datetime

    @property
    def reported_elsewhere(self) -> bool:
        """The journal's trouble is told with what becomes of the answers meanwhile."""
        return (self.work, self.name) == (Work.JOURNAL, "")

    @property
    def deserves_card(self) -> bool:
        return self.work not in _NO_CARD


class Bulkhead(Struct, frozen=True):
    """A `with` whose faults end in it."""

    faults: FaultLog
    work: Work
    name: str
    title: str

    def __enter__(self) -> None:
        """Nothing is prepared."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if error is None:
            self.faults.mend(self.work, self.name)
        elif isinstance(error, Exception):
            self.faults.report(self.work, self.name, error, title=self.title)
            return True
        return False


class FaultLog:
    """The faults of now. `tell` is called once for each new one, and `withdraw` once it is mended."""

    def __init__(self, clock: Clock, record: FaultRecord) -> None:
        self._clock = clock
        self._record = record
        self._faults: dict[tuple[Work, str], Fault] = {}
        self._last_reported: dict[tuple[str, ...], datetime] = {}
        self._last: dict[tuple[Work, str], datetime] = {}
        self._telling = False
        self.tell: Callable[[Fault], None] = lambda _: None
        self.withdraw: Callable[[Fault], None] = lambda _: None

    @property
    def current(self) -> tuple[Fault, ...]:
        """What is wrong now, oldest first."""
        return tuple(self._faults.values())

    def contain(self, work: Work, name: str = "", title: str = "") -> Bulkhead:
        """What fails in here ends here. What ends well mends the fault of before."""
        return Bulkhead(self, work, name, title)

    def attempt(self, call: Callable[[], object], work: Work, name: str = "", title: str = "") -> bool:
        """Whether it could be done."""
        with self.contain(work, name, title):
            call()
            return True
        return False

    def guarded(self, call: Callable[_P, None], work: Work, name: str = "", title: str = "") -> Callable[_P, None]:
        """The same call, safe to hand out: nothing it raises reaches whoever calls back."""

        @wraps(call)
        def contained(*args: _P.args, **kwargs: _P.kwargs) -> None:
            with self.contain(work, name, title):
                call(*args, **kwargs)

        return contained

    def report(self, work: Work, name: str, error: Exception, *, title: str = "", sentence: str = "") -> None:
        """Something failed: into the log, to the person and into `status`, each once while it lasts."""
        key, now = (work, name), self._clock.now()
        self._last[key] = now
        if key in self._faults:
            return
        fault = Fault(work, name, sentence or words.fault(work.value, title), now)
        self._faults[key] = fault
        self._record.publish([one.sentence for one in self.current])
        if self._is_new(work, name, type(error).__name__, now=now):
            self._record.log(fault.sentence, error, now)
            # two faults may come to the same for a person
            if self._is_new(fault.sentence, now=now):
                self._say(fault)

    def _is_new(self, *what: str, now: datetime) -> bool:
        """Whether it was not told lately; from now on it was."""
        self._last_reported = {kind: at for kind, at in self._last_reported.items() if now - at < REPORTED_AGAIN}
        is_new = what not in self._last_reported
        self._last_reported.setdefault(what, now)
        return is_new

    def mend(self, work: Work, name: str = "") -> None:
        """It went well, or is not wanted any more."""
        if (fault := self._faults.pop((work, name), None)) is not None:
            self._last.pop((work, name), None)
            self._record.publish([one.sentence for one in self.current])
            if fault.sentence not in {one.sentence for one in self.current}:
                self._say(fault, mended=True)

    def keep_only(self, works: set[Work], names: set[str]) -> None:
        """Of this kind of work only these are there still: the faults of others went with them."""
        for work, name in [key for key in self._faults if key[0] in works and key[1] not in names]:
            self.mend(work, name)

    def forget_unrepeated(self) -> None:
        """What nobody does again by itself, and has not failed again, is not shown for ever."""
        now = self._clock.now()
        old = [key for key, at in self._last.items() if key[0] in _ONCE and now - at >= UNREPEATED]
        for key in old:
            # its card stays until it has been seen
            self._faults.pop(key, None)
            del self._last[key]
        if old:
            self._record.publish([one.sentence for one in self.current])

    def _say(self, fault: Fault, *, mended: bool = False) -> None:
        # telling may fail by the very fault that is told
        if self._telling:
            return
        self._telling = True
        try:
            (self.withdraw if mended else self.tell)(fault)
        except Exception as error:  # noqa: BLE001 - it stands in the log and in `status` all the same
            self._record.log(words.fault(Work.NOTE.value, ""), error, self._clock.now())
        finally:
            self._telling = False
