"""An offer comes as a card after the answer that made it; what is pressed there is done, shown, and taken back."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from routine.adapters.clock import SystemClock
from routine.adapters.plan_changer import PlanChanger
from routine.core.events import Actor, Completed, Felt, FeltAnswer
from routine.core.identifiers import OfferAnswer
from routine.core.ids import OccurrenceKey
from routine.presentation.offers import TITLE
from tests.replacing import replace
from tests.replacing import replace as replace_ports
from tests.service.living import MINUTE, MONDAY, Life, lived, living, plan, session
from tests.ui.home import TOP, Home

DAY = timedelta(days=1)


class Offered:
    """Stands in for the process that answers: writes down what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[OfferAnswer, str]] = []

    def __call__(self, answer: OfferAnswer, offer: str, say: Callable[[Sequence[str], bool], None]) -> None:
        self.asked.append((answer, offer))
        lines = ["Changed in mine.toml:", "  -reps = 8", "  +reps = 10", "undo"]
        say(lines if answer is OfferAnswer.ACCEPT else ["Your plan says again what it did."], True)


async def two_that_were(life: Life, *labels: str) -> datetime:
    for day, label in enumerate(labels):
        await life.until(MONDAY.replace(hour=7) + day * DAY)
        while not life.screen.cards:
            await life.pass_(10 * MINUTE)
        await life.press("Start")
        await life.pass_(12 * MINUTE)
        await life.press(label)
    return life.clock.now()


def titles(life: Life) -> list[str]:
    return [card.title for card in life.screen.notices]


@lived
async def test_after_the_answer_that_made_it_it_is_taken_shown_and_taken_back() -> None:
    offered = Offered()
    async with living(
        plan(session("morning", "07:30")), changed=partial(replace_ports, answer_offer=offered)
    ) as life:
        await two_that_were(life, "Too easy", "Easier")
        card = life.card
        assert card.title == TITLE
        assert "The last two answers were easier." in card.body
        assert [button.label for button in card.actions] == ["Change it", "Not now"]
        await life.press("Change it")
        assert (life.card.title, life.card.body) == ("Changed in mine.toml:", "-reps = 8\n+reps = 10")
        await life.press("Take it back")
        assert [answer for answer, _ in offered.asked] == [OfferAnswer.ACCEPT, OfferAnswer.UNDO]
        assert len({offer for _, offer in offered.asked}) == 1
        assert titles(life).count(TITLE) == 1


@lived
async def test_what_is_declined_or_put_away_comes_as_no_second_card() -> None:
    offered = Offered()
    async with living(
        plan(session("morning", "07:30")), changed=partial(replace_ports, answer_offer=offered)
    ) as life:
        await two_that_were(life, "Too easy", "Easier")
        await life.press("Not now")
        assert [answer for answer, _ in offered.asked] == [OfferAnswer.DECLINE]
        await life.pass_(DAY / 2)
        assert titles(life).count(TITLE) == 1


@lived
async def test_a_high_number_said_after_it_takes_an_offer_of_more_away() -> None:
    async with living(plan(session("morning", "07:30"))) as life:
        await two_that_were(life, "Too easy", "Easier")
        assert life.card.title == TITLE
        about = life.journal.rows()[-1].entry.about
        life.journal.append(lambda: [Felt(life.clock.now(), Actor.PAGE, about, score=8)])
        life.service.run_once()
        await life.settle()
        assert not life.screen.cards


@lived
async def test_no_other_answer_brings_a_card() -> None:
    async with living(plan(session("morning", "07:30"))) as life:
        await two_that_were(life, "Just right", "Same", "Easier")
        assert TITLE not in titles(life)


PLAN = """# my own plan
title = "Mine"

[[session]]
title = "Morning"
practice = "mobility"
days = "daily"
at = "07:30"
steps = [{ exercise = "cat-cow", reps = 8 }] # as I like it
"""


def test_the_real_process_changes_the_plans_text_and_brings_it_back(tmp_path: Path) -> None:
    """The clock of that process is this computer's: so are the days."""
    home = Home(tmp_path)
    path = home.write("mine", PLAN)
    for ago in (2, 1):
        local = (SystemClock().now().astimezone(home.zone) - ago * DAY).replace(
            hour=7, minute=30, second=0, microsecond=0
        )
        due = local.astimezone(UTC)
        key = OccurrenceKey.of("mine", "morning", local.replace(tzinfo=None))
        one = replace(home.occurrence(), key=key, due=due, title="Morning")
        home.happened(Completed(due, Actor.CLI, one), Felt(due, Actor.CLI, one, answer=FeltAnswer.EASIER))
    said: list[tuple[Sequence[str], bool]] = []

    async def press(answer: OfferAnswer, offer: str) -> None:
        changer = PlanChanger(home.environ)
        changer.answer_offer(answer, offer, lambda lines, well: said.append((lines, well)))
        await changer.settled()

    (offer,) = (each["id"] for each in json.loads(_routine(home, "progress", "--json"))["offers"])
    asyncio.run(press(OfferAnswer.ACCEPT, offer))
    (lines, went_well) = said[0]
    assert went_well
    assert lines[0].startswith("Changed in ")
    assert path.read_text(encoding="utf-8") == PLAN.replace("reps = 8", "reps = 10")
    asyncio.run(press(OfferAnswer.UNDO, offer))
    assert said[1] == (["Your plan says again what it did."], True)
    assert path.read_text(encoding="utf-8") == PLAN
    asyncio.run(press(OfferAnswer.UNDO, offer))
    assert not said[2][1]


def _routine(home: Home, *words: str) -> str:
    command = [sys.executable, "-m", "routine", *words]
    return subprocess.run(
        command, env=home.environ, capture_output=True, text=True, encoding="utf-8", cwd=TOP, check=True
    ).stdout
