"""Knows the manual page: every command with its arguments, options and verbs, as the command line takes them."""

from __future__ import annotations

from collections.abc import Iterable

from routine import __version__
from routine.presentation import command_line as common
from routine.presentation import manual as words
from routine.ui.cli.command_table import CommandArgument, CommandOption, CommandTable, table_of
from routine.ui.cli.main import COMMANDS


def manual_page() -> str:
    """In the language of man(7)."""
    lines = words.head(__version__)
    lines.append(words.section("Commands"))
    for group in common.GROUPS:
        for name in (name for name, (_, of) in COMMANDS.items() if of == group):
            lines += _command(table_of(name))
    lines += [words.section("Exit status"), *words.entries(words.EXIT_CODES)]
    lines += [words.section("Environment"), *words.entries(words.ENVIRONMENT)]
    lines += [words.section("Files"), *words.entries(words.FILES)]
    return "\n".join(lines) + "\n"


def _command(table: CommandTable) -> list[str]:
    lines = [
        words.subsection(table.name),
        rf"\fBroutine {words.line(table.name)}\fR {_usage(table)}",
    ]
    lines += [".PP", words.line(_sentence(table.help))]
    lines += _details(table.arguments, table.options)
    for name, verb in table.verbs.items():
        lines += words.entry(
            rf"\fBroutine {words.line(table.name)} {words.line(name)}\fR {_usage(verb)}", _sentence(verb.help)
        )
        if details := _details(verb.arguments, verb.options):
            lines += [".RS", *details, ".RE"]
    return lines


def _details(arguments: Iterable[CommandArgument], options: Iterable[CommandOption]) -> list[str]:
    lines: list[str] = []
    for argument in arguments:
        lines += words.entry(rf"\fI{words.line(argument.value)}\fR", argument.help)
    for option in options:
        if "--help" not in option.names:
            lines += words.entry(_names(option), option.help)
    return lines


def _names(option: CommandOption) -> str:
    names = ", ".join(rf"\fB{words.line(name)}\fR" for name in option.names)
    return rf"{names} \fI{words.line(option.value)}\fR" if option.value else names


def _usage(table: CommandTable) -> str:
    parts = [_argument(argument) for argument in table.arguments]
    if table.verbs:
        parts.append(r"[\fIVERB\fR]")
    if any("--help" not in option.names for option in table.options):
        parts.append(r"[\fIOPTION\fR]...")
    return " ".join(parts)


def _argument(argument: CommandArgument) -> str:
    said = rf"\fI{words.line(argument.value)}\fR" + ("..." if argument.repeats else "")
    return said if argument.needed else f"[{said}]"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
