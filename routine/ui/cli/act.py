"""Knows how a command answers a reminder: start, done, skip, snooze, excuse. Must not know how anything is shown.

Imports are lean on purpose: a person types these with a card in the corner of the screen, and they answer at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain

from routine.core import choose
from routine.core.commands import Command, Excuse, Finish, Skip, Snooze, Start
from routine.core.journal import By
from routine.core.occurrence import Asks
from routine.core.plan import Remind
from routine.core.recurrence import due_utc
from routine.core.reminder import Phase, Reminder
from routine.core.settings import Guide
from routine.core.walltime import wall_time
from routine.errors import NothingToActOn, NotRunning, Refused, UsageError
from routine.service.book import Book
from routine.ui.cli.days import time_of_day
from routine.ui.cli.lengths import length_and_name
from routine.ui.cli.output import dim, note, tell
from routine.ui.impromptu import OVER, at_this_minute
from routine.wiring.app import App
from routine.words import cli_act as words
from routine.words import reminders, voice

_INSTANT = timedelta(microseconds=1)


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "snooze":
        parser.add_argument("words", nargs="*", metavar=words.WORDS, help=words.SNOOZE_HELP)
        return
    parser.add_argument("session", nargs="*", metavar=words.SESSION, help=words.SESSION_HELP)
    match name:
        case "start":
            places = [guide.value for guide in Guide]
            parser.add_argument("--in", dest="where", choices=places, metavar="WHERE", help=words.IN_HELP)
            parser.add_argument("--voice", action="store_true", help=voice.HELP)
        case "done":
            parser.add_argument("--at", metavar="HH:MM", help=words.AT_HELP)
        case "excuse":
            parser.add_argument("--why", default="", metavar="TEXT", help=words.WHY_HELP)


def run(name: str, args: argparse.Namespace, app: App) -> int:
    now = app.clock.now()
    return _COMMANDS[name](_Hand(app, app.book(now), now), args)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the person means, and what else waits."""

    reminder: Reminder
    others: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hand:
    """What every one of these commands works with."""

    app: App
    book: Book
    now: datetime

    def waiting(self) -> list[Reminder]:
        return choose.waiting(self.book.reminders.values(), self.book.policy, self.now)

    def called(self, name: str) -> tuple[choose.Called, ...]:
        planned = (
            choose.Called(plan.id, session.id, session.title)
            for plan in self.book.agenda.plans
            for session in plan.sessions
            # a review goes by its course's name; it is answered by `routine appointment`
            if session.asks is not Asks.REVIEW
        )
        gone = (
            choose.Called(one.plan, one.session, one.title)
            for one in (reminder.occurrence for reminder in self.book.reminders.values())
            if self.book.agenda.find(one.key) is None
        )
        return choose.named(name, chain(planned, gone))

    def of(self, sessions: Iterable[choose.Called]) -> list[Reminder]:
        full = {session.full for session in sessions}
        return [one for key, one in self.book.reminders.items() if key.rpartition("@")[0] in full]

    def wall(self, at: datetime) -> str:
        """As the clock on this person's wall shows it, whatever the zone of the plan."""
        return wall_time(at, self.book.agenda.zone, self.now, hours=self.app.plans.settings.clock)

    def following(self) -> str:
        """What comes next, in a sentence."""
        found = choose.next_ahead(self.book.open(), self.now)
        if found is None:
            return words.nothing_next()
        reminder, at = found
        return words.next_up(reminder.occurrence.title, self.wall(at))

    def write(self, key: str, command: Command) -> None:
        self.book.act(key, command, self.now)
        self.app.poke()

    def meant(self, name: list[str], verb: str, *, started: bool = False) -> _Meant:
        """The reminder a command is about. Raises NothingToActOn, or UsageError for a name nobody has."""
        if name:
            reminder = self.by_name(" ".join(name))
            if reminder is None:
                call = self.called(" ".join(name))[0]
                planned = self.book.agenda.find(f"{call.full}@")
                steps = planned is None or planned[1].asks is Asks.SESSION
                raise NothingToActOn(*words.not_today(call.title, verb, has_steps=steps))
            return _Meant(reminder)
        first = choose.under_way(self.book.reminders.values()) if started else []
        found = [*first, *self.waiting()]
        if not found:
            raise NothingToActOn(*words.nothing_waits(self.following()))
        return _Meant(found[0], tuple(found[1:]))

    def by_name(self, name: str) -> Reminder | None:
        if name in self.book.reminders:
            return self.book.reminders[name]
        sessions = self.called(name)
        zone = self.book.agenda.zone
        found = choose.of_session(self.of(sessions), self.book.policy, self.now, zone)
        return found or self._uncounted(sessions)

    def _uncounted(self, sessions: Iterable[choose.Called]) -> Reminder | None:
        """One whose time had passed today before its plan was first read: it counts once somebody speaks of it."""
        zone, full = self.book.agenda.zone, {session.full for session in sessions}
        midnight = due_utc(self.now.astimezone(zone).date(), time(0), zone)
        earlier = self.book.agenda.occurrences(midnight - _INSTANT, self.now, planned=True)
        for occurrence in reversed(earlier):
            if occurrence.key.rpartition("@")[0] in full:
                self.book.add(occurrence)
                return self.book.reminders[occurrence.key]
        return None


