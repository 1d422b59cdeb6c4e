"""Knows what can happen, one class for each kind, and what each says; must not know where it is kept.

The journal is append-only. Every state in the program is these events, replayed. What they say is identifiers and
times, never sentences but what a person typed: they are read for years, in whatever language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Self, get_args

from msgspec import Meta, Struct, field

from routine.core import identifiers
from routine.core.exercise import ZERO, Side
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence

Actor = identifiers.Actor
FeltAnswer = identifiers.FeltAnswer
PlanChange = identifiers.PlanChange

Instant = Annotated[datetime, Meta(tz=True)]
"""An aware datetime, in UTC."""


class EventKind(StrEnum):
    SHOWING = "showing"
    SHOWN = "shown"
    HELD = "held"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    STARTED = "started"
    STEP_DONE = "step_done"
    STEP_SKIPPED = "step_skipped"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    MISSED = "missed"
    EXCUSED = "excused"
    FELT = "felt"
    MEASURED = "measured"
    PAUSED = "paused"
    RESUMED = "resumed"
    DAYS_OFF = "days_off"
    RENAMED = "renamed"
    UNDONE = "undone"
    PLAN_LOADED = "plan_loaded"
    PLAN_REJECTED = "plan_rejected"
    PLAN_CHANGED = "plan_changed"
    CHECKIN = "checkin"
    UNKNOWN = "unknown"
    """What another version wrote, or another program; never written by this one."""


class HoldReason(StrEnum):
    """Why something due is not shown now."""

    QUIET = "quiet"
    PAUSE = "pause"
    SESSION = "session"
    """Another session is under way."""
    LOCKED = "locked"
    DO_NOT_DISTURB = "do_not_disturb"
    FULL_SCREEN = "full_screen"
    MICROPHONE = "microphone"
    AWAY = "away"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, _value: object) -> Self:
        return cls("unknown")


DESKTOP = frozenset(
    {
        HoldReason.LOCKED,
        HoldReason.DO_NOT_DISTURB,
        HoldReason.FULL_SCREEN,
        HoldReason.MICROPHONE,
        HoldReason.AWAY,
    }
)
"""Reasons to hold that only the desktop knows the end of: it has to be asked."""


class MissReason(StrEnum):
    """Why nobody did it, as far as the service can know."""

    OFF = "off"
    ASLEEP = "asleep"
    UNANSWERED = "unanswered"
    UNSHOWN = "unshown"
    HELD = "held"
    OVERTAKEN = "overtaken"
    """The next round of the same session came."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, _value: object) -> Self:
        return cls("unknown")


