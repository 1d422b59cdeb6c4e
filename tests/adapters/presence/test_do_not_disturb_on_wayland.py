"""Knows that the switches of mako and swaync, and Cinnamon's, are read as they stand; must not know what follows.

mako and swaync are the real ones, in a sway that nobody sees. Cinnamon is a stand-in, with the real `gsettings`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from routine.adapters.presence.probe import Probe
from routine.core.events import HoldReason
from tests.adapters.presence.conftest import Buses
from tests.adapters.presence.looking import Changes, StandIn, hold_of, look, seen, watching
from tests.desktop.private_bus import PrivateBus, until
from tests.needs import need

ON = HoldReason.DO_NOT_DISTURB
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_NOBODY = ("--reuid=nobody", "--regid=nogroup", "--clear-groups")


class Sway(PrivateBus):
    """A Wayland desktop in memory. sway will not run as root, so then it is nobody's; the bus stays ours."""

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self._start_screen()
        except BaseException:
            self.clean()
            raise
        return self

    def clean(self) -> None:
        super().clean()
        if hasattr(self, "screen"):
            shutil.rmtree(self.screen, ignore_errors=True)

    def _start_screen(self) -> None:
        sway = need("sway", "sway")
        self.screen = Path(tempfile.mkdtemp(prefix="routine-sway-"))
        config = self.screen / "config"
        config.write_text("xwayland disable\n")
        as_nobody = [need("setpriv", "util-linux"), *_NOBODY] if os.geteuid() == 0 else []
        if as_nobody:
            shutil.chown(self.screen, "nobody")
            config.chmod(0o644)
        env = {
            **self.env,
            "XDG_RUNTIME_DIR": str(self.screen),
            "HOME": str(self.screen),
            "XDG_CACHE_HOME": str(self.screen),
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
            "LIBSEAT_BACKEND": "noop",
        }
        self.home.chmod(0o755)
        self.run([*as_nobody, sway, "-c", str(config)], env)
        until(lambda: self._socket() is not None, "sway", 30.0)
        self.env |= {"WAYLAND_DISPLAY": str(self._socket()), "GSETTINGS_BACKEND": "memory"}

    def _socket(self) -> Path | None:
        return next((file for file in self.screen.glob("wayland-*") if file.is_socket()), None)

    def serve(self, program: str, package: str) -> None:
        self.run([need(program, package)])
        until(lambda: self.owner(NAME), program, 30.0)

    def done(self, *command: str) -> None:
        subprocess.run(command, env=self.env, check=True, timeout=30, stdout=subprocess.DEVNULL)


@pytest.fixture
def sway() -> Iterator[Sway]:
    with Sway() as desk:
        yield desk


@pytest.mark.desktop
def test_the_real_mako_is_read_as_its_mode_stands(sway: Sway) -> None:
    makoctl = need("makoctl", "mako-notifier")
    sway.serve("mako", "mako-notifier")
    assert seen(sway.env, Probe.DISTURB_NOT).says == {"do-not-disturb": "do-not-disturb is off in mako"}
    sway.done(makoctl, "mode", "-a", "do-not-disturb")
    assert seen(sway.env, Probe.DISTURB_NOT).hold == ON
    sway.done(makoctl, "mode", "-s", "another")
    assert seen(sway.env, Probe.DISTURB_NOT).hold is None, (
        "another mode of the person's own is none of our business"
    )


@pytest.mark.desktop
def test_the_switch_of_the_real_swaync_is_heard_without_asking(sway: Sway) -> None:
    client = need("swaync-client", "sway-notification-center")
    sway.serve("swaync", "sway-notification-center")

    async def body() -> None:
        changes = Changes()
        async with watching(sway.env, Probe.DISTURB_NOT) as presence:
            await presence.ask()
            said = presence.probes()["do-not-disturb"]
            assert said == "do-not-disturb is off in SwayNotificationCenter"
            presence.watch(changes)
            for on in (True, False):
                sway.done(client, "--dnd-on" if on else "--dnd-off")
                await changes.another(30.0)
                assert hold_of(presence) == (ON if on else None)

    asyncio.run(body())


def _server(buses: Buses, name: str, vendor: str) -> StandIn:
    who = ("ssss", name, vendor, "1", "1.2")
    return StandIn(NAME, buses.session, {(PATH, NAME, "GetServerInformation"): who})


@pytest.mark.parametrize("shown", ["true", "false"])
def test_cinnamon_is_asked_by_its_settings(buses: Buses, shown: str, tmp_path: Path) -> None:
    schema = "org.cinnamon.desktop.notifications"
    (tmp_path / "own.gschema.xml").write_text(
        f'<schemalist><schema id="{schema}" path="/org/cinnamon/desktop/notifications/">'
        '<key name="display-notifications" type="b"><default>true</default></key></schema></schemalist>'
    )
    subprocess.run([need("glib-compile-schemas", "libglib2.0-bin"), str(tmp_path)], check=True, timeout=20)
    env = buses.env | {
        "GSETTINGS_SCHEMA_DIR": str(tmp_path),
        "GSETTINGS_BACKEND": "keyfile",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    command = [need("gsettings", "libglib2.0-bin"), "set", schema, "display-notifications", shown]
    subprocess.run(command, env=env, check=True, timeout=20)

    async def body() -> None:
        async with _server(buses, "cinnamon", "GNOME"):
            assert (await look(env, Probe.DISTURB_NOT)).hold == (ON if shown == "false" else None)

    asyncio.run(body())


def test_a_cinnamon_that_cannot_be_asked_holds_nothing(buses: Buses, tmp_path: Path) -> None:
    async def body() -> None:
        async with _server(buses, "cinnamon", "GNOME"):
            found = await look(buses.env | {"PATH": str(tmp_path)}, Probe.DISTURB_NOT)
        assert found.hold is None
        assert found.says == {"do-not-disturb": "cinnamon has no do-not-disturb that can be asked"}

    asyncio.run(body())


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("mako", {}),
        ("mako", {("/fr/emersion/Mako", "fr.emersion.Mako", "ListModes"): ("s", "do-not-disturb")}),
        ("SwayNotificationCenter", {}),
        (
            "SwayNotificationCenter",
            {("/org/erikreider/swaync/cc", "org.erikreider.swaync.cc", "GetDnd"): ("s", "on")},
        ),
        ("SwayNotificationCenter", {("/org/erikreider/swaync/cc", "org.erikreider.swaync.cc", "GetDnd"): ("",)}),
    ],
)
def test_one_of_another_version_that_answers_otherwise_holds_nothing(
    buses: Buses, name: str, answer: dict[tuple[str, str, str], tuple[str, ...]]
) -> None:
    async def body() -> None:
        async with _server(buses, name, "") as server:
            server.answers |= answer
            assert (await look(buses.env, Probe.DISTURB_NOT)).hold is None

    asyncio.run(body())