def _done(hand: _Hand, args: argparse.Namespace) -> int:
    at = time_of_day(args.at, hand.now, hand.book.agenda.zone) if args.at else None
    meant = _corrected(hand, args.session, at) if at else hand.meant(args.session, "mark", started=True)
    title = meant.reminder.occurrence.title
    if at is None and meant.reminder.phase is Phase.COMPLETED:
        raise NothingToActOn(*words.already_done(title, hand.following()))
    hand.write(meant.reminder.key, Finish(By.CLI, at))
    asks = meant.reminder.occurrence.asks
    _say(hand, meant, words.done(title, hand.wall(at) if at else "", asks))
    return 0


def _corrected(hand: _Hand, name: list[str], at: datetime) -> _Meant:
    """With a time, the one that was due closest to it: a day may hold several of a kind."""
    if not name and (under := choose.under_way(hand.book.reminders.values()) or hand.waiting()):
        return _Meant(under[0], tuple(under[1:]))
    reminders = hand.of(hand.called(" ".join(name))) if name else hand.book.reminders.values()
    if found := choose.nearest(reminders, at, hand.now, hand.book.agenda.zone):
        return _Meant(found)
    return hand.meant(name, "mark")


def _skip(hand: _Hand, args: argparse.Namespace) -> int:
    meant = hand.meant(args.session, "skip")
    hand.write(meant.reminder.key, Skip(By.CLI))
    _say(hand, meant, words.skipped(meant.reminder.occurrence.title))
    return 0


def _excuse(hand: _Hand, args: argparse.Namespace) -> int:
    meant = hand.meant(args.session, "excuse")
    hand.write(meant.reminder.key, Excuse(By.CLI, args.why))
    _say(hand, meant, words.excused(meant.reminder.occurrence.title))
    return 0


def _snooze(hand: _Hand, args: argparse.Namespace) -> int:
    length, name = length_and_name(args.words)
    meant = hand.meant(name, "snooze")
    key = meant.reminder.key
    if length is None:
        length = (hand.book.policy(key).snooze or Remind().snooze)[0]
    hand.write(key, Snooze(length, By.CLI))
    until = hand.book.reminders[key].until or hand.now
    said = [words.snoozed(meant.reminder.occurrence.title, hand.wall(until)), *_quiet_then(hand, key, until)]
    _say(hand, meant, " ".join(said), following=False)
    if hand.app.service_pid() is None:
        note(dim(words.silent()))
    return 0


