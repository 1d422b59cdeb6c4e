"""Days of the week are understood as people say them, and a doubt is no day."""

from __future__ import annotations

import pytest

from routine.core.weekday_words import weekdays_in_words


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("mon wed fri", "mon wed fri"),
        ("Monday, Wednesday and Friday", "mon wed fri"),
        ("fri,mon", "mon fri"),
        ("on Tuesdays & thurs.", "tue thu"),
        ("tue-thu", "tue wed thu"),
        ("Saturday to Monday", "mon sat sun"),
        ("weekdays", "mon tue wed thu fri"),
        ("weekdays and sat", "mon tue wed thu fri sat"),
        ("Every day!", "mon tue wed thu fri sat sun"),
        ("every Sunday", "sun"),
        ("the weekend", "sat sun"),
        ("mo / we", "mon wed"),
    ],
)
def test_days_in_words(said: str, days: str) -> None:
    assert weekdays_in_words(said) == tuple(days.split())


@pytest.mark.parametrize(
    "said", ["", "soon", "t", "every other day", "3", "mon-", "not monday", "mon-tue-wed", "and"]
)
def test_what_leaves_a_doubt_is_not_taken(said: str) -> None:
    assert weekdays_in_words(said) is None
