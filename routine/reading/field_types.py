"""Knows the kinds of values that keys of a plan take, for pydantic to check; must not know which key takes which.

scalars.py reads a single value and says what is wrong with it; here each reader gets its part of the JSON Schema.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainValidator,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
)

# handed on to plan_model.py: pydantic is imported in this file alone
from pydantic import ConfigDict as ConfigDict  # noqa: PLC0414 - how a name is handed on
from pydantic import Discriminator as Discriminator  # noqa: PLC0414 - likewise
from pydantic import Field as Field  # noqa: PLC0414 - likewise
from pydantic import Tag as Tag  # noqa: PLC0414 - likewise
from pydantic import ValidationError as ValidationError  # noqa: PLC0414 - likewise

from routine.core.recurrence import RestDays, WeekCycle
from routine.library.catalogue import names_meant
from routine.library.loader import read_tags
from routine.presentation import plan_problems
from routine.reading import appointment_scalars, json_schema, scalars
from routine.reading.names import PlanNames
from routine.reading.scalars import ValueProblem

T = TypeVar("T")


@dataclass(frozen=True)
class ListSchema:
    """What the schema says of a list; emptiness is checked elsewhere, as pydantic would tell it once too often."""

    least: int = 1
    one: bool = True  # whether one value may stand for a list of one

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = {**handler(core), "minItems": self.least}
        return {"anyOf": [many["items"], many]} if self.one else many


def _known(word: Callable[[str], tuple[str, str]], among: str) -> Any:
    """A name that must be one of those the plan may use."""

    def read(typed: Any, given: ValidationInfo) -> str:
        found, names = scalars.text(200)(typed), getattr(given.context, among)
        if found not in names:
            raise ValueProblem(word(found), found, names, names_meant)
        return found

    return value(read, json_schema.words(200))


def _any_tag(typed: Any) -> str:
    """A tag of the library, wherever it is written; its file is read only where one is."""
    found, tags = scalars.text(200)(typed), read_tags()
    if found not in tags:
        raise ValueProblem(plan_problems.unknown_tag(found), found, tags)
    return found


def _picture(typed: Any, given: ValidationInfo) -> str:
    found, has_picture = scalars.picture(typed), cast(PlanNames, given.context).has_picture
    # the file's own name may have its letters and their marks apart
    apart = unicodedata.normalize("NFD", found)
    there = next((name for name in (found, apart) if has_picture(name)), "")
    if not there:
        raise ValueProblem(plan_problems.picture_missing(found))
    return there


def _window(typed: Any, given: ValidationInfo) -> tuple[time, time]:
    """What stands before it in the session says how it would be written over midnight."""
    days, every = given.data.get("days"), given.data.get("every")
    return scalars.between(typed, days or tuple(range(7)), every)


def value(read: Callable[..., Any], shape: dict[str, Any]) -> Any:
    """A reader, and what the schema says in its place."""
    return PlainValidator(read), WithJsonSchema(shape)


def lenient(kind: type[T], typed: str) -> T | str:
    """What a text says, as pydantic takes it (`yes` is on); the text itself where it says nothing of that kind."""
    try:
        return TypeAdapter(kind).validate_python(typed)
    except ValidationError:
        return typed


def text(most: int, *, lines: bool = False) -> Any:
    """The type of a key that takes plain words, at most so many characters of them."""
    return value(scalars.text(most, lines=lines), json_schema.words(most))


OneOrMany = Annotated[tuple[T, ...], Field(max_length=200), BeforeValidator(scalars.one_or_many), ListSchema()]
Many = Annotated[tuple[T, ...], Field(max_length=300), BeforeValidator(scalars.filled), ListSchema(one=False)]
Line = Annotated[str, *text(120)]
Sentence = Annotated[str, *text(500)]
Prose = Annotated[str, *text(2000, lines=True)]
Length = Annotated[timedelta, *value(scalars.length("1s", "24h"), json_schema.LENGTH)]
Pause = Annotated[timedelta, *value(scalars.length("0s", "1h"), json_schema.LENGTH)]
Ahead = Annotated[timedelta, *value(scalars.length("0m", "24h"), json_schema.LENGTH)]
Wait = Annotated[timedelta, *value(scalars.length("1m", "24h"), json_schema.LENGTH)]
Interval = Annotated[timedelta, *value(scalars.length("1m", "24h", minutes=True), json_schema.LENGTH)]
Patience = Annotated[timedelta, *value(scalars.length("1m", "48h"), json_schema.LENGTH)]
Clock = Annotated[time, *value(scalars.clock, json_schema.CLOCK)]
Window = Annotated[tuple[time, time], *value(_window, json_schema.WINDOW)]
QuietWindow = Annotated[tuple[time, time], *value(scalars.quiet, json_schema.WINDOW)]
# no quiet hours at all is something to say: an empty list is fine
QuietWindows = Annotated[
    tuple[QuietWindow, ...], Field(max_length=50), BeforeValidator(scalars.listed), ListSchema(least=0)
]
# a command's words, as a shell would split them; none is something to say
Words = Annotated[
    tuple[Annotated[str, *text(1000)], ...],
    Field(max_length=50),
    # the default of a setting is checked as well, and is a tuple already
    BeforeValidator(lambda typed: list(typed) if isinstance(typed, tuple) else scalars.listed(typed)),
    ListSchema(least=0),
]
Day = Annotated[int, *value(scalars.day, json_schema.DAY)]
DayWord = Annotated[tuple[int, ...], *value(scalars.day_word, json_schema.DAY_WORD)]
Weeks = Annotated[tuple[int, int | None] | WeekCycle, *value(scalars.weeks, json_schema.WEEKS)]
Start = Annotated[date, *value(scalars.start, json_schema.DATE)]
Rest = Annotated[RestDays, *value(scalars.rest_days, json_schema.REST)]
Zone = Annotated[str, *value(scalars.zone, json_schema.NAME)]
Name = Annotated[str, *value(scalars.name, json_schema.NAME)]
Exercise = Annotated[str, *_known(plan_problems.unknown_exercise, "exercises")]
SequenceName = Annotated[str, *_known(plan_problems.unknown_sequence, "sequences")]
Caution = Annotated[str, *_known(plan_problems.unknown_tag, "tags")]
AnyCaution = Annotated[str, *value(_any_tag, json_schema.words(200))]
Avoided = Annotated[
    tuple[AnyCaution, ...], Field(max_length=200), BeforeValidator(scalars.listed), ListSchema(least=0)
]
Picture = Annotated[str, *value(_picture, json_schema.PICTURE)]
Count = Annotated[int, Field(strict=True, ge=1, le=1000)]
Therapy = Annotated[
    str, *value(appointment_scalars.therapy, {"type": "string", "enum": list(appointment_scalars.USUAL)})
]
CourseTitle = Annotated[str, *value(appointment_scalars.course_title, json_schema.words(120))]
Apart = Annotated[timedelta, *value(appointment_scalars.every, json_schema.APART)]
Lead = Annotated[timedelta, *value(appointment_scalars.lead, json_schema.LEAD)]
Leads = Annotated[tuple[Lead, ...], Field(max_length=10), BeforeValidator(scalars.listed), ListSchema(least=0)]
Moment = Annotated[datetime, *value(appointment_scalars.local, json_schema.MOMENT)]
Number = Annotated[int, *value(appointment_scalars.number, json_schema.NUMBER)]
Moved = Annotated[dict[Number, Moment], WithJsonSchema(json_schema.MOVED)]
SupplementName = Annotated[str, *value(appointment_scalars.supplement_name, json_schema.words(60))]
Few = Annotated[int, Field(strict=True, ge=1, le=20)]
Folder = Annotated[str, BeforeValidator(scalars.folder)]
Switch = Annotated[bool, Field(strict=True)]


class Table(BaseModel):
    """What all tables share: unknown keys are problems, and each key says what it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)
