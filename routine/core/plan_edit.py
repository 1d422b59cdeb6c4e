"""Knows what somebody changes in a plan by a form: single values, and sessions that come or go.

Must not know the text of a plan, nor who draws the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

FieldValue = tuple[str, ...] | str | int | None
"""What a key is to say; None takes it out."""

OF_PLAN = (
    "title",
    "weeks",
    "avoid",
    "remind.snooze",
    "remind.again_after",
    "remind.give_up_after",
    "remind.quiet",
)
"""The keys of a plan that a form has; those below `remind` say how all its sessions ask for attention."""
OF_SESSION = ("title", "days", "at", "between", "every", "rounds", "for")
# `for` stands in the one step of a session that is done for a time
EDITABLE: Mapping[bool, tuple[str, ...]] = MappingProxyType({False: OF_PLAN, True: OF_SESSION})
"""By whether the key is a session's."""


class FieldEdit(Struct, frozen=True):
    """One key of a plan, or of one of its sessions, and what it is to say."""

    key: str
    value: FieldValue = None
    session: str = ""
    """The id of the session; empty for the plan's own keys."""

    @property
    def is_known(self) -> bool:
        """Whether a form may change it."""
        return self.key in EDITABLE[bool(self.session)]


class NewSession(Struct, frozen=True):
    """A session that comes into a plan: a sequence of the library, or one exercise."""

    title: str
    practice: str
    days: tuple[str, ...]
    at: tuple[str, ...]
    """Its times; none where it comes every so often."""
    sequence: str = ""
    exercise: str = ""
    length: str = ""
    """For how long the exercise is done, as a plan writes it; empty: as the library has it."""
    every: str = ""
    between: str = ""
    """How often it comes, and between which times of a day, as a plan writes both."""
