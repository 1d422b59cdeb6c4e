"""Knows what windows-toasts asks of WinRT, so that the library itself can be run anywhere; not our adapter.

What a toast becomes is the XML that the real Windows would get. Names are WinRT's own, as PyWinRT spells them.
Source: Microsoft, Windows.UI.Notifications and Windows.Data.Xml.Dom, and windows-toasts 1.3.1, which asks them.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from types import ModuleType, SimpleNamespace
from typing import Any
from xml.dom import minidom

import pytest

from tests.adapters.notify.windows_toasts_double import Windows, registry
from tests.needs import leave_out

LIBRARY = "windows_toasts"


class ToastDismissalReason(IntEnum):
    USER_CANCELED = 0
    APPLICATION_HIDDEN = 1
    TIMED_OUT = 2


class NotificationUpdateResult(IntEnum):
    SUCCEEDED = 0
    FAILED = 1
    NOTIFICATION_NOT_FOUND = 2


class Node:
    """IXmlNode over minidom."""

    def __init__(self, node: Any) -> None:
        self.node = node

    @property
    def attributes(self) -> Node:
        return self

    @property
    def inner_text(self) -> str:
        return str(self.node.value)

    @inner_text.setter
    def inner_text(self, text: str) -> None:
        self.node.value = text

    def set_named_item(self, attribute: Node) -> None:
        self.node.setAttributeNode(attribute.node)

    def get_named_item(self, name: str) -> Node:
        return Node(self.node.getAttributeNode(name))

    def append_child(self, child: Node) -> None:
        self.node.appendChild(child.node)

    def clone_node(self, deep: bool) -> Node:
        return Node(self.node.cloneNode(deep))


class Nodes:
    """XmlNodeList."""

    def __init__(self, nodes: list[Any]) -> None:
        self.nodes = nodes

    @property
    def length(self) -> int:
        return len(self.nodes)

    def item(self, place: int) -> Node | None:
        return Node(self.nodes[place]) if place < len(self.nodes) else None


class XmlDocument:
    def load_xml(self, text: str) -> None:
        self.document = minidom.parseString(text)

    def create_element(self, name: str) -> Node:
        return Node(self.document.createElement(name))

    def create_attribute(self, name: str) -> Node:
        attribute = self.document.createAttribute(name)
        attribute.value = ""
        return Node(attribute)

    def create_text_node(self, text: str) -> Node:
        return Node(self.document.createTextNode(text))

    def get_elements_by_tag_name(self, name: str) -> Nodes:
        return Nodes(list(self.document.getElementsByTagName(name)))


class Values(dict[str, str]):
    """The values that stand in place of {text1} and the others."""

    def insert(self, name: str, value: str) -> None:
        self[name] = value


@dataclass
class NotificationData:
    sequence_number: int = 0
    values: Values = field(default_factory=Values)


class ToastNotification:
    """One toast, as Windows is handed it."""

    tag = ""
    group = ""
    suppress_popup = False
    data: NotificationData

    def __init__(self, content: XmlDocument) -> None:
        self.content = content
        self.hears: dict[str, Callable[[Any, Any], None]] = {}
        self.in_centre = False

    def add_activated(self, hear: Callable[[Any, Any], None]) -> None:
        self.hears["activated"] = hear

    def add_dismissed(self, hear: Callable[[Any, Any], None]) -> None:
        self.hears["dismissed"] = hear

    def add_failed(self, hear: Callable[[Any, Any], None]) -> None:
        self.hears["failed"] = hear

    @property
    def root(self) -> minidom.Element:
        found = self.content.document.documentElement
        assert found
        return found

    def one(self, name: str) -> minidom.Element:
        (found,) = self.all(name)
        return found

    def all(self, name: str) -> list[minidom.Element]:
        return list(self.root.getElementsByTagName(name))

    @property
    def texts(self) -> list[str]:
        """As they are drawn: bound to the data, whatever is in it."""
        bound = [text.firstChild.nodeValue.strip("{}") for text in self.all("text") if text.firstChild]  # type: ignore[union-attr] # a text node has one
        return [self.data.values.get(name, "") for name in bound]

    def tell(self, what: str, told: Any) -> None:
        """From a thread of the system, as always."""
        if hear := self.hears.get(what):
            thread = threading.Thread(target=hear, args=(self, told))
            thread.start()
            thread.join()


@dataclass
class Desktop:
    """A Windows with its toasts, and a person at it."""

    toasts: list[ToastNotification] = field(default_factory=list)
    ever: dict[str, ToastNotification] = field(default_factory=dict)
    """Each that was shown, by its tag: also one that has gone."""
    setting: int = 0
    broken: bool = False
    computer: Windows = field(default_factory=Windows)
    """Its registry."""

    def of(self, tag: str) -> ToastNotification | None:
        return next((toast for toast in self.toasts if toast.tag == tag), None)

    def press(self, toast: ToastNotification, arguments: str) -> None:
        if toast in self.toasts:
            self.toasts.remove(toast)
        args = SimpleNamespace(arguments=arguments, user_input={})
        toast.tell("activated", SimpleNamespace(as_=lambda _: args))

    def dismiss(self, toast: ToastNotification) -> None:
        toast.in_centre = True
        toast.tell("dismissed", SimpleNamespace(reason=ToastDismissalReason.USER_CANCELED))

    def time_out(self, toast: ToastNotification) -> None:
        toast.in_centre = True
        toast.tell("dismissed", SimpleNamespace(reason=ToastDismissalReason.TIMED_OUT))


class ToastNotifier:
    def __init__(self, desktop: Desktop, name: str) -> None:
        self.desktop, self.name = desktop, name

    @property
    def setting(self) -> int:
        return self.desktop.setting

    def refuse(self) -> None:
        if self.desktop.broken:
            raise OSError("[WinError -2147023174] The RPC server is unavailable")

    def show(self, toast: ToastNotification) -> None:
        self.refuse()
        if old := self.desktop.of(toast.tag):
            self.desktop.toasts.remove(old)
        self.desktop.toasts.append(toast)
        self.desktop.ever[toast.tag] = toast

    def update_with_tag_and_group(self, data: NotificationData, tag: str, group: str) -> NotificationUpdateResult:
        self.refuse()
        toast = self.desktop.of(tag)
        if toast is None or toast.group != group:
            return NotificationUpdateResult.NOTIFICATION_NOT_FOUND
        toast.data.values.update(data.values)
        return NotificationUpdateResult.SUCCEEDED

    def clear_with_id(self, name: str) -> None:
        self.refuse()
        assert name == self.name
        self.desktop.toasts.clear()

    def remove_grouped_tag_with_id(self, tag: str, group: str, name: str) -> None:
        self.refuse()
        toast = self.desktop.of(tag)
        if toast and (toast.group, self.name) == (group, name):
            self.desktop.toasts.remove(toast)


def modules(desktop: Desktop) -> dict[str, ModuleType]:
    """WinRT, as far as windows-toasts imports it."""

    class Manager:
        history: ToastNotifier

        @classmethod
        def create_toast_notifier_with_id(cls, name: str) -> ToastNotifier:
            cls.history = ToastNotifier(desktop, name)
            return cls.history

    found = {
        name: ModuleType(name)
        for name in (
            "winrt",
            "winrt.system",
            "winrt.windows",
            "winrt.windows.ui",
            "winrt.windows.ui.notifications",
            "winrt.windows.data",
            "winrt.windows.data.xml",
            "winrt.windows.data.xml.dom",
        )
    }
    vars(found["winrt"])["system"] = found["winrt.system"]
    vars(found["winrt.system"]).update(Object=object, unbox_string=str)
    vars(found["winrt.windows.data.xml.dom"]).update(IXmlNode=Node, XmlElement=Node, XmlDocument=XmlDocument)
    vars(found["winrt.windows.ui.notifications"]).update(
        NotificationData=NotificationData,
        NotificationUpdateResult=NotificationUpdateResult,
        ScheduledToastNotification=object,
        ToastActivatedEventArgs=object,
        ToastDismissalReason=ToastDismissalReason,
        ToastDismissedEventArgs=object,
        ToastFailedEventArgs=object,
        ToastNotification=ToastNotification,
        ToastNotificationHistory=ToastNotifier,
        ToastNotificationManager=Manager,
        ToastNotifier=ToastNotifier,
    )
    return found


@contextmanager
def windows_toasts(desktop: Desktop) -> Iterator[ModuleType]:
    """The library itself, on this desktop. Skips where it is not installed, which `make test` sees to."""
    if importlib.util.find_spec(LIBRARY) is None:
        leave_out("windows-toasts is not installed here: scripts/venv installs it without what it depends on")
    with pytest.MonkeyPatch.context() as patch:
        for name, module in modules(desktop).items():
            patch.setitem(sys.modules, name, module)
        patch.setitem(sys.modules, "winreg", registry(desktop.computer))
        kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == LIBRARY}
        try:
            yield importlib.import_module(LIBRARY)
        finally:
            for name in [name for name in sys.modules if name.partition(".")[0] == LIBRARY]:
                del sys.modules[name]
            sys.modules.update(kept)
