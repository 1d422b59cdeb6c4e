"""Knows the words of `link`, and who does what is asked; must not know how anything travels."""

from __future__ import annotations

import argparse
import os
import sys

from routine.presentation import calendar_link as calendar_words
from routine.presentation import command_line as common
from routine.presentation import link as words
from routine.presentation import phone as phone_words
from routine.ui.console.output import dim, echo, echo_json
from routine.wiring.asking import Asker


def add(name: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - as every family of commands
    kinds = parser.add_subparsers(dest="way", metavar="|".join(words.HELP_WAYS))
    for way, help_ in words.HELP_WAYS.items():
        sub = kinds.add_parser(way, help=help_, description=help_, allow_abbrev=False)
        match way:
            case "folder":
                sub.add_argument("path", metavar="PATH", help=words.FOLDER_HELP)
                sub.add_argument("--yes", action="store_true", help=words.YES_HELP)
            case "calendar":
                sub.add_argument("address", metavar="URL", help=calendar_words.ADDRESS_HELP)
                sub.add_argument("--as", dest="shown", choices=("see", "tick"), help=calendar_words.AS_HELP)
                sub.add_argument("--plain", action="store_true", help=calendar_words.PLAIN_HELP)
            case "phone":
                sub.add_argument(
                    "--server", default=phone_words.PUBLIC, metavar="URL", help=phone_words.SERVER_HELP
                )
                sub.add_argument("--titles", action="store_true", help=phone_words.TITLES_HELP)
                sub.add_argument("--wait", type=float, default=60.0, metavar="N", help=phone_words.WAIT_HELP)
            case "run":
                sub.add_argument("--once", action="store_true", help=words.ONCE_HELP)
            case "status":
                sub.add_argument("--json", action="store_true", help=common.JSON_HELP)
    parser.set_defaults(way="status", json=False)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:  # noqa: ARG001 - as every family of commands
    match args.way:
        case "folder":
            from routine.ui.cli.link_folder import link_folder  # noqa: PLC0415 - `link run` stays small, here as below

            link_folder(args.path, asker.app, yes=args.yes)
        case "calendar":
            from routine.ui.cli.link_calendar import link_calendar  # noqa: PLC0415 - likewise

            link_calendar(args.address, args.shown or "see", asker, plain=args.plain)
            _start()
        case "phone":
            from routine.ui.cli.link_phone import link_phone  # noqa: PLC0415 - likewise

            link_phone(args.server, asker.app, titles=args.titles, wait=args.wait)
            _start()
        case "run":
            from routine.wiring.link_process import run as run_process  # noqa: PLC0415 - likewise

            run_process(os.environ, lambda line: print(line, flush=True), once=args.once)
        case "off":
            _off(asker)
        case _:
            _status(asker, as_json=args.json)
    return 0


def _start() -> None:
    """By itself from now on, where the service starts by itself."""
    from routine.adapters.login import start_link, this_program  # noqa: PLC0415 - as above

    done = start_link(os.environ, sys.platform, this_program(os.environ))
    _say([words.WHO_RUNS] if done is None else done)


def _say(lines: list[str]) -> None:
    for line in lines:
        echo(line)


def _off(asker: Asker) -> None:
    from routine.adapters.link_files import LinkFiles, needs_network  # noqa: PLC0415 - as above
    from routine.adapters.login import stop_link  # noqa: PLC0415 - likewise
    from routine.ui.cli.link_calendar import forget_calendar  # noqa: PLC0415 - likewise
    from routine.ui.cli.link_phone import forget_phone  # noqa: PLC0415 - likewise

    app = asker.app
    others = [forget_calendar(app), forget_phone(app)]
    folder = LinkFiles(app.paths.state_dir).forget()
    if not needs_network(app.paths):
        _say(stop_link(os.environ, sys.platform))
    app.poke()
    if folder or not any(others):
        echo(words.OFF if folder else words.NOT_LINKED)
    else:
        echo(words.OFF_BY_NETWORK)


def _status(asker: Asker, *, as_json: bool) -> None:
    from routine.presentation.time_format import TimeDisplay  # noqa: PLC0415 - as above
    from routine.ui.cli import link_calendar, link_followed, link_phone  # noqa: PLC0415 - likewise
    from routine.ui.cli.link_folder import folder_state, shape_of, show_folder  # noqa: PLC0415 - likewise

    app = asker.app
    folder, calendar = folder_state(app), link_calendar.calendar_state(app)
    phone = link_phone.phone_state(app)
    if as_json:
        shape: dict[str, object] = {
            "folder": folder.settings.folder if folder else None,
            "trouble": (folder.came.trouble if folder else "") or None,
            "devices": shape_of(folder.devices) if folder else [],
            "calendar": link_calendar.shape_of(calendar) if calendar else None,
            "phone": link_phone.shape_of(phone) if phone else None,
            "followed": link_followed.shapes(app),
        }
        echo_json(shape)
        return
    if folder:
        view = TimeDisplay(app.clock.now(), app.zone, app.loaded_plans.settings.hour_cycle)
        show_folder(folder, view)
    if calendar:
        link_calendar.show_calendar(calendar)
    if phone:
        link_phone.show_phone(phone)
    followed = link_followed.show_followed(app)
    if not (folder or calendar or phone or followed):
        echo(words.NOT_LINKED)
        echo(dim(words.HOW_TO_LINK))
