"""Knows the words of what is measured apart from a session: questions, questionnaires with their credits, values.

The questionnaires stand in their published words. Neither has bands: a number is a number.
Sources: Stratford and others 1995 (Patient-Specific Functional Scale, Physiotherapy Canada 47:258-263); Krebs and
others 2009 (PEG, doi 10.1007/s11606-009-0981-1, open access); Roland and Morris 1983 (Spine 8:141-144; for its
words no permission is needed: Roland and Fairbank 2000, Spine 25:3115-3124).
"""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.measures import MOST_ACTIVITIES, Measure, MeasuredSeries, MeasuredValue
from routine.core.notification import ActionId, Button, Notification
from routine.presentation import offers
from routine.presentation.phrases import both, plural, quoted, typed
from routine.presentation.time_format import TimeDisplay

TITLE, ONCE_A_WEEK = "Measured", "Measure something once a week, if you like"
EACH_IN_ITS_SCALE = "Each in its own scale, from its lowest at the bottom to its highest."
ANOTHER = "Something that your back makes hard"
HOW_WELL = "0 (not at all) to 10 (as before)"
SCALE = "0 (no pain) to 10"
NAMES = {
    Measure.WEEK: "On average, seven days",
    Measure.ACTIVITY: "An activity of your own",
    Measure.PEG: "PEG",
    Measure.ROLAND_MORRIS: "Roland-Morris",
}
SCALES = {
    Measure.WEEK: SCALE,
    Measure.ACTIVITY: HOW_WELL,
    Measure.PEG: "mean of three, 0 to 10",
    Measure.ROLAND_MORRIS: "how many of 24 sentences, 0 to 24",
}
QUESTIONS = {
    Measure.WEEK: "How was your back on average, these seven days, 0 (no pain) to 10?",
    Measure.ACTIVITY: f"Up to three things that your back makes hard: how well can you do each today, {HOW_WELL}?",
}
_INTERFERED = "What number best describes how, during the past week, pain has interfered with your"
_INTERFERES = "0 (does not interfere) to 10 (completely interferes)"
_IN_THE_WEEK = "What number best describes your pain on average in the past week?"
PEG = (
    f"{_IN_THE_WEEK} 0 (no pain) to 10 (pain as bad as you can imagine)",
    f"{_INTERFERED} enjoyment of life? {_INTERFERES}",
    f"{_INTERFERED} general activity? {_INTERFERES}",
)
ROLAND_MORRIS_HOW = "Only the sentences that you are sure describe you today."
ROLAND_MORRIS = (
    "I stay at home most of the time because of my back.",
    "I change position frequently to try and get my back comfortable.",
    "I walk more slowly than usual because of my back.",
    "Because of my back I am not doing any of the jobs that I usually do around the house.",
    "Because of my back, I use a handrail to get upstairs.",
    "Because of my back, I lie down to rest more often.",
    "Because of my back, I have to hold on to something to get out of an easy chair.",
    "Because of my back, I try to get other people to do things for me.",
    "I get dressed more slowly than usual because of my back.",
    "I only stand for short periods of time because of my back.",
    "Because of my back, I try not to bend or kneel down.",
    "I find it difficult to get out of a chair because of my back.",
    "My back is painful almost all the time.",
    "I find it difficult to turn over in bed because of my back.",
    "My appetite is not very good because of my back pain.",
    "I have trouble putting on my socks (or stockings) because of the pain in my back.",
    "I only walk short distances because of my back.",
    "I sleep less well because of my back.",
    "Because of my back pain, I get dressed with help from someone else.",
    "I sit down for most of the day because of my back.",
    "I avoid heavy jobs around the house because of my back.",
    "Because of my back pain, I am more irritable and bad tempered with people than usual.",
    "Because of my back, I go upstairs more slowly than usual.",
    "I stay in bed most of the time because of my back.",
)
CREDITS = {
    Measure.ACTIVITY: "After the Patient-Specific Functional Scale, Stratford and others 1995.",
    Measure.PEG: "PEG: Krebs and others 2009, from the Brief Pain Inventory of Cleeland.",
    Measure.ROLAND_MORRIS: "Roland and Morris 1983.",
}
HOW_TO = {
    Measure.WEEK: "`routine rate --week 4`",
    Measure.ACTIVITY: "`routine rate --activity 'carry shopping' 3`",
    Measure.PEG: "`routine rate --peg 4 5 3`, a number for each",
    Measure.ROLAND_MORRIS: "`routine rate --roland-morris 3 6 11`, the numbers of those that hold, or `none`",
}
ASKS, ANSWER = "Your week", "Answer"
"""On a card; the label has 12 characters or fewer."""
WEEK_HELP = "your back on average, these seven days, 0 to 10"
ACTIVITY_HELP = "how well you can do something of your own, 0 (not at all) to 10 (as before)"
PEG_HELP = "three questions of pain in the past week; without numbers it shows them"
ROLAND_MORRIS_HELP = "24 sentences; without numbers it shows them"
CORRECT_HELP = "another number or line for what you noted before"
ACTIVITY, NONE = "WHAT", "none"


