"""Knows how soon the page is there, and what it weighs, beside an empty page; must not know what it shows."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.stage import need, wait_until
from bench.tables import percentile, ratio, show, spread
from tests.browser.conftest import chromium
from tests.browser.house import House
from tests.service.process import RealService

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
FIRST_FRAME = """() => new Promise((done) => {
    const begun = performance.now();
    const text = () => document.querySelector('.ring text')?.textContent;
    const there = () => text() && document.querySelector('.figure path');
    const look = () => there()
        ? requestAnimationFrame(() => done(performance.now() - begun)) : requestAnimationFrame(look);
    document.querySelector('button.primary').click();
    look();
})"""
FRAMES = """() => new Promise((done) => {
    const began = performance.now();
    let count = 0;
    const step = () => {
        count += 1;
        const passed = performance.now() - began;
        if (passed < 3000) requestAnimationFrame(step); else done(count / passed * 1000);
    };
    requestAnimationFrame(step);
})"""


@dataclass
class _Requests:
    """What a page asked for: how much came, and what was asked of others."""

    address: str
    bytes: int = 0
    outside: list[str] = field(default_factory=list)

    def note(self, asked: Request) -> None:
        self.bytes += asked.sizes()["responseBodySize"]
        if not asked.url.startswith(self.address):
            self.outside.append(asked.url)


class _Empty(BaseHTTPRequestHandler):
    """The least that a browser can be shown."""

    def do_GET(self) -> None:
        content = b"<!doctype html><title>empty</title><p>empty"
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


def run(*, quick: bool) -> None:
    need("chromium")
    times = 3 if quick else 12
    home = Path(tempfile.mkdtemp(prefix="routine-bench-"))
    try:
        with chromium() as browser, _empty() as empty:
            _paint(browser, home, empty, times)
        _process(home / "process", times)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _empty() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _paint(browser: Browser, home: Path, empty: str, times: int) -> None:
    bare, view, first, weight, rates = [], [], [], [], []
    for number in range(times):
        folder = home / str(number)
        folder.mkdir(parents=True)
        with House(folder) as house:
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            page = context.new_page()
            page.goto(empty)
            bare.append(_painted(page))
            seen = _Requests(house.address)
            page.on("requestfinished", seen.note)
            page.goto(house.link(house.session()))
            page.locator("button.primary").wait_for()
            view.append(_painted(page))
            first.append(page.evaluate(FIRST_FRAME))
            page.wait_for_timeout(300)
            weight.append(seen.bytes)
            rates.append(page.evaluate(FRAMES))
            if seen.outside:
                raise OSError(f"it asked elsewhere: {seen.outside}")
            context.close()
    show(
        ("ms", "median", "spread", "beside empty"),
        [
            ("an empty page, first painted", f"{median(bare):.0f}", spread(bare), "1.0x"),
            (
                "the session's view, first painted",
                f"{median(view):.0f}",
                spread(view),
                ratio(median(view), median(bare)),
            ),
            (
                "Start to the first frame painted",
                f"{median(first):.0f}",
                spread(first),
                ratio(median(first), median(bare)),
            ),
        ],
    )
    print(f"  the view with its first figure: {median(weight) / 1000:.0f} kB, nothing from outside")
    print(f"  frames a second while it moves: {median(rates):.0f}, at the worst {percentile(rates, 0):.0f}")


def _painted(page: Page) -> float:
    page.wait_for_function(PAINTED)
    return float(page.evaluate(PAINTED))


def _process(folder: Path, times: int) -> None:
    folder.mkdir()
    service = RealService(folder)
    address = service.paths.runtime_dir / "page.json"
    begins, again = [], []
    for _ in range(times):
        begins.append(_took(service))
        again.append(_took(service))
        pid = int(json.loads(address.read_text())["pid"])
        weight = _resident(pid)
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not address.exists(), "the page to go")
    show(
        ("routine page --no-open, ms", "median", "spread"),
        [
            ("starts the process", f"{median(begins) * 1000:.0f}", spread([t * 1000 for t in begins])),
            ("finds it", f"{median(again) * 1000:.0f}", spread([t * 1000 for t in again])),
        ],
    )
    print(f"  its process: {weight:.1f} MiB resident")
    _end(folder / "idle")


def _end(folder: Path) -> None:
    """Ten minutes are not waited for here: the rule is the same for five seconds."""
    folder.mkdir()
    limit = timedelta(seconds=5)
    with House(folder, idle=limit) as house:
        house.ask("GET", "/today")
        begun = time.monotonic()
        house.wait_for_its_end(60)
        print(f"  told to go after {limit.seconds} idle seconds, it went after {time.monotonic() - begun:.1f}")


def _took(service: RealService) -> float:
    begun = time.monotonic()
    told = service.routine("page", "--no-open")
    if told.returncode:
        raise OSError(told.stderr)
    return time.monotonic() - begun


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
