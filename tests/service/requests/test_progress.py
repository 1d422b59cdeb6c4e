"""What counts as planned: a session begun by oneself in the minute its plan asked for it, and in no other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from routine.core.events import Actor, Completed, Started
from routine.core.identifiers import SessionPlace
from routine.service.requests.progress_messages import ProgressRequest
from tests.ui.home import Home

MINUTE = timedelta(minutes=1)


def counted(home: Home) -> tuple[int, int]:
    """(planned, extra) of this week and the last: half an hour ago may be Sunday."""
    weeks = home.answer(ProgressRequest(weeks=2)).progress.tally.weeks
    return sum(week.count.planned for week in weeks), sum(week.extra for week in weeks)


@pytest.mark.parametrize(("minutes_ago", "is_planned"), [(30, True), (29, False)])
def test_what_somebody_begins_themselves_is_planned_in_the_minute_of_its_plan_alone(
    tmp_path: Path, minutes_ago: int, is_planned: bool
) -> None:
    home = Home(tmp_path, still=True)
    home.plan(home.session("Morning", 30 * MINUTE), home.session("Evening", 29 * MINUTE))
    one = home.occurrence("Morning", minutes_ago * MINUTE)
    home.happened(
        Started(one.due, Actor.CLI, one, place=SessionPlace.TERMINAL),
        Completed(one.due + 4 * MINUTE, Actor.CLI, one),
    )
    assert counted(home) == ((2, 0) if is_planned else (2, 1)), "the other one, and this where it was asked for"


@pytest.mark.parametrize(
    ("title", "shown", "is_planned"),
    [("Morning", True, True), ("Morning", False, False), ("Gone since", False, True)],
    ids=["its time was moved since", "no plan ever asked for it", "of what is gone nobody knows"],
)
def test_what_plans_say_today_is_not_all_that_counts(
    tmp_path: Path, title: str, *, shown: bool, is_planned: bool
) -> None:
    home = Home(tmp_path, still=True)
    home.plan(home.session("Morning", 10 * MINUTE))
    one = home.occurrence(title, 40 * MINUTE)
    if shown:
        home.shown(one)
    home.happened(
        Started(one.due, Actor.CLI, one, place=SessionPlace.TERMINAL),
        Completed(one.due + 4 * MINUTE, Actor.CLI, one),
    )
    assert counted(home)[1] == (0 if is_planned else 1)
