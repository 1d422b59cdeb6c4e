"""Knows what the week says on the page: seven days, and their minutes by practice. Must not know any answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from routine.core.reminder_states import SETTLED, is_performed
from routine.core.schedule import monday_of
from routine.presentation import command_line as common
from routine.presentation import page_agenda as words
from routine.presentation.time_format import TimeDisplay, day_of_month, weekday, whole_minutes
from routine.service.agenda_lines import grouped
from routine.service.requests.messages import AgendaLine
from routine.service.requests.page_messages import OverviewAnswer, OverviewRequest
from routine.ui.page.request import Answer, Json, NotThere, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.agenda import MOST_ROWS, beside, minutes, minutes_done, opened
from routine.ui.page.views.occurrence_rows import plain_row, shared

_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)
_FAR = timedelta(days=366)
"""How far from today a week may lie that is looked at."""


def week(site: PageState, request: PageRequest) -> Answer:
    """The week of the day that is asked for, from its Monday; without one, this week. Raises NotThere.

    A day that is long is whole when `all` names it.
    """
    today = site.view().today
    first = monday_of(_day(request.query.get("day", ""), today))
    answer = site.ask(OverviewRequest(first, 7))
    lines, view = answer.agenda.lines, answer.time.display()
    days = [_day_of(first + ahead * _A_DAY, answer, view, opened(request)) for ahead in range(7)]
    last = first + 6 * _A_DAY
    return {
        "title": words.week_title(day_of_month(first), day_of_month(last)),
        "current": monday_of(today) == first,
        "before": _link(first - _A_WEEK, today),
        "after": _link(first + _A_WEEK, today),
        "days": days,
        "practices": _practices(lines),
        "together": words.together(minutes(lines), minutes_done(lines)),
    } | beside(site, answer)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise NotThere(*words.NO_WEEK) from None
    if abs(day - today) > _FAR:
        raise NotThere(*words.NO_WEEK)
    return day


def _link(first: date, today: date) -> str:
    """The week's address; empty where it is too far away."""
    return f"/week/{first}" if abs(first - today) <= _FAR else ""


def _day_of(day: date, answer: OverviewAnswer, view: TimeDisplay, whole: frozenset[str]) -> Json:
    is_today = day == view.today
    here = [line for line in answer.agenda.lines if line.at.astimezone(view.zone).date() == day]
    groups = grouped(here, view)
    shown = groups if str(day) in whole else groups[:MOST_ROWS]
    return {
        "date": str(day),
        "name": weekday(day),
        "day": day_of_month(day),
        "today": is_today,
        "minutes": common.minutes(minutes(here)) if minutes(here) else "",
        "rows": [_row(group, is_today, answer, view) for group in shown],
        "more": words.more(len(groups) - len(shown)),
        "none": "" if here else words.NO_DAY,
    }


def _row(group: Sequence[AgendaLine], is_today: bool, answer: OverviewAnswer, view: TimeDisplay) -> Json:
    rows = [plain_row(line, view) | {"when": view.clock(line.at)} for line in group]
    if len(rows) > 1:
        return shared(rows, group, view) | {"rounds": [], "opens": ""}
    one = group[0].occurrence
    opens = is_today and is_performed(one.asks) and group[0].reminder.phase not in SETTLED
    return rows[0] | {"opens": one.key if opens and answer.options[one.key].is_planned else ""}


def _practices(lines: Sequence[AgendaLine]) -> list[Json]:
    """The most minutes first; `part` and `filled` are shares of the longest, and of its own length."""
    planned: Counter[str] = Counter()
    played: dict[str, list[AgendaLine]] = {}
    for line in lines:
        if line.counted and (practice := line.occurrence.practice):
            planned[practice.value] += whole_minutes(line.occurrence.length)
            played.setdefault(practice.value, []).append(line)
    done = {name: minutes_done(lines) for name, lines in played.items()}
    most = max(planned.values(), default=0)
    return [
        {
            "practice": name.capitalize(),
            "share": words.share(done[name], count),
            "part": round(count / most, 3),
            "filled": round(min(1, done[name] / count), 3),
        }
        for name, count in planned.most_common()
        if count
    ]
