"""Knows what a click does where cards are listed without their buttons, as GNOME does; must not know how it looks.

Real bus, a scripted server in a process of its own.
"""

from __future__ import annotations

import asyncio

import pytest

from routine.core.notification import ActionId, Notification
from routine.ports import Acted, BodyClicked, Dismissed, Down, Lost, NotifierEvent
from tests.adapters.notify.contract import MORNING, SOON, Ear
from tests.adapters.notify.fake_server import Quirk
from tests.adapters.notify.stage import Stage
from tests.adapters.notify.test_freedesktop_quirks import opened, run, silence, told

KEYS = ["start", "snooze", "skip", "default"]


def _on_gnome(stage: Stage) -> None:
    # it does not close what is resident, which is all that has buttons
    stage.start_fake(Quirk.NO_CLOSED, name="gnome-shell")


def _open(stage: Stage) -> list[dict[str, object]]:
    return [card for card in stage.cards() if card["open"]]


def answered(ear: Ear) -> list[NotifierEvent]:
    """All that was told but the clicks themselves."""
    return [told for told in ear.heard if not isinstance(told, BodyClicked)]


def test_the_click_is_told_as_of_a_card_that_stands(stage: Stage) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=1, key="default")
            await told(ear, BodyClicked)
            assert ear.heard == [BodyClicked(handle, stands=True)]

    run(body)


@pytest.mark.parametrize("do_not_disturb", [False, True])
def test_the_card_comes_up_anew_with_its_buttons_and_answers(stage: Stage, do_not_disturb: bool) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage, do_not_disturb) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=1, key="default")
            await silence()
            newest = stage.cards()[-1]
            assert (newest["number"], newest["replaces"], newest["keys"]) == (2, 0, KEYS)
            assert newest["title"] == MORNING.title
            assert newest["hints"]["urgency"] == 2
            assert answered(ear) == []
            stage.tell("press", number=2, key="start")
            await told(ear, Acted)
            assert answered(ear) == [Acted(handle, ActionId.START)]
            await silence()
            assert _open(stage) == []

    run(body)


def test_the_old_one_is_not_closed_but_goes_by_itself_where_it_may_be_on_the_screen(stage: Stage) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=1, key="default")
            await silence()
            old = stage.cards()[0]
            assert (old["number"], old["keys"], old["hints"]["urgency"]) == (1, [], 0)
            assert old["hints"]["transient"] is True
            assert old["hints"]["resident"] is False
            assert stage.calls("CloseNotification") == []
            stage.tell("dismiss", number=1, reason=1)
            await silence()
            assert answered(ear) == []
            await notifier.withdraw(handle)
            await silence()
            assert stage.calls("CloseNotification") == [[2]]

    run(body)


def test_one_that_does_not_go_by_itself_is_closed_with_the_card_that_took_its_place(stage: Stage) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            await notifier.show(MORNING)
            for number in (1, 2):
                stage.tell("press", number=number, key="default")
                await silence()
            assert [card["number"] for card in _open(stage)] == [1, 2, 3]
        assert _open(stage) == []

    run(body)


def test_a_second_click_on_the_old_one_is_nothing(stage: Stage) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            await notifier.show(MORNING)
            for _ in range(2):
                stage.tell("press", number=1, key="default")
            await silence()
            assert [card["number"] for card in _open(stage)] == [1, 2]
            assert answered(ear) == []

    run(body)


def test_a_card_that_may_not_come_up_again_is_lost_so_that_it_is_shown_once_more(stage: Stage) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.quirks(Quirk.NO_CLOSED, Quirk.TOO_MANY)
            stage.tell("press", number=1, key="default")
            await told(ear, Lost)
            assert answered(ear) == [Lost(handle)]

    run(body)


def test_a_card_closed_while_it_comes_up_again_does_not_stay(stage: Stage) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage, banners_off=True) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.quirks(Quirk.NO_CLOSED, Quirk.HANG)
            stage.tell("press", number=1, key="default")
            await silence()
            await notifier.withdraw(handle)
            stage.tell("release")
            await silence()
            assert _open(stage) == []
            assert answered(ear) == []

    run(body)


def test_a_server_that_goes_in_the_middle_of_it_loses_the_card_once(stage: Stage) -> None:
    _on_gnome(stage)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.quirks(Quirk.NO_CLOSED, Quirk.HANG)
            stage.tell("press", number=1, key="default")
            await silence()
            await asyncio.to_thread(stage.kill_fake)
            await told(ear, Down)
            await silence()
            assert [heard for heard in answered(ear) if not isinstance(heard, Down)] == [Lost(handle)]

    run(body)


def test_a_heads_up_without_buttons_ends_when_it_is_clicked(stage: Stage) -> None:
    stage.start_fake(name="gnome-shell")

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(SOON)
            assert stage.cards()[0]["hints"]["resident"] is False
            stage.tell("dismiss", number=1)
            await told(ear, Dismissed)
            assert ear.heard == [Dismissed(handle)]

    run(body)


def test_elsewhere_the_click_is_told(stage: Stage) -> None:
    stage.start_fake(Quirk.NO_CLOSED)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=1, key="default")
            await told(ear, BodyClicked)
            assert ear.heard == [BodyClicked(handle)]
            assert len(stage.calls("Notify")) == 1

    run(body)


@pytest.mark.parametrize(
    ("name", "picture", "icon"),
    [
        ("gnome-shell", "", "dialog-information"),
        ("gnome-shell", "/pictures/cat-cow.png", ""),
        ("Plasma", "", ""),
    ],
)
def test_no_sign_of_an_error_stands_beside_a_reminder(stage: Stage, name: str, picture: str, icon: str) -> None:
    """GNOME would draw one beside what is critical."""
    stage.start_fake(name=name)

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            await notifier.show(Notification("Morning", "", MORNING.actions, picture=picture))
            assert stage.calls("Notify")[0][2] == icon

    run(body)
