"""Knows what a person is spared when a notification server misbehaves; must not know how.

Real bus, a scripted server in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from routine.adapters.notify.freedesktop import Freedesktop
from routine.adapters.notify.server_quirks import Server
from routine.core.notification import ActionId, Button, Notification
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, Dismissed, Down, Handle, Lost, Up
from tests.adapters.notify.contract import EVENING, MORNING, SOON, START, STEP_2, Ear
from tests.adapters.notify.fake_server import Quirk
from tests.adapters.notify.stage import Numbered, Stage, numbered


@asynccontextmanager
async def opened(stage: Stage, banners_off: bool | None = None) -> AsyncIterator[tuple[Numbered, Ear]]:
    notifier, ear = numbered(stage, banners_off=banners_off), Ear()
    await notifier.open(ear)
    try:
        yield notifier, ear
    finally:
        await notifier.close()


def run(body: Callable[[], Awaitable[None]], limit: float = 20) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(limit):
            await body()

    asyncio.run(bounded())


async def told(ear: Ear, kind: type[object], limit: float = 5.0) -> None:
    for _ in range(int(limit * 100)):
        if any(isinstance(heard, kind) for heard in ear.heard):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"never told {kind.__name__}, only {ear.heard}")


async def silence() -> None:
    await asyncio.sleep(0.15)


def quick_sends(stage: Stage, notice: Notification, **say: object) -> dict[str, object]:
    """The card a server like this is sent."""
    stage.start_fake(**say)
    sent: list[dict[str, object]] = []

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            await notifier.show(notice)
            sent.extend(stage.cards())

    run(body)
    return sent[0]


# -- who is believed


def test_another_programs_card_is_never_taken_for_ours(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            number = notifier.numbers[handle]
            stage.tell("press", number=number + 40, key="start")
            stage.tell("dismiss", number=number + 40)
            await silence()
            assert ear.heard == []

    run(body)


def test_a_program_that_is_not_the_server_cannot_answer_a_card(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            number, we = notifier.numbers[handle], _address_of(notifier)
            stage.tell("impostor", member="ActionInvoked", signature="us", body=[number, "skip"], to=we)
            stage.tell("impostor", member="NotificationClosed", signature="uu", body=[number, 2], to=we)
            await silence()
            assert ear.heard == []
            stage.tell("press", number=number, key="start")
            await told(ear, Acted)
            assert ear.heard == [Acted(handle, ActionId.START)]

    run(body)


def test_a_program_that_is_not_the_server_cannot_accept_a_card(stage: Stage) -> None:
    stage.start_fake(Quirk.STOLEN_REPLY)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=777, key="skip")
            await silence()
            assert ear.heard == []
            stage.tell("press", number=1, key="start")
            await told(ear, Acted)
            assert ear.heard == [Acted(handle, ActionId.START)]

    run(body)


def test_an_answer_that_was_not_offered_is_no_answer(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=notifier.numbers[handle], key="stop")
            stage.tell("signal", member="ActionInvoked", signature="uu", body=[notifier.numbers[handle], 1])
            stage.tell(
                "signal", member="ActivationToken", signature="us", body=[notifier.numbers[handle], "start"]
            )
            await silence()
            assert not [heard for heard in ear.heard if isinstance(heard, Acted)]

    run(body)


def test_an_answer_that_comes_with_the_acceptance_is_told_after_it(stage: Stage) -> None:
    stage.start_fake(Quirk.CLICK_WITH_THE_REPLY)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            before_it_was_shown: list[list[object]] = []

            async def show() -> Handle:
                handle = await Freedesktop.show(notifier, MORNING)
                before_it_was_shown.append([*ear.heard])
                return handle

            showing = asyncio.create_task(show())
            for _ in range(3):
                await asyncio.sleep(0)
            time.sleep(0.1)  # noqa: ASYNC251 - reply and click lie in the socket together before the loop turns
            handle = await showing
            await told(ear, Acted)
            assert before_it_was_shown == [[]]
            assert ear.heard == [Acted(handle, ActionId.START)]

    run(body)


# -- numbers


def test_a_number_from_before_a_restart_is_not_ours_any_more(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            before = await notifier.show(MORNING)
            stage.kill_fake()
            stage.start_fake()
            await told(ear, Up)
            assert [type(heard) for heard in ear.heard] == [Lost, Down, Up]
            stage.tell("press", number=notifier.numbers[before], key="start")
            await silence()
            assert len(ear.heard) == 3
            after = await notifier.show(EVENING)
            assert notifier.numbers[after] == notifier.numbers[before]
            stage.tell("press", number=notifier.numbers[after], key="skip")
            await told(ear, Acted)
            assert ear.heard[3:] == [Acted(after, ActionId.SKIP)]

    run(body)


def test_a_spent_number_is_never_used_again(stage: Stage) -> None:
    """On Plasma the next step would otherwise be accepted and never seen."""
    stage.start_fake(Quirk.NEVER_SHOWN)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(STEP_2)
            stage.tell("press", number=notifier.numbers[handle], key="next")
            await told(ear, Acted)
            await notifier.update(handle, STEP_2)
            assert [card["replaces"] for card in stage.cards()] == [0]

    run(body)


def test_a_card_that_stays_after_its_answer_is_taken_away(stage: Stage) -> None:
    stage.start_fake(Quirk.NO_CLOSED)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=notifier.numbers[handle], key="skip")
            await told(ear, Acted)
            await silence()
            assert stage.cards() == []
            assert ear.heard == [Acted(handle, ActionId.SKIP)]

    run(body)


def test_a_number_given_away_twice_loses_the_older_card(stage: Stage) -> None:
    stage.start_fake(Quirk.SAME_NUMBER, first=8)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            older = await notifier.show(MORNING)
            newer = await notifier.show(EVENING)
            stage.tell("press", number=7, key="start")
            await told(ear, Acted)
            assert ear.heard == [Lost(older), Acted(newer, ActionId.START)]

    run(body)


def test_a_card_with_the_same_buttons_is_changed_where_it_stands(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            first = await notifier.show(STEP_2)
            second = await notifier.update(first, Notification("Bridge", "Step 3 of 8.", STEP_2.actions))
            third = await notifier.update(second, Notification("Plank", "Step 4 of 8.", (START,)))
            assert (first, second) == (second, first)
            assert third != second
            assert [call[1] for call in stage.calls("Notify")] == [0, notifier.numbers[first], 0]

    run(body)


@pytest.mark.parametrize("name", ["gnome-shell", "lxqt-notificationd"])
def test_where_a_replaced_card_hides_its_buttons_a_new_one_is_shown(stage: Stage, name: str) -> None:
    stage.start_fake(name=name)

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            handle = await notifier.show(STEP_2)
            await notifier.update(handle, Notification("Bridge", "Step 3 of 8.", STEP_2.actions))
            assert [call[1] for call in stage.calls("Notify")] == [0, 0]
            assert [card["title"] for card in stage.cards()] == ["Bridge"]

    run(body)


def test_a_card_whose_body_was_clicked_is_not_changed_but_shown_anew(stage: Stage) -> None:
    """The server may be closing it; what was written over it would vanish."""
    stage.start_fake(Quirk.NO_CLOSED)

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            handle = await notifier.show(MORNING)
            stage.tell("press", number=notifier.numbers[handle], key="default")
            await silence()
            again = await notifier.update(handle, MORNING)
            assert again != handle
            assert [call[1] for call in stage.calls("Notify")] == [0, 0]
            assert len(stage.cards()) == 1

    run(body)


def test_a_card_answered_while_it_is_changed_leaves_one_card_that_can_be_answered(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            first = await notifier.show(STEP_2)
            stage.quirks(Quirk.HANG)
            changing = asyncio.create_task(
                notifier.update(first, Notification("Bridge", "Step 3.", STEP_2.actions))
            )
            await silence()
            stage.tell("press", number=notifier.numbers[first], key="next")
            await told(ear, Acted)
            stage.tell("release")
            second = await changing
            await silence()
            assert ear.heard == [Acted(first, ActionId.NEXT)]
            assert second != first
            assert [card["title"] for card in stage.cards()] == ["Bridge"]
            stage.tell("press", number=notifier.numbers[second], key="stop")
            await silence()
            assert ear.heard == [Acted(first, ActionId.NEXT), Acted(second, ActionId.STOP)]

    run(body)


def test_where_a_bubble_outlives_its_card_it_is_faded_before_closing_but_never_after_an_answer(
    stage: Stage,
) -> None:
    stage.start_fake(name="Notification Daemon", vendor="GNOME")

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            await notifier.withdraw(await notifier.show(MORNING))
            await silence()
            assert [(call[1], call[3], call[-1]) for call in stage.calls("Notify")] == [
                (0, MORNING.title, 0),
                (1, "", 1),
            ]
            handle = await notifier.show(EVENING)
            stage.tell("press", number=notifier.numbers[handle], key="skip")
            await told(ear, Acted)
            await silence()
            assert len(stage.calls("Notify")) == 3
            assert stage.cards() == []

    run(body)


# -- servers that refuse, hang, or are not there


@pytest.mark.parametrize("quirk", [Quirk.ID_ZERO, Quirk.TOO_MANY, Quirk.NONSENSE])
def test_a_card_that_was_not_accepted_is_never_said_to_be_shown(stage: Stage, quirk: Quirk) -> None:
    stage.start_fake(quirk)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            with pytest.raises(NotifierRejected, match="fake would not show"):
                await notifier.show(MORNING)
            assert ear.heard == []

    run(body)


@pytest.mark.slow
def test_a_server_that_hangs_costs_five_seconds_and_its_late_cards_are_closed(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            open_before = await notifier.show(MORNING)
            stage.quirks(Quirk.HANG)
            started = time.monotonic()
            shown = await asyncio.gather(
                notifier.show(MORNING),
                notifier.show(EVENING),
                notifier.update(open_before, Notification("Changed", "", MORNING.actions)),
                return_exceptions=True,
            )
            assert time.monotonic() - started < 6
            assert [type(fault) for fault in shown] == [NotifierTimedOut] * 3
            stage.tell("release")
            await told(ear, Up)
            await silence()
            assert stage.cards() == []
            handle = await notifier.show(MORNING)
            assert len(stage.cards()) == 1
            stage.tell("press", number=notifier.numbers[handle], key="start")
            await told(ear, Acted)
            assert {type(heard) for heard in ear.heard} == {Up, Acted}

    run(body)


def test_a_card_nobody_waits_for_any_more_is_closed_when_it_comes(stage: Stage) -> None:
    stage.start_fake(Quirk.HANG)

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            showing = asyncio.create_task(notifier.show(MORNING))
            await silence()
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)
            stage.tell("release")
            await silence()
            assert stage.cards() == []

    run(body)


@pytest.mark.parametrize("turns", range(5))
def test_a_card_accepted_in_the_moment_we_stop_waiting_is_closed(stage: Stage, turns: int) -> None:
    stage.start_fake(Quirk.HANG)

    async def body() -> None:
        async with opened(stage) as (notifier, _):
            showing = asyncio.create_task(Freedesktop.show(notifier, MORNING))
            await silence()
            stage.tell("release")
            time.sleep(0.05)  # noqa: ASYNC251 - the loop must not turn until the reply lies in the socket
            for _turn in range(turns):
                await asyncio.sleep(0)
            showing.cancel()
            (shown,) = await asyncio.gather(showing, return_exceptions=True)
            await silence()
            assert len(stage.cards()) == (0 if isinstance(shown, BaseException) else 1)

    run(body)


@pytest.mark.slow
def test_a_server_that_does_not_even_say_its_name_is_waited_for(stage: Stage) -> None:
    stage.start_fake(Quirk.HANG_FROM_THE_START)

    async def body() -> None:
        notifier, ear = numbered(stage), Ear()
        started = time.monotonic()
        with pytest.raises(NotifierUnavailable):
            await notifier.open(ear)
        assert time.monotonic() - started < 6
        assert notifier.caps.degraded
        await silence()
        assert ear.heard == []
        stage.tell("release")
        await told(ear, Up)
        await notifier.show(MORNING)
        assert [card["title"] for card in stage.cards()] == [MORNING.title]
        await notifier.close()

    run(body)


def test_a_server_that_dies_while_it_is_asked_fails_at_once(stage: Stage) -> None:
    stage.start_fake(Quirk.HANG)

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            showing = asyncio.create_task(notifier.show(MORNING))
            await silence()
            started = time.monotonic()
            stage.kill_fake()
            with pytest.raises(NotifierUnavailable):
                await showing
            assert time.monotonic() - started < 4
            assert [type(heard) for heard in ear.heard] == [Down]
            assert notifier.caps.degraded

    run(body)


def test_without_a_server_opening_says_so_and_one_that_comes_later_is_used(stage: Stage) -> None:
    stage.kill_fake()

    async def body() -> None:
        notifier, ear = numbered(stage), Ear()
        with pytest.raises(NotifierUnavailable, match="No notification server") as caught:
            await notifier.open(ear)
        assert caught.value.hint
        with pytest.raises(NotifierUnavailable):
            await notifier.show(MORNING)
        stage.start_fake()
        await told(ear, Up)
        assert [heard.caps for heard in ear.heard if isinstance(heard, Up)] == [notifier.caps]
        await notifier.show(MORNING)
        assert len(stage.cards()) == 1
        await notifier.close()

    run(body)


def test_opening_may_be_tried_again_and_tells_everything_once(stage: Stage) -> None:
    stage.kill_fake()

    async def body() -> None:
        notifier, ear = numbered(stage), Ear()
        for _ in range(2):
            with pytest.raises(NotifierUnavailable):
                await notifier.open(ear)
        stage.start_fake()
        await notifier.open(ear)
        await notifier.open(ear)
        handle = await notifier.show(MORNING)
        stage.tell("press", number=notifier.numbers[handle], key="start")
        await told(ear, Acted)
        await silence()
        assert [type(heard) for heard in ear.heard] in ([Up, Acted], [Acted])
        await notifier.close()
        await notifier.open(ear)
        assert notifier.caps.name == "fake"
        await notifier.close()
        assert len(asyncio.all_tasks()) == 1  # this one

    run(body)


# -- the bus


def test_without_any_bus_opening_says_so(tmp_path: Path) -> None:
    async def body() -> None:
        for environ in (
            {},
            {"XDG_RUNTIME_DIR": str(tmp_path)},
            {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"},
            {"DBUS_SESSION_BUS_ADDRESS": "disabled:"},
            {"DBUS_SESSION_BUS_ADDRESS": "rubbish"},
        ):
            notifier = Freedesktop(environ=environ)
            with pytest.raises(NotifierUnavailable, match="no desktop session"):
                await notifier.open(Ear())
            with pytest.raises(NotifierUnavailable):
                await notifier.show(MORNING)
            await notifier.close()

    run(body)


def test_the_bus_is_found_in_the_runtime_folder_when_nobody_names_it(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        notifier = Freedesktop(environ={"XDG_RUNTIME_DIR": stage.env["XDG_RUNTIME_DIR"]})
        await notifier.open(Ear())
        await notifier.show(MORNING)
        assert len(stage.cards()) == 1
        await notifier.close()

    run(body)


def test_a_bus_that_dies_and_comes_back_loses_each_card_once_and_is_used_again() -> None:
    async def body() -> None:
        with Stage() as stage:
            stage.start_fake()
            async with opened(stage) as (notifier, ear):
                cards = [await notifier.show(MORNING), await notifier.show(EVENING)]
                stage.kill_bus()
                await told(ear, Down)
                assert [heard for heard in ear.heard if isinstance(heard, Lost)] == [Lost(card) for card in cards]
                with pytest.raises(NotifierUnavailable):
                    await notifier.show(MORNING)
                await notifier.withdraw(cards[0])
                stage.kill_fake()
                stage.start_bus()
                stage.start_fake()
                await told(ear, Up)
                assert [type(heard) for heard in ear.heard] == [Lost, Lost, Down, Up]
                await notifier.update(cards[1], EVENING)
                assert [card["title"] for card in stage.cards()] == [EVENING.title]

    run(body)


def test_a_card_under_way_when_the_bus_dies_fails_at_once() -> None:
    async def body() -> None:
        with Stage() as stage:
            stage.start_fake(Quirk.HANG)
            async with opened(stage) as (notifier, _):
                showing = asyncio.create_task(notifier.show(MORNING))
                await silence()
                stage.kill_bus()
                started = time.monotonic()
                with pytest.raises(NotifierUnavailable):
                    await showing
                assert time.monotonic() - started < 4

    run(body)


def test_a_bus_that_comes_after_the_service_is_used() -> None:
    async def body() -> None:
        with Stage() as stage:
            stage.kill_bus()
            notifier, ear = numbered(stage), Ear()
            with pytest.raises(NotifierUnavailable):
                await notifier.open(ear)
            stage.start_bus()
            stage.start_fake()
            await told(ear, Up)
            await notifier.show(MORNING)
            await notifier.close()

    run(body)


# -- cards that outlive us

_A_RUN = """
import asyncio, os, sys
from pathlib import Path
from routine.adapters.notify.freedesktop import Freedesktop
from routine.core.notification import Notification
async def main():
    notifier = Freedesktop(Path(sys.argv[1]))
    await notifier.open(lambda told: None)
    for title in ("one", "two", "three"):
        handle = await notifier.show(Notification(title, ""))
    await notifier.withdraw(handle)
    print("shown", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def crashed_run(stage: Stage, stale_cards: Path) -> None:
    """A run that shows three cards, closes one, and is killed."""
    crashing = subprocess.Popen(
        [sys.executable, "-c", _A_RUN, str(stale_cards)],
        env={**stage.env, "PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert crashing.stdout is not None
    assert crashing.stdout.readline() == "shown\n"
    crashing.send_signal(signal.SIGKILL)
    crashing.wait(5)
    crashing.stdout.close()


def test_cards_left_by_a_crash_are_closed_at_the_next_start(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake()
    crashed_run(stage, tmp_path / "cards.json")
    assert [card["title"] for card in stage.cards()] == ["one", "two"]

    async def body() -> None:
        notifier, ear = numbered(stage, tmp_path / "cards.json"), Ear()
        await notifier.open(ear)
        await silence()
        assert stage.cards() == []
        await notifier.show(MORNING)
        await notifier.close()
        assert ear.heard == []

    run(body)
    assert list(tmp_path.iterdir()) == []


def test_the_numbers_of_a_server_that_was_restarted_are_left_alone(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake()
    crashed_run(stage, tmp_path / "cards.json")
    stage.kill_fake()
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (somebody_else, _):
            await somebody_else.show(MORNING)
            notifier = numbered(stage, tmp_path / "cards.json")
            await notifier.open(Ear())
            await silence()
            assert [card["title"] for card in stage.cards()] == [MORNING.title]
            await notifier.close()

    run(body)


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"bus": 1}', '{"cards": "x"}', "\x00\xff"])
def test_a_spoilt_note_of_open_cards_hinders_nothing(stage: Stage, tmp_path: Path, rubbish: str) -> None:
    stage.start_fake()
    file = tmp_path / "cards.json"
    file.write_text(rubbish, "latin-1")

    async def body() -> None:
        notifier = numbered(stage, file)
        await notifier.open(Ear())
        await notifier.show(MORNING)
        assert json.loads(file.read_text())["cards"] == [1]
        await notifier.close()

    run(body)


def test_a_disk_that_cannot_be_written_hinders_nothing(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake()

    async def body() -> None:
        notifier = numbered(stage, tmp_path / "no such folder" / "cards.json")
        await notifier.open(Ear())
        await notifier.show(MORNING)
        assert len(stage.cards()) == 1
        await notifier.close()

    run(body)


# -- how a card is written to each server


def test_a_reminder_waits_for_its_answer_and_a_heads_up_does_not(stage: Stage) -> None:
    assert quick_sends(stage, MORNING)["expire"] == 0
    assert quick_sends(stage, SOON)["expire"] == -1
    # notify-osd would answer "for ever" with a dialog in the middle of the screen
    assert quick_sends(stage, MORNING, can=["body"])["expire"] == -1


@pytest.mark.parametrize(
    ("name", "offered"),
    [("dunst", True), ("Plasma", True), ("Xfce Notify Daemon", False), ("lxqt-notificationd", False)],
)
def test_a_click_on_the_card_is_offered_where_it_is_not_drawn_as_a_button(
    stage: Stage, name: str, offered: bool
) -> None:
    keys = quick_sends(stage, MORNING, name=name)["keys"]
    assert keys == ["start", "snooze", "skip", *(["default"] if offered else [])]


@pytest.mark.parametrize(
    ("notice", "banners_off", "urgency"),
    [(MORNING, False, 2), (MORNING, None, 2), (MORNING, True, 1), (STEP_2, True, 2), (SOON, False, 0)],
)
def test_on_gnome_a_card_is_urgent_so_that_its_buttons_show_but_not_into_do_not_disturb(
    stage: Stage, notice: Notification, banners_off: bool | None, urgency: int
) -> None:
    stage.start_fake(name="gnome-shell")

    async def body() -> None:
        async with opened(stage, banners_off) as (notifier, _):
            await notifier.show(notice)
            assert stage.cards()[0]["hints"]["urgency"] == urgency

    run(body)


@pytest.mark.parametrize(("notice", "urgency"), [(MORNING, 1), (STEP_2, 1), (SOON, 0)])
def test_elsewhere_nothing_is_urgent(stage: Stage, notice: Notification, urgency: int) -> None:
    hints = quick_sends(stage, notice)["hints"]
    expected = {
        "urgency": urgency,
        "category": "x-routine.reminder",
        "desktop-entry": "routine",
        "resident": False,
    }
    assert hints == expected


def test_a_picture_is_sent_as_its_file_name(stage: Stage) -> None:
    hints = quick_sends(stage, Notification("Cat-cow", "", (), picture="/pictures/cat cow.png"))["hints"]
    assert isinstance(hints, dict)
    assert hints["image-path"] == "/pictures/cat cow.png"


def test_markup_is_escaped_in_the_body_only_and_only_where_the_server_reads_it(stage: Stage) -> None:
    notice = Notification("<b>5 & 6</b>", "<b>5 & 6</b>")
    card = quick_sends(stage, notice)
    assert (card["title"], card["raw"]) == (notice.title, "&lt;b&gt;5 &amp; 6&lt;/b&gt;")
    card = quick_sends(stage, notice, can=["body"])
    assert (card["title"], card["raw"]) == (notice.title, notice.body)


def test_characters_no_server_can_draw_are_left_out(stage: Stage) -> None:
    card = quick_sends(
        stage, Notification("a\x00b\x1b[1m\nc\ud800", "one\r\ntwo\x07\tthree\x85", (Button(ActionId.OK, "O\nK"),))
    )
    assert (card["title"], card["raw"]) == ("ab[1m c", "one\ntwo three")


def test_the_command_is_named_only_where_no_button_is_drawn(stage: Stage) -> None:
    assert quick_sends(stage, MORNING)["body"] == MORNING.body
    assert quick_sends(stage, MORNING, can=["body"])["body"] == f"{MORNING.body}\n{MORNING.without_buttons}"
    assert quick_sends(stage, SOON, can=["body"])["body"] == SOON.body


def test_a_dismissal_by_time_or_by_hand_is_no_answer(stage: Stage) -> None:
    stage.start_fake()

    async def body() -> None:
        async with opened(stage) as (notifier, ear):
            cards = []
            # by time, though it should have stayed; by hand; by a call that nobody here made; for no stated reason
            for reason, by_server in ((1, True), (2, False), (3, True), (4, False)):
                handle = await notifier.show(MORNING)
                stage.tell("dismiss", number=notifier.numbers[handle], reason=reason)
                cards.append(Dismissed(handle, by_server=by_server))
            await silence()
            assert ear.heard == cards

    run(body)


def _address_of(notifier: Freedesktop) -> str:
    bus = notifier._connection._session._bus
    assert bus is not None
    assert bus.unique_name
    return bus.unique_name


def test_a_late_answer_that_names_no_card_is_no_fault() -> None:
    async def body() -> None:
        notifier, heard = Freedesktop(), list[object]()
        server = Server(":1.5", "notify-osd", "1", frozenset())
        notifier._connection.server = server
        notifier._tell = heard.append
        notifier._came_too_late(server, (0,))
        await silence()
        assert heard == [Up(server.caps)]

    run(body)


@pytest.mark.parametrize(("server", "urgent"), [("Xfce Notify Daemon", True), ("Plasma", True), ("dunst", False)])
def test_what_is_to_pierce_do_not_disturb_is_urgent_where_that_gets_through(server: str, *, urgent: bool) -> None:
    async def body() -> bool:
        there = Server(":1.5", server, "", frozenset({"actions"}))
        return await Freedesktop(environ={})._is_critical(Notification("Pill", "", pierces=True), there)

    assert asyncio.run(body()) is urgent
