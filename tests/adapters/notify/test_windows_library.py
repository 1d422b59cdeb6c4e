"""Knows what Windows is handed by the real windows-toasts, down to the XML; WinRT below it is a stand-in.

Never run on a real Windows. Source of what the attributes do: Microsoft, "Toast schema".
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote
from xml.dom.minidom import Element

import pytest

from routine.adapters.notify.windows import Windows
from routine.core.notification import Button, Notification, Urgency
from routine.ports import Handle
from tests.adapters.notify import windows_toasts_double as double
from tests.adapters.notify.contract import (
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
from tests.adapters.notify.test_macos import parameters
from tests.adapters.notify.winrt_stand_in import Desktop, ToastNotification, windows_toasts
from tests.replacing import replace

STEP = replace(STEP_2, urgency=Urgency.INSTANT)


class OnWindows(Rig):
    """A person at toasts that the library itself has made."""

    can = frozenset({Can.PRESS, Can.DISMISS, Can.CLICK_BODY, Can.TAKE_AWAY, Can.REFUSE})
    room = 5

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.notifier = Windows()
        self._known: dict[Handle, ToastNotification] = {}

    async def seen(self) -> list[FirstSeen]:
        return [
            FirstSeen(
                toast.texts[0], toast.texts[1], tuple(each.getAttribute("content") for each in buttons(toast))
            )
            for toast in self.desktop.toasts
        ]

    def toast(self, handle: Handle) -> ToastNotification:
        assert isinstance(self.notifier, Windows)
        if card := self.notifier._cards.get(handle):
            self._known[handle] = self.desktop.ever[card.toast.tag]
        return self._known[handle]

    async def press(self, handle: Handle, action: Button) -> None:
        toast = self.toast(handle)
        arguments = {each.getAttribute("content"): each.getAttribute("arguments") for each in buttons(toast)}
        self.desktop.press(toast, arguments.get(action.label, "an older button"))

    async def click_body(self, handle: Handle) -> None:
        toast = self.toast(handle)
        self.desktop.press(toast, toast.root.getAttribute("launch"))

    async def dismiss(self, handle: Handle) -> None:
        self.desktop.dismiss(self.toast(handle))

    async def refuse(self) -> None:
        self.desktop.broken = True

    async def accept(self) -> None:
        self.desktop.broken = False


def buttons(toast: ToastNotification) -> list[Element]:
    return toast.all("action")


@asynccontextmanager
async def on_windows() -> AsyncIterator[Rig]:
    desktop = Desktop()
    with windows_toasts(desktop):
        yield OnWindows(desktop)


@pytest.mark.parametrize("claim", claims(*OnWindows.can), ids=named)
def test_the_library_itself_keeps_the_contract(claim: Claim) -> None:
    keep(claim, on_windows)


def toasts_of(*notices: Notification) -> list[ToastNotification]:
    """What Windows is handed for them."""

    async def story() -> list[ToastNotification]:
        async with opened(on_windows) as (rig, _):
            assert isinstance(rig, OnWindows)
            for notice in notices:
                await rig.notifier.show(notice)
            return list(rig.desktop.toasts)

    return asyncio.run(story())


def test_a_reminder_stays_and_rings() -> None:
    (toast,) = toasts_of(MORNING)
    assert toast.root.getAttribute("scenario") == "reminder"
    # by the schema the scenario may be ignored; then it stays 25 seconds and not 5
    assert toast.root.getAttribute("duration") == "long"
    assert toast.all("audio") == []
    assert not toast.suppress_popup


@pytest.mark.parametrize("notice", [STEP, SOON], ids=["a step", "a heads-up"])
def test_a_step_of_a_session_and_a_heads_up_make_no_sound(notice: Notification) -> None:
    (toast,) = toasts_of(notice)
    assert toast.one("audio").getAttribute("silent") == "true"
    assert toast.one("audio").getAttribute("src") == ""


def test_a_heads_up_leaves_by_itself() -> None:
    (toast,) = toasts_of(SOON)
    assert (toast.root.getAttribute("scenario"), toast.root.getAttribute("duration")) == ("", "")


def test_each_button_carries_the_key_of_its_answer() -> None:
    (toast,) = toasts_of(MORNING)
    found = [(each.getAttribute("content"), each.getAttribute("arguments")) for each in buttons(toast)]
    assert found == [(action.label, action.key.value) for action in MORNING.actions]
    # the usual activation: what this process hears while it runs
    assert {each.getAttribute("activationType") for each in buttons(toast)} == {""}


def test_what_a_person_typed_is_data_and_no_markup_or_binding() -> None:
    (toast,) = toasts_of(Notification("{text2} <b>", "{text1} & </toast>", MORNING.actions))
    assert toast.texts == ["{text2} <b>", "{text1} & </toast>"]
    assert "<b>" not in toast.root.toxml()


def test_a_picture_is_named_by_its_file(tmp_path: Path) -> None:
    picture = tmp_path / "cat cow ü.png"
    picture.write_bytes(b"\x89PNG")
    (toast,) = toasts_of(replace(MORNING, picture=str(picture)))
    assert toast.one("image").getAttribute("src") == unquote(picture.as_uri())


def test_a_step_with_another_picture_is_one_silent_toast(tmp_path: Path) -> None:
    async def story() -> None:
        async with opened(on_windows) as (rig, _):
            assert isinstance(rig, OnWindows)
            handle = await rig.notifier.show(STEP)
            for number in range(3):
                picture = tmp_path / f"{number}.png"
                picture.write_bytes(b"\x89PNG")
                handle = await rig.notifier.update(handle, replace(STEP, picture=str(picture)))
                (toast,) = rig.desktop.toasts
                assert toast.one("image").getAttribute("src").endswith(f"{number}.png")
                assert toast.one("audio").getAttribute("silent") == "true"

    asyncio.run(story())


def test_the_next_words_of_a_step_come_where_the_card_is() -> None:
    async def story() -> None:
        async with opened(on_windows) as (rig, _):
            assert isinstance(rig, OnWindows)
            handle = await rig.notifier.show(STEP)
            (before,) = rig.desktop.toasts
            assert await rig.notifier.update(handle, replace(STEP, body="Step 3 of 8.")) == handle
            assert rig.desktop.toasts == [before]
            assert before.texts == ["Cat-cow", "Step 3 of 8."]

    asyncio.run(story())


def test_one_that_was_closed_leaves_the_notification_centre_as_well() -> None:
    async def story() -> None:
        async with opened(on_windows) as (rig, ear):
            assert isinstance(rig, OnWindows)
            handle = await rig.notifier.show(MORNING)
            await rig.dismiss(handle)
            await hear(rig, ear, 1)
            assert rig.desktop.toasts == []

    asyncio.run(story())


@pytest.mark.parametrize(("clears", "named", "left"), [(True, True, 0), (False, True, 1), (True, False, 1)])
def test_what_a_service_that_died_has_left_is_taken_away_and_nothing_of_others(
    *, clears: bool, named: bool, left: int
) -> None:
    """doctor leaves the cards of a running service alone; without a name of our own they might be another's."""

    async def story() -> None:
        desktop = Desktop(computer=double.Windows(registry_writable=named))
        with windows_toasts(desktop):
            died, anew = Windows(), Windows(clears=clears)
            await died.open(lambda _: None)
            await died.show(MORNING)
            await anew.open(lambda _: None)
            assert len(desktop.toasts) == left

    asyncio.run(story())


def test_no_more_buttons_are_handed_over_than_the_library_takes(recwarn: pytest.WarningsRecorder) -> None:
    many = tuple(Button(action.key, f"Label {place}") for place, action in enumerate(MORNING.actions * 3))
    (toast,) = toasts_of(replace(MORNING, actions=many))
    assert len(buttons(toast)) == OnWindows.room
    assert not recwarn.list


def test_the_double_has_the_librarys_own_signatures() -> None:
    """What test_windows stands on."""
    with windows_toasts(Desktop()) as real:
        for enum in double.ENUMS:
            theirs = getattr(real, enum.__name__)
            assert {each.name: each.value for each in enum} == {each.name: each.value for each in theirs}
        for ours in double.CLASSES:
            assert parameters(ours) == parameters(getattr(real, ours.__name__))
        for name in ("show_toast", "update_toast", "remove_toast", "clear_toasts"):
            method = getattr(double.InteractableWindowsToaster, name)
            assert parameters(method) == parameters(getattr(real.InteractableWindowsToaster, name))
        assert parameters(double.ToastDisplayImage.fromPath) == parameters(real.ToastDisplayImage.fromPath)
