"""Knows how figures stand on a bare page under the program's own strict headers; must not know any claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import routine.ui.page
from routine.adapters.svg_raster import png
from routine.core.exercise import ZERO, Side
from routine.figures import loader as read
from routine.figures.direction import mark_of, working_parts
from routine.figures.drawing import DARK, LIGHT, UNIT, ViewBox
from routine.figures.motion import Sample, camera_of, motion, pose_at
from routine.figures.render import moving, rule
from routine.figures.scene import scene
from routine.library.catalogue import catalogue
from routine.ui.page.gate import HEADERS

STATIC = Path(routine.ui.page.__file__).parent / "static"
WIDE = 240
"""Pixels of a figure on the stage."""
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
window.paths = (number) =>
  [...shown[number].element.querySelectorAll("path")].map((path) => path.getAttribute("d"));
window.differ = async (name, moment, scheme, shot) => {
  const of = await (await fetch(`/drawn/${name}/${moment ?? "still"}/${scheme}`)).blob();
  const bytes = Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0));
  const [drawn, seen] = await Promise.all([of, new Blob([bytes])].map(colours));
  // an edge may lie a pixel beside, as two painters round it: a colour is looked for around its place
  const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => 4 * (240 * row + column)));
  const wrong = (at) => {
    const near = around.map((step) => drawn[at + step]).filter((value) => value !== undefined);
    return seen[at] < Math.min(...near) - 12 || seen[at] > Math.max(...near) + 12;
  };
  let count = 0;
  for (let at = 0; at < seen.length; at += 4) count += wrong(at) || wrong(at + 1) || wrong(at + 2);
  return count / (seen.length / 4);
};
async function colours(blob) {
  const picture = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(picture, 0, 0);
  return pen.getImageData(0, 0, picture.width, picture.height).data;
}
window.frame = () => new Promise(requestAnimationFrame);
window.ready = true;
"""


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = _content(self.path)
        self.send_response(404 if found is None else 200)
        kind, content = found or ("text/plain", b"")
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        # a tab that closed meanwhile wants no answer
        with suppress(ConnectionError):
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
        case ["drawn", name, moment, scheme]:
            return "image/png", _drawn(name, None if moment == "still" else int(moment), scheme)
        case ["static", name] if (STATIC / name).is_file():
            return _TYPES.get(name.rpartition(".")[2], "image/svg+xml"), (STATIC / name).read_bytes()
        case _:
            return None


@cache
def _moving(name: str, side: str) -> bytes:
    return json.dumps(moving(catalogue().exercises[name], Side(side) if side else None)).encode()


def _drawn(name: str, moment: int | None, scheme: str) -> bytes:
    """What the program draws itself at a moment, or as its still, seen through the same window as on the page."""
    exercise, figure = catalogue().exercises[name], read.figure(name)
    camera = camera_of(figure, None)
    ghost = None
    if moment is None:
        plain = json.loads(_moving(name, ""))["still"]
        sample = Sample(ZERO, pose_at(figure, figure.still), plain["breath"], tuple(plain["lit"]))
        ghost = None if figure.ghost is None else Sample(ZERO, pose_at(figure, figure.ghost))
    else:
        sample = motion(figure, exercise).samples[moment]
    window = ViewBox(*(number / (10 * UNIT) for number in json.loads(_moving(name, ""))["window"]))
    palette = DARK if scheme == "dark" else LIGHT
    found = json.loads(_moving(name, ""))
    # the arrow is there the first time, until the body is where the still has it
    there = found["at"][found["pose"].index(found["still"]["pose"])]
    mark = mark_of(figure, None) if moment is None or found["at"][moment] <= there else ()
    working = working_parts(figure, None)
    drawn = scene(figure, sample, camera, window, ghost=ghost, palette=palette, working=working, mark=mark)
    return png(drawn, WIDE)


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
