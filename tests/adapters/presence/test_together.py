"""Knows what is promised of all probes together, whoever answers; must not know any one of them."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest

from routine.adapters.desktop_environment import DesktopEnvironment
from routine.adapters.presence.linux import LinuxPresence as Presence
from routine.adapters.presence.probe import USUAL, NullPresence, Probe, Reading, combine
from routine.core.events import DESKTOP, HoldReason
from routine.core.loaded_plans import NotifierChoice, Settings
from routine.wiring.daemon import presence_for
from tests.adapters.presence.conftest import Buses
from tests.adapters.presence.looking import Changes, StandIn, hold_of, look, seen, watching

GNOME = "org.gnome.ScreenSaver"
IDLE = "org.gnome.Mutter.IdleMonitor"
SERVER = "org.freedesktop.Notifications"


def saver(buses: Buses, *, on: bool = True) -> StandIn:
    return StandIn(GNOME, buses.session, {("/org/gnome/ScreenSaver", GNOME, "GetActive"): ("b", on)})


def idle(buses: Buses, milliseconds: int = 10**7) -> StandIn:
    at = ("/org/gnome/Mutter/IdleMonitor/Core", IDLE, "GetIdletime")
    return StandIn(IDLE, buses.session, {at: ("t", milliseconds)})


@pytest.fixture
def slow_programs(tmp_path: Path, buses: Buses) -> dict[str, str]:
    """Every program that could be asked takes for ever, and leaves its number."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("gsettings", "pactl"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/{name}.pid\nexec /bin/sleep 30\n")
        program.chmod(0o755)
    return buses.env | {"PATH": str(folder), "PULSE_SERVER": "unix:/made/up", "DISPLAY": ":987654"}


def test_each_reason_the_core_knows_has_a_probe_and_the_other_way_round() -> None:
    assert {probe.reason for probe in Probe} == DESKTOP


@pytest.mark.parametrize("holding", [c for n in range(1, 6) for c in combinations(Probe, n)])
def test_of_several_reasons_the_first_is_named(holding: tuple[Probe, ...]) -> None:
    order = [
        HoldReason.LOCKED,
        HoldReason.DO_NOT_DISTURB,
        HoldReason.MICROPHONE,
        HoldReason.FULL_SCREEN,
        HoldReason.AWAY,
    ]

    async def body() -> None:
        presence = Presence({}, enabled=frozenset(holding))
        for probe in holding:
            presence._answers[probe] = Reading(True, "")
        assert presence.hold == min((probe.reason for probe in holding), key=order.index)

    asyncio.run(body())


def test_a_reason_wins_over_its_absence_and_both_over_not_knowing() -> None:
    yes, no, unknown = Reading(True, "yes"), Reading(False, "no"), Reading(None, "who knows")
    assert combine([no, unknown, yes]) == yes
    assert combine([unknown, no]) == no
    assert combine([unknown, Reading(None, "not I")]) == Reading(None, "who knows; not I")


def test_all_probes_at_once_hold_for_what_they_find(buses: Buses) -> None:
    async def body() -> None:
        async with idle(buses), watching(buses.env, *Probe) as presence:
            await presence.ask()
            assert hold_of(presence) == HoldReason.AWAY
            async with saver(buses):
                await presence.ask()
                assert hold_of(presence) == HoldReason.LOCKED
            await presence.ask()
            assert hold_of(presence) == HoldReason.AWAY

    asyncio.run(body())


def test_what_is_switched_off_is_not_asked_and_says_so(buses: Buses) -> None:
    async def body() -> None:
        async with saver(buses) as locker, idle(buses) as monitor:
            async with watching(buses.env, Probe.AWAY) as presence:
                await presence.ask()
                assert hold_of(presence) == HoldReason.AWAY
                assert presence.probes()["locked"] == "switched off in your settings"
            assert (locker.asked, monitor.asked) == (0, 1)
            async with watching(buses.env) as presence:
                await presence.ask()
                assert hold_of(presence) is None
            assert (locker.asked, monitor.asked) == (0, 1)

    asyncio.run(body())


