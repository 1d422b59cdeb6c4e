"""Knows what today, week, status and log say; must not know where it is looked up."""

from __future__ import annotations

from routine.presentation.phrases import plural, quoted
from routine.presentation.time_format import CHECK_YEAR, is_not_a_day
from routine.presentation.visits import answer_text

FROM_HELP = "the first day, as YYYY-MM-DD; without it, today"
DAYS_HELP = "how many days"
LOG_DAYS_HELP = "how many days back; without it, 7"
KIND_HELP = "only this kind of entry; more than one is fine"
LOG_ALL_HELP = "everything, also what was shown and each step; without it, what you did or missed"


def row_number(number: int) -> str:
    """By which `routine forget` knows it."""
    return f"no. {number}"


OCCURRENCE_HELP = "only this occurrence, by its id"

DAYS = "N"
DATE = "DATE"
ID = "ID"
KIND = "KIND"

# a state in a few words

TO_COME = ""
DUE = "due now"
WAITS = "waiting for you"
NOT_SHOWN = "could not be shown, is tried again"
DONE = "done"
SKIPPED = "skipped"
RUNNING = "under way"
ON_NOW = "now"
ASKS = {"session": "", "visit": "visit", "review": "question", "supplement": "supplement"}
"""What stands where a session has its practice."""
_DONE = {"visit": "been there", "review": "answered", "supplement": "taken"}
STOPPED = "stopped early"
IN_PART = "done in part"
THAT_IS_FINE = "That is fine."


def in_part(played: str) -> str:
    """`played`: how much of how much."""
    return f"{IN_PART}: {played}"


def stopped(played: str, why: str) -> str:
    """`why` as an identifier, where somebody said."""
    said = in_part(played) if played else STOPPED
    return f"{said}, {_WHY[why]}" if why in _WHY else said


_WHY = {"no_time": "no time", "too_hard": "too hard", "hurt": "it hurt"}

EARLIER = "earlier, not counted"

HOLD_REASONS = {
    "quiet": "quiet hours",
    "pause": "you paused it",
    "session": "another session is running",
    "locked": "the screen is locked",
    "do_not_disturb": "do-not-disturb is on",
    "full_screen": "a window fills the screen",
    "microphone": "the microphone is in use",
    "away": "nobody is at the computer",
}
MISS_REASONS = {
    "off": "the computer was off",
    "asleep": "the computer was asleep",
    "unanswered": "no answer",
    "unshown": "it could not be shown",
    "held": "no good moment came",
    "overtaken": "the next one came",
}
EXCUSE_REASONS = {
    "pause": "paused",
    "gone": "no longer in the plan",
    "safety": "safety check",
    "moved": "moved",
    "days_off": "day off",
}


def snoozed(until: str, times: int) -> str:
    return f"snoozed until {until} ({times}×)"


def held(why: str, until: str = "") -> str:
    reason = HOLD_REASONS.get(why, "")
    if not reason:
        return f"waits until {until}" if until else "waits"
    return f"waits: {reason}, until {until}" if until else f"waits: {reason}"


def missed(why: str) -> str:
    return f"missed: {MISS_REASONS[why]}" if why in MISS_REASONS else "missed"


def done(answer: str, asks: str = "session") -> str:
    plain = _DONE.get(asks, DONE)
    return f"{plain}, {_FELT.get(answer, answer_text(answer))}" if answer else plain


def skipped(asks: str) -> str:
    return "did not go" if asks == "visit" else SKIPPED


_FELT = {
    "easier": "it was easier",
    "same": "it was the same",
    "harder": "it was harder",
    "not_sure": "not sure",
}
"""Also of the very first time, when there was no last one."""


def excused(why: str, note: str = "") -> str:
    said = note or EXCUSE_REASONS.get(why, "")
    return f"does not count: {said}" if said else "does not count"


# today and week

TODAY = "Today"
NO_DAY = "nothing planned"
WEEK = "Together"


def today_is(day: str) -> str:
    return f"{TODAY}, {day}"


def every(first: str, last: str, times: int) -> tuple[str, str]:
    """(times, how often)"""
    return f"{first}–{last}", f"{times}×"


def together(by_practice: list[tuple[str, int]]) -> str:
    total = sum(minutes for _, minutes in by_practice)
    parts = ", ".join(f"{practice} {minutes}" for practice, minutes in by_practice)
    return f"{total} min planned: {parts}"


def nothing_planned(when: str) -> str:
    return f"Nothing is planned {when}."


FOR_TODAY = "for today"
FOR_THEN = "for these days"
NO_PLAN = "`routine init` writes your first plan, with a few questions."
SHIPPED = "These are the plans that come with routine. `routine init` writes one of your own."
OFF = "routine is not running, so nothing will remind you: routine run"


def next_up(title: str, when: str) -> str:
    return f"Next: {quoted(title)}, {when}."


