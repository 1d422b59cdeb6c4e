"""Knows what each reminder wants on the screen and what a press means; must not know time's rules, or words.

It holds the sessions that are led here. Everything it decides goes through `write`, into the journal,
and comes back as a new state to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial

from msgspec.structs import replace

from routine.background import BackgroundJobs
from routine.core.card_timing import FEEDBACK_STAYS, busy_until
from routine.core.commands import Command, ConfirmShown, DisplayGate, Reshow, command_for
from routine.core.events import Actor, FeltAnswer, HoldReason
from routine.core.identifiers import PageView, SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.loaded_plans import Settings
from routine.core.notification import ActionId, Notification
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder
from routine.core.reminder_states import ON_THE_SCREEN, WAITING, Phase
from routine.core.safety import put_off
from routine.core.steps import only_read
from routine.errors import JournalError
from routine.ports import AlarmClock, BrowserOpener, Clock, Dismissed, Notifier, NotifierEvent, Presence
from routine.presentation import cards as draw
from routine.presentation.system_problems import PAGE_BY_HAND
from routine.service import catch_up_digest
from routine.service.browser_handoff import BrowserHandoff
from routine.service.card_composer import CardComposer
from routine.service.card_session import COMMANDS, CardScreen, CardSessions
from routine.service.faults import FaultLog, Work
from routine.service.lock_drops import LockDrops
from routine.service.plan_registry import Complaint
from routine.service.reminder_store import ReminderStore
from routine.service.session_store import ReminderSessionStore
from routine.service.shown_cards import (
    CardAccepted,
    CardAnswered,
    CardClicked,
    CardEvent,
    CardFailed,
    CardLost,
    ShownCards,
)
from routine.service.unshown_cards import UnshownCards

HERE = SessionPlace.NOTIFICATION


class Presenter:
    """Cards and sessions, kept where the reminders want them."""

    settings = Settings()

    def __init__(
        self,
        *,
        store: ReminderStore,
        notifier: Notifier,
        clock: Clock,
        alarm: AlarmClock,
        presence: Presence,
        write: Callable[[Mapping[OccurrenceKey, Command]], None],
        failed: Callable[[OccurrenceKey, str], None],
        picture: Callable[[str], str],
        browser: BrowserOpener,
        before: Callable[[OccurrenceKey], bool],
        faults: FaultLog,
        jobs: BackgroundJobs,
        publish_unshown: Callable[[Sequence[str]], None],
        urgent_is_seen: Callable[[], bool],
    ) -> None:
        self._urgent_is_seen = urgent_is_seen
        self.faults = faults
        self.unshown = UnshownCards(publish_unshown)
        self._jobs = jobs
        self._store = store
        self._clock = clock
        self._alarm = alarm
        self._presence = presence
        self._write = write
        self._failed = failed
        self._before = before
        self._cards = ShownCards(notifier, self._on_card, picture, faults, jobs)
        self._digest = catch_up_digest.CatchUpDigest(store)
        self._lock_drops = LockDrops(
            self._cards, presence, jobs, keys_of=self._keys_of, run_once=lambda: write({}), vanished=self._vanished
        )
        self._browser = BrowserHandoff(store, browser, write)
        self._composer = CardComposer(store, can_open=lambda: self._browser.can_open)
        self._sessions = self._new_sessions()
        self._drawn: dict[OccurrenceKey, Reminder] = {}
        self._informed: dict[str, Callable[[], None]] = {}

    @cached_property
    def _note_answers(self) -> dict[str, Callable[[ActionId], None]]:
        """What is done with the answer to a card that is nobody's reminder."""
        return {}

    @property
    def place(self) -> SessionPlace:
        """Where a session is led that is begun without a terminal."""
        return self._browser.place(self.settings.guide)

    def _new_sessions(self) -> CardSessions:
        store, write, cards = self._store, self._write, self._cards
        sessions = ReminderSessionStore(
            SessionPlace.NOTIFICATION,
            reminders=lambda *_: store,
            write=lambda key, command, _: write({key: command}),
        )
        screen = CardScreen(cards.set, self._alarm, partial(cards.set, anew=True))
        return CardSessions(sessions, screen, self._clock, self.faults)

    def on_event(self, happened: NotifierEvent) -> None:
        if isinstance(happened, Dismissed):
            self._lock_drops.closed(happened)
        else:
            self._cards.on_event(happened)

    @property
    def watches_desktop(self) -> bool:
        """Whether what the desktop says of the screen changes what is to be done, beside what is held."""
        return self._sessions.under_way or self._lock_drops.waiting

    def is_live(self, key: OccurrenceKey) -> bool:
        return key in self._sessions

    def gate(self, key: OccurrenceKey, now: datetime) -> DisplayGate:
        """Nothing disturbs a session that is being done; then quiet hours, a pause and the desktop may say no."""
        if self._sessions.one_plays_beside(key):
            return DisplayGate(HoldReason.SESSION)
        under_way = self._store.under_way()
        if under_way and (busy := busy_until(under_way, key, now)):
            return DisplayGate(HoldReason.SESSION, busy)
        hold = self._presence.hold
        if hold is HoldReason.DO_NOT_DISTURB and self._store.policy(key).always and not self._urgent_is_seen():
            # shown now it would be seen by nobody: it is shown after
            return DisplayGate(hold, for_always=True)
        gate = self._store.gate(key, now)
        return gate if gate.closed else DisplayGate(hold)

    def take_over(self) -> None:
        """Nothing of before is on the screen: what waited is shown once more, what broke off can be resumed."""
        self._drawn = dict(self._store.reminders)
        for reminder in self._store.open():
            if reminder.phase is Phase.STARTED and reminder.place is HERE:
                self._attempt(partial(self._offer_to_resume, reminder), reminder)
        self._reshow([reminder.key for reminder in self._store.open() if reminder.phase in ON_THE_SCREEN])

    def _offer_to_resume(self, reminder: Reminder) -> None:
        if steps := self._composer.steps(reminder.key):
            self._cards.set(reminder.key, draw.resume_card(reminder, steps), keep=True)

    def server_is_back(self) -> None:
        """A server came up: what it should have, it gets."""
        self._sessions.redraw()
        self._cards.reshow_kept()
        # what is being shown at this moment needs no second asking
        self._ask_and_reshow(
            [r.key for r in self._store.open() if r.phase is Phase.SHOWING and not self._cards.is_open(r.key)]
        )

    def draw(self, now: datetime) -> None:
        """Bring every card to where the reminders are now."""
        self._sessions.follow_desktop(self._presence.hold)
        if dropped := self._lock_drops.take():
            self._reshow(dropped)
        newly_due = []
        for key, reminder in list(self._store.reminders.items()):
            before = self._drawn.get(key)
            if before == reminder:
                continue
            self._drawn[key] = reminder
            if reminder.phase is not Phase.SHOWING:
                self.unshown.shown(key)
                if not self._attempt(partial(self._draw, before, reminder, now), reminder):
                    self._draw_again(before, reminder)
            elif before is None or before.phase is not Phase.SHOWING or before.since != reminder.since:
                newly_due.append(reminder)
        self._show(newly_due, now)
        for key in self._drawn.keys() - self._store.reminders.keys():
            del self._drawn[key]
            self._cards.set(key, None)
        self.unshown.keep_only({*self._store.reminders, *self._cards.kept})
        there = {catch_up_digest.NAME, *self._informed, *self._store.reminders}
        self.faults.keep_only({Work.CARD, Work.SHOW, Work.SESSION}, there)

    def show_problem(self, complaint: Complaint) -> None:
        card = draw.problem_card(complaint.file, complaint.problems, old_runs=complaint.old_runs)
        self._cards.set(f"problem {complaint.plan_id}", card, anew=True, keep=True)

    def show_note(self, note: str) -> None:
        self._cards.set(f"note {note}", draw.note_card(note), keep=True)

    def show_once(
        self,
        name: str,
        card: Notification,
        seen: Callable[[], None],
        answered: Callable[[ActionId], None] | None = None,
    ) -> None:
        """A card that is nobody's reminder; `seen` is called once the server has accepted it."""
        if answered:
            self._note_answers[name] = answered
        # one of before, which nobody has put away, does not stand for it
        self._cards.set(name, card, anew=name not in self._informed, keep=True)
        self._informed[name] = seen

    def withdraw_once(self, name: str) -> None:
        """What a card of `show_once` says is no longer so."""
        self._informed.pop(name, None)
        self._note_answers.pop(name, None)
        self._cards.set(name, None)

    def withdraw_note(self, note: str) -> None:
        """It is no longer so."""
        self._cards.set(f"note {note}", None)

    def withdraw_problem(self, plan_id: str) -> None:
        self._cards.set(f"problem {plan_id}", None)

    def rename(self, new_name: Callable[[OccurrenceKey], OccurrenceKey]) -> None:
        """What is on the screen, or is led, goes on under the keys that hold now."""
        moved = [key for key in self._drawn if new_name(key) != key]
        for key in moved:
            del self._drawn[key]
            self._sessions.end(key)
            self._cards.set(key, None)
        there = [self._store.reminders[new] for key in moved if (new := new_name(key)) in self._store.reminders]
        self._reshow([reminder.key for reminder in there if reminder.phase in ON_THE_SCREEN])

    async def settled(self) -> None:
        await self._cards.settled()

    def clock_changed(self) -> None:
        """The clock was set: a session that is being guided goes on from this moment."""
        self._sessions.tick()

    def close(self) -> None:
        self._sessions.close()

    def _show(self, newly_due: list[Reminder], now: datetime) -> None:
        """Each on its own card, but those that are late together: never a burst."""
        for reminder in self._alone(newly_due, now):
            if not self._attempt(partial(self._show_alone, reminder, now), reminder):
                self._draw_again(None, reminder)

    def _alone(self, newly_due: list[Reminder], now: datetime) -> list[Reminder]:
        """Those that share no card; where the shared one fails, that is all."""
        with self.faults.contain(Work.CARD, catch_up_digest.NAME):
            return self._share(newly_due, now)
        self._digest.dissolve()
        self._cards.set(catch_up_digest.NAME, None)
        return newly_due

    def _share(self, newly_due: list[Reminder], now: datetime) -> list[Reminder]:
        before = self._digest.keys
        alone = self._digest.group(newly_due, now)
        if (
            len(alone) == len(newly_due)
            and self._digest.keys not in {before, ()}
            and self._cards.is_open(catch_up_digest.NAME)
        ):
            # one of them was answered elsewhere: the numbers on the card mean others now
            self._cards.set(catch_up_digest.NAME, self._digest.card(now, self.settings.hour_cycle))
        elif len(alone) < len(newly_due):
            for key in self._digest.keys:
                self._cards.set(key, None)
            self._cards.set(catch_up_digest.NAME, self._digest.card(now, self.settings.hour_cycle), anew=True)
        elif self._digest.keys and self._digest.has_shrunk():
            left = self._digest.dissolve()
            self._cards.set(catch_up_digest.NAME, None)
            self._reshow(left)
        return alone

    def _show_alone(self, reminder: Reminder, now: datetime) -> None:
        card = self._composer.reminder(reminder, now, self.settings.hour_cycle)
        if self._presence.hold is HoldReason.DO_NOT_DISTURB:
            # what comes all the same is always to be shown
            card = replace(card, pierces=True)
        self._cards.set(reminder.key, card, anew=True)

    def _attempt(self, call: Callable[[], None], reminder: Reminder) -> bool:
        """Whether it could be done for this one; the others do not feel it."""
        return self.faults.attempt(call, Work.CARD, reminder.key, reminder.occurrence.title)

    def _draw_again(self, before: Reminder | None, reminder: Reminder) -> None:
        """At the next look; unless something has changed it meanwhile."""
        if self._drawn.get(reminder.key) is not reminder:
            return
        if before is None:
            del self._drawn[reminder.key]
        else:
            self._drawn[reminder.key] = before

    def _draw(self, before: Reminder | None, reminder: Reminder, now: datetime) -> None:
        key, phase = reminder.key, reminder.phase
        led = self._sessions.get(key)
        if phase is not Phase.STARTED or reminder.place is not HERE:
            self._sessions.end(key)
        match phase:
            case Phase.SHOWN:
                pass
            case Phase.UPCOMING if reminder.last_heads_up_at and reminder.last_heads_up_at != (
                before and before.last_heads_up_at
            ):
                self._cards.set(
                    key, self._composer.soon(reminder, now, self.settings.hour_cycle), anew=True, keep=True
                )
            case Phase.STARTED:
                self._lead(reminder)
            case Phase.COMPLETED if (
                before and before.phase is Phase.STARTED and before.place is HERE
            ) and not only_read(self._composer.steps(key)):
                self._cards.set(key, self._felt(reminder), keep=True)
                self._alarm.arm(f"feel {key}", now + FEEDBACK_STAYS, lambda: self._cards.set(key, None))
            case Phase.ABANDONED if led and led.stopped and not only_read(self._composer.steps(key)):
                self._cards.set(key, draw.stopped_card(reminder), keep=True)
                self._alarm.arm(f"feel {key}", now + FEEDBACK_STAYS, lambda: self._cards.set(key, None))
            case Phase.ABANDONED if before and before.answer != reminder.answer is FeltAnswer.HURT:
                self._alarm.disarm(f"feel {key}")
                self._cards.set(key, draw.hurt_card(reminder), keep=True)
            case _:
                self._alarm.disarm(f"feel {key}")
                self._cards.set(key, None)

    def _felt(self, reminder: Reminder) -> Notification:
        return draw.feel_card(reminder, first=not self._before(reminder.key))

    def _lead(self, reminder: Reminder) -> None:
        """A session has been started or goes on: guided here, or elsewhere."""
        key = reminder.key
        if key in self._sessions:
            return
        steps = self._composer.steps(key) if reminder.place is HERE else ()
        if not steps:
            self._cards.set(key, None)
            return
        self._sessions.begin(reminder, steps, self._browser.line_for(key))

    def _keys_of(self, name: str) -> tuple[OccurrenceKey, ...]:
        """The reminders that a card stands for."""
        return tuple(self._digest.keys) if name == catch_up_digest.NAME else (OccurrenceKey(name),)

    def _on_card(self, happened: CardEvent) -> None:
        shared = self._keys_of(happened.name)
        match happened:
            case CardAccepted(name):
                self._accepted(name, shared)
            case CardFailed(name, error):
                self._failed(OccurrenceKey(name), str(error))
                if session := self._sessions.get(OccurrenceKey(name)):
                    session.pause()  # nobody can follow what is on no screen
                there = self._store.reminders
                self.unshown.failed(name, [there[key] for key in shared if key in there], str(error))
            case CardAnswered(name, said) if name in self._note_answers:
                self._note_answers.pop(name)(said)
            case CardAnswered(_, said, old):
                meant = self._digest.targets_of(said) if happened.name == catch_up_digest.NAME else shared
                self._answered(meant, said, old=old)
            case CardClicked(_, stands):
                self._browser.clicked(shared, stands=stands)
                # whoever clicks is there
                self._reshow(() if stands else shared)
            case CardLost():
                self._cards.reshow_kept()
                self._ask_and_reshow(shared)

    def _vanished(self, keys: Sequence[OccurrenceKey]) -> None:
        """The server closed their card, and nobody put it away. A session needs it; a reminder comes again."""
        for key in keys:
            if session := self._sessions.get(key):
                session.reappear(self._clock.now())

    def _accepted(self, name: str, keys: Sequence[OccurrenceKey]) -> None:
        self.unshown.shown(name, *keys)
        if name in self._informed:
            self._informed.pop(name)()
        else:
            self._write({key: ConfirmShown() for key in keys if key in self._store.reminders})
        # a server that takes one takes others: what is to be kept and was refused is tried again
        self._cards.reshow_kept()

    def _answered(self, keys: Sequence[OccurrenceKey], said: ActionId, *, old: bool) -> None:
        session = self._sessions.get(keys[0]) if keys else None
        if session and said in COMMANDS:
            session.press(said, outdated=old)
            return
        if said is ActionId.OPEN_PAGE:
            # who has looked around finds it where it was
            self._reshow(keys)
            self._browser.open_view(PageView.TODAY, lambda: self.show_note(PAGE_BY_HAND))
            return
        if said is ActionId.OPEN_CHECK:
            # whoever has answered finds it where it was
            self._reshow(keys)
            self._browser.open_view(PageView.CHECK, lambda: self._check_came_back(keys))
            return
        if said is ActionId.LATER:
            self._put_off_check()
            said = ActionId.START
        elif said in {ActionId.START, ActionId.START_SECOND} and any(map(self._opens_check, keys)):
            self._show_check(keys)
            return
        # on a shared card the length on the button, which is the first one's, holds for all
        length_of = self._store.policy(keys[0]) if keys else ReminderPolicy()
        there, place = self._store.reminders, self._browser.place(self.settings.guide)
        asked = {key: there[key].occurrence.asks for key in keys if key in there}
        commands = {key: command_for(said, asks, length_of, place) for key, asks in asked.items()}
        self._write({key: command for key, command in commands.items() if command})
        if said in {ActionId.START, ActionId.START_SECOND}:
            self._browser.started(keys)

    def _opens_check(self, key: OccurrenceKey) -> bool:
        return key in self._store.reminders and self._store.opens_check(key)

    def lead(self, key: OccurrenceKey) -> None:
        """Somebody began it elsewhere, to be led on the page: that is opened, else it is led here."""
        self._browser.open(key)

    def show_check(self, key: OccurrenceKey) -> None:
        """The safety check comes before the session, which somebody wants to begin."""
        self._show_check((key,))

    def _show_check(self, keys: Sequence[OccurrenceKey]) -> None:
        """The safety check comes before the first session that moves."""
        for key in keys[:1]:
            self._cards.set(key, draw.check_card(can_open=self._browser.can_open), anew=True)

    def _check_came_back(self, keys: Sequence[OccurrenceKey]) -> None:
        """No browser opened it, maybe a minute later: whoever has answered or begun meanwhile is left alone."""
        for key in keys[:1]:
            if self._opens_check(key) and self._store.reminders[key].phase in WAITING:
                self._cards.set(key, draw.check_card(can_open=False, came_back=True), anew=True)

    def _put_off_check(self) -> None:
        now = self._clock.now()
        try:
            self._store.record(replace(put_off(now), by=Actor.NOTIFICATION), now)
        except JournalError as error:
            # it is asked once more, and the session goes on
            self.faults.report(Work.JOURNAL, "the check that was put off", error)

    def _ask_and_reshow(self, keys: Sequence[OccurrenceKey]) -> None:
        """The same, if this is a moment for it: what the desktop last said may be hours old."""

        async def ask_first() -> None:
            await self._presence.ask()
            self._reshow(keys)

        self._jobs.start("show again", ask_first())

    def _reshow(self, keys: Sequence[OccurrenceKey]) -> None:
        """The card is gone, or hides its buttons, although nobody answered: once more."""
        now = self._clock.now()
        for key in keys:
            self._sessions.redraw(key)
        waiting = [key for key in keys if key in self._store.reminders and key not in self._sessions]
        gates = {key: self.gate(key, now) for key in waiting}
        for key, gate in gates.items():
            if not gate.closed:
                # it may come back within the same instant, when nothing else tells it from what was drawn
                self._drawn.pop(key, None)
        self._write({key: Reshow(gate) for key, gate in gates.items()})
