"""Knows `completion`: the scripts for shells, and what may be typed next. Must not know how a shell shows it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence

from routine.core.relief import ReliefKind
from routine.errors import RoutineError
from routine.presentation import command_line as common
from routine.presentation import completion as words
from routine.presentation import relief as relief_words
from routine.ui.cli.command_table import CommandArgument, CommandTable, table_of
from routine.ui.cli.main import COMMANDS
from routine.ui.console.streams import echo_raw
from routine.wiring.asking import Asker

Candidate = tuple[str, str]
"""(what is typed, what it is)"""


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=words.SHELLS, metavar=words.SHELL, help=words.SHELL_HELP)
    # for the scripts themselves, one for each word on the line, behind a sign of its own: argparse then takes none
    # for an option of this command, and no "--" for the end of them
    parser.add_argument("--word", action="append", dest="typed", default=[], help=argparse.SUPPRESS)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    if not args.typed:
        echo_raw(words.SCRIPTS[args.shell], end="")
        return 0
    *before, now = (word.removeprefix("=") for word in args.typed)
    try:
        found = candidates(before, now, asker)
    except RoutineError:
        # nobody wants to read of it while typing
        found = []
    for name, about in found:
        echo_raw(words.candidate(name, about, args.shell))
    return 0


def candidates(before: Sequence[str], now: str, asker: Asker) -> list[Candidate]:
    """What may stand where `now` begins; `before`: the words typed before it."""
    typed = [word for word in before if not word.startswith("-")]
    if not typed:
        commands = [(name, common.HELP[name]) for name in COMMANDS]
        return _beginning(now, [*commands, *_TOP] if now.startswith("-") else commands)
    if typed[0] not in COMMANDS:
        return []
    table, rest = _below(table_of(typed[0]), list(before[before.index(typed[0]) + 1 :]))
    if rest and (option := table.option(rest[-1])) and option.value:
        return _beginning(now, [(one, "") for one in option.choices])
    if now.startswith("-"):
        used = set(rest)
        free = [one for one in table.options if not used & set(one.names)]
        return _beginning(now, [(one.names[-1], one.help) for one in free])
    if table.verbs:
        return _beginning(now, [(name, verb.help) for name, verb in table.verbs.items()])
    argument = _argument_at(table, rest)
    return _beginning(now, _of_argument(argument, typed, asker)) if argument else []


_TOP: tuple[Candidate, ...] = (("--help", "what there is"), ("--version", "which version this is"))


def _below(table: CommandTable, rest: list[str]) -> tuple[CommandTable, list[str]]:
    """The verb that was typed, where there is one, and what is typed behind it."""
    while table.verbs:
        place = next((place for place, word in enumerate(rest) if word in table.verbs), None)
        if place is None:
            return table, rest
        table, rest = table.verbs[rest[place]], rest[place + 1 :]
    return table, rest


def _argument_at(table: CommandTable, rest: Sequence[str]) -> CommandArgument | None:
    """The one whose turn it is after these words."""
    given, skip = 0, False
    for word in rest:
        option = table.option(word)
        if skip or word.startswith("-"):
            skip = bool(option and option.value)
            continue
        given += 1
    if not table.arguments:
        return None
    if given < len(table.arguments):
        return table.arguments[given]
    last = table.arguments[-1]
    # names of several words are one argument: there is nothing to add to the whole of one
    return last if last.repeats and last.dest == "files" else None


def _beginning(now: str, found: Iterable[Candidate]) -> list[Candidate]:
    return [one for one in dict(found).items() if one[0].startswith(now)]


def _of_argument(argument: CommandArgument, typed: Sequence[str], asker: Asker) -> list[Candidate]:
    if argument.choices:
        return [(one, "") for one in argument.choices]
    names = _NAMES.get((typed[0], argument.dest)) or _NAMES.get(("", argument.dest))
    return names(typed, asker) if names else []


def _sessions(typed: Sequence[str], asker: Asker) -> list[Candidate]:
    """Those of the plans in force; of one plan, where it was named before."""
    from routine.service.requests.page_messages import OverviewRequest  # noqa: PLC0415 - a shell asks for little

    answer, _ = asker.ask(OverviewRequest(first=None, days=1))
    found = [one for plan in answer.plans for one in plan.sessions]
    mine = [one for one in found if one.ref.plan in typed]
    return [(one.ref.session, one.title) for one in mine or found]


def _to_start(typed: Sequence[str], asker: Asker) -> list[Candidate]:
    return [*_sessions(typed, asker), *_in_library(typed, asker)]


def _in_library(_typed: Sequence[str], _asker: Asker) -> list[Candidate]:
    from routine.library.catalogue import catalogue  # noqa: PLC0415 - likewise

    library = catalogue()
    exercises = [(one.id, one.title) for one in library.exercises.values()]
    return [*exercises, *((one.id, one.title) for one in library.sequences.values())]


def _plans(typed: Sequence[str], asker: Asker) -> list[Candidate]:
    """Those that come with routine to `use`; else this person's own."""
    from routine.reading.safe_read import plan_files  # noqa: PLC0415 - likewise
    from routine.wiring.shipped_plans import shipped_plans  # noqa: PLC0415 - likewise

    own = [path.stem for path in plan_files(asker.app.plans_dir)]
    if "use" in typed:
        return [
            (name, str(plan.said.get("title", "")))
            for name, plan in shipped_plans(asker.app).items()
            if name not in own
        ]
    return [(name, "") for name in own]


def _therapies(_typed: Sequence[str], _asker: Asker) -> list[Candidate]:
    from routine.library import therapies  # noqa: PLC0415 - likewise

    return [(name, "") for name in therapies.NAMES]


def _settings(_typed: Sequence[str], _asker: Asker) -> list[Candidate]:
    from routine.core.loaded_plans import Settings  # noqa: PLC0415 - likewise
    from routine.reading.settings_table import table_of as settings_of  # noqa: PLC0415 - likewise

    return [(one.key, one.about) for one in settings_of(Settings())]


def _relief(_typed: Sequence[str], _asker: Asker) -> list[Candidate]:
    return [(kind.value, relief_words.LABELS[kind]) for kind in ReliefKind]


_NAMES: dict[tuple[str, str], Callable[[Sequence[str], Asker], list[Candidate]]] = {
    ("start", "session"): _to_start,
    ("", "session"): _sessions,
    ("", "words"): _sessions,
    ("", "plan"): _plans,
    ("", "exercise"): _in_library,
    ("", "therapy"): _therapies,
    ("", "kind"): _relief,
    ("", "key"): _settings,
}
"""By the command and the argument, or by the argument alone."""
