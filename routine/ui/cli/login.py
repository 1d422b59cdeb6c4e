"""Knows `login on`, `off` and `status` as a person sees them; must not know how a system starts anything."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from routine.adapters.link_files import needs_network
from routine.adapters.login import (
    Login,
    list_program,
    not_carried,
    start_link,
    stop_link,
    this_program,
    unlist_program,
    ways,
)
from routine.errors import SystemFault
from routine.presentation import command_line as usual
from routine.presentation import login as words
from routine.ui.console.output import Column, dim, echo, echo_json, good, warn
from routine.ui.console.tables import echo_table
from routine.wiring.app import App
from routine.wiring.asking import Asker


@dataclass(frozen=True, slots=True)
class LoginState:
    """How it is now: the way that is on, or the one that would be."""

    way: Login
    on: bool
    starts: tuple[str, ...]
    exists: bool
    this: tuple[str, ...]
    """What `on` would start; empty when that cannot be told."""
    pid: int | None


def add(name: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - as every family of commands
    kinds = parser.add_subparsers(dest="way", metavar="|".join(words.HELP_WAYS))
    for way, help_ in words.HELP_WAYS.items():
        sub = kinds.add_parser(way, help=help_, description=help_, allow_abbrev=False)
        if way == "status":
            sub.add_argument("--json", action="store_true", help=usual.JSON_HELP)
    parser.set_defaults(way="status", json=False)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:  # noqa: ARG001 - as every family of commands
    app = asker.app
    match args.way:
        case "on":
            _on(app)
        case "off":
            _off(app)
        case _:
            _status(state_now(app), as_json=args.json)
    return 0


def _on(app: App) -> None:
    best, *others = ways(os.environ, sys.platform)
    program = this_program(os.environ)
    for other in others:
        if done := other.turn_off():
            echo(words.one_way_only(other.name))
            _say(done)
    _say(best.turn_on(program, app.service_pid()))
    _say(list_program(os.environ, sys.platform, program))
    if needs_network(app.paths):
        _say(start_link(os.environ, sys.platform, program) or [])
    if carried := [name for name, _ in program.variables if sys.platform != "win32"]:
        echo(words.carried(carried))
    _say(words.not_carried([*not_carried(os.environ)]))
    if needed := best.not_in_this_login():
        echo(warn(words.add_line(needed.file, needed.line)))
    echo(dim(words.see_log(best.log_hint)))


def _off(app: App) -> None:
    _say(stop_link(os.environ, sys.platform))
    done = [line for way in ways(os.environ, sys.platform) for line in way.turn_off()]
    _say(done or [words.WAS_OFF])
    _say(unlist_program(os.environ, sys.platform))
    if done and app.service_pid():
        echo(words.RUNS_ON)


def _say(lines: list[str]) -> None:
    for line in lines:
        echo(line)


def state_now(app: App) -> LoginState:
    all_ways = ways(os.environ, sys.platform)
    way = next((way for way in all_ways if way.is_on()), all_ways[0])
    on = way.is_on()
    starts = way.starts() if on else ()
    try:
        this = this_program(os.environ).command
    except SystemFault:
        this = ()
    return LoginState(way, on, starts, bool(starts) and Path(starts[0]).is_file(), this, app.service_pid())


def _status(state: LoginState, *, as_json: bool) -> None:
    if as_json:
        echo_json(_to_json(state))
        return
    way = state.way
    elsewhere = state.on and way.not_in_this_login() is not None
    on = warn(words.is_on_elsewhere(way.name)) if elsewhere else good(words.is_on(way.name))
    echo(on if state.on else words.is_off(way.name))
    values = [str(way.file), " ".join(state.starts), words.running(state.pid), way.log_hint]
    shown = zip(words.LABELS, values, strict=True)
    rows = [(dim(label), value) for label, value in shown if state.on or label == words.LABELS[2]]
    echo_table([Column(), Column(wraps=True)], rows, indent=2)
    if state.on and (wrong := wrong_with(state)):
        echo(warn(wrong))


def wrong_with(state: LoginState) -> str:
    if not state.starts:
        return words.unreadable(str(state.way.file))
    if not state.exists:
        return words.gone(state.starts[0])
    if state.this and state.starts != state.this:
        return words.another(" ".join(state.this))
    if needed := state.way.not_in_this_login():
        return words.add_line(needed.file, needed.line)
    return ""


def _to_json(state: LoginState) -> dict[str, object]:
    """The stable shape of `login status --json`."""
    return {
        "on": state.on,
        "by": state.way.name,
        "file": str(state.way.file),
        "command": list(state.starts),
        "program_exists": state.exists,
        "program_is_this": bool(state.starts) and state.starts == state.this,
        "starts_in_this_login": state.on and state.way.not_in_this_login() is None,
        "running": state.pid is not None,
        "pid": state.pid,
    }
