"""Knows how people and programs change files; holds both ways of noticing to the same words."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from routine.adapters.watch.polling import PollingWatcher
from routine.adapters.watch.watcher import SystemFileWatcher, poke
from routine.ports import FileWatcher
from tests.needs import keeps_file_modes

SETTLED = 0.25
WAYS = ["polling", "inotify"] if sys.platform == "linux" else ["polling"]


@dataclass
class Desk:
    """A person's files, somebody who notices, and what was noticed when."""

    home: Path
    way: str
    plans_told: list[float] = field(default_factory=list)
    pokes_told: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plans = self.home / "config/routine/plans"
        self.config = self.home / "config/routine/config.toml"
        self.poked = self.home / "run/routine/poke"
        if self.way == "inotify":
            self.watcher: FileWatcher = SystemFileWatcher([self.plans], self.config, self.poked)
        else:
            self.watcher = PollingWatcher([self.plans], self.config, self.poked, every=timedelta(milliseconds=30))

    def watch(self) -> None:
        self.watcher.watch(
            lambda: self.plans_told.append(time.monotonic()), lambda: self.pokes_told.append(time.monotonic())
        )

    async def heard(self) -> int:
        """How often plans were told since last asked, once all is quiet again."""
        await self._quiet(self.plans_told)
        count = len(self.plans_told)
        self.plans_told.clear()
        return count

    async def heard_poke(self) -> int:
        await self._quiet(self.pokes_told)
        count = len(self.pokes_told)
        self.pokes_told.clear()
        return count

    async def _quiet(self, told: list[float]) -> None:
        for _ in range(100):
            await asyncio.sleep(0.01)
            if told:
                break
        await asyncio.sleep(2 * SETTLED)


class Claim(Protocol):
    __name__: str

    def __call__(self, desk: Desk, /) -> Awaitable[None]: ...


CLAIMS: list[Claim] = []


def claim(made: Claim) -> Claim:
    CLAIMS.append(made)
    return made


@claim
async def a_plan_written_in_place(desk: Desk) -> None:
    desk.watch()
    (desk.plans / "a.toml").write_text("one")
    assert await desk.heard() == 1
    (desk.plans / "a.toml").write_text("two")
    assert await desk.heard() == 1


@claim
async def a_plan_put_in_the_place_of_the_old_one(desk: Desk) -> None:
    (desk.plans / "a.toml").write_text("one")
    desk.watch()
    (desk.plans / ".a.toml.new").write_text("two")
    (desk.plans / ".a.toml.new").replace(desk.plans / "a.toml")
    assert await desk.heard() == 1


@claim
async def a_plan_removed_renamed_or_hidden(desk: Desk) -> None:
    for name in ("a.toml", "b.toml", "c.toml"):
        (desk.plans / name).touch()
    desk.watch()
    (desk.plans / "a.toml").unlink()
    assert await desk.heard() == 1
    (desk.plans / "b.toml").rename(desk.plans / "bb.toml")
    assert await desk.heard() == 1
    (desk.plans / "c.toml").rename(desk.plans / "_c.toml")
    assert await desk.heard() == 1


@claim
async def a_plan_one_may_read_again(desk: Desk) -> None:
    (desk.plans / "a.toml").touch(0o000)
    desk.watch()
    (desk.plans / "a.toml").chmod(0o600)
    assert await desk.heard() == 1


@claim
async def the_configuration_made_changed_and_removed(desk: Desk) -> None:
    desk.watch()
    for change in (lambda: desk.config.write_text("a"), lambda: desk.config.write_text("bb"), desk.config.unlink):
        change()
        assert await desk.heard() == 1


@claim
async def nothing_in_files_that_are_no_plans(desk: Desk) -> None:
    desk.watch()
    for name in (".a.toml", "_a.toml", "a.toml~", "4913", "a.txt", "a.toml.bak", ".#a.toml", "#a.toml#"):
        (desk.plans / name).write_text("x")
    (desk.config.parent / "plan.schema.json").write_text("{}")
    (desk.poked.parent / "lock").write_text("1")
    assert await desk.heard() == 0
    assert await desk.heard_poke() == 0


@claim
async def nothing_when_files_are_only_read(desk: Desk) -> None:
    (desk.plans / "a.toml").write_text("one")
    desk.config.write_text("one")
    poke(desk.poked)
    desk.watch()
    for _ in range(3):
        (desk.plans / "a.toml").read_text()
        desk.config.read_text()
        list(desk.plans.iterdir())
        desk.poked.read_bytes()
    assert await desk.heard() == 0
    assert await desk.heard_poke() == 0


@claim
async def several_quick_strokes_as_one(desk: Desk) -> None:
    desk.watch()
    _, pauses = await _edit_for(0.6, desk)
    assert 1 <= await desk.heard() <= 1 + pauses


