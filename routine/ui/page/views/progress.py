"""Knows what the view of progress says, and the dots of the week on Today; must not know how either is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import to_builtins

from routine.core.charts import Chart
from routine.core.identifiers import Actor
from routine.core.progress import MOST_WEEKS, USUAL_WEEKS, Progress
from routine.presentation import agenda, answers, appointments, measures, page_progress
from routine.presentation import offers as offer_words
from routine.presentation import page_agenda as agenda_words
from routine.presentation import progress as words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import TimeDisplay, weekday
from routine.service.requests.messages import CourseProgress, TakenBack, UndoRequest
from routine.service.requests.progress_messages import AnswerOfferRequest, ProgressAnswer, ProgressRequest
from routine.ui.page.request import Answer, Json, NotThere, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import rating

_DIARY = 20
"""So many lines of it, the last ones."""


def progress(site: PageState, request: PageRequest) -> Answer:
    """Of as many weeks as the address names. Raises NotThere for what is no number of weeks."""
    typed = request.query.get("weeks", "") or str(USUAL_WEEKS)
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= MOST_WEEKS):
        raise NotThere(*agenda_words.NO_WEEK)
    answer = site.ask(ProgressRequest(int(typed)))
    view, found = answer.time.display(), answer.progress
    is_empty = found.begun is None and not found.ratings
    return {
        "title": words.TITLE,
        "period": words.period(found, view),
        "said": words.summary(found),
        "choices": _choices(found),
        "charts": []
        if is_empty
        else [_chart(words.weeks_chart(found, view)), _chart(words.ratings_chart(found, view))],
        "momentary": words.MOMENTARY,
        "sessions": [
            [one.title, words.of_planned(one.count), str(one.count.minutes), words.session_beside(one)]
            for one in found.tally.sessions
        ],
        "practised": words.practised(found),
        "diary": _diary(found, view),
        "measured": [
            {
                "name": measures.name_of(one),
                "said": measures.series_said(one, view),
                "chart": chart and _chart(chart),
            }
            for one, chart in zip(found.measured, words.measured_charts(found, view), strict=True)
        ],
        "questions": rating.questions(found.measured),
        "next": _next(answer, view),
        "offers": [
            {"id": one.offer.id, "title": offer_words.TITLE, "said": offer_words.offered(one)}
            for one in answer.offers
        ],
    }


def _choices(found: Progress) -> list[Json]:
    return [
        {"href": f"/progress/{each}", "label": page_progress.weeks(each), "here": each == len(found.tally.weeks)}
        for each in page_progress.CHOICES
    ]


def _diary(found: Progress, view: TimeDisplay) -> list[Json]:
    """The last lines, each with the name by which it is changed and forgotten."""
    return [
        {
            "id": one.key or one.at.isoformat(),
            "when": view.past(one.at),
            "score": one.score,
            "note": one.note,
            "after": one.title,
        }
        for one in [one for one in found.ratings if one.note][-_DIARY:]
    ]


def answer_offer(site: PageState, request: PageRequest) -> Answer:
    """Take one of the offers, or leave it; what changed in the plan's text, line by line. Raises NotThere."""
    from routine.wiring.plan_change import apply_change  # noqa: PLC0415 - only what writes a plan imports tomlkit

    wanted, accepted = request.text("offer"), request.body.get("accepted") is True
    change = next((one for one in site.ask(ProgressRequest(1)).offers if one.offer.id == wanted), None)
    if change is None:
        raise NotThere(*offer_words.nothing_offered())
    if not accepted:
        site.ask(AnswerOfferRequest(by=Actor.PAGE, offer=wanted, accepted=False))
        return {"said": offer_words.declined(change.offer.title), "lines": []}
    path, mark, lines = apply_change(change, site.app)
    site.ask(AnswerOfferRequest(by=Actor.PAGE, offer=wanted, accepted=True, digest=mark))
    return {"said": offer_words.accepted(Path(path).name), "lines": lines}


def take_back_offer(site: PageState, request: PageRequest) -> Answer:
    """Where nothing has been said since. Raises NotThere."""
    from routine.wiring.plan_change import take_back_change  # noqa: PLC0415 - as above

    answer = site.ask(UndoRequest(by=Actor.PAGE, offer=request.text("offer")))
    if not isinstance(answer, TakenBack) or not answer.offer:
        raise NotThere(*offer_words.nothing_offered())
    path, is_back = take_back_change(answer.offer, site.app)
    return {"said": offer_words.BROUGHT_BACK if is_back else " ".join(offer_words.not_brought_back(path))}


def days(site: PageState, _: PageRequest) -> Answer:
    """The week that runs now, a mark a day; none where there is nothing to mark."""
    answer = site.ask(ProgressRequest(1))
    view = answer.time.display()
    found = answer.progress
    return {
        "said": words.week_in_days(found, view.today),
        "days": [
            {
                "name": weekday(each.day, short=True),
                "mark": words.day_mark(each.count) if each.day <= view.today else "ahead",
                "today": each.day == view.today,
            }
            for each in found.days
        ],
    }


def _chart(chart: Chart) -> Json:
    shape: dict[str, Any] = to_builtins(chart)
    return shape


def _next(answer: ProgressAnswer, view: TimeDisplay) -> list[str]:
    coming = answer.coming
    said = agenda.next_up(title_of(coming.reminder.occurrence), view.wall(coming.at)) if coming else ""
    return [
        *(words.programme_week(one) for one in answer.stages),
        said or answers.nothing_next(),
        *(_course(one, view) for one in answer.courses),
        *(words.to_ask(one) for one in answer.questions),
    ]


def _course(one: CourseProgress, view: TimeDisplay) -> str:
    at = f"{view.day(one.due, short=True)}, {view.clock(one.due)}" if one.due else ""
    return f"{one.title}: {appointments.next_visit(one.number, one.visits, at)}"
