"""Knows what stands on the page for a physiotherapist, in numbers and a person's own words; not how it is set.

No zone, no diagnosis, no advice, no word of why: as in presentation.progress, and the same test holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from routine.core.charts import Chart, Role
from routine.core.events import StepDose
from routine.core.exercise import Dose, Reps, Timed
from routine.core.ids import SessionRef
from routine.core.lived import Rating
from routine.core.ratings import middle_half, scored
from routine.core.report import LONGEST_NOTE, BorneSession, DoseStep, Report
from routine.presentation import measures
from routine.presentation import progress as words
from routine.presentation.exercise_sheet import LANGUAGE
from routine.presentation.exercises import sided
from routine.presentation.phrases import and_more, plural
from routine.presentation.time_format import TimeDisplay, written

TITLE = "Progress, for a visit"
NAME = "Name"
PROGRAMME = "What is done now, and how much"
CHANGED = "What changed, and when"
HIGH = "Ratings of 6 and more, and after what"
NOTES = "From the diary"
ASK = "To ask"
HEAD = ("Session", "When", "Done of planned", "Excused", "Min", "Easier", "As is", "Harder", "The others")
NOTHING = "Nothing is written down in these days."
_LONGEST_TITLE = 44
_MOST_MEASURED = 6
"""A number for the week, three activities, two questionnaires."""
_MOST_SMALL = 3
_LEGEND = {
    Role.DONE: "Filled: done",
    Role.PART: "pale: in part",
    Role.NOT_DONE: "empty: not done",
    Role.EXCUSED: "hatched: excused, not counted",
}


class KeyNumber(Struct, frozen=True):
    """A number that is read first, and what it counts."""

    number: str
    said: str


class ReportSection(Struct, frozen=True):
    title: str
    lines: tuple[str, ...]


class ReportPage(Struct, frozen=True):
    """All words of the page, the limits kept."""

    title: str
    about: str
    figures: tuple[KeyNumber, ...]
    charts: tuple[Chart, ...]
    small: tuple[Chart, ...]
    """Of what is measured once a week, side by side."""
    measured: ReportSection
    rows: tuple[tuple[str, ...], ...]
    sections: tuple[ReportSection, ...]
    questions: tuple[str, ...]
    foot: str
    head: tuple[str, ...] = HEAD
    table: str = words.BY_SESSION
    programme: str = PROGRAMME
    ask: str = ASK
    name: str = NAME
    lang: str = LANGUAGE


class ReportNames(Struct, frozen=True):
    """What things are called, and when sessions come."""

    exercises: Mapping[str, str]
    sessions: Mapping[SessionRef, str]
    times: Mapping[SessionRef, str]


def report_page(
    report: Report, names: ReportNames, view: TimeDisplay, *, checked: date | None, without: Sequence[str]
) -> ReportPage:
    """`checked`: the day on which the safety check was last answered. `without`: what the person leaves out."""
    progress, more = report.progress, report.more
    charts = [words.weeks_chart(progress, view)]
    if progress.ratings:
        charts.append(words.ratings_chart(progress, view))
    measured = [
        f"{_titled(measures.name_of(one))}: {measures.series_said(one, view)}" for one in progress.measured
    ]
    sections = (
        ReportSection(CHANGED, _more([_change(one, names, view) for one in report.changes], more.get("changes"))),
        ReportSection(HIGH, _more([_rated(one, view) for one in report.high], more.get("high"))),
        ReportSection(NOTES, _more([_noted(one, view) for one in report.notes], more.get("notes"))),
    )
    return ReportPage(
        TITLE,
        about(report, view, checked),
        figures(report),
        tuple(charts),
        tuple([each for each in words.measured_charts(progress, view) if each][:_MOST_SMALL]),
        ReportSection(measures.TITLE, tuple(measured[:_MOST_MEASURED])),
        tuple(_row(one, names) for one in report.sessions),
        tuple(one for one in sections if one.lines),
        _more([_short(one.note) for one in report.questions], more.get("questions")),
        foot(report, without),
    )


def about(report: Report, view: TimeDisplay, checked: date | None) -> str:
    first, last = report.progress.first, report.progress.last
    parts = [f"{written(first, view.today)} to {written(last, view.today)}"]
    parts.append(f"printed {written(view.today, view.today)} {view.today.year}")
    if checked:
        parts.append(f"safety check last answered {written(checked, view.today)}")
    return " · ".join(parts)


def figures(report: Report) -> tuple[KeyNumber, ...]:
    progress = report.progress
    total, weeks = progress.tally.total, len(progress.tally.weeks)
    during = f"{weeks} {plural(weeks, 'week', 'weeks')}"
    ratings = scored(progress.ratings)
    if not total.occurrences and not ratings:
        return (KeyNumber("–", NOTHING),)
    done = KeyNumber(words.of_planned(total), f"planned in {during}: {total.guided} guided, {total.ticked} ticked")
    minutes = KeyNumber(f"{total.minutes} min", f"in all, {round(total.minutes / weeks)} a week")
    if not ratings:
        return done, minutes
    half = middle_half(ratings)
    said = f"0 to 10, {len(ratings)} {plural(len(ratings), 'rating', 'ratings')}, each of one moment"
    return done, minutes, KeyNumber(words.mostly(half), said)


def foot(report: Report, without: Sequence[str]) -> str:
    parts = ["Told by the person themselves. Guided: led from beginning to end; ticked: said to be done."]
    if left := report.more.get("sessions"):
        parts.append(f"Left out: {left} more {plural(left, 'session', 'sessions')}.")
    if intervals := [words.in_days(one) for one in report.progress.tally.intervals[:2]]:
        parts += intervals
    if without:
        parts.append(f"Left out by choice: {', '.join(without)}.")
    return " ".join(parts)


def chart_key(chart: Chart) -> str:
    """What its marks are, for those who print in grey."""
    roles = [_LEGEND[role] for role in Role if any(bar.role is role for bar in chart.bars)]
    if chart.bars:
        return f"{'; '.join(roles)}. Above: done / planned."
    return f"Dots: ratings; line: {words.MEDIAN}." if chart.runs else ""


def dose_seen(dose: StepDose) -> str:
    """`10×, each side`, of what was written down."""
    whole: Dose = Timed(dose.duration, sides=dose.sides) if dose.duration else _reps(dose)
    return sided(whole)


def _reps(dose: StepDose) -> Reps:
    move = timedelta(seconds=4)
    return Reps(dose.reps or (1,), dose.hold, move, sides=dose.sides)


def _row(one: BorneSession, names: ReportNames) -> tuple[str, ...]:
    counted, count = one.counted, one.counted.count
    beside = words.session_beside(counted)
    stopped = f"stopped early {one.stopped}×" if one.stopped else ""
    if stopped and one.stopped_at:
        stopped += f", at {names.exercises.get(one.stopped_at, one.stopped_at)}"
    return (
        _titled(counted.title),
        names.times.get(counted.session, ""),
        words.of_planned(count),
        _unless_none(count.excused),
        str(count.minutes),
        _unless_none(one.easier),
        _unless_none(one.same),
        _unless_none(one.harder),
        ", ".join(part for part in (beside, stopped) if part),
    )


def _unless_none(count: int) -> str:
    return str(count) if count else "–"


def _titled(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


def _short(note: str) -> str:
    return note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 1].rstrip()}…"


def _change(one: DoseStep, names: ReportNames, view: TimeDisplay) -> str:
    title = names.exercises.get(one.after.exercise, one.after.exercise)
    session = _titled(names.sessions.get(one.session, one.session))
    day = written(one.day, view.today, short=True)
    return f"{day}: {title}, {dose_seen(one.before)} to {dose_seen(one.after)} ({session})"


def _rated(one: Rating, view: TimeDisplay) -> str:
    after = f", after {_titled(one.title)}" if one.title else ""
    return f"{view.day(one.at, short=True)}: {one.score}{after}"


def _noted(one: Rating, view: TimeDisplay) -> str:
    return f"{view.day(one.at, short=True)}: {_short(one.note)}"


def _more(lines: Sequence[str], left: int | None) -> tuple[str, ...]:
    return (*lines, and_more(left)) if left else tuple(lines)
