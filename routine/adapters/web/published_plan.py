"""Knows how a published plan, its signature and its publisher's key are fetched; must not know what they say."""

from __future__ import annotations

from msgspec import Struct

from routine.adapters.web.client import WebAddress, WebAnswer, WebClient, parse_address
from routine.errors import ServerFault
from routine.presentation import following as words
from routine.presentation import web as web_words

MOST = 262_144
"""Bytes of a plan: the largest that comes with routine has a tenth of that."""
_SMALL = 4_096
"""Bytes of a key or a signature."""
_NOT_THERE = {403, 404, 410}


class PublishedPlan(Struct, frozen=True):
    """What lies at an address."""

    content: bytes
    signature: str
    """Empty where there is none."""
    key: str
    """What lies beside it as the publisher's key; empty where nothing does, or it was not asked for."""
    etag: str = ""


def address_of(typed: str) -> tuple[WebAddress, str]:
    """The address, and the key that stands behind its `#`. Raises NotAccepted."""
    before, _, key = typed.strip().partition("#")
    return parse_address(before), key


def fetch(address: WebAddress, etag: str = "", *, with_key: bool = False) -> PublishedPlan | None:
    """None where it has not changed since `etag`. Raises ServerFault, Unreachable of web.client."""
    client = WebClient(address)
    try:
        headers = {"If-None-Match": etag} if etag else {}
        answer = client.ask("GET", headers=headers, most=MOST)
        if answer.status == 304:
            return None
        if answer.status in _NOT_THERE:
            raise ServerFault(*words.nothing_there(str(address)))
        if answer.status != 200:
            said = web_words.busy if answer.status >= 500 or answer.status == 429 else web_words.refused
            raise ServerFault(*said(address.origin, answer.status))
        path = address.path.partition("?")[0]
        signature = _text_of(client.ask("GET", f"{path}.minisig", most=_SMALL))
        key = ""
        if with_key:
            folder = path.rpartition("/")[0]
            beside = (f"{path}.pub", f"{folder}/minisign.pub")
            key = next((text for name in beside if (text := _text_of(client.ask("GET", name, most=_SMALL)))), "")
        return PublishedPlan(answer.body, signature, key, answer.headers.get("etag", ""))
    finally:
        client.close()


def _text_of(answer: WebAnswer) -> str:
    return answer.body.decode("ascii", "replace") if answer.status == 200 else ""
