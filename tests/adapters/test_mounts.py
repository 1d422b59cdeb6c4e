"""Knows what Linux writes of file systems; holds that a share is looked at, and that a mount is noticed."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from routine.adapters.watch.mounts import changes_unheard, keeps_no_modes, mount_of, mounted
from routine.adapters.watch.watcher import SystemFileWatcher
from tests.needs import only_on_linux

pytestmark = only_on_linux
ROOT = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"


def line(point: str, kind: str) -> str:
    return f"99 22 0:45 / {point} rw,relatime shared:9 - {kind} somewhere rw"


@pytest.mark.parametrize(
    ("kind", "unheard"),
    [
        ("nfs4", True),
        ("cifs", True),
        ("fuse.sshfs", True),
        ("fuse", True),
        ("9p", True),
        ("vboxsf", True),
        ("ceph", True),
        ("virtiofs", True),
        ("ext4", False),
        ("btrfs", False),
        ("overlay", False),
        ("tmpfs", False),
        ("fuseblk", False),
    ],
)
def test_what_changes_on_the_other_side_of_a_share_is_looked_for(kind: str, *, unheard: bool) -> None:
    there = f"{ROOT}\n{line('/share', kind)}"
    assert changes_unheard(mount_of(Path("/share/plans"), there)) is unheard
    assert not changes_unheard(mount_of(Path("/shared/plans"), there))


def test_of_two_on_one_place_the_later_counts() -> None:
    ours, share = line("/share", "ext4"), line("/share", "nfs")
    assert changes_unheard(mount_of(Path("/share"), f"{ROOT}\n{ours}\n{share}"))
    assert not changes_unheard(mount_of(Path("/share"), f"{ROOT}\n{share}\n{ours}"))


def test_a_place_with_a_space_in_its_name_is_found() -> None:
    there = line("/my\\040share", "cifs")
    assert changes_unheard(mount_of(Path("/my share/plans"), f"{ROOT}\n{there}"))


def test_a_link_is_followed_to_where_the_files_are(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "plans").symlink_to(tmp_path / "share")
    assert changes_unheard(mount_of(tmp_path / "plans", f"{ROOT}\n{line(str(tmp_path / 'share'), 'nfs')}"))


def test_a_disk_without_permissions_is_known_by_its_kind() -> None:
    there = f"{ROOT}\n{line('/stick', 'vfat')}"
    assert keeps_no_modes(mount_of(Path("/stick/routine/journal.db"), there))
    assert not keeps_no_modes(mount_of(Path("/home/me/journal.db"), there))
    assert not keeps_no_modes(None)


def test_where_nothing_is_said_nothing_is_looked_for(tmp_path: Path) -> None:
    assert not changes_unheard(mount_of(tmp_path, ""))
    assert mount_of(tmp_path, "") is None
    assert mounted()


_LIVED = """
import asyncio, subprocess, sys
from pathlib import Path
from routine.adapters.watch.watcher import SystemFileWatcher
home = Path(sys.argv[1])
told = []
async def main():
    watcher = SystemFileWatcher([home / "plans"], home / "config.toml", home / "poke")
    watcher.watch(lambda: told.append(1), lambda: None)
    await asyncio.sleep(0.5)
    (home / "plans").rmdir()
    (home / "plans").mkdir()
    await asyncio.sleep(0.8)
    made_again = len(told)
    subprocess.run(["mount", "--bind", home / "elsewhere", home / "elsewhere"], check=True)
    await asyncio.sleep(0.5)
    before = len(told) - made_again
    told.clear()
    subprocess.run(["mount", "--bind", home / "real", home / "plans"], check=True)
    await asyncio.sleep(0.5)
    mounted = len(told)
    (home / "real" / "mine.toml").write_text("new")
    await asyncio.sleep(0.8)
    print(before, mounted, len(told))
    watcher.stop()
asyncio.run(main())
"""


def test_a_mount_over_the_folder_is_noticed_and_another_wakes_nobody_further(tmp_path: Path) -> None:
    for name in ("plans", "real", "elsewhere"):
        (tmp_path / name).mkdir()
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-m", "true"], check=False, capture_output=True).returncode:
        # a kernel or a container may refuse them to everybody (unshare(1)); what mountinfo says is tested above
        pytest.skip("no mounts may be made here")
    command = [unshare, "-m", "--propagation", "private", sys.executable, "-c", _LIVED, str(tmp_path)]
    found = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    before, mounted_then, saved = map(int, found.stdout.split())
    assert (before, mounted_then) == (0, 1)
    assert saved == mounted_then + 1


async def _looked_at(watcher: SystemFileWatcher) -> None:
    watcher.watch(lambda: None, lambda: None)
    watcher.stop()


def test_watching_anew_leaves_nothing_open(tmp_path: Path) -> None:
    watcher = SystemFileWatcher([tmp_path], tmp_path / "config.toml", tmp_path / "poke")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        asyncio.run(_looked_at(watcher))
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