def test_before_anybody_asked_nothing_is_held() -> None:
    async def body() -> None:
        presence = Presence({})
        assert hold_of(presence) is None
        assert set(presence.probes().values()) == {"not asked yet", "switched off in your settings"}

    asyncio.run(body())


def test_without_any_desktop_nothing_is_held_and_each_probe_says_why(nowhere: dict[str, str]) -> None:
    found = seen(nowhere, *Probe)
    assert found.hold is None
    assert found.took < 5
    assert set(found.says) == {"locked", "do-not-disturb", "microphone", "full-screen", "away"}
    assert all(len(why) > 10 for why in found.says.values())


def test_when_everything_hangs_it_takes_a_second_and_leaves_nothing_running(
    buses: Buses, slow_programs: dict[str, str], tmp_path: Path
) -> None:
    who = {("/org/freedesktop/Notifications", SERVER, "GetServerInformation"): ("ssss", "gnome-shell", "", "", "")}

    async def body() -> None:
        async with saver(buses) as locker, idle(buses) as monitor, StandIn(SERVER, buses.session, who):
            locker.hangs = monitor.hangs = True
            found = await look(slow_programs, *Probe)
            assert found.took < 5
            assert found.hold is None
            assert {probe for probe, says in found.says.items() if "did not answer in time" in says} >= {
                "do-not-disturb",
                "microphone",
                "away",
            }

    asyncio.run(body())
    for name in ("gsettings", "pactl"):
        assert not Path("/proc", (tmp_path / f"{name}.pid").read_text().strip()).exists()


def test_a_bus_that_takes_calls_and_never_answers_is_waited_for_a_second(nowhere: dict[str, str]) -> None:
    async def body() -> None:
        taken = []
        path = f"{nowhere['HOME']}/bus"
        silent = await asyncio.start_unix_server(lambda _, writer: taken.append(writer), path)
        address = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={path}", "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={path}"}
        for _ in range(2):
            found = await look(nowhere | address, *USUAL)
            assert (found.hold, found.took < 5) == (None, True)
        silent.close()
        for writer in taken:
            writer.close()
            await asyncio.sleep(0)
        await silent.wait_closed()

    asyncio.run(body())


@pytest.mark.parametrize("address", ["nonsense", "unix:", "unix:path=/not/there", "tcp:host=x", ";;", "\x00"])
def test_an_address_that_is_none_holds_nothing(nowhere: dict[str, str], address: str) -> None:
    environ = nowhere | {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address}
    assert seen(environ, *USUAL).hold is None


def test_two_who_ask_at_once_share_one_round(buses: Buses) -> None:
    async def body() -> None:
        async with saver(buses) as locker, watching(buses.env, Probe.LOCKED) as presence:
            await asyncio.gather(presence.ask(), presence.ask(), presence.ask())
            assert (locker.asked, presence.hold) == (1, HoldReason.LOCKED)

    asyncio.run(body())


def test_one_who_stops_waiting_does_not_spoil_it_for_the_others(buses: Buses) -> None:
    async def body() -> None:
        async with saver(buses), watching(buses.env, Probe.LOCKED) as presence:
            impatient, patient = asyncio.create_task(presence.ask()), asyncio.create_task(presence.ask())
            await asyncio.sleep(0)
            impatient.cancel()
            await patient
            assert hold_of(presence) == HoldReason.LOCKED

    asyncio.run(body())


def test_signals_that_change_nothing_are_not_told_and_many_are_told_once(buses: Buses) -> None:
    async def body() -> None:
        changes = Changes()
        async with saver(buses, on=False) as locker, watching(buses.env, Probe.LOCKED) as presence:
            await presence.ask()
            presence.watch(changes)
            for _ in range(20):
                locker.signal("/org/gnome/ScreenSaver", GNOME, "ActiveChanged", "b", True)
            await asyncio.sleep(0.4)
            assert changes.count == 0, "it is believed when it answers, not when it shouts"
            locker.answers["/org/gnome/ScreenSaver", GNOME, "GetActive"] = ("b", True)
            before = locker.asked
            for _ in range(20):
                locker.signal("/org/gnome/ScreenSaver", GNOME, "ActiveChanged", "b", True)
            await changes.another()
            await asyncio.sleep(0.3)
            assert changes.count == 1
            assert locker.asked - before <= 2

    asyncio.run(body())


