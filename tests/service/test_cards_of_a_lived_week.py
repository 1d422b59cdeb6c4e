"""Every card of a few lives, from the first to the last, with its words and buttons, held against golden files."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from msgspec import structs

import routine
from routine.core.events import Actor, Event, HoldReason, Paused
from routine.core.identifiers import SessionPlace
from routine.core.loaded_plans import LoadedPlans, Settings
from routine.core.plan import Plan, PolicyOverride
from routine.core.safety import answered
from routine.library.catalogue import catalogue
from routine.reading.parser import read_plan
from tests.fakes import MemoryJournal
from tests.golden import expect_golden
from tests.reading.typed import plan_of
from tests.replacing import replace
from tests.service.living import (
    BERLIN,
    HOUR,
    LATER,
    MINUTE,
    MONDAY,
    Life,
    breathing,
    broken,
    lived,
    living,
    loaded_plans,
    plan,
    session,
)
from tests.service.transcript import TranscribedScreen

DAY = timedelta(days=1)
SHIPPED = Path(routine.__file__).parents[1] / "plans"
BESIDE = """
title = "Beside"

[[session]]
title = "Morning"
practice = "mobility"
days = "daily"
at = "08:00"
steps = ["cat-cow"]

[[supplement]]
name = "Turmeric"
agreed_with = "Dr Lin, 2026-11-20"
days = "daily"
at = "08:30"

