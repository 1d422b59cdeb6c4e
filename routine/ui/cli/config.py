"""Knows how the settings are shown: config. Must not know what any of them does."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from routine.errors import PlanError, SystemFault
from routine.presentation import command_line as common
from routine.presentation import settings as words
from routine.reading.safe_read import Unreadable
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json, good, warn
from routine.ui.console.streams import echo_raw
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

if TYPE_CHECKING:
    from routine.core.diagnostic import Diagnostic
    from routine.core.loaded_plans import Settings
    from routine.reading.settings import Sources

    SettingsRead = tuple[Settings, tuple[Diagnostic, ...], Sources]

_COLUMNS = (Column(), Column(wraps=True), Column(), Column(wraps=True, spare=True))


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    only_one = parser.add_mutually_exclusive_group()
    only_one.add_argument("--example", action="store_true", help=words.EXAMPLE_HELP)
    only_one.add_argument("--path", action="store_true", help=words.PATH_HELP)
    only_one.add_argument("--json", action="store_true", help=common.JSON_HELP)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    change = verbs.add_parser("set", help=words.SET_HELP, description=words.SET_HELP, allow_abbrev=False)
    change.add_argument("key", metavar=words.KEY, help=words.KEY_HELP)
    change.add_argument("value", nargs="+", metavar=words.VALUE, help=words.VALUE_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    # pydantic comes with it, and only here a person waits for it
    from routine.reading.settings import read_settings  # noqa: PLC0415 - pydantic, only when asked for
    from routine.reading.settings_table import example  # noqa: PLC0415 - likewise

    file = app.paths.config_file
    if args.verb:
        return _set(args.key, " ".join(args.value), asker)
    if args.path:
        echo_raw(str(file))
        return 0
    if args.example:
        echo_raw(example(), end="")
        return 0
    try:
        found = read_settings(file, app.flags, str(file))
    except Unreadable as unread:
        what, fix = unread.said
        raise SystemFault(f"{file}: {what}", fix) from None
    return _show(file, found, as_json=args.json)


def _show(file: Path, found: SettingsRead, *, as_json: bool) -> int:
    from routine.reading.settings_table import table_of  # noqa: PLC0415 - pydantic, only when asked for

    settings, problems, sources = found
    exists = file.exists()
    table = [*table_of(settings, sources)]
    if as_json:
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


def _set(key: str, value: str, asker: Asker) -> int:
    from routine.reading.settings import read_settings  # noqa: PLC0415 - likewise
    from routine.reading.settings_table import table_of  # noqa: PLC0415 - likewise
    from routine.service.requests.setting_messages import ChangeSettingRequest  # noqa: PLC0415 - likewise

    answer, _ = asker.ask(ChangeSettingRequest(key=key, value=value))
    echo(good(words.is_set(answer.key, answer.value)))
    file = asker.app.paths.config_file
    settings, _, sources = read_settings(file, asker.app.flags, str(file))
    origin = next(one.origin for one in table_of(settings, sources) if one.key == answer.key)
    if origin != "file":
        echo(warn(words.goes_before(answer.key, origin)))
    echo(dim(words.UNDO))
    return 0