@claim
async def the_last_stroke_of_somebody_who_never_stops(desk: Desk) -> None:
    """A thousand edits a minute are told now and then, and once more after the last."""
    desk.watch()
    last, pauses = await _edit_for(4, desk)
    for _ in range(50):
        await asyncio.sleep(SETTLED / 5)
        if desk.plans_told and desk.plans_told[-1] > last:
            break
    await asyncio.sleep(2 * SETTLED)
    assert 2 <= len(desk.plans_told) <= 4 + pauses
    assert desk.plans_told[-1] > last


async def _edit_for(seconds: float, desk: Desk) -> tuple[float, int]:
    """When the last of many strokes was, and how often a busy machine made the hand look done."""
    began = last = time.monotonic()
    pauses = edits = 0
    while last < began + seconds:
        edits += 1
        (desk.plans / f"{edits % 3}.toml").write_text(str(edits))
        now = time.monotonic()
        pauses += now - last > SETTLED / 2
        last = now
        await asyncio.sleep(0.05)
    return last, pauses


@claim
async def a_poke_made_and_touched(desk: Desk) -> None:
    desk.watch()
    for _ in range(3):
        poke(desk.poked)
        assert await desk.heard_poke() == 1
    assert await desk.heard() == 0


@claim
async def a_poke_that_was_removed_and_made_again(desk: Desk) -> None:
    poke(desk.poked)
    desk.watch()
    desk.poked.unlink()
    assert await desk.heard_poke() == 0
    poke(desk.poked)
    assert await desk.heard_poke() == 1


@claim
async def folders_that_come_later_with_all_that_is_in_them(desk: Desk) -> None:
    shutil.rmtree(desk.home / "config")
    shutil.rmtree(desk.home / "run")
    desk.watch()
    desk.plans.mkdir(parents=True)
    (desk.plans / "a.toml").write_text("one")
    assert await desk.heard() == 1
    (desk.plans / "a.toml").write_text("two")
    assert await desk.heard() == 1
    desk.poked.parent.mkdir(parents=True)
    poke(desk.poked)
    assert await desk.heard_poke() >= 1
    poke(desk.poked)
    assert await desk.heard_poke() == 1


@claim
async def folders_removed_and_made_again(desk: Desk) -> None:
    (desk.plans / "a.toml").write_text("one")
    desk.watch()
    for _ in range(2):
        shutil.rmtree(desk.home / "config")
        assert await desk.heard() == 1
        desk.plans.mkdir(parents=True)
        (desk.plans / "a.toml").write_text("two")
        assert await desk.heard() == 1


@claim
async def a_folder_replaced_by_another(desk: Desk) -> None:
    (desk.plans / "a.toml").write_text("one")
    other = desk.home / "other"
    other.mkdir()
    (other / "a.toml").write_text("other")
    desk.watch()
    desk.plans.rename(desk.home / "old")
    other.rename(desk.plans)
    assert await desk.heard() == 1
    (desk.plans / "a.toml").write_text("changed in the new one")
    assert await desk.heard() == 1
    (desk.home / "old/a.toml").write_text("changed in the old one")
    assert await desk.heard() == 0


@claim
async def the_runtime_folder_swept_away_and_made_again(desk: Desk) -> None:
    poke(desk.poked)
    desk.watch()
    shutil.rmtree(desk.poked.parent)
    await desk.heard_poke()
    poke(desk.poked)
    assert await desk.heard_poke() >= 1
    poke(desk.poked)
    assert await desk.heard_poke() == 1


@claim
async def a_linked_plan_changed_where_it_really_is(desk: Desk) -> None:
    """As those have it who keep their dotfiles in one place, one link leading to the next."""
    _need_links()
    dotfiles = desk.home / "dotfiles"
    dotfiles.mkdir()
    (dotfiles / "back.toml").write_text("one")
    (dotfiles / "hop").symlink_to("back.toml")
    (desk.plans / "back.toml").symlink_to("../../../dotfiles/hop")
    desk.watch()
    (dotfiles / "back.toml").write_text("two")
    assert await desk.heard() == 1
    (dotfiles / "new").write_text("three")
    (dotfiles / "new").rename(dotfiles / "back.toml")
    assert await desk.heard() == 1
    (dotfiles / "unrelated.toml").write_text("x")
    assert await desk.heard() == 0
    (dotfiles / "other.toml").write_text("four")
    (dotfiles / "hop2").symlink_to("other.toml")
    (dotfiles / "hop2").rename(dotfiles / "hop")
    assert await desk.heard() == 1
    (dotfiles / "other.toml").write_text("fives")
    assert await desk.heard() == 1


@claim
async def a_linked_folder_and_the_link_turned_elsewhere(desk: Desk) -> None:
    _need_links()
    one, two = desk.home / "one", desk.home / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "a.toml").write_text(folder.name)
    desk.plans.rmdir()
    desk.plans.symlink_to(one)
    desk.watch()
    (one / "a.toml").write_text("changed")
    assert await desk.heard() == 1
    (desk.home / "link").symlink_to(two)
    (desk.home / "link").rename(desk.plans)
    assert await desk.heard() == 1
    (two / "a.toml").write_text("changed as well")
    assert await desk.heard() == 1
    (one / "a.toml").write_text("of no interest any more")
    assert await desk.heard() == 0