[[appointment]]
id = "needles"
therapy = "acupuncture"
title = "Acupuncture, Dr Lin"
first = 2026-11-24T14:00:00
every = "2 days"
visits = 4
review_after = 2
where = "12 High Street"
"""


def on(day: int, at: str) -> datetime:
    """Of the week that begins on Monday, 23 November."""
    return datetime.fromisoformat(f"2026-11-{day}T{at}").replace(tzinfo=BERLIN)


def shipped(*names: str) -> LoadedPlans:
    plans = [
        read_plan(f"{name}.toml", name, (SHIPPED / f"{name}.toml").read_bytes(), catalogue()) for name in names
    ]
    return replace(loaded_plans(*[one for one in plans if isinstance(one, Plan)]), shipped=True)


async def press_if_there(life: Life, label: str) -> bool:
    """On the oldest card that has such a button."""
    for handle in life.screen.cards:
        if label in life.screen.labels(handle):
            await life.press(label, handle)
            return True
    return False


async def say(life: Life, entry: Event) -> None:
    """A command writes this, and the service is poked."""
    life.journal.append(lambda: [structs.replace(entry, at=life.clock.now())])
    life.service.run_once()
    await life.settle()


@lived
async def test_a_week_of_the_plans_that_come_with_routine() -> None:
    """Somebody who starts, snoozes, skips and overlooks what comes, in turn."""
    seen = TranscribedScreen()
    plans = shipped("gentle-start", "desk-days", "evening-calm")
    async with living(replace(plans, settings=Settings()), screen=seen) as life:
        seen.clock = life.clock
        await press_if_there(life, "Skip")
        turns = ("Start", "Snooze 10m", "Skip", "", "Snooze 30m")
        turn = 0
        while life.clock.now() < MONDAY + 7 * DAY:
            before = len(seen.notices)
            await life.pass_(10 * MINUTE)
            if len(seen.notices) > before:
                if not (await press_if_there(life, "Same") or await press_if_there(life, "Just right")):
                    await press_if_there(life, turns[turn % len(turns)])
                turn += 1
        expect_golden("cards/shipped_week.txt", seen.transcript)


@lived
async def test_a_guided_session_from_the_first_step_to_how_it_was() -> None:
    seen = TranscribedScreen()
    async with living(plan(session("morning", "07:30")), screen=seen) as life:
        seen.clock = life.clock
        await life.until(on(23, "07:30"))
        await life.press("Start")
        await life.pass_(10 * MINUTE)
        await life.press("Too hard")
        await life.until(on(24, "07:30"))
        await life.press("Start")
        await life.press("Next")
        await life.press("Pause")
        await life.pass_(MINUTE)
        await life.press("Go on")
        await life.press("Next")
        await life.press("Stop")
        await life.until(on(25, "07:30"))
        await life.press("Start")
        await life.pass_(15 * MINUTE)
        await life.press("Easier")
        expect_golden("cards/guided.txt", seen.transcript)


@lived
async def test_a_session_that_was_under_way_when_the_service_ended() -> None:
    began = on(23, "07:50")
    seen, journal, morning = TranscribedScreen(began), MemoryJournal([LATER]), plan(session("morning", "07:30"))
    async with living(morning, journal=journal) as life:
        await life.until(on(23, "07:30"))
        await life.press("Start")
        await life.pass_(2 * MINUTE)
    async with living(morning, now=began, journal=journal, screen=seen) as life:
        seen.clock = life.clock
        await life.pass_(MINUTE)
        await press_if_there(life, "Go on")
        await life.pass_(10 * MINUTE)
        expect_golden("cards/resumed.txt", seen.transcript)


@lived
async def test_overlooked_snoozed_slept_through_and_caught_up_with() -> None:
    seen = TranscribedScreen()
    three = plan(
        session("early", "07:10", remind=PolicyOverride(heads_up_before=(5 * MINUTE,))),
        session("night", "07:20"),
        session("morning", "07:30"),
    )
    async with living(three, screen=seen) as life:
        seen.clock = life.clock
        await life.until(on(23, "07:12"))
        await press_if_there(life, "Snooze 10m")
        await life.until(on(23, "12:00"))
        seen.note("the computer sleeps until Tuesday, 08:10")
        await life.sleep(on(24, "08:10") - life.clock.now())
        await press_if_there(life, "Start 2")
        await life.pass_(10 * MINUTE)
        await press_if_there(life, "Just right")
        await life.until(on(24, "20:00"))
        seen.note("the computer sleeps until Friday, 09:00")
        await life.sleep(on(27, "09:00") - life.clock.now())
        await life.pass_(3 * HOUR)
        expect_golden("cards/catching_up.txt", seen.transcript)


@lived
async def test_held_by_the_desktop_and_by_pauses() -> None:
    seen = TranscribedScreen()
    async with living(plan(session("morning", "07:30"), session("walk", "12:00")), screen=seen) as life:
        seen.clock = life.clock
        for day, why in enumerate(
            (
                HoldReason.FULL_SCREEN,
                HoldReason.MICROPHONE,
                HoldReason.LOCKED,
                HoldReason.DO_NOT_DISTURB,
                HoldReason.AWAY,
            ),
            23,
        ):
            await life.until(on(day, "07:29"))
            seen.note(f"held: {why.name}")
            life.presence.hold = why
            await life.until(on(day, "07:45"))
            seen.note("no longer held")
            life.presence.hold = None
            await life.until(on(day, "11:00"))
            if day == 24:
                seen.note("paused until 13:00")
                await say(life, Paused(life.clock.now(), Actor.CLI, until=on(day, "13:00")))
            if day == 25:
                seen.note("paused until Thursday")
                await say(life, Paused(life.clock.now(), Actor.CLI, until=on(26, "07:00")))
            await life.until(on(day, "20:00"))
        expect_golden("cards/held.txt", seen.transcript)


@lived
async def test_visits_supplements_and_a_session_beside_them() -> None:
    seen = TranscribedScreen()
    async with living(plan_of(BESIDE), screen=seen) as life:
        seen.clock = life.clock
        while life.clock.now() < MONDAY + 7 * DAY:
            await life.pass_(30 * MINUTE)
            for label in ("All right", "Taken", "Not sure", "Yes"):
                await press_if_there(life, label)
        expect_golden("cards/beside.txt", seen.transcript)


@lived
async def test_plans_that_cannot_be_read_and_then_can() -> None:
    seen, morning = TranscribedScreen(), plan(session("morning", "07:30"))
    async with living(morning, screen=seen) as life:
        seen.clock = life.clock
        await life.read(broken("mine"))
        await life.pass_(MINUTE)
        await life.read(broken("mine"), broken("other", "`at` is not a time."))
        await life.pass_(HOUR)
        await life.read(morning)
        await life.until(on(24, "07:35"))
        expect_golden("cards/broken_plans.txt", seen.transcript)


@lived
async def test_what_the_safety_check_changes() -> None:
    seen = TranscribedScreen()
    both = plan(session("stretch", "07:30"), breathing("breathe", "08:00"))
    async with living(both, screen=seen, journal=MemoryJournal()) as life:
        seen.clock = life.clock
        await life.until(on(23, "09:00"))
        for day, signs in enumerate((answered([], ["B5"], MONDAY), answered(["A2"], [], MONDAY)), 24):
            await life.until(on(day, "07:00"))
            seen.note(f"answered the check: {signs.outcome}")
            await say(life, signs)
            await life.until(on(day, "07:30"))
            await press_if_there(life, "Start")
            await life.until(on(day, "20:00"))
        expect_golden("cards/safety.txt", seen.transcript)


@lived
async def test_a_session_that_is_guided_in_the_terminal_or_the_page() -> None:
    for guide in (SessionPlace.TERMINAL, SessionPlace.PAGE):
        seen, settings = TranscribedScreen(), Settings(guide=guide, welcome=False)
        first = loaded_plans(plan(session("morning", "07:30")), settings=settings)
        async with living(first, screen=seen, opens=guide is SessionPlace.PAGE) as life:
            seen.clock = life.clock
            await life.until(on(23, "07:30"))
            await press_if_there(life, "Start")
            await life.pass_(2 * HOUR)
            expect_golden(f"cards/guided_by_{guide.value}.txt", seen.transcript)
