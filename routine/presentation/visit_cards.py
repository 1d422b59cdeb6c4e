"""Knows what the cards of visits and supplements say: soon, did you go, is it helping, taken, and the note.

Must not know servers, clocks or journals. Here is nothing to start: somebody else does it, or it was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from datetime import datetime, tzinfo

from routine.core.notice import Action, Do, Notice, Urgency
from routine.core.occurrence import Asks
from routine.core.reminder import Reminder
from routine.presentation import reminders as common
from routine.presentation import visits as words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import wall_time

_OK = (Action(Do.OK, common.OK),)
_YES, _NO = Action(Do.YES, words.YES), Action(Do.NO, words.NO)
_ANSWERS = {
    Asks.VISIT: (_YES, _NO),
    Asks.REVIEW: (_YES, Action(Do.NOT_SURE, words.NOT_SURE), _NO),
    Asks.SUPPLEMENT: (Action(Do.TAKEN, words.TAKEN), Action(Do.SKIP, common.SKIP)),
}


def question_card(reminder: Reminder, detail: str, now: datetime, zone: tzinfo, *, hours: int = 24) -> Notice:
    """What is asked when a visit is over, half a course has passed, or a supplement is due."""
    occurrence = reminder.occurrence
    due = wall_time(occurrence.due, zone, now, hours=hours)
    lines = {
        Asks.VISIT: [words.DID_YOU_GO, words.was_at(due)],
        Asks.REVIEW: [words.IS_IT_HELPING],
        Asks.SUPPLEMENT: [words.agreed_with(detail)],
    }[occurrence.asks]
    if reminder.snoozes or (occurrence.asks is Asks.SUPPLEMENT and reminder.shows):
        lines.append(common.due_line(due, reminder.snoozes))
    return Notice(
        title_of(occurrence),
        "\n".join(line for line in lines if line),
        _ANSWERS[occurrence.asks],
        without_buttons=words.answer_by_command(occurrence.asks),
    )


def soon_card(reminder: Reminder, where: str, now: datetime, zone: tzinfo, *, hours: int = 24) -> Notice:
    """A day or an hour before a visit. It has a button, so it stays until it has been seen."""
    occurrence = reminder.occurrence
    when = wall_time(occurrence.due, zone, now, hours=hours)
    return Notice(*words.heads_up(title_of(occurrence), when, where), _OK)


def supplement_note(names: Seq[str]) -> Notice:
    """What somebody who takes a supplement should know: at first, and once a month."""
    return Notice(words.NOTE_TITLE, f"{words.also(list(names))} {words.NOTE}", _OK, Urgency.NORMAL)
