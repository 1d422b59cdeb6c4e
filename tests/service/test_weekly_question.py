"""Who wants to be asked about their week is asked on Sunday evening, once, and not when they have told of it."""

from __future__ import annotations

from datetime import time, timedelta

from routine.core.events import Actor, Measured
from routine.core.loaded_plans import LoadedPlans, Settings
from routine.core.measures import Measure
from routine.core.plan import PolicyOverride, QuietHours
from tests.fakes import MemoryJournal
from tests.replacing import replace
from tests.service.living import LATER, MINUTE, MONDAY, Life, lived, living

ASKED = "Your week"
DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY
SUNDAY = MONDAY.replace(hour=17, minute=0) + 6 * DAY
WANTED = LoadedPlans((), Settings(weekly_question=True))


def times_asked(life: Life) -> int:
    return sum(card.title == ASKED for card in life.screen.notices)


@lived
async def test_a_card_asks_on_sunday_evening_once_a_week_also_after_a_restart() -> None:
    journal = MemoryJournal([LATER])
    async with living(WANTED, now=TUESDAY, journal=journal, opens=True) as life:
        await life.until(SUNDAY - MINUTE)
        assert times_asked(life) == 0
        await life.until(SUNDAY)
        assert [each.label for each in life.card.actions] == ["Answer", "Not now"]
        assert life.card.body == "How was your back on average, these seven days, 0 (no pain) to 10?"
        await life.press("Answer")
        assert life.browser.opened == ["the measured"]
    async with living(WANTED, journal=journal, now=SUNDAY + MINUTE, opens=True) as life:
        await life.until(SUNDAY + 7 * DAY - MINUTE)
        assert times_asked(life) == 0
        await life.until(SUNDAY + 7 * DAY)
        assert times_asked(life) == 1
        # nobody looked: a day later it is gone
        await life.until(SUNDAY + 8 * DAY)
        assert ASKED not in [card.title for card in life.screen.cards.values()]


@lived
async def test_whoever_has_told_of_their_week_is_not_asked_and_a_card_that_was_answered_elsewhere_goes() -> None:
    async with living(WANTED, now=TUESDAY) as life:
        told = Measured(life.clock.now(), Actor.CLI, measure=Measure.WEEK, value=4, answers=(4,))
        await life.until(SUNDAY)
        assert life.card.body.endswith("`routine rate --week 4` notes it.")
        life.journal.append(lambda: [replace(told, at=life.clock.now())])
        life.service.run_once()
        await life.settle()
        assert not life.screen.cards
        await life.until(SUNDAY + 6 * DAY)
        life.journal.append(lambda: [replace(told, at=life.clock.now())])
        await life.until(SUNDAY + 8 * DAY)
        assert times_asked(life) == 1


@lived
async def test_without_a_browser_after_all_it_says_how_and_quiet_hours_hold_it() -> None:
    quiet = PolicyOverride(quiet=(QuietHours(time(16), time(18)),))
    async with living(
        LoadedPlans((), Settings(weekly_question=True, remind=quiet)), now=TUESDAY, opens=True
    ) as life:
        life.browser.broken = True
        await life.until(SUNDAY + 59 * MINUTE)
        assert not life.screen.cards
        await life.until(SUNDAY + 60 * MINUTE)
        await life.press("Answer")
        assert life.card.body == "`routine rate --week 4` notes it."


@lived
async def test_nobody_is_asked_who_has_not_chosen_it() -> None:
    async with living(LoadedPlans((), Settings())) as life:
        await life.until(SUNDAY + DAY - MINUTE)
        assert times_asked(life) == 0
        await life.read(settings=Settings(weekly_question=True))
        assert times_asked(life) == 1
