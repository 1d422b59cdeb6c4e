"""Knows which session of the plans as they were is which of the plans as they are; must not know files or history.

Titles and file names are what people edit. A session is the same while its times and steps are, or its name with
one of both; what differs in all of it is another one, and nobody's history is handed on to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from routine.core.ids import SessionRef
from routine.core.plan import Plan, Session, StepEntry

_Sessions = dict[SessionRef, tuple[Plan, Session]]


def renamed_between(
    before: Mapping[str, Plan],
    after: Mapping[str, Plan],
    came_later: Callable[[SessionRef, SessionRef], bool] = lambda _one, _other: False,
) -> dict[str, str]:
    """Old names and new ones: of sessions as `plan/session`, of whole plans by their id.

    `came_later`: whether the first was seen after the second. What was copied first and removed later goes on in
    its copy.
    """
    old, new = _sessions(before), _sessions(after)
    pairs = _by_times_and_steps(old, new)
    for ref, was in old.items():
        if ref in new or ref in pairs:
            continue
        free = [each for each in new if each not in old and each not in pairs.values()]
        found = next((each for each in free if _goes_on(was, new[each])), None)
        if found is not None:
            pairs[ref] = found
    for ref in [each for each in old if each not in new and each not in pairs]:
        copies = [
            each
            for each in new
            if each not in pairs.values() and _is_copy(old[ref], new[each]) and came_later(each, ref)
        ]
        if copies:
            pairs[ref] = copies[0]
    plans = _plans(before, after, pairs)
    moved = {ref: SessionRef.of(plans.get(ref.plan, ref.plan), ref.session) for ref in pairs}
    return {**plans, **{ref: now for ref, now in pairs.items() if now != moved[ref]}}


def _sessions(plans: Mapping[str, Plan]) -> _Sessions:
    """A review has no name of its own: it goes with its visits."""
    return {
        SessionRef.of(name, session.id): (plan, session)
        for name, plan in plans.items()
        for session in plan.sessions
        if ":" not in session.id
    }


def _by_times_and_steps(old: _Sessions, new: _Sessions) -> dict[SessionRef, SessionRef]:
    changed = {ref for ref in old.keys() & new.keys() if not _is_same(old[ref], new[ref])}
    left = [ref for ref in old if ref not in new or ref in changed]
    pairs: dict[SessionRef, SessionRef] = {}
    for ref in left:
        came = [each for each in new if (each not in old or each in changed) and each not in pairs.values()]
        alike = [each for each in came if each != ref and _is_same(old[ref], new[each])]
        # the same id in another file first, then the same file
        alike.sort(key=lambda each: (each.session != ref.session, each.plan != ref.plan))
        if alike:
            pairs[ref] = alike[0]
    # where one that is there still would give its history away and get none, its time was moved, not its name
    while broken := {
        ref: now
        for ref, now in pairs.items()
        if (now in old and now not in pairs) or (ref in new and ref not in pairs.values())
    }:
        pairs = {ref: now for ref, now in pairs.items() if ref not in broken}
    return pairs


def _is_same(one: tuple[Plan, Session], other: tuple[Plan, Session]) -> bool:
    return _same_kind(one, other) and _same_times(one, other) and _same_steps(one, other)


def _goes_on(one: tuple[Plan, Session], other: tuple[Plan, Session]) -> bool:
    """By its id, or its title, and one of times and steps."""
    named = one[1].id == other[1].id or one[1].title == other[1].title
    return named and _same_kind(one, other) and (_same_times(one, other) or _same_steps(one, other))


def _is_copy(one: tuple[Plan, Session], other: tuple[Plan, Session]) -> bool:
    """Under its id or its title, with its times and its steps."""
    return (one[1].id == other[1].id or one[1].title == other[1].title) and _is_same(one, other)


def _same_kind(one: tuple[Plan, Session], other: tuple[Plan, Session]) -> bool:
    return one[1].asks is other[1].asks


def _same_times(one: tuple[Plan, Session], other: tuple[Plan, Session]) -> bool:
    return one[1].rule == other[1].rule and one[0].timezone == other[0].timezone


def _same_steps(one: tuple[Plan, Session], other: tuple[Plan, Session]) -> bool:
    return _steps(*one) == _steps(*other)


def _steps(plan: Plan, session: Session) -> tuple[int, object, tuple[tuple[StepEntry, ...], ...]]:
    return session.rounds, session.lasts, tuple(plan.sequences[name].entries for name in session.rotation)


def _plans(
    before: Mapping[str, Plan], after: Mapping[str, Plan], pairs: Mapping[SessionRef, SessionRef]
) -> dict[str, str]:
    """A plan goes on as one that is new when at least half of the sessions of both are the same."""
    found: dict[str, str] = {}
    sources = {now: ref for ref, now in pairs.items()}
    for name in before.keys() - after.keys():
        left = [SessionRef.of(name, session.id) for session in before[name].sessions]
        if copy := _copy_of(left, before, after, pairs):
            # its weeks are counted on there
            found[name] = copy
            continue
        for other in after.keys() - before.keys() - set(found.values()):
            same = sum(ref in pairs and pairs[ref].plan == other for ref in left)
            # what has no match may not end under a name that another one goes on under
            mixed = any(ref not in pairs and SessionRef.of(other, ref.session) in sources for ref in left)
            if same and not mixed and 2 * same >= max(len(left), len(after[other].sessions)):
                found[name] = other
                break
    return found


def _copy_of(
    left: list[SessionRef],
    before: Mapping[str, Plan],
    after: Mapping[str, Plan],
    pairs: Mapping[SessionRef, SessionRef],
) -> str:
    """The plan that was there already and holds a copy of all of these, and little else; empty where none is."""
    mine = [ref for ref in left if ":" not in ref.session]
    plans = {pairs[ref].plan for ref in mine if ref in pairs}
    if len(plans) != 1 or not all(ref in pairs for ref in mine):
        return ""
    (name,) = plans
    there = {SessionRef.of(name, session.id) for session in before[name].sessions} if name in before else set()
    copied = all(pairs[ref] in there for ref in mine)
    return name if copied and 2 * len(mine) >= len(after[name].sessions) else ""
