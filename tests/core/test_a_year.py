"""Knows a year of one person's life, on a still clock: plans, travel, sleep, quiet hours, answers. Must not know
journals on disk, alarms or cards: only the rules are at work here.

What should have come is counted by walking through the calendar, not by asking the rules.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from routine.core.commands import (
    OPEN,
    Abandon,
    Command,
    ConfirmShown,
    DisplayGate,
    Excuse,
    Finish,
    FinishStep,
    Skip,
    Snooze,
    Start,
    TimePassed,
)
from routine.core.events import Actor, Event, EventKind, HoldReason, MissReason
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.plan import PolicyOverride, QuietHours, ReminderPolicy
from routine.core.recurrence import PlanPeriod, Weekly
from routine.core.reminder import Reminder, decide, evolve, next_wakeup, replay
from routine.core.reminder_states import FINAL, Phase
from routine.core.schedule import FirstSeen, Schedule
from routine.errors import Refused
from tests.core.making import BERLIN, DAYS, at, daily, loaded, minutes, plan, session, utc
from tests.telling import reason_of

BEGIN = utc("2026-01-05 05:00")
"""A Monday, six in the morning in Berlin."""
END = BEGIN + timedelta(days=365)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LOOK_BACK, LOOK_AHEAD = 3 * DAY, 2 * DAY
SOON = minutes(10)

NIGHT = (
    QuietHours(
        datetime.fromisoformat("2026-01-01T23:00").time(), datetime.fromisoformat("2026-01-01T06:30").time()
    ),
)
HOME = plan(
    session("morning", daily("07:30")),
    session("midnight", daily("00:00", "00:30"), remind=PolicyOverride(always=True)),
    session("night", daily("02:30"), remind=PolicyOverride(hold_at_most=6 * HOUR)),
    session("desk", Weekly(at("09:00", "11:15", "15:45", days=range(5))), ("easy", "calm")),
    session("early-weeks", Weekly(at("18:00", days=[1, 4]), ((1, 2), (10, None)))),
    id_="home",
)
SIX_WEEKS = plan(
    session("evening", daily("21:30")), id_="six", period=PlanPeriod(date.fromisoformat("2026-03-02"), 6)
)
IN_BERLIN = plan(session("call", Weekly(at("19:00", days=[2]))), id_="call", timezone="Europe/Berlin")
PLANS = (HOME, SIX_WEEKS, IN_BERLIN)

JOURNEYS = (
    # over the change of the clocks in America, Europe, Chile, Lord Howe, and the date line
    ("2026-01-05 00:00", "Europe/Berlin"),
    ("2026-03-06 15:00", "America/New_York"),
    ("2026-03-20 03:00", "Asia/Tokyo"),
    ("2026-03-27 20:00", "Europe/Berlin"),
    ("2026-04-03 09:00", "America/Santiago"),
    ("2026-04-09 11:00", "Pacific/Auckland"),
    ("2026-05-01 06:29", "Europe/Berlin"),
    ("2026-06-10 22:00", "Asia/Kathmandu"),
    ("2026-07-02 12:00", "Pacific/Honolulu"),
    ("2026-07-20 12:00", "Pacific/Kiritimati"),
    ("2026-08-03 00:00", "America/St_Johns"),
    ("2026-10-02 13:00", "Australia/Lord_Howe"),
    ("2026-10-24 05:00", "Europe/Berlin"),
)


TRAVELS = [(utc(when), ZoneInfo(name)) for when, name in JOURNEYS]


@dataclass
class Year:
    """The round of the service without the service: look, write, wait for the next alarm."""

    chance: random.Random
    now: datetime = BEGIN
    awake_since: datetime = BEGIN
    busy_until: datetime | None = None
    zone: ZoneInfo = BERLIN
    looked: datetime = BEGIN
    rows: dict[OccurrenceKey, list[Event]] = field(default_factory=dict)
    reminders: dict[OccurrenceKey, Reminder] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    answers: list[tuple[datetime, int, OccurrenceKey, Command]] = field(default_factory=list)
    order: int = 0
    seen: FirstSeen = field(default_factory=FirstSeen)
    agenda: Schedule = field(init=False)

    def __post_init__(self) -> None:
        for each in PLANS:
            self.seen = self.seen.with_load(loaded(each, BEGIN))
        self.settle_in()

    def settle_in(self) -> None:
        """Lay the plans over the calendar, where the computer is now."""
        self.zone = zone_at(self.now)
        defaults = ReminderPolicy(heads_up_before=(minutes(5),), quiet=NIGHT)
        self.agenda = Schedule(PLANS, self.zone, {"Europe/Berlin": BERLIN}, defaults, self.seen)
        self.lay()

    def lay(self) -> None:
        """As the service does: what has rows stays as it was, what is still to come goes where the agenda says."""
        asked = {o.key: o for o in self.agenda.occurrences(self.looked - LOOK_BACK, self.now + LOOK_AHEAD)}
        self.looked = self.now
        for key, reminder in list(self.reminders.items()):
            if reminder.phase is Phase.UPCOMING:
                del self.reminders[key]
                if key in asked:
                    self.reminders[key] = replace(reminder, occurrence=asked[key])
        for key in asked.keys() - self.over:
            self.reminders.setdefault(key, Reminder(asked[key]))

    def gate(self, key: OccurrenceKey) -> DisplayGate:
        if self.busy_until and self.now < self.busy_until:
            return DisplayGate(HoldReason.MICROPHONE, self.busy_until if self.chance.random() < 0.5 else None)
        quiet = self.agenda.policy(key).quiet_until(self.now, self.agenda.zone_for(key))
        return DisplayGate(HoldReason.QUIET, quiet) if quiet else OPEN

    def near(self, reminder: Reminder) -> bool:
        """Whether looking at it may matter: a year is long, and there is nothing to say of next week."""
        return reminder.phase is not Phase.UPCOMING or reminder.occurrence.due <= self.now + SOON

    def write(self, key: OccurrenceKey, command: Command) -> bool:
        before = self.reminders[key]
        entries = decide(before, command, self.agenda.policy(key), self.now)
        for entry in entries:
            self.rows.setdefault(key, []).append(entry)
            self.reminders[key] = evolve(self.reminders[key], entry)
        return bool(entries)

    def look(self) -> None:
        for key in [key for key, reminder in self.reminders.items() if self.near(reminder)]:
            gate = self.gate(key)
            for _ in range(6):
                if not self.write(key, TimePassed(gate, self.awake_since)):
                    break
                if self.reminders[key].phase is Phase.SHOWING and self.chance.random() < 0.95:
                    self.write(key, ConfirmShown())
                    self.perhaps_answer(key)
            else:
                raise AssertionError(f"{key} never has enough")
            if self.reminders[key].phase in FINAL:
                self.over.add(key)
                del self.reminders[key]

    def perhaps_answer(self, key: OccurrenceKey) -> None:
        """Most cards are answered some time; a session that is started may be finished, or not."""
        at_ = self.now + minutes(self.chance.choice([0, 1, 3, 8, 20, 50]))
        by = Actor.NOTIFICATION
        match self.chance.randrange(10):
            case 0 | 1:
                self.plan_answer(at_, key, Snooze(minutes(self.chance.choice([10, 60, 300])), by))
            case 2 | 3:
                self.plan_answer(at_, key, Skip(by))
            case 4:
                self.plan_answer(at_, key, Excuse(Actor.CLI, "travel"))
            case 5 | 6 | 7:
                self.plan_answer(at_, key, Start(by, SessionPlace.NOTIFICATION))
                for step in (1, 2, 3):
                    self.plan_answer(at_ + minutes(2 * step), key, FinishStep(step, by))
                ends: list[Command | None] = [Finish(by), Finish(by), Abandon(by, 3), None]
                if (end := self.chance.choice(ends)) is not None:
                    self.plan_answer(at_ + minutes(9), key, end)
            case _:
                pass

    def plan_answer(self, when: datetime, key: OccurrenceKey, command: Command) -> None:
        self.order += 1
        heapq.heappush(self.answers, (when, self.order, key, command))

    def answer(self, *, heard: bool) -> None:
        """What the person has said by now: nothing in front of a closed lid, nothing to a card that is gone."""
        while self.answers and self.answers[0][0] <= self.now:
            _, _, key, command = heapq.heappop(self.answers)
            if heard and key in self.reminders and self.reminders[key].phase not in FINAL:
                with suppress(Refused):
                    self.write(key, command)

    def next_moment(self) -> datetime:
        """The next alarm, answer, journey or midnight; a computer that sleeps hears of nothing until it wakes."""
        hours = self.now.replace(minute=0, second=0, microsecond=0) + 6 * HOUR
        moments = [hours, *(when for when, _ in TRAVELS if when > self.now)]
        if self.answers:
            moments.append(max(self.answers[0][0], self.now))
        for key, reminder in self.reminders.items():
            gate = self.gate(key) if self.near(reminder) else OPEN
            alarm = next_wakeup(reminder, self.agenda.policy(key), gate, self.now)
            if alarm is not None:
                assert alarm > self.now
                moments.append(alarm)
        if self.busy_until and self.busy_until > self.now:
            moments.append(self.busy_until)
        return min(moments)

    def live(self) -> Year:
        while self.now < END:
            self.now = self.next_moment()
            closed = self.chance.random() < 0.01
            if closed:
                # the lid is closed for a while; sometimes the computer is switched off
                self.now += minutes(self.chance.choice([5, 90, 400, 800, 5000]))
                if self.chance.random() < 0.4:
                    self.restart()
            if self.chance.random() < 0.01:
                self.busy_until = self.now + minutes(self.chance.choice([10, 45, 150]))
            if self.zone != zone_at(self.now) or self.now - self.looked > 12 * HOUR:
                self.settle_in()
            self.answer(heard=not closed)
            self.look()
        return self

    def restart(self) -> None:
        """Only what was written is left."""
        self.awake_since = self.now
        written = {key: self.rows[key] for key in self.reminders if key in self.rows}
        self.reminders = {key: replay(rows[-1].about, rows) for key, rows in written.items() if rows[-1].about}
        self.settle_in()


def zone_at(now: datetime) -> ZoneInfo:
    return next(zone for when, zone in reversed(TRAVELS) if when <= now)


def ends_of(rows: list[Event]) -> list[Event]:
    """The rows by which something that was open became over."""
    state, ends = Reminder(next(row.about for row in rows if row.about)), []
    for row in rows:
        before, state = state, evolve(state, row)
        if before.phase not in FINAL and state.phase in FINAL:
            ends.append(row)
    assert state.phase in FINAL or rows[-1].at > END - 3 * DAY
    return ends


def calendar() -> Iterator[str]:
    """The names of all that should come in the middle of the year, by walking through it day by day."""
    day = date.fromisoformat("2026-01-06")
    while day < date.fromisoformat("2026-12-31"):
        week = (day - date.fromisoformat("2026-01-05")).days // 7 + 1
        weekday = DAYS[day.weekday()]
        times = {"home/morning": ["07:30"], "home/midnight": ["00:00", "00:30"], "home/night": ["02:30"]}
        if weekday not in {"sat", "sun"}:
            times["home/desk"] = ["09:00", "11:15", "15:45"]
        if weekday in {"tue", "fri"} and (week <= 2 or week >= 10):
            times["home/early-weeks"] = ["18:00"]
        if date.fromisoformat("2026-03-02") <= day < date.fromisoformat("2026-04-13"):
            times["six/evening"] = ["21:30"]
        if weekday == "wed":
            times["call/call"] = ["19:00"]
        for name, clocks in times.items():
            yield from (f"{name}@{day}T{clock}" for clock in clocks)
        day += DAY


def in_the_middle(key: OccurrenceKey) -> bool:
    return "2026-01-06" <= key.rpartition("@")[2][:10] < "2026-12-31"


@pytest.fixture(scope="module", params=range(3), ids="life {}".format)
def year(request: pytest.FixtureRequest) -> Year:
    return Year(random.Random(request.param)).live()


@pytest.mark.slow
def test_each_occurrence_of_the_year_is_accounted_for_exactly_once(year: Year) -> None:
    ends = {key: len(ends_of(rows)) for key, rows in year.rows.items() if in_the_middle(key)}
    expected = set(calendar())
    assert sorted(expected - ends.keys()) == []
    assert sorted(ends.keys() - expected) == []
    assert {key: number for key, number in ends.items() if number != 1} == {}


@pytest.mark.slow
def test_nothing_is_shown_at_night_but_what_is_always_shown(year: Year) -> None:
    policies = Schedule(PLANS, BERLIN, {"Europe/Berlin": BERLIN}, ReminderPolicy(quiet=NIGHT), year.seen)
    for key, rows in year.rows.items():
        policy = policies.policy(key)
        for row in rows:
            if row.kind in {EventKind.SHOWING, EventKind.SHOWN} and not policy.always:
                zone = BERLIN if key.startswith("call/") else zone_at(row.at)
                assert policy.quiet_until(row.at, zone) is None, (key, row)


@pytest.mark.slow
def test_nothing_is_shown_before_its_time_and_a_card_never_follows_a_card_at_once(year: Year) -> None:
    for key, rows in year.rows.items():
        for row in rows:
            assert row.about
            assert row.about.key == key
            assert row.kind not in {EventKind.SHOWING, EventKind.MISSED, EventKind.HELD} or row.at >= row.about.due
        for sooner, later in pairwise(row for row in rows if row.kind is EventKind.SHOWING):
            assert later.at - sooner.at >= timedelta(seconds=30), (key, sooner.at)


@pytest.mark.slow
def test_a_year_holds_every_way_in_which_a_reminder_can_end(year: Year) -> None:
    ends = Counter(
        (end.kind, reason_of(end) if end.kind is EventKind.MISSED else "")
        for rows in year.rows.values()
        for end in ends_of(rows)
    )
    assert {kind for kind, _ in ends} == {
        EventKind.COMPLETED,
        EventKind.ABANDONED,
        EventKind.SKIPPED,
        EventKind.EXCUSED,
        EventKind.MISSED,
    }
    assert {why for _, why in ends} >= {MissReason.OFF, MissReason.ASLEEP, MissReason.UNANSWERED, MissReason.HELD}


def test_the_same_chances_give_the_same_week() -> None:
    """Nothing in the rules depends on anything but what is handed to them."""
    lives = [Year(random.Random(7)) for _ in range(2)]
    for life in lives:
        for _ in range(150):
            life.now = life.next_moment()
            life.answer(heard=True)
            life.look()
    assert lives[0].rows == lives[1].rows
    assert lives[0].rows
