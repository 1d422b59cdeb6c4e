"""Knows how days are laid out: today and week. Must not know how a reminder came to its state."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from routine.core.identifiers import Phase
from routine.core.plan_stage import PlanState
from routine.errors import UsageError
from routine.presentation import agenda as words
from routine.presentation import command_line as common
from routine.presentation import safety as safety_words
from routine.presentation import service
from routine.presentation.reminder_state import as_planned, title_of, to_json
from routine.presentation.time_format import TimeDisplay, long_date, whole_minutes, written
from routine.service.agenda_lines import by_day, grouped, state_of, state_text
from routine.service.requests.messages import AgendaAnswer, AgendaLine, AgendaRequest, ReminderRow
from routine.ui.cli.display import days_off_text, stage_text
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json, good, warn
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

_QUIET = frozenset({Phase.SKIPPED, Phase.MISSED, Phase.EXCUSED, Phase.ABANDONED})
_LATELY = timedelta(days=7)
_COLUMNS = (Column(), Column(wraps=True), Column(right=True), Column(spare=True), Column(wraps=True))


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "week":
        parser.add_argument("--from", dest="first", metavar=words.DATE, help=words.FROM_HELP)
        parser.add_argument("--days", type=int, default=7, metavar=words.DAYS, help=words.DAYS_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:
    request = AgendaRequest()
    if name == "week":
        request = AgendaRequest(_day(args.first) if args.first else None, args.days)
    answer, _ = asker.ask(request)
    view = answer.time.display()
    if args.json:
        echo_json({"occurrences": [_to_json(line, view) for line in answer.lines]})
    elif name == "week":
        _echo_week(answer.lines, answer.first, args.days, view)
        _echo_beside(answer, asker, words.FOR_THEN)
    else:
        echo(bold(words.today_is(long_date(answer.first))))
        echo_table(_COLUMNS, [_row(line, view, times_with_day=True) for line in answer.lines], indent=2)
        _echo_beside(answer, asker, words.FOR_TODAY)
    return 0


def _to_json(line: AgendaLine, view: TimeDisplay) -> dict[str, Any]:
    """What is over keeps the offset it was planned in."""
    shape = to_json(line.occurrence, state_of(line), view, line.reminder.played)
    if line.planned_at:
        shape["due"] = as_planned(line.occurrence)
    return shape


def _day(text: str) -> date:
    """Raises UsageError; also for the ends of the calendar, where a day has no instant in every zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(*words.not_a_day(text)) from None
    if not 1970 < day.year < 9999:
        raise UsageError(*words.day_out_of_range(text))
    return day


def _row(line: AgendaLine, view: TimeDisplay, *, times_with_day: bool = False) -> list[Cell]:
    one = line.occurrence
    state = state_text(line, view)
    practice = one.practice.value if one.practice else words.ASKS[one.asks]
    return [
        view.wall(line.at) if times_with_day else view.clock(line.at),
        _title_cell(line.reminder) if line.counted else dim(title_of(one)),
        common.minutes(whole_minutes(one.length)) if one.length else "",
        dim(practice),
        _painted(state, line.reminder.phase) if line.counted else dim(state),
    ]


def _painted(text: str, phase: Phase) -> Cell:
    """Done is good, what waits is to be looked at, what is over is quiet. Nothing is ever red."""
    match phase:
        case Phase.COMPLETED:
            return good(text)
        case Phase.SHOWING | Phase.SHOWN | Phase.STARTED | Phase.SNOOZED | Phase.HELD:
            return warn(text)
        case Phase.UPCOMING:
            return warn(text) if text else text
    return dim(text)


def _title_cell(reminder: ReminderRow) -> Cell:
    title = title_of(reminder.occurrence)
    return dim(title) if reminder.phase in _QUIET else bold(title)


def _echo_week(lines: Sequence[AgendaLine], first: date, days: int, view: TimeDisplay) -> None:
    today = view.today
    rows = {
        day: [_shared_row(group, view) for group in grouped(here, view)]
        for day, here in by_day(lines, view).items()
    }
    like = [row for here in rows.values() for row in here]
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        heading = written(day, today, whole=True)
        here = rows.get(day)
        if here is None and days > 7:
            continue
        echo(bold(words.today_is(heading) if day == today else heading))
        if here:
            echo_table(_COLUMNS, here, indent=2, like=like)
        else:
            echo("  ", dim(words.NO_DAY))
    _echo_together(lines)


def _shared_row(group: Sequence[AgendaLine], view: TimeDisplay) -> list[Cell]:
    row = _row(group[0], view)
    if len(group) > 1:
        first, last = view.clock(group[0].at), view.clock(group[-1].at)
        row[0], times = words.every(first, last, len(group))
        row[2] = f"{times} {row[2]}"
    return row


def _echo_together(lines: Sequence[AgendaLine]) -> None:
    """The minutes of these days by practice, the most first; what never counted is left out."""
    minutes: Counter[str] = Counter()
    for line in lines:
        if line.counted and line.occurrence.practice and line.reminder.phase is not Phase.EXCUSED:
            minutes[line.occurrence.practice.value] += whole_minutes(line.occurrence.length)
    if minutes:
        echo()
        echo(good(words.WEEK), f"  {words.together(minutes.most_common())}")


def _echo_stages(answer: AgendaAnswer, view: TimeDisplay) -> None:
    """What begins later, ends or is over; what was over long ago is no news beside what is planned."""
    for stage in answer.stages:
        over = stage.state is PlanState.FINISHED
        if not over or not answer.lines or view.today - stage.day <= _LATELY:
            echo((warn if over else dim)(stage_text(stage, view)))


def _echo_beside(answer: AgendaAnswer, asker: Asker, when: str) -> None:
    """What helps to go on: when there is nothing, when a plan is wrong, when nobody would remind."""
    view = answer.time.display()
    if not answer.lines:
        echo(words.nothing_planned(when))
        if coming := answer.coming:
            echo(dim(words.look_ahead(title_of(coming.reminder.occurrence), view.wall(coming.at))))
        elif answer.plans.unread:
            echo(warn(" ".join(service.plans_unread())))
        elif not answer.plans.plans or answer.plans.shipped:
            echo(dim(words.NO_PLAN))
        elif not answer.stages:
            echo(dim(words.NOTHING_AHEAD))
    elif answer.plans.shipped:
        echo(dim(words.SHIPPED))
    _echo_stages(answer, view)
    if off := answer.days_off:
        echo(warn(days_off_text(off, view)))
    if answer.paused_until:
        echo(warn(words.paused(view.moment(answer.paused_until))))
    if answer.restrictions.binds:
        echo(warn(safety_words.held_back(all_wait=answer.restrictions.all_wait)))
    if answer.problems and (answer.lines or not answer.plans.unread):
        echo(warn(common.problems_in(answer.problems)))
    for said in answer.unshown:
        echo(warn(said))
    if not asker.service_runs:
        echo(dim(words.OFF))
