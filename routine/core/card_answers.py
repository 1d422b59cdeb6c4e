"""Knows which command a press on a reminder's card asks for; must not know the card, or who decides on it."""

from __future__ import annotations

from routine.core.commands import Abandon, Command, Feel, Finish, Skip, Snooze, Start
from routine.core.journal import By
from routine.core.notice import Do
from routine.core.occurrence import Asks
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder

_FEELS = {Do.EASIER: "easier", Do.SAME: "same", Do.HARDER: "harder"}
_HELPS = {Do.YES: "yes", Do.NOT_SURE: "not_sure", Do.NO: "no"}


def command_for(pressed: Do, reminder: Reminder, policy: ReminderPolicy, place: str) -> Command | None:
    """None for a button that answers no reminder. `policy` says how long a snooze is, `place` where to start."""
    snoozes, by = policy.snooze or ReminderPolicy().snooze, By.NOTIFICATION
    commands: dict[Do, Command] = {
        Do.START: Start(by, place),
        Do.SNOOZE: Snooze(snoozes[0], by),
        Do.SNOOZE_LONG: Snooze(snoozes[:2][-1], by),
        Do.SKIP: Skip(by),
        Do.STOP: Abandon(by, reminder.steps_done),
        Do.TAKEN: Finish(by),
        Do.YES: Finish(by),
        Do.NO: Skip(by),
        **{button: Feel(felt, by) for button, felt in _FEELS.items()},
    }
    if reminder.occurrence.asks is Asks.REVIEW:
        commands |= {button: Feel(helps, by) for button, helps in _HELPS.items()}
    return commands.get(pressed)
