"""Knows what the plans together ask for and since when; must not know reminders or cards."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routine.core.events import Actor, Paused, PlanLoaded, PlanRejected
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.plan import Plan, PolicyOverride, QuietHours, ReminderPolicy
from routine.core.recurrence import Once, PlanPeriod, Slot, Weekly
from routine.core.schedule import FirstSeen, first_seen_in, monday_of
from tests.core.making import BERLIN, NEW_YORK, TOKYO, agenda, at, daily, loaded, minutes, on, plan, session, utc
from tests.replacing import replace

LONG_AGO = utc("2026-01-01 00:00")
# Monday 23 November 2026; Berlin is an hour ahead of UTC
MORNING = utc("2026-11-23 05:00")
NOON = utc("2026-11-23 11:00")
DAY = timedelta(days=1)


def keys(found: list[Occurrence]) -> list[str]:
    return [occurrence.key for occurrence in found]


def test_all_plans_are_one_list_in_the_order_of_the_day() -> None:
    one = plan(session("evening", daily("21:30")), session("morning", daily("07:30")), id_="one")
    two = plan(session("noon", daily("12:00")), id_="two")
    found = agenda(one, two, seen=LONG_AGO).occurrences(MORNING, MORNING + DAY)
    assert keys(found) == [
        "one/morning@2026-11-23T07:30",
        "two/noon@2026-11-23T12:00",
        "one/evening@2026-11-23T21:30",
    ]


def test_an_occurrence_carries_all_that_history_needs() -> None:
    routine = plan(session("morning", daily("07:30"), rotation=("calm",)))
    (found,) = agenda(routine, seen=LONG_AGO).occurrences(MORNING, NOON)
    assert (found.plan, found.session, found.planned) == (
        "gentle",
        "morning",
        datetime.fromisoformat("2026-11-23T07:30"),
    )
    assert (found.title, found.practice, found.length) == ("Morning", "mobility", minutes(7))
    assert found.due == utc("2026-11-23 06:30")


def test_a_time_typed_now_that_was_past_already_today_does_not_come() -> None:
    routine = plan(session("morning", daily("07:30")))
    found = agenda(routine, seen=NOON).occurrences(LONG_AGO, NOON + DAY)
    assert keys(found) == ["gentle/morning@2026-11-24T07:30"]


def test_a_time_moved_to_later_today_does_come() -> None:
    before, after = (plan(session("morning", daily(at_))) for at_ in ("07:30", "15:00"))
    seen = first_seen_in([loaded(before, LONG_AGO), loaded(after, NOON)])
    assert keys(agenda(after, seen=seen).occurrences(NOON, NOON + DAY))[0] == "gentle/morning@2026-11-23T15:00"


def test_a_time_typed_at_the_very_minute_still_counts() -> None:
    routine = plan(session("noon", daily("12:00")))
    assert keys(agenda(routine, seen=NOON).occurrences(MORNING, NOON)) == ["gentle/noon@2026-11-23T12:00"]


def test_a_time_that_was_taken_out_and_put_back_counts_from_then() -> None:
    full = plan(session("walks", daily("09:00", "15:00")))
    less = plan(session("walks", daily("15:00")))
    history = [loaded(full, LONG_AGO), loaded(less, MORNING), loaded(full, NOON)]
    found = agenda(full, seen=first_seen_in(history)).occurrences(MORNING, MORNING + DAY)
    assert keys(found) == ["gentle/walks@2026-11-23T15:00"]


def test_loading_the_same_again_changes_nothing_and_neither_does_another_plan() -> None:
    routine, other = plan(session("morning", daily("07:30"))), plan(session("x", daily("01:00")), id_="other")
    once = first_seen_in([loaded(routine, LONG_AGO)])
    again = first_seen_in([loaded(routine, LONG_AGO), loaded(routine, NOON), loaded(other, NOON)])
    assert agenda(routine, seen=again).occurrences(MORNING, NOON) == agenda(routine, seen=once).occurrences(
        MORNING, NOON
    )


def test_only_loads_count_as_having_seen_a_plan() -> None:
    routine = plan(session("morning", daily("07:30")))
    rejected = PlanRejected(LONG_AGO, Actor.SERVICE, plan=routine.id)
    assert first_seen_in([rejected, Paused(LONG_AGO, Actor.CLI, until=MORNING)]) == FirstSeen()
    assert agenda(routine, seen=FirstSeen()).occurrences(MORNING, NOON) == []


@pytest.mark.parametrize(
    ("shipped", "digest", "own"),
    [(False, "1f3a", True), (True, "1f3a", False), (False, "", False), (True, "", False)],
)
def test_only_a_file_in_the_persons_own_folder_makes_a_plan_their_own(
    digest: str, *, shipped: bool, own: bool
) -> None:
    load = replace(loaded(plan(session("morning", daily("07:30"))), LONG_AGO), shipped=shipped, digest=digest)
    assert first_seen_in([load]).own == (frozenset({"gentle"}) if own else frozenset())


def test_a_calendar_shows_also_what_was_past_when_it_was_typed() -> None:
    routine = plan(session("morning", daily("07:30")))
    found = agenda(routine, seen=NOON).occurrences(MORNING, NOON, planned=True)
    assert keys(found) == ["gentle/morning@2026-11-23T07:30"]


def test_a_new_title_or_sequence_does_not_make_a_time_new() -> None:
    routine = plan(session("morning", daily("07:30")))
    retold = plan(replace(session("morning", daily("07:30"), rotation=("calm", "easy")), title="Sunrise"))
    found = agenda(retold, seen=first_seen_in([loaded(routine, LONG_AGO), loaded(retold, NOON)])).occurrences(
        MORNING, NOON
    )
    assert [one.title for one in found] == ["Sunrise"]


@pytest.mark.parametrize(
    "changed",
    [
        plan(session("morning", Weekly(at("07:30"), ((1, None),)))),
        plan(session("morning", daily("07:30")), period=PlanPeriod(monday_of(MORNING.date()))),
        plan(session("morning", daily("07:30")), timezone="Europe/Berlin"),
    ],
    ids=["weeks", "start", "zone"],
)
def test_whatever_decides_when_a_session_comes_makes_its_times_new(changed: object) -> None:
    from routine.core.plan import Plan

    assert isinstance(changed, Plan)
    routine = plan(session("morning", daily("07:30")))
    found = agenda(
        changed,
        seen=first_seen_in([loaded(routine, LONG_AGO), loaded(changed, NOON)]),
        zones={"Europe/Berlin": BERLIN},
    )
    assert found.occurrences(MORNING, NOON) == []
    assert keys(found.occurrences(NOON, NOON + DAY)) == ["gentle/morning@2026-11-24T07:30"]


def test_a_plan_that_an_earlier_version_counted_from_a_monday_goes_on_so() -> None:
    routine = plan(session("walk", on("tue", "09:00")), period=PlanPeriod(None, 2))
    wednesday = utc("2026-11-25 11:00")
    seen = first_seen_in([loaded(routine, wednesday), loaded(routine, wednesday + 9 * DAY)])
    found = agenda(routine, seen=seen).occurrences(LONG_AGO, utc("2027-12-01 00:00"))
    assert keys(found) == ["gentle/walk@2026-12-01T09:00"]


ONE_WEEK, SIX_WEEKS = PlanPeriod(None, 1), PlanPeriod(None, 6)
COUNTED = plan(session("walk", daily("09:00")), period=SIX_WEEKS)
UNCOUNTED = plan(session("walk", daily("09:00")))
ON_A_SUNDAY = utc("2026-11-22 11:00")


def lived_through(*loads: tuple[Plan, datetime]) -> FirstSeen:
    """What the journal of a service amounts to that loaded these plans at these times, one after the other."""
    rows: list[PlanLoaded] = []
    for one, when in loads:
        first = first_seen_in(rows).first_day(one, when, BERLIN)
        rows.append(replace(loaded(one, when), began=first))
    return first_seen_in(rows)


@pytest.mark.parametrize("ahead", range(7))
def test_weeks_are_whole_weeks_from_the_day_on_which_a_plan_is_first_loaded(ahead: int) -> None:
    first = MORNING + ahead * DAY
    easy = plan(session("walk", Weekly(at("09:00"), ((1, 2),))), period=SIX_WEEKS)
    found = agenda(easy, seen=lived_through((easy, first))).occurrences(LONG_AGO, first + 90 * DAY)
    assert len(found) == 14
    assert found[0].due.date() == first.date()


GONE = replace(COUNTED, sessions=(), period=PlanPeriod())


@pytest.mark.parametrize(
    ("loads", "begins"),
    [
        # edited, moved about, its weeks left out for one save: it goes on
        ([(COUNTED, 0), (replace(COUNTED, title="Mine"), 20)], 0),
        ([(COUNTED, 0), (GONE, 20), (COUNTED, 20)], 0),
        ([(COUNTED, 0), (UNCOUNTED, 20), (COUNTED, 20)], 0),
        ([(COUNTED, 0), (replace(COUNTED, period=ONE_WEEK), 20)], 0),
        # a line that names the day wins, and is remembered
        ([(COUNTED, 0), (replace(COUNTED, period=PlanPeriod(date(2026, 12, 1), 6)), 20)], 9),
        ([(replace(COUNTED, period=PlanPeriod(date(2026, 12, 1), 6)), 0), (COUNTED, 20)], 9),
        # weeks are counted for the first time, or again after they were over, or after it was put away
        ([(UNCOUNTED, 0), (COUNTED, 90)], 90),
        ([(COUNTED, 0), (UNCOUNTED, 20), (COUNTED, 90)], 90),
        ([(COUNTED, 0), (GONE, 20), (COUNTED, 90)], 90),
    ],
)
def test_the_day_on_which_a_plan_began_is_remembered(loads: list[tuple[Plan, int]], begins: int) -> None:
    seen = lived_through(*((one, ON_A_SUNDAY + days * DAY) for one, days in loads))
    last = loads[-1][0]
    assert agenda(last, seen=seen).span_of(last).starts == (ON_A_SUNDAY + begins * DAY).date()


@pytest.mark.parametrize("days", [0, 1, 20, 40])
def test_a_plan_that_runs_since_an_earlier_version_does_not_jump_when_it_is_loaded_anew(days: int) -> None:
    rows = [loaded(COUNTED, ON_A_SUNDAY)]
    again = ON_A_SUNDAY + days * DAY
    rows.append(replace(loaded(COUNTED, again), began=first_seen_in(rows).first_day(COUNTED, again, BERLIN)))
    assert agenda(COUNTED, seen=first_seen_in(rows)).span_of(COUNTED).starts == date(2026, 11, 16)


def test_its_first_week_is_the_one_on_the_wall_not_the_one_in_utc() -> None:
    routine = plan(session("walk", on("tue", "09:00")), period=PlanPeriod(None, 1))
    monday_morning_in_tokyo = utc("2026-11-22 22:30")
    there = agenda(routine, seen=monday_morning_in_tokyo, zone=TOKYO)
    assert there.span_of(routine).starts == MORNING.date()


def test_weeks_of_a_session_alone_make_a_plan_count() -> None:
    assert plan(session("a", Weekly(at("07:30"), ((2, 2),)))).needs_start
    assert not plan(session("a", daily("07:30"))).needs_start
    assert not plan(session("a", Weekly(at("07:30"), ((2, 2),))), period=PlanPeriod(MORNING.date())).needs_start
    assert not plan(session("a", Once(MORNING))).needs_start


def test_travel_moves_the_instant_but_keeps_the_name() -> None:
    routine = plan(session("morning", daily("07:30")))
    days = {
        zone.key: agenda(routine, seen=LONG_AGO, zone=zone).occurrences(MORNING - 2 * DAY, MORNING + 2 * DAY)
        for zone in (BERLIN, NEW_YORK, TOKYO)
    }
    dues = {key: {one.key: one.due for one in found} for key, found in days.items()}
    name = OccurrenceKey("gentle/morning@2026-11-23T07:30")
    assert [dues[zone.key][name] for zone in (TOKYO, BERLIN, NEW_YORK)] == [
        utc("2026-11-22 22:30"),
        utc("2026-11-23 06:30"),
        utc("2026-11-23 12:30"),
    ]


def test_a_plan_with_a_zone_of_its_own_stays_put_when_people_travel() -> None:
    routine = plan(session("call", daily("07:30")), timezone="Europe/Berlin")
    for here in (BERLIN, NEW_YORK, TOKYO):
        there = agenda(routine, seen=LONG_AGO, zone=here, zones={"Europe/Berlin": BERLIN})
        assert [one.due for one in there.occurrences(MORNING, NOON)] == [utc("2026-11-23 06:30")]
        assert there.zone_for(OccurrenceKey("gentle/call@2026-11-23T07:30")) is BERLIN
        assert there.zone_for(OccurrenceKey("gone/call@2026-11-23T07:30")) is here


def test_a_single_visit_keeps_its_name_and_instant_when_people_travel() -> None:
    visit = Once(datetime.fromisoformat("2026-11-25T14:00").replace(tzinfo=BERLIN))
    course = plan(session("visit-1", visit))
    for here in (BERLIN, NEW_YORK, TOKYO):
        (found,) = agenda(course, seen=LONG_AGO, zone=here).occurrences(MORNING, MORNING + 9 * DAY)
        assert (found.key, found.due) == ("gentle/visit-1@2026-11-25T14:00", utc("2026-11-25 13:00"))


def test_a_list_of_sequences_takes_turns_and_each_has_its_own_minutes() -> None:
    routine = plan(session("desk", daily("09:00"), rotation=("easy", "calm")), period=PlanPeriod(MORNING.date()))
    found = agenda(routine, seen=LONG_AGO).occurrences(MORNING, MORNING + 4 * DAY)
    sequences = [routine.sessions[0].sequence_at(one.turn) for one in found]
    assert sequences == ["easy", "calm", "easy", "calm"]
    assert [one.length for one in found] == [minutes(number) for number in (1, 7, 1, 7)]


def test_how_it_reminds_is_found_by_name_and_falls_back_to_the_configuration() -> None:
    quick = PolicyOverride(again_after=minutes(3))
    routine = plan(session("morning", daily("07:30"), remind=quick))
    there = agenda(routine, seen=LONG_AGO, defaults=ReminderPolicy(give_up_after=minutes(30)))
    assert there.policy(OccurrenceKey("gentle/morning@2026-11-23T07:30")) == ReminderPolicy(
        again_after=minutes(3), give_up_after=minutes(30)
    )
    assert there.policy(OccurrenceKey("gentle/gone@2026-11-23T07:30")) == ReminderPolicy(give_up_after=minutes(30))
    assert there.find(OccurrenceKey("gentle/morning@2026-11-23T07:30")) == (routine, routine.sessions[0])
    assert there.find(OccurrenceKey("gone/morning@2026-11-23T07:30")) is None


def test_a_session_has_the_last_word_on_how_it_reminds() -> None:
    quick, slow = (PolicyOverride(again_after=minutes(number)) for number in (3, 30))
    routine = replace(
        plan(session("own", daily("07:30"), remind=quick), session("other", daily("07:30"))), remind=slow
    )
    there = agenda(routine, seen=LONG_AGO)
    assert there.policy(OccurrenceKey("gentle/own@2026-11-23T07:30")).again_after == minutes(3)
    assert there.policy(OccurrenceKey("gentle/other@2026-11-23T07:30")).again_after == minutes(30)


def test_names_survive_whatever_a_session_is_called() -> None:
    planned = datetime.fromisoformat("2026-11-23T07:30")
    odd = Occurrence(OccurrenceKey.of("a plan", "b@c/d", planned), NOON, "", None, minutes(1))
    assert (odd.plan, odd.session, odd.planned) == ("a plan", "b@c/d", planned)


def test_a_plans_own_quiet_hours_are_in_its_zone_and_the_configured_ones_where_the_person_is() -> None:
    quiet = PolicyOverride(quiet=(QuietHours(time(22), time(7)),))
    routine = plan(session("call", daily("07:30")), timezone="Asia/Tokyo")
    key = OccurrenceKey("gentle/call@2026-11-23T07:30")
    zones = {"Asia/Tokyo": TOKYO}
    assert agenda(routine, seen=LONG_AGO, zone=BERLIN, zones=zones).quiet_zone(key) is BERLIN
    assert agenda(replace(routine, remind=quiet), seen=LONG_AGO, zone=BERLIN, zones=zones).quiet_zone(key) is TOKYO


def test_a_plan_put_away_for_long_begins_anew_and_one_whose_file_was_only_moved_goes_on() -> None:
    weeks = plan(session("morning", daily("07:30")), period=PlanPeriod(None, 6))
    gone = replace(weeks, sessions=())
    first = MORNING - 180 * DAY
    for away, begins in ((timedelta(minutes=5), first), (100 * DAY, MORNING)):
        seen = first_seen_in([loaded(weeks, first), loaded(gone, MORNING - away), loaded(weeks, MORNING)])
        assert agenda(weeks, seen=seen).span_of(weeks).starts == monday_of(begins.date())


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, ZoneInfo("America/Santiago"), ZoneInfo("Australia/Lord_Howe")])
def test_a_year_has_each_day_of_a_daily_session_once(zone: ZoneInfo) -> None:
    routine = plan(session("night", daily("00:15", "02:20")))
    found = agenda(routine, seen=LONG_AGO, zone=zone).occurrences(LONG_AGO + DAY, LONG_AGO + 360 * DAY)
    for clock in ("00:15", "02:20"):
        days = [one.planned.date() for one in sorted(found, key=lambda one: one.key) if one.key.endswith(clock)]
        assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
        assert 358 <= len(days) <= 360
    assert len(set(keys(found))) == len(found)


@pytest.mark.slow
def test_ten_thousand_sessions_are_laid_over_a_week_within_three_seconds() -> None:
    times = (time(hour, minute) for hour in range(24) for minute in range(60))
    rules = [Weekly((Slot(n % 7, one), Slot((n + 3) % 7, one))) for n, one in enumerate(times)]
    routine = plan(*(session(f"s{n}", rules[n % len(rules)]) for n in range(10_000)))
    there = agenda(routine, seen=LONG_AGO)
    began = process_time()
    found = there.occurrences(MORNING, MORNING + 7 * DAY)
    took = process_time() - began
    assert len(found) == 20_000
    assert took < 3, f"{took:.2f} s"


def test_a_schedule_holds_for_another_only_while_nothing_it_is_made_of_has_changed() -> None:
    mine = agenda(plan(session("morning", daily("07:30"))), seen=LONG_AGO)
    others = {
        "a plan more": replace(mine, plans=(*mine.plans, plan(session("noon", daily("12:00")), id_="two"))),
        "a plan read anew": replace(mine, plans=(plan(session("morning", daily("08:30"))),)),
        "no plan": replace(mine, plans=()),
        "another place": replace(mine, zone=TOKYO),
        "a zone that a plan names": replace(mine, zones={"Asia/Tokyo": TOKYO}),
        "other defaults": replace(mine, defaults=ReminderPolicy(again_after=minutes(5))),
        "another load": replace(mine, seen=FirstSeen()),
    }
    assert mine.is_made_of_same(replace(mine))
    assert [name for name, other in others.items() if mine.is_made_of_same(other)] == []


@given(
    asked=st.lists(
        st.tuples(st.integers(0, 24 * 12), st.integers(1, 24 * 12), st.sampled_from([BERLIN, NEW_YORK, TOKYO])),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40, deadline=None)
def test_a_long_time_holds_what_its_parts_hold_however_it_is_asked_for(
    asked: list[tuple[int, int, ZoneInfo]],
) -> None:
    hour = timedelta(hours=1)
    one = agenda(plan(session("noon", daily("12:00", "23:30", "00:15"))), seen=LONG_AGO)
    for begin, hours, zone in asked:
        after = (LONG_AGO + begin * hour).astimezone(zone)
        parts = [one.occurrences(after + place * hour, after + (place + 1) * hour) for place in range(hours)]
        assert keys(one.occurrences(after, after + hours * hour)) == [key for part in parts for key in keys(part)]
