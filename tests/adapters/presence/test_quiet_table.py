"""Who keeps notifications back is one table: each server is asked where it keeps its switch, and only there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from routine.adapters.presence.probe import Probe
from routine.adapters.presence.quiet_table import QUIET_TABLE, row_of
from routine.core.events import HoldReason
from tests.adapters.presence.conftest import Buses
from tests.adapters.presence.looking import StandIn, look

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
AT = (PATH, NAME, "GetServerInformation")
OURS = {
    "gnome-shell": "org.gnome.desktop.notifications.application:"
    "/org/gnome/desktop/notifications/application/routine/ enable",
    "io.elementary.notifications": "io.elementary.notifications.applications:"
    "/io/elementary/notifications/applications/routine/ bubbles",
}


def test_each_row_says_where_it_is_known_from_and_no_server_has_two() -> None:
    names = [(name, row.vendor) for row in QUIET_TABLE for name in row.servers]
    assert len(set(names)) == len(names)
    assert all(row.source and row.asks for row in QUIET_TABLE)
    assert row_of("Notification Daemon", "GNOME") is None
    assert row_of("dunst", "knopwob") is not None


def _hold(buses: Buses, server: str, environ: dict[str, str]) -> HoldReason | None:
    async def story() -> HoldReason | None:
        answers = {AT: ("ssss", server, "its maker", "1", "1.2")}
        async with StandIn(NAME, buses.session, answers):
            return (await look(buses.env | environ, Probe.DISTURB_NOT)).hold

    return asyncio.run(story())


def _gsettings(folder: Path, says_no: str) -> dict[str, str]:
    """A `gsettings` by which everything is as it comes but one."""
    program = folder / "gsettings"
    program.write_text(
        f'#!/bin/sh\n[ "$2 $3" = "{says_no}" ] && echo false && exit\n'
        'case "$3" in do-not-disturb) echo false;; *) echo true;; esac\n'
    )
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


@pytest.mark.parametrize("server", OURS)
def test_one_that_was_told_to_show_nothing_of_ours_holds(buses: Buses, server: str, tmp_path: Path) -> None:
    assert _hold(buses, server, _gsettings(tmp_path, "")) is None
    assert _hold(buses, server, _gsettings(tmp_path, OURS[server])) is HoldReason.DO_NOT_DISTURB


@pytest.mark.parametrize(
    ("server", "file", "texts"),
    [
        (
            "cosmic-notifications",
            "cosmic/com.system76.CosmicNotifications/v1/do_not_disturb",
            ("true\n", "false"),
        ),
        (
            "lxqt-notificationd",
            "lxqt/notifications.conf",
            ("[General]\nplacement=top\ndoNotDisturb=true\n", "[Other]\ndoNotDisturb=true\n"),
        ),
    ],
)
def test_one_that_keeps_it_in_a_file_is_read(
    buses: Buses, server: str, file: str, texts: tuple[str, str], tmp_path: Path
) -> None:
    environ, there = {"XDG_CONFIG_HOME": str(tmp_path)}, tmp_path / file
    assert _hold(buses, server, environ) is None
    there.parent.mkdir(parents=True)
    there.write_text(texts[0])
    assert _hold(buses, server, environ) is HoldReason.DO_NOT_DISTURB
    there.write_text(texts[1])
    assert _hold(buses, server, environ) is None
