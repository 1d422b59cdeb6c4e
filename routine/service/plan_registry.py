"""Knows which plans run: the newest good text of each file. Must not know reminders, cards or how text is read.

A file that turns bad changes nothing but that the person is told once: the plan from before keeps running.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from routine.core.diagnostic import Diagnostic
from routine.core.events import Actor, Event, EventKind, PlanChanged, PlanLoaded, PlanRejected, Renamed
from routine.core.ids import SessionRef
from routine.core.loaded_plans import LoadedPlans, PlanCopy, PlanFile, Settings
from routine.core.plan import PerformStep, Plan, ReminderPolicy, Session
from routine.core.renames import NameChange
from routine.core.schedule import FirstSeen, Schedule, first_seen_in, slots_of
from routine.core.session_matching import renamed_between
from routine.errors import JournalError, PlanError
from routine.library.welcome import welcome_plan
from routine.presentation import leaving as leaving_words
from routine.presentation import service as words
from routine.presentation.time_format import wall_time
from routine.service.departures import Departure, Departures, with_sessions

if TYPE_CHECKING:
    # every command imports this file, and a promise costs a millisecond of its answer
    from routine.ports import Clock, Journal
from routine.service.history import History

WELCOME = "@welcome"
"""No file can be called so: a person's own welcome.toml is a plan like any other."""
_ONCE_CALLED = "welcome"
_LATELY = timedelta(days=1)
CONFIGURATION = "the configuration"
FOLDER = "the plans folder"
"""Both stand where a plan's name would, in what is told of them."""


class Complaint(Struct, frozen=True):
    """A file that cannot be used as it is now; the person has not been told yet."""

    plan_id: str
    file: str
    problems: tuple[Diagnostic, ...]
    old_runs: bool


def calendar_of(plan: Plan) -> str:
    """What a fault is called under which a plan's reminders cannot be worked out."""
    return f"calendar of {plan.id}"