class ExcuseReason(StrEnum):
    """Why it does not count."""

    PERSON = "person"
    """Somebody said so; in their own words in `note`, if they gave any."""
    PAUSE = "pause"
    GONE = "gone"
    """It left its plan."""
    SAFETY = "safety"
    """The answers to the safety check hold it back."""
    MOVED = "moved"
    """A visit, to another time."""
    DAYS_OFF = "days_off"
    """The day was taken off."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, _value: object) -> Self:
        return cls("unknown")


Reason = HoldReason | MissReason | ExcuseReason


class ShownCard(StrEnum):
    """Which card was on the screen."""

    REMINDER = "reminder"
    HEADS_UP = "heads_up"
    SUPPLEMENTS = "supplements"
    """What somebody who takes a supplement should know."""
    PLAN_BEGINS = "plan_begins"
    """On which day it does, also where it does not say so itself and another computer may count otherwise."""
    PLAN_THROUGH = "plan_through"
    PLAN_THROUGH_AGAIN = "plan_through_again"
    """The morning after."""
    PLAN_AWAY = "plan_away"
    """Nothing of it was done for a week: once more?"""
    PLAN_HARDER = "plan_harder"
    """Two in a row were harder: once more?"""
    PLAN_COPY = "plan_copy"
    """A file beside the plans that a program left, and that is not used."""
    WEEKLY_QUESTION = "weekly_question"
    """How these seven days were, on average."""


class Outcome(StrEnum):
    """What an answer to the safety check comes to, the mildest first. It names no cause."""

    PUT_OFF = "put-off"
    """It was opened, and is answered another time."""
    CLEAR = "clear"
    MENTION = "mention"
    """Nothing waits; a professional should hear of it at the next visit."""
    SEE_DOCTOR = "see-doctor"
    """Movement waits; breathing, meditation, relaxation and the diary go on."""
    STOP = "stop"
    """Every session waits."""


class StepDose(Struct, frozen=True, omit_defaults=True):
    """What one step asked for; all empty for a rest or a sentence."""

    exercise: str = ""
    reps: tuple[int, ...] = ()
    """How many in each set."""
    hold: timedelta = ZERO
    duration: timedelta = ZERO
    """Of a timed exercise."""
    sides: tuple[Side, ...] = ()


class Event(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="kind"):
    """Something that has happened. `about` is the occurrence it speaks of, as it was then."""

    kind: ClassVar[EventKind]

    at: Instant
    by: Actor
    about: Occurrence | None = None
    late: bool = False
    """Written long after `at`, as the journal could not take it then."""
    over: tuple[str, ...] = ()
    """The answers to the same occurrence that this one had seen, each as `device:number`: those it overtakes.

    Of a pause, a rating, a measure or an answer to the safety check: the last of each other device, which it
    follows.
    """

    @property
    def key(self) -> OccurrenceKey:
        """Empty for an event that speaks of no occurrence."""
        return self.about.key if self.about else OccurrenceKey()


class Showing(Event, frozen=True, tag="showing"):
    """The notification server is about to be asked; if nothing follows, it is asked once more."""

    kind = EventKind.SHOWING


class Shown(Event, frozen=True, tag="shown", kw_only=True):
    """The notification server accepted a card."""

    kind = EventKind.SHOWN
    card: ShownCard = ShownCard.REMINDER
    session: str = ""
    """Of the note about supplements: which one, as core.ids.SessionRef. Of a note about a plan: its id."""


class Held(Event, frozen=True, tag="held", kw_only=True):
    kind = EventKind.HELD
    reason: HoldReason


class Snoozed(Event, frozen=True, tag="snoozed", kw_only=True):
    kind = EventKind.SNOOZED
    until: Instant


class Skipped(Event, frozen=True, tag="skipped"):
    kind = EventKind.SKIPPED


class Started(Event, frozen=True, tag="started", kw_only=True):
    kind = EventKind.STARTED
    place: SessionPlace | None = None
    dose: tuple[StepDose, ...] = ()
    """What there was to do, step by step: no history of a programme survives an edited plan without it."""
    most: timedelta | None = None
    """The shorter version was begun, which takes so long at most."""


class StepDone(Event, frozen=True, tag="step_done", kw_only=True):
    kind = EventKind.STEP_DONE
    step: int
    """From 1."""
    played: timedelta | None = None
    """How much of the session was gone through by then, pauses not counted; None in rows of earlier versions."""


class StepSkipped(Event, frozen=True, tag="step_skipped", kw_only=True):
    kind = EventKind.STEP_SKIPPED
    step: int
    """From 1."""
    played: timedelta | None = None
    """As of StepDone."""
    hurt: str = ""
    """The exercise, by its id, where somebody said that it hurt."""


class Completed(Event, frozen=True, tag="completed", kw_only=True):
    kind = EventKind.COMPLETED
    done_at: Instant | None = None
    """When it was done, where that is not `at`."""
    played: timedelta | None = None
    """How much of it was gone through; None where somebody only said that it was done."""


class Abandoned(Event, frozen=True, tag="abandoned", kw_only=True):
    kind = EventKind.ABANDONED
    steps_done: int | None = None
    of: int | None = None
    """How many steps there were."""
    played: timedelta | None = None
    """How much of it was gone through; None in rows of earlier versions."""


class Missed(Event, frozen=True, tag="missed", kw_only=True):
    kind = EventKind.MISSED
    reason: MissReason = MissReason.UNKNOWN


class Excused(Event, frozen=True, tag="excused", kw_only=True):
    kind = EventKind.EXCUSED
    reason: ExcuseReason = ExcuseReason.PERSON
    note: str = ""


class Felt(Event, frozen=True, tag="felt", kw_only=True):
    """How it was. Each part may be told by itself, and what is not said stays as it was."""

    kind = EventKind.FELT
    answer: FeltAnswer | None = None
    score: int | None = None
    """How the back feels, 0 (no pain) to 10."""
    note: str = ""
    """A line of diary."""


class Measured(Event, frozen=True, tag="measured", kw_only=True):
    """A questionnaire or a value, apart from any session."""

    kind = EventKind.MEASURED
    measure: str
    """Which one."""
    value: float | None = None
    """None where it was taken out of the journal."""
    answers: tuple[int | None, ...] = ()
    """The single answers that the value is made of; None for one that was left open."""
    note: str = ""
    """An activity of one's own, in the words of whoever named it."""


