"""Knows which commands there are and how an error reaches a person; must not know what any command does.

argparse, and only the module of the command asked for: `routine snooze` must answer before one notices, and the
resident service keeps in memory whatever was imported on the way to it.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from routine import __version__
from routine.errors import RoutineError, SystemFault, UsageError
from routine.presentation import command_line as words
from routine.ui.console.streams import OutputFailed, echo_raw, flush, mute, prepare, screen_width

TYPE_CHECKING = False
"""As typing has it, which takes a third of what Python takes to start."""
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from routine.wiring.app import App
    from routine.wiring.asking import Asker

_MARGIN = 2
_WIDEST = 100
_FOR_A_WHILE = {"snooze", "pause"}
_PAGED = {"week", "log", "progress", "library", "therapies"}
"""They ask nothing, and may be longer than the screen."""
INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "set_up"),
    "run": ("run", "set_up"),
    "login": ("login", "set_up"),
    "status": ("status", "look"),
    "today": ("today", "look"),
    "week": ("today", "look"),
    "log": ("log", "look"),
    "progress": ("progress", "look"),
    "print": ("print", "look"),
    "library": ("library", "look"),
    "therapies": ("therapies", "look"),
    "help-signs": ("help_signs", "look"),
    "start": ("answer", "act"),
    "relief": ("relief", "act"),
    "done": ("answer", "act"),
    "skip": ("answer", "act"),
    "snooze": ("answer", "act"),
    "excuse": ("answer", "act"),
    "undo": ("answer", "act"),
    "rate": ("rate", "act"),
    "forget": ("rate", "act"),
    "offer": ("offer", "act"),
    "page": ("page", "look"),
    "pause": ("pause", "act"),
    "resume": ("pause", "act"),
    "plans": ("plans", "plans"),
    "appointment": ("appointment", "plans"),
    "check": ("check", "plans"),
    "edit": ("edit", "plans"),
    "schema": ("check", "plans"),
    "config": ("config", "plans"),
    "link": ("link", "set_up"),
    "completion": ("completion", "set_up"),
    "doctor": ("doctor", "set_up"),
    "export": ("export", "set_up"),
    "import": ("export", "set_up"),
}
"""command -> (module in this folder, group in the help). Each has add(name, parser) and run(name, args, asker)."""


def run_command(argv: Sequence[str]) -> int:
    """Run one command and give its exit code; whatever goes wrong becomes a sentence."""
    prepare()
    if sys.platform != "win32":
        # whatever is written here is about somebody's health
        os.umask(0o077)
    try:
        return _run(list(argv))
    except RoutineError as error:
        return _complained(error)
    except OutputFailed as error:
        mute(sys.stdout)
        return _complained(SystemFault(*words.not_told(error.strerror or "")))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # somebody closed the pager: nothing is wrong, and nothing more can be said
        mute(sys.stdout)
        return 0


def _complain(*lines: str) -> None:
    from routine.ui.console.output import echo_error  # noqa: PLC0415 - help and version are told without it

    for line in lines:
        echo_error(line)


def _complained(error: RoutineError) -> int:
    from routine.presentation.errors import explain  # noqa: PLC0415 - it brings the rules, and most commands succeed

    said = explain(error)
    _complain(words.complaint(said.sentence))
    if said.hint:
        _complain(said.hint)
    return error.exit_code


def _run(argv: list[str]) -> int:
    argv, shown = _help_in(argv)
    if shown:
        echo_raw(shown)
        flush()
        return 0
    name = next((word for word in argv if not word.startswith("-")), "")
    if not name and not {"-h", "--help", "--version"} & set(argv):
        name = "today"
        argv = [name, *argv]
    if name and name not in COMMANDS:
        raise UsageError(*words.unknown_command(name, _close(name)))
    behind = next((word for word in argv if word[:1] == "-" and word[1:2].isdigit()), "")
    if behind and name in _FOR_A_WHILE:
        # argparse would take it for a flag
        raise UsageError(*words.behind(behind))
    module = module_of(name) if name else None
    args = _understood(parser_of(name, module), argv)
    if module is None:
        return UsageError.exit_code
    from routine.wiring.asking import Asker  # noqa: PLC0415 - help and version are given without it

    # what there is by now stays to the end: it need not be looked through again
    gc.freeze()
    gc.enable()
    asker = Asker(os.environ)
    try:
        code = _told(module, name, args, asker)
        flush()
    except (RoutineError, KeyboardInterrupt, BrokenPipeError, OutputFailed):
        raise
    except Exception as fault:  # noqa: BLE001 - the last stop: a person gets a sentence, the log gets the rest
        return _bug(asker.app, fault)
    finally:
        # also where the command fails after that; the service tells it by itself, on a card as well
        for line in asker.notes if name != "run" else ():
            _complain(line)
        asker.close()
    return code


def _told(module: ModuleType, name: str, args: argparse.Namespace, asker: Asker) -> int:
    """What is only read goes page by page, where it is long; everything else is told as it comes."""
    if name not in _PAGED or args.plain or getattr(args, "json", False):
        return int(module.run(name, args, asker))
    from routine.ui.console.pager import Pages  # noqa: PLC0415 - most commands say little

    with Pages(os.environ):
        return int(module.run(name, args, asker))


def _help_in(argv: list[str]) -> tuple[list[str], str]:
    """What is really asked, and the list of commands where that is what somebody wants."""
    asked = words.as_asked_for_help(argv)
    if asked is None:
        return [], words.epilog(list(COMMANDS.items()))
    if {"-h", "--help"} & set(asked) and all(word.startswith("-") for word in asked):
        return [], words.overview([*COMMANDS], min(screen_width(), _WIDEST) - _MARGIN)
    return asked, ""


def _understood(parser: argparse.ArgumentParser, argv: list[str]) -> argparse.Namespace:
    try:
        return parser.parse_args(argv)
    except SystemExit:
        # it has told the help, or the version
        flush()
        raise


class Parser(argparse.ArgumentParser):
    """argparse, whose complaints are told as all others are."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(*words.not_understood(message, self.prog.partition(" ")[2]))


