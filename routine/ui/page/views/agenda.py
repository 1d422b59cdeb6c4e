"""Knows what today says on the page: what waits, what comes, what was. Must not know how anything is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.plan_stage import PlanStage, PlanState
from routine.core.reminder_states import FINAL, Phase, is_performed
from routine.presentation import command_line as common
from routine.presentation import page_agenda as words
from routine.presentation import page_plans, page_welcome
from routine.presentation import pauses as pauses_words
from routine.presentation.agenda import next_up
from routine.presentation.plan_list import rests, stage_words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import TimeDisplay, long_date, whole_minutes, written
from routine.service.agenda_lines import grouped
from routine.service.requests.messages import AgendaAnswer, AgendaLine
from routine.service.requests.page_messages import OverviewAnswer, OverviewRequest, PlanOptions
from routine.ui.page.request import Answer, Json, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import next_session, relief
from routine.ui.page.views.occurrence_rows import row, shared

MOST_ROWS = 40
"""What a list shows at first; thousands are no reading matter, and a browser takes seconds to draw them."""


def today(site: PageState, request: PageRequest) -> Answer:
    """All of today, and what still waits from before; a long list as far as `all` does not name it."""
    answer = site.ask(OverviewRequest())
    view = answer.time.display()
    todays = [line for line in answer.agenda.lines if line.at.astimezone(view.zone).date() == view.today]
    unasked = {line.occurrence.key for line in answer.waiting}
    rest = [line for line in todays if line.occurrence.key not in unasked]
    over = [line for line in rest if _is_over(line)]
    later = [line for line in rest if not _is_over(line)]
    coming = None if answer.waiting else next((line for line in later if is_performed(line.occurrence.asks)), None)
    lists = {
        "now": [[line] for line in answer.waiting],
        "later": grouped(later, view),
        "over": grouped(over, view),
    }
    most = {name: None if name in opened(request) else MOST_ROWS for name in (*lists, "anytime")}
    return {
        "title": words.title(long_date(view.today)),
        "done": words.minutes_done(minutes_done(todays), minutes(todays)),
        "lead": [] if answer.waiting or coming else _lead(answer.agenda, todays, view),
        "next": _first(site, coming, answer, view) if coming else None,
        "more": {name: words.more(len(groups) - (most[name] or len(groups))) for name, groups in lists.items()},
        "relief": relief.kinds(),
        "anytime": [_anytime(plan, most["anytime"]) for plan in answer.plans],
        **{name: _groups(groups[: most[name]], answer, view) for name, groups in lists.items()},
        # the first of what waits stands large, with its picture
        **({"now": _waiting(site, answer, most["now"], view)} if answer.waiting else {}),
        **beside(site, answer),
    }


def opened(request: PageRequest) -> frozenset[str]:
    """The lists that somebody wants to see whole, by name."""
    return frozenset(request.query.get("all", "").split(","))


def beside(site: PageState, answer: OverviewAnswer) -> Json:
    """What helps to go on (a pause, a plan with a problem, nobody who would remind), and for how long it holds."""
    agenda, view = answer.agenda, answer.time.display()
    notes: list[Json] = []
    if agenda.restrictions.binds:
        notes.append({"text": words.safety(all_wait=agenda.restrictions.all_wait), "help": True})
    if agenda.problems:
        notes.append({"text": words.problems(agenda.problems), "to": "/plans", "say": words.PROBLEMS_LINK})
    notes += [{"text": sentence} for sentence in agenda.unshown]
    if off := agenda.days_off:
        sentence = pauses_words.off(off.first, off.last, view.today, note=off.note, title=off.title)
        notes.append({"text": sentence})
    notes += [{"text": _stage(stage, view)} for stage in agenda.stages]
    if agenda.plans.shipped or not agenda.plans.plans:
        notes.append({"text": page_welcome.INVITES, "to": "/welcome", "say": page_welcome.BEGIN, "begins": True})
    if not site.app.service_runs:
        notes.append({"text": words.OFF, "starts": True})
    return {
        "freshFor": int((answer.changes_at - view.now) / timedelta(milliseconds=1)) + 1,
        "notes": notes,
        "paused": words.paused(view.moment(agenda.paused_until)) if agenda.paused_until else "",
        "pauses": [{"until": until, "say": label} for until, label in words.PAUSES.items()],
    }


def minutes(lines: Sequence[AgendaLine]) -> int:
    """Of practice, as planned; what never counted is left out."""
    return sum(
        whole_minutes(line.occurrence.length) for line in lines if line.counted and line.occurrence.practice
    )


def minutes_done(lines: Sequence[AgendaLine]) -> int:
    """Of practice, as played, also of what was done in part."""
    done = (line.reminder.credited for line in lines if line.counted and line.occurrence.practice)
    return whole_minutes(sum(done, timedelta(0)))


def _stage(stage: PlanStage, view: TimeDisplay) -> str:
    if stage.state is PlanState.PAUSED:
        return rests(stage.title, stage.plan, written(stage.rests_until, view.today) if stage.rests_until else "")
    return stage_words(stage.state, stage.title, written(stage.day, view.today), page_plans.WHAT_NEXT)


def _first(site: PageState, line: AgendaLine, answer: OverviewAnswer, view: TimeDisplay) -> Json:
    """One session, large: with its picture, and what it needs. Of what is half done nothing shorter is offered."""
    shown = row(line, answer, view) | next_session.beside(site, line.occurrence)
    begins = any(each["say"] == words.START for each in shown["answers"]["press"])
    return shown if begins else shown | {"shorter": None}


def _waiting(site: PageState, answer: OverviewAnswer, most: int | None, view: TimeDisplay) -> list[Json]:
    first, *others = answer.waiting[:most]
    return [_first(site, first, answer, view), *(row(line, answer, view) for line in others)]


def _is_over(line: AgendaLine) -> bool:
    return line.reminder.phase in FINAL or not line.counted


def _groups(groups: Sequence[Sequence[AgendaLine]], answer: OverviewAnswer, view: TimeDisplay) -> list[Json]:
    found = []
    for group in groups:
        rows = [row(line, answer, view) for line in group]
        found.append(shared(rows, group, view) if len(rows) > 1 else rows[0])
    return found


def _lead(agenda: AgendaAnswer, lines: Sequence[AgendaLine], view: TimeDisplay) -> list[str]:
    """What is said where nothing waits: a kind word, and what comes next."""
    coming = agenda.coming
    following = [next_up(title_of(coming.reminder.occurrence), view.wall(coming.at))] if coming else []
    counted = [line for line in lines if line.counted]
    if not agenda.plans.plans and not lines:
        return [words.NO_PLANS]
    if not counted:
        return [words.FREE_DAY, *following]
    if any(line.reminder.phase not in FINAL for line in counted):
        return [words.NOTHING_WAITS, *following]
    done = all(line.reminder.phase is Phase.COMPLETED for line in counted)
    return [words.ALL_DONE if done else words.ALL_OVER, *following]


def _anytime(plan: PlanOptions, most: int | None) -> Json:
    """What can be begun whenever somebody wants to."""
    rows = [
        {
            "name": one.ref,
            "title": one.title,
            "label": words.answer_to(words.START, one.title),
            "minutes": common.minutes(whole_minutes(one.length)),
            "practice": one.practice.value if one.practice else "",
        }
        for one in plan.sessions[:most]
    ]
    return {"plan": plan.title, "sessions": rows, "more": words.more(len(plan.sessions) - len(rows))}
