"""Knows that devices which share their rows say the same at the end; must not know how the rows travel.

Three devices with clocks that differ, each offline as long as it likes, answer the same two sessions. Once each
has all the rows, in whatever order and however often they came, all of them hold the same of each session.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from routine.core.clock_faults import FUTURE
from routine.core.commands import (
    OPEN,
    Abandon,
    Command,
    ConfirmShown,
    Excuse,
    Feel,
    Finish,
    Skip,
    Snooze,
    Start,
    TimePassed,
)
from routine.core.events import (
    ANSWERS,
    Actor,
    CheckedIn,
    Completed,
    DaysOff,
    EventKind,
    Felt,
    FeltAnswer,
    Missed,
    Outcome,
    Snoozed,
    StoredEvent,
)
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.lived import ratings
from routine.core.merging import as_shared, credible, in_one_order, is_shared
from routine.core.pauses import Pause
from routine.core.reminder import replay
from routine.core.reminder_states import FINAL, Phase
from routine.errors import Refused
from routine.service.history import History
from routine.service.judgements import excuse_days_off
from routine.service.reminder_store import ReminderStore
from routine.service.requests.days_off import take_back_days
from routine.service.requests.messages import UndoRequest
from tests.core.making import agenda, daily, minutes, plan, session, utc
from tests.fakes import MemoryJournal

MORNING = OccurrenceKey("mine/morning@2026-11-23T07:30")
EVENING = OccurrenceKey("mine/evening@2026-11-23T21:30")
BEGIN = utc("2026-11-23 06:00")
DUE = utc("2026-11-23 06:30")
"""Of the morning's session, in Berlin."""

CLI = Actor.CLI
COMMANDS: list[Callable[[], Command]] = [
    lambda: Snooze(minutes(10), CLI),
    lambda: Snooze(minutes(60), CLI),
    lambda: Skip(CLI),
    lambda: Start(CLI, SessionPlace.TERMINAL),
    lambda: Finish(CLI),
    lambda: Abandon(CLI, 2, 5),
    lambda: Excuse(CLI, "sick"),
    lambda: Feel(FeltAnswer.SAME, CLI),
    lambda: TimePassed(OPEN, BEGIN, live=False, pauses=()),
    ConfirmShown,
]


class Device:
    """One computer with a clock of its own, and what it has heard of the others."""

    def __init__(self, name: str, ahead: timedelta = timedelta(0)) -> None:
        self.journal = MemoryJournal(device=name)
        self.ahead = ahead
        planned = plan(session("morning", daily("07:30")), session("evening", daily("21:30")), id_="mine")
        self.schedule = agenda(planned, seen=BEGIN - timedelta(days=7))

    def store(self, now: datetime) -> ReminderStore:
        store = ReminderStore(self.journal, self.schedule, History(self.journal))
        store.reload(now + self.ahead)
        return store

    def say(self, command: Command, now: datetime, key: OccurrenceKey = MORNING) -> None:
        try:
            self.store(now).apply(key, command, now + self.ahead)
        except Refused:
            return

    def wake(self, now: datetime, key: OccurrenceKey = MORNING) -> None:
        self.say(TimePassed(OPEN, BEGIN, live=False, pauses=()), now, key)

    @property
    def told(self) -> list[StoredEvent]:
        own = [row for row in self.journal.rows() if row.device == self.journal.device]
        return [StoredEvent(0, as_shared(r.entry), r.device, r.number) for r in own if is_shared(r.entry)]

    def hear(self, rows: list[StoredEvent], now: datetime) -> None:
        self.journal.take_in(credible(rows, now + self.ahead)[0])

    def held(self, now: datetime, key: OccurrenceKey = MORNING) -> tuple[list[str], Phase | None, list[str]]:
        """Which answers hold, what they amount to where it is over, and what was felt."""
        rows = in_one_order(History(self.journal).stored(now, of=key))
        counted = [row.ref for row in rows if row.entry.kind in ANSWERS]
        phase = self.store(now).reminders[key].phase
        felt = [row.ref for row in rows if row.entry.kind is EventKind.FELT]
        return counted, phase if phase in FINAL else None, felt


