"""Knows how the journal is read out: log. Must not know what its entries lead to."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from routine.core.journal import Entry, Kind, Row, Why
from routine.core.occurrence import Asks, Occurrence
from routine.core.recurrence import due_utc
from routine.core.steps import Step, steps_of
from routine.errors import UsageError
from routine.presentation import agenda as words
from routine.presentation import command_line as common
from routine.presentation import visits
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import View
from routine.ui.console.output import Cell, Column, bold, dim, tell, tell_json, tell_table
from routine.wiring.app import App

Steps = Callable[[Occurrence], tuple[Step, ...]]
"""What an occurrence consisted of, as far as that is still known."""

_MOST_DAYS = 36_500
_USUAL_DAYS = 7
_COLUMNS = (Column(), Column(), Column(), Column(wraps=True), Column(wraps=True))


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, metavar=words.DAYS, help=words.LOG_DAYS_HELP)
    parser.add_argument(
        "--kind",
        action="append",
        choices=[kind.value for kind in Kind],
        default=[],
        metavar=words.KIND,
        help=words.KIND_HELP,
    )
    parser.add_argument("--occurrence", default="", metavar=words.ID, help=words.OCCURRENCE_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, app: App) -> int:
    now, zone = app.clock.now(), app.clock.zone()
    if args.days is not None and not 1 <= args.days <= _MOST_DAYS:
        raise UsageError(*words.days_out_of_range(_MOST_DAYS))
    # one occurrence is asked for whole, however old it is
    days = args.days or (None if args.occurrence else _USUAL_DAYS)
    first = now.astimezone(zone).date() - timedelta(days=days - 1) if days else None
    since = due_utc(first, time(0), zone) if first else None
    kinds = [Kind(kind) for kind in args.kind]
    rows = app.journal.rows(since=since, kinds=kinds, key=args.occurrence)
    if args.json:
        tell_json({"entries": [_shape(row) for row in rows]})
        return 0
    if not rows:
        tell(words.NOTHING_HAPPENED)
        return 0
    _tell(rows, View(now, zone, app.plans.settings.clock), _steps_of(app))
    return 0


def _steps_of(app: App) -> Steps:
    """The steps of an occurrence as its plan has them now; none when it has left the plan."""
    agenda = app.plans.agenda()

    def steps(one: Occurrence) -> tuple[Step, ...]:
        found = agenda.find(one.key)
        if found is None or found[1].asks is not Asks.SESSION:
            return ()
        plan, session = found
        return steps_of(plan.sequences[session.sequence_at(one.turn)], session.rounds)

    return steps


def _shape(row: Row) -> dict[str, Any]:
    """One row; what an entry does not say is left out, but for what every entry has."""
    entry = row.entry
    about = entry.about
    shape: dict[str, Any] = {
        "at": _utc(entry.at),
        "kind": entry.kind.value,
        "occurrence": about.key if about else None,
        "title": title_of(about) if about else None,
        "by": entry.by.value,
    }
    if about:
        shape["practice"] = about.practice.value if about.practice else None
        shape["minutes"] = about.minutes
        shape["due"] = _utc(about.due)
    beside = {
        "until": _utc(entry.until) if entry.until else None,
        "done_at": _utc(entry.done_at) if entry.done_at else None,
        "why": str(entry.why),
        "step": entry.step,
        "answer": entry.answer,
        "score": entry.score,
        "note": entry.note,
        "where": entry.where,
    }
    return shape | {name: said for name, said in beside.items() if said not in (None, "")}


def _tell(rows: list[Row], view: View, steps: Steps) -> None:
    by_day: dict[str, list[list[Cell]]] = {}
    for row in rows:
        local = row.entry.at.astimezone(view.zone)
        by_day.setdefault(f"{local:%A} {local.day} {local:%B %Y}", []).append(_cells(row.entry, view, steps))
    every = [cells for day in by_day.values() for cells in day]
    for day, cells in by_day.items():
        tell(bold(day))
        tell_table(_COLUMNS, cells, indent=2, like=every)


def _cells(entry: Entry, view: View, steps: Steps) -> list[Cell]:
    about = entry.about
    return [
        view.clock(entry.at),
        _kind(entry),
        dim(view.dated(about.due, entry.at) if about else ""),
        _title(entry),
        dim(", ".join(_beside(entry, view, steps))),
    ]


def _title(entry: Entry) -> str:
    if entry.why == Why.SUPPLEMENTS:
        return visits.NOTE_TITLE
    # the built-in welcome has a name that no file can have
    return title_of(entry.about) if entry.about else entry.where.removeprefix("@")


def _beside(entry: Entry, view: View, steps: Steps) -> list[str]:
    said = []
    if entry.until:
        said.append(words.until(view.dated(entry.until, entry.at)))
    if entry.kind is Kind.CHECKIN:
        said.append(words.checkin(entry.answer, view.day(entry.done_at) if entry.done_at else ""))
    elif entry.done_at:
        said.append(words.done_at(view.dated(entry.done_at, entry.at)))
    if entry.step:
        said += _step(entry, steps)
    if entry.kind is not Kind.CHECKIN:
        said += [word for word in (_why(entry), visits.answer_text(entry.answer)) if word]
    if entry.score is not None:
        said.append(words.score(entry.score))
    if entry.note:
        said.append(common.quoted(entry.note))
    if by := words.BY[entry.by]:
        said.append(by)
    return said


def _step(entry: Entry, steps: Steps) -> list[str]:
    """As the screens count, which leave the rests out; nothing where the session has left the plan."""
    there = steps(entry.about) if entry.about else ()
    if entry.step is None or not entry.step <= len(there):
        return []
    step = there[entry.step - 1]
    return [words.rest_after(step.number) if step.is_rest else words.step(step.number)]


def _why(entry: Entry) -> str:
    return "" if entry.why == Why.SUPPLEMENTS else entry.why.partition("\n")[0]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _kind(entry: Entry) -> str:
    """A plan that was taken away is read as nothing."""
    gone = entry.kind is Kind.PLAN_LOADED and not entry.slots
    return words.PLAN_GONE if gone else words.KINDS[entry.kind]
