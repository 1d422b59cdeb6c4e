"""Knows which cards should be on the screen and could not be shown, and why; must not know what shows them.

No fault of ours, and no answer of anybody: it stands in `status`, `today` and on the page while it lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from routine.core.reminder import Reminder
from routine.presentation import service as words
from routine.presentation.reminder_state import title_of


class UnshownCards:
    """By name: an occurrence's key, or that of a note. `publish` is told all sentences when they change."""

    def __init__(self, publish: Callable[[Sequence[str]], None]) -> None:
        self._publish = publish
        self._sentences: dict[str, str] = {}
        self.sentences: tuple[str, ...] = ()
        """Each once, oldest first."""

    def failed(self, name: str, reminders: Sequence[Reminder], why: str) -> None:
        """The card of these reminders; without any, a note."""
        if reminders:
            said = {one.key: words.not_shown(title_of(one.occurrence), why) for one in reminders}
            self._become(self._sentences | said)
        else:
            self._become(self._sentences | {name: words.note_not_shown(why)})

    def shown(self, *names: str) -> None:
        """Or not wanted any more."""
        self._become({name: said for name, said in self._sentences.items() if name not in names})

    def keep_only(self, names: Collection[str]) -> None:
        self._become({name: said for name, said in self._sentences.items() if name in names})

    def _become(self, sentences: dict[str, str]) -> None:
        self._sentences = sentences
        before, self.sentences = self.sentences, tuple(dict.fromkeys(sentences.values()))
        if self.sentences != before:
            self._publish(self.sentences)
