"""Knows what the page asks once a week, and how a line of the diary is changed there; must not know the words."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.identifiers import Actor
from routine.core.measures import HIGHEST, MOST_ACTIVITIES, STATEMENTS, Measure, MeasuredSeries
from routine.presentation import measures as words
from routine.presentation import page, ratings
from routine.presentation.text_layout import one_line
from routine.service.requests.rating_messages import CorrectRequest, ForgetRequest, Forgotten, Rated, RateRequest
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState

_LINE = 280
"""Letters of a line."""


def questions(there: Sequence[MeasuredSeries]) -> list[Json]:
    """A form each: for the week, for each activity and one more, and two questionnaires."""
    known = [one.note for one in there if one.note]
    of_activities = [
        _form(Measure.ACTIVITY, words.name_of(one), [words.HOW_WELL], note=one.note) for one in there if one.note
    ]
    if len(known) < MOST_ACTIVITIES:
        another = _form(Measure.ACTIVITY, words.NAMES[Measure.ACTIVITY], [words.HOW_WELL])
        of_activities.append(another | {"names": words.ANOTHER})
    return [
        _form(Measure.WEEK, words.NAMES[Measure.WEEK], [words.QUESTIONS[Measure.WEEK]]),
        *of_activities,
        _form(Measure.PEG, words.NAMES[Measure.PEG], words.PEG),
        _form(Measure.ROLAND_MORRIS, words.ROLAND_MORRIS_HOW, ()) | {"sentences": list(words.ROLAND_MORRIS)},
    ]


def _form(measure: Measure, title: str, asks: Sequence[str], note: str = "") -> Json:
    credit = words.CREDITS.get(measure, "")
    shape: Json = {"measure": measure, "title": title, "asks": list(asks), "note": note, "credit": credit}
    return shape | {"sentences": [], "names": ""}


def rate(site: PageState, request: PageRequest) -> Answer:
    """Raises NotUnderstood, UsageError."""
    measure, answers = request.text("measure"), request.body.get("answers", [])
    if measure not in set(Measure) or not isinstance(answers, list) or len(answers) > STATEMENTS:
        raise NotUnderstood(*page.NOT_UNDERSTOOD)
    if not all(
        isinstance(each, int) and not isinstance(each, bool) and 0 <= each <= STATEMENTS for each in answers
    ):
        raise NotUnderstood(*page.NOT_UNDERSTOOD)
    note = one_line(request.text("note", 4 * _LINE))[:_LINE]
    site.ask(RateRequest(by=Actor.PAGE, measure=measure, answers=tuple(answers), note=note))
    return {}


def correct(site: PageState, request: PageRequest) -> Answer:
    """Raises NotUnderstood, NotThere."""
    note, score = one_line(request.text("note", 4 * _LINE))[:_LINE], request.number("score", 0, HIGHEST)
    if not note and score is None:
        raise NotUnderstood(*page.NOT_UNDERSTOOD)
    which = request.text("which")
    answer = site.ask(CorrectRequest(by=Actor.PAGE, which=which, score=score, note=note))
    if not isinstance(answer, Rated):
        raise NotThere(*ratings.nothing_to_forget(which))
    return {}


def forget(site: PageState, request: PageRequest) -> Answer:
    """The line alone; the number stays. Raises NotThere."""
    which = request.text("which")
    answer = site.ask(ForgetRequest(by=Actor.PAGE, which=which, rating=False))
    if not isinstance(answer, Forgotten):
        raise NotThere(*ratings.nothing_to_forget(which))
    return {}
