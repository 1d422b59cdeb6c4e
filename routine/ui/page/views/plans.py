"""Knows what the list of plans says, how one is taken and how a new one begins. Must not know TOML."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from routine.core.identifiers import Actor, PlanChange
from routine.core.loaded_plans import PlanFile
from routine.core.plan import Plan, Session
from routine.core.plan_dates import is_draft
from routine.core.plan_stage import PlanState
from routine.core.recurrence import Slot, Weekly
from routine.errors import Refused
from routine.ports import Clock
from routine.presentation import page as page_words
from routine.presentation import page_plans as words
from routine.presentation import plan_check, plan_list
from routine.presentation.text_layout import one_line
from routine.presentation.time_format import weekday, whole_minutes
from routine.reading.safe_read import is_reserved
from routine.service.plan_list import FLARE_UP, PlanSummary, summary
from routine.service.requests.plan_messages import ChangePlanRequest, PlansAnswer, PlansRequest
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.plan_reader import PlanReader
from routine.wiring.shipped_plans import refuse_existing, shipped_plans, text_from_today, write_plan_files

_UNFIT = re.compile(r"[^\w]+|_+")
_LONGEST_NAME = 60
_LONGEST_TITLE = 80
_MOST_CLASHES = 4
_A_MONDAY = date(2024, 1, 1)


async def listing(site: PageState, reader: PlanReader, _: PageRequest) -> Answer:
    """One's own plans, and those that come with routine."""
    app = site.app
    in_force, loaded_plans = site.ask(PlansRequest()), app.loaded_plans
    copied = [copy.file for copy in loaded_plans.copies]
    copies = {file.path for file in copied}
    own = () if loaded_plans.shipped else sorted((*loaded_plans.files, *copied), key=lambda file: file.path)
    taken = {Path(file.path).stem for file in own}
    shipped = {name: one for name, one in shipped_plans(app).items() if name not in taken}
    read = await reader.shipped([one.path for one in shipped.values()])

    def rows() -> tuple[list[Json], list[tuple[PlanSummary, Json]]]:
        # a plan of ten thousand sessions takes its time to be laid over the weeks
        mine = [
            _own(file, in_force, app.clock, loaded_on(site, Path(file.path).stem), copy=file.path in copies)
            for file in own
        ]
        come = [
            summary(found.plan, name, in_force, app.clock, own=False)
            for name, found in zip(shipped, read, strict=True)
        ]
        used = [file.plan for file, shape in zip(own, mine, strict=True) if file.plan and shape["inUse"]]
        return mine, [(one, _shipped(one) | {"clashes": _clashes(one.plan, used)}) for one in come]

    mine, come = await asyncio.to_thread(rows)
    return {
        "own": mine,
        "replaces": words.replaces(titles) if (titles := [one["title"] for one in mine if one["inUse"]]) else "",
        "starters": [shape for one, shape in come if one.in_use],
        "shipped": [shape for one, shape in come if not one.in_use],
    }


def use(site: PageState, request: PageRequest) -> Answer:
    """A shipped plan becomes one's own file, as `routine plans use` does it. Raises NotThere, Refused."""
    app, name = site.app, request.path["name"]
    shipped = shipped_plans(app)
    if name not in shipped:
        raise NotThere(*words.NOT_SHIPPED)
    if name == FLARE_UP:
        raise Refused(words.asks_first(name))
    refuse_existing(name, app)
    replaced = _in_use(site) if request.body.get("replace") is True else []
    written = _write(name, text_from_today(shipped[name], app), site)
    site.read_again()
    for plan in replaced:
        # it ends today; its text and what was done stay
        site.ask(ChangePlanRequest(by=Actor.PAGE, plan=plan, change=PlanChange.FINISH))
    site.read_again()
    return written


