"""Knows desktop-notifier 6.2.0 on macOS as seen from outside, and a person at a Mac; must not know our adapter.

Names, parameters and their order are the library's own; a test compares them where the library is installed.
What it does is what its source does: failures are logged and nothing is raised, a refusal by the centre even
counts as dispatched, buttons are remembered by their labels, and outside a bundle all cards are dropped.
"""

# ruff: noqa: ARG002 - names and parameters are the library's own
from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from types import ModuleType
from typing import Any


class Urgency(Enum):
    Critical = "critical"
    Normal = "normal"
    Low = "low"


class Capability(Enum):
    """Only the ones that are asked for; their values are nobody's business."""

    BUTTONS = auto()
    ON_DISPATCHED = auto()
    ON_CLICKED = auto()
    ON_DISMISSED = auto()


@dataclass(frozen=True)
class Attachment:
    path: Path | None = None
    uri: str | None = None


@dataclass(frozen=True)
class Button:
    title: str
    on_pressed: Callable[[], Any] | None = None
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Notification:
    title: str
    message: str
    urgency: Urgency = Urgency.Normal
    icon: object | None = None
    buttons: tuple[Button, ...] = ()
    reply_field: object | None = None
    on_dispatched: Callable[[], Any] | None = None
    on_clicked: Callable[[], Any] | None = None
    on_dismissed: Callable[[], Any] | None = None
    attachment: Attachment | None = None
    sound: object | None = None
    thread: str | None = None
    timeout: int = -1
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))
    _buttons_dict: dict[str, Button] = field(default_factory=dict)


@dataclass
class Mac:
    """The computer: its notification centre, what it remembers, and what the person allowed."""

    bundle: bool = True
    signed: bool = True
    """Homebrew's Python is a bundle without a signature: the centre refuses it, as if the person had."""
    allowed: bool | None = True
    """None while the person has not answered the question."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    cards: dict[str, Notification] = field(default_factory=dict)
    categories: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    refuses: bool = False
    refuses_title: str = ""
    raises: bool = False
    hangs: bool = False
    slow: asyncio.Event | None = None
    """While there is one, nothing is shown before it is set."""
    library: DesktopNotifier | None = None

    def shows(self, card: Notification) -> None:
        labels = tuple(button.title for button in card.buttons)
        self.categories.setdefault(labels, tuple(button.identifier for button in card.buttons))
        self.cards.pop(card.identifier, None)
        self.cards[card.identifier] = card

    def press(self, identifier: str, label: str) -> None:
        """The centre sends the key that these labels had when it first saw them."""
        card = self.cards.pop(identifier, None)
        if card and self.library and self.library.on_button_pressed:
            labels = tuple(button.title for button in card.buttons)
            self.library.on_button_pressed(identifier, self.categories[labels][labels.index(label)])

    def click(self, identifier: str) -> None:
        if self.cards.pop(identifier, None) and self.library and self.library.on_clicked:
            self.library.on_clicked(identifier)

    def dismiss(self, identifier: str) -> None:
        if self.cards.pop(identifier, None) and self.library and self.library.on_dismissed:
            self.library.on_dismissed(identifier)


class DesktopNotifier:
    mac: Mac

    def __init__(
        self,
        app_name: str = "Python",
        app_icon: object | None = None,
        notification_limit: int | None = None,
    ) -> None:
        self.mac.library = self
        if self.mac.bundle and not self.mac.signed:
            log = logging.getLogger("desktop_notifier.backends.macos_support")
            log.warning(
                "Cannot verify signature of bundle %s. %s call failed with OSStatus: %s", "org.x", "Sec", -1
            )
        self.on_dispatched: Callable[[str], Any] | None = None
        self.on_clicked: Callable[[str], Any] | None = None
        self.on_dismissed: Callable[[str], Any] | None = None
        self.on_button_pressed: Callable[[str, str], Any] | None = None

    async def request_authorisation(self) -> bool:
        if self.mac.allowed is None:
            await self.mac.answered.wait()
        return bool(self.mac.allowed)

    async def get_capabilities(self) -> frozenset[Capability]:
        return frozenset(Capability) if self.mac.bundle else frozenset()

    async def send_notification(self, notification: Notification) -> str:
        try:
            await self._send(notification)
        except Exception:
            logging.getLogger("desktop_notifier.backends.base").warning("Notification failed", exc_info=True)
        else:
            if notification.on_dispatched:
                notification.on_dispatched()
        return notification.identifier

    async def get_current_notifications(self) -> list[str]:
        return list(self.mac.cards)

    async def clear(self, identifier: str) -> None:
        if self.mac.raises:
            raise RuntimeError("objc")
        self.mac.cards.pop(identifier, None)

    async def _send(self, notification: Notification) -> None:
        if self.mac.hangs:
            await asyncio.Event().wait()
        if self.mac.slow:
            await self.mac.slow.wait()
        if self.mac.raises:
            raise RuntimeError("NSInternalInconsistencyException")
        # its many questions to the centre give way to others
        await asyncio.sleep(0)
        if self.mac.refuses or notification.title == self.mac.refuses_title:
            logging.getLogger("desktop_notifier.backends.macos").warning(
                "%s: domain=%s, code=%s, description=%s",
                "Error when scheduling notification",
                "UNErrorDomain",
                1,
                "Notifications are not allowed for this application",
            )
            return
        if self.mac.bundle:
            self.mac.shows(notification)


CLASSES: tuple[type, ...] = (Attachment, Button, Notification, DesktopNotifier)
ENUMS: tuple[type[Enum], ...] = (Urgency, Capability)


def library(mac: Mac) -> ModuleType:
    """The module `desktop_notifier`, as it would be on that computer."""

    class Centre(DesktopNotifier):
        pass

    Centre.mac = mac
    module = ModuleType("desktop_notifier")
    for each in (*CLASSES, *ENUMS):
        setattr(module, each.__name__, each)
    module.DesktopNotifier = Centre  # type: ignore[attr-defined] # a module takes any name
    return module
