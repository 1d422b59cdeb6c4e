"""Knows `status`: the service as a person sees it. Must not know how it works."""

from __future__ import annotations

import argparse
from typing import Any

from routine.core.choose import next_ahead, under_way, waiting
from routine.core.diagnostic import Diagnostic
from routine.core.occurrence import Asks
from routine.core.phases import Phase
from routine.core.reminder import Reminder
from routine.errors import NotRunning
from routine.presentation import agenda as words
from routine.presentation import command_line as common
from routine.presentation import safety as safety_words
from routine.presentation import service as service_words
from routine.presentation.reminder_state import as_shape, state_key, state_words, title_of
from routine.presentation.time_format import View
from routine.service.agenda_query import held_until
from routine.service.reminder_store import ReminderStore
from routine.ui.cli.appointment import as_shape as as_course
from routine.ui.cli.appointment import courses_of, in_words
from routine.ui.console.output import Cell, bold, dim, good, look, tell, tell_json
from routine.wiring.app import App

_LABEL = 11


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, app: App) -> int:
    now = app.clock.now()
    store = app.store(now)
    view = View(now, app.clock.zone(), app.plans.settings.clock)
    pid = app.service_pid()
    if args.json:
        tell_json(_shape(app, store, view, pid))
    else:
        _tell(app, store, view, pid)
    return 0 if pid else NotRunning.exit_code


def _shape(app: App, store: ReminderStore, view: View, pid: int | None) -> dict[str, Any]:
    coming = next_ahead(store.open(), view.now)
    since = app.service_since() if pid else None
    plans, sessions = app.plans.count

    def shaped(reminder: Reminder) -> dict[str, Any]:
        extra: dict[str, Any] = {}
        if reminder.until:
            extra["until"] = view.local(reminder.until)
        if reminder.phase is Phase.HELD:
            extra["why"] = reminder.reason
            extra["since"] = view.local(reminder.since or reminder.occurrence.due)
        return as_shape(reminder.occurrence, state_key(reminder), view) | extra

    return {
        "running": pid is not None,
        "pid": pid,
        "since": view.local(since) if since else None,
        "plans": plans,
        "sessions": sessions,
        "shipped": app.plans.shipped,
        "next": shaped(coming[0]) if coming else None,
        "waiting": [shaped(reminder) for reminder in _waiting(store, view)],
        "started": [shaped(reminder) for reminder in under_way(store.open())],
        "paused_until": view.local(paused) if (paused := store.paused_until(view.now)) else None,
        "safety": {
            "holds_back": _held_back(store, view),
            "check_waits": store.check_waits(view.now),
        },
        "courses": [as_course(one, view) for one in courses_of(store, view.now)],
        "problems": [
            {"file": p.file, "line": p.line, "column": p.column, "what": p.what, "fix": p.fix}
            for p in (*app.plans.problems, *_faults(app))
        ],
    }


def _tell(app: App, store: ReminderStore, view: View, pid: int | None) -> None:
    since = app.service_since() if pid else None
    if pid:
        tell(good(words.running(pid, view.wall(since) if since else "")))
    else:
        tell(look(words.NOT_RUNNING), " ", words.NOT_RUNNING_HINT)
    tell()
    _row(words.PLANS, words.plans(*app.plans.count))
    if app.plans.shipped:
        _row("", dim(words.SHIPPED_SHORT))
    coming = next_ahead(store.open(), view.now)
    if coming:
        _row(words.NEXT, bold(title_of(coming[0].occurrence)), f", {view.wall(coming[1])}")
    else:
        _row(words.NEXT, dim(words.NOTHING_NEXT))
    if paused := store.paused_until(view.now):
        _row(words.PAUSED, look(words.until(view.moment(paused))))
    _tell_safety(store, view)
    _tell_open(store, view)
    for place, one in enumerate(courses_of(store, view.now)):
        _row(words.VISITS if place == 0 else "", bold(one.session.title), f": {in_words(one, view)}")
    said = [str(problem) for problem in app.plans.problems]
    said += [f"{fault.what} {fault.fix}" for fault in _faults(app)]
    for place, problem in enumerate(said):
        _row(words.PROBLEMS if place == 0 else "", look(problem))


def _faults(app: App) -> list[Diagnostic]:
    """What the running service says is wrong with itself; the file is the one that says more."""
    log = str(app.paths.log_file)
    return [Diagnostic(log, 0, 0, said, service_words.fault_hint(log)) for said in app.service_faults()]


def _tell_safety(store: ReminderStore, view: View) -> None:
    safety = store.safety(view.now)
    if safety.binds:
        _row(words.SAFETY, look(safety_words.held_back(all_wait=safety.all_wait)))
    elif store.check_waits(view.now):
        _row(words.SAFETY, dim(safety_words.WAITS))


def _held_back(store: ReminderStore, view: View) -> str:
    """In JSON: nothing, movement or everything."""
    safety = store.safety(view.now)
    return "everything" if safety.all_wait else "movement" if safety.binds else "nothing"


def _tell_open(store: ReminderStore, view: View) -> None:
    wait = _waiting(store, view)
    label = words.WAITING
    for reminder in wait:
        _row(label, bold(title_of(reminder.occurrence)), "  ", look(_why(store, reminder, view)))
        label = ""
    if wait:
        _row("", dim(words.ANSWER if wait[0].occurrence.asks is Asks.SESSION else words.ANSWER_DONE))
    label = words.UNDER_WAY
    for reminder in under_way(store.open()):
        begun = words.since(view.wall(reminder.since or reminder.occurrence.due))
        _row(label, bold(title_of(reminder.occurrence)), "  ", look(f"{state_words(reminder, view)}, {begun}"))
        label = ""
    if not label:
        _row("", dim(words.FINISH))


def _why(store: ReminderStore, reminder: Reminder, view: View) -> str:
    """Its state, and for what is held: since when, and until when if that is known."""
    said = state_words(reminder, view, held_until(store, reminder, view.now))
    if reminder.phase is Phase.HELD:
        return f"{said}, {words.since(view.wall(reminder.since or reminder.occurrence.due))}"
    return said


def _waiting(store: ReminderStore, view: View) -> list[Reminder]:
    return waiting(store.reminders.values(), store.policy, view.now)


def _row(label: str, *pieces: Cell) -> None:
    tell(dim(f"{label:<{_LABEL}}"), *pieces, hang=_LABEL)
