"""Knows how a computer's zone can change, or be broken, while routine runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from routine.adapters import clock
from routine.adapters.clock import SystemClock
from routine.presentation import system_problems
from tests.needs import only_on_posix, with_own_mounts

SUMMER = datetime(2026, 7, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()
    if sys.platform != "win32":
        time.tzset()


@only_on_posix
@pytest.mark.parametrize(
    "broken", ["Nowhere/Land", "CET-1CEST,M3.5.0,M10.5.0/3", "/tmp", "/etc/passwd", ":/etc/passwd"]
)
def test_a_broken_zone_is_taken_as_utc_and_said(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    monkeypatch.setenv("TZ", broken)
    clock = SystemClock()
    assert clock.zone().utcoffset(None) in {None, timedelta(0)}
    assert SUMMER.astimezone(clock.zone()).utcoffset() == timedelta(0)
    assert broken in clock.zone_problem
    assert "UTC" in clock.zone_problem


def test_a_zone_that_is_mended_is_used_and_no_longer_complained_of(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    monkeypatch.setenv("TZ", "Nowhere/Land")
    clock.zone()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert SUMMER.astimezone(clock.zone()).utcoffset() == timedelta(hours=9)
    assert clock.zone_problem == ""


@only_on_posix
def test_the_c_library_travels_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else prints local times in this process says the same."""
    clock = SystemClock()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    clock.zone()
    assert time.localtime(0).tm_hour == 9


_ELSEWHERE = """
import os, sys, warnings
from datetime import UTC, datetime
warnings.simplefilter("error")
from routine.adapters import clock
from routine.adapters.clock import SystemClock
from routine.presentation import system_problems
clock, summer = SystemClock(), datetime(2026, 7, 15, tzinfo=UTC)
def say(): print(summer.astimezone(clock.zone()).utcoffset(), clock.zone_problem)
say()
for target in ("Asia/Tokyo", "America/New_York"):
    os.symlink(f"/usr/share/zoneinfo/{target}", "/etc/new")
    os.rename("/etc/new", "/etc/localtime")
    say()
os.remove("/etc/localtime")
with open("/usr/share/zoneinfo/Asia/Kolkata", "rb") as zone, open("/etc/localtime", "wb") as file:
    file.write(zone.read())
say()
os.remove("/etc/localtime")
say()
"""

_NEW_RULES = """
import os, shutil, sys
from datetime import UTC, datetime
from routine.adapters import clock
from routine.adapters.clock import SystemClock
from routine.presentation import system_problems
clock, summer = SystemClock(), datetime(2026, 7, 15, tzinfo=UTC)
print(summer.astimezone(clock.zone()).utcoffset())
shutil.copy("/usr/share/zoneinfo/Asia/Tokyo", os.path.realpath("/etc/localtime"))
print(summer.astimezone(clock.zone()).utcoffset(), summer.astimezone(clock.named("Europe/Berlin")).utcoffset())
"""


_WHO_WAS_ASKED = """
import sys
from datetime import UTC, datetime
from routine.adapters import clock
from routine.adapters.clock import SystemClock
from routine.presentation import system_problems
zone = SystemClock().zone()
print(datetime(2026, 7, 15, tzinfo=UTC).astimezone(zone).utcoffset(), zone, "tzlocal" in sys.modules)
"""


def in_a_world_of_its_own(program: str, etc: Path, **more: str) -> list[str]:
    """What the program prints where /etc is this folder."""
    script = 'mount --bind "$1" /etc && exec "$2" -c "$3"'
    environ = {name: value for name, value in os.environ.items() if name != "TZ"} | more
    command = [*with_own_mounts(), script, "sh", str(etc), sys.executable, program]
    found = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True, env=environ
    )
    return found.stdout.splitlines()


@only_on_posix
def test_a_new_etc_localtime_is_seen_at_once_by_a_running_process(tmp_path: Path) -> None:
    """A link, another link, a plain copy, nothing at all."""
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    *told, nothing = in_a_world_of_its_own(_ELSEWHERE, tmp_path)
    assert [line.strip() for line in told] == ["2:00:00", "9:00:00", "-1 day, 20:00:00", "5:30:00"]
    assert nothing.startswith("0:00:00 Times are taken as")


