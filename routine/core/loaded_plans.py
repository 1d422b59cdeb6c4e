"""Knows what the plans folder and config.toml hold once they are read: plans, settings, the digest of a content.

Must not know who reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from routine.core.diagnostic import Diagnostic
from routine.core.identifiers import HourCycle, SessionPlace
from routine.core.plan import Plan, PolicyOverride

try:
    # from where hashlib has it: hashlib loads OpenSSL as well, four megabytes that the service would keep
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_BYTES = 32


def digest(content: bytes) -> str:
    """As good as SHA-256 for telling contents apart, and as long."""
    return blake2b(content, digest_size=_BYTES).hexdigest()


class NotifierChoice(StrEnum):
    AUTO = "auto"
    DESKTOP = "desktop"
    TEXT = "text"
    TERMINAL = "terminal"


class ButtonChoice(StrEnum):
    """Whether the buttons of a card can be seen; auto: by what is known of the server."""

    AUTO = "auto"
    YES = "yes"
    NO = "no"


class FigureChoice(StrEnum):
    """Whom the figures look like: one of two bodies, and a skin."""

    SLIM_LIGHT = "slim-light"
    SLIM_MEDIUM = "slim-medium"
    SLIM_BROWN = "slim-brown"
    SLIM_DARK = "slim-dark"
    ROUND_LIGHT = "round-light"
    ROUND_MEDIUM = "round-medium"
    ROUND_BROWN = "round-brown"
    ROUND_DARK = "round-dark"


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
    avoid: tuple[str, ...] = ()
    """Tags of what is left out of every plan, whatever the plan says."""
    buttons: ButtonChoice = ButtonChoice.AUTO
    quiet_command: tuple[str, ...] = ()
    """The words of a command that says by its exit code 0 that nothing should be shown; empty for none."""
    figure: FigureChoice = FigureChoice.SLIM_MEDIUM
    panel_icon: bool = True
    weekly_question: bool = False


class PlanFile(Struct, frozen=True):
    """A file in the plans folder, read: a plan, or the problems that keep it from being one."""

    path: str
    plan_id: str
    digest: str
    plan: Plan | None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        """As people see it: what is called so that it can be no plan's id has a name all the same."""
        return self.plan_id or self.path.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")


class PlanCopy(Struct, frozen=True):
    """A file that a tool left beside the plan it is a copy of."""

    file: PlanFile
    original: str
    """The id of that plan."""


class LoadedPlans(Struct, frozen=True):
    """All plan files and the settings, as they are now."""

    files: tuple[PlanFile, ...]
    settings: Settings
    settings_problems: tuple[Diagnostic, ...] = ()
    shipped: bool = False
    """The person has no plan yet: these are the shipped ones."""
    unreachable: str = ""
    """The plans folder, when it is not there or cannot be read."""
    unfilled: str = ""
    """The plans folder, when it holds none and is not the very one that held some: another may belong over it."""
    copies: tuple[PlanCopy, ...] = ()
    """What lies beside the plans, and is none of them."""
    written: Mapping[str, datetime] = field(default_factory=dict)
    """By id, of the plans that count weeks and do not say from when: when the file was last written."""
    config_away: str = ""
    """The configuration's file, where it was there and is not now: the settings are what it said last."""
