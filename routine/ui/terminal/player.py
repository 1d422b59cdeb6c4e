"""Knows how a session is led in the terminal: keys to the player, frames to the screen, changes to the journal.

Must not know the rules of the player, nor how the screen works. When the journal says that the session ended, or
goes on somewhere else, it stops quietly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from routine.core.commands import Abandon, Command, Finish, FinishStep, Start
from routine.core.events import Actor, EventKind
from routine.core.ids import OccurrenceKey
from routine.core.phases import Phase
from routine.core.player import Change, Changed, Finished, Frame, Mode, Player, Press, begin, frame, play
from routine.core.settings import SessionPlace
from routine.core.steps import Step, steps_of
from routine.errors import NothingToActOn, Refused
from routine.presentation import answers as act_words
from routine.presentation import terminal_session as words
from routine.presentation.narration import next_change
from routine.presentation.reminder_state import title_of
from routine.service.before import done_before
from routine.service.book import Book
from routine.ui.console.output import dim, good, look, note, tell
from routine.ui.terminal.feedback import ask_how_it_was
from routine.ui.terminal.screen import Heard, Screen, Told, available
from routine.ui.terminal.speaker import Speaker
from routine.ui.terminal.stage import Stage
from routine.ui.terminal.transcript import on_paper
from routine.wiring.app import App

_SECOND = timedelta(seconds=1)
_GLIMPSE = timedelta(milliseconds=10)
_PRESSES = {
    "n": Press.NEXT,
    "right": Press.NEXT,
    "b": Press.BACK,
    "left": Press.BACK,
    "q": Press.STOP,
    "esc": Press.STOP,
}
_TOGGLES = {" ", "p"}


class _End(Enum):
    COMPLETED = 0
    STOPPED = 1
    ELSEWHERE = 2
    INTERRUPTED = 130
    GONE = 129


def perform(app: App, book: Book, key: OccurrenceKey, *, aloud: bool = False) -> int:
    """Start the session and lead it here, `aloud` with a voice; without a screen, say what there is to do."""
    occurrence = book.reminders[key].occurrence
    steps = _steps(book, key)
    if not steps:
        raise NothingToActOn(*act_words.left_the_plan(title_of(occurrence)))
    rows = book.act(key, Start(Actor.CLI, SessionPlace.TERMINAL), app.clock.now())
    app.poke()
    if not available():
        on_paper(title_of(occurrence), occurrence.minutes, steps)
        return 0
    with Speaker(aloud=aloud) as speaker, Screen() as screen:
        lead = _Lead(app, book, key, steps, rows[-1].id, speaker)
        end = lead.run(screen)
    if speaker.trouble:
        note(look(speaker.trouble))
    return _farewell(lead, end)


@dataclass(slots=True)
class _Lead:
    """One session, led here from its start to its end."""

    app: App
    book: Book
    key: OccurrenceKey
    steps: tuple[Step, ...]
    ours: int
    """The row that says it was started here; a later start means that it goes on elsewhere."""
    speaker: Speaker
    stage: Stage = field(default_factory=Stage)
    moved: bool = False

    @property
    def title(self) -> str:
        return title_of(self.book.reminders[self.key].occurrence)

    def run(self, screen: Screen) -> _End:
        now = self.app.clock.now()
        player = begin(self.steps, now, self.book.reminders[self.key].steps_done)
        looked = now
        while True:
            present = frame(player, now)
            self.speaker.follow(present)
            screen.draw(self.stage.lines(self.title, present, screen, self.speaker.trouble))
            heard = screen.wait(self._patience(player, present, now))
            now = self.app.clock.now()
            if Told.SUSPENDED in heard:
                self.speaker.hush()
                player = self._play(player, Press.PAUSE, now)
                screen.suspend()
                now = self.app.clock.now()
            for press in (*_presses(heard, player), Press.TICK):
                player = self._play(player, press, now)
            if not (self.moved or player.over) and abs(now - looked) >= _SECOND:
                looked = now
                self.moved = self._is_elsewhere(now)
            if end := self._ending(player, heard):
                return end

    def _patience(self, player: Player, present: Frame, now: datetime) -> timedelta:
        """Until the seconds, the words or the figure on the screen change, or the beat ends."""
        changes = next_change(player, present)
        if changes is None:
            return _SECOND
        left = present.left
        waits = [changes - now, left % _SECOND or _SECOND, self.stage.moves_on(present) or _SECOND]
        return max(min(waits), timedelta(0)) + _GLIMPSE

    def write(self, command: Command, now: datetime) -> None:
        """Into the journal; that somebody else has ended the session is no error."""
        try:
            self.book.act(self.key, command, now)
        except Refused:
            self.moved = True
        else:
            self.app.poke()

    def _play(self, player: Player, press: Press, now: datetime) -> Player:
        player, changes = play(player, press, now)
        for change in changes:
            if not self.moved:
                self._note(change, player, now)
        return player

    def _note(self, change: Change, player: Player, now: datetime) -> None:
        match change:
            case Finished(step, _):
                self.write(FinishStep(step, Actor.CLI), now)
            case Changed(Mode.COMPLETED, _):
                self.write(Finish(Actor.CLI), now)
            case Changed(Mode.STOPPED, _):
                self.write(Abandon(Actor.CLI, player.step), now)

    def _is_elsewhere(self, now: datetime) -> bool:
        self.book.follow(now)
        started = self.app.journal.rows(key=self.key, kinds=(EventKind.STARTED,), last=1)
        return self.book.reminders[self.key].phase is not Phase.STARTED or started[-1].id != self.ours

    def _ending(self, player: Player, heard: list[Heard]) -> _End | None:
        if Told.GONE in heard:
            return _End.GONE
        if self.moved:
            return _End.ELSEWHERE
        if Told.INTERRUPTED in heard:
            return _End.INTERRUPTED
        if player.mode is Mode.COMPLETED:
            return _End.COMPLETED
        return _End.STOPPED if player.mode is Mode.STOPPED else None


def _presses(heard: list[Heard], player: Player) -> list[Press]:
    """What the keys ask for; a terminal that goes away stops the session as `q` does."""
    presses = []
    playing = player.mode is Mode.PLAYING
    for key in heard:
        if key in {Told.GONE, Told.INTERRUPTED}:
            presses.append(Press.STOP)
        elif key in _TOGGLES:
            presses.append(Press.PAUSE if playing else Press.RESUME)
            playing = not playing
        elif isinstance(key, str) and key in _PRESSES:
            presses.append(_PRESSES[key])
    return presses


def _farewell(lead: _Lead, end: _End) -> int:
    occurrence = lead.book.reminders[lead.key].occurrence
    match end:
        case _End.COMPLETED:
            tell(good(words.finished(lead.title, occurrence.minutes)))
            first = not done_before(lead.app.journal, lead.key)
            ask_how_it_was(lambda feel: lead.write(feel, lead.app.clock.now()), first=first)
            return 0
        case _End.STOPPED | _End.INTERRUPTED:
            done = lead.book.reminders[lead.key].steps_done
            number = lead.steps[done - 1].number if done else 0
            tell(words.stopped(lead.title, number, lead.steps[-1].number))
        case _End.ELSEWHERE:
            tell(dim(words.elsewhere(lead.title)))
    return 0 if end in {_End.STOPPED, _End.ELSEWHERE} else int(end.value)


def _steps(book: Book, key: OccurrenceKey) -> tuple[Step, ...]:
    """The steps of an occurrence; none when its session has left the plan."""
    found = book.agenda.find(key)
    if found is None:
        return ()
    plan, session = found
    turn = book.reminders[key].occurrence.turn
    return steps_of(plan.sequences[session.sequence_at(turn)], session.rounds)
