"""Knows how to run two real Syncthings that mirror one folder on this computer; must not know what lies in it."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.needs import need

DELAY = 10.0
"""Seconds: so long its watcher waits after a change (`fsWatcherDelayS`, as it comes)."""
_OPTIONS = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "startBrowser": "false",
    "crashReportingEnabled": "false",
    "urAccepted": "-1",
    "autoUpgradeIntervalH": "0",
    "reconnectionIntervalS": "2",
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Syncthing:
    """One of them: its home, and the folder that it mirrors."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder, self.port = home, folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        self._run("generate", f"--home={home}", "--no-default-folder")
        self.id = self._run(f"--home={home}", "--device-id").strip()

    def _run(self, *words: str) -> str:
        return subprocess.run(
            [need("syncthing", "syncthing"), *words], capture_output=True, text=True, check=True, timeout=60
        ).stdout

    def mirror_with(self, other: Syncthing) -> None:
        file = self.home / "config.xml"
        tree = ET.parse(file)
        root = tree.getroot()
        options = root.find("options")
        assert options is not None
        for name, value in {**_OPTIONS, "listenAddress": f"tcp://127.0.0.1:{self.port}"}.items():
            for there in options.findall(name):
                options.remove(there)
            ET.SubElement(options, name).text = value
        gui = root.find("gui")
        assert gui is not None
        gui.set("enabled", "false")
        device = ET.SubElement(root, "device", id=other.id, name="other", compression="metadata")
        ET.SubElement(device, "address").text = f"tcp://127.0.0.1:{other.port}"
        folder = ET.SubElement(
            root, "folder", id="routine", path=str(self.folder), type="sendreceive", fsWatcherEnabled="true"
        )
        folder.set("fsWatcherDelayS", f"{DELAY:.0f}")
        for each in (self.id, other.id):
            ET.SubElement(folder, "device", id=each)
        tree.write(file)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                need("syncthing", "syncthing"),
                "serve",
                f"--home={self.home}",
                "--no-browser",
                "--no-restart",
                "--no-upgrade",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


@contextmanager
def mirrored(folder: Path) -> Iterator[Sequence[Path]]:
    """Two folders that are kept alike."""
    pair = [Syncthing(folder / f"st-{name}", folder / f"sync-{name}") for name in "ab"]
    pair[0].mirror_with(pair[1])
    pair[1].mirror_with(pair[0])
    try:
        for each in pair:
            each.start()
        yield [each.folder for each in pair]
    finally:
        for each in pair:
            each.stop()
