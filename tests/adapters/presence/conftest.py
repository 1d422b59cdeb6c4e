"""Knows how long a bus stands: one for each file of tests. Must not know any claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desktop.private_bus import PrivateBus


@dataclass(frozen=True)
class Buses:
    """A session bus and a system bus, and the environment of somebody who has both."""

    session: str
    system: str
    env: dict[str, str]


@pytest.fixture(scope="module")
def buses() -> Iterator[Buses]:
    with PrivateBus() as session, PrivateBus() as system:
        addresses = (f"unix:path={session.socket}", f"unix:path={system.socket}")
        env = {name: value for name, value in session.env.items() if name != "XDG_SESSION_ID"}
        env["DBUS_SYSTEM_BUS_ADDRESS"] = addresses[1]
        yield Buses(*addresses, env)


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a computer without any desktop."""
    return {
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/system",
    }
