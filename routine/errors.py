"""Every way in which `routine` can refuse: one tree, with the exit code of each.

An error raised above `core` carries its sentence and what to do next. One raised in `core` carries facts, and
`presentation.errors.explain` makes the sentence of it: whoever shows an error shows that.

RoutineError                 1   (a bug, or a fault nobody planned for)
├── UsageError               2   the command was not understood
│   ├── UnknownSession      (AmbiguousSession, SeveralSessions)
│   ├── UnknownOccurrence
│   ├── NotOffered
│   └── InvalidPauseEnd
├── NothingToActOn           5   fine, but there is nothing waiting
│   ├── NothingBlocked
│   └── Refused                  the reminder is not in a state that allows it
│       └── core.reminder_states.WrongPhase, core.reminder_states.NothingToPerform
├── NotRunning              69   sysexits EX_UNAVAILABLE
│   └── (NoService, ServiceHangs, OtherVersion)   what was asked is done without it
├── SystemFault              74   sysexits EX_IOERR: a file, disk or server would not
│   ├── JournalError        (Corrupt)
│   └── NotifierError       (Unavailable, TimedOut, Rejected)
├── FileIsThere             73   sysexits EX_CANTCREAT
├── AlreadyRunning          75   sysexits EX_TEMPFAIL
├── PlanError               78   sysexits EX_CONFIG: a plan or the configuration is wrong
└── NotAccepted             78   likewise: what somebody tells cannot hold
    └── InvalidClearedDay
"""

from __future__ import annotations

from enum import StrEnum

TYPE_CHECKING = False
"""As typing has it, which takes a third of what Python takes to start; every command reads this file."""
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import ClassVar


class RoutineError(Exception):
    """One sentence a person understands, then what to do next; both are empty where an error carries facts."""

    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: str = "", hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        facts = {name: said for name, said in vars(self).items() if name not in {"sentence", "hint"}}
        return f"{self.sentence} {self.hint}".strip() or f"{type(self).__name__} {facts}"


class UsageError(RoutineError):
    """Raised when a command or its words are not understood."""

    exit_code = 2


class UnknownSession(UsageError):
    """Raised when no session goes by a name; `suggestions` are titles close to it."""

    def __init__(self, name: str, suggestions: Sequence[str]) -> None:
        super().__init__()
        self.name = name
        self.suggestions = list(suggestions)


class AmbiguousSession(UsageError):
    """Raised when a name is the beginning of several; `sessions` are (title, PLAN/SESSION)."""

    def __init__(self, name: str, sessions: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.name = name
        self.sessions = list(sessions)


class SeveralSessions(UsageError):
    """Raised when sessions of several plans bear one name, and none comes before the others."""

    def __init__(self, name: str, sessions: Sequence[str]) -> None:
        super().__init__()
        self.name = name
        self.sessions = list(sessions)
        """Each as PLAN/SESSION."""


class UnknownOccurrence(UsageError):
    """Raised when no plan has the occurrence that is named by its key."""


class NotOffered(UsageError):
    """Raised when a reminder is answered by what it was never asked."""


class PauseEndFault(StrEnum):
    """What is wrong with the end somebody gave for a pause."""

    MISSING = "missing"
    NOT_UNDERSTOOD = "not_understood"
    NOT_AHEAD = "not_ahead"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class InvalidPauseEnd(UsageError):
    """Raised when somebody gave no end of a pause that can be kept; `text` is what they typed."""

    def __init__(self, fault: PauseEndFault, text: str = "", *, longest_days: int = 0) -> None:
        super().__init__()
        self.fault = fault
        self.text = text
        self.longest_days = longest_days


class ClearedDayFault(StrEnum):
    """Why a day cannot be that on which a professional said that movement is fine."""

    AHEAD = "ahead"
    LONG_AGO = "long_ago"
    BEFORE_ANSWER = "before_answer"
    TOO_OLD_FOR_SIGN = "too_old_for_sign"
    """A word may be older than the sign it ends, but not as old as this: of a pregnancy, nine months."""


class NotAccepted(RoutineError):
    """Raised when what somebody tells cannot hold."""

    exit_code = 78


class InvalidClearedDay(NotAccepted):
    """Raised when a professional cannot have cleared movement on this day."""

    def __init__(self, fault: ClearedDayFault, day: date) -> None:
        super().__init__()
        self.fault = fault
        self.day = day


class NothingToActOn(RoutineError):
    """Raised when a command is fine but nothing waits for it."""

    exit_code = 5


class NothingBlocked(NothingToActOn):
    """Raised when the safety check blocks no session, so that there is nothing to clear."""


class Refused(NothingToActOn):
    """Raised when a reminder is in a state that does not allow what was asked."""


class NotRunning(RoutineError):
    """Raised when a command needs the service and it is not running."""

    exit_code = 69


class NoService(NotRunning):
    """Raised when the running service was asked and nobody answered, so that it is done without it."""


class ServiceHangs(NotRunning):
    """Raised when the running service was asked and did not answer in time, so that it is done without it."""


class OtherVersion(NotRunning):
    """Raised when the program at the other end is of another version, so that it is done without it."""

    def __init__(self, sentence: str, hint: str = "", version: str = "") -> None:
        super().__init__(sentence, hint)
        self.version = version
        """The other one."""


class ServerFault(RoutineError):
    """Raised when a server on a network is away, or would not do its part."""

    exit_code = 69


class SystemFault(RoutineError):
    """Raised when a file, a disk or another program would not do its part."""

    exit_code = 74


class JournalError(SystemFault):
    """Raised when the journal cannot be opened, read or written."""


class JournalCorrupt(JournalError):
    """Raised when the journal's file is damaged, so that it can be set aside and a new one begun."""


class NotifierError(SystemFault):
    """Raised when a notification could not be shown, so that nobody believes it was."""


class NotifierUnavailable(NotifierError):
    """Raised when there is no notification server to ask."""


class NotifierTimedOut(NotifierError):
    """Raised when the notification server did not answer in time."""


class NotifierRejected(NotifierError):
    """Raised when the notification server answered with an error."""


class AlreadyRunning(RoutineError):
    """Raised when a second service is started for the same person."""

    exit_code = 75


class FileIsThere(RoutineError):
    """Raised when a file would have been written over that nobody said was to go."""

    exit_code = 73


class PlanError(RoutineError):
    """Raised when a plan or the configuration is wrong; the sentence holds every problem, one a line."""

    exit_code = 78
