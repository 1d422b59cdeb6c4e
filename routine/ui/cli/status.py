"""Knows `status`: the service as a person sees it. Must not know how it works."""

from __future__ import annotations

import argparse
from typing import Any

from routine.core.diagnostic import Diagnostic
from routine.core.identifiers import Phase
from routine.core.occurrence import OccurrenceKind
from routine.errors import NotRunning
from routine.presentation import agenda as words
from routine.presentation import command_line as common
from routine.presentation import safety as safety_words
from routine.presentation import service as service_words
from routine.presentation.reminder_state import state_key, state_words, title_of, to_json
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.messages import AgendaLine, StatusAnswer, StatusRequest
from routine.service.requests.setup import Setup
from routine.ui.cli.course_lines import in_words
from routine.ui.cli.course_lines import to_json as as_course
from routine.ui.cli.display import (
    days_off_text,
    renamed_texts,
    renamed_to_json,
    stage_text,
    stage_to_json,
    told_apart,
)
from routine.ui.console.output import Cell, bold, dim, echo, echo_json, good, warn
from routine.wiring.asking import Asker, RunningService

_LABEL = 11


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)
    parser.add_argument("--line", action="store_true", help=words.LINE_HELP)
    parser.add_argument("--follow", action="store_true", help=words.FOLLOW_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    if args.follow:
        from routine.ui.cli.status_line import follow_line  # noqa: PLC0415 - for bars alone

        follow_line(as_json=args.json)
        return 0
    answer, answered_by = asker.ask(StatusRequest())
    service, setup = asker.service(), answered_by.setup if answered_by else None
    if args.line:
        from routine.ui.cli.status_line import show_status  # noqa: PLC0415 - likewise

        show_status(answer, runs=service is not None, as_json=args.json)
    elif args.json:
        from routine.service.requests.comparison import differences  # noqa: PLC0415 - only where it is asked for

        differs = differences(asker.app.setup(), setup) if setup else ()
        beside = {"service": _service(service, setup), "differs": [each.value for each in differs]}
        echo_json(_to_json(answer, service) | beside)
    else:
        _show(answer, service)
        if setup and (shell := asker.other_setup(setup)):
            _show_difference(shell, setup)
    return 0 if service else NotRunning.exit_code


def _show_difference(shell: Setup, service: Setup) -> None:
    from routine.ui.cli.display import service_differences  # noqa: PLC0415 - most shells have it as the service

    if said := service_differences(shell, service):
        echo()
        echo(warn(said[0]), " ", dim(said[1]))


def _to_json(answer: StatusAnswer, service: RunningService | None) -> dict[str, Any]:
    view = answer.time.display()
    return {
        "running": service is not None,
        "pid": service.pid if service else None,
        "since": view.local(service.since) if service and service.since else None,
        "plans": answer.plans.plans,
        "sessions": answer.plans.sessions,
        "shipped": answer.plans.shipped,
        "next": _reminder_to_json(AgendaLine(answer.coming.reminder), view) if answer.coming else None,
        "waiting": [_reminder_to_json(line, view) for line in answer.waiting],
        "started": [_reminder_to_json(AgendaLine(reminder), view) for reminder in answer.started],
        "paused_until": view.local(answer.paused_until) if answer.paused_until else None,
        "days_off": {
            "from": answer.days_off.first.isoformat(),
            "to": answer.days_off.last.isoformat(),
            "why": answer.days_off.note,
        }
        if answer.days_off
        else None,
        "safety": {
            "holds_back": _held_back(answer),
            "check_waits": answer.restrictions.check_waits,
        },
        "plan_stages": [stage_to_json(stage) for stage in answer.stages],
        "renamed": [renamed_to_json(one, view) for one in answer.renamed],
        "courses": [as_course(one, view) for one in answer.courses],
        "problems": [
            {"file": p.file, "line": p.line, "column": p.column, "what": p.what, "fix": p.fix}
            for p in (*answer.problems, *_faults(answer))
        ],
    }


def _service(service: RunningService | None, setup: Setup | None) -> dict[str, Any]:
    """What the running service stands on; null is what it did not say."""
    return {
        "running": service is not None,
        "pid": service.pid if service else None,
        "version": setup.version if setup else None,
        "plans_folder": setup.plans_folder if setup else None,
        "zone": setup.zone if setup else None,
        "plans": setup.plans if setup else None,
    }


def _reminder_to_json(line: AgendaLine, view: TimeDisplay) -> dict[str, Any]:
    reminder, extra = line.reminder, dict[str, Any]()
    if reminder.until:
        extra["until"] = view.local(reminder.until)
    if reminder.phase is Phase.HELD:
        extra["why"] = reminder.reason
        extra["since"] = view.local(reminder.since or reminder.occurrence.due)
    return to_json(reminder.occurrence, state_key(reminder), view, reminder.played) | extra


def _show(answer: StatusAnswer, service: RunningService | None) -> None:
    view = answer.time.display()
    if service:
        echo(good(words.running(service.pid, view.wall(service.since) if service.since else "")))
    else:
        echo(warn(words.NOT_RUNNING), " ", words.NOT_RUNNING_HINT)
    echo()
    _row(words.PLANS, words.plans(answer.plans.plans, answer.plans.sessions))
    if answer.plans.shipped:
        _row("", dim(words.SHIPPED_SHORT))
    for stage in answer.stages:
        _row("", dim(stage_text(stage, view)))
    if answer.renamed:
        for renamed in renamed_texts(answer.renamed):
            _row("", dim(renamed))
    if coming := answer.coming:
        _row(words.NEXT, bold(title_of(coming.reminder.occurrence)), f", {view.wall(coming.at)}")
    else:
        _row(words.NEXT, dim(words.NOTHING_NEXT))
    if answer.paused_until:
        _row(words.PAUSED, warn(words.until(view.moment(answer.paused_until))))
    if off := answer.days_off:
        _row(words.DAYS_OFF, warn(days_off_text(off, view)))
    _show_safety(answer)
    _show_open(answer, view)
    for place, one in enumerate(answer.courses):
        _row(words.VISITS if place == 0 else "", bold(one.title), f": {in_words(one, view)}")
    said = [str(problem) for problem in answer.problems]
    said += [f"{fault.what} {fault.fix}".rstrip() for fault in _faults(answer)]
    for place, problem in enumerate(said):
        _row(words.PROBLEMS if place == 0 else "", warn(problem))


def _faults(answer: StatusAnswer) -> list[Diagnostic]:
    """What the running service says is wrong with itself; the file is the one that says more."""
    hint = service_words.fault_hint(answer.log_file)
    return [
        *(Diagnostic("", 0, 0, said, "") for said in answer.unshown),
        *(Diagnostic(answer.log_file, 0, 0, said, hint) for said in answer.faults),
    ]


def _show_safety(answer: StatusAnswer) -> None:
    if answer.restrictions.binds:
        _row(words.SAFETY, warn(safety_words.held_back(all_wait=answer.restrictions.all_wait)))
    elif answer.restrictions.check_waits:
        _row(words.SAFETY, dim(safety_words.WAITS))


def _held_back(answer: StatusAnswer) -> str:
    """In JSON: nothing, movement or everything."""
    found = answer.restrictions
    return "everything" if found.all_wait else "movement" if found.binds else "nothing"


def _show_open(answer: StatusAnswer, view: TimeDisplay) -> None:
    open_ = [*(line.occurrence for line in answer.waiting), *(one.occurrence for one in answer.started)]
    names = told_apart(open_, view)
    label = words.WAITING
    for line in answer.waiting:
        _row(label, bold(names[line.occurrence.key]), "  ", warn(_why(line, view)))
        label = ""
    if answer.waiting:
        first = answer.waiting[0].occurrence
        _row("", dim(words.ANSWER if first.asks is OccurrenceKind.SESSION else words.ANSWER_DONE))
    label = words.UNDER_WAY
    for reminder in answer.started:
        begun = words.since(view.wall(reminder.since or reminder.occurrence.due))
        _row(label, bold(names[reminder.key]), "  ", warn(f"{state_words(reminder, view)}, {begun}"))
        label = ""
    if not label:
        _row("", dim(words.FINISH))


def _why(line: AgendaLine, view: TimeDisplay) -> str:
    """Its state, and for what is held: since when, and until when if that is known."""
    reminder = line.reminder
    said = state_words(reminder, view, line.until)
    if reminder.phase is Phase.HELD:
        return f"{said}, {words.since(view.wall(reminder.since or reminder.occurrence.due))}"
    return said


def _row(label: str, *pieces: Cell) -> None:
    echo(dim(f"{label:<{_LABEL}}"), *pieces, hang=_LABEL)
