"""Knows the first questions, and writes no plan before the last answer; must not know what a plan means."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress

from msgspec.structs import replace

from routine.adapters.login import list_program, this_program
from routine.adapters.setup_file import SetupAnswers, SetupFile
from routine.core.events import Outcome
from routine.core.plan import PerformStep, Plan
from routine.core.recurrence import WEEKDAYS
from routine.errors import NothingToActOn, SystemFault, UsageError
from routine.presentation import init_questions as words
from routine.presentation import safety
from routine.reading.safe_read import plan_files, plan_named
from routine.service.requests.safety_messages import SafetyRequest
from routine.ui.cli.help_signs import ask_signs
from routine.ui.cli.new_plan import first_sentence, write
from routine.ui.cli.plan_questions import (
    ask_days,
    ask_hours,
    ask_times,
    ask_what_to_leave_out,
    chosen_days,
    windows_of,
)
from routine.ui.console.output import bold, dim, echo, good
from routine.ui.console.prompts import ask, paragraph
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
    interview = _Interview(asker)
    try:
        found = _unasked(args.plan or FIRST, shipped, app) if args.yes else interview.run(args.plan, shipped)
    except KeyboardInterrupt:
        echo()
        echo(words.STOPPED)
        if interview.kept:
            paragraph(words.GOES_ON_LATER)
        raise
    except EOFError:
        echo()
        raise UsageError(*(words.LEFT_EARLY if interview.kept else words.NO_ANSWER)) from None
    if found is None:
        return NothingToActOn.exit_code
    write(*found, app)
    if not args.yes:
        interview.finish()
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


class _Interview:
    """The questions to one person. Who leaves a terminal in the middle finds there again what was answered."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._file = SetupFile(asker.app.paths.state_dir) if sys.stdin.isatty() else None
        self.answers = SetupAnswers()

    def run(self, name: str, shipped: dict[str, Shipped]) -> tuple[str, str] | None:
        """Every question, and what comes of the answers; None when getting help comes first. Raises EOFError."""
        app = self._asker.app
        _greet(app)
        self._go_on(name, shipped)
        if self.answers.checked:
            paragraph(words.CHECKED, dim)
        elif (outcome := ask_signs(self._asker)) is Outcome.STOP:
            return None
        else:
            self._keep(replace(self.answers, checked=outcome is not None))
        paragraph(words.GROWN)
        echo()
        plan = shipped[self._plan(name, shipped)]
        echo(dim(words.ENTER))
        read = app.source.read_now([plan.path])[0].plan
        asked_of = _cautions(read) if read else frozenset()
        self.answers = ask_days(plan, self.answers, self._keep)
        self.answers = ask_times(plan, self.answers, self._keep, bends=FORWARD_BENDS in asked_of)
        self.answers = ask_hours(plan, self.answers, self._keep)
        avoid = ask_what_to_leave_out(asked_of)
        return plan.name, _as_answered(plan, self.answers, avoid, app)

    def finish(self) -> None:
        """There is a plan: what was answered stands in it."""
        if self._file:
            self._file.remove()

    @property
    def kept(self) -> bool:
        """Whether something waits for the next time."""
        return self._file is not None and bool(self.answers)

    def _go_on(self, name: str, shipped: dict[str, Shipped]) -> None:
        """From where somebody left, if they like; what has no meaning any more is not there."""
        kept = self._file.read() if self._file else SetupAnswers()
        plan = shipped.get(kept.plan)
        if plan is None or (name and name != plan.name) or _is_taken(plan.name, self._asker.app):
            kept = SetupAnswers(checked=kept.checked)
        status = self._asker.ask(SafetyRequest())[0].status
        if status.answered is None or status.rest_waits or status.outcome is Outcome.STOP:
            kept = replace(kept, checked=False)
        if not kept:
            return
        echo(words.LEFT)
        for line in _kept_lines(kept, plan):
            paragraph(line, indent=2)
        if ask(words.GO_ON, "yes", words.as_going_on, words.GO_ON_AGAIN):
            self.answers = kept
        else:
            self.finish()
        echo()

    def _plan(self, name: str, shipped: dict[str, Shipped]) -> str:
        app = self._asker.app
        if name or self.answers.plan:
            refuse_existing(name or self.answers.plan, app)
            return name or self.answers.plan
        plan = _choose(shipped, app)
        refuse_existing(plan.name, app)
        self._keep(replace(self.answers, plan=plan.name))
        echo()
        paragraph(plan.about)
        echo()
        return plan.name

    def _keep(self, answers: SetupAnswers) -> SetupAnswers:
        self.answers = answers
        if self._file:
            self._file.write(answers)
        return answers


def _is_taken(name: str, app: App) -> bool:
    return plan_named(name, app.plans_dir) is not None


def _kept_lines(kept: SetupAnswers, plan: Shipped | None) -> list[str]:
    days = {day for usual, chosen in kept.days.items() for day in chosen or usual.split(",")}
    return [
        *([words.CHECKED] if kept.checked else []),
        *([words.kept_plan(str(plan.said["title"]))] if plan and kept.plan else []),
        *([words.kept_days(sorted(days, key=WEEKDAYS.index))] if days else []),
        *([words.kept_times(sorted(kept.times.values()))] if kept.times else []),
        *([words.kept_hours(kept.hours)] if kept.hours else []),
    ]


def _as_answered(plan: Shipped, answers: SetupAnswers, avoid: dict[str, str], app: App) -> str:
    """The plan's text with what was answered; `avoid`: tags with their plain words."""
    from routine.reading.edit import with_days, with_times, without  # noqa: PLC0415 - only what writes a plan imports tomlkit

    hours = dict.fromkeys(windows_of(plan), answers.hours) if answers.hours else {}
    text = with_times(text_from_today(plan, app), answers.times, hours)
    if days := chosen_days(plan, answers):
        from routine.reading.days_in_turn import kept_apart  # noqa: PLC0415 - likewise

        apart, _ = kept_apart(text.encode(), with_days(text, days).encode(), days)
        text = apart.decode() if apart else text
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


def _cautions(plan: Plan) -> frozenset[str]:
    entries = [entry for sequence in plan.sequences.values() for entry in sequence.entries]
    return frozenset[str]().union(
        *(entry.exercise.cautions for entry in entries if isinstance(entry, PerformStep))
    )
