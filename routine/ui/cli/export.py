"""Knows how somebody has a file written of what routine knows, and takes one in; must not know what is in it."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from routine.adapters.export_file import STDOUT, read_import, write_export, write_new
from routine.adapters.pdf_file import can_typeset
from routine.core.time_input import parse_day
from routine.errors import UsageError
from routine.presentation import agenda as agenda_words
from routine.presentation import exports as words
from routine.presentation.phrases import quoted
from routine.ui.cli.page import show_instead
from routine.ui.console.output import dim, echo, echo_aside
from routine.wiring.app import App
from routine.wiring.asking import Asker

_FORMATS = ("csv", "ics", "pdf", "json")


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "import":
        parser.add_argument("file", metavar=words.FILE, help=words.IMPORT_HELP)
    else:
        parser.add_argument("format", choices=_FORMATS, metavar="FORMAT", help=words.FORMATS_HELP)
        parser.add_argument("file", nargs="?", default="", metavar=words.FILE, help=words.FILE_HELP)
        parser.add_argument("--from", dest="first", default="", metavar="DAY", help=words.FROM_HELP)
        parser.add_argument("--to", dest="last", default="", metavar="DAY", help=words.TO_HELP)
        parser.add_argument("--without", default="", metavar="WHAT", help=words.WITHOUT_HELP)
        parser.add_argument("--all", action="store_true", help=words.ALL_ROUNDS_HELP)
        parser.add_argument("--plain", action="store_true", help=words.PLAIN_HELP)
    parser.add_argument("--force", action="store_true", help=words.FORCE_HELP)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:
    if name == "import":
        _take_in(args, asker.app)
        return 0
    if args.format == "pdf":
        return _report(args, asker.app)
    content = _content(args, asker.app)
    write_export(args.file or STDOUT, content, force=args.force)
    if args.file not in {"", STDOUT}:
        echo(words.written(args.file))
    return 0


def _report(args: argparse.Namespace, app: App) -> int:
    """The page for a physiotherapist; a screen gets no bytes, it is told where they are."""
    from routine.wiring.report import report_pdf, whole_report  # noqa: PLC0415 - figures and library are not small

    without, (first, last) = _without(args), _days(args, app)
    if not can_typeset():
        return show_instead(app, "routine export pdf", "/print/report")
    whole = whole_report(app, first, last, without)
    made = report_pdf(whole)
    file = args.file or (words.report_name(whole.day) if sys.stdout.isatty() else STDOUT)
    if args.file or file == STDOUT:
        write_export(file, made.content, force=args.force)
    else:
        file = write_new(Path(file), made.content, force=args.force)
    if file != STDOUT:
        echo(words.written(file))
    if made.missing:
        echo_aside(words.missing_letter(made.missing))
    return 0


def _content(args: argparse.Namespace, app: App) -> bytes:
    from routine.wiring import backup, exporting  # noqa: PLC0415 - what puts a file together is not small

    without = _without(args)
    if args.format == "json":
        if args.first or args.last:
            raise UsageError(*words.not_in_days())
        return backup.as_json(app, without)
    first, last = _days(args, app)
    if args.format == "ics":
        return exporting.as_ics(app, first, last, rounds=args.all, plain=args.plain)
    return exporting.as_csv(app, first, last, without)


def _without(args: argparse.Namespace) -> list[str]:
    """Raises UsageError."""
    without = [part.strip() for part in args.without.split(",") if part.strip()]
    for part in without:
        if part not in words.PARTS:
            raise UsageError(*words.unknown_part(quoted(part), list(words.PARTS)))
    return without


def _days(args: argparse.Namespace, app: App) -> tuple[date | None, date | None]:
    """From when to when, whichever was named first. Raises UsageError."""
    first, last = _day(args.first, app), _day(args.last, app)
    return (last, first) if first and last and last < first else (first, last)


def _day(typed: str, app: App) -> date | None:
    """Raises UsageError."""
    if not typed:
        return None
    day = parse_day(typed, app.clock.now().astimezone(app.zone).date())
    if day is None:
        raise UsageError(*agenda_words.not_a_day(typed))
    return day


def _take_in(args: argparse.Namespace, app: App) -> None:
    from routine.wiring import backup  # noqa: PLC0415 - as above

    found = backup.understood(read_import(args.file), args.file)
    taken = backup.take_in(app, found, force=args.force)
    echo(words.imported(taken.rows, taken.plans, taken.settings))
    if taken.kept:
        said, fix = words.kept_own(list(taken.kept))
        echo(said)
        echo(dim(fix))
