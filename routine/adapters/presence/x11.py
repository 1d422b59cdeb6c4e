"""Knows how to ask an X server a few questions in its own protocol; must not know what the answers are for.

No library of X is loaded. Xlib waits for ever for a server that hangs, and ends the whole program when one goes.
A connection is made for one round of questions and closed: nothing wakes us in between.

Source: X Window System Protocol 11, with its appendix "Protocol Encoding" (the greeting, InternAtom, GetProperty,
QueryExtension); the extension MIT-SCREEN-SAVER (QueryInfo); the Extended Window Manager Hints (_NET_…).
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from routine.errors import SystemFault
from routine.presentation import presence as words

_LOCAL = re.compile(r"(?:unix)?:([0-9]+)(?:\.[0-9]+)?")
_COOKIE = b"MIT-MAGIC-COOKIE-1"
_ORDER = b"l" if sys.byteorder == "little" else b"B"
_PACKET = 32
_REPLY, _ERROR, _GENERIC = 1, 0, 35
_INTERN_ATOM, _GET_PROPERTY, _QUERY_EXTENSION = 16, 20, 98
_SAVER, _SAVER_QUERY = b"MIT-SCREEN-SAVER", 1
_MOST = 64
"""Numbers that are read of a property. A window has a handful of states."""


class NoScreen(SystemFault):
    """Raised when there is no X server to ask, or it does not let us in."""


class X11Screen:
    """The questions. An answer that is an error, such as for a window that has just gone, is no answer."""

    def __init__(self, stream: socket.socket) -> None:
        self._stream = stream
        self._root = 0

    async def greet(self, cookie: bytes) -> None:
        """Raises NoScreen when refused."""
        name = _COOKIE if cookie else b""
        head = struct.pack("=cxHHHHxx", _ORDER, 11, 0, len(name), len(cookie))
        await self._send(head + _padded(name) + _padded(cookie))
        accepted, length = struct.unpack("=BxxxxxH", await self._read(8))
        said = await self._read(4 * length)
        if accepted != 1:
            raise NoScreen(words.X11_SILENT)
        (vendor,), formats = struct.unpack_from("=H", said, 16), said[21]
        # the first screen stands behind the vendor's name and the formats of pictures
        (self._root,) = struct.unpack_from("=I", said, 32 + vendor + -vendor % 4 + 8 * formats)

    async def active_window(self) -> int | None:
        """By _NET_ACTIVE_WINDOW: 0 when no window is in front; None where no window manager says so."""
        active = await self._property(self._root, b"_NET_ACTIVE_WINDOW")
        return active[0] if active else None

    async def is_full_screen(self, window: int) -> bool:
        """Whether _NET_WM_STATE of the window holds _NET_WM_STATE_FULLSCREEN."""
        return await self._atom(b"_NET_WM_STATE_FULLSCREEN") in await self._property(window, b"_NET_WM_STATE")

    async def idle(self) -> timedelta | None:
        """Since keyboard or mouse were last used; None where the server does not count it."""
        found = await self._ask(_QUERY_EXTENSION, 0, struct.pack("=Hxx", len(_SAVER)) + _padded(_SAVER))
        present, opcode = (found[8], found[9]) if found else (0, 0)
        said = await self._ask(opcode, _SAVER_QUERY, struct.pack("=I", self._root)) if present else b""
        return timedelta(milliseconds=struct.unpack_from("=I", said, 16)[0]) if said else None

    async def _atom(self, name: bytes) -> int:
        """0 when nobody has ever used the name."""
        only_if_exists = 1
        said = await self._ask(_INTERN_ATOM, only_if_exists, struct.pack("=Hxx", len(name)) + _padded(name))
        return int(struct.unpack_from("=I", said, 8)[0]) if said else 0

    async def _property(self, window: int, name: bytes) -> tuple[int, ...]:
        any_type = 0
        asked = struct.pack("=IIIII", window, await self._atom(name), any_type, 0, _MOST)
        said = await self._ask(_GET_PROPERTY, 0, asked)
        if not said or said[1] != 32:
            return ()
        (count,) = struct.unpack_from("=I", said, 16)
        return struct.unpack_from(f"={min(count, _MOST)}I", said, _PACKET)

    async def _ask(self, opcode: int, detail: int, rest: bytes) -> bytes:
        """The whole reply; empty for an error."""
        await self._send(struct.pack("=BBH", opcode, detail, 1 + len(rest) // 4) + rest)
        while True:
            packet = await self._read(_PACKET)
            kind = packet[0] & 0x7F
            if kind in {_REPLY, _GENERIC}:
                packet += await self._read(4 * int(struct.unpack_from("=I", packet, 4)[0]))
            if kind == _REPLY:
                return packet
            if kind == _ERROR:
                return b""

    async def _send(self, packet: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._stream, packet)

    async def _read(self, length: int) -> bytes:
        loop = asyncio.get_running_loop()
        read = b""
        while len(read) < length:
            piece = await loop.sock_recv(self._stream, length - len(read))
            if not piece:
                raise EOFError
            read += piece
        return read


@asynccontextmanager
async def screen(environ: Mapping[str, str]) -> AsyncIterator[X11Screen]:
    """Raises NoScreen. The limit is the caller's."""
    named = _LOCAL.fullmatch(environ.get("DISPLAY", ""))
    if named is None:
        raise NoScreen(words.NO_X11)
    if sys.platform == "win32":
        raise NoScreen(words.NO_X11)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
        stream.setblocking(False)
        try:
            await _connect(stream, f"/tmp/.X11-unix/X{named[1]}")  # noqa: S108 - where every X server listens
            found = X11Screen(stream)
            await found.greet(_cookie(environ, named[1].encode()))
            yield found
        except (OSError, EOFError, ValueError, struct.error) as fault:
            raise NoScreen(words.X11_SILENT) from fault


async def _connect(stream: socket.socket, path: str) -> None:
    loop = asyncio.get_running_loop()
    try:
        await loop.sock_connect(stream, path)
    except OSError:
        # the same name without a file, where /tmp is another one
        await loop.sock_connect(stream, f"\0{path}")


def _cookie(environ: Mapping[str, str], number: bytes) -> bytes:
    """What the server takes as proof that we belong to this person; empty where there is none."""
    path = environ.get("XAUTHORITY") or f"{environ.get('HOME', '')}/.Xauthority"
    try:
        kept = Path(path).read_bytes()
    except OSError:
        return b""
    ours = (socket.gethostname().encode(), b"")
    found = [
        (ours.index(host), cookie)
        for host, display, name, cookie in _cookies(kept)
        if host in ours and display in (number, b"") and name == _COOKIE
    ]
    return min(found)[1] if found else b""


def _cookies(kept: bytes) -> list[tuple[bytes, bytes, bytes, bytes]]:
    """Each line of an .Xauthority: host, display, name, cookie."""
    lines, place = [], 0
    while place + 2 <= len(kept):
        place += 2
        parts = []
        for _ in range(4):
            (length,) = struct.unpack_from(">H", kept, place)
            parts.append(kept[place + 2 : place + 2 + length])
            place += 2 + length
        host, display, name, cookie = parts
        lines.append((host, display, name, cookie))
    return lines


def _padded(text: bytes) -> bytes:
    return text + bytes(-len(text) % 4)
