"""The real service as a process, without a desktop: its reminders are lines in the terminal that runs it."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from tests.service.process import PLAN, RealService, wait_for

QUIET_PLAN = PLAN.format(title="Mine", at="03:33", more="")


def test_it_says_at_once_what_is_next_and_greets_the_first_time(tmp_path: Path) -> None:
    with RealService(tmp_path, welcome=True) as service:
        wait_for(lambda: service.has_said("Your first minute"), "the welcome", 5.0)
        assert service.has_said("Next: ")
        assert service.has_said("plans that come with routine")
        assert service.has_said("routine start, routine snooze 10m or routine skip")
        assert service.stop() == 0


def test_a_second_service_is_told_so_in_one_sentence(tmp_path: Path) -> None:
    with RealService(tmp_path) as service:
        second = service.routine("run")
        assert second.returncode == 75
        assert "already running" in second.stderr
        assert str(service.pid) in second.stderr
        assert "Traceback" not in second.stderr


def test_after_a_kill_the_next_one_starts(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.start()
    service.kill()
    with service:
        assert service.code is None


@pytest.mark.parametrize("how", ["renamed over", "in place", "moved away and back"])
def test_every_way_of_saving_a_plan_is_noticed(how: str, tmp_path: Path) -> None:
    service = RealService(tmp_path)
    path = service.plan(QUIET_PLAN)
    with service:
        wait_for(lambda: service.has_said("Next: Morning mobility"), "the plan", 5.0)
        changed = QUIET_PLAN.replace("Morning mobility", "Late stretch")
        if how == "renamed over":
            service.plan(changed)
        elif how == "in place":
            path.write_text(changed)
        else:
            away = path.with_suffix(".bak")
            path.rename(away)
            wait_for(
                lambda: service.has_said("plans that come") or service.has_said("Plans read again"), "gone", 5.0
            )
            away.write_text(changed)
            away.rename(path)
        wait_for(lambda: service.has_said("Next: Late stretch"), "the change", 5.0)


def test_a_bad_plan_changes_nothing_and_is_said_with_its_line(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET_PLAN)
    with service:
        service.plan(QUIET_PLAN.replace('at = "03:33"', "at = 3:33"))
        wait_for(lambda: service.has_said("mine.toml:7:"), "the complaint", 5.0)
        assert service.has_said('"03:33"'), "and the fix: quotes"
        agenda = service.json("week")["occurrences"]
        assert service.routine("status").returncode == 0
        assert not [one for one in agenda if one["state"] == "missed"]


def test_a_plans_folder_that_is_named_while_it_runs_is_watched(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with RealService(tmp_path) as service:
        service.paths.config_file.write_text(f'plans_folder = "{elsewhere}"\nwait_in_calls = true\n', "utf-8")
        wait_for(lambda: service.has_said("wait_in_calls"), "the new settings", 30.0)
        assert service.has_said("from the next start")
        (elsewhere / "mine.toml").write_text(QUIET_PLAN.replace("Morning mobility", "Moved"), "utf-8")
        wait_for(lambda: service.has_said("Next: Moved"), "what was saved there", 30.0)


@pytest.mark.parametrize("folder", ["~nosuchuser/plans", "a\\u0000b"])
def test_a_plans_folder_that_cannot_be_is_told_and_it_runs(folder: str, tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.paths.config_file.write_text(f'plans_folder = "{folder}"\n', "utf-8")
    with service:
        wait_for(lambda: service.has_said("config.toml"), "what is wrong", 30.0)
        assert not service.has_said("Traceback")
        assert "config.toml" in service.routine("doctor").stdout
        assert service.stop() == 0


def test_what_it_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    with RealService(tmp_path, welcome=True) as service:
        wait_for(lambda: service.has_said("Your first minute"), "the welcome", 5.0)
        ours = [path for path in service.paths.state_dir.parent.rglob("*") if "config" not in path.parts]
        loose = [path for path in ours if stat.S_IMODE(path.stat().st_mode) & 0o077 and not path.is_socket()]
        assert not loose


def test_it_opens_no_network_socket_and_keeps_no_child(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET_PLAN)
    with service:
        service.plan(QUIET_PLAN.replace("Morning mobility", "Late stretch"))
        wait_for(lambda: service.has_said("Next: Late stretch"), "the change", 5.0)
        sockets = {str(fd.readlink()) for fd in Path(f"/proc/{service.pid}/fd").iterdir() if _is_socket(fd)}
        inodes = {name[8:-1] for name in sockets}
        for table in ("tcp", "tcp6", "udp", "udp6", "raw"):
            rows = Path(f"/proc/{service.pid}/net/{table}").read_text().splitlines()[1:]
            assert not inodes & {row.split()[9] for row in rows}
        children = Path(f"/proc/{service.pid}/task/{service.pid}/children")
        wait_for(lambda: not children.read_text().split(), "the readers and drawers to end", 60.0)


def test_the_service_never_holds_the_validator(tmp_path: Path) -> None:
    with RealService(tmp_path) as service:
        maps = Path(f"/proc/{service.pid}/maps").read_text()
        assert "pydantic_core" not in maps


def _is_socket(fd: Path) -> bool:
    try:
        return str(fd.readlink()).startswith("socket:")
    except OSError:
        return False


def test_what_it_writes_itself_is_told_to_whoever_looks_at_the_journal_and_once(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET_PLAN)
    poke = service.paths.poke_file
    with service:
        wait_for(lambda: service.has_said("Next: Morning mobility"), "the plan", 5.0)
        before = poke.stat().st_mtime_ns if poke.exists() else 0
        assert service.routine("pause", "2h").returncode == 0
        wait_for(lambda: poke.exists() and poke.stat().st_mtime_ns > before, "the page to be told", 5.0)
        time.sleep(1)
        told = poke.stat().st_mtime_ns
        time.sleep(2)
        assert poke.stat().st_mtime_ns == told, "it told itself, for ever"