def test_what_changed_between_the_first_question_and_the_watch_is_told(buses: Buses) -> None:
    async def body() -> None:
        changes = Changes()
        async with watching(buses.env, Probe.LOCKED) as presence:
            await presence.ask()
            async with saver(buses):
                presence.watch(changes)
                await changes.another()
                assert hold_of(presence) == HoldReason.LOCKED

    asyncio.run(body())


def test_after_the_stop_nothing_is_asked_told_or_logged(buses: Buses, caplog: pytest.LogCaptureFixture) -> None:
    async def body() -> None:
        changes = Changes()
        async with saver(buses, on=False) as locker:
            presence = Presence(buses.env, enabled=frozenset({Probe.LOCKED}))
            await presence.ask()
            presence.watch(changes)
            asking = asyncio.create_task(presence.ask())
            await asyncio.sleep(0)
            presence.stop()
            presence.stop()
            await asking
            asked = locker.asked
            locker.answers["/org/gnome/ScreenSaver", GNOME, "GetActive"] = ("b", True)
            locker.signal("/org/gnome/ScreenSaver", GNOME, "ActiveChanged", "b", True)
            await presence.ask()
            await asyncio.sleep(0.3)
            assert (changes.count, locker.asked, presence.hold) == (0, asked, None)

    asyncio.run(body())
    assert caplog.records == []


def test_nothing_wakes_up_while_nobody_asks(buses: Buses) -> None:
    async def body() -> None:
        loop = asyncio.get_running_loop()
        async with saver(buses), idle(buses), watching(buses.env, *USUAL) as presence:
            await presence.ask()
            presence.watch(Changes())
            await asyncio.sleep(0.5)
            # private, but nothing else counts the timers
            assert [timer for timer in loop._scheduled if not timer.cancelled()] == []  # type: ignore[attr-defined] # asyncio keeps it
            started = time.process_time()
            await asyncio.sleep(0.5)
            assert time.process_time() - started < 0.02

    asyncio.run(body())


def test_asking_a_hundred_times_leaves_nothing_behind(buses: Buses) -> None:
    async def body() -> None:
        environ = buses.env | {"DISPLAY": ":987654"}
        async with saver(buses), idle(buses), watching(environ, *USUAL, away_after=timedelta()) as presence:
            await presence.ask()
            before = _open_files()
            for _ in range(100):
                await presence.ask()
            assert _open_files() == before
            assert hold_of(presence) == HoldReason.LOCKED

    asyncio.run(body())


def test_a_computer_without_probes_holds_nothing_and_says_so() -> None:
    nothing = NullPresence()
    asyncio.run(nothing.ask())
    assert nothing.hold is None
    assert set(nothing.probes()) == set(Probe)
    assert set(nothing.probes().values()) == {"cannot be asked on this kind of computer, so it holds nothing back"}


def test_the_desktop_is_asked_only_where_it_shows_the_reminders() -> None:
    assert isinstance(presence_for(Settings(), DesktopEnvironment()), Presence)
    assert isinstance(presence_for(Settings(notifier=NotifierChoice.DESKTOP), DesktopEnvironment()), Presence)
    in_terminal = presence_for(Settings(notifier=NotifierChoice.TERMINAL), DesktopEnvironment())
    assert set(in_terminal.probes().values()) == {"not asked, as reminders are shown in the terminal"}


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_the_microphone_is_asked_only_by_those_who_want_it() -> None:
    off = "switched off in your settings"
    assert presence_for(Settings(), DesktopEnvironment()).probes()[Probe.MICROPHONE] == off
    assert presence_for(Settings(wait_in_calls=True), DesktopEnvironment()).probes()[Probe.MICROPHONE] != off
    assert presence_for(Settings(wait_when_away=False), DesktopEnvironment()).probes()[Probe.AWAY] == off
