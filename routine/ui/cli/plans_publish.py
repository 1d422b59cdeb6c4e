"""Knows `plans publish`: the signed file of a plan, its key and a sheet to print. Must not know who follows it."""

from __future__ import annotations

import argparse
import os
from html import escape
from importlib.util import find_spec
from pathlib import Path

from routine.adapters.atomic_write import write_atomically
from routine.adapters.minisign import SecretKey, key_file, new_key, read_secret, secret_file, signature_file
from routine.adapters.paths import expanded
from routine.adapters.plan_writer import read_or_none
from routine.adapters.workers.scan_code import as_svg
from routine.core.followed_limits import limits_broken
from routine.core.plan import Plan
from routine.errors import PlanError, SystemFault
from routine.presentation import following as words
from routine.presentation import plan_check
from routine.reading.safe_read import plan_named
from routine.ui.cli.plans_follow import session_lines
from routine.ui.console.output import dim, echo, good
from routine.wiring.app import App

_READABLE = 0o644
_SHEET = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:14pt/1.5 sans-serif;max-width:17cm;margin:2cm auto}}code{{overflow-wrap:anywhere}}
svg{{width:5cm;height:5cm}}</style>
<h1>{title}</h1><p>{about}</p><ul>{sessions}</ul>
<h2>{head}</h2><p>{how}</p><p><code>routine plans follow '{address}'</code></p>
{code}<p><small>{key_head} <code>{key}</code></small></p></html>
"""


def publish(args: argparse.Namespace, app: App) -> int:
    """Raises PlanError for a plan that nobody could follow, SystemFault where nothing can be written."""
    path = plan_named(args.plan.removesuffix(".toml"), app.plans_dir)
    content = read_or_none(path) if path else None
    if path is None or content is None:
        raise PlanError(*words.no_own_plan(args.plan, str(app.plans_dir)))
    found = app.source.read_draft_now(path, content)
    if found.plan is None or found.problems:
        raise PlanError(*words.not_publishable([one.what for one in found.problems]))
    if broken := limits_broken(found.plan):
        raise PlanError(*words.not_publishable(words.limits_words(broken)))
    folder = Path(os.path.abspath(expanded(args.folder)))  # noqa: PTH100 - a link in it stays one
    key_path = app.paths.state_dir / "publisher.key"
    key = _own_key(key_path)
    address = f"{args.url.rstrip('/')}/{path.name}#{key.key.text}" if args.url else f"{path.name}#{key.key.text}"
    at = int(app.clock.now().timestamp())
    files = {
        path.name: content,
        f"{path.name}.minisig": signature_file(key, content, path.name, at).encode(),
        "minisign.pub": key_file(key.key).encode(),
        f"{path.stem}.html": _sheet(found.plan, address, key).encode(),
    }
    for name, text in files.items():
        _write(folder / name, text)
    echo(good(words.published(str(folder))))
    echo(words.key_kept(str(key_path)))
    if not find_spec("segno"):
        echo(dim(words.NO_CODE))
    return 0


def _own_key(file: Path) -> SecretKey:
    """Made where there is none. Raises SystemFault."""
    if file.exists():
        key = read_secret(file.read_text(encoding="ascii", errors="replace"))
        if key is None:
            raise SystemFault(*words.key_unreadable(str(file)))
        return key
    key = new_key()
    _write(file, secret_file(key).encode(), mode=0o600)
    return key


def _sheet(plan: Plan, address: str, key: SecretKey) -> str:
    code = as_svg(address) if find_spec("segno") else ""
    return _SHEET.format(
        title=escape(plan.title),
        about=escape(plan.about),
        sessions="".join(f"<li>{escape(line)}</li>" for line in session_lines(plan)),
        head=words.SHEET_HEAD,
        how=words.SHEET_HOW,
        address=escape(address),
        code=f"<p>{words.SHEET_SCAN}</p>{code}" if code else "",
        key_head=words.SHEET_KEY,
        key=escape(key.key.text),
    )


def _write(file: Path, content: bytes, mode: int = _READABLE) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, content, mode=mode)
    except OSError as error:
        raise SystemFault(*plan_check.not_written(str(file), error.strerror or str(error))) from error
