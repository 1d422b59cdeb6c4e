"""Months of a life, in whatever order is worst: edits, holidays, undo, travel, sleep, answers by every name.

Whatever happens, each occurrence comes to one outcome, no answer lands on one that nobody meant, and what waits is
asked for again in time.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from routine.core.events import Actor, Event, EventKind
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.plan import Plan, Session
from routine.core.recurrence import Slot, Weekly
from routine.core.reminder import replay
from routine.core.reminder_states import FINAL, ON_THE_SCREEN
from routine.errors import RoutineError
from routine.service.history import History
from routine.service.requests import messages as m
from routine.service.requests.handlers import handle
from tests.service.living import HOUR, MINUTE, Life, lived, living, plan, session

NAMES = ("morning", "evening", "desk")
TIMES = {"morning": ("07:30",), "evening": ("21:30",), "desk": ("09:00", "12:00", "15:00")}
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Auckland")
VERBS = {
    "done": m.DoneRequest,
    "skip": m.SkipRequest,
    "excuse": m.ExcuseRequest,
    "snooze": m.SnoozeRequest,
    "start": m.StartRequest,
}
SAID_BY_A_PERSON = {
    EventKind.SNOOZED,
    EventKind.SKIPPED,
    EventKind.COMPLETED,
    EventKind.EXCUSED,
    EventKind.STARTED,
}
ENDED = {EventKind.MISSED, EventKind.EXCUSED, EventKind.SKIPPED, EventKind.COMPLETED, EventKind.ABANDONED}

DAY = timedelta(days=1)
HOURS = st.integers(1, 40)
ACTIONS = st.one_of(
    st.tuples(st.just("live"), HOURS),
    st.tuples(st.just("live"), HOURS),
    st.tuples(st.just("sleep"), HOURS),
    st.tuples(st.just("press"), st.integers(0, 3)),
    st.tuples(
        st.just("say"),
        st.sampled_from(sorted(VERBS)),
        st.sampled_from(NAMES),
        st.sampled_from(["", "", "early", "yesterday"]),
    ),
    st.tuples(st.just("off"), st.integers(0, 4), st.integers(0, 12)),
    st.tuples(st.just("on")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.integers(0, 23)),
    st.tuples(st.just("retitle"), st.sampled_from(NAMES)),
    st.tuples(st.just("drop"), st.sampled_from(NAMES)),
    st.tuples(st.just("add"), st.sampled_from(NAMES)),
    st.tuples(st.just("travel"), st.sampled_from(ZONES)),
)


class Months:
    """A person with a plan, who does what they are told to."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.sessions = {name: timed(name, *TIMES[name]) for name in NAMES}
        self.came: set[OccurrenceKey] = set()
        """All that was told of as due, whenever it was asked what today holds."""

    @property
    def plan(self) -> Plan:
        return plan(*self.sessions.values())

    async def act(self, action: tuple[Any, ...]) -> None:
        await getattr(self, f"_{action[0]}")(*action[1:])
        await self.life.settle()
        self.look()

    def look(self) -> None:
        agenda, now = self.ask(m.AgendaRequest()), self.life.clock.now()
        if isinstance(agenda, m.AgendaAnswer):
            self.came |= {line.occurrence.key for line in agenda.lines if line.counted and line.at <= now}

    def ask(self, request: m.RequestBody[m.AnswerBody]) -> m.AnswerBody | None:
        """As a command does, while the service runs."""
        try:
            return handle(request, self.life.service.request_context("log"), self.life.clock.now())
        except RoutineError:
            return None

    async def _live(self, hours: int) -> None:
        await self.life.pass_(hours * HOUR)

    async def _sleep(self, hours: int) -> None:
        await self.life.sleep(hours * HOUR)

    async def _press(self, place: int) -> None:
        cards = [(handle, card) for handle, card in self.life.screen.cards.items() if card.actions]
        if cards:
            handle, card = cards[-1]
            await self.life.press(card.actions[place % len(card.actions)].label, handle)

    async def _say(self, verb: str, name: str, beside: str) -> None:
        on, early = ("yesterday", False) if beside == "yesterday" else ("", beside == "early")
        answer = self.ask(VERBS[verb](session=name, on=on, early=early))
        if isinstance(answer, m.SessionAnswered) and not early:
            assert answer.answered.occurrence.due <= self.life.clock.now(), "nobody meant what is still to come"

    async def _off(self, ahead: int, days: int) -> None:
        first = self.life.clock.now().astimezone(self.life.clock.zone()).date() + timedelta(days=ahead)
        self.ask(m.ExcuseDaysRequest(first=str(first), last=str(first + timedelta(days=days))))

    async def _on(self) -> None:
        self.ask(m.EndDaysOffRequest())

    async def _undo(self) -> None:
        self.ask(m.UndoRequest())

    async def _move(self, name: str, hour: int) -> None:
        if name in self.sessions:
            self.sessions[name] = timed(name, f"{hour:02}:10")
            await self.life.read(self.plan)

    async def _retitle(self, name: str) -> None:
        if name in self.sessions:
            one = self.sessions[name]
            self.sessions[name] = replace(one, title=f"{one.title} anew")
            await self.life.read(self.plan)

    async def _drop(self, name: str) -> None:
        if len(self.sessions) > 1:
            self.sessions.pop(name, None)
            await self.life.read(self.plan)

    async def _add(self, name: str) -> None:
        self.sessions.setdefault(name, timed(name, *TIMES[name]))
        await self.life.read(self.plan)

    async def _travel(self, zone: str) -> None:
        self.life.clock.travel(zone)
        self.life.service.clock_changed()


