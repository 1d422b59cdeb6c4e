"""The real service as a process, asked over its socket who it is and on what its answers stand."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import pytest

from routine import __version__
from routine.adapters.control_socket.client import ask
from routine.service.requests.comparison import ServiceReport, ServiceState, look_at_service
from routine.service.requests.setup import Setup, variables
from tests.service.process import PLAN, RealService, wait_for

QUIET_PLAN = PLAN.format(title="Mine", at="03:33", more="")


def found(service: RealService) -> ServiceReport:
    shell = Setup(__version__, variables(service.environ))
    return look_at_service(partial(ask, service.paths.control_socket), shell)


def test_it_says_who_it_is_and_on_what_it_stands(tmp_path: Path) -> None:
    service = RealService(tmp_path, {"TZ": "Asia/Kolkata", "ROUTINE_CLOCK": "12"})
    service.plan(QUIET_PLAN)
    with service:
        answer = found(service).answer
        assert answer
        assert answer.pid == service.pid
        assert answer.setup.version == __version__
        assert answer.setup.zone == "Asia/Kolkata"
        assert answer.setup.environment == {"ROUTINE_CLOCK": "12", "ROUTINE_WELCOME": "false"}
        assert answer.setup.plans_folder == str(service.paths.plans_dir)
        assert list(answer.setup.plans or ()) == ["mine"]


def test_what_it_stands_on_is_what_it_runs_and_not_what_was_saved_wrongly(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET_PLAN)

    def plans() -> dict[str, str] | None:
        answer = found(service).answer
        return answer.setup.plans if answer else None

    with service:
        before = plans()
        service.plan("nonsense")
        wait_for(lambda: service.has_said("mine.toml"), "the complaint")
        assert plans() == before
        service.plan(QUIET_PLAN.replace("03:33", "03:34"))
        wait_for(lambda: plans() not in (before, None), "the new text")


def test_nobody_answers_before_and_after_it_runs(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    assert found(service).state is ServiceState.ABSENT
    with service:
        assert found(service).state is ServiceState.ANSWERS
        assert service.stop() == 0
    assert found(service).state is ServiceState.ABSENT
    assert not service.paths.control_socket.exists()


def test_after_a_kill_nobody_answers_and_the_next_one_does(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.start()
    service.kill()
    assert found(service).state is ServiceState.ABSENT
    with service:
        assert found(service).state is ServiceState.ANSWERS


def test_a_second_service_does_not_take_the_socket(tmp_path: Path) -> None:
    with RealService(tmp_path) as service:
        assert service.routine("run").returncode == 75
        answer = found(service).answer
        assert answer
        assert answer.pid == service.pid


@pytest.mark.parametrize("way", ["a file in the way", "a folder in the way"])
def test_without_a_socket_it_says_so_and_reminders_go_on(tmp_path: Path, way: str) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET_PLAN)
    service.paths.control_socket.parent.mkdir(parents=True)
    if way == "a file in the way":
        service.paths.control_socket.write_text("mine")
    else:
        service.paths.control_socket.mkdir()
    with service:
        wait_for(lambda: service.has_said("is not a socket"), "what it says of it")
        wait_for(lambda: service.has_said("Next: Morning mobility"), "the plan")
        assert found(service).state is ServiceState.ABSENT
        assert service.stop() == 0


def test_an_answer_takes_no_longer_than_a_glance(tmp_path: Path) -> None:
    with RealService(tmp_path) as service:
        found(service)
        begun = time.monotonic()
        for _ in range(50):
            assert found(service).state is ServiceState.ANSWERS
        assert (time.monotonic() - begun) / 50 < 0.05
