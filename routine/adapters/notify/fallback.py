"""Knows the order in which notifiers are tried, and which card lies with which; must not know what they are.

The best one that works shows the next card. One that failed rests for a minute, or until it says Up; one that went
by itself is asked again with the next card, as a server that left when it was idle is started by that. The others
are opened only when they are needed, as opening a terminal takes its keys. As soon as a better one works, what
lies with lesser ones is taken back there and told as Lost: whoever wants it shows it again.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from routine.background import BackgroundJobs, tell_loop
from routine.core.notification import Notification
from routine.errors import NotifierError, NotifierRejected, NotifierUnavailable
from routine.ports import (
    Acted,
    BodyClicked,
    Capabilities,
    Dismissed,
    Down,
    Handle,
    Lost,
    Notifier,
    NotifierEvent,
    Up,
)
from routine.presentation import notifiers as words

REST = timedelta(minutes=1)


class _Tier(Struct, eq=False):
    notifier: Notifier
    opened: bool = False
    rests_until: float = 0.0
    """By the loop's own clock."""
    why: str = ""
    """What it said when it failed last."""


class _Card(Struct, frozen=True):
    tier: _Tier
    theirs: Handle


class Fallback:
    """Several notifiers that act as one; keeps ports.Notifier as each of them does."""

    def __init__(self, first: Notifier, *others: Notifier) -> None:
        self._tiers = [_Tier(notifier) for notifier in (first, *others)]
        self._used = self._tiers[0]
        self._tell: Callable[[NotifierEvent], None] | None = None
        self._tokens = itertools.count(1)
        self._cards: dict[Handle, _Card] = {}
        self._opening = asyncio.Lock()
        self._jobs = BackgroundJobs()
        self._moving: asyncio.Task[None] | None = None

    @property
    def caps(self) -> Capabilities:
        """Those of the one in use, and why it is not a better one."""
        caps = self._used.notifier.caps
        better = self._tiers[: self._tiers.index(self._used)]
        change = [words.instead_of(tier.notifier.caps.name, tier.why) for tier in better if tier.why]
        return replace(caps, degraded=" ".join(part for part in (caps.degraded, *change) if part))

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        self._tell = tell
        failures: list[NotifierError] = []
        for tier in self._tiers:
            try:
                await self._ready(tier)
            except Exception as error:  # noqa: BLE001 - one that breaks its promise is one that failed
                failures.append(self._failed(tier, error))
            else:
                self._used = tier
                return
        # still open for the next card: whoever hung or was not there yet is asked again then
        raise NotifierUnavailable(failures[0].sentence, failures[0].hint) from failures[0]

    async def show(self, notice: Notification) -> Handle:
        if self._tell is None:
            raise NotifierUnavailable(words.NOT_OPEN, words.NOT_OPEN_HINT)
        failures: dict[_Tier, NotifierError] = {}
        awake = self._awake()
        # when none of the others takes it, one that rests is asked all the same
        for tier in [*awake, *(tier for tier in self._tiers if tier not in awake)]:
            try:
                await self._ready(tier)
                theirs = await tier.notifier.show(notice)
            except Exception as error:  # noqa: BLE001 - one that breaks its promise is one that failed
                failures[tier] = self._failed(tier, error)
            else:
                self._use(tier)
                return self._kept(_Card(tier, theirs))
        # the first is the one a person would want to work
        raise failures[self._tiers[0]]

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        card = self._cards.get(handle)
        if card is None or card.tier is not self._awake()[0]:
            await self.withdraw(handle)
            return await self.show(notice)
        try:
            theirs = await card.tier.notifier.update(card.theirs, notice)
        except Exception as error:  # noqa: BLE001 - as in `show`
            self._failed(card.tier, error)
            await self.withdraw(handle)
            return await self.show(notice)
        if handle in self._cards:
            self._cards[handle] = _Card(card.tier, theirs)
            return handle
        # it was answered meanwhile, so this is a new card
        return self._kept(_Card(card.tier, theirs))

    async def withdraw(self, handle: Handle) -> None:
        card = self._cards.pop(handle, None)
        if card is not None:
            await card.tier.notifier.withdraw(card.theirs)

    async def close(self) -> None:
        self._tell = None
        self._cards.clear()
        if self._moving is not None:
            self._moving.cancel()
            with suppress(asyncio.CancelledError):
                await self._moving
            self._moving = None
        for tier in self._tiers:
            tier.opened, tier.rests_until, tier.why = False, 0.0, ""
            await tier.notifier.close()

    async def _ready(self, tier: _Tier) -> None:
        """Open it, once. Raises NotifierError."""
        async with self._opening:
            if not tier.opened:
                await tier.notifier.open(lambda change: self._heard(tier, change))
                tier.opened = True

    def _awake(self) -> list[_Tier]:
        """Those worth trying, best first; when all rest, all of them."""
        now = asyncio.get_running_loop().time()
        return [tier for tier in self._tiers if tier.rests_until <= now] or self._tiers

    def _failed(self, tier: _Tier, error: Exception) -> NotifierError:
        """It rests. What it never promised to raise is told as a fault, and is a refusal to whoever asked."""
        if not isinstance(error, NotifierError):
            tell_loop(f"the notifier {tier.notifier.caps.name}", error)
            error = NotifierRejected(*words.unforeseen(tier.notifier.caps.name))
        tier.rests_until = asyncio.get_running_loop().time() + REST.total_seconds()
        tier.why = error.sentence
        return error

    def _kept(self, card: _Card) -> Handle:
        handle = Handle(next(self._tokens))
        self._cards[handle] = card
        return handle

    def _use(self, tier: _Tier) -> None:
        """It works: say so when another one was in use."""
        tier.rests_until, tier.why = 0.0, ""
        if tier is not self._used:
            self._used = tier
            if self._tell:
                self._tell(Up(self.caps))
        self._take_back_below(tier)

    def _take_back_below(self, tier: _Tier) -> None:
        """Where a better one works, no card is left where fewer people would see it."""
        lesser = self._tiers[self._tiers.index(tier) + 1 :]
        for handle, card in list(self._cards.items()):
            if card.tier in lesser and self._cards.pop(handle, None) is not None:
                self._jobs.start("take a card back", card.tier.notifier.withdraw(card.theirs))
                if self._tell:
                    self._tell(Lost(handle))

    # what they tell

    def _heard(self, tier: _Tier, change: NotifierEvent) -> None:
        if self._tell is None:
            return
        match change:
            case Up():
                if self._tiers.index(tier) <= self._tiers.index(self._used):
                    tier.rests_until, tier.why = 0.0, ""
                    self._used = tier
                    self._tell(Up(self.caps))
                    self._take_back_below(tier)
            case Down(why):
                self._went_down(tier, why)
            case Acted(theirs) | Dismissed(theirs) | Lost(theirs) | BodyClicked(theirs):
                handle = self._ours(tier, theirs)
                if handle is None:
                    return
                if not isinstance(change, BodyClicked):
                    del self._cards[handle]
                self._tell(replace(change, handle=handle))

    def _ours(self, tier: _Tier, theirs: Handle) -> Handle | None:
        wanted = _Card(tier, theirs)
        return next((handle for handle, card in self._cards.items() if card == wanted), None)

    def _went_down(self, tier: _Tier, why: str) -> None:
        if self._tell is None:
            return
        for handle in [handle for handle, card in self._cards.items() if card.tier is tier]:
            del self._cards[handle]
            self._tell(Lost(handle))
        # it is asked again with the next card: the bus may start a server that left by itself
        tier.why = why
        if tier is self._used and self._moving is None:
            self._moving = self._jobs.start("move to another notifier", self._move(why))

    async def _move(self, why: str) -> None:
        """Open the next one now, so that what can be done is known before the next card."""
        for tier in self._tiers:
            if tier.why:
                # it failed last time: only its own Up, or the next card, finds out whether it works again
                continue
            try:
                await self._ready(tier)
            except Exception as error:  # noqa: BLE001 - as in `show`
                self._failed(tier, error)
            else:
                self._moving = None
                self._use(tier)
                return
        self._moving = None
        if self._tell:
            self._tell(Down(why))
