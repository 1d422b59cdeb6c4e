"""From when on the journal is replayed: a while before what was looked at last, and after any leap."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from routine.core.replay_window import BEGINNING, leapt_since, window_start
from tests.core.making import utc

NOW = utc("2026-11-23 12:00")
DAY = timedelta(days=1)
LOOKED = NOW - DAY


@pytest.mark.parametrize(
    ("since", "leapt", "start"),
    [
        (None, BEGINNING, LOOKED - 8 * DAY),
        (NOW - 2 * DAY, BEGINNING, LOOKED - 8 * DAY),
        (NOW - 40 * DAY, BEGINNING, NOW - 40 * DAY),
        # after a leap nobody answers for what lies before it, not even where somebody asks
        (NOW - 400 * DAY, NOW - 50 * DAY, NOW - 50 * DAY),
        # a clock that was set back meanwhile leaves a month all the same
        (NOW - 400 * DAY, NOW + 3 * DAY, NOW - 31 * DAY),
        (None, NOW + 3 * DAY, LOOKED - 8 * DAY),
    ],
)
def test_a_replay_begins_where_something_may_be_unaccounted_for(
    since: datetime | None, leapt: datetime, start: datetime
) -> None:
    assert window_start(LOOKED, since, leapt, NOW) == start


@pytest.mark.parametrize(
    ("last_look", "start"),
    [
        (None, BEGINNING),
        (NOW - DAY, BEGINNING),
        (NOW - 31 * DAY, BEGINNING),
        (NOW - 31 * DAY - timedelta(seconds=1), NOW - 31 * DAY),
        (NOW - 3000 * DAY, NOW - 31 * DAY),
    ],
)
def test_more_than_a_month_between_two_looks_is_no_sleep(last_look: datetime | None, start: datetime) -> None:
    assert leapt_since(BEGINNING, last_look, NOW) == start
