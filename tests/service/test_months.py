"""Months of a life, in whatever order is worst: edits, renames, holidays, flights, answers by every face.

Whatever happens, each occurrence comes to one outcome, no answer lands on one that nobody meant, and what waits is
asked for again in time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from routine.core.events import Actor, Event, EventKind
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.plan import ReminderPolicy
from routine.core.reminder import replay
from routine.core.reminder_states import FINAL, ON_THE_SCREEN
from routine.service.history import History
from tests.service.living import MINUTE
from tests.service.months import FACES, NAMES, VERBS, ZONES, Months, name_of

T = TypeVar("T")
SAID_BY_A_PERSON = {
    EventKind.SNOOZED,
    EventKind.SKIPPED,
    EventKind.COMPLETED,
    EventKind.EXCUSED,
    EventKind.STARTED,
}
ENDED = {EventKind.MISSED, EventKind.EXCUSED, EventKind.SKIPPED, EventKind.COMPLETED, EventKind.ABANDONED}

DAY = timedelta(days=1)
A_LITTLE = MINUTE
"""Beside `again_after`: an alarm rings at its minute."""


class MonthsOfALife(RuleBasedStateMachine):
    """One person, one service; the shorter the failing story, the better it is told."""

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.months = Months()
        self.do(self.months.begin())

    def do(self, act: Coroutine[None, None, T]) -> T:
        async def story() -> T:
            came = await act
            await self.months.life.settle()
            self.months.look()
            return came

        return self.runner.run(story())

    @rule(hours=st.integers(1, 20))
    def live(self, hours: int) -> None:
        self.do(self.months.live(hours))

    @rule(hours=st.integers(1, 20))
    def sleep(self, hours: int) -> None:
        self.do(self.months.sleep(hours))

    @rule(hours=st.integers(0, 20))
    def restart(self, hours: int) -> None:
        self.do(self.months.restart(timedelta(hours=hours)))

    @rule(place=st.integers(0, 3))
    def press(self, place: int) -> None:
        card, answered = self.do(self.months.press(place))
        if any(title in card for title in self.months.titles):
            assert all(one.title in card for one in answered), (card, answered)
        else:
            assert len({one.key for one in answered}) <= 1, "a step, or a question, is one session's"
        assert all(one.due <= self.months.life.clock.now() for one in answered), (
            "nobody meant what is still to come"
        )

    @rule()
    def dismiss(self) -> None:
        self.do(self.months.dismiss())

    @rule(
        verb=st.sampled_from(sorted(VERBS)),
        name=st.sampled_from(NAMES),
        beside=st.sampled_from(["", "", "early", "yesterday"]),
        face=st.sampled_from(FACES),
    )
    def say(self, verb: str, name: str, beside: str, face: Actor) -> None:
        answered = self.do(self.months.say(verb, name, beside, face))
        assert {name_of(one.title) for one in answered} <= {name}
        assert len({one.key for one in answered}) <= 1, "one word, one answer"
        if beside != "early":
            now = self.months.life.clock.now()
            assert all(one.due <= now for one in answered), "nobody meant what is still to come"

    @rule(ahead=st.integers(0, 4), days=st.integers(0, 12), face=st.sampled_from(FACES))
    def take_days_off(self, ahead: int, days: int, face: Actor) -> None:
        self.do(self.months.days_off(ahead, days, face))

    @rule()
    def take_them_back(self) -> None:
        self.do(self.months.end_days_off())

    @rule()
    def undo(self) -> None:
        self.do(self.months.undo())

    @rule(name=st.sampled_from(NAMES), hour=st.integers(0, 23))
    def move(self, name: str, hour: int) -> None:
        self.do(self.months.move(name, hour))

    @rule(name=st.sampled_from(NAMES))
    def retitle(self, name: str) -> None:
        self.do(self.months.retitle(name))

    @rule(file=st.sampled_from(["mine", "mine-2", "other"]), through_copy=st.integers(-1, 3))
    def rename_file(self, file: str, through_copy: int) -> None:
        self.do(self.months.rename_file(file, through_copy=through_copy))

    @rule(name=st.sampled_from(NAMES))
    def move_to_other_file(self, name: str) -> None:
        self.do(self.months.move_to_other_file(name))

    @rule(name=st.sampled_from(NAMES))
    def drop(self, name: str) -> None:
        self.do(self.months.drop(name))

    @rule(name=st.sampled_from(NAMES))
    def add(self, name: str) -> None:
        self.do(self.months.add(name))

    @rule(away=st.booleans())
    def folder(self, away: bool) -> None:
        self.do(self.months.folder_leaves() if away else self.months.folder_returns())

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        self.do(self.months.travel(zone))

    @precondition(lambda self: self.months.reachable_since)
    @rule()
    def server_leaves(self) -> None:
        self.do(self.months.server_leaves())

    @precondition(lambda self: not self.months.reachable_since)
    @rule()
    def server_returns(self) -> None:
        self.do(self.months.server_returns())

    @invariant()
    def what_waits_was_on_the_screen_lately(self) -> None:
        since, now = self.months.reachable_since, self.months.life.clock.now()
        if since is None:
            return
        again = ReminderPolicy().again_after + A_LITTLE
        for key, entries in entries_of(self.months).items():
            state = replay(about_of(entries), entries)
            if state.phase in ON_THE_SCREEN and state.last_shown:
                assert now - max(state.last_shown, since) <= again, key

    def teardown(self) -> None:
        """What must hold when all is over, and nobody has touched anything for some days."""
        self.do(self.months.server_returns())
        self.do(self.months.folder_returns())
        self.do(self.months.live(50))
        check_outcomes(self.months, self.months.life.clock.now() - DAY)
        self.runner.run(self.months.end())
        self.runner.close()


def entries_of(months: Months) -> dict[OccurrenceKey, list[Event]]:
    """What holds, by occurrence."""
    found: dict[OccurrenceKey, list[Event]] = {}
    for entry in History(months.journal).events(months.life.clock.now()):
        if entry.about:
            found.setdefault(entry.key, []).append(entry)
    return found


def check_outcomes(months: Months, before: datetime) -> None:
    """Each that was due by then came to an end, which is written down; and time ended none of them twice."""
    by_key = entries_of(months)
    written = {(name_of(about_of(entries).title), key.planned) for key, entries in by_key.items()}
    assert months.came <= written
    for key, entries in by_key.items():
        about = about_of(entries)
        if about.due > before:
            continue
        kinds = [entry.kind.value for entry in entries]
        assert replay(about, entries).phase in FINAL, (key, kinds)
        by_time = [entry for entry in entries if entry.kind in ENDED and entry.by is Actor.SERVICE]
        said = sum(entry.kind in SAID_BY_A_PERSON for entry in entries)
        # where there were two of it for a while, time ended both
        assert len(by_time) <= 1 + months.copied + said, (key, kinds)


def about_of(entries: list[Event]) -> Occurrence:
    """As it was when the last was written."""
    about = entries[-1].about
    assert about is not None
    return about


TestMonthsOfALife = MonthsOfALife.TestCase
TestMonthsOfALife.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
