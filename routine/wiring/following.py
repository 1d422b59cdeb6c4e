"""Knows how a plan that a practice publishes becomes one's own, and how its changes come; not who asks for it.

Nothing is taken that breaks the limits of core.followed_limits, or is not signed by the key it had at first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from routine.adapters.followed_plans import FollowedFile, FollowedPlan
from routine.adapters.minisign import check, read_key
from routine.adapters.paths import make_private
from routine.adapters.plan_writer import read_or_none
from routine.adapters.plan_writer import replace as replace_file
from routine.adapters.web.client import WebAddress
from routine.adapters.web.published_plan import PublishedPlan, address_of, fetch
from routine.core.followed_limits import PlanDifference, difference, limits_broken
from routine.core.loaded_plans import digest
from routine.core.plan import Plan
from routine.errors import PlanError, ServerFault
from routine.presentation import following as words
from routine.presentation import init_questions
from routine.wiring.app import App

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_STARTS = re.compile(rb"^starts\s*=\s*\"?(\d{4}-\d\d-\d\d)", re.MULTILINE)


class OfferedPlan(Struct, frozen=True):
    """What lies there, checked: only a yes is missing."""

    name: str
    plan: Plan
    content: bytes
    """As it would be written into the plan's file."""
    followed: FollowedPlan
    change: PlanDifference | None = None
    """None where it is new."""
    edited: bool = False
    """Whoever follows it has changed its text here; a yes takes that away."""

    @property
    def needs_yes(self) -> bool:
        return self.change is None or self.change.needs_yes or self.edited or not self.followed.key


def offered(typed: str, app: App) -> OfferedPlan:
    """What would be followed. Raises NotAccepted for the address, PlanError for the plan, ServerFault."""
    address, given = address_of(typed)
    files = FollowedFile(app.paths.state_dir)
    known = files.read().plans
    name = next((name for name, one in known.items() if one.address == str(address)), "")
    if name and (app.plans_dir / f"{name}.toml").exists():
        found = _looked_at(name, replace(known[name], etag=""), app, given)
        if found is not None:
            return found
    published = fetch(address, with_key=True)
    if published is None:
        raise PlanError(*words.not_readable(str(address)))
    followed = _pinned(FollowedPlan(str(address)), published, given)
    return _checked(_free_name(address, app), published, followed, app, None)


def changes(app: App) -> Iterator[tuple[str, OfferedPlan | PlanError | ServerFault | None]]:
    """Each plan that is followed, and what is new of it, or why nobody knows; None where nothing is."""
    for name, one in FollowedFile(app.paths.state_dir).read().plans.items():
        if not (app.plans_dir / f"{name}.toml").exists():
            continue  # put aside: it is followed no more
        try:
            yield name, _looked_at(name, one, app, "")
        except (PlanError, ServerFault) as error:
            yield name, error


def take(offer: OfferedPlan, app: App) -> Path:
    """Write it as one's own. Raises SystemFault."""
    path = app.plans_dir / f"{offer.name}.toml"
    # written down first: killed in between, it is only looked at again
    note(offer.name, replace(offer.followed, waits=False, looked=app.clock.now(), trouble=""), app)
    replace_file(path, read_or_none(path), offer.content)
    app.look_again()
    app.poke()
    return path


def note(name: str, followed: FollowedPlan, app: App) -> None:
    """Raises SystemFault, OSError."""
    make_private(app.paths.state_dir)
    FollowedFile(app.paths.state_dir).keep(name, followed)


def _looked_at(name: str, one: FollowedPlan, app: App, given: str) -> OfferedPlan | None:
    address, _ = address_of(one.address)
    published = fetch(address, one.etag)
    if published is None:
        return None
    if digest(published.content) == one.taken:
        return None
    followed = _pinned(one, published, given)
    here = read_or_none(app.plans_dir / f"{name}.toml") or b""
    return _checked(name, published, followed, app, here)


def _pinned(one: FollowedPlan, published: PublishedPlan, given: str) -> FollowedPlan:
    """With the key that holds from now on. Raises PlanError where the signature is not what it has to be."""
    key = read_key(one.key or given or published.key)
    if given and (read_key(given) is None or (one.key and read_key(given) != read_key(one.key))):
        raise PlanError(*words.another_key(one.address))
    taken = digest(published.content)
    if key is None:
        if published.signature:
            raise PlanError(*words.no_key(one.address))
        return replace(one, taken=taken, etag=published.etag)
    if not published.signature:
        raise PlanError(*words.unsigned(one.address))
    found = check(key, published.content, published.signature)
    if found is None:
        raise PlanError(*words.wrongly_signed(one.address))
    if found.signed_at < one.signed_at:
        raise PlanError(*words.older(one.address))
    return replace(one, key=key.text, taken=taken, signed_at=found.signed_at, etag=published.etag)


def _checked(
    name: str, published: PublishedPlan, followed: FollowedPlan, app: App, here: bytes | None
) -> OfferedPlan:
    path = app.plans_dir / f"{name}.toml"
    found = app.source.read_draft_now(path, published.content)
    if found.plan is None or found.problems:
        said = [one.what for one in found.problems]
        raise PlanError(*words.has_problems(followed.address, said))
    if broken := limits_broken(found.plan):
        raise PlanError(*words.exceeds_limits(followed.address, broken))
    content = _with_start(published.content, found.plan, here, app)
    change, edited = None, False
    if here is not None:
        before = app.source.read_draft_now(path, here).plan
        after = app.source.read_draft_now(path, content).plan
        edited = digest(here) != followed.written
        change = difference(before, after) if before and after else PlanDifference(times=True)
    return OfferedPlan(name, found.plan, content, replace(followed, written=digest(content)), change, edited)


def _with_start(content: bytes, plan: Plan, here: bytes | None, app: App) -> bytes:
    """Where it counts weeks they begin today, or go on as they are."""
    if not plan.needs_start:
        return content
    from routine.reading.edit import begun_on  # noqa: PLC0415 - only what writes a plan imports tomlkit

    today = app.clock.now().astimezone(app.zone).date()
    kept = _STARTS.search(here or b"")
    first = date.fromisoformat(kept[1].decode()) if kept else today
    return begun_on(content.decode(), first, init_questions.FIRST_DAY, turned=False).encode()


def _free_name(address: WebAddress, app: App) -> str:
    """From its file's name, else its host's; one that nobody has."""
    last = address.path.partition("?")[0].rpartition("/")[2].removesuffix(".toml").lower()
    name = _NOT_IN_A_NAME.sub("-", last).strip("-")[:40] or "plan"
    host = _NOT_IN_A_NAME.sub("-", address.host.lower()).strip("-")
    names = [name, f"{name}-{host}", *(f"{name}-{number}" for number in range(2, 100))]
    taken = {path.stem.lower() for path in app.plans_dir.glob("*.toml")} | set(_shipped(app))
    return next(one for one in names if one not in taken)


def _shipped(app: App) -> list[str]:
    return [path.stem for path in app.paths.shipped_plans.glob("*.toml")]
