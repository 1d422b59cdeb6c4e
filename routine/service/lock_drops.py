"""Knows which cards a server dropped when the screen was locked, and when they are wanted again.

A card that is closed under a lock was dismissed by nobody (Cinnamon's server does so): it comes back at unlock.
"""

from __future__ import annotations

from collections.abc import Callable

from routine.background import BackgroundJobs
from routine.core.events import HoldReason
from routine.core.ids import OccurrenceKey
from routine.ports import Dismissed, Presence
from routine.service.shown_cards import ShownCards


class LockDrops:
    """`keys_of`: the reminders that the card of a name stands for; `run_once` is called when something waits.

    `vanished` is told whose card the server closed by itself, which is nobody's answer: what is kept still is.
    """

    def __init__(
        self,
        cards: ShownCards,
        presence: Presence,
        jobs: BackgroundJobs,
        *,
        keys_of: Callable[[str], tuple[OccurrenceKey, ...]],
        run_once: Callable[[], None],
        vanished: Callable[[tuple[OccurrenceKey, ...]], None],
    ) -> None:
        self._cards = cards
        self._presence = presence
        self._jobs = jobs
        self._keys_of = keys_of
        self._run_once = run_once
        self._vanished = vanished
        self._keys: list[OccurrenceKey] = []
        self.waiting = False

    def closed(self, happened: Dismissed) -> None:
        """By a person, unless the screen is locked; a server may know of the lock before anybody tells us."""
        name = self._cards.name_of(happened.handle)
        if name is None:
            return
        keys = self._keys_of(name)
        if self._locked:
            self._cards.drop(happened.handle)
            self._wait_with(keys)
            return
        if happened.by_server:
            self._cards.drop(happened.handle)
            self._vanished(keys)
            return
        kept = self._cards.notice_kept(name)
        self._cards.on_event(happened)

        async def ask_first() -> None:
            await self._presence.ask()
            if self._locked:
                if kept is not None:
                    self._cards.keep(name, kept)
                self._wait_with(keys)

        self._jobs.start("ask whether the screen is locked", ask_first())

    def take(self) -> tuple[OccurrenceKey, ...]:
        """Those to be shown once more, now that nothing is locked; each once. Notes are wanted again as well."""
        if not self.waiting or self._locked:
            return ()
        keys, self._keys, self.waiting = tuple(dict.fromkeys(self._keys)), [], False
        self._cards.reshow_kept()
        return keys

    def _wait_with(self, keys: tuple[OccurrenceKey, ...]) -> None:
        self._keys += keys
        self.waiting = True
        self._run_once()

    @property
    def _locked(self) -> bool:
        return self._presence.hold is HoldReason.LOCKED
