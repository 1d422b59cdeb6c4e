"""Knows `plans`: which there are, which are in use, and how to take one. Must not know what a plan is made of."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from typing import Any

from routine.core.events import Outcome
from routine.core.exercise import Practice
from routine.core.plan_copies import copies_among
from routine.errors import NothingToActOn, UsageError
from routine.presentation import command_line as common
from routine.presentation import following, init_questions, plan_check
from routine.presentation import plan_list as words
from routine.presentation.time_format import whole_minutes
from routine.reading.safe_read import plan_files
from routine.service.plan_list import FLARE_UP, PlanSummary, summary
from routine.service.requests.plan_messages import PlansAnswer, PlansRequest
from routine.ui.cli.check import not_read_words
from routine.ui.cli.display import renamed_texts, renamed_to_json
from routine.ui.cli.help_signs import ask_signs
from routine.ui.cli.new_plan import as_time, tell_if_quiet, write
from routine.ui.cli.plan_change import add_changes, change, rest_others
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json, good, warn
from routine.ui.console.prompts import paragraph
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker
from routine.wiring.shipped_plans import Shipped, refuse_existing, shipped_plans, text_from_today

_COLUMNS = (
    Column(),
    Column(spare=True),
    Column(right=True),
    Column(right=True, spare=True),
    Column(right=True),
    Column(wraps=True),
)
_HEAD: list[Cell] = [
    "",
    "",
    dim(words.WEEKS_HEAD),
    dim(words.SESSIONS_HEAD),
    dim(words.MINUTES_HEAD),
    "",
]


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    use = verbs.add_parser("use", help=words.USE_HELP, description=words.USE_HELP, allow_abbrev=False)
    use.add_argument("plan", metavar=words.PLAN, help=words.PLAN_HELP)
    use.add_argument("--at", metavar=words.AT, help=words.AT_HELP)
    add_changes(verbs.add_parser)
    follow = verbs.add_parser("follow", help=following.HELP, description=following.HELP, allow_abbrev=False)
    follow.add_argument("address", nargs="?", default="", metavar="URL", help=following.ADDRESS_HELP)
    follow.add_argument("--yes", action="store_true", help=following.YES_HELP)
    follow.add_argument("--now", action="store_true", help=following.NOW_HELP)
    said = following.PUBLISH_HELP
    publish = verbs.add_parser("publish", help=said, description=said, allow_abbrev=False)
    publish.add_argument("plan", metavar=words.PLAN, help=words.PLAN_HELP)
    publish.add_argument("folder", metavar="FOLDER", help=following.FOLDER_HELP)
    publish.add_argument("--url", default="", metavar="URL", help=following.URL_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    if args.verb == "use":
        # what is no time is said before anything else is looked at
        return _use(args.plan, None if args.at is None else _time(args.at), asker)
    if args.verb in {"follow", "publish"}:
        return _published(args, asker)
    if args.verb:
        return change(args, asker)
    in_force, _ = asker.ask(PlansRequest())
    listed = _listed(asker, in_force)
    if args.json:
        view = in_force.time.display()
        renamed = [renamed_to_json(one, view) for one in in_force.renamed]
        echo_json({"plans": [_to_json(one) for one in listed], "renamed": renamed})
    else:
        _show(listed)
        for said in renamed_texts(in_force.renamed):
            echo(dim(said))
        for sentence in not_read_words(app.plans_dir):
            echo(warn(sentence))
    return 0


def _published(args: argparse.Namespace, asker: Asker) -> int:
    """What speaks to a network, or is made for one, is read only here."""
    if args.verb == "follow":
        from routine.ui.cli.plans_follow import follow  # noqa: PLC0415 - as said above

        return follow(args, asker.app)
    from routine.ui.cli.plans_publish import publish  # noqa: PLC0415 - likewise

    return publish(args, asker.app)


def _use(typed: str, at: str | None, asker: Asker) -> int:
    app = asker.app
    shipped = shipped_plans(app)
    name = typed.removesuffix(".toml").lower()
    if name not in shipped:
        close = get_close_matches(name, shipped, n=2)
        raise UsageError(*words.unknown(typed, close, list(shipped)))
    refuse_existing(name, app)
    plan = shipped[name]
    text = text_from_today(plan, app)
    if at:
        from routine.reading.edit import with_times  # noqa: PLC0415 - only what writes a plan imports tomlkit
        from routine.wiring.chosen_week import times_in_places  # noqa: PLC0415 - likewise

        text = with_times(text, times_in_places(plan, _one_time(plan), at), {})
    mine = [path.stem for path in plan_files(app.plans_dir)]
    paragraph(plan.about)
    echo()
    if name == FLARE_UP and sys.stdin.isatty():
        if _signs_stop(asker):
            return NothingToActOn.exit_code
    else:
        paragraph(words.SIGNS_FIRST, warn)
    echo()
    if at:
        tell_if_quiet(plan, at)
    write(name, text, app)
    if name == FLARE_UP:
        app.look_again()
        rest_others(name, asker)
    echo(dim(init_questions.you_have(mine) if mine else plan_check.saved_first(str(app.plans_dir))))
    return 0


def _signs_stop(asker: Asker) -> bool:
    """Ask the safety check. Raises UsageError when nobody answers: then no plan is written."""
    try:
        return ask_signs(asker) is Outcome.STOP
    except EOFError:
        echo()
        raise UsageError(*words.NO_ANSWER) from None


def _time(said: str) -> str:
    at = as_time(said)
    if at is None:
        raise UsageError(*words.not_a_time(said))
    return at


def _one_time(plan: Shipped) -> str:
    """The one time of day of its movement sessions, or of all; not of readings. Raises UsageError."""
    moving = [one for one in plan.sessions if Practice(one["practice"]).moves]
    sessions = [one for one in moving if one["practice"] != Practice.WALKING] or plan.without_readings
    # what comes every so often has hours, and no time of day to change
    said = [one["at"] for one in sessions if "at" in one]
    times = sorted({at for one in said for at in _times(one)})
    if len(times) != 1 or not all(isinstance(one, str) for one in said):
        raise UsageError(*words.several_times(plan.name, times))
    return times[0]


def _times(at: Any) -> list[str]:
    """`at` is a time, a list of them, or a table of either by day."""
    if isinstance(at, str):
        return [at]
    return [time for one in (at.values() if isinstance(at, dict) else at) for time in _times(one)]


def _listed(asker: Asker, in_force: PlansAnswer) -> list[PlanSummary]:
    """What the files say here, and what of it is in force for whoever answers."""
    app = asker.app
    paths = plan_files(app.plans_dir)
    taken = {path.stem for path in paths}
    come = {name: one.path for name, one in shipped_plans(app).items() if name not in taken}
    found = app.source.read_now([*paths, *come.values()])
    copied = {copy.file.path for copy in copies_among(found[: len(paths)])}
    own = [
        summary(one.plan, path.stem, in_force, app.clock, own=True, copy=one.path in copied)
        for path, one in zip(paths, found, strict=False)
    ]
    shipped = [
        summary(one.plan, name, in_force, app.clock, own=False)
        for name, one in zip(come, found[len(paths) :], strict=True)
    ]
    return [*own, *sorted(shipped, key=lambda one: not one.in_use)]


def _show(listed: list[PlanSummary]) -> None:
    own = [one for one in listed if one.own]
    starters = [one for one in listed if one.in_use and not one.own]
    rest = [one for one in listed if not one.own and one not in starters]
    groups = [(words.YOURS, own), (words.STARTERS, starters), (words.SHIPPED, rest)]
    rows = {title: [_cells(one) for one in of] for title, of in groups if of}
    everything = [_HEAD, *(cells for of in rows.values() for cells in of)]
    for title, of in rows.items():
        echo(bold(title))
        echo_table(_COLUMNS, [_HEAD, *of], indent=2, like=everything)
        echo()
    echo(dim(words.HOW))


def _cells(one: PlanSummary) -> list[Cell]:
    if one.plan is None:
        return [bold(one.name), "", "", "", "", warn(words.state_words(one.state))]
    weeks = str(one.plan.period.weeks or words.OPEN_END)
    minutes = words.minutes(whole_minutes(one.least), whole_minutes(one.most))
    state = words.state_words(one.state, one.week, one.weeks, one.starts, one.rests_until)
    shown = good(state) if one.in_use else dim(state)
    return [bold(one.name), one.plan.title, weeks, str(len(one.plan.sessions)), minutes, shown]


def _to_json(one: PlanSummary) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": one.name,
        "plan": one.name,
        "own": one.own,
        "in_use": one.in_use,
        "state": one.state.value,
        "week": one.week,
        "of": one.weeks,
        "starts": one.first_day.isoformat() if one.first_day else None,
        "rests_until": one.rests_until.isoformat() if one.rests_until else None,
        "title": one.name,
    }
    if one.plan is None:
        return shape
    return shape | {
        "title": one.plan.title,
        "about": one.plan.about,
        "weeks": one.plan.period.weeks,
        "sessions": len(one.plan.sessions),
        "minutes_a_week": {"least": whole_minutes(one.least), "most": whole_minutes(one.most)},
    }
