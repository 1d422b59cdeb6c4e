"""Knows what a person at a Mac sees and does; must not know how the adapter keeps its cards."""

from __future__ import annotations

import asyncio
import inspect
import io
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from routine.adapters.notify.macos import MacOS, event_loop_factory
from routine.core.notification import ActionId, Button, Notification
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, BodyClicked, Down, Handle, Up
from routine.wiring import daemon as serve
from tests.adapters.notify import desktop_notifier_double as double
from tests.adapters.notify.contract import (
    EVENING,
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
from tests.replacing import replace

LIMIT = timedelta(milliseconds=200)


def card_of(handle: Handle) -> str:
    """What this process calls its card in the centre, which all processes share."""
    return f"routine-{os.getpid()}-{handle.token}"


class AtAMac(Rig):
    """Clicks in the notification centre."""

    can = frozenset({Can.PRESS, Can.DISMISS, Can.CLICK_BODY, Can.TAKE_AWAY, Can.REFUSE})
    room = 4

    def __init__(self, mac: double.Mac) -> None:
        self.mac = mac
        self.notifier = MacOS(LIMIT)

    async def seen(self) -> list[FirstSeen]:
        return [
            FirstSeen(card.title, card.message, tuple(button.title for button in card.buttons))
            for card in self.mac.cards.values()
        ]

    async def press(self, handle: Handle, action: Button) -> None:
        self.mac.press(card_of(handle), action.label)

    async def click_body(self, handle: Handle) -> None:
        self.mac.click(card_of(handle))

    async def dismiss(self, handle: Handle) -> None:
        self.mac.dismiss(card_of(handle))

    async def refuse(self) -> None:
        self.mac.refuses = True

    async def accept(self) -> None:
        self.mac.refuses = False


@asynccontextmanager
async def a_mac(mac: double.Mac) -> AsyncIterator[AtAMac]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "desktop_notifier", double.library(mac))
        yield AtAMac(mac)


@asynccontextmanager
async def at_a_mac() -> AsyncIterator[Rig]:
    async with a_mac(double.Mac()) as rig:
        yield rig


@pytest.mark.parametrize("claim", claims(*AtAMac.can), ids=named)
def test_macos_keeps_the_contract(claim: Claim) -> None:
    keep(claim, at_a_mac)


def test_outside_a_signed_bundle_another_way_is_taken() -> None:
    async def story() -> None:
        async with a_mac(double.Mac(bundle=False)) as rig:
            with pytest.raises(NotifierUnavailable, match="signed Python"):
                await rig.notifier.open(Ear())

    asyncio.run(story())


def test_without_the_library_another_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        with pytest.raises(NotifierUnavailable):
            await MacOS().open(Ear())

    monkeypatch.setitem(sys.modules, "desktop_notifier", None)
    asyncio.run(story())


def test_somebody_who_said_no_is_told_where_to_say_yes() -> None:
    async def story() -> None:
        async with a_mac(double.Mac(allowed=False)) as rig:
            with pytest.raises(NotifierUnavailable, match="System Settings"):
                await rig.notifier.open(Ear())

    asyncio.run(story())


@pytest.mark.parametrize("answer", [True, False])
def test_the_question_may_wait_for_hours_and_its_answer_is_told(answer: bool) -> None:
    async def story() -> None:
        async with a_mac(double.Mac(allowed=None)) as rig:
            ear = Ear()
            await rig.notifier.open(ear)
            assert "waits for your answer" in rig.notifier.caps.degraded
            with pytest.raises(NotifierUnavailable, match="Choose Allow"):
                await rig.notifier.show(MORNING)
            rig.mac.allowed = answer
            rig.mac.answered.set()
            await asyncio.sleep(0.05)
            if answer:
                assert ear.heard == [Up(rig.notifier.caps)]
                assert rig.notifier.caps.degraded == ""
                await rig.notifier.show(MORNING)
                assert len(rig.mac.cards) == 1
            else:
                assert [type(told) for told in ear.heard] == [Down]
                with pytest.raises(NotifierUnavailable):
                    await rig.notifier.show(MORNING)
            await rig.notifier.close()

    asyncio.run(story())


