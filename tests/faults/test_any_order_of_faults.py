"""Faults in whatever order is worst: Hypothesis chooses them, and whittles what fails down to the few that matter.

The ten years beside this have each fault many times over; here each follows upon every other, close together.
"""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from routine.core.reminder import replay
from tests.faults import reckoning
from tests.faults.decade import BEGIN, DAY, FAULTS, HOUR, Decade

ELSEWHERE = ("step", "edit")
"""Faults that need more than to happen."""


class Fate(RuleBasedStateMachine):
    """One life of some weeks, and everything that can go wrong in it."""

    life: Decade

    @initialize(chance=st.randoms(use_true_random=False), times=st.integers(6, 20))
    def begin(self, chance: random.Random, times: int) -> None:
        """Some days go by first: without any history, a wrong clock cannot be told from a right one."""
        # nor can one that is days ahead from one that is right, in a journal that is silent for days afterwards
        self.life = Decade(chance, steps=(-HOUR, HOUR, 90 * DAY, -400 * DAY))
        self.go_on(times)

    @rule(times=st.integers(1, 6))
    def go_on(self, times: int) -> None:
        for _ in range(times):
            self.life.go_on()

    @rule(fault=st.sampled_from([fault for fault in FAULTS if fault not in ELSEWHERE]))
    def suffer(self, fault: str) -> None:
        self.life.suffer(fault)

    @precondition(lambda self: not self.life.journal.full and not self.life.is_wrong)
    @rule()
    def edit_the_plan(self) -> None:
        """Not on a full disk, and not under a wrong clock: of the days around that nobody can say what was due."""
        self.life.suffer("edit")

    @precondition(lambda self: "a clock step" not in self.life.faults)
    @rule()
    def set_the_clock_wrong(self) -> None:
        """Soon after something was written: a clock that steps in a long silence may as well be right."""
        self.life.journal.full = False
        self.go_on(3)
        self.life.suffer("step")

    @precondition(lambda self: self.life.is_wrong)
    @rule()
    def set_it_right(self) -> None:
        self.life.set_right()

    @precondition(lambda self: self.life.journal.full)
    @rule()
    def make_room(self) -> None:
        self.life.journal.full = False

    @precondition(lambda self: "a clock step" not in self.life.faults)
    @invariant()
    def what_is_remembered_is_what_the_journal_tells(self) -> None:
        for reminder in self.life.store.open():
            written = [row.entry for row in self.life.journal.rows(key=reminder.key)]
            told = [*written, *self.life.outbox.of(reminder.key)]
            assert replay(reminder.occurrence, told).phase is reminder.phase

    def teardown(self) -> None:
        """What must hold when all is over; `rest` has lived on for some days by then."""
        self.life.rest()
        self.life.end = max(BEGIN + DAY, self.life.clock.now() - timedelta(days=3))
        assert not reckoning.forgotten_or_doubled(self.life)
        assert not reckoning.without_outcome(self.life)
        assert not reckoning.ended_twice(self.life)
        assert not reckoning.lost(self.life)


TestFate = Fate.TestCase
TestFate.settings = settings(max_examples=100, stateful_step_count=25)
