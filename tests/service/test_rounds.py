"""Several rounds of one session: the newer one ends the older one, so that nobody has to answer the same twice."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from routine.core.events import Actor, Completed, EventKind, ExcuseReason, MissReason, Paused, Snoozed
from routine.core.plan import Plan
from routine.core.recurrence import Weekly
from routine.errors import NotifierError
from tests.service.living import HOUR, MINUTE, MONDAY, Life, lived, living, plan, session
from tests.telling import reason_of

SEVEN = MONDAY
"""07:00 there."""


def rounds(*times: str) -> Plan:
    """One session at several times of each day."""
    each = [session("desk", at) for at in times]
    slots = tuple(slot for one in each if isinstance(one.rule, Weekly) for slot in one.rule.slots)
    return plan(replace(each[0], rule=Weekly(slots)))


def outcomes(life: Life) -> dict[str, tuple[EventKind, str]]:
    found: dict[str, tuple[EventKind, str]] = {}
    for row in life.journal.rows():
        if row.entry.about:
            found[f"{row.entry.about.planned:%H:%M}"] = (row.entry.kind, reason_of(row.entry))
    return found


@lived
async def test_the_next_round_takes_the_place_of_the_one_before() -> None:
    async with living(rounds("07:15", "08:00", "08:45")) as life:
        await life.until(SEVEN + 45 * MINUTE)
        assert life.card.title.startswith("Desk")
        await life.until(SEVEN + 2 * HOUR)
        assert life.card.title.startswith("Desk")
        overtaken = (EventKind.MISSED, MissReason.OVERTAKEN)
        assert outcomes(life) == {"07:15": overtaken, "08:00": overtaken, "08:45": (EventKind.SHOWN, "")}


@lived
async def test_a_snooze_past_the_next_round_is_the_next_round() -> None:
    async with living(rounds("07:15", "08:00")) as life:
        await life.until(SEVEN + 20 * MINUTE)
        now = life.clock.now()
        about = life.journal.rows()[-1].entry.about
        life.journal.append(lambda: [Snoozed(now, Actor.CLI, about, until=now + 3 * HOUR)])
        life.service.run_once()
        await life.until(SEVEN + HOUR)
        assert life.card.title.startswith("Desk")
        assert outcomes(life)["07:15"] == (EventKind.MISSED, MissReason.OVERTAKEN)
        await life.until(SEVEN + 4 * HOUR)
        assert [kind for kind, _ in outcomes(life).values()] == [EventKind.MISSED, EventKind.MISSED]


@lived
async def test_rounds_that_a_pause_held_are_nobodys_miss() -> None:
    async with living(rounds("07:15", "08:00")) as life:
        life.journal.append(lambda: [Paused(life.clock.now(), Actor.CLI, until=MONDAY + 90 * MINUTE)])
        life.service.run_once()
        await life.until(MONDAY + 80 * MINUTE)
        assert outcomes(life)["07:15"][0] is EventKind.EXCUSED
        await life.until(MONDAY + 90 * MINUTE)
        assert life.card.title.startswith("Desk")


@lived
async def test_rounds_that_were_slept_through_were_not_overtaken_but_slept_through() -> None:
    async with living(rounds("07:15", "08:00")) as life:
        await life.sleep(90 * MINUTE)
        assert outcomes(life)["07:15"] == (EventKind.MISSED, MissReason.ASLEEP)
        assert life.card.title.startswith("Desk")


@lived
async def test_a_session_of_another_plan_or_name_overtakes_nothing() -> None:
    async with living(plan(session("desk", "07:15"), session("walk", "07:30"))) as life:
        await life.until(SEVEN + HOUR)
        assert {kind for kind, _ in outcomes(life).values()} == {EventKind.SHOWN}


@lived
async def test_what_is_done_and_then_moved_is_not_asked_for_again() -> None:
    for moved_to in ("07:40", "18:00"):
        async with living(plan(session("desk", "07:15"))) as life:
            await life.until(SEVEN + 20 * MINUTE)
            about = life.journal.rows()[-1].entry.about
            done = Completed(life.clock.now(), Actor.CLI, about)
            life.journal.append(partial(list, [done]))
            await life.read(plan(session("desk", moved_to)))
            await life.until(SEVEN + 12 * HOUR)
            assert len(life.screen.notices) == 1, moved_to
            await life.until(SEVEN + 36 * HOUR)
            assert len(life.screen.notices) > 1, moved_to


@lived
async def test_so_is_what_was_done_though_its_card_could_not_be_shown() -> None:
    async with living(plan(session("desk", "07:15"))) as life:
        life.screen.failing = NotifierError("There is no screen.")
        await life.until(SEVEN + 20 * MINUTE)
        about = life.journal.rows()[-1].entry.about
        life.journal.append(partial(list, [Completed(life.clock.now(), Actor.CLI, about)]))
        await life.read(plan(session("desk", "18:00")))
        life.screen.failing = None
        await life.until(SEVEN + 12 * HOUR)
        assert not [notice.title for notice in life.screen.notices if notice.title.startswith("Desk")]


@lived
async def test_what_is_snoozed_and_then_moved_comes_once() -> None:
    async with living(plan(session("desk", "07:15"))) as life:
        await life.until(SEVEN + 20 * MINUTE)
        await life.press("Snooze 10m")
        await life.read(plan(session("desk", "07:25")))
        await life.until(SEVEN + 35 * MINUTE)
        assert len(life.screen.cards) == 1
        await life.press("Skip")
        await life.until(SEVEN + 3 * HOUR)
        assert not life.screen.cards


@lived
async def test_what_was_missed_and_then_moved_comes() -> None:
    async with living(plan(session("desk", "07:15"))) as life:
        await life.until(SEVEN + 3 * HOUR)
        await life.read(plan(session("desk", "12:00")))
        await life.until(SEVEN + 5 * HOUR)
        assert life.card.title.startswith("Desk")


@lived
async def test_the_other_times_of_the_day_stay_as_they_were() -> None:
    async with living(rounds("07:15", "18:00")) as life:
        await life.until(SEVEN + 20 * MINUTE)
        about = life.journal.rows()[-1].entry.about
        life.journal.append(lambda: [Completed(life.clock.now(), Actor.CLI, about)])
        await life.read(rounds("07:40", "18:00"))
        await life.until(SEVEN + 10 * HOUR)
        assert len(life.screen.notices) == 1
        await life.until(SEVEN + 11 * HOUR)
        assert life.card.title.startswith("Desk")


@lived
async def test_what_was_on_the_screen_when_somebody_paused_is_not_missed_by_the_next_round() -> None:
    """That is what a pause says, and it is said of what waits as well."""
    async with living(rounds("07:15", "08:00", "08:45")) as life:
        await life.until(SEVEN + 20 * MINUTE)
        now = life.clock.now()
        life.journal.append(lambda: [Paused(now, Actor.CLI, until=now + 70 * MINUTE)])
        life.service.run_once()
        await life.until(SEVEN + 65 * MINUTE)
        assert outcomes(life)["07:15"] == (EventKind.EXCUSED, ExcuseReason.PAUSE)
        await life.until(SEVEN + 2 * HOUR)
        missed = (EventKind.MISSED, MissReason.OVERTAKEN)
        assert outcomes(life)["08:00"] == missed, "it waited on after the pause"
