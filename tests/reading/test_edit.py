"""Knows that a visit is moved in the text of a plan whichever way it was typed, and nothing else is touched."""

from __future__ import annotations

import tomllib
from datetime import datetime

import pytest

from routine.reading.edit import with_visit_moved
from tests.reading.typed import plan_of


def wall(text: str) -> datetime:
    """A local time, wherever that is."""
    return datetime.fromisoformat(text)


WHEN = wall("2026-12-10 15:00")
HEAD = """title = "Visits"   # mine

[[appointment]]
therapy = "massage"
title = "First"
first = 2026-11-25T14:00:00
every = "1 week"
visits = 1

[[appointment]]
id = "second"
therapy = "massage"
title = "Second"
first = 2026-11-26T14:00:00
every = "1 week"
visits = 8 # so many
"""
WAYS = {
    "not yet": HEAD,
    "without an end of line": HEAD.rstrip("\n"),
    "in a line": HEAD + "except = { 2 = 2026-12-04T09:00:00 } # once\n",
    "said already": HEAD + "except = { 2 = 2026-12-04T09:00:00, 3 = 2026-12-11T09:00:00 } # twice\n",
    "said in quotes": HEAD + 'except = { "3" = "2026-12-11 09:00" }\n',
    "empty": HEAD + "except = {}\n",
    "below a header": HEAD + "[appointment.except] # moved\n2 = 2026-12-04T09:00:00\n",
    "below a header already": HEAD + "[appointment.except]\n3 = 2026-12-04T09:00:00 # moved\n",
    "key by key": HEAD + "except.2 = 2026-12-04T09:00:00\n",
    "with Windows line ends": HEAD.replace("\n", "\r\n"),
    "with a byte order mark": "\ufeff" + HEAD,
    "with more below": HEAD + 'where = "here"\n\n[remind]\nbefore = "5m"\n',
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_a_visit_is_moved_and_every_other_line_stays(text: str) -> None:
    found = with_visit_moved(text.encode(), "second", 3, WHEN)
    assert found is not None
    after = found.decode()
    plan = plan_of(found)
    before = tomllib.loads(text.lstrip("\ufeff"))
    now = tomllib.loads(after.lstrip("\ufeff"))
    assert now["appointment"][1].pop("except")["3"] == WHEN
    before["appointment"][1].pop("except", None)
    assert now == before
    assert len(plan.sessions) == 2
    changed = set(text.splitlines()) - set(after.splitlines())
    assert all("except" in line or line.startswith("3 =") for line in changed)
    assert ("\r\n" in text) == ("\r\n" in after)
    assert after.count("\n") - after.count("\r\n") == (0 if "\r\n" in text else after.count("\n"))
    assert after.count("#") == text.count("#")


def test_a_text_that_says_it_in_a_way_nobody_types_is_left_to_the_person() -> None:
    inline = (
        'title = "Visits"\nappointment = [{ therapy = "massage", title = "Second", id = "second", '
        'first = 2026-11-26T14:00:00, every = "1 week", visits = 8 }]\n'
    )
    plan_of(inline)
    assert with_visit_moved(inline.encode(), "second", 3, WHEN) is None


@pytest.mark.parametrize(
    "content", [b"", b"title = [", b"\xff", b"appointment = 3\n", b"[[appointment]]\nid = 5\n"]
)
def test_a_text_that_has_changed_meanwhile_is_left_alone(content: bytes) -> None:
    assert with_visit_moved(content, "second", 3, WHEN) is None
