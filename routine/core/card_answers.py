"""Knows which command a press on a reminder's card asks for; must not know the card, or who decides on it."""

from __future__ import annotations

from routine.core.commands import Abandon, Command, Feel, Finish, Skip, Snooze, Start
from routine.core.events import Actor, FeltAnswer
from routine.core.notice import Do
from routine.core.occurrence import Asks
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder
from routine.core.settings import SessionPlace

_FEELS = {Do.EASIER: FeltAnswer.EASIER, Do.SAME: FeltAnswer.SAME, Do.HARDER: FeltAnswer.HARDER}
_HELPS = {Do.YES: FeltAnswer.YES, Do.NOT_SURE: FeltAnswer.NOT_SURE, Do.NO: FeltAnswer.NO}


def command_for(pressed: Do, reminder: Reminder, policy: ReminderPolicy, place: SessionPlace) -> Command | None:
    """None for a button that answers no reminder. `policy` says how long a snooze is, `place` where to start."""
    snoozes, by = policy.snooze or ReminderPolicy().snooze, Actor.NOTIFICATION
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
