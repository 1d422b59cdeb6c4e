"""Knows what is said of plan files: check, schema. Must not know how a plan is read or how it runs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import make_private
from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import PlanFile
from routine.core.occurrence import Occurrence
from routine.core.plan import PerformStep, Plan, Session
from routine.core.plan_copies import copies_among
from routine.core.plan_stage import PlanState
from routine.core.plan_stages import stage_of
from routine.core.steps import SessionLengths
from routine.errors import PlanError, SystemFault, UsageError
from routine.presentation import command_line as common
from routine.presentation import plan_check as words
from routine.presentation.phrases import quoted
from routine.presentation.time_format import TimeDisplay, clock_time, weekday, whole_minutes
from routine.reading.safe_read import not_read, plan_files, plan_named
from routine.service.plan_list import lengths_a_week, weeks_of
from routine.service.requests.plan_messages import PlansRequest
from routine.ui.cli.display import service_differences, stage_text
from routine.ui.cli.draft import kept_drafts, plan_of_draft
from routine.ui.console.output import bold, dim, echo, echo_json, good, warn
from routine.ui.console.streams import echo_raw
from routine.wiring.app import App
from routine.wiring.asking import Asker
from routine.wiring.fitting_plans import notes_on

_MOST_CLASHES = 5
_MOST_WEEKS = 12
_WEEK = timedelta(days=7)
_INSTANT = timedelta(microseconds=1)


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "schema":
        parser.add_argument("--write", action="store_true", help=words.WRITE_HELP)
        return
    parser.add_argument("files", nargs="*", metavar=words.FILE, help=words.FILE_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:
    if name == "schema":
        return _schema(args, asker.app)
    code = _check(args, asker)
    answer = None if args.json or args.files else asker.report().answer
    if answer and (said := service_differences(asker.app.setup(), answer.setup)):
        echo(warn(said[0]), " ", dim(said[1]))
    return code


def _check(args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    paths = [_plan_file(said, app) for said in args.files] or plan_files(app.plans_dir)
    results = app.source.read_now(paths)
    copies = () if args.files else copies_among(results)
    copied = {copy.file.path for copy in copies}
    results = [result for result in results if result.path not in copied]
    problems = [replace(problem, file=result.path) for result in results for problem in result.problems]
    if not args.files:
        problems = [*app.loaded_plans.settings_problems, *app.plans.away, *problems]
    plans = [result.plan for result in results if result.plan]
    lengths = SessionLengths()
    clashes = _clashes(plans, app, lengths)
    starts = _missing_starts(results, asker)
    if args.json:
        beside = [{"plan": copy.file.name, "of": copy.original} for copy in copies]
        echo_json(
            _to_json(results, problems, clashes, starts, app, lengths=lengths)
            | {"copies": beside, "warnings": [*_twins(plans), *labels_off(plans)]}
        )
    else:
        said = [words.is_copy(copy.file.name, copy.original) for copy in copies]
        if not args.files:
            said += not_read_words(app.plans_dir)
            said += [words.draft_waits(path.name, plan_of_draft(path)) for path in kept_drafts(app.plans_dir)]
        for sentence in said:
            echo(warn(sentence))
        warnings = [*_twins(plans), *labels_off(plans), *_summed(clashes)]
        _show(results, problems, warnings, starts, app, lengths=lengths, warned=bool(said))
    return PlanError.exit_code if problems else 0


def _plan_file(said: str, app: App) -> Path:
    """A file, or one of this person's plans by its name, as with `edit`. Raises UsageError."""
    if not said:
        raise UsageError(*words.NO_NAME)
    if Path(said).exists() or Path(said).name != said:
        return Path(said)
    return plan_named(said, app.plans_dir) or Path(said)


def not_read_words(folder: Path) -> list[str]:
    """Of each file that is not read, why not, and what to do."""
    return [
        words.not_read(path.name)
        if path.parent == folder
        else words.not_looked_into(str(path.relative_to(folder)))
        for path in not_read(folder)
    ]


def _twins(plans: list[Plan]) -> list[str]:
    """Of two plans of one title that ask for the same sessions: the person would be reminded twice."""
    by_content: dict[tuple[str, frozenset[str]], list[str]] = {}
    for plan in plans:
        by_content.setdefault((plan.title, frozenset(one.id for one in plan.sessions)), []).append(plan.id)
    return [words.twins(title, names) for (title, _), names in by_content.items() if len(names) > 1]


def labels_off(plans: list[Plan]) -> list[str]:
    """Of each session whose practice says otherwise than its steps whether the body is asked to move."""
    found = [_label_off(plan, session) for plan in plans for session in plan.sessions if session.practice]
    return list(dict.fromkeys(said for said in found if said))


def _label_off(plan: Plan, session: Session) -> str:
    practice = session.practice
    turns = range(len(session.rotation))
    if practice is None or not turns:
        return ""
    stirs = [turn for turn in turns if plan.moves(session, turn)]
    if practice.moves:
        return "" if stirs else words.nothing_moves(session.title, practice)
    if not stirs:
        return ""
    entries = plan.sequences[session.sequence_at(stirs[0])].entries
    moving = next(one.exercise for one in entries if isinstance(one, PerformStep) and one.exercise.moves)
    if moving.practice is None:
        return words.own_without_practice(session.title, practice, moving.title)
    return words.moves_all_the_same(session.title, practice, moving.title)


def _summed(clashes: list[str]) -> list[str]:
    """The first few, and how many more there are."""
    more = len(clashes) - _MOST_CLASHES
    return clashes if more <= 1 else [*clashes[:_MOST_CLASHES], words.more_clashes(more)]


