"""Knows how somebody has a session printed, and where the file of it goes; must not know what stands on it."""

from __future__ import annotations

import argparse
from pathlib import Path

from routine.adapters.export_file import write_export, write_new
from routine.adapters.pdf_file import can_typeset
from routine.presentation import exports as words
from routine.ui.cli.page import show_instead
from routine.ui.console.output import echo, echo_aside
from routine.wiring.asking import Asker


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar=words.SESSION, help=words.SESSION_HELP)
    parser.add_argument("file", nargs="?", default="", metavar=words.FILE, help=words.PRINTED_HELP)
    parser.add_argument("--force", action="store_true", help=words.FORCE_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    from routine.wiring.printing import sheet_called, sheet_pdf  # noqa: PLC0415 - figures and library are not small

    found = sheet_called(args.session, asker.app)
    if not can_typeset():
        return show_instead(asker.app, "routine print", f"/print/session/{found.name}")
    made = sheet_pdf(found.sheet, asker.app)
    if args.file:
        write_export(args.file, made.content, force=args.force)
    written = args.file or write_new(Path(f"{found.name}.pdf"), made.content, force=args.force)
    echo(words.written(written))
    if made.missing:
        echo_aside(words.missing_letter(made.missing))
    return 0
