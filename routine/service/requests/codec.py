"""Knows how the values of messages.py become JSON and come back; must not know what they mean."""

from __future__ import annotations

from typing import Any

from msgspec import DecodeError, Raw, json

from routine.service.requests.envelope import BadMessage


def encoded(message: object) -> Raw:
    """Names of occurrences are texts of a class of their own."""
    return Raw(json.encode(message, enc_hook=str))


def decoded(body: Raw, kind: object) -> Any:
    """A value of that kind, or of one of those kinds. Raises BadMessage."""
    try:
        return json.decode(body, type=kind, dec_hook=_named)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(str(error)) from error


def _named(kind: Any, text: Any) -> Any:
    return kind(text)
