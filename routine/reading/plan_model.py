"""Knows the shape of a plan file, once: it checks each key and describes itself as JSON Schema, by pydantic.

Must not know what a plan means, nor any sentence: scalars.py reads single values, diagnostics.py finds the words.
Tags of unions are written ‹so›, to be told apart from keys in the place of an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from routine.core.exercise import Practice
from routine.reading import json_schema
from routine.reading.appointment_scalars import MOST_VISITS
from routine.reading.field_types import (
    Ahead,
    Apart,
    Caution,
    Clock,
    ConfigDict,
    Count,
    CourseTitle,
    Day,
    DayWord,
    Discriminator,
    Exercise,
    Few,
    Field,
    Interval,
    Leads,
    Length,
    Line,
    ListSchema,
    Many,
    Moment,
    Moved,
    Name,
    OneOrMany,
    Patience,
    Pause,
    Picture,
    Prose,
    QuietWindows,
    Rest,
    Sentence,
    SequenceName,
    Start,
    SupplementName,
    Switch,
    Table,
    Tag,
    Therapy,
    ValidationError,
    Wait,
    Weeks,
    Window,
    Zone,
)

T = TypeVar("T")


class RemindTable(Table):
    """How a session asks for attention."""

    before: Ahead | None = None
    """One quiet heads-up this long before."""
    snooze: OneOrMany[Wait] | None = None
    """How long to put it off; the first is the button on the card."""
    again_after: Wait | None = None
    """Shown again after this long, while nobody answers."""
    give_up_after: Patience | None = None
    """After this long without an answer it has passed."""
    hold_at_most: Patience | None = None
    """The longest it waits for quiet hours, a call or a full screen to end."""
    quiet: QuietWindows | None = None
    """Hours in which nothing is shown, such as "22:00-07:00"."""
    always: Switch | None = None
    """Shown even in quiet hours or on a full screen."""


class DoseKeys(Table):
    """How much of an exercise: repetitions, or a length of time."""

    reps: OneOrMany[Count] | None = None
    """Repetitions; a list gives each set its own number."""
    sets: Few | None = None
    """How many sets."""
    hold: Pause | None = None
    """How long each repetition is held."""
    move: Pause | None = None
    """How long each repetition moves."""
    rest: Pause | None = None
    """The rest between two sets."""
    for_: Length | None = Field(None, alias="for")
    """How long, in place of repetitions."""
    sides: Literal["both", "left", "right", "none"] | None = None
    """Each side in turn, or one of them."""


class ExerciseStep(DoseKeys):
    """An exercise, at its usual dose where nothing else is said."""

    exercise: Exercise
    """An exercise of the library, or of this file."""


class RestStep(Table):
    """A rest between two steps."""

    rest: Length
    """How long."""


class SayStep(Table):
    """A sentence to read, and time to follow it."""

    say: Sentence
    """The sentence."""
    for_: Length | None = Field(None, alias="for")
    """How long; without it, as long as it takes to hear it."""


def _kind_of_step(typed: Any) -> str | None:
    if isinstance(typed, str):
        return "‹name›"
    if not isinstance(typed, dict):
        return None
    return next((tag for key, tag in _STEP_TAGS.items() if key in typed), None)


_STEP_TAGS = {"exercise": "‹do›", "say": "‹say›", "rest": "‹rest›"}
Step = Annotated[
    Annotated[Exercise, Tag("‹name›")]
    | Annotated[ExerciseStep, Tag("‹do›")]
    | Annotated[SayStep, Tag("‹say›")]
    | Annotated[RestStep, Tag("‹rest›")],
    Discriminator(_kind_of_step, custom_error_type="step", custom_error_message="step"),
]
Steps = Many[Step]


class SequenceTable(Table):
    """Steps under a name, for sessions to share."""

    title: Line | None = None
    """Its title."""
    steps: Steps
    """What to do, in order."""


class CueTable(Table):
    """A cue with its moment, such as { end = "Sit up slowly." }."""

    setup: Sentence | None = None
    """While getting into position."""
    start: Sentence | None = None
    """As it begins."""
    during: Sentence | None = None
    """In the middle."""
    end: Sentence | None = None
    """As it ends."""
    each: Sentence | None = None
    """As each repetition ends."""


Cue = Annotated[
    Annotated[Sentence, Tag("‹cue›")] | Annotated[CueTable, Tag("‹moment›")],
    Discriminator(lambda typed: "‹moment›" if isinstance(typed, dict) else "‹cue›"),
]


class ExerciseTable(DoseKeys):
    """An exercise of one's own, such as one a physiotherapist prescribed."""

    title: Line
    """Its title."""
    cues: OneOrMany[Cue]
    """What to do, sentence by sentence; one with a moment of its own is a table, { end = "Sit up slowly." }."""
    setup: Sentence | None = None
    """How to get into position."""
    breath: Sentence | None = None
    """How to breathe."""
    practice: Practice | None = None
    """What kind of practice it is."""
    picture: Picture | None = None
    """A picture beside the plan."""
    cautions: OneOrMany[Caution] | None = None
    """What it asks of the body, in the words that `avoid` uses."""


