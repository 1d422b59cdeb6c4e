"""Knows which sessions of a plan come in turn, and keeps them so when their days or times are chosen anew.

Two sessions take turns that come in the same weeks, at the same time, and never on the same day: one evening the
one, the next evening the other. Must not know who chooses, nor files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from routine.core.plan_edit import FieldEdit
from routine.core.recurrence import WEEKDAYS, WeekCycle, Weekly
from routine.errors import UsageError
from routine.presentation import plan_changes as words
from routine.presentation.time_format import weekday
from routine.reading import scalars
from routine.reading.parser import BOM

Said = Mapping[str, Any]
"""A session as its plan's text has it."""
_A_MONDAY = date(2024, 1, 1)
_LOOKED_AT = 104
"""So many weeks tell of a plan without an end which of its sessions share one."""
_OFTEN = "every"
"""The time of what comes every so often."""


def name_of(session: Said) -> str:
    return str(session.get("id") or scalars.slug(str(session["title"])))


def days_of(session: Said) -> tuple[str, ...]:
    """As plans write them, from Monday on."""
    said = session.get("days")
    if said is None and isinstance(session.get("at"), Mapping):
        said = list(session["at"])
    if isinstance(said, str):
        return tuple(WEEKDAYS[day] for day in scalars.DAY_WORDS.get(said, ()))
    there = {str(day)[:3].lower() for day in said or ()}
    return tuple(day for day in WEEKDAYS if day in there)


def days_in_turn(sessions: Sequence[Said], chosen: Sequence[str], weeks: int | None) -> dict[str, tuple[str, ...]]:
    """The days of each of these sessions where the plan is to come on the `chosen` ones, by the sessions' names.

    Those that never come on the same day go on so: the days are shared out among them as the plan does it, and
    what lies on one of its own days stays there. Raises UsageError where there are too few of them.
    """
    days: dict[str, tuple[str, ...]] = {}
    for some in _sharing_weeks(sessions, weeks):
        usual = list(dict.fromkeys(days_of(each) for each in some))
        shared = _shared_out(usual, [day for day in WEEKDAYS if day in chosen])
        days |= {name_of(each): shared[days_of(each)] for each in some}
    return days


def times_of(session: Said) -> list[str]:
    """Its times of day, as plans write them; none of what comes every so often."""
    at = session.get("at", ())
    rows = at.values() if isinstance(at, Mapping) else [at]
    return [each for row in rows for each in ([row] if isinstance(row, str) else row)]


def kept_apart(before: bytes, after: bytes, changed: Collection[str]) -> tuple[bytes | None, list[str]]:
    """The changed text in which what took turns still does, and the titles of what gave its days for that.

    A session that takes a day of another gives it one of those that it leaves. `changed`: the names of those whose
    days or times were said anew. Raises UsageError where one would have no day, or two would come at once that did
    not before. The text is None where it has to be changed by hand.
    """
    was, now = _sessions(before), _sessions(after)
    weeks = _plan(after).get("weeks")
    days = {name: days_of(each) for name, each in now.items()}
    for name in changed:
        for other in now.keys() - set(changed):
            if name in was and other in was and _take_turns(was[name], was[other], weeks):
                if _times(now[name]) & _times(now[other]):
                    days[other] = _given_back(days[other], days[name], days_of(was[name]))
                if not days[other]:
                    raise UsageError(*words.no_day_left(str(now[other]["title"])))
    from routine.reading.form_edit import with_fields  # noqa: PLC0415 - only what writes a plan imports tomlkit

    moved = [name for name, each in now.items() if days[name] != days_of(each)]
    written = with_fields(after, [FieldEdit("days", days[name], name) for name in moved]) if moved else after
    if written is not None:
        _refuse_at_once(was, _sessions(written), weeks)
    return written, [str(now[name]["title"]) for name in moved]


