"""Knows `link folder`, `link status` and `link off` as a person sees them; must not know how rows travel."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from routine.adapters.link_files import LinkFiles, LinkSettings, home_of
from routine.adapters.paths import expanded
from routine.adapters.sync_marks import mirrored_by
from routine.errors import PlanError, SystemFault
from routine.ports import Exchanged
from routine.presentation import command_line as common
from routine.presentation import link as words
from routine.presentation import plan_check as plan_words
from routine.presentation.time_format import TimeDisplay
from routine.ui.console.output import Cell, Column, dim, echo, echo_json, good, warn
from routine.ui.console.tables import echo_table
from routine.wiring.app import App
from routine.wiring.asking import Asker
from routine.wiring.link import DeviceSeen, FolderLink


def add(name: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - as every family of commands
    kinds = parser.add_subparsers(dest="way", metavar="|".join(words.HELP_WAYS))
    for way, help_ in words.HELP_WAYS.items():
        sub = kinds.add_parser(way, help=help_, description=help_, allow_abbrev=False)
        if way == "folder":
            sub.add_argument("path", metavar="PATH", help=words.FOLDER_HELP)
            sub.add_argument("--yes", action="store_true", help=words.YES_HELP)
        if way == "status":
            sub.add_argument("--json", action="store_true", help=common.JSON_HELP)
    parser.set_defaults(way="status", json=False)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:  # noqa: ARG001 - as every family of commands
    app = asker.app
    files = LinkFiles(app.paths.state_dir)
    match args.way:
        case "folder":
            _link(app, files, Path(os.path.abspath(expanded(args.path))), yes=args.yes)  # noqa: PTH100 - a link in it stays one
        case "off":
            there = files.forget()
            app.poke()
            echo(words.OFF if there else words.NOT_LINKED)
        case _:
            _status(app, files, as_json=args.json)
    return 0


def _link(app: App, files: LinkFiles, folder: Path, *, yes: bool) -> None:
    """Raises PlanError for what has to be put right first, and SystemFault."""
    state = app.paths.state_dir
    if program := mirrored_by(state):
        raise PlanError(*words.journal_is_mirrored(str(app.paths.journal_file), program))
    here, there = (Path(os.path.realpath(place)) for place in (state, folder))
    if here.is_relative_to(there) or there.is_relative_to(here):
        raise PlanError(*words.holds_the_journal(str(folder), str(app.paths.journal_file)))
    _write_starts(app, folder, yes=yes)
    if not folder.is_dir():
        if not folder.parent.is_dir():
            raise SystemFault(*words.no_folder(str(folder), str(folder.parent)))
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise SystemFault(*words.not_made(str(folder), error.strerror or str(error))) from error
    journal = app.journal
    try:
        files.forget_progress()
        settings = LinkSettings(str(folder), home_of(app.paths.journal_file))
        files.keep_settings(settings)
    except OSError as error:
        raise SystemFault(*words.not_made(str(state), error.strerror or str(error))) from error
    came = FolderLink(files, settings, journal, app.paths.journal_file).exchange(app.clock.now())
    app.poke()
    echo(good(words.linked(str(folder))))
    for said in (came.note, came.trouble):
        if said:
            echo(warn(said))
    if came.new:
        echo(words.taken_in(came.new))
    echo(dim(words.WHAT_TRAVELS))


def _write_starts(app: App, folder: Path, *, yes: bool) -> None:
    """Plans that count weeks say from which day, or two devices ask for different weeks. Raises PlanError."""
    agenda, missing = app.plans.agenda(), list[tuple[Path, str]]()
    for file in app.loaded_plans.files:
        plan, path = file.plan, Path(file.path)
        if plan and plan.needs_start and path.parent == app.plans_dir:
            day = agenda.seen.first_day(plan, app.clock.now(), agenda.zones.get(plan.timezone, app.zone))
            if day:
                missing.append((path, day.isoformat()))
    lines = [(str(path), plan_words.starts_line(day)) for path, day in missing]
    if missing and not yes:
        raise PlanError(*words.starts_missing(lines, str(folder)))
    for path, first in missing:
        _write_start(path, first)


def _write_start(path: Path, day: str) -> None:
    from datetime import date  # noqa: PLC0415 - only here

    from routine.adapters.plan_writer import read_or_none, replace  # noqa: PLC0415 - only what writes to a plan
    from routine.reading.edit import begun_on  # noqa: PLC0415 - likewise

    before = read_or_none(path) or b""
    line = plan_words.starts_line(day)
    try:
        text = begun_on(before.decode(), date.fromisoformat(day), words.STARTS_COMMENT, turned=False)
    except ValueError:
        raise PlanError(*words.start_not_written(str(path), line)) from None
    replace(path, before, text.encode())
    echo(words.starts_written(str(path), line))


def _status(app: App, files: LinkFiles, *, as_json: bool) -> None:
    settings = files.settings()
    if settings is None:
        if as_json:
            echo_json({"folder": None, "trouble": None, "devices": []})
            return
        echo(words.NOT_LINKED)
        echo(dim(words.HOW_TO_LINK))
        return
    link = FolderLink(files, settings, app.journal, app.paths.journal_file)
    came = link.exchange(app.clock.now())
    try:
        devices = link.devices()
    except OSError:
        devices = []
    if as_json:
        _show_json(settings, came, devices)
    else:
        _show(
            settings, came, devices, TimeDisplay(app.clock.now(), app.zone, app.loaded_plans.settings.hour_cycle)
        )


def _show_json(settings: LinkSettings, came: Exchanged, devices: list[DeviceSeen]) -> None:
    """The stable shape of `link status --json`."""
    echo_json(
        {
            "folder": settings.folder,
            "trouble": came.trouble or None,
            "devices": [
                {
                    "id": one.id,
                    "name": one.name,
                    "heard": one.heard.isoformat() if one.heard else None,
                    "rows": one.rows,
                    "gaps": one.gaps,
                    "this": one.this,
                }
                for one in devices
            ],
        }
    )


def _show(settings: LinkSettings, came: Exchanged, devices: list[DeviceSeen], view: TimeDisplay) -> None:
    echo(words.linked(settings.folder))
    if came.trouble:
        echo(warn(came.trouble))
    rows: list[list[Cell]] = [[dim(label) for label in words.LABELS]]
    for one in devices:
        heard = words.THIS if one.this else (view.moment(one.heard) if one.heard else words.NEVER)
        rows.append([one.name, heard, str(one.rows), warn(words.gaps(one.gaps)) if one.gaps else ""])
    echo_table([Column(), Column(), Column(), Column(wraps=True)], rows, indent=2)
