"""Two journals and one folder between them, and all that goes wrong with a folder."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from routine.adapters import shared_folder
from routine.adapters.journal.store import JournalDb
from routine.adapters.link_files import LinkFiles, LinkSettings, home_of
from routine.adapters.shared_rows import LONGEST, as_line, as_shared_row
from routine.core.events import (
    Actor,
    Completed,
    Event,
    EventKind,
    Excused,
    ExcuseReason,
    Felt,
    PlanLoaded,
    Shown,
    Skipped,
    Snoozed,
    Started,
    StepDose,
    StoredEvent,
    Unknown,
)
from routine.core.exercise import Side
from routine.core.identifiers import SessionPlace
from routine.core.merging import Exchanged
from routine.wiring.link import FolderLink
from tests.core.making import minutes, occurrence, utc
from tests.needs import measured_on_linux, need_root, only_on_linux, only_on_posix

DUE = utc("2026-11-23 06:30")
ABOUT = occurrence(DUE)
LATER = DUE + timedelta(hours=2)
HEAD = b'{"device":"x","number":1,"before":0,"at":"2026-11-23T06:30:00Z",'
TYPED = 'it said "ouch"\\ \n2 × 🙂'


class Device:
    """One journal, linked to the folder."""

    def __init__(self, home: Path, folder: Path) -> None:
        home.mkdir(exist_ok=True)
        self.home, self.folder = home, folder
        self.file = home / "journal.db"
        self.files = LinkFiles(home)
        self.journal = JournalDb(self.file)
        self.files.keep_settings(LinkSettings(str(folder), home_of(self.file)))
        self.open()

    def open(self) -> None:
        """As another program that begins anew."""
        settings = self.files.settings()
        assert settings
        self.link = FolderLink(self.files, settings, self.journal, self.file)

    def say(self, *entries: Event) -> list[StoredEvent]:
        return self.journal.append(lambda: entries)

    def exchange(self) -> Exchanged:
        return self.link.exchange(LATER)

    @property
    def rows(self) -> list[StoredEvent]:
        return self.journal.rows()

    def refs(self, kind: EventKind = EventKind.SKIPPED) -> list[str]:
        return [row.ref for row in self.rows if row.entry.kind is kind]

    @property
    def own_file(self) -> Path:
        return self.folder / f"{self.journal.names[-1]}.2026.jsonl"


def skipped(after: float = 0) -> Skipped:
    return Skipped(DUE + minutes(after), Actor.CLI, ABOUT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sync"
    made.mkdir()
    return made


@pytest.fixture
def pair(tmp_path: Path, folder: Path) -> Iterator[tuple[Device, Device]]:
    a, b = Device(tmp_path / "a", folder), Device(tmp_path / "b", folder)
    yield a, b
    a.journal.close()
    b.journal.close()


def test_every_word_of_a_row_comes_back_as_it_was(pair: tuple[Device, Device]) -> None:
    a, b = pair
    said: Sequence[Event] = (
        Snoozed(DUE, Actor.NOTIFICATION, ABOUT, until=DUE + minutes(10)),
        Excused(DUE, Actor.CLI, ABOUT, note=TYPED),
        Completed(DUE, Actor.PAGE, ABOUT, done_at=DUE - minutes(3), over=("k3f9:1",)),
        Felt(DUE, Actor.CLI, ABOUT, score=4, note=TYPED),
    )
    a.say(*said)
    a.exchange()
    assert b.exchange().new == len(said)
    assert [replace(row.entry, late=False) for row in b.rows] == list(said)
    assert [row.ref for row in b.rows] == [row.ref for row in a.rows]


def test_what_one_screen_did_stays_there(pair: tuple[Device, Device]) -> None:
    a, b = pair
    a.say(
        Shown(DUE, Actor.SERVICE, ABOUT),
        PlanLoaded(DUE, Actor.SERVICE, plan="mine"),
        Excused(DUE, Actor.SERVICE, ABOUT, reason=ExcuseReason.GONE),
        Started(DUE, Actor.CLI, ABOUT, place=SessionPlace.TERMINAL),
    )
    a.exchange()
    b.exchange()
    (row,) = b.rows
    assert isinstance(row.entry, Started)
    assert row.entry.place is None


def test_nobody_sends_back_what_came_from_another(pair: tuple[Device, Device]) -> None:
    a, b = pair
    a.say(skipped())
    for _ in range(3):
        a.exchange()
        b.exchange()
    assert not b.own_file.exists()
    assert a.refs() == b.refs()
    b.files.forget_progress()
    b.exchange()
    assert not b.own_file.exists(), "also when it lost what it knew"
    assert len(b.rows) == 1


def test_a_file_cut_off_at_any_byte_gives_whole_lines_and_the_rest_later(
    pair: tuple[Device, Device], tmp_path: Path
) -> None:
    a, _ = pair
    a.say(skipped(1), Felt(DUE, Actor.CLI, ABOUT, note=TYPED))
    a.exchange()
    whole = a.own_file.read_bytes()
    half = tmp_path / "half"
    half.mkdir()
    reader = Device(tmp_path / "c", half)
    with closing(reader.journal):
        for length in [*range(0, len(whole), 7), len(whole)]:
            (half / a.own_file.name).write_bytes(whole[:length])
            assert reader.exchange().trouble == ""
            assert len(reader.rows) == max(whole[:length].count(b"\n") - 1, 0)


@pytest.mark.parametrize(
    "line",
    [
        b"garbage",
        b"[]",
        b"{}",
        b'{"device":"x","number":1}',
        b"\xff\xfe",
        HEAD.replace(b"1", b'"1"', 1) + b'"kind":"skipped","by":"cli"}',
        b"[" * 4000,
        b'{"device":"../x","number":1,"before":0,"at":"2026-11-23T06:30:00Z","kind":"skipped","by":"cli"}',
        HEAD + b'"kind":"plan_loaded","by":"cli","detail":{"plan":"mine"}}',
        b'{"device":"x","number":1,"before":0,"at":"2026-11-23T06:30:00","kind":"paused","by":"cli"}',
        b'{"device":"x","number":-1,"before":0,"at":"2026-11-23T06:30:00Z","kind":"resumed","by":"cli"}',
        HEAD + b'"kind":"resumed","by":"cli","late":"yes"}',
        b'{"device":"x","number":1,"before":0,"at":7,"kind":"resumed","by":"cli"}',
        HEAD + b'"kind":"resumed","by":"cli","detail":{"n":"' + b"x" * LONGEST + b'"}}',
    ],
    ids=lambda line: line[:50].decode(errors="replace"),
)  # fmt: skip
def test_what_is_no_row_is_passed_over_and_the_rest_counts(line: bytes, pair: tuple[Device, Device]) -> None:
    a, b = pair
    a.say(skipped())
    a.exchange()
    a.own_file.write_bytes(a.own_file.read_bytes().replace(b"\n", b"\n" + line + b"\n", 1))
    assert b.exchange().new == 1
    assert len(b.rows) == 1


def test_what_a_newer_version_says_is_kept_for_when_it_is_understood(pair: tuple[Device, Device]) -> None:
    a, b = pair
    a.say(Unknown(DUE, Actor.PHONE, ABOUT, written="stretched", detail='{"far":3}'))
    a.exchange()
    b.exchange()
    (row,) = b.rows
    assert isinstance(row.entry, Unknown)
    assert (row.entry.written, row.entry.detail) == ("stretched", '{"far":3}')


def test_a_file_of_any_size_beside_it_harms_nothing(
    pair: tuple[Device, Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = pair
    monkeypatch.setattr(shared_folder, "LARGEST", 5000)
    (a.folder / "huge.2026.jsonl").write_bytes(b"x" * 6000)
    a.say(skipped())
    a.exchange()
    assert b.exchange().new == 1


def test_a_conflict_copy_gives_its_rows_and_what_is_unfinished_does_not(pair: tuple[Device, Device]) -> None:
    a, b = pair
    a.say(skipped(1))
    a.exchange()
    first = a.own_file.read_bytes()
    a.say(skipped(2))
    a.exchange()
    copy = a.own_file.with_name(f"{a.own_file.stem}.sync-conflict-20261128-101112-ABCDEFG.jsonl")
    a.own_file.rename(copy)
    (a.folder / f".syncthing.{a.own_file.name}.tmp").write_bytes(first)
    (a.folder / f"~{a.own_file.name}").write_bytes(b"{" * 100)
    b.exchange()
    assert b.refs() == a.refs()
    assert len(b.refs()) == 2


def test_a_file_that_was_put_back_to_an_older_state_is_made_whole(pair: tuple[Device, Device]) -> None:
    a, b = pair
    a.say(skipped(1))
    a.exchange()
    older = a.own_file.read_bytes()
    a.say(skipped(2), skipped(3))
    a.exchange()
    a.own_file.write_bytes(older)
    a.exchange()
    b.exchange()
    assert b.refs() == a.refs()
    a.own_file.unlink()
    a.exchange()
    assert a.own_file.read_bytes().count(b"\n") == 4, "the head and three rows"


def test_a_folder_that_is_away_keeps_nobody_from_answering(pair: tuple[Device, Device], tmp_path: Path) -> None:
    a, b = pair
    a.say(skipped(1))
    a.exchange()
    a.folder.rename(tmp_path / "away")
    a.say(skipped(2))
    first = a.exchange()
    assert "is not there" in first.trouble
    assert first.is_new
    assert not a.exchange().is_new, "it is said once"
    a.folder.mkdir()
    assert "link folder" in a.exchange().trouble, "one that is meant to be new is linked anew"
    assert not list(a.folder.iterdir()), "what a disk is mounted on stays empty"
    a.folder.rmdir()
    (tmp_path / "away").rename(a.folder)
    assert a.exchange().trouble == ""
    b.exchange()
    assert b.refs() == a.refs()


def test_a_folder_that_may_not_be_written_is_still_read(pair: tuple[Device, Device]) -> None:
    a, b = pair
    b.say(skipped(1))
    b.exchange()
    with _refusing_to_append(errno.EROFS):
        a.say(skipped(2))
        came = a.exchange()
    assert "may not be written" in came.trouble
    assert came.new == 1
    assert a.exchange().trouble == ""
    b.exchange()
    assert sorted(b.refs()) == sorted(a.refs())
    assert len(a.refs()) == 2


@contextmanager
def _refusing_to_append(number: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_: object) -> int:
            raise OSError(number, os.strerror(number))

        patch.setattr(os, "write", refuse)
        yield


@only_on_linux
def test_a_full_disk_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    need_root("only root may mount a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], check=False).returncode:
        # a container may keep even root from mounting, and nothing else is full at sixteen kilobytes
        pytest.skip("this computer mounts no disk")
    a = Device(tmp_path / "a", disk)
    try:
        a.say(*(Excused(DUE + minutes(each), Actor.CLI, ABOUT, note="x" * 500) for each in range(40)))
        assert "full" in a.exchange().trouble
        subprocess.run(["mount", "-o", "remount,size=4m", disk], check=True)
        assert a.exchange().trouble == ""
        b = Device(tmp_path / "b", disk)
        with closing(b.journal):
            b.exchange()
            assert b.refs(EventKind.EXCUSED) == a.refs(EventKind.EXCUSED)
    finally:
        a.journal.close()
        subprocess.run(["umount", disk], check=True)


def test_a_journal_that_was_copied_goes_by_a_name_of_its_own(pair: tuple[Device, Device], tmp_path: Path) -> None:
    a, other = pair
    a.say(skipped(1))
    a.exchange()
    a.journal.close()
    shutil.copytree(a.home, tmp_path / "clone")
    a.journal = JournalDb(a.file)
    a.open()
    clone = Device.__new__(Device)
    clone.home, clone.folder, clone.file = tmp_path / "clone", a.folder, tmp_path / "clone" / "journal.db"
    clone.files, clone.journal = LinkFiles(clone.home), JournalDb(clone.file)
    clone.open()
    a.say(skipped(2))
    clone.say(Completed(DUE + minutes(3), Actor.CLI, ABOUT))
    a.exchange()
    came = clone.exchange()
    assert "a name of its own" in came.note
    assert not clone.exchange().note, "it is said once"
    for device in (a, clone, other, a, clone, other):
        device.exchange()
    for device in (a, clone, other):
        assert len(device.refs()) == 2
        assert len(device.refs(EventKind.COMPLETED)) == 1
    clone.journal.close()


def test_two_that_cannot_know_they_are_copies_keep_what_each_said(tmp_path: Path, folder: Path) -> None:
    """A computer that was cloned as a whole, its machine's id and all."""
    devices = [Device(tmp_path / name, folder) for name in "abc"]
    a, clone, _ = devices
    a.journal.close()
    clone.journal.close()
    a.journal = JournalDb(a.file)
    a.say(skipped(1))
    a.journal.close()
    clone.file.write_bytes(a.file.read_bytes())
    a.journal, clone.journal = JournalDb(a.file), JournalDb(clone.file)
    for device in (a, clone):
        device.files.keep_settings(LinkSettings(str(folder), home_of(device.file)))
        device.open()
        device.link._settings = replace(device.link._settings, home="alike")
        device.link._is_elsewhere = lambda **_: False  # type: ignore[method-assign] # both seem to be at home
    a.say(skipped(2))
    clone.say(Completed(DUE + minutes(3), Actor.CLI, ABOUT))
    for _ in range(3):
        for device in devices:
            device.exchange()
    for device in devices:
        assert len(device.refs()) == 2
        assert len(device.refs(EventKind.COMPLETED)) == 1
        device.journal.close()


