"""Knows how one occurrence, or many rounds of one, stand in a view, and how it can be answered.

Must not know which view shows them, nor what an answer does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from routine.core.durations import write
from routine.core.events import EventKind
from routine.core.occurrence import OccurrenceKind
from routine.core.reminder import RESUMABLE
from routine.core.reminder_states import FINAL, Phase, answers_for, is_performed
from routine.presentation import agenda as agenda_words
from routine.presentation import command_line as common
from routine.presentation import page_agenda as words
from routine.presentation import reminders, visits
from routine.presentation import safety as safety_words
from routine.presentation.reminder_state import is_due, title_of
from routine.presentation.time_format import TimeDisplay, spell, whole_minutes
from routine.service.agenda_lines import state_text
from routine.service.requests.messages import AgendaLine, ReminderRow
from routine.service.requests.page_messages import AnswerOptions, OverviewAnswer
from routine.ui.page.request import Json

_TONES = {Phase.COMPLETED: "done", Phase.STARTED: "waits", Phase.SHOWN: "waits", Phase.SHOWING: "waits"}
_DONE_LABELS = {OccurrenceKind.VISIT: "agendaWent", OccurrenceKind.SUPPLEMENT: "agendaTaken"}
"""What is pressed to say that it was done at another time; the label of the time ends in `At`."""
_QUESTIONS = {OccurrenceKind.VISIT: visits.DID_YOU_GO, OccurrenceKind.REVIEW: visits.IS_IT_HELPING}


def plain_row(line: AgendaLine, view: TimeDisplay) -> Json:
    """What it is and how it stands."""
    one = line.occurrence
    state = state_text(line, view)
    return {
        "key": one.key,
        "title": title_of(one),
        "when": view.wall(line.at),
        "minutes": common.minutes(whole_minutes(one.length)) if one.length else "",
        "practice": one.practice.value if one.practice else agenda_words.ASKS[one.asks],
        "state": state[:1].upper() + state[1:],
        "tone": _TONES.get(line.reminder.phase, "") if line.counted else "",
    }


def row(line: AgendaLine, answer: OverviewAnswer, view: TimeDisplay) -> Json:
    """The same, with all that helps to answer it."""
    reminder = line.reminder
    one = reminder.occurrence
    options, asked = answer.options[one.key], one.asked_at <= view.now
    return plain_row(line, view) | {
        "due": _due(reminder, view),
        "detail": visits.agreed_with(options.detail)
        if options.detail and one.asks is OccurrenceKind.SUPPLEMENT
        else options.detail,
        "question": _QUESTIONS.get(one.asks, "") if asked and reminder.phase not in FINAL else "",
        "held": safety_words.may_not_start(title_of(one), all_wait=answer.agenda.restrictions.all_wait)[0]
        if options.held_back and reminder.phase not in FINAL
        else "",
        "answers": _answers(options, reminder, view.now),
    }


def shared(rows: Sequence[Json], group: Sequence[AgendaLine], view: TimeDisplay) -> Json:
    """Many rounds of one session in one row, each of them inside it."""
    first, last = view.clock(group[0].at), view.clock(group[-1].at)
    return rows[0] | {
        "key": f"{rows[0]['key']} …",
        "when": f"{first}–{last}",
        "minutes": words.rounds(len(rows), {whole_minutes(line.occurrence.length) for line in group}),
        "rounds": list(rows),
    }


def _due(reminder: ReminderRow, view: TimeDisplay) -> str:
    when = view.wall(reminder.occurrence.due)
    if reminder.occurrence.asks is OccurrenceKind.VISIT:
        return words.at(when)
    # that it is due stands before it already
    return words.since(when) if is_due(reminder, view.now) else reminders.due_line(when, 0)


def _answers(options: AnswerOptions, reminder: ReminderRow, now: datetime) -> Json:
    """`press`: those that come first; `more`: the rest. What the rules refuse is not offered."""
    one = reminder.occurrence
    offered = answers_for(one, reminder.phase, now)
    press: list[Json] = []
    if is_performed(one.asks):
        can_start = options.is_planned and not options.held_back and EventKind.STARTED in offered
        press = _of_session(reminder, now) if can_start else []
    elif one.asked_at <= now:
        press = [
            _press(title_of(one), said, key) for answer, said, key in _OF_OTHERS[one.asks] if answer in offered
        ]
    if press:
        press[0]["primary"] = True
    more: list[Json] = []
    if EventKind.SNOOZED in offered:
        more += _snoozes(options, reminder)
    if EventKind.SKIPPED in offered and is_performed(one.asks):
        said = words.NOT_AFTER_ALL if reminder.phase is Phase.COMPLETED else words.SKIP
        more.append(_press(title_of(one), said, "skip"))
    return {
        "press": press,
        "more": more,
        "done": EventKind.COMPLETED in offered,
        "doneLabel": _DONE_LABELS.get(one.asks, "agendaDone"),
        "excuse": EventKind.EXCUSED in offered,
        "move": EventKind.SNOOZED in offered and is_performed(one.asks),
    }


def _of_session(reminder: ReminderRow, now: datetime) -> list[Json]:
    if reminder.phase is Phase.STARTED:
        return [_press(title_of(reminder.occurrence), reminders.RESUME, "go on")]
    left = reminder.performed_at if reminder.phase is Phase.ABANDONED else None
    label = reminders.RESUME if left and now - left < RESUMABLE else words.START
    return [_press(title_of(reminder.occurrence), label, "start")]


def _snoozes(options: AnswerOptions, reminder: ReminderRow) -> list[Json]:
    return [
        _press(title_of(reminder.occurrence), reminders.snooze_label(spell(length)), "snooze")
        | {"length": write(length)}
        for length in options.snoozes
    ]


def _press(title: str, label: str, answer: str) -> Json:
    return {"say": label, "name": words.answer_to(label, title), "answer": answer}


_OF_OTHERS = {
    OccurrenceKind.VISIT: (
        (EventKind.COMPLETED, words.WENT, "done"),
        (EventKind.SKIPPED, words.DID_NOT_GO, "skip"),
    ),
    OccurrenceKind.REVIEW: (
        (EventKind.FELT, visits.YES, "yes"),
        (EventKind.FELT, visits.NOT_SURE, "not_sure"),
        (EventKind.FELT, visits.NO, "no"),
    ),
    OccurrenceKind.SUPPLEMENT: (
        (EventKind.COMPLETED, visits.TAKEN, "done"),
        (EventKind.SKIPPED, words.SKIP, "skip"),
    ),
}
"""Which answer, what its button says, and what the page calls it."""
