"""Knows which card should be on the screen under each name, and brings the server there; must not know why.

Each name is settled by one runner at a time, so a slow or hung server delays only its own card, and what is wanted
last is what stays. Showing anew closes the old card first: a server's id is never used again. A card that is to be
kept is shown again by `reshow_kept`, until somebody has seen it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from routine.background import BackgroundJobs
from routine.core.notification import ActionId, Notification
from routine.errors import NotifierError, NotifierRejected
from routine.ports import Acted, BodyClicked, Dismissed, Handle, Lost, Notifier, NotifierEvent
from routine.presentation import service as words
from routine.service.faults import FaultLog, Work


class CardAccepted(Struct, frozen=True):
    """The server has the card."""

    name: str


class CardFailed(Struct, frozen=True):
    """The card could not be shown."""

    name: str
    error: NotifierError


class CardAnswered(Struct, frozen=True):
    name: str
    key: ActionId
    old: bool = False
    """The button was on a card that was just being replaced."""


class CardClicked(Struct, frozen=True):
    """The body was clicked: the person wants to see it, or its session."""

    name: str
    stands: bool = False
    """It is on the screen still, with its buttons."""


class CardLost(Struct, frozen=True):
    """The card went with its server, unanswered."""

    name: str


CardEvent = CardAccepted | CardFailed | CardAnswered | CardClicked | CardLost


class _Place(Struct):
    wanted: Notification | None = None
    handle: Handle | None = None
    shown: Notification | None = None
    """What the card behind the handle says."""
    anew: bool = False
    changed: bool = False
    runner: asyncio.Task[None] | None = None


class ShownCards:
    """What is wanted on the screen, by name."""

    def __init__(
        self,
        notifier: Notifier,
        tell: Callable[[CardEvent], None],
        picture: Callable[[str], str],
        faults: FaultLog,
        jobs: BackgroundJobs,
    ) -> None:
        self._faults = faults
        self._jobs = jobs
        self._notifier = notifier
        self._picture = picture
        self._tell = tell
        self._places: dict[str, _Place] = {}
        self._kept: dict[str, Notification] = {}

    def set(self, name: str, notice: Notification | None, *, anew: bool = False, keep: bool = False) -> None:
        """From now on this card, or none. `anew`: pop up again, also where the same card is still open."""
        self._kept.pop(name, None)
        if notice is not None and keep:
            self._kept[name] = notice
        if notice is not None and notice.picture:
            notice = replace(notice, picture=self._picture(notice.picture))
        place = self._places.get(name)
        if place is None:
            if notice is None:
                return
            place = self._places[name] = _Place()
        if place.wanted == notice and not anew:
            return
        place.wanted, place.changed, place.anew = notice, True, place.anew or anew
        if place.runner is None:
            place.runner = self._jobs.start(f"card {name}", self._settle(name, place))

    @property
    def kept(self) -> frozenset[str]:
        """The names of those that are to be seen by somebody, whatever becomes of the screen."""
        return frozenset(self._kept)

    def is_open(self, name: str) -> bool:
        place = self._places.get(name)
        return place is not None and place.wanted is not None

    def reshow_kept(self) -> None:
        """What was to be kept and went with its server, or found none, is wanted again."""
        for name, notice in list(self._kept.items()):
            if not self.is_open(name):
                self.set(name, notice, keep=True)

    def on_event(self, happened: NotifierEvent) -> None:
        """What the notifier told; anything about a card that is not ours is nothing."""
        match happened:
            case Acted(handle, key):
                old = self._is_old(handle)
                if (name := self._forget_seen(handle)) is not None:
                    self._tell(CardAnswered(name, key, old))
            case BodyClicked(handle, stands):
                if (name := self._name_of(handle)) is not None:
                    self._tell(CardClicked(name, stands))
            case Lost(handle):
                if (name := self._forget(handle)) is not None:
                    self._tell(CardLost(name))
            case Dismissed(handle):
                self._forget_seen(handle)

    def drop(self, handle: Handle) -> str | None:
        """It went, and nobody put it away: what is to be kept still is. Whose it was."""
        return self._forget(handle)

    def notice_kept(self, name: str) -> Notification | None:
        return self._kept.get(name)

    def keep(self, name: str, notice: Notification) -> None:
        """It was not seen after all."""
        self._kept.setdefault(name, notice)

    def name_of(self, handle: Handle) -> str | None:
        return self._name_of(handle)

    async def settled(self) -> None:
        """Once every card is where it should be, or has failed."""
        while runners := [place.runner for place in self._places.values() if place.runner]:
            await asyncio.wait(runners)

    async def _settle(self, name: str, place: _Place) -> None:
        try:
            while place.changed:
                with self._faults.contain(*_what(name, place.wanted)):
                    await self._step(name, place)
        finally:
            place.runner = None
            if place.wanted is None and place.handle is None and self._places.get(name) is place:
                del self._places[name]

    async def _step(self, name: str, place: _Place) -> None:
        notice, anew = place.wanted, place.anew
        place.changed = place.anew = False
        old, place.handle = place.handle, None
        if old is not None and (notice is None or anew):
            # it never raises: whatever it raises all the same, the new card is not to wait for it
            with self._faults.contain(Work.NOTIFIER, "close"):
                await self._notifier.withdraw(old)
            old = None
        if notice is None:
            return
        try:
            if old is None:
                handle = await self._notifier.show(notice)
            else:
                # while it is being updated a click on the old card still counts
                place.handle = old
                handle = await self._notifier.update(old, notice)
        except NotifierError as error:
            place.wanted = None if place.wanted is notice else place.wanted
            self._tell(CardFailed(name, error))
            return
        except Exception:
            place.wanted = None if place.wanted is notice else place.wanted
            self._tell(CardFailed(name, NotifierRejected(words.fault(Work.NOTIFIER.value, ""))))
            raise
        place.handle, place.shown = handle, notice
        if place.wanted is None and not place.changed:
            # answered on the old card while it was being replaced
            place.changed = True
        elif not place.changed:
            self._tell(CardAccepted(name))

    def _forget_seen(self, handle: Handle) -> str | None:
        """By a person, who has seen it."""
        if (name := self._forget(handle)) is not None and not self.is_open(name):
            self._kept.pop(name, None)
        return name

    def _is_old(self, handle: Handle) -> bool:
        """Whether the card says what was wanted before."""
        name = self._name_of(handle)
        return name is not None and self._places[name].shown != self._places[name].wanted

    def _name_of(self, handle: Handle) -> str | None:
        return next((name for name, place in self._places.items() if place.handle == handle), None)

    def _forget(self, handle: Handle) -> str | None:
        name = self._name_of(handle)
        if name is not None:
            place = self._places[name]
            place.handle = None
            if not place.changed:
                place.wanted = None
                if place.runner is None:
                    del self._places[name]  # nothing comes back to it
        return name


def _what(name: str, notice: Notification | None) -> tuple[Work, str, str]:
    """Which work it is to show this card; the notes are one, as no note can tell of a note."""
    if name.startswith(("note ", "problem ")):
        return Work.NOTE, "", ""
    return Work.SHOW, name, notice.title if notice else ""
