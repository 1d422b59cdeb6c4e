"""Knows what Windows can be asked of the person at the screen, and how; must not know what is done about it.

The switch for do-not-disturb of Windows 11 tells nobody: a toast then waits in the notification centre by itself.

Source: Microsoft, "SHQueryUserNotificationState function (shellapi.h)", "GetLastInputInfo function (winuser.h)"
and "OpenInputDesktop function (winuser.h)": while the screen is locked, the desktop that has the keyboard is
Winlogon's, which no program of a person may open.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from routine.adapters.presence.probe import AWAY_AFTER, Probe, Reading, away_reading
from routine.presentation import presence as words

_NOT_PRESENT, _BUSY, _GAME, _PRESENTATION, _QUIET_TIME, _STORE_APP = 1, 2, 3, 4, 6, 7
"""QUERY_USER_NOTIFICATION_STATE: QUNS_…"""
_DESKTOP_READOBJECTS = 0x1
_TICKS = 1 << 32


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO: its own size, and the tick of the last key or movement."""

    _fields_ = (("cbSize", ctypes.c_uint32), ("dwTime", ctypes.c_uint32))


class WindowsQuestions:
    """Keeps by_looking.QuestionsOfSystem."""

    def __init__(self, *, away_after: timedelta = AWAY_AFTER, libraries: Any = None) -> None:
        """`libraries`: as `ctypes.windll` has them, which is nowhere else."""
        self._away_after = away_after
        self._libraries: Any = libraries or getattr(ctypes, "windll", None)

    def readings(self) -> Mapping[Probe, Callable[[], Reading]]:
        return {
            Probe.LOCKED: self._locked,
            Probe.DISTURB_NOT: self._disturb_not,
            Probe.FULL_SCREEN: self._full_screen,
            Probe.AWAY: self._away,
        }

    def _state(self) -> int:
        state = ctypes.c_int()
        if failed := self._libraries.shell32.SHQueryUserNotificationState(ctypes.byref(state)):
            raise OSError(failed, "SHQueryUserNotificationState")
        return state.value

    def _locked(self) -> Reading:
        user = self._libraries.user32
        user.OpenInputDesktop.restype = ctypes.c_void_p
        desktop = user.OpenInputDesktop(0, 0, _DESKTOP_READOBJECTS)
        if not desktop:
            return Reading(True, words.LOCKED)
        user.CloseDesktop(ctypes.c_void_p(desktop))
        # a screen saver has a desktop of its own, and so has another login in front of the screen
        if self._state() == _NOT_PRESENT:
            return Reading(True, words.LOCKED)
        return Reading(False, words.UNLOCKED)

    def _disturb_not(self) -> Reading:
        on = self._state() in {_PRESENTATION, _QUIET_TIME}
        return Reading(on or None, words.PRESENTING if on else words.NO_SWITCH_ON_WINDOWS)

    def _full_screen(self) -> Reading:
        filled = self._state() in {_BUSY, _GAME, _STORE_APP}
        return Reading(filled, words.FULL_SCREEN if filled else words.NO_FULL_SCREEN)

    def _away(self) -> Reading:
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not self._libraries.user32.GetLastInputInfo(ctypes.byref(last)):
            raise OSError("GetLastInputInfo")
        # both are ticks of 32 bits, which begin anew after seven weeks
        now = self._libraries.kernel32.GetTickCount()
        return away_reading(timedelta(milliseconds=(now - last.dwTime) % _TICKS), self._away_after)
