"""Knows what the form of a plan says, and which request each of its changes is. Must not know TOML, nor the web.

The text stays the truth: the form is read from it anew each time, and every change is a change of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, takewhile
from typing import Any

from routine.core import durations
from routine.core.exercise import Exercise, Practice, Timed
from routine.core.identifiers import Actor, PlanChange
from routine.core.plan_dates import is_draft
from routine.core.plan_edit import FieldEdit, FieldValue, NewSession
from routine.core.plan_stage import PlanState
from routine.core.recurrence import WEEKDAYS
from routine.library.catalogue import catalogue
from routine.presentation import exercises as exercise_words
from routine.presentation import page_form as words
from routine.presentation import page_plans, plan_changes, plan_list
from routine.presentation.time_format import weekday
from routine.reading.scalars import DAY_WORDS, slug
from routine.service.plan_list import summary
from routine.service.requests.plan_messages import ChangePlanRequest, PlanChangeDone, PlansRequest
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.library import practice_of
from routine.ui.page.views.plan_reader import PlanReader
from routine.ui.page.views.plans import loaded_on

_A_MONDAY = date(2024, 1, 1)
_MOST_EDITS = 60
_LONGEST = 200


async def form(site: PageState, reader: PlanReader, request: PageRequest) -> Answer:
    """All that the form has. Raises NotThere, SystemFault."""
    name = request.path["name"]
    texts = site.app.plan_texts
    own = texts.read(name)
    content = own if own is not None else texts.shipped(name)
    if content is None:
        raise NotThere(*page_plans.NO_PLAN)
    found = await reader.draft(site.app.plans_dir / f"{name}.toml", content.decode("utf-8", "replace"))
    shape: Json = {"name": name, "title": name, "own": own is not None, "mend": found.plan is None}
    if found.plan is None:
        return shape
    said = tomllib.loads(content.decode("utf-8-sig"))
    one = summary(found.plan, name, site.ask(PlansRequest()), site.app.clock, own=own is not None)
    state = plan_list.state_words(one.state, one.week, one.weeks, one.starts, one.rests_until)
    draft = one.state is PlanState.PAUSED and is_draft(found.plan.period, loaded_on(site, name))
    changes = _changes(one.state, counts_weeks=found.plan.counts_weeks) if own is not None else []
    return shape | {
        "title": found.plan.title,
        "draft": draft,
        "state": page_plans.DRAFT if draft else state[:1].upper() + state[1:],
        "changes": [each for each in changes if not draft or each["change"] == PlanChange.REMOVE],
        "sessions": _sessions(said),
        "weeks": said.get("weeks"),
        "avoid": _avoid(said),
        "notes": list(found.plan.notes),
        "remind": _reminders(said),
    }


def choices(_: PageRequest) -> Answer:
    """What can be added to a plan, by practice, and the days of a week.

    Each name once: a sequence that is called as an exercise is that exercise at its usual dose.
    """
    library = catalogue()
    sequences = [
        {"value": one.id, "label": one.title}
        for one in sorted(library.sequences.values(), key=lambda one: one.title)
        if one.id not in library.exercises
    ]
    groups = [{"title": exercise_words.SEQUENCES, "rows": sequences}]
    groups += [
        {
            "title": str(practice).capitalize(),
            "rows": [
                {"value": one.id, "label": one.title, "length": _usual_length(one)}
                for one in library.exercises.values()
                if one.practice is practice
            ],
        }
        for practice in Practice
    ]
    return {"choices": [group for group in groups if group["rows"]], "week": days_of("weekdays")}


def _usual_length(one: Exercise) -> str:
    """Of what is done for a time; of all else it is counted."""
    return durations.write(one.dose.duration) if isinstance(one.dose, Timed) else ""


def edit(site: PageState, request: PageRequest) -> Answer:
    """Single values. Raises NotUnderstood, UsageError, PlanError, SystemFault; the text is then as it was."""
    said = request.body.get("edits")
    if not isinstance(said, list) or not 0 < len(said) <= _MOST_EDITS:
        raise NotUnderstood(*page_plans.NO_PLAN)
    answer = _ask(site, request, change=PlanChange.EDIT, edits=tuple(_edit(each) for each in said))
    return {
        "said": f"{words.SAVED} {plan_changes.moved_too(list(answer.others))}" if answer.others else words.SAVED
    }


def change(site: PageState, request: PageRequest) -> Answer:
    """The plan is paused, goes on, ends, is removed, or has its week once more. Raises what that may raise."""
    verb = request.text("change")
    if verb not in words.CHANGES:
        raise NotUnderstood(*page_plans.NO_PLAN)
    draft = verb == PlanChange.RESUME and request.body.get("draft") is True
    title = _ask(site, request, change=PlanChange(verb)).title
    if draft:
        return {"said": words.used(title)}
    said = {
        "pause": words.paused,
        "resume": words.resumed,
        "again": words.again,
        "finish": words.finished,
        "remove": words.removed,
    }
    return {"said": said[verb](title)}


def add(site: PageState, request: PageRequest) -> Answer:
    """A sequence or an exercise of the library becomes a session. Raises NotUnderstood, and what `edit` may."""
    library, name = catalogue(), request.text("what")
    exercise = library.exercises.get(name)
    sequence = None if exercise else library.sequences.get(name)
    if sequence is None and exercise is None:
        raise NotUnderstood(*page_plans.NO_PLAN)
    days, at = texts(request.body.get("days")), texts(request.body.get("at"))
    length, every, between = (request.text(key, _LONGEST).strip() for key in ("length", "every", "between"))
    if not days:
        raise NotUnderstood(*words.NO_DAY)
    if every or between:
        at = ()
    if bool(every) != bool(between):
        raise NotUnderstood(*words.NO_INTERVAL)
    if not at and not every:
        raise NotUnderstood(*words.NO_TIME)
    new = NewSession(
        sequence.title if sequence else exercise.title if exercise else name,
        _practice(name),
        days,
        at,
        sequence=name if sequence else "",
        exercise="" if sequence else name,
        length=length if exercise and isinstance(exercise.dose, Timed) else "",
        every=every,
        between=between,
    )
    _ask(site, request, change=PlanChange.EDIT, adds=new)
    return {"said": words.added(new.title)}


def drop(site: PageState, request: PageRequest) -> Answer:
    """A session leaves the plan. Raises what that may raise."""
    _ask(site, request, change=PlanChange.EDIT, removes=request.text("session"))
    return {"said": words.SAVED}


def _ask(site: PageState, request: PageRequest, **more: Any) -> PlanChangeDone:
    answer = site.ask(ChangePlanRequest(by=Actor.PAGE, plan=request.path["name"], **more))
    site.read_again()
    return answer


def _practice(name: str) -> str:
    """Of a sequence, what most of its exercises are."""
    library = catalogue()
    one = library.exercises.get(name)
    found = one.practice if one else practice_of(library.sequences[name])
    return str(found or Practice.MEDITATION)


def _edit(said: object) -> FieldEdit:
    """Raises NotUnderstood."""
    if not isinstance(said, dict) or not all(isinstance(said.get(key, ""), str) for key in ("key", "session")):
        raise NotUnderstood(*page_plans.NO_PLAN)
    found = FieldEdit(said.get("key", ""), _value(said.get("value")), said.get("session", ""))
    if not found.is_known:
        raise NotUnderstood(*page_plans.NO_PLAN)
    if found.key == "days" and not found.value:
        raise NotUnderstood(*words.NO_DAY)
    if found.key == "at" and not found.value:
        raise NotUnderstood(*words.NO_TIME)
    if found.key in {"every", "between", "for"} and not found.value:
        raise NotUnderstood(*words.NO_INTERVAL)
    return found


def _value(said: object) -> FieldValue:
    if isinstance(said, list):
        return texts(said)
    if isinstance(said, int) and not isinstance(said, bool):
        return said
    if isinstance(said, str) and len(said) <= _LONGEST:
        return said.strip() or None
    if said is None:
        return None
    raise NotUnderstood(*page_plans.NO_PLAN)


def texts(said: object) -> tuple[str, ...]:
    """A list of texts that a page sent. Raises NotUnderstood for anything else."""
    if not isinstance(said, list) or not all(isinstance(one, str) and len(one) <= _LONGEST for one in said):
        raise NotUnderstood(*page_plans.NO_PLAN)
    return tuple(one.strip() for one in said if one.strip())


def _changes(state: PlanState, *, counts_weeks: bool) -> list[Json]:
    rests = state is PlanState.PAUSED
    over = state is PlanState.FINISHED
    fit = {
        "pause": not rests and not over,
        "resume": rests,
        "again": counts_weeks and not rests,
        "finish": not over,
        "remove": True,
    }
    return [{"change": verb, "say": label} for verb, label in words.CHANGES.items() if fit[verb]]


def _sessions(said: Mapping[str, Any]) -> list[Json]:
    """Those that only take turns over the weeks stand together: they come on the same days, at the same time."""
    sessions = said.get("session", [])
    return [
        _group(list(group), said.get("exercise", {})) for _, group in groupby(sessions, key=_together(sessions))
    ]


def _together(sessions: Sequence[Mapping[str, Any]]) -> Any:
    def key(one: Mapping[str, Any]) -> object:
        if "weeks" not in one or not isinstance(one.get("at"), str | list):
            return sessions.index(one)
        return (str(one.get("days")), str(one["at"]), one["practice"], one["title"].split(" ", 1)[0].strip(","))

    return key


def _group(group: list[Mapping[str, Any]], own: Mapping[str, Any]) -> Json:
    first = group[0]
    titles = [str(one["title"]) for one in group]
    every = {key: str(first[key]) for key in ("every", "between") if isinstance(first.get(key), str)}
    timed = isinstance(first.get("at"), str | list) or len(every) == 2
    by_form = timed and isinstance(first.get("days"), str | list)
    several = len(group) > 1
    weeks = [
        words.in_weeks(str(one["title"]) if several else "", _weeks(one["weeks"]))
        for one in group
        if "weeks" in one
    ]
    title = _shared(titles) if len(titles) > 1 else titles[0]
    return {
        "ids": [str(one.get("id") or slug(one["title"])) for one in group],
        "title": title,
        "practice": first["practice"],
        "note": " · ".join(weeks),
        "days": days_of(first.get("days")),
        "at": [first["at"]] if isinstance(first.get("at"), str) else list(first.get("at") or ()),
        "every": every if by_form else {},
        "length": _length(first, own) if len(group) == 1 else "",
        "byForm": by_form,
        "says": "" if by_form else _says(first),
    }


def _length(one: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    """For how long its one step is done, as its text has it, else as the exercise is usually done; else empty.

    `own`: the exercises that the plan itself defines, by name.
    """
    steps = one.get("steps")
    if not isinstance(steps, list) or len(steps) != 1:
        return ""
    step = steps[0] if isinstance(steps[0], dict) else {"exercise": steps[0]}
    name = str(step.get("exercise", ""))
    if "for" in step or name in own:
        return str(step.get("for") or own[name].get("for", ""))
    exercise = catalogue().exercises.get(name)
    return _usual_length(exercise) if exercise else ""


def _shared(titles: Sequence[str]) -> str:
    """The words with which all of them begin; there is one at least."""
    words_of = [title.replace(",", " ,").split() for title in titles]
    alike = takewhile(lambda at: len(set(at)) == 1, zip(*words_of, strict=False))
    return " ".join(each[0] for each in alike).replace(" ,", ",").strip(" ,·(")


def _weeks(said: str | list[str]) -> str:
    return said if isinstance(said, str) else ", ".join(said)


def _says(one: Mapping[str, Any]) -> str:
    """In words, where the form has no fields for it."""
    if "every" in one:
        return words.every(str(one["every"]), str(one.get("between", "")))
    at = one.get("at")
    return " · ".join(f"{day} {_weeks(times)}" for day, times in at.items()) if isinstance(at, dict) else ""


def days_of(said: object) -> list[Json]:
    """The seven days, and which of them a plan's text says."""
    chosen = DAY_WORDS.get(said, ()) if isinstance(said, str) else said if isinstance(said, list) else ()
    on = {WEEKDAYS[each] if isinstance(each, int) else str(each)[:3].lower() for each in chosen}
    days = [_A_MONDAY + timedelta(days=number) for number in range(7)]
    return [
        {"value": name, "label": weekday(day, short=True)[:2], "name": weekday(day), "on": name in on}
        for name, day in zip(WEEKDAYS, days, strict=True)
    ]


def _avoid(said: Mapping[str, Any]) -> list[Json]:
    chosen = [said["avoid"]] if isinstance(said.get("avoid"), str) else list(said.get("avoid", ()))
    return [{"value": tag.id, "label": tag.words, "on": tag.id in chosen} for tag in catalogue().tags.values()]


def _reminders(said: Mapping[str, Any]) -> Json:
    """As the text has them; what it leaves to the settings is empty."""
    there = said.get("remind", {})

    def listed(key: str) -> str:
        value = there.get(key, "")
        return value if isinstance(value, str) else ", ".join(value)

    return {key: listed(key) for key in ("snooze", "again_after", "give_up_after", "quiet")}
