"""What a person sees from Start to the last question, in the notification."""

from __future__ import annotations

from datetime import datetime, timedelta

from routine.core.commands import Abandon, Finish, Start
from routine.core.events import Actor, EventKind
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.loaded_plans import Settings
from routine.core.notification import ActionId
from routine.presentation.reminders import STOP_RULE
from routine.presentation.session_rules import WAY_OUT
from routine.service.reminder_store import ReminderStore
from tests.fakes import MemoryJournal
from tests.reading.typed import plan_of
from tests.service.living import (
    BERLIN,
    HOUR,
    LATER,
    MINUTE,
    SECOND,
    Life,
    lived,
    living,
    loaded_plans,
    plan,
    session,
)
from tests.telling import told

MORNING = plan(session("morning", "07:30"))
DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)


async def _start(life: Life) -> None:
    await life.until(DUE)
    await life.press("Start")


def _key(life: Life) -> OccurrenceKey:
    return next(row.entry.key for row in life.journal.rows() if row.entry.about)


@lived
async def test_each_step_is_a_card_with_its_cue_breath_and_length() -> None:
    async with living(MORNING) as life:
        await _start(life)
        assert life.card.title == "Step 1 of 4 · Cat–Cow · 8×"
        assert life.card.body == f"Kneel on hands and knees.\nGet ready, 12 s. 6 min left in all.\n{STOP_RULE}"
        await life.pass_(12 * SECOND)
        assert life.card.body == (
            "Let the belly soften. Round the back.\nIn as the back dips, out as it rounds.\n"
            "About 48 s. 5 min left in all."
        )
        assert [action.label for action in life.card.actions] == ["Next", "Pause", "Stop"]


@lived
async def test_it_goes_on_by_itself_through_rests_and_sides_to_the_question() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(10 * MINUTE)
        titles = list(dict.fromkeys(notice.title for notice in life.screen.notices))
        assert titles == [
            "Morning · 5 min",
            "Step 1 of 4 · Cat–Cow · 8×",
            "Rest · 20 s",
            "Step 2 of 4 · Single Knee to Chest · 2 × 20 s",
            "Step 2 of 4 · Single Knee to Chest · 2 × 20 s · left side",
            "Step 2 of 4 · Single Knee to Chest · 2 × 20 s · right side",
            "Step 3 of 4 · Belly Breathing · 1 min",
            "Step 4 of 4",
            "Morning: done",
        ]
        other_side = next(n for n in life.screen.notices if n.title.endswith("right side"))
        assert other_side.body.startswith("Now the right side.")
        assert life.kinds()[-6:] == [*[EventKind.STEP_DONE] * 5, EventKind.COMPLETED]


@lived
async def test_the_picture_is_of_what_is_done_on_the_side_it_is_done() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        assert life.card.picture == "/pictures/cat-cow.png", "the first exercise"
        await life.press("Start")
        await life.pass_(10 * MINUTE)
        shown = list(dict.fromkeys(notice.picture.rpartition("/")[2] for notice in life.screen.notices))
        assert shown == [
            "cat-cow.png",
            "",
            "single-knee-to-chest.png",
            "single-knee-to-chest@left.png",
            "single-knee-to-chest@right.png",
            "belly.png",
        ]


@lived
async def test_the_answer_to_the_last_question_is_kept() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(10 * MINUTE)
        assert [action.label for action in life.card.actions] == ["Too easy", "Just right", "Too hard"]
        await life.press("Too hard")
        assert not life.screen.cards
        felt = life.journal.rows()[-1].entry
        assert (felt.kind, told(felt).answer) == (EventKind.FELT, "harder")


@lived
async def test_the_very_first_session_is_compared_with_none() -> None:
    async with living(MORNING) as life:
        asked = []
        for day in range(2):
            await life.until(DUE + timedelta(days=day))
            await life.press("Start")
            await life.pass_(10 * MINUTE)
            asked.append(life.card.body)
            await life.press("Same" if day else "Just right")
        assert asked == ["How was it?", "How was it, compared with last time?"]


READING = """title = "To read"
[[session]]
title = "A minute"
practice = "relaxation"
days = "daily"
at = "07:30"
sequence = "pacing"
"""


