"""Knows what each card says: a reminder, a step, a question, a problem. Must not know servers, clocks or journals.

Progress is words ("Step 2 of 8"); labels have 12 characters or fewer; the first three actions count most.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Seq
from datetime import datetime, tzinfo

from msgspec.structs import replace

from routine.core.card_timing import is_late
from routine.core.commands import answer_of
from routine.core.diagnostic import Diagnostic
from routine.core.durations import write
from routine.core.exercise import CueMoment
from routine.core.identifiers import HourCycle
from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import ReminderPolicy
from routine.core.player import Frame
from routine.core.reminder import Reminder
from routine.core.reminder_states import answers_for
from routine.core.schedule import Schedule
from routine.core.steps import Beat, BeatKind, Step
from routine.presentation import narration, visits
from routine.presentation import reminders as words
from routine.presentation import safety as safety_words
from routine.presentation.equipment import needs_of
from routine.presentation.moment import Moment, moment_of
from routine.presentation.reminder_state import played_words, title_of
from routine.presentation.time_format import spell, wall_time, whole_minutes

_SHOWN_PROBLEMS = 2
_LISTED = 4
_OK = (Button(ActionId.OK, words.OK),)
"""A card that has a button stays until it has been seen."""
_YES, _NO = Button(ActionId.YES, visits.YES), Button(ActionId.NO, visits.NO)
_BUTTONS = {
    OccurrenceKind.VISIT: (_YES, _NO),
    OccurrenceKind.REVIEW: (_YES, Button(ActionId.NOT_SURE, visits.NOT_SURE), _NO),
    OccurrenceKind.SUPPLEMENT: (Button(ActionId.TAKEN, visits.TAKEN), Button(ActionId.SKIP, words.SKIP)),
}


def reminder_card(
    reminder: Reminder,
    policy: ReminderPolicy,
    steps: Seq[Step],
    now: datetime,
    zone: tzinfo,
    *,
    hour_cycle: HourCycle = HourCycle.H23,
) -> Notification:
    """Title and minutes, when it was due if that is past, what it begins with, and the answers."""
    due = reminder.occurrence.due
    lines = []
    if reminder.snoozes or is_late(reminder, now):
        lines.append(words.due_line(wall_time(due, zone, now, hour_cycle=hour_cycle), reminder.snoozes))
    if steps:
        lines += [words.begins_with(_name(steps[0]), steps[-1].number), needs_of(steps)]
    snoozes = policy.snooze or ReminderPolicy().snooze
    buttons = [
        Button(ActionId.START, words.START),
        Button(ActionId.SNOOZE, words.snooze_label(write(snoozes[0]))),
        Button(ActionId.SKIP, words.SKIP),
        *(Button(ActionId.SNOOZE_LONG, words.snooze_label(write(length))) for length in snoozes[1:2]),
    ]
    return Notification(
        words.card_title(title_of(reminder.occurrence), whole_minutes(reminder.occurrence.length)),
        "\n".join(line for line in lines if line),
        offered(reminder, buttons),
        picture=next((_picture(step) for step in steps if step.exercise), ""),
        without_buttons=words.answer_by_command(write(snoozes[0])),
    )


def first_card(card: Notification, *, can_open: bool) -> Notification:
    """The very first one of all says who speaks, and opens the page, where a newcomer finds all the rest."""
    if not can_open:
        return replace(card, body=f"{words.FIRST_WORDS}\n{card.body}")
    others = tuple(button for button in card.actions if button.key is not ActionId.SNOOZE_LONG)
    return replace(
        card,
        body=f"{words.FIRST_WORDS}\n{card.body}\n{words.FIRST_PAGE}",
        actions=(*others, Button(ActionId.OPEN_PAGE, words.OPEN)),
    )


def offered(reminder: Reminder, buttons: Iterable[Button]) -> tuple[Button, ...]:
    """Those of the buttons that answer the reminder as it is; a card is on the screen once it has been asked."""
    one = reminder.occurrence
    answers = answers_for(one, reminder.phase, one.asked_at)
    return tuple(button for button in buttons if answer_of(button.key, one.asks) in answers)


def with_line(card: Notification, line: str) -> Notification:
    """The same card with one line more, if there is one."""
    return replace(card, body="\n".join(part for part in (card.body, line) if part))


def away_card(
    reminders: Seq[Reminder], now: datetime, agenda: Schedule, *, hour_cycle: HourCycle = HourCycle.H23
) -> Notification:
    """Several sessions that came due unseen, on one card, newest first; the first two have a button each."""
    lines = [
        words.away_line(
            number,
            title_of(reminder.occurrence),
            whole_minutes(reminder.occurrence.length),
            words.due_line(
                wall_time(reminder.occurrence.due, agenda.zone, now, hour_cycle=hour_cycle),
                reminder.snoozes,
            ),
        )
        for number, reminder in enumerate(reminders[:_LISTED], start=1)
    ]
    if len(reminders) > _LISTED:
        lines.append(words.away_rest(len(reminders) - _LISTED))
    snooze = write((agenda.policy(reminders[0].key).snooze or ReminderPolicy().snooze)[0])
    buttons = (
        Button(ActionId.START, words.start_number(1)),
        Button(ActionId.START_SECOND, words.start_number(2)),
        Button(ActionId.SNOOZE, words.snooze_label(snooze)),
        Button(ActionId.SKIP, words.SKIP_ALL),
    )
    return Notification(
        words.while_away(len(reminders)),
        "\n".join(lines),
        offered(reminders[0], buttons),
        without_buttons=words.answer_by_command(snooze),
    )


def heads_up_card(
    reminder: Reminder, now: datetime, zone: tzinfo, *, hour_cycle: HourCycle = HourCycle.H23
) -> Notification:
    occurrence = reminder.occurrence
    title, body = words.heads_up(
        title_of(occurrence),
        wall_time(occurrence.due, zone, now, hour_cycle=hour_cycle),
        whole_minutes(occurrence.length),
    )
    return Notification(title, body, urgency=Urgency.LOW)


def resume_card(reminder: Reminder, steps: Seq[Step]) -> Notification:
    """A session that broke off: go on from where it was, or leave it."""
    at = min(reminder.steps_done, len(steps) - 1)
    title, body = words.resume(title_of(reminder.occurrence), max(1, steps[at].number), steps[-1].number)
    buttons = (Button(ActionId.START, words.RESUME), Button(ActionId.STOP, words.STOP))
    return Notification(
        title, body, offered(reminder, buttons), Urgency.INSTANT, without_buttons=words.resume_by_command()
    )


def step_card(frame: Frame) -> Notification:
    """One moment of a guided session, in words that hold until the next beat."""
    moment = moment_of(frame)
    title, body = _moment_title(moment), _moment_body(moment)
    actions = (
        (
            Button(ActionId.RESUME, words.RESUME),
            Button(ActionId.SKIP_STEP, narration.SKIP_THIS),
            Button(ActionId.EASIER_ONE, narration.EASIER_ONE)
            if moment.easier
            else Button(ActionId.STOP, words.STOP),
        )
        if moment.paused
        else (
            Button(ActionId.NEXT, words.NEXT),
            Button(ActionId.PAUSE, words.PAUSE),
            Button(ActionId.STOP, words.STOP),
        )
    )
    return Notification(
        words.paused(title) if moment.paused else title,
        body,
        actions,
        Urgency.INSTANT,
        picture=_picture(frame.step, frame.beat),
        without_buttons=words.guide_by_command(),
    )


def back_card(title: str, why: str) -> Notification:
    """For somebody who was not there in the middle of a session, and is back: nothing is taken for done."""
    buttons = (
        Button(ActionId.TAKEN, words.DONE),
        Button(ActionId.RESUME, words.RESUME),
        Button(ActionId.STOP, words.STOP),
    )
    return Notification(
        words.back(title),
        why,
        buttons,
        Urgency.INSTANT,
        without_buttons=words.back_by_command(),
    )


def _moment_title(moment: Moment) -> str:
    if moment.resting:
        return narration.rest_title(moment.length)
    named = [moment.title, moment.station or moment.amount, moment.turn]
    return " · ".join(part for part in (moment.progress, *named) if part)


def _moment_body(moment: Moment) -> str:
    """All that is said in this beat, in as many lines as it has kinds of words."""
    if moment.resting:
        return moment.next_up
    told = [cue.under_title for cue in moment.cues if cue.under_title and cue.text != moment.breath]
    if moment.lines and moment.doing != narration.DOING[BeatKind.READY]:
        # a card stands there for the whole of the beat: all that it takes, and what waits for the end as such
        turn = [text for text in told[:1] if text not in {line.text for line in moment.lines}]
        told = turn + [line.words for line in sorted(moment.lines, key=lambda line: line.moment is CueMoment.END)]
    said = " ".join(told)
    left = f"{moment.in_all[:1].upper()}{moment.in_all[1:]}." if moment.in_all else ""
    length = " ".join(part for part in (moment.duration, left) if part)
    return "\n".join(line for line in (said, moment.breath, length) if line)


def check_card(*, can_open: bool, came_back: bool = False) -> Notification:
    """The safety check, before the first session that moves: it can be opened, or put off.

    `came_back`: somebody wanted it opened, and no browser came.
    """
    later = Button(ActionId.LATER, safety_words.LATER)
    return Notification(
        safety_words.CHECK_TITLE,
        safety_words.NO_BROWSER if came_back else f"{safety_words.OPENS_ONCE}\n{safety_words.WAITS}",
        (Button(ActionId.OPEN_CHECK, safety_words.OPEN_CHECK), later) if can_open else (later,),
        Urgency.INSTANT,
        without_buttons=safety_words.answer_check_by_command(),
    )


def feel_card(reminder: Reminder, *, first: bool = False) -> Notification:
    """`first`: there was no last time to compare it with."""
    labels = words.FIRST_LABELS if first else words.LABELS
    buttons = [
        Button(key, label)
        for key, label in zip((ActionId.EASIER, ActionId.SAME, ActionId.HARDER), labels, strict=True)
    ]
    return Notification(
        words.finished(title_of(reminder.occurrence)),
        words.HOW_WAS_IT_FIRST if first else words.HOW_WAS_IT,
        offered(reminder, buttons),
        Urgency.INSTANT,
    )


def stopped_card(reminder: Reminder) -> Notification:
    """It was stopped, or only part of it was done: how much counts, and what it was, if somebody likes to say."""
    buttons = (
        Button(ActionId.NO_TIME, words.NO_TIME),
        Button(ActionId.TOO_HARD, words.TOO_HARD),
        Button(ActionId.HURT, words.HURT),
        Button(ActionId.OTHER, words.OTHER),
    )
    return Notification(
        words.in_part(title_of(reminder.occurrence), played_words(reminder)),
        words.WHY_STOPPED,
        offered(reminder, buttons),
        Urgency.INSTANT,
    )


def hurt_card(reminder: Reminder) -> Notification:
    """It hurt: when to stop, and where the safety check is."""
    return Notification(title_of(reminder.occurrence), words.AFTER_HURT, _OK)


def problem_card(file: str, problems: Seq[Diagnostic], *, old_runs: bool) -> Notification:
    """File, line and fix of what keeps a plan from being used."""
    lines = [str(problem) for problem in problems[:_SHOWN_PROBLEMS]]
    if len(problems) > _SHOWN_PROBLEMS:
        lines.append(words.and_more(len(problems) - _SHOWN_PROBLEMS))
    lines.append(words.old_plan_runs() if old_runs else words.no_plan_runs())
    return Notification(words.plan_problem(file, len(problems)), "\n".join(lines), _OK)


def note_card(text: str) -> Notification:
    """Something a person should know, once."""
    return Notification(words.NOTE_TITLE, text, _OK)


def _name(step: Step) -> str:
    """What a step is called in a line about it; a sentence by its first part."""
    first_words = step.text.split(". ")[0].split(", ")[0].rstrip(".")
    return step.title or first_words or narration.rest_title(spell(step.length))


def _picture(step: Step, beat: Beat | None = None) -> str:
    """Which picture: the person's own file, else the exercise as it is drawn, on the side it is done."""
    if step.exercise is None:
        return ""
    side = f"@{beat.side}" if beat and beat.side else ""
    return step.exercise.picture or f"{step.exercise.id}{side}"