def _quiet_then(hand: _Hand, key: str, at: datetime) -> list[str]:
    """What becomes of one that is put off into its quiet hours."""
    policy, ends = hand.book.policy(key), hand.book.quiet_end(key, at)
    if ends is None or policy.always:
        return []
    return [words.waits_for_quiet(hand.wall(ends)) if ends - at < policy.hold_at_most else words.lost_to_quiet()]


def _start(hand: _Hand, args: argparse.Namespace) -> int:
    running = hand.app.service_pid() is not None
    where = _where(hand, args, running=running)
    if where is Guide.NOTIFICATION and not running:
        raise NotRunning(*words.not_running())
    key = _to_start(hand, args.session)
    about = hand.book.reminders[key].occurrence
    if about.asks is not Asks.SESSION:
        raise Refused(*reminders.not_to_start(about.title))
    if where is Guide.TERMINAL:
        from routine.ui.terminal_player import perform  # noqa: PLC0415 - only where a session is performed

        return perform(hand.app, hand.book, key, aloud=args.voice)
    if where is Guide.PAGE:
        from routine.ui.cli.page import show_session  # noqa: PLC0415 - only where the page is wanted

        return show_session(hand.app, key, lambda: hand.write(key, Start(By.CLI, where.value)))
    hand.write(key, Start(By.CLI, where.value))
    tell(words.started(hand.book.reminders[key].occurrence.title))
    return 0


def _where(hand: _Hand, args: argparse.Namespace, *, running: bool) -> Guide:
    """Where the session is led: as asked, else where a voice speaks, else as the settings say."""
    if args.voice and args.where not in {None, Guide.TERMINAL.value}:
        raise UsageError(*voice.ONLY_IN_TERMINAL)
    if args.where:
        return Guide(args.where)
    return hand.app.plans.settings.guide if running and not args.voice else Guide.TERMINAL


def key_to_show(app: App, name: list[str]) -> str:
    """The reminder that a name means, to be looked at. Raises NothingToActOn, or UsageError."""
    now = app.clock.now()
    return _Hand(app, app.book(now), now).meant(name, "start").reminder.key


def _to_start(hand: _Hand, name: list[str]) -> str:
    """The key of what is to be started; a session that is not planned for today is put at this minute."""
    if not name:
        return (_to_go_on(hand) or _first_waiting(hand) or hand.meant(name, "start", started=True)).reminder.key
    found = hand.by_name(" ".join(name))
    if found is not None and (found.phase not in OVER):
        return found.key
    planned = [of for call in hand.called(" ".join(name)) if (of := hand.book.agenda.find(f"{call.full}@"))]
    if not planned:
        if found is not None:
            return found.key
        raise NothingToActOn(*words.not_today(" ".join(name), "start"))
    return at_this_minute(hand.book, planned, hand.now)


def _to_go_on(hand: _Hand) -> _Meant | None:
    """What was broken off, unless something else has come due since."""
    left = choose.broken_off(hand.book.reminders.values(), hand.now)
    since = left[0].performed_at if left else None
    came = [reminder for reminder in hand.waiting() if since and reminder.occurrence.due > since]
    return _Meant(left[0]) if left and not came else None


def _first_waiting(hand: _Hand) -> _Meant | None:
    found = [reminder for reminder in hand.waiting() if reminder.occurrence.asks is Asks.SESSION]
    return _Meant(found[0], tuple(found[1:])) if found else None


def _say(hand: _Hand, meant: _Meant, sentence: str, *, following: bool = True) -> None:
    """One line that ends with what comes next; a second one only when something else waits as well."""
    tell(sentence, " " + hand.following() if following else "")
    if meant.others:
        tell(dim(words.also([other.occurrence.title for other in meant.others])))


_COMMANDS: dict[str, Callable[[_Hand, argparse.Namespace], int]] = {
    "start": _start,
    "done": _done,
    "skip": _skip,
    "snooze": _snooze,
    "excuse": _excuse,
}
