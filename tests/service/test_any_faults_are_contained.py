"""Any faults, anywhere, at any moment: what was not hit itself does not feel them; not who contains what.

As test_a_fault_is_contained.py, which takes one kind of work after the other: here a day has many reminders, and
several kinds fail, each at the calls that were drawn.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routine.core.events import Shown, ShownCard
from routine.core.plan import Plan, PolicyOverride
from routine.core.schedule import Schedule
from routine.presentation import cards
from routine.service import loop, reminder_store, wakeups
from routine.service.dependencies import Dependencies
from tests.replacing import replace
from tests.service.living import HOUR, MINUTE, MONDAY, Life, living, loaded_plans, plan, session

NAMES = ("alder", "birch", "cedar", "elm", "fir", "hazel")
"""No name begins another: what speaks of one speaks of no other."""
EVENING = MONDAY + 6 * HOUR
STAYS = PolicyOverride(again_after=12 * HOUR, give_up_after=24 * HOUR)
"""Shown once, and left there: each reminder comes exactly once."""


@dataclass(frozen=True)
class Kind:
    """A kind of work: what the person is told when it fails, and where it does."""

    told: str
    """`{}`: of what it is."""
    owner: Any
    """A module or class; or the name of a port."""
    name: str = ""
    passing: str = ""
    """What is said instead where nobody can find out any more whose fault it was, or what an answer met."""
    whole_plan: bool = False
    """One piece of it is of all reminders of a plan."""


OF_REMINDERS = {
    "deciding": Kind("“{}”", loop, "decide", "answer to a card"),
    "looking ahead": Kind("“{}”", wakeups, "next_wakeup"),
    "replaying": Kind("“{}”", reminder_store, "replay", "answer to a card"),
    "following": Kind("“{}”", reminder_store, "evolve", "answer to a card"),
    "composing": Kind("“{}”", cards, "reminder_card"),
    "showing": Kind("“{}", "notifier", "show"),
    "arming": Kind("wake-up", "alarm", "arm"),
    "planning": Kind("“{}”", Schedule, "_of_plan", "journal could not be understood", whole_plan=True),
}
OF_ALL = {
    "asking the desktop": Kind("moment to remind", "presence", "ask"),
    "looking for a picture": Kind("picture", "pictures", "of"),
    "drawing pictures": Kind("picture", "pictures", "prepare"),
    "saying": Kind("terminal", "say"),
    "reading the plans": Kind("plans could not be read", "source", "load"),
}
NUMBERS = st.integers(1, 12)
KINDS = OF_REMINDERS | OF_ALL


@dataclass(frozen=True)
class Strike:
    """This kind of work fails when it is done for the `number`th time, of this session or of anything."""

    kind: str
    number: int
    of: str = ""


@dataclass
class Striker:
    """Breaks what was drawn, and keeps what it broke."""

    strikes: Sequence[Strike]
    plan_of: dict[str, str]
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    struck: list[Strike] = field(default_factory=list)

    def meets(self, kind: str, about: str) -> None:
        for strike in self.strikes:
            if strike.kind != kind or (strike.of and not self._speaks_of(strike, about)):
                continue
            counted = (kind, strike.of)
            self.calls[counted] += 1
            if self.calls[counted] == strike.number:
                self.struck.append(strike)
                raise LookupError("nobody planned for this")

    def _speaks_of(self, strike: Strike, about: str) -> bool:
        if KINDS[strike.kind].whole_plan:
            return f"'{self.plan_of[strike.of]}'" in about
        return f"/{strike.of}@" in about or about.startswith((f"Notification(title='{strike.of.capitalize()} ",))

    def was_hit(self, name: str) -> bool:
        of = {strike.of for strike in self.struck if strike.of}
        plans = {self.plan_of[strike.of] for strike in self.struck if KINDS[strike.kind].whole_plan}
        return name in of or self.plan_of[name] in plans

    def put_before(self, ports: Dependencies, patch: pytest.MonkeyPatch) -> Dependencies:
        for name in sorted({strike.kind for strike in self.strikes}):
            kind = KINDS[name]
            if not isinstance(kind.owner, str):
                first = 1 if isinstance(kind.owner, type) else 0
                patch.setattr(kind.owner, kind.name, self._before(name, getattr(kind.owner, kind.name), first))
            elif kind.name:
                port = getattr(ports, kind.owner)
                patch.setattr(port, kind.name, self._before(name, getattr(port, kind.name), 0))
            else:
                ports = replace(ports, **{kind.owner: self._before(name, getattr(ports, kind.owner), 0)})
        return ports

    def _before(self, kind: str, real: Callable[..., Any], first: int) -> Callable[..., Any]:
        def struck(*args: Any, **more: Any) -> Any:
            self.meets(kind, repr(args[first]) if len(args) > first else "")
            return real(*args, **more)

        return struck


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Plan], dict[str, datetime], list[Strike]]:
    """Plans, when each of their reminders is due, and what fails."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    minutes = draw(st.lists(st.integers(5, 300), min_size=len(names), max_size=len(names)))
    due = {name: MONDAY + minute * MINUTE for name, minute in zip(names, minutes, strict=True)}
    sessions = [session(name, f"{at:%H:%M}", remind=STAYS) for name, at in due.items()]
    cut = draw(st.integers(0, len(sessions)))
    plans = [plan(*of, name=name) for name, of in (("mine", sessions[:cut]), ("other", sessions[cut:])) if of]
    strikes = draw(
        st.lists(
            st.one_of(
                st.builds(
                    Strike,
                    st.sampled_from(sorted(OF_REMINDERS)),
                    st.integers(1, 6),
                    st.sampled_from(sorted(names)),
                ),
                st.builds(Strike, st.sampled_from(sorted(OF_ALL)), st.integers(1, 6)),
            ),
            min_size=1,
            max_size=6,
            unique=True,
        )
    )
    return plans, due, strikes


