"""Knows how a plan's text is shown, checked and saved: nothing typed is lost, nothing overwritten unseen.

Must not know what a plan is made of. A name from the browser is looked up in the list of plans, and never becomes
a path. Line ends, a byte order mark and a missing last newline stay as the file has them.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from routine.adapters.plan_writer import replace
from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import PlanFile, digest
from routine.errors import PlanError
from routine.presentation import page_plans as words
from routine.presentation import plan_check, problems
from routine.reading.safe_read import LARGEST, Unreadable, plan_files, read
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, Overtaken, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.plan_preview import meaning
from routine.ui.page.views.plan_reader import PlanReader

_BOM = "\ufeff"
_MOST_WEEKS = 520
_WORD = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|[^\s,#=.\[\]{}"']+""")
"""A name, a text or a number, as TOML writes it in one line."""
_NAMED = re.compile(r"“([^”]+)”")
"""What a problem names as wrong."""
_HEADER = re.compile(r"\s*\[{1,2}[^\[\],]+\]{1,2}\s*(#|$)")
_AFTER_A_KEY = re.compile(r"\s*[=.]")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
"""What needs no quotes as a key (TOML 1.0.0)."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What a plan's file holds."""

    path: Path
    content: bytes
    text: str
    gone: bool = False
    """It was shown, and is not on disk any more."""

    @property
    def ends(self) -> str:
        """How most of its lines end."""
        return "\r\n" if 2 * self.text.count("\r\n") > self.text.count("\n") else "\n"

    @property
    def shown(self) -> str:
        return self.text.removeprefix(_BOM).replace("\r\n", "\n")

    def would_hold(self, typed: str) -> str:
        """What somebody typed, as this file writes it; a browser knows one kind of line end only."""
        if typed == self.shown:
            return self.text
        start = _BOM if self.text.startswith(_BOM) else ""
        return start + typed.replace("\r\n", "\n").replace("\n", self.ends)


def text(site: PageState, request: PageRequest) -> Answer:
    """The text, and a name for exactly this content. Raises NotThere, PlanError."""
    held = _held(site, request)
    return {
        "name": held.path.stem,
        "file": str(held.path),
        "text": held.shown,
        "digest": digest(held.content),
    }


async def check(site: PageState, reader: PlanReader, request: PageRequest) -> Answer:
    """What a text means, or what is to mend in it; nothing is written. Raises NotThere, NotUnderstood."""
    held = _held_or_gone(site, request)
    week = request.number("week", 1, _MOST_WEEKS)
    found = await reader.draft(held.path, _typed(held, request))
    if found.plan is None:
        return _problems(found, request.text("text", LARGEST).split("\n"))
    app, view = site.app, site.view()
    seen = app.plans.agenda().seen
    preview = await asyncio.to_thread(meaning, found.plan, app, view, seen, week)
    return {"meaning": preview, "problems": [], "said": ""}


async def save(site: PageState, reader: PlanReader, request: PageRequest) -> Answer:
    """The text takes the place of the file's, if it is right and the file still is what it was made from.

    Without a digest it is for a file that is not there any more.
    Raises PlanError, Overtaken, NotThere, NotUnderstood, SystemFault; the file is then as it was.
    """
    before = _held_or_gone(site, request)
    text = _typed(before, request)
    found = await reader.draft(before.path, text)
    if found.problems or found.plan is None:
        raise PlanError(*words.problems(len(found.problems)))
    # looked at again after the wait; from here to the end nobody else of this process comes in between
    held, known = _held_or_gone(site, request), request.text("digest")
    if held.gone and known:
        raise NotThere(*words.GONE)
    if not held.gone and digest(held.content) != known:
        raise Overtaken(*words.OVERTAKEN)
    content = text.encode()
    if held.gone or content != held.content:
        replace(held.path, None if held.gone else held.content, content)
    return {"digest": digest(content)}


def _held(site: PageState, request: PageRequest) -> _Held:
    path = {path.stem: path for path in plan_files(site.app.plans_dir)}.get(request.path["name"])
    if path is None:
        raise NotThere(*words.NO_PLAN)
    site.plans_shown[path.stem] = path
    try:
        content = read(str(path))
        return _Held(path, content, content.decode())
    except Unreadable as wrong:
        if not os.path.lexists(path):
            # taken away since the folder was looked through
            raise NotThere(*words.NO_PLAN) from None
        what, fix = wrong.said
        raise PlanError(f"{path.name}: {what}", fix) from None
    except UnicodeDecodeError:
        what, fix = problems.not_utf8()
        raise PlanError(f"{path.name}: {what}", fix) from None


def _held_or_gone(site: PageState, request: PageRequest) -> _Held:
    """Also for a file that was shown before somebody took it away."""
    try:
        return _held(site, request)
    except NotThere:
        path = site.plans_shown.get(request.path["name"])
        if path is None or path.parent != site.app.plans_dir:
            raise
        return _Held(path, b"", "", gone=True)


def _typed(held: _Held, request: PageRequest) -> str:
    typed = held.would_hold(request.text("text", LARGEST))
    try:
        typed.encode()
    except UnicodeEncodeError:
        raise NotUnderstood(*words.NOT_TEXT) from None
    return typed


def _problems(found: PlanFile, lines: Sequence[str]) -> Json:
    return {
        "meaning": None,
        "problems": [_to_json(problem, lines) for problem in sorted(found.problems)],
        "said": plan_check.problems(len(found.problems)),
    }


def _to_json(problem: Diagnostic, lines: Sequence[str]) -> Json:
    return {
        "line": problem.line,
        "column": problem.column,
        "what": problem.what,
        "fix": problem.fix,
        "fixes": fixes_of(problem, lines[problem.line - 1]) if 0 < problem.line <= len(lines) else [],
    }


def fixes_of(problem: Diagnostic, line: str) -> list[Json]:
    """What can be put there by a press, and in the place of how many letters; `line`: the whole line of text."""
    found = _WORD.match(line, problem.column - 1)
    if found is None:
        return []
    word = found[0]
    named = _NAMED.match(problem.what)
    if named and named[1] in word and named[1] != word.strip("\"'"):
        # what is better stands for a part of the text alone
        return []
    is_key = bool(_HEADER.match(line)) or bool(_AFTER_A_KEY.match(line, found.end()))
    fixes = []
    for better in problem.instead:
        bare = _BARE_KEY.fullmatch(better) if is_key else better.isdigit() and word.isdigit()
        written = better if bare else json.dumps(better, ensure_ascii=False)
        fixes.append({"say": words.write(written), "length": len(word), "text": written})
    return fixes
