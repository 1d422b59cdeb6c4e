"""Knows that the freedesktop notifier keeps the promise every notifier makes; must not know its insides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest

from routine.core.notification import Button
from routine.ports import Handle
from tests.adapters.notify.contract import Can, Claim, FirstSeen, Rig, claims, keep, named
from tests.adapters.notify.fake_server import USUAL, Quirk
from tests.adapters.notify.stage import Stage, numbered


class Bench(Rig):
    can = frozenset({Can.PRESS, Can.CLICK_BODY, Can.DISMISS, Can.TAKE_AWAY, Can.REFUSE, Can.LOSE})

    caps: ClassVar[tuple[str, ...]] = USUAL

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.notifier = self.numbered = numbered(stage)

    async def seen(self) -> list[FirstSeen]:
        await asyncio.sleep(0.03)  # what was posted last is on its way
        return [FirstSeen(card["title"], card["body"], tuple(card["labels"])) for card in self.stage.cards()]

    async def press(self, handle: Handle, action: Button) -> None:
        self.stage.tell("press", number=self.numbered.numbers[handle], key=action.key.value)

    async def click_body(self, handle: Handle) -> None:
        self.stage.tell("press", number=self.numbered.numbers[handle], key="default")

    async def dismiss(self, handle: Handle) -> None:
        self.stage.tell("dismiss", number=self.numbered.numbers[handle])

    async def refuse(self) -> None:
        self.stage.quirks(Quirk.TOO_MANY)

    async def accept(self) -> None:
        self.stage.quirks()

    async def lose(self) -> None:
        self.stage.kill_fake()

    async def come_back(self) -> None:
        self.stage.start_fake(can=self.caps)
        for _ in range(200):
            if self.notifier.caps.name:
                return
            await asyncio.sleep(0.01)


class TextBench(Bench):
    can = frozenset({Can.READ_ONLY, Can.DISMISS, Can.TAKE_AWAY, Can.REFUSE, Can.LOSE})
    caps = ("body",)


@pytest.mark.parametrize("claim", claims(*Bench.can), ids=named)
def test_freedesktop_keeps_the_contract(claim: Claim, stage: Stage) -> None:
    @asynccontextmanager
    async def bench() -> AsyncIterator[Rig]:
        stage.start_fake()
        yield Bench(stage)

    keep(claim, bench)


@pytest.mark.parametrize("claim", claims(*TextBench.can), ids=named)
def test_freedesktop_keeps_the_contract_without_buttons(claim: Claim, stage: Stage) -> None:
    @asynccontextmanager
    async def bench() -> AsyncIterator[Rig]:
        stage.start_fake(can=TextBench.caps)
        yield TextBench(stage)

    keep(claim, bench)


@pytest.mark.parametrize("claim", claims(*Bench.can), ids=named)
def test_freedesktop_keeps_the_contract_with_an_ill_mannered_server(claim: Claim, stage: Stage) -> None:
    """Everything twice and late, numbers that move, errors for what is closed already."""

    @asynccontextmanager
    async def bench() -> AsyncIterator[Rig]:
        stage.start_fake(Quirk.DOUBLE_SIGNALS, Quirk.LATE_CLOSED_TWICE, Quirk.INVALID_ID, Quirk.NEW_NUMBER)
        yield Bench(stage)

    keep(claim, bench)
