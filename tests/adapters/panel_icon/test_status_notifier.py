"""What a panel is offered over a real bus, by a watcher of our own: once, by name, and only what has changed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

import pytest
from msgspec import structs

from routine.adapters.dbus.connection import Asked, Call, DbusSession, Given, Signal, variant
from routine.adapters.notify.freedesktop import Freedesktop
from routine.adapters.panel_icon.icon import SIZES, pixmaps, theme_files
from routine.adapters.panel_icon.status_notifier import StatusNotifier
from routine.core.panel_menu import MenuAction, MenuEntry, PanelMenu
from routine.errors import NotifierError, NotifierUnavailable
from tests.desktop.private_bus import PrivateBus

pytestmark = pytest.mark.desktop

NAME = f"org.kde.StatusNotifierItem-{os.getpid()}-1"
WATCHER = "org.kde.StatusNotifierWatcher"
ICON, MENU, PROPERTIES = "org.kde.StatusNotifierItem", "com.canonical.dbusmenu", "org.freedesktop.DBus.Properties"
START = MenuEntry(MenuAction.START, "Start", "mine/a_b@2026-11-23T07:30")
OPEN = MenuEntry(MenuAction.OPEN, "Open")
RESTS = PanelMenu("Next: Walk & <stretch>_it, 12:30", waits=False, groups=((OPEN,),))
WAITS = PanelMenu("Walk: waiting for you", waits=True, groups=((START,), (OPEN,)))


class Panel:
    """Somebody who answers to the watcher's name, and asks as panels do."""

    def __init__(self, env: dict[str, str]) -> None:
        self.session = DbusSession(env, self._take)
        self.offered: list[str] = []
        self.signals: list[str] = []
        self.session.objects["/StatusNotifierWatcher"] = self._watch

    async def __aenter__(self) -> Self:
        await self.session.connect()
        await self.session.ask_bus("AddMatch", "s", f"type='signal',interface='{ICON}'")
        await self.session.ask_bus("AddMatch", "s", f"type='signal',interface='{MENU}'")
        await self.session.ask_bus("RequestName", "su", WATCHER, 4)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.disconnect()

    async def ask(self, path: str, interface: str, member: str, signature: str = "", *body: object) -> Any:
        return await self.session.ask(Call(await self.owner(), path, interface, member, signature, body))

    async def owner(self) -> str:
        (owner,) = await self.session.ask_bus("GetNameOwner", "s", NAME)
        return str(owner)

    async def icon(self) -> dict[str, Any]:
        (found,) = await self.ask("/StatusNotifierItem", PROPERTIES, "GetAll", "s", ICON)
        return {name: value.value for name, value in found.items()}

    async def menu(self) -> list[tuple[int, str]]:
        """Each line's number and label, rules left out."""
        _, (_, _, children) = await self.ask("/MenuBar", MENU, "GetLayout", "iias", 0, -1, [])
        lines = [child.value for child in children]
        return [(number, it["label"].value) for number, it, _ in lines if "label" in it]

    async def click(self, label: str) -> None:
        number = next(number for number, said in await self.menu() if said == label)
        (missed,) = await self.ask(
            "/MenuBar", MENU, "EventGroup", "a(isvu)", [[number, "clicked", variant("i", 0), 0]]
        )
        assert missed == []

    def _watch(self, asked: Asked) -> Given | None:
        if asked.member != "RegisterStatusNotifierItem":
            return None
        self.offered.append(asked.body[0])
        return Given()

    def _take(self, signal: Signal) -> None:
        if signal.interface in {ICON, MENU}:
            self.signals.append(signal.member)


async def soon(true: Callable[[], object], what: str) -> None:
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(what)


@asynccontextmanager
async def offering(bus: PrivateBus, wanted: Callable[[], bool] = lambda: True) -> AsyncIterator[StatusNotifier]:
    """An icon beside a notifier that found no server: the connection is there all the same."""
    icon = StatusNotifier(wanted, bus.env)
    notifier = Freedesktop(environ=bus.env, beside=icon)
    with suppress(NotifierUnavailable):
        await notifier.open(lambda _: None)
    try:
        yield icon
    finally:
        await notifier.close()


def run(story: Callable[[PrivateBus], Awaitable[None]]) -> None:
    async def bounded(bus: PrivateBus) -> None:
        async with asyncio.timeout(20):
            await story(bus)

    with PrivateBus() as bus:
        asyncio.run(bounded(bus))


