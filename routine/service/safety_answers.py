"""Knows all answers to the safety check, and the sore days since, as far as they still matter; no reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from routine.core.events import CheckedIn, Event, Felt
from routine.core.safety import SafetyStatus, check_is_due, is_sore, safety_status


class SafetyAnswers:
    """What was answered, kept in step with the journal."""

    def __init__(self) -> None:
        self._checkins: list[Event] = []
        self._sore: list[Event] = []
        """What was told of the back since the check could last be offered for its age alone."""
        self._status: SafetyStatus | None = None
        """What the answers amount to, once it has been asked for: every look asks, of every reminder."""

    @property
    def events(self) -> list[Event]:
        """The answers that can be believed, oldest first."""
        return list(self._checkins)

    @property
    def status(self) -> SafetyStatus:
        if self._status is None:
            self._status = safety_status(self._checkins)
        return self._status

    def replace(self, checkins: Iterable[Event], felt: Iterable[Event]) -> None:
        """All of them anew."""
        self._checkins, self._sore, self._status = [], [], None
        for entry in (*checkins, *felt):
            self.take(entry)

    def take(self, entry: Event) -> None:
        """One more, if it is one."""
        if isinstance(entry, CheckedIn):
            self._checkins.append(entry)
            self._status = None
        elif isinstance(entry, Felt) and is_sore(entry.score):
            self._sore.append(entry)

    def check_waits(self, now: datetime) -> bool:
        """Whether the check should be offered."""
        return check_is_due([*self._checkins, *self._sore], now)