@lived
async def test_what_is_only_read_has_no_way_out_of_it_and_nobody_is_asked_how_it_went() -> None:
    async with living(plan_of(READING)) as life:
        await _start(life)
        assert WAY_OUT not in life.card.body
        await life.pass_(2 * 60 * SECOND)
        assert life.kinds()[-1] is EventKind.COMPLETED
        assert not life.screen.cards
        await life.until(DUE + timedelta(days=1))
        await life.press("Start")
        await life.press("Stop")
        assert life.kinds()[-1] is EventKind.ABANDONED
        assert not life.screen.cards


@lived
async def test_the_question_goes_away_by_itself_when_nobody_answers() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(HOUR)
        assert not life.screen.cards
        assert life.kinds()[-1] is EventKind.COMPLETED


@lived
async def test_next_goes_from_getting_ready_to_the_work_to_the_next_step() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.press("Next")
        assert life.card.body.startswith("Let the belly soften.")
        await life.press("Next")
        assert life.card.title == "Rest · 20 s"
        await life.press("Next")
        assert life.card.title.startswith("Step 2 of 4")


@lived
async def test_pause_stops_the_time_and_resume_takes_it_up() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(5 * SECOND)
        await life.press("Pause")
        assert life.card.title == "Paused · Step 1 of 4 · Cat–Cow · 8×"
        assert [action.label for action in life.card.actions] == ["Go on", "Skip this", "Stop"]
        await life.pass_(20 * MINUTE)
        assert life.card.title.startswith("Paused")
        await life.press("Go on")
        await life.pass_(7 * SECOND - timedelta(microseconds=1))
        assert life.card.body.startswith("Kneel")
        await life.pass_(SECOND)
        assert life.card.body.startswith("Let the belly")


@lived
async def test_stop_is_kept_with_the_step_it_came_to() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(90 * SECOND)
        await life.press("Stop")
        assert (life.card.title, life.card.body) == (
            "Morning: done in part: 1 of 5 min",
            "That is fine. What was it?",
        )
        entry = life.journal.rows()[-1].entry
        assert (entry.kind, told(entry).steps_done) == (EventKind.ABANDONED, 2)
        assert told(entry).played == 90 * SECOND
        await life.press("It hurt")
        assert STOP_RULE in life.card.body
        await life.press("All right")
        assert not life.screen.cards


@lived
async def test_pressing_through_a_session_is_not_doing_it() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(20 * SECOND)
        await life.press("Pause")
        await life.press("Skip this")
        while life.card.title.startswith("Paused"):
            await life.press("Skip this")
        kinds = life.kinds(of="morning")
        assert kinds[-1] is EventKind.ABANDONED
        assert EventKind.STEP_SKIPPED in kinds
        assert EventKind.STEP_DONE not in kinds
        assert life.card.title == "Morning: done in part: 20 s of 5 min"


@lived
async def test_a_step_card_put_away_comes_with_the_next_beat() -> None:
    async with living(MORNING) as life:
        await _start(life)
        life.screen.dismiss(life.screen.newest)
        await life.settle()
        await life.pass_(12 * SECOND)
        assert life.card.title.startswith("Step 1 of 4")


@lived
async def test_a_lid_closed_in_the_middle_finds_the_session_waiting() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.sleep(10 * MINUTE)
        assert life.card.title == "Paused · Step 1 of 4 · Cat–Cow · 8×"


@lived
async def test_a_session_finished_or_stopped_elsewhere_ends_here() -> None:
    for command in (Finish(Actor.CLI), Abandon(Actor.CLI, 1), Start(Actor.CLI, SessionPlace.TERMINAL)):
        async with living(MORNING) as life:
            await _start(life)
            life.service._store.apply(_key(life), command, life.clock.now())
            life.service.run_once()
            await life.settle()
            assert not [card for card in life.screen.cards.values() if card.title.startswith("Step")]
            written = len(life.kinds())
            await life.pass_(5 * MINUTE)
            assert len(life.kinds()) == written, "nothing more is written by the guide"


