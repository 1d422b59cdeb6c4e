"""Knows `link folder` and what `link status` says of it; must not know how rows travel."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from routine.adapters.link_files import LinkFiles, LinkSettings, home_of
from routine.adapters.paths import expanded
from routine.adapters.sync_marks import mirrored_by
from routine.core.merging import Exchanged
from routine.errors import PlanError, SystemFault
from routine.presentation import link as words
from routine.presentation import plan_check as plan_words
from routine.presentation.time_format import TimeDisplay
from routine.ui.console.output import Cell, Column, dim, echo, good, warn
from routine.ui.console.tables import echo_table
from routine.wiring.app import App
from routine.wiring.link import DeviceSeen, FolderLink


def link_folder(path: str, app: App, *, yes: bool) -> None:
    """Raises PlanError for what has to be put right first, and SystemFault."""
    _link(app, LinkFiles(app.paths.state_dir), Path(os.path.abspath(expanded(path))), yes=yes)  # noqa: PTH100 - a link in it stays one


def _link(app: App, files: LinkFiles, folder: Path, *, yes: bool) -> None:
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


class FolderState(Struct, frozen=True):
    """How the linked folder is just now."""

    settings: LinkSettings
    came: Exchanged
    devices: list[DeviceSeen]


def folder_state(app: App) -> FolderState | None:
    """After one more exchange; None where no folder is linked."""
    files = LinkFiles(app.paths.state_dir)
    settings = files.settings()
    if settings is None:
        return None
    link = FolderLink(files, settings, app.journal, app.paths.journal_file)
    came = link.exchange(app.clock.now())
    try:
        devices = link.devices()
    except OSError:
        devices = []
    return FolderState(settings, came, devices)


def shape_of(devices: list[DeviceSeen]) -> list[dict[str, object]]:
    """As `link status --json` has them."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "heard": one.heard.isoformat() if one.heard else None,
            "rows": one.rows,
            "gaps": one.gaps,
            "this": one.this,
        }
        for one in devices
    ]


def show_folder(state: FolderState, view: TimeDisplay) -> None:
    settings, came, devices = state.settings, state.came, state.devices
    echo(words.linked(settings.folder))
    if came.trouble:
        echo(warn(came.trouble))
    rows: list[list[Cell]] = [[dim(label) for label in words.LABELS]]
    for one in devices:
        heard = words.THIS if one.this else (view.moment(one.heard) if one.heard else words.NEVER)
        rows.append([one.name, heard, str(one.rows), warn(words.gaps(one.gaps)) if one.gaps else ""])
    echo_table([Column(), Column(), Column(), Column(wraps=True)], rows, indent=2)
