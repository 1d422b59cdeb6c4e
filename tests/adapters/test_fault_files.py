"""Knows what is kept of a fault: the traceback in the log, a sentence for `status`, and nothing without end."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routine.adapters.fault_files import FaultFiles, append, faults_in
from routine.adapters.log_file import MOST
from tests.needs import keeps_file_modes

AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def fault() -> Exception:
    """As it is when it has been raised and caught."""
    with pytest.raises(LookupError) as caught:
        dict[str, int]()["nobody planned for this"]
    return caught.value


@keeps_file_modes
def test_the_log_has_the_instant_the_sentence_and_the_traceback(tmp_path: Path) -> None:
    log = tmp_path / "state" / "routine.log"
    FaultFiles(log, tmp_path / "faults").log("Something went wrong.", fault(), AT)
    said = log.read_text(encoding="utf-8")
    assert said.startswith("2026-11-23T07:30:00Z Something went wrong.\nTraceback")
    assert "KeyError: 'nobody planned for this" in said
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_a_log_that_has_grown_long_is_begun_anew_and_kept_once(tmp_path: Path) -> None:
    log = tmp_path / "routine.log"
    log.write_text("x" * (MOST + 1), encoding="utf-8")
    assert append(log, fault())
    assert log.stat().st_size < 10_000
    assert (tmp_path / "routine.log.old").stat().st_size == MOST + 1


def test_what_is_wrong_is_read_as_it_was_told_a_line_each(tmp_path: Path) -> None:
    kept = FaultFiles(tmp_path / "routine.log", tmp_path / "faults")
    kept.publish(["“Move” could not\nbe shown.", "Another."])
    assert faults_in(tmp_path / "faults") == ["“Move” could not be shown.", "Another."]
    kept.publish([])
    assert faults_in(tmp_path / "faults") == []
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_is_no_fault_more(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    kept = FaultFiles(tmp_path / "file" / "routine.log", tmp_path / "file" / "faults")
    kept.log("Something.", fault(), AT)
    kept.publish(["Something."])
    kept.publish([])
