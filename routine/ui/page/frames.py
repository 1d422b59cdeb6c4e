"""Knows how a session becomes plain values for the browser, at each moment, before it and after it; not the web.

Seconds are sent as numbers: the browser draws between two frames, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.exercise import ZERO, Exercise
from routine.core.identifiers import SessionPlace
from routine.core.player import Frame, Mode
from routine.core.reminder_states import Phase
from routine.core.rep_timing import signals_of
from routine.core.safety import is_sore
from routine.core.steps import Beat, BeatKind, Step
from routine.figures.render import has_figure
from routine.presentation import narration, reminders
from routine.presentation import page as words
from routine.presentation import safety as safety_words
from routine.presentation.moment import amount_of, breath_cycle, moment_of, stretch_at, stretches_of, turn_of
from routine.presentation.reminder_state import played_words, state_words, title_of
from routine.presentation.time_format import TimeDisplay, spell
from routine.service.requests.messages import ReminderRow
from routine.service.requests.page_messages import OccurrenceAnswer
from routine.ui.page.request import Json


def as_frame(
    frame: Frame, steps: Sequence[Step], index: int, hurt: Exercise | None = None, swap: str = ""
) -> Json:
    """All that the browser needs to draw until the next one. `index` counts every line of the plan, from 0.

    `hurt`: what has just been left because of that; `swap`: what could come instead from now on.
    """
    step, beat, moment = frame.step, frame.beat, moment_of(frame)
    return {
        "mode": frame.mode.value,
        "index": index,
        "place": frame.place,
        "progress": moment.progress,
        "title": _title(step),
        "turn": moment.turn,
        "amount": moment.amount,
        "part": beat.part.value,
        "partName": narration.DOING.get(beat.part.value, ""),
        "elapsed": _seconds(frame.elapsed),
        "length": _seconds(beat.length),
        "reps": beat.reps,
        "saying": moment.saying,
        "spoken": moment.cue.text,
        "lines": [{"text": line.words, "now": line.text == moment.cue.text} for line in moment.lines],
        "sayingAt": _seconds(moment.cue.at),
        "breath": moment.breath,
        "figure": pictured(steps, index, frame.place),
        "pattern": _pattern(step, beat),
        "upcoming": moment.next_up,
        "easier": moment.easier,
        "swap": swap,
        "hurt": {"left": reminders.left_out_now(hurt.title), "rule": reminders.STOP_RULE} if hurt else None,
        "inAll": _seconds(frame.in_all),
        "signals": _signals(step, frame.place),
        **at_mark(steps, index, frame.place),
    }


def outline(steps: Sequence[Step]) -> list[Json]:
    """The whole session as a quiet line of steps."""
    return [
        {
            "index": index,
            "number": step.number,
            "title": _title(step),
            "rest": step.is_rest,
            "amount": words.unbroken(amount_of(step)),
            "length": words.unbroken(spell(step.length)),
            "seconds": _seconds(step.length),
        }
        for index, step in enumerate(steps)
    ]


def _title(step: Step) -> str:
    if step.is_rest:
        return narration.REST
    return step.title or words.A_MOMENT


def turns(steps: Sequence[Step]) -> bool:
    """Whether some moment is one of several turns: a side, a set, a round."""
    return any(turn_of(step, place) for step in steps for place in range(len(step.beats)))


def _pattern(step: Step, beat: Beat) -> list[Json] | None:
    """What the breath does in a breathing practice: each part with its words and seconds, and how full it ends."""
    pattern = step.exercise.pattern if step.exercise else None
    if pattern is None or beat.part is not BeatKind.WORK:
        return None
    return [
        {"words": doing, "seconds": _seconds(length), "to": full} for doing, length, full in breath_cycle(pattern)
    ]


def _signals(step: Step, place: int) -> list[Json]:
    """Each lift, each return, halfway: when, and what a voice says of it; what is `told` a screen reader hears."""
    return [
        {
            "at": _seconds(each.at),
            "sign": each.sign.value,
            "say": narration.counted_aloud(each),
            "told": each.last or each.halfway,
        }
        for each in signals_of(step, place)
    ]


def _seconds(length: timedelta) -> float:
    return round(length.total_seconds(), 3)


# a session as a line of marks, one for each step or part of one


def marks(steps: Sequence[Step]) -> list[Json]:
    return [{"rest": step.is_rest} for step in steps for _ in stretches_of(step)]


def at_mark(steps: Sequence[Step], index: int, place: int) -> Json:
    """Which mark; its seconds before the beat began and all of its seconds; and what is left of its step."""
    step = steps[index]
    parts, part = stretches_of(step), stretch_at(step, place)
    before = sum(len(each) for each in parts[:part])
    return {
        "mark": sum(len(stretches_of(each)) for each in steps[:index]) + part,
        "markFrom": _length(step.beats[before:place]),
        "markLength": _length(parts[part]),
        "remaining": _length(step.beats[place:]) if len(parts) > 1 else 0,
    }


def _length(beats: Sequence[Beat]) -> float:
    return _seconds(sum((beat.length for beat in beats), ZERO))


# what stands beside the words: a figure, a person's own picture, nothing


def pictured(steps: Sequence[Step], index: int, place: int) -> Json | None:
    """What belongs to this beat. While nothing is done, what comes next stands there already, or what was last.
    An exercise without a figure shows no other one's.
    """
    if steps[index].exercise:
        return _own_figure(steps[index], index, place)
    ahead = next((number for number in range(index + 1, len(steps)) if steps[number].exercise), None)
    behind = next((number for number in range(index - 1, -1, -1) if steps[number].exercise), None)
    found = None if ahead is None else _own_figure(steps[ahead], ahead, 0)
    if found is None and behind is not None:
        found = _own_figure(steps[behind], behind, len(steps[behind].beats) - 1)
    return found | {"aside": True} if found else None


def first_pictured(steps: Sequence[Step]) -> Json | None:
    """What stands there before a session; None where nothing ever does."""
    shown = (_own_figure(step, index, 0) for index, step in enumerate(steps))
    return next((each for each in shown if each), None)


def _own_figure(step: Step, index: int, place: int) -> Json | None:
    """The exercise on the side that is done, or will be done next; the muscle group that is tensed lights up."""
    exercise, beat = step.exercise, step.beats[place]
    if exercise is None or not (exercise.picture or has_figure(exercise)):
        return None
    side = next((each.side.value for each in step.beats[place:] if each.side), "")
    shown = {"step": index, "side": side, "light": _light(step, beat), "aside": False}
    return shown | {"side": "", "picture": exercise.title} if exercise.picture else shown


def _light(step: Step, beat: Beat) -> int | None:
    if step.exercise is None or step.exercise.relaxation is None or beat.part is not BeatKind.TENSE:
        return None
    groups = [group for group, _ in step.exercise.relaxation.groups]
    return groups.index(beat.label) if beat.label in groups else None


# a session that is not performed here: before it, after it, led elsewhere

_OVER = {Phase.COMPLETED: Mode.COMPLETED.value, Phase.ABANDONED: Mode.STOPPED.value}


def waiting_frame(answer: OccurrenceAnswer) -> Json:
    """It is not being done: not yet, or not any more."""
    reminder = answer.reminder
    held = safety_words.may_not_start(title_of(reminder.occurrence), all_wait=answer.restrictions.all_wait)[0]
    return {
        "mode": _OVER.get(reminder.phase, "waiting"),
        "phase": reminder.phase.value,
        "state": _state(reminder, answer.time.display()),
        "held": held if answer.held_back else "",
        "resumes": reminder.phase is Phase.ABANDONED and answer.steps_done > 0,
        "answer": reminder.answer,
        "score": answer.score,
        "look": words.by_view(safety_words.LOOK_AGAIN) if is_sore(answer.score) else "",
        "note": answer.note,
    }


def away_frame(place: SessionPlace | None) -> Json:
    """It is being led somewhere else."""
    return {"mode": "elsewhere", "state": words.elsewhere(place or ""), "held": "", "resumes": False}


def _state(reminder: ReminderRow, view: TimeDisplay) -> str:
    if reminder.phase is Phase.ABANDONED:
        return words.stopped_early(played_words(reminder))
    due = reminders.due_line(view.wall(reminder.occurrence.due), reminder.snoozes)
    state = state_words(reminder, view) or due
    return state[:1].upper() + state[1:]
