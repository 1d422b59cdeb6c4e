"""Knows how to write any table as TOML, for plans that nobody would type; must not know what a plan is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any


def written(table: Mapping[str, Any]) -> str:
    """The table, with inline tables inside."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return _text(key)


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return _text(value)
        case date() | datetime() | time():
            return value.isoformat()
        case dict():
            return "{" + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(_value(one) for one in value) + "]"
        case _:
            raise TypeError(f"TOML has no {type(value).__name__}")


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for surrogate pairs and DEL
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
