"""Knows that the notifier other tests stand on keeps the contract of the real ones; must not know those tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from routine.core.notification import Button
from routine.errors import NotifierRejected
from routine.ports import Capabilities, Handle
from tests.adapters.notify.contract import Can, Claim, FirstSeen, Rig, claims, keep, named
from tests.fakes import RecordingNotifier


class OnPaper(Rig):
    """A screen that is a list."""

    can = frozenset(set(Can) - {Can.READ_ONLY})

    def __init__(self, paper: RecordingNotifier) -> None:
        self.paper = paper
        self.notifier = paper

    async def seen(self) -> list[FirstSeen]:
        paper = self.paper
        return [
            FirstSeen(notice.title, paper.text(card), paper.labels(card)) for card, notice in paper.cards.items()
        ]

    async def press(self, handle: Handle, action: Button) -> None:
        self.paper.press(handle, action.key)

    async def click_body(self, handle: Handle) -> None:
        self.paper.click_body(handle)

    async def dismiss(self, handle: Handle) -> None:
        self.paper.dismiss(handle)

    async def refuse(self) -> None:
        self.paper.failing = NotifierRejected("The server said no.", "Try later.")

    async def accept(self) -> None:
        self.paper.failing = None

    async def lose(self) -> None:
        self.paper.lose()

    async def come_back(self) -> None:
        self.paper.come_back()


class WithoutButtons(OnPaper):
    can = frozenset(set(Can) - {Can.PRESS})


@asynccontextmanager
async def on_paper() -> AsyncIterator[Rig]:
    yield OnPaper(RecordingNotifier())


@asynccontextmanager
async def without_buttons() -> AsyncIterator[Rig]:
    yield WithoutButtons(
        RecordingNotifier(Capabilities("recording", actions=False, degraded="It has no buttons."))
    )


@pytest.mark.parametrize("claim", claims(*OnPaper.can), ids=named)
def test_the_recording_notifier_keeps_the_contract(claim: Claim) -> None:
    keep(claim, on_paper)


@pytest.mark.parametrize("claim", claims(*WithoutButtons.can), ids=named)
def test_the_recording_notifier_without_buttons_keeps_the_contract(claim: Claim) -> None:
    keep(claim, without_buttons)