class Help(argparse.HelpFormatter):
    """As wide as the screen. argparse would ask shutil for that, before any command, and it takes 4 ms."""

    def __init__(self, prog: str, **more: Any) -> None:
        super().__init__(prog, **{"width": screen_width() - _MARGIN, **more})


class LongHelp(Help, argparse.RawDescriptionHelpFormatter):
    """The same, with the list of commands as it stands."""


def module_of(name: str) -> ModuleType:
    from routine.adapters.import_diet import without_introspection  # noqa: PLC0415 - as above

    without_introspection()
    return import_module(f"routine.ui.cli.{COMMANDS[name][0]}")


def parser_of(name: str, module: ModuleType | None) -> argparse.ArgumentParser:
    parser = Parser(
        prog=words.PROGRAM,
        description=words.DESCRIPTION,
        epilog=words.epilog(list(COMMANDS.items())),
        formatter_class=LongHelp,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{words.PROGRAM} {__version__}")
    # the name is given, as argparse would print the usage to find it out
    commands = parser.add_subparsers(
        dest="command", metavar=words.COMMAND, help=argparse.SUPPRESS, prog=words.PROGRAM
    )
    if module is not None:
        command = commands.add_parser(name, description=words.HELP[name], formatter_class=Help, allow_abbrev=False)
        module.add(name, command)
        if name in _PAGED:
            command.add_argument("--plain", action="store_true", help=words.PLAIN_HELP)
    return parser


def _close(name: str) -> list[str]:
    import difflib  # noqa: PLC0415 - only for a mistyped name; commands must answer at once

    return difflib.get_close_matches(name.lower(), COMMANDS, n=2)


def _bug(app: App, fault: Exception) -> int:
    """A fault nobody planned for: one sentence, and where the rest is."""
    from routine.adapters.fault_files import append  # noqa: PLC0415 - wanted almost never

    _complain(words.bug(str(app.paths.log_file)))
    if not append(app.paths.log_file, fault, f"{app.clock.now():%Y-%m-%dT%H:%M:%SZ}"):
        _complain(f"{type(fault).__name__}: {fault}")
    return 1
