"""Knows which reminder `done` with a time means; must not know how a command is typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from routine.core.events import Actor, Completed, Started
from routine.core.identifiers import SessionPlace
from routine.service.requests import messages as m
from routine.service.requests.handlers import handle
from routine.wiring.app import App
from tests.ui.home import Home

MINUTE = timedelta(minutes=1)
FIRST, SECOND, THIRD = ("First", 50 * MINUTE), ("Second", 30 * MINUTE), ("Third", 10 * MINUTE)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Three sessions wait, the third came last."""
    home = Home(tmp_path, still=True)
    home.plan(*(home.session(*each) for each in (FIRST, SECOND, THIRD)))
    for each in (FIRST, SECOND, THIRD):
        home.shown(home.occurrence(*each))
    return home


@pytest.fixture
def app(home: Home) -> Iterator[App]:
    app = home.app(ROUTINE_WELCOME="false")
    yield app
    app.journal.close()


def done(app: App, home: Home, *, at: timedelta, session: str = "") -> m.SessionAnswered:
    answer = handle(m.DoneRequest(session=session, at=home.clock(at)), app, home.now)
    assert isinstance(answer, m.SessionAnswered)
    assert answer.done_at == (home.now - at).replace(second=0, microsecond=0)
    row = app.journal.rows()[-1].entry
    assert isinstance(row, Completed)
    assert (row.key, row.done_at) == (answer.answered.occurrence.key, answer.done_at)
    return answer


def titles(*named: m.NamedOccurrence) -> list[str]:
    return [one.occurrence.title for one in named]


def test_a_time_without_a_name_is_of_what_came_last_of_all_that_waits(home: Home, app: App) -> None:
    # whatever the time is closest to: a name would say otherwise
    answer = done(app, home, at=45 * MINUTE)
    assert titles(answer.answered, *answer.others) == ["Third", "Second", "First"]


def test_what_is_under_way_comes_before_what_waits(home: Home, app: App) -> None:
    home.happened(Started(home.now - 40 * MINUTE, Actor.CLI, home.occurrence(*FIRST), place=SessionPlace.TERMINAL))
    answer = done(app, home, at=5 * MINUTE)
    assert titles(answer.answered) == ["First"]


def test_where_nothing_waits_it_is_of_what_was_due_closest_to_that_time(home: Home, app: App) -> None:
    for each in (FIRST, SECOND, THIRD):
        home.happened(Completed(home.now - 5 * MINUTE, Actor.CLI, home.occurrence(*each)))
    answer = done(app, home, at=28 * MINUTE)
    assert titles(answer.answered, *answer.others) == ["Second"]


def test_a_name_says_which_one(home: Home, app: App) -> None:
    answer = done(app, home, at=5 * MINUTE, session="second")
    assert titles(answer.answered, *answer.others) == ["Second"]


def test_of_a_day_to_come_what_is_to_come_is_meant(home: Home, app: App) -> None:
    skipped = handle(m.SkipRequest(session="first", on="tomorrow"), app, home.now)
    assert isinstance(skipped, m.SessionAnswered)
    tomorrow = home.now.astimezone(home.zone).date() + timedelta(days=1)
    assert skipped.answered.occurrence.key.planned.date() == tomorrow
