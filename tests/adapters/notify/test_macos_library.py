"""Knows what a Mac's notification centre is handed by the real desktop-notifier; below it stands a stand-in.

Never run on a real Mac.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.notify.macos import MacOS
from routine.core.notification import Button, Urgency
from routine.errors import NotifierUnavailable
from routine.ports import Acted, Handle
from tests.adapters.notify.contract import (
    MORNING,
    SOON,
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
from tests.adapters.notify.objc_stand_in import CLICKED, DISMISSED, Centre, desktop_notifier
from tests.adapters.notify.test_macos import card_of
from tests.replacing import replace

LIMIT = timedelta(seconds=1)


class OnAMac(Rig):
    """A person at cards that the library itself has made."""

    can = frozenset({Can.PRESS, Can.DISMISS, Can.CLICK_BODY, Can.TAKE_AWAY, Can.REFUSE})
    room = 4

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.notifier = MacOS(LIMIT)

    async def seen(self) -> list[FirstSeen]:
        return [
            FirstSeen(card.title, card.body, tuple(each.title for each in self.centre.buttons(identifier)))
            for identifier, card in self.centre.cards.items()
        ]

    async def press(self, handle: Handle, action: Button) -> None:
        self.centre.press(card_of(handle), action.label)

    async def click_body(self, handle: Handle) -> None:
        self.centre.send(card_of(handle), CLICKED)

    async def dismiss(self, handle: Handle) -> None:
        self.centre.send(card_of(handle), DISMISSED)

    async def refuse(self) -> None:
        self.centre.refuses = True

    async def accept(self) -> None:
        self.centre.refuses = False


@asynccontextmanager
async def on_a_mac() -> AsyncIterator[Rig]:
    centre = Centre()
    with desktop_notifier(centre):
        yield OnAMac(centre)


@pytest.mark.parametrize("claim", claims(*OnAMac.can), ids=named)
def test_the_library_itself_keeps_the_contract(claim: Claim) -> None:
    keep(claim, on_a_mac)


@pytest.mark.parametrize(
    ("centre", "sentence", "hint"),
    [
        (Centre(bundle=False), "cannot be used from this Python", "signed Python"),
        (Centre(signed=False), "does not verify the signature", "nothing to allow"),
        (Centre(allowed=False), "does not let routine notify you", "called Python"),
    ],
    ids=["uv, pyenv and conda", "Homebrew", "somebody who said no"],
)
def test_each_refusal_is_told_as_what_it_is(centre: Centre, sentence: str, hint: str) -> None:
    printed = io.StringIO()
    log = logging.StreamHandler(printed)

    async def story() -> None:
        notifier = MacOS(LIMIT)
        with desktop_notifier(replace(centre)), pytest.raises(NotifierUnavailable) as refused:
            await notifier.open(Ear())
        assert sentence in refused.value.sentence
        assert hint in refused.value.hint
        assert notifier.forbidden is (not centre.allowed)

    logging.getLogger().addHandler(log)
    try:
        asyncio.run(story())
    finally:
        logging.getLogger().removeHandler(log)
    assert printed.getvalue() == ""


def test_no_card_makes_a_sound_and_a_heads_up_is_passive(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(on_a_mac) as (rig, _):
            assert isinstance(rig, OnAMac)
            for notice in (MORNING, SOON, replace(STEP_2, urgency=Urgency.INSTANT)):
                await rig.notifier.show(notice)
            cards = list(rig.centre.cards.values())
            assert not [card for card in cards if hasattr(card, "sound")]
            assert [card.interruptionLevel.name for card in cards] == ["Active", "Passive", "Active"]

    asyncio.run(story())


def test_a_picture_is_handed_over_as_a_copy_that_is_there(tmp_path: Path) -> None:
    async def story() -> None:
        picture = tmp_path / "cat cow ü.png"
        picture.write_bytes(b"\x89PNG")
        async with opened(on_a_mac) as (rig, _):
            assert isinstance(rig, OnAMac)
            await rig.notifier.show(replace(MORNING, picture=str(picture)))
            (card,) = rig.centre.cards.values()
            (attached,) = card.attachments
            copies.append(Path(attached.URL.path))

    copies: list[Path] = []
    asyncio.run(story())
    assert [copy.read_bytes() for copy in copies] == [b"\x89PNG"]


def test_a_picture_that_cannot_be_copied_costs_the_picture_and_not_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async def story() -> None:
        picture = tmp_path / "cat-cow.png"
        picture.write_bytes(b"\x89PNG")
        async with opened(on_a_mac) as (rig, ear):
            assert isinstance(rig, OnAMac)
            handle = await rig.notifier.show(replace(MORNING, picture=str(picture)))
            assert not any(hasattr(card, "attachments") for card in rig.centre.cards.values())
            await rig.press(handle, MORNING.actions[0])
            await hear(rig, ear, 1)
            assert ear.of_cards == [Acted(handle, MORNING.actions[0].key)]

    monkeypatch.setattr("shutil.copy", full)
    asyncio.run(story())


@pytest.mark.parametrize(
    ("clears", "left"), [(True, ["another program's"]), (False, ["routine-1-1", "another program's"])]
)
def test_what_a_service_that_died_has_left_is_taken_away_and_nothing_of_others(
    *, clears: bool, left: list[str]
) -> None:
    """doctor leaves the cards of a running service alone."""

    async def story() -> None:
        centre = Centre(cards=dict.fromkeys(("routine-1-1", "another program's")))
        with desktop_notifier(centre):
            notifier = MacOS(LIMIT, clears=clears)
            await notifier.open(Ear())
            assert list(centre.cards) == left
            await notifier.show(MORNING)
            assert len(centre.cards) == len(left) + 1

    asyncio.run(story())


def test_a_library_that_is_older_than_this_python_is_one_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """asyncio.DefaultEventLoopPolicy, which it asks for as it is imported, goes away with Python 3.16."""
    kept = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "desktop_notifier"}
    for name in kept:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(asyncio, "DefaultEventLoopPolicy")

    async def story() -> None:
        with pytest.raises(NotifierUnavailable, match="cannot be used from this Python"):
            await MacOS(LIMIT).open(Ear())

    asyncio.run(story())
