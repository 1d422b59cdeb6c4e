"""Knows how Windows makes, opens and reads a named pipe, and whose it is; must not know what for.

It was written from Microsoft's reference of the functions that it names, and from how the standard library calls
them in asyncio and multiprocessing. It has run with Windows' Python under Wine, and never on Windows itself.

`_winapi` is what those two use; ctypes is for the functions it has not. A service that is not this user's can ask
who the client is and nothing more (SECURITY_IDENTIFICATION), where the usual would be to act as that user.
"""

from __future__ import annotations

import _winapi
import ctypes
import math
import sys
from contextlib import suppress
from ctypes import wintypes
from functools import cache
from typing import TYPE_CHECKING, Any

assert sys.platform == "win32"  # noqa: S101 - for mypy: nobody else imports this

if TYPE_CHECKING:
    # a command imports this file, and answers at once
    from asyncio.windows_utils import PipeHandle
    from datetime import timedelta

_REJECT_REMOTE_CLIENTS = 0x8
_SQOS_PRESENT = 0x00100000
_IDENTIFICATION = 0x00010000
_BUFFER_BYTES = 1 << 16
"""As much as is read at a time; the system takes more where it has to."""

_TOKEN_QUERY = 0x8
_TOKEN_USER = 1
_KERNEL_OBJECT = 6
"""SE_OBJECT_TYPE: a pipe is one."""
_OWNER = 0x1
"""OWNER_SECURITY_INFORMATION."""
_SDDL_REVISION = 1


class SecurityAttributes(ctypes.Structure):
    """SECURITY_ATTRIBUTES (minwinbase.h)."""

    _fields_ = (
        ("nLength", wintypes.DWORD),
        ("lpSecurityDescriptor", wintypes.LPVOID),
        ("bInheritHandle", wintypes.BOOL),
    )


class Win32Pipes:
    """Keeps named_pipes.NamedPipes."""

    def user(self) -> str:
        token = wintypes.HANDLE()
        _check(_advapi32().OpenProcessToken(_winapi.GetCurrentProcess(), _TOKEN_QUERY, ctypes.byref(token)))
        try:
            length = wintypes.DWORD()
            # fails and says how long it is
            _advapi32().GetTokenInformation(token, _TOKEN_USER, None, 0, ctypes.byref(length))
            found = ctypes.create_string_buffer(length.value)
            _check(_advapi32().GetTokenInformation(token, _TOKEN_USER, found, length, ctypes.byref(length)))
            # TOKEN_USER begins with the pointer to the SID, which lies behind it
            return _sid_text(ctypes.c_void_p.from_buffer(found))
        finally:
            _winapi.CloseHandle(token.value or 0)

    def create(self, name: str, access: str, *, first: bool) -> Win32Instance:
        from asyncio import get_running_loop  # noqa: PLC0415 - a command never comes here
        from asyncio.windows_utils import PipeHandle  # noqa: PLC0415 - likewise

        proactor = getattr(get_running_loop(), "_proactor", None)
        if proactor is None:
            raise OSError(0, "this event loop cannot wait for a pipe")
        mode = _winapi.PIPE_ACCESS_DUPLEX | _winapi.FILE_FLAG_OVERLAPPED
        if first:
            mode |= _winapi.FILE_FLAG_FIRST_PIPE_INSTANCE
        descriptor = wintypes.LPVOID()
        _check(
            _advapi32().ConvertStringSecurityDescriptorToSecurityDescriptorW(
                access, _SDDL_REVISION, ctypes.byref(descriptor), None
            )
        )
        try:
            attributes = SecurityAttributes(ctypes.sizeof(SecurityAttributes), descriptor, False)
            handle = _winapi.CreateNamedPipe(
                name,
                mode,
                _winapi.PIPE_WAIT | _REJECT_REMOTE_CLIENTS,  # bytes, not messages: both of those are 0
                _winapi.PIPE_UNLIMITED_INSTANCES,
                _BUFFER_BYTES,
                _BUFFER_BYTES,
                0,
                ctypes.addressof(attributes),
            )
        finally:
            _kernel32().LocalFree(descriptor)
        return Win32Instance(PipeHandle(handle), proactor)

    def connect(self, name: str) -> Win32Client:
        try:
            handle = _winapi.CreateFile(
                name,
                _winapi.GENERIC_READ | _winapi.GENERIC_WRITE,
                0,
                _winapi.NULL,
                _winapi.OPEN_EXISTING,
                _winapi.FILE_FLAG_OVERLAPPED | _SQOS_PRESENT | _IDENTIFICATION,
                _winapi.NULL,
            )
        except OSError as error:
            if error.winerror == _winapi.ERROR_PIPE_BUSY:
                raise BlockingIOError from error
            raise
        return Win32Client(handle)

    def wait(self, name: str, limit: timedelta) -> None:
        try:
            _winapi.WaitNamedPipe(name, _milliseconds(limit))
        except OSError as error:
            if error.winerror == _winapi.ERROR_SEM_TIMEOUT:
                raise TimeoutError from error
            raise


