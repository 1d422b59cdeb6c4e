"""Knows how one setting is changed in the text of config.toml, and nothing else in it: comments and order stay.

What was typed is checked as the file would be. Must not know files.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from contextlib import suppress
from typing import Any

from routine.errors import PlanError, UsageError
from routine.presentation import settings as words
from routine.reading.diagnostics import faults_of, hint_for
from routine.reading.edit import as_toml, edited_line, edited_table
from routine.reading.names import suggest
from routine.reading.parser import BOM
from routine.reading.plan_model import RemindTable, checked
from routine.reading.settings import LISTS, SettingsTable, as_meant

REMIND = "remind"
_KEYS = [
    *(key for key in SettingsTable.model_fields if key != REMIND),
    *(f"{REMIND}.{key}" for key in RemindTable.model_fields),
]


def key_called(typed: str) -> str:
    """The whole key; `snooze` is `remind.snooze`. Raises UsageError."""
    wanted = typed.strip().casefold().replace("-", "_")
    for key in (wanted, f"{REMIND}.{wanted}"):
        if key in _KEYS:
            return key
    raise UsageError(*words.no_such_key(typed, suggest(wanted, _KEYS)))


def value_typed(key: str, typed: str) -> Any:
    """As TOML has it: a switch, a number, a text or a list. Raises UsageError for what cannot stand there."""
    value = _value(key.rpartition(".")[2], typed)
    table = {REMIND: {key.removeprefix(f"{REMIND}."): value}} if key.startswith(f"{REMIND}.") else {key: value}
    found = checked(lambda: SettingsTable.model_validate(table))
    if isinstance(found, SettingsTable):
        return value
    wrong = next(iter(faults_of(found))).wrong
    raise UsageError(f"{key}: {wrong.what}", hint_for(wrong))


def with_setting(content: bytes, key: str, value: Any) -> bytes:
    """The text of config.toml with that. Raises PlanError where it has to be put right by hand first."""
    mark = BOM if content.startswith(BOM) else b""
    text = content.removeprefix(BOM).decode(errors="surrogateescape")
    inside, _, name = key.rpartition(".")
    with suppress(ValueError, LookupError, TypeError, AttributeError):
        wanted = tomllib.loads(text)
        (wanted.setdefault(inside, {}) if inside else wanted)[name] = value
        written = edited_table(text, inside, name, value) if inside else edited_line(text, name, value)
        if "\r\n" in text:
            written = re.sub(r"(?<!\r)\n", "\r\n", written)
        if tomllib.loads(written) == wanted:
            return mark + written.encode()
    raise PlanError(*words.by_hand(f"{key} = {as_toml(value)}"))


def _value(key: str, typed: str) -> Any:
    said = typed.strip()
    if said[:1] in {"[", '"', "'"}:
        with suppress(tomllib.TOMLDecodeError):
            return tomllib.loads(f"value = {said}")["value"]
    if key in LISTS and "," not in said:
        # several words of a shell are several values
        with suppress(ValueError):
            return shlex.split(said)
    return as_meant(key, said)
