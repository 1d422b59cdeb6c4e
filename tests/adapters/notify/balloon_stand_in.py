"""Knows what plyer 2.1.0 asks of Windows for a balloon, so that plyer itself can be run anywhere; not our adapter.

Source: its platforms/win/libs/win_api_defs.py, and Microsoft's NOTIFYICONDATAW (shellapi.h).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_void_p
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from plyer import notification

_ADD, _DELETE = 0, 2
_MESSAGE, _TITLE = 9, 11
"""Where they stand among the arguments of the structure."""
_ROOM = {_MESSAGE: 256, _TITLE: 64}


@dataclass
class Taskbar:
    """What stands beside the clock, and what was ever shown there."""

    there: bool = True
    icons: list[int] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)

    def structure(self, *values: Any) -> Any:
        for place, room in _ROOM.items():
            if len(values[place].encode("utf-16-le", "surrogatepass")) // 2 > room:
                raise ValueError("string too long")
        return SimpleNamespace(icon=values[2], title=values[_TITLE], message=values[_MESSAGE])

    def notify_icon(self, message: int, values: Any) -> int:
        if not self.there:
            return 0
        if message == _ADD:
            self.icons.append(values.icon)
            # without a text Windows takes the balloon away instead
            if values.message:
                self.shown.append((values.title, values.message))
        elif message == _DELETE and values.icon in self.icons:
            self.icons.remove(values.icon)
        return 1


@contextmanager
def windows_text() -> Iterator[Taskbar]:
    """plyer, as it is on Windows."""
    taskbar, api = Taskbar(), ModuleType("plyer.platforms.win.libs.win_api_defs")
    vars(api).update(
        get_WNDCLASSEXW=SimpleNamespace,
        WindowProc=lambda procedure: procedure,
        DefWindowProcW=None,
        GetModuleHandleW=lambda _: 1,
        RegisterClassExW=lambda _: 1,
        CreateWindowExW=lambda *_: 1,
        UpdateWindow=lambda _: 1,
        LPCWSTR=c_void_p,
        LoadIconW=lambda *_: 1,
        GUID=lambda: None,
        get_NOTIFYICONDATAW=taskbar.structure,
        Shell_NotifyIconW=taskbar.notify_icon,
        DestroyIcon=lambda _: 1,
        UnregisterClassW=lambda *_: 1,
        DestroyWindow=lambda _: 1,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, api.__name__, api)
        # on Windows the real one is there already
        patch.setattr("plyer.platforms.win.libs.win_api_defs", api, raising=False)
        for name in ("notification", "libs.balloontip"):
            patch.delitem(sys.modules, f"plyer.platforms.win.{name}", raising=False)
        from plyer.platforms.win.notification import instance

        object.__setattr__(notification, "_obj", instance())
        yield taskbar
        object.__setattr__(notification, "_obj", None)
        for name in ("notification", "libs.balloontip"):
            sys.modules.pop(f"plyer.platforms.win.{name}", None)
