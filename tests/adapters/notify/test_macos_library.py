"""Knows what a Mac's notification centre is handed by the real desktop-notifier; below it stands a stand-in.

Never run on a real Mac.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.notify.macos import MacOS
from routine.core.notification import Button, Urgency
from routine.errors import NotifierUnavailable
from routine.ports import Handle
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
    keep,
    named,
    opened,
)
from tests.adapters.notify.objc_stand_in import CLICKED, DISMISSED, Centre, desktop_notifier
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
        self.centre.press(f"routine-{handle.token}", action.label)

    async def click_body(self, handle: Handle) -> None:
        self.centre.send(f"routine-{handle.token}", CLICKED)

    async def dismiss(self, handle: Handle) -> None:
        self.centre.send(f"routine-{handle.token}", DISMISSED)

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
