"""Knows what APScheduler in particular must not do to us."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import timedelta

import pytest

from routine.adapters.alarm_clock import Apscheduler
from routine.adapters.clock import SystemClock

NOW = timedelta(0)


def test_a_call_that_fails_is_logged_and_the_next_alarm_rings(caplog: pytest.LogCaptureFixture) -> None:
    rung: list[str] = []

    def fail() -> None:
        raise ValueError("out of tune")

    async def night() -> None:
        alarm, clock = Apscheduler(), SystemClock()
        alarm.start()
        alarm.arm("bad", clock.now(), fail)
        alarm.arm("good", clock.now() + timedelta(milliseconds=20), lambda: rung.append("good"))
        await asyncio.sleep(0.1)
        alarm.stop()

    asyncio.run(night())
    assert rung == ["good"]
    assert [(record.name, record.levelname) for record in caplog.records] == [
        ("routine.adapters.alarm_clock", "ERROR")
    ]
    assert "bad" in caplog.text


def test_it_says_nothing_and_starts_no_thread(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    async def night() -> int:
        alarm, clock = Apscheduler(), SystemClock()
        alarm.start()
        for number in range(10):
            alarm.arm(f"a{number}", clock.now() + timedelta(milliseconds=number), lambda: None)
        alarm.disarm("a9")
        await asyncio.sleep(0.1)
        alarm.clock_changed()
        alarm.stop()
        return threading.active_count()

    before = threading.active_count()
    assert asyncio.run(night()) == before
    assert caplog.records == []


def test_a_thousand_alarms_at_one_instant_all_ring() -> None:
    rung: list[int] = []

    async def night() -> None:
        alarm, clock = Apscheduler(), SystemClock()
        alarm.start()
        at = clock.now() + timedelta(milliseconds=700)
        for number in range(1000):
            alarm.arm(f"a{number}", at, lambda number=number: rung.append(number))  # type: ignore[misc] # its own number
        for _ in range(100):
            await asyncio.sleep(0.1)
            if len(rung) == 1000:
                break
        alarm.stop()

    asyncio.run(night())
    assert sorted(rung) == list(range(1000))
