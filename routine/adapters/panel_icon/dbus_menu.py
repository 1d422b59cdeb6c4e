"""Knows a menu as com.canonical.dbusmenu has it; must not know what is chosen for what.

Version 3 with the calls for groups: newer panels show no menu without the one, and choose nothing without the
other.
The number of an entry is its action's, whatever else is there: panels keep what they know by it.

Source: the interface com.canonical.dbusmenu, as libdbusmenu documents it (dbus-menu.xml).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from routine.adapters.dbus.connection import Asked, Given, variant
from routine.core.panel_menu import MenuAction, MenuEntry, PanelMenu

PATH = "/MenuBar"
INTERFACE = "com.canonical.dbusmenu"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ROOT, _LINE = 0, 1
_FIRST, _RULE = 10, 90
"""The number of the first action, and of the first rule between two groups."""
_NUMBERS = {action: number for number, action in enumerate(MenuAction, _FIRST)}
_CLICKED = "clicked"
_OF_THE_MENU = {
    "Version": variant("u", 3),
    "Status": variant("s", "normal"),
    "TextDirection": variant("s", "ltr"),
    "IconThemePath": variant("as", []),
}

Properties = dict[str, object]


class DbusMenu:
    """Answers for one menu. `opens` is called before it is looked at, and may change `menu`."""

    def __init__(self) -> None:
        self.chosen: Callable[[MenuEntry], None] = lambda _: None
        self.opens: Callable[[], None] = lambda: None
        self.menu = PanelMenu("", waits=False, groups=())
        self.revision = 1
        self._seen: dict[int, MenuEntry] = {}
        """What was last handed out: that is what somebody chooses from."""

    def answer(self, asked: Asked) -> Given | None:  # noqa: PLR0911 - one a method
        match asked.interface, asked.member, asked.body:
            case _, "Get", (_, str(name)) if asked.interface == _PROPERTIES and name in _OF_THE_MENU:
                return Given("v", (_OF_THE_MENU[name],))
            case _, "GetAll", _ if asked.interface == _PROPERTIES:
                return Given("a{sv}", (_OF_THE_MENU,))
            case _, "GetLayout", (int(parent), *_):
                return Given("u(ia{sv}av)", (self.revision, self._layout(parent)))
            case _, "GetGroupProperties", (list(wanted), *_):
                lines = [(_ROOT, _root()), *self._lines()]
                return Given(
                    "a(ia{sv})", ([[number, it] for number, it in lines if not wanted or number in wanted],)
                )
            case _, "GetProperty", (int(wanted), str(name)):
                lines = [(_ROOT, _root()), *self._lines()]
                found = next((it[name] for number, it in lines if number == wanted and name in it), None)
                return Given("v", (found,)) if found else None
            case _, "AboutToShow", _:
                return Given("b", (self._about_to_show(),))
            case _, "AboutToShowGroup", (list(wanted), *_):
                return Given("aiai", ([_ROOT] if self._about_to_show() and _ROOT in wanted else [], []))
            case _, "Event", (int(number), str(what), *_):
                self._happened(number, what)
                return Given()
            case _, "EventGroup", (list(several), *_):
                for number, what, *_ in several:
                    self._happened(number, what)
                return Given("ai", ([],))
            case _:
                return None

    def _about_to_show(self) -> bool:
        before = self.revision
        self.opens()
        return self.revision != before

    def _happened(self, number: int, what: str) -> None:
        if what == _CLICKED and number in self._seen:
            self.chosen(self._seen[number])

    def _layout(self, parent: int) -> list[object]:
        if parent != _ROOT:
            return [parent, {}, []]
        self._seen = {_NUMBERS[entry.action]: entry for group in self.menu.groups for entry in group}
        children = [variant("(ia{sv}av)", [number, it, []]) for number, it in self._lines()]
        return [_ROOT, _root(), children]

    def _lines(self) -> Iterator[tuple[int, Properties]]:
        yield _LINE, {"label": variant("s", _label(self.menu.line)), "enabled": variant("b", False)}
        for place, group in enumerate(self.menu.groups):
            yield _RULE + place, {"type": variant("s", "separator")}
            for entry in group:
                yield _NUMBERS[entry.action], {"label": variant("s", _label(entry.label))}


def _root() -> Properties:
    return {"children-display": variant("s", "submenu")}


def _label(text: str) -> str:
    """One underscore would mark the key that chooses the entry."""
    return text.replace("_", "__")