def test_a_panel_is_offered_the_icon_and_offered_it_again_when_it_is_back() -> None:
    async def story(bus: PrivateBus) -> None:
        async with offering(bus) as icon:
            icon.show(RESTS)
            await asyncio.sleep(0.05)
            assert not bus.owner(NAME), "where no panel is, nothing is done"
            for _ in range(2):
                async with Panel(bus.env) as panel:
                    await soon(panel.offered.__len__, "it was not offered")
                    assert panel.offered == [NAME], "its name, and once: else it would be shown twice"
                    found = await panel.icon()
                    assert (found["Id"], found["Title"], found["Status"]) == ("routine", "Routine", "Active")
                    assert found["IconName"] == "", "nobody has put it into the icon theme"
                    assert [(wide, high, len(it)) for wide, high, it in found["IconPixmap"]] == [
                        (size, size, 4 * size * size) for size in SIZES
                    ]
                    assert list(found["ToolTip"])[2:] == ["Routine", "Next: Walk &amp; &lt;stretch&gt;_it, 12:30"]
                    assert [label for _, label in await panel.menu()] == [
                        "Next: Walk & <stretch>__it, 12:30",
                        "Open",
                    ]

    run(story)


def test_what_changed_is_told_once_and_what_did_not_never() -> None:
    async def story(bus: PrivateBus) -> None:
        async with Panel(bus.env) as panel, offering(bus) as icon:
            icon.show(RESTS)
            await soon(lambda: panel.offered, "it was not offered")
            before = await panel.menu()
            for menu in (RESTS, WAITS, WAITS, structs.replace(WAITS)):
                icon.show(menu)
            await soon(lambda: "NewIcon" in panel.signals, "no signal")
            assert panel.signals == ["LayoutUpdated", "NewToolTip", "NewIcon"]
            for file in theme_files(bus.env):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch()
            assert (await panel.icon())["IconName"] == "routine-waiting"
            assert set(before) & set(await panel.menu()) == {next(one for one in before if one[1] == "Open")}
            assert panel.offered == [NAME]

    run(story)


def test_what_is_chosen_is_what_was_seen_and_a_click_on_the_icon_opens() -> None:
    async def story(bus: PrivateBus) -> None:
        chosen = list[MenuEntry]()
        async with Panel(bus.env) as panel, offering(bus) as icon:
            icon.watch(chosen.append, lambda: icon.show(WAITS))
            icon.show(RESTS)
            await soon(lambda: panel.offered, "it was not offered")
            (changed,) = await panel.ask("/MenuBar", MENU, "AboutToShow", "i", 0)
            assert changed, "it is made right before it is looked at"
            await panel.click("Start")
            assert chosen == [START]
            number = next(number for number, label in await panel.menu() if label == "Start")
            # it has gone meanwhile: who still sees it means what it said
            icon.show(RESTS)
            await panel.ask("/MenuBar", MENU, "Event", "isvu", number, "clicked", variant("i", 0), 0)
            assert chosen == [START, START]
            await panel.ask("/MenuBar", MENU, "Event", "isvu", number, "hovered", variant("i", 0), 0)
            await panel.ask("/MenuBar", MENU, "Event", "isvu", 77, "clicked", variant("i", 0), 0)
            await panel.ask("/StatusNotifierItem", ICON, "Activate", "ii", 5, 5)
            assert [one.action for one in chosen[2:]] == [MenuAction.OPEN]
            with pytest.raises(NotifierError):
                await panel.ask("/StatusNotifierItem", ICON, "Dance", "")

    run(story)


def test_it_goes_and_comes_as_the_settings_say() -> None:
    async def story(bus: PrivateBus) -> None:
        wanted = [False]
        async with Panel(bus.env) as panel, offering(bus, lambda: wanted[0]) as icon:
            icon.show(RESTS)
            await asyncio.sleep(0.05)
            assert not panel.offered
            wanted[0] = True
            icon.show(RESTS)
            await soon(lambda: panel.offered, "it was not offered")
            assert bus.owner(NAME)
            wanted[0] = False
            icon.show(WAITS)
            await soon(lambda: not bus.owner(NAME), "it did not go")
            assert not panel.signals

    run(story)


def test_the_dot_is_seen_in_the_middle_while_something_waits() -> None:
    for rests, waits in zip(pixmaps(waits=False), pixmaps(waits=True), strict=True):
        size = int(str(rests[0]))
        assert isinstance(rests[2], bytes)
        assert isinstance(waits[2], bytes)
        middle = 4 * (size // 2 * size + size // 2)
        assert rests[2][middle] == 0, "seen through"
        assert waits[2][middle] == 255
