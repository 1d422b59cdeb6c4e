"""A stand-in for an ntfy server, made from its documents: the real one is in no registry of packages.

It knows what they promise of 2.16: publishing as JSON, buttons, `delay`, sequence ids that replace and delete, the
stream with `since`, a cache that forgets after 12 hours. It can be stopped, started again, and made old.
"""

from __future__ import annotations

import http.server
import itertools
import json
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self


@dataclass
class NtfyServer:
    """With what it keeps in its cache, also over a restart."""

    sequences: bool = True
    """Before 2.16 it knew none, and said nothing about it."""
    port: int = 0
    cache: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._ids = itertools.count(1)
        self._news = threading.Condition()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.ends = False
        stand_in = self

        class Handler(_Handler):
            server_ = stand_in

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.ends = True
        with self._news:
            self._news.notify_all()
        self._http.shutdown()
        self._http.server_close()

    def keep(self, message: dict[str, Any]) -> dict[str, Any]:
        with self._news:
            kept = {"id": f"m{next(self._ids):08}", "time": int(time.monotonic()), "event": "message", **message}
            self.cache.append(kept)
            self._news.notify_all()
            return kept

    def wait_for_news(self, seconds: float) -> None:
        with self._news:
            self._news.wait(seconds)

    def forget(self) -> None:
        """Twelve hours have passed."""
        self.cache.clear()

    # what the phone does

    def on_phone(self, topic: str, *, also_later: bool = True) -> dict[str, dict[str, Any]]:
        """The cards that it shows, or will: of each sequence id the last message, unless it was taken back."""
        found: dict[str, dict[str, Any]] = {}
        for one in self.cache:
            if one["topic"] != topic:
                continue
            sequence = one.get("sequence_id") or one["id"]
            found.pop(sequence, None)
            if one["event"] == "message" and (also_later or "delay" not in one):
                found[sequence] = one
        return found

    def press(self, card: dict[str, Any], label: str) -> None:
        """As the app does it: one request, and nothing again if it fails."""
        (action,) = [one for one in card["actions"] if one["label"] == label]
        assert action["clear"] is True
        request = urllib.request.Request(action["url"], action["body"].encode(), method=action["method"])
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200


class _Handler(http.server.BaseHTTPRequestHandler):
    server_: NtfyServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.server_.asked.append(f"POST {self.path}")
        topic = self.path.strip("/")
        message = {"topic": topic, "message": body} if topic else json.loads(body)
        assert set(message) <= {"topic", "title", "message", "sequence_id", "actions", "delay"}
        assert len(body) <= 4096
        assert len(message.get("actions", [])) <= 3
        if not self.server_.sequences:
            message.pop("sequence_id", None)
        self._said(self.server_.keep(message))

    def do_DELETE(self) -> None:
        self.server_.asked.append(f"DELETE {self.path}")
        _, topic, sequence = self.path.split("/")
        if not self.server_.sequences:
            self.send_error(404)
            return
        self._said(self.server_.keep({"event": "message_delete", "topic": topic, "sequence_id": sequence}))

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        _, topic, kind = path.split("/")
        assert kind == "json"
        since, _, poll = query.partition("since=")[2].partition("&poll=")
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Connection", "close")
        self.end_headers()
        self._line({"event": "open", "topic": topic})
        known = [one["id"] for one in self.server_.cache]
        place = known.index(since) + 1 if since in known else 0
        while not self.server_.ends:
            new = self.server_.cache[place:]
            place += len(new)
            for one in new:
                if one["topic"] == topic and not self._line(one):
                    return
            if poll:
                break
            self.server_.wait_for_news(0.5)
            place = min(place, len(self.server_.cache))
        self.close_connection = True

    def _line(self, said: dict[str, Any]) -> bool:
        try:
            self.wfile.write(json.dumps(said).encode() + b"\n")
            self.wfile.flush()
        except OSError:
            return False
        return True

    def _said(self, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
