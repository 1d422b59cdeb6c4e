"""Knows every command as a table: its options, its arguments and the verbs below it. Must not know what any does.

argparse keeps these where only it looks; completion and the manual page are made of what is read here.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from routine.ui.cli.main import module_of, parser_of


@dataclass(frozen=True, slots=True)
class CommandOption:
    """One option, under all its names."""

    names: tuple[str, ...]
    help: str
    value: str = ""
    """What stands behind it, as the help calls it; empty where nothing does."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandArgument:
    """What is typed without a name before it."""

    dest: str
    value: str
    help: str
    choices: tuple[str, ...] = ()
    repeats: bool = False
    needed: bool = True


@dataclass(frozen=True, slots=True)
class CommandTable:
    """One command, or one verb of a command."""

    name: str
    help: str
    options: tuple[CommandOption, ...]
    arguments: tuple[CommandArgument, ...]
    verbs: Mapping[str, CommandTable]

    def option(self, name: str) -> CommandOption | None:
        """The one that goes by this name."""
        return next((one for one in self.options if name in one.names), None)


def table_of(name: str) -> CommandTable:
    """Of a command of main.COMMANDS."""
    return _verbs(_actions(parser_of(name, module_of(name))))[name]


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return parser._actions  # noqa: SLF001 - argparse has no other way to say what it takes


def _table(name: str, said: str, parser: argparse.ArgumentParser) -> CommandTable:
    actions = [one for one in _actions(parser) if one.help != argparse.SUPPRESS]
    return CommandTable(
        name,
        said or parser.description or "",
        tuple(_option(one) for one in actions if one.option_strings),
        tuple(_argument(one) for one in actions if not one.option_strings and not _is_verbs(one)),
        _verbs(actions),
    )


def _is_verbs(action: argparse.Action) -> bool:
    return isinstance(action.choices, Mapping)


def _verbs(actions: Iterable[argparse.Action]) -> dict[str, CommandTable]:
    found: dict[str, CommandTable] = {}
    for action in actions:
        if isinstance(action.choices, Mapping):
            for name, parser in action.choices.items():
                found[name] = _table(name, parser.description or "", parser)
    return found


def _option(action: argparse.Action) -> CommandOption:
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    return CommandOption(tuple(action.option_strings), action.help or "", value, _choices(action))


def _argument(action: argparse.Action) -> CommandArgument:
    return CommandArgument(
        action.dest,
        str(action.metavar or action.dest.upper()),
        action.help or "",
        _choices(action),
        repeats=action.nargs in {"*", "+"},
        needed=action.nargs not in {"*", "?"},
    )


def _choices(action: argparse.Action) -> tuple[str, ...]:
    return tuple(str(one) for one in action.choices or ())
