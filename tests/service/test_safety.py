"""What the answers to the safety check change in the reminders: what is offered, what waits, what goes on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from msgspec import structs

from routine.core.commands import Finish, Start
from routine.core.events import Actor, Event, EventKind
from routine.core.exercise import Practice
from routine.core.identifiers import SessionPlace
from routine.core.loaded_plans import Settings
from routine.core.plan import Plan
from routine.core.safety import answered, cleared
from routine.errors import Refused
from routine.presentation.reminders import STOP_RULE
from tests.fakes import MemoryJournal
from tests.replacing import replace
from tests.service.living import (
    BERLIN,
    MINUTE,
    MONDAY,
    Life,
    breathing,
    lived,
    living,
    loaded_plans,
    plan,
    session,
)
from tests.telling import reason_of, told

WAITS = "A two-minute safety check is waiting: routine help-signs"
BEFORE = MONDAY - timedelta(hours=1)
STRETCH = session("stretch", "07:30")
BREATHE = breathing("breathe", "08:00")
BOTH = plan(STRETCH, BREATHE)
DOCTOR, STOP, NONE = answered([], ["B5"], BEFORE), answered(["A2"], [], BEFORE), answered([], [], BEFORE)


def at(clock: str, day: int = 23) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=BERLIN)


async def say(life: Life, entry: Event) -> None:
    """Somebody answers the check in a terminal, and the service is poked."""
    life.journal.append(lambda: [structs.replace(entry, at=life.clock.now())])
    life.service.run_once()
    await life.settle()


def titles(life: Life) -> list[str]:
    return [notice.title for notice in life.screen.notices]


def state(life: Life, of: str) -> list[EventKind]:
    return life.kinds(of=of)


@lived
async def test_until_it_is_answered_the_check_is_offered_on_cards_that_ask_to_move() -> None:
    async with living(BOTH, journal=MemoryJournal()) as life:
        await life.until(at("07:30"))
        assert life.card.body == f"Begins with Cat–Cow. 4 steps.\n{WAITS}"
        assert life.card.actions[0].label == "Start", "and nothing is locked"
        await life.press("Skip")
        await life.until(at("08:00"))
        assert WAITS not in life.card.body


OPENED = "Before you start: a two-minute safety check"


@lived
async def test_the_first_start_of_a_session_that_moves_opens_the_check_and_it_can_be_put_off_once() -> None:
    async with living(BOTH, journal=MemoryJournal()) as life:
        await life.until(at("07:30"))
        await life.press("Start")
        assert life.card.title == OPENED
        assert [button.label for button in life.card.actions] == ["Another time"], "without a browser"
        assert state(life, "stretch") == [EventKind.SHOWING, EventKind.SHOWN], "and nothing has begun"
        await life.press("Another time")
        assert life.card.title.startswith("Step 1")
        (later,) = [row.entry for row in life.journal.rows(kinds=(EventKind.CHECKIN,))]
        assert (told(later).outcome, later.by) == ("put-off", Actor.NOTIFICATION)
        await life.press("Stop")
        await life.until(at("07:30", day=24))
        await life.press("Start")
        assert life.card.title.startswith("Step 1"), "it is not asked again"


@lived
async def test_the_check_opens_in_the_browser_and_the_session_waits_beside_it() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal()) as life:
        life.browser.can_open = True
        await life.until(at("07:30"))
        await life.press("Start")
        await life.press("Open check")
        assert life.browser.opened == ["the check"]
        assert life.card.title.startswith("Stretch"), "whoever has answered finds it where it was"
        await say(life, NONE)
        await life.press("Start")
        assert life.card.title.startswith("Step 1")


@lived
async def test_a_check_that_no_browser_opened_says_how_to_answer_it_and_offers_what_works() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal()) as life:
        life.browser.can_open = life.browser.broken = True
        await life.until(at("07:30"))
        await life.press("Start")
        await life.press("Open check")
        assert life.card.title == OPENED
        assert life.card.body == "No browser opened it. It can be answered in a terminal: routine help-signs"
        assert [button.label for button in life.card.actions] == ["Another time"]
        await life.press("Another time")
        assert life.card.title.startswith("Step 1")


@lived
async def test_a_calm_session_opens_no_check() -> None:
    async with living(plan(BREATHE), journal=MemoryJournal()) as life:
        await life.until(at("08:00"))
        await life.press("Start")
        assert life.card.title.startswith("Step 1")


@lived
async def test_once_a_stop_is_cleared_the_next_start_asks_the_rest() -> None:
    word = cleared(date(2026, 11, 23), [STOP], BEFORE + MINUTE, BERLIN)
    async with living(plan(STRETCH), journal=MemoryJournal([STOP, word])) as life:
        await life.until(at("07:30"))
        assert WAITS in life.card.body
        await life.press("Start")
        assert life.card.title == OPENED


@lived
async def test_once_it_is_answered_it_is_not_offered_for_a_month() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal([NONE])) as life:
        await life.until(at("07:30"))
        assert life.card.body == "Begins with Cat–Cow. 4 steps."
        await life.until(at("07:30") + timedelta(days=31))
        assert any(WAITS in notice.body for notice in life.screen.notices[-2:])


@lived
async def test_the_very_first_card_offers_it() -> None:
    first = loaded_plans(plan(session("later", "20:00")), settings=Settings(welcome=True))
    async with living(first, journal=MemoryJournal()) as life:
        await life.pass_(MINUTE)
        assert life.card.title.startswith("Your first minute")
        assert life.card.body.endswith(WAITS)


@lived
async def test_a_sign_of_part_b_leaves_movement_out_without_a_card_and_the_calm_sessions_come() -> None:
    async with living(BOTH, journal=MemoryJournal([DOCTOR])) as life:
        await life.until(at("07:45"))
        assert titles(life) == []
        assert state(life, "stretch") == [EventKind.EXCUSED]
        await life.until(at("08:00"))
        assert life.card.title == "Breathe · 1 min"
        why = [reason_of(row.entry) for row in life.journal.rows(kinds=(EventKind.EXCUSED,))]
        assert why == ["safety"]


@lived
async def test_a_session_that_moves_is_left_out_whatever_it_is_called() -> None:
    called_calm = replace(session("stretch", "07:30"), practice=Practice.RELAXATION)
    async with living(plan(called_calm), journal=MemoryJournal([DOCTOR])) as life:
        await life.until(at("07:45"))
        assert titles(life) == []
        assert state(life, "stretch") == [EventKind.EXCUSED]


@lived
async def test_a_session_that_only_breathes_comes_whatever_it_is_called() -> None:
    called_yoga = replace(BREATHE, practice=Practice.YOGA)
    async with living(plan(called_yoga), journal=MemoryJournal([DOCTOR])) as life:
        await life.until(at("08:00"))
        assert life.card.title == "Breathe · 1 min"


@lived
async def test_a_sign_of_part_a_leaves_every_session_out() -> None:
    async with living(BOTH, journal=MemoryJournal([STOP])) as life:
        await life.until(at("09:00"))
        assert titles(life) == []
        assert state(life, "stretch") == state(life, "breathe") == [EventKind.EXCUSED]


@lived
async def test_what_is_on_the_screen_goes_when_somebody_names_a_sign() -> None:
    async with living(BOTH, journal=MemoryJournal([NONE])) as life:
        await life.until(at("07:30"))
        assert life.card.title.startswith("Stretch")
        await say(life, DOCTOR)
        assert not life.screen.cards
        assert state(life, "stretch")[-1] is EventKind.EXCUSED


@lived
async def test_a_snoozed_one_does_not_come_back() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal([NONE])) as life:
        await life.until(at("07:30"))
        await life.press("Snooze 10m")
        await say(life, STOP)
        shown = len(titles(life))
        await life.until(at("08:30"))
        assert len(titles(life)) == shown
        assert state(life, "stretch")[-1] is EventKind.EXCUSED


@lived
async def test_a_session_under_way_stops_and_its_card_goes() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal([NONE])) as life:
        await life.until(at("07:30"))
        await life.press("Start")
        assert life.card.title.startswith("Step 1")
        await say(life, STOP)
        assert not life.screen.cards
        assert state(life, "stretch")[-1] is EventKind.ABANDONED


@lived
async def test_a_sign_named_while_a_step_ends_leaves_one_ending_and_no_further_step() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal([NONE])) as life:
        await life.until(at("07:30"))
        await life.press("Start")
        await life.pass_(timedelta(seconds=59))
        life.journal.append(lambda: [structs.replace(STOP, at=life.clock.now())])
        shown = len(life.screen.notices)
        await life.pass_(10 * MINUTE)
        assert not [notice for notice in life.screen.notices[shown:] if notice.title.startswith(("Step", "Rest"))]
        ends = [kind for kind in state(life, "stretch") if kind in {EventKind.ABANDONED, EventKind.COMPLETED}]
        assert ends == [EventKind.ABANDONED]


@lived
async def test_a_professionals_word_brings_the_next_session_back() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal([DOCTOR])) as life:
        await life.until(at("12:00"))
        word = cleared(date(2026, 11, 23), [DOCTOR], life.clock.now(), BERLIN)
        await say(life, word)
        assert titles(life) == [], "what was left out stays so"
        await life.until(at("07:30", day=24))
        assert life.card.title.startswith("Stretch")


@lived
async def test_no_heads_up_comes_for_what_will_not_be_shown() -> None:
    soon = replace(STRETCH, remind=replace(STRETCH.remind, heads_up_before=(10 * MINUTE,)))
    async with living(plan(soon), journal=MemoryJournal([DOCTOR])) as life:
        await life.until(at("07:45"))
        assert titles(life) == []
        assert state(life, "stretch") == [EventKind.EXCUSED]


@lived
async def test_after_a_restart_what_was_shown_or_started_does_not_come_back_either() -> None:
    journal = MemoryJournal([NONE])
    async with living(BOTH, journal=journal) as life:
        await life.until(at("08:00"))
        key = next(row.entry.key for row in journal.rows(kinds=(EventKind.SHOWN,)))
        life.service._store.apply(key, Start(Actor.CLI, SessionPlace.NOTIFICATION), life.clock.now())
        await life.settle()
    journal.append(lambda: [structs.replace(STOP, at=at("08:01"))])
    async with living(BOTH, now=at("08:02"), journal=journal) as life:
        await life.until(at("08:30"))
        assert titles(life) == []
        assert state(life, "stretch")[-1] is EventKind.ABANDONED
        assert state(life, "breathe")[-1] is EventKind.EXCUSED


@pytest.mark.parametrize(
    ("answer", "says"), [(DOCTOR, "until a professional has said"), (STOP, "getting help comes first")]
)
def test_start_is_refused_kindly_and_what_was_done_all_the_same_can_be_told(answer: Event, says: str) -> None:
    @lived
    async def story() -> None:
        async with living(plan(STRETCH), journal=MemoryJournal([answer])) as life:
            await life.until(at("07:45"))
            store, now = life.service._store, life.clock.now()
            (key,) = [key for key in store.reminders if "2026-11-23" in key]
            with pytest.raises(Refused, match=says) as refused:
                store.apply(key, Start(Actor.CLI, SessionPlace.TERMINAL), now)
            assert "routine help-signs" in refused.value.hint
            store.apply(key, Finish(Actor.CLI), now)
            assert state(life, "stretch")[-1] is EventKind.COMPLETED

    story()


@lived
async def test_the_answers_are_among_what_a_new_journal_begins_with() -> None:
    """Should the file be damaged, what waits for a professional's word goes on waiting."""
    async with living(BOTH, journal=MemoryJournal([DOCTOR])) as life:
        assert DOCTOR in life.service._store.remembered()


@lived
async def test_the_first_card_of_a_movement_session_says_when_to_stop_and_the_others_do_not() -> None:
    async with living(plan(STRETCH), journal=MemoryJournal([NONE])) as life:
        await life.until(at("07:30"))
        await life.press("Start")
        assert life.card.body.endswith(STOP_RULE)
        await life.pass_(30 * MINUTE)
        assert sum(STOP_RULE in notice.body for notice in life.screen.notices) == 1


@lived
async def test_a_session_taken_up_again_says_it_again() -> None:
    journal = MemoryJournal([NONE])
    async with living(plan(STRETCH), journal=journal) as life:
        await life.until(at("07:30"))
        await life.press("Start")
        await life.press("Next")
    async with living(plan(STRETCH), now=at("07:35"), journal=journal) as life:
        await life.press("Go on")
        assert STOP_RULE in life.card.body


def test_a_calm_session_does_not_speak_of_pain() -> None:
    calm: Plan = plan(BREATHE)

    @lived
    async def story() -> None:
        async with living(calm, journal=MemoryJournal([NONE])) as life:
            await life.until(at("08:00"))
            await life.press("Start")
            assert life.card.title.startswith("Step 1")
            assert not any(STOP_RULE in notice.body for notice in life.screen.notices)

    story()
