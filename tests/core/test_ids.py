"""Knows that the names of sessions and occurrences come apart as they were put together; must not know plans."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from routine.core.ids import OccurrenceKey, SessionRef, review_of

ROUTINE = Path(__file__).parents[2] / "routine"
PLANNED = datetime.fromisoformat("2026-11-23T07:30")


def test_a_key_gives_back_what_it_was_made_of() -> None:
    key = OccurrenceKey.of("gentle", "morning", PLANNED)
    assert key == "gentle/morning@2026-11-23T07:30"
    assert (key.plan, key.session, key.planned) == ("gentle", "morning", PLANNED)
    assert key.session_ref == SessionRef.of("gentle", "morning") == "gentle/morning"
    assert OccurrenceKey.parse(str(key)) == key


def test_whatever_a_session_is_called_it_comes_back() -> None:
    key = SessionRef.of("a plan", "b@c/d:e").at(PLANNED)
    assert (key.plan, key.session, key.planned) == ("a plan", "b@c/d:e", PLANNED)


def test_a_course_of_visits_and_its_review_go_by_names_of_one_kind() -> None:
    physio = SessionRef.of("back", "physio")
    assert physio.review == SessionRef.of("back", review_of("physio"))


def test_a_name_is_found_by_the_plain_text_and_written_as_one() -> None:
    key = OccurrenceKey("gentle/morning@2026-11-23T07:30")
    by_key: dict[str, int] = {key: 1}
    assert by_key["gentle/morning@2026-11-23T07:30"] == 1
    assert json.dumps({"key": key}) == '{"key": "gentle/morning@2026-11-23T07:30"}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "morning",
        "gentle/morning",
        "gentle/morning@",
        "gentle/morning@noon",
        "/morning@2026-11-23T07:30",
        "gentle/@2026-11-23T07:30",
        "gentle/morning@2026-11-23T07:30+01:00",
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        OccurrenceKey.parse(text)


def test_no_other_file_takes_a_key_apart_or_puts_one_together() -> None:
    apart = re.compile(r'partition\("@"\)|split\("@"\)|id\}/\{|:review')
    others = [
        f"{path.relative_to(ROUTINE)}: {line.strip()}"
        for path in sorted(ROUTINE.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if apart.search(line) and path.name != "ids.py" and path.parent.name != "login"
    ]
    assert [line for line in others if "picture" not in line] == []  # the side of a picture: `cat-cow@left`