class Paused(Event, frozen=True, tag="paused", kw_only=True):
    kind = EventKind.PAUSED
    until: Instant


class Resumed(Event, frozen=True, tag="resumed"):
    kind = EventKind.RESUMED


class DaysOff(Event, frozen=True, tag="days_off", kw_only=True):
    """Whole days, both included, that do not count, whatever is planned. Undone takes them back."""

    kind = EventKind.DAYS_OFF
    first: date
    last: date
    note: str = ""
    everything: bool = False
    """Visits and supplements as well as sessions."""
    session: str = ""
    """One session (`plan/session`) alone."""
    instead_of: str = ""
    """The `device:number` of days off that these replace: moved, made shorter or longer."""


class Renamed(Event, frozen=True, tag="renamed", kw_only=True):
    """A session (`plan/session`) or a whole plan that goes by another name from now on."""

    kind = EventKind.RENAMED
    before: str
    after: str
    title_before: str = ""
    title: str = ""
    """How it was called, and is now; empty in what earlier versions wrote."""


class Undone(Event, frozen=True, tag="undone", kw_only=True):
    """Something somebody said is taken back."""

    kind = EventKind.UNDONE
    what: str
    """Its `device:number`."""


class PlanLoaded(Event, frozen=True, tag="plan_loaded", kw_only=True):
    kind = EventKind.PLAN_LOADED
    plan: str
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each session, so that a time is never late that was just typed; empty when the plan has gone."""
    digest: str = ""
    """What the file's content hashed to."""
    shipped: bool = False
    """It came with routine, as the person had none of their own."""
    began: date | None = None
    """The local day from which its weeks are counted; None where it counts none."""


class PlanRejected(Event, frozen=True, tag="plan_rejected", kw_only=True):
    kind = EventKind.PLAN_REJECTED
    plan: str
    problem: str = ""
    """As the person was told: it quotes their text."""
    digest: str = ""


class TextChange(Struct, frozen=True, omit_defaults=True):
    """The text of one plan before and after a change, each by what it hashes to; empty where there was no file."""

    plan: str
    before: str = ""
    after: str = ""


class PlanChanged(Event, frozen=True, tag="plan_changed", kw_only=True):
    """Somebody had their plans changed, without opening the text."""

    kind = EventKind.PLAN_CHANGED
    change: PlanChange
    texts: tuple[TextChange, ...]


class CheckedIn(Event, frozen=True, tag="checkin", kw_only=True):
    """An answer to the safety check, or a professional's word that movement is fine."""

    kind = EventKind.CHECKIN
    outcome: Outcome
    signs: tuple[str, ...] = ()
    """The numbers of the signs that were named, never a cause."""
    cleared_at: Instant | None = None
    """The day on which somebody said so."""


class Unknown(Event, frozen=True, tag="unknown", kw_only=True):
    """A row that this version does not understand; it is passed over, and kept as it was."""

    kind = EventKind.UNKNOWN
    written: str
    """The kind as it was written."""
    detail: str = ""
    """What else was written, as JSON."""


AnyEvent = (
    Showing
    | Shown
    | Held
    | Snoozed
    | Skipped
    | Started
    | StepDone
    | StepSkipped
    | Completed
    | Abandoned
    | Missed
    | Excused
    | Felt
    | Measured
    | Paused
    | Resumed
    | DaysOff
    | Renamed
    | Undone
    | PlanLoaded
    | PlanRejected
    | PlanChanged
    | CheckedIn
    | Unknown
)
"""Every kind; msgspec reads and writes it by its tag."""

ANSWERS = frozenset(
    {
        EventKind.SNOOZED,
        EventKind.SKIPPED,
        EventKind.STARTED,
        EventKind.COMPLETED,
        EventKind.ABANDONED,
        EventKind.EXCUSED,
        EventKind.MISSED,
    }
)
"""What becomes of an occurrence. Of two that did not know of each other one holds; a later one overtakes both."""

EVENTS: Mapping[EventKind, type[Event]] = {each.kind: each for each in get_args(AnyEvent)}


class StoredEvent(Struct, frozen=True, gc=False):
    """An event with its place in the journal."""

    id: int
    """Rows are numbered in the order in which they were written here, whatever their times say."""
    entry: Event
    device: str = ""
    """Which journal it was first written to; empty until that journal has a name."""
    number: int = 0
    """Which of that journal's own rows it is, from 1."""

    @property
    def ref(self) -> str:
        """By which other events name it, here and in any other journal."""
        return f"{self.device}:{self.number}"
