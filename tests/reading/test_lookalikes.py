"""Knows that times may stand as TOML 1.1 and people write them; what is refused is in tests/plans/bad."""

from __future__ import annotations

import tomllib
from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.plan import Plan
from routine.core.recurrence import Weekly
from routine.library.catalogue import catalogue
from routine.reading.lookalikes import plain, with_seconds, without_seconds
from routine.reading.parser import NotToml, parse_toml, read_plan
from tests.reading.typed import STEPS, plan_with, problems_in

PIECES = (
    '"',
    "'",
    '"""',
    "#",
    "\n",
    " ",
    "=",
    "[",
    "]",
    ",",
    "at",
    "07:30",
    "2026-11-30 10:00",
    "07:30:15",
    "é",
    "\\",
)


def read(body: str) -> Plan:
    found = read_plan("plan.toml", "plan", plan_with(body + STEPS).encode(), catalogue(), lambda _: False)
    assert isinstance(found, Plan), found
    return found


def times_of(plan: Plan) -> list[str]:
    (session,) = plan.sessions
    assert isinstance(session.rule, Weekly)
    return [f"{slot.at:%H:%M}" for slot in session.rule.slots]


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("07:30", ["07:30"]),
        ("[07:30, 19:30]", ["07:30", "19:30"]),
        ("[\n  07:30, # 06:00\n  19:30,\n]", ["07:30", "19:30"]),
        ("{ mon = 07:30 }", ["07:30"]),
        ('"7:30 AM"', ["07:30"]),
        ('["6pm", "7:30 a.m."]', ["07:30", "18:00"]),
        ('"12 am"', ["00:00"]),
    ],
)
def test_a_time_is_taken_as_it_is_meant(typed: str, times: list[str]) -> None:
    days = "" if "mon" in typed else 'days = "mon"\n'
    assert times_of(read(f"{days}at = {typed}\n")) == times


def test_a_window_takes_the_clock_of_twelve_hours() -> None:
    assert times_of(read('days = "mon"\nevery = "4h"\nbetween = "9am-5pm"\n')) == ["09:00", "13:00"]


@pytest.mark.parametrize(
    "typed", ["2026-11-30 10:00", "2026-11-30T10:00", "2026-11-30 10:00:00", '"2026-11-30 10:00"']
)
def test_a_visit_takes_a_date_and_a_time_without_seconds(typed: str) -> None:
    text = (
        f'title = "A"\n[[appointment]]\ntitle = "Physio"\ntherapy = "physiotherapy"\nfirst = {typed}\nvisits = 1\n'
    )
    assert isinstance(read_plan("a.toml", "a", text.encode(), catalogue()), Plan)


def test_a_fault_behind_such_a_time_is_told_at_its_own_place() -> None:
    (line,) = problems_in(plan_with("at = { mon = 07:30, tue = 08:00, wed = x }\n" + STEPS))
    assert line.startswith("plan.toml:6:40: ")


def test_what_is_quoted_or_a_comment_stays_as_it_is() -> None:
    text = 'a = "at 07:30 " # 07:30 \nb = \'= 07:30 \'\nc = """\n= 07:30\n"""\nd = 07:30\n'
    _, said = parse_toml(text.encode())
    assert said == {"a": "at 07:30 ", "b": "= 07:30 ", "c": "= 07:30\n", "d": time(7, 30)}
    assert parse_toml(b"a = 2026-11-30 10:00")[1] == {"a": datetime(2026, 11, 30, 10, 0)}  # noqa: DTZ001 - as in TOML


def told_or_read(text: str) -> NotToml | dict[str, object]:
    try:
        return parse_toml(text.encode())[1]
    except NotToml as wrong:
        return wrong


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_read_as_before_or_with_seconds_or_told_within_it(text: str) -> None:
    try:
        before: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        before = None
    said = told_or_read(text)
    if isinstance(said, NotToml):
        assert before is None
        assert 1 <= said.line <= text.count("\n") + 1
        assert said.column >= 1
        return
    assert said == before or (before is None and said == tomllib.loads(with_seconds(text, without_seconds(text))))


@pytest.mark.parametrize(
    ("typed", "looks"), [("０７：３０", "07:30"), ("1h\u200b", "1h"), (" a\u00a0 b ", "a b"), ("9–17", "9-17")]
)
def test_a_text_is_read_as_it_looks(typed: str, looks: str) -> None:
    assert plain(typed) == looks
