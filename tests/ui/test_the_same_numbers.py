"""Whatever was lived: terminal, JSON, CSV, page and the sheet for a visit tell the same numbers of the weeks."""

from __future__ import annotations

import asyncio
import csv
import io
import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from routine.core.events import (
    Abandoned,
    Actor,
    Completed,
    Event,
    Excused,
    Felt,
    FeltAnswer,
    Measured,
    Missed,
    MissReason,
    Showing,
    Skipped,
    Started,
    StepDone,
    StepDose,
)
from routine.core.occurrence import Occurrence
from routine.core.progress import first_monday
from routine.presentation import progress as words
from routine.service.requests.handlers import handle
from routine.service.requests.progress_messages import ProgressRequest
from routine.ui.cli.progress import to_json
from routine.wiring.exporting import as_csv
from routine.wiring.report import report_pdf, whole_report
from tests.ui.home import Home
from tests.ui.page.asking import AskedPage

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SESSIONS, WEEKS = ("morning-mobility", "walk"), 4


def lived(home: Home, seed: int) -> None:
    """Some weeks of any fates, weeks without any record between them."""
    chance = random.Random(seed)
    today = home.now.astimezone(home.zone)
    silent = {chance.randrange(6) for _ in range(chance.randrange(3))}
    rows: list[Event] = []
    for back in range(chance.choice([1, 10, 35]), 0, -1):
        if back // 7 in silent:
            continue
        day = today - back * DAY
        for name, hour in zip(SESSIONS, (7, 18), strict=True):
            about = home.planned(name, datetime(day.year, day.month, day.day, hour, 30))  # noqa: DTZ001 - local, as in a key
            rows += [Showing(about.due, Actor.SERVICE, about), *fate(about, chance)]
    if chance.random() < 0.5:
        rows.append(Measured(home.now - DAY, Actor.CLI, measure="week", value=chance.randrange(11), answers=()))
    home.happened(*rows)


def fate(about: Occurrence, chance: random.Random) -> list[Event]:
    due, me, dose = about.due, Actor.CLI, (StepDose("cat-cow"), StepDose("pelvic-tilt"))
    at = due + chance.randrange(1, 60) * MINUTE
    told = Felt(at + 5 * MINUTE, me, about, score=chance.randrange(11), answer=chance.choice([*FeltAnswer][:3]))
    guided: list[Event] = [
        Started(at, me, about, dose=dose),
        StepDone(at + MINUTE, me, about, step=1),
        StepDone(at + 4 * MINUTE, me, about, step=2),
        Completed(at + 4 * MINUTE, me, about),
    ]
    part: list[Event] = [*guided[:2], Abandoned(at + 2 * MINUTE, me, about, steps_done=1, of=2)]
    return chance.choice(
        [
            guided,
            [*guided, told],
            [Completed(at, me, about)],
            [Completed(at, me, about), told],
            part,
            [Skipped(at, me, about)],
            [Skipped(at, me, about), Completed(at + MINUTE, me, about)],
            [Missed(due + 3 * 60 * MINUTE, Actor.SERVICE, about, reason=MissReason.OFF)],
            [Excused(at, me, about, note="=fever")],
        ]
    )


@pytest.mark.parametrize("seed", range(6))
def test_they_are_the_same_in_every_form(tmp_path: Path, seed: int) -> None:
    home = Home(tmp_path, still=True)
    home.plan(home.session(), seen=False)
    lived(home, seed)
    app = home.app()
    answer = handle(ProgressRequest(WEEKS), app, home.now)
    told, total = to_json(answer), answer.progress.tally.total
    sums = {name: sum(week[name] for week in told["weeks"]) for name in told["weeks"][0] if name != "from"}
    assert (
        sums["planned"]
        == total.planned
        == sums["done"] + sum((sums["part"], sums["skipped"], sums["missed"], total.open))
    )
    assert sums["done"] == sums["guided"] + sums["ticked"]

    today = home.now.astimezone(home.zone).date()
    first, last = first_monday(today, WEEKS), answer.progress.last
    rows = [*csv.DictReader(io.StringIO(as_csv(app, first, last, ()).decode("utf-8-sig")))]
    outcomes = Counter(row["outcome"] for row in rows)
    for name in ("part", "skipped", "missed", "excused", "done"):
        assert outcomes[name] == sums[name], name
    assert Counter(row["how"] for row in rows if row["how"]) == Counter(
        {name: sums[name] for name in ("guided", "ticked") if sums[name]}
    )
    assert sum(int(row["minutes"] or 0) for row in rows) == sums["minutes"]
    scores = [row["rating_0_10"] for row in rows if row["rating_0_10"] and row["outcome"] != "measured"]
    assert Counter(map(int, scores)) == Counter(
        one["score"] for one in told["ratings"] if one["score"] is not None
    )
    assert outcomes["measured"] == len(told["measured"])

    page = whole_report(app, first, last, ()).page
    said = words.done_of_planned(total, "four weeks")
    if total.planned:
        assert page.figures[0].number == words.of_planned(total)
        assert page.figures[1].number == f"{sums['minutes']} min"
    assert said in home.run("progress").out
    assert said in told["said"]
    shown = asyncio.run(AskedPage(home).ask(f"GET /api/progress?weeks={WEEKS}"))["answer"]
    assert " ".join(told["said"].split()).startswith(" ".join(shown["said"]))
    drawn = [chart["rows"] for chart in shown["charts"] if chart["rows"]]
    assert drawn == [[[*row] for row in chart.rows] for chart in page.charts][: len(drawn)]
    assert [row[2:] for row in page.charts[0].rows if row[1] != words.NO_RECORD] == [
        tuple(str(week[name]) for name in _OF_A_ROW) for week in told["weeks"] if _is_recorded(week, rows)
    ]


def test_they_are_the_same_in_the_pdf(tmp_path: Path) -> None:
    """With the same rows in its tables as the page that is printed: once, as it is typeset by a program."""
    home = Home(tmp_path, still=True)
    home.plan(home.session(), seen=False)
    lived(home, 3)
    app = home.app()
    whole = whole_report(app, None, None, ())
    printed = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(report_pdf(whole).content)).pages).split()
    )
    for figure in whole.page.figures:
        assert " ".join(figure.number.split()) in printed
    for row in whole.page.rows:
        assert " ".join(" ".join(row).split()) in printed
    asked = asyncio.run(AskedPage(home).ask("GET /api/print/report"))["answer"]
    assert asked["rows"] == [list(row) for row in whole.page.rows]


_OF_A_ROW = ("guided", "ticked", "part", "skipped", "missed", "excused", "minutes")


def _is_recorded(week: dict[str, object], rows: list[dict[str, str]]) -> bool:
    monday = date.fromisoformat(str(week["from"]))
    return any(
        monday <= date.fromisoformat(row["date"]) < monday + 7 * DAY
        for row in rows
        if row["outcome"] != "measured"
    )
