"""Knows what the cards of visits and supplements say: soon, did you go, is it helping, taken, and the note.

Must not know servers, clocks or journals. Here is nothing to start: somebody else does it, or it was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from datetime import datetime, tzinfo

from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.core.occurrence import OccurrenceKind
from routine.core.reminder import Reminder
from routine.presentation import reminders as common
from routine.presentation import visits as words
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import wall_time

_OK = (Button(ActionId.OK, common.OK),)
_YES, _NO = Button(ActionId.YES, words.YES), Button(ActionId.NO, words.NO)
_ANSWERS = {
    OccurrenceKind.VISIT: (_YES, _NO),
    OccurrenceKind.REVIEW: (_YES, Button(ActionId.NOT_SURE, words.NOT_SURE), _NO),
    OccurrenceKind.SUPPLEMENT: (Button(ActionId.TAKEN, words.TAKEN), Button(ActionId.SKIP, common.SKIP)),
}


def question_card(
    reminder: Reminder, detail: str, now: datetime, zone: tzinfo, *, hours: int = 24
) -> Notification:
    """What is asked when a visit is over, half a course has passed, or a supplement is due."""
    occurrence = reminder.occurrence
    due = wall_time(occurrence.due, zone, now, hours=hours)
    lines = {
        OccurrenceKind.VISIT: [words.DID_YOU_GO, words.was_at(due)],
        OccurrenceKind.REVIEW: [words.IS_IT_HELPING],
        OccurrenceKind.SUPPLEMENT: [words.agreed_with(detail)],
    }[occurrence.asks]
    if reminder.snoozes or (occurrence.asks is OccurrenceKind.SUPPLEMENT and reminder.shows):
        lines.append(common.due_line(due, reminder.snoozes))
    return Notification(
        title_of(occurrence),
        "\n".join(line for line in lines if line),
        _ANSWERS[occurrence.asks],
        without_buttons=words.answer_by_command(occurrence.asks),
    )


def soon_card(reminder: Reminder, where: str, now: datetime, zone: tzinfo, *, hours: int = 24) -> Notification:
    """A day or an hour before a visit. It has a button, so it stays until it has been seen."""
    occurrence = reminder.occurrence
    when = wall_time(occurrence.due, zone, now, hours=hours)
    return Notification(*words.heads_up(title_of(occurrence), when, where), _OK)


def supplement_note(names: Seq[str]) -> Notification:
    """What somebody who takes a supplement should know: at first, and once a month."""
    return Notification(words.NOTE_TITLE, f"{words.also(list(names))} {words.NOTE}", _OK, Urgency.NORMAL)
