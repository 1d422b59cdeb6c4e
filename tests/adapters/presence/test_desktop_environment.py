"""The desktop that came after the service is the one that is asked, and one that has gone is not."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing
from pathlib import Path

import pytest
from dbus_fast import Variant

from routine.adapters.browser import PageOpener
from routine.adapters.desktop_environment import DesktopEnvironment, with_desktop
from routine.adapters.display_server import has_screen, on_wayland
from tests.adapters.presence.conftest import Buses
from tests.adapters.presence.looking import StandIn

SYSTEMD = "org.freedesktop.systemd1"
AT = ("/org/freedesktop/systemd1", f"{SYSTEMD}.Manager", "Environment")


@pytest.fixture
def compositor(tmp_path: Path) -> Path:
    """A folder in which a compositor listens as wayland-1."""
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(tmp_path / "wayland-1"))
    return tmp_path


def test_a_desktop_that_comes_after_the_service_is_seen_when_somebody_asks(buses: Buses) -> None:
    async def scenario() -> list[tuple[bool, str]]:
        desktop = DesktopEnvironment({name: v for name, v in buses.env.items() if name != "DISPLAY"})
        opener, seen = PageOpener(desktop), list[tuple[bool, str]]()
        async with StandIn(SYSTEMD, buses.session) as systemd:
            for told in ([], ["DISPLAY=:7", "BROWSER=surf", "LANG=xx"], []):
                systemd.properties[AT] = Variant("as", told)
                await desktop.refresh()
                seen.append((opener.can_open, desktop.get("BROWSER", "")))
        assert "LANG=xx" not in [f"{name}={value}" for name, value in desktop.items()]
        desktop.hang_up()
        return seen

    assert asyncio.run(scenario()) == [(False, ""), (True, "surf"), (False, "")]


@pytest.mark.parametrize("hangs", [True, False])
def test_without_a_systemd_that_answers_our_own_environment_holds(buses: Buses, *, hangs: bool) -> None:
    async def scenario() -> str:
        desktop = DesktopEnvironment({**buses.env, "DISPLAY": ":3"})
        async with StandIn(SYSTEMD, buses.session, hangs=hangs):
            await desktop.refresh()
        desktop.hang_up()
        return desktop["DISPLAY"]

    assert asyncio.run(scenario()) == ":3"


def test_nobody_on_any_bus_is_no_trouble(nowhere: dict[str, str]) -> None:
    desktop = DesktopEnvironment(nowhere)
    asyncio.run(desktop.refresh())
    assert dict(desktop) == nowhere


def test_the_screen_is_taken_whole_so_that_no_key_of_another_screen_is_tried() -> None:
    own = {"DISPLAY": ":0", "XAUTHORITY": "/old", "WAYLAND_DISPLAY": "wayland-0", "HOME": "/home/me"}
    assert with_desktop(own, {"DISPLAY": ":1"}) == {"DISPLAY": ":1", "HOME": "/home/me"}
    assert with_desktop(own, {"XAUTHORITY": "/lost", "BROWSER": "surf"}) == own | {"BROWSER": "surf"}


def test_a_compositor_that_has_gone_without_taking_its_name_back_is_no_screen(compositor: Path) -> None:
    own = {"XDG_RUNTIME_DIR": str(compositor)}
    alive = with_desktop(own, {"WAYLAND_DISPLAY": "wayland-1", "XDG_SESSION_TYPE": "wayland"})
    assert has_screen(alive)
    assert on_wayland(alive)
    gone = {"WAYLAND_DISPLAY": "wayland-0"}
    assert not has_screen(with_desktop(own, gone))
    # somebody logged in to an X11 desktop after that
    assert not on_wayland(with_desktop(own, gone | {"DISPLAY": ":0"}))
