"""Knows how one message is told from the next on a stream: its length in four bytes, the highest first, then it.

Both ends use it, so it imports nothing. A length is checked before anything is kept for it: who announces a
gigabyte is refused after four bytes.
"""

from __future__ import annotations

HEADER_BYTES = 4
MAX_BYTES = 1 << 20
"""1 MiB: more than a year of the log, and little enough to hold for everybody."""
PIECE_BYTES = 1 << 16
"""Read at a time: what was announced but never came takes no memory."""


class BadFrame(ValueError):
    """Raised when a message is empty or longer than MAX_BYTES."""


def framed(payload: bytes) -> bytes:
    """The message as it goes over the stream. Raises BadFrame."""
    _check(len(payload))
    return len(payload).to_bytes(HEADER_BYTES, "big") + payload


def length_in(header: bytes | bytearray) -> int:
    """How many bytes follow these four. Raises BadFrame."""
    length = int.from_bytes(header, "big")
    _check(length)
    return length


def _check(length: int) -> None:
    if not 0 < length <= MAX_BYTES:
        raise BadFrame(f"a message of {length} bytes; 1 to {MAX_BYTES} are allowed")


class FrameReader:
    """Puts one message together from whatever pieces it comes in."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._length: int | None = None

    @property
    def wanted(self) -> int:
        """How many bytes to read next, at most; 0 when the message is whole."""
        whole = HEADER_BYTES + (self._length or 0)
        return min(whole - len(self._received), PIECE_BYTES)

    def feed(self, piece: bytes) -> None:
        """Take what was read, never more than was wanted. Raises BadFrame for a length that is not allowed."""
        self._received += piece
        if self._length is None and len(self._received) == HEADER_BYTES:
            self._length = length_in(self._received)

    @property
    def payload(self) -> bytes:
        """The message; whole once nothing is `wanted` any more."""
        return bytes(memoryview(self._received)[HEADER_BYTES:])
