"""Knows what a plan means once it is read: its times, doses, names and policies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from routine.core.exercise import BOTH_SIDES, Practice, Reps, Side, Timed
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import PerformStep, Plan, PolicyOverride, QuietHours, ReminderPolicy, Rest, Say, Session
from routine.core.recurrence import Course, PlanPeriod, RestDays, Slot, WeekCycle, Weekly, expand
from routine.core.steps import planned_length
from routine.library.catalogue import catalogue
from routine.presentation.visits import NOTE
from tests.reading.typed import PLANS, STEPS, TIMING, plan_of, plan_with

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
VISIT = """title = "V"
[[appointment]]
therapy = "other"
title = "X"
first = 2026-11-25T14:00:00
visits = 1
"""


def wall(text: str) -> datetime:
    """A local time, wherever that is."""
    return datetime.fromisoformat(text)


def good(name: str) -> Plan:
    return plan_of((PLANS / "good" / f"{name}.toml").read_bytes())


def slots(session: Session) -> list[str]:
    return [str(slot) for slot in cast(Weekly, session.rule).slots]


def steps(plan: Plan, place: int = 0) -> tuple[PerformStep | Rest | Say, ...]:
    return plan.sequences[plan.sessions[place].rotation[0]].entries


def dose(keys: str) -> Reps | Timed:
    """The dose of a step written with these keys."""
    (entry,) = steps(plan_of(plan_with(f"{TIMING}steps = [{{ {keys} }}]\n")))
    assert isinstance(entry, PerformStep)
    return entry.dose


def test_the_plan_of_the_design_says_what_it_seems_to() -> None:
    plan = good("the_design")
    assert (plan.title, plan.period) == ("Gentle start", PlanPeriod(date(2026, 11, 23), 6))
    assert [session.id for session in plan.sessions] == ["morning", "evening-wind-down", "posture-shift"]
    assert slots(plan.sessions[0]) == ["mon 07:30", "wed 07:30", "fri 07:30"]
    assert cast(Weekly, plan.sessions[0].rule).weeks == ((1, 2),)
    assert plan.sessions[1].rotation == ("body-scan-10",)
    assert plan.sessions[2].rotation == ("desk-1", "desk-2", "desk-3")
    assert steps(plan)[-2:] == (
        Rest(20 * SECOND),
        Say("Stand up slowly and notice how your back feels.", 20 * SECOND),
    )
    policy = plan.policy(plan.sessions[0], ReminderPolicy())
    assert policy.quiet == (QuietHours(time(22), time(7)),)
    assert policy.snooze == (10 * MINUTE, 60 * MINUTE)


def test_an_interval_begins_with_its_window_and_ends_before_its_end() -> None:
    found = slots(good("the_design").sessions[2])
    assert found[:3] == ["mon 09:00", "mon 09:45", "mon 10:30"]
    assert found[10:12] == ["mon 16:30", "tue 09:00"]
    hourly = plan_of(plan_with('days = "mon"\nevery = "1h"\nbetween = "09:00-11:00"\n' + STEPS))
    assert slots(hourly.sessions[0]) == ["mon 09:00", "mon 10:00"]


def test_a_window_may_end_with_the_day() -> None:
    late = plan_of(plan_with('days = "sun"\nevery = "1h"\nbetween = "22:00-00:00"\n' + STEPS))
    assert slots(late.sessions[0]) == ["sun 22:00", "sun 23:00"]


def test_times_by_day_are_each_on_their_day() -> None:
    assert slots(good("every_form").sessions[1]) == ["mon 07:30", "sat 09:00", "sat 17:00", "sun 10:00"]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ('"daily"', "0123456"),
        ('"weekdays"', "01234"),
        ('"weekend"', "56"),
        ('["sun", "Mon"]', "06"),
        ('"TUE"', "1"),
    ],
)
def test_days_are_understood(typed: str, days: str) -> None:
    rule = cast(Weekly, plan_of(plan_with(f'days = {typed}\nat = "07:30"\n{STEPS}')).sessions[0].rule)
    assert "".join(str(slot.weekday) for slot in rule.slots) == days


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [
        ("3", ((3, 3),)),
        ('"3"', ((3, 3),)),
        ('"1-2"', ((1, 2),)),
        ('"5-"', ((5, None),)),
        ("[3, 1]", ((1, 1), (3, 3))),
        ('["7-", "1-2"]', ((1, 2), (7, None))),
    ],
)
def test_weeks_are_understood(typed: str, weeks: tuple[tuple[int, int | None], ...]) -> None:
    rule = plan_of(plan_with(f"weeks = {typed}\n{TIMING}{STEPS}")).sessions[0].rule
    assert rule == Weekly(tuple(Slot(day, time(7, 30)) for day in range(7)), weeks)


@pytest.mark.parametrize(
    ("typed", "weeks", "cycles"),
    [
        ('"1 of 2"', (), (WeekCycle(1, 2),)),
        ('"2 of 3"', (), (WeekCycle(2, 3),)),
        ('["2 of 4", "1 of 4"]', (), (WeekCycle(1, 4), WeekCycle(2, 4))),
        ('["1 of 2", 2]', ((2, 2),), (WeekCycle(1, 2),)),
    ],
)
def test_every_so_many_weeks_is_understood(
    typed: str, weeks: tuple[tuple[int, int | None], ...], cycles: tuple[WeekCycle, ...]
) -> None:
    plan = plan_of(plan_with(f"weeks = {typed}\n{TIMING}{STEPS}"))
    assert plan.sessions[0].rule == Weekly(tuple(Slot(day, time(7, 30)) for day in range(7)), weeks, cycles)
    assert plan.needs_start


def test_the_plans_last_week_is_one_of_its_weeks() -> None:
    plan = plan_of(plan_with(f'weeks = ["1-6", 6, "6-"]\n{TIMING}{STEPS}', top="weeks = 6"))
    assert plan.period.weeks == 6


def test_a_plan_that_was_read_comes_round_where_it_says() -> None:
    plan = plan_of(plan_with(TIMING + STEPS, top='timezone = "Asia/Tokyo"\nstarts = 2026-11-23\nweeks = 1'))
    start = datetime(2026, 11, 1, tzinfo=UTC)
    zone = ZoneInfo(plan.timezone)
    found = expand(plan.sessions[0].rule, plan.period, zone, start, start + timedelta(days=60))
    assert [instance.due.isoformat() for instance in found][:2] == [
        "2026-11-22T22:30:00+00:00",
        "2026-11-23T22:30:00+00:00",
    ]
    assert len(found) == 7


def test_a_step_without_more_is_done_as_the_library_does_it() -> None:
    assert dose('exercise = "cat-cow"') == catalogue().exercises["cat-cow"].dose


def test_a_step_changes_only_what_it_names() -> None:
    usual = catalogue().exercises["single-knee-to-chest"].dose
    assert isinstance(usual, Reps)
    changed = dose('exercise = "single-knee-to-chest", reps = 3')
    assert changed == Reps((3,) * len(usual.sets), usual.hold, usual.move, usual.rest, BOTH_SIDES, usual.setup)


@pytest.mark.parametrize(
    ("keys", "sets"),
    [("sets = 3", (8, 8, 8)), ("reps = 5, sets = 2", (5, 5)), ("reps = [6, 4, 2]", (6, 4, 2)), ("reps = 4", (4,))],
)
def test_sets_and_repetitions_go_together(keys: str, sets: tuple[int, ...]) -> None:
    found = dose(f'exercise = "cat-cow", {keys}')
    assert isinstance(found, Reps)
    assert found.sets == sets


def test_repetitions_can_give_way_to_time() -> None:
    found = dose('exercise = "bridge", for = "1m30s"')
    assert isinstance(found, Timed)
    assert found.duration == timedelta(seconds=90)


def test_something_timed_can_be_held_several_times() -> None:
    found = dose('exercise = "walk-easy", reps = 2, hold = "20s"')
    assert isinstance(found, Reps)
    assert (found.sets, found.hold) == ((2,), 20 * SECOND)


@pytest.mark.parametrize(
    ("typed", "sides"), [("both", BOTH_SIDES), ("left", (Side.LEFT,)), ("right", (Side.RIGHT,)), ("none", ())]
)
def test_sides_are_understood(typed: str, sides: tuple[Side, ...]) -> None:
    assert dose(f'exercise = "hip-flexor-standing", sides = "{typed}"').sides == sides


def test_a_sentence_without_a_length_takes_as_long_as_hearing_it() -> None:
    (entry,) = steps(plan_of(plan_with(TIMING + 'steps = [{ say = "Stand up slowly." }]\n')))
    assert entry == Say("Stand up slowly.", 5 * SECOND)


def test_an_own_exercise_is_whole() -> None:
    plan = good("every_form")
    glide = plan.sequences["mine"].entries[0]
    assert isinstance(glide, PerformStep)
    exercise = glide.exercise
    assert (exercise.id, exercise.title, exercise.cues) == ("glide", "Glide", ("Sit tall.",))
    assert exercise.dose == Timed(45 * SECOND)
    assert (exercise.setup, exercise.breath, exercise.picture) == (
        "Take a chair.",
        "Breathe evenly.",
        "glide.png",
    )
    assert (exercise.practice, exercise.cautions) == (Practice.MOBILITY, frozenset({"avoid-wrist-load"}))


def test_own_names_go_before_those_of_the_library() -> None:
    below = '[sequence.desk-1]\nsteps = ["cat-cow"]\n[exercise.cat-cow]\ntitle = "Mine"\ncues = "Sit."\nreps = 2\n'
    plan = plan_of(plan_with(TIMING + 'sequence = "desk-1"\n', below=below))
    (entry,) = plan.sequences["desk-1"].entries
    assert isinstance(entry, PerformStep)
    assert entry.exercise.title == "Mine"


def test_a_session_says_how_it_reminds_beside_its_other_keys_or_in_a_table() -> None:
    one, two, three = (session.remind for session in good("every_form").sessions)
    assert one == PolicyOverride()
    assert two.snooze == (5 * MINUTE, 10 * MINUTE, 20 * MINUTE)
    assert (two.give_up_after, two.quiet) == (30 * MINUTE, ())
    assert three == PolicyOverride(heads_up_before=(), hold_at_most=60 * MINUTE)


def test_a_plan_says_when_it_ends_and_on_which_days_it_rests() -> None:
    period = good("every_form").period
    assert period.ends == date(2027, 2, 14)
    assert period.rests == (
        RestDays(date(2026, 12, 21), date(2027, 1, 3)),
        RestDays(date(2027, 1, 20), date(2027, 1, 20)),
        RestDays(date(2027, 2, 10)),
    )


def test_names_are_made_from_titles_in_any_script() -> None:
    assert [session.id for session in good("any_script").sessions] == [
        "תרגילי-בוקר",
        "朝のストレッチ",
        "pause-s-script-alert-1-script",
    ]


def test_titles_are_kept_as_they_were_typed() -> None:
    plan = good("any_script")
    assert plan.title == "Übungen für den Rücken & <b>100%</b> 🧘"
    assert plan.sessions[2].title == "Pause % {s} <script>alert(1)</script> 👩🏽‍⚕️"


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble() -> None:
    assert slots(good("windows_editor").sessions[0]) == ["mon 07:30", "tue 07:30"]


def test_a_long_walk_is_counted_in_its_minutes() -> None:
    plan = plan_of(plan_with(TIMING + 'steps = [{ exercise = "walk-easy", for = "45m" }]\n'))
    assert planned_length(plan, plan.sessions[0]) == timedelta(minutes=45)


def test_rounds_repeat_the_steps() -> None:
    plan = plan_of(plan_with("rounds = 3\n" + TIMING + 'steps = [{ say = "Rest.", for = "2m" }]\n'))
    assert planned_length(plan, plan.sessions[0]) == timedelta(minutes=6)


def test_an_appointment_is_a_course_of_visits_and_one_review() -> None:
    needles, review, look, massage, *_ = good("visits_and_supplements").sessions
    assert (needles.id, needles.title, needles.detail) == (
        "acupuncture-dr-lin",
        "Acupuncture, Dr Lin",
        "12 High Street",
    )
    assert needles.rule == Course(
        wall("2026-11-25 14:00"), timedelta(weeks=1), 8, ((3, wall("2026-12-10 15:00")),)
    )
    assert (needles.asks, needles.lasts) == (OccurrenceKind.VISIT, timedelta(hours=1))
    assert (needles.remind.heads_up_before, massage.remind.heads_up_before, look.remind.heads_up_before) == (
        (24 * HOUR, HOUR),
        (24 * HOUR, HOUR),
        (),
    )
    assert (review.asks, review.rule) == (
        OccurrenceKind.REVIEW,
        Course(wall("2026-12-24 14:00"), timedelta(days=1), 1),
    )
    assert (look.rule, look.lasts) == (
        Course(wall("2026-11-30 09:30"), timedelta(days=1), 1),
        20 * MINUTE,
    )
    assert (massage.id, massage.practice, massage.rotation) == ("hands", None, ())


def test_a_review_follows_the_visit_it_comes_after_when_that_is_moved() -> None:
    text = (PLANS / "good" / "visits_and_supplements.toml").read_text(encoding="utf-8")
    moved = plan_of(text.replace("except = { 3", "except = { 5"))
    assert cast(Course, moved.sessions[1].rule).first == wall("2026-12-11 15:00")


def test_a_supplement_is_a_reminder_with_a_note_and_no_steps() -> None:
    plan = good("visits_and_supplements")
    turmeric, ginger = plan.sessions[-2:]
    assert (turmeric.id, turmeric.asks, turmeric.detail) == (
        "turmeric",
        OccurrenceKind.SUPPLEMENT,
        "Dr Lin, 2026-11-20",
    )
    assert (turmeric.rotation, turmeric.practice, planned_length(plan, turmeric)) == ((), None, timedelta())
    assert (ginger.id, slots(ginger)) == ("evening-ginger", ["mon 20:00", "thu 08:00", "thu 20:00"])
    assert plan.notes == (NOTE,)
    assert plan.policy(turmeric, ReminderPolicy()).heads_up_before == ()
    assert plan.policy(turmeric, ReminderPolicy()).quiet == (QuietHours(time(22), time(7)),)


@pytest.mark.parametrize(
    ("typed", "lead"),
    [('"1 day"', 24 * 60), ('"2 hours"', 120), ('"90 minutes"', 90), ('"1h30m"', 90), ('"10 min"', 10)],
)
def test_how_long_before_a_visit_is_understood(typed: str, lead: int) -> None:
    assert plan_of(f"{VISIT}remind = {typed}\n").sessions[0].remind.heads_up_before == (lead * MINUTE,)


@pytest.mark.parametrize(("typed", "days"), [("1 week", 7), ("2 weeks", 14), ("3 days", 3), ("1 day", 1)])
def test_how_far_apart_visits_are_is_understood(typed: str, days: int) -> None:
    rule = cast(Course, plan_of(f'{VISIT}every = "{typed}"\n').sessions[0].rule)
    assert rule.every == timedelta(days=days)


def test_a_cue_of_ones_own_has_its_moment() -> None:
    own = 'cues = ["Lie down.", { each = "Lower slowly." }, { end = "Roll to the side and sit up." }]\nreps = 2\n'
    plan = plan_of(plan_with(f'{TIMING}steps = ["mine"]\n[exercise.mine]\ntitle = "Mine"\n{own}'))
    (entry,) = steps(plan)
    assert isinstance(entry, PerformStep)
    assert [(str(moment), text) for moment, text in entry.exercise.told] == [
        ("start", "Lie down."),
        ("each", "Lower slowly."),
        ("end", "Roll to the side and sit up."),
    ]
