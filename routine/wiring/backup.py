"""Knows what is everything: the journal, the plans and the settings, as one file and back again.

The file is JSON: `format` 1, `version` of the program, `written_at` in UTC, `settings` (the text of config.toml),
`plans` (name of the file -> its text) and `journal`, a row a list: whose it is, its number there, and the columns
of adapters.journal.rows. Taken in twice it changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from routine import __version__
from routine.adapters.atomic_write import write_atomically
from routine.adapters.journal.rows import COLUMNS, as_row, as_text
from routine.adapters.journal.store import JournalDb
from routine.adapters.paths import make_private
from routine.errors import SystemFault, UsageError
from routine.presentation import exports as words
from routine.presentation.exports import NOTES, RATINGS
from routine.wiring.app import App

FORMAT = 1
_NAME = re.compile(r"[^./\\\x00-\x1f:][^/\\\x00-\x1f:]*\.toml")
"""Of a plan: a file in its folder, and nowhere else."""
_WIDTH = len(COLUMNS.split(",")) + 2
_DETAIL = _WIDTH - 1


class Backup(Struct, frozen=True):
    """Everything that one person has."""

    format: int
    version: str
    written_at: str
    settings: str
    plans: dict[str, str]
    journal: list[list[str | int | None]]


class TakenIn(Struct, frozen=True):
    """How much of a file was new here."""

    rows: int
    plans: int
    settings: int
    kept: tuple[str, ...]
    """Files of that name that were here and say something else."""


def as_json(app: App, without: Collection[str] = ()) -> bytes:
    """Everything; without notes or ratings, where that is wanted. Raises JournalError, SystemFault."""
    rows = [[*row[:_DETAIL], _left(str(row[_DETAIL]), without)] for row in app.journal.raw()]
    config = app.paths.config_file
    try:
        plans = {
            file.name: file.read_text("utf-8") for file in sorted(app.plans_dir.glob("*.toml")) if file.is_file()
        }
        settings = config.read_text("utf-8") if config.is_file() else ""
    except (OSError, ValueError) as error:
        raise SystemFault(*words.not_read(str(app.plans_dir), str(error))) from error
    everything = Backup(FORMAT, __version__, as_text(app.clock.now()), settings, plans, rows)
    return msgspec.json.format(msgspec.json.encode(everything), indent=1) + b"\n"


def _left(detail: str, without: Collection[str]) -> str:
    gone = {"note": NOTES, "score": RATINGS, "answer": RATINGS}
    said: dict[str, Any] = msgspec.json.decode(detail)
    kept = {name: value for name, value in said.items() if gone.get(name) not in without}
    return detail if kept == said else msgspec.json.encode(kept).decode()


def understood(content: bytes, name: str) -> Backup:
    """Raises UsageError for anything that `as_json` did not write."""
    try:
        found = msgspec.json.decode(content, type=Backup)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        with suppress(Exception):
            if msgspec.json.decode(content)["format"] > FORMAT:
                raise UsageError(*words.newer_export(name)) from error
        raise UsageError(*words.not_an_export(name)) from error
    if found.format > FORMAT:
        raise UsageError(*words.newer_export(name))
    rows_fit = all(len(row) == _WIDTH and as_row((0, *row)) is not None for row in found.journal)
    if found.format < 1 or not rows_fit or not all(_NAME.fullmatch(plan) for plan in found.plans):
        raise UsageError(*words.not_an_export(name))
    return found


def take_in(app: App, backup: Backup, *, force: bool) -> TakenIn:
    """The journal first: by it plans are known that come after. Raises JournalError, SystemFault."""
    journal: JournalDb = app.journal
    stored = [row for each in backup.journal if (row := as_row((0, *each)))]
    rows = len(journal.take_in(stored, moves_in=True))
    kept: list[str] = []
    settings = _put(app.paths.config_file, backup.settings, kept, force=force) if backup.settings else 0
    # where plans are may be said by the settings that have just come
    folder = App(app.environ, app.flags).plans_dir
    plans = sum(_put(folder / name, text, kept, force=force) for name, text in backup.plans.items())
    app.poke()
    return TakenIn(rows, plans, settings, tuple(kept))


def _put(path: Path, text: str, kept: list[str], *, force: bool) -> int:
    """1 where it was written; what is there and says something else stays, unless it is to go."""
    content = text.encode()
    try:
        make_private(path.parent)
        if path.exists():
            if path.read_bytes() == content:
                return 0
            if not force:
                kept.append(path.name)
                return 0
        write_atomically(path, content)
    except OSError as error:
        raise SystemFault(*words.not_written(str(path), error.strerror or str(error))) from error
    return 1