def how_it_is_asked(measure: Measure) -> list[str]:
    """Question by question, the credit and how it is answered last."""
    lines = {
        Measure.PEG: [f"{number}. {each}" for number, each in enumerate(PEG, start=1)],
        Measure.ROLAND_MORRIS: [
            ROLAND_MORRIS_HOW,
            *(f"{number:>2}. {each}" for number, each in enumerate(ROLAND_MORRIS, start=1)),
        ],
    }.get(measure, [QUESTIONS.get(measure, "")])
    return [*lines, CREDITS.get(measure, ""), f"Answer: {HOW_TO[measure]}."]


def weekly_question_card(*, can_open: bool) -> Notification:
    """`can_open`: the page can be, where it is answered."""
    answer, later = Button(ActionId.ANSWER, ANSWER), Button(ActionId.NOT_NOW, offers.LEAVE)
    question, command = QUESTIONS[Measure.WEEK], answered_by_command()
    return Notification(
        ASKS,
        question if can_open else f"{question} {command}",
        (answer, later) if can_open else (later,),
        without_buttons=command if can_open else "",
    )


def answered_by_command() -> str:
    return f"{HOW_TO[Measure.WEEK]} notes it."


def not_answers(measure: Measure) -> tuple[str, str]:
    return f"These are no answers to {quoted(NAMES[measure])}.", f"Such as {HOW_TO[measure]}."


def too_many_activities(known: Sequence[str]) -> tuple[str, str]:
    return (
        f"There are {MOST_ACTIVITIES} already: {both([quoted(one) for one in known])}.",
        f"Rate one of these, or take one out for good: `routine forget {typed(known[0])}`.",
    )


def one_at_a_time() -> tuple[str, str]:
    return "One of these at a time.", "`routine rate --help` lists them."


def measured(measure: Measure, value: float, note: str) -> str:
    return f"Noted: {measured_in_words(measure, value, note)}."


def measured_in_words(measure: Measure, value: float, note: str) -> str:
    return f"{quoted(note) if note else NAMES[measure]}, {amount(measure, value)}"


def amount(measure: Measure, value: float) -> str:
    """`4`, `4.3`, or `7 of 24`."""
    number = f"{value:g}"
    return f"{number} of {len(ROLAND_MORRIS)}" if measure is Measure.ROLAND_MORRIS else number


def name_of(series: MeasuredSeries) -> str:
    return quoted(series.note) if series.note else NAMES[series.measure]


def series_said(series: MeasuredSeries, view: TimeDisplay) -> str:
    """The first and the last, and between what all lie; never which way it goes."""
    values, first, last = series.values, series.values[0], series.values[-1]
    if len(values) == 1:
        return f"{_dated(series.measure, first, view)}; {SCALES[series.measure]}."
    lowest, highest = min(one.value for one in values), max(one.value for one in values)
    between = f"{len(values)} {plural(len(values), 'time', 'times')}, from {lowest:g} to {highest:g}"
    said = f"First {_dated(series.measure, first, view)}, last {_dated(series.measure, last, view)}"
    return f"{said}; {between}; {SCALES[series.measure]}."


def _dated(measure: Measure, one: MeasuredValue, view: TimeDisplay) -> str:
    return f"{amount(measure, one.value)} on {view.day(one.at, short=True)}"
