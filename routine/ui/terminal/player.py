"""Knows how a session is led in the terminal: keys to the session, its moments to the screen, and how it is left.

Must not know the rules of the player, what is written when, nor how the screen works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from functools import partial

from routine.adapters.presence.probe import AWAY_AFTER
from routine.core.commands import Command, Start
from routine.core.events import Actor
from routine.core.exercise import Exercise
from routine.core.identifiers import PlanChange, SessionPlace
from routine.core.ids import LIBRARY, OccurrenceKey
from routine.core.player import Frame, PlayerCommand
from routine.core.steps import only_read, to_the_minute
from routine.errors import NothingToActOn, Refused, RoutineError
from routine.ports import Clock
from routine.presentation import answers as act_words
from routine.presentation import terminal_session as words
from routine.presentation.equipment import needs_of
from routine.presentation.errors import explain
from routine.presentation.page import NOT_WRITTEN_YET
from routine.presentation.plan_changes import swapped
from routine.presentation.reminder_state import played_words, title_of
from routine.presentation.safety import WAITS
from routine.presentation.session_rules import rules_of
from routine.presentation.time_format import rounded, whole_minutes
from routine.service.guided_session import GuidedSession, SessionState
from routine.service.history import History
from routine.service.plan_registry import WELCOME
from routine.service.reminder_store import ReminderStore
from routine.service.requests.plan_messages import ChangePlanRequest
from routine.service.session_store import ReminderSessionStore
from routine.ui.console.output import dim, echo, echo_aside, good, warn
from routine.ui.terminal.feedback import ask_how_it_was, ask_why
from routine.ui.terminal.layout import SessionLayout
from routine.ui.terminal.plain import NoKeys, PlainLayout, PlainScreen, is_dumb
from routine.ui.terminal.screen import Screen, ScreenInput, ScreenSignal, available
from routine.ui.terminal.speaker import Speaker
from routine.ui.terminal.transcript import print_transcript
from routine.wiring.app import App
from routine.wiring.asking import Asker

_SECOND = timedelta(seconds=1)
_GLIMPSE = timedelta(milliseconds=10)
_PRESSES = {
    "n": PlayerCommand.NEXT,
    "right": PlayerCommand.NEXT,
    "b": PlayerCommand.BACK,
    "left": PlayerCommand.BACK,
    "s": PlayerCommand.SKIP,
    "e": PlayerCommand.EASIER,
    "h": PlayerCommand.HURT,
    "q": PlayerCommand.STOP,
    "esc": PlayerCommand.STOP,
}
_TOGGLES = {" ", "p"}


class _End(Enum):
    COMPLETED = 0
    STOPPED = 1
    ELSEWHERE = 2
    INTERRUPTED = 130
    GONE = 129


def perform(
    app: App,
    store: ReminderStore,
    key: OccurrenceKey,
    *,
    aloud: bool = False,
    plain: bool = False,
    most: timedelta | None = None,
) -> int:
    """Start the session and lead it here, `aloud` with a voice, `plain` in lines as they are said.

    `most`: its shorter version, which takes so long at most. Without a screen, and not asked for lines: say once
    what there is to do.
    """
    occurrence = store.reminders[key].occurrence
    steps = store.agenda.steps(occurrence, most or store.reminders[key].most_at(app.clock.now()))
    if not steps:
        raise NothingToActOn(*act_words.left_the_plan(title_of(occurrence)))
    needs = needs_of(steps)
    rules = tuple(rules_of(steps, moves=store.moves(key), practice=occurrence.practice))
    store.apply(key, Start(Actor.CLI, SessionPlace.TERMINAL, most=most), app.clock.now())
    app.poke()
    if not available() and not plain:
        if store.moves(key) and store.check_waits(app.clock.now()):
            echo(dim(WAITS))
        if aloud:
            echo_aside(warn(words.NO_VOICE_HERE))
        length = to_the_minute(sum((step.length for step in steps), timedelta(0)))
        print_transcript(title_of(occurrence), whole_minutes(length), steps, (needs, *rules))
        return 0
    at, rows, by = store.reminders[key], _sessions_of(app, store), Actor.CLI
    session = GuidedSession(rows, key, steps, by=by, clock=app.clock, steps_done=at.steps_done, played=at.played)
    drawn = SessionLayout(needs=needs, rules=rules, figure=app.plans.settings.figure)
    layout = PlainLayout() if plain or is_dumb() else drawn
    return _say_how_it_ended(app, store, session, _lead(app, session, layout, title_of(occurrence), aloud=aloud))


def _lead(
    app: App, session: GuidedSession, layout: SessionLayout | PlainLayout, title: str, *, aloud: bool
) -> _End:
    """On the screen, until it ends or somebody leaves it."""
    plain = isinstance(layout, PlainLayout)
    with Speaker(aloud=aloud) as speaker, _screen(plain=plain) as screen:
        leading = TerminalSession(app.clock, title, session, speaker, layout)
        leading.can_ask = not isinstance(screen, NoKeys)
        in_plan = session.key.plan not in {LIBRARY, WELCOME}
        leading.keep_swap = partial(_keep_swap, app, session.key) if in_plan else None
        end = leading.run(screen)
    if speaker.trouble:
        echo_aside(warn(speaker.trouble))
    return end


def _keep_swap(app: App, key: OccurrenceKey, exercise: Exercise, instead: Exercise) -> str:
    """Write it into the plan's text; what came of it, in a sentence."""
    request = ChangePlanRequest(
        plan=key.plan,
        change=PlanChange.SWAP,
        session=key.session,
        exercise=exercise.id,
        instead=instead.id,
    )
    try:
        answer, _ = Asker(app.environ, app.flags, app).ask(request)
    except RoutineError as error:
        return str(explain(error))
    return swapped(answer.title, *answer.others)


