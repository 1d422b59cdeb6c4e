"""Knows what Windows and macOS say of the person at the screen, by stand-ins of their calls; not how Linux does.

On Windows the last claim asks the system itself.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from routine.adapters.presence.by_looking import LookingPresence, QuestionsOfSystem
from routine.adapters.presence.macos import MacQuestions
from routine.adapters.presence.probe import USUAL, Probe
from routine.adapters.presence.windows import WindowsQuestions
from routine.core.events import HoldReason

ACCEPTS = 5
"""QUNS_ACCEPTS_NOTIFICATIONS"""


class WindowsLibraries:
    """user32, shell32 and kernel32, as far as they are asked."""

    def __init__(self, *, state: int = ACCEPTS, open_desktop: int = 7, last: int = 0, now: int = 0) -> None:
        self.closed: list[int] = []
        self.state, self.last = state, last
        self.shell32 = SimpleNamespace(SHQueryUserNotificationState=self._notification_state)
        self.user32 = SimpleNamespace(
            OpenInputDesktop=_function(lambda *_: open_desktop),
            CloseDesktop=lambda desktop: self.closed.append(desktop.value),
            GetLastInputInfo=self._last_input,
        )
        self.kernel32 = SimpleNamespace(GetTickCount=lambda: now)

    def _notification_state(self, state: Any) -> int:
        ctypes.cast(state, ctypes.POINTER(ctypes.c_int))[0] = self.state
        return 0

    def _last_input(self, where: Any) -> int:
        size, last = ctypes.cast(where, ctypes.POINTER(ctypes.c_uint32 * 2))[0]
        ctypes.cast(where, ctypes.POINTER(ctypes.c_uint32))[1] = self.last
        return int(size == 8 and last == 0)


class MacServices:
    """ApplicationServices, as far as it is asked."""

    def __init__(self, *, locked: bool = False, still: float = 0.0, session: int = 1) -> None:
        self.released: list[int] = []
        self.CGSessionCopyCurrentDictionary = _function(lambda: session)
        self.CFStringCreateWithCString = _function(lambda _, text, __: {b"CGSSessionScreenIsLocked": 2}[text])
        self.CFDictionaryGetValue = _function(lambda *of: 3 if locked and of == (1, 2) else None)
        self.CFBooleanGetValue = _function(lambda value: value == 3)
        self.CFRelease = _function(self.released.append)
        self.CGEventSourceSecondsSinceLastEventType = _function(lambda *_: still)


def _function(call: Any) -> Any:
    """As ctypes has them: what they take and give can be said of them."""

    class Function:
        restype: Any = None
        argtypes: Any = None

        def __call__(self, *arguments: Any) -> Any:
            return call(*arguments)

    return Function()


def asked(system: QuestionsOfSystem, *, quiet_command: tuple[str, ...] = ()) -> LookingPresence:
    presence = LookingPresence(system, quiet_command=quiet_command)
    asyncio.run(presence.ask())
    return presence


@pytest.mark.parametrize(
    ("libraries", "hold"),
    [
        (WindowsLibraries(), None),
        (WindowsLibraries(open_desktop=0), HoldReason.LOCKED),
        (WindowsLibraries(state=1), HoldReason.LOCKED),
        (WindowsLibraries(state=2), HoldReason.FULL_SCREEN),
        (WindowsLibraries(state=3), HoldReason.FULL_SCREEN),
        (WindowsLibraries(state=4), HoldReason.DO_NOT_DISTURB),
        (WindowsLibraries(state=7), HoldReason.FULL_SCREEN),
        (WindowsLibraries(last=1000, now=1000 + 299_000), None),
        (WindowsLibraries(last=1000, now=1000 + 301_000), HoldReason.AWAY),
        # the ticks begin anew after 49.7 days
        (WindowsLibraries(last=2**32 - 1000, now=1000), None),
        (WindowsLibraries(last=2**32 - 1000, now=400_000), HoldReason.AWAY),
    ],
)
def test_windows_tells_when_nobody_would_see_a_card(libraries: WindowsLibraries, hold: HoldReason | None) -> None:
    assert asked(WindowsQuestions(libraries=libraries)).hold is hold
    assert set(libraries.closed) <= {7}


@pytest.mark.parametrize(
    ("services", "hold"),
    [
        (MacServices(), None),
        (MacServices(locked=True), HoldReason.LOCKED),
        (MacServices(still=299.0), None),
        (MacServices(still=301.0), HoldReason.AWAY),
        # started by ssh: no screen is this login's
        (MacServices(session=0), None),
    ],
)
def test_a_mac_tells_of_its_lock_and_of_an_empty_chair(services: MacServices, hold: HoldReason | None) -> None:
    presence = asked(MacQuestions(services=services))
    assert presence.hold is hold
    assert sorted(services.released) in ([], [1, 2])
    assert "cannot be asked" in presence.probes()[Probe.FULL_SCREEN]


def test_what_is_not_wanted_is_not_asked() -> None:
    libraries = WindowsLibraries(last=0, now=10**6)
    presence = LookingPresence(WindowsQuestions(libraries=libraries), enabled=USUAL - {Probe.AWAY})
    asyncio.run(presence.ask())
    assert presence.hold is None
    assert presence.probes()[Probe.AWAY] == "switched off in your settings"


def test_an_own_command_is_asked_there_too() -> None:
    quiet = (sys.executable, "-c", "")
    assert (
        asked(WindowsQuestions(libraries=WindowsLibraries()), quiet_command=quiet).hold
        is HoldReason.DO_NOT_DISTURB
    )


def test_what_cannot_be_asked_holds_nothing_back() -> None:
    libraries = WindowsLibraries()
    libraries.shell32.SHQueryUserNotificationState = lambda _: -1
    presence = asked(WindowsQuestions(libraries=libraries))
    assert presence.hold is None
    assert "holds nothing back" in presence.probes()[Probe.FULL_SCREEN]


# its DLLs are nowhere else; the same questions are asked of stand-ins above
@pytest.mark.skipif(sys.platform != "win32", reason="this is asked of Windows itself")
def test_windows_itself_answers() -> None:
    presence = LookingPresence(WindowsQuestions(away_after=timedelta(days=1000)))
    asyncio.run(presence.ask())
    said = presence.probes()
    assert said[Probe.LOCKED] == "the screen is not locked"
    assert said[Probe.AWAY].startswith("somebody is here")