@lived
async def test_a_session_that_ended_elsewhere_in_the_last_second_is_not_led_on() -> None:
    for command, last in ((Finish(Actor.CLI), EventKind.COMPLETED), (Abandon(Actor.PAGE, 1), EventKind.ABANDONED)):
        async with living(MORNING) as life:
            await _start(life)
            await life.pass_(59 * SECOND)
            elsewhere = ReminderStore(life.journal, life.service._plans.agenda())
            elsewhere.reload(life.clock.now())
            elsewhere.apply(_key(life), command, life.clock.now())
            shown = len(life.screen.notices)
            await life.pass_(10 * MINUTE)
            assert not [
                notice for notice in life.screen.notices[shown:] if notice.title.startswith(("Step", "Rest"))
            ]
            assert life.kinds()[3:] == [last], "one ending, and no step after it"


@lived
async def test_a_session_that_is_paused_and_left_ends_after_an_hour_where_it_was() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(90 * SECOND)
        await life.press("Pause")
        await life.pass_(59 * MINUTE)
        assert life.card.title.startswith("Paused"), "until then it waits"
        await life.pass_(MINUTE)
        assert not life.screen.cards
        entry = life.journal.rows()[-1].entry
        assert (entry.kind, entry.by, told(entry).steps_done) == (EventKind.ABANDONED, Actor.SERVICE, 2)


@lived
async def test_a_session_that_is_slept_through_ends_as_well_and_the_next_day_comes_as_always() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.sleep(3 * HOUR)
        assert not life.screen.cards
        assert life.kinds()[-1] is EventKind.ABANDONED
        await life.until(DUE + 24 * HOUR)
        assert life.card.title == "Morning · 5 min"


@lived
async def test_a_clock_set_back_makes_no_step_longer() -> None:
    async with living(MORNING) as life:
        await _start(life)
        await life.pass_(30 * SECOND)
        life.clock.move(-HOUR)
        life.service.clock_changed()
        await life.settle()
        await life.pass_(MINUTE)
        assert life.card.title == "Rest · 20 s"


@lived
async def test_next_on_the_card_before_does_not_pass_over_what_has_just_begun() -> None:
    async with living(MORNING) as life:
        await _start(life)
        ready = life.screen.newest
        life.clock.move(12 * SECOND)
        life.alarm.ring()  # the work begins, and its card is on its way
        life.screen.press(ready, ActionId.NEXT)
        await life.settle()
        assert life.card.body.startswith("Let the belly soften.")


@lived
async def test_start_on_a_card_is_led_there_though_sessions_are_led_in_a_terminal() -> None:
    settings = Settings(welcome=False, guide=SessionPlace.TERMINAL)
    async with living(loaded_plans(MORNING, settings=settings)) as life:
        await _start(life)
        assert life.card.title.startswith("Step 1 of 4")


@lived
async def test_after_a_crash_within_the_hour_it_offers_to_go_on_where_it_was() -> None:
    journal = MemoryJournal([LATER])
    async with living(MORNING, journal=journal) as life:
        await _start(life)
        await life.pass_(90 * SECOND)
    async with living(MORNING, journal=journal, now=DUE + 30 * MINUTE) as life:
        assert life.card.body == "You were at step 2 of 4. Go on from there?"
        await life.press("Go on")
        assert life.card.title.startswith("Step 2 of 4")


@lived
async def test_after_more_than_an_hour_it_is_stopped_where_it_was() -> None:
    journal = MemoryJournal([LATER])
    async with living(MORNING, journal=journal) as life:
        await _start(life)
        await life.pass_(90 * SECOND)
    async with living(MORNING, journal=journal, now=DUE + 2 * HOUR) as life:
        assert not life.screen.cards
        entry = journal.rows()[-1].entry
        assert (entry.kind, told(entry).steps_done) == (EventKind.ABANDONED, 2)


@lived
async def test_starting_a_second_session_pauses_the_first() -> None:
    both = plan(session("morning", "07:30"), session("walk", "07:30"))
    async with living(both) as life:
        await life.until(DUE)
        first, second = list(life.screen.cards)
        await life.press("Start", first)
        await life.press("Start", second)
        titles = sorted(card.title for card in life.screen.cards.values())
        assert titles == ["Paused · Step 1 of 4 · Cat–Cow · 8×", "Step 1 of 4 · Cat–Cow · 8×"]
