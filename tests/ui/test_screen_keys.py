"""Knows how keys that come in pieces are put together again; must not know what a key does."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest

from routine.ui.terminal import screen as terminal_screen
from routine.ui.terminal.screen import whole_keys


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Where keys are read, and where they are typed."""
    read, write = os.pipe()
    yield read, write
    for end in (read, write):
        os.close(end)


def typed(line: tuple[int, int], *pieces: bytes) -> bytes:
    def types() -> None:
        for piece in pieces:
            os.write(line[1], piece)
            time.sleep(0.1)

    typist = threading.Thread(target=types)
    typist.start()
    try:
        return whole_keys(line[0])
    finally:
        typist.join()


@pytest.mark.parametrize(
    "pieces",
    [
        (b"\x1b", b"[C"),
        (b"\x1b[", b"D"),
        (b"\x1b]11;rgb:fd", b"fd/f6f6/e3e3", b"\x1b", b"\\"),
        (b"n\x1bO", b"C"),
    ],
)
def test_a_key_over_a_slow_line_is_read_whole(
    line: tuple[int, int], pieces: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_screen, "_REST_COMES", 30.0)
    assert typed(line, *pieces) == b"".join(pieces)


def test_esc_alone_is_a_key_after_a_moment(line: tuple[int, int]) -> None:
    assert typed(line, b"\x1b") == b"\x1b"


def test_letters_wait_for_nothing(line: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_screen, "_REST_COMES", 30.0)
    began = time.monotonic()
    assert typed(line, b"nb") == b"nb"
    assert time.monotonic() - began < 20
