"""Knows how to run the real service over a plan of its own making; must not know who measures it.

Everything is as `routine run` has it, but for the plan file: no file can say sixty milliseconds.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from routine.core.exercise import Practice
from routine.core.loaded_plans import LoadedPlans, NotifierChoice, PlanFile, Settings
from routine.core.plan import Plan, Say, Sequence, Session
from routine.core.recurrence import Once
from routine.wiring.app import App
from routine.wiring.daemon import DaemonInputs, serve

_DIGEST = "never changes"


@dataclass(frozen=True, slots=True)
class OnePlan:
    """Keeps ports.PlanSource for a plan that is already at hand."""

    plan: Plan

    def load_now(self) -> LoadedPlans:
        file = PlanFile("close-together.toml", self.plan.id, _DIGEST, self.plan)
        return LoadedPlans((file,), Settings(notifier=NotifierChoice.DESKTOP, welcome=False))

    async def load(self) -> LoadedPlans:
        return self.load_now()

    def recall(self, digest: str) -> Plan | None:
        return self.plan if digest == _DIGEST else None


def close_together(name: str, first: datetime, gap: timedelta, many: int) -> Plan:
    sequence = Sequence("breathe", "Breathe", (Say("Breathe out slowly.", timedelta(seconds=20)),))
    sessions = tuple(
        Session(str(number), f"{name} {number}", Practice.BREATHING, Once(first + number * gap), (sequence.id,))
        for number in range(many)
    )
    return Plan("close-together", "Close together", sessions, {sequence.id: sequence})


def main() -> None:
    name, first, gap, many = sys.argv[1], *map(int, sys.argv[2:])
    at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=first // 1000)
    plan = close_together(name, at, timedelta(microseconds=gap // 1000), many)
    app = App(os.environ)
    app.paths.runtime_dir.mkdir(parents=True, exist_ok=True)
    serve(DaemonInputs(OnePlan(plan), app.paths, app.clock, app.journal, lambda line: print(line, flush=True)))


if __name__ == "__main__":
    main()
