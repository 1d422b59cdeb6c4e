"""To which session a rating belongs: the last that somebody was through with, for an hour; never the welcome."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from routine.core.events import Actor, Completed, Event, Skipped
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.service.requests.rating_messages import RateRequest
from tests.ui.home import Home

MINUTE = timedelta(minutes=1)
TITLE, AGO = "Morning", 100 * MINUTE


def rated_after(home: Home, *happened: Event) -> str:
    """The title of the session that a rating of now belongs to; nothing where it stands by itself."""
    home.plan(home.session(TITLE, AGO))
    home.happened(*happened)
    answer = home.answer(RateRequest(score=4))
    return answer.after.occurrence.title if answer.after else ""


def done(home: Home, ago: timedelta, one: Occurrence | None = None) -> Completed:
    return Completed(home.now - ago, Actor.CLI, one or home.occurrence(TITLE, AGO))


@pytest.mark.parametrize(
    ("ago", "belongs"),
    [(0 * MINUTE, True), (60 * MINUTE, True), (60 * MINUTE + timedelta(seconds=1), False)],
)
def test_a_rating_belongs_to_a_session_for_an_hour(tmp_path: Path, ago: timedelta, belongs: bool) -> None:
    home = Home(tmp_path, still=True)
    assert rated_after(home, done(home, ago)) == (TITLE if belongs else "")


def test_a_rating_belongs_to_nothing_that_was_skipped_or_only_greeted(tmp_path: Path) -> None:
    home = Home(tmp_path, still=True)
    one = home.occurrence(TITLE, AGO)
    hello = replace(one, key=OccurrenceKey("@welcome/hello@2026-11-23T07:30"), title="Hello")
    assert rated_after(home, Skipped(home.now - MINUTE, Actor.CLI, one), done(home, MINUTE, hello)) == ""