def _screen(*, plain: bool) -> Screen:
    if not plain:
        return Screen()
    return PlainScreen() if available() else NoKeys()


def _sessions_of(app: App, store: ReminderStore) -> ReminderSessionStore:
    """`book` follows what others write; a row is written by one that keeps nothing when that fails."""

    def followed(_: OccurrenceKey, now: datetime) -> ReminderStore:
        store.catch_up(now)
        return store

    def write(key: OccurrenceKey, command: Command, now: datetime) -> None:
        fresh = app.store(now)
        fresh.add(store.reminders[key].occurrence)
        fresh.apply(key, command, now)
        app.poke()

    return ReminderSessionStore(
        SessionPlace.TERMINAL, reminders=followed, write=write, start_row=History(app.journal).last_start
    )


@dataclass(slots=True)
class TerminalSession:
    """One session on the screen, until it ends or somebody leaves it."""

    clock: Clock
    title: str
    session: GuidedSession
    speaker: Speaker
    layout: SessionLayout | PlainLayout = field(default_factory=SessionLayout)
    refusal: str = ""
    """Why it does not go on, where the safety check forbids it; or what came of a press."""
    asks: str = ""
    """What somebody is asked who has touched nothing for long, before its end is taken for done."""
    can_ask: bool = True
    """Somebody has keys to answer with."""
    touched: datetime | None = None
    keep_swap: Callable[[Exercise, Exercise], str] | None = None
    """Writes into the plan that the second one comes instead of the first, and says so; None without a plan."""

    def run(self, screen: Screen) -> _End:
        synced = self.touched = self.clock.now()
        while True:
            present = self.session.frame
            self.speaker.follow(present)
            screen.draw(self.layout.lines(self.title, present, screen.room, screen.ground, self._aside()))
            heard = screen.wait(self._patience(present))
            if ScreenSignal.SUSPENDED in heard:
                self.speaker.hush()
                self._press(PlayerCommand.PAUSE)
                screen.suspend()
            for command in _commands(heard, playing=self.session.playing):
                self._press(command)
            self._do_besides(heard)
            if any(not isinstance(key, ScreenSignal) for key in heard):
                self.touched = self.clock.now()
            if self.can_ask and self.session.ends_now and self.clock.now() - self.touched >= AWAY_AFTER:
                # as on a card: whoever is on the floor, as a step asks, says so now
                self.session.wait_at_the_end()
                self.asks = words.WHILE_AWAY
            else:
                self.session.tick()
            now = self.clock.now()
            if abs(now - synced) >= _SECOND:
                synced = now
                self.session.sync()
            if end := self._ending(heard):
                return end

    def _do_besides(self, heard: list[ScreenInput]) -> None:
        """What a key asks for that is no matter of the session's course: words, times, what stays from now on."""
        if "r" in heard:
            self.speaker.repeat(self.session.frame)
            self.layout.repeat()
        if "t" in heard:
            self.layout.tell_time(self.session.frame)
        if "f" in heard and self.session.swap and self.keep_swap:
            self.refusal = self.keep_swap(*self.session.swap)
            self.session.forget_swap()

    def _press(self, command: PlayerCommand) -> None:
        self.refusal = self.asks = ""
        try:
            self.session.press(command)
        except Refused as refused:
            self.refusal = str(refused)

    def _aside(self) -> str:
        """What is told beside the session: it may not go on, was not written yet, cannot be heard."""
        hurt, swap = self.session.hurt, self.session.swap if self.keep_swap else None
        offer = words.offer_swap(*(each.title for each in swap)) if swap else ""
        if (hurt or offer) and not self.session.over and not (self.refusal or self.asks):
            return " ".join(part for part in (words.left_as_it_hurt(hurt.title) if hurt else "", offer) if part)
        return (
            self.refusal
            or self.asks
            or (NOT_WRITTEN_YET if self.session.unwritten else "")
            or self.speaker.trouble
        )

    def _patience(self, present: Frame) -> timedelta:
        """Until the seconds, the words or the figure on the screen change, or the beat ends."""
        changes = self.session.next_change
        if not self.session.playing or changes is None:
            return _SECOND
        waits = [
            changes - self.clock.now(),
            present.left % _SECOND or _SECOND,
            self.layout.moves_on(present) or _SECOND,
        ]
        return max(min(waits), timedelta(0)) + _GLIMPSE

    def _ending(self, heard: list[ScreenInput]) -> _End | None:
        if ScreenSignal.GONE in heard:
            return _End.GONE
        match self.session.state:
            case SessionState.ELSEWHERE:
                return _End.ELSEWHERE
            case _ if ScreenSignal.INTERRUPTED in heard:
                return _End.INTERRUPTED
            case SessionState.COMPLETED:
                return _End.COMPLETED
            case SessionState.STOPPED:
                return _End.STOPPED
        return None


