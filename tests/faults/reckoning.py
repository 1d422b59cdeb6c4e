"""Knows what has to hold when a life with faults is over; must not know how it was lived."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from routine.core.clock_faults import ClockFaults
from routine.core.events import Actor, Event, EventKind
from routine.core.reminder_states import FINAL
from tests.faults.decade import BEGIN, DAY, Decade
from tests.faults.outcomes import by_key, endings, state_of


def checkable_days(life: Decade) -> list[date]:
    """Those whose plan was not edited about then: what was due is beyond debate."""
    days = range((life.end.date() - BEGIN.date()).days - 1)
    return [day for number in days if (day := BEGIN.date() + DAY * (number + 1)) not in life.disturbed]


def forgotten_or_doubled(life: Decade) -> list[tuple[date, list[str] | None]]:
    """Days without a morning, or with two."""
    mornings = _mornings(entries(life))
    # a clock set back may show a day as the plan of today has it; that is no second morning of it
    shown = life.journal.rows(kinds=(EventKind.SHOWN,))
    lived = {row.entry.key for row in shown if row.id not in life.journal.under_a_wrong_clock}
    return [
        (day, mornings.get(day))
        for day in checkable_days(life)
        if day not in mornings or len(lived.intersection(mornings[day])) > 1
    ]


def entries(life: Decade) -> dict[str, list[Event]]:
    """What the journal tells of each occurrence when all is over."""
    seen = ClockFaults(life.journal.clock_spans(), life.clock.now())
    return by_key(seen.entries(life.journal.rows()))


def undisturbed(life: Decade) -> dict[str, list[Event]]:
    return {
        key: of
        for key, of in entries(life).items()
        if _day(key) not in life.disturbed and _day(key) < life.end.date()
    }


def without_outcome(life: Decade) -> dict[str, str]:
    """Occurrences that are open, and their phases."""
    phases = {key: state_of(of).phase for key, of in undisturbed(life).items()}
    return {key: str(phase) for key, phase in phases.items() if phase not in FINAL}


def ended_twice(life: Decade) -> dict[str, list[Event]]:
    # a clock set back shows a card of a day long over, and whoever answers it corrects that day
    corrected = {
        row.entry.key
        for row in life.journal.rows()
        if row.id in life.journal.under_a_wrong_clock and row.entry.by is not Actor.SERVICE
    }
    return {key: of for key, of in undisturbed(life).items() if endings(of) > 1 and key not in corrected}


def foreseen(life: Decade) -> set[str]:
    """Sessions and days that a wrong clock had ended, and that were still to come.

    By what the test knows and the journal does not: which rows were written under a wrong clock.
    """
    wrong = life.journal.under_a_wrong_clock
    written = by_key(row.entry for row in life.journal.rows() if row.id in wrong)
    return {
        _name(key)
        for key, of in written.items()
        if state_of(of).phase in FINAL
        and _day(key) not in life.disturbed | life.wrong_days
        and BEGIN.date() <= _day(key) < life.end.date()
    }


def lost(life: Decade) -> list[str]:
    """Those of them that never came on their real day."""
    wrong = life.journal.under_a_wrong_clock
    lived = by_key(row.entry for row in life.journal.rows() if row.id not in wrong)
    return sorted(foreseen(life) - {_name(key) for key, of in lived.items() if state_of(of).phase in FINAL})


def _day(key: str) -> date:
    return datetime.fromisoformat(key.rpartition("@")[2]).date()


def _name(key: str) -> str:
    """The session and the day: a plan may have moved its time since."""
    return key.partition("T")[0]


def _mornings(keys: Iterable[str]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for key in keys:
        if "/morning@" in key:
            found.setdefault(_day(key), []).append(key)
    return found
