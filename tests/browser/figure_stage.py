"""Knows how figures stand on a bare page under the program's own strict headers; must not know any claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import routine.ui.page
from routine.core.exercise import Side
from routine.figures.pictures import moving, rule
from routine.library.catalogue import catalogue
from routine.ui.page.gate import HEADERS

STATIC = Path(routine.ui.page.__file__).parent / "static"
_TYPES = {"js": "text/javascript", "css": "text/css"}
_PAGE = """<!doctype html><html lang="en"><head><title>figures</title><link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/figure.css"><link rel="stylesheet" href="/stage.css">
<script type="module" src="/stage.js"></script></head><body><main></main></body></html>"""
_STYLE = """body { margin: 0; background: var(--figure-ground) }
main { display: grid; grid-template-columns: repeat(auto-fill, 240px) }"""
_SCRIPT = """
import { figure, pacer } from "/static/figure.js";
const main = document.querySelector("main");
const rule = await (await fetch("/rule")).json();
window.refused = [];
document.addEventListener("securitypolicyviolation", (refusal) => refused.push(refusal.violatedDirective));
Object.assign(window, { pacer, shown: [] });
window.show = async (name, { side = "", ...options } = {}) => {
  const moving = await (await fetch(`/moving/${name}/${side}`)).json();
  const made = figure(rule, moving, options);
  made.moving = moving;
  main.append(made.element);
  return shown.push(made) - 1;
};
window.clear = () => { for (const one of shown.splice(0)) one.destroy(); main.replaceChildren(); };
window.paths = (number) => [...shown[number].element.querySelectorAll("path")].map((path) => path.getAttribute("d"));
window.frame = () => new Promise(requestAnimationFrame);
window.ready = true;
"""


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # noqa: N802 - the library's name
        found = _content(self.path)
        self.send_response(404 if found is None else 200)
        kind, content = found or ("text/plain", b"")
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Silence: pytest says enough."""


def _content(path: str) -> tuple[str, bytes] | None:
    match path.strip("/").split("/"):
        case [""]:
            return "text/html; charset=utf-8", _PAGE.encode()
        case ["stage.js"]:
            return _TYPES["js"], _SCRIPT.encode()
        case ["stage.css"]:
            return _TYPES["css"], _STYLE.encode()
        case ["rule"]:
            return "application/json", json.dumps(rule()).encode()
        case ["moving", name, *side]:
            return "application/json", _moving(name, side[0] if side else "")
        case ["static", name] if (STATIC / name).is_file():
            return _TYPES.get(name.rpartition(".")[2], "image/svg+xml"), (STATIC / name).read_bytes()
        case _:
            return None


@cache
def _moving(name: str, side: str) -> bytes:
    return json.dumps(moving(catalogue().exercises[name], Side(side) if side else None)).encode()


@contextmanager
def stage() -> Iterator[str]:
    """The address of the bare page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)
