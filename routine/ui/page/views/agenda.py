"""Knows what today says on the page: what waits, what comes, what was. Must not know how anything is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from routine.core import selection as choose
from routine.core.ids import SessionRef
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import Plan
from routine.core.plan_stage import PlanStage
from routine.core.plan_stages import plan_stages
from routine.core.recurrence import due_utc
from routine.core.reminder import next_wakeup
from routine.core.reminder_states import FINAL, Phase
from routine.core.steps import planned_length
from routine.presentation import command_line as common
from routine.presentation import page_agenda as words
from routine.presentation import page_plans
from routine.presentation import pauses as pauses_words
from routine.presentation.agenda import next_up
from routine.presentation.plan_list import stage_words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import TimeDisplay, long_date, whole_minutes, written
from routine.service.agenda_lines import grouped
from routine.service.reminder_store import ReminderStore
from routine.service.requests.agenda import held_until, lines_between
from routine.service.requests.context import row_of
from routine.service.requests.days_off import days_off_now
from routine.service.requests.messages import AgendaLine
from routine.ui.page.request import Answer, Json, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.occurrence_rows import row, shared

_A_DAY = timedelta(days=1)
MOST_ROWS = 40
"""What a list shows at first; thousands are no reading matter, and a browser takes seconds to draw them."""


def today(site: PageState, request: PageRequest) -> Answer:
    """All of today, and what still waits from before; a long list as far as `all` does not name it."""
    view = site.view()
    day = view.now.astimezone(view.zone).date()
    since, until = begins(day, view), begins(day + _A_DAY, view)
    # what came late last evening may still be waiting after midnight
    store = site.store(since=min(since, view.now - _A_DAY))
    lines = lines_between(store, min(since, view.now - _A_DAY), until, view.now)
    waiting = _waiting(store, lines, view.now)
    todays = [line for line in lines if line.at >= since]
    unasked = {line.occurrence.key for line in waiting}
    rest = [line for line in todays if line.occurrence.key not in unasked]
    over = [line for line in rest if _is_over(line)]
    later = [line for line in rest if not _is_over(line)]
    lists = {"now": [[line] for line in waiting], "later": grouped(later, view), "over": grouped(over, view)}
    most = {name: None if name in opened(request) else MOST_ROWS for name in (*lists, "anytime")}
    return {
        "title": words.title(long_date(day)),
        "done": words.minutes_done(minutes(todays, Phase.COMPLETED), minutes(todays)),
        "lead": [] if waiting else _lead(site, store, todays, view),
        "more": {name: words.more(len(groups) - (most[name] or len(groups))) for name, groups in lists.items()},
        "anytime": _anytime(store.agenda.plans, most["anytime"]),
        **{name: _groups(groups[: most[name]], store, view) for name, groups in lists.items()},
        **beside(site, store, view),
    }


def _stage(stage: PlanStage, view: TimeDisplay) -> str:
    return stage_words(stage.state, stage.title, written(stage.day, view.today), page_plans.WHAT_NEXT)


def opened(request: PageRequest) -> frozenset[str]:
    """The lists that somebody wants to see whole, by name."""
    return frozenset(request.query.get("all", "").split(","))


def beside(site: PageState, store: ReminderStore, view: TimeDisplay) -> Json:
    """What helps to go on (a pause, a plan with a problem, nobody who would remind), and for how long it holds."""
    notes: list[Json] = []
    if (safety := store.safety()).binds:
        notes.append({"text": words.safety(all_wait=safety.all_wait), "help": True})
    if problems := len(site.app.plans.problems):
        notes.append({"text": words.problems(problems), "to": "/plans", "say": words.PROBLEMS_LINK})
    notes += [{"text": said} for said in site.app.unshown()]
    if off := days_off_now(store, view.now):
        said = pauses_words.off(off.first, off.last, view.today, note=off.note, title=off.title)
        notes.append({"text": said})
    notes += [{"text": _stage(stage, view)} for stage in plan_stages(store.agenda, view.now) if stage.is_told]
    if site.app.plans.shipped:
        notes.append({"text": words.SHIPPED})
    if site.app.service_pid() is None:
        notes.append({"text": words.OFF})
    paused = store.paused_until(view.now)
    midnight = begins(view.now.astimezone(view.zone).date() + _A_DAY, view)
    return {
        "freshFor": _fresh_for(store, midnight, view.now),
        "notes": notes,
        "paused": words.paused(view.moment(paused)) if paused else "",
        "pauses": [{"until": until, "say": label} for until, label in words.PAUSES.items()],
    }


def begins(day: date, view: TimeDisplay) -> datetime:
    return due_utc(day, time(0), view.zone)


def minutes(lines: Sequence[AgendaLine], *phases: Phase) -> int:
    """Of practice, in one of these phases or in any; what never counted is left out."""
    return sum(
        whole_minutes(line.occurrence.length)
        for line in lines
        if line.counted and line.occurrence.practice and (not phases or line.reminder.phase in phases)
    )


def _waiting(store: ReminderStore, lines: Sequence[AgendaLine], now: datetime) -> list[AgendaLine]:
    """Under way first, then what is on the screen, then what is held or snoozed."""
    by_key = {line.occurrence.key: line for line in lines}
    everything = store.reminders.values()
    found = [*choose.under_way(everything), *choose.waiting(everything, store.policy, now)]
    here = [by_key.get(one.key, AgendaLine(row_of(one, now), held_until(store, one, now))) for one in found]
    return [line for line in here if line.reminder.phase not in FINAL]


def _is_over(line: AgendaLine) -> bool:
    return line.reminder.phase in FINAL or not line.counted


def _groups(groups: Sequence[Sequence[AgendaLine]], store: ReminderStore, view: TimeDisplay) -> list[Json]:
    found = []
    for group in groups:
        rows = [row(line, store, view) for line in group]
        found.append(shared(rows, group, view) if len(rows) > 1 else rows[0])
    return found


def _lead(site: PageState, store: ReminderStore, lines: Sequence[AgendaLine], view: TimeDisplay) -> list[str]:
    """What is said where nothing waits: a kind word, and what comes next."""
    coming = choose.next_ahead(store.open(), view.now)
    following = [next_up(title_of(coming[0].occurrence), view.wall(coming[1]))] if coming else []
    counted = [line for line in lines if line.counted]
    if not site.app.plans.count[0] and not lines:
        return [words.NO_PLANS, words.NO_PLANS_HINT]
    if not counted:
        return [words.FREE_DAY, *following]
    if any(line.reminder.phase not in FINAL for line in counted):
        return [words.NOTHING_WAITS, *following]
    done = all(line.reminder.phase is Phase.COMPLETED for line in counted)
    return [words.ALL_DONE if done else words.ALL_OVER, *following]


def _anytime(plans: Sequence[Plan], most: int | None) -> list[Json]:
    """Each plan's sessions, those of one name once: a plan may say the same session anew for each of its weeks."""
    found = []
    for plan in plans:
        by_title = {one.title: one for one in reversed(plan.sessions) if one.asks is OccurrenceKind.SESSION}
        sessions = [*reversed(by_title.values())]
        rows = [
            {
                "name": SessionRef.of(plan.id, one.id),
                "title": one.title,
                "label": words.answer_to(words.START, one.title),
                "minutes": common.minutes(whole_minutes(planned_length(plan, one, 0))),
                "practice": one.practice.value if one.practice else "",
            }
            for one in sessions[:most]
        ]
        if rows:
            more = words.more(len(sessions) - len(rows))
            found.append({"plan": plan.title, "sessions": rows, "more": more})
    return found


def _fresh_for(store: ReminderStore, midnight: datetime, now: datetime) -> int:
    """In how many milliseconds time alone will have changed something here."""
    instants = [midnight, store.paused_until(now) or midnight]
    for reminder in store.open():
        woken = next_wakeup(reminder, store.policy(reminder.key), store.gate(reminder.key, now), now)
        instants += [woken or midnight, reminder.occurrence.due]
    return int((min(at for at in instants if at > now) - now) / timedelta(milliseconds=1)) + 1
