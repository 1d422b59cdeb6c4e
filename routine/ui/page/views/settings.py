"""Knows what the view of the settings says, and how one is checked and set; not what any of them does."""

from __future__ import annotations

import json
import tomllib
from enum import Enum
from typing import Any, get_args

from routine.core.identifiers import Actor
from routine.errors import NothingToActOn, SystemFault
from routine.library.catalogue import catalogue
from routine.presentation import page_settings as words
from routine.presentation import settings as setting_words
from routine.reading.safe_read import Unreadable
from routine.service.requests.setting_messages import ChangeSettingRequest
from routine.ui.page.request import Answer, Json, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import running

_REMIND = "remind."


def about(site: PageState, _: PageRequest) -> Answer:
    """Every setting: what it does, what it is, what it may be. Raises SystemFault."""
    from routine.reading.settings import read_settings  # noqa: PLC0415 - pydantic, only where somebody looks at it
    from routine.reading.settings_table import table_of  # noqa: PLC0415 - likewise

    file = site.app.paths.config_file
    try:
        found, problems, sources = read_settings(file, site.app.flags, str(file))
    except Unreadable as unread:
        what, fix = unread.said
        raise SystemFault(f"{file}: {what}", fix) from None
    by_key = {one.key: one for one in table_of(found, sources)}
    rows = [_row(key, by_key[key].value, by_key[key].origin) for key in words.SETTINGS if key in by_key]
    return {"settings": rows, "problems": [str(one) for one in problems], **running.state(site)}


def check(request: PageRequest) -> Answer:
    """Whether that could stand there; nothing is written. Raises UsageError."""
    from routine.reading.settings_edit import key_called, value_typed  # noqa: PLC0415 - likewise

    value_typed(key_called(request.text("key")), request.text("value"))
    return {}


def change(site: PageState, request: PageRequest) -> Answer:
    """It stands in the file from now on. Raises UsageError, PlanError, SystemFault; nothing is changed then."""
    try:
        site.ask(ChangeSettingRequest(by=Actor.PAGE, key=request.text("key"), value=request.text("value")))
    except NothingToActOn:
        return {"said": ""}
    site.read_again()
    return {"said": words.SET}


def _row(key: str, written: str, origin: str) -> Json:
    title, hint = words.SETTINGS[key]
    value = tomllib.loads(f"value = {written}")["value"]
    elsewhere = origin not in {"default", "file"}
    return {
        "key": key,
        "title": title,
        "hint": hint,
        "value": ", ".join(value) if isinstance(value, list) else _plain(value),
        "choices": [{"value": one, "label": words.CHOICES[one]} for one in _choices(key, value)],
        "tags": [{"value": tag.id, "label": tag.words, "on": tag.id in value} for tag in catalogue().tags.values()]
        if key == "avoid"
        else [],
        "elsewhere": words.elsewhere(setting_words.SOURCES.get(origin, origin)) if elsewhere else "",
    }


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _choices(key: str, value: object) -> list[str]:
    """Where it is one of a few."""
    from routine.reading.plan_model import RemindTable  # noqa: PLC0415 - likewise
    from routine.reading.settings import SettingsTable  # noqa: PLC0415 - likewise

    table: Any = RemindTable if key.startswith(_REMIND) else SettingsTable
    kind = table.model_fields[key.removeprefix(_REMIND)].annotation
    if key == "clock":
        return [str(one) for one in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(one.value) for one in kind]
    if isinstance(value, bool):
        return ["true", "false"]
    return []
