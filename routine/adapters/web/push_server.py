"""Knows how ntfy is asked: a card now or later, one taken back, what was pressed. Must not know what a card says.

Source: ntfy's documents, "Publish" and "Subscribe via API" (2.16: a message with a sequence id is replaced by the
next of that id, and `DELETE /TOPIC/ID` takes it back, also before it came).
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from http.client import HTTPException

from msgspec import Struct

from routine.adapters.web.client import Unreachable, WebAddress, WebAnswer, WebClient, connection_to
from routine.errors import ServerFault
from routine.presentation import phone as words
from routine.presentation import web as web_words

SILENCE = timedelta(seconds=120)
"""After so long without a word the connection is dead: ntfy says something every 45 s."""
_LONGEST_LINE = 65_536
_LEAST_AHEAD = timedelta(seconds=12)
"""ntfy takes no message for sooner than 10 s from now."""


class PushButton(Struct, frozen=True):
    """One of at most three; `body` is what it sends."""

    label: str
    body: str


class PushCard(Struct, frozen=True):
    """What the phone shows."""

    sequence: str
    title: str
    text: str
    buttons: Sequence[PushButton]


class Pressed(Struct, frozen=True):
    """A message of the topic that the buttons write to."""

    id: str
    text: str


class PushServer:
    """One server and its two topics. Everything asked raises ServerFault, or Unreachable of web.client."""

    def __init__(self, address: WebAddress, alerts: str, answers: str, user: str = "", password: str = "") -> None:
        self._client = WebClient(address, user, password)
        self._alerts, self._answers = alerts, answers
        self._listening: socket.socket | None = None

    def publish(self, card: PushCard, at: datetime, now: datetime) -> bool:
        """Now, or at that time; whether the server knows sequence ids, without which no card can be taken back."""
        url = f"{self._client.address.origin}/{self._answers}"
        actions = [
            {"action": "http", "label": one.label, "url": url, "method": "POST", "body": one.body, "clear": True}
            for one in card.buttons
        ]
        said: dict[str, object] = {
            "topic": self._alerts,
            "title": card.title,
            "message": card.text,
            "sequence_id": card.sequence,
            "actions": actions,
        }
        if at - now >= _LEAST_AHEAD:
            said["delay"] = str(int(at.timestamp()))
        answer = self._asked("POST", "/", json.dumps(said).encode())
        try:
            return str(json.loads(answer.body).get("sequence_id", "")) == card.sequence
        except (ValueError, AttributeError):
            raise ServerFault(*words.no_ntfy(self._client.address.origin)) from None

    def take_back(self, sequence: str) -> None:
        """Whether it has come, or is still to come."""
        self._asked("DELETE", f"/{self._alerts}/{sequence}", fine=frozenset({404}))

    def pressed_by_now(self, last: str) -> list[Pressed]:
        """What was pressed since the message `last`, as far as the server still has it."""
        answer = self._asked("GET", f"/{self._answers}/json?since={last or 'all'}&poll=1")
        return [found for line in answer.body.splitlines() if (found := _message_in(line))]

    def pressed_since(self, last: str, limit: timedelta = SILENCE) -> Iterator[Pressed]:
        """What was pressed since the message `last`, and all that follows, until nothing is heard for `limit`.

        Raises Unreachable when the connection breaks, or ServerFault.
        """
        connection = connection_to(self._client.address, limit)
        path = f"/{self._answers}/json?since={last or 'all'}"
        try:
            connection.connect()
            self._listening = connection.sock
            connection.request("GET", path, headers=self._client.headers)
            answer = connection.getresponse()
            if answer.status != 200:
                raise ServerFault(*_refusal(self._client.address.origin, answer.status))
            while line := answer.readline(_LONGEST_LINE):
                if found := _message_in(line):
                    yield found
        except (OSError, HTTPException) as error:
            raise Unreachable(*web_words.away(self._client.address.origin, type(error).__name__)) from error
        finally:
            self._listening = None
            connection.close()

    def stop_listening(self) -> None:
        """From another thread: `pressed_since` ends there."""
        if heard := self._listening:
            with suppress(OSError):
                # of the socket itself: what encrypts it is in use there
                socket.socket.shutdown(heard, socket.SHUT_RDWR)

    def close(self) -> None:
        self._client.close()

    def _asked(self, method: str, path: str, body: bytes = b"", fine: frozenset[int] = frozenset()) -> WebAnswer:
        headers: Mapping[str, str] = {"Content-Type": "application/json"} if body else {}
        answer = self._client.ask(method, path, body, headers)
        if answer.status >= 400 and answer.status not in fine:
            raise ServerFault(*_refusal(self._client.address.origin, answer.status))
        return answer


def _refusal(origin: str, status: int) -> tuple[str, str]:
    if status in {401, 403}:
        return web_words.unauthorised(origin)
    return (web_words.busy if status == 429 or status >= 500 else web_words.refused)(origin, status)


def _message_in(line: bytes) -> Pressed | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("event") != "message":
        return None
    return Pressed(str(said.get("id", "")), str(said.get("message", "")))
