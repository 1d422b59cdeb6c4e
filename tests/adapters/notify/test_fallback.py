"""Knows in which order notifiers are used and what is told of a change; must not know what they are."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from routine.adapters.notify import fallback
from routine.adapters.notify.fallback import Fallback
from routine.adapters.notify.macos import MacOS
from routine.adapters.notify.terminal import Terminal
from routine.adapters.notify.windows import Windows
from routine.core.notification import ActionId, Button
from routine.errors import NotifierError, NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, Capabilities, Down, Handle, Lost, Up
from tests.adapters.notify import desktop_notifier_double
from tests.adapters.notify.contract import (
    COMMAND,
    EVENING,
    MORNING,
    STEP_2,
    Can,
    Claim,
    Ear,
    FirstSeen,
    Rig,
    claims,
    hear,
    keep,
    named,
    opened,
)
from tests.adapters.notify.test_macos import card_of
from tests.fakes import RecordingNotifier

NO = NotifierRejected("The server said no.", "Try later.")


class TwoDeep(Rig):
    """A notifier with buttons, and another one behind it. What is done to one is done where the card lies."""

    can = frozenset(set(Can) - {Can.READ_ONLY})

    def __init__(self) -> None:
        self.first = RecordingNotifier(Capabilities("first", actions=True))
        self.second = RecordingNotifier(Capabilities("second", actions=True))
        self.notifier = Fallback(self.first, self.second)
        self._where: dict[Handle, tuple[RecordingNotifier, Handle]] = {}

    def where(self, handle: Handle) -> tuple[RecordingNotifier, Handle]:
        """Whose card it is or was, and what that one calls it."""
        assert isinstance(self.notifier, Fallback)
        card = self.notifier._cards.get(handle)
        if card is not None:
            assert isinstance(card.tier.notifier, RecordingNotifier)
            self._where[handle] = (card.tier.notifier, card.theirs)
        return self._where[handle]

    async def seen(self) -> list[FirstSeen]:
        return [
            FirstSeen(notice.title, paper.text(card), paper.labels(card))
            for paper in (self.first, self.second)
            for card, notice in paper.cards.items()
        ]

    async def press(self, handle: Handle, action: Button) -> None:
        paper, theirs = self.where(handle)
        paper.press(theirs, action.key)

    async def click_body(self, handle: Handle) -> None:
        paper, theirs = self.where(handle)
        paper.click_body(theirs)

    async def dismiss(self, handle: Handle) -> None:
        paper, theirs = self.where(handle)
        paper.dismiss(theirs)

    async def refuse(self) -> None:
        self.first.failing = self.second.failing = NO

    async def accept(self) -> None:
        self.first.failing = self.second.failing = None

    async def lose(self) -> None:
        self.first.lose()

    async def come_back(self) -> None:
        self.first.come_back()


class OnTheSecond(TwoDeep):
    """The first never works, so all of the contract is kept by what lies behind it."""

    can = TwoDeep.can - {Can.LOSE}

    async def accept(self) -> None:
        self.second.failing = None


@asynccontextmanager
async def two_deep() -> AsyncIterator[Rig]:
    yield TwoDeep()


@asynccontextmanager
async def on_the_second() -> AsyncIterator[Rig]:
    rig = OnTheSecond()
    rig.first.failing = NO
    yield rig


@pytest.mark.parametrize("claim", claims(*TwoDeep.can), ids=named)
def test_several_notifiers_keep_the_contract_of_one(claim: Claim) -> None:
    keep(claim, two_deep)


@pytest.mark.parametrize("claim", claims(*OnTheSecond.can), ids=named)
def test_the_contract_is_kept_while_the_second_stands_in(claim: Claim) -> None:
    keep(claim, on_the_second)


@asynccontextmanager
async def standing() -> AsyncIterator[tuple[TwoDeep, Ear]]:
    async with opened(two_deep) as (rig, ear):
        assert isinstance(rig, TwoDeep)
        yield rig, ear


def is_open(paper: RecordingNotifier) -> bool:
    return paper._tell is not None


def test_while_the_first_works_the_others_are_not_even_opened() -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            await rig.notifier.show(MORNING)
            assert is_open(rig.first)
            assert not is_open(rig.second)
            assert rig.notifier.caps == Capabilities("first", actions=True)
            assert ear.heard == []

    asyncio.run(story())


@pytest.mark.parametrize(
    "error", [NotifierUnavailable("Gone."), NotifierTimedOut("Slow."), NotifierRejected("No.")], ids=repr
)
def test_a_card_the_first_cannot_show_is_shown_by_the_second(error: NotifierError) -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            rig.first.failing = error
            await rig.notifier.show(MORNING)
            assert [notice.title for notice in rig.second.cards.values()] == [MORNING.title]
            assert rig.notifier.caps.name == "second"
            assert error.sentence in rig.notifier.caps.degraded
            assert ear.heard == [Up(rig.notifier.caps)]

    asyncio.run(story())


def test_a_first_that_failed_is_left_in_peace_for_a_while() -> None:
    async def story() -> None:
        async with standing() as (rig, _):
            rig.first.failing = NO
            await rig.notifier.show(MORNING)
            await rig.notifier.show(EVENING)
            assert rig.first.refused == 1

    asyncio.run(story())


def test_after_its_rest_the_first_is_tried_again_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "REST", timedelta(0))

    async def story() -> None:
        async with standing() as (rig, ear):
            rig.first.failing = NO
            await rig.notifier.show(MORNING)
            rig.first.failing = None
            await rig.notifier.show(EVENING)
            assert [notice.title for notice in rig.first.cards.values()] == [EVENING.title]
            assert [told.caps.name for told in ear.heard if isinstance(told, Up)] == ["second", "first"]
            assert rig.notifier.caps.degraded == ""

    asyncio.run(story())


def test_when_the_first_goes_its_cards_are_lost_and_the_second_is_ready() -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            handle = await rig.notifier.show(MORNING)
            rig.first.lose("The server went away.")
            await asyncio.sleep(0.01)
            assert ear.heard == [Lost(handle), Up(rig.notifier.caps)]
            assert rig.notifier.caps.name == "second"
            again = await rig.notifier.show(MORNING)
            await rig.press(again, MORNING.actions[0])
            assert ear.of_cards == [Lost(handle), Acted(again, ActionId.START)]

    asyncio.run(story())


def test_when_the_first_is_back_cards_that_lie_with_the_second_are_lost_there() -> None:
    """They are shown again where a person sees them."""

    async def story() -> None:
        async with standing() as (rig, ear):
            rig.first.lose()
            older = await rig.notifier.show(MORNING)
            rig.first.come_back()
            assert ear.of_cards == [Lost(older)]
            assert isinstance(ear.heard[-2], Up)
            newer = await rig.notifier.show(EVENING)
            await asyncio.sleep(0)
            assert rig.second.cards == {}
            assert [notice.title for notice in rig.first.cards.values()] == [EVENING.title]
            await rig.press(newer, EVENING.actions[0])
            assert ear.of_cards == [Lost(older), Acted(newer, ActionId.START)]

    asyncio.run(story())


def test_one_that_works_again_without_saying_so_takes_the_cards_of_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fallback, "REST", timedelta(0))

    async def story() -> None:
        async with standing() as (rig, ear):
            rig.first.failing = NO
            older = await rig.notifier.show(MORNING)
            rig.first.failing = None
            await rig.notifier.show(EVENING)
            await asyncio.sleep(0)
            assert rig.second.cards == {}
            assert ear.of_cards == [Lost(older)]

    asyncio.run(story())


def test_one_that_left_by_itself_is_asked_with_the_next_card() -> None:
    """A server that ends when it is idle is started by the bus for the next card: it needs no rest."""

    async def story() -> None:
        async with standing() as (rig, _):
            rig.first.lose()
            await asyncio.sleep(0.01)
            rig.first.failing = None
            await rig.notifier.show(MORNING)
            assert [notice.title for notice in rig.first.cards.values()] == [MORNING.title]
            assert rig.second.notices == []

    asyncio.run(story())


def test_one_that_rests_is_asked_all_the_same_when_none_of_the_others_can() -> None:
    async def story() -> None:
        async with standing() as (rig, _):
            rig.first.failing = NO
            await rig.notifier.show(MORNING)
            rig.first.failing, rig.second.failing = None, NotifierUnavailable("Gone.")
            await rig.notifier.show(EVENING)
            assert [notice.title for notice in rig.first.cards.values()] == [EVENING.title]

    asyncio.run(story())


def test_what_a_worse_one_says_of_itself_is_not_told_while_a_better_one_is_used() -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            rig.first.lose()
            await rig.notifier.show(MORNING)
            rig.first.come_back()
            told = len(ear.heard)
            rig.second.come_back(Capabilities("second", actions=False))
            assert len(ear.heard) == told
            assert rig.notifier.caps.name == "first"

    asyncio.run(story())


def test_a_card_answered_while_it_was_changing_gets_a_new_handle(monkeypatch: pytest.MonkeyPatch) -> None:
    mac = desktop_notifier_double.Mac()
    monkeypatch.setitem(sys.modules, "desktop_notifier", desktop_notifier_double.library(mac))

    async def story() -> None:
        notifier, ear = Fallback(MacOS()), Ear()
        await notifier.open(ear)
        old = await notifier.show(MORNING)
        mac.slow = asyncio.Event()
        changing = asyncio.ensure_future(notifier.update(old, STEP_2))
        await asyncio.sleep(0.02)
        mac.press(card_of(Handle(1)), "Start")
        await asyncio.sleep(0.02)
        mac.slow.set()
        new = await changing
        assert ear.of_cards == [Acted(old, ActionId.START)]
        assert new != old
        mac.press(card_of(Handle(1)), "Next")
        await asyncio.sleep(0.02)
        assert ear.of_cards == [Acted(old, ActionId.START), Acted(new, ActionId.NEXT)]
        await notifier.close()

    asyncio.run(story())


def test_the_next_step_moves_to_the_first_when_it_is_back() -> None:
    async def story() -> None:
        async with standing() as (rig, _):
            rig.first.lose()
            handle = await rig.notifier.show(MORNING)
            rig.first.come_back()
            await rig.notifier.update(handle, STEP_2)
            await asyncio.sleep(0)
            assert [notice.title for notice in rig.first.cards.values()] == [STEP_2.title]
            assert rig.second.cards == {}

    asyncio.run(story())


def test_a_step_the_first_cannot_change_is_shown_by_the_second_and_not_twice() -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            handle = await rig.notifier.show(MORNING)
            rig.first.failing = NO
            moved = await rig.notifier.update(handle, STEP_2)
            assert [seen.title for seen in await rig.seen()] == [STEP_2.title]
            await rig.press(moved, STEP_2.actions[0])
            assert ear.of_cards == [Acted(moved, ActionId.NEXT)]

    asyncio.run(story())


def test_when_all_fail_the_reason_of_the_best_one_is_given() -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            rig.first.failing = NO
            rig.second.failing = NotifierTimedOut("Slow.", "Wait.")
            with pytest.raises(NotifierRejected, match="said no"):
                await rig.notifier.show(MORNING)
            assert ear.heard == []

    asyncio.run(story())


def test_when_the_last_one_goes_too_it_is_told_as_down() -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            rig.second.failing = NotifierUnavailable("Never there.")
            handle = await rig.notifier.show(MORNING)
            rig.first.lose("The server went away.")
            await hear(rig, ear, 1)
            assert ear.heard == [Lost(handle), Down("The server went away.")]
            rig.first.come_back()
            assert isinstance(ear.heard[-1], Up)

    asyncio.run(story())


def test_one_that_cannot_open_is_passed_over_and_used_once_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "REST", timedelta(0))

    async def story() -> None:
        rig = TwoDeep()
        rig.first.failing = NotifierUnavailable("No desktop yet.")
        await rig.notifier.open(Ear())
        assert rig.notifier.caps.name == "second"
        assert "No desktop yet." in rig.notifier.caps.degraded
        rig.first.failing = None
        await rig.notifier.show(MORNING)
        assert rig.notifier.caps.name == "first"
        await rig.notifier.close()

    asyncio.run(story())


def test_when_nothing_opens_it_is_said_and_nothing_can_be_shown() -> None:
    async def story() -> None:
        rig = TwoDeep()
        rig.first.failing = NotifierUnavailable("No desktop.", "Start one.")
        rig.second.failing = NotifierUnavailable("No terminal.")
        with pytest.raises(NotifierUnavailable, match="No desktop"):
            await rig.notifier.open(Ear())
        with pytest.raises(NotifierUnavailable):
            await rig.notifier.show(MORNING)

    asyncio.run(story())


def test_two_cards_at_once_open_the_second_once_and_both_appear() -> None:
    async def story() -> None:
        async with standing() as (rig, _):
            rig.first.failing = NO
            one, other = await asyncio.gather(rig.notifier.show(MORNING), rig.notifier.show(EVENING))
            assert one != other
            assert len(rig.second.cards) == 2

    asyncio.run(story())


def test_shutting_shuts_all_and_what_comes_late_is_told_to_nobody() -> None:
    async def story() -> None:
        async with standing() as (rig, ear):
            rig.first.failing = NO
            await rig.notifier.show(MORNING)
            ear.heard.clear()
            await rig.notifier.close()
            assert not is_open(rig.first)
            assert not is_open(rig.second)
            assert ear.heard == []

    asyncio.run(story())


def test_with_no_desktop_at_all_a_reminder_is_printed_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real ones in their real order, on a computer that has none of the first two."""
    monkeypatch.setitem(sys.modules, "windows_toasts", None)
    monkeypatch.setitem(sys.modules, "desktop_notifier", None)

    async def story() -> str:
        log = io.StringIO()
        notifier = Fallback(Windows(), MacOS(), Terminal(log, watched=lambda: True))
        await notifier.open(Ear())
        await notifier.show(MORNING)
        assert "Windows notifications cannot be used here" in notifier.caps.degraded
        assert "signed Python" not in notifier.caps.degraded
        await notifier.close()
        return log.getvalue()

    assert asyncio.run(story()) == f"\n{MORNING.title}\n{MORNING.body}\n{COMMAND}\n"
