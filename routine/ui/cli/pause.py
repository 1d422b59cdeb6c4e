"""Knows how a person holds everything back for a while: pause and resume. Must not know what is held, or how."""

from __future__ import annotations

import argparse

from routine.core.choose import next_ahead
from routine.core.events import Actor, HoldReason
from routine.core.phases import ON_THE_SCREEN, Phase
from routine.core.time_input import parse_pause_end
from routine.errors import NothingToActOn
from routine.presentation import answers as answers_words
from routine.presentation import command_line as common
from routine.presentation import pauses as words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import View
from routine.service.reminder_store import ReminderStore
from routine.ui.console.output import dim, note, tell, tell_json
from routine.wiring.app import App


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "pause":
        parser.add_argument("until", nargs="*", metavar=words.UNTIL, help=words.UNTIL_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(name: str, args: argparse.Namespace, app: App) -> int:
    now = app.clock.now()
    if name == "pause":
        # before anything is opened: what is not understood changes nothing
        until = parse_pause_end(args.until, now, app.clock.zone())
    store = app.store(now)
    view = View(now, app.clock.zone(), app.plans.settings.clock)
    if name == "pause":
        store.pause(until, Actor.CLI, now)
        app.poke()
        _tell_pause(store, view, as_json=args.json)
        return 0
    if store.paused_until(now) is None:
        raise NothingToActOn(*words.not_paused(_following(store, view)))
    store.resume(Actor.CLI, now)
    app.poke()
    _tell_going_on(store, view, as_json=args.json)
    if app.service_pid() is None:
        note(dim(answers_words.silent()))
    return 0


def _tell_pause(store: ReminderStore, view: View, *, as_json: bool) -> None:
    until = store.paused_until(view.now) or view.now
    if as_json:
        tell_json({"paused_until": view.local(until)})
        return
    tell(words.paused(view.moment(until)))
    there = [title_of(reminder.occurrence) for reminder in store.open() if reminder.phase in ON_THE_SCREEN]
    if there:
        tell(dim(words.on_screen(there)))
    if any(store.policy(reminder.key).always for reminder in store.open()):
        tell(dim(words.ALWAYS))


def _tell_going_on(store: ReminderStore, view: View, *, as_json: bool) -> None:
    if as_json:
        tell_json({"paused_until": None})
        return
    held = [r for r in store.open() if r.phase is Phase.HELD and r.reason is HoldReason.PAUSE]
    held.sort(key=lambda reminder: reminder.occurrence.due)
    titles = [title_of(reminder.occurrence) for reminder in held]
    tell(f"{words.resumed()} {words.come_now(titles) if titles else _following(store, view)}")


def _following(store: ReminderStore, view: View) -> str:
    found = next_ahead(store.open(), view.now)
    if found is None:
        return answers_words.nothing_next()
    reminder, at = found
    return answers_words.next_up(title_of(reminder.occurrence), view.wall(at))