def test_shutting_while_the_question_waits_is_fine() -> None:
    async def story() -> None:
        async with a_mac(double.Mac(allowed=None)) as rig:
            ear = Ear()
            await rig.notifier.open(ear)
            await rig.notifier.close()
            await asyncio.sleep(0.01)
            assert ear.heard == []

    asyncio.run(story())


def test_a_failure_that_is_only_logged_is_an_error_and_no_traceback_is_printed() -> None:
    printed = io.StringIO()
    log = logging.StreamHandler(printed)

    async def story() -> None:
        async with opened(at_a_mac) as (rig, _):
            assert isinstance(rig, AtAMac)
            rig.mac.raises = True
            with pytest.raises(NotifierRejected, match="NSInternalInconsistencyException"):
                await rig.notifier.show(MORNING)

    logging.getLogger().addHandler(log)
    try:
        asyncio.run(story())
    finally:
        logging.getLogger().removeHandler(log)
    assert printed.getvalue() == ""


def test_a_refusal_by_the_centre_is_an_error_although_it_counts_as_dispatched() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, _):
            assert isinstance(rig, AtAMac)
            rig.mac.refuses = True
            with pytest.raises(NotifierRejected, match="not allowed for this application"):
                await rig.notifier.show(MORNING)

    asyncio.run(story())


def test_a_centre_that_does_not_answer_is_given_up_on() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, _):
            assert isinstance(rig, AtAMac)
            rig.mac.hangs = True
            with pytest.raises(NotifierTimedOut):
                await rig.notifier.show(MORNING)
            rig.mac.hangs = False
            await rig.notifier.show(EVENING)
            assert [card.title for card in rig.mac.cards.values()] == [EVENING.title]

    asyncio.run(story())


def test_a_card_that_could_not_be_changed_is_still_answered() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, ear):
            assert isinstance(rig, AtAMac)
            handle = await rig.notifier.show(MORNING)
            rig.mac.refuses = True
            with pytest.raises(NotifierRejected):
                await rig.notifier.update(handle, STEP_2)
            await rig.press(handle, MORNING.actions[2])
            await hear(rig, ear, 1)
            assert ear.of_cards == [Acted(handle, MORNING.actions[2].key)]

    asyncio.run(story())


def test_two_cards_sent_at_once_both_appear() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, _):
            one, other = await asyncio.gather(rig.notifier.show(MORNING), rig.notifier.show(EVENING))
            assert one != other
            assert len(await rig.seen()) == 2

    asyncio.run(story())


def test_of_two_cards_sent_at_once_only_the_refused_one_is_an_error() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, _):
            assert isinstance(rig, AtAMac)
            rig.mac.refuses_title = EVENING.title
            shown, refused = await asyncio.gather(
                rig.notifier.show(MORNING), rig.notifier.show(EVENING), return_exceptions=True
            )
            assert isinstance(shown, Handle)
            assert isinstance(refused, NotifierRejected)

    asyncio.run(story())


def test_an_answer_to_the_old_buttons_counts_while_new_ones_are_on_their_way() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, ear):
            assert isinstance(rig, AtAMac)
            old = await rig.notifier.show(MORNING)
            rig.mac.slow = asyncio.Event()
            changing = asyncio.ensure_future(rig.notifier.update(old, STEP_2))
            await asyncio.sleep(0.02)
            await rig.press(old, MORNING.actions[0])
            await hear(rig, ear, 1)
            rig.mac.slow.set()
            new = await changing
            assert new != old
            # it took the place of the old card, so the centre knows it by the old name
            await rig.press(old, STEP_2.actions[0])
            await hear(rig, ear, 2)
            assert ear.of_cards == [Acted(old, ActionId.START), Acted(new, ActionId.NEXT)]

    asyncio.run(story())


def test_buttons_the_centre_remembers_from_another_program_are_only_a_click() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, ear):
            assert isinstance(rig, AtAMac)
            rig.mac.categories[tuple(action.label for action in MORNING.actions)] = ("one", "two", "three")
            handle = await rig.notifier.show(MORNING)
            await rig.press(handle, MORNING.actions[0])
            await hear(rig, ear, 1)
            assert ear.of_cards == [BodyClicked(handle)]

    asyncio.run(story())


