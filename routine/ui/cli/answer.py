"""Knows how a command answers a reminder: start, done, skip, snooze, excuse. Must not know how anything is shown.

Imports are lean on purpose: a person types these with a card in the corner of the screen, and they answer at once.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from typing import Any

from routine.core.identifiers import SessionPlace
from routine.errors import NothingToActOn, UsageError
from routine.presentation import agenda as agenda_words
from routine.presentation import answers as words
from routine.presentation import pauses as pauses_words
from routine.presentation import shorter_version as version_words
from routine.presentation import terminal_session
from routine.presentation.time_format import written
from routine.service.agenda_lines import name_of
from routine.service.requests.messages import (
    AlreadyDone,
    BeginRequest,
    DaysOffEnded,
    DoneRequest,
    EndDaysOffRequest,
    ExcuseDaysRequest,
    ExcuseRequest,
    NotAnswered,
    NothingWaits,
    SessionAnswered,
    SessionSelected,
    SkipRequest,
    SnoozeRequest,
    StartRequest,
    TakenBack,
    UndoRequest,
)
from routine.ui.cli.display import following, not_answered
from routine.ui.console.output import dim, echo, echo_aside
from routine.wiring.asking import Asker

_LONGEST = 240
"""Minutes of a session."""


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "undo":
        return
    if name == "snooze":
        parser.add_argument("words", nargs="*", metavar=words.WORDS, help=words.SNOOZE_HELP)
    else:
        session_help = words.START_HELP if name == "start" else words.SESSION_HELP
        parser.add_argument("session", nargs="*", metavar=words.SESSION, help=session_help)
    parser.add_argument("--on", default="", metavar=words.DAY, help=words.ON_HELP)
    at_help = words.AT_HELP if name == "done" else words.WHICH_AT_HELP
    parser.add_argument("--at", default="", metavar="HH:MM", help=at_help)
    parser.add_argument("--early", action="store_true", help=words.EARLY_HELP)
    match name:
        case "start":
            parser.add_argument(
                "--in",
                dest="where",
                choices=[place.value for place in SessionPlace],
                metavar="WHERE",
                help=words.IN_HELP,
            )
            said = version_words.MINUTES_HELP
            parser.add_argument("--minutes", default="", metavar=version_words.MINUTES, help=said)
            parser.add_argument("--plain", action="store_true", help=terminal_session.PLAIN_HELP)
            parser.add_argument("--voice", action="store_true", help=terminal_session.VOICE_HELP)
        case "excuse":
            parser.add_argument("--why", default="", metavar="TEXT", help=words.WHY_HELP)
            parser.add_argument("--from", dest="first", default="", metavar=words.DAY, help=pauses_words.FROM_HELP)
            parser.add_argument("--to", dest="last", default="", metavar=words.DAY, help=pauses_words.TO_HELP)
            parser.add_argument("--all", dest="everything", action="store_true", help=pauses_words.ALL_HELP)
            parser.add_argument("--undo", action="store_true", help=pauses_words.UNDO_HELP)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:
    match name:
        case "start":
            return _start(args, asker)
        case "done":
            _done(args, asker)
        case "skip":
            _skip(args, asker)
        case "snooze":
            _snooze(args, asker)
        case "undo":
            _undo(asker)
        case "excuse" if args.undo:
            _end_days_off(asker)
        case _ if _is_of_days(args):
            _excuse_days(args, asker)
        case _:
            _excuse(args, asker)
    return 0


def _done(args: argparse.Namespace, asker: Asker) -> None:
    answer, _ = asker.ask(DoneRequest(session=" ".join(args.session), **_which(args)))
    if isinstance(answer, AlreadyDone):
        view, one = answer.time.display(), answer.answered
        raise NothingToActOn(*words.already_done(name_of(one, view), following(answer.coming, view)))
    answered = _answered(answer, "done")
    view, one = answered.time.display(), answered.answered
    at = view.wall(answered.done_at) if answered.done_at else ""
    _say(answered, words.done(name_of(one, view), at, one.occurrence.asks))


def _skip(args: argparse.Namespace, asker: Asker) -> None:
    answered = _answered(asker.ask(SkipRequest(session=" ".join(args.session), **_which(args)))[0], "skip")
    one = answered.answered
    _say(answered, words.skipped(name_of(one, answered.time.display())))


def _excuse(args: argparse.Namespace, asker: Asker) -> None:
    request = ExcuseRequest(session=" ".join(args.session), why=args.why, **_which(args))
    answer, _ = asker.ask(request)
    if isinstance(answer, NothingWaits) and args.why:
        # why today is no day for it, said before its first reminder
        _excuse_days(args, asker)
        return
    answered = _answered(answer, "excuse")
    one = answered.answered
    _say(answered, words.excused(name_of(one, answered.time.display())))


def _snooze(args: argparse.Namespace, asker: Asker) -> None:
    answer, _ = asker.ask(SnoozeRequest(words=tuple(args.words), **_which(args)))
    answered = _answered(answer, "snooze")
    view, one = answered.time.display(), answered.answered
    until = view.wall(answered.until or view.now)
    said = [words.snoozed(name_of(one, view), until)]
    if answered.next_round:
        said = [words.past_next_round(name_of(one, view), view.wall(answered.next_round))]
    elif answered.lost_to_quiet:
        said.append(words.lost_to_quiet())
    elif answered.quiet_until:
        said.append(words.waits_for_quiet(view.wall(answered.quiet_until)))
    _say(answered, " ".join(said), with_next=False)
    if not asker.service_runs:
        echo_aside(dim(agenda_words.OFF))


def _start(args: argparse.Namespace, asker: Asker) -> int:
    if args.voice and args.where not in {None, SessionPlace.TERMINAL.value}:
        raise UsageError(*terminal_session.ONLY_IN_TERMINAL)
    most = _most(args.minutes)
    answer, _ = asker.ask(_start_request(args, most, can_ask=sys.stdin.isatty()))
    if isinstance(answer, SessionSelected) and answer.check_first:
        from routine.ui.cli.help_signs import open_check  # noqa: PLC0415 - once in a lifetime

        open_check(asker)
        answer, _ = asker.ask(_start_request(args, most, can_ask=False))
    _tell_waiting_check(answer)
    if isinstance(answer, SessionAnswered):
        named = answer.answered
        echo(words.started(name_of(named, answer.time.display())))
        for note in answer.notes:
            echo(dim(note))
        return 0
    if not isinstance(answer, SessionSelected):
        raise not_answered(answer, "start")
    one = answer.selected.occurrence
    for note in answer.notes:
        echo(dim(note))
    if answer.where is SessionPlace.PAGE:
        from routine.ui.cli.page import show_session  # noqa: PLC0415 - only where the page is wanted

        if show_session(
            asker.app, one.key, lambda where: _begin(BeginRequest(occurrence=one, where=where, most=most), asker)
        ):
            return 0
    from routine.ui.terminal.player import perform  # noqa: PLC0415 - only where a session is performed

    store = asker.app.store(asker.app.clock.now())
    store.add(one)
    return perform(asker.app, store, one.key, aloud=args.voice, plain=args.plain, most=most)


def _tell_waiting_check(answer: SessionAnswered | SessionSelected | NotAnswered) -> None:
    """A script or a key has nobody to ask; who reads along knows where it is."""
    if isinstance(answer, SessionAnswered | SessionSelected) and answer.check_waits:
        from routine.presentation.safety import WAITS  # noqa: PLC0415 - once in a lifetime

        echo_aside(dim(WAITS))


def _most(minutes: str) -> timedelta | None:
    """Raises UsageError."""
    if not minutes:
        return None
    number = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) <= len(str(_LONGEST)) else 0
    if not 1 <= number <= _LONGEST:
        raise UsageError(*version_words.no_minutes(_LONGEST))
    return timedelta(minutes=number)


def _start_request(args: argparse.Namespace, most: timedelta | None, *, can_ask: bool) -> StartRequest:
    where = SessionPlace(args.where) if args.where else None
    return StartRequest(
        session=" ".join(args.session),
        where=where,
        aloud=args.voice or args.plain,
        can_ask=can_ask and not getattr(args, "asked", False),
        most=most,
        on_terminal=sys.stdin.isatty() and sys.stdout.isatty(),
        **_which(args),
    )


def _begin(request: BeginRequest, asker: Asker) -> None:
    asker.ask(request)


def _is_of_days(args: argparse.Namespace) -> bool:
    """`excuse today`, `excuse all` and `excuse until friday` as well: days are no session."""
    if args.session and not (args.on or args.at or args.early):
        from routine.core.day_range import split_days  # noqa: PLC0415 - every answer is given by this file

        if days := split_days(args.session):
            args.session = days.session.split()
            args.first, args.last = args.first or days.first, args.last or days.last
    return bool(args.first or args.last or args.everything)


def _excuse_days(args: argparse.Namespace, asker: Asker) -> None:
    request = ExcuseDaysRequest(
        first=args.first,
        last=args.last,
        session=" ".join(args.session),
        why=args.why,
        everything=args.everything,
    )
    answer, _ = asker.ask(request)
    today = answer.time.display().today
    said = pauses_words.days(written(answer.first, today), written(answer.last, today))
    echo(pauses_words.excused(answer.sessions, said, answer.title))
    echo(dim(pauses_words.TAKE_BACK))
    if answer.still_reminded:
        echo(dim(pauses_words.STILL_REMINDED))


def _end_days_off(asker: Asker) -> None:
    answer, _ = asker.ask(EndDaysOffRequest())
    view = answer.time.display()
    if not isinstance(answer, DaysOffEnded):
        raise NothingToActOn(*pauses_words.no_days_off(following(answer.coming, view)))
    said = pauses_words.days(written(answer.first, view.today), written(answer.last, view.today))
    echo(pauses_words.taken_back(said), " ", following(answer.coming, view))


def _undo(asker: Asker) -> None:
    answer, _ = asker.ask(UndoRequest())
    if not isinstance(answer, TakenBack):
        raise NothingToActOn(*words.nothing_to_undo())
    view, one = answer.time.display(), answer.taken
    days = ""
    if answer.first and answer.last:
        days = pauses_words.days(written(answer.first, view.today), written(answer.last, view.today))
    echo(
        words.undone(answer.what, name_of(one, view) if one else days or answer.plan),
        " ",
        following(answer.coming, view),
    )
    if answer.offer:
        from routine.presentation.offers import not_brought_back  # noqa: PLC0415 - seldom wanted
        from routine.wiring.plan_change import take_back_change  # noqa: PLC0415 - likewise

        path, is_back = take_back_change(answer.offer, asker.app)
        if not is_back:
            echo(" ".join(not_brought_back(path)))


def _which(args: argparse.Namespace) -> dict[str, Any]:
    return {"on": args.on, "at": args.at, "early": args.early}


def _answered(answer: SessionAnswered | NotAnswered, name: str) -> SessionAnswered:
    if not isinstance(answer, SessionAnswered):
        raise not_answered(answer, name)
    return answer


def _say(answered: SessionAnswered, sentence: str, *, with_next: bool = True) -> None:
    """One line that ends with what comes next; a second one only when something else waits as well."""
    view = answered.time.display()
    # what goes into a pipe is read by programs, which need no advice
    undo = dim(f" · {words.UNDO}") if sys.stdout.isatty() else ""
    echo(sentence, " " + following(answered.coming, view) if with_next else "", undo)
    if answered.others:
        echo(dim(words.also([name_of(other, view) for other in answered.others])))
