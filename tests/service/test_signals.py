"""Knows what ends the service from outside, also on a system that this is not; must not know how it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest

from routine.wiring import daemon

BREAK = 21
"""SIGBREAK: by the C runtime of Windows, Ctrl-Break, a console that is closed and the end of the login."""


class PlansRead:
    """As much of a service as a signal reaches."""

    def read_plans(self) -> None: ...


@pytest.mark.parametrize("number", [int(signal.SIGINT), BREAK])
def test_on_windows_ctrl_break_ends_it_as_ctrl_c_does(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    handlers: dict[int, Callable[..., object]] = {}
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(signal, "SIGBREAK", BREAK, raising=False)
    monkeypatch.setattr(signal, "signal", lambda sign, handler: handlers.update({int(sign): handler}))
    service: Any = PlansRead()

    async def story() -> bool:
        stop = asyncio.Event()
        daemon._on_signals(stop, service)
        handlers[number](number, None)
        async with asyncio.timeout(5):
            return await stop.wait()

    loop = asyncio.SelectorEventLoop()
    try:
        assert loop.run_until_complete(story())
    finally:
        loop.close()
