"""Knows what somebody new is asked, and which plan their answers make. Must not know TOML, nor how it is drawn.

The safety check is answered by its own requests; a plan that comes with routine becomes the person's own file.
"""

from __future__ import annotations

import asyncio

from routine.core.plan_edit import FieldEdit
from routine.core.recurrence import WEEKDAYS
from routine.core.time_input import parse_time_of_day
from routine.errors import SystemFault
from routine.library.catalogue import catalogue
from routine.presentation import page as page_words
from routine.presentation import page_agenda, page_plans
from routine.presentation import page_welcome as words
from routine.presentation import safety_check as check_words
from routine.reading.safe_read import plan_named
from routine.service.requests.safety_messages import SafetyRequest
from routine.ui.page.request import Answer, Json, NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import running
from routine.ui.page.views.help import part_of_check
from routine.ui.page.views.plan_form import days_of, texts
from routine.ui.page.views.plan_preview import meaning
from routine.ui.page.views.plan_reader import PlanReader
from routine.wiring.shipped_plans import Shipped, shipped_plans, text_from_today, write_plan_files

_PICTURES = {
    "gentle-start": "bridge",
    "desk-days": "chair-cat-cow",
    "walking-further": "walk-easy",
    "evening-calm": "diaphragmatic-breathing",
}
_COMMON = ("avoid-flexion", "avoid-kneeling", "avoid-floor", "avoid-wrist-load")
"""What people ask to leave out most; those that the library has come first."""


def about(site: PageState, _: PageRequest) -> Answer:
    """All that the six steps ask."""
    shipped = shipped_plans(site.app)
    tags = catalogue().tags.values()
    first = sorted(tags, key=lambda tag: (tag.id not in _COMMON, tag.words))
    return {
        "answered": site.ask(SafetyRequest()).status.answered is not None,
        "parts": [part_of_check(part) for part in check_words.PARTS[:2]],
        "aims": [_aim(shipped[name], said) for name, said in words.AIMS.items() if name in shipped],
        "avoid": [{"value": tag.id, "label": tag.words} for tag in first],
        "often": sum(tag.id in _COMMON for tag in tags),
        **running.state(site),
    }


async def preview(site: PageState, reader: PlanReader, request: PageRequest) -> Answer:
    """The week that these answers make; nothing is written. Raises NotUnderstood."""
    name, text = _text(site, request)
    found = await reader.draft(site.app.plans_dir / f"{name}.toml", text)
    if found.plan is None:
        raise NotUnderstood(*page_plans.problems(len(found.problems)))
    week = await asyncio.to_thread(meaning, found.plan, site.app, site.view(), site.app.plans.agenda().seen, None)
    return {"title": week["title"], "minutes": week["minutes"], "days": week["days"], "notes": week["notes"]}


def take(site: PageState, request: PageRequest) -> Answer:
    """It becomes the person's own file. Raises NotUnderstood, SystemFault."""
    name, text = _text(site, request)
    free = next(each for each in _names(name) if plan_named(each, site.app.plans_dir) is None)
    write_plan_files(free, text, site.app)
    site.read_again()
    return {"said": words.taken(str(shipped_plans(site.app)[name].said["title"])), "plan": free}


def _names(name: str) -> list[str]:
    return [name, *(f"{name}-{number}" for number in range(2, 100))]


def _aim(plan: Shipped, said: tuple[str, str]) -> Json:
    main = plan.main
    at = main[0].get("at")
    return {
        "plan": plan.name,
        "title": said[0],
        "about": said[1],
        "figure": _PICTURES[plan.name],
        "days": days_of(main[0].get("days")),
        "at": at if isinstance(at, str) else "",
    }


def _text(site: PageState, request: PageRequest) -> tuple[str, str]:
    """The plan, and its text with what was chosen. Raises NotUnderstood, UsageError, SystemFault."""
    from routine.reading.form_edit import with_fields  # noqa: PLC0415 - only what writes a plan imports tomlkit
    from routine.wiring.chosen_week import with_week_chosen  # noqa: PLC0415 - likewise

    shipped = shipped_plans(site.app)
    name, days = request.text("plan"), [day for day in texts(request.body.get("days")) if day in WEEKDAYS]
    if name not in words.AIMS or name not in shipped:
        raise NotUnderstood(*page_words.NOT_UNDERSTOOD)
    if not days:
        raise NotUnderstood(*words.NO_DAY)
    typed = request.text("at").strip()
    at = parse_time_of_day(typed)
    if typed and at is None:
        raise NotUnderstood(*page_agenda.NOT_LATER)
    edits = [FieldEdit("avoid", left_out)] if (left_out := texts(request.body.get("avoid"))) else []
    text = text_from_today(shipped[name], site.app)
    text = with_week_chosen(text, shipped[name], days, f"{at:%H:%M}" if at else "")
    made = with_fields(text.encode(), edits)
    if made is None:
        raise SystemFault(*page_words.BUG)
    return name, made.decode()
