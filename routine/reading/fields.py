"""Knows the kinds of values that keys of a plan take, for pydantic to check; must not know which key takes which.

values.py reads a single value and says what is wrong with it; here each reader gets its part of the JSON Schema.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)

# handed on to shapes.py: pydantic is imported in this file alone
from pydantic import ConfigDict as ConfigDict  # noqa: PLC0414 - how a name is handed on
from pydantic import Discriminator as Discriminator  # noqa: PLC0414 - likewise
from pydantic import Field as Field  # noqa: PLC0414 - likewise
from pydantic import Tag as Tag  # noqa: PLC0414 - likewise
from pydantic import ValidationError as ValidationError  # noqa: PLC0414 - likewise

from routine.presentation import plan_problems
from routine.reading import schema, values, visits
from routine.reading.known import Known
from routine.reading.values import Wrong

T = TypeVar("T")


@dataclass(frozen=True)
class Listed:
    """What the schema says of a list; emptiness is checked elsewhere, as pydantic would tell it once too often."""

    least: int = 1
    one: bool = True  # whether one value may stand for a list of one

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = {**handler(core), "minItems": self.least}
        return {"anyOf": [many["items"], many]} if self.one else many


def _known(word: Callable[[str], tuple[str, str]], among: str) -> Any:
    """A name that must be one of those the plan may use."""

    def read(typed: Any, given: ValidationInfo) -> str:
        found, names = values.text(200)(typed), getattr(given.context, among)
        if found not in names:
            raise Wrong(word(found), found, names)
        return found

    return value(read, schema.words(200))


def _picture(typed: Any, given: ValidationInfo) -> str:
    if not cast(Known, given.context).has_picture(found := values.picture(typed)):
        raise Wrong(plan_problems.picture_missing(found))
    return found


def value(read: Callable[..., Any], shape: dict[str, Any]) -> Any:
    """A reader, and what the schema says in its place."""
    return PlainValidator(read), WithJsonSchema(shape)


def text(most: int, *, lines: bool = False) -> Any:
    return value(values.text(most, lines=lines), schema.words(most))


OneOrMany = Annotated[tuple[T, ...], Field(max_length=200), BeforeValidator(values.one_or_many), Listed()]
Many = Annotated[tuple[T, ...], Field(max_length=300), BeforeValidator(values.filled), Listed(one=False)]
Line = Annotated[str, *text(120)]
Sentence = Annotated[str, *text(500)]
Prose = Annotated[str, *text(2000, lines=True)]
Length = Annotated[timedelta, *value(values.length("1s", "24h"), schema.LENGTH)]
Pause = Annotated[timedelta, *value(values.length("0s", "1h"), schema.LENGTH)]
Ahead = Annotated[timedelta, *value(values.length("0m", "24h"), schema.LENGTH)]
Wait = Annotated[timedelta, *value(values.length("1m", "24h"), schema.LENGTH)]
Interval = Annotated[timedelta, *value(values.length("1m", "24h", minutes=True), schema.LENGTH)]
Patience = Annotated[timedelta, *value(values.length("1m", "48h"), schema.LENGTH)]
Clock = Annotated[time, *value(values.clock, schema.CLOCK)]
Window = Annotated[tuple[time, time], *value(values.between, schema.WINDOW)]
QuietWindow = Annotated[tuple[time, time], *value(values.quiet, schema.WINDOW)]
# no quiet hours at all is something to say: an empty list is fine
QuietWindows = Annotated[
    tuple[QuietWindow, ...], Field(max_length=50), BeforeValidator(values.listed), Listed(least=0)
]
Day = Annotated[int, *value(values.day, schema.DAY)]
DayWord = Annotated[tuple[int, ...], *value(values.day_word, schema.DAY_WORD)]
Weeks = Annotated[tuple[int, int | None], *value(values.weeks, schema.WEEKS)]
Start = Annotated[date, *value(values.start, schema.DATE)]
Zone = Annotated[str, *value(values.zone, schema.NAME)]
Name = Annotated[str, *value(values.name, schema.NAME)]
Exercise = Annotated[str, *_known(plan_problems.unknown_exercise, "exercises")]
SequenceName = Annotated[str, *_known(plan_problems.unknown_sequence, "sequences")]
Caution = Annotated[str, *_known(plan_problems.unknown_tag, "tags")]
Picture = Annotated[str, *value(_picture, schema.PICTURE)]
Count = Annotated[int, Field(strict=True, ge=1, le=1000)]
Therapy = Annotated[str, *value(visits.therapy, {"type": "string", "enum": list(visits.USUAL)})]
CourseTitle = Annotated[str, *value(visits.course_title, schema.words(120))]
Apart = Annotated[timedelta, *value(visits.every, schema.APART)]
Lead = Annotated[timedelta, *value(visits.lead, schema.LEAD)]
Leads = Annotated[tuple[Lead, ...], Field(max_length=10), BeforeValidator(values.listed), Listed(least=0)]
Moment = Annotated[datetime, *value(visits.local, schema.MOMENT)]
Number = Annotated[int, *value(visits.number, schema.NUMBER)]
Moved = Annotated[dict[Number, Moment], WithJsonSchema(schema.MOVED)]
SupplementName = Annotated[str, *value(visits.supplement_name, schema.words(60))]
Few = Annotated[int, Field(strict=True, ge=1, le=20)]
Folder = Annotated[str, BeforeValidator(values.folder)]
Switch = Annotated[bool, Field(strict=True)]


class Table(BaseModel):
    """What all tables share: unknown keys are problems, and each key says what it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)
