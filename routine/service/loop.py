"""Knows the round that everything goes: read, decide, append, show, arm. It has no rules and no words of its own.

Whatever wakes it (an alarm, a poke, a clock that jumped, a press on a card) ends in `run_once`: take in what was
written, ask every open reminder what time says, bring the cards to where they should be, arm the next wake-up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from routine.background import BackgroundJobs
from routine.core.commands import Command
from routine.core.ids import OccurrenceKey
from routine.core.reminder import decide
from routine.errors import JournalError, NotifierError, Refused, RoutineError
from routine.ports import TICK, NotifierEvent, Up
from routine.presentation import service as words
from routine.presentation.cards import note_card
from routine.service.changes import Changes, present_state
from routine.service.console_log import ConsoleLog
from routine.service.contained_ports import contained
from routine.service.dependencies import Dependencies
from routine.service.faults import Fault, FaultLog, Work
from routine.service.history import History
from routine.service.judgements import excuse_days_off, judge_anew
from routine.service.offer_cards import OfferCards
from routine.service.panel_icon import PanelIconMenu
from routine.service.plan_loading import PlanLoading
from routine.service.plan_notes import LOOK_AT_PLANS, PlanNotes
from routine.service.plan_registry import WELCOME, PlanRegistry
from routine.service.presenter import Presenter
from routine.service.recovery import Recovery
from routine.service.reminder_store import ReminderStore
from routine.service.requests.desktop_view import DesktopView
from routine.service.requests.handlers import handle
from routine.service.requests.resident import ResidentContext
from routine.service.supplements import SupplementNote
from routine.service.wakeups import WakeUps
from routine.service.weekly_question import ASK_ABOUT_THE_WEEK, WeeklyQuestion

_FAREWELL = timedelta(seconds=3)
_LOOK_AHEAD = "look further ahead"
ASK_AGAIN = timedelta(seconds=4)
"""While something is held: a reminder comes within five seconds of the end of what held it."""


class Service:
    """Runs until it is told to stop."""

    def __init__(self, ports: Dependencies) -> None:
        self.faults = FaultLog(ports.clock, ports.fault_record)
        self._ports = ports = contained(ports, self.faults)
        self._jobs = BackgroundJobs(partial(self.faults.report, Work.OTHER))
        history = self._history = History(ports.journal)
        self._plans = PlanRegistry(
            ports.journal,
            ports.clock,
            ports.source.recall,
            history=history,
            contain=partial(self.faults.contain, Work.PLAN),
        )
        self._store = self._new_store()
        self._console = ConsoleLog(ports, self._plans, self._store)
        self._presenter = self._new_presenter()
        self._supplements = SupplementNote(history, self._store, self._presenter)
        self._plan_notes = PlanNotes(self._plans, history, self._store, self._presenter, self._ports.change_plan)
        self._offer_cards = OfferCards(self._plans, history, self._store, self._presenter, ports.answer_offer)
        self._weekly_question = WeeklyQuestion(history, self._store, self._presenter, ports.browser)
        self._recovery = Recovery(history.outbox, self._plans, self._store, self._presenter, ports)
        self._wakeups = WakeUps(ports, self._store, self._presenter, self._due, self.faults)
        self._loading = PlanLoading(
            ports=ports,
            plans=self._plans,
            store=self._store,
            presenter=self._presenter,
            recovery=self._recovery,
            faults=self.faults,
            jobs=self._jobs,
            poked=self._poked,
            loaded=self._loaded,
        )
        self.read_plans = self._loading.request
        self.changes = Changes()
        self._panel_icon = self._new_panel_icon()
        self._started = False
        self._announced_row: int | None = None
        self._link_trouble = ""
        self.faults.tell, self.faults.withdraw = self._tell_fault, self._withdraw_fault

    def _new_store(self) -> ReminderStore:
        contain = partial(self.faults.contain, Work.HISTORY)
        return ReminderStore(self._ports.journal, self._plans.agenda(), self._history, contain)

    def _new_panel_icon(self) -> PanelIconMenu | None:
        """None where no panel could show it: nothing is made ready for it then."""
        ports = self._ports
        if ports.panel_icon is None:
            return None
        context = self.request_context("")
        return PanelIconMenu(
            ports.panel_icon,
            plans=self._plans,
            store=self._store,
            presenter=self._presenter,
            browser=ports.browser,
            now=ports.clock.now,
            ask=lambda request: handle(request, context, ports.clock.now()),
        )

    def _new_presenter(self) -> Presenter:
        ports = self._ports
        return Presenter(
            store=self._store,
            notifier=ports.notifier,
            clock=ports.clock,
            alarm=ports.alarm,
            presence=ports.presence,
            write=self._write,
            failed=self._console.log_not_shown,
            picture=ports.pictures.of,
            browser=ports.browser,
            before=partial(
                self._history.has_done_another,
                but_of={WELCOME},
                is_read=lambda one: self._store.agenda.is_read(one),  # noqa: PLW0108 - that of the moment
            ),
            faults=self.faults,
            jobs=self._jobs,
            publish_unshown=ports.publish_unshown,
            urgent_is_seen=ports.urgent_is_seen,
        )

    async def run(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Until `stop` is set. `ready` is called once plans and journal are read: no slow screen is waited for.

        Raises what nobody contained, once the person was told: whatever supervises the process starts it again.
        """
        asyncio.get_running_loop().set_exception_handler(self._unforeseen)
        try:
            await self._begin(ready)
            await stop.wait()
            await self._close()
        except RoutineError:
            raise
        except Exception:
            await self._close(last_words=words.ended_by_fault())
            raise
        finally:
            await self._jobs.close()
            self._ports.fault_record.publish(())
            self._ports.publish_unshown(())

    async def _begin(self, ready: Callable[[], None]) -> None:
        ports = self._ports
        # what is said at the start may be found once more at the first look
        self._notes_shown = set(ports.notes)
        ports.publish_unshown(())  # what a run before this one could not show is not known any more
        ports.alarm.start()
        self._plans.recall()
        # watched before it is read: what is saved in between must not be lost
        self._loading.watch()
        opening = self._jobs.start("open the notifier", self._open_notifier())
        await self._loading.load()
        ready()
        await asyncio.wait([opening])
        await ports.presence.ask()
        with self.faults.contain(Work.CONSOLE, "beginning"):
            self._console.log_started()
        with self.faults.contain(Work.CARD, "taking over"):
            self._presenter.take_over()
        for note in ports.notes:
            ports.say(note)
            self._presenter.show_note(note)
        self.run_once()
        ports.clock_watcher.watch(self.clock_changed)
        ports.presence.watch(self.run_once)
        self._started = True
        self._loading.begin()

    def request_context(self, log_file: str) -> ResidentContext:
        """What commands, and whoever else asks, are answered from."""
        return ResidentContext(
            plans=self._plans,
            history=self._history,
            clock=self._ports.clock,
            new_store=self._new_store,
            journal_changed=self._poked,
            take_in=lambda: self._exchange(self._ports.clock.now()),
            faults=lambda: [fault.sentence for fault in self.faults.current],
            unshown=lambda: self._presenter.unshown.sentences,
            log_file=log_file,
            desktop_view=self._desktop_view,
            plan_texts=self._ports.plan_texts,
            past_changed=self._read_anew,
        )

    def _desktop_view(self) -> DesktopView:
        presence, caps = self._ports.presence, self._ports.notifier.caps
        self._jobs.start("look at the desktop for somebody", presence.ask())
        return DesktopView(
            caps.name,
            caps.actions,
            caps.degraded,
            dict(presence.probes()),
            presence.hold or "",
            self._ports.browser.can_open,
        )

    def digests(self) -> dict[str, str]:
        """Of each plan in force, by its id, the digest of its text."""
        return self._plans.digests

    def _loaded(self) -> None:
        self.run_once()
        self._console.log_reloaded()

    def _poked(self) -> None:
        if self._started:
            # the clock may have been set since the alarms were: they wait by another one
            self._ports.alarm.clock_changed()
            self._due()

    def _read_anew(self) -> None:
        """What somebody had taken out of the journal is in no memory of this process either."""
        self._recovery.work_out_anew()
        self._poked()

    def clock_changed(self) -> None:
        """The wall clock or the zone may have moved: everything is worked out anew."""
        self._ports.alarm.clock_changed()
        try:
            # what was loaded under a wrong clock counts from now
            self._plans.recall()
        except JournalError as error:
            self._recovery.journal_failed(error)
        finally:
            self._recovery.work_out_anew()
            self._presenter.clock_changed()
            self._due()

    def run_once(self) -> None:
        """Take in what was written, ask every open reminder what time says, and act on it."""
        with self.faults.contain(Work.OTHER, "look"):
            self._run_round(self._ports.clock.now())

    def _run_round(self, now: datetime) -> None:
        try:
            self._exchange(now)
            self._recovery.catch_up(now)
            self._loading.check(now)
            self._judge_by_days(now)
            for reminder in self._store.open():
                with self.faults.contain(Work.REMINDER, reminder.key, reminder.occurrence.title):
                    if not self._wakeups.lies_ahead(reminder, now):
                        self._apply_time_to(reminder.key, now)
            with self.faults.contain(Work.CARD, "drawing"):
                self._presenter.draw(now)
            with self.faults.contain(Work.SUPPLEMENTS):
                self._supplements.show_when_due(now)
            with self.faults.contain(Work.NOTE):
                if (again := self._plan_notes.show_when_due(now)) is not None:
                    self._ports.alarm.arm(LOOK_AT_PLANS, again, self._due)
            with self.faults.contain(Work.NOTE, "the week"):
                if (again := self._weekly_question.show_when_due(now)) is not None:
                    self._ports.alarm.arm(ASK_ABOUT_THE_WEEK, again, self._due)
            with self.faults.contain(Work.NOTE, "an offer"):
                self._offer_cards.show_after_answers(now)
            self.faults.keep_only({Work.REMINDER, Work.WAKE_UP}, set(self._store.reminders))
        finally:
            self._wakeups.arm(now)
            self._tell_of_growth()
            self._announce_changes()
            if self._panel_icon:
                with self.faults.contain(Work.OTHER, "the icon in the panel"):
                    self._panel_icon.refresh(now)
            self.faults.forget_unrepeated()
            if self.faults.current:
                self._ports.alarm.arm("faults", now + TICK, self._try_again)

    def _apply_time_to(self, key: OccurrenceKey, now: datetime) -> None:
        """Everything that time alone has to say of one reminder."""
        if self._store.held_back(key):
            self._excuse_blocked(key, now)
            return
        policy = self._store.policy(key)
        gate, live = self._presenter.gate(key, now), self._presenter.is_live(key)
        wake = self._store.time_passed(key, gate, self._wakeups.awake_since, live=live)
        # a journal that began anew may not know it any more
        while (reminder := self._store.reminders.get(key)) and decide(reminder, wake, policy, now):
            try:
                if not self._store.apply(key, wake, now):
                    break
            except JournalError as error:
                self._recovery.journal_failed(error)

    def _tell_of_growth(self) -> None:
        """Once for all that was written since, by a card, a command or time: the next look finds nothing new."""
        before, self._announced_row = self._announced_row, self._store.newest_row
        if before is not None and before != self._announced_row:
            with self.faults.contain(Work.OTHER, "telling others"):
                self._ports.tell_others()
            self._exchange(self._ports.clock.now())

    def _announce_changes(self) -> None:
        """To whoever follows, where anything is otherwise than at the last look."""
        if self.changes.is_followed:
            with self.faults.contain(Work.OTHER, "telling what changed"):
                faults = [fault.sentence for fault in self.faults.current]
                self.changes.announce(
                    present_state(self._store, self._plans.digests, faults, self._presenter.unshown.sentences)
                )

    def _exchange(self, now: datetime) -> None:
        """With other devices, where a folder is linked; what keeps it from that is told once, and is no fault."""
        with self.faults.contain(Work.OTHER, "other devices"):
            came = self._ports.exchange(now)
            if came.moved:
                self._loading.watch()
            if came.more:
                self._ports.alarm.arm("other devices", now + TICK, self._due)
            if self._link_trouble and came.trouble != self._link_trouble:
                self._presenter.withdraw_note(self._link_trouble)
            self._link_trouble = came.trouble
            for said in (came.note, came.trouble if came.is_new else ""):
                if said in self._notes_shown:
                    # whoever started the service had found it already
                    self._notes_shown.discard(said)
                elif said:
                    self._ports.say(said)
                    self._presenter.show_note(said)

    def _judge_by_days(self, now: datetime) -> None:
        """What a day off, or another zone, makes of all of them."""
        try:
            judge_anew(self._store, now)
            excuse_days_off(self._store, now)
        except JournalError as error:
            self._recovery.journal_failed(error)

    def _excuse_blocked(self, key: OccurrenceKey, now: datetime) -> None:
        """The answers to the safety check forbid it: it goes, or never comes, and nothing nags."""
        try:
            self._store.excuse_blocked(key, now)
        except JournalError as error:
            self._recovery.journal_failed(error)

    def _write(self, answers: Mapping[OccurrenceKey, Command]) -> None:
        """Into the journal; an answer that comes too late is nobody's fault."""
        now = self._ports.clock.now()
        for key, command in answers.items():
            try:
                self._store.apply(key, command, now)
            except Refused:
                continue
            except JournalError as error:
                self._recovery.journal_failed(error)
            except Exception as error:  # noqa: BLE001 - the others' answers count
                self.faults.report(Work.ANSWER, key, error)
        self.run_once()

    def _try_again(self) -> None:
        """What failed in a way nobody planned for may be well by now."""
        if any(fault.work is Work.READING for fault in self.faults.current):
            self._loading.request()
        self._due()

    def _due(self) -> None:
        """Something may have to be shown: is this a moment for it? What the desktop last said may be hours old."""
        self._jobs.start("ask the desktop", self._ask_and_look())

    async def _ask_and_look(self) -> None:
        await self._ports.presence.ask()
        self.run_once()

    async def _open_notifier(self) -> None:
        try:
            await self._ports.notifier.open(self._heard)
        except NotifierError as error:
            self._console.log_once(str(error))

    def _heard(self, happened: NotifierEvent) -> None:
        with self.faults.contain(Work.ANSWER):
            self._presenter.on_event(happened)
            if isinstance(happened, Up):
                self._presenter.server_is_back()

    def _tell_fault(self, fault: Fault) -> None:
        if fault.reported_elsewhere:
            return
        self._ports.say(fault.sentence)
        if fault.deserves_card:
            self._presenter.show_note(fault.sentence)

    def _withdraw_fault(self, fault: Fault) -> None:
        if not fault.reported_elsewhere:
            self._presenter.withdraw_note(fault.sentence)

    def _unforeseen(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """The event loop's own last stop: a callback of a library, or of an adapter, that raised."""
        error = context.get("exception")
        said = str(context.get("message", ""))
        self.faults.report(Work.OTHER, said, error if isinstance(error, Exception) else RuntimeError(said))

    async def _close(self, last_words: str = "") -> None:
        """Leave nothing on the screen that nobody would answer to."""
        ports = self._ports
        ports.file_watcher.stop()
        ports.clock_watcher.stop()
        ports.presence.stop()
        self._presenter.close()
        with self.faults.contain(Work.NOTIFIER, "farewell"):
            await self._close_cards(last_words)
        with self.faults.contain(Work.ALARM, "stop"):
            ports.alarm.stop()
        with self.faults.contain(Work.JOURNAL, "close"):
            ports.journal.close()
        if not last_words:
            ports.say(words.stopping())

    async def _close_cards(self, last_words: str) -> None:
        notifier = self._ports.notifier
        try:
            async with asyncio.timeout(_FAREWELL.total_seconds()):
                await notifier.close()
                if last_words:
                    await notifier.open(lambda _: None)
                    await notifier.show(note_card(last_words))
        except TimeoutError:
            self._console.log_once(words.farewell_late())
        except NotifierError as error:
            self._console.log_once(str(error))