@pytest.mark.parametrize("how", ["written over", "in its place"])
def test_a_journal_from_a_backup_has_again_what_it_had_said(
    how: str, pair: tuple[Device, Device], tmp_path: Path
) -> None:
    a, b = pair
    a.say(skipped(1))
    a.exchange()
    a.journal.close()
    backup = a.file.read_bytes()
    a.journal = JournalDb(a.file)
    a.open()
    a.say(skipped(2))
    b.say(Felt(DUE, Actor.CLI, ABOUT, score=3))
    for device in (a, b, a):
        device.exchange()
    a.journal.close()
    if how == "written over":
        a.file.write_bytes(backup)
    else:
        (tmp_path / "restored").write_bytes(backup)
        (tmp_path / "restored").replace(a.file)
    a.journal = JournalDb(a.file)
    a.open()
    a.exchange()
    a.say(skipped(3))
    for device in (a, b, a):
        device.exchange()
    for device in (a, b):
        assert [row.entry.at for row in device.rows if row.entry.kind is EventKind.SKIPPED] == [
            DUE + minutes(each) for each in (1, 2, 3)
        ]
        assert len(device.refs(EventKind.FELT)) == 1


def test_where_another_says_that_something_is_missing_it_is_counted(pair: tuple[Device, Device]) -> None:
    a, b = pair
    a.say(skipped(1), skipped(2), skipped(3))
    a.exchange()
    lines = a.own_file.read_bytes().splitlines(keepends=True)
    a.own_file.write_bytes(b"".join([lines[0], lines[1], lines[3]]))
    b.exchange()
    seen = {one.this: one for one in b.link.devices()}
    assert (seen[False].rows, seen[False].gaps) == (2, 1)
    a.exchange()
    b.exchange()
    assert {one.gaps for one in b.link.devices()} == {0}