def exchange(devices: list[Device], now: datetime) -> None:
    for here in devices:
        for there in devices:
            if here is not there:
                here.hear(there.told, now)


MOVES = st.lists(
    st.one_of(
        st.tuples(
            st.just("say"),
            st.integers(0, 2),
            st.sampled_from([MORNING, EVENING]),
            st.integers(0, len(COMMANDS) - 1),
            st.integers(0, 90),
        ),
        st.tuples(
            st.just("hear"), st.integers(0, 2), st.sampled_from([MORNING]), st.integers(0, 2), st.integers(0, 90)
        ),
    ),
    max_size=14,
)


@given(
    MOVES,
    st.lists(st.integers(-90, 90), min_size=3, max_size=3),
    st.permutations([0, 1, 2]),
    st.randoms(use_true_random=False),
)
def test_all_devices_hold_the_same_whatever_came_when(
    moves: list[tuple[str, int, OccurrenceKey, int, int]], skews: list[int], order: list[int], chance: object
) -> None:
    devices = [Device(name, minutes(skew)) for name, skew in zip("abc", skews, strict=True)]
    now = BEGIN
    for kind, who, key, which, wait in moves:
        now += minutes(wait)
        if kind == "say":
            devices[who].say(COMMANDS[which](), now, key)
        elif which != who:
            devices[who].hear(devices[which].told, now)
    now += timedelta(days=1)
    for here in order:
        for there in reversed(order):
            if here != there:
                rows = devices[there].told * 2
                chance.shuffle(rows)  # type: ignore[attr-defined] # hypothesis gives a Random
                devices[here].journal.take_in(rows)
    told = {row.ref for device in devices for row in device.told}
    for device in devices:
        refs = [row.ref for row in device.journal.rows()]
        assert len(refs) == len(set(refs))
        assert told <= set(refs)
    for key in (MORNING, EVENING):
        held = [device.held(now, key) for device in devices]
        assert held[0] == held[1] == held[2]


@given(MOVES)
def test_what_was_done_is_never_lost_to_somebody_who_did_not_know_of_it(
    moves: list[tuple[str, int, OccurrenceKey, int, int]],
) -> None:
    done, other = Device("a"), Device("b")
    done.say(Finish(CLI), DUE)
    now = DUE
    for _, _, _, which, wait in moves:
        now += minutes(wait)
        other.say(COMMANDS[which % len(COMMANDS)](), now)
    exchange([done, other], now + FUTURE)
    assert [device.held(now + FUTURE)[1] for device in (done, other)] == [Phase.COMPLETED, Phase.COMPLETED]


def test_six_rows_come_to_the_same_in_each_of_their_orders() -> None:
    a, b, c = Device("a"), Device("b"), Device("c")
    a.say(Snooze(minutes(10), CLI), DUE)
    b.say(Skip(CLI), DUE + minutes(1))
    c.hear([*a.told, *b.told], DUE + minutes(2))
    c.say(Start(CLI, SessionPlace.PAGE), DUE + minutes(3))
    a.hear(c.told, DUE + minutes(4))
    a.say(Finish(CLI), DUE + minutes(20))
    b.say(Finish(CLI), DUE + minutes(25))
    rows = [*a.told, *b.told, *c.told][:6]
    assert len(rows) >= 5
    later = DUE + timedelta(hours=3)
    found = set()
    for order in permutations(rows):
        device = Device("d")
        for row in order:
            device.journal.take_in([row, row])
        counted, phase, _ = device.held(later)
        found.add((tuple(counted), phase))
    assert len(found) == 1
    assert found.pop()[1] is Phase.COMPLETED


def test_who_saw_the_answer_corrects_it() -> None:
    a, b = Device("a"), Device("b")
    a.say(Finish(CLI), DUE)
    b.hear(a.told, DUE)
    b.say(Skip(CLI), DUE + minutes(1))
    exchange([a, b], DUE + minutes(2))
    assert [device.held(DUE + minutes(2))[1] for device in (a, b)] == [Phase.SKIPPED, Phase.SKIPPED]


