"""Knows when the screen counts as locked; must not know what follows.

Stand-ins answer as logind and screen savers do.
"""

from __future__ import annotations

import asyncio

import pytest
from dbus_fast import Variant

from routine.adapters.presence.probe import Probe
from routine.core.events import HoldReason
from tests.adapters.presence.conftest import Buses
from tests.adapters.presence.looking import Changes, StandIn, hold_of, look, watching

LOCKED = HoldReason.LOCKED
LOGIND = "org.freedesktop.login1"
SESSION = f"{LOGIND}.Session"
TOP = "/org/freedesktop/login1"
OURS, SSH = f"{TOP}/session/_32", f"{TOP}/session/_39"
SELF = f"{TOP}/user/self"
SAVERS = ["gnome", "freedesktop", "mate", "cinnamon", "xfce"]


def logind(buses: Buses, *, locked: bool, display: tuple[str, str] = ("2", OURS), login: str = SSH) -> StandIn:
    """The screen is that of session 2; what is started from afar belongs to another, which says the opposite."""
    properties = {
        (SELF, f"{LOGIND}.User", "Display"): Variant("(so)", list(display)),
        (OURS, SESSION, "LockedHint"): Variant("b", locked),
        (SSH, SESSION, "LockedHint"): Variant("b", not locked),
    }
    by_name = {(TOP, f"{LOGIND}.Manager", "GetSession"): ("o", login)}
    return StandIn(LOGIND, buses.system, by_name, properties)


def saver(buses: Buses, desktop: str, *, on: bool) -> StandIn:
    name = f"org.{desktop}.ScreenSaver"
    return StandIn(name, buses.session, {(f"/{name.replace('.', '/')}", name, "GetActive"): ("b", on)})


@pytest.mark.parametrize("locked", [True, False])
def test_logind_is_believed(buses: Buses, locked: bool) -> None:
    async def body() -> None:
        async with logind(buses, locked=locked):
            found = await look(buses.env, Probe.LOCKED)
        assert found.hold == (LOCKED if locked else None)
        assert found.says == {"locked": "the screen is locked" if locked else "the screen is not locked"}

    asyncio.run(body())


def test_where_logind_names_no_screen_our_own_login_is_asked(buses: Buses) -> None:
    async def body() -> None:
        async with logind(buses, locked=True, display=("", "/"), login=OURS):
            assert (await look({**buses.env, "XDG_SESSION_ID": "2"}, Probe.LOCKED)).hold == LOCKED

    asyncio.run(body())


@pytest.mark.parametrize("desktop", SAVERS)
def test_the_screen_saver_of_each_desktop_is_believed(buses: Buses, desktop: str) -> None:
    async def body() -> None:
        async with saver(buses, desktop, on=True):
            found = await look(buses.env, Probe.LOCKED)
            assert (found.hold, found.says["locked"]) == (LOCKED, "the screen saver is on")
        async with saver(buses, desktop, on=False):
            found = await look(buses.env, Probe.LOCKED)
            assert (found.hold, found.says["locked"]) == (None, "the screen saver is off")

    asyncio.run(body())


def test_one_that_says_locked_is_enough(buses: Buses) -> None:
    async def body() -> None:
        async with logind(buses, locked=False), saver(buses, "gnome", on=True):
            assert (await look(buses.env, Probe.LOCKED)).hold == LOCKED
        async with logind(buses, locked=True), saver(buses, "gnome", on=False):
            assert (await look(buses.env, Probe.LOCKED)).hold == LOCKED

    asyncio.run(body())


def test_locking_and_unlocking_is_heard_without_being_asked(buses: Buses) -> None:
    async def body() -> None:
        changes = Changes()
        async with logind(buses, locked=False) as login, watching(buses.env, Probe.LOCKED) as presence:
            await presence.ask()
            presence.watch(changes)
            for locked in (True, False):
                login.now_has(OURS, SESSION, "LockedHint", Variant("b", locked))
                await changes.another()
                assert hold_of(presence) == (LOCKED if locked else None)
            assert changes.count == 2

    asyncio.run(body())


