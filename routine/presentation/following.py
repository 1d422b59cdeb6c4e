"""Knows what is said of plans that somebody publishes and others follow: what they ask, and why one is refused."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.followed_limits import LimitBroken, PlanDifference
from routine.presentation.phrases import NOTHING_CHANGED, Said, both, plural, quoted

HELP = "take a plan that somebody publishes, and its changes when you agree"
ADDRESS_HELP = "where it is published: https://…/plan.toml, with its key behind a # where you were given one"
YES_HELP = "take what is shown without asking"
NOW_HELP = "look now whether a plan that you follow has changed"
PUBLISH_HELP = "make the signed file of a plan, for others to follow, and a sheet with its code"
FOLDER_HELP = "where to put the files, to be copied to your web server as they are"
URL_HELP = "where that folder will be: https://practice.example/plans/"
TAKE_IT = "Take it? [y/N]"
NOT_TAKEN = "Nothing was taken."
TAKES_IT = "Nobody is asked here: --yes takes it."
NEEDS_ADDRESS = ("Which plan?", "routine plans follow https://… takes one; --now looks at those you follow.")
NONE_FOLLOWED = "You follow no plan."

_ASK = "Ask whoever publishes it; what you have stays as it is."
_LIMITS = {
    LimitBroken.ALWAYS: "it would pass over do-not-disturb",
    LimitBroken.QUIET: "it sets your quiet hours",
    LimitBroken.AGAIN_AFTER: "it asks again after less than 10 minutes",
    LimitBroken.PATIENCE: "it waits for an answer for more than 4 hours",
    LimitBroken.ROUNDS: "it comes round more often than every 20 minutes",
    LimitBroken.SUPPLEMENTS: "it reminds of supplements, which you agree with somebody in person",
    LimitBroken.REMINDERS: "it reminds more than 12 times a day",
    LimitBroken.HOURS: "it asks for more than 2 hours a day",
    LimitBroken.PICTURES: "it brings pictures, which are not fetched",
    LimitBroken.EMPTY: "it has no session to do",
}


def from_whom(title: str, host: str, *, signed: bool) -> str:
    if signed:
        return f"{quoted(title)}, published by {host} and signed: from now on only with the same key."
    return f"{quoted(title)}, published by {host} without a signature: nobody can tell who wrote it."


def week(sessions: int, most: int) -> str:
    return f"{plural(sessions, '1 session', f'{sessions} sessions')}, up to {most} minutes a week:"


def session(title: str, times: Sequence[str], a_week: int) -> str:
    said = plural(a_week, "once a week", f"{a_week} times a week")
    return f"{title}: {said}, {both(list(times))}"


def changed(title: str, change: PlanDifference, *, edited: bool) -> str:
    said = [
        *(["when it comes"] if change.times else ()),
        *([f"what you do ({both(list(change.exercises))})"] if change.exercises else ()),
        *(["words"] if change.texts and not change.needs_yes else ()),
    ]
    mine = ". You have changed its text here, which a yes takes away" if edited else ""
    return f"{quoted(title)} changes {both(said) or 'nothing you would notice'}{mine}."


def taken(title: str, file: str) -> str:
    return f"You follow {quoted(title)} now: {file}"


def updated(title: str) -> str:
    return f"{quoted(title)} has its new text."


def unchanged(name: str) -> str:
    return f"{name}: nothing new."


def waits(name: str) -> str:
    return f"{name}: the change waits. `routine plans follow --now` in a terminal, or with --yes, takes it."


def changes_wait(names: Sequence[str]) -> str:
    """On a card: nobody may have been looking when it was found."""
    which = both([quoted(name) for name in names])
    said = plural(len(names), f"{which}, a plan you follow, has", f"{which}, plans you follow, have")
    return f"{said} changed, and your yes is missing. `routine plans follow --now` shows what would be new."


def status(name: str, address: str) -> str:
    return f"Followed: {name}, published at {address}."


def nothing_there(address: str) -> Said:
    return f"There is no plan at {address}.", _ASK


def not_readable(address: str) -> Said:
    return f"{address} says that it has not changed, and was never read.", "Try again in a while."


def has_problems(address: str, problems: Sequence[str]) -> Said:
    more = f" {problems[0]}" if problems else ""
    return f"What lies at {address} is no plan that can be used.{more}", f"{NOTHING_CHANGED} {_ASK}"


def exceeds_limits(address: str, broken: Sequence[LimitBroken]) -> Said:
    return (
        f"The plan at {address} may not be followed: {both([_LIMITS[one] for one in broken])}.",
        f"{NOTHING_CHANGED} {_ASK}",
    )


def another_key(address: str) -> Said:
    return f"The key given for {address} is none, or not the one it had at first.", f"{NOTHING_CHANGED} {_ASK}"


def no_key(address: str) -> Said:
    return (
        f"The plan at {address} is signed, and its publisher's key is nowhere to be found.",
        "Give it behind the address: https://…/plan.toml#RW…",
    )


def unsigned(address: str) -> Said:
    return f"The plan at {address} is not signed, and it has a key.", f"{NOTHING_CHANGED} {_ASK}"


def wrongly_signed(address: str) -> Said:
    return (
        f"The plan at {address} was not signed by its publisher, or was changed afterwards.",
        f"{NOTHING_CHANGED} {_ASK}",
    )


def older(address: str) -> Said:
    return f"The plan at {address} was signed before the one you have.", f"{NOTHING_CHANGED} {_ASK}"


def published(folder: str) -> str:
    return f"Ready in {folder}: copy all of it to your web server, and print the sheet."


def key_kept(file: str) -> str:
    return f"Your key is in {file}. Keep a copy: without it those who follow you can take no change."


def no_own_plan(name: str, folder: str) -> Said:
    return f"There is no plan {quoted(name)} in {folder}.", "`routine plans` lists yours."


def not_publishable(problems: Sequence[str]) -> Said:
    return (
        f"Nobody could follow this plan: {both([one.rstrip('.') for one in problems])}.",
        "Change that first; `routine check` helps.",
    )


def limits_words(broken: Sequence[LimitBroken]) -> list[str]:
    return [_LIMITS[one] for one in broken]


def key_unreadable(file: str) -> Said:
    return f"{file} is no key without a password.", "Move it away, and a new one is made; or give it no password."


SHEET_HEAD = "Your plan in routine"
SHEET_HOW = "On your computer, in a terminal:"
SHEET_SCAN = "Or scan the code and copy the address."
SHEET_KEY = "Signed with the key"
NO_CODE = "The sheet has no code to scan: pip install 'routine[link]' brings it."
