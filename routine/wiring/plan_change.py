"""Knows how an offer that somebody takes changes the text of their plan, and how that is taken back.

Must not know who asks. Only the words of one step change; comments, order and spaces stay.
"""

from __future__ import annotations

import difflib

from routine.adapters.plan_writer import read_or_none, replace
from routine.core.loaded_plans import digest
from routine.core.offer import DoseChange
from routine.errors import SystemFault
from routine.presentation import offers as words
from routine.reading.edit import with_step_changed
from routine.reading.step_tables import as_table, dose_keys
from routine.wiring.app import App

_DIGEST = 16
"""So many letters of it tell one text of a plan from another."""


def apply_change(change: DoseChange, app: App) -> tuple[str, str, list[str]]:
    """The plan's file, the digest of what it says now, and the lines that differ. Raises SystemFault."""
    ref = change.offer.session
    path = app.plans_dir / f"{ref.plan}.toml"
    content = read_or_none(path)
    plan = next((plan for plan in app.plans.agenda().plans if plan.id == ref.plan), None)
    session = next((one for one in plan.sessions if one.id == ref.session), None) if plan else None
    if content is None or plan is None or session is None:
        raise SystemFault(*words.by_hand(str(path)))
    steps = [as_table(step) for step in plan.sequences[session.rotation[0]].entries]
    steps[change.place] |= dose_keys(change.key, change.after)
    place = (change.place, change.exercise)
    written = with_step_changed(content, ref.session, place, dose_keys(change.key, change.after), steps)
    if written is None or app.source.read_draft_now(path, written).problems:
        raise SystemFault(*words.by_hand(str(path)))
    replace(path, content, written)
    return str(path), digest(written)[:_DIGEST], _difference(content, written)


def take_back_change(offer: str, app: App) -> tuple[str, bool]:
    """`offer`: as it was written down. The file, and whether it says again what it did. Raises SystemFault."""
    named, _, mark = offer.rpartition(":")
    plan = named.partition(":")[2].partition("/")[0]
    path = app.plans_dir / f"{plan}.toml"
    before, now = read_or_none(path.with_name(f".{path.name}.bak")), read_or_none(path)
    if before is None or now is None or digest(now)[:_DIGEST] != mark:
        return str(path), False
    replace(path, now, before)
    return str(path), True


def _difference(before: bytes, after: bytes) -> list[str]:
    was, now = before.decode().splitlines(), after.decode().splitlines()
    lines = difflib.unified_diff(was, now, lineterm="", n=0)
    return [line for line in lines if line[:2] not in {"--", "++", "@@"}]