@pytest.mark.parametrize("desktop", SAVERS)
def test_a_screen_saver_that_comes_on_is_heard_without_being_asked(buses: Buses, desktop: str) -> None:
    async def body() -> None:
        changes = Changes()
        async with saver(buses, desktop, on=False) as locker, watching(buses.env, Probe.LOCKED) as presence:
            await presence.ask()
            presence.watch(changes)
            ((path, name, _),) = locker.answers
            for on in (True, False):
                locker.answers[path, name, "GetActive"] = ("b", on)
                locker.signal(path, name, "ActiveChanged", "b", on)
                await changes.another()
                assert bool(presence.hold) is on

    asyncio.run(body())


def test_the_wish_to_lock_is_not_a_lock(buses: Buses) -> None:
    """A locker that never answered it would leave every reminder held for ever."""

    async def body() -> None:
        changes = Changes()
        async with logind(buses, locked=False) as login, watching(buses.env, Probe.LOCKED) as presence:
            await presence.ask()
            presence.watch(changes)
            await asyncio.sleep(0.3)
            before = login.asked
            login.signal(OURS, SESSION, "Lock")
            await asyncio.sleep(0.4)
            assert login.asked > before, "it is a moment to look"
            assert (presence.hold, changes.count) == (None, 0)

    asyncio.run(body())


def test_what_others_do_at_the_computer_does_not_wake_us(buses: Buses) -> None:
    async def body() -> None:
        async with logind(buses, locked=False) as login, watching(buses.env, Probe.LOCKED) as presence:
            await presence.ask()
            presence.watch(Changes())
            await asyncio.sleep(0.4)
            before = login.asked
            login.now_has(SELF, f"{LOGIND}.User", "IdleHint", Variant("b", True))
            login.signal(TOP, f"{LOGIND}.Manager", "SessionNew", "so", "7", SSH)
            await asyncio.sleep(0.4)
            assert login.asked == before

    asyncio.run(body())


@pytest.mark.parametrize("nonsense", [Variant("s", "yes"), Variant("u", 1)])
def test_an_answer_that_is_none_holds_nothing(buses: Buses, nonsense: Variant) -> None:
    async def body() -> None:
        async with logind(buses, locked=True) as login:
            login.properties[OURS, SESSION, "LockedHint"] = nonsense
            found = await look(buses.env, Probe.LOCKED)
            assert found.hold is None
            assert "nobody here tells when the screen is locked" in found.says["locked"]

    asyncio.run(body())


def test_a_locker_that_hangs_is_waited_for_a_second_at_the_most(buses: Buses) -> None:
    async def body() -> None:
        async with saver(buses, "gnome", on=True) as locker:
            locker.hangs = True
            found = await look(buses.env, Probe.LOCKED)
            assert found.took < 5
            assert found.hold is None
            assert "did not answer in time" in found.says["locked"]

            async with logind(buses, locked=True):
                assert (await look(buses.env, Probe.LOCKED)).hold == LOCKED, "another knows all the same"

    asyncio.run(body())


def test_nothing_is_kept_of_those_who_never_answer(buses: Buses) -> None:
    async def body() -> None:
        async with saver(buses, "gnome", on=True) as locker, watching(buses.env, Probe.LOCKED) as presence:
            locker.hangs = True
            await presence.ask()
            await presence.ask()
            assert locker.asked == 2
            assert presence._session._session._waiting == {}

    asyncio.run(body())


def test_without_any_bus_nothing_is_held_and_it_says_so(nowhere: dict[str, str]) -> None:
    found = asyncio.run(look(nowhere, Probe.LOCKED))
    assert found.hold is None
    assert found.says == {"locked": "nobody here tells when the screen is locked; no screen saver that answers"}


def test_another_person_in_front_of_the_screen_holds_as_a_lock_does(buses: Buses) -> None:
    """The seat was switched: our session goes on, and nobody sees it."""

    async def body(*, active: bool) -> HoldReason | None:
        person = logind(buses, locked=False)
        person.properties[OURS, SESSION, "Active"] = Variant("b", active)
        async with person:
            return (await look(buses.env, Probe.LOCKED)).hold

    assert asyncio.run(body(active=False)) is LOCKED
    assert asyncio.run(body(active=True)) is None
