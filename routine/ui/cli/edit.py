"""Knows how a plan is edited: on a copy, checked, and put in place only when it is right. Must not know plans."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from routine.adapters.editor import Editor, find_editor, shell_of, usual_editor
from routine.adapters.plan_writer import read_or_none, replace, write
from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import digest
from routine.errors import PlanError, UsageError, WorldError
from routine.presentation import plan_check as words
from routine.reading.safe_read import is_device, plan_files
from routine.ui.console.output import dim, echo, good, warn
from routine.ui.console.prompts import typed
from routine.wiring.app import App
from routine.wiring.asking import Asker

_NAME = re.compile(r"[^\W_][\w-]{0,60}")


@dataclass(frozen=True, slots=True)
class EditSession:
    """One plan on the session: where it lives, and the copy that is written on."""

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


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", nargs="?", default="", metavar=words.PLAN, help=words.PLAN_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    editor = _editor()
    session = _open_draft(_plan_name(args.plan, app), app)
    while True:
        _edit(editor, session)
        written = read_or_none(session.draft)
        if written is None:
            session.clear()
            raise WorldError(*words.draft_gone(str(session.draft)))
        if written == session.copied:
            session.clear()
            echo(words.NOT_CHANGED)
            return 0
        problems = app.source.read_draft_now(session.path, written).problems
        if not problems:
            return save_draft(session, app)
        match _ask_what_next(problems):
            case "k":
                echo(words.kept(str(session.draft), session.name))
                return PlanError.exit_code
            case "d":
                session.clear()
                echo(words.DROPPED)
                return 0


def _editor() -> Editor:
    """The person's editor. Raises WorldError when there is none."""
    editor = find_editor(os.environ)
    if editor is None:
        raise WorldError(words.NO_EDITOR, words.set_editor("EDITOR", "", shell_of(os.environ)))
    return editor


def _plan_name(typed: str, app: App) -> str:
    """Which plan is meant. Raises UsageError for a name no plan can have, or when there are several."""
    if not typed:
        names = [path.stem for path in plan_files(app.plans_dir)]
        names = names or [path.stem for path in plan_files(app.paths.shipped_plans)]
        if len(names) != 1:
            raise UsageError(*words.which_plan(names))
        return names[0]
    name = typed.removesuffix(".toml")
    # plans are carried from one computer to another
    if not _NAME.fullmatch(name) or is_device(name):
        raise UsageError(*words.bad_name(typed))
    return name


def _open_draft(name: str, app: App) -> EditSession:
    """Lay out a copy: of the plan, else of the shipped one of that name, else of a small new one."""
    path = app.plans_dir / f"{name}.toml"
    draft = path.with_name(f".{name}.draft.toml")
    before = read_or_none(path)
    if draft.exists():
        session = EditSession(name, path, draft, before, before or b"")
        _go_on(session)
        return session
    shipped = read_or_none(app.paths.shipped_plans / f"{name}.toml")
    found = [text for text in (before, shipped) if text is not None]
    copied = found[0] if found else words.template(f'"{_title(name)}"').encode()
    session = EditSession(name, path, draft, before, copied)
    write(session.base, _digest(before).encode())
    write(draft, copied)
    return session


def _go_on(session: EditSession) -> None:
    """With a draft that was kept. Raises WorldError when the plan is newer, and nobody says which is to stay."""
    kept = read_or_none(session.base)
    if kept is None or kept == _digest(session.before).encode():
        echo(dim(words.goes_on_with(str(session.draft))))
        return
    sentence, hint = words.changed_since(str(session.path), str(session.draft), session.name)
    if not sys.stdin.isatty():
        raise WorldError(sentence, hint)
    echo(warn(sentence))
    if _first_letter(words.ASK_WHICH) != "g":
        raise WorldError(sentence, hint)
    write(session.base, _digest(session.before).encode())


def _digest(content: bytes | None) -> str:
    return digest(content) if content is not None else ""


def _edit(editor: Editor, session: EditSession) -> None:
    name = editor.command[0]
    try:
        ended = subprocess.run([*editor.command, str(session.draft)], check=False)
    except (OSError, ValueError):
        _unlink(session)
        other = usual_editor(os.environ, but=Path(name).stem)
        hint = words.set_editor(editor.variable or "EDITOR", other, shell_of(os.environ))
        raise WorldError(words.editor_missing(name), hint) from None
    if ended.returncode:
        _unlink(session)
        raise WorldError(*words.editor_failed(name, str(session.draft) if session.draft.exists() else ""))


def _unlink(session: EditSession) -> None:
    """Take back a copy that nobody has written on."""
    if read_or_none(session.draft) == session.copied:
        session.clear()


def _ask_what_next(problems: tuple[Diagnostic, ...]) -> str:
    """What to do with a plan that is wrong: the first letter of the answer; nobody there keeps it."""
    for problem in problems:
        echo(warn(str(problem)))
    echo(words.problems(len(problems)))
    return _first_letter(words.ASK, nobody="k") if sys.stdin.isatty() else "k"


def _first_letter(question: str, nobody: str = "") -> str:
    """The first letter of the answer, or `nobody` when none comes."""
    try:
        return typed(question).strip().lower()[:1]
    except EOFError:
        return nobody


def save_draft(session: EditSession, app: App) -> int:
    """The draft becomes the plan, unless somebody else changed it meanwhile; what was before is kept beside.

    Raises WorldError.
    """
    if read_or_none(session.path) != session.before:
        raise WorldError(*words.changed_meanwhile(str(session.path), str(session.draft)))
    first = not plan_files(app.plans_dir)
    replace(session.path, session.before, read_or_none(session.draft) or b"")
    session.clear()
    echo(good(words.saved(str(session.path))))
    if first:
        echo(dim(words.saved_first(str(app.plans_dir))))
    elif app.service_pid():
        echo(dim(words.IN_USE_SOON))
    return 0


def _title(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()
