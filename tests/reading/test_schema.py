"""Knows that the JSON Schema, which editors check against, agrees with what is really taken."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime, time
from typing import Any

import pytest

from routine.reading.plan_model import plan_schema
from tests.reading.typed import PLANS

SCHEMA = plan_schema()
KINDS = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
# beyond a schema: what keys and names mean together, and what is not TOML at all
UNSEEN = re.compile(
    r"There is no|something a plan|never comes:|stands here twice|called|longer than the window|run backward"
    r"|ends (?:before|when)|would take|a week\.|time zone|goes by time|both `reps`|beside `for`|each set already"
    r"|takes no time|how much of it|in its `remind`|far away|control character|text is empty|No name"
    r"|cannot be a name|too long for a file"
    r"|beside the plan|table `at` already|comes on the minute|too short here|too long here"
    r"|does not say at what|`at` and|not say on which|`between` needs"
    r"|how far apart|are at the same time|only a reminder"
)


def refusals(node: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """What this schema refuses of `node`: the part of JSON Schema that ours uses, and no other."""
    unknown = schema.keys() - {
        "$schema", "$defs", "$ref", "title", "description", "default", "type", "properties", "required", "items",
        "enum", "pattern", "format", "additionalProperties", "propertyNames", "minItems", "maxItems", "minLength",
        "maxLength", "minimum", "maximum", "anyOf", "oneOf", "allOf",
    }  # fmt: skip
    assert not unknown
    if "$ref" in schema:
        return refusals(node, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], at)
    kind = KINDS.get(schema.get("type", ""))
    if kind and (not isinstance(node, kind) or (kind is int and isinstance(node, bool))):
        return [f"{at}: not {schema['type']}"]
    found = [at for part in schema.get("allOf", ()) if (found := refusals(node, part, at))]
    for word, most in (("anyOf", len(schema.get("anyOf", ()))), ("oneOf", 1)):
        if word in schema and not 1 <= sum(not refusals(node, one, at) for one in schema[word]) <= most:
            found.append(f"{at}: {word}")
    if "enum" in schema and node not in schema["enum"]:
        found.append(f"{at}: enum")
    return [*found, *_by_kind(node, schema, at)]


def _by_kind(node: Any, schema: dict[str, Any], at: str) -> list[str]:
    if isinstance(node, dict):
        return _of_table(node, schema, at)
    if isinstance(node, list):
        many = not schema.get("minItems", 0) <= len(node) <= schema.get("maxItems", len(node))
        inner = [
            one
            for place, part in enumerate(node)
            for one in refusals(part, schema.get("items", {}), f"{at}/{place}")
        ]
        return [*([f"{at}: length"] if many else []), *inner]
    if isinstance(node, str):
        long = not schema.get("minLength", 0) <= len(node) <= schema.get("maxLength", len(node))
        odd = "pattern" in schema and not re.search(schema["pattern"], node)
        odd = odd or (schema.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", node))
        return [f"{at}: text"] if long or odd else []
    if isinstance(node, int):
        return [f"{at}: bounds"] if not schema.get("minimum", node) <= node <= schema.get("maximum", node) else []
    return []


def _of_table(node: dict[str, Any], schema: dict[str, Any], at: str) -> list[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{at}: {key} missing" for key in schema.get("required", ()) if key not in node]
    for key, value in node.items():
        found += refusals(key, schema.get("propertyNames", {}), f"{at}/{key}")
        if key in known:
            found += refusals(value, known[key], f"{at}/{key}")
        elif isinstance(others, dict):
            found += refusals(value, others, f"{at}/{key}")
        elif not others:
            found.append(f"{at}: {key} unknown")
    return found


def as_editors_see(node: Any) -> Any:
    """Dates and times are text in JSON."""
    if isinstance(node, dict):
        return {key: as_editors_see(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_editors_see(value) for value in node]
    return node.isoformat() if isinstance(node, date | datetime | time) else node


@pytest.mark.parametrize(
    "path",
    [*sorted((PLANS / "good").glob("*.toml")), *sorted((PLANS.parent.parent / "plans").glob("*.toml"))],
    ids=lambda path: path.stem,
)
def test_an_editor_takes_every_good_plan(path: Any) -> None:
    table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    assert refusals(as_editors_see(table), SCHEMA) == []


def wrong_in_shape() -> list[str]:
    """The bad plans whose mistake a schema can see."""
    found = []
    for path in sorted((PLANS / "bad").glob("*.toml")):
        told = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
        try:
            tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        except (ValueError, RecursionError):
            continue
        if not all(UNSEEN.search(line) for line in told) and "nested too deeply" not in told[0]:
            found.append(path.stem)
    return found


@pytest.mark.parametrize("name", wrong_in_shape())
def test_an_editor_marks_what_is_wrong_in_shape(name: str) -> None:
    table = tomllib.loads((PLANS / "bad" / f"{name}.toml").read_bytes().decode("utf-8-sig"))
    assert refusals(as_editors_see(table), SCHEMA) != []


def test_an_editor_marks_most_mistakes() -> None:
    assert len(wrong_in_shape()) > 50


def test_every_key_says_what_it_is_for() -> None:
    tables = [SCHEMA, *SCHEMA["$defs"].values()]
    silent = [
        key for table in tables for key, one in table.get("properties", {}).items() if not one.get("description")
    ]
    assert silent == []


def test_the_schema_is_json_without_null() -> None:
    assert "null" not in json.dumps(SCHEMA)
    assert SCHEMA["title"] == "A plan for routine"