def look_ahead(title: str, when: str) -> str:
    return f"{next_up(title, when)} `routine week` shows the days ahead."


def paused(until: str) -> str:
    return f"Paused until {until}; `routine resume` ends it sooner."


NOTHING_AHEAD = "`routine week` shows the days ahead; `routine edit` changes a plan."


def not_a_day(text: str) -> tuple[str, str]:
    return is_not_a_day(quoted(text)), "Write it as YYYY-MM-DD, such as 2026-11-23."


def day_out_of_range(text: str) -> tuple[str, str]:
    return f"{quoted(text)} is too far away to be meant.", CHECK_YEAR


def days_out_of_range(most: int) -> tuple[str, str]:
    return "That many days cannot be shown.", f"Choose 1 to {most}."


# status


def running(pid: int, since: str) -> str:
    return (
        f"routine is running since {since} (process {pid})." if since else f"routine is running (process {pid})."
    )


NOT_RUNNING = "routine is not running, so nothing will remind you."
NOT_RUNNING_HINT = "`routine run` starts it."


def plans(count: int, sessions: int) -> str:
    """`sessions` of no plans are said as well; a plan without any has visits or supplements alone."""
    plan_words = plural(count, "1 plan", f"{count} plans")
    session_words = plural(sessions, "1 session", f"{sessions} sessions")
    return f"{plan_words}, {session_words}" if sessions or not count else plan_words


PLANS = "Plans"
NEXT = "Next"
WAITING = "Waiting"
UNDER_WAY = "Under way"
PAUSED = "Paused"
DAYS_OFF = "Days off"
SAFETY = "Safety"
VISITS = "Visits"
PROBLEMS = "Problems"
SHIPPED_SHORT = "those that come with routine; `routine init` writes your own"
NOTHING_NEXT = "nothing in the next day and a half"
ANSWER = "routine start, routine snooze or routine skip answers it"
MARK_OR_SKIP = "`routine done` marks it as done, `routine skip` skips it."
ANSWER_DONE = "routine done, routine snooze or routine skip answers it"
FINISH = "routine done when you are through; routine start --in terminal goes on here"


# status in one line, for a bar at the edge of a screen

LINE_HELP = "one line, for a bar: what is under way, what waits, or what comes next"
FOLLOW_HELP = "that line now, and again whenever it changes, until you end it"
LINE_NOT_RUNNING = "routine is not running"
LINE_HANGS = "routine does not answer"
LINE_NOTHING = "Nothing planned soon"


def line_stands(title: str, state: str, others: int = 0) -> str:
    """`others`: how many wait beside it."""
    said = f"{title}: {state}"
    return f"{said} (+{others})" if others else said


def line_comes(title: str, when: str) -> str:
    return f"{when} {title}"


def line_paused(until: str) -> str:
    return f"Paused until {until}"


def since(when: str) -> str:
    return f"since {when}"


def until(when: str) -> str:
    return f"until {when}"


# log

NOTHING_HAPPENED = "Nothing is written in the journal for these days yet."
BY = {
    "notification": "in a notification",
    "cli": "by command",
    "page": "on the page",
    "panel": "in the panel",
    "phone": "on the phone",
    "calendar": "in the calendar",
    "service": "",
}
PLAN_GONE = "plan removed"
KINDS = {
    "showing": "about to be shown",
    "shown": "shown",
    "held": "waits",
    "snoozed": "snoozed",
    "skipped": "skipped",
    "started": "started",
    "step_done": "step done",
    "completed": "done",
    "abandoned": "stopped",
    "missed": "missed",
    "excused": "excused",
    "felt": "felt",
    "paused": "paused",
    "resumed": "resumed",
    "plan_loaded": "plan read",
    "plan_rejected": "plan has a problem",
    "plan_changed": "plan changed",
    "checkin": "safety check",
    "step_skipped": "step left out",
    "measured": "measured",
    "days_off": "days off",
    "renamed": "renamed",
    "undone": "taken back",
}
HEADS_UP = "heads-up"
SHIPPED_WITH = "shipped"


def step(number: int) -> str:
    return f"step {number}"


def called_before(title: str) -> str:
    """Beside what is renamed."""
    return f"was {quoted(title)}"


def rest_after(number: int) -> str:
    return f"rest after step {number}" if number else "rest"


def checkin(answer: str, cleared: str) -> str:
    """What came of the safety check; which signs were named is nobody else's business."""
    if cleared:
        return f"a professional's word of {cleared}"
    return _CHECKED.get(answer, answer)


_CHECKED = {
    "put-off": "put off, to be answered another time",
    "clear": "nothing on the list",
    "mention": "something to mention at the next visit, nothing waits",
    "see-doctor": "movement waits for a professional's word",
    "stop": "every session waits, getting help comes first",
}


def score(number: int) -> str:
    return f"back {number} of 10"


def done_at(when: str) -> str:
    return f"at {when}"