def timed(name: str, *times: str) -> Session:
    """A session at these times of each day."""
    slots = tuple(Slot(day, time.fromisoformat(at)) for at in times for day in range(7))
    return replace(session(name, times[0]), rule=Weekly(slots))


def entries_of(life: Life) -> dict[OccurrenceKey, list[Event]]:
    """What holds, by occurrence."""
    found: dict[OccurrenceKey, list[Event]] = {}
    for entry in History(life.journal).events(life.clock.now()):
        if entry.about:
            found.setdefault(entry.key, []).append(entry)
    return found


def check_what_waits(life: Life) -> None:
    """What is on the screen was put there lately."""
    now = life.clock.now()
    for key, entries in entries_of(life).items():
        state = replay(about_of(entries), entries)
        if state.phase in ON_THE_SCREEN and state.last_shown:
            assert now - state.last_shown <= 11 * MINUTE, key


def check_outcomes(life: Life, came: set[OccurrenceKey], before: datetime) -> None:
    """Each that was due by then came to an end, which is written down; and time ended none of them twice."""
    by_key = entries_of(life)
    assert came <= by_key.keys()
    for key, entries in by_key.items():
        about = about_of(entries)
        if about.due > before:
            continue
        kinds = [entry.kind.value for entry in entries]
        assert replay(about, entries).phase in FINAL, (key, kinds)
        by_time = [entry for entry in entries if entry.kind in ENDED and entry.by is Actor.SERVICE]
        assert len(by_time) <= 1 + sum(entry.kind in SAID_BY_A_PERSON for entry in entries), (key, kinds)


def about_of(entries: list[Event]) -> Occurrence:
    """As it was when the last was written."""
    about = entries[-1].about
    assert about is not None
    return about


@given(st.lists(ACTIONS, max_size=30))
@settings(max_examples=60, deadline=None)
def test_each_occurrence_has_one_outcome_and_no_answer_is_misplaced(actions: list[tuple[Any, ...]]) -> None:
    @lived
    async def story() -> None:
        async with living(plan(*(timed(name, *TIMES[name]) for name in NAMES))) as life:
            months = Months(life)
            for action in actions:
                await months.act(action)
                check_what_waits(life)
            await life.pass_(4 * DAY)
            check_outcomes(life, months.came, life.clock.now() - DAY)

    story()
