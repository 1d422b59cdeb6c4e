"""Knows how a person excuses what is waiting, or whole days: sick, away. Must not know how an excuse is kept."""

from __future__ import annotations

import argparse
from datetime import date, time, timedelta

from routine.core import choose
from routine.core.commands import Excuse
from routine.core.journal import By
from routine.core.occurrence import Asks, Occurrence
from routine.core.recurrence import due_utc
from routine.core.reminder import FINAL, WAITING, Phase
from routine.errors import NothingToActOn, UsageError
from routine.service.book import LOOK_AHEAD, Book
from routine.ui.cli import act
from routine.ui.cli.days import day_of
from routine.ui.cli.states import written
from routine.ui.console.output import dim, tell
from routine.wiring.app import App
from routine.words import cli_agenda
from routine.words import pausing as words

_MOST_DAYS = 62
_DAY = timedelta(days=1)
_LEFT_UNDONE = WAITING | {Phase.UPCOMING, Phase.MISSED, Phase.SKIPPED}
"""What was done, or begun, on a day off is not taken from anybody."""


def add(name: str, parser: argparse.ArgumentParser) -> None:
    act.add(name, parser)
    parser.add_argument("--from", dest="first", metavar=cli_agenda.DATE, help=words.FROM_HELP)
    parser.add_argument("--to", dest="last", metavar=cli_agenda.DATE, help=words.TO_HELP)


def run(name: str, args: argparse.Namespace, app: App) -> int:
    if args.first is None and args.last is None:
        return act.run(name, args, app)
    now, zone = app.clock.now(), app.clock.zone()
    today = now.astimezone(zone).date()
    first, last = _days(args, today)
    # a plan in another time zone has its days elsewhere
    since, until = (due_utc(day, time(0), zone) for day in (first - _DAY, last + 2 * _DAY))
    book = app.book(now, since=since, ahead=max(until - now, LOOK_AHEAD))
    sessions = _sessions(book, " ".join(args.session))
    there = [one for one in book.reminders.values() if first <= one.occurrence.planned.date() <= last]
    keys = sorted(one.key for one in there if _is_meant(one.occurrence, sessions))
    rows = book.act_on_all(keys, Excuse(By.CLI, args.why), now, only=_LEFT_UNDONE)
    said = words.days(written(first, today), written(last, today))
    if not rows:
        raise NothingToActOn(*words.nothing_there(said))
    app.poke()
    tell(words.excused(len(rows), said))
    if sessions is None and any(
        one.occurrence.asks is not Asks.SESSION and one.phase not in FINAL for one in there
    ):
        tell(dim(words.STILL_REMINDED))
    return 0


def _days(args: argparse.Namespace, today: date) -> tuple[date, date]:
    """Both included: from today, where no first day is given; to today or to that day, where no last one is."""
    first = day_of(args.first) if args.first is not None else today
    last = day_of(args.last) if args.last is not None else max(first, today)
    if last < first:
        raise UsageError(*words.backwards(str(first), str(last)))
    if (last - first).days >= _MOST_DAYS:
        raise UsageError(*words.too_many_days(_MOST_DAYS))
    return first, last


def _sessions(book: Book, name: str) -> set[str] | None:
    """The sessions that go by the name; None means all. Raises UsageError for a name nobody has."""
    if not name:
        return None
    planned = (
        choose.Called(plan.id, session.id, session.title)
        for plan in book.agenda.plans
        for session in plan.sessions
    )
    return {session.full for session in choose.named(name, planned)}


def _is_meant(one: Occurrence, sessions: set[str] | None) -> bool:
    """A visit that is booked, or something to take, goes on over days off unless it is named."""
    return one.asks is Asks.SESSION if sessions is None else one.key.rpartition("@")[0] in sessions
