"""Knows how to run a real Radicale and a real Xandikos on this computer, and how another client works there."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.linked.syncthing import free_port

USER, PASSWORD = "anna", "one of her own: ü"


class OtherClient:
    """Works on a collection as the calendar on a phone does: by plain requests."""

    def __init__(self, port: int, path: str, *, user: str = "") -> None:
        self.port, self.path = port, path
        self.url = f"http://{f'{user}@' if user else ''}127.0.0.1:{port}{path}"
        self.requests = 0
        self._user = user

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        """Status, text and ETag."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if self._user:
                sent["Authorization"] = "Basic " + base64.b64encode(f"{self._user}:{PASSWORD}".encode()).decode()
            link.request(method, path, body.encode(), sent)
            answer = link.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("ETag", "")
        finally:
            link.close()

    def names(self) -> list[str]:
        body = '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
        _, said, _ = self.ask("PROPFIND", self.path, body, Depth="1", Content_Type="application/xml")
        return sorted(set(re.findall(r"/([\w-]+\.ics)<", said)))

    def etags(self) -> dict[str, str]:
        return {name: self.ask("GET", self.path + name)[2] for name in self.names()}

    def texts(self) -> dict[str, str]:
        return {name: self.ask("GET", self.path + name)[1] for name in self.names()}

    def change(self, name: str, before: str, after: str) -> None:
        """As a client saves: only what it has seen is written over."""
        _, text, etag = self.ask("GET", self.path + name)
        assert re.search(before, text), text
        status, said, _ = self.ask(
            "PUT", self.path + name, re.sub(before, after, text), Content_Type="text/calendar", If_Match=etag
        )
        assert status in {200, 201, 204}, said

    def delete(self, name: str) -> None:
        assert self.ask("DELETE", self.path + name)[0] in {200, 204}


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@contextmanager
def running(words: list[str], port: int, log: Path) -> Iterator[None]:
    with log.open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", *words], stdout=said, stderr=said)
    try:
        end = time.monotonic() + 30
        while not answers(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def radicale(folder: Path) -> Iterator[OtherClient]:
    """With a password, as its documentation sets it up; the address is that of the account."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", "utf-8")
    config = folder / "config"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
        f"htpasswd_encryption = plain\n[storage]\nfilesystem_folder = {folder}/collections\n"
    )
    with running(["radicale", "-C", str(config)], port, folder / "log"):
        yield OtherClient(port, f"/{USER}/routine/", user=USER)


@contextmanager
def xandikos(folder: Path) -> Iterator[OtherClient]:
    """Without a password, as it is behind a proxy or at home."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    words = ["xandikos", "serve", "-d", f"{folder}/dav", "-l", "127.0.0.1", "-p", str(port), "--defaults"]
    with running(words, port, folder / "log"):
        yield OtherClient(port, "/user/calendars/routine/")
