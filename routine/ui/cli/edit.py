"""Knows how a plan is edited: on a copy, checked, and put in place only when it is right. Must not know plans."""

from __future__ import annotations

import argparse
import os
import re
import sys
from datetime import timedelta
from pathlib import Path

from routine.adapters.editor import Editor, find_editor, run_editor, saved, shell_of, usual_editor
from routine.adapters.plan_writer import read_or_none
from routine.core.diagnostic import Diagnostic
from routine.errors import PlanError, SystemFault, UsageError
from routine.presentation import plan_check as words
from routine.reading.safe_read import is_reserved, plan_files, plan_named, same_letters
from routine.ui.cli.draft import EditSession, drop_untouched, kept_drafts, open_draft, plan_of_draft, save_draft
from routine.ui.console.output import dim, echo, warn
from routine.ui.console.prompts import first_letter
from routine.wiring.app import App
from routine.wiring.asking import Asker

_NAME = re.compile(r"[^\W_][\w-]{0,60}")
_LONGEST_WAIT = timedelta(minutes=10)


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", nargs="?", default="", metavar=words.PLAN, help=words.PLAN_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    editor = _editor()
    session = open_draft(_plan_name(args.plan, app), app)
    for other in kept_drafts(app.plans_dir):
        if other != session.draft:
            echo(dim(words.draft_waits(other.name, plan_of_draft(other))))
    while True:
        earlier = read_or_none(session.draft)
        did_not_wait = _edit(editor, session)
        written = read_or_none(session.draft)
        if written is None:
            session.clear()
            raise SystemFault(*words.draft_gone(str(session.draft)))
        if written == session.copied:
            if did_not_wait:
                return _wait(editor, session, app)
            session.clear()
            echo(words.NOT_CHANGED)
            return 0
        problems = app.source.read_draft_now(session.path, written).problems
        if not problems:
            return save_draft(session, app, is_open=did_not_wait and written == earlier)
        match _ask_what_next(problems):
            case "k":
                echo(words.kept(str(session.draft), session.name))
                return PlanError.exit_code
            case "d":
                session.clear()
                echo(words.DROPPED)
                return 0


def _editor() -> Editor:
    """The person's editor. Raises SystemFault when there is none."""
    editor = find_editor(os.environ)
    if editor is None:
        raise SystemFault(words.NO_EDITOR, words.set_editor("EDITOR", "", shell_of(os.environ)))
    return editor


def _plan_name(typed: str, app: App) -> str:
    """Which plan is meant. Raises UsageError for a name no new plan can have, or when there are several."""
    if not typed:
        names = [path.stem for path in plan_files(app.plans_dir)]
        names = names or [path.stem for path in plan_files(app.paths.shipped_plans)]
        if len(names) != 1:
            raise UsageError(*words.which_plan(names))
        return names[0]
    if there := plan_named(typed, app.plans_dir):
        # it runs, whatever its name
        return there.stem
    name = same_letters(typed.removesuffix(".toml"))
    # plans are carried from one computer to another
    if not _NAME.fullmatch(name) or is_reserved(name):
        raise UsageError(*words.bad_name(typed))
    return name


def _edit(editor: Editor, session: EditSession) -> bool:
    """Whether it was back too soon, and may still have the file open. Raises SystemFault."""
    name = editor.command[0]
    try:
        code, took = run_editor(editor, session.draft)
    except (OSError, ValueError):
        drop_untouched(session)
        other = usual_editor(os.environ, but=Path(name).stem)
        hint = words.set_editor(editor.variable or "EDITOR", other, shell_of(os.environ))
        raise SystemFault(words.editor_missing(name), hint) from None
    if code:
        drop_untouched(session)
        raise SystemFault(*words.editor_failed(name, str(session.draft) if session.draft.exists() else ""))
    return editor.did_not_wait(took)


def _wait(editor: Editor, session: EditSession, app: App) -> int:
    """For what is saved in a window that is still open; the draft stays under it, whatever comes.

    Raises SystemFault where nobody is there to wait.
    """
    sentence, hint = words.did_not_wait(editor.name, editor.waiting_command, editor.variable or "EDITOR")
    is_open = words.draft_open(str(session.draft), session.name)
    if not sys.stdin.isatty():
        raise SystemFault(sentence, f"{is_open} {hint}")
    for line in (sentence, is_open, hint):
        echo(warn(line))
    echo(words.WAITS_FOR_SAVE)
    last = session.copied
    try:
        while (written := saved(session.draft, last, _LONGEST_WAIT)) is not None:
            problems = app.source.read_draft_now(session.path, written).problems
            if not problems:
                return save_draft(session, app, is_open=True)
            for problem in problems:
                echo(warn(str(problem)))
            last = written
    except KeyboardInterrupt:
        echo()
    echo(words.kept(str(session.draft), session.name))
    return 0


def _ask_what_next(problems: tuple[Diagnostic, ...]) -> str:
    """What to do with a plan that is wrong: the first letter of the answer; nobody there keeps it."""
    for problem in problems:
        echo(warn(str(problem)))
    echo(words.problems(len(problems)))
    return first_letter(words.ASK, nobody="k") if sys.stdin.isatty() else "k"
