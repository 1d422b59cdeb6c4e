"""Knows when do-not-disturb counts as on, server by server; must not know what follows.

dunst, Xfce and MATE are the real ones, with their real switches. Stand-ins answer as Plasma and GNOME Shell do.
"""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from dbus_fast import Variant

from routine.adapters.presence.probe import Probe
from routine.core.events import HoldReason
from tests.adapters.presence.conftest import Buses
from tests.adapters.presence.looking import Changes, FirstSeen, StandIn, hold_of, look, seen, watching
from tests.desktop.desktop import Desktop
from tests.needs import need

ON = HoldReason.DO_NOT_DISTURB
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


def done(desk: Desktop, *command: str) -> None:
    subprocess.run(command, env=desk.env, check=True, timeout=10, stdout=subprocess.DEVNULL)


def switch(desk: Desktop, kind: str, *, on: bool) -> None:
    """As a person would, with the program that belongs to it."""
    word = str(on).lower()
    match kind:
        case "dunst":
            done(desk, need("dunstctl", "dunst"), "set-paused", word)
        case "xfce":
            command = [need("xfconf-query", "xfconf"), "-c", "xfce4-notifyd", "-p", "/do-not-disturb"]
            done(desk, *command, "--create", "-t", "bool", "-s", word)
        case "mate":
            command = [need("gsettings", "libglib2.0-bin"), "set", "org.mate.NotificationDaemon"]
            done(desk, *command, "do-not-disturb", word)


def disturb(environ: dict[str, str]) -> FirstSeen:
    return seen(environ, Probe.DISTURB_NOT)


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Iterator[Desktop]:
    with Desktop(server=request.param) as desk:
        # nobody's real settings are touched, and what one program sets the next one reads
        desk.env["GSETTINGS_BACKEND"] = "keyfile"
        yield desk


NAMES = {"dunst": "dunst", "xfce": "Xfce Notify Daemon", "mate": "Notification Daemon"}


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["dunst", "xfce", "mate"], indirect=True)
def test_a_real_server_is_read_as_its_switch_stands(desk: Desktop, request: pytest.FixtureRequest) -> None:
    kind = request.node.callspec.params["desk"]
    for on in (None, True, False):
        if on is not None:
            switch(desk, kind, on=on)
        found = disturb(desk.env)
        assert found.hold == (ON if on else None)
        assert found.says == {"do-not-disturb": f"do-not-disturb is {'on' if on else 'off'} in {NAMES[kind]}"}
        assert found.took < 5


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["dunst", "xfce"], indirect=True)
def test_the_switch_of_a_real_server_is_heard_without_asking(
    desk: Desktop, request: pytest.FixtureRequest
) -> None:
    kind = request.node.callspec.params["desk"]

    async def body() -> None:
        changes = Changes()
        async with watching(desk.env, Probe.DISTURB_NOT) as presence:
            await presence.ask()
            presence.watch(changes)
            for on in (True, False, True):
                switch(desk, kind, on=on)
                await changes.another()
                assert hold_of(presence) == (ON if on else None)

    asyncio.run(body())


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["xfce"], indirect=True)
def test_on_xfce_the_switch_counts_also_while_no_server_has_been_started(desk: Desktop) -> None:
    """It is started by the first card, and swallows it without a word."""
    switch(desk, "xfce", on=True)
    desk.kill_server()
    assert disturb(desk.env).hold == ON
    switch(desk, "xfce", on=False)
    assert disturb(desk.env).hold is None


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["dunst"], indirect=True)
def test_a_switch_that_another_desktop_left_behind_holds_nothing(desk: Desktop) -> None:
    switch(desk, "xfce", on=True)
    switch(desk, "mate", on=True)
    found = disturb(desk.env)
    assert (found.hold, found.says["do-not-disturb"]) == (None, "do-not-disturb is off in dunst")


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["notification-daemon"], indirect=True)
def test_a_server_without_a_switch_says_so(desk: Desktop) -> None:
    """MATE's goes by the same name: only its maker tells them apart."""
    switch(desk, "mate", on=True)
    found = disturb(desk.env)
    assert found.hold is None
    assert found.says == {
        "do-not-disturb": "Notification Daemon has no do-not-disturb that can be asked",
    }


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["dunst"], indirect=True)
def test_a_server_that_hangs_or_crashes_holds_nothing_and_is_asked_anew(desk: Desktop) -> None:
    switch(desk, "dunst", on=True)

    async def body() -> None:
        async with watching(desk.env, Probe.DISTURB_NOT) as presence:
            await presence.ask()
            assert hold_of(presence) == ON
            desk.stop_server()
            await presence.ask()
            assert hold_of(presence) is None
            desk.continue_server()
            await presence.ask()
            assert hold_of(presence) == ON
            desk.kill_server()
            await presence.ask()
            assert (presence.hold, presence.probes()["do-not-disturb"]) == (None, "no notification server to ask")
            desk.start_server()
            switch(desk, "dunst", on=True)
            await presence.ask()
            assert hold_of(presence) == ON

    asyncio.run(body())


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["dunst"], indirect=True)
def test_a_bus_that_ends_and_comes_back_is_found_again_and_heard(
    desk: Desktop, caplog: pytest.LogCaptureFixture
) -> None:
    async def body() -> None:
        changes = Changes()
        async with watching(desk.env, Probe.DISTURB_NOT) as presence:
            await presence.ask()
            presence.watch(changes)
            desk.kill_bus()
            await asyncio.sleep(0.2)
            await presence.ask()
            assert presence.probes()["do-not-disturb"] == "no notification server to ask"
            desk.start_bus()
            await presence.ask()
            assert presence.probes()["do-not-disturb"] == "do-not-disturb is off in dunst"
            switch(desk, "dunst", on=True)
            await changes.another()
            assert hold_of(presence) == ON
            desk.kill_bus()
            # before the loop has noticed
            presence.stop()

    asyncio.run(body())
    assert caplog.records == []