class Win32Instance:
    """Keeps named_pipes.PipeInstance, by the event loop's own means: the ones its pipe server uses."""

    def __init__(self, pipe: PipeHandle, proactor: Any) -> None:
        self._pipe = pipe
        self._proactor = proactor

    async def connected(self) -> None:
        await self._proactor.accept_pipe(self._pipe)

    async def receive(self, most: int) -> bytes:
        received: bytes = await self._proactor.recv(self._pipe, most)
        return received

    async def send(self, payload: bytes) -> None:
        await self._proactor.send(self._pipe, payload)

    def close(self) -> None:
        with suppress(OSError):
            self._pipe.close()


class Win32Client:
    """Keeps named_pipes.ClientPipe."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def owner(self) -> str:
        sid, descriptor = wintypes.LPVOID(), wintypes.LPVOID()
        error = _advapi32().GetSecurityInfo(
            self._handle,
            _KERNEL_OBJECT,
            _OWNER,
            ctypes.byref(sid),
            None,
            None,
            None,
            ctypes.byref(descriptor),
        )
        if error:
            raise ctypes.WinError(error)
        try:
            return _sid_text(sid)
        finally:
            _kernel32().LocalFree(descriptor)

    def receive(self, most: int, limit: timedelta) -> bytes:
        running, _ = _winapi.ReadFile(self._handle, most, True)
        _finish(running, limit)
        return bytes(running.getbuffer() or b"")

    def send(self, payload: bytes, limit: timedelta) -> None:
        running, _ = _winapi.WriteFile(self._handle, payload, True)
        _finish(running, limit)

    def close(self) -> None:
        with suppress(OSError):
            _winapi.CloseHandle(self._handle)


def _finish(running: _winapi.Overlapped, limit: timedelta) -> None:
    """Raises TimeoutError, OSError."""
    if _winapi.WaitForSingleObject(running.event, _milliseconds(limit)) == _winapi.WAIT_TIMEOUT:
        running.cancel()
        with suppress(OSError):
            running.GetOverlappedResult(True)  # until then the system may write to its buffer
        raise TimeoutError
    running.GetOverlappedResult(True)


def _milliseconds(limit: timedelta) -> int:
    """Never 0, which is the pipe's own time-out to WaitNamedPipe."""
    return max(1, math.ceil(limit.total_seconds() * 1000))


def _sid_text(sid: ctypes.c_void_p) -> str:
    text = wintypes.LPWSTR()
    _check(_advapi32().ConvertSidToStringSidW(sid, ctypes.byref(text)))
    try:
        return text.value or ""
    finally:
        _kernel32().LocalFree(text)


def _check(succeeded: int) -> None:
    if not succeeded:
        raise ctypes.WinError(ctypes.get_last_error())


@cache
def _kernel32() -> ctypes.WinDLL:
    library = ctypes.WinDLL("kernel32", use_last_error=True)
    library.LocalFree.argtypes = (wintypes.LPVOID,)
    library.LocalFree.restype = wintypes.LPVOID
    return library


@cache
def _advapi32() -> ctypes.WinDLL:
    """Handles and pointers are as wide as the processor's: without their types they would be cut to 32 bits."""
    library = ctypes.WinDLL("advapi32", use_last_error=True)
    to_pointer, to_number = ctypes.POINTER(wintypes.LPVOID), ctypes.POINTER(wintypes.DWORD)
    handle, pointer, number, text = wintypes.HANDLE, wintypes.LPVOID, wintypes.DWORD, wintypes.LPCWSTR
    arguments: dict[str, tuple[type[Any], ...]] = {
        "OpenProcessToken": (handle, number, ctypes.POINTER(handle)),
        "GetTokenInformation": (handle, ctypes.c_int, pointer, number, to_number),
        "ConvertSidToStringSidW": (pointer, ctypes.POINTER(wintypes.LPWSTR)),
        "ConvertStringSecurityDescriptorToSecurityDescriptorW": (text, number, to_pointer, to_number),
        "GetSecurityInfo": (handle, ctypes.c_int, number, *[to_pointer] * 5),
    }
    for name, types in arguments.items():
        function = getattr(library, name)
        function.argtypes = types
        function.restype = number if name == "GetSecurityInfo" else wintypes.BOOL
    return library
