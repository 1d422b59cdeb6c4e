"""Knows all probes of a Linux desktop and puts their answers together; must not know how any of them asks.

Signals only say that it is time to ask again, so a lost or a false one does no harm. What cannot signal is asked
when somebody asks us: nothing here wakes up by itself.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta

from routine.adapters.dbus.client import BusClient
from routine.adapters.dbus.connection import system_address
from routine.adapters.desktop_environment import DesktopEnvironment
from routine.adapters.presence import do_not_disturb, logind, screensaver
from routine.adapters.presence.fullscreen import FullScreen
from routine.adapters.presence.idle import Idle
from routine.adapters.presence.locker_processes import LockerProcesses
from routine.adapters.presence.microphone import Microphone
from routine.adapters.presence.probe import AWAY_AFTER, USUAL, PresenceProbe, Probe, Reading, combine
from routine.adapters.presence.quiet_command import QuietCommand
from routine.background import BackgroundJobs, tell_loop
from routine.core.events import HoldReason
from routine.errors import RoutineError
from routine.presentation import presence as words

_LIMIT = 0.9
"""Seconds for the desktop's variables and all probes together.

The rest of the second is for leaving nothing behind.
"""
_SETTLE = 0.1
"""Seconds: a lock comes as several signals."""

_LOG = logging.getLogger(__name__)

_NOT_ASKED = Reading(None, words.NOT_ASKED)


class LinuxPresence:
    """Keeps ports.Presence. What is not enabled is never asked."""

    def __init__(
        self,
        environ: Mapping[str, str] = os.environ,
        *,
        enabled: AbstractSet[Probe] = USUAL,
        away_after: timedelta = AWAY_AFTER,
        quiet_command: Sequence[str] = (),
    ) -> None:
        desktop = environ if isinstance(environ, DesktopEnvironment) else DesktopEnvironment(environ)
        self._desktop = desktop
        self._system = BusClient(environ, logind.RULES, self._heard, system_address)
        self._session = BusClient(environ, (*screensaver.RULES, *do_not_disturb.RULES), self._heard)
        self._disturb_not = do_not_disturb.DoNotDisturb(self._session, desktop)
        self._sources = [one for one in self._all(desktop, away_after) if one[0] in enabled]
        if quiet_command:
            self._sources.append((Probe.DISTURB_NOT, QuietCommand(quiet_command, desktop)))
        self._answers = dict.fromkeys((probe for probe in Probe if probe in enabled), _NOT_ASKED)
        self._changed: Callable[[], None] | None = None
        self._jobs = BackgroundJobs()
        self._asking: asyncio.Task[None] | None = None
        self._checking: asyncio.Task[None] | None = None
        self._signalled = False
        self._stopped = False

    def watch(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        # also for what has changed since it was asked
        self._heard()

    async def ask(self) -> None:
        if self._stopped:
            return
        if self._asking is None or self._asking.done():
            self._asking = self._jobs.start("ask the desktop", self._ask_all())
        # whoever waits may stop waiting; others wait for the same answers
        await asyncio.wait([self._asking])

    @property
    def hold(self) -> HoldReason | None:
        return next((probe.reason for probe, answer in self._answers.items() if answer.holds), None)

    @property
    def urgent_gets_through(self) -> bool:
        """Whether a card that is urgent would be seen all the same while do-not-disturb is on."""
        return self._disturb_not.urgent_gets_through

    def probes(self) -> Mapping[str, str]:
        return {
            probe.value: self._answers[probe].says if probe in self._answers else words.SWITCHED_OFF
            for probe in Probe
        }

    def stop(self) -> None:
        self._stopped, self._changed = True, None
        self._jobs.cancel()
        self._system.hang_up()
        self._session.hang_up()
        self._desktop.hang_up()

    def _all(self, environ: Mapping[str, str], away_after: timedelta) -> Iterator[tuple[Probe, PresenceProbe]]:
        yield Probe.LOCKED, logind.Logind(self._system, environ)
        yield Probe.LOCKED, screensaver.Screensaver(self._session)
        yield Probe.LOCKED, LockerProcesses()
        yield Probe.DISTURB_NOT, self._disturb_not
        yield Probe.MICROPHONE, Microphone(environ)
        yield Probe.FULL_SCREEN, FullScreen(environ)
        yield Probe.AWAY, Idle(self._session, environ, away_after)

    async def _ask_all(self) -> None:
        found: dict[int, Reading] = {}
        loop = asyncio.get_running_loop()
        end = loop.time() + _LIMIT
        await self._desktop.refresh()

        async def ask(number: int, probe: Probe, source: PresenceProbe) -> None:
            found[number] = await _ask(probe, source)

        asked = [
            self._jobs.start(f"the probe {probe.value}", ask(number, probe, source))
            for number, (probe, source) in enumerate(self._sources)
        ]
        try:
            if asked:
                await asyncio.wait(asked, timeout=end - loop.time())
        finally:
            for job in asked:
                job.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        late = Reading(None, words.LATE)
        each = [(probe, found.get(number, late)) for number, (probe, _) in enumerate(self._sources)]
        self._answers = {of: combine(said for probe, said in each if probe is of) for of in self._answers}

    def _heard(self) -> None:
        """One of the signals that we wait for, whichever."""
        self._signalled = True
        if not self._stopped and self._changed and (self._checking is None or self._checking.done()):
            self._checking = self._jobs.start("look at the desktop again", self._check())

    async def _check(self) -> None:
        while self._signalled:
            await asyncio.sleep(_SETTLE)
            if self._asking is not None and not self._asking.done():
                # its answers may be from before the signal
                await asyncio.wait([self._asking])
            self._signalled = False
            before = self.hold
            await self.ask()
            if self._changed and self.hold != before:
                self._changed()


async def _ask(probe: Probe, source: PresenceProbe) -> Reading:
    """What it says; no trouble of a probe may keep a reminder from anybody."""
    try:
        return await source.ask()
    except (RoutineError, OSError) as error:
        _LOG.debug("the probe %s failed: %r", probe, error)
    except Exception as fault:  # noqa: BLE001 - the bulkhead of one probe
        tell_loop(f"the probe {probe.value}", fault)
    return Reading(None, words.TROUBLE)
