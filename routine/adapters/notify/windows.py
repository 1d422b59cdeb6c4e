"""Knows how Windows shows toasts that stay until they are answered; must not know what an answer means.

The one file that imports windows-toasts, and it does so in `open`: it exists on Windows only. What was learned
about it (1.3.1) and shapes this file:

- Buttons reach us only under a name that stands in the registry. Without one, every press comes as a dismissal.
- Callbacks come on a thread of the system.
- A press, and a click on the body, both come as `activated`: a click carries the toast's tag.
- A toast whose popup has timed out waits in the notification centre. Whether a press there is told to a program
  that is not registered with COM is disputed (DatGuy1/Windows-Toasts 12), so its words say how else to answer.
- The scenario `reminder` needs a button to be heeded. That the button has to act in the background, as Microsoft's
  schema has it, is not so: those of Chromium's reminders do not, and they stay (notification_template_builder.cc).
- A refusal may come after `show_toast` has returned. Then the card is told as Lost.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from routine.core.notification import Notification, Urgency
from routine.errors import NotifierRejected, NotifierUnavailable
from routine.ports import Acted, BodyClicked, Capabilities, Dismissed, Handle, Lost, NotifierEvent
from routine.presentation import notifiers as words

NAME = "routine"
_ROOM = 5
_ENABLED = 0
"""NotificationSetting.ENABLED"""
_TIMED_OUT = 2
"""ToastDismissalReason.TIMED_OUT"""
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif"})


@dataclass(frozen=True, slots=True)
class _Card:
    toast: Any
    notice: Notification
    hidden: bool = False
    """Its popup has gone to the notification centre: new words alone would not bring it back."""


class Windows:
    """Toasts with buttons, in the scenario `reminder`; keeps ports.Notifier."""

    def __init__(self, *, clears: bool = False) -> None:
        """`clears`: take away what one that died has left, whose buttons nobody would hear."""
        self._clears = clears
        self._library: Any = None
        self._toaster: Any = None
        self._named = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tell: Callable[[NotifierEvent], None] | None = None
        self._tokens = itertools.count(1)
        self._cards: dict[Handle, _Card] = {}

    @property
    def caps(self) -> Capabilities:
        why = "" if self._named or self._toaster is None else words.WINDOWS_NO_NAME
        return Capabilities("Windows", actions=self._named, degraded=why)

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        try:
            import windows_toasts  # noqa: PLC0415 - it exists on Windows only

            self._library = windows_toasts
            self._named = _registered()
            self._toaster = self._library.InteractableWindowsToaster(NAME, NAME if self._named else None)
        except (ImportError, OSError) as error:
            raise NotifierUnavailable(words.WINDOWS_NONE, words.WINDOWS_NONE_HINT) from error
        if self._clears and self._named:
            # under any other name they might be another program's
            with suppress(OSError):
                self._toaster.clear_toasts()
        self._loop = asyncio.get_running_loop()
        self._tell = tell

    async def show(self, notice: Notification) -> Handle:
        if self._toaster is None:
            raise NotifierUnavailable(words.NOT_OPEN, words.NOT_OPEN_HINT)
        self._allowed()
        handle = Handle(next(self._tokens))
        toast = self._toast(handle, notice)
        self._cards[handle] = _Card(toast, notice)
        try:
            self._toaster.show_toast(toast)
        except OSError as error:
            del self._cards[handle]
            raise NotifierRejected(words.WINDOWS_REFUSED, words.said(str(error))) from error
        return handle

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        card = self._cards.get(handle)
        if card is None:
            return await self.show(notice)
        same = (card.notice.actions, card.notice.picture) == (notice.actions, notice.picture)
        if same and not card.hidden:
            # only the words of a toast can be changed where it is
            card.toast.text_fields = self._texts(notice)
            with suppress(OSError):
                if self._toaster.update_toast(card.toast):
                    self._cards[handle] = _Card(card.toast, notice)
                    return handle
        await self.withdraw(handle)
        return await self.show(notice)

    async def withdraw(self, handle: Handle) -> None:
        card = self._cards.pop(handle, None)
        if card is not None:
            # it may be gone already
            with suppress(OSError):
                self._toaster.remove_toast(card.toast)

    async def close(self) -> None:
        self._tell = None
        for handle in list(self._cards):
            await self.withdraw(handle)
        self._toaster = None

    def _toast(self, handle: Handle, notice: Notification) -> Any:
        library = self._library
        actions = notice.actions[:_ROOM] if self._named else ()
        stays = bool(actions) and notice.urgency is not Urgency.LOW
        return library.Toast(
            text_fields=self._texts(notice),
            # Windows ignores the scenario of a toast without buttons; where it does so all the same, it stays 25
            # seconds, not 5
            scenario=library.ToastScenario.Reminder if stays else library.ToastScenario.Default,
            duration=library.ToastDuration.Long if stays else library.ToastDuration.Default,
            # each step of a session is a toast of its own; a bell every half minute is no way to relax
            audio=None if notice.urgency is Urgency.NORMAL else library.ToastAudio(silent=True),
            actions=[library.ToastButton(action.label, arguments=action.key.value) for action in actions],
            images=self._images(notice),
            on_activated=lambda answer: self._later(self._activated, handle, answer.arguments or ""),
            on_dismissed=lambda answer: self._later(self._dismissed, handle, int(answer.reason)),
            on_failed=lambda _: self._later(self._failed, handle),
        )

    def _texts(self, notice: Notification, *, hidden: bool = False) -> list[str]:
        lines = [notice.body] if notice.body else []
        if notice.without_buttons and (hidden or not self._named):
            lines.append(notice.without_buttons)
        return [notice.title, "\n".join(lines)]

    def _images(self, notice: Notification) -> list[Any]:
        picture = Path(notice.picture)
        if picture.suffix.lower() not in _PICTURES or not picture.is_file():
            return []
        return [self._library.ToastDisplayImage.fromPath(picture)]

    def _allowed(self) -> None:
        """Raises NotifierRejected when the person, or a policy, has switched notifications off."""
        try:
            setting = int(self._toaster.toastNotifier.setting)
        except OSError:
            # a name that Windows has not seen yet has no setting
            return
        if setting != _ENABLED:
            raise NotifierRejected(words.WINDOWS_OFF, words.WINDOWS_OFF_HINT)

    # what Windows tells, from a thread of its own

    def _later(self, call: Callable[..., None], *what: object) -> None:
        # the loop may have ended before Windows was done
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(call, *what)

    def _activated(self, handle: Handle, arguments: str) -> None:
        card = self._cards.get(handle)
        if card is None or self._tell is None:
            return
        pressed = next((action.key for action in card.notice.actions if action.key == arguments), None)
        if pressed is None:
            self._tell(BodyClicked(handle))
            return
        del self._cards[handle]
        self._tell(Acted(handle, pressed))

    def _dismissed(self, handle: Handle, reason: int) -> None:
        card = self._cards.get(handle)
        if card is None or self._tell is None:
            return
        if reason == _TIMED_OUT:
            self._cards[handle] = replace(card, hidden=True)
            card.toast.text_fields = self._texts(card.notice, hidden=True)
            with suppress(OSError):
                self._toaster.update_toast(card.toast)
            return
        del self._cards[handle]
        # what was closed lies in the notification centre from then on, and its buttons would do nothing
        with suppress(OSError):
            self._toaster.remove_toast(card.toast)
        self._tell(Dismissed(handle))

    def _failed(self, handle: Handle) -> None:
        if handle in self._cards and self._tell:
            del self._cards[handle]
            self._tell(Lost(handle))


def _registered() -> bool:
    """Enter our name where Windows looks for it; False when it cannot be written."""
    # found by name, as only Windows has this module
    registry: Any = importlib.import_module("winreg")
    try:
        with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, rf"SOFTWARE\Classes\AppUserModelId\{NAME}") as key:
            registry.SetValueEx(key, "DisplayName", 0, registry.REG_SZ, NAME)
    except OSError:
        return False
    return True