def test_a_correction_overtakes_also_what_had_given_way_before() -> None:
    a, b = Device("a"), Device("b")
    a.say(Finish(CLI), DUE)
    b.say(Finish(CLI), DUE)
    exchange([a, b], DUE)
    a.say(Skip(CLI), DUE + minutes(1))
    exchange([a, b], DUE + minutes(2))
    assert [device.held(DUE + minutes(2))[1] for device in (a, b)] == [Phase.SKIPPED, Phase.SKIPPED]


def test_a_session_missed_here_was_snoozed_there_and_waits_again() -> None:
    here, there = Device("a"), Device("b")
    there.say(Snooze(timedelta(hours=5), CLI), DUE + minutes(1))
    here.wake(DUE + timedelta(hours=3))
    assert here.held(DUE + timedelta(hours=3))[1] is Phase.MISSED
    here.hear(there.told, DUE + timedelta(hours=3))
    assert here.store(DUE + timedelta(hours=3)).reminders[MORNING].phase is Phase.SNOOZED


def test_rows_of_three_days_ago_leave_the_answers_of_today() -> None:
    here, there = Device("a"), Device("b")
    old = DUE - timedelta(days=3)
    there.say(Skip(CLI), old, OccurrenceKey("mine/morning@2026-11-20T07:30"))
    here.say(Snooze(minutes(60), CLI), DUE)
    here.hear(there.told, DUE + minutes(5))
    assert here.store(DUE + minutes(6)).reminders[MORNING].phase is Phase.SNOOZED
    assert here.journal.clock_spans() == []


def test_a_clock_that_is_a_year_ahead_elsewhere_silences_nothing_here() -> None:
    year = timedelta(days=364)
    here, there = Device("a"), Device("b", ahead=year)
    far = OccurrenceKey("mine/morning@2027-11-22T07:30")
    there.say(Skip(CLI), DUE, far)
    there.say(Finish(CLI), DUE + minutes(1), MORNING)
    here.hear(there.told, DUE + minutes(5))
    assert here.held(DUE + minutes(5))[1] is Phase.COMPLETED, "somebody did a session of today"
    assert not [row for row in here.journal.rows() if row.entry.key == far]
    # its clock is set right, and a year later nobody takes that day for one that was lived
    there.ahead = timedelta(0)
    there.say(Skip(CLI), DUE + minutes(10), EVENING)
    here.hear(there.told, DUE + year + minutes(10))
    assert not [row for row in here.journal.rows() if row.entry.key == far]


def test_a_year_behind_here_takes_in_all_that_a_right_clock_says() -> None:
    here, there = Device("a", ahead=-timedelta(days=364)), Device("b")
    there.say(Finish(CLI), DUE)
    here.hear(there.told, DUE)
    here.ahead = timedelta(0)
    here.hear(there.told, DUE + minutes(1))
    assert here.held(DUE + minutes(1))[1] is Phase.COMPLETED


def test_the_service_elsewhere_says_missed_only_when_its_time_has_come_here() -> None:
    ahead = Device("b", ahead=timedelta(hours=5))
    ahead.wake(DUE - minutes(20))
    assert [row.entry.kind for row in ahead.told] == [EventKind.MISSED]
    here = Device("a")
    here.hear(ahead.told, DUE - minutes(20))
    assert here.store(DUE - minutes(20)).reminders[MORNING].phase is Phase.UPCOMING
    here.hear(ahead.told, DUE + timedelta(hours=5))
    assert here.held(DUE + timedelta(hours=5))[1] is Phase.MISSED


