"""What a person sees of one reminder, from its due minute to its end."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from routine.core.commands import Skip, Snooze, Start
from routine.core.events import Actor, EventKind, HoldReason
from routine.core.identifiers import SessionPlace
from routine.core.loaded_plans import Settings
from routine.core.plan import PolicyOverride, QuietHours
from routine.ports import TICK, Capabilities
from tests.fakes import MemoryJournal, RecordingNotifier
from tests.replacing import replace
from tests.service.living import BERLIN, HOUR, MINUTE, MONDAY, lived, living, loaded_plans, plan, session
from tests.telling import reason_of, told

MORNING = plan(session("morning", "07:30"))
DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)


@lived
async def test_nothing_comes_before_its_minute_and_the_card_comes_at_it() -> None:
    async with living(MORNING) as life:
        await life.until(DUE - timedelta(microseconds=1))
        assert not life.screen.cards
        await life.until(DUE)
        assert life.card.title == "Morning · 5 min"
        assert life.card.body.splitlines()[0] == "Begins with Cat–Cow. 4 steps."
        assert [action.label for action in life.card.actions[:3]] == ["Start", "Snooze 10m", "Skip"]
        assert life.kinds() == [EventKind.SHOWING, EventKind.SHOWN]


@lived
async def test_snooze_takes_the_card_away_and_it_comes_back_once_saying_so() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.press("Snooze 10m")
        assert not life.screen.cards
        await life.until(DUE + 10 * MINUTE - timedelta(seconds=1))
        assert not life.screen.cards
        await life.until(DUE + 10 * MINUTE)
        assert life.card.body.startswith("due 07:30, snoozed 1×")


@lived
async def test_a_snooze_counts_from_the_press_not_from_the_due_time() -> None:
    async with living(MORNING) as life:
        await life.until(DUE + 4 * MINUTE)
        await life.press("Snooze 10m")
        await life.until(DUE + 14 * MINUTE - timedelta(seconds=1))
        assert not life.screen.cards
        await life.pass_(timedelta(seconds=1))
        assert "snoozed 1×" in life.card.body


@lived
async def test_skip_is_final_and_written_down() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.press("Skip")
        await life.pass_(5 * HOUR)
        assert not life.screen.cards
        assert life.kinds() == [EventKind.SHOWING, EventKind.SHOWN, EventKind.SKIPPED]


@lived
async def test_silence_shows_it_again_and_then_gives_up_without_blame() -> None:
    async with living(MORNING) as life:
        await life.until(DUE + 3 * HOUR)
        assert not life.screen.cards
        shown = [notice for notice in life.screen.notices if notice.title.startswith("Morning")]
        assert len(shown) == 12, "every ten minutes for two hours"
        assert life.kinds()[-1] is EventKind.MISSED
        assert reason_of(life.journal.rows()[-1].entry) == "unanswered"


@lived
async def test_a_dismissed_card_is_not_an_answer() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        life.screen.dismiss(life.screen.newest)
        await life.settle()
        assert EventKind.SKIPPED not in life.kinds()
        await life.until(DUE + 10 * MINUTE)
        assert life.card.title.startswith("Morning")


@lived
async def test_a_click_on_the_body_shows_it_again_and_starts_nothing() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        before = life.screen.newest
        life.screen.click_body(before)
        await life.settle()
        assert len(life.screen.cards) == 1
        assert life.screen.newest != before, "a new card, with its buttons"
        assert EventKind.STARTED not in life.kinds()


@lived
async def test_a_session_started_is_not_reminded_of() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.press("Start")
        assert life.card.title == "Step 1 of 4 · Cat–Cow · 8×"


@lived
async def test_what_the_command_line_says_is_seen_at_the_next_look() -> None:
    for command, phase in (
        (Snooze(20 * MINUTE, Actor.CLI), EventKind.SNOOZED),
        (Skip(Actor.CLI), EventKind.SKIPPED),
    ):
        async with living(MORNING) as life:
            await life.until(DUE)
            about = life.journal.rows()[-1].entry.about
            assert about
            life.service._store.apply(about.key, command, life.clock.now())
            life.service.run_once()
            await life.settle()
            assert not life.screen.cards
            assert life.kinds()[-1] is phase


@lived
async def test_start_from_the_command_line_is_guided_in_the_notification() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        about = life.journal.rows()[-1].entry.about
        assert about
        life.service._store.apply(about.key, Start(Actor.CLI, SessionPlace.NOTIFICATION), life.clock.now())
        life.service.run_once()
        await life.settle()
        assert life.card.title.startswith("Step 1 of 4")


@lived
async def test_quiet_hours_hold_it_and_it_comes_when_they_end() -> None:
    quiet = plan(session("morning", "06:50"))
    settings = Settings(welcome=False, remind=PolicyOverride(quiet=(QuietHours(time(22), time(7)),)))
    async with living(loaded_plans(quiet, settings=settings), now=MONDAY - HOUR) as life:
        await life.until(MONDAY - timedelta(seconds=1))
        assert not life.screen.cards
        assert life.kinds() == [EventKind.HELD]
        await life.until(MONDAY)
        assert life.card.body.startswith("due 06:50")


@lived
async def test_a_plan_of_another_zone_is_told_in_the_time_and_the_quiet_hours_of_this_computer() -> None:
    tokyo = replace(plan(session("call", "11:00")), timezone="Asia/Tokyo")
    night = Settings(welcome=False, remind=PolicyOverride(quiet=(QuietHours(time(22), time(7)),)))
    three = datetime(2026, 11, 24, 3, 0, tzinfo=BERLIN)
    async with living(loaded_plans(tokyo, settings=night), now=three - HOUR) as life:
        assert "03:00" in life.said[-1]
        await life.until(three)
        assert life.kinds() == [EventKind.HELD]
    async with living(loaded_plans(tokyo), now=three - HOUR) as life:
        await life.until(three + 10 * MINUTE)
        assert life.card.body.startswith("due 03:00")


@lived
async def test_a_session_that_always_reminds_comes_in_quiet_hours() -> None:
    always = plan(session("pill", "06:50", remind=PolicyOverride(always=True)))
    settings = Settings(welcome=False, remind=PolicyOverride(quiet=(QuietHours(time(22), time(7)),)))
    async with living(loaded_plans(always, settings=settings), now=MONDAY - HOUR) as life:
        await life.until(MONDAY - 10 * MINUTE)
        assert life.card.title.startswith("Pill")


@lived
async def test_a_heads_up_comes_once_quietly_before_it() -> None:
    soon = plan(session("morning", "07:30", remind=PolicyOverride(heads_up_before=(5 * MINUTE,))))
    async with living(soon) as life:
        await life.until(DUE - 5 * MINUTE)
        assert (life.card.title, life.card.body) == ("Soon: Morning", "At 07:30, 5 min.")
        assert not life.card.actions
        await life.until(DUE)
        assert [notice.title for notice in life.screen.notices] == ["Soon: Morning", "Morning · 5 min"]
        assert life.card.title == "Morning · 5 min"


@lived
async def test_two_sessions_in_one_minute_have_a_card_each() -> None:
    both = plan(session("morning", "07:30"), session("walk", "07:30"))
    async with living(both) as life:
        await life.until(DUE)
        assert sorted(notice.title for notice in life.screen.cards.values()) == ["Morning · 5 min", "Walk · 5 min"]


@lived
async def test_without_buttons_the_card_says_what_to_type() -> None:
    screen = RecordingNotifier()
    screen.caps = replace(screen.caps, actions=False)
    async with living(MORNING, screen=screen) as life:
        await life.until(DUE)
        assert "routine start, routine snooze 10m or routine skip" in screen.text(screen.newest)


@lived
async def test_a_server_that_fails_is_asked_again_until_it_takes_the_card() -> None:
    async with living(MORNING) as life:
        life.screen.lose()
        await life.until(DUE + timedelta(seconds=45))
        assert life.kinds() == [EventKind.SHOWING, EventKind.SHOWING]
        assert any("could not be shown" in line for line in life.said)
        life.screen.come_back()
        await life.settle()
        assert life.card.title.startswith("Morning")


@lived
async def test_a_card_that_went_with_its_server_is_shown_again() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        life.screen.lose()
        await life.settle()
        life.screen.come_back()
        await life.settle()
        assert life.card.title.startswith("Morning")


@lived
async def test_after_a_restart_a_snooze_is_due_at_the_same_instant() -> None:
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        await life.until(DUE)
        await life.press("Snooze 10m")
    async with living(MORNING, journal=journal, now=DUE + 5 * MINUTE) as life:
        await life.until(DUE + 10 * MINUTE - timedelta(seconds=1))
        assert not life.screen.cards
        await life.until(DUE + 10 * MINUTE)
        assert "snoozed 1×" in life.card.body


@lived
async def test_after_a_crash_between_asking_and_the_servers_yes_it_is_shown_once_more() -> None:
    journal = MemoryJournal()
    screen = RecordingNotifier()
    async with living(MORNING, journal=journal, screen=screen) as life:
        await life.until(DUE)
    crashed = MemoryJournal([row.entry for row in journal.rows() if row.entry.kind is not EventKind.SHOWN])
    async with living(MORNING, journal=crashed, now=DUE + MINUTE) as life:
        assert life.card.title.startswith("Morning")
        assert life.kinds() == [EventKind.SHOWING, EventKind.SHOWING, EventKind.SHOWN]


@lived
async def test_a_late_start_shows_what_is_recent_and_writes_the_rest_off() -> None:
    both = plan(session("early", "03:00"), session("morning", "06:30"))
    journal = MemoryJournal()
    async with living(both, journal=journal, now=MONDAY - 12 * HOUR):
        pass
    async with living(both, journal=journal) as life:
        assert life.card.title.startswith("Morning")
        assert life.card.body.startswith("due 06:30")
        assert [
            (e.kind, reason_of(e))
            for row in journal.rows()
            if (e := row.entry).about and e.about.session == "early"
        ] == [(EventKind.MISSED, "off")]


@lived
async def test_what_came_due_asleep_comes_together_on_one_card() -> None:
    both = plan(session("early", "07:10"), session("morning", "07:30"), session("night", "07:20"))
    async with living(both) as life:
        await life.sleep(HOUR)
        assert life.card.title == "While you were away: 3 sessions"
        assert life.card.body.splitlines() == [
            "1. Morning, 5 min, due 07:30",
            "2. Night, 5 min, due 07:20",
            "3. Early, 5 min, due 07:10",
        ]
        await life.press("Start 2")
        assert life.card.title.startswith("Step 1 of 4")
        assert life.kinds(of="night")[-1] is EventKind.STARTED


@lived
async def test_snoozing_them_together_brings_them_back_together() -> None:
    both = plan(session("early", "07:10"), session("morning", "07:30"))
    async with living(both) as life:
        await life.sleep(HOUR)
        await life.press("Snooze 10m")
        assert not life.screen.cards
        await life.pass_(10 * MINUTE)
        assert life.card.title == "While you were away: 2 sessions"
        assert "snoozed 1×" in life.card.body


@lived
async def test_the_length_on_a_shared_card_is_how_long_all_of_them_are_snoozed() -> None:
    short = PolicyOverride(snooze=(20 * MINUTE,))
    async with living(plan(session("first", "07:30"), session("second", "07:40", remind=short))) as life:
        await life.sleep(45 * MINUTE)
        assert life.card.actions[2].label == "Snooze 20m"
        await life.press("Snooze 20m")
        back = {told(row.entry).until for row in life.journal.rows(kinds=(EventKind.SNOOZED,))}
        assert back == {life.clock.now() + 20 * MINUTE}


@lived
async def test_a_reminder_that_falls_due_during_a_session_waits_for_its_end() -> None:
    both = plan(session("morning", "07:30"), session("walk", "07:32"))
    async with living(both) as life:
        await life.until(DUE)
        await life.press("Start")
        await life.until(DUE + 3 * MINUTE)
        assert life.card.title.startswith("Step")
        await life.press("Stop")
        titles = [card.title for card in life.screen.cards.values()]
        assert titles == ["Morning: done in part: 3 of 5 min", "Walk · 5 min"]


@lived
async def test_the_very_first_start_greets_within_the_same_moment_and_never_again() -> None:
    journal = MemoryJournal()
    first = loaded_plans(MORNING, settings=Settings())
    async with living(first, journal=journal) as life:
        assert "Welcome" in life.card.title or "minute" in life.card.title.lower()
        await life.press("Skip")
    async with living(first, journal=journal, now=MONDAY + MINUTE) as life:
        assert not life.screen.cards


@lived
async def test_it_waits_while_the_desktop_forbids_and_comes_within_five_seconds_of_the_end() -> None:
    async with living(MORNING) as life:
        life.presence.hold = HoldReason.FULL_SCREEN
        await life.until(DUE + 20 * MINUTE)
        assert not life.screen.cards
        assert life.kinds() == [EventKind.HELD]
        life.presence.hold = None
        await life.pass_(timedelta(seconds=5))
        assert life.card.body.startswith("due 07:30")


@lived
async def test_a_hold_that_does_not_end_is_capped_and_named() -> None:
    async with living(MORNING) as life:
        life.presence.hold = HoldReason.MICROPHONE
        await life.until(DUE + 3 * HOUR)
        assert life.kinds() == [EventKind.HELD, EventKind.MISSED]
        assert reason_of(life.journal.rows()[-1].entry) == "held"


@lived
async def test_a_second_reminder_that_falls_into_a_coffee_comes_once_somebody_is_back() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        life.screen.dismiss(life.screen.newest)
        await life.until(DUE + 9 * MINUTE)
        life.presence.hold = HoldReason.AWAY
        await life.until(DUE + 12 * MINUTE)
        assert not life.screen.cards
        life.presence.hold = None
        await life.pass_(TICK)
        assert life.card.body.startswith("due 07:30")


@lived
async def test_a_heads_up_that_falls_into_a_full_screen_comes_after_it() -> None:
    async with living(
        plan(session("morning", "07:30", remind=PolicyOverride(heads_up_before=(20 * MINUTE,))))
    ) as life:
        life.presence.hold = HoldReason.FULL_SCREEN
        await life.until(DUE - 19 * MINUTE)
        assert not life.screen.cards
        life.presence.hold = None
        await life.pass_(TICK)
        assert life.card.title.startswith("Soon: Morning")


@lived
async def test_when_one_of_three_on_a_card_is_answered_elsewhere_start_starts_what_the_card_says() -> None:
    three = plan(session("early", "07:10"), session("night", "07:20"), session("morning", "07:30"))
    async with living(three) as life:
        await life.sleep(HOUR)
        newest = next(key for key in life.service._store.reminders if "morning" in key)
        life.service._store.apply(newest, Skip(Actor.CLI), life.clock.now())
        life.service.run_once()
        await life.settle()
        assert life.card.body.splitlines() == ["1. Night, 5 min, due 07:20", "2. Early, 5 min, due 07:10"]
        await life.press("Start 2")
        assert life.kinds(of="early")[-1] is EventKind.STARTED


@lived
async def test_the_second_snooze_button_snoozes_as_long_as_it_says_also_where_a_third_is_offered() -> None:
    roomy = RecordingNotifier(caps=Capabilities("roomy", actions=True), room=6)
    lengths = PolicyOverride(snooze=(10 * MINUTE, HOUR, 3 * HOUR))
    async with living(plan(session("morning", "07:30", remind=lengths)), screen=roomy) as life:
        await life.until(DUE)
        await life.press("Snooze 1h")
        assert told(life.journal.rows()[-1].entry).until == DUE + HOUR


@lived
async def test_a_clock_set_back_while_the_desktop_is_asked_costs_no_reminder() -> None:
    async with living(MORNING) as life:
        life.clock.set(DUE)
        ask = life.presence.ask

        async def slow() -> None:
            life.presence.ask = ask  # type: ignore[method-assign] # as it was
            life.clock.move(timedelta(seconds=-1))

        life.presence.ask = slow  # type: ignore[method-assign] # a desktop that takes its time
        life.alarm.ring()
        await life.settle()
        await life.until(DUE)
        assert life.card.title == "Morning · 5 min"


@lived
async def test_a_session_that_always_reminds_pierces_do_not_disturb_where_that_can_be_done() -> None:
    always = plan(session("pill", "07:30", remind=PolicyOverride(always=True)))
    async with living(always) as life:
        life.presence.hold = HoldReason.DO_NOT_DISTURB
        await life.until(DUE)
        assert life.card.title.startswith("Pill")
        assert life.card.pierces


@lived
async def test_a_session_that_always_reminds_comes_after_what_lets_nothing_through() -> None:
    """Shown into it, it would count as shown, and nobody would have seen it."""
    always = plan(session("pill", "07:30", remind=PolicyOverride(always=True)))
    async with living(always, changed=lambda ports: replace(ports, urgent_is_seen=lambda: False)) as life:
        life.presence.hold = HoldReason.DO_NOT_DISTURB
        await life.until(DUE + 20 * MINUTE)
        assert not life.screen.cards
        assert EventKind.SHOWN not in life.kinds()
        life.presence.hold = None
        await life.pass_(MINUTE)
        assert life.card.title.startswith("Pill")
        assert not life.card.pierces


@lived
async def test_a_session_that_always_reminds_comes_over_a_full_screen() -> None:
    always = plan(session("pill", "07:30", remind=PolicyOverride(always=True)))
    async with living(always) as life:
        life.presence.hold = HoldReason.FULL_SCREEN
        await life.until(DUE)
        assert life.card.title.startswith("Pill")
