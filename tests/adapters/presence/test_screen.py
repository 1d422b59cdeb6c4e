"""Knows when a window counts as filling the screen and a person as away; must not know what follows.

The X servers, the window and the touches are real. Stand-ins answer as GNOME and KDE do.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.presence.probe import Probe
from routine.core.events import HoldReason
from tests.adapters.presence.conftest import Buses
from tests.adapters.presence.looking import StandIn, hold_of, look, seen, watching
from tests.adapters.presence.x_screen import Windowed, guarded_screen
from tests.desktop.private_bus import until

FULL = HoldReason.FULL_SCREEN
AWAY = HoldReason.AWAY
SECOND = timedelta(seconds=1)
MUTTER = "org.gnome.Mutter.IdleMonitor"
KDE = "org.freedesktop.ScreenSaver"
BOTH = (Probe.FULL_SCREEN, Probe.AWAY)


@pytest.fixture
def desk() -> Iterator[Windowed]:
    with Windowed() as desk:
        yield desk


def mutter(buses: Buses, milliseconds: int) -> StandIn:
    answers = {("/org/gnome/Mutter/IdleMonitor/Core", MUTTER, "GetIdletime"): ("t", milliseconds)}
    return StandIn(MUTTER, buses.session, answers)


def kde(buses: Buses, milliseconds: int) -> StandIn:
    answers = {("/org/freedesktop/ScreenSaver", KDE, "GetSessionIdleTime"): ("u", milliseconds)}
    return StandIn(KDE, buses.session, answers)


# -- a window that fills the screen


@pytest.mark.desktop
def test_a_real_window_that_fills_the_screen_holds_until_it_is_small_again(desk: Windowed) -> None:
    desk.open_window()
    for holds in (False, True, False, True):
        found = seen(desk.env, Probe.FULL_SCREEN)
        assert found.hold == (FULL if holds else None)
        filled = "a window fills the screen" if holds else "no window fills the screen"
        assert found.says == {"full-screen": filled}
        desk.toggle_full_screen()


@pytest.mark.desktop
def test_a_window_that_goes_while_it_fills_the_screen_holds_nothing(desk: Windowed) -> None:
    window = desk.open_window()
    desk.toggle_full_screen()
    assert seen(desk.env, Probe.FULL_SCREEN).hold == FULL
    desk.end(window, signal.SIGKILL)
    until(lambda: not seen(desk.env, Probe.FULL_SCREEN).hold, "the hold to end", 3.0)
    assert seen(desk.env, Probe.FULL_SCREEN).says == {"full-screen": "no window fills the screen"}


@pytest.mark.desktop
def test_a_number_that_stands_for_no_window_is_no_window(desk: Windowed) -> None:
    command = ["xprop", "-root", "-f", "_NET_ACTIVE_WINDOW", "32x", "-set", "_NET_ACTIVE_WINDOW", "0x7fffff"]
    subprocess.run(command, env=desk.env, check=True, timeout=5)
    found = seen(desk.env, Probe.FULL_SCREEN)
    assert found.says == {"full-screen": "no window fills the screen"}


@pytest.mark.desktop
def test_without_a_window_manager_it_says_that_it_cannot_tell(desk: Windowed) -> None:
    found = seen(desk.env, Probe.FULL_SCREEN)
    assert found.hold is None
    assert found.says["full-screen"].startswith("cannot be asked: the window manager")


# -- nobody there


@pytest.mark.desktop
def test_still_keyboard_and_mouse_mean_away_and_the_first_touch_means_back(desk: Windowed) -> None:
    desk.xdotool("mousemove", "100", "100")
    assert seen(desk.env, Probe.AWAY, away_after=SECOND).hold is None
    time.sleep(1.1)
    found = seen(desk.env, Probe.AWAY, away_after=SECOND)
    assert (found.hold, found.says["away"]) == (AWAY, "keyboard and mouse have been still for 1 s")
    desk.xdotool("mousemove", "200", "200")
    found = seen(desk.env, Probe.AWAY, away_after=SECOND)
    assert (found.hold, found.says["away"]) == (
        None,
        "somebody is here (away means 1 s without keyboard or mouse)",
    )
    time.sleep(1.1)
    desk.xdotool("key", "a")
    assert seen(desk.env, Probe.AWAY, away_after=SECOND).hold is None


@pytest.mark.parametrize(
    ("milliseconds", "says"),
    [
        (299_999, "somebody is here (away means 5 min without keyboard or mouse)"),
        (300_000, "keyboard and mouse have been still for 5 min"),
        (4_000_000, "keyboard and mouse have been still for 1 h 6 min"),
    ],
)
@pytest.mark.parametrize("desktop", [mutter, kde])
def test_gnome_and_kde_know_it_also_on_wayland(
    buses: Buses, desktop: Callable[[Buses, int], StandIn], milliseconds: int, says: str
) -> None:
    async def body() -> None:
        async with desktop(buses, milliseconds):
            found = await look(buses.env | {"WAYLAND_DISPLAY": "wayland-0"}, Probe.AWAY)
            assert found.says == {"away": says}
            assert found.hold == (AWAY if milliseconds >= 300_000 else None)

    asyncio.run(body())


@pytest.mark.desktop
def test_on_wayland_the_bridge_for_old_windows_is_not_asked(desk: Windowed) -> None:
    """It counts only what its own windows see, and knows of no others."""
    desk.open_window()
    desk.toggle_full_screen()
    time.sleep(0.2)
    for wayland in ({"WAYLAND_DISPLAY": "wayland-0"}, {"XDG_SESSION_TYPE": "wayland"}):
        found = seen(desk.env | wayland, *BOTH, away_after=timedelta(milliseconds=100))
        assert found.hold is None
        assert found.says["full-screen"] == "cannot be asked on Wayland"
        assert found.says["away"].startswith("cannot be asked")


def test_nonsense_for_a_number_is_no_answer(buses: Buses) -> None:
    async def body() -> None:
        async with mutter(buses, 0) as monitor:
            for nonsense in (("x", -5), ("s", "long"), ("t", 2**64 - 1), ("", *())):
                for at in monitor.answers:
                    monitor.answers[at] = nonsense
                found = await look(buses.env, Probe.AWAY)
                assert (found.hold, found.says["away"][:15]) == (None, "cannot be asked")

    asyncio.run(body())


# -- the X server itself


@pytest.mark.desktop
def test_a_screen_that_hangs_is_waited_for_a_second_at_the_most_and_asked_again(desk: Windowed) -> None:
    async def body() -> None:
        async with watching(desk.env, *BOTH, away_after=timedelta()) as presence:
            await presence.ask()
            assert hold_of(presence) == AWAY
            os.kill(desk.screen_pid(), signal.SIGSTOP)
            try:
                started = time.monotonic()
                await presence.ask()
                assert time.monotonic() - started < 5
            finally:
                os.kill(desk.screen_pid(), signal.SIGCONT)
            assert hold_of(presence) is None
            assert "did not answer in time" in presence.probes()["full-screen"]
            await presence.ask()
            assert hold_of(presence) == AWAY

    asyncio.run(body())


@pytest.mark.desktop
def test_a_screen_that_goes_takes_nobody_with_it(desk: Windowed) -> None:
    """A program that links Xlib ends there and then."""

    async def body() -> None:
        async with watching(desk.env, *BOTH, away_after=timedelta()) as presence:
            await presence.ask()
            os.kill(desk.screen_pid(), signal.SIGKILL)
            await asyncio.sleep(0.1)
            await presence.ask()
            assert hold_of(presence) is None
            assert "X11 screen" in presence.probes()["full-screen"]

    asyncio.run(body())


@pytest.mark.desktop
def test_a_guarded_screen_lets_in_whoever_has_its_cookie(tmp_path: Path) -> None:
    with guarded_screen(tmp_path / "cookies") as env:
        assert seen(env, Probe.AWAY, away_after=timedelta()).hold == AWAY
        home = tmp_path / "home"
        home.mkdir()
        (home / ".Xauthority").write_bytes((tmp_path / "cookies").read_bytes())
        at_home = {name: value for name, value in env.items() if name != "XAUTHORITY"} | {"HOME": str(home)}
        assert seen(at_home, Probe.AWAY, away_after=timedelta()).hold == AWAY


@pytest.mark.desktop
@pytest.mark.parametrize("kept", [b"", b"\x01", b"\x01\x00\xff\xff", b"\x01\x00" * 99, None])
def test_a_guarded_screen_that_refuses_us_holds_nothing(tmp_path: Path, kept: bytes | None) -> None:
    with guarded_screen(tmp_path / "cookies") as env:
        wrong = tmp_path / "wrong"
        if kept is not None:
            wrong.write_bytes(kept)
        found = seen(env | {"XAUTHORITY": str(wrong)}, *BOTH, away_after=timedelta())
        assert found.hold is None
        assert found.says["full-screen"] == "cannot be asked: the X11 screen did not let us in"


@pytest.mark.parametrize("display", ["", "nonsense", "elsewhere:0", ":987654", "wayland-0"])
def test_a_screen_that_is_not_here_holds_nothing(nowhere: dict[str, str], display: str) -> None:
    found = seen(nowhere | {"DISPLAY": display}, *BOTH)
    assert found.hold is None
    assert found.says["full-screen"].startswith("cannot be asked: ")
    assert found.says["away"].startswith("cannot be asked: ")