def came(life: Life, name: str) -> list[datetime]:
    """When its card was shown, as the journal and the screen have it."""
    rows = [row.entry for row in life.journal.rows()]
    at = [one.at for one in rows if isinstance(one, Shown) and one.key.session == name]
    assert all(one.card is ShownCard.REMINDER for one in rows if isinstance(one, Shown))
    assert sum(notice.title.startswith(f"{name.capitalize()} ·") for notice in life.screen.notices) == len(at)
    return at


def told_once(life: Life, striker: Striker) -> None:
    """Each fault stands once in the log, and its sentence once on the console where that could be written."""
    logged = [said for said, _ in life.faults.logged]
    assert len(logged) <= len(striker.struck)
    for said in logged:
        assert life.said.count(said) == 1 or any(strike.kind == "saying" for strike in striker.struck), said
    for strike in striker.struck:
        kind = KINDS[strike.kind]
        of = striker.plan_of[strike.of] if kind.whole_plan else strike.of
        sentences = [kind.told.format(of.capitalize()), *([kind.passing] if kind.passing else [])]
        assert any(each in said for each in sentences for said in logged), (strike, logged)


@given(days())
@settings(max_examples=80)
def test_what_was_not_hit_itself_comes_once_at_its_minute(
    day: tuple[list[Plan], dict[str, datetime], list[Strike]],
) -> None:
    plans, due, strikes = day
    plan_of = {one.id: each.id for each in plans for one in each.sessions}
    striker = Striker(strikes, plan_of)

    async def story(patch: pytest.MonkeyPatch) -> None:
        def changed(ports: Dependencies) -> Dependencies:
            return striker.put_before(ports, patch)

        async with living(loaded_plans(*plans), faulty=True, changed=changed) as life:
            for at in [*sorted(set(due.values())), EVENING]:
                await life.until(at - MINUTE)
                assert life.alarm.armed()
                ahead = [name for name, when in due.items() if when >= at and not striker.was_hit(name)]
                if ahead:
                    assert min(life.alarm.armed().values()) <= min(due[name] for name in ahead)
                await life.until(at)
                assert life.alarm.armed()
            for name, when in due.items():
                if not striker.was_hit(name):
                    assert came(life, name) == [when]
            told_once(life, striker)

    with pytest.MonkeyPatch.context() as patch:
        asyncio.run(story(patch))