def test_a_heads_up_is_quieter_than_a_reminder() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, _):
            assert isinstance(rig, AtAMac)
            await rig.notifier.show(SOON)
            await rig.notifier.show(MORNING)
            assert [card.urgency.value for card in rig.mac.cards.values()] == ["low", "normal"]

    asyncio.run(story())


def test_only_a_picture_that_the_centre_can_draw_is_attached(tmp_path: Path) -> None:
    async def story() -> None:
        for name in ("cat-cow.png", "cat-cow.svg"):
            (tmp_path / name).write_bytes(b"picture")
        async with opened(at_a_mac) as (rig, _):
            assert isinstance(rig, AtAMac)
            for name in ("cat-cow.png", "cat-cow.svg", "gone.png"):
                await rig.notifier.show(replace(EVENING, picture=str(tmp_path / name)))
            attached = [card.attachment for card in rig.mac.cards.values()]
            assert attached == [double.Attachment(tmp_path / "cat-cow.png"), None, None]

    asyncio.run(story())


def test_a_card_from_before_a_restart_is_nobodys() -> None:
    async def story() -> None:
        async with opened(at_a_mac) as (rig, ear):
            assert isinstance(rig, AtAMac)
            rig.mac.shows(double.Notification("Old", "", identifier="routine-old"))
            rig.mac.click("routine-old")
            await asyncio.sleep(0.02)
            assert ear.of_cards == []

    asyncio.run(story())


def test_before_opening_nothing_is_shown_and_it_is_said() -> None:
    async def story() -> None:
        with pytest.raises(NotifierUnavailable):
            await MacOS().show(Notification("Too early", ""))

    asyncio.run(story())


def test_the_service_can_run_on_the_loop_that_hears_the_centre(monkeypatch: pytest.MonkeyPatch) -> None:
    class CoreFoundation(asyncio.SelectorEventLoop):
        pass

    module = ModuleType("rubicon.objc.eventloop")
    module.RubiconEventLoop = CoreFoundation  # type: ignore[attr-defined] # a module takes any name
    for name in ("rubicon", "rubicon.objc"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "rubicon.objc.eventloop", module)
    assert isinstance(loop_of_the_service(), CoreFoundation)


def test_without_that_loop_the_service_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rubicon", None)
    assert isinstance(loop_of_the_service(), asyncio.AbstractEventLoop)


def loop_of_the_service() -> asyncio.AbstractEventLoop:
    async def here() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        return runner.run(here())


def test_the_service_finds_its_loop_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    class TheirLoop(asyncio.SelectorEventLoop): ...

    theirs = ModuleType("rubicon.objc.eventloop")
    theirs.RubiconEventLoop = TheirLoop  # type: ignore[attr-defined] # an empty module until now
    for name in ("rubicon", "rubicon.objc"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "rubicon.objc.eventloop", theirs)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert serve.loop_factory() is TheirLoop


def test_the_double_has_the_librarys_own_signatures() -> None:
    """Run where desktop-notifier is installed: what the tests above stand on is then compared with it."""
    real = pytest.importorskip("desktop_notifier", reason="desktop-notifier is in the dev group, and not here")
    for enum in double.ENUMS:
        assert {each.name for each in enum} <= {each.name for each in getattr(real, enum.__name__)}
    for ours in double.CLASSES:
        assert parameters(ours) == parameters(getattr(real, ours.__name__))
    asked = (
        "request_authorisation",
        "get_capabilities",
        "get_current_notifications",
        "send_notification",
        "clear",
    )
    for name in asked:
        assert parameters(getattr(double.DesktopNotifier, name)) == parameters(getattr(real.DesktopNotifier, name))
    for name in ("on_button_pressed", "on_clicked", "on_dismissed"):
        assert isinstance(getattr(real.DesktopNotifier, name), property)
    assert real.main.logger.name.startswith("desktop_notifier.")


def parameters(call: Callable[..., object]) -> list[tuple[str, str, bool]]:
    """Name and kind of each, and whether it can be left out."""
    found = inspect.signature(call).parameters.values()
    return [(each.name, each.kind.name, each.default is not each.empty) for each in found]