def test_a_row_that_is_too_long_for_anybody_is_not_taken() -> None:
    row = StoredEvent(1, Felt(DUE, Actor.CLI, ABOUT, note="x" * LONGEST), "abc", 1)
    assert as_shared_row(as_line(row, 0)) is None
    fits = StoredEvent(1, Felt(DUE, Actor.CLI, ABOUT, note="x" * 50_000), "abc", 1)
    assert as_shared_row(as_line(fits, 0))


def test_others_hear_of_the_start_of_a_session_with_as_many_steps_as_a_plan_may_have(
    pair: tuple[Device, Device],
) -> None:
    a, b = pair
    dose = StepDose("single-knee-to-chest", (10, 10, 10), timedelta(seconds=20), sides=(Side.LEFT, Side.RIGHT))
    a.say(Started(DUE, Actor.CLI, ABOUT, dose=(dose,) * 300))
    a.exchange()
    assert b.exchange().new == 1
    assert {one.gaps for one in b.link.devices()} == {0}


def test_a_journal_that_was_damaged_has_again_what_had_been_shared_and_is_no_copy(
    pair: tuple[Device, Device],
) -> None:
    a, b = pair
    a.say(skipped(1))
    b.say(skipped(2))
    for device in (a, b, a):
        device.exchange()
    a.journal.close()
    a.file.unlink()
    a.journal = JournalDb(a.file)
    a.open()
    came = a.exchange()
    assert (came.new, came.note) == (2, "")
    a.say(skipped(3))
    for device in (a, b, a):
        assert not device.exchange().note
    assert sorted(a.refs()) == sorted(b.refs())
    assert len(set(a.refs())) == 3


