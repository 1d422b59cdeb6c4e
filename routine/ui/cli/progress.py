"""Knows how progress is shown in a terminal, and as JSON; must not know how it is counted."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from routine.core.progress import MOST_WEEKS, USUAL_WEEKS, Progress
from routine.core.tally import WeekCount
from routine.errors import UsageError
from routine.presentation import command_line as common
from routine.presentation import measures as measure_words
from routine.presentation import offers as offer_words
from routine.presentation import progress as words
from routine.presentation.phrases import quoted
from routine.presentation.text_layout import cut, width_of
from routine.presentation.time_format import TimeDisplay, written
from routine.service.requests.progress_messages import ProgressAnswer, ProgressRequest
from routine.ui.cli.course_lines import in_words
from routine.ui.cli.display import following
from routine.ui.console.chart_grid import AXIS, DOT, LINE, axis_text, bar_texts, dots_row, grid_rows, legend
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json
from routine.ui.console.streams import screen_width
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

_WEEKS = (Column(), Column(), Column(right=True), Column(right=True))
_SESSIONS = (Column(wraps=True), Column(right=True), Column(right=True), Column(wraps=True))
_MEASURED = (Column(wraps=True), Column(wraps=True, spare=True))
_DIARY = (Column(), Column(right=True), Column(wraps=True), Column(wraps=True, spare=True))
_DAYS_OF_A_WEEK = 7
_BESIDE_THE_BAR = 32
_LEFT_OF_THE_GRID = 6
_LAST_LINES = 10
_LONGEST_NAME = 24


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weeks", type=int, default=USUAL_WEEKS, metavar="N", help=words.WEEKS_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    if not 1 <= args.weeks <= MOST_WEEKS:
        raise UsageError(*words.weeks_out_of_range(MOST_WEEKS))
    answer, _ = asker.ask(ProgressRequest(args.weeks))
    if args.json:
        echo_json(to_json(answer))
        return 0
    view = answer.time.display()
    echo(bold(words.TITLE), "  ", dim(words.period(answer.progress, view)))
    for sentence in words.summary(answer.progress):
        echo(sentence)
    if answer.progress.begun is not None:
        _show_weeks(answer.progress, view)
        _show_sessions(answer.progress)
    if answer.progress.begun is not None or answer.progress.ratings:
        _show_ratings(answer.progress, view)
    if answer.progress.measured:
        _show_measured(answer.progress, view)
    if answer.offers:
        echo()
        echo(bold(offer_words.TITLE))
        for each in answer.offers:
            echo("  ", offer_words.offered(each))
        echo("  ", dim(offer_words.HOW))
    _show_next(answer, view)
    return 0


def to_json(answer: ProgressAnswer) -> dict[str, Any]:
    """The stable shape of DESIGN: weeks oldest first, instants in UTC."""
    progress = answer.progress
    return {
        "weeks": [week_to_json(week) for week in progress.tally.weeks],
        "intervals": [
            {"session": one.session, "days": one.days, "of": one.of} for one in progress.tally.intervals
        ],
        "ratings": [
            {
                "at": _utc(one.at),
                "score": one.score,
                "note": one.note,
            }
            for one in progress.ratings
        ],
        "measured": [
            {
                "at": _utc(one.at),
                "measure": each.measure,
                "note": each.note,
                "value": one.value,
                "answers": one.answers,
            }
            for each in progress.measured
            for one in each.values
        ],
        "offers": [
            {
                "id": each.offer.id,
                "session": each.offer.session,
                "said": offer_words.offered(each),
                "from": offer_words.before(each),
                "to": offer_words.after(each),
            }
            for each in answer.offers
        ],
        "said": " ".join([*words.summary(progress), words.ratings_said(progress, answer.time.display())]),
    }


def _utc(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def week_to_json(week: WeekCount) -> dict[str, Any]:
    count = week.count
    return {
        "from": week.monday.isoformat(),
        "planned": count.planned,
        "done": count.done,
        "guided": count.guided,
        "ticked": count.ticked,
        "part": count.part,
        "skipped": count.skipped,
        "missed": count.missed,
        "excused": count.excused,
        "minutes": count.minutes,
    }


def _show_weeks(progress: Progress, view: TimeDisplay) -> None:
    chart = words.weeks_chart(progress, view)
    weeks = progress.tally.weeks
    bars = bar_texts(chart, len(weeks), max(screen_width() - _BESIDE_THE_BAR, 10))
    rows: list[list[Cell]] = []
    for week, bar in zip(weeks, bars, strict=True):
        day = dim(written(week.monday, view.today, short=True))
        if week.recorded:
            rows.append([day, bar, words.of_planned(week.count), f"{week.count.minutes} min"])
        else:
            rows.append([day, dim(words.NO_RECORD), "", ""])
    echo()
    echo(bold(chart.title))
    echo_table(_WEEKS, rows, indent=2)
    if chart.bars:
        echo("  ", dim(legend(chart, words.ROLES)))


def _show_sessions(progress: Progress) -> None:
    sessions = progress.tally.sessions
    if sessions:
        echo()
        echo(bold(words.BY_SESSION))
        rows: list[list[Cell]] = [
            [one.title, words.of_planned(one.count), f"{one.count.minutes} min", dim(words.session_beside(one))]
            for one in sessions
        ]
        echo_table(_SESSIONS, rows, indent=2)
    if progress.tally.practices:
        echo()
        echo(bold(words.PRACTISED), "  ", words.practised(progress))


def _show_ratings(progress: Progress, view: TimeDisplay) -> None:
    chart = words.ratings_chart(progress, view, table=False)
    echo()
    echo(bold(chart.title))
    if chart.dots:
        for row in grid_rows(chart, _columns(progress)):
            echo("  ", *row)
        echo("  ", dim(f"{DOT} {words.RATING}   {LINE} {words.MEDIAN}"))
    echo("  ", chart.said)
    if chart.dots:
        echo("  ", dim(words.MOMENTARY))
    lines = [one for one in progress.ratings if one.note]
    if lines:
        echo()
        echo(bold(words.DIARY))
        rows: list[list[Cell]] = [
            [dim(view.past(one.at)), "" if one.score is None else str(one.score), quoted(one.note), dim(one.title)]
            for one in lines[-_LAST_LINES:]
        ]
        echo_table(_DIARY, rows, indent=2)


def _show_measured(progress: Progress, view: TimeDisplay) -> None:
    echo()
    echo(bold(measure_words.TITLE))
    rows: list[list[Cell]] = [
        [measure_words.name_of(each), measure_words.series_said(each, view)] for each in progress.measured
    ]
    echo_table(_MEASURED, rows, indent=2)
    charts = [each for each in words.measured_charts(progress, view) if each]
    if not charts:
        return
    columns = _columns(progress, min(_LONGEST_NAME, max(width_of(each.title) for each in charts)))
    for chart in charts:
        echo("  ", dim(AXIS), f"{dots_row(chart, columns):<{columns}}  ", dim(cut(chart.title, _LONGEST_NAME)))
    echo("   ", dim(axis_text(charts[0], columns)))
    echo("  ", dim(measure_words.EACH_IN_ITS_SCALE))


def _columns(progress: Progress, beside: int = 0) -> int:
    """Of a chart: one a day, as far as there is room."""
    days = len(progress.tally.weeks) * _DAYS_OF_A_WEEK
    return max(min(days, screen_width() - _LEFT_OF_THE_GRID - beside), _DAYS_OF_A_WEEK)


def _show_next(answer: ProgressAnswer, view: TimeDisplay) -> None:
    echo()
    echo(bold(words.NEXT))
    for stage in answer.stages:
        echo("  ", words.programme_week(stage))
    echo("  ", following(answer.coming, view))
    for course in answer.courses:
        echo("  ", f"{course.title}: ", in_words(course, view))
    for question in answer.questions:
        echo("  ", words.to_ask(question))
