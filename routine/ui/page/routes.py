"""Knows which address asks which view; must not know what a view says, nor the web."""

from __future__ import annotations

from functools import partial

from routine.ui.page.request import Route
from routine.ui.page.state import PageState
from routine.ui.page.views import (
    agenda,
    answering,
    figures,
    library,
    pictures,
    plan_form,
    plan_text,
    plans,
    printing,
    progress,
    rating,
    relief,
    running,
    session,
    settings,
    therapies,
    week,
    welcome,
)
from routine.ui.page.views import help as help_
from routine.ui.page.views.plan_reader import PlanReader

VIEWS = frozenset(
    {
        "",
        "today",
        "week",
        "session",
        "library",
        "therapies",
        "plans",
        "progress",
        "print",
        "help",
        "welcome",
        "settings",
    }
)
"""The first part of each address that a browser may be at; app.js knows what is shown there."""


def routes(site: PageState) -> list[Route]:
    """All that the page can ask for, below /api."""
    reader = PlanReader()
    return [
        Route("GET", "/alive", lambda _: {}),
        Route("GET", "/changes", stream=lambda _: site.changes()),
        Route("GET", "/today", partial(agenda.today, site)),
        Route("GET", "/week", partial(week.week, site)),
        *_progress(site),
        *_plans(site, reader),
        *_beginning(site, reader),
        Route("POST", "/answer/{key:path}", partial(answering.answer, site)),
        Route("POST", "/anytime", partial(answering.anytime, site)),
        Route("POST", "/undo", partial(answering.undo, site)),
        Route("POST", "/pause", partial(answering.pause, site)),
        Route("POST", "/resume", partial(answering.resume, site)),
        Route("GET", "/library", library.listing),
        Route("GET", "/library/choices", library.choices),
        Route("GET", "/library/left-out", partial(library.left_out, site)),
        Route("GET", "/library/sequence/{sequence}", library.sequence),
        Route("GET", "/library/exercise/{exercise}", library.exercise),
        Route("GET", "/therapies", therapies.listing),
        Route("GET", "/therapies/{therapy}", therapies.card),
        Route("GET", "/help", partial(help_.about, site)),
        Route("GET", "/help/leave-out", help_.leave_out),
        Route("POST", "/help/answer", partial(help_.answer, site)),
        Route("POST", "/help/clear", partial(help_.clear, site)),
        Route("GET", "/figure-rule", partial(figures.rule, site)),
        Route("GET", "/figure/{exercise}", figures.of_exercise),
        *_session(site),
    ]


def _session(site: PageState) -> list[Route]:
    return [
        Route("GET", "/session/{key:path}/frames", stream=partial(session.frames, site), leads=True),
        Route("GET", "/session/{key:path}/figure/{step}", partial(session.figure, site)),
        Route("GET", "/session/{key:path}/picture/{step}", partial(pictures.own, site)),
        Route("POST", "/session/{key:path}/start", partial(session.start, site)),
        Route("POST", "/session/{key:path}/press", partial(session.press, site)),
        Route("POST", "/session/{key:path}/keep-swap", partial(session.keep_swap, site)),
        Route("POST", "/session/{key:path}/feel", partial(session.feel, site)),
        Route("GET", "/session/{key:path}", partial(session.about, site)),
    ]


def _progress(site: PageState) -> list[Route]:
    return [
        Route("GET", "/progress", partial(progress.progress, site)),
        Route("GET", "/progress/days", partial(progress.days, site)),
        Route("POST", "/progress/offer", partial(progress.answer_offer, site)),
        Route("POST", "/progress/offer/undo", partial(progress.take_back_offer, site)),
        Route("POST", "/progress/rate", partial(rating.rate, site)),
        Route("POST", "/progress/correct", partial(rating.correct, site)),
        Route("POST", "/progress/forget", partial(rating.forget, site)),
        Route("GET", "/print/report", partial(printing.report, site)),
        Route("GET", "/print/session/{name:path}", partial(printing.sheet, site)),
        Route("GET", "/print/picture/{entry}/{name:path}", partial(printing.picture, site)),
        Route("GET", "/print/own/{name}", partial(printing.own_picture, site)),
    ]


def _plans(site: PageState, reader: PlanReader) -> list[Route]:
    return [
        Route("GET", "/plans", partial(plans.listing, site, reader)),
        Route("POST", "/plans", partial(plans.begin, site)),
        Route("POST", "/plans/{name}/use", partial(plans.use, site)),
        Route("POST", "/plans/{name}/check", partial(plan_text.check, site, reader)),
        Route("POST", "/plans/{name}/save", partial(plan_text.save, site, reader)),
        Route("GET", "/plans-choices", plan_form.choices),
        Route("GET", "/plans/{name}/form", partial(plan_form.form, site, reader)),
        Route("POST", "/plans/{name}/form", partial(plan_form.edit, site)),
        Route("POST", "/plans/{name}/change", partial(plan_form.change, site)),
        Route("POST", "/plans/{name}/add", partial(plan_form.add, site)),
        Route("POST", "/plans/{name}/drop", partial(plan_form.drop, site)),
        Route("GET", "/plans/{name}", partial(plan_text.text, site)),
    ]


def _beginning(site: PageState, reader: PlanReader) -> list[Route]:
    return [
        Route("GET", "/settings", partial(settings.about, site)),
        Route("POST", "/settings", partial(settings.change, site)),
        Route("POST", "/settings/check", settings.check),
        Route("GET", "/relief", relief.questions),
        Route("GET", "/welcome", partial(welcome.about, site)),
        Route("POST", "/welcome/preview", partial(welcome.preview, site, reader)),
        Route("POST", "/welcome/take", partial(welcome.take, site)),
        Route("GET", "/running", partial(running.stands, site)),
        Route("POST", "/running/start", partial(running.start, site)),
        Route("POST", "/running/login", partial(running.at_login, site)),
    ]