def test_a_card_that_is_still_shown_here_is_not_missed_as_nobody_answered_elsewhere() -> None:
    here, there = Device("a"), Device("b")
    for minute in (115, 116):
        here.say(TimePassed(OPEN, BEGIN, live=True, pauses=()), DUE + minutes(minute))
    here.say(ConfirmShown(), DUE + minutes(117))
    there.wake(DUE + minutes(121))
    assert there.held(DUE + minutes(121))[1] is Phase.MISSED
    here.hear(there.told, DUE + minutes(122))
    assert here.store(DUE + minutes(122)).reminders[MORNING].phase is Phase.SHOWN
    here.hear(there.told, DUE + timedelta(hours=5))
    assert here.held(DUE + timedelta(hours=5))[1] is Phase.MISSED


def test_a_pause_said_elsewhere_holds_here_and_ends_with_going_on() -> None:
    here, there = Device("a"), Device("b")
    there.store(DUE).pause(DUE + timedelta(hours=2), CLI, DUE)
    here.hear(there.told, DUE)
    assert here.store(DUE + minutes(1)).paused_until(DUE + minutes(1)) == DUE + timedelta(hours=2)
    here.store(DUE + minutes(30)).resume(CLI, DUE + minutes(30))
    there.hear(here.told, DUE + minutes(31))
    for device in (here, there):
        assert device.store(DUE + minutes(32)).pauses == (Pause(DUE, DUE + minutes(30)),)


SKEWS = st.integers(-90, 90).map(minutes)


@given(SKEWS, SKEWS)
def test_who_ends_a_pause_of_another_device_ends_it_whatever_the_clocks_say(
    one: timedelta, other: timedelta
) -> None:
    here, there = Device("a", one), Device("b", other)
    there.store(DUE).pause(DUE + other + timedelta(hours=4), CLI, DUE + other)
    here.hear(there.told, DUE + minutes(1))
    here.store(DUE + minutes(2)).resume(CLI, DUE + minutes(2) + here.ahead)
    exchange([here, there], DUE + minutes(3))
    later = DUE + minutes(100)
    for device in (here, there):
        assert device.store(DUE + minutes(4)).paused_until(DUE + minutes(4) + device.ahead) is None
        assert device.store(later).paused_until(later + device.ahead) is None
    there.store(later).pause(later + other + timedelta(hours=1), CLI, later + other)
    exchange([here, there], later)
    assert here.store(later).pauses == there.store(later).pauses
    assert here.store(later).pauses[-1].end == later + other + timedelta(hours=1), "and paused anew it is paused"


def check_in(device: Device, entry: CheckedIn, now: datetime) -> None:
    device.store(now).record(replace(entry, at=now + device.ahead), now + device.ahead)


NAMED = CheckedIn(DUE, CLI, outcome=Outcome.SEE_DOCTOR, signs=("B1",))
CLEARED = CheckedIn(DUE, CLI, outcome=Outcome.CLEAR, cleared_at=DUE + timedelta(hours=5))


@given(SKEWS, SKEWS)
def test_a_professionals_word_ends_what_was_heard_of_and_nothing_else(one: timedelta, other: timedelta) -> None:
    here, there = Device("a", one), Device("b", other)
    check_in(there, NAMED, DUE)
    here.hear(there.told, DUE + minutes(1))
    check_in(here, CLEARED, DUE + minutes(2))
    exchange([here, there], DUE + minutes(3))
    assert not any(device.store(DUE + minutes(4)).safety().binds for device in (here, there))
    check_in(there, NAMED, DUE + minutes(5))
    exchange([here, there], DUE + minutes(6))
    assert all(device.store(DUE + minutes(7)).safety().binds for device in (here, there)), "it is named anew"


@given(SKEWS, SKEWS)
def test_a_sign_that_was_not_heard_of_outlasts_a_professionals_word(one: timedelta, other: timedelta) -> None:
    here, there = Device("a", one), Device("b", other)
    check_in(here, replace(NAMED, signs=("B2",)), DUE)
    check_in(there, NAMED, DUE + minutes(1))
    check_in(here, CLEARED, DUE + minutes(2))
    exchange([here, there], DUE + minutes(3))
    for device in (here, there):
        assert [sign.number for sign in device.store(DUE + minutes(4)).safety().waiting] == ["B1"]


