"""Days off as the service lives them: nothing is shown, each session is excused, and they can end early."""

from __future__ import annotations

from datetime import date, timedelta

from routine.core.events import Actor, DaysOff, Event, EventKind, ExcuseReason, Undone
from routine.core.ids import OccurrenceKey
from tests.service.living import HOUR, MINUTE, MONDAY, Life, lived, living, plan, session
from tests.telling import reason_of

DAY = timedelta(days=1)
DUE = MONDAY + 30 * MINUTE
MORNING = plan(session("morning", "07:30"))
FIRST = MONDAY.date()


async def say(life: Life, entry: Event) -> str:
    """As a command, the page or another computer does; gives the name of the row."""
    rows = life.journal.append(lambda: [entry])
    life.service.run_once()
    await life.settle()
    return rows[0].ref


async def take_off(life: Life, last: date, instead_of: str = "") -> str:
    now = life.clock.now()
    return await say(life, DaysOff(now, Actor.CLI, first=FIRST, last=last, instead_of=instead_of))


def outcomes(life: Life) -> list[tuple[str, EventKind, str]]:
    """Of each occurrence, the last that was written."""
    found: dict[OccurrenceKey, tuple[str, EventKind, str]] = {}
    for row in life.journal.rows():
        if row.entry.about:
            found[row.entry.key] = (f"{row.entry.about.planned:%d %H:%M}", row.entry.kind, reason_of(row.entry))
    return list(found.values())


@lived
async def test_nothing_is_shown_and_each_day_is_written_once() -> None:
    async with living(MORNING) as life:
        await take_off(life, FIRST + DAY)
        await life.until(DUE + 2 * DAY - HOUR)
        assert not life.screen.notices
        off = (EventKind.EXCUSED, ExcuseReason.DAYS_OFF)
        assert outcomes(life) == [(f"{FIRST:%d} 07:30", *off), (f"{FIRST + DAY:%d} 07:30", *off)]
        await life.until(DUE + 2 * DAY)
        assert life.card.title.startswith("Morning")


@lived
async def test_a_card_on_the_screen_goes_when_the_day_is_taken_off() -> None:
    async with living(MORNING) as life:
        await life.until(DUE + MINUTE)
        assert len(life.screen.notices) == 1
        await take_off(life, FIRST)
        assert not life.screen.cards
        assert outcomes(life)[-1][1:] == (EventKind.EXCUSED, ExcuseReason.DAYS_OFF)


@lived
async def test_what_comes_to_be_planned_in_them_is_off_as_well() -> None:
    async with living(MORNING) as life:
        await take_off(life, FIRST)
        await life.read(plan(session("morning", "07:30"), session("another", "07:50")))
        await life.until(DUE + HOUR)
        assert not life.screen.notices


@lived
async def test_taken_back_what_is_still_to_come_comes() -> None:
    async with living(MORNING) as life:
        ref = await take_off(life, FIRST + 5 * DAY)
        await say(life, Undone(life.clock.now(), Actor.CLI, what=ref))
        await life.until(DUE)
        assert life.card.title.startswith("Morning")


@lived
async def test_moved_the_new_end_holds() -> None:
    async with living(MORNING) as life:
        ref = await take_off(life, FIRST + 5 * DAY)
        await take_off(life, FIRST, instead_of=ref)
        await life.until(DUE + DAY)
        assert life.card.title.startswith("Morning")


@lived
async def test_a_restart_in_them_changes_nothing() -> None:
    async with living(MORNING) as life:
        await take_off(life, FIRST + DAY)
        await life.until(DUE + HOUR)
        journal = life.journal
    async with living(MORNING, journal=journal, now=DUE + DAY - HOUR) as again:
        await again.until(DUE + DAY + HOUR)
        assert not again.screen.notices
        assert [kind for _, kind, _ in outcomes(again)] == [EventKind.EXCUSED] * 2


@lived
async def test_a_word_of_taking_back_brings_a_reminder_again_and_gives_it_its_whole_patience() -> None:
    async with living(MORNING) as life:
        await life.until(DUE + MINUTE)
        await life.press("Skip")
        skipped = life.journal.rows()[-1]
        assert skipped.entry.kind is EventKind.SKIPPED
        await life.until(DUE + 3 * HOUR)
        await say(life, Undone(life.clock.now(), Actor.CLI, skipped.entry.about, what=skipped.ref))
        assert life.card.title.startswith("Morning")
        await life.until(DUE + 4 * HOUR)
        assert outcomes(life)[-1][1] is EventKind.SHOWN
