"""Knows how tests write plans and have them read, with the real library; must not know what is expected."""

from __future__ import annotations

from pathlib import Path

from routine.core.diagnostic import Diagnostic
from routine.core.plan import Plan
from routine.library.catalogue import catalogue
from routine.reading.parser import read_plan

PLANS = Path(__file__).parent.parent / "plans"
TIMING = 'days = "daily"\nat = "07:30"\n'
STEPS = 'steps = ["cat-cow"]\n'


def plan_with(session: str = TIMING + STEPS, *, top: str = "", below: str = "") -> str:
    """A plan of one session."""
    head = f'title = "A plan"\n{top}\n[[session]]\ntitle = "Morning"\npractice = "mobility"\n'
    return f"{head}{session}\n{below}"


def read(text: str | bytes) -> Plan | tuple[Diagnostic, ...]:
    content = text if isinstance(text, bytes) else text.encode()
    return read_plan("plan.toml", "plan", content, catalogue())


def plan_of(text: str | bytes) -> Plan:
    found = read(text)
    assert isinstance(found, Plan), "\n".join(map(str, found))
    return found


def problems_in(text: str | bytes) -> list[str]:
    found = read(text)
    assert not isinstance(found, Plan), "the plan was taken"
    return [str(problem) for problem in found]
