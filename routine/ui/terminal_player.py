"""Knows how a session is led in the terminal: keys to the player, frames to the screen, changes to the journal.

Must not know the rules of the player, nor how the screen works. When the journal says that the session ended, or
goes on somewhere else, it stops quietly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from routine.core.commands import Abandon, Command, Feel, Finish, Start, StepDone
from routine.core.durations import write as length_words
from routine.core.journal import By, Kind
from routine.core.player import Change, Changed, Finished, Mode, Player, Press, begin, frame, next_tick, play
from routine.core.reminder import Phase
from routine.core.settings import Guide
from routine.core.steps import Step, steps_of
from routine.errors import NothingToActOn, Refused
from routine.service.book import Book
from routine.ui.cli.output import bold, dim, good, note, tell
from routine.ui.terminal_frame import lay_out
from routine.ui.terminal_screen import Heard, Screen, Told, available
from routine.wiring.app import App
from routine.words import cli_act as act_words
from routine.words import cli_player as words
from routine.words import reminders as common

_SECOND = timedelta(seconds=1)
_GLIMPSE = timedelta(milliseconds=10)
_FEEL_WAITS = timedelta(minutes=10)
_PRESSES = {"n": Press.NEXT, "right": Press.NEXT, "b": Press.BACK, "left": Press.BACK, "q": Press.STOP}
_TOGGLES = {" ", "p"}


class _End(Enum):
    COMPLETED = 0
    STOPPED = 1
    ELSEWHERE = 2
    INTERRUPTED = 130
    GONE = 129


def perform(app: App, book: Book, key: str) -> int:
    """Start the session and lead it here; without a screen, say what there is to do."""
    occurrence = book.reminders[key].occurrence
    steps = _steps(book, key)
    if not steps:
        raise NothingToActOn(*act_words.left_the_plan(occurrence.title))
    rows = book.act(key, Start(By.CLI, Guide.TERMINAL.value), app.clock.now())
    app.poke()
    if not available():
        _on_paper(occurrence.title, occurrence.minutes, steps)
        return 0
    lead = _Lead(app, book, key, steps, rows[-1].id)
    with Screen() as screen:
        end = lead.run(screen)
    return _farewell(lead, end)


@dataclass(slots=True)
class _Lead:
    """One session, led here from its start to its end."""

    app: App
    book: Book
    key: str
    steps: tuple[Step, ...]
    ours: int
    """The row that says it was started here; a later start means that it goes on elsewhere."""
    moved: bool = False

    @property
    def title(self) -> str:
        return self.book.reminders[self.key].occurrence.title

    def run(self, screen: Screen) -> _End:
        now = self.app.clock.now()
        player = begin(self.steps, now, self.book.reminders[self.key].steps_done)
        looked = now
        while True:
            screen.draw(lay_out(self.title, frame(player, now), screen.room))
            heard = screen.wait(_patience(player, now))
            now = self.app.clock.now()
            if Told.SUSPENDED in heard:
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
                self.write(StepDone(step, By.CLI), now)
            case Changed(Mode.COMPLETED, _):
                self.write(Finish(By.CLI), now)
            case Changed(Mode.STOPPED, _):
                self.write(Abandon(By.CLI, player.step), now)

    def _is_elsewhere(self, now: datetime) -> bool:
        self.book.follow(now)
        started = self.app.journal.rows(key=self.key, kinds=(Kind.STARTED,), last=1)
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


def _patience(player: Player, now: datetime) -> timedelta:
    """Until the seconds on the screen change, or the beat ends."""
    ends = next_tick(player)
    if ends is None:
        return _SECOND
    left = max(ends - now, timedelta(0))
    return min(left, left % _SECOND or _SECOND) + _GLIMPSE


def _farewell(lead: _Lead, end: _End) -> int:
    occurrence = lead.book.reminders[lead.key].occurrence
    match end:
        case _End.COMPLETED:
            tell(good(words.finished(lead.title, occurrence.minutes)))
            _ask_how_it_was(lead)
            return 0
        case _End.STOPPED | _End.INTERRUPTED:
            done = lead.book.reminders[lead.key].steps_done
            number = lead.steps[done - 1].number if done else 0
            tell(words.stopped(lead.title, number, lead.steps[-1].number))
        case _End.ELSEWHERE:
            tell(dim(words.elsewhere(lead.title)))
    return 0 if end in {_End.STOPPED, _End.ELSEWHERE} else int(end.value)


def _ask_how_it_was(lead: _Lead) -> None:
    with Screen(whole=False) as screen:
        # asked only now: what was typed before is no answer
        note(words.HOW_WAS_IT)
        heard = screen.wait(_FEEL_WAITS)
    answer = next((words.FELT_KEYS[key] for key in heard if isinstance(key, str) and key in words.FELT_KEYS), "")
    if answer:
        lead.write(Feel(answer, By.CLI), lead.app.clock.now())
        tell(dim(words.THANKS))


def _steps(book: Book, key: str) -> tuple[Step, ...]:
    """The steps of an occurrence; none when its session has left the plan."""
    found = book.agenda.find(key)
    if found is None:
        return ()
    plan, session = found
    turn = book.reminders[key].occurrence.turn
    return steps_of(plan.sequences[session.sequence_at(turn)], session.rounds)


def _on_paper(title: str, minutes: int, steps: tuple[Step, ...]) -> None:
    """All steps with their times, once."""
    tell(bold(words.on_paper(title, minutes)))
    for step in steps:
        length = length_words(timedelta(seconds=max(1, round(step.length.total_seconds()))))
        if step.is_rest:
            tell(dim(words.rest_line(length)))
            continue
        tell(words.step_line(step.number, step.title or step.text, length))
        if step.exercise:
            lines = (step.exercise.setup, *step.exercise.cues, step.exercise.breath)
            for line in lines:
                if line:
                    tell("    ", line)
    tell()
    tell(dim(common.STOP_RULE))
    tell(words.WHEN_THROUGH)