KILLED = """
import os, sys
sys.path.insert(0, {top!r})
from pathlib import Path
from tests.adapters.test_shared_folder import Device, skipped, DUE, minutes
count = int(sys.argv[1])
real, left = os.write, [count]
def write(fd, content):
    left[0] -= 1
    if left[0] < 0:
        real(fd, bytes(content)[: len(content) // 2])
        os.kill(os.getpid(), 9)
    return real(fd, content)
replaced = os.replace
def replace(*paths, **more):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), 9)
    return replaced(*paths, **more)
os.write = write
os.replace = replace
a = Device(Path({home!r}), Path({folder!r}))
a.say(skipped(float(sys.argv[2])))
a.exchange()
"""


@only_on_posix
def test_killed_at_each_write_it_loses_and_doubles_nothing(tmp_path: Path, folder: Path) -> None:
    script = KILLED.format(top=str(Path(__file__).parents[2]), home=str(tmp_path / "a"), folder=str(folder))
    killed = 0
    for count in range(8):
        for again in (0, 1):
            done = subprocess.run([sys.executable, "-c", script, str(count), str(count * 2 + again)], check=False)
            killed += done.returncode == -signal.SIGKILL
    assert killed >= 2
    a, b = Device(tmp_path / "a", folder), Device(tmp_path / "b", folder)
    a.exchange()
    b.exchange()
    assert a.refs() == b.refs()
    assert len(a.refs()) == len(set(a.refs()))
    a.journal.close()
    b.journal.close()


@measured_on_linux
def test_a_year_of_two_devices_is_read_at_once_and_nothing_new_at_a_glance(
    pair: tuple[Device, Device],
) -> None:
    a, b = pair
    a.say(*(skipped(each - 3000) for each in range(3000)))
    a.exchange()
    b.exchange()
    begun = time.perf_counter()
    for _ in range(20):
        b.exchange()
    assert (time.perf_counter() - begun) / 20 < 0.02


def test_years_of_answers_are_taken_in_piece_by_piece_or_at_once(pair: tuple[Device, Device]) -> None:
    a, b = pair
    abouts = [occurrence(DUE - timedelta(hours=hour)) for hour in range(25_000, 0, -10)]
    a.say(*(Skipped(about.due, Actor.CLI, about) for about in abouts))
    a.exchange()
    came = b.link.exchange(LATER, all_of_it=False)
    assert came.more
    assert 0 < came.new < len(abouts)
    while b.link.exchange(LATER, all_of_it=False).more:
        pass
    assert len(b.rows) == len(abouts)
    b.files.forget_progress()
    b.open()
    assert b.exchange().new == 0, "what was taken in counts once"
    assert not b.link.exchange(LATER, all_of_it=False).more
