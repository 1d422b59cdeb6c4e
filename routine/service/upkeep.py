"""Knows what to do when the journal fails, and tells it once; must not know what failed to be written."""

from __future__ import annotations

from routine.errors import JournalCorrupt, JournalError
from routine.presentation import service as words
from routine.service.book import Book
from routine.service.desk import Desk
from routine.service.owed import Owed
from routine.service.plans import Plans
from routine.service.world import World


class Upkeep:
    """Reminders go on over whatever is wrong; a damaged journal is replaced by what is remembered of it."""

    def __init__(self, owed: Owed, plans: Plans, book: Book, desk: Desk, world: World) -> None:
        self._owed = owed
        self._plans = plans
        self._book = book
        self._desk = desk
        self._world = world
        self.trouble = ""
        """What a person was told, while it is still so."""

    def failed(self, error: JournalError) -> None:
        if not isinstance(error, JournalCorrupt):
            self.tell(str(error))
            return
        try:
            said = self._world.begin_anew()
            self._owed.begin([*self._plans.remembered(), *self._book.remembered()])
            self._book.refresh(self._world.clock.now())
        except JournalError as worse:
            self.tell(str(worse))
        else:
            self._world.say(said)
            self._desk.tell(said)

    def tell(self, why: str) -> None:
        """Once, until it is well again."""
        if not self.trouble:
            self.trouble = words.journal_trouble(why)
            self._world.say(self.trouble)
            self._desk.tell(self.trouble)

    def well(self) -> None:
        """It could be read; and written, if nothing is owed."""
        if self.trouble and not self._owed:
            self._desk.told(self.trouble)
            self.trouble = ""
            self._world.say(words.journal_is_well())
