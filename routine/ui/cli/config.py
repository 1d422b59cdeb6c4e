"""Knows how the settings are shown: config. Must not know what any of them does."""

from __future__ import annotations

import argparse

from routine.errors import PlanError, SystemFault
from routine.presentation import command_line as common
from routine.presentation import settings as words
from routine.reading.safe_read import Unreadable
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json, warn
from routine.ui.console.streams import echo_raw
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

_COLUMNS = (Column(), Column(wraps=True), Column(), Column(wraps=True, spare=True))


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    only_one = parser.add_mutually_exclusive_group()
    only_one.add_argument("--example", action="store_true", help=words.EXAMPLE_HELP)
    only_one.add_argument("--path", action="store_true", help=words.PATH_HELP)
    only_one.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    # pydantic comes with it, and only here a person waits for it
    from routine.reading.settings import read_settings  # noqa: PLC0415 - pydantic, only when asked for
    from routine.reading.settings_table import example, table_of  # noqa: PLC0415 - likewise

    file = app.paths.config_file
    if args.path:
        echo_raw(str(file))
        return 0
    if args.example:
        echo_raw(example(), end="")
        return 0
    exists = file.exists()
    try:
        settings, problems, sources = read_settings(file, app.flags, str(file))
    except Unreadable as unread:
        what, fix = unread.said
        raise SystemFault(f"{file}: {what}", fix) from None
    table = [*table_of(settings, sources)]
    if args.json:
        shown = [{"key": one.key, "value": one.value, "origin": one.origin, "about": one.about} for one in table]
        sentences = [str(problem) for problem in problems]
        echo_json({"file": str(file), "exists": exists, "settings": shown, "problems": sentences})
    else:
        echo(dim(f"{words.FILE_IS}: "), str(file), dim("" if exists else f" ({words.FILE_MISSING})"))
        rows: list[list[Cell]] = [
            [bold(one.key), one.value, dim(words.SOURCES.get(one.origin, one.origin)), dim(one.about)]
            for one in table
        ]
        echo_table(_COLUMNS, rows)
        for problem in problems:
            echo(warn(str(problem)))
    return PlanError.exit_code if problems else 0
