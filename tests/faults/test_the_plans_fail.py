"""The plans go away, turn bad, come a thousand at a time, or belong to two people: what was good keeps running."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from pathlib import Path
from tempfile import mkdtemp

from routine.core.events import EventKind
from routine.core.loaded_plans import LoadedPlans
from tests.service.living import HOUR, MINUTE, MONDAY, broken, living, plan, session
from tests.service.process import PLAN, RealService, routine_powerless, wait_for

QUIET = PLAN.format(title="Mine", at="03:33", more="")


def test_a_folder_that_goes_and_comes_back_is_told_once_and_its_plans_keep_running(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET)
    away = tmp_path / "away"
    with service:
        for _ in range(2):
            service.said.clear()
            service.paths.plans_dir.rename(away)
            wait_for(lambda: service.has_said("The folder of your plans is not there"), "the complaint")
            wait_for(lambda: service.has_said("Next: Morning mobility"), "what runs to go on")
            # the card, here in the terminal, says it as well
            wait_for(lambda: service.has_said("Until it is mended"), "the card", 15.0)
            service.said.clear()
            away.rename(service.paths.plans_dir)
            wait_for(lambda: service.has_said("Plans read again"), "the plans to be back")
            assert not service.has_said("is not there")
        service.plan(QUIET.replace("Morning mobility", "Late stretch"))
        wait_for(lambda: service.has_said("Next: Late stretch"), "it to be watched as before")


def test_a_plan_that_is_bad_for_an_hour_loses_no_reminder_and_repeats_none() -> None:
    async def story() -> None:
        both = plan(session("first", "07:10"), session("second", "07:40"), session("third", "08:30"))
        async with living(both) as life:
            await life.until(MONDAY + 15 * MINUTE)
            await life.press("Skip")
            await life.read(broken("mine"))
            await life.until(MONDAY + 45 * MINUTE)
            second = next(h for h, card in life.screen.cards.items() if card.title.startswith("Second"))
            await life.press("Skip", second)
            await life.until(MONDAY + HOUR + 15 * MINUTE)
            await life.read(both)
            await life.until(MONDAY + 91 * MINUTE)
            await life.press("Skip")
            for name in ("first", "second", "third"):
                assert life.kinds(of=name) == [EventKind.SHOWING, EventKind.SHOWN, EventKind.SKIPPED]

    asyncio.run(story())


def test_plans_on_a_disk_that_takes_minutes_hold_up_no_reminder_and_come_when_they_are_read() -> None:
    async def story() -> None:
        before = plan(session("first", "07:10"), session("second", "07:40"))
        async with living(before) as life:
            awake = asyncio.Event()
            read_quickly = life.source.load

            async def slowly() -> LoadedPlans:
                await awake.wait()
                return await read_quickly()

            life.source.load = slowly  # type: ignore[method-assign] # a disk that takes minutes
            await life.read(plan(session("first", "07:10"), session("third", "08:30")))
            await life.until(MONDAY + 15 * MINUTE)
            await life.press("Skip")
            assert life.kinds(of="first")[-1] is EventKind.SKIPPED
            awake.set()
            await life.settle()
            await life.until(MONDAY + 91 * MINUTE)
            titles = [card.title for card in life.screen.cards.values()]
            assert any(title.startswith("Third") for title in titles), titles
            assert EventKind.SHOWN not in life.kinds(of="second")

    asyncio.run(story())


def test_a_thousand_edits_leave_it_quick_no_heavier_and_at_the_last_text(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET)
    with service:
        for number in range(50):
            service.plan(QUIET.replace("Morning mobility", f"Warm {number}"))
        wait_for(lambda: service.has_said("Next: Warm 49"), "the first fifty", 15.0)
        before, slowest = _rss(service), 0.0
        for number in range(1000):
            service.plan(QUIET.replace("Morning mobility", f"Edit {number}"))
            if number % 100 == 50:
                begun = time.monotonic()
                assert service.routine("status").returncode == 0
                slowest = max(slowest, time.monotonic() - begun)
            time.sleep(0.01)
        wait_for(lambda: service.has_said("Next: Edit 999"), "the last text", 20.0)
        grown = _rss(service) - before
        print(f"grew by {grown / 1024:.0f} KiB; the slowest answer took {slowest:.2f} s")
        assert grown < 2 * 1024 * 1024
        assert service.json("today")["occurrences"][0]["title"] == "Edit 999"


def test_two_people_on_one_computer_do_not_see_each_other(tmp_path: Path) -> None:
    homes = [tmp_path / "ada", tmp_path / "bo"]
    for home in homes:
        home.mkdir()
    ada, bo = (RealService(home, welcome=True) for home in homes)
    ada.plan(QUIET.replace("Morning mobility", "Ada's stretch"))
    bo.plan(QUIET.replace("Morning mobility", "Bo's walk"))
    with ada, bo:
        for one in (ada, bo):
            wait_for(lambda one=one: one.has_said("Your first minute"), "the welcome")  # type: ignore[misc] # bound now
        assert ada.routine("skip").returncode == 0
        assert bo.json("status")["waiting"], "what Ada skipped still waits for Bo"
        assert "Bo" not in ada.routine("week").stdout
        assert ada.stop() == 0
        assert bo.routine("status").returncode == 0, "and Bo's goes on"


def test_plans_that_may_not_be_read_are_a_sentence(tmp_path: Path) -> None:
    """Root may read anything, so this is root without that power."""
    home = Path(mkdtemp(prefix="routine-"))
    try:
        plans = home / "routine" / "config" / "plans"
        plans.mkdir(parents=True)
        (plans / "mine.toml").write_text(QUIET)
        (plans / "mine.toml").chmod(0o000)
        told = routine_powerless(home, "check")
        assert told.returncode == 78
        assert "mine.toml" in told.stdout + told.stderr
        assert "Traceback" not in told.stderr
        plans.chmod(0o000)
        told = routine_powerless(home, "today")
        assert told.returncode in {0, 78}
        assert "Traceback" not in told.stderr
        plans.chmod(0o700)
    finally:
        shutil.rmtree(home)


def _rss(service: RealService) -> int:
    pages = int(Path(f"/proc/{service.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
