"""Knows what a command may want of this computer; must not know rules, or what the commands are.

A command builds an App and uses what it needs: everything here is made when first asked for, so that `routine
snooze` never imports what only the service needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from routine import __version__
from routine.adapters.clock import SystemClock
from routine.adapters.fault_files import faults_in, unshown_file
from routine.adapters.import_diet import without_openssl
from routine.adapters.instance_lock import Lock, held_since, holder
from routine.adapters.journal.store import JournalDb, file_of, set_aside
from routine.adapters.paths import Paths, find, make_private, plans_folder
from routine.adapters.plan_source import PlanFileSource
from routine.adapters.watch.watcher import poke
from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import LoadedPlans
from routine.errors import JournalCorrupt
from routine.presentation import service as words
from routine.service.history import History
from routine.service.plan_registry import PlanRegistry
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore
from routine.service.requests.setup import Setup, variables
from routine.wiring.linked_folder import LinkedFolder

if TYPE_CHECKING:
    from routine.adapters.plan_texts import PlanFolderTexts


class App:
    """Everything a command may want, made when it is first wanted."""

    def __init__(self, environ: Mapping[str, str], flags: Mapping[str, str] | None = None) -> None:
        self.environ = environ
        self.paths: Paths = find(environ)
        self.flags = dict(flags or {})
        self.clock = SystemClock()
        self._linked = LinkedFolder(self.paths.journal_file)
        self.said: list[str] = []
        """What a person should know of what was found here, once."""

    @cached_property
    def journal(self) -> JournalDb:
        """With what has come from other devices, where a folder is linked."""
        journal = self._opened()
        self._exchange(journal)
        return journal

    def close(self) -> None:
        """Nothing of it is wanted any more: a command is at its end."""
        if "journal" in vars(self):
            self.journal.close()

    def hear_others(self) -> None:
        """What other devices have written since the journal was opened, as by a page that stays open."""
        if "journal" in vars(self):
            self._exchange(self.journal)

    def _exchange(self, journal: JournalDb) -> None:
        came = self._linked.exchange(journal, self.clock.now())
        self.said += [said for said in (came.note, came.trouble if came.is_new else "") if said]
        if came.new:
            poke(self.paths.poke_file)

    def _opened(self) -> JournalDb:
        make_private(self.paths.state_dir)
        path = self.paths.journal_file
        found = file_of(path)
        try:
            return JournalDb(path)
        except JournalCorrupt:
            if file_of(path) == found:  # else another command was quicker, and the one there now is its new one
                self.said.append(words.set_aside(str(set_aside(path, self.clock.now()))))
            begun = JournalDb(path)
            self.poke()  # a running service writes what it remembers into the new one
            return begun

    @cached_property
    def history(self) -> History:
        """The journal, as far as it can be believed."""
        return History(self.journal)

    @cached_property
    def source(self) -> PlanFileSource:
        return PlanFileSource(
            plans_dir=self.paths.plans_dir,
            shipped_plans=self.paths.shipped_plans,
            config_file=self.paths.config_file,
            compiled_dir=self.paths.compiled_dir,
            flags=self.flags,
        )

    @cached_property
    def loaded_plans(self) -> LoadedPlans:
        """The plan files and settings as they are now."""
        return self.source.load_now()

    @property
    def plans_dir(self) -> Path:
        """Where this person's own plans are; the settings may name another folder than the usual one."""
        return plans_folder(self.paths, self.loaded_plans.settings.plans_folder)

    @cached_property
    def plans(self) -> PlanRegistry:
        """The plans in force, looked at without leaving a trace."""
        plans = PlanRegistry(self.journal, self.clock, self.source.recall, history=self.history, writes=False)
        plans.recall()
        now = self.clock.now()
        plans.take(self.loaded_plans, now)
        plans.welcome(now, wanted=False)
        return plans

    def look_again(self) -> None:
        """The plan files have changed since they were read."""
        for name in ("loaded_plans", "plans", "history"):
            vars(self).pop(name, None)

    def setup(self) -> Setup:
        """What a service would stand on that was started from here."""
        return Setup(
            version=__version__,
            environment=variables(self.environ),
            zone=str(self.zone),
            plans_folder=str(self.plans_dir),
            plans=self.plans.digests,
        )

    @property
    def unread(self) -> bool:
        """Whether this person has plans, and none of them could be read."""
        return bool(self.plans.unread) and not self.plans.count[0]

    def refuse_unread(self) -> None:
        """Raises PlanError where nothing can be found in plans that could not be read."""
        self.plans.refuse_unread()

    def store(
        self, now: datetime, *, since: datetime | None = None, ahead: timedelta = LOOK_AHEAD
    ) -> ReminderStore:
        """The reminders near now, as the service sees them."""
        store = ReminderStore(self.journal, self.plans.agenda(), self.history.with_own_outbox())
        store.reload(now, since=since, ahead=ahead)
        return store

    @cached_property
    def plan_texts(self) -> PlanFolderTexts:
        from routine.adapters.plan_texts import PlanFolderTexts  # noqa: PLC0415 - only what changes a plan wants it

        return PlanFolderTexts(
            lambda: self.plans_dir, self.paths.shipped_plans, self.paths.replaced_texts, self.paths.config_file
        )

    def problems_in(self, plan: str, content: bytes) -> Sequence[Diagnostic]:
        """What would be wrong with the plan of that name if its text were this."""
        return self.source.read_draft_now(self.plans_dir / f"{plan}.toml", content).problems

    def service_pid(self) -> int | None:
        return holder(self.paths.lock_file)

    def service_since(self) -> datetime | None:
        return held_since(self.paths.lock_file)

    @property
    def zone(self) -> tzinfo:
        """Where the computer is."""
        return self.clock.zone()

    @property
    def service_runs(self) -> bool:
        return self.service_pid() is not None

    def journal_changed(self) -> None:
        self.poke()

    def past_changed(self) -> None:
        self.poke()

    @property
    def log_file(self) -> str:
        return str(self.paths.log_file)

    def service_faults(self) -> list[str]:
        """What the running service says is wrong with it, a sentence each; nothing when none is running."""
        return faults_in(self.paths.faults_file) if self.service_pid() else []

    def desktop_view(self) -> None:
        """A command shows no cards."""

    def unshown(self) -> list[str]:
        """What it could not show, a sentence each."""
        return faults_in(unshown_file(self.paths.faults_file)) if self.service_pid() else []

    def poke(self) -> None:
        """The journal has changed: a running service looks again, and other devices hear of it."""
        self.hear_others()
        poke(self.paths.poke_file)

    def serve(self, say: Callable[[str], None]) -> None:
        """Run the service until it is told to stop. Raises AlreadyRunning."""
        make_private(self.paths.runtime_dir)
        lock = Lock(self.paths.lock_file)
        lock.acquire()
        try:
            without_openssl()
            from routine.wiring.daemon import DaemonInputs, serve  # noqa: PLC0415 - what only the service needs is megabytes

            journal = self.journal
            serve(DaemonInputs(self.source, self.paths, self.clock, journal, say, tuple(self.said)))
        finally:
            lock.release()