def meet(one: Said, other: Said, weeks: int | None) -> list[tuple[str, str]]:
    """Each day and time at which both come in the same week."""
    times = _times(one) & _times(other)
    days = [day for day in days_of(one) if day in days_of(other)]
    if not times or not days or not _share_a_week(one, other, weeks):
        return []
    return [(day, at) for day in days for at in sorted(times)]


def _given_back(theirs: Sequence[str], taken: Sequence[str], left: Sequence[str]) -> tuple[str, ...]:
    """`theirs` without what was `taken`, and as many of those that were `left` for it."""
    kept = [day for day in theirs if day not in taken]
    free = [day for day in left if day not in taken and day not in kept]
    kept += free[: len(theirs) - len(kept)]
    return tuple(day for day in WEEKDAYS if day in kept)


def _refuse_at_once(was: Mapping[str, Said], now: Mapping[str, Said], weeks: int | None) -> None:
    for name, other in combinations(now, 2):
        at_once = meet(now[name], now[other], weeks)
        if at_once and not (name in was and other in was and meet(was[name], was[other], weeks)):
            day, at = at_once[0]
            titles = [str(now[each]["title"]) for each in (name, other)]
            raise UsageError(
                *words.both_at_once(titles, weekday(_A_MONDAY + WEEKDAYS.index(day) * timedelta(days=1)), at)
            )


def _sharing_weeks(sessions: Sequence[Said], weeks: int | None) -> Iterator[list[Said]]:
    """Those that never come on the same day, as far as they share a week with one another."""
    left = list(sessions)
    while left:
        some = [left.pop(0)]
        for each in some:
            near = [one for one in left if _share_a_week(each, one, weeks)]
            left = [one for one in left if one not in near]
            some += near
        yield some


def _shared_out(usual: Sequence[tuple[str, ...]], chosen: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The chosen days for each of the usual rows of days, about as many for each as it had. Raises UsageError."""
    if len(usual) == 1 or any(set(one) & set(other) for one, other in combinations(usual, 2)):
        return dict.fromkeys(usual, tuple(chosen))
    if len(chosen) < len(usual):
        raise UsageError(*words.too_few_days(len(usual)))
    many = dict.fromkeys(usual, 1)
    for _ in range(len(chosen) - len(usual)):
        many[min(usual, key=lambda row: many[row] / len(row))] += 1
    shared: dict[tuple[str, ...], list[str]] = {row: [] for row in usual}
    left: list[str] = []
    for day in chosen:
        row = next((row for row in usual if day in row and len(shared[row]) < many[row]), None)
        (left if row is None else shared[row]).append(day)
    for day in left:
        shared[max(usual, key=lambda row: many[row] - len(shared[row]))].append(day)
    return {row: tuple(day for day in WEEKDAYS if day in days) for row, days in shared.items()}


def _take_turns(one: Said, other: Said, weeks: int | None) -> bool:
    return (
        bool(_times(one) & _times(other))
        and not set(days_of(one)) & set(days_of(other))
        and _share_a_week(one, other, weeks)
    )


def _share_a_week(one: Said, other: Said, weeks: int | None) -> bool:
    both = [_weekly(one), _weekly(other)]
    return any(all(each.applies_in_week(week) for each in both) for week in range(1, (weeks or _LOOKED_AT) + 1))


def _weekly(session: Said) -> Weekly:
    said = session.get("weeks", ())
    found = [scalars.weeks(each) for each in (said if isinstance(said, list | tuple) else (said,))]
    return Weekly(
        (),
        tuple(each for each in found if not isinstance(each, WeekCycle)),
        tuple(each for each in found if isinstance(each, WeekCycle)),
    )


def _times(session: Said) -> frozenset[str]:
    return frozenset({_OFTEN} if _OFTEN in session else times_of(session))


def _plan(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.removeprefix(BOM).decode())


def _sessions(content: bytes) -> dict[str, Said]:
    with suppress(ValueError, LookupError, TypeError):
        return {name_of(each): each for each in _plan(content).get("session", ())}
    return {}