class PlanRegistry:
    """The plans in force, and what the journal knows of them."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        recall: Callable[[str], Plan | None],
        *,
        history: History | None = None,
        writes: bool = True,
        contain: Callable[[str, str], AbstractContextManager[None]] = lambda _name, _title: nullcontext(),
    ) -> None:
        self._contain = contain
        """Holds in what fails for one plan, by a name and what it is called; a command lets it through."""
        self._history = History(journal) if history is None else history
        self._recall = recall
        self.trouble: JournalError | None = None
        """Why the journal could not be told what was loaded; None when it could."""
        self._writes = writes
        self._clock = clock
        self._running: dict[str, Plan] = {}
        self._files: dict[str, PlanFile] = {}
        self._seen = FirstSeen()
        self._agenda: Schedule | None = None
        self.departures = Departures()
        self.copies: tuple[PlanCopy, ...] = ()
        self._written: Mapping[str, datetime] = {}
        self.settings = Settings()
        self.shipped = False
        self._settings_problems: tuple[Diagnostic, ...] = ()
        self._unreachable_folder = ""
        self._config_away = ""
        self._name_changes: list[tuple[NameChange, Mapping[str, Plan], Mapping[str, Plan]]] = []
        self._greeted = False
        """By a version that called the welcome by the name of a file."""

    @property
    def count(self) -> tuple[int, int]:
        """(plans, sessions) in force, the welcome not counted."""
        plans = [plan for name, plan in self._running.items() if name != WELCOME]
        return len(plans), sum(plan.to_perform for plan in plans)

    @property
    def problems(self) -> list[Diagnostic]:
        in_plans = (problem for file in self._files.values() for problem in file.problems)
        return [*self._settings_problems, *in_plans, *self.away]

    @property
    def away(self) -> list[Diagnostic]:
        """Of what has left the files, or is not there with its folder, and goes on for now."""
        folder = [self._folder_problem] if self._unreachable_folder else []
        config = [self._config_problem] if self._config_away else []
        return [*config, *folder, *map(self.says_it_leaves, self.departures)]

    @property
    def _config_problem(self) -> Diagnostic:
        return Diagnostic(self._config_away, 0, 0, *words.config_gone())

    @property
    def _folder_problem(self) -> Diagnostic:
        return Diagnostic(self._unreachable_folder, 0, 0, *words.folder_gone())

    @property
    def digests(self) -> dict[str, str]:
        """The digest of the text that each plan in force was read from, the welcome not counted."""
        good = {name: file.digest for name, file in self._files.items() if file.plan}
        return {
            name: good.get(name) or self._seen.digests.get(name, "") for name in self._running if name != WELCOME
        }

    @property
    def counted_from_here(self) -> list[tuple[Plan, date]]:
        """Each plan that came here after it was written, and names no first day, and the day it began here.

        Another computer that had it before counts its weeks from another one.
        """
        found = []
        for plan in self._running.values():
            zone = self._clock.named(plan.timezone) or self._clock.zone()
            day, written = self._seen.day_begun(plan.id, zone), self._written.get(plan.id)
            if plan.needs_start and day and written and written.astimezone(zone).date() < day:
                found.append((plan, day))
        return found

    @property
    def unread(self) -> set[str]:
        """Plans whose files are there, and of which nothing good is known."""
        return self._files.keys() - self._running.keys()

    @property
    def unknown(self) -> set[str]:
        """Plans of which nobody can say what they hold now: unread, or away with nothing known of them."""
        away = self._known_plans if self.folder_is_away else {one.plan for one in self.departures}
        return self.unread | (away - self._running.keys())

    @property
    def folder_is_away(self) -> bool:
        """Whether the plans in force are those of a folder that is not there now."""
        return bool(self._unreachable_folder)

    def has(self, plan_id: str, session: str) -> bool:
        """Whether the session, or with an empty text the plan, is in force."""
        plan = self._running.get(plan_id)
        return plan is not None and (not session or any(one.id == session for one in plan.sessions))

    def refuse_unread(self) -> None:
        """Raises PlanError where nothing can be found in plans that could not be read."""
        if self.unread and not self.count[0]:
            raise PlanError(*words.plans_unread())

    def exercises(self) -> list[str]:
        """Every exercise that a running plan may ask for, by id."""
        entries = (e for plan in self._running.values() for s in plan.sequences.values() for e in s.entries)
        return sorted({entry.exercise.id for entry in entries if isinstance(entry, PerformStep)})

    def recall(self) -> None:
        """Read from the journal when each plan and slot was first seen. Raises JournalError."""
        there = self._history.events(self._clock.now(), kinds=(EventKind.PLAN_LOADED, EventKind.RENAMED))
        self._seen = first_seen_in(there)
        self._greeted = any(_once_greeted(entry) for entry in there)

    def welcome(self, now: datetime, *, wanted: bool) -> None:
        """The very first time: one minute to show how it works. Later: the same, long over."""
        first = self._seen.plans.get(WELCOME)
        if first is None and (self._greeted or not wanted):
            return
        plan = replace(welcome_plan(first or now), id=WELCOME)
        self._running[WELCOME] = plan
        if first is None:
            self._remember(plan, "", now)

    def take(self, loaded_plans: LoadedPlans, now: datetime) -> list[Complaint]:
        """Put the good plans in force; what is wrong and new comes back as complaints."""
        complaints = self._take_settings(loaded_plans)
        self.copies, self._written = loaded_plans.copies, loaded_plans.written
        if loaded_plans.shipped and self._seen.own:
            # somebody who had plans of their own is not given others
            loaded_plans = replace(loaded_plans, files=(), shipped=False)
            away = loaded_plans.unreachable or loaded_plans.unfilled
            if away and self._known_plans:
                return [*complaints, *self._folder_gone(away, now)]
        self.shipped, self._unreachable_folder = loaded_plans.shipped, ""
        there = {file.plan_id for file in loaded_plans.files} | {WELCOME}
        self._follow_names(loaded_plans.files, now)
        copied = {copy.file.plan_id for copy in self.copies}
        for gone in self._known_plans - there:
            # what is a copy of another plan now is there twice, and has not left
            if gone in copied or not self._stays(gone, now):
                self._forget(gone, now)
        for file in loaded_plans.files:
            with self._contain(file.plan_id, file.plan_id):
                complaints += self._take_file(file, now)
        self._files = {file.plan_id: file for file in loaded_plans.files}
        return complaints

    def _follow_names(self, files: Sequence[PlanFile], now: datetime) -> None:
        """What left and what came are one where times and steps, or a name with one of both, are the same."""
        unread = {file.plan_id for file in files if file.plan is None}
        own = (self._known_plans & self._seen.own) - unread
        for plan_id in own:
            self._keep_old(plan_id)
        before = {name: self._running[name] for name in own if name in self._running}
        after = {file.plan_id: file.plan for file in files if file.plan is not None}
        if not before or self.shipped or not (names := renamed_between(before, after, self._came_later)):
            return
        change = NameChange(names, now)
        titles = _titles(change, before, after)
        self._append(
            *(
                Renamed(now, Actor.SERVICE, before=old, after=new, title_before=was, title=title)
                for (old, new), (was, title) in zip(names.items(), titles, strict=True)
            )
        )
        self._seen = self._seen.with_names(change)
        there = {SessionRef.of(name, session.id) for name, plan in after.items() for session in plan.sessions}
        for plan_id, plan in before.items():
            del self._running[plan_id]
            kept = [one for one in plan.sessions if change.ref(SessionRef.of(plan_id, one.id)) not in there]
            name = names.get(plan_id, plan_id)
            if plan_id in names and name in before and name not in names:
                # all of it is there already
                self.departures.keep_only(plan_id, ())
                continue
            if kept or name in after:
                self._running[name] = replace(plan, id=name, sessions=tuple(kept))
            if plan_id in names:
                self.departures.keep_only(plan_id, ())
        self._name_changes.append((change, before, after))

    def _came_later(self, one: SessionRef, other: SessionRef) -> bool:
        """Whether a session was first seen after another."""
        first, second = (
            min(
                (at for (plan, session, _), at in self._seen.slots.items() if SessionRef.of(plan, session) == ref),
                default=None,
            )
            for ref in (one, other)
        )
        return first is not None and second is not None and first > second

    def name_changes(self) -> list[tuple[NameChange, list[tuple[str, str]]]]:
        """What was found to be renamed since this was asked last, and the titles of what goes on as what."""
        changes, self._name_changes = self._name_changes, []
        return [(change, _titles(change, before, after)) for change, before, after in changes]

    @property
    def _known_plans(self) -> set[str]:
        """Those that were in the files when the journal was last told of them."""
        return {key[0] for key in self._seen.slots} - {WELCOME}

    def _stays(self, plan_id: str, now: datetime) -> bool:
        """Whether a plan whose file is away is kept; those that came with routine are not anybody's to lose."""
        if plan_id not in self._seen.own or self._was_removed(plan_id, now):
            return False
        self._keep_old(plan_id)
        plan = self._running.get(plan_id)
        return self.departures.stays(plan_id, "", plan.title if plan else plan_id, now)

    def has_removed_departure(self, now: datetime) -> bool:
        """Whether the person had a plan removed whose file is away and which is kept still."""
        away = (
            self._known_plans if self.folder_is_away else {one.plan for one in self.departures if not one.session}
        )
        return any(self._was_removed(plan, now) for plan in away)

    def _was_removed(self, plan_id: str, now: datetime) -> bool:
        """Whether the person had it removed: then it is gone at once, and nobody wonders where it is."""
        changes = self._history.events(now, kinds=(EventKind.PLAN_CHANGED,), since=now - _LATELY)
        texts = [text for one in changes if isinstance(one, PlanChanged) for text in one.texts]
        last = next((text for text in reversed(texts) if text.plan == plan_id), None)
        return last is not None and not last.after

    def says_it_leaves(self, one: Departure) -> Diagnostic:
        now = self._clock.now()
        # who only looks does not know when the service will notice
        until = (
            wall_time(one.until, self._clock.zone(), now, hour_cycle=self.settings.hour_cycle)
            if self._writes
            else ""
        )
        said = leaving_words.session_leaves if one.session else leaving_words.plan_leaves
        return Diagnostic(f"{one.plan}.toml", 0, 0, *said(one.title, until))

    def _take_file(self, file: PlanFile, now: datetime) -> list[Complaint]:
        before = self._files.get(file.plan_id)
        if file.plan is not None:
            self._put_in_force(file, file.plan, now)
        elif before is None or before.digest != file.digest:
            self._keep_old(file.plan_id)
            self.departures.keep_only(file.plan_id, ())
            return [self._complain(file, now)]
        return []

    def leave_out_faulty(self, works: Callable[[Plan], object]) -> bool:
        """Take out of force each plan for which `works` raises something unforeseen; whether there was one."""
        before = len(self._running)
        for name, plan in list(self._running.items()):
            del self._running[name]
            with self._contain(calendar_of(plan), plan.title):
                works(plan)
                self._running[name] = plan
        return len(self._running) < before

    def _folder_gone(self, folder: str, now: datetime) -> list[Complaint]:
        """A folder on a disk that is away: what ran keeps running, also after a restart."""
        for plan_id in self._known_plans:
            self.departures.keep_only(plan_id, ())
            if self._was_removed(plan_id, now):
                self._forget(plan_id, now)
            else:
                self._keep_old(plan_id)
        before, self._unreachable_folder = self._unreachable_folder, folder
        if before == folder:
            return []
        return [Complaint(FOLDER, folder, (self._folder_problem,), old_runs=bool(self._running))]

    def _forget(self, plan_id: str, now: datetime) -> None:
        """Its slots count anew should it ever come back."""
        self._running.pop(plan_id, None)
        self._files.pop(plan_id, None)
        self.departures.keep_only(plan_id, ())
        self._remember(Plan(plan_id, "", (), {}), "", now)

    def _keep_old(self, plan_id: str) -> None:
        """What the file said when it was last good, if it is not running anyway."""
        if plan_id not in self._running and (plan := self._recall(self._seen.digests.get(plan_id, ""))):
            self._running[plan_id] = replace(plan, id=plan_id)

    def _take_settings(self, loaded_plans: LoadedPlans) -> list[Complaint]:
        """What is wrong in the configuration leaves it as it was."""
        before, self._settings_problems = self._settings_problems, loaded_plans.settings_problems
        if not loaded_plans.settings_problems:
            self.settings = loaded_plans.settings
        elif loaded_plans.settings_problems != before:
            first = loaded_plans.settings_problems[0]
            return [Complaint(CONFIGURATION, first.file, loaded_plans.settings_problems, old_runs=True)]
        was_away, self._config_away = self._config_away, loaded_plans.config_away
        if self._config_away and not was_away:
            return [Complaint(CONFIGURATION, self._config_away, (self._config_problem,), old_runs=True)]
        return []

    def remembered(self) -> list[Event]:
        """The loads from which a new journal knows what this one knew: when each plan and slot was first seen."""
        loads: list[Event] = []
        for plan in self._running.values():
            digest = self._seen.digests.get(plan.id, "")
            shipped = bool(digest) and plan.id not in self._seen.own
            seen = {key: at for key, at in self._seen.slots.items() if key[0] == plan.id}
            for at in sorted({self._seen.plans[plan.id], *seen.values()}):
                slots = {
                    session: tuple(slot for slot in of if seen.get((plan.id, session, slot), at) <= at)
                    for session, of in slots_of(plan).items()
                }
                loads.append(
                    PlanLoaded(
                        at,
                        Actor.SERVICE,
                        plan=plan.id,
                        shipped=shipped,
                        slots=slots,
                        digest=digest,
                        began=self._seen.began.get(plan.id),
                    )
                )
        return loads

    def agenda(self) -> Schedule:
        """The same one while the same plans are in force in the same place: it remembers what it worked out."""
        made = Schedule(
            tuple(self._running.values()),
            self._clock.zone(),
            {p.timezone: z for p in self._running.values() if (z := self._clock.named(p.timezone))},
            self.settings.remind.apply_to(ReminderPolicy()),
            self._seen,
            self.from_library,
        )
        if self._agenda is None or not made.is_made_of_same(self._agenda):
            self._agenda = made
        return self._agenda

    def from_library(self, name: str) -> tuple[Plan, Session] | None:
        """An exercise or a sequence as a session, without what was left out; None where none is called so."""
        from routine.service.library_sessions import session_of  # noqa: PLC0415 - it reads the library

        return session_of(name, self.left_out)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The tags that the settings and one's own plans leave out."""
        theirs = () if self.shipped else (tag for plan in self._running.values() for tag in plan.avoid)
        return tuple(dict.fromkeys((*self.settings.avoid, *theirs)))

    def _put_in_force(self, file: PlanFile, plan: Plan, now: datetime) -> None:
        before, digest = self._before(file), file.digest
        kept = [one for one in _left(before, plan) if self.departures.stays(plan.id, one.id, one.title, now)]
        self.departures.keep_only(plan.id, {one.id for one in kept})
        if before and kept:
            plan = with_sessions(plan, before, kept)
            # by this text it is found again should the service end meanwhile
            digest = self._seen.digests.get(plan.id, "")
        self._running[file.plan_id] = plan
        if self._seen.digests.get(plan.id) != digest or not self._journal_knows(plan):
            self._remember(plan, digest, now)

    def _before(self, file: PlanFile) -> Plan | None:
        """A plan of the person's own as it was until now."""
        known = file.plan_id in self._seen.own and file.plan_id in self._known_plans
        if known and self._seen.digests.get(file.plan_id) != file.digest:
            self._keep_old(file.plan_id)
        return self._running.get(file.plan_id) if known else None

    def _journal_knows(self, plan: Plan) -> bool:
        """Whether the last `plan_loaded` of this plan holds these very slots."""
        slots = {(plan.id, s, slot) for s, of in slots_of(plan).items() for slot in of}
        return slots == {key for key in self._seen.slots if key[0] == plan.id}

    def _remember(self, plan: Plan, digest: str, now: datetime) -> None:
        entry = PlanLoaded(
            now,
            Actor.SERVICE,
            plan=plan.id,
            shipped=self.shipped,
            slots=slots_of(plan),
            digest=digest,
            began=self._seen.first_day(plan, now, self._clock.named(plan.timezone) or self._clock.zone()),
        )
        self._append(entry)
        self._seen = self._seen.with_load(entry)

    def _complain(self, file: PlanFile, now: datetime) -> Complaint:
        why = "\n".join(str(problem) for problem in file.problems)
        entry = PlanRejected(now, Actor.SERVICE, plan=file.plan_id, problem=why, digest=file.digest)
        self._append(entry)
        return Complaint(
            file.plan_id, file.problems[0].file, file.problems, old_runs=file.plan_id in self._running
        )

    def _append(self, *entries: Event) -> None:
        """Only the service writes down what it loads; a command that merely looks leaves no trace."""
        if not self._writes:
            self._history.assume([entry for entry in entries if isinstance(entry, Renamed)])
            return
        try:
            self._history.record(entries)
        except JournalError as error:
            # the plan runs all the same
            self.trouble = error
        else:
            self.trouble = None


def _left(before: Plan | None, plan: Plan) -> list[Session]:
    """The sessions that are not in the plan any more."""
    there = {session.id for session in plan.sessions}
    return [session for session in before.sessions if session.id not in there] if before else []


def _titles(change: NameChange, before: Mapping[str, Plan], after: Mapping[str, Plan]) -> list[tuple[str, str]]:
    """Of whole plans their names; of sessions their titles."""
    of = {
        SessionRef.of(name, s.id): s.title
        for plans in (before, after)
        for name, p in plans.items()
        for s in p.sessions
    }
    return [(of.get(SessionRef(old), old), of.get(SessionRef(new), new)) for old, new in change.names.items()]


def _once_greeted(entry: Event) -> bool:
    return isinstance(entry, PlanLoaded) and entry.plan == _ONCE_CALLED and not entry.digest and bool(entry.slots)
