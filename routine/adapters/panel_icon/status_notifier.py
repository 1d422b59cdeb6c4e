"""Knows how an icon is offered to the desktop's panel, by a connection that is there; not what its menu is for.

A panel is met when it comes, and met anew when it comes again; where there is none, nothing is done at all. What a
left click does is the panel's choice: some open the menu, others call Activate, which opens today.
It never asks for attention, which some panels paint red: the icon changes.

Source: the Status Notifier Item specification (StatusNotifierItem, StatusNotifierWatcher), with the properties
ItemIsMenu and Menu of KDE's; of the D-Bus Specification "Message Bus Messages" (RequestName, ReleaseName).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from routine.adapters.dbus.connection import BUS, BUS_PATH, Asked, Call, DbusSession, Given, Reply, Signal, variant
from routine.adapters.panel_icon import dbus_menu
from routine.adapters.panel_icon.dbus_menu import DbusMenu
from routine.adapters.panel_icon.icon import RESTS, WAITS, pixmaps, theme_files
from routine.core.panel_menu import MenuAction, MenuEntry, PanelMenu
from routine.presentation.panel_icon import TITLE

PATH = "/StatusNotifierItem"
INTERFACE = "org.kde.StatusNotifierItem"
WATCHER = "org.kde.StatusNotifierWatcher"
_WATCHER_PATH = "/StatusNotifierWatcher"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_RULE = f"type='signal',sender='{BUS}',interface='{BUS}',member='NameOwnerChanged',arg0='{WATCHER}'"
_DO_NOT_QUEUE = 4
_ICON_NAME = "IconName"


class StatusNotifier:
    """Keeps ports.PanelIcon, beside whoever has the connection."""

    def __init__(
        self, is_wanted: Callable[[], bool] = lambda: True, environ: Mapping[str, str] = os.environ
    ) -> None:
        """`is_wanted`: what the settings say, asked whenever it is shown."""
        self._in_theme = theme_files(environ)
        self._is_wanted = is_wanted
        self._session: DbusSession | None = None
        self._menu = DbusMenu()
        self._name = f"{INTERFACE}-{os.getpid()}-1"
        self._panel = ""
        self._shown = False

    def watch(self, chosen: Callable[[MenuEntry], None], opens: Callable[[], None]) -> None:
        self._menu.chosen, self._menu.opens = chosen, opens

    def show(self, menu: PanelMenu | None) -> None:
        before, wanted = self._menu.menu, menu is not None and self._is_wanted()
        if menu is not None and menu != before:
            self._menu.menu = menu
            self._menu.revision += 1
        if wanted != self._shown:
            self._shown = wanted
            if wanted:
                self._offer()
            else:
                self._take_away()
        elif wanted and self._menu.menu != before:
            self._tell_of_change(before)

    def connected(self, session: DbusSession) -> None:
        """Also again after a loss: the panel is told anew."""
        self._session, self._panel = session, ""
        session.objects[PATH] = self._answer
        session.objects[dbus_menu.PATH] = self._menu.answer
        session.post(Call(BUS, BUS_PATH, BUS, "AddMatch", "s", (_RULE,)))
        session.send(Call(BUS, BUS_PATH, BUS, "GetNameOwner", "s", (WATCHER,)), self._found)

    @property
    def has_panel(self) -> bool:
        return bool(self._panel)

    def heard(self, signal: Signal) -> None:
        match signal.sender, signal.member, signal.body:
            case str(sender), "NameOwnerChanged", (str(name), _, str(owner)) if (sender, name) == (BUS, WATCHER):
                self._panel_is(owner)

    def _found(self, reply: Reply) -> None:
        match reply:
            case (str(owner),) if not self._panel:
                self._panel_is(owner)

    def _panel_is(self, owner: str) -> None:
        """Another panel than before, or none any more; what it is shown is as the reminders are now."""
        self._panel, was_shown = owner, self._shown
        self._menu.opens()
        if was_shown:
            self._offer()

    def _offer(self) -> None:
        """By its name, and once to each panel: who was told its address as well would show it twice."""
        if not (self._shown and self._panel and self._session):
            return
        self._session.post(Call(BUS, BUS_PATH, BUS, "RequestName", "su", (self._name, _DO_NOT_QUEUE)))
        register = Call(self._panel, _WATCHER_PATH, WATCHER, "RegisterStatusNotifierItem", "s", (self._name,))
        self._session.post(register)

    def _take_away(self) -> None:
        """There is no call for it: whoever no longer answers to the name is gone."""
        if self._session:
            self._session.post(Call(BUS, BUS_PATH, BUS, "ReleaseName", "s", (self._name,)))

    def _tell_of_change(self, before: PanelMenu) -> None:
        if not (self._panel and self._session):
            return
        self._session.emit(dbus_menu.PATH, dbus_menu.INTERFACE, "LayoutUpdated", "ui", self._menu.revision, 0)
        if before.line != self._menu.menu.line:
            self._session.emit(PATH, INTERFACE, "NewToolTip")
        if before.waits != self._menu.menu.waits:
            self._session.emit(PATH, INTERFACE, "NewIcon")

    def _answer(self, asked: Asked) -> Given | None:
        match asked.interface, asked.member, asked.body:
            case _, "Get", (_, str(name)) if asked.interface == _PROPERTIES and (said := self._property(name)):
                return Given("v", (said,))
            case _, "GetAll", _ if asked.interface == _PROPERTIES:
                return Given("a{sv}", ({name: self._property(name) for name in (_ICON_NAME, *_SAID)},))
            case _, "Activate" | "SecondaryActivate", _:
                self._menu.chosen(MenuEntry(MenuAction.OPEN, ""))
                return Given()
            case _, "ContextMenu" | "Scroll", _:
                return Given()
            case _:
                return None

    def _property(self, name: str) -> object:
        """None where there is no such."""
        menu = self._menu.menu
        if name != _ICON_NAME:
            return _SAID[name](menu) if name in _SAID else None
        # `routine login on` puts both into the icon theme; LXQt takes the pixels only where no name is told
        named = all(file.exists() for file in self._in_theme)
        return variant("s", (WAITS if menu.waits else RESTS) if named else "")


def _as_markup(text: str) -> str:
    """For what a tip says: "Markup" of the specification. The library's own way would bring all names of HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _none_of(signature: str, nothing: object) -> Callable[[PanelMenu], object]:
    """Of what we have not: a panel of Qt asks for it all the same, and says that it went wrong."""
    return lambda _: variant(signature, nothing)


_SAID: dict[str, Callable[[PanelMenu], object]] = {
    "Category": lambda _: variant("s", "ApplicationStatus"),
    "Id": lambda _: variant("s", "routine"),
    "Title": lambda _: variant("s", TITLE),
    "Status": lambda _: variant("s", "Active"),
    "WindowId": lambda _: variant("i", 0),
    "IconPixmap": lambda menu: variant("a(iiay)", pixmaps(waits=menu.waits)),
    "ToolTip": lambda menu: variant("(sa(iiay)ss)", ["", [], TITLE, _as_markup(menu.line)]),
    **{name: _none_of("s", "") for name in ("IconThemePath", "OverlayIconName", "AttentionIconName")},
    **{name: _none_of("a(iiay)", []) for name in ("OverlayIconPixmap", "AttentionIconPixmap")},
    "AttentionMovieName": _none_of("s", ""),
    "ItemIsMenu": lambda _: variant("b", True),
    "Menu": lambda _: variant("o", dbus_menu.PATH),
}
"""The properties, each made when it is asked for: nothing is kept of the pixels."""
