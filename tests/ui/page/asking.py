"""Knows how to ask the whole page for something without a socket, and moves its clock. Must not know any view."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from routine.presentation import page_labels
from routine.ui.page.gate import Gate
from routine.ui.page.routes import VIEWS, routes
from routine.ui.page.state import PageState
from routine.ui.page.web import application
from tests.ui.home import Home

PORT = 4321
LONG = timedelta(hours=1)
"""No session looks at the clock by itself so soon: the test moves it."""


@dataclass
class AskedPage:
    """The page of a home in which no time passes but by `pass_`."""

    home: Home
    state: PageState = field(init=False)

    def __post_init__(self) -> None:
        self.state = PageState(lambda: self.home.app(ROUTINE_WELCOME="false"), patience=LONG)
        self._gate = Gate(PORT)
        labels = page_labels.all_labels()
        self._page = application(self._gate, routes(self.state), VIEWS, labels, lambda: None)

    def pass_(self, by: timedelta) -> None:
        self.home.now += by

    async def ask(self, line: str, body: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
        """What is answered to `GET /api/today`, or to `POST …` with a body, as our own page would send it."""
        method, _, address = line.partition(" ")
        path, _, query = address.partition("?")
        content = json.dumps(body or {}).encode()
        sent = {
            "host": f"127.0.0.1:{PORT}",
            "cookie": f"{self._gate.cookie_name}={self._gate.cookie}",
            "origin": f"http://127.0.0.1:{PORT}",
            "x-routine-token": self._gate.token,
            "content-type": "application/json",
        } | headers
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "server": ("127.0.0.1", PORT),
            "client": None,
        }
        incoming = [{"type": "http.request", "body": content if method == "POST" else b""}]
        outgoing: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return incoming.pop() if incoming else await asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            outgoing.append(message)

        await self._page(scope, receive, send)
        answer = b"".join(message.get("body", b"") for message in outgoing[1:])
        kind = dict(outgoing[0]["headers"]).get(b"content-type", b"").decode()
        text = answer.decode().replace(self._gate.token, "TOKEN")
        told: Any = json.loads(text) if kind.startswith("application/json") and text else text
        asked = {"ask": line} | ({"body": body} if body is not None else {})
        return asked | {"status": outgoing[0]["status"], "answer": told}
