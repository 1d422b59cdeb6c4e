"""A person's own command says whether it is quiet, and one that cannot say holds nothing back."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from pathlib import Path

import pytest

from routine.adapters.presence.linux import LinuxPresence
from routine.adapters.presence.quiet_command import QuietCommand
from routine.core.events import HoldReason

ENVIRON = {"PATH": os.environ["PATH"]}


@pytest.mark.parametrize(("code", "quiet"), [(0, True), (1, False), (77, False)])
def test_only_nought_means_quiet(code: int, quiet: bool) -> None:
    said = asyncio.run(QuietCommand(("sh", "-c", f"exit {code}"), ENVIRON).ask())
    assert said.holds is quiet
    assert "quiet_command" in said.says


@pytest.mark.parametrize(
    "command",
    [
        ("no-such-program",),
        ("sh", "-c", "exit 127"),
        ("sh", "-c", "kill -9 $$"),
        ("sh", "-c", "sleep 20"),
        ("a\0b",),
    ],
    ids=["not there", "not found by a shell", "killed", "too slow", "no name"],
)
def test_one_that_cannot_be_asked_holds_nothing_and_that_is_said_once(
    command: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    async def twice() -> list[bool | None]:
        own = QuietCommand(command, ENVIRON)
        return [(await own.ask()).holds, (await own.ask()).holds]

    began = time.monotonic()
    with caplog.at_level(logging.WARNING):
        assert asyncio.run(twice()) == [None, None]
    assert time.monotonic() - began < 10
    assert len([record for record in caplog.records if "quiet_command" in record.getMessage()]) == 1


def test_it_holds_as_do_not_disturb_does_and_is_asked_anew_each_time(tmp_path: Path) -> None:
    mark = tmp_path / "quiet"
    environ = {**ENVIRON, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "XDG_RUNTIME_DIR": str(tmp_path)}

    async def story() -> list[HoldReason | None]:
        presence = LinuxPresence(environ, quiet_command=("test", "-e", str(mark)))
        seen = []
        for there in (True, False):
            mark.touch() if there else mark.unlink()
            await presence.ask()
            seen.append(presence.hold)
        presence.stop()
        return seen

    assert asyncio.run(story()) == [HoldReason.DO_NOT_DISTURB, None]