@only_on_posix
def test_new_rules_for_the_same_zone_are_taken_up(tmp_path: Path) -> None:
    """As when a government moves its summer time, and the zone database is updated under a running service."""
    rules = tmp_path / "zoneinfo/Europe/Berlin"
    rules.parent.mkdir(parents=True)
    shutil.copy("/usr/share/zoneinfo/Europe/Berlin", rules)
    (tmp_path / "localtime").symlink_to(rules)
    told = in_a_world_of_its_own(_NEW_RULES, tmp_path, PYTHONTZPATH=str(tmp_path / "zoneinfo"))
    assert told == ["2:00:00", "9:00:00 9:00:00"]


def test_asking_for_the_zone_is_cheap_enough_to_do_at_every_tick() -> None:
    clock = SystemClock()
    clock.zone()
    began = time.perf_counter()
    for _ in range(200):
        clock.zone()
    assert (time.perf_counter() - began) / 200 < 0.02


@only_on_posix
@pytest.mark.parametrize(
    ("written", "looked_closely"), [("", False), ("Europe/Berlin\n", False), ("Asia/Tokyo\n", True)]
)
def test_a_plain_link_is_believed_unless_another_file_disagrees(
    tmp_path: Path, written: str, *, looked_closely: bool
) -> None:
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    if written:
        (tmp_path / "timezone").write_text(written)
    assert in_a_world_of_its_own(_WHO_WAS_ASKED, tmp_path) == [f"2:00:00 Europe/Berlin {looked_closely}"]


def test_on_windows_a_change_of_zone_is_noticed_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"TimeZoneKeyName": "W. Europe Standard Time"}
    registry = ModuleType("winreg")
    registry.HKEY_LOCAL_MACHINE = 1  # type: ignore[attr-defined] # a double of winreg
    registry.OpenKey = lambda *_: nullcontext(names)  # type: ignore[attr-defined] # a double of winreg
    registry.QueryValueEx = lambda key, name: (key[name], 1)  # type: ignore[attr-defined] # a double of winreg
    zones = iter((ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")))
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr("routine.adapters.clock._LOCALTIME", Path("/nowhere/localtime"))
    monkeypatch.setattr("tzlocal.reload_localzone", lambda: next(zones))
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    clock = SystemClock()
    assert [str(clock.zone()), str(clock.zone())] == ["Europe/Berlin"] * 2
    names["TimeZoneKeyName"] = "Eastern Standard Time"
    assert str(clock.zone()) == "America/New_York"


@pytest.mark.parametrize(
    ("variable", "platform", "told"),
    [
        ("", "linux", "for example with `timedatectl set-timezone`"),
        ("", "win32", "Settings, Time & language"),
        ("", "darwin", "System Settings, General, Date & Time"),
        ("Europe/Atlantis", "linux", "TZ says “Europe/Atlantis”"),
        ("Europe/Atlantis", "win32", "TZ says “Europe/Atlantis”"),
    ],
)
def test_where_a_zone_is_set_is_told_as_it_is_on_this_system(variable: str, platform: str, told: str) -> None:
    for _, hint in (
        system_problems.zone_unknown(variable, "no such zone", platform),
        system_problems.zone_doubtful("Europe/Berlin", "two files differ", variable, platform),
    ):
        assert told in hint
        assert ("timedatectl" in hint) == (platform == "linux" and not variable)


def test_on_windows_a_zone_named_in_tz_is_no_reason_to_complain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its clock knows no such names, so tzlocal warns of each that is not UTC."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(time, "tzset", lambda: None, raising=False)

    def warns() -> ZoneInfo:
        warnings.warn("Timezone offset does not match system offset: 0 != 19800.", stacklevel=1)
        return ZoneInfo("Asia/Kolkata")

    import tzlocal

    monkeypatch.setattr(tzlocal, "reload_localzone", warns)
    zone, trouble = clock._read_zone()
    assert (str(zone), trouble) == ("Asia/Kolkata", "")
    monkeypatch.setattr(sys, "platform", "linux")
    assert clock._read_zone()[1]
