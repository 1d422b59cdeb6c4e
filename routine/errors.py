"""Knows every way `routine` can refuse, in a person's words; must not know who raises it or who prints it.

RoutineError                 1   (a bug, or a fault nobody planned for)
├── UsageError               2   the command was not understood
├── NothingToActOn           5   fine, but there is nothing waiting
├── NotRunning              69   sysexits EX_UNAVAILABLE
│   └── (NoService, ServiceHangs, OtherVersion)   what was asked is done without it
├── WorldError              74   sysexits EX_IOERR: a file, disk or server would not
│   ├── JournalError        (Corrupt)
│   └── NotifierError       (Unavailable, TimedOut, Rejected)
├── AlreadyRunning          75   sysexits EX_TEMPFAIL
├── PlanError               78   sysexits EX_CONFIG: a plan or the configuration is wrong
└── Refused                  5   the reminder is not in a state that allows it
"""

from __future__ import annotations

from typing import ClassVar


class RoutineError(Exception):
    """One sentence a person understands, then what to do next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class UsageError(RoutineError):
    """Raised when a command or its words are not understood."""

    exit_code = 2


class NothingToActOn(RoutineError):
    """Raised when a command is fine but nothing waits for it."""

    exit_code = 5


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


class WorldError(RoutineError):
    """Raised when a file, a disk or another program would not do its part."""

    exit_code = 74


class JournalError(WorldError):
    """Raised when the journal cannot be opened, read or written."""


class JournalCorrupt(JournalError):
    """Raised when the journal's file is damaged, so that it can be set aside and a new one begun."""


class NotifierError(WorldError):
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


class PlanError(RoutineError):
    """Raised when a plan or the configuration is wrong; the sentence holds every problem, one a line."""

    exit_code = 78