@given(st.permutations("ab"), SKEWS, SKEWS, st.booleans())
def test_a_rating_that_is_corrected_on_another_device_says_what_was_said_last(
    names: list[str], one: timedelta, other: timedelta, of_a_session: bool
) -> None:
    here, there = Device(names[0], one), Device(names[1], other)
    about = there.schedule.occurrence(MORNING) if of_a_session else None
    first = Felt(DUE + other, CLI, about, score=7, note="stiff")
    there.store(DUE).record(first, first.at)
    here.hear(there.told, DUE + minutes(1))
    corrected = replace(first, late=True, score=3, note="better")
    here.store(DUE + minutes(2)).record(corrected, DUE + minutes(2) + one)
    exchange([here, there], DUE + minutes(3))
    for device in (here, there):
        now = DUE + minutes(4) + device.ahead
        (rating,) = ratings(device.store(DUE + minutes(4)).events(now, kinds=(EventKind.FELT,)))
        assert (rating.score, rating.note) == (3, "better")


def test_of_two_days_off_the_one_that_was_said_last_gives_its_reason() -> None:
    device = Device("a")
    for number, note in enumerate(["sick"] * 9 + ["travelling"]):
        now = BEGIN + minutes(number)
        day = DUE.date()
        device.store(now).record(DaysOff(now, CLI, first=day, last=day, note=note), now)
    assert device.store(DUE).reminders[MORNING].note == "travelling"


def test_days_off_that_are_taken_back_excuse_nothing_on_any_device_that_wrote_so() -> None:
    here, there = Device("a"), Device("b")
    off = DaysOff(BEGIN, CLI, first=DUE.date(), last=DUE.date())
    here.store(BEGIN).record(off, BEGIN)
    exchange([here, there], BEGIN)
    for device in (here, there):
        excuse_days_off(device.store(DUE), DUE)
    exchange([here, there], DUE)
    store = here.store(DUE + minutes(5))
    take_back_days(store, store.days_off[0], UndoRequest(by=CLI), DUE + minutes(5))
    exchange([here, there], DUE + minutes(6))
    phases = [device.store(DUE + minutes(7)).reminders[MORNING].phase for device in (here, there)]
    assert phases == [Phase.UPCOMING, Phase.UPCOMING]


def test_what_came_late_from_another_device_is_read_in_the_days_in_which_it_was_said() -> None:
    here, there = Device("a"), Device("b")
    there.say(Finish(CLI), DUE)
    here.say(Snooze(minutes(10), CLI), DUE + minutes(1))
    there.say(Feel(FeltAnswer.SAME, CLI), DUE + minutes(2))
    here.hear(there.told, DUE + minutes(3))
    assert [row.entry.kind.value for row in History(here.journal).written()] == ["completed", "snoozed", "felt"]


def test_a_session_led_elsewhere_is_not_given_up_here_within_the_hour() -> None:
    here, there = Device("a"), Device("b")
    there.say(Start(CLI, SessionPlace.NOTIFICATION), DUE)
    here.hear(there.told, DUE)
    here.wake(DUE + timedelta(hours=2))
    led = here.store(DUE + timedelta(hours=2)).reminders[MORNING]
    assert (led.phase, led.place) == (Phase.STARTED, None)
    here.wake(DUE + timedelta(hours=13))
    assert here.held(DUE + timedelta(hours=13))[1] is Phase.ABANDONED


def test_what_one_device_wrote_alone_is_left_as_it_is() -> None:
    a = Device("a")
    a.wake(DUE)
    a.say(ConfirmShown(), DUE)
    a.say(Snooze(minutes(10), CLI), DUE + minutes(1))
    rows = a.journal.rows()
    assert in_one_order(rows) == rows
    entries = [row.entry for row in rows]
    about = entries[-1].about
    assert about
    assert replay(about, entries).phase is Phase.SNOOZED
    assert {type(entry) for entry in entries} >= {Snoozed}
    assert not {type(entry) for entry in entries} & {Completed, Missed}
