"""What a person sees when they mend a title, or rename a file: what waits, and what was, goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from routine.core.events import Actor, EventKind, Measured, Renamed
from routine.core.plan import Plan, Session
from routine.service.history import History
from tests.fakes import MemoryJournal
from tests.replacing import replace
from tests.service.living import (
    BERLIN,
    HOUR,
    MINUTE,
    MONDAY,
    SHORT,
    Life,
    lived,
    living,
    loaded_plans,
    plan,
    session,
)

DAY = timedelta(days=1)
DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
TYPO = plan(session("mornign", "07:30"))
MENDED = plan(session("morning", "07:30"))
FILE = plan(session("mornign", "07:30"), name="back-care")
BOTH = plan(session("morning", "07:30"), name="back-care")


def titles(life: Life) -> list[str]:
    return [card.title for card in life.screen.cards.values()]


def names(life: Life) -> list[tuple[str, str]]:
    entries = [row.entry for row in life.journal.rows()]
    return [(each.before, each.after) for each in entries if isinstance(each, Renamed)]


@lived
async def test_what_waits_goes_on_under_the_new_name_with_its_card() -> None:
    for after in (MENDED, FILE, BOTH):
        async with living(TYPO) as life:
            await life.until(DUE)
            await life.read(after)
            await life.pass_(6 * MINUTE)
            assert titles(life) == [f"{after.sessions[0].title} · 5 min"]
            await life.press("Skip")
            assert not life.screen.cards
            assert life.kinds(of=after.sessions[0].id)[-1] is EventKind.SKIPPED
            assert EventKind.EXCUSED not in life.kinds()


@lived
async def test_a_snooze_goes_on_and_a_line_says_what_is_called_otherwise() -> None:
    async with living(TYPO) as life:
        await life.until(DUE)
        await life.press("Snooze 10m")
        await life.read(MENDED)
        assert "“Mornign” is called “Morning” now, and goes on where it was." in life.said
        assert names(life) == [("mine/mornign", "mine/morning")]
        await life.until(DUE + 9 * MINUTE)
        assert not life.screen.cards
        await life.until(DUE + 10 * MINUTE)
        assert titles(life) == ["Morning · 5 min"]
        assert "snoozed 1×" in life.card.body


@lived
async def test_what_was_done_today_is_not_asked_for_again_also_after_a_restart() -> None:
    journal = MemoryJournal()
    async with living(TYPO, journal=journal) as life:
        await life.until(DUE)
        await life.press("Skip")
        await life.read(FILE)
        kept = life.source.kept
    async with living(BOTH, journal=journal, kept=kept, now=DUE + HOUR) as life:
        await life.pass_(2 * HOUR)
        assert not life.screen.cards
        assert names(life) == [("mine", "back-care"), ("back-care/mornign", "back-care/morning")]


@lived
async def test_there_and_back_again_it_is_what_it_was() -> None:
    async with living(TYPO) as life:
        await life.until(DUE)
        await life.read(MENDED)
        await life.pass_(MINUTE)
        await life.read(TYPO)
        assert titles(life) == ["Mornign · 5 min"]
        await life.press("Snooze 10m")
        await life.pass_(10 * MINUTE)
        assert titles(life) == ["Mornign · 5 min"]


@lived
async def test_two_that_change_their_titles_keep_their_times() -> None:
    async with living(plan(session("morning", "07:30"), session("evening", "21:00"))) as life:
        await life.until(DUE)
        await life.read(plan(session("evening", "07:30"), session("morning", "21:00")))
        await life.pass_(6 * MINUTE)
        assert titles(life) == ["Evening · 5 min"]
        await life.press("Skip")
        await life.until(DUE.replace(hour=21, minute=0))
        assert titles(life) == ["Morning · 5 min"]


@lived
async def test_times_that_move_up_are_times_that_were_moved() -> None:
    async with living(plan(session("one", "08:00"), session("two", "09:00"))) as life:
        await life.read(plan(session("one", "09:00"), session("two", "10:00")))
        assert not names(life)


@lived
async def test_one_that_differs_in_id_times_and_steps_is_another() -> None:
    async with living(TYPO) as life:
        await life.until(DUE)
        await life.read(plan(session("evening", "21:00")))
        assert not names(life)
        await life.pass_(5 * MINUTE)
        assert life.kinds(of="mornign")[-1] is EventKind.EXCUSED


@lived
async def test_split_in_two_the_first_goes_on_and_nothing_waits_twice() -> None:
    async with living(TYPO) as life:
        await life.until(DUE + MINUTE)
        await life.read(plan(session("one", "07:30"), session("two", "07:30")))
        await life.pass_(6 * MINUTE)
        assert titles(life) == ["One · 5 min"]


@lived
async def test_a_session_under_way_goes_on_at_its_step() -> None:
    async with living(TYPO) as life:
        await life.until(DUE)
        await life.press("Start")
        while not life.card.title.startswith("Step 2 of 4"):
            await life.press("Next")
        await life.read(MENDED)
        assert life.card.title.startswith("Step 2 of 4")
        await life.pass_(6 * MINUTE)
        assert life.kinds(of="morning")[-1] is EventKind.COMPLETED


def weeks(name: str, *sessions: Session) -> Plan:
    return replace(Plan(name, "Weeks", sessions, {"short": SHORT}), period=replace(MENDED.period, weeks=1))


@lived
async def test_weeks_are_counted_from_the_day_the_old_name_began() -> None:
    journal = MemoryJournal()
    async with living(weeks("mine", session("morning", "07:30")), journal=journal) as life:
        kept = life.source.kept
    later = weeks("renamed", session("morning", "07:30"))
    async with living(later, journal=journal, kept=kept, now=datetime(2026, 12, 1, 7, 0, tzinfo=BERLIN)) as life:
        await life.pass_(HOUR)
        assert "Morning · 5 min" not in titles(life), "its one week is over"
        assert names(life) == [("mine", "renamed")]


@lived
async def test_what_has_left_and_comes_within_the_grace_under_another_name_is_one() -> None:
    async with living(TYPO, now=MONDAY) as life:
        await life.until(DUE)
        await life.read(plan(session("walk", "12:00"), name="other"))
        await life.pass_(2 * MINUTE)
        await life.read(plan(session("walk", "12:00"), name="other"), FILE)
        await life.pass_(6 * MINUTE)
        assert titles(life) == ["Mornign · 5 min"]
        assert names(life) == [("mine", "back-care")]


@lived
async def test_what_is_copied_first_and_removed_later_goes_on_in_its_copy() -> None:
    for later in (timedelta(0), MINUTE, 3 * HOUR):
        async with living(TYPO) as life:
            await life.pass_(MINUTE)
            await life.read(TYPO, FILE)
            await life.until(DUE)
            await life.press("Skip", next(iter(life.screen.cards)))
            await life.pass_(later)
            await life.read(FILE)
            await life.pass_(6 * MINUTE)
            assert not life.screen.cards, "one of them was answered, and both are one"
            assert names(life) == [("mine", "back-care")]
            assert EventKind.EXCUSED not in life.kinds()


@lived
async def test_the_copy_has_the_weeks_of_its_original_also_over_a_restart() -> None:
    journal = MemoryJournal()
    async with living(weeks("mine", session("morning", "07:30")), journal=journal) as life:
        kept = life.source.kept
    copy = weeks("renamed", session("morning", "07:30"))
    both = loaded_plans(weeks("mine", session("morning", "07:30")), copy)
    async with living(both, journal=journal, kept=kept, now=MONDAY + 3 * DAY) as life:
        kept = life.source.kept
    async with living(copy, journal=journal, kept=kept, now=MONDAY + 8 * DAY) as life:
        await life.pass_(HOUR)
        assert "Morning · 5 min" not in titles(life), "its one week is over"
        assert names(life) == [("mine", "renamed")]


@lived
async def test_a_session_that_is_put_into_another_file_first_and_taken_out_later_goes_on_there() -> None:
    walk = session("walk", "12:00")
    first = [plan(session("morning", "07:30"), session("noon", "13:00")), plan(walk, name="other")]
    between = [first[0], plan(walk, session("morning", "07:30"), name="other")]
    after = [plan(session("noon", "13:00")), between[1]]
    journal = MemoryJournal()
    async with living(loaded_plans(*first), journal=journal) as life:
        await life.until(DUE)
        await life.press("Snooze 10m")
        await life.pass_(MINUTE)
        await life.read(*between)
        kept = life.source.kept
    async with living(loaded_plans(*after), journal=journal, kept=kept, now=DUE + 2 * MINUTE) as life:
        assert names(life) == [("mine/morning", "other/morning")]
        assert not life.screen.cards
        await life.pass_(9 * MINUTE)
        assert titles(life) == ["Morning · 5 min"]
        assert "snoozed 1×" in life.card.body


@lived
async def test_a_session_that_was_there_first_is_nobodys_copy() -> None:
    async with living(loaded_plans(plan(session("morning", "07:30"), name="a"))) as life:
        await life.pass_(MINUTE)
        both = [plan(session("morning", "07:30"), name=name) for name in ("a", "b")]
        await life.read(*both)
        await life.pass_(MINUTE)
        await life.read(both[0])
        await life.pass_(6 * MINUTE)
        assert not names(life), "the copy was removed, and the original goes on"


@lived
async def test_what_was_said_to_an_offer_goes_with_its_session() -> None:
    async with living(TYPO) as life:
        said = Measured(
            life.clock.now(), Actor.CLI, measure="offer:mine/mornign:harder@2026-11-20T07:30:", value=0
        )
        life.journal.append(lambda: [said])
        await life.read(MENDED)
        there = History(life.journal).events(life.clock.now(), kinds=(EventKind.MEASURED,))
        assert [one.measure for one in there if isinstance(one, Measured)] == [
            "offer:mine/morning:harder@2026-11-20T07:30:"
        ]


@lived
async def test_a_plan_that_takes_in_the_last_session_of_another_counts_its_weeks_as_before() -> None:
    journal = MemoryJournal()
    async with living(plan(session("walk", "12:00"), name="old"), journal=journal) as life:
        kept = life.source.kept
    other = weeks("other", session("morning", "07:30"))
    both = loaded_plans(plan(session("walk", "12:00"), name="old"), other)
    async with living(both, journal=journal, kept=kept, now=MONDAY + 6 * DAY) as life:
        kept = life.source.kept
    taken_in = weeks("other", session("morning", "07:30"), session("walk", "12:00"))
    async with living(taken_in, journal=journal, kept=kept, now=MONDAY + 7 * DAY) as life:
        await life.pass_(2 * DAY)
        assert names(life) == [("old/walk", "other/walk")]
        shown = [card.title for card in life.screen.notices]
        assert shown.count("Morning · 5 min") > 2, "its one week began on Sunday"
