"""Knows whether a stream shows colours, and switches them on where Windows leaves them off; not what is written.

Everything that colours a line asks here. It imports nothing that takes time.

Source: Microsoft, "SetConsoleMode function" and "Console Virtual Terminal Sequences".
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
"""As typing has it, which takes a third of what Python takes to start."""
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TextIO

_PROCESSED_OUTPUT = 0x1
"""ENABLE_PROCESSED_OUTPUT, without which the next one means nothing."""
_VIRTUAL_TERMINAL = 0x4
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING"""


def coloured(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether it may be coloured: a terminal that obeys ECMA-48, and neither NO_COLOR nor TERM=dumb.

    NO_COLOR is that of https://no-color.org: set to anything but nothing.
    """
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb" or not is_terminal(stream):
        return False
    return sys.platform != "win32" or _obeys_sequences(stream)


def is_terminal(stream: TextIO) -> bool:
    """Never raises: a stream that is closed is none."""
    try:
        return stream.isatty()
    except (OSError, ValueError):
        return False


def _obeys_sequences(stream: TextIO) -> bool:
    """The console of Windows prints them as they stand unless it is told otherwise; an old one refuses.

    The device NUL is a terminal to Python, and refuses as well.
    """
    import ctypes  # noqa: PLC0415 - only Windows needs it

    windows: Any = ctypes  # mypy looks at it for the system that it runs on
    try:
        import msvcrt  # noqa: PLC0415 - it exists on Windows only

        runtime: Any = msvcrt
        kernel = windows.WinDLL("kernel32")
        handle = ctypes.c_void_p(runtime.get_osfhandle(stream.fileno()))
        mode = ctypes.c_ulong()
        if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            return False
        wanted = mode.value | _PROCESSED_OUTPUT | _VIRTUAL_TERMINAL
        return mode.value == wanted or bool(kernel.SetConsoleMode(handle, ctypes.c_ulong(wanted)))
    except (ImportError, AttributeError, OSError, ValueError):
        return False
