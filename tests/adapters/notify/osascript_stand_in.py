"""Knows osascript as seen from outside, and a person at a Mac who presses; must not know our adapter.

Each card is a process, as with the real one: it writes down what it was handed, waits for an answer in a file, and
takes its card away when it ends. It reads its options as getopt does on a Mac: up to the first word that is none.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROGRAM = f"""#!{sys.executable} -IS
import json, os, signal, sys, time
folder = os.path.dirname(os.path.abspath(sys.argv[0]))
words, script = sys.argv[1:], ""
while words and words[0].startswith("-"):
    if words[0] != "-e":
        sys.exit("osascript: illegal option " + words[0])
    script, words = words[1], words[2:]
card = os.path.join(folder, f"{{time.monotonic_ns()}}.{{os.getpid()}}.card")
refuses, hangs = (os.path.exists(os.path.join(folder, name)) for name in ("refuses", "hangs"))
if refuses:
    sys.exit("0:38: execution error: No user interaction allowed. (-1713)")
signal.signal(signal.SIGTERM, lambda *_: (os.path.exists(card) and os.remove(card), os._exit(143)))
while hangs:
    time.sleep(1)
is_alert = "display alert" in script
shown = {{"pid": os.getpid(), "script": script, "words": words, "alert": is_alert}}
with open(card + ".new", "w", encoding="utf-8") as file:
    json.dump(shown, file)
os.rename(card + ".new", card)
if is_alert:
    while not os.path.exists(card + ".answer"):
        time.sleep(0.01)
    answer = open(card + ".answer", encoding="utf-8").read()
    os.remove(card)
    if answer == "crash":
        sys.exit(1)
    print(answer)
"""


@dataclass(frozen=True)
class Shown:
    """A card as it is on the screen."""

    file: Path
    pid: int
    script: str
    words: list[str]
    alert: bool

    @property
    def title(self) -> str:
        return self.words[1]

    @property
    def text(self) -> str:
        return self.words[2]

    @property
    def labels(self) -> list[str]:
        """From left to right."""
        return self.words[3:]


class Screen:
    """A Mac on which osascript works."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "osascript"
        self.program.write_text(PROGRAM, encoding="utf-8")
        self.program.chmod(0o755)

    def cards(self) -> list[Shown]:
        found = []
        for file in sorted(self.folder.glob("*.card")):
            with suppress(OSError):
                found.append(Shown(file, **json.loads(file.read_text("utf-8"))))
        return found

    def card(self, pid: int) -> Shown | None:
        return next((card for card in self.cards() if card.pid == pid), None)

    def answer(self, card: Shown, said: str) -> None:
        new = card.file.with_name(f"{card.file.name}.answering")
        new.write_text(said, "utf-8")
        new.rename(f"{card.file}.answer")

    def press(self, card: Shown, label: str) -> None:
        self.answer(card, str(card.labels.index(label) + 1))

    def switch(self, name: str, *, on: bool) -> None:
        if on:
            (self.folder / name).touch()
        else:
            (self.folder / name).unlink()


def ended(pid: int) -> bool:
    """Whether it ends within a few seconds."""
    for _ in range(300):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False
