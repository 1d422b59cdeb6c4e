"""Knows `plans follow` as a person sees it: what is offered, and a yes. Must not know how it was fetched."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from msgspec.structs import replace

from routine.adapters.followed_plans import FollowedFile
from routine.core.plan import Plan
from routine.core.recurrence import Weekly
from routine.errors import NothingToActOn, PlanError, ServerFault, UsageError
from routine.presentation import following as words
from routine.presentation.time_format import whole_minutes
from routine.service.plan_list import lengths_a_week
from routine.ui.console.output import dim, echo, good, warn
from routine.ui.console.prompts import first_letter
from routine.wiring.app import App
from routine.wiring.following import OfferedPlan, changes, note, offered, take


def follow(args: argparse.Namespace, app: App) -> int:
    """Raises NotAccepted, PlanError and ServerFault for what cannot be followed."""
    if args.now and not args.address:
        return _look(app, yes=args.yes)
    if not args.address:
        raise UsageError(*words.NEEDS_ADDRESS)
    offer = offered(args.address, app)
    _show(offer, app)
    if not args.yes and not sys.stdin.isatty():
        raise NothingToActOn(words.NOT_TAKEN, words.TAKES_IT)
    if not args.yes and first_letter(words.TAKE_IT) != "y":
        echo(words.NOT_TAKEN)
        return NothingToActOn.exit_code
    path = take(offer, app)
    echo(good(words.taken(offer.plan.title, str(path))))
    return 0


def _look(app: App, *, yes: bool) -> int:
    """Goes on where one of them fails; ends with what the first failure ends with."""
    code, found = 0, False
    for name, offer in changes(app):
        found = True
        kept = replace(FollowedFile(app.paths.state_dir).read().plans[name], looked=app.clock.now(), trouble="")
        if isinstance(offer, PlanError | ServerFault):
            note(name, replace(kept, trouble=str(offer)), app)
            echo(warn(f"{name}: {offer}"))
            code = code or offer.exit_code
        elif offer is None:
            note(name, replace(kept, waits=False), app)
            echo(dim(words.unchanged(name)))
        else:
            _agree(offer, app, yes=yes)
    if not found:
        echo(words.NONE_FOLLOWED)
    return code


def _agree(offer: OfferedPlan, app: App, *, yes: bool) -> None:
    _show(offer, app)
    asked = offer.needs_yes and not yes
    if asked and (not sys.stdin.isatty() or first_letter(words.TAKE_IT) != "y"):
        kept = FollowedFile(app.paths.state_dir).read().plans[offer.name]
        note(offer.name, replace(kept, waits=True, looked=app.clock.now()), app)
        echo(words.waits(offer.name))
        return
    take(offer, app)
    echo(good(words.updated(offer.plan.title)))


def _show(offer: OfferedPlan, app: App) -> None:
    plan = offer.plan
    if offer.change is not None:
        echo(words.changed(plan.title, offer.change, edited=offer.edited))
        if not offer.needs_yes:
            return
    host = urlsplit(offer.followed.address).hostname or ""
    echo(words.from_whom(plan.title, host, signed=bool(offer.followed.key)))
    _, most = lengths_a_week(plan, app.clock)
    echo(words.week(len(plan.sessions), whole_minutes(most)))
    for line in session_lines(plan):
        echo("  ", line)


def session_lines(plan: Plan) -> list[str]:
    lines = []
    for session in plan.sessions:
        if isinstance(session.rule, Weekly):
            times = sorted({f"{slot.at:%H:%M}" for slot in session.rule.slots})
            lines.append(words.session(session.title, times, len(session.rule.slots)))
        else:
            lines.append(session.title)
    return lines
