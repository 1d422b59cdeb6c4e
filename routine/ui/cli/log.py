"""Knows how the journal is read out: log. Must not know what its entries lead to."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from routine.core.events import (
    Abandoned,
    Actor,
    CheckedIn,
    Completed,
    DaysOff,
    Event,
    EventKind,
    Excused,
    Felt,
    Held,
    Measured,
    Missed,
    Paused,
    PlanChanged,
    PlanLoaded,
    PlanRejected,
    Renamed,
    Shown,
    ShownCard,
    Snoozed,
    Started,
    StepDone,
    StepSkipped,
    Undone,
)
from routine.core.measures import Measure
from routine.core.occurrence import Occurrence
from routine.core.offer import answers_offer
from routine.presentation import agenda as words
from routine.presentation import command_line as common
from routine.presentation import pauses, visits
from routine.presentation.measures import ASKS, measured_in_words
from routine.presentation.phrases import quoted
from routine.presentation.reminder_state import minutes_played, title_of
from routine.presentation.shorter_version import at_most
from routine.presentation.time_format import (
    TimeDisplay,
    clock_time,
    long_date,
    of_minutes,
    whole_minutes,
    written,
)
from routine.service.requests.log_messages import LogEntry, LogRequest
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

_A_YEAR = 366
"""More than this is read here: the service is not kept from reminding by it."""
_SECOND = timedelta(seconds=1)
_USUAL_DAYS = 7
_STEPS = StepDone | StepSkipped | PlanLoaded
_COLUMNS = (Column(), Column(), Column(), Column(wraps=True), Column(wraps=True))


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, metavar=words.DAYS, help=words.LOG_DAYS_HELP)
    parser.add_argument(
        "--kind",
        action="append",
        choices=[kind.value for kind in EventKind if kind is not EventKind.UNKNOWN],
        default=[],
        metavar=words.KIND,
        help=words.KIND_HELP,
    )
    parser.add_argument("--occurrence", default="", metavar=words.ID, help=words.OCCURRENCE_HELP)
    parser.add_argument("--all", action="store_true", help=words.LOG_ALL_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    # one occurrence is asked for whole, however old it is
    days = args.days if args.days is not None or args.occurrence else _USUAL_DAYS
    if days and days > _A_YEAR:
        asker.do_it_here()
    answer, _ = asker.ask(LogRequest(days, tuple(map(EventKind, args.kind)), args.occurrence))
    if args.json:
        echo_json({"entries": [_to_json(one) for one in answer.entries]})
        return 0
    entries = answer.entries
    if not (args.all or args.kind or args.occurrence):
        entries = tuple(one for one in entries if _is_listed(one.entry))
    if entries:
        _show(entries, answer.time.display())
    else:
        echo(words.NOTHING_HAPPENED)
    return 0


def _is_listed(entry: Event) -> bool:
    """What a person did, said or missed; what was shown to them, and each step, is there with --all."""
    return isinstance(entry, Missed | PlanRejected | Renamed) or (
        entry.by is not Actor.SERVICE and not isinstance(entry, _STEPS)
    )


def _to_json(one: LogEntry) -> dict[str, Any]:
    """What it does not say is left out, but for what every entry has."""
    entry, about = one.entry, one.entry.about
    shape: dict[str, Any] = {
        "at": _utc(entry.at),
        "kind": entry.kind.value,
        "occurrence": about.key if about else None,
        "title": title_of(about) if about else None,
        "by": entry.by.value,
    }
    if about:
        shape["practice"] = about.practice.value if about.practice else None
        shape["minutes"] = whole_minutes(about.length)
        shape["due"] = _utc(about.due)
    if _can_be_forgotten(entry):
        shape["id"] = one.id
    return shape | {name: said for name, said in _details(entry).items() if said not in (None, "", [])}


def _can_be_forgotten(entry: Event) -> bool:
    """What a person typed: it has a number, by which `routine forget` knows it."""
    if isinstance(entry, Felt):
        return bool(entry.note) or entry.score is not None
    if isinstance(entry, Measured):
        return entry.value is not None and not answers_offer(entry)
    return isinstance(entry, Excused | DaysOff) and bool(entry.note)


def _details(entry: Event) -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 - one a kind
    """What its kind says beside, as identifiers."""
    match entry:
        case Snoozed(until=until) | Paused(until=until):
            return {"until": _utc(until)}
        case Completed(done_at=done_at, played=played):
            return {"done_at": _utc(done_at) if done_at else None, "played": _played(played)}
        case Shown(card=card, session=session):
            return {"why": card.value if card is not ShownCard.REMINDER else "", "where": session}
        case Held(reason=reason) | Missed(reason=reason):
            return {"why": reason.value}
        case Excused(reason=reason, note=note):
            return {"why": reason.value, "note": note}
        case Started(place=place, most=most):
            return {"where": place.value if place else "", "at_most": whole_minutes(most) if most else None}
        case StepDone(step=step, played=played) | StepSkipped(step=step, played=played):
            return {"step": step, "played": _played(played), "hurt": getattr(entry, "hurt", "")}
        case Abandoned(steps_done=done, of=of, played=played):
            return {"step": done, "of": of, "played": _played(played)}
        case Felt(answer=answer, score=score, note=note):
            return {"answer": answer, "score": score, "note": note}
        case PlanLoaded(plan=plan, shipped=shipped):
            return {"where": plan, "why": "shipped" if shipped else ""}
        case PlanChanged(change=change, texts=texts):
            return {"where": ", ".join(each.plan for each in texts), "why": change.value}
        case PlanRejected(plan=plan, problem=problem):
            return {"where": plan, "why": problem}
        case DaysOff(first=first, last=last, note=note, session=session):
            return {"first": first.isoformat(), "last": last.isoformat(), "note": note, "where": session}
        case Renamed(before=before, after=after):
            return {"before": before, "after": after}
        case Undone(what=what):
            return {"what": what}
        case Measured(measure=measure, value=value, note=note):
            return {"measure": measure, "value": value, "note": note}
        case CheckedIn(outcome=outcome, signs=signs, cleared_at=cleared):
            at = _utc(cleared) if cleared else None
            return {"answer": outcome.value, "why": " ".join(signs), "done_at": at}
    return {}


def _show(entries: Sequence[LogEntry], view: TimeDisplay) -> None:
    by_day: dict[str, list[list[Cell]]] = {}
    for one in entries:
        local = one.entry.at.astimezone(view.zone)
        by_day.setdefault(long_date(local, year=True), []).append(_cells(one, view))
    every = [cells for day in by_day.values() for cells in day]
    for day, cells in by_day.items():
        echo(bold(day))
        echo_table(_COLUMNS, cells, indent=2, like=every)


def _cells(one: LogEntry, view: TimeDisplay) -> list[Cell]:
    entry = one.entry
    about = entry.about
    return [
        view.clock(entry.at),
        _kind(entry),
        dim(_planned(about, entry.at, view) if about else ""),
        _title(entry),
        dim(", ".join(_beside(one, view))),
    ]


def _planned(about: Occurrence, at: datetime, view: TimeDisplay) -> str:
    """The time it was planned for, wherever that was; with its date on another day than that of `at`."""
    planned = about.planned
    clock = clock_time(planned.time(), hour_cycle=view.hour_cycle)
    same = planned.date() == at.astimezone(view.zone).date()
    return clock if same else f"{written(planned.date(), view.today)}, {clock}"


def _title(entry: Event) -> str:
    match entry:
        case Shown(card=ShownCard.SUPPLEMENTS):
            return visits.NOTE_TITLE
        case Shown(card=ShownCard.WEEKLY_QUESTION):
            return ASKS
        case Shown(about=None, session=plan) if plan:
            return plan
        case PlanChanged(texts=texts):
            return ", ".join(each.plan for each in texts)
        case Renamed(title=title, after=after):
            return title or after
        case PlanLoaded(plan=plan) | PlanRejected(plan=plan):
            # the built-in welcome has a name that no file can have
            return plan.removeprefix("@")
    return title_of(entry.about) if entry.about else ""


def _beside(one: LogEntry, view: TimeDisplay) -> list[str]:
    said = _in_words(one, view)
    if _can_be_forgotten(one.entry):
        said.insert(0, words.row_number(one.id))
    if by := words.BY[one.entry.by]:
        said.append(by)
    return said


def _in_words(one: LogEntry, view: TimeDisplay) -> list[str]:  # noqa: C901, PLR0911, PLR0912 - one a kind
    match entry := one.entry:
        case Snoozed(until=until) | Paused(until=until):
            return [words.until(view.dated(until, entry.at))]
        case Completed(done_at=done_at) if done_at:
            return [words.done_at(view.dated(done_at, entry.at))]
        case CheckedIn(outcome=outcome, cleared_at=cleared_at):
            return [words.checkin(outcome, view.day(cleared_at) if cleared_at else "")]
        case StepDone() | StepSkipped() | Abandoned() if one.step is not None:
            step = words.rest_after(one.step) if one.is_rest else words.step(one.step)
            return [*_how_much(one.entry), step]
        case Abandoned():
            return _how_much(one.entry)
        case Started(most=timedelta() as most):
            return [at_most(whole_minutes(most))]
        case Shown(card=ShownCard.HEADS_UP):
            return [words.HEADS_UP]
        case Held(reason=reason):
            return [words.HOLD_REASONS[reason]] if reason in words.HOLD_REASONS else []
        case Missed(reason=reason):
            return [words.MISS_REASONS[reason]] if reason in words.MISS_REASONS else []
        case Excused(reason=reason, note=note):
            said = note or words.EXCUSE_REASONS.get(reason, "")
            return [said] if said else []
        case Renamed(before=before, title_before=title):
            return [words.called_before(title or before)]
        case DaysOff(first=first, last=last, note=note):
            days = pauses.days(written(first, view.today), written(last, view.today))
            return [days, note] if note else [days]
        case Felt():
            return _felt(entry)
        case Measured(measure=measure, value=value, note=note) if value is not None and not answers_offer(entry):
            return [measured_in_words(Measure(measure), value, note)] if measure in set(Measure) else []
        case PlanLoaded(shipped=True):
            return [words.SHIPPED_WITH]
        case PlanRejected(problem=problem):
            return [problem.partition("\n")[0]]
    return []


def _felt(entry: Felt) -> list[str]:
    said = [entry.answer.replace("_", " ")] if entry.answer else []
    if entry.score is not None:
        said.append(words.score(entry.score))
    return [*said, quoted(entry.note)] if entry.note else said


def _how_much(entry: Event) -> list[str]:
    """Of a session that was done in part."""
    if isinstance(entry, Abandoned) and entry.about and entry.played and entry.played >= _SECOND:
        return [of_minutes(entry.played, entry.about.length)]
    return []


def _played(played: timedelta | None) -> float | None:
    return None if played is None else minutes_played(played)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _kind(entry: Event) -> str:
    """A plan that was taken away is read as nothing."""
    gone = isinstance(entry, PlanLoaded) and not entry.slots
    if isinstance(entry, Abandoned) and entry.played and entry.played >= _SECOND:
        return words.IN_PART
    return words.PLAN_GONE if gone else words.KINDS[entry.kind]
