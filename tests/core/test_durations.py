"""Knows how people write lengths of time; must not know what the lengths are for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.durations import parse, write

LENGTHS = {
    "0s": timedelta(0),
    "20s": timedelta(seconds=20),
    "90s": timedelta(seconds=90),
    "10m": timedelta(minutes=10),
    "1m30s": timedelta(seconds=90),
    "2m30s": timedelta(seconds=150),
    "1h": timedelta(hours=1),
    "1h30m": timedelta(minutes=90),
    "1h5s": timedelta(seconds=3605),
    "48h": timedelta(days=2),
}
NOT_LENGTHS = [
    "", " ", "10", "m", "hms", "1.5h", "1,5h", "-1m", "+1m", "1 h", "1h 30m", " 1h", "1h\n", "1H", "1min", "1d",
    "30m1h", "1m1m", "1s1m", "٣m", "1h30", "0x1m", "1e3s", "PT1H", "9999999h", "9" * 5000 + "h",
]  # fmt: skip


@pytest.mark.parametrize(("text", "length"), LENGTHS.items())
def test_a_length_is_read_as_people_write_it(text: str, length: timedelta) -> None:
    assert parse(text) == length


@pytest.mark.parametrize("text", NOT_LENGTHS, ids=range(len(NOT_LENGTHS)))
def test_every_other_way_of_writing_a_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length"):
        parse(text)


@given(st.integers(min_value=0, max_value=999_999 * 3600))
def test_what_is_written_is_read_back(seconds: int) -> None:
    length = timedelta(seconds=seconds)
    assert parse(write(length)) == length


def test_a_length_is_written_the_short_way() -> None:
    written = [write(timedelta(seconds=seconds)) for seconds in (0, 20, 90, 600, 3600, 5400, 3605)]
    assert written == ["0s", "20s", "1m30s", "10m", "1h", "1h30m", "1h5s"]


@pytest.mark.parametrize("length", [timedelta(seconds=-1), timedelta(milliseconds=500)])
def test_what_could_not_be_read_back_is_not_written(length: timedelta) -> None:
    with pytest.raises(ValueError, match="whole seconds"):
        write(length)


@given(st.text())
def test_any_text_is_a_length_or_a_value_error(text: str) -> None:
    try:
        length = parse(text)
    except ValueError:
        return
    assert length >= timedelta(0)
