"""Knows what macOS can be asked of the person at the screen, and how; must not know what is done about it.

It was never run on a Mac. Focus, and a window that fills the screen, no program may ask for without a permission.

Source: Apple, "Quartz Display Services" (CGSessionCopyCurrentDictionary: none where no login has the screen),
"Quartz Event Services" (CGEventSourceSecondsSinceLastEventType) and "Core Foundation" (CFDictionaryGetValue,
CFBooleanGetValue). The key CGSSessionScreenIsLocked is in no reference; screen lockers and idle watchers use it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from routine.adapters.presence.probe import AWAY_AFTER, Probe, Reading, away_reading
from routine.presentation import presence as words

_SERVICES = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_LOCKED_KEY, _UTF8 = b"CGSSessionScreenIsLocked", 0x08000100
"""kCFStringEncodingUTF8"""
_ANY_SOURCE, _ANY_INPUT = 0, 0xFFFFFFFF
"""kCGEventSourceStateCombinedSessionState and kCGAnyInputEventType"""


class MacQuestions:
    """Keeps by_looking.QuestionsOfSystem."""

    def __init__(self, *, away_after: timedelta = AWAY_AFTER, services: Any = None) -> None:
        """`services`: the framework ApplicationServices. Raises OSError where it is not to be had."""
        self._away_after = away_after
        self._services = services or ctypes.CDLL(_SERVICES)
        pointer = ctypes.c_void_p
        for name, result, arguments in (
            ("CGSessionCopyCurrentDictionary", pointer, ()),
            ("CFStringCreateWithCString", pointer, (pointer, ctypes.c_char_p, ctypes.c_uint32)),
            ("CFDictionaryGetValue", pointer, (pointer, pointer)),
            ("CFBooleanGetValue", ctypes.c_ubyte, (pointer,)),
            ("CFRelease", None, (pointer,)),
            ("CGEventSourceSecondsSinceLastEventType", ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)),
        ):
            function = getattr(self._services, name)
            function.restype, function.argtypes = result, arguments

    def readings(self) -> Mapping[Probe, Callable[[], Reading]]:
        return {Probe.LOCKED: self._locked, Probe.DISTURB_NOT: self._disturb_not, Probe.AWAY: self._away}

    def _locked(self) -> Reading:
        """The key stands there only while it is locked."""
        services = self._services
        session = services.CGSessionCopyCurrentDictionary()
        if not session:
            return Reading(None, words.NO_LOCK)
        key = services.CFStringCreateWithCString(None, _LOCKED_KEY, _UTF8)
        try:
            found = services.CFDictionaryGetValue(session, key)
            locked = bool(found and services.CFBooleanGetValue(found))
        finally:
            services.CFRelease(key)
            services.CFRelease(session)
        return Reading(locked, words.LOCKED if locked else words.UNLOCKED)

    def _disturb_not(self) -> Reading:
        return Reading(None, words.NO_SWITCH_ON_MACOS)

    def _away(self) -> Reading:
        seconds = self._services.CGEventSourceSecondsSinceLastEventType(_ANY_SOURCE, _ANY_INPUT)
        return away_reading(timedelta(seconds=seconds), self._away_after)
