"""Under a real systemd the network's own process comes and goes with what is linked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.adapters.login.session import LoginSession
from tests.desktop.private_bus import until
from tests.linked.ntfy_server import NtfyServer

pytestmark = pytest.mark.desktop
UNIT = "routine-link.service"
FILE = f".config/systemd/user/{UNIT}"


@pytest.fixture(scope="module")
def login() -> Iterator[LoginSession]:
    with LoginSession() as login:
        yield login


@pytest.fixture
def routine(login: LoginSession) -> Iterator[str]:
    command = login.install("whole", "routine.__main__")
    yield command
    login.systemctl("stop", UNIT, "routine.service", "graphical-session.target")
    for left in tuple(login.home.iterdir()):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    login.systemctl("daemon-reload")
    login.systemctl("reset-failed")


@pytest.fixture
def server() -> Iterator[NtfyServer]:
    with NtfyServer() as found:
        yield found


def run(login: LoginSession, *command: str) -> str:
    done = login.run(*command, limit=60)
    assert done.returncode == 0, done.stderr + login.log()
    return done.stdout


def link(login: LoginSession, routine: str, server: NtfyServer) -> str:
    return run(login, routine, "link", "phone", "--server", server.url, "--wait", "0")


def test_it_comes_with_the_first_thing_that_is_linked_and_goes_with_it(
    login: LoginSession, routine: str, server: NtfyServer
) -> None:
    run(login, routine, "login", "on")
    assert not (login.home / FILE).exists(), "nothing is linked"
    assert "routine-link.service" in link(login, routine, server)
    until(lambda: login.of_unit("ActiveState", UNIT) == "active", "the process of what is linked")
    until(lambda: any("json" not in asked for asked in server.asked), "it to reach the network")
    run(login, routine, "link", "off")
    assert not (login.home / FILE).exists()
    assert login.of_unit("ActiveState", UNIT) == "inactive"
    assert login.of_unit("ActiveState") == "active", "the service goes on"


def test_login_on_and_off_take_it_along(login: LoginSession, routine: str, server: NtfyServer) -> None:
    assert "login on" in link(login, routine, server), "until then it is said what to do"
    run(login, routine, "login", "on")
    until(lambda: login.of_unit("ActiveState", UNIT) == "active", "the process of what is linked")
    login.systemctl("stop", "routine.service")
    until(lambda: login.of_unit("ActiveState", UNIT) == "inactive", "it to stop with the service")
    login.systemctl("start", "routine.service")
    until(lambda: login.of_unit("ActiveState", UNIT) == "active", "it to come with the service")
    run(login, routine, "login", "off")
    assert not (login.home / FILE).exists()
    assert login.of_unit("ActiveState", UNIT) == "inactive"
