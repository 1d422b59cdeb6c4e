"""Knows what desktop-notifier asks of Objective-C on a Mac, so that the library itself can be run anywhere.

Must not know our adapter. What the notification centre is handed, and what a press sends, is what the real one
would see. Source: Apple, UserNotifications and Security frameworks, and desktop-notifier 6.2.0, which asks them.
"""

# ruff: noqa: ARG002, N802, N803 - names and parameters are Apple's own
from __future__ import annotations

import importlib
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

LIBRARY = "desktop_notifier"
CLICKED = "com.apple.UNNotificationDefaultActionIdentifier"
DISMISSED = "com.apple.UNNotificationDismissActionIdentifier"
_NOT_SIGNED = -67062
"""errSecCSUnsigned"""


class NSObject:
    @classmethod
    def alloc(cls) -> Self:
        return cls()

    def init(self) -> Self:
        return self


class NSSet(NSObject):
    def __init__(self, members: tuple[Any, ...] = ()) -> None:
        self.members = members

    def allObjects(self) -> list[Any]:
        return list(self.members)

    def setByAddingObject(self, member: Any) -> NSSet:
        return NSSet((*self.members, member))


@dataclass
class Centre:
    """UNUserNotificationCenter, and a person at it."""

    bundle: bool = True
    signed: bool = True
    allowed: bool = True
    refuses: bool = False
    delegate: Any = None
    cards: dict[str, Any] = field(default_factory=dict)
    """Their content, by identifier, oldest first."""
    categories: NSSet = field(default_factory=NSSet)

    def requestAuthorizationWithOptions(
        self, options: int, completionHandler: Callable[[bool, Any], None]
    ) -> None:
        if not self.signed:
            # what the real one says of a bundle that it cannot verify
            completionHandler(False, error("Notifications are not allowed for this application"))
        else:
            completionHandler(self.allowed, None)

    def getNotificationCategoriesWithCompletionHandler(self, handler: Callable[[Any], None]) -> None:
        handler(self.categories)

    def setNotificationCategories(self, categories: NSSet) -> None:
        self.categories = categories

    def addNotificationRequest(self, request: Any, withCompletionHandler: Callable[[Any], None]) -> None:
        if self.refuses or not self.signed:
            withCompletionHandler(error("Notifications are not allowed for this application"))
            return
        self.cards.pop(request.identifier, None)
        self.cards[request.identifier] = request.content
        withCompletionHandler(None)

    def getDeliveredNotificationsWithCompletionHandler(self, handler: Callable[[Any], None]) -> None:
        nothing = {"retain": lambda: None, "autorelease": lambda: None}
        handler([SimpleNamespace(request=SimpleNamespace(identifier=each), **nothing) for each in self.cards])

    def removeDeliveredNotificationsWithIdentifiers(self, identifiers: list[str]) -> None:
        for identifier in identifiers:
            self.cards.pop(identifier, None)

    def buttons(self, identifier: str) -> list[Any]:
        """As the category has them that the card is of: the first ones of these labels."""
        wanted = self.cards[identifier].categoryIdentifier
        found = [category.actions for category in self.categories.allObjects() if category.identifier == wanted]
        return list(found[0]) if found else []

    def press(self, identifier: str, label: str) -> None:
        if identifier in self.cards:
            pressed = [action.identifier for action in self.buttons(identifier) if action.title == label]
            self.send(identifier, pressed[0])

    def send(self, identifier: str, action: str) -> None:
        """What the centre calls when somebody does something to a card."""
        if self.cards.pop(identifier, None) is None:
            return
        request = SimpleNamespace(identifier=identifier)
        response = SimpleNamespace(notification=SimpleNamespace(request=request), actionIdentifier=action)
        name = "userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_"
        getattr(self.delegate, name)(self, response, lambda: None)


def error(words: str) -> SimpleNamespace:
    return SimpleNamespace(domain="UNErrorDomain", code=1, localizedDescription=words)


def classes(centre: Centre) -> dict[str, Any]:
    """What ObjCClass finds by its name."""

    def made(*places: str) -> Callable[..., SimpleNamespace]:
        return lambda *given, **named: SimpleNamespace(**dict(zip(places, given, strict=False)), **named)

    content = SimpleNamespace(alloc=lambda: SimpleNamespace(init=SimpleNamespace))
    bundle = SimpleNamespace(
        bundleIdentifier="org.python.python" if centre.bundle else None, bundleURL="file:///x"
    )
    return {
        "NSBundle": SimpleNamespace(mainBundle=bundle),
        "NSSet": NSSet,
        "NSURL": SimpleNamespace(fileURLWithPath=made("path")),
        "UNUserNotificationCenter": SimpleNamespace(currentNotificationCenter=lambda: centre),
        "UNMutableNotificationContent": content,
        "UNNotificationRequest": SimpleNamespace(requestWithIdentifier=made("identifier")),
        "UNNotificationAction": SimpleNamespace(actionWithIdentifier=made("identifier")),
        "UNNotificationCategory": SimpleNamespace(categoryWithIdentifier=made("identifier")),
        "UNNotificationAttachment": SimpleNamespace(attachmentWithIdentifier=made("identifier")),
    }


def modules(centre: Centre) -> dict[str, ModuleType]:
    """rubicon-objc, as far as desktop-notifier imports it."""
    known = classes(centre)
    security = SimpleNamespace(
        SecStaticCodeCreateWithPath=lambda *_: 0,
        SecStaticCodeCheckValidity=lambda *_: 0 if centre.signed else _NOT_SIGNED,
    )
    found = {name: ModuleType(name) for name in ("rubicon", "rubicon.objc", "rubicon.objc.runtime")}
    vars(found["rubicon.objc"]).update(
        NSObject=NSObject,
        ObjCClass=lambda name: known.get(name, SimpleNamespace()),
        objc_method=lambda method: method,
        py_from_ns=lambda given: given,
    )
    vars(found["rubicon.objc.runtime"]).update(load_library=lambda _: security, objc_block=object, objc_id=object)
    return found


@contextmanager
def desktop_notifier(centre: Centre) -> Iterator[ModuleType]:
    """The library itself, on this Mac."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in modules(centre).items():
            patch.setitem(sys.modules, name, module)
        patch.setattr(platform, "system", lambda: "Darwin")
        patch.setattr(platform, "mac_ver", lambda: ("14.5", ("", "", ""), "arm64"))
        kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == LIBRARY}
        try:
            yield importlib.import_module(LIBRARY)
        finally:
            for name in [name for name in sys.modules if name.partition(".")[0] == LIBRARY]:
                del sys.modules[name]
            sys.modules.update(kept)
