"""Whatever is pressed, wherever the clock goes, whatever the journal refuses: what was done is written, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routine.core.clock_faults import ClockSpan
from routine.core.commands import Command, Finish, Start
from routine.core.events import Abandoned, Actor, Event, EventKind, StepSkipped, StoredEvent
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.plan import PerformStep
from routine.core.plan import Sequence as StepSequence
from routine.core.player import PlayerCommand
from routine.core.reminder import RESUMABLE
from routine.core.reminder_states import Phase
from routine.core.schedule import Schedule
from routine.core.steps import steps_of
from routine.errors import JournalError, Refused
from routine.library.catalogue import catalogue
from routine.service.guided_session import OFFER_AGAIN, GuidedSession, SessionState
from routine.service.history import History
from routine.service.reminder_store import ReminderStore
from routine.service.session_store import ReminderSessionStore
from tests.fakes import MemoryJournal, StillClock
from tests.service.living import BERLIN, MINUTE, SECOND, plan, session

DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
KEY = OccurrenceKey("mine/morning@2026-11-23T07:30")
ENDINGS = {EventKind.COMPLETED, EventKind.ABANDONED}


class FailingJournal(MemoryJournal):
    """A journal that can neither be read nor written while `down`."""

    down = False

    def _check(self) -> None:
        if self.down:
            raise JournalError("The disk is full.")

    def rows(
        self,
        *,
        after: int = 0,
        since: datetime | None = None,
        kinds: Sequence[EventKind] = (),
        key: str = "",
        last: int | None = None,
    ) -> list[StoredEvent]:
        self._check()
        return super().rows(after=after, since=since, kinds=kinds, key=key, last=last)

    def clock_spans(self) -> list[ClockSpan]:
        self._check()
        return super().clock_spans()

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:
        self._check()
        return super().append(decide, request)


class Desk:
    """One session led on the page, and other programs beside it."""

    def __init__(self) -> None:
        self.clock = StillClock(DUE, BERLIN)
        self.journal = FailingJournal()
        self.forbidden = False
        self.agenda = Schedule((plan(session("morning", "07:30")),), BERLIN)
        self.elsewhere(Start(Actor.PAGE, SessionPlace.PAGE))
        self.store = ReminderSessionStore(
            SessionPlace.PAGE,
            reminders=lambda _, now: self.reminders(now),
            write=self.act,
            start_row=lambda key, now: History(self.journal).last_start(key, now),
        )
        self.session = self.take_up()

    def unwritten(self) -> bool:
        return self.session.unwritten

    def stands(self) -> SessionState:
        return self.session.state

    def take_up(self) -> GuidedSession:
        reminders = self.reminders(self.clock.now())
        one = reminders.reminders[KEY]
        return GuidedSession(
            self.store,
            KEY,
            self.agenda.steps(one.occurrence),
            by=Actor.PAGE,
            clock=self.clock,
            steps_done=one.steps_done,
        )

    def reminders(self, now: datetime) -> ReminderStore:
        reminders = ReminderStore(self.journal, self.agenda)
        reminders.reload(now)
        for one in self.agenda.occurrences(DUE - MINUTE, DUE + MINUTE, planned=True):
            reminders.add(one)
        return reminders

    def act(self, key: OccurrenceKey, command: Command, now: datetime) -> None:
        self.reminders(now).apply(key, command, now)

    def elsewhere(self, command: Finish | Start) -> None:
        """What another program writes, if it may."""
        with suppress(Refused, JournalError):
            self.act(KEY, command, self.clock.now())

    def rows(self) -> list[Event]:
        self.journal.down = False
        return [row.entry for row in self.journal.rows(key=KEY)]

    def pass_(self, by: timedelta) -> None:
        """Time goes by, and the session is called when it asked to be."""
        end = self.clock.now() + by
        while (at := self.session.next_tick) is not None and at <= end:
            self.clock.set(max(at, self.clock.now() + timedelta(milliseconds=1)))
            self.session.tick()
        self.clock.set(max(end, self.clock.now()))
        self.session.tick()
        self.session.sync()


def kinds(rows: Sequence[Event], by: Actor = Actor.PAGE) -> list[EventKind]:
    return [entry.kind for entry in rows if entry.by is by and entry.kind is not EventKind.STARTED]


def test_left_to_itself_it_is_done_step_by_step() -> None:
    desk = Desk()
    desk.pass_(10 * MINUTE)
    assert desk.stands() is SessionState.COMPLETED
    assert kinds(desk.rows()) == [*[EventKind.STEP_DONE] * 5, EventKind.COMPLETED]


def test_what_could_not_be_written_is_written_when_it_can_be_in_its_order() -> None:
    desk = Desk()
    desk.journal.down = True
    desk.pass_(10 * MINUTE)
    assert desk.stands() is SessionState.COMPLETED
    assert desk.unwritten()
    desk.journal.down = False
    desk.pass_(OFFER_AGAIN)
    assert not desk.unwritten()
    assert kinds(desk.rows()) == [*[EventKind.STEP_DONE] * 5, EventKind.COMPLETED]


def test_once_it_goes_on_elsewhere_nothing_more_is_written_here() -> None:
    desk = Desk()
    desk.pass_(30 * SECOND)
    desk.elsewhere(Start(Actor.CLI, SessionPlace.TERMINAL))
    desk.pass_(10 * MINUTE)
    assert desk.stands() is SessionState.ELSEWHERE
    assert desk.rows()[-1].kind is EventKind.STARTED


def test_a_second_start_in_the_same_place_is_another_session() -> None:
    desk = Desk()
    desk.pass_(SECOND)
    desk.elsewhere(Start(Actor.CLI, SessionPlace.PAGE))
    desk.session.sync()
    assert desk.stands() is SessionState.ELSEWHERE


def test_what_is_marked_as_done_elsewhere_in_the_middle_of_a_step_ends_here_without_a_word() -> None:
    desk = Desk()
    desk.elsewhere(Finish(Actor.CLI))
    desk.session.press(PlayerCommand.NEXT)
    desk.session.press(PlayerCommand.STOP)
    assert desk.stands() is SessionState.ELSEWHERE
    assert kinds(desk.rows()) == []


def test_a_pause_that_nobody_ends_stops_it_where_it_was() -> None:
    desk = Desk()
    desk.session.press(PlayerCommand.NEXT)
    desk.session.press(PlayerCommand.NEXT)
    desk.session.press(PlayerCommand.PAUSE)
    desk.pass_(RESUMABLE)
    assert desk.stands() is SessionState.STOPPED
    last = desk.rows()[-1]
    assert isinstance(last, Abandoned)
    assert (last.by, last.steps_done) == (Actor.SERVICE, 1)


def test_a_clock_that_is_set_back_makes_no_beat_longer() -> None:
    desk = Desk()
    desk.pass_(5 * SECOND)
    length = desk.session.frame.beat.length
    desk.clock.move(-timedelta(hours=3))
    desk.session.tick()
    assert desk.session.frame.left <= length
    at = desk.session.next_tick
    assert at is not None
    assert at - desk.clock.now() <= length


def test_what_the_safety_check_forbids_can_be_stopped_and_not_gone_on_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()

    def forbid(*_: object) -> None:
        raise Refused("Not today.")

    monkeypatch.setattr(desk.store, "check_allowed", forbid)
    desk.session.sync()
    assert desk.stands() is SessionState.PAUSED
    with pytest.raises(Refused):
        desk.session.press(PlayerCommand.RESUME)
    desk.session.press(PlayerCommand.STOP)
    assert desk.stands() is SessionState.STOPPED
    assert kinds(desk.rows()) == [EventKind.ABANDONED]


PRESSES = st.sampled_from([press for press in PlayerCommand if press is not PlayerCommand.TICK])
EVENTS = st.one_of(
    st.tuples(st.just("press"), PRESSES),
    st.tuples(st.just("press"), st.just(PlayerCommand.NEXT)),
    st.tuples(st.just("pass"), st.integers(1, 90)),
    st.tuples(st.just("jump"), st.sampled_from([-7200, -40, -3, 20, 45, 1800])),
    st.tuples(st.just("down"), st.booleans()),
    st.tuples(st.just("elsewhere"), st.sampled_from(list(SessionPlace))),
    st.tuples(st.just("done"), st.none()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_whatever_happens_what_was_done_here_is_written_once(
    happens: list[tuple[str, object]],
) -> None:
    desk = Desk()
    ended: SessionState | None = None
    for what, said in happens:
        match what, said:
            case "press", PlayerCommand() as press:
                desk.session.press(press)
            case "pass", int(seconds):
                desk.pass_(seconds * SECOND)
            case "jump", int(seconds):
                desk.clock.move(seconds * SECOND)
                desk.session.tick()
            case "down", bool(down):
                desk.journal.down = down
            case "elsewhere", SessionPlace() as place:
                desk.elsewhere(Start(Actor.CLI, place))
            case _:
                desk.elsewhere(Finish(Actor.CLI))
        if ended in {SessionState.STOPPED, SessionState.ELSEWHERE}:
            assert desk.stands() in {ended, SessionState.ELSEWHERE}, "an end is final"
        if desk.session.over:
            ended = desk.stands()
        assert desk.session.frame.left >= timedelta(0)
    desk.journal.down = False
    desk.pass_(OFFER_AGAIN + SECOND)
    assert not desk.unwritten()
    rows = desk.rows()
    ours = [entry for entry in rows if entry.by is not Actor.CLI and entry.kind is not EventKind.STARTED]
    ends = [entry for entry in ours if entry.kind in ENDINGS]
    assert len(ends) <= 1
    assert not ends or ours[-1] is ends[0], "nothing follows an end"
    others = [place for place, entry in enumerate(rows) if entry.by is Actor.CLI]
    after = rows[others[0] :] if others else []
    assert not [entry for entry in after if entry in ours], "nothing is written once it goes on elsewhere"
    match desk.stands():
        case SessionState.COMPLETED:
            assert desk.reminders(desk.clock.now()).reminders[KEY].phase is Phase.COMPLETED
            assert ours[-1].kind is EventKind.COMPLETED
        case SessionState.STOPPED:
            assert isinstance(ours[-1], Abandoned)
            assert ours[-1].steps_done == desk.session.step
        case SessionState.ELSEWHERE:
            assert others
        case _:
            assert not ends


def moving_desk() -> Desk:
    """Two exercises, of which the first has an easier one."""
    desk = Desk()
    easy, harder = catalogue().exercises["pelvic-tilt"], catalogue().exercises["lower-trunk-rotation"]
    entries = tuple(PerformStep(one, one.dose) for one in (harder, easy, harder))
    desk.session = GuidedSession(
        desk.store, KEY, steps_of(StepSequence("two", "Two", entries)), by=Actor.PAGE, clock=desk.clock
    )
    return desk


def test_an_easier_one_takes_its_place_here_and_wherever_it_comes_again() -> None:
    desk = moving_desk()
    desk.pass_(MINUTE / 2)
    desk.session.press(PlayerCommand.PAUSE)
    assert desk.session.press(PlayerCommand.EASIER)
    assert desk.session.playing, "whoever asks for an easier one goes on with it"
    assert [step.title for step in desk.session.steps] == ["Pelvic Tilt"] * 3
    assert desk.session.frame.elapsed == timedelta(), "from its beginning"
    assert [step.number for step in desk.session.steps] == [1, 2, 3]
    assert not desk.session.press(PlayerCommand.EASIER), "there is none that is easier still"


def hurts(desk: Desk) -> str:
    return desk.session.hurt.id if desk.session.hurt else ""


def test_what_hurts_is_left_and_remembered_and_the_session_waits() -> None:
    desk = moving_desk()
    desk.pass_(MINUTE / 2)
    desk.session.press(PlayerCommand.HURT)
    assert desk.session.state is SessionState.PAUSED
    assert hurts(desk) == "lower-trunk-rotation"
    assert desk.session.step == 1
    (left,) = [row for row in desk.rows() if isinstance(row, StepSkipped)]
    assert (left.step, left.hurt) == (1, "lower-trunk-rotation")
    desk.session.press(PlayerCommand.RESUME)
    assert hurts(desk) == ""
    desk.session.press(PlayerCommand.SKIP)
    *_, other = [row for row in desk.rows() if isinstance(row, StepSkipped)]
    assert other.hurt == "", "who only skips has said nothing of pain"
