"""Knows what a person at a Windows desktop sees and does; must not know how the adapter keeps its toasts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from routine.adapters.notify.windows import Windows
from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.errors import NotifierRejected, NotifierUnavailable
from routine.ports import Acted, Handle, Lost
from tests.adapters.notify import windows_toasts_double as double
from tests.adapters.notify.contract import (
    COMMAND,
    EVENING,
    MORNING,
    SOON,
    STEP_2,
    Can,
    Claim,
    FirstSeen,
    Rig,
    claims,
    hear,
    keep,
    named,
    opened,
)
from tests.replacing import replace


class AtWindows(Rig):
    """Clicks on toasts, told from another thread."""

    can = frozenset({Can.PRESS, Can.DISMISS, Can.CLICK_BODY, Can.TAKE_AWAY, Can.REFUSE})
    room = 5

    def __init__(self, computer: double.Windows) -> None:
        self.computer = computer
        self.notifier = Windows()
        self._toasts: dict[Handle, double.Toast] = {}

    async def seen(self) -> list[FirstSeen]:
        return [
            FirstSeen(bubble.texts[0] or "", bubble.texts[1] or "", tuple(each.content for each in bubble.buttons))
            for bubble in self.computer.bubbles
        ]

    def toast(self, handle: Handle) -> double.Toast:
        assert isinstance(self.notifier, Windows)
        card = self.notifier._cards.get(handle)
        if card is not None:
            self._toasts[handle] = card.toast
        return self._toasts[handle]

    async def press(self, handle: Handle, action: Button) -> None:
        self.computer.click(self.toast(handle), action.key.value, aumid="routine")

    async def click_body(self, handle: Handle) -> None:
        toast = self.toast(handle)
        self.computer.click(toast, toast.tag, aumid="routine")

    async def dismiss(self, handle: Handle) -> None:
        self.computer.dismiss(self.toast(handle))

    async def refuse(self) -> None:
        self.computer.broken = True

    async def accept(self) -> None:
        self.computer.broken = False


class WithoutAName(AtWindows):
    """A locked-down computer: the registry cannot be written."""

    can = frozenset({Can.READ_ONLY, Can.DISMISS, Can.TAKE_AWAY, Can.REFUSE})


@asynccontextmanager
async def a_computer(kind: type[AtWindows], computer: double.Windows) -> AsyncIterator[AtWindows]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "windows_toasts", double.library(computer))
        patch.setitem(sys.modules, "winreg", double.registry(computer))
        yield kind(computer)


@asynccontextmanager
async def at_windows() -> AsyncIterator[Rig]:
    async with a_computer(AtWindows, double.Windows()) as rig:
        yield rig


@asynccontextmanager
async def without_a_name() -> AsyncIterator[Rig]:
    async with a_computer(WithoutAName, double.Windows(registry_writable=False)) as rig:
        yield rig


@pytest.mark.parametrize("claim", claims(*AtWindows.can), ids=named)
def test_windows_keeps_the_contract(claim: Claim) -> None:
    keep(claim, at_windows)


@pytest.mark.parametrize("claim", claims(*WithoutAName.can), ids=named)
def test_windows_without_a_registered_name_keeps_the_contract(claim: Claim) -> None:
    keep(claim, without_a_name)


def test_a_reminder_stays_until_it_is_answered_and_a_heads_up_does_not() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            await rig.notifier.show(MORNING)
            await rig.notifier.show(SOON)
            reminder, heads_up = rig.computer.bubbles
            assert reminder.toast.scenario is double.ToastScenario.Reminder
            assert heads_up.toast.scenario is double.ToastScenario.Default
            assert reminder.toast.duration is double.ToastDuration.Long
            assert heads_up.toast.duration is double.ToastDuration.Default

    asyncio.run(story())


def test_only_a_reminder_rings_and_no_step_of_a_session_does() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            for notice in (MORNING, SOON, replace(STEP_2, urgency=Urgency.INSTANT)):
                await rig.notifier.show(notice)
            silent = [
                bubble.toast.audio is not None and bubble.toast.audio.silent for bubble in rig.computer.bubbles
            ]
            assert silent == [False, True, True]

    asyncio.run(story())


def test_a_step_that_comes_back_with_another_picture_does_not_ring(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            step = replace(STEP_2, urgency=Urgency.INSTANT)
            handle = await rig.notifier.show(step)
            for number in range(3):
                picture = tmp_path / f"{number}.png"
                picture.write_bytes(b"\x89PNG")
                handle = await rig.notifier.update(handle, replace(step, picture=str(picture)))
                (bubble,) = rig.computer.bubbles
                assert bubble.toast.images
                assert bubble.toast.audio == double.ToastAudio(silent=True)

    asyncio.run(story())


def test_one_that_was_closed_leaves_no_dead_buttons_in_the_notification_centre() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, ear):
            assert isinstance(rig, AtWindows)
            handle = await rig.notifier.show(MORNING)
            await rig.dismiss(handle)
            await hear(rig, ear, 1)
            assert rig.computer.bubbles == []

    asyncio.run(story())


def test_a_press_in_the_notification_centre_counts_after_the_popup_has_gone() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, ear):
            assert isinstance(rig, AtWindows)
            handle = await rig.notifier.show(MORNING)
            rig.computer.time_out(rig.toast(handle))
            await asyncio.sleep(0.05)
            assert ear.of_cards == []
            await rig.press(handle, MORNING.actions[0])
            await hear(rig, ear, 1)
            assert ear.of_cards == [Acted(handle, ActionId.START)]

    asyncio.run(story())


def test_in_the_notification_centre_it_says_how_else_it_is_answered_until_it_is_shown_again() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            handle = await rig.notifier.show(MORNING)
            (bubble,) = rig.computer.bubbles
            assert bubble.texts == [MORNING.title, MORNING.body]
            rig.computer.time_out(rig.toast(handle))
            await asyncio.sleep(0.05)
            assert bubble.texts == [MORNING.title, f"{MORNING.body}\n{COMMAND}"]
            await rig.notifier.update(handle, MORNING)
            assert rig.computer.bubbles[0].texts == [MORNING.title, MORNING.body]

    asyncio.run(story())


def test_asking_again_brings_back_a_toast_whose_popup_has_gone() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            handle = await rig.notifier.show(MORNING)
            rig.computer.time_out(rig.toast(handle))
            await asyncio.sleep(0.05)
            await rig.notifier.update(handle, MORNING)
            assert [bubble.in_centre for bubble in rig.computer.bubbles] == [False]

    asyncio.run(story())


def test_the_next_step_with_the_same_buttons_changes_words_where_they_are() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            handle = await rig.notifier.show(STEP_2)
            (before,) = rig.computer.bubbles
            assert await rig.notifier.update(handle, replace(STEP_2, body="Step 3 of 8.")) == handle
            assert rig.computer.bubbles == [before]
            assert before.texts == ["Cat-cow", "Step 3 of 8."]

    asyncio.run(story())


def test_a_refusal_that_comes_late_is_told_as_a_lost_card() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, ear):
            assert isinstance(rig, AtWindows)
            handle = await rig.notifier.show(MORNING)
            rig.computer.fail(rig.toast(handle))
            await hear(rig, ear, 1)
            assert ear.of_cards == [Lost(handle)]

    asyncio.run(story())


@pytest.mark.parametrize("setting", [1, 2, 3, 4])
def test_notifications_switched_off_are_an_error_that_says_where_to_switch_them_on(setting: int) -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            rig.computer.setting = setting
            with pytest.raises(NotifierRejected, match="Settings, System, Notifications"):
                await rig.notifier.show(MORNING)
            assert rig.computer.bubbles == []

    asyncio.run(story())


def test_a_picture_is_shown_and_a_missing_one_is_left_out(tmp_path: Path) -> None:
    async def story() -> None:
        picture = tmp_path / "cat cow.png"
        picture.write_bytes(b"\x89PNG")
        async with opened(at_windows) as (rig, _):
            assert isinstance(rig, AtWindows)
            await rig.notifier.show(replace(MORNING, picture=str(picture)))
            await rig.notifier.show(replace(EVENING, picture=str(tmp_path / "gone.png")))
            with_one, without = rig.computer.bubbles
            assert [image.image for image in with_one.toast.images] == [picture.as_uri()]
            assert without.toast.images == []

    asyncio.run(story())


def test_without_the_library_another_way_can_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that cannot be imported is a notifier that is not there, said in words."""

    async def story() -> None:
        with pytest.raises(NotifierUnavailable, match="Windows notifications"):
            await Windows().open(lambda _: None)

    monkeypatch.setitem(sys.modules, "windows_toasts", None)
    asyncio.run(story())


def test_before_opening_nothing_is_shown_and_it_is_said() -> None:
    async def story() -> None:
        with pytest.raises(NotifierUnavailable):
            await Windows().show(Notification("Too early", ""))

    asyncio.run(story())


def test_a_press_after_shutting_is_told_to_nobody() -> None:
    async def story() -> None:
        async with opened(at_windows) as (rig, ear):
            handle = await rig.notifier.show(MORNING)
            assert isinstance(rig, AtWindows)
            rig.toast(handle)
            await rig.notifier.close()
            await rig.press(handle, MORNING.actions[0])
            await asyncio.sleep(0.05)
            assert ear.of_cards == []

    asyncio.run(story())


def test_the_body_names_the_command_when_buttons_would_do_nothing() -> None:
    async def story() -> None:
        async with opened(without_a_name) as (rig, _):
            assert "registry" in rig.notifier.caps.degraded
            await rig.notifier.show(MORNING)
            (card,) = await rig.seen()
            assert card.body.endswith(COMMAND)

    asyncio.run(story())
