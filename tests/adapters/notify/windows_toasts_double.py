"""Knows windows-toasts 1.3.1 as seen from outside, and a person at a Windows desktop; must not know our adapter.

Names, parameters and their order are the library's own; a test compares them where the library is installed.
What it does is what its source does: at most five buttons, a body click that carries the tag, callbacks from
another thread, and presses that come as dismissals under a name that is not registered.
"""

# ruff: noqa: ARG002, N802, N803, N815, PLR0917 - names and parameters are the library's own
from __future__ import annotations

import datetime as dt
import threading
import uuid
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Self


class ToastScenario(Enum):
    Default = ""
    Alarm = "alarm"
    Reminder = "reminder"
    IncomingCall = "incomingCall"
    Important = "urgent"


class ToastDuration(Enum):
    Default = "Default"
    Short = "short"
    Long = "long"


@dataclass
class ToastAudio:
    sound: object = None
    looping: bool = False
    silent: bool = False


class ToastDismissalReason(IntEnum):
    USER_CANCELED = 0
    APPLICATION_HIDDEN = 1
    TIMED_OUT = 2


@dataclass
class ToastActivatedEventArgs:
    arguments: str | None = None
    inputs: dict[str, str] | None = None


@dataclass
class ToastDismissedEventArgs:
    reason: ToastDismissalReason


@dataclass
class ToastFailedEventArgs:
    error_code: int


@dataclass
class ToastButton:
    content: str = ""
    arguments: str = ""
    image: object | None = None
    relatedInput: object | None = None
    inContextMenu: bool = False
    tooltip: str | None = None
    launch: str | None = None
    colour: object | None = None


class ToastImagePosition(Enum):
    Inline = ""
    Hero = "hero"
    AppLogo = "appLogoOverride"


@dataclass
class ToastDisplayImage:
    image: object
    altText: str | None = None
    position: ToastImagePosition = ToastImagePosition.Inline
    circleCrop: bool = False

    @classmethod
    def fromPath(
        cls,
        imagePath: str | Path,
        altText: str | None = None,
        position: ToastImagePosition = ToastImagePosition.Inline,
        circleCrop: bool = False,
    ) -> ToastDisplayImage:
        assert Path(imagePath).exists()
        return cls(Path(imagePath).absolute().as_uri(), altText, position, circleCrop)


class Toast:
    def __init__(
        self,
        text_fields: list[str | None] | None = None,
        audio: ToastAudio | None = None,
        duration: ToastDuration = ToastDuration.Default,
        expiration_time: dt.datetime | None = None,
        group: str | None = None,
        launch_action: str | None = None,
        progress_bar: object | None = None,
        attribution_text: str | None = None,
        scenario: ToastScenario = ToastScenario.Default,
        suppress_popup: bool = False,
        timestamp: dt.datetime | None = None,
        on_activated: Callable[[ToastActivatedEventArgs], None] | None = None,
        on_dismissed: Callable[[ToastDismissedEventArgs], None] | None = None,
        on_failed: Callable[[ToastFailedEventArgs], None] | None = None,
        actions: Iterable[ToastButton] = (),
        images: Iterable[ToastDisplayImage] = (),
        inputs: Iterable[object] = (),
    ) -> None:
        self.text_fields = [] if text_fields is None else list(text_fields)
        self.scenario = scenario
        self.audio = audio
        self.duration = duration
        self.on_activated = on_activated
        self.on_dismissed = on_dismissed
        self.on_failed = on_failed
        self.actions: list[ToastButton] = []
        self.images = list(images)
        self.tag = str(uuid.uuid4())
        for action in actions:
            self.AddAction(action)

    def AddAction(self, action: ToastButton) -> None:
        if len(self.actions) >= 5:
            warnings.warn("you've already reached the maximum of five actions + inputs", stacklevel=2)
            return
        self.actions.append(action)


@dataclass
class Bubble:
    """A toast as it lies on the desktop. Its buttons are drawn once; its words follow their data."""

    toast: Toast
    texts: list[str | None]
    buttons: list[ToastButton]
    in_centre: bool = False
    popped_up: int = 1