At = Annotated[
    Annotated[OneOrMany[Clock], Tag("‹times›")] | Annotated[dict[Day, OneOrMany[Clock]], Tag("‹by day›")],
    Discriminator(lambda typed: "‹by day›" if isinstance(typed, dict) else "‹times›"),
]
Days = Annotated[
    Annotated[DayWord, Tag("‹word›")] | Annotated[Many[Day], Tag("‹list›")],
    Discriminator(lambda typed: "‹list›" if isinstance(typed, list) else "‹word›"),
]


class SessionTable(RemindTable):
    """What to do, and when it comes round."""

    model_config = ConfigDict(json_schema_extra=json_schema.SESSION)

    id: Name | None = None
    """A short name, for commands; else made from the title."""
    title: Line
    """What a reminder is headed with."""
    practice: Practice
    """What kind of practice it is."""
    days: Days | None = None
    """ "daily", "weekdays", "weekend", or a list of days."""
    at: At | None = None
    """A time, several, or a table of times by day."""
    every: Interval | None = None
    """How often, inside a window."""
    between: Window | None = None
    """The window: it begins with its first minute and ends before its last."""
    weeks: OneOrMany[Weeks] | None = None
    """Only in these weeks of the plan: "3", "1-2", "5-", or "1 of 2" for the first of every two, for ever."""
    rounds: Few = 1
    """How many times through the steps."""
    steps: Steps | None = None
    """What to do, in order."""
    sequence: OneOrMany[SequenceName] | None = None
    """A sequence of the library or of this file; several take turns."""
    remind: RemindTable = RemindTable()
    """How this session asks for attention, where it differs."""


class AppointmentTable(Table):
    """A course of visits to somebody: you are reminded, and asked whether you went."""

    id: Name | None = None
    """A short name, for commands; else made from the title."""
    therapy: Therapy
    """What kind of visit it is."""
    title: CourseTitle
    """What a reminder is headed with."""
    first: Moment
    """The first visit: a date and a local time."""
    every: Apart | None = None
    """How far apart the visits are, such as "1 week"; one visit alone needs it not."""
    visits: Annotated[int, Field(strict=True, ge=1, le=MOST_VISITS)]
    """How many visits there are."""
    review_after: Annotated[int, Field(strict=True, ge=1, le=MOST_VISITS)] | None = None
    """The day after this visit you are asked whether it is helping."""
    where: Line = ""
    """Where it is."""
    lasts: Length | None = None
    """How long a visit takes; then you are asked whether you went."""
    remind: Leads | None = None
    """How long before a visit you are reminded; without it, a day and an hour."""
    except_: Moved = Field(default_factory=dict, alias="except")
    """Visits at another time, by their number."""


class SupplementTable(Table):
    """A reminder of something that was agreed with a professional: never a dose, a product or a benefit."""

    id: Name | None = None
    """A short name, for commands; else made from its name."""
    name: SupplementName
    """What it is called."""
    agreed_with: Line
    """Who agreed it with you, and when."""
    days: Days | None = None
    """ "daily", "weekdays", "weekend", or a list of days."""
    at: At
    """A time, several, or a table of times by day."""


class PlanTable(Table):
    """A week of sessions that `routine` reminds you of."""

    model_config = ConfigDict(json_schema_extra=json_schema.PLAN)

    title: Line
    """What the plan is called."""
    about: Prose = ""
    """What it is for."""
    starts: Start | None = None
    """The first day, from which its weeks are counted; without it, the day the plan is first loaded."""
    weeks: Annotated[int, Field(strict=True, ge=1, le=520)] | None = None
    """How many weeks; without it the week repeats for ever."""
    ends: Start | None = None
    """The last day on which it asks for anything, whatever its weeks are."""
    rests: OneOrMany[Rest] = ()
    """Days on which it asks for nothing: "2026-12-21 to 2027-01-03", or "from 2026-12-21"."""
    avoid: OneOrMany[Caution] = ()
    """What to leave out: exercises that ask for it are swapped, or left out, and you are told."""
    timezone: Zone = ""
    """Where its times hold; without it, wherever this computer is."""
    remind: RemindTable = RemindTable()
    """How every session asks for attention."""
    session: Annotated[tuple[SessionTable, ...], ListSchema(one=False)] = ()
    """The sessions."""
    appointment: Annotated[tuple[AppointmentTable, ...], ListSchema(one=False)] = ()
    """Courses of visits."""
    supplement: Annotated[tuple[SupplementTable, ...], ListSchema(one=False)] = ()
    """Reminders of supplements."""
    sequence: dict[str, SequenceTable] = Field(default_factory=dict)
    """Steps under a name."""
    exercise: dict[str, ExerciseTable] = Field(default_factory=dict)
    """Exercises of one's own."""


def checked(build: Callable[[], T]) -> T | list[dict[str, Any]]:
    """What `build` gives, or every fault as pydantic tells it."""
    try:
        return build()
    except ValidationError as wrong:
        return [dict(error) for error in wrong.errors(include_url=False)]


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan file, for editors."""
    return json_schema.tidy(PlanTable.model_json_schema(), "A plan for routine")
