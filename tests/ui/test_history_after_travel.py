"""Knows that what is over stands under the day and time it was planned for, wherever the computer is by now."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from routine.core.events import Actor, Completed
from tests.ui.home import BERLIN, Home

PLAN = """
[[session]]
title = "Late"
practice = "mobility"
days = "daily"
at = "{at}"
steps = ["pelvic-tilt"]
"""


def test_an_evening_in_berlin_is_that_evening_in_tokyo(home: Home) -> None:
    home.set_time(datetime(2026, 3, 4, 23, 0, tzinfo=BERLIN))
    home.plan(PLAN.format(at="22:00"))
    about = home.planned("late", datetime.fromisoformat("2026-03-04 22:00"))
    home.happened(Completed(about.due + timedelta(minutes=9), Actor.CLI, about))
    home.zone = ZoneInfo("Asia/Tokyo")
    home.environ["TZ"] = "Asia/Tokyo"
    rows = home.run("week", "--from", "2026-03-04", "--days", "1", "--json").json["occurrences"]
    assert [(row["id"], row["due"], row["state"]) for row in rows] == [
        (about.key, "2026-03-04T22:00:00+01:00", "completed")
    ]
    assert "22:00  Late  by command" in home.run("log").out
    text = home.run("week", "--from", "2026-03-04", "--days", "2").out
    wednesday, thursday = text.split("Thursday 5 March")
    assert "22:00  Late" in wednesday
    assert "done" in wednesday
    assert "22:00  Late" in thursday
    assert "done" not in thursday
