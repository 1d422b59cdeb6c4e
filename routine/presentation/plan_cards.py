"""Knows what the cards about a plan's weeks say: it is through, or a week of it could come once more."""

from __future__ import annotations

from routine.core.notification import ActionId, Button, Notification
from routine.presentation import plan_check, reminders
from routine.presentation import plan_list as words
from routine.presentation.phrases import quoted

AGAIN, BACK, GO_ON = "Once more", "A week back", "Go on"
"""Labels of 12 characters or fewer."""
_OK = (Button(ActionId.OK, reminders.OK),)
_AWAY = "A week has gone by without a session of it."
_HARDER = "The last two were harder than the ones before."
_WHICH = "The coming week can ask for what this one did, or the one before; or it simply goes on."
_FIRST = "The coming week can ask for what this one did; or it simply goes on."


def repeat_card(title: str, plan: str, *, away: bool, first_week: bool) -> Notification:
    """`away`: nothing was done for a week, else the last two were harder; `first_week`: there is none before."""
    buttons = [Button(ActionId.AGAIN, AGAIN), Button(ActionId.BACK, BACK), Button(ActionId.OK, GO_ON)]
    if first_week:
        del buttons[1]
    return Notification(
        f"{quoted(title)}: this week once more?",
        f"{_AWAY if away else _HARDER} {_FIRST if first_week else _WHICH}",
        tuple(buttons),
        without_buttons=words.repeats_it(plan),
    )


def plan_through_card(title: str, plan: str) -> Notification:
    buttons = (Button(ActionId.AGAIN, AGAIN), *_OK)
    return Notification(words.is_through(title), words.what_next(plan), buttons)


def plan_begins_card(title: str, weeks: int | None) -> Notification:
    return Notification(words.begins_today(title), words.first_week(weeks), _OK)


def plan_has_begun_card(title: str, day: str) -> Notification:
    """For who was not there on its first day; `day`: that one, with its date."""
    return Notification(words.has_begun(title), words.first_day_was(day), _OK)


def plan_weeks_card(title: str, day: str) -> Notification:
    """`day`: from which this computer counts, as TOML writes it."""
    said = plan_check.counts_from_here(title, day, plan_check.starts_line(day))
    return Notification(reminders.NOTE_TITLE, " ".join(said), _OK)


def plan_copy_card(copy: str, original: str) -> Notification:
    return Notification(reminders.NOTE_TITLE, plan_check.is_copy(copy, original), _OK)
