"""Knows what a person sees and presses at a Mac whose notification centre refuses this Python."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from routine.adapters.notify.fallback import Fallback
from routine.adapters.notify.macos import MacOS
from routine.adapters.notify.osascript import ALERT, BEGINS, NOTIFICATION, Osascript
from routine.core.loaded_plans import NotifierChoice
from routine.core.notification import Button, Notification
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, Dismissed, Handle, Lost
from routine.wiring import daemon
from tests.adapters.notify import desktop_notifier_double as double
from tests.adapters.notify.contract import (
    COMMAND,
    EVENING,
    MORNING,
    SOON,
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
from tests.adapters.notify.osascript_stand_in import Screen, Shown, ended
from tests.replacing import replace

LIMIT = timedelta(seconds=2)


class AtAlerts(Rig):
    """Presses on alerts, each a process of its own."""

    can = frozenset({Can.PRESS, Can.TAKE_AWAY, Can.REFUSE})
    quiet = timedelta(milliseconds=150)

    def __init__(self, folder: Path, *, text_only: bool = False) -> None:
        self.screen = Screen(folder)
        self.notifier = Osascript(program=str(self.screen.program), limit=LIMIT, text_only=text_only)

    async def seen(self) -> list[FirstSeen]:
        return [FirstSeen(card.title, card.text, tuple(card.labels[::-1])) for card in self.screen.cards()]

    async def shown(self, handle: Handle) -> Shown | None:
        assert isinstance(self.notifier, Osascript)
        alert = self.notifier._alerts.get(handle)
        for _ in range(300):
            if alert is None or (card := self.screen.card(alert.process.pid)):
                return card if alert else None
            await asyncio.sleep(0.01)
        raise AssertionError("the alert never came")

    async def press(self, handle: Handle, action: Button) -> None:
        card = await self.shown(handle)
        if card:
            self.screen.press(card, action.label)

    async def refuse(self) -> None:
        assert isinstance(self.notifier, Osascript)
        # it ends as soon as it is refused: a slow computer only needs longer to begin
        self.notifier._begins = timedelta(seconds=20)
        self.screen.switch("refuses", on=True)

    async def accept(self) -> None:
        assert isinstance(self.notifier, Osascript)
        self.notifier._begins = BEGINS
        self.screen.switch("refuses", on=False)


class AtText(AtAlerts):
    """Plain notifications, which can only be read."""

    can = frozenset({Can.READ_ONLY, Can.REFUSE})

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, text_only=True)


@asynccontextmanager
async def at_alerts() -> AsyncIterator[Rig]:
    with TemporaryDirectory(prefix="routine-alerts-") as folder:
        yield AtAlerts(Path(folder))


@asynccontextmanager
async def at_text() -> AsyncIterator[Rig]:
    with TemporaryDirectory(prefix="routine-text-") as folder:
        yield AtText(Path(folder))


@pytest.mark.parametrize("claim", claims(*AtAlerts.can), ids=named)
def test_alerts_keep_the_contract(claim: Claim) -> None:
    keep(claim, at_alerts, timedelta(seconds=60))


@pytest.mark.parametrize("claim", claims(*AtText.can), ids=named)
def test_plain_notifications_keep_the_contract(claim: Claim) -> None:
    keep(claim, at_text, timedelta(seconds=60))


def test_the_first_answer_is_the_usual_one_where_a_mac_has_it() -> None:
    async def story() -> None:
        async with opened(at_alerts) as (rig, _):
            assert isinstance(rig, AtAlerts)
            card = await rig.shown(await rig.notifier.show(MORNING))
            assert card
            assert card.labels == ["Skip", "Snooze 10m", "Start"]
            assert "default button (count of labels)" in card.script

    asyncio.run(story())


def test_a_heads_up_and_a_note_interrupt_nobody() -> None:
    async def story() -> None:
        async with opened(at_alerts) as (rig, _):
            assert isinstance(rig, AtAlerts)
            await rig.notifier.show(SOON)
            await rig.notifier.show(Notification("Well done", "Until tomorrow."))
            assert [card.alert for card in rig.screen.cards()] == [False, False]

    asyncio.run(story())


@pytest.mark.parametrize(
    "text",
    [
        '" & (do shell script "touch /tmp/owned") & "',
        'end run\ndo shell script "id"',
        '\\" quoted \\',
        "-e display dialog",
        "--",
        "-",
        "«data TEXT»",
        "nul \0 and half \ud83e",
        "",
    ],
)
def test_what_a_person_typed_is_never_part_of_the_script(text: str) -> None:
    async def story() -> None:
        async with opened(at_alerts) as (rig, _):
            assert isinstance(rig, AtAlerts)
            handle = await rig.notifier.show(Notification(text, text, MORNING.actions))
            card = await rig.shown(handle)
            assert card
            assert card.script == ALERT
            typed = text.replace("\0", "").replace("\ud83e", "?")
            assert (card.title, card.text) == (typed, typed)
            await rig.notifier.withdraw(handle)
            await rig.notifier.show(Notification(text, text))
            (plain,) = rig.screen.cards()
            assert plain.script == NOTIFICATION
            assert (plain.title, plain.text) == (typed, typed or " ")

    asyncio.run(story())


def test_an_alert_that_closed_by_itself_is_no_answer() -> None:
    async def story() -> None:
        async with opened(at_alerts) as (rig, ear):
            assert isinstance(rig, AtAlerts)
            handle = await rig.notifier.show(MORNING)
            card = await rig.shown(handle)
            assert card
            assert 60 <= int(card.words[0]) <= 24 * 3600
            rig.screen.answer(card, "0")
            await hear(rig, ear, 1)
            assert ear.of_cards == [Dismissed(handle)]

    asyncio.run(story())


@pytest.mark.parametrize("said", ["crash", "nonsense", "17", "-1", "", "２"])
def test_one_whose_process_went_without_a_known_answer_is_lost(said: str) -> None:
    async def story() -> None:
        async with opened(at_alerts) as (rig, ear):
            assert isinstance(rig, AtAlerts)
            handle = await rig.notifier.show(MORNING)
            card = await rig.shown(handle)
            assert card
            rig.screen.answer(card, said)
            await hear(rig, ear, 1)
            assert ear.of_cards == [Lost(handle)]

    asyncio.run(story())


def test_where_nobody_can_be_asked_the_reason_is_told_in_its_words() -> None:
    async def story() -> None:
        async with opened(at_alerts) as (rig, _):
            await rig.refuse()
            for notice in (MORNING, SOON):
                with pytest.raises(NotifierRejected, match="No user interaction allowed"):
                    await rig.notifier.show(notice)

    asyncio.run(story())


def test_a_plain_notification_that_hangs_is_given_up_on_and_ended() -> None:
    async def story() -> None:
        async with opened(at_text) as (rig, _):
            assert isinstance(rig, AtText)
            rig.screen.switch("hangs", on=True)
            with pytest.raises(NotifierTimedOut):
                await rig.notifier.show(SOON)
            assert rig.screen.cards() == []

    asyncio.run(story())


def test_no_process_is_left_behind() -> None:
    async def story() -> list[int]:
        async with opened(at_alerts) as (rig, _):
            assert isinstance(rig, AtAlerts)
            handles = [await rig.notifier.show(notice) for notice in (MORNING, EVENING)]
            cards = [await rig.shown(handle) for handle in handles]
            await rig.notifier.withdraw(handles[0])
            return [card.pid for card in cards if card]

    pids = asyncio.run(story())
    assert len(pids) == 2
    assert all(ended(pid) for pid in pids)


def test_without_osascript_another_way_is_taken() -> None:
    async def story() -> None:
        with pytest.raises(NotifierUnavailable, match="osascript"):
            await Osascript(program="/nowhere/osascript").open(Ear())

    asyncio.run(story())


def test_plain_text_names_the_command_and_alerts_need_none() -> None:
    async def story() -> None:
        async with opened(at_text) as (rig, _):
            await rig.notifier.show(MORNING)
            (card,) = await rig.seen()
            assert card.body == f"{MORNING.body}\n{COMMAND}"

    asyncio.run(story())


# after the notification centre


@asynccontextmanager
async def on_a_mac(mac: double.Mac) -> AsyncIterator[tuple[Fallback, Screen]]:
    with TemporaryDirectory(prefix="routine-mac-") as folder, pytest.MonkeyPatch.context() as patch:
        screen = Screen(Path(folder))
        patch.setitem(sys.modules, "desktop_notifier", double.library(mac))
        centre = MacOS(timedelta(milliseconds=200))
        alerts = Osascript(forbidden=lambda: centre.forbidden, program=str(screen.program), limit=LIMIT)
        notifier = Fallback(centre, alerts)
        yield notifier, screen
        await notifier.close()


@pytest.mark.parametrize(
    ("mac", "why"),
    [
        (double.Mac(bundle=False), "The macOS notification centre cannot be used from this Python."),
        (double.Mac(signed=False, allowed=False), "macOS does not verify the signature of this Python"),
    ],
    ids=["uv, pyenv and conda", "Homebrew"],
)
def test_a_python_that_the_centre_refuses_has_alerts_with_buttons(mac: double.Mac, why: str) -> None:
    async def story() -> None:
        async with on_a_mac(replace(mac, answered=asyncio.Event())) as (notifier, screen):
            ear = Ear()
            await notifier.open(ear)
            handle = await notifier.show(MORNING)
            assert why in notifier.caps.degraded
            assert "Allow it" not in notifier.caps.degraded
            assert notifier.caps.actions
            for _ in range(300):
                if screen.cards():
                    break
                await asyncio.sleep(0.01)
            screen.press(screen.cards()[0], "Snooze 10m")
            for _ in range(300):
                if ear.of_cards:
                    break
                await asyncio.sleep(0.01)
            assert ear.of_cards == [Acted(handle, MORNING.actions[1].key)]

    asyncio.run(story())


def test_somebody_who_wants_no_notifications_gets_no_alerts_instead() -> None:
    async def story() -> None:
        async with on_a_mac(double.Mac(allowed=False)) as (notifier, screen):
            with pytest.raises(NotifierUnavailable, match="called Python"):
                await notifier.open(Ear())
            with pytest.raises(NotifierUnavailable, match="does not let routine notify you"):
                await notifier.show(MORNING)
            assert screen.cards() == []

    asyncio.run(story())


def test_while_the_question_waits_a_reminder_comes_as_an_alert_and_a_no_ends_that() -> None:
    async def story() -> None:
        mac = double.Mac(allowed=None)
        async with on_a_mac(mac) as (notifier, screen):
            await notifier.open(Ear())
            await notifier.show(MORNING)
            for _ in range(300):
                if screen.cards():
                    break
                await asyncio.sleep(0.01)
            assert [card.alert for card in screen.cards()] == [True]
            mac.allowed = False
            mac.answered.set()
            await asyncio.sleep(0.05)
            with pytest.raises(NotifierUnavailable, match="does not let routine notify you"):
                await notifier.show(EVENING)

    asyncio.run(story())


@pytest.mark.parametrize("choice", [NotifierChoice.AUTO, NotifierChoice.DESKTOP, NotifierChoice.TEXT])
def test_a_mac_never_needs_plyer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, choice: NotifierChoice) -> None:
    from routine.adapters.paths import find

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "plyer", None)
    notifier = daemon.notifier_for(choice, find({"ROUTINE_HOME": str(tmp_path)}))
    assert isinstance(notifier, Fallback)
