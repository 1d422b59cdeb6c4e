"""Knows the copy of a plan that is written on, kept beside it, and put in its place; not by which program."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from routine.adapters.plan_writer import read_or_none, replace, write
from routine.core.loaded_plans import digest
from routine.errors import SystemFault
from routine.presentation import plan_check as words
from routine.reading.safe_read import plan_files
from routine.ui.console.output import dim, echo, good, warn
from routine.ui.console.prompts import first_letter
from routine.wiring.app import App

_DRAFT = re.compile(r"\.(.+)\.draft\.toml")


@dataclass(frozen=True, slots=True)
class EditSession:
    """One plan that is edited: where it lives, and the copy that is written on."""

    name: str
    path: Path
    draft: Path
    before: bytes | None
    """What the plan's file held when editing began; None when there was none."""
    copied: bytes
    """What nobody has written on yet."""

    @property
    def base(self) -> Path:
        """Beside a draft that is kept: the digest of what the plan held when it was copied."""
        return self.draft.with_suffix(".base")

    def clear(self) -> None:
        self.draft.unlink(missing_ok=True)
        self.base.unlink(missing_ok=True)


def open_draft(name: str, app: App) -> EditSession:
    """Lay out a copy: of the plan, else of the shipped one of that name, else of a small new one."""
    path = app.plans_dir / f"{name}.toml"
    draft = path.with_name(f".{name}.draft.toml")
    before = read_or_none(path)
    kept = read_or_none(draft)
    if kept is not None and kept == before:
        # put in force while a window still had it open
        return EditSession(name, path, draft, before, kept)
    shipped = read_or_none(app.paths.shipped_plans / f"{name}.toml")
    found = [text for text in (before, shipped) if text is not None]
    copied = found[0] if found else words.template(f'"{_title(name)}"').encode()
    session = EditSession(name, path, draft, before, copied)
    if kept is not None:
        _go_on(session)
        return session
    write(session.base, _digest(before).encode())
    write(draft, copied)
    return session


def _go_on(session: EditSession) -> None:
    """With a draft that was kept. Raises SystemFault when the plan is newer, and nobody says which is to stay."""
    kept = read_or_none(session.base)
    if kept is None or kept == _digest(session.before).encode():
        echo(dim(words.goes_on_with(str(session.draft))))
        return
    sentence, hint = words.changed_since(str(session.path), str(session.draft), session.name)
    if not sys.stdin.isatty():
        raise SystemFault(sentence, hint)
    echo(warn(sentence))
    if first_letter(words.ASK_WHICH) != "g":
        raise SystemFault(sentence, hint)
    write(session.base, _digest(session.before).encode())


def _digest(content: bytes | None) -> str:
    return digest(content) if content is not None else ""


def drop_untouched(session: EditSession) -> None:
    """Take back a copy that nobody has written on."""
    if read_or_none(session.draft) == session.copied:
        session.clear()


def save_draft(session: EditSession, app: App, *, is_open: bool = False) -> int:
    """The draft becomes the plan, unless somebody else changed it meanwhile; what was before is kept beside.

    `is_open`: a window may still have it, so it stays where it is. Raises SystemFault.
    """
    if read_or_none(session.path) != session.before:
        raise SystemFault(*words.changed_meanwhile(str(session.path), str(session.draft)))
    first = not plan_files(app.plans_dir)
    written = read_or_none(session.draft) or b""
    replace(session.path, session.before, written)
    if is_open:
        write(session.base, _digest(written).encode())
    else:
        session.clear()
    echo(good(words.saved(str(session.path))))
    if first:
        echo(dim(words.saved_first(str(app.plans_dir))))
    elif app.service_pid():
        echo(dim(words.IN_USE_SOON))
    return 0


def _title(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()


def kept_drafts(folder: Path) -> list[Path]:
    """Drafts beside the plans that say something else than these."""
    found = (path for path in folder.glob(".*.draft.toml") if _DRAFT.fullmatch(path.name))
    return sorted(
        path for path in found if read_or_none(path) != read_or_none(folder / f"{plan_of_draft(path)}.toml")
    )


def plan_of_draft(draft: Path) -> str:
    """The name of the plan that it is a draft of."""
    found = _DRAFT.fullmatch(draft.name)
    return found[1] if found else draft.stem
