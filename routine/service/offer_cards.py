"""Knows when an offer becomes a card: right after the answer that made it, once. Must not know rule or words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from routine.core.events import Abandoned, Felt, Measured, StoredEvent, Undone
from routine.core.identifiers import Actor, OfferAnswer
from routine.core.ids import SessionRef
from routine.core.notification import ActionId
from routine.core.repeat_offers import repeat_offers
from routine.presentation.offers import changed_card, offer_card
from routine.service.history import History
from routine.service.plan_registry import PlanRegistry
from routine.service.presenter import Presenter
from routine.service.reminder_store import ReminderStore

_ANSWERS = {ActionId.CHANGE_IT: OfferAnswer.ACCEPT, ActionId.NOT_NOW: OfferAnswer.DECLINE}


class OfferCards:
    """Looks whether somebody has just said how it was. Nothing is read from the journal before they do."""

    def __init__(
        self,
        plans: PlanRegistry,
        history: History,
        store: ReminderStore,
        presenter: Presenter,
        answer_offer: Callable[[OfferAnswer, str, Callable[[Sequence[str], bool], None]], None],
    ) -> None:
        """`answer_offer` has one answered, and says all that came of it, and whether it went well."""
        self._plans = plans
        self._history = history
        self._store = store
        self._presenter = presenter
        self._answer_offer = answer_offer
        self._row: int | None = None
        self._open: set[str] = set()
        self._shown: set[str] = set()

    def show_after_answers(self, now: datetime) -> None:
        """What nobody looks at then stands in progress. Raises JournalError."""
        before, self._row = self._row, self._store.newest_row
        if before is None or before == self._row:
            return
        new = self._history.after(before)
        answered = {ref for row in new if (ref := _answered(row))}
        if not answered and not (self._open and any(isinstance(row.entry, Measured | Undone) for row in new)):
            return
        from routine.service.requests.progress import offers_now  # noqa: PLC0415 - most days nobody needs it

        there = {} if self._plans.shipped else {each.offer.id: each for each in offers_now(self._store, now)}
        for name in self._open - there.keys():
            # answered elsewhere, or held back by what was said since
            self._presenter.withdraw_once(f"offer {name}")
            self._open.discard(name)
        for name, change in there.items():
            if name in self._shown or not self._is_asked(change.offer.session, answered, now):
                continue
            self._open.add(name)
            self._shown.add(name)
            pressed = partial(self._pressed, name)
            self._presenter.show_once(f"offer {name}", offer_card(change), lambda: None, pressed)

    def _is_asked(self, session: SessionRef, answered: Collection[SessionRef], now: datetime) -> bool:
        if session not in answered or self._presenter.gate(session.at(now), now).closed:
            return False
        weeks = repeat_offers(self._store.agenda, self._store.reminders.values(), now)
        # whether a week comes once more is one question about these answers already
        return session.plan not in {each.stage.plan for each in weeks}

    def _pressed(self, name: str, said: ActionId) -> None:
        self._open.discard(name)
        if said in _ANSWERS:
            self._answer_offer(_ANSWERS[said], name, partial(self._tell, name))
        elif said is ActionId.TAKE_BACK:
            self._answer_offer(OfferAnswer.UNDO, name, partial(self._tell, ""))

    def _tell(self, name: str, lines: Sequence[str], went_well: bool) -> None:
        """`name`: of an offer that can be taken back."""
        if went_well and name and len(lines) > 1:
            self._presenter.show_once(
                f"offer {name}", changed_card(lines), lambda: None, partial(self._pressed, name)
            )
        elif lines:
            self._presenter.show_note(lines[0])


def _answered(row: StoredEvent) -> SessionRef | None:
    entry = row.entry
    said = isinstance(entry, Felt | Abandoned) and entry.by is not Actor.SERVICE and entry.about is not None
    return entry.key.session_ref if said else None
