"""Knows what every notifier must do, as claims to run; must not know any notifier.

A `Rig` is a notifier with the hands and eyes of a person on its other side. Each adapter's tests make one:

    class Bench(Rig): ...                       # notifier, can, and the methods for what it can
    @asynccontextmanager
    async def bench() -> AsyncIterator[Rig]: yield Bench(...)

    @pytest.mark.parametrize("claim", claims(*Bench.can), ids=named)
    def test_the_thing_keeps_the_contract(claim: Claim) -> None:
        keep(claim, bench)

A claim that needs what a rig cannot do is left out of `claims`, never passed in silence.
"""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, NoReturn

import pytest

from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.errors import NotifierError
from routine.ports import Acted, BodyClicked, Dismissed, Handle, Lost, Notifier, NotifierEvent


class Can(StrEnum):
    """What a person, or fate, can do to this notifier's cards."""

    PRESS = "press"
    """Cards have buttons."""
    READ_ONLY = "read only"
    """Cards have no buttons."""
    CLICK_BODY = "click body"
    DISMISS = "dismiss"
    TAKE_AWAY = "take away"
    """A closed card is no longer seen."""
    REFUSE = "refuse"
    """The other side can be made to say no."""
    LOSE = "lose"
    """The other side can go away with its cards and come back."""


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """A card as a person reads it: no markup, no escapes."""

    title: str
    body: str
    labels: tuple[str, ...] = ()


class Rig(ABC):
    """A notifier not opened yet, and everything on its other side.

    What a rig cannot do it does not define: `claims` leaves out what needs it, and calling it all the same fails.
    """

    can: ClassVar[frozenset[Can]] = frozenset()
    room: ClassVar[int] = 3
    """So many buttons it draws on a card."""
    notifier: Notifier
    quiet: timedelta = timedelta(milliseconds=50)
    """How long to listen before believing that nothing more is told."""

    @abstractmethod
    async def seen(self) -> list[FirstSeen]:
        """The cards that can be read now, oldest first."""

    async def press(self, handle: Handle, action: Button) -> None:
        """Press a button; on a card that is gone, send what a late or doubled signal would be, or nothing."""
        self._needs(Can.PRESS, handle, action)

    async def click_body(self, handle: Handle) -> None:
        self._needs(Can.CLICK_BODY, handle)

    async def dismiss(self, handle: Handle) -> None:
        """Close it by hand; on a card that is gone, send what a late signal would be, or nothing."""
        self._needs(Can.DISMISS, handle)

    async def refuse(self) -> None:
        """From now on every card is refused."""
        self._needs(Can.REFUSE)

    async def accept(self) -> None:
        """Refuse no longer."""
        self._needs(Can.REFUSE)

    async def lose(self) -> None:
        """The other side goes away, with its cards."""
        self._needs(Can.LOSE)

    async def come_back(self) -> None:
        """The other side is there again, and the notifier knows."""
        self._needs(Can.LOSE)

    def _needs(self, can: Can, *on: object) -> NoReturn:
        raise AssertionError(f"{type(self).__name__} has no {can}, and a claim asks for it: {on}")


Make = Callable[[], AbstractAsyncContextManager[Rig]]
Claim = Callable[[Make], Awaitable[None]]

_CLAIMS: list[tuple[Claim, frozenset[Can]]] = []


def claims(*can: Can) -> list[Claim]:
    """The claims for a rig that can do all this."""
    return [claim for claim, needs in _CLAIMS if needs <= frozenset(can)]


def named(claim: Claim) -> str:
    return getattr(claim, "__name__", "claim")


def keep(claim: Claim, make: Make, limit: timedelta = timedelta(seconds=30)) -> None:
    """Run a claim on a loop of its own, bounded in time."""

    async def bounded() -> None:
        await asyncio.wait_for(_awaited(claim(make)), limit.total_seconds())

    asyncio.run(bounded())


async def _awaited(claim: Awaitable[None]) -> None:
    await claim


def _needs(*needs: Can) -> Callable[[Claim], Claim]:
    def note(claim: Claim) -> Claim:
        _CLAIMS.append((claim, frozenset(needs)))
        return claim

    return note


