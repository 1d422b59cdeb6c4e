"""Knows how a plan that comes with routine takes the days and the time that somebody chose, not who asked.

What the plan is there for comes then. What takes turns in it still does, and nothing comes at once that did not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from routine.errors import SystemFault
from routine.presentation import plan_changes as words
from routine.reading.days_in_turn import days_in_turn, days_of, kept_apart, meet, name_of
from routine.reading.edit import Table, edited
from routine.wiring.shipped_plans import Shipped


def with_week_chosen(text: str, plan: Shipped, days: Sequence[str], at: str) -> str:
    """`text`: the plan's, from its first day on; `at`: empty where it stays. Raises UsageError, SystemFault."""
    main, weeks = plan.main, plan.said.get("weeks")
    names, usual = [name_of(each) for each in main], main[0].get("at")
    chosen: dict[str, dict[str, Any]] = {name: {} for name in names}
    if {*days} != {*days_of(main[0])}:
        chosen = {name: {"days": list(those)} for name, those in days_in_turn(main, days, weeks).items()}
    timed = [name for name, each in zip(names, main, strict=True) if at and isinstance(each.get("at"), str)]
    for name in timed:
        chosen[name]["at"] = at
    new = [each | chosen[name] for name, each in zip(names, main, strict=True) if name in timed]
    if isinstance(usual, str):
        # what came at that time comes when these did: they change places
        others = [each for each in plan.sessions if name_of(each) not in names and _meets(each, new, weeks)]
        chosen |= {name_of(each): {"at": usual} for each in others}

    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        for session in tables("session"):
            session.update(chosen.get(name_of(session), {}))

    made = edited(text.encode(), change)
    made, _ = kept_apart(text.encode(), made, names) if made is not None else (None, [])
    if made is None:
        raise SystemFault(*words.by_hand(plan.path.name, plan.name))
    return made.decode()


def times_in_places(plan: Shipped, before: str, at: str) -> dict[str, str]:
    """What becomes of the plan's times where `before` becomes `at`: what came at that time changes places."""
    moved = [each | {"at": at} for each in plan.sessions if each.get("at") == before]
    there = [each for each in plan.sessions if each.get("at") == at]
    weeks = plan.said.get("weeks")
    return {before: at} | ({at: before} if any(_meets(each, moved, weeks) for each in there) else {})


def _meets(one: Mapping[str, Any], others: Sequence[Mapping[str, Any]], weeks: int | None) -> bool:
    return isinstance(one.get("at"), str) and any(meet(one, each, weeks) for each in others)
