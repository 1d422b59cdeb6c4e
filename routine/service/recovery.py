"""Knows what to do when the journal fails, and tells it once; must not know what failed to be written."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from routine.errors import JournalCorrupt, JournalError
from routine.presentation import service as words
from routine.service.dependencies import Dependencies
from routine.service.faults import Work
from routine.service.outbox import Outbox
from routine.service.plan_registry import PlanRegistry, calendar_of
from routine.service.presenter import Presenter
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore

_REPLAY = "replay"


class Recovery:
    """Reminders go on over whatever is wrong; a damaged journal is replaced by what is remembered of it."""

    def __init__(
        self, outbox: Outbox, plans: PlanRegistry, store: ReminderStore, presenter: Presenter, ports: Dependencies
    ) -> None:
        self._outbox = outbox
        self._plans = plans
        self._store = store
        self._presenter = presenter
        self._ports = ports
        self._faults = presenter.faults
        self._zone = ports.clock.zone()
        self.trouble = ""
        """What a person was told, while it is still so."""

    def journal_failed(self, error: JournalError) -> None:
        if not isinstance(error, JournalCorrupt):
            self.report(error)
            return
        try:
            said = self._ports.replace_damaged_journal()
            # all that lies with other devices first: it is remembered as well, and would be there twice
            while self._ports.exchange(self._ports.clock.now()).more:
                continue
            self._outbox.write_anew([*self._plans.remembered(), *self._store.remembered()])
            self._store.reload(self._ports.clock.now())
        except JournalError as worse:
            self.report(worse)
        else:
            self._ports.say(said)
            self._presenter.show_note(said)

    def report(self, error: JournalError) -> None:
        """Once, until it is well again."""
        if not self.trouble:
            self.trouble = words.journal_trouble(str(error))
            self._faults.report(Work.JOURNAL, "", error, sentence=self.trouble)
            self._ports.say(self.trouble)
            self._presenter.show_note(self.trouble)

    def recovered(self) -> None:
        """It could be read; and written, if nothing is owed."""
        if self.trouble and not self._outbox:
            self._faults.mend(Work.JOURNAL)
            self._presenter.withdraw_note(self.trouble)
            self.trouble = ""
            self._ports.say(words.journal_is_well())

    def catch_up(self, now: datetime) -> None:
        """Take in what was written since, by whomever, and follow the computer into another zone."""
        if self._ports.clock.zone() != self._zone:
            self.work_out_anew()
        try:
            self._store.catch_up(now)
            self.recovered()
        except JournalError as error:
            self.journal_failed(error)
        except Exception as error:  # noqa: BLE001 - whosever fault it is, the reminders known so far go on
            self._leave_out_faulty(error, now)
        else:
            self._faults.mend(Work.JOURNAL, _REPLAY)

    def work_out_anew(self) -> None:
        """Every reminder, from the plans in force and the journal."""
        now = self._ports.clock.now()
        self._zone = self._ports.clock.zone()
        self._store.agenda = self._plans.agenda()
        try:
            self._store.reload(now)
        except JournalError as error:
            self.journal_failed(error)
        except Exception as error:  # noqa: BLE001 - whosever fault it is, the reminders known so far go on
            self._leave_out_faulty(error, now)
        else:
            self._faults.mend(Work.JOURNAL, _REPLAY)
            for plan in self._store.agenda.plans:
                self._faults.mend(Work.PLAN, calendar_of(plan))

    def _leave_out_faulty(self, error: Exception, now: datetime) -> None:
        """Something unforeseen kept the reminders from being worked out: a plan goes out of force alone."""
        agenda, until = self._store.agenda, now + LOOK_AHEAD
        if self._plans.leave_out_faulty(lambda plan: replace(agenda, plans=(plan,)).occurrences(now, until)):
            self._store.agenda = self._plans.agenda()
        else:
            self._faults.report(Work.JOURNAL, _REPLAY, error)
        with self._faults.contain(Work.OTHER, "reminders"):
            self._store.reload(now)
