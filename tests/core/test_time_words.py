"""Knows that times of day are understood as people say them."""

from __future__ import annotations

from datetime import time

import pytest

from routine.core.time_words import time_in_words

EVENING, MORNING = time(18), time(7, 30)


@pytest.mark.parametrize(
    ("said", "near", "meant"),
    [
        ("half six", EVENING, "18:30"),
        ("half six", MORNING, "06:30"),
        ("half past seven", MORNING, "07:30"),
        ("quarter to eight", EVENING, "19:45"),
        ("a quarter past seven", MORNING, "07:15"),
        ("seven", MORNING, "07:00"),
        ("six", EVENING, "18:00"),
        ("6 in the evening", None, "18:00"),
        ("seven in the morning", EVENING, "07:00"),
        ("six pm", None, "18:00"),
        ("six o'clock", EVENING, "18:00"),
        ("at eight", EVENING, "20:00"),
        ("noon", None, "12:00"),
        ("Midnight.", None, "00:00"),
        ("half twelve", time(12), "12:30"),
        ("ten to nine", time(21), "20:50"),
        ("half six", None, "06:30"),
    ],
)
def test_it_is_understood(said: str, near: time | None, meant: str) -> None:
    assert time_in_words(said, near) == time.fromisoformat(meant)


@pytest.mark.parametrize("said", ["", "later", "six seven", "25", "half", "13 pm", "6", "morning", "\x00"])
def test_what_is_no_time_is_none(said: str) -> None:
    assert time_in_words(said) is None
    assert time_in_words(said, EVENING) is None
