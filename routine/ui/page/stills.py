"""Knows what is told of a session not performed here: before it, after it, led elsewhere; not how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.events import Felt
from routine.core.phases import Phase
from routine.core.player import Mode
from routine.core.reminder import Reminder
from routine.core.safety import is_sore
from routine.presentation import page as words
from routine.presentation import reminders
from routine.presentation import safety as safety_words
from routine.presentation.reminder_state import state_words, title_of
from routine.presentation.time_format import TimeDisplay
from routine.service.reminder_store import ReminderStore
from routine.ui.page.request import Json

_OVER = {Phase.COMPLETED: Mode.COMPLETED.value, Phase.ABANDONED: Mode.STOPPED.value}


def waiting_frame(store: ReminderStore, reminder: Reminder, view: TimeDisplay, felt: Sequence[Felt]) -> Json:
    """It is not being done: not yet, or not any more. `felt`: what was said of how it was, oldest first."""
    score = next((entry.score for entry in reversed(felt) if entry.score is not None), None)
    notes = [entry.note for entry in felt if entry.note]
    return {
        "mode": _OVER.get(reminder.phase, "waiting"),
        "phase": reminder.phase.value,
        "state": _state(reminder, view),
        "held": _held(store, reminder, view),
        "resumes": reminder.phase is Phase.ABANDONED and reminder.steps_done > 0,
        "answer": reminder.answer or "",
        "score": score,
        "look": words.by_view(safety_words.LOOK_AGAIN) if is_sore(score) else "",
        "note": notes[-1] if notes else "",
    }


def away_frame(reminder: Reminder) -> Json:
    """It is being led somewhere else."""
    return {"mode": "elsewhere", "state": words.elsewhere(reminder.place or ""), "held": "", "resumes": False}


def _state(reminder: Reminder, view: TimeDisplay) -> str:
    if reminder.phase is Phase.ABANDONED:
        return words.STOPPED_EARLY
    due = reminders.due_line(view.wall(reminder.occurrence.due), reminder.snoozes)
    state = state_words(reminder, view) or due
    return state[:1].upper() + state[1:]


def _held(store: ReminderStore, reminder: Reminder, view: TimeDisplay) -> str:
    """Why it may not be started: by the answers to the safety check."""
    if not store.held_back(reminder.key, view.now):
        return ""
    all_wait = store.safety(view.now).all_wait
    return safety_words.may_not_start(title_of(reminder.occurrence), all_wait=all_wait)[0]
