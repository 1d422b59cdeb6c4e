"""Knows what is kept of the plans that somebody follows: from where, signed by whom, and what was taken last."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct, field

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import FOLLOWED


class FollowedPlan(Struct, frozen=True):
    """One of them."""

    address: str
    key: str = ""
    """The publisher's, as minisign writes it; empty where the plan came unsigned."""
    taken: str = ""
    """The digest of what was last taken, as it was published."""
    written: str = ""
    """The digest of what was then written into the plan's file."""
    signed_at: int = 0
    """Seconds since 1970: what was signed before is not taken any more."""
    etag: str = ""
    looked: datetime | None = None
    waits: bool = False
    """It has changed, and the change wants a yes."""
    trouble: str = ""


class FollowedPlans(Struct, frozen=True):
    """By the name of the plan."""

    plans: dict[str, FollowedPlan] = field(default_factory=dict)


class FollowedFile:
    """All of them, in the folder of the journal."""

    def __init__(self, state_dir: Path) -> None:
        self.file = state_dir / FOLLOWED

    def read(self) -> FollowedPlans:
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self.file.read_bytes(), type=FollowedPlans)
        return FollowedPlans()

    def keep(self, name: str, plan: FollowedPlan | None) -> None:
        """Raises OSError."""
        plans = dict(self.read().plans)
        plans.pop(name, None)
        if plan is not None:
            plans[name] = plan
        write_atomically(self.file, msgspec.json.encode(FollowedPlans(plans)))
