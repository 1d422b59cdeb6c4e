"""Knows the first questions, and writes no plan before the last answer; must not know what a plan means."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from functools import partial

from routine.adapters.login import list_program, this_program
from routine.core.events import Outcome
from routine.core.plan import PerformStep, Plan
from routine.errors import NothingToActOn, SystemFault, UsageError
from routine.presentation import init_questions as words
from routine.presentation import safety
from routine.presentation.safety_check import leave_out_sign
from routine.reading.safe_read import plan_files
from routine.service.requests.safety_messages import SafetyRequest
from routine.ui.cli.help_signs import ask_signs
from routine.ui.cli.new_plan import as_time, first_sentence, tell_if_quiet, write
from routine.ui.console.output import bold, dim, echo, good
from routine.ui.console.prompts import ask, chosen_in, paragraph
from routine.wiring.app import App
from routine.wiring.asking import Asker
from routine.wiring.shipped_plans import FIRST, Shipped, known, refuse_existing, shipped_plans, text_from_today

FORWARD_BENDS = "avoid-flexion"
"""What a plan says that leaves them out."""


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help=words.YES_HELP)
    parser.add_argument("--plan", default="", metavar=words.NAME, help=words.PLAN_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    shipped = shipped_plans(app)
    if args.plan:
        known(args.plan, shipped)
        refuse_existing(args.plan, app)
    try:
        found = _unasked(args.plan or FIRST, shipped, app) if args.yes else _asked(args.plan, shipped, asker)
    except KeyboardInterrupt:
        echo()
        echo(words.STOPPED)
        raise
    except EOFError:
        echo()
        raise UsageError(*words.NO_ANSWER) from None
    if found is None:
        return NothingToActOn.exit_code
    write(*found, app)
    app.look_again()
    if not args.yes:
        _show_week(asker)
    _list_program(app)
    if args.yes and asker.ask(SafetyRequest())[0].check_waits:
        echo(dim(safety.WAITS))
    return 0


def _list_program(app: App) -> None:
    """Have the desktop know us by name. Nobody asked for it, so what keeps it from that is not told.

    Who keeps all of routine in a folder of its own (ROUTINE_HOME) has nothing put elsewhere before `login on`.
    """
    if app.environ.get("ROUTINE_HOME"):
        return
    with suppress(SystemFault):
        list_program(app.environ, sys.platform, this_program(app.environ))


def _show_week(asker: Asker) -> None:
    """What came of it, as `routine week` has it."""
    from routine.ui.cli import today  # noqa: PLC0415 - once in a lifetime

    echo()
    echo(bold(words.YOUR_WEEK))
    asker.do_it_here()
    today.run("week", argparse.Namespace(first=None, days=7, json=False), asker)


def _unasked(name: str, shipped: dict[str, Shipped], app: App) -> tuple[str, str]:
    known(name, shipped)
    refuse_existing(name, app)
    return name, text_from_today(shipped[name], app)


def _asked(name: str, shipped: dict[str, Shipped], asker: Asker) -> tuple[str, str] | None:
    """Every question, and what comes of the answers; None when getting help comes first."""
    app = asker.app
    _greet(app)
    if ask_signs(asker) is Outcome.STOP:
        return None
    paragraph(words.GROWN)
    echo()
    plan = shipped[name] if name else _choose(shipped, app)
    refuse_existing(plan.name, app)
    if not name:
        echo()
        paragraph(plan.about)
        echo()
    echo(dim(words.ENTER))
    read = app.source.read_now([plan.path])[0].plan
    asked_of = _cautions(read) if read else frozenset()
    times = _ask_times(plan, bends=FORWARD_BENDS in asked_of)
    hours = _ask_hours(plan)
    avoid = _ask_what_to_leave_out(asked_of)
    return plan.name, _as_answered(text_from_today(plan, app), times, hours, avoid)


def _as_answered(text: str, times: dict[str, str], hours: dict[str, str], avoid: dict[str, str]) -> str:
    """The plan's text with what was answered: `times` and `hours` by what they were, `avoid` with plain words."""
    from routine.reading.edit import with_times, without  # noqa: PLC0415 - only what writes a plan imports tomlkit

    text = with_times(text, times, hours)
    return without(text, list(avoid), words.left_out(list(avoid.values()))) if avoid else text


