"""Somebody sets the clock, or travels, while the real service runs: how late is a reminder then?"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from routine.core.clock_faults import FUTURE, ClockFaults
from routine.core.ids import OccurrenceKey
from routine.core.reminder_states import Phase
from routine.ports import TICK
from tests.fakes import MemoryJournal
from tests.faults.moving_clock import MovedService, may_mount
from tests.faults.outcomes import assert_accounted
from tests.service.living import BERLIN, HOUR, MINUTE, SECOND, living, plan, session
from tests.service.process import PLAN, wait_for

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AT_LATEST = TICK + 2 * SECOND
TITLE = "Morning mobility"
_SECOND_SESSION = """
[[session]]
id = "east"
title = "East"
practice = "mobility"
days = "daily"
at = "17:01"
steps = ["cat-cow"]
"""


def _due_at_nine(folder: Path, before: timedelta) -> MovedService:
    service = MovedService(folder, NINE - before)
    service.plan(PLAN.format(title="Mine", at="09:00", more=""))
    service.start()
    wait_for(lambda: service.has_said("Next: Morning"), "the plan")
    return service


def _lateness(service: MovedService, due: datetime) -> timedelta:
    wait_for(lambda: service.shown(TITLE), "the card", 45.0)
    late = service.shown(TITLE)[0] - due
    assert len(service.shown(TITLE)) == 1
    service.stop()
    return late


def _forward(folder: Path) -> timedelta:
    """Ten minutes before it is due, the clock is set to just after it."""
    service = _due_at_nine(folder, 10 * MINUTE)
    return _lateness(service, service.step(10 * MINUTE))


def _back(folder: Path) -> timedelta:
    """Some seconds before it is due, the clock is set back by half as many again."""
    service = _due_at_nine(folder, 25 * SECOND)
    service.step(-10 * SECOND)
    return _lateness(service, NINE)


def _back_then_forward(folder: Path) -> timedelta:
    """Set back by a minute, and right again some seconds after it was due."""
    service = _due_at_nine(folder, 20 * SECOND)
    service.step(-MINUTE)
    time.sleep(22)
    return _lateness(service, service.step(MINUTE))


def _east(folder: Path) -> timedelta:
    """Shown at nine in London; then the computer is eight hours further east, where the next is due at once."""
    service = MovedService(folder, NINE - 15 * SECOND, own_zone=True)
    service.before = ("unshare", "--mount", "sh", "-c", f'mount --bind {folder}/etc /etc; exec "$@"', "sh")
    service.plan(PLAN.format(title="Mine", at="09:00", more="") + _SECOND_SESSION)
    service.start()
    wait_for(lambda: service.shown(TITLE), "the first card", 30.0)
    service.travel("Asia/Singapore")
    service.step(55 * SECOND)  # to about a minute past five in the afternoon there
    wait_for(lambda: service.shown("East"), "the second card", 45.0)
    late = service.shown("East")[0] - (NINE + MINUTE)
    assert len(service.shown(TITLE)) == 1, "what was shown today is not shown again"
    service.travel("America/New_York")  # where nine o'clock is yet to come
    time.sleep(AT_LATEST.total_seconds())
    assert len(service.shown(TITLE)) == 1
    service.stop()
    return late


WAYS = {"forward": _forward, "back": _back, "back, then forward": _back_then_forward, "east": _east}


@pytest.fixture(scope="module")
def lateness(tmp_path_factory: pytest.TempPathFactory) -> dict[str, timedelta]:
    """All at once, as each mostly waits."""
    top = tmp_path_factory.mktemp("clocks")
    ways = {way: do for way, do in WAYS.items() if way != "east" or may_mount()}
    with ThreadPoolExecutor(len(ways)) as pool:
        asked = {way: pool.submit(do, top / way.replace(", ", "-").replace(" ", "-")) for way, do in ways.items()}
        found = {way: answer.result() for way, answer in asked.items()}
    print({way: f"{late.total_seconds():.1f} s" for way, late in found.items()})
    return found


@pytest.mark.parametrize("way", WAYS)
def test_a_clock_that_is_moved_makes_a_reminder_late_by_one_tick_at_most(
    way: str, lateness: dict[str, timedelta]
) -> None:
    if way not in lateness:
        # another zone is another /etc/localtime, and only a mount puts one there; the other ways need no root
        pytest.skip("only root may mount another /etc")
    assert timedelta(0) <= lateness[way] <= AT_LATEST


def test_a_poke_after_a_jump_is_as_good_as_the_tick(tmp_path: Path) -> None:
    """Some seconds before it is due again the service looks: then it is not a tick late."""
    service = _due_at_nine(tmp_path / "poked", 10 * MINUTE)
    service.step(NINE - 4 * SECOND - service.now)
    service.paths.poke_file.touch()
    assert _lateness(service, NINE) < 4 * SECOND


THREE = plan(session("morning", "07:30"), session("noon", "12:00"), session("night", "21:00"))


def _keys(days: range) -> list[str]:
    at = {"morning": "07:30", "noon": "12:00", "night": "21:00"}
    return [f"mine/{name}@2026-11-{day}T{when}" for day in days for name, when in at.items()]


def test_a_clock_at_next_year_for_an_hour_loses_and_repeats_nothing() -> None:
    async def story() -> None:
        journal, begin = MemoryJournal(), datetime(2026, 11, 23, 7, 0, tzinfo=BERLIN)
        async with living(THREE, now=begin, journal=journal) as life:
            await life.until(begin + 30 * MINUTE)
            await life.press("Skip")
            true, year = life.clock.now(), timedelta(days=365)
            assert year > FUTURE
            await life.sleep(year)
            await life.pass_(HOUR)
            life.clock.set(true + HOUR)
            life.service.clock_changed()
            await life.settle()
            shown = len(life.screen.notices)
            await life.until(begin + timedelta(days=3))
            titles = [notice.title.split(" ·")[0] for notice in life.screen.notices[shown:]]
            assert titles[0] == "Noon", "the skipped morning is not asked for again, and noon is not lost"
            assert {"Morning", "Noon", "Night"} <= set(titles)
        rows = [row.entry for row in journal.rows() if row.entry.at <= true + timedelta(days=4)]
        assert_accounted(rows, _keys(range(23, 26)))

    asyncio.run(story())


@pytest.mark.parametrize("hours", [1, 10, 23])
def test_a_clock_some_hours_ahead_at_login_loses_nothing_of_the_day(hours: int) -> None:
    """The hardware's clock holds another zone's time, and is set right a minute after the start."""

    async def story() -> None:
        journal, begin = MemoryJournal(), datetime(2026, 11, 23, 7, 0, tzinfo=BERLIN)
        async with living(THREE, now=begin - timedelta(days=1), journal=journal):
            pass  # the plan is known since yesterday
        async with living(THREE, now=begin + hours * HOUR, journal=journal) as life:
            life.clock.set(begin + MINUTE)
            life.service.clock_changed()
            await life.settle()
            shown = len(life.screen.notices)
            await life.until(begin + 29 * MINUTE)
            assert len(life.screen.notices) == shown, "none before its minute"
            await life.until(begin + 30 * MINUTE)
            assert life.card.title.startswith("Morning")
            await life.press("Skip")
            await life.until(begin + 5 * HOUR)
            assert life.card.title.startswith("Noon")
            await life.press("Snooze 10m")
            await life.until(begin + 12 * HOUR)
        # and after a restart it is still so, also when the hour comes at which the wrong clock had given them up
        async with living(THREE, now=begin + 24 * HOUR, journal=journal) as life:
            phases = {key: one.phase for key, one in life.service._store.reminders.items() if "11-23" in key}
            assert phases[OccurrenceKey("mine/morning@2026-11-23T07:30")] is Phase.SKIPPED
            believed = ClockFaults(journal.clock_spans(), life.clock.now()).entries(journal.rows())
        assert_accounted([entry for entry in believed if "@2026-11-23" in entry.key], _keys(range(23, 24)))

    asyncio.run(story())


def test_a_first_run_under_an_empty_battery_owes_nothing_for_the_years_between() -> None:
    async def story() -> None:
        true = datetime(2026, 11, 23, 7, 0, tzinfo=BERLIN)
        async with living(THREE, now=datetime(2023, 1, 1, 3, 0, tzinfo=BERLIN)) as life:
            await life.pass_(MINUTE)
            life.clock.set(true)
            life.service.clock_changed()
            await life.settle()
            assert len(life.kinds()) < 100, "the last month, not every day of four years"
            await life.until(true + 30 * MINUTE)
            assert life.card.title.startswith("Morning")

    asyncio.run(story())


def test_what_a_clock_a_year_ahead_showed_comes_when_that_day_is_real() -> None:
    """Shown, answered and missed under the wrong clock; and nothing of it is lost from the journal."""

    async def story() -> None:
        journal, begin = MemoryJournal(), datetime(2026, 11, 23, 7, 0, tzinfo=BERLIN)
        async with living(THREE, now=begin, journal=journal) as life:
            true, ahead = life.clock.now(), timedelta(days=60)
            life.clock.set(true + ahead)
            life.service.clock_changed()
            await life.settle()
            await life.pass_(30 * MINUTE)
            card = next(
                handle for handle, notice in life.screen.cards.items() if notice.title.startswith("Morning")
            )
            await life.press("Skip", card)
            await life.pass_(5 * HOUR)
            wrong = len(journal.rows())
            life.clock.set(true + 5 * HOUR)
            life.service.clock_changed()
            await life.settle()
            await life.until(begin + timedelta(days=3))
        day = true + ahead
        async with living(THREE, now=day, journal=journal) as life:
            await life.until(day + 30 * MINUTE)
            assert [notice.title.split(" ·")[0] for notice in life.screen.cards.values()][-1:] == ["Morning"]
            await life.until(day + 6 * HOUR)
            assert "Noon" in {notice.title.split(" ·")[0] for notice in life.screen.notices}
        said = [row.entry.kind.value for row in journal.rows()[:wrong]]
        assert "skipped" in said

    asyncio.run(story())


def test_a_plan_saved_under_a_clock_ahead_or_behind_counts_from_when_the_clock_is_right() -> None:
    async def story(off: timedelta) -> None:
        begin = datetime(2026, 11, 23, 7, 0, tzinfo=BERLIN)
        async with living(THREE, now=begin) as life:
            true = life.clock.now()
            life.clock.set(true + off)
            life.service.clock_changed()
            await life.settle()
            await life.read(plan(session("fresh", "08:00"), session("past", "06:30")))
            life.clock.set(true + MINUTE)
            life.service.clock_changed()
            await life.settle()
            shown = len(life.screen.notices)
            await life.until(begin + HOUR)
            titles = [notice.title.split(" ·")[0] for notice in life.screen.notices[shown:]]
            sessions = [title for title in titles if title in ("Morning", "Past", "Fresh")]
            assert sessions == ["Fresh"], "nothing that had passed when it was typed, or has left the plan"

    for off in (timedelta(days=365), -timedelta(days=365)):
        asyncio.run(story(off))


@pytest.mark.parametrize(("day", "hour"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_the_day_the_clocks_change_has_each_session_once(day: str, hour: int) -> None:
    """In Berlin: half past two does not exist, or comes twice."""

    async def story() -> None:
        begin = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=BERLIN)
        journal = MemoryJournal()
        night = plan(session("early", "01:30"), session("odd", "02:30"), session("late", "03:30"))
        async with living(night, now=begin, journal=journal) as life:
            await life.until(begin.astimezone(UTC) + timedelta(hours=hour))
        keys = [
            f"mine/{name}@{day}T{at}" for name, at in (("early", "01:30"), ("odd", "02:30"), ("late", "03:30"))
        ]
        assert assert_accounted([row.entry for row in journal.rows()], keys) == 3
        first = {e.key: e.at for e in reversed([r.entry for r in journal.rows()]) if e.kind.value == "shown"}
        assert all(first[e.key] == e.due for e in (r.entry.about for r in journal.rows()) if e), "each at its time"

    asyncio.run(story())
