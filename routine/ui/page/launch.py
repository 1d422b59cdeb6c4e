"""Knows how a command finds the page's process, starts it where there is none, and opens the browser.

Must not know what a page shows. The address file is for its owner's eyes only; what a browser is started with may
be seen by others, so that holds only a key that opens once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from routine.adapters.atomic_write import write_atomically
from routine.adapters.display_server import has_screen
from routine.adapters.instance_lock import holder
from routine.adapters.paths import Paths, make_private
from routine.adapters.workers.process import NO_WINDOW
from routine.errors import SystemFault
from routine.presentation import page as words

_STARTS_WITHIN = timedelta(seconds=20)
_GLANCE = timedelta(milliseconds=20)
_ANSWERS_WITHIN = timedelta(seconds=5)
TAKEN_WITHIN = timedelta(seconds=8)
"""A browser that is started for it needs a few of them; one that is late finds its session led elsewhere."""
_SETTLED = timedelta(milliseconds=300)
"""A browser that was let in comes back at once, or keeps no cookies and is not in."""
_LOOKS_EVERY = timedelta(milliseconds=100)
_PORTS = 1 << 16
_NEW_GROUP = 0x200 if sys.platform == "win32" else 0
"""CREATE_NEW_PROCESS_GROUP: Ctrl-C in the terminal that wanted the page does not end it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page's process listens, and what its owner shows it."""

    port: int
    owner: str
    pid: int


@dataclass(frozen=True, slots=True)
class Link:
    """An address for a browser, good for one visit."""

    url: str
    key: str
    address: Address

    def open(self, within: timedelta = TAKEN_WITHIN) -> bool:
        """Start a browser; whether one has come by the link by then. That it started says nothing: it may fail.

        A text browser in the middle of a terminal is not what is meant.
        """
        if not has_screen(os.environ):
            return False
        could_start: list[bool] = []
        # some only return when they are closed
        Thread(target=lambda: could_start.append(_start_browser(self.url)), daemon=True).start()
        end = time.monotonic() + within.total_seconds()
        while not self._is_taken():
            if time.monotonic() >= end or False in could_start:
                return False
            time.sleep(_LOOKS_EVERY.total_seconds())
        time.sleep(_SETTLED.total_seconds())
        return self._is_taken()

    def _is_taken(self) -> bool:
        return _asked(self.address, f"/taken?key={quote(self.key)}").get("taken") is True


def address_file(paths: Paths) -> Path:
    """Where the page's process says how to reach it, while it runs."""
    return paths.runtime_dir / "page.json"


def lock_file(paths: Paths) -> Path:
    """Held by the page's process for as long as it runs."""
    return paths.runtime_dir / "page.lock"


def write_address(paths: Paths, address: Address) -> None:
    """In one go, and for nobody else's eyes."""
    content = json.dumps({"port": address.port, "owner": address.owner, "pid": address.pid})
    write_atomically(address_file(paths), content.encode(), durable=False)


def forget_address(paths: Paths) -> None:
    """Remove what `write_address` wrote. Never raises."""
    with suppress(OSError):
        address_file(paths).unlink()


def link(paths: Paths, to: str) -> Link:
    """An address for a browser, good for one visit; the page's process is started when there is none.

    Raises SystemFault when it cannot be.
    """
    if found := _link(paths, to):
        return found
    make_private(paths.runtime_dir)
    process = _spawn()
    end = time.monotonic() + _STARTS_WITHIN.total_seconds()
    while time.monotonic() < end:
        if found := _link(paths, to):
            return found
        if process.poll() not in {None, 0}:
            break
        time.sleep(_GLANCE.total_seconds())
    raise SystemFault(*words.not_started(str(paths.log_file)))


def _start_browser(address: str) -> bool:
    with suppress(webbrowser.Error, OSError):
        return webbrowser.open(address)
    return False


def _link(paths: Paths, to: str) -> Link | None:
    address = _address(paths)
    key = _asked(address, "/key").get("key") if address else None
    if not (address and isinstance(key, str) and key):
        return None
    return Link(f"http://127.0.0.1:{address.port}/open?key={key}&to={quote(to)}", key, address)


def _address(paths: Paths) -> Address | None:
    try:
        found = Address(**json.loads(address_file(paths).read_text("utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    right = type(found.port) is int and 0 < found.port < _PORTS and type(found.owner) is str
    # a process that was killed leaves its address behind, and somebody else may listen there by now
    return found if right and holder(lock_file(paths)) == found.pid else None


def _asked(address: Address, path: str) -> dict[str, object]:
    """What the process that listens there says to its owner; nothing when it is not ours, or not there."""
    line = HTTPConnection("127.0.0.1", address.port, timeout=_ANSWERS_WITHIN.total_seconds())
    try:
        line.request("POST", path, headers={"X-Routine-Token": address.owner})
        answer = line.getresponse()
        said = json.loads(answer.read()) if answer.status == 200 else {}
    except (OSError, HTTPException, ValueError):
        return {}
    else:
        return said if isinstance(said, dict) else {}
    finally:
        line.close()


def _spawn() -> subprocess.Popen[bytes]:
    """On its own: it outlives the command that wanted it."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "routine", "page", "--serve"],
        cwd=Path(__file__).parents[3],
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
        creationflags=NO_WINDOW | _NEW_GROUP,
    )
