"""Knows what a person sees of the last resort on Windows, with the real plyer; below it stands a stand-in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.adapters.notify import plyer_text
from routine.adapters.notify.plyer_text import Text, units, within
from routine.core.exercise import ZERO
from routine.core.notification import Notification
from routine.core.player import Frame, Mode
from routine.core.steps import steps_of
from routine.errors import NotifierRejected
from routine.library.catalogue import catalogue
from routine.presentation.cards import step_card
from tests.adapters.notify.balloon_stand_in import Taskbar, windows_text
from tests.adapters.notify.contract import COMMAND, MORNING, Can, Claim, FirstSeen, Rig, claims, keep, named

LONG = "Lift the chest and look ahead, then round the back. " * 40
FAMILY = "👩‍👩‍👧‍👦"
ANY_TEXT = st.text(st.sampled_from("aé –ü🧘‍️e\u0301日 \n" + FAMILY), max_size=400) | st.text(max_size=400)


class Balloons(Rig):
    """A Windows that has no toasts, where the taskbar shows them."""

    can = frozenset({Can.READ_ONLY, Can.REFUSE})

    def __init__(self, taskbar: Taskbar) -> None:
        self.taskbar = taskbar
        self.notifier = Text()

    async def seen(self) -> list[FirstSeen]:
        return [FirstSeen(title, body) for title, body in self.taskbar.shown]

    async def refuse(self) -> None:
        self.taskbar.there = False

    async def accept(self) -> None:
        self.taskbar.there = True


@asynccontextmanager
async def balloons() -> AsyncIterator[Rig]:
    with pytest.MonkeyPatch.context() as patch, windows_text() as taskbar:
        patch.setattr(plyer_text, "_SECONDS", 0.05)
        yield Balloons(taskbar)


@pytest.mark.parametrize("claim", claims(*Balloons.can), ids=named)
def test_a_balloon_keeps_the_contract(claim: Claim) -> None:
    keep(claim, balloons)


def show(*notices: Notification, there: bool = True) -> Taskbar:
    async def story() -> Taskbar:
        async with balloons() as rig:
            assert isinstance(rig, Balloons)
            rig.taskbar.there = there
            await rig.notifier.open(lambda _: None)
            for notice in notices:
                await rig.notifier.show(notice)
            await rig.notifier.close()
            await asyncio.sleep(0.2)
            return rig.taskbar

    return asyncio.run(story())


@pytest.mark.parametrize(
    "notice",
    [
        Notification("Morning", LONG),
        Notification(LONG, "Stand tall."),
        Notification(LONG, LONG, without_buttons=COMMAND),
        Notification("🧘" * 40, "🧘" * 200),
        Notification("Morning", ""),
        Notification("", ""),
        Notification("- a", "-" * 300),
        Notification("a" * 63, "b" * 255),
        Notification("a" * 64, "b" * 256),
        Notification("lone \ud83e", "half \udd18 " * 80),
        Notification("Morning", "x", without_buttons="`routine start` " * 40),
    ],
    ids=lambda notice: f"{units(notice.title)}, {units(notice.body)}",
)
def test_whatever_the_length_a_card_that_is_said_to_be_shown_is_on_the_screen(notice: Notification) -> None:
    ((title, body),) = show(notice).shown
    assert units(title) <= 63
    assert units(body) <= 255
    assert title
    assert body


def test_the_command_that_answers_a_long_card_stands_whole_below_it() -> None:
    ((_, body),) = show(Notification("Morning", LONG, without_buttons=COMMAND)).shown
    assert body.endswith(f"…\n{COMMAND}")


def test_each_step_of_the_library_is_shown() -> None:
    every = [
        step_card(Frame(1, 2, step, place, beat, Mode.PLAYING, ZERO, beat.length, following))
        for sequence in catalogue().sequences.values()
        for step, following in pairwise((*steps_of(sequence), None))
        if step
        for place, beat in enumerate(step.beats)
    ]
    cards = [*dict.fromkeys(every)]
    assert any(units(f"{card.body}\n{card.without_buttons}") > 255 for card in cards)
    assert any(units(card.title) > 63 for card in cards)
    assert len(show(*cards).shown) == len(cards)


def test_what_windows_refuses_is_an_error_and_not_said_to_be_shown() -> None:
    with pytest.raises(NotifierRejected):
        show(MORNING, there=False)


def test_nothing_is_left_beside_the_clock() -> None:
    assert show(MORNING, MORNING).icons == []


def test_showing_does_not_wait_until_the_balloon_has_gone() -> None:
    async def story() -> timedelta:
        with windows_text():
            notifier = Text()
            await notifier.open(lambda _: None)
            before = time.monotonic()
            await notifier.show(MORNING)
            return timedelta(seconds=time.monotonic() - before)

    assert asyncio.run(story()) < timedelta(seconds=3)


@given(ANY_TEXT, st.integers(min_value=1, max_value=300))
def test_what_is_cut_is_a_beginning_that_has_room_and_no_letter_in_halves(text: str, room: int) -> None:
    found = within(text, room)
    assert units(found) <= room
    if units(text) <= room:
        assert found == text
    else:
        assert found.endswith("…")
        assert text.startswith(found[:-1])


def test_a_picture_made_of_several_letters_is_left_out_as_a_whole() -> None:
    assert within(f"We {FAMILY}", 12) == "We…"
    assert within("ide\u0301e", 4) == "id…"