def _show(
    results: list[PlanFile],
    problems: list[Diagnostic],
    warnings: list[str],
    starts: Mapping[str, date],
    app: App,
    *,
    lengths: SessionLengths,
    warned: bool,
) -> None:
    """`warned`: there are warnings above it already."""
    for problem in problems:
        echo(warn(str(problem)))
    if problems:
        echo(words.problems(len(problems)))
        return
    if not results:
        echo(words.NO_PLAN_YET)
        echo(dim(words.NO_PLAN_HINT))
        return
    titles = [result.plan.title for result in results if result.plan]
    for result in results:
        if plan := result.plan:
            which = plan.id if titles.count(plan.title) > 1 else ""
            _show_plan(plan, words.of_plan(plan.title, which), starts.get(result.path), app, lengths)
    for warning in warnings:
        echo(warn(warning))
    if warned or starts or warnings:
        echo(words.usable(len(results)))
    else:
        echo(good(words.all_well(len(results))))


def _show_plan(plan: Plan, name: str, missing_start: date | None, app: App, lengths: SessionLengths) -> None:
    week = map(whole_minutes, lengths_a_week(plan, app.clock, lengths))
    minutes = words.week_minutes(*week) if plan.to_perform else ""
    asks = words.plan_is(name, plan.to_perform, plan.courses, plan.supplements)
    echo(bold(asks), f", {minutes}" if minutes else "")
    for sentence in (*_rest_words(plan, app), *notes_on(plan, app)):
        echo("  ", dim(sentence))
    if missing_start:
        echo("  ", warn(words.COUNTS_WEEKS))
        echo("    ", bold(words.starts_line(missing_start.isoformat())))


def _rest_words(plan: Plan, app: App) -> list[str]:
    """That it is paused, where it is."""
    view = TimeDisplay(app.clock.now(), app.zone, app.plans.settings.hour_cycle)
    stage = stage_of(plan, app.plans.agenda(), view.now)
    return [stage_text(stage, view)] if stage and stage.state is PlanState.PAUSED else []


def _missing_starts(results: list[PlanFile], asker: Asker) -> dict[str, date]:
    """By file, of each of this person's plans that does not say it: the day from which its weeks are counted."""
    app = asker.app
    missing = {
        result.path: result.plan
        for result in results
        if result.plan and result.plan.needs_start and Path(result.path).parent == app.plans_dir
    }
    if not missing:
        return {}
    in_force, _ = asker.ask(PlansRequest())
    starts = {}
    for path, plan in missing.items():
        # one that was written just now begins when it is read
        today = app.clock.now().astimezone(app.clock.named(plan.timezone) or app.zone).date()
        found = in_force.find(plan.id)
        starts[path] = (found.first_day if found else None) or today
    return starts


def _to_json(
    results: list[PlanFile],
    problems: list[Diagnostic],
    clashes: list[str],
    starts: Mapping[str, date],
    app: App,
    *,
    lengths: SessionLengths,
) -> dict[str, Any]:
    plans = []
    for result in results:
        if plan := result.plan:
            least, most = map(whole_minutes, lengths_a_week(plan, app.clock, lengths))
            missing = starts.get(result.path)
            plans.append(
                {
                    "file": result.path,
                    "plan": plan.id,
                    "title": plan.title,
                    "sessions": plan.to_perform,
                    "minutes_a_week": {"least": least, "most": most},
                    "notes": list(notes_on(plan, app)),
                    "swaps": [
                        {"session": swap.session, "from": swap.exercise, "to": swap.instead or None}
                        for swap in plan.swaps
                    ],
                    "add": words.starts_line(missing.isoformat()) if missing else None,
                }
            )
    return {
        "problems": [
            {"file": p.file, "line": p.line, "column": p.column, "what": p.what, "fix": p.fix} for p in problems
        ],
        "plans": plans,
        "clashes": clashes,
    }


def _clashes(plans: list[Plan], app: App, lengths: SessionLengths) -> list[str]:
    """Each pair of sessions that overlap, once: a warning, since both may be meant."""
    found: dict[tuple[str, str], str] = {}
    zone = app.clock.zone()
    for week in weeks_of(plans, app.clock, lengths) if plans else []:
        going: list[Occurrence] = []
        for one in (each for each in week if each.length):
            going = [other for other in going if other.due + other.length > one.due]
            for other in going:
                pair = (other.key.session_ref, one.key.session_ref)
                at, before = one.due.astimezone(zone), other.due.astimezone(zone)
                same = other.title == one.title
                first, second = (
                    words.of_plan(quoted(each.title), each.plan if same else "") for each in (other, one)
                )
                said = words.clash(weekday(at), first, clock_time(before.time()), second, clock_time(at.time()))
                found.setdefault(pair, said)
            going.append(one)
    return list(found.values())


def _schema(args: argparse.Namespace, app: App) -> int:
    from routine.reading.plan_model import plan_schema  # noqa: PLC0415 - pydantic is only wanted here

    text = json.dumps(plan_schema(), indent=2, ensure_ascii=False)
    if not args.write:
        echo_raw(text)
        return 0
    try:
        make_private(app.paths.schema_file.parent)
        write_atomically(app.paths.schema_file, f"{text}\n".encode())
    except OSError as error:
        said = words.not_written(str(app.paths.schema_file), error.strerror or str(error))
        raise SystemFault(*said) from error
    echo(words.schema_written(str(app.paths.schema_file)))
    return 0
