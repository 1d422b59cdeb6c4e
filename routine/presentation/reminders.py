"""Knows what a reminder says on its card and when it cannot do as asked; must not know how it is shown."""

from __future__ import annotations

from routine.presentation.agenda import MARK_OR_SKIP, STOPPED, THAT_IS_FINE
from routine.presentation.agenda import in_part as in_part_words
from routine.presentation.phrases import plural
from routine.presentation.safety import LOOK_AGAIN

_PAST = {
    "snoozed": "snoozed",
    "skipped": "skipped",
    "started": "started",
    "step_done": "continued",
    "step_skipped": "continued",
    "completed": "marked as done",
    "abandoned": "stopped",
    "excused": "excused",
    "felt": "rated",
}
_IS = {
    "upcoming": "is still to come",
    "showing": "is waiting for you",
    "shown": "is waiting for you",
    "snoozed": "is snoozed",
    "held": "waits for a good moment",
    "started": "has been started",
    "completed": "is already done",
    "abandoned": "was stopped earlier",
    "skipped": "was skipped",
    "missed": "has passed",
    "excused": "was excused",
}


def refused(title: str, phase: str, asked: str) -> tuple[str, str]:
    """(sentence, what to do next)"""
    if phase == asked:
        return f"“{title}” is already {_PAST[asked]}.", "`routine today` shows what can be done."
    sentence = f"“{title}” {_IS[phase]}, so it cannot be {_PAST.get(asked, asked)}."
    return sentence, "`routine today` shows what can be done."


def not_to_start(title: str) -> tuple[str, str]:
    """(sentence, what to do next); for what has no steps: a visit, a supplement"""
    return f"“{title}” is nothing to go through here.", MARK_OR_SKIP


FIRST_WORDS = "Hello, this is routine: short sessions for your back, at the times of a weekly plan."
FIRST_PAGE = "Its page has your day, a two-minute safety check, and a week of your own to make."
OPEN = "Open"

START, SKIP, SKIP_ALL = "Start", "Skip", "Skip all"
NEXT, PAUSE, RESUME, STOP = "Next", "Pause", "Go on", "Stop"
LABELS = ("Easier", "Same", "Harder")
FIRST_LABELS = ("Too easy", "Just right", "Too hard")
"""The first time there is nothing to compare with; the keys of the answers stay."""
OK = "All right"
NOTE_TITLE = "A word from routine"

WHAT_WAS_IT = "What was it?"
NO_TIME, TOO_HARD, HURT, OTHER = "No time", "Too hard", "It hurt", "Other"
WHY_STOPPED = f"{THAT_IS_FINE} {WHAT_WAS_IT}"
HOW_WAS_IT_FIRST = "How was it?"
HOW_WAS_IT = "How was it, compared with last time?"
THANKS = "Thank you, noted."
NO_PAGE = "No browser opened the page, so it goes on here. `routine page` prints its link."
STOP_RULE = "Stop if pain is sharp or strong, travels farther down a leg, or you feel numb, weak, dizzy or unwell."


def left_out_now(title: str) -> str:
    """Of an exercise that hurt."""
    return f"{title} is left for today. Go on when you like."


def snooze_label(length: str) -> str:
    return f"Snooze {length}"


def card_title(title: str, minutes: int) -> str:
    return f"{title} · {minutes} min"


def due_line(when: str, snoozes: int) -> str:
    return f"due {when}, snoozed {snoozes}×" if snoozes else f"due {when}"


def begins_with(first: str, steps: int) -> str:
    return plural(steps, f"Begins with {first}.", f"Begins with {first}. {steps} steps.")


def answer_by_command(snooze: str) -> str:
    return f"To answer, type: routine start, routine snooze {snooze} or routine skip"


def heads_up(title: str, when: str, minutes: int) -> tuple[str, str]:
    return f"Soon: {title}", f"At {when}, {minutes} min."


def resume(title: str, step: int, steps: int) -> tuple[str, str]:
    return title, f"You were at step {step} of {steps}. Go on from there?"


def resume_by_command() -> str:
    return "To go on, type: routine start"


def paused(title: str) -> str:
    return f"Paused · {title}"


DONE = "Done"
DID_YOU_DO_IT = "Did you do it?"
WHILE_LOCKED = f"The screen was locked meanwhile, and nothing was taken for done. {DID_YOU_DO_IT}"

WHILE_AWAY = f"Keyboard and mouse were still for a while, so nothing was taken for done. {DID_YOU_DO_IT}"


def back(title: str) -> str:
    return f"Welcome back: {title}"


def back_by_command() -> str:
    return "To say so, type: routine done; to go on, routine start"


def guide_by_command() -> str:
    return "To go through it step by step in a terminal, type: routine start --in terminal"


def finished(title: str) -> str:
    return f"{title}: done"


def in_part(title: str, played: str) -> str:
    return f"{title}: {in_part_words(played) if played else STOPPED}"


WHEN_HURT = f"{STOP_RULE} {LOOK_AGAIN}"
AFTER_HURT = f"{THANKS} {WHEN_HURT}"


def while_away(count: int) -> str:
    return f"While you were away: {count} sessions"


def away_line(number: int, title: str, minutes: int, due: str) -> str:
    return f"{number}. {title}, {minutes} min, {due}"


def start_number(number: int) -> str:
    return f"Start {number}"


def away_rest(count: int) -> str:
    return f"… and {count} more: routine today"


def plan_problem(file: str, count: int) -> str:
    return plural(count, f"{file} has a problem", f"{file} has {count} problems")


def old_plan_runs() -> str:
    return "Until it is mended, what ran before keeps running."


def no_plan_runs() -> str:
    return "It will be used as soon as it is mended."


def and_more(count: int) -> str:
    return f"… and {count} more: routine check"
