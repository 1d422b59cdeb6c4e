"""Knows a stand-in for the voice of a computer: it writes down what it says. Must not know who speaks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ENGINE = '''
"""Says nothing aloud: each line begins and ends in a file."""
import os, time

def init():
    if os.environ.get("SPEECH_BROKEN"):
        raise RuntimeError("no voice")
    print("voices like to talk to themselves")
    return Engine()

class Engine:
    said = []
    def setProperty(self, name, value): ...
    def say(self, text): self.said.append(text)
    def runAndWait(self):
        for text in self.said:
            self.note("begins", text)
            time.sleep(float(os.environ.get("SPEECH_TAKES", "0")))
            self.note("ends", text)
        self.said.clear()
    def note(self, what, text):
        with open(os.environ["SPEECH_HEARD"], "a", encoding="utf-8") as file:
            file.write(f"{what} {text}\\n")
'''


@dataclass(frozen=True)
class Speech:
    """A folder with the stand-in, a player of sounds, and what was heard so far."""

    folder: Path

    def install(self) -> Speech:
        self.folder.mkdir()
        (self.folder / "pyttsx3.py").write_text(ENGINE, encoding="utf-8")
        player = self.folder / "aplay"
        player.write_text("#!/bin/sh\n", encoding="utf-8")
        player.chmod(0o755)
        return self

    @property
    def environ(self) -> dict[str, str]:
        return {
            "PYTHONPATH": str(self.folder),
            "PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}",
            "SPEECH_HEARD": str(self.folder / "heard"),
        }

    @property
    def heard(self) -> list[str]:
        file = self.folder / "heard"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