# visits and supplements: nothing to start, since somebody else does it, or it was agreed


def question_card(
    reminder: Reminder, detail: str, now: datetime, zone: tzinfo, *, hour_cycle: HourCycle = HourCycle.H23
) -> Notification:
    """What is asked when a visit is over, half a course has passed, or a supplement is due."""
    occurrence = reminder.occurrence
    due = wall_time(occurrence.due, zone, now, hour_cycle=hour_cycle)
    lines = {
        OccurrenceKind.VISIT: [visits.DID_YOU_GO, visits.was_at(due)],
        OccurrenceKind.REVIEW: [visits.IS_IT_HELPING],
        OccurrenceKind.SUPPLEMENT: [visits.agreed_with(detail)],
    }[occurrence.asks]
    if reminder.snoozes or (occurrence.asks is OccurrenceKind.SUPPLEMENT and reminder.shows):
        lines.append(words.due_line(due, reminder.snoozes))
    return Notification(
        title_of(occurrence),
        "\n".join(line for line in lines if line),
        offered(reminder, _BUTTONS[occurrence.asks]),
        without_buttons=visits.answer_by_command(occurrence.asks),
    )


def soon_card(
    reminder: Reminder, where: str, now: datetime, zone: tzinfo, *, hour_cycle: HourCycle = HourCycle.H23
) -> Notification:
    """A day or an hour before a visit. It has a button, so it stays until it has been seen."""
    occurrence = reminder.occurrence
    when = wall_time(occurrence.due, zone, now, hour_cycle=hour_cycle)
    return Notification(*visits.heads_up(title_of(occurrence), when, where), _OK)


def supplement_note(names: Seq[str]) -> Notification:
    """What somebody who takes a supplement should know: at first, and once a month."""
    return Notification(visits.NOTE_TITLE, f"{visits.also(list(names))} {visits.NOTE}", _OK, Urgency.NORMAL)