@dataclass
class Windows:
    """The computer: what is on the screen, what is registered, and whether notifications are allowed."""

    bubbles: list[Bubble] = field(default_factory=list)
    past: list[Bubble] = field(default_factory=list)
    registered: set[str] = field(default_factory=set)
    registry_writable: bool = True
    setting: int = 0
    broken: bool = False

    def of(self, tag: str) -> Bubble | None:
        return next((bubble for bubble in self.bubbles if bubble.toast.tag == tag), None)

    def take(self, tag: str) -> None:
        found = self.of(tag)
        if found:
            self.bubbles.remove(found)
            self.past.append(found)

    def click(self, toast: Toast, arguments: str, *, aumid: str) -> None:
        self.take(toast.tag)
        if aumid not in self.registered:
            self.tell(toast.on_dismissed, ToastDismissedEventArgs(ToastDismissalReason.USER_CANCELED))
        else:
            self.tell(toast.on_activated, ToastActivatedEventArgs(arguments))

    def dismiss(self, toast: Toast) -> None:
        """The X: the toast lies in the notification centre from then on, with its buttons."""
        found = self.of(toast.tag)
        if found:
            found.in_centre = True
        self.tell(toast.on_dismissed, ToastDismissedEventArgs(ToastDismissalReason.USER_CANCELED))

    def time_out(self, toast: Toast) -> None:
        """The popup goes; the toast waits in the notification centre."""
        found = self.of(toast.tag)
        assert found
        found.in_centre = True
        self.tell(toast.on_dismissed, ToastDismissedEventArgs(ToastDismissalReason.TIMED_OUT))

    def fail(self, toast: Toast) -> None:
        self.take(toast.tag)
        self.tell(toast.on_failed, ToastFailedEventArgs(-2143420155))

    @staticmethod
    def tell(callback: Callable[..., None] | None, told: object) -> None:
        """From a thread of the system, as always."""
        if callback:
            thread = threading.Thread(target=callback, args=(told,))
            thread.start()
            thread.join()


@dataclass
class ToastNotifier:
    windows: Windows

    @property
    def setting(self) -> int:
        return self.windows.setting


COMMAND_PROMPT = "{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\cmd.exe"


class BaseWindowsToaster:
    windows: Windows
    notifierAUMID: str = COMMAND_PROMPT

    def __init__(self, applicationText: str) -> None:
        self.applicationText = applicationText
        self.toastNotifier = ToastNotifier(self.windows)

    def show_toast(self, toast: Toast) -> None:
        if self.windows.broken:
            raise OSError("[WinError -2143420140] Settings prevent the notification from being delivered")
        self.windows.take(toast.tag)
        if self.notifierAUMID not in {*self.windows.registered, COMMAND_PROMPT}:
            # nothing is drawn, and nothing is said
            return
        self.windows.bubbles.append(Bubble(toast, list(toast.text_fields), list(toast.actions)))

    def update_toast(self, toast: Toast) -> bool:
        if self.windows.broken:
            raise OSError("[WinError -2147023174] The RPC server is unavailable")
        bubble = self.windows.of(toast.tag)
        if bubble is None:
            return False
        bubble.texts = list(toast.text_fields)
        return True

    def clear_toasts(self) -> None:
        if self.windows.broken:
            raise OSError("[WinError -2147023174] The RPC server is unavailable")
        self.windows.bubbles.clear()

    def remove_toast(self, toast: Toast) -> None:
        if self.windows.broken:
            raise OSError("[WinError -2147023174] The RPC server is unavailable")
        self.windows.take(toast.tag)


class InteractableWindowsToaster(BaseWindowsToaster):
    def __init__(self, applicationText: str, notifierAUMID: str | None = None) -> None:
        super().__init__(applicationText)
        self.notifierAUMID = notifierAUMID or COMMAND_PROMPT


CLASSES: tuple[type, ...] = (
    Toast,
    ToastAudio,
    ToastButton,
    ToastDisplayImage,
    ToastActivatedEventArgs,
    InteractableWindowsToaster,
)
ENUMS: tuple[type[Enum], ...] = (ToastScenario, ToastDuration, ToastImagePosition)


def library(windows: Windows) -> ModuleType:
    """The module `windows_toasts`, as it would be on that computer."""

    class Toaster(InteractableWindowsToaster):
        pass

    Toaster.windows = windows
    module = ModuleType("windows_toasts")
    for each in (*CLASSES, *ENUMS):
        setattr(module, each.__name__, each)
    module.InteractableWindowsToaster = Toaster  # type: ignore[attr-defined] # a module takes any name
    return module


class Key:
    """An open key of the registry."""

    def __init__(self, windows: Windows, path: str) -> None:
        self.windows, self.path = windows, path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return


def registry(windows: Windows) -> ModuleType:
    """The standard module `winreg`, as far as a name is entered with it."""
    module = ModuleType("winreg")
    where = "SOFTWARE\\Classes\\AppUserModelId\\"

    def create_key_ex(key: int, sub_key: str, reserved: int = 0, access: int = 131078) -> Key:
        if not windows.registry_writable:
            raise PermissionError(5, "Access is denied")
        assert key == 0x80000001
        return Key(windows, sub_key)

    def set_value_ex(key: Key, value_name: str, reserved: int, kind: int, value: str) -> None:
        assert (value_name, reserved, kind) == ("DisplayName", 0, 1)
        assert value
        windows.registered.add(key.path.removeprefix(where))

    names = {
        "HKEY_CURRENT_USER": 0x80000001,
        "REG_SZ": 1,
        "CreateKeyEx": create_key_ex,
        "SetValueEx": set_value_ex,
    }
    for name, value in names.items():
        setattr(module, name, value)
    return module
