"""Knows how days are laid out: today and week. Must not know how a reminder came to its state."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from routine.core.choose import next_ahead
from routine.core.recurrence import due_utc
from routine.errors import UsageError
from routine.presentation import agenda as words
from routine.presentation import command_line as common
from routine.presentation import safety as safety_words
from routine.presentation import service
from routine.presentation.reminder_state import as_shape, title_of
from routine.presentation.time_format import View, written
from routine.service.agenda_query import Line, grouped, lines_between, told
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore
from routine.ui.cli.arguments import day_of
from routine.ui.cli.states import painted, title_cell
from routine.ui.console.output import Cell, Column, bold, dim, good, look, tell, tell_json, tell_table
from routine.wiring.app import App

_MOST_DAYS = 366
_INSTANT = timedelta(microseconds=1)
_COLUMNS = (Column(), Column(wraps=True), Column(right=True), Column(spare=True), Column(wraps=True))


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "week":
        parser.add_argument("--from", dest="first", metavar=words.DATE, help=words.FROM_HELP)
        parser.add_argument("--days", type=int, default=7, metavar=words.DAYS, help=words.DAYS_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(name: str, args: argparse.Namespace, app: App) -> int:
    now, zone = app.clock.now(), app.clock.zone()
    first = now.astimezone(zone).date()
    days = 1
    if name == "week":
        first, days = day_of(args.first) if args.first else first, _in_range(args.days)
    since, until = _begins(first, app), _begins(_after(first, days), app)
    store = app.store(now, since=since, ahead=max(until - now, LOOK_AHEAD))
    view = View(now, zone, app.plans.settings.clock)
    lines = lines_between(store, since, until, now)
    if args.json:
        shapes = [as_shape(line.occurrence, line.state, view) for line in lines]
        tell_json({"occurrences": shapes})
    elif name == "week":
        _tell_week(lines, first, days, view)
        _tell_beside(app, store, lines, view, words.FOR_THEN)
    else:
        tell(bold(words.today_is(f"{first:%A} {first.day} {first:%B}")))
        tell_table(_COLUMNS, [_row(line, view) for line in lines], indent=2)
        _tell_beside(app, store, lines, view, words.FOR_TODAY)
    return 0


def _row(line: Line, view: View) -> list[Cell]:
    one = line.occurrence
    state = told(line, view)
    practice = one.practice.value if one.practice else words.ASKS[one.asks]
    return [
        view.clock(one.due),
        title_cell(line.reminder) if line.counted else dim(title_of(one)),
        common.minutes(one.minutes) if one.minutes else "",
        dim(practice),
        painted(state, line.reminder.phase) if line.counted else dim(state),
    ]


def _tell_week(lines: Sequence[Line], first: date, days: int, view: View) -> None:
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        by_day.setdefault(line.occurrence.due.astimezone(view.zone).date(), []).append(line)
    today = view.now.astimezone(view.zone).date()
    rows = {day: [_shared_row(group, view) for group in grouped(here, view)] for day, here in by_day.items()}
    like = [row for here in rows.values() for row in here]
    for ahead in range(days):
        day = _after(first, ahead)
        heading = written(day, today, whole=True)
        here = rows.get(day)
        if here is None and days > 7:
            continue
        tell(bold(words.today_is(heading) if day == today else heading))
        if here:
            tell_table(_COLUMNS, here, indent=2, like=like)
        else:
            tell("  ", dim(words.NO_DAY))
    _tell_together(lines)


def _shared_row(group: Sequence[Line], view: View) -> list[Cell]:
    row = _row(group[0], view)
    if len(group) > 1:
        first, last = view.clock(group[0].occurrence.due), view.clock(group[-1].occurrence.due)
        row[0], times = words.every(first, last, len(group))
        row[2] = f"{times} {row[2]}"
    return row


def _tell_together(lines: Sequence[Line]) -> None:
    """The minutes of these days by practice, the most first; what never counted is left out."""
    minutes: Counter[str] = Counter()
    for line in lines:
        if line.counted and line.occurrence.practice:
            minutes[line.occurrence.practice.value] += line.occurrence.minutes
    if minutes:
        tell()
        tell(good(words.WEEK), f"  {words.together(minutes.most_common())}")


def _tell_beside(app: App, store: ReminderStore, lines: Sequence[Line], view: View, when: str) -> None:
    """What helps to go on: when there is nothing, when a plan is wrong, when nobody would remind."""
    if not lines:
        tell(words.nothing_planned(when))
        coming = next_ahead(store.open(), view.now)
        if coming:
            tell(dim(words.look_ahead(title_of(coming[0].occurrence), view.wall(coming[1]))))
        elif app.unread:
            tell(look(" ".join(service.plans_unread())))
        elif not app.plans.count[0] or app.plans.shipped:
            tell(dim(words.NO_PLAN))
        else:
            tell(dim(words.NOTHING_AHEAD))
    elif app.plans.shipped:
        tell(dim(words.SHIPPED))
    if paused := store.paused_until(view.now):
        tell(look(words.paused(view.moment(paused))))
    if (safety := store.safety(view.now)).binds:
        tell(look(safety_words.held_back(all_wait=safety.all_wait)))
    problems = len(app.plans.problems)
    if problems and (lines or not app.unread):
        tell(look(common.problems_in(problems)))
    if app.service_pid() is None:
        tell(dim(words.OFF))


def _begins(day: date, app: App) -> datetime:
    return due_utc(day, time(0), app.clock.zone())


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise UsageError(*words.day_out_of_range(str(day))) from None


def _in_range(days: int) -> int:
    if not 1 <= days <= _MOST_DAYS:
        raise UsageError(*words.days_out_of_range(_MOST_DAYS))
    return days
