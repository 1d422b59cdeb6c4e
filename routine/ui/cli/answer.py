"""Knows how a command answers a reminder: start, done, skip, snooze, excuse. Must not know how anything is shown.

Imports are lean on purpose: a person types these with a card in the corner of the screen, and they answer at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from routine.core import choose
from routine.core.commands import Excuse, Finish, Skip, Snooze, Start
from routine.core.events import Actor
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.occurrence import Asks, Occurrence
from routine.core.phases import FINAL, WAITING, NothingToPerform, Phase
from routine.core.plan import ReminderPolicy
from routine.core.recurrence import due_utc
from routine.core.settings import SessionPlace
from routine.errors import NothingToActOn, NotRunning, SeveralSessions, UsageError
from routine.presentation import agenda as agenda_words
from routine.presentation import answers as words
from routine.presentation import pauses as pauses_words
from routine.presentation import voice
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import written
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore
from routine.service.start_now import OVER, at_this_minute
from routine.ui.cli.arguments import day_of, length_and_name, time_of_day
from routine.ui.cli.context import Hand, Meant
from routine.ui.console.output import dim, note, tell
from routine.wiring.app import App

_MOST_DAYS = 62
_DAY = timedelta(days=1)
_LEFT_UNDONE = WAITING | {Phase.UPCOMING, Phase.MISSED, Phase.SKIPPED}
"""What was done, or begun, on a day off is not taken from anybody."""


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "snooze":
        parser.add_argument("words", nargs="*", metavar=words.WORDS, help=words.SNOOZE_HELP)
        return
    parser.add_argument("session", nargs="*", metavar=words.SESSION, help=words.SESSION_HELP)
    match name:
        case "start":
            places = [guide.value for guide in SessionPlace]
            parser.add_argument("--in", dest="where", choices=places, metavar="WHERE", help=words.IN_HELP)
            parser.add_argument("--voice", action="store_true", help=voice.HELP)
        case "done":
            parser.add_argument("--at", metavar="HH:MM", help=words.AT_HELP)
        case "excuse":
            parser.add_argument("--why", default="", metavar="TEXT", help=words.WHY_HELP)
            parser.add_argument("--from", dest="first", metavar=agenda_words.DATE, help=pauses_words.FROM_HELP)
            parser.add_argument("--to", dest="last", metavar=agenda_words.DATE, help=pauses_words.TO_HELP)


def run(name: str, args: argparse.Namespace, app: App) -> int:
    if name == "excuse" and (args.first is not None or args.last is not None):
        return _excuse_days(args, app)
    now = app.clock.now()
    return _COMMANDS[name](Hand(app, app.store(now), now), args)


def _done(hand: Hand, args: argparse.Namespace) -> int:
    at = time_of_day(args.at, hand.now, hand.store.agenda.zone) if args.at else None
    meant = _corrected(hand, args.session, at) if at else hand.meant(args.session, "mark", started=True)
    title = title_of(meant.reminder.occurrence)
    if at is None and meant.reminder.phase is Phase.COMPLETED:
        raise NothingToActOn(*words.already_done(title, hand.following(), hand.which(meant.reminder)))
    hand.write(meant.reminder.key, Finish(Actor.CLI, at))
    asks = meant.reminder.occurrence.asks
    when = hand.wall(at) if at else ""
    _say(hand, meant, words.done(title, when, asks, hand.which(meant.reminder)))
    return 0


def _corrected(hand: Hand, name: list[str], at: datetime) -> Meant:
    """With a time, the one that was due closest to it: a day may hold several of a kind."""
    if not name and (under := choose.under_way(hand.store.reminders.values()) or hand.waiting()):
        return Meant(under[0], tuple(under[1:]))
    said = " ".join(name)
    each = hand.by_plan(hand.called(said)) if name else [list(hand.store.reminders.values())]
    if found := choose.nearest_of_plans(said, each, at, hand.now, hand.store.agenda.zone):
        return Meant(found)
    return hand.meant(name, "mark")


def _skip(hand: Hand, args: argparse.Namespace) -> int:
    meant = hand.meant(args.session, "skip")
    hand.write(meant.reminder.key, Skip(Actor.CLI))
    _say(hand, meant, words.skipped(title_of(meant.reminder.occurrence), hand.which(meant.reminder)))
    return 0


def _excuse(hand: Hand, args: argparse.Namespace) -> int:
    meant = hand.meant(args.session, "excuse")
    hand.write(meant.reminder.key, Excuse(Actor.CLI, args.why))
    _say(hand, meant, words.excused(title_of(meant.reminder.occurrence), hand.which(meant.reminder)))
    return 0


def _snooze(hand: Hand, args: argparse.Namespace) -> int:
    length, name = length_and_name(args.words)
    meant = hand.meant(name, "snooze")
    key = meant.reminder.key
    if length is None:
        length = (hand.store.policy(key).snooze or ReminderPolicy().snooze)[0]
    hand.write(key, Snooze(length, Actor.CLI))
    until = hand.store.reminders[key].until or hand.now
    said = words.snoozed(title_of(meant.reminder.occurrence), hand.wall(until), hand.which(meant.reminder))
    _say(hand, meant, " ".join([said, *_quiet_then(hand, key, until)]), following=False)
    if hand.app.service_pid() is None:
        note(dim(words.silent()))
    return 0


def _quiet_then(hand: Hand, key: OccurrenceKey, at: datetime) -> list[str]:
    """What becomes of one that is put off into its quiet hours."""
    policy, ends = hand.store.policy(key), hand.store.quiet_end(key, at)
    if ends is None or policy.always:
        return []
    return [words.waits_for_quiet(hand.wall(ends)) if ends - at < policy.hold_at_most else words.lost_to_quiet()]


def _start(hand: Hand, args: argparse.Namespace) -> int:
    running = hand.app.service_pid() is not None
    where = _where(hand, args, running=running)
    if where is SessionPlace.NOTIFICATION and not running:
        raise NotRunning(*words.not_running())
    key = _to_start(hand, args.session)
    about = hand.store.reminders[key].occurrence
    if about.asks is not Asks.SESSION:
        raise NothingToPerform(about)
    if where is SessionPlace.TERMINAL:
        from routine.ui.terminal.player import perform  # noqa: PLC0415 - only where a session is performed

        return perform(hand.app, hand.store, key, aloud=args.voice)
    if where is SessionPlace.PAGE:
        from routine.ui.cli.page import show_session  # noqa: PLC0415 - only where the page is wanted

        return show_session(hand.app, key, lambda: hand.write(key, Start(Actor.CLI, where)))
    hand.write(key, Start(Actor.CLI, where))
    tell(words.started(title_of(hand.store.reminders[key].occurrence), hand.which(hand.store.reminders[key])))
    return 0


def _where(hand: Hand, args: argparse.Namespace, *, running: bool) -> SessionPlace:
    """Where the session is led: as asked, else where a voice speaks, else as the settings say."""
    if args.voice and args.where not in {None, SessionPlace.TERMINAL.value}:
        raise UsageError(*voice.ONLY_IN_TERMINAL)
    if args.where:
        return SessionPlace(args.where)
    return hand.app.plans.settings.guide if running and not args.voice else SessionPlace.TERMINAL


def _to_start(hand: Hand, name: list[str]) -> OccurrenceKey:
    """The key of what is to be started; a session that is not planned for today is put at this minute."""
    if not name:
        return (_to_go_on(hand) or _first_waiting(hand) or hand.meant(name, "start", started=True)).reminder.key
    found = hand.by_name(" ".join(name))
    if found is not None and (found.phase not in OVER):
        return found.key
    planned = [of for call in hand.called(" ".join(name)) if (of := hand.store.agenda.find_session(call.full))]
    if not planned:
        if found is not None:
            return found.key
        raise NothingToActOn(*words.not_today(" ".join(name), "start"))
    if found is None and all(each.asks is not Asks.SESSION for _, each in planned):
        # as with `done`: it is not that it could be marked as done
        raise NothingToActOn(*words.not_today(planned[0][1].title, "start", has_steps=False))
    if len({plan.id for plan, _ in planned}) > 1:
        several = [SessionRef.of(plan.id, each.id) for plan, each in planned]
        raise SeveralSessions(" ".join(name), several)
    return at_this_minute(hand.store, planned, hand.now)


def _to_go_on(hand: Hand) -> Meant | None:
    """What was broken off, unless something else has come due since."""
    left = choose.broken_off(hand.store.reminders.values(), hand.now)
    since = left[0].performed_at if left else None
    came = [reminder for reminder in hand.waiting() if since and reminder.occurrence.due > since]
    return Meant(left[0]) if left and not came else None


def _first_waiting(hand: Hand) -> Meant | None:
    found = [reminder for reminder in hand.waiting() if reminder.occurrence.asks is Asks.SESSION]
    return Meant(found[0], tuple(found[1:])) if found else None


def _say(hand: Hand, meant: Meant, sentence: str, *, following: bool = True) -> None:
    """One line that ends with what comes next; a second one only when something else waits as well."""
    tell(sentence, " " + hand.following() if following else "")
    if meant.others:
        tell(dim(words.also([(title_of(other.occurrence), hand.which(other)) for other in meant.others])))


def _excuse_days(args: argparse.Namespace, app: App) -> int:
    now, zone = app.clock.now(), app.clock.zone()
    today = now.astimezone(zone).date()
    first, last = _days(args, today)
    # a plan in another time zone has its days elsewhere
    since, until = (due_utc(day, time(0), zone) for day in (first - _DAY, last + 2 * _DAY))
    store = app.store(now, since=since, ahead=max(until - now, LOOK_AHEAD))
    sessions = _sessions(store, " ".join(args.session))
    there = [one for one in store.reminders.values() if first <= one.occurrence.planned.date() <= last]
    keys = sorted(one.key for one in there if _is_meant(one.occurrence, sessions))
    rows = store.apply_to_all(keys, Excuse(Actor.CLI, args.why), now, only=_LEFT_UNDONE)
    said = pauses_words.days(written(first, today), written(last, today))
    if not rows:
        raise NothingToActOn(*pauses_words.nothing_there(said))
    app.poke()
    tell(pauses_words.excused(len(rows), said))
    if sessions is None and any(
        one.occurrence.asks is not Asks.SESSION and one.phase not in FINAL for one in there
    ):
        tell(dim(pauses_words.STILL_REMINDED))
    return 0


def _days(args: argparse.Namespace, today: date) -> tuple[date, date]:
    """Both included: from today, where no first day is given; to today or to that day, where no last one is."""
    first = day_of(args.first) if args.first is not None else today
    last = day_of(args.last) if args.last is not None else max(first, today)
    if last < first:
        raise UsageError(*pauses_words.backwards(str(first), str(last)))
    if (last - first).days >= _MOST_DAYS:
        raise UsageError(*pauses_words.too_many_days(_MOST_DAYS))
    return first, last


def _sessions(store: ReminderStore, name: str) -> set[str] | None:
    """The sessions that go by the name; None means all. Raises UsageError for a name nobody has."""
    if not name:
        return None
    planned = (
        choose.Called(plan.id, session.id, session.title)
        for plan in store.agenda.plans
        for session in plan.sessions
    )
    return {session.full for session in choose.named(name, planned)}


def _is_meant(one: Occurrence, sessions: set[str] | None) -> bool:
    """A visit that is booked, or something to take, goes on over days off unless it is named."""
    return one.asks is Asks.SESSION if sessions is None else one.key.session_ref in sessions


_COMMANDS: dict[str, Callable[[Hand, argparse.Namespace], int]] = {
    "start": _start,
    "done": _done,
    "skip": _skip,
    "snooze": _snooze,
    "excuse": _excuse,
}
