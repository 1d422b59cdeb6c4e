"""Knows the configuration once it has been read; must not know the file, variables or flags it came from."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from routine.core import identifiers
from routine.core.plan import PolicyOverride

HourCycle = identifiers.HourCycle
SessionPlace = identifiers.SessionPlace


class NotifierChoice(StrEnum):
    AUTO = "auto"
    DESKTOP = "desktop"
    TEXT = "text"
    TERMINAL = "terminal"


class Settings(Struct, frozen=True, omit_defaults=True):
    """All that can be configured, with what holds when nothing is."""

    guide: SessionPlace = SessionPlace.NOTIFICATION
    notifier: NotifierChoice = NotifierChoice.AUTO
    plans_folder: str = ""
    """Empty: the `plans` folder beside config.toml."""
    hour_cycle: HourCycle = HourCycle.H23
    """How times are written for people; in config.toml it is called `clock`."""
    welcome: bool = True
    wait_in_calls: bool = False
    wait_when_away: bool = True
    remind: PolicyOverride = PolicyOverride()
