"""Knows that whatever stands in a file, reading it ends in a plan or in problems, and never in a fault of ours."""

from __future__ import annotations

import sys
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routine.core.plan import Plan
from routine.reading import scalars
from routine.reading.diagnostics import KEYS
from tests.reading.toml import written
from tests.reading.typed import PLANS, plan_with, read

DESIGN = (PLANS / "good" / "the_design.toml").read_text(encoding="utf-8")
CHARACTERS = st.characters(exclude_categories=["Cs"])
KEY_WORDS = sorted({key for keys in KEYS.values() for key in keys})
LIKELY = [
    "07:30", "24:00", "10m", "1h30m", "0s", "daily", "mon", "cat-cow", "desk-1", "body-scan", "1-2", "yoga",
    "both", "09:00-17:00", "2026-11-23", "Europe/Berlin", "avoid-flexion", "x.png", "", "\u202e", "\u0007",
]  # fmt: skip

leaves = st.one_of(
    st.sampled_from(LIKELY),
    st.text(CHARACTERS, max_size=10),
    st.integers(-3, 2000),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.times(),
    st.datetimes(),
)
keys = st.one_of(st.sampled_from(KEY_WORDS), st.text(CHARACTERS, max_size=6))
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=5)),
    max_leaves=12,
)


def assert_understood(content: str | bytes) -> None:
    found = read(content)
    if isinstance(found, Plan):
        assert found.sessions
        return
    assert found
    for problem in found:
        assert problem.what
        assert str(problem).isprintable()


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"a\r = 1")
def test_any_bytes_can_be_read(content: bytes) -> None:
    assert_understood(content)


@given(st.text(CHARACTERS, max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert_understood(text)


@given(st.dictionaries(keys, anything, max_size=6))
def test_any_table_can_be_read(table: dict[str, Any]) -> None:
    assert_understood(written(table))


@given(st.dictionaries(st.sampled_from(KEYS["session"]), anything, max_size=8))
def test_any_session_can_be_read(session: dict[str, Any]) -> None:
    assert_understood(written({"title": "A plan", "session": [{"title": "One", "practice": "yoga", **session}]}))


@given(st.dictionaries(st.sampled_from(KEYS["step"]), anything, max_size=5))
def test_any_step_can_be_read(step: dict[str, Any]) -> None:
    assert_understood(plan_with(f'days = "daily"\nat = "07:30"\n{written({"steps": [step]})}'))


@given(st.dictionaries(st.sampled_from(KEYS["exercise"]), anything, max_size=6))
def test_any_own_exercise_can_be_read(exercise: dict[str, Any]) -> None:
    own = {"title": "Glide", "cues": ["Sit."], "reps": 3, **exercise}
    assert_understood(plan_with(below=f"[exercise.glide]\n{written(own)}"))


@given(st.integers(0, len(DESIGN) - 1), st.integers(0, 30), st.text(CHARACTERS, max_size=5))
def test_a_slip_of_the_keyboard_anywhere_is_survived(at: int, gone: int, typed: str) -> None:
    assert_understood(DESIGN[:at] + typed + DESIGN[at + gone :])


@given(st.text(CHARACTERS, max_size=100))
@example("İ" * 70)
@example("℡ ♥️")
def test_a_name_made_from_a_title_is_a_name(title: str) -> None:
    name = scalars.slug(title)
    if name:
        assert scalars.name(name) == name
    assert not set(name) & set("/@ ")


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        'title="a{i}"\npractice="yoga"\ndays="daily"\nat="07:30"\nsteps=["cat-cow"]\n',
        'title="a{i}"\npractice="yog"\nat="7:30"\nsteps=["cat-co{i}"]\n',
        'title="a{i}"\npractice="yoga"\ncolour{i}="daily"\nat="07:30"\n',
    ],
    ids=["all right", "all wrong", "all misspelt"],
)
def test_ten_times_the_sessions_are_ten_times_the_work(lines: str) -> None:
    """By what is done, not by the clock: a machine may be busy."""

    def text(count: int) -> str:
        return 'title="Many"\n' + "".join("[[session]]\n" + lines.format(i=i) for i in range(count))

    one, ten = _calls(text(300)), _calls(text(3000))
    assert ten < 11 * one


@pytest.mark.slow
def test_ten_thousand_sessions_are_checked_within_five_seconds() -> None:
    session = '[[session]]\ntitle="{i}"\npractice="yoga"\ndays="daily"\nat="07:30"\nsteps=["cat-cow"]\n'
    text = 'title="Many"\n' + "".join(session.format(i=i) for i in range(10_000))
    start = process_time()
    found = read(text)
    assert process_time() - start < 5
    assert isinstance(found, Plan)
    assert len(found.sessions) == 10_000


def _calls(text: str) -> int:
    """How many functions are called while it is read."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count
