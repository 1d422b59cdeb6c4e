"""Knows what the list of plans says, how one is taken and how a new one begins. Must not know TOML."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from routine.core.loaded_plans import PlanFile
from routine.errors import Refused
from routine.ports import Clock
from routine.presentation import page as page_words
from routine.presentation import page_plans as words
from routine.presentation import plan_check, plan_list
from routine.presentation.text_layout import one_line
from routine.presentation.time_format import whole_minutes
from routine.reading.safe_read import is_device
from routine.service.plan_list import FLARE_UP, PlanSummary, summary
from routine.service.requests.plan_messages import PlansAnswer, PlansRequest
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.plan_reader import PlanReader
from routine.wiring.shipped_plans import refuse_existing, shipped_plans, text_from_today, write_plan_files

_UNFIT = re.compile(r"[^\w]+|_+")
_LONGEST_NAME = 60
_LONGEST_TITLE = 80


async def listing(site: PageState, reader: PlanReader, _: PageRequest) -> Answer:
    """One's own plans, and those that come with routine."""
    app = site.app
    in_force, loaded_plans = site.ask(PlansRequest()), app.loaded_plans
    copied = [copy.file for copy in loaded_plans.copies]
    own = () if loaded_plans.shipped else sorted((*loaded_plans.files, *copied), key=lambda file: file.path)
    taken = {Path(file.path).stem for file in own}
    shipped = {name: one for name, one in shipped_plans(app).items() if name not in taken}
    read = await reader.shipped([one.path for one in shipped.values()])

    def rows() -> tuple[list[Json], list[tuple[PlanSummary, Json]]]:
        # a plan of ten thousand sessions takes its time to be laid over the weeks
        mine = [_own(file, in_force, app.clock) for file in own]
        come = [
            summary(found.plan, name, in_force, app.clock, own=False)
            for name, found in zip(shipped, read, strict=True)
        ]
        return mine, [(one, _shipped(one)) for one in come]

    mine, come = await asyncio.to_thread(rows)
    return {
        "own": mine,
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
    return _write(name, text_from_today(shipped[name], app), site)


def begin(site: PageState, request: PageRequest) -> Answer:
    """A small plan that is right already, under a name of one's own. Raises NotUnderstood, NothingToActOn."""
    title = one_line(request.text("title", _LONGEST_TITLE))
    name = slug(title)
    if not name:
        raise NotUnderstood(*words.NEEDS_A_NAME)
    refuse_existing(name, site.app)
    from routine.reading.edit import quoted  # noqa: PLC0415 - only what writes a plan imports tomlkit

    return _write(name, plan_check.template(quoted(title)), site)


def slug(title: str) -> str:
    """A file's name for a title: letters and digits, joined by `-`; empty when it has neither."""
    name = _UNFIT.sub("-", title.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{name}-plan" if is_device(name) else name


def _write(name: str, text: str, site: PageState) -> Answer:
    write_plan_files(name, text, site.app)
    return {"to": f"/plans/{name}"}


def _own(file: PlanFile, in_force: PlansAnswer, clock: Clock) -> Json:
    name = Path(file.path).stem
    one = summary(file.plan, name, in_force, clock, own=True)
    return _to_json(one) | {
        "to": f"/plans/{name}",
        "problems": [str(problem) for problem in file.problems[:3]],
        "mend": words.to_mend(len(file.problems)) if file.problems else "",
    }


def _shipped(one: PlanSummary) -> Json:
    return _to_json(one) | {
        "signs": page_words.by_view(plan_list.SIGNS_FIRST),
        "asks": words.asks_first(one.name) if one.name == FLARE_UP else "",
    }


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
