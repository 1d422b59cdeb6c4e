"""Knows how a supplement is lived with: taken or skipped, never started, and the note at first and every month."""

from __future__ import annotations

from datetime import timedelta

from routine.core.commands import Start
from routine.core.events import Actor, EventKind
from routine.core.identifiers import SessionPlace
from routine.errors import NotifierTimedOut
from routine.presentation.visits import NOTE
from tests.fakes import MemoryJournal, RecordingNotifier
from tests.reading.typed import plan_of
from tests.service.living import MONDAY, Life, lived, living

TURMERIC = """
title = "Beside"

[remind]
before = "15m"

[[supplement]]
name = "Turmeric"
agreed_with = "Dr Lin, 2026-11-20"
days = "daily"
at = "08:00"
"""
GINGER = '[[supplement]]\nname = "Ginger"\nagreed_with = "my pharmacist"\ndays = "sat"\nat = "09:00"\n'
SESSION = """[[session]]
title = "Morning"
practice = "mobility"
days = "daily"
at = "08:00"
steps = ["cat-cow"]
"""
DAY = timedelta(days=1)
EIGHT = MONDAY.replace(hour=8)


def notes(life: Life) -> list[str]:
    """The note each time it was shown."""
    return [notice.body for notice in life.screen.notices if notice.title == "About your supplements"]


@lived
async def test_a_supplement_is_taken_or_skipped_and_never_started() -> None:
    async with living(plan_of(TURMERIC)) as life:
        await life.press("All right")
        await life.until(EIGHT)
        assert life.card.title == "Turmeric"
        assert life.card.body == "As agreed with Dr Lin, 2026-11-20."
        assert [action.label for action in life.card.actions] == ["Taken", "Skip"]
        await life.press("Taken")
        assert life.screen.cards == {}
        assert life.kinds()[-1] is EventKind.COMPLETED
        await life.until(EIGHT + DAY)
        await life.press("Skip")
        assert life.kinds()[-1] is EventKind.SKIPPED


@lived
async def test_the_note_is_shown_when_a_supplement_is_first_read_and_stays_until_it_is_seen() -> None:
    async with living(plan_of(TURMERIC)) as life:
        assert life.card.title == "About your supplements"
        assert life.card.body == f"Turmeric: {NOTE}"
        await life.until(EIGHT - timedelta(minutes=5))
        assert life.card.title == "About your supplements"
        await life.press("All right")
        assert life.screen.cards == {}
        await life.read(plan_of(TURMERIC))
        assert len(notes(life)) == 1


@lived
async def test_the_note_comes_again_every_month() -> None:
    async with living(plan_of(TURMERIC)) as life:
        await life.until(EIGHT + 29 * DAY)
        assert len(notes(life)) == 1
        await life.until(EIGHT + 30 * DAY)
        assert len(notes(life)) == 2
        await life.until(EIGHT + 91 * DAY)
        assert len(notes(life)) == 4


@lived
async def test_the_note_comes_for_a_supplement_that_is_added_and_names_them_all() -> None:
    async with living(plan_of(TURMERIC)) as life:
        await life.pass_(DAY)
        await life.read(plan_of(TURMERIC + GINGER))
        assert notes(life)[1:] == [f"Turmeric and Ginger: {NOTE}"]


@lived
async def test_after_a_restart_the_note_is_not_shown_again_within_the_month() -> None:
    journal = MemoryJournal()
    async with living(plan_of(TURMERIC), journal=journal) as life:
        assert len(notes(life)) == 1
    async with living(plan_of(TURMERIC), now=MONDAY + 3 * DAY, journal=journal) as life:
        await life.pass_(DAY)
        assert notes(life) == []


@lived
async def test_a_note_that_could_not_be_shown_is_shown_when_it_can() -> None:
    screen = RecordingNotifier(failing=NotifierTimedOut("No answer."))
    async with living(plan_of(TURMERIC), screen=screen) as life:
        assert notes(life) == []
        screen.failing = None
        await life.until(EIGHT)
        assert len(notes(life)) == 1


@lived
async def test_the_note_waits_for_the_end_of_the_quiet_hours() -> None:
    quiet = TURMERIC.replace('before = "15m"', 'quiet = ["22:00-07:30"]')
    async with living(plan_of(quiet)) as life:
        assert notes(life) == []
        await life.until(EIGHT)
        assert len(notes(life)) == 1


@lived
async def test_a_plan_without_supplements_has_no_note() -> None:
    plain = TURMERIC.partition("[[supplement]]")[0] + SESSION
    async with living(plan_of(plain)) as life:
        await life.pass_(DAY)
        assert notes(life) == []


@lived
async def test_nothing_begins_a_guide_for_a_supplement() -> None:
    async with living(plan_of(TURMERIC)) as life:
        await life.until(EIGHT)
        key = life.journal.rows()[-1].entry.key
        life.service._write({key: Start(Actor.NOTIFICATION, SessionPlace.NOTIFICATION)})
        await life.settle()
        assert EventKind.STARTED not in life.kinds()
