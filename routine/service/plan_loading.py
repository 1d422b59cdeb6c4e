"""Knows when the plan files are read anew, and who hears of what is in them; must not know how text is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from routine.background import BackgroundJobs
from routine.core.loaded_plans import LoadedPlans
from routine.errors import JournalError
from routine.presentation import leaving as words
from routine.service.departures import Departure
from routine.service.dependencies import Dependencies
from routine.service.faults import FaultLog, Work
from routine.service.plan_registry import CONFIGURATION, FOLDER, Complaint, PlanRegistry
from routine.service.presenter import Presenter
from routine.service.recovery import Recovery
from routine.service.reminder_store import ReminderStore

_DEPARTURE = "what has left the plans"


class PlanLoading:
    """Reads the files when asked, one reading at a time; what is asked for meanwhile is read after it."""

    def __init__(
        self,
        *,
        ports: Dependencies,
        plans: PlanRegistry,
        store: ReminderStore,
        presenter: Presenter,
        recovery: Recovery,
        faults: FaultLog,
        jobs: BackgroundJobs,
        poked: Callable[[], None],
        loaded: Callable[[], None],
    ) -> None:
        self._ports = ports
        self._plans = plans
        self._store = store
        self._presenter = presenter
        self._recovery = recovery
        self._faults = faults
        self._jobs = jobs
        self._poked = poked
        self._loaded = loaded
        self._reading: asyncio.Task[None] | None = None
        self._begun = False
        self._again = False
        self._departure_notes: dict[str, list[Departure]] = {}
        """What each card about them says."""

    def watch(self) -> None:
        """Hear from now on of files that change."""
        self._ports.file_watcher.watch(self.request, self._poked)

    def begin(self) -> None:
        """From now on a request is a reading; what was requested before is read now."""
        self._begun = True
        if self._again:
            self.request()

    def check(self, now: datetime) -> None:
        """What is kept for a while may have to go: the files say whether it is still away."""
        departures = self._plans.departures
        if departures.clock_set_back(now):
            self._arm_end()
        if ((end := departures.next_end) and end <= now) or self._plans.has_removed_departure(now):
            self.request()

    def request(self) -> None:
        """The plan files, or the configuration, may have changed."""
        if not self._begun or (self._reading and not self._reading.done()):
            self._again = True
        else:
            self._reading = self._jobs.start("read the plans", self._read())

    async def load(self) -> None:
        """Put in force what the files say at this moment."""
        with self._faults.contain(Work.READING):
            self._take(await self._ports.source.load())

    async def _read(self) -> None:
        self._again = True
        while self._again:
            self._again = False
            await self.load()
            self._loaded()

    def _take(self, loaded_plans: LoadedPlans) -> None:
        now = self._ports.clock.now()
        complaints = self._plans.take(loaded_plans, now)
        self._plans.welcome(now, wanted=self._plans.settings.welcome)
        self._presenter.settings = self._plans.settings
        with self._faults.contain(Work.SETTINGS):
            if self._ports.settings_changed(self._plans.settings):
                self.watch()
                self._again = True  # as at the start: what was saved before it was watched must not be lost
        self._jobs.start("draw pictures", self._ports.pictures.prepare(self._plans.exercises()))
        self._recovery.work_out_anew()
        for change, titles in self._plans.name_changes():
            for before, after in titles:
                self._ports.say(words.renamed(before, after))
            with self._faults.contain(Work.CARD, "renamed"):
                self._presenter.rename(change.key)
        with self._faults.contain(Work.OTHER, "let go"):
            self._let_go(now)
        if self._plans.trouble:
            self._recovery.report(self._plans.trouble)
        self._tell(loaded_plans, complaints)
        self._tell_departures()

    def _let_go(self, now: datetime) -> None:
        try:
            self._store.excuse_removed(self._plans.unknown, now)
            self._store.go_on_with_returned(now)
        except JournalError as error:
            self._recovery.journal_failed(error)

    def _tell(self, loaded_plans: LoadedPlans, complaints: list[Complaint]) -> None:
        """What is well again goes; what is wrong and new is told."""
        if not self._plans.folder_is_away:
            self._presenter.withdraw_problem(FOLDER)
        for file in loaded_plans.files:
            if not file.problems:
                self._presenter.withdraw_problem(file.plan_id)
        if not loaded_plans.settings_problems and not loaded_plans.config_away:
            self._presenter.withdraw_problem(CONFIGURATION)
        for complaint in complaints:
            self._presenter.show_problem(complaint)
            for problem in complaint.problems:
                self._ports.say(str(problem))

    def _tell_departures(self) -> None:
        """A line when something has left the files, a card when it is let go; both go when it is back."""
        begun, ended = self._plans.departures.news()
        for one in begun:
            self._ports.say(str(self._plans.says_it_leaves(one)))
        for said, left in list(self._departure_notes.items()):
            if any(self._plans.has(one.plan, one.session) for one in left):
                self._presenter.withdraw_note(said)
                del self._departure_notes[said]
        for plan in dict.fromkeys(one.plan for one in ended):
            left = [one for one in ended if one.plan == plan]
            said = words.let_go([(one.title, bool(one.session)) for one in left], f"{plan}.toml")
            self._departure_notes[said] = left
            self._ports.say(said)
            self._presenter.show_note(said)
        self._arm_end()

    def _arm_end(self) -> None:
        """The files are read again when what is kept for a while has to go."""
        if end := self._plans.departures.next_end:
            self._ports.alarm.arm(_DEPARTURE, end, self.request)
        else:
            self._ports.alarm.disarm(_DEPARTURE)
