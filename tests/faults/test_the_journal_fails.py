"""The journal is damaged, gone, too new, not ours to write, or its disk is full: reminders go on, told once."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import pytest
from msgspec.structs import replace

from routine.adapters.journal import store
from routine.adapters.journal.store import JournalDb
from routine.adapters.link_files import LinkFiles, LinkSettings, home_of
from routine.adapters.shared_folder import lines_of
from routine.core.events import Actor, Event, EventKind, Skipped, StoredEvent
from routine.core.reminder_states import Phase
from routine.service.dependencies import Dependencies
from routine.wiring.linked_folder import LinkedFolder
from tests.adapters.journal.held import open_elsewhere
from tests.core.making import occurrence
from tests.faults.disk import small_disk
from tests.faults.outcomes import assert_accounted, by_key, state_of
from tests.service.living import BERLIN, MINUTE, SECOND, Life, living, plan, session
from tests.service.process import PLAN, RealService, routine_powerless, wait_for

DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
DAY = plan(
    session("early", "07:10"), session("morning", "07:30"), session("walk", "08:00"), session("late", "09:00")
)
KEYS = [
    f"mine/{name}@2026-11-23T{at}" for name, at in (("early", "07:10"), ("morning", "07:30"), ("walk", "08:00"))
]


def _rows(path: Path) -> list[Event]:
    with closing(JournalDb(path)) as journal:
        return [row.entry for row in journal.rows()]


def _sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _notes(life: Life) -> list[str]:
    return [notice.body for notice in life.screen.notices if "ournal" in notice.body]


async def _press(life: Life, title: str, label: str) -> None:
    card = next(handle for handle, notice in life.screen.cards.items() if notice.title.startswith(title))
    await life.press(label, card)


# a full disk


def test_over_a_full_disk_reminders_go_on_and_what_was_said_is_written_when_there_is_room(tmp_path: Path) -> None:
    async def story(path: Path) -> None:
        async with living(DAY, journal=JournalDb(path)) as life:
            await life.until(DUE - 20 * MINUTE)
            await _press(life, "Early", "Skip")
            before = len(_rows(path))
            disk.fill()
            await life.until(DUE)
            await _press(life, "Morning", "Snooze 10m")
            assert not [c for c in life.screen.cards.values() if c.title.startswith("Morning")]
            await life.read(DAY)
            life.service.clock_changed()
            await life.until(DUE + 10 * MINUTE)
            await _press(life, "Morning", "Skip")
            await life.until(DUE + 30 * MINUTE)
            await _press(life, "Walk", "Skip")
            life.service.clock_changed()
            await life.pass_(MINUTE)
            assert not [c for c in life.screen.cards.values() if c.title.startswith(("Morning", "Walk"))]
            assert len(_notes(life)) == 1, "told once, on a card"
            assert len([line for line in life.said if "no room left" in line]) == 1
            assert len(_rows(path)) == before
            disk.free()
            await life.pass_(31 * SECOND)
            assert [line for line in life.said if "can be written again" in line]
            assert not [c for c in life.screen.cards.values() if "ournal" in c.body]
            assert assert_accounted(_rows(path), KEYS) == 3
            snoozed = state_of(by_key(_rows(path))[KEYS[1]])
            assert (snoozed.phase, snoozed.snoozes, snoozed.shows) == (Phase.SKIPPED, 1, 2)
        assert _sound(path)

    with small_disk(tmp_path / "disk") as disk:
        asyncio.run(story(disk.folder / "journal.db"))


def test_a_kill_over_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    async def story(path: Path) -> None:
        async with living(DAY, journal=JournalDb(path)) as life:
            await life.until(DUE - MINUTE)
            disk.fill()
            await life.until(DUE + MINUTE)
            # as a kill leaves it: copied while it is open
            for part in path.parent.glob("journal.db*"):
                shutil.copy(part, tmp_path / part.name)

    with small_disk(tmp_path / "disk") as disk:
        asyncio.run(story(disk.folder / "journal.db"))
    left = tmp_path / "journal.db"
    assert _sound(left)
    assert {entry.key for entry in _rows(left)} == {"", KEYS[0]}


# damage


def _garbage(path: Path) -> None:
    for part in path.parent.glob("journal.db*"):
        with part.open("r+b") as file:
            file.write(os.urandom(part.stat().st_size))


def _deleted(path: Path) -> None:
    for part in path.parent.glob("journal.db*"):
        part.unlink()


def _moved(path: Path) -> None:
    for part in path.parent.glob("journal.db*"):
        part.rename(part.with_name(f"old-{part.name}"))


def _replaced_by_another(path: Path) -> None:
    """As a command does that finds it damaged first."""
    _moved(path)
    JournalDb(path).close()


@pytest.mark.parametrize("harm", [_garbage, _deleted, _moved, _replaced_by_another])
def test_harm_while_it_runs_is_told_once_and_the_last_days_are_written_again(
    harm: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "journal.db"

    async def story() -> None:
        journal = JournalDb(path)

        def begin_anew() -> str:
            return f"A new journal has been begun; {journal.replace_damaged(life.clock.now())}"

        async with living(DAY, journal=journal, begin_anew=begin_anew) as life:
            await life.until(DUE - 20 * MINUTE)
            await _press(life, "Early", "Skip")
            await life.until(DUE)
            await _press(life, "Morning", "Snooze 10m")
            harm(path)
            await life.until(DUE + 10 * MINUTE)
            await _press(life, "Morning", "Skip")
            await life.until(DUE + 30 * MINUTE)
            await _press(life, "Walk", "Skip")
            assert len(_notes(life)) == 1, "told once, on a card"
            assert len([line for line in life.said if "new journal" in line]) == 1
        async with living(DAY, journal=JournalDb(path), now=DUE + timedelta(hours=4)) as life:
            await life.pass_(MINUTE)
            missed = "mine/late@2026-11-23T09:00"
            assert assert_accounted(_rows(path), [*KEYS, missed]) == 4
            morning = state_of(by_key(_rows(path))[KEYS[1]])
            assert (morning.phase, morning.snoozes) == (Phase.SKIPPED, 1)

    asyncio.run(story())
    assert _sound(path)
    aside = list(tmp_path.glob("journal.corrupt-2026-11-23"))
    assert len(aside) == (1 if harm is _garbage else 0)


def test_what_comes_back_from_a_linked_folder_is_not_written_a_second_time(tmp_path: Path) -> None:
    """Years of other devices come first, and in pieces."""
    path, folder, old = tmp_path / "journal.db", tmp_path / "sync", DUE - timedelta(days=200)
    folder.mkdir()
    about = occurrence(old)
    rows = [StoredEvent(0, Skipped(old, Actor.CLI, about), "0" * 12, number + 1) for number in range(1_200)]
    (folder / "000000000000.2026.jsonl").write_bytes(b"".join(line + b"\n" for line in lines_of(rows, 0)))

    async def story() -> None:
        journal, link = JournalDb(path), LinkedFolder(path)
        LinkFiles(tmp_path).keep_settings(LinkSettings(str(folder), home_of(path)))

        def begin_anew() -> str:
            return str(journal.replace_damaged(life.clock.now()))

        def linked(ports: Dependencies) -> Dependencies:
            return replace(ports, exchange=partial(link.exchange, journal, all_of_it=False))

        async with living(DAY, journal=journal, begin_anew=begin_anew, changed=linked) as life:
            await life.until(DUE - 20 * MINUTE)
            await _press(life, "Early", "Skip")
            life.service.clock_changed()
            _garbage(path)
            await life.until(DUE)
            await _press(life, "Morning", "Skip")
            of_early = [row for row in _rows(path) if row.key == KEYS[0] and row.kind is EventKind.SKIPPED]
            assert len(of_early) == 1

    asyncio.run(story())


def test_one_that_is_open_elsewhere_is_replaced_once_that_has_gone_and_reminders_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PAUSE", 0.0)
    path = tmp_path / "journal.db"

    async def story() -> None:
        journal = JournalDb(path)

        def begin_anew() -> str:
            return f"A new journal has been begun; {journal.replace_damaged(life.clock.now())}"

        async with living(DAY, journal=journal, begin_anew=begin_anew) as life:
            await life.until(DUE - 20 * MINUTE)
            await _press(life, "Early", "Skip")
            await life.until(DUE)
            with open_elsewhere("journal.db", "journal.db-wal", "journal.db-shm") as by:
                _garbage(path)
                await _press(life, "Morning", "Snooze 10m")
                await life.until(DUE + 10 * MINUTE)
                await _press(life, "Morning", "Skip")
                told = [line for line in life.said if "another program has it open" in line]
                assert len(told) == 1, "what is true, once"
                assert "Reminders go on" in told[0]
                by.close()
                await life.until(DUE + 30 * MINUTE)
                await _press(life, "Walk", "Skip")
            assert len([line for line in life.said if "new journal" in line]) == 1
        assert_accounted(_rows(path), KEYS)

    asyncio.run(story())
    assert _sound(path)
    assert len(list(tmp_path.glob("journal.corrupt-2026-11-23"))) == 1


@pytest.mark.parametrize("harm", ["garbage", "cut short", "empty pages"])
def test_a_journal_found_damaged_is_kept_aside_and_told_once(harm: str, tmp_path: Path) -> None:
    service = RealService(tmp_path, welcome=True)
    service.plan(PLAN.format(title="Mine", at="03:33", more=""))
    with service:
        wait_for(lambda: service.has_said("Your first minute"), "the welcome")
    path = service.paths.journal_file
    content = path.read_bytes()
    spoilt = {"garbage": os.urandom(len(content)), "cut short": content[:5000], "empty pages": bytes(len(content))}
    path.write_bytes(spoilt[harm])
    with service:
        wait_for(lambda: service.has_said("kept aside as"), "the note")
        wait_for(lambda: len(_told(service)) == 2, "a line in the log and a card")
        [aside] = path.parent.glob("journal.corrupt-*[0-9]")
        assert aside.read_bytes() == spoilt[harm], "not a byte of it was changed"
        assert service.routine("status").returncode == 0
        assert len(_told(service)) == 2
        assert service.stop() == 0
    with service:
        assert not _told(service)


def test_a_running_service_and_a_command_agree_after_its_journal_was_spoilt(tmp_path: Path) -> None:
    service = RealService(tmp_path, welcome=True)
    with service:
        wait_for(lambda: service.has_said("Your first minute"), "the welcome")
        _garbage(service.paths.journal_file)
        assert service.routine("today").returncode == 0, "a command finds it out"
        wait_for(lambda: service.has_said("new one has been begun"), "the service to hear of it")
        assert service.routine("skip").returncode == 0, "what is on the screen can still be answered"
        kinds = [entry.kind.value for entry in service.entries() if entry.about]
        assert kinds[-1] == "skipped"
        assert kinds.count("showing") == 1, "and it was not shown anew"


def _told(service: RealService) -> list[str]:
    return [line for line in service.said if line.startswith("The journal was damaged")]


# refusals


def test_a_journal_of_a_newer_routine_is_refused_in_a_sentence_and_not_touched(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.paths.state_dir.mkdir(parents=True)
    path = service.paths.journal_file
    JournalDb(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    told = service.routine("run")
    assert told.returncode == 74
    assert "newer routine" in told.stderr
    assert "Traceback" not in told.stderr
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*corrupt*"))


@pytest.mark.parametrize("closed", ["the folder", "the home"])
def test_what_may_not_be_written_is_one_sentence_and_an_exit_code(closed: str) -> None:
    """Root may write anywhere, so this is root without that power."""
    home = Path(mkdtemp(prefix="routine-"))
    try:
        home.chmod(0o777)
        assert routine_powerless(home, "log").returncode == 0
        journal = home / "routine" / "state" / "journal.db"
        if closed == "the home":
            shutil.rmtree(home / "routine")
            home.chmod(0o555)
        else:
            journal.chmod(0o400)
            journal.parent.chmod(0o555)
        told = routine_powerless(home, "run")
        assert told.returncode == 74
        assert "Traceback" not in told.stderr
        assert 0 < len(told.stderr.strip().splitlines()) <= 2, told.stderr
    finally:
        shutil.rmtree(home)
