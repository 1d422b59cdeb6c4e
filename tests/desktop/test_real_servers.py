"""Knows what a person sees and clicks on real notification servers; must not know how a card is sent.

Real programs, real clicks: Xvfb, a private bus, the servers that Debian ships.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.notify.freedesktop import Freedesktop
from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.errors import NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, BodyClicked, Dismissed, Down, Handle, Lost, NotifierEvent, Up
from routine.presentation.notifiers import ON_DEMAND
from tests.desktop.desktop import NAME, Desktop

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

START, SNOOZE, SKIP = (
    Button(ActionId.START, "Start"),
    Button(ActionId.SNOOZE, "Snooze 10m"),
    Button(ActionId.SKIP, "Skip"),
)
NEXT, PAUSE, STOP = Button(ActionId.NEXT, "Next"), Button(ActionId.PAUSE, "Pause"), Button(ActionId.STOP, "Stop")
MORNING = Notification(
    "Morning mobility, 12 min",
    "First: cat-cow.\nDue 07:30, snoozed 2×",
    (START, SNOOZE, SKIP),
    without_buttons="Answer with: routine start, routine snooze or routine skip",
)

_DRAWS_BUTTONS = ["xfce", "mate", "notification-daemon", "lxqt", "dunst"]
_READABLE = ["xfce", "mate", "notification-daemon"]


class Ear:
    def __init__(self) -> None:
        self.heard: list[NotifierEvent] = []

    def __call__(self, told: NotifierEvent) -> None:
        self.heard.append(told)

    async def until(self, told: NotifierEvent | type[Up | Down], limit: timedelta = timedelta(seconds=5)) -> None:
        async with asyncio.timeout(limit.total_seconds()):
            while not any(heard == told or type(heard) is told for heard in self.heard):  # noqa: ASYNC110 - a list is what claims read
                await asyncio.sleep(0.01)

    def acted(self) -> list[NotifierEvent]:
        return [heard for heard in self.heard if isinstance(heard, Acted)]


@asynccontextmanager
async def opened(desk: Desktop) -> AsyncIterator[tuple[Freedesktop, Ear]]:
    notifier, ear = Freedesktop(environ=desk.env), Ear()
    await notifier.open(ear)
    try:
        yield notifier, ear
    finally:
        await notifier.close()


def run(body: Callable[[], Awaitable[None]], limit: float = 60) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(limit):
            await body()

    asyncio.run(bounded())


async def press(desk: Desktop, ear: Ear, handle: Handle, action: Button) -> None:
    """Click the button, and wait until that very answer is told."""
    await asyncio.to_thread(desk.click, action.label)
    await ear.until(Acted(handle, action.key))


@pytest.mark.parametrize("desk", _DRAWS_BUTTONS, indirect=True)
def test_each_button_of_a_reminder_arrives_as_its_own_answer(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            expected: list[NotifierEvent] = []
            for action in MORNING.actions:
                handle = await notifier.show(MORNING)
                await press(desk, ear, handle, action)
                expected.append(Acted(handle, action.key))
            await asyncio.sleep(0.3)
            assert ear.heard == expected

    run(body)


@pytest.mark.parametrize("desk", _DRAWS_BUTTONS, indirect=True)
def test_a_session_goes_from_start_through_four_steps(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            handle = await notifier.show(MORNING)
            await press(desk, ear, handle, START)
            for number in range(1, 5):
                step = Notification(
                    f"Step {number} of 4", "Slowly, eight times.", (NEXT, PAUSE, STOP), Urgency.INSTANT
                )
                handle = await notifier.update(handle, step)
                await press(desk, ear, handle, NEXT)
            assert [heard.key for heard in ear.heard if isinstance(heard, Acted)] == [ActionId.START] + 4 * [
                ActionId.NEXT
            ]
            assert len(ear.heard) == 5

    run(body)


@pytest.mark.parametrize("desk", _READABLE, indirect=True)
def test_text_is_read_as_it_was_written(desk: Desktop) -> None:
    title, body_text = (
        "5 < 6 & <b>7</b> &amp; ñ ä",
        'Cat-cow & <b>friends</b>, 5 < 6\n"due" 07:30 × 2 &lt; 中文 תרגיל',
    )

    async def body() -> None:
        async with opened(desk) as (notifier, _):
            await notifier.show(Notification(title, body_text, (START,)))
            await asyncio.to_thread(desk.place_of, "text", title)
            assert body_text in desk.texts()

    run(body)


@pytest.mark.parametrize("desk", ["xfce", "mate", "lxqt"], indirect=True)
def test_two_cards_at_once_are_answered_apart(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            morning = await notifier.show(Notification("Morning", "One.", (START, SKIP)))
            step = await notifier.show(Notification("Cat-cow", "Two.", (NEXT, STOP)))
            await press(desk, ear, morning, SKIP)
            await press(desk, ear, step, NEXT)
            await asyncio.sleep(0.2)
            assert ear.heard == [Acted(morning, ActionId.SKIP), Acted(step, ActionId.NEXT)]

    run(body)


@pytest.mark.parametrize("desk", ["xfce", "mate", "notification-daemon"], indirect=True)
def test_a_step_that_changes_by_itself_says_the_new_words_and_can_be_answered(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            handle = await notifier.show(Notification("Cat-cow", "Step 1 of 2.", (NEXT, STOP)))
            handle = await notifier.update(handle, Notification("Bridge", "Step 2 of 2.", (NEXT, STOP)))
            await asyncio.to_thread(desk.place_of, "text", "Bridge")
            assert "Cat-cow" not in desk.texts()
            await press(desk, ear, handle, STOP)
            assert ear.heard == [Acted(handle, ActionId.STOP)]

    run(body)


@pytest.mark.parametrize("desk", ["xfce", "mate", "lxqt"], indirect=True)
def test_a_click_beside_the_buttons_is_never_an_answer(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            handle = await notifier.show(MORNING)
            x, y = await asyncio.to_thread(desk.place_of, "button", "Start")
            await asyncio.to_thread(desk.click_at, x, y - 40)
            await asyncio.sleep(0.5)
            assert ear.acted() == []
            handle = await notifier.update(handle, MORNING)
            await press(desk, ear, handle, START)
            assert [heard for heard in ear.heard if not isinstance(heard, Dismissed | BodyClicked)] == [
                Acted(handle, ActionId.START)
            ]

    run(body)


@pytest.mark.parametrize("desk", ["dunst"], indirect=True)
def test_a_middle_click_on_dunst_asks_to_see_the_card_again(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            handle = await notifier.show(MORNING)
            await asyncio.to_thread(desk.click_text, MORNING.title)
            await ear.until(BodyClicked(handle))
            assert ear.acted() == []

    run(body)


@pytest.mark.parametrize("desk", ["notification-daemon"], indirect=True)
def test_a_closed_card_makes_room_for_the_next_where_only_one_fits(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            first = await notifier.show(Notification("Morning", "", (START,)))
            await asyncio.to_thread(desk.place_of, "text", "Morning")
            await notifier.update(first, Notification("Evening", "", (SKIP, STOP)))
            await asyncio.to_thread(desk.place_of, "text", "Evening")
            assert "Morning" not in desk.texts()
            assert ear.heard == []
        await asyncio.sleep(0.5)
        assert desk.texts() == []

    run(body)


@pytest.mark.parametrize("desk", ["xfce", "mate"], indirect=True)
def test_a_closed_card_is_gone_from_the_screen_and_shutting_takes_the_rest(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            first = await notifier.show(Notification("Morning", "", (START,)))
            await notifier.show(Notification("Evening", "", (START,)))
            await asyncio.to_thread(desk.place_of, "text", "Evening")
            await notifier.withdraw(first)
            await asyncio.sleep(0.5)
            assert "Morning" not in desk.texts()
            assert "Evening" in desk.texts()
            assert ear.heard == []
        await asyncio.sleep(0.5)
        assert desk.texts() == []

    run(body)


@pytest.mark.parametrize("desk", ["xfce"], indirect=True)
def test_a_heads_up_goes_by_itself_and_is_no_answer(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            handle = await notifier.show(Notification("In ten minutes: Morning", "", urgency=Urgency.LOW))
            await ear.until(Dismissed(handle), timedelta(seconds=15))
            assert ear.heard == [Dismissed(handle)]

    run(body)


@pytest.mark.parametrize("desk", ["notify-osd"], indirect=True)
def test_a_server_without_buttons_shows_a_bubble_and_no_dialog(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            assert not notifier.caps.actions
            assert "notify-osd" in notifier.caps.degraded
            await notifier.show(MORNING)
            await asyncio.sleep(0.8)
            # its dialogs come up in the middle of the screen, its bubbles in the corner
            x, y = desk.window_place(2)
            assert x > 800
            assert y < 200
            assert ear.heard == []

    run(body)


# -- trouble


@pytest.mark.parametrize("desk", ["xfce"], indirect=True)
def test_a_server_killed_with_a_card_open_loses_it_once_and_the_next_one_shows_it_again(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            before = await notifier.show(MORNING)
            await asyncio.to_thread(desk.kill_server)
            await ear.until(Down)
            assert [type(heard) for heard in ear.heard] == [Lost, Down]
            with pytest.raises(NotifierUnavailable):
                await notifier.show(MORNING)
            await asyncio.to_thread(desk.start_server)
            await ear.until(Up)
            after = await notifier.update(before, MORNING)
            await press(desk, ear, after, SNOOZE)
            lost, down, up, acted = ear.heard
            assert isinstance(down, Down)
            assert (lost, up, acted) == (Lost(before), Up(notifier.caps), Acted(after, ActionId.SNOOZE))

    run(body)


def test_a_server_that_the_bus_can_start_is_started_and_started_again() -> None:
    async def body() -> None:
        with Desktop(server="xfce", activatable=True) as desk:
            async with opened(desk) as (notifier, ear):
                await notifier.show(MORNING)
                await asyncio.to_thread(desk.kill_server)
                handle = await notifier.show(MORNING)
                await press(desk, ear, handle, SKIP)
                assert [type(heard) for heard in ear.heard] == [Up, Lost, Down, Up, Acted]

    run(body)


def test_nobody_is_started_for_nothing_and_who_comes_by_themselves_is_taken() -> None:
    """Where two servers are installed, the one that the bus knows would keep the desktop's own from coming."""

    async def body() -> None:
        with Desktop(server="xfce", activatable=True) as desk:
            async with opened(desk) as (notifier, ear):
                await asyncio.sleep(1)
                assert not desk.owner(NAME), "there is nothing to show"
                assert notifier.caps.name == ON_DEMAND
                showing = asyncio.create_task(notifier.show(MORNING))
                await asyncio.sleep(0.5)
                own = desk.run(["dunst"])
                await showing
                await ear.until(Up)
                assert notifier.caps.name == "dunst"
                assert desk.owner_pid(NAME) == own.pid

    run(body)


