"""Knows how a course of visits is lived through: reminded of, asked about, counted, moved, and reviewed once."""

from __future__ import annotations

from datetime import datetime

import pytest

from routine.core.events import Actor, CheckedIn, Completed, EventKind
from routine.core.notification import Notification
from routine.core.safety import answered
from tests.fakes import MemoryJournal
from tests.reading.typed import plan_of
from tests.service.living import BERLIN, HOUR, MINUTE, MONDAY, Life, lived, living
from tests.telling import told

COURSE = """
title = "Visits"

[[appointment]]
id = "needles"
therapy = "acupuncture"
title = "Acupuncture, Dr Lin"
first = 2026-11-25T14:00:00
every = "1 week"
visits = 8
review_after = 2
where = "12 High Street"
"""
EARLIER = MONDAY - HOUR
MOVED = COURSE + "except = { 3 = 2026-12-10T15:00:00 }\n"


def on(day: str, at: str) -> datetime:
    """`12-10`, of the winter of 2026."""
    return datetime.fromisoformat(f"{'2027' if day < '06' else '2026'}-{day}T{at}").replace(tzinfo=BERLIN)


def titles(life: Life) -> list[str]:
    return [notice.title for notice in life.screen.notices]


def labels(notice: Notification) -> list[str]:
    return [action.label for action in notice.actions]


@lived
async def test_a_visit_is_announced_a_day_and_an_hour_before_and_the_card_stays_until_it_is_seen() -> None:
    async with living(plan_of(COURSE)) as life:
        await life.until(on("11-24", "13:59"))
        assert life.screen.notices == []
        await life.until(on("11-24", "14:00"))
        assert life.card.title == "Soon: Acupuncture, Dr Lin, visit 1 of 8"
        assert life.card.body == "Wed 14:00, 12 High Street"
        assert labels(life.card) == ["All right"]
        await life.press("All right")
        assert life.screen.cards == {}
        await life.until(on("11-25", "13:00"))
        assert life.card.body == "14:00, 12 High Street"
        assert len(life.screen.notices) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (answered(["A1"], [], EARLIER), "get help first, and tell them before they begin."),
        (answered([], ["B15"], EARLIER), "Before they begin, tell them what you answered in the safety check."),
    ],
    ids=["stop", "before"],
)
def test_a_visit_keeps_its_reminder_and_says_what_to_tell_first(answer: CheckedIn, said: str) -> None:
    @lived
    async def story() -> None:
        async with living(plan_of(COURSE), journal=MemoryJournal([answer])) as life:
            await life.until(on("11-25", "13:00"))
            assert life.card.title.startswith("Soon: Acupuncture")
            assert life.card.body.startswith("14:00, 12 High Street")
            assert life.card.body.endswith(said)

    story()


@lived
async def test_when_a_visit_is_over_somebody_is_asked_whether_they_went_and_not_before() -> None:
    async with living(plan_of(COURSE)) as life:
        await life.until(on("11-25", "14:59"))
        assert len(life.screen.notices) == 2
        await life.until(on("11-25", "15:00"))
        assert life.card.title == "Acupuncture, Dr Lin, visit 1 of 8"
        assert life.card.body == "Did you go?\nIt was at 14:00."
        assert labels(life.card) == ["Yes", "No"]
        await life.press("Yes")
        assert life.screen.cards == {}
        assert life.kinds()[-1] is EventKind.COMPLETED


@lived
async def test_a_visit_nobody_went_to_is_skipped_without_another_word() -> None:
    async with living(plan_of(COURSE)) as life:
        await life.until(on("11-25", "15:00"))
        await life.press("No")
        assert life.kinds()[-1] is EventKind.SKIPPED
        await life.until(on("12-01", "13:59"))
        assert life.screen.cards == {}


@lived
async def test_the_question_waits_patiently_until_the_evening_after_next() -> None:
    async with living(plan_of(COURSE)) as life:
        await life.until(on("11-25", "18:59"))
        asked = [notice for notice in life.screen.notices if notice.body.startswith("Did you go?")]
        assert len(asked) == 1
        await life.until(on("11-27", "14:59"))
        assert life.card.body == "Did you go?\nIt was at Wed 14:00."
        await life.until(on("11-27", "15:00"))
        assert life.screen.cards == {}
        assert life.kinds()[-1] is EventKind.MISSED


@lived
async def test_eight_visits_over_eight_weeks_are_counted_and_then_there_is_silence() -> None:
    async with living(plan_of(COURSE)) as life:
        for number, day in enumerate(
            ["11-25", "12-02", "12-09", "12-16", "12-23", "12-30", "01-06", "01-13"], start=1
        ):
            await life.until(on(day, "15:00"))
            assert life.screen.cards[life.screen.newest].title == f"Acupuncture, Dr Lin, visit {number} of 8"
            await life.press("Yes")
        assert life.kinds(of="needles").count(EventKind.COMPLETED) == 8
        before = len(life.screen.notices)
        await life.until(on("03-01", "12:00"))
        assert len(life.screen.notices) == before