START = Button(ActionId.START, "Start")
SNOOZE = Button(ActionId.SNOOZE, "Snooze 10m")
SKIP = Button(ActionId.SKIP, "Skip")
NEXT = Button(ActionId.NEXT, "Next")
STOP = Button(ActionId.STOP, "Stop")
COMMAND = "Answer with: routine start, routine snooze, routine skip"

MORNING = Notification("Morning mobility, 12 min", "Due at 07:30.", (START, SNOOZE, SKIP), without_buttons=COMMAND)
EVENING = Notification("Evening wind-down", "Ten quiet minutes.", (START, SNOOZE, SKIP), without_buttons=COMMAND)
STEP_2 = Notification("Cat-cow", "Step 2 of 8. Eight times.", (NEXT, STOP), Urgency.INSTANT)
SOON = Notification("Soon: Morning mobility", "In ten minutes.", urgency=Urgency.LOW)

ODD_TEXTS = (
    "<b>not bold</b> & <i>not slanted</i>",
    "5 < 6 & 7 > 2 &amp; &lt;",
    "\"quotes\" 'and' `ticks` $HOME \\n %s %d {text1} {0}",
    "100 % done, 50%% more",
    "🧘 🧍‍♀️ ñ é 中文 日本語",
    "תרגיל גב · تمرين الظهر",
    "-i --help",
    "~ [s] Start",
)


@dataclass
class Ear:
    """Everything a notifier has told, and where it was told."""

    heard: list[NotifierEvent] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def __call__(self, told: NotifierEvent) -> None:
        self.heard.append(told)
        self.threads.add(threading.get_ident())

    def of(self, handle: Handle) -> list[NotifierEvent]:
        """What was told of a card."""
        return [
            told
            for told in self.heard
            if isinstance(told, Acted | BodyClicked | Dismissed | Lost) and told.handle == handle
        ]

    @property
    def of_cards(self) -> list[NotifierEvent]:
        """What was told of any card; Up and Down are not."""
        return [told for told in self.heard if isinstance(told, Acted | BodyClicked | Dismissed | Lost)]


@asynccontextmanager
async def opened(make: Make) -> AsyncIterator[tuple[Rig, Ear]]:
    """A rig whose notifier is open, and is shut afterwards."""
    async with make() as rig:
        ear = Ear()
        await rig.notifier.open(ear)
        try:
            yield rig, ear
        finally:
            await rig.notifier.close()


async def hear(rig: Rig, ear: Ear, many: int) -> None:
    """Wait until so much has been told of cards, then listen whether there is more."""
    for _ in range(300):
        if len(ear.of_cards) >= many:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(rig.quiet.total_seconds())


def readable(text: str) -> str:
    """Text without regard to where lines are broken."""
    return " ".join(text.split())


async def _titles(rig: Rig) -> list[str]:
    return [readable(card.title) for card in await rig.seen()]


async def _newest(rig: Rig, title: str) -> FirstSeen:
    """The card of that title; a screen may draw it a little after it was accepted."""
    for _ in range(100):
        cards = [card for card in await rig.seen() if readable(card.title) == readable(title)]
        if cards:
            return cards[-1]
        await asyncio.sleep(0.01)
    raise AssertionError(f"no card titled {title!r} among {await rig.seen()!r}")


async def _only(rig: Rig, *titles: str) -> None:
    """These cards and no others; a screen may take one away a little later."""
    for _ in range(100):
        if await _titles(rig) == list(titles):
            return
        await asyncio.sleep(0.01)
    assert await _titles(rig) == list(titles)


@_needs()
async def what_was_shown_can_be_read(make: Make) -> None:
    async with opened(make) as (rig, _):
        await rig.notifier.show(MORNING)
        card = await _newest(rig, MORNING.title)
        assert MORNING.body in readable(card.body)


@_needs()
async def odd_text_appears_as_it_was_written(make: Make) -> None:
    async with opened(make) as (rig, _):
        for text in ODD_TEXTS:
            handle = await rig.notifier.show(Notification(text, f"{text}\nAnd: {text}", (START,)))
            card = await _newest(rig, text)
            assert readable(f"{text} And: {text}") in readable(card.body)
            await rig.notifier.withdraw(handle)


@_needs()
async def a_card_without_a_body_or_buttons_is_shown(make: Make) -> None:
    async with opened(make) as (rig, _):
        await rig.notifier.show(SOON)
        await rig.notifier.show(Notification("Well done", ""))
        await _newest(rig, SOON.title)
        await _newest(rig, "Well done")


