"""Knows which command a press on a reminder's card asks for; must not know the card, or who decides on it."""

from __future__ import annotations

from routine.core.commands import Abandon, Command, Feel, Finish, Skip, Snooze, Start
from routine.core.events import Actor, FeltAnswer
from routine.core.notification import ActionId
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder
from routine.core.settings import SessionPlace

_FEELS = {ActionId.EASIER: FeltAnswer.EASIER, ActionId.SAME: FeltAnswer.SAME, ActionId.HARDER: FeltAnswer.HARDER}
_HELPS = {ActionId.YES: FeltAnswer.YES, ActionId.NOT_SURE: FeltAnswer.NOT_SURE, ActionId.NO: FeltAnswer.NO}


def command_for(
    pressed: ActionId, reminder: Reminder, policy: ReminderPolicy, place: SessionPlace
) -> Command | None:
    """None for a button that answers no reminder. `policy` says how long a snooze is, `place` where to start."""
    snoozes, by = policy.snooze or ReminderPolicy().snooze, Actor.NOTIFICATION
    commands: dict[ActionId, Command] = {
        ActionId.START: Start(by, place),
        ActionId.SNOOZE: Snooze(snoozes[0], by),
        ActionId.SNOOZE_LONG: Snooze(snoozes[:2][-1], by),
        ActionId.SKIP: Skip(by),
        ActionId.STOP: Abandon(by, reminder.steps_done),
        ActionId.TAKEN: Finish(by),
        ActionId.YES: Finish(by),
        ActionId.NO: Skip(by),
        **{button: Feel(felt, by) for button, felt in _FEELS.items()},
    }
    if reminder.occurrence.asks is OccurrenceKind.REVIEW:
        commands |= {button: Feel(helps, by) for button, helps in _HELPS.items()}
    return commands.get(pressed)
