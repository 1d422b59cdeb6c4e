"""Knows how single values look in the JSON Schema, and tidies it for editors; must not know any key's meaning."""

from __future__ import annotations

from typing import Any

from routine.core.recurrence import WEEKDAYS
from routine.reading.scalars import DAY_WORDS

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_WEEKS = r"^([1-9]\d{0,3}(-([1-9]\d{0,3})?)?|[1-9]\d? +of +([2-9]|[1-9]\d))$"

LENGTH = {"type": "string", "pattern": r"^(\d{1,6}h(\d{1,6}m)?(\d{1,6}s)?|\d{1,6}m(\d{1,6}s)?|\d{1,6}s)$"}
_HALF = r"(0?[1-9]|1[0-2])([:.][0-5]\d)? *[AaPp]\.?[Mm]\.?"
_ANY = f"({_CLOCK}|{_HALF})"
CLOCK = {"type": "string", "pattern": f"^({_CLOCK}(:00)?|{_HALF})$"}
WINDOW = {"type": "string", "pattern": rf"^{_ANY}\s*-\s*{_ANY}$"}
DAY = {"type": "string", "enum": list(WEEKDAYS)}
DAY_WORD = {"type": "string", "enum": [*DAY_WORDS, *WEEKDAYS]}
WEEKS = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": _WEEKS}]}
DATE = {"type": "string", "format": "date"}
REST = {"type": "string", "pattern": r"^(from )?\d{4}-\d\d-\d\d( to \d{4}-\d\d-\d\d)?$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:00)?$"}
APART = {"type": "string", "pattern": r"^\d{1,3} ?([Dd]ay|[Ww]eek)s?$"}
_UNIT = r"([Mm]in(ute)?|[Hh]our|[Dd]ay)s?"
LEAD = {"type": "string", "pattern": rf"^(\d{{1,3}} ?{_UNIT}|\d{{1,6}}h(\d{{1,6}}m)?|\d{{1,6}}m)$"}
NUMBER = {"type": "string", "pattern": r"^[1-9]\d{0,3}$"}
MOVED = {"type": "object", "propertyNames": NUMBER, "additionalProperties": MOMENT}
NAME = {"type": "string", "minLength": 1, "maxLength": 60}
PICTURE = {"type": "string", "pattern": r"^[^./\\:][^/\\:]*\.(png|jpe?g|svg|PNG|JPE?G|SVG)$"}
SESSION: dict[str, Any] = {
    "allOf": [
        {"oneOf": [{"required": ["steps"]}, {"required": ["sequence"]}]},
        {"oneOf": [{"required": ["at"]}, {"required": ["days", "every", "between"]}]},
    ]
}
"""Something to do, and a way to come round: one of each."""
PLAN: dict[str, Any] = {"anyOf": [{"required": [table]} for table in ("session", "appointment", "supplement")]}
"""Something to be reminded of."""


def words(most: int) -> dict[str, Any]:
    """What the schema says of a text of 1 to `most` characters."""
    return {"type": "string", "minLength": 1, "maxLength": most}


def tidy(schema: dict[str, Any], title: str) -> dict[str, Any]:
    """The schema as an editor wants it: no null, which TOML has not, and no titles made from keys."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_tidied(schema), "title": title}


def _tidied(node: Any) -> Any:
    if isinstance(node, list):
        return [_tidied(part) for part in node]
    if not isinstance(node, dict):
        return node
    # a property may itself be called "title", and is then a table
    kept = {
        key: _tidied(part)
        for key, part in node.items()
        if not (key == "title" and isinstance(part, str))
        and not (key == "default" and (not part or isinstance(part, dict)))
    }
    choices = kept.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        left = [choice for choice in choices if choice != {"type": "null"}]
        del kept["anyOf"]
        kept = {**(left[0] if len(left) == 1 else {"anyOf": left}), **kept}
    return kept