def server(buses: Buses, name: str, vendor: str) -> StandIn:
    who = ("ssss", name, vendor, "1", "1.2")
    return StandIn(NAME, buses.session, {(PATH, NAME, "GetServerInformation"): who})


@pytest.mark.parametrize("banners", ["true", "false"])
def test_gnome_is_asked_by_its_settings(buses: Buses, banners: str, tmp_path: Path) -> None:
    schema = tmp_path / "own.gschema.xml"
    schema.write_text(
        '<schemalist><schema id="org.gnome.desktop.notifications" path="/org/gnome/desktop/notifications/">'
        '<key name="show-banners" type="b"><default>true</default></key></schema></schemalist>'
    )
    subprocess.run([need("glib-compile-schemas", "libglib2.0-bin"), str(tmp_path)], check=True, timeout=20)
    env = buses.env | {
        "GSETTINGS_SCHEMA_DIR": str(tmp_path),
        "GSETTINGS_BACKEND": "keyfile",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    command = [need("gsettings", "libglib2.0-bin"), "set", "org.gnome.desktop.notifications", "show-banners"]
    subprocess.run([*command, banners], env=env, check=True, timeout=20)

    async def body() -> None:
        async with server(buses, "gnome-shell", "GNOME"):
            found = await look(env, Probe.DISTURB_NOT)
        assert found.hold == (ON if banners == "false" else None)
        async with server(buses, "dunst", "knopwob") as other:
            other.properties[PATH, "org.dunstproject.cmd0", "paused"] = Variant("b", False)
            assert (await look(env, Probe.DISTURB_NOT)).hold is None, "they are no switch of any other server"

    asyncio.run(body())


def test_plasma_tells_by_itself(buses: Buses) -> None:
    async def body() -> None:
        changes = Changes()
        async with server(buses, "Plasma", "KDE") as plasma, watching(buses.env, Probe.DISTURB_NOT) as presence:
            plasma.properties[PATH, NAME, "Inhibited"] = Variant("b", False)
            await presence.ask()
            presence.watch(changes)
            for on in (True, False):
                plasma.now_has(PATH, NAME, "Inhibited", Variant("b", on))
                await changes.another()
                assert hold_of(presence) == (ON if on else None)

    asyncio.run(body())


def test_an_old_plasma_without_the_property_holds_nothing(buses: Buses) -> None:
    async def body() -> None:
        async with server(buses, "Plasma", "KDE"):
            found = await look(buses.env, Probe.DISTURB_NOT)
            assert found.hold is None
            assert "could not be asked" in found.says["do-not-disturb"]

    asyncio.run(body())


BUDGIE = ("/org/budgie_desktop/Notifications", "org.buddiesofbudgie.budgie.Dispatcher")
SWAYNC = ("/org/erikreider/swaync/cc", "org.erikreider.swaync.cc")


@pytest.mark.parametrize(("switched", "paused"), [(False, False), (True, False), (False, True)])
def test_budgie_is_asked_for_its_switch_and_for_its_own_pause(
    buses: Buses, *, switched: bool, paused: bool
) -> None:
    async def body() -> HoldReason | None:
        dispatcher = StandIn("org.budgie_desktop.Notifications", buses.session)
        dispatcher.answers[(*BUDGIE, "GetDoNotDisturb")] = ("b", switched)
        dispatcher.properties[(*BUDGIE, "NotificationsPaused")] = Variant("b", paused)
        async with server(buses, "Budgie Notification Server", "Budgie"), dispatcher:
            return (await look(buses.env, Probe.DISTURB_NOT)).hold

    assert asyncio.run(body()) == (ON if switched or paused else None)


@pytest.mark.parametrize("inhibited", [None, True, False])
def test_swaync_that_a_script_holds_back_is_quiet_and_an_older_one_is_not(
    buses: Buses, *, inhibited: bool | None
) -> None:
    async def body() -> HoldReason | None:
        async with server(buses, "SwayNotificationCenter", "ErikReider") as centre:
            centre.answers[(*SWAYNC, "GetDnd")] = ("b", False)
            if inhibited is not None:
                centre.properties[(*SWAYNC, "Inhibited")] = Variant("b", inhibited)
            return (await look(buses.env, Probe.DISTURB_NOT)).hold

    assert asyncio.run(body()) == (ON if inhibited else None)


@pytest.mark.desktop
@pytest.mark.parametrize("desk", ["xfce"], indirect=True)
def test_on_xfce_whoever_mutes_this_one_program_is_not_passed_over(desk: Desktop) -> None:
    command = [need("xfconf-query", "xfconf"), "-c", "xfce4-notifyd", "-p", "/applications/muted_applications"]
    assert disturb(desk.env).hold is None
    done(desk, *command, "-n", "-t", "string", "-s", "thunderbird", "-a")
    assert disturb(desk.env).hold is None
    done(desk, *command, "-t", "string", "-s", "thunderbird", "-t", "string", "-s", "routine")
    found = disturb(desk.env)
    assert found.hold == ON
    assert "has been told to show nothing of routine" in found.says["do-not-disturb"]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", False),
        ("[Applications][@other]\nShowPopups=false\n", True),
        ("[Applications][org.kde.kmail]\nShowPopups=false\n", False),
        ("[Applications][@other]\nShowPopups=false\n\n[Applications][routine]\nShowPopups=true\n", False),
        ("[Applications][routine]\nSeen=true\nShowPopups=false\n", True),
    ],
)
def test_on_plasma_whoever_mutes_this_one_program_is_not_passed_over(
    buses: Buses, tmp_path: Path, text: str, *, holds: bool
) -> None:
    (tmp_path / "plasmanotifyrc").write_text(text)

    async def body() -> HoldReason | None:
        async with server(buses, "Plasma", "KDE") as plasma:
            plasma.properties[PATH, NAME, "Inhibited"] = Variant("b", False)
            environ = buses.env | {"XDG_CONFIG_HOME": str(tmp_path)}
            return (await look(environ, Probe.DISTURB_NOT)).hold

    assert asyncio.run(body()) == (ON if holds else None)
