"""Knows what a command does with a service that answers otherwise than this shell would, or not at all."""

from __future__ import annotations

import json
import socket
from pathlib import Path

from routine.adapters.paths import make_private
from tests.service.process import PLAN, RealService
from tests.ui.home import Home

QUIET_PLAN = PLAN.format(title="Mine", at="03:33", more="")


def test_a_service_that_hangs_is_not_waited_for_and_that_is_said_once(home: Home) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    make_private(home.paths.runtime_dir)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        deaf.bind(str(home.paths.control_socket))
        deaf.listen()
        answer = home.run("snooze", "20m")
    assert answer.code == 0
    assert answer.out.startswith("Snoozed “Morning mobility” until ")
    assert answer.err.count("did not answer in time") == 1
    assert home.kinds(home.occurrence())[-1] == "snoozed"


def test_status_and_check_say_what_the_service_has_otherwise(tmp_path: Path) -> None:
    service = RealService(tmp_path, {"TZ": "Asia/Kolkata"})
    service.plan(QUIET_PLAN)
    with service:
        assert "otherwise" not in service.routine("status").stdout
        service.environ |= {"TZ": "Europe/Berlin", "ROUTINE_CLOCK": "12"}
        for command in ("status", "check"):
            said = service.routine(command).stdout
            assert "its time zone is Asia/Kolkata, not Europe/Berlin; it has not the same ROUTINE_CLOCK." in said
        shape = json.loads(service.routine("status", "--json").stdout)
    assert shape["differs"] == ["zone", "environment"]
    assert shape["service"]["zone"] == "Asia/Kolkata"
    assert shape["service"]["pid"] == shape["pid"]
    assert list(shape["service"]["plans"]) == ["mine"]


def test_a_plans_folder_that_only_this_shell_names_is_said(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET_PLAN)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with service:
        service.environ |= {"ROUTINE_PLANS_FOLDER": str(elsewhere)}
        assert (
            f"its plans are in {service.paths.plans_dir}, not in {elsewhere}" in service.routine("status").stdout
        )
        assert "Morning mobility" in service.routine("status").stdout