@_needs()
async def every_card_gets_a_handle_of_its_own(make: Make) -> None:
    async with opened(make) as (rig, _):
        handles: list[Handle] = []
        for _again in range(4):
            handles.append(await rig.notifier.show(MORNING))
            await rig.notifier.withdraw(handles[-1])
        handles.append(await rig.notifier.show(MORNING))
        assert len(set(handles)) == len(handles)


@_needs()
async def closing_twice_or_closing_the_unknown_is_fine_and_tells_nothing(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(MORNING)
        await rig.notifier.withdraw(handle)
        await rig.notifier.withdraw(handle)
        await rig.notifier.withdraw(Handle(987_654))
        await asyncio.sleep(rig.quiet.total_seconds())
        assert ear.of_cards == []


@_needs()
async def updating_an_unknown_handle_shows_a_new_card(make: Make) -> None:
    async with opened(make) as (rig, _):
        handle = await rig.notifier.update(Handle(987_654), EVENING)
        await _newest(rig, EVENING.title)
        assert handle != Handle(987_654)


@_needs()
async def an_updated_card_says_the_new_words(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(STEP_2)
        third = Notification(STEP_2.title, "Step 3 of 8. Slowly now.", STEP_2.actions, Urgency.INSTANT)
        await rig.notifier.update(handle, third)
        for _ in range(100):
            if any(third.body in readable(card.body) for card in await rig.seen()):
                break
            await asyncio.sleep(0.01)
        assert any(third.body in readable(card.body) for card in await rig.seen())
        await asyncio.sleep(rig.quiet.total_seconds())
        assert ear.of_cards == []


@_needs()
async def shutting_without_opening_or_twice_is_fine(make: Make) -> None:
    async with make() as rig:
        await rig.notifier.close()
    async with opened(make) as (rig, _):
        await rig.notifier.close()


@_needs(Can.READ_ONLY)
async def without_buttons_the_card_says_which_command_answers(make: Make) -> None:
    async with opened(make) as (rig, _):
        assert not rig.notifier.caps.actions
        await rig.notifier.show(MORNING)
        card = await _newest(rig, MORNING.title)
        assert card.labels == ()
        assert COMMAND in readable(card.body)


@_needs(Can.READ_ONLY)
async def having_no_buttons_is_said_openly(make: Make) -> None:
    async with opened(make) as (rig, _):
        assert rig.notifier.caps.degraded


@_needs(Can.PRESS)
async def buttons_are_drawn_in_order_and_no_command_is_needed(make: Make) -> None:
    async with opened(make) as (rig, _):
        assert rig.notifier.caps.actions
        await rig.notifier.show(MORNING)
        card = await _newest(rig, MORNING.title)
        assert card.labels == ("Start", "Snooze 10m", "Skip")
        assert COMMAND not in readable(card.body)


@_needs(Can.PRESS)
async def of_too_many_buttons_the_first_are_drawn(make: Make) -> None:
    async with opened(make) as (rig, _):
        many = tuple(Button(key, f"Label {place}") for place, key in enumerate(ActionId))
        await rig.notifier.show(Notification("Many", "Buttons.", many))
        card = await _newest(rig, "Many")
        assert card.labels == tuple(action.label for action in many[: rig.room])


@_needs(Can.PRESS)
async def a_press_is_told_once_with_its_key(make: Make) -> None:
    async with opened(make) as (rig, ear):
        for number, action in enumerate(MORNING.actions, start=1):
            handle = await rig.notifier.show(MORNING)
            await rig.press(handle, action)
            await hear(rig, ear, number)
            assert ear.of(handle) == [Acted(handle, action.key)]
            await rig.notifier.withdraw(handle)
        assert len(ear.of_cards) == len(MORNING.actions)
        assert ear.threads == {threading.get_ident()}


@_needs(Can.PRESS)
async def after_a_press_the_card_is_spent(make: Make) -> None:
    """A second press is noise, closing is fine, and updating shows a card that can be answered anew."""
    async with opened(make) as (rig, ear):
        first = await rig.notifier.show(MORNING)
        await rig.press(first, START)
        await hear(rig, ear, 1)
        await rig.press(first, SKIP)
        await rig.notifier.withdraw(first)
        second = await rig.notifier.update(first, STEP_2)
        assert second != first
        assert (await _newest(rig, STEP_2.title)).labels == ("Next", "Stop")
        await rig.press(second, NEXT)
        await hear(rig, ear, 2)
        assert ear.of_cards == [Acted(first, ActionId.START), Acted(second, ActionId.NEXT)]


@_needs(Can.PRESS)
async def a_session_of_steps_tells_every_press_in_order(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(MORNING)
        handles = {handle}
        await rig.press(handle, START)
        await hear(rig, ear, 1)
        for number in range(1, 5):
            step = Notification(f"Step {number} of 4", "Slowly.", (NEXT, STOP), Urgency.INSTANT)
            handle = await rig.notifier.update(handle, step)
            handles.add(handle)
            await asyncio.sleep(0.35)
            await rig.press(handle, NEXT)
            await hear(rig, ear, number + 1)
        keys = [told.key for told in ear.of_cards if isinstance(told, Acted)]
        assert keys == [ActionId.START, ActionId.NEXT, ActionId.NEXT, ActionId.NEXT, ActionId.NEXT]
        assert len(ear.of_cards) == 5
        assert len(handles) == 5


@_needs(Can.PRESS)
async def two_cards_are_answered_apart(make: Make) -> None:
    async with opened(make) as (rig, ear):
        older = await rig.notifier.show(MORNING)
        newer = await rig.notifier.show(EVENING)
        await rig.press(older, SKIP)
        await hear(rig, ear, 1)
        assert ear.of_cards == [Acted(older, ActionId.SKIP)]
        await _newest(rig, EVENING.title)
        await rig.press(newer, START)
        await hear(rig, ear, 2)
        assert ear.of_cards == [Acted(older, ActionId.SKIP), Acted(newer, ActionId.START)]


@_needs(Can.PRESS)
async def an_updated_card_is_answered_with_its_new_buttons(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(MORNING)
        handle = await rig.notifier.update(handle, STEP_2)
        assert (await _newest(rig, STEP_2.title)).labels == ("Next", "Stop")
        await rig.press(handle, NEXT)
        await hear(rig, ear, 1)
        assert ear.of_cards == [Acted(handle, ActionId.NEXT)]


@_needs(Can.PRESS)
async def a_card_updated_with_the_same_buttons_is_still_answered(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(STEP_2)
        third = Notification("Bridge", "Step 3 of 8. Lift slowly.", STEP_2.actions, Urgency.INSTANT)
        handle = await rig.notifier.update(handle, third)
        await rig.press(handle, STOP)
        await hear(rig, ear, 1)
        assert ear.of_cards == [Acted(handle, ActionId.STOP)]


@_needs(Can.PRESS)
async def the_same_label_with_another_key_is_told_as_that_key(make: Make) -> None:
    async with opened(make) as (rig, ear):
        as_next, as_ok = Button(ActionId.NEXT, "Done"), Button(ActionId.OK, "Done")
        first = await rig.notifier.show(Notification("One", "", (as_next,)))
        await rig.press(first, as_next)
        await hear(rig, ear, 1)
        second = await rig.notifier.show(Notification("Two", "", (as_ok,)))
        await rig.press(second, as_ok)
        await hear(rig, ear, 2)
        assert ear.of_cards == [Acted(first, ActionId.NEXT), Acted(second, ActionId.OK)]


@_needs(Can.DISMISS)
async def a_dismissal_is_told_once_and_is_never_an_answer(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(MORNING)
        await rig.dismiss(handle)
        await hear(rig, ear, 1)
        await rig.dismiss(handle)
        await asyncio.sleep(rig.quiet.total_seconds())
        assert ear.of_cards == [Dismissed(handle)]
        await rig.notifier.withdraw(handle)
        again = await rig.notifier.update(handle, MORNING)
        assert again != handle


@_needs(Can.PRESS, Can.DISMISS)
async def a_dismissal_after_a_press_is_noise(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(MORNING)
        await rig.press(handle, SNOOZE)
        await rig.dismiss(handle)
        await hear(rig, ear, 1)
        assert ear.of_cards == [Acted(handle, ActionId.SNOOZE)]


@_needs(Can.PRESS, Can.DISMISS)
async def a_dismissal_leaves_the_other_card_alone(make: Make) -> None:
    async with opened(make) as (rig, ear):
        older = await rig.notifier.show(MORNING)
        newer = await rig.notifier.show(EVENING)
        await rig.dismiss(newer)
        await hear(rig, ear, 1)
        await rig.press(older, START)
        await hear(rig, ear, 2)
        assert ear.of_cards == [Dismissed(newer), Acted(older, ActionId.START)]


@_needs(Can.CLICK_BODY)
async def a_click_on_the_body_is_told_as_that_and_nothing_else(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(MORNING)
        await rig.click_body(handle)
        await hear(rig, ear, 1)
        assert BodyClicked(handle) in ear.of_cards
        # some servers close what was clicked, and say so
        assert [told for told in ear.of_cards if not isinstance(told, BodyClicked | Dismissed)] == []


@_needs(Can.CLICK_BODY, Can.PRESS)
async def after_a_click_on_the_body_the_card_can_be_shown_again_and_answered(make: Make) -> None:
    async with opened(make) as (rig, ear):
        handle = await rig.notifier.show(MORNING)
        await rig.click_body(handle)
        await hear(rig, ear, 1)
        handle = await rig.notifier.update(handle, MORNING)
        assert (await _newest(rig, MORNING.title)).labels == ("Start", "Snooze 10m", "Skip")
        before = len(ear.of_cards)
        await rig.press(handle, START)
        await hear(rig, ear, before + 1)
        assert [told for told in ear.of_cards if isinstance(told, Acted)] == [Acted(handle, ActionId.START)]


@_needs(Can.TAKE_AWAY)
async def a_closed_card_is_gone_and_the_other_stays(make: Make) -> None:
    async with opened(make) as (rig, _):
        morning = await rig.notifier.show(MORNING)
        await rig.notifier.show(EVENING)
        await rig.notifier.withdraw(morning)
        await _only(rig, EVENING.title)


@_needs(Can.TAKE_AWAY)
async def an_update_leaves_one_card(make: Make) -> None:
    async with opened(make) as (rig, _):
        handle = await rig.notifier.show(MORNING)
        handle = await rig.notifier.update(handle, STEP_2)
        await rig.notifier.update(handle, Notification("Bridge", "Step 3 of 8.", STEP_2.actions))
        await _only(rig, "Bridge")


@_needs(Can.TAKE_AWAY)
async def shutting_takes_every_open_card_away(make: Make) -> None:
    async with opened(make) as (rig, ear):
        await rig.notifier.show(MORNING)
        await rig.notifier.show(EVENING)
        await rig.notifier.close()
        await asyncio.sleep(rig.quiet.total_seconds())
        await _only(rig)
        assert ear.of_cards == []


@_needs(Can.REFUSE)
async def what_was_refused_is_said_to_be_refused_and_the_next_is_shown(make: Make) -> None:
    async with opened(make) as (rig, ear):
        await rig.refuse()
        with pytest.raises(NotifierError) as caught:
            await rig.notifier.show(MORNING)
        assert type(caught.value) is not NotifierError
        assert caught.value.sentence
        assert caught.value.hint
        assert MORNING.title not in await _titles(rig)
        await rig.accept()
        await rig.notifier.show(EVENING)
        await _newest(rig, EVENING.title)
        assert ear.of_cards == []


@_needs(Can.REFUSE)
async def closing_never_raises_even_when_everything_is_refused(make: Make) -> None:
    async with opened(make) as (rig, _):
        handle = await rig.notifier.show(MORNING)
        await rig.refuse()
        await rig.notifier.withdraw(handle)


@_needs(Can.LOSE)
async def cards_that_go_with_their_server_are_told_lost_once(make: Make) -> None:
    async with opened(make) as (rig, ear):
        morning = await rig.notifier.show(MORNING)
        evening = await rig.notifier.show(EVENING)
        await rig.lose()
        await hear(rig, ear, 2)
        assert set(ear.of_cards) == {Lost(morning), Lost(evening)}
        assert len(ear.of_cards) == 2
        await rig.notifier.withdraw(morning)
        await rig.come_back()
        handle = await rig.notifier.update(evening, EVENING)
        assert handle != evening
        await _newest(rig, EVENING.title)
        assert len(ear.of_cards) == 2