def _greet(app: App) -> None:
    echo(good(words.WELCOME))
    paragraph(words.WHAT_IT_IS)
    echo()
    paragraph(safety.FOOTER, dim)
    echo()
    if mine := [path.stem for path in plan_files(app.plans_dir)]:
        echo(dim(words.you_have(mine)))
        echo()


def _choose(shipped: dict[str, Shipped], app: App) -> Shipped:
    free = [plan for plan in shipped.values() if not (app.plans_dir / f"{plan.name}.toml").exists()]
    if not free:
        refuse_existing(next(iter(shipped)), app)
    echo(words.PLANS)
    for number, plan in enumerate(free, start=1):
        echo(f"  {number}  ", bold(str(plan.said["title"])), dim(f"  {plan.name}"))
        paragraph(first_sentence(plan.about), indent=5)
    names = [plan.name for plan in free]

    def chosen(answer: str) -> Shipped | None:
        if answer.isdecimal() and 1 <= int(answer) <= len(free):
            return free[int(answer) - 1]
        return next(
            (plan for plan in free if answer.lower() in {plan.name, str(plan.said["title"]).lower()}), None
        )

    return ask(words.which("1"), "1", chosen, words.no_such_plan(names))


def _ask_times(plan: Shipped, *, bends: bool) -> dict[str, str]:
    """Each time of day in the plan, and what it becomes; early is no time for forward bends."""
    times: dict[str, str] = {}
    asked = _titles_by(plan, "at")
    if asked and bends:
        paragraph(words.MORNING, dim)
    for at, titles in asked.items():
        times[at] = ask(words.time_of(titles, at), at, partial(as_time, near=at), words.TIME_AGAIN)
        if times[at] != at:
            tell_if_quiet(plan, times[at])
    return times


def _ask_hours(plan: Shipped) -> dict[str, str]:
    """The hours of the interval sessions, asked once; Enter keeps each as it is."""
    windows = _titles_by(plan, "between")
    if not windows:
        return {}
    usual = next(iter(windows))
    titles = [title for of in windows.values() for title in of]
    hours = ask(words.hours_of(titles, usual), "", _as_hours, words.HOURS_AGAIN)
    return dict.fromkeys(windows, hours) if hours else {}


def _ask_what_to_leave_out(there: frozenset[str]) -> dict[str, str]:
    """Tags of what the plan asks for, each with its plain words, as far as the person wants none of it."""
    from routine.library.catalogue import catalogue  # noqa: PLC0415 - the library is read only when it is asked for

    tags = catalogue().tags
    choices = [(tag.id, tag.words) for tag in tags.values() if tag.id in there]
    if not choices:
        return {}
    paragraph(words.LEAVE_OUT)
    for number, (name, plain) in enumerate(choices, start=1):
        paragraph(leave_out_sign(plain, tags[name].asks), indent=2, mark=f"{number:>2}  ")

    picked = ask(
        words.LEAVE_OUT_ASK, "", lambda said: chosen_in(said, len(choices)), words.numbers_again(len(choices))
    )
    return dict(choices[number - 1] for number in picked)


def _cautions(plan: Plan) -> frozenset[str]:
    entries = [entry for sequence in plan.sequences.values() for entry in sequence.entries]
    return frozenset[str]().union(
        *(entry.exercise.cautions for entry in entries if isinstance(entry, PerformStep))
    )


def _as_hours(answer: str) -> str | None:
    if not answer:
        return ""
    first, dash, last = (part.strip() for part in answer.replace("–", "-").partition("-"))
    begins, ends = as_time(first), as_time(last)
    return f"{begins}-{ends}" if dash and begins and ends and begins < ends else None


def _titles_by(plan: Shipped, key: str) -> dict[str, list[str]]:
    """What the sessions say under `key`, and the titles of those that say so."""
    titles: dict[str, list[str]] = {}
    for session in plan.sessions:
        if isinstance(said := session.get(key), str):
            titles.setdefault(said, []).append(str(session["title"]))
    return titles
