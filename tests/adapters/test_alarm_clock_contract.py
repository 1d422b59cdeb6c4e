"""Knows what every alarm clock promises; holds APScheduler and the one rung by hand to the same words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest

from routine.adapters.alarm_clock import Apscheduler
from routine.adapters.clock import SystemClock
from routine.ports import AlarmClock, Clock
from tests.fakes import HandAlarm, StillClock

SOON = timedelta(milliseconds=60)
LONG = timedelta(hours=3)


class Bedside:
    """An alarm clock, its clock, and a way to let time pass."""

    def __init__(self, kind: str) -> None:
        self.still = StillClock()
        self.hand = HandAlarm(self.still)
        self.real = kind == "apscheduler"
        self.alarm: AlarmClock = Apscheduler() if self.real else self.hand
        self.clock: Clock = SystemClock() if self.real else self.still
        self.rung: list[str] = []

    def arm(self, name: str, after: timedelta) -> None:
        self.alarm.arm(name, self.clock.now() + after, partial(self.rung.append, name))

    async def wait(self, length: timedelta = 3 * SOON) -> None:
        if self.real:
            await asyncio.sleep(length.total_seconds())
        else:
            self.hand.ring_until(self.still.now() + length)


Claim = Callable[[Bedside], Awaitable[None]]


async def it_rings_once_at_its_instant_and_not_before(bed: Bedside) -> None:
    bed.arm("a", SOON)
    await bed.wait(SOON / 3)
    assert bed.rung == []
    await bed.wait()
    assert bed.rung == ["a"]
    await bed.wait()
    assert bed.rung == ["a"]


async def what_has_passed_rings_at_once(bed: Bedside) -> None:
    bed.arm("old", -LONG)
    await bed.wait(SOON / 3)
    assert bed.rung == ["old"]


async def the_earlier_rings_first_whatever_the_order_of_arming(bed: Bedside) -> None:
    bed.arm("late", 2 * SOON)
    bed.arm("early", SOON)
    await bed.wait()
    assert bed.rung == ["early", "late"]


async def the_same_name_replaces(bed: Bedside) -> None:
    bed.arm("a", SOON)
    bed.arm("a", LONG)
    await bed.wait()
    assert bed.rung == []
    bed.arm("a", SOON)
    await bed.wait()
    assert bed.rung == ["a"]


async def disarmed_it_is_silent_and_unknown_names_are_fine(bed: Bedside) -> None:
    bed.arm("a", SOON)
    bed.alarm.disarm("a")
    bed.alarm.disarm("a")
    bed.alarm.disarm("never heard of")
    await bed.wait()
    assert bed.rung == []
    assert bed.alarm.armed() == {}


async def what_is_armed_can_be_read_until_it_has_rung(bed: Bedside) -> None:
    at = bed.clock.now() + SOON
    bed.alarm.arm("a", at, lambda: None)
    bed.alarm.arm("b", at + LONG, lambda: None)
    assert bed.alarm.armed() == {"a": at, "b": at + LONG}
    await bed.wait()
    assert bed.alarm.armed() == {"b": at + LONG}


async def a_ring_may_arm_the_same_name_anew_even_for_now(bed: Bedside) -> None:
    def again() -> None:
        bed.rung.append("a")
        if len(bed.rung) < 5:
            bed.alarm.arm("a", bed.clock.now() - SOON, again)

    bed.alarm.arm("a", bed.clock.now(), again)
    await bed.wait()
    assert bed.rung == ["a"] * 5
    assert bed.alarm.armed() == {}


async def a_ring_may_disarm_another_that_is_due_with_it(bed: Bedside) -> None:
    at = bed.clock.now() + SOON

    def ring() -> None:
        bed.rung.append("a")
        bed.alarm.disarm("b")

    bed.alarm.arm("a", at, ring)
    bed.alarm.arm("b", at, partial(bed.rung.append, "b"))
    await bed.wait()
    assert bed.rung == ["a"]


async def a_ring_may_put_off_another_that_is_due_with_it(bed: Bedside) -> None:
    at = bed.clock.now() + SOON

    def ring() -> None:
        bed.rung.append("a")
        bed.arm("b", LONG)

    bed.alarm.arm("a", at, ring)
    bed.alarm.arm("b", at, partial(bed.rung.append, "b, too early"))
    await bed.wait()
    assert bed.rung == ["a"]
    assert list(bed.alarm.armed()) == ["b"]


async def arming_again_and_again_for_now_is_never_lost(bed: Bedside) -> None:
    for _ in range(20):
        bed.arm("a", -SOON)
        await asyncio.sleep(0)
    await bed.wait()
    assert bed.rung
    assert bed.alarm.armed() == {}
    bed.rung.clear()
    bed.arm("a", -SOON)
    await bed.wait()
    assert bed.rung == ["a"]


async def looking_again_rings_nothing_early(bed: Bedside) -> None:
    bed.arm("a", LONG)
    bed.alarm.clock_changed()
    await bed.wait()
    assert bed.rung == []


async def stopped_it_is_silent_and_forgets(bed: Bedside) -> None:
    bed.arm("a", SOON)
    bed.alarm.stop()
    await bed.wait()
    assert bed.rung == []
    assert bed.alarm.armed() == {}


CLAIMS = [
    it_rings_once_at_its_instant_and_not_before,
    what_has_passed_rings_at_once,
    the_earlier_rings_first_whatever_the_order_of_arming,
    the_same_name_replaces,
    disarmed_it_is_silent_and_unknown_names_are_fine,
    what_is_armed_can_be_read_until_it_has_rung,
    a_ring_may_arm_the_same_name_anew_even_for_now,
    a_ring_may_disarm_another_that_is_due_with_it,
    a_ring_may_put_off_another_that_is_due_with_it,
    arming_again_and_again_for_now_is_never_lost,
    looking_again_rings_nothing_early,
    stopped_it_is_silent_and_forgets,
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
@pytest.mark.parametrize("kind", ["apscheduler", "hand"])
def test_an_alarm_clock_keeps_its_promise(kind: str, claim: Claim) -> None:
    async def night() -> None:
        bed = Bedside(kind)
        bed.alarm.start()
        try:
            await asyncio.wait_for(_of(claim, bed), 10)
        finally:
            bed.alarm.stop()
            bed.alarm.stop()

    asyncio.run(night())


@pytest.mark.parametrize("kind", ["apscheduler", "hand"])
def test_what_was_armed_before_the_start_rings_after_it(kind: str) -> None:
    async def night() -> list[str]:
        bed = Bedside(kind)
        bed.arm("a", -LONG)
        await bed.wait()
        assert bed.rung == []
        bed.alarm.start()
        await bed.wait()
        bed.alarm.stop()
        return bed.rung

    assert asyncio.run(night()) == ["a"]


async def _of(claim: Claim, bed: Bedside) -> None:
    await claim(bed)