@pytest.mark.parametrize("desk", ["xfce"], indirect=True)
def test_a_server_that_hangs_is_given_five_seconds_and_leaves_no_late_card(desk: Desktop) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            desk.stop_server()
            started = time.monotonic()
            with pytest.raises(NotifierTimedOut):
                await notifier.show(MORNING)
            assert time.monotonic() - started < 6
            desk.continue_server()
            await ear.until(Up)
            await asyncio.sleep(0.7)
            assert MORNING.title not in desk.texts()
            handle = await notifier.show(MORNING)
            await press(desk, ear, handle, START)

    run(body)


def test_a_desktop_session_that_ends_and_begins_again_is_found_again() -> None:
    async def body() -> None:
        with Desktop(server="xfce") as desk:
            async with opened(desk) as (notifier, ear):
                before = await notifier.show(MORNING)
                await asyncio.to_thread(desk.kill_bus)
                await ear.until(Down)
                assert ear.heard[0] == Lost(before)
                await asyncio.to_thread(desk.start_bus)
                await ear.until(Up, timedelta(seconds=15))
                handle = await notifier.show(MORNING)
                await press(desk, ear, handle, START)
                assert [type(heard) for heard in ear.heard] == [Lost, Down, Up, Acted]

    run(body)


def test_a_desktop_without_a_server_is_said_openly() -> None:
    async def body() -> None:
        with Desktop(server="none") as desk:
            notifier = Freedesktop(environ=desk.env)
            with pytest.raises(NotifierUnavailable) as caught:
                await notifier.open(Ear())
            assert caught.value.hint
            await notifier.close()

    run(body)


@pytest.mark.parametrize("desk", ["xfce"], indirect=True)
def test_a_picture_that_is_missing_hinders_nothing(desk: Desktop, tmp_path: Path) -> None:
    async def body() -> None:
        async with opened(desk) as (notifier, ear):
            notice = Notification("Cat-cow", "Step 1 of 2.", (NEXT,), picture=str(tmp_path / "none.png"))
            handle = await notifier.show(notice)
            await press(desk, ear, handle, NEXT)

    run(body)