@lived
async def test_the_day_after_the_review_visit_it_asks_once_whether_it_helps_and_keeps_the_answer() -> None:
    async with living(plan_of(COURSE)) as life:
        for day in ("11-25", "12-02"):
            await life.until(on(day, "15:00"))
            await life.press("Yes")
        await life.until(on("12-03", "14:00"))
        assert life.card.title == "Acupuncture, Dr Lin: is it helping?"
        assert labels(life.card) == ["Yes", "Not sure", "No"]
        await life.press("Not sure")
        assert life.screen.cards == {}
        assert life.kinds(of="needles:review")[-2:] == [EventKind.COMPLETED, EventKind.FELT]
        assert told(life.journal.rows()[-1].entry).answer == "not_sure"
        await life.until(on("02-01", "12:00"))
        assert titles(life).count("Acupuncture, Dr Lin: is it helping?") == 1


@lived
async def test_a_moved_visit_is_announced_at_its_new_time_and_the_others_stay() -> None:
    async with living(plan_of(MOVED)) as life:
        await life.until(on("12-10", "13:59"))
        assert not [title for title in titles(life) if "visit 3" in title and not title.startswith("Soon")]
        await life.until(on("12-10", "14:00"))
        assert life.screen.cards[life.screen.newest].body == "15:00, 12 High Street"
        await life.until(on("12-10", "16:00"))
        assert life.screen.cards[life.screen.newest].title == "Acupuncture, Dr Lin, visit 3 of 8"
        await life.until(on("12-16", "15:00"))
        assert life.screen.cards[life.screen.newest].title == "Acupuncture, Dr Lin, visit 4 of 8"


@lived
async def test_a_visit_that_is_moved_after_it_was_announced_is_announced_anew() -> None:
    async with living(plan_of(COURSE)) as life:
        await life.until(on("12-08", "14:00"))
        await life.read(plan_of(MOVED))
        assert not [notice for notice in life.screen.cards.values() if "visit 3" in notice.title]
        await life.until(on("12-09", "14:59"))
        assert not [notice for notice in life.screen.cards.values() if "visit 3" in notice.title]
        await life.until(on("12-09", "15:00"))
        assert life.screen.cards[life.screen.newest].body == "Thu 15:00, 12 High Street"


@lived
async def test_somebody_who_was_away_all_day_is_reminded_once_of_what_is_next() -> None:
    async with living(plan_of(COURSE), now=on("11-24", "12:00")) as life:
        await life.sleep(25 * HOUR + 30 * MINUTE)
        assert [notice.body for notice in life.screen.notices] == ["14:00, 12 High Street"]


@lived
async def test_somebody_who_was_away_through_the_visit_is_only_asked_about_it() -> None:
    async with living(plan_of(COURSE), now=on("11-24", "12:00")) as life:
        await life.sleep(26 * HOUR + 30 * MINUTE)
        assert life.screen.notices == []
        await life.pass_(HOUR)
        assert life.card.body == "Did you go?\nIt was at 14:00."


@lived
async def test_visits_of_before_the_plan_was_read_are_not_asked_about_but_still_numbered() -> None:
    async with living(plan_of(COURSE), now=on("12-10", "09:00")) as life:
        await life.until(on("12-16", "15:00"))
        assert [title for title in titles(life) if not title.startswith("Soon")] == [
            "Acupuncture, Dr Lin, visit 4 of 8"
        ]


@lived
async def test_after_a_restart_nothing_is_announced_or_asked_twice() -> None:
    journal = MemoryJournal()
    async with living(plan_of(COURSE), journal=journal) as life:
        await life.until(on("11-25", "15:00"))
        await life.press("Yes")
    async with living(plan_of(COURSE), now=on("11-25", "15:30"), journal=journal) as life:
        await life.pass_(HOUR)
        assert life.screen.notices == []


@lived
async def test_in_the_weeks_between_two_visits_the_service_wakes_up_for_the_next_one() -> None:
    """Nothing else is planned: no other reminder makes it look ahead."""
    sparse = COURSE.replace('"1 week"', '"2 weeks"')
    async with living(plan_of(sparse)) as life:
        await life.until(on("11-25", "15:00"))
        await life.press("Yes")
        await life.until(on("12-08", "14:00"))
        assert life.card.title == "Soon: Acupuncture, Dr Lin, visit 2 of 8"


@lived
async def test_visits_and_sessions_that_wait_together_do_not_share_a_card() -> None:
    both = COURSE + "".join(
        f'[[session]]\ntitle = "{name}"\npractice = "mobility"\ndays = "daily"\nat = "{at}"\nsteps = ["cat-cow"]\n'
        for name, at in (("One", "14:30"), ("Two", "14:45"))
    )
    async with living(plan_of(both), now=on("11-25", "12:00")) as life:
        await life.sleep(3 * HOUR + 30 * MINUTE)
        assert sorted(notice.title for notice in life.screen.cards.values()) == [
            "Acupuncture, Dr Lin, visit 1 of 8",
            "While you were away: 2 sessions",
        ]


@lived
async def test_a_visit_written_by_a_command_takes_the_card_away() -> None:
    async with living(plan_of(COURSE)) as life:
        await life.until(on("11-25", "15:00"))
        about = life.journal.rows()[-1].entry.about
        done = Completed(life.clock.now(), Actor.CLI, about)
        life.journal.append(lambda: [done])
        life.service.run_once()
        await life.settle()
        assert life.screen.cards == {}
