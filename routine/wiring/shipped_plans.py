"""Knows the plans that come with routine, and how one becomes a person's own file; must not know who chose it.

Nothing is ever overwritten: what is there already stays as it is.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routine.adapters.atomic_write import create
from routine.adapters.paths import make_private
from routine.adapters.plan_source import STARTERS
from routine.core.exercise import Practice
from routine.errors import NothingToActOn, SystemFault, UsageError
from routine.presentation import init_questions as words
from routine.presentation import plan_check as plan_words
from routine.reading.safe_read import plan_files, plan_named
from routine.wiring.app import App

FIRST = "gentle-start"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A plan that comes with routine: its text, and what it says."""

    name: str
    text: str
    said: dict[str, Any]
    path: Path

    @property
    def sessions(self) -> list[dict[str, Any]]:
        return list(self.said.get("session", []))

    @property
    def main(self) -> list[dict[str, Any]]:
        """The sessions that the plan is there for: what moves, walks apart, else walks, else all of it."""
        rest = self.without_readings or self.sessions
        moving = [one for one in rest if Practice(one["practice"]).moves]
        chosen = [one for one in moving if one["practice"] != Practice.WALKING] or moving or rest
        return [one for one in chosen if "every" in one] or chosen

    @property
    def without_readings(self) -> list[dict[str, Any]]:
        """The sessions in which something is done."""
        from routine.library.catalogue import readings  # noqa: PLC0415 - wanted only where a plan is chosen

        read = readings()
        return [one for one in self.sessions if not read.keys() & {*_sequences(one.get("sequence", ()))}]

    @property
    def about(self) -> str:
        return str(self.said.get("about", ""))

    @property
    def counts_weeks(self) -> bool:
        return "weeks" in self.said or any("weeks" in session for session in self.sessions)


def _sequences(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def shipped_plans(app: App) -> dict[str, Shipped]:
    """The plans that come with routine: those to begin with first, the gentlest before all."""
    paths = sorted(plan_files(app.paths.shipped_plans), key=_rank)
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return {path.stem: Shipped(path.stem, text, tomllib.loads(text), path) for path, text in texts.items()}


def _rank(path: Path) -> tuple[bool, bool, str]:
    return path.stem != FIRST, path.stem not in STARTERS, path.name


def known(name: str, shipped: dict[str, Shipped]) -> None:
    """Raises UsageError for a plan that does not come with routine."""
    if name not in shipped:
        raise UsageError(*words.unknown_plan(name, list(shipped)))


def refuse_existing(name: str, app: App) -> None:
    path = plan_named(name, app.plans_dir) or app.plans_dir / f"{name}.toml"
    if path.exists():
        raise NothingToActOn(*words.plan_exists(name, str(path)))


def text_from_today(plan: Shipped, app: App) -> str:
    """Its text; where it counts weeks it says that they begin today, so that every computer counts alike.

    A plan of one week has its days turned as well: what it means for the first day comes today.
    """
    if not plan.counts_weeks:
        return plan.text
    from routine.reading.edit import begun_on  # noqa: PLC0415 - only what writes a plan imports tomlkit

    today = app.clock.now().astimezone(app.clock.zone()).date()
    return begun_on(plan.text, today, words.FIRST_DAY, turned=plan.said.get("weeks") == 1)


def write_plan_files(name: str, text: str, app: App) -> list[tuple[Path, bool]]:
    """Each file, and whether it is new. The service looks at plans, so the plan comes last. Raises SystemFault."""
    from routine.reading.plan_model import plan_schema  # noqa: PLC0415 - likewise
    from routine.reading.settings_table import example  # noqa: PLC0415 - pydantic is only wanted here

    schema = json.dumps(plan_schema(), indent=2, ensure_ascii=False) + "\n"
    plan = app.plans_dir / f"{name}.toml"
    written = []
    for path, content in ((app.paths.config_file, example()), (app.paths.schema_file, schema), (plan, text)):
        try:
            make_private(path.parent)
            written.append((path, create(path, content.encode())))
        except OSError as error:
            raise SystemFault(*plan_words.not_written(str(path), error.strerror or str(error))) from error
    return written
