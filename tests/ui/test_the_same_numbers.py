"""A hundred journals: the terminal, the page, the PDF, the CSV and another computer say the same of each."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from datetime import datetime, timedelta

import pytest

from routine.core.events import (
    Abandoned,
    Actor,
    Completed,
    Event,
    Excused,
    Felt,
    Missed,
    MissReason,
    Showing,
    Skipped,
    Started,
    StepDone,
    StepDose,
)
from routine.core.occurrence import Occurrence
from routine.presentation import progress as words
from routine.service.requests.progress import progress_in
from routine.ui.cli.progress import week_to_json
from routine.ui.page.request import PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import progress as page_view
from routine.wiring import backup
from routine.wiring.exporting import as_csv
from routine.wiring.report import whole_report
from tests.ui.home import Home

DOSE = (StepDose("cat-cow", (8,)), StepDose("bird-dog", (6,)))
ME, SERVICE = Actor.CLI, Actor.SERVICE
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home]:
    """The one that is lived in, and another computer."""
    home, other = (Home(tmp_path_factory.mktemp(name), still=True) for name in ("here", "there"))
    home.plan(home.session(), home.session("Evening calm", timedelta(hours=3), practice="breathing"), seen=False)
    return home, other


def fate(chance: random.Random, one: Occurrence) -> list[Event]:
    """One of all the ways in which a session may end, or none."""
    due = one.due
    begun: list[Event] = [Started(due, ME, one, dose=DOSE), StepDone(due + 2 * MINUTE, ME, one, step=1)]
    ways: list[list[Event]] = [
        [],
        [Completed(due, ME, one)],
        [*begun, StepDone(due + 4 * MINUTE, ME, one, step=2), Completed(due + 4 * MINUTE, ME, one)],
        [*begun, Abandoned(due + 3 * MINUTE, ME, one, steps_done=1, of=2)],
        [Started(due, ME, one, dose=DOSE), Abandoned(due + timedelta(seconds=5), ME, one, steps_done=0, of=2)],
        [Skipped(due, ME, one)],
        [Missed(due + timedelta(hours=2), SERVICE, one, reason=chance.choice(list(MissReason)))],
        [Excused(due, ME, one, note="fever")],
    ]
    rows = chance.choice(ways)
    if rows and chance.random() < 0.3:
        rows.append(Felt(rows[-1].at + MINUTE, ME, one, score=chance.randrange(11), note='=1+1; ä, "x"'))
    return [Showing(due, SERVICE, one), *rows] if rows else []


def lived(home: Home, chance: random.Random) -> list[Event]:
    rows: list[Event] = []
    for back in range(27, -1, -1):
        for name, hour in (("morning-mobility", 7), ("evening-calm", 9)):
            day = home.now.astimezone(home.zone) - timedelta(days=back)
            when = datetime(day.year, day.month, day.day, hour, 30)  # noqa: DTZ001 - as plans have it
            if chance.random() < 0.8:
                rows += fate(chance, home.planned(name, when))
    return sorted(rows, key=lambda one: one.at)


@pytest.mark.parametrize("seed", range(100))
def test_all_of_them_say_the_same(homes: tuple[Home, Home], seed: int) -> None:
    home, other = homes
    for each in homes:
        for file in each.paths.state_dir.glob("journal*"):
            file.unlink()
    home.happened(*lived(home, random.Random(seed)))
    app, now = home.app(), home.now
    progress = progress_in(app.store(now), now, now.astimezone(home.zone).date(), 4)
    weeks = [week_to_json(week) for week in progress.tally.weeks]
    sums = Counter[str]()
    for week in weeks:
        sums.update({name: count for name, count in week.items() if name != "from"})
    said = f"{sums['done']} of {sums['planned']}"
    assert not sums["planned"] or words.summary(progress)[0].startswith(said)

    rows = list(csv.DictReader(io.StringIO(as_csv(app, progress.first, progress.last, ()).decode("utf-8-sig"))))
    by_outcome = Counter(row["outcome"] for row in rows)
    for name in ("done", "part", "skipped", "missed", "excused"):
        assert by_outcome[name] == sums[name]
    assert Counter(row["how"] for row in rows)["guided"] == sums["guided"]

    drawn = page_view.progress(PageState(home.app), PageRequest(query={"weeks": "4"}))
    assert drawn["said"] == words.summary(progress)
    bars = Counter[str]()
    for bar in drawn["charts"][0]["bars"] if drawn["charts"] else ():
        bars[bar["role"]] += bar["count"]
    assert (bars["done"], bars["part"], bars["excused"]) == (sums["done"], sums["part"], sums["excused"])

    page = whole_report(app, None, None, ()).page
    if sums["planned"]:
        assert page.figures[0].number == said
        assert page.figures[1].number == f"{sums['minutes']} min"
        per_session = [row[2] for row in page.rows]
        assert sum(int(re.split(" of ", each)[0]) for each in per_session) == sums["done"]

    there = other.app()
    backup.take_in(there, backup.understood(backup.as_json(app), "all.json"), force=True)
    copied = other.app()
    assert progress_in(copied.store(now), now, now.astimezone(home.zone).date(), 4) == progress
    for one in (app, there, copied):
        one.journal.close()
