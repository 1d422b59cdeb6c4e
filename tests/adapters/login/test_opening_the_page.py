"""What the service may not do in its sandbox, systemd does beside it: the page needs a socket, and a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from routine.adapters.browser import command
from routine.adapters.login.base import Program
from routine.adapters.login.systemd import unit_text
from tests.adapters.login.session import LoginSession
from tests.desktop.private_bus import until

pytestmark = pytest.mark.desktop
KEY = "mine/morning@2026-11-24T07:30"


@pytest.fixture(scope="module")
def login() -> Iterator[LoginSession]:
    with LoginSession() as login:
        yield login


def sandbox() -> list[str]:
    """The lines of the real unit that take something away."""
    taken = ("NoNewPrivileges", "LockPersonality", "Restrict", "SystemCall", "UMask")
    lines = unit_text(Program(("routine",), ())).splitlines()
    return [
        f"--property={line}" for line in lines if line.startswith(taken) and not line.startswith("RestartPrevent")
    ]


def test_from_within_the_sandbox_the_page_and_a_browser_are_started_beside_it(login: LoginSession) -> None:
    opening = login.install("opening", "tests.adapters.login.opening")
    surf, visited = login.home / "surf", login.home / "visited"
    # one that takes the link, as a browser does
    follows = (
        "address=${1#http://}; host=${address%%/*}; exec 3<>/dev/tcp/${host/:/\\/}; "
        'printf "GET /%s HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n" "${address#*/}" "$host" >&3; head -1 <&3'
    )
    surf.write_text(f'#!/bin/bash\necho "$1" >> {visited}\n{follows}\n')
    surf.chmod(0o755)
    # an interpreter that is not the system's needs its own library, and here lies elsewhere than it thinks
    login.systemctl("set-environment", f"LD_LIBRARY_PATH={login.room}/base/lib")
    said = login.run(
        "systemd-run",
        "--user",
        "--wait",
        "--collect",
        *sandbox(),
        "--setenv=DISPLAY=:77",
        f"--setenv=BROWSER={surf}",
        opening,
        KEY,
        limit=60,
    )
    assert said.returncode == 0, said.stderr + login.log()
    until(visited.exists, "the browser")
    link = visited.read_text().strip()
    assert "/open?key=" in link
    assert "mine/morning" in link
    # whoever opened it has ended; the page has not
    address = link.removeprefix("http://").partition("/")[0]
    asked = login.run("bash", "-c", f"exec 3<>/dev/tcp/{address.replace(':', '/')} && echo there")
    assert asked.stdout == "there\n"


def test_without_systemd_it_is_started_directly() -> None:
    assert "systemd-run" not in " ".join(command(("--key", KEY), {"PATH": "/usr/bin:/bin"}))
    assert command(("--key", KEY), {"PATH": "/nowhere", "INVOCATION_ID": "1"})[1:5] == (
        "-m",
        "routine",
        "page",
        "--key",
    )