@claim
async def links_that_lead_nowhere_or_round_in_circles(desk: Desk) -> None:
    _need_links()
    (desk.plans / "a.toml").symlink_to("b.toml")
    (desk.plans / "b.toml").symlink_to("a.toml")
    (desk.plans / "c.toml").symlink_to(desk.home / "dotfiles/c.toml")
    desk.watch()
    (desk.home / "dotfiles").mkdir()
    await desk.heard()
    (desk.home / "dotfiles/c.toml").write_text("here after all")
    assert await desk.heard() == 1


@claim
async def nothing_after_the_stop(desk: Desk) -> None:
    desk.watch()
    (desk.plans / "a.toml").write_text("one")
    await asyncio.sleep(0.05)
    desk.watcher.stop()
    desk.watcher.stop()
    poke(desk.poked)
    assert await desk.heard() == 0
    assert await desk.heard_poke() == 0


@claim
async def everything_again_when_watched_again(desk: Desk) -> None:
    for _ in range(2):
        desk.watch()
        (desk.plans / "a.toml").write_text(str(time.monotonic()))
        assert await desk.heard() == 1
        desk.watcher.stop()


@claim
async def what_vim_saves(desk: Desk) -> None:
    """With a backup, and through a file of its own: the way it writes outside /tmp."""
    vim = shutil.which("vim")
    if vim is None:
        # Debian's vim is 30 MB for one way of saving; the others that stand here are without it
        pytest.skip("vim is not installed")
    plan = desk.plans / "a.toml"
    plan.write_text("one\n")
    desk.watch()
    save = ["-c", "set backupskip= writebackup backupcopy=no", "-c", "normal otwo", "-c", "wq"]
    command, silent = [vim, "-u", "NONE", "-es", *save, str(plan)], subprocess.DEVNULL
    editor = await asyncio.create_subprocess_exec(*command, stdin=silent, stdout=silent, stderr=silent)
    assert await editor.wait() == 0
    assert plan.read_text() == "one\ntwo\n"
    assert await desk.heard() == 1


@claim
async def what_editors_save_that_empty_the_file_first(desk: Desk) -> None:
    """As nano and VS Code do; in between, the file is empty."""
    plan = desk.plans / "a.toml"
    plan.write_text("one")
    desk.watch()
    seen: list[str] = []
    with plan.open("w") as file:
        file.flush()
        await asyncio.sleep(0.1)
        file.write("two")
        file.flush()
        await asyncio.sleep(0.1)
        file.write(" and more")
    assert await desk.heard() >= 1
    seen.append(plan.read_text())
    assert seen == ["two and more"]


def _need_links() -> None:
    if sys.platform == "win32":
        # a right that a usual account has not (Microsoft, CreateSymbolicLinkW): nobody has plans behind one
        pytest.skip("Windows asks an administrator for links")


Outcome = BaseException | None
"""What a claim raised, if anything: a skip is raised as well."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Outcome]:
    """Every claim about every way, all at once, as each mostly waits for quiet."""

    async def keep(way: str, claim: Claim) -> Outcome:
        desk = Desk(tmp_path_factory.mktemp("home"), way)
        desk.plans.mkdir(parents=True)
        desk.poked.parent.mkdir(parents=True)
        try:
            await asyncio.wait_for(_of(claim, desk), 90)
        except (Exception, pytest.skip.Exception) as raised:  # noqa: BLE001 - raised again by its own test
            return raised
        finally:
            desk.watcher.stop()
        return None

    async def keep_all() -> dict[tuple[str, str], Outcome]:
        asked = [(way, claim) for way in WAYS for claim in CLAIMS]
        found = await asyncio.gather(*(keep(way, claim) for way, claim in asked))
        return {(way, claim.__name__): outcome for (way, claim), outcome in zip(asked, found, strict=True)}

    return asyncio.run(keep_all())


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
@pytest.mark.parametrize("way", WAYS)
def test_notices(way: str, claim: Claim, outcomes: dict[tuple[str, str], Outcome]) -> None:
    if outcome := outcomes[way, claim.__name__]:
        raise outcome


async def _of(claim: Claim, desk: Desk) -> None:
    await claim(desk)


@keeps_file_modes
def test_poking_never_fails_and_makes_a_private_file(tmp_path: Path) -> None:
    place = tmp_path / "run/poke"
    poke(place)
    assert place.stat().st_mode & 0o7777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    before = place.stat().st_mtime_ns
    time.sleep(0.02)
    poke(place)
    assert place.stat().st_mtime_ns > before
    for nowhere in (tmp_path / "a/b/c", Path("/proc/poke"), tmp_path, place / "below"):
        poke(nowhere)


def test_a_command_that_pokes_needs_neither_the_loop_nor_a_library() -> None:
    program = "import sys, routine.adapters.watch.watcher; print(*{m.partition('.')[0] for m in sys.modules})"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True, timeout=30
    )
    assert not {"asyncio", "asyncinotify", "logging", "ctypes"} & set(found.stdout.split())
