"""Knows how the page's process is put together, and leaves nothing behind; must not know views."""

from __future__ import annotations

import asyncio
import logging
import os
import signal

from routine.adapters.instance_lock import Lock
from routine.adapters.paths import make_private
from routine.errors import AlreadyRunning
from routine.presentation import page_labels
from routine.ui.page import kept_address
from routine.ui.page.gate import Gate
from routine.ui.page.launch import Address, forget_address, lock_file, write_address
from routine.ui.page.routes import VIEWS, routes
from routine.ui.page.serving import IDLE, Idleness, loopback_socket, serve
from routine.ui.page.state import PageState
from routine.ui.page.web import application
from routine.wiring.app import App


def run(app: App) -> None:
    """Until nobody has been there for ten minutes. A second one ends at once: the first does its work."""
    make_private(app.paths.runtime_dir)
    make_private(app.paths.state_dir)
    lock = Lock(lock_file(app.paths))
    try:
        lock.acquire()
    except AlreadyRunning:
        return
    logging.basicConfig(filename=app.paths.log_file, level=logging.WARNING, format="%(asctime)s page: %(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):
        # the server hears them, ends, and raises them once more: by then there is only tidying up to do
        signal.signal(number, lambda *_: None)
    try:
        asyncio.run(_run(app))
    finally:
        forget_address(app.paths)
        lock.release()


async def _run(app: App) -> None:
    site = PageState(lambda: App(os.environ, app.flags))
    last = kept_address.load(app.paths)
    listener = loopback_socket(last.port if last else 0)
    port = listener.getsockname()[1]
    gate = Gate(port, last.cookie) if last and last.port == port else Gate(port)
    kept_address.keep(app.paths, port, gate.cookie)
    idleness = Idleness(IDLE, lambda: site.busy)
    site.start()
    try:
        page = application(gate, routes(site), VIEWS, page_labels.all_labels(), idleness.touch)
        address = Address(gate.port, gate.owner, os.getpid())
        await serve(page, listener, idleness, lambda: write_address(app.paths, address))
    finally:
        site.stop()
        listener.close()
