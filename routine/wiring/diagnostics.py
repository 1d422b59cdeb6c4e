"""Knows how to look at all that routine stands on, with adapters of its own; must not know what is good or bad.

Nothing is changed by looking: no file or folder is made, and no card of a running service is touched.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from routine.adapters.desktop_environment import DesktopEnvironment
from routine.adapters.display_server import has_screen
from routine.adapters.journal.health import Health, free_space, health_of
from routine.adapters.paths import Paths
from routine.adapters.plan_source import PlanFileSource
from routine.core.events import HoldReason
from routine.core.loaded_plans import LoadedPlans, NotifierChoice, Settings
from routine.core.notification import Notification
from routine.errors import NotifierError
from routine.ports import Acted, BodyClicked, Capabilities, Dismissed, Handle, Lost, Notifier, NotifierEvent
from routine.wiring.daemon import loop_factory, notifier_without_terminal, presence_for

__all__ = [
    "ClickResult",
    "DesktopReport",
    "Health",
    "TestCard",
    "free_space",
    "health_of",
    "look_at_desktop",
    "read_plans",
]


_GLANCE = timedelta(seconds=5)
"""What has no button is only to be seen."""


class ClickResult(StrEnum):
    """What became of the test card."""

    PRESSED = "pressed"
    CLOSED = "closed"
    SILENCE = "silence"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class TestCard:
    """A card to be answered, and how long to wait; `shown` is told whether it has a button, once it is there."""

    notice: Notification
    patience: timedelta
    shown: Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class DesktopReport:
    """What the notification server is and can do, and what the probes say."""

    probes: Mapping[str, str]
    hold: HoldReason | None
    asked: bool = True
    """False where the settings choose something else than the desktop."""
    caps: Capabilities | None = None
    version: str = ""
    trouble: tuple[str, str] = ("", "")
    """(sentence, what to do) when there is no server, or the test card could not be shown."""
    click: ClickResult | None = None
    screen: bool = False
    """Whether one is named that a browser could be opened on."""


def read_plans(paths: Paths) -> LoadedPlans:
    """The plans and settings, read anew."""
    # a folder that cannot be: what was read is kept nowhere
    nowhere = Path(os.devnull) / "compiled"
    return PlanFileSource(
        plans_dir=paths.plans_dir,
        shipped_plans=paths.shipped_plans,
        config_file=paths.config_file,
        compiled_dir=nowhere,
    ).load_now()


def look_at_desktop(settings: Settings, test: TestCard | None) -> DesktopReport:
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        return runner.run(_desktop_report(settings, test))


async def _desktop_report(settings: Settings, test: TestCard | None) -> DesktopReport:
    desktop = DesktopEnvironment()
    presence = presence_for(settings, desktop)
    await presence.ask()
    probes, hold = dict(presence.probes()), presence.hold
    presence.stop()
    if settings.notifier in {NotifierChoice.TERMINAL, NotifierChoice.TEXT}:
        return DesktopReport(probes, hold, asked=False)
    notifier, heard = notifier_without_terminal(settings), asyncio.Queue[NotifierEvent]()
    seen = DesktopReport(probes, hold, screen=has_screen(desktop))
    try:
        await notifier.open(heard.put_nowait)
        seen = replace(seen, caps=notifier.caps, version=await _version())
        return replace(seen, click=await _try(notifier, test, heard)) if test else seen
    except NotifierError as error:
        return replace(seen, trouble=(error.sentence, error.hint))
    finally:
        await notifier.close()


async def _try(notifier: Notifier, test: TestCard, heard: asyncio.Queue[NotifierEvent]) -> ClickResult:
    """Show it, and wait for its button. Raises NotifierError."""
    card = await notifier.show(test.notice)
    buttons = notifier.caps.actions
    test.shown(buttons)
    patience = test.patience if buttons else min(test.patience, _GLANCE)
    try:
        async with asyncio.timeout(patience.total_seconds()):
            while True:
                match await heard.get():
                    case Acted(handle, _) if handle == card:
                        return ClickResult.PRESSED
                    case BodyClicked(handle) if handle == card:
                        # as with a reminder: it is shown again, with its buttons
                        card = await _anew(notifier, card, test.notice)
                    case Dismissed(handle) if handle == card:
                        return ClickResult.CLOSED
                    case Lost(handle) if handle == card:
                        return ClickResult.LOST
    except TimeoutError:
        return ClickResult.SILENCE


async def _anew(notifier: Notifier, card: Handle, notice: Notification) -> Handle:
    await notifier.withdraw(card)
    return await notifier.show(notice)


async def _version() -> str:
    """What the server says of itself; only those of Linux say it."""
    if sys.platform in {"win32", "darwin"}:
        return ""
    from routine.adapters.notify.server_version import server_version  # noqa: PLC0415 - its bus is only there

    return await server_version(os.environ)