def _commands(heard: list[ScreenInput], *, playing: bool) -> list[PlayerCommand]:
    """What the keys ask for; a terminal that goes away stops the session as `q` does."""
    commands = []
    for key in heard:
        if key in {ScreenSignal.GONE, ScreenSignal.INTERRUPTED}:
            commands.append(PlayerCommand.STOP)
        elif key in _TOGGLES:
            commands.append(PlayerCommand.PAUSE if playing else PlayerCommand.RESUME)
            playing = not playing
        elif isinstance(key, str) and key in _PRESSES:
            commands.append(_PRESSES[key])
    return commands


def _say_how_it_ended(app: App, store: ReminderStore, session: GuidedSession, end: _End) -> int:
    session.flush()
    if session.unwritten:
        echo_aside(warn(words.NOT_WRITTEN))
    store.catch_up(app.clock.now())
    key, reminder = session.key, store.reminders[session.key]
    occurrence = reminder.occurrence

    def write(feel: Command) -> None:
        store.apply(key, feel, app.clock.now())
        app.poke()

    asks = available() and not only_read(session.steps)
    match end:
        case _End.COMPLETED:
            played = reminder.played or occurrence.length
            echo(good(words.finished(title_of(occurrence), rounded(played))))
            if asks:
                before = History(app.journal).has_done_another(key, {WELCOME}, store.agenda.is_read)
                ask_how_it_was(write, first=not before)
            return 0
        case _End.STOPPED | _End.INTERRUPTED:
            done = reminder.steps_done or len(session.steps) * session.through
            number = session.steps[done - 1].number if done else 0
            total = session.steps[-1].number
            echo(words.stopped(title_of(occurrence), number, total, played_words(reminder)))
            if end is _End.STOPPED and asks:
                ask_why(write)
        case _End.ELSEWHERE:
            echo(dim(words.elsewhere(title_of(occurrence))))
    return 0 if end in {_End.STOPPED, _End.ELSEWHERE} else int(end.value)