def _in_use(site: PageState) -> list[str]:
    """One's own plans that remind now, by name."""
    in_force = site.ask(PlansRequest())
    if in_force.shipped:
        return []
    over = {PlanState.FINISHED}
    return [each.plan for each in in_force.plans if each.stage is None or each.stage.state not in over]


def begin(site: PageState, request: PageRequest) -> Answer:
    """A small plan that is right already, under a name of one's own. Raises NotUnderstood, NothingToActOn."""
    title = one_line(request.text("title", _LONGEST_TITLE))
    name = slug(title)
    if not name:
        raise NotUnderstood(*words.NEEDS_A_NAME)
    refuse_existing(name, site.app)
    from routine.reading.edit import quoted  # noqa: PLC0415 - only what writes a plan imports tomlkit

    # a draft: while it is written on it asks for nothing
    before = site.view().today - timedelta(days=1)
    written = _write(name, plan_check.template(quoted(title), before.isoformat()), site)
    site.read_again()
    return written


def loaded_on(site: PageState, name: str) -> date | None:
    """The local day on which a plan was first loaded."""
    at = site.app.plans.agenda().seen.plans.get(name)
    return at.astimezone(site.app.zone).date() if at else None


def slug(title: str) -> str:
    """A file's name for a title: letters and digits, joined by `-`; empty when it has neither."""
    name = _UNFIT.sub("-", title.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{name}-plan" if is_reserved(name) else name


def _write(name: str, text: str, site: PageState) -> Answer:
    write_plan_files(name, text, site.app)
    return {"to": f"/plans/{name}"}


def _own(file: PlanFile, in_force: PlansAnswer, clock: Clock, since: date | None, *, copy: bool = False) -> Json:
    name = Path(file.path).stem
    one = summary(file.plan, name, in_force, clock, own=True, copy=copy)
    shape = _to_json(one)
    if one.plan and one.state is PlanState.PAUSED and is_draft(one.plan.period, since):
        shape["state"] = words.DRAFT
    return shape | {
        "inUse": one.in_use,
        "to": f"/plans/{name}",
        "problems": [str(problem) for problem in file.problems[:3]],
        "mend": words.to_mend(len(file.problems)) if file.problems else "",
    }


def _shipped(one: PlanSummary) -> Json:
    return _to_json(one) | {
        "signs": page_words.by_view(plan_list.SIGNS_FIRST),
        "asks": words.asks_first(one.name) if one.name == FLARE_UP else "",
    }


def _clashes(plan: Plan | None, others: Sequence[Plan]) -> list[str]:
    """When both want something at one time of one day, the first few."""
    theirs = {slot: session.title for other in others for session, slot in _slots(other)}
    found = {
        slot: words.clash(f"{weekday(_A_MONDAY + timedelta(days=slot.weekday), short=True)} {slot.at:%H:%M}", both)
        for session, slot in (_slots(plan) if plan else ())
        if slot in theirs and (both := [session.title, theirs[slot]])
    }
    return [found[slot] for slot in sorted(found)][:_MOST_CLASHES]


def _slots(plan: Plan) -> list[tuple[Session, Slot]]:
    return [(one, slot) for one in plan.sessions if isinstance(one.rule, Weekly) for slot in one.rule.slots]


def _to_json(one: PlanSummary) -> Json:
    plan = one.plan
    state = plan_list.state_words(one.state, one.week, one.weeks, one.starts, one.rests_until)
    if plan is None:
        return {"name": one.name, "title": one.name, "about": "", "facts": [], "state": ""}
    minutes = plan_check.week_minutes(whole_minutes(one.least), whole_minutes(one.most)) if one.most else ""
    weeks = words.weeks(plan.period.weeks) if plan.period.weeks else ""
    asks = plan_check.counts(plan.to_perform, plan.courses, plan.supplements)
    return {
        "name": one.name,
        "title": plan.title,
        "about": plan.about,
        "facts": [fact for fact in (*asks, minutes, weeks) if fact],
        "state": state[:1].upper() + state[1:],
    }
