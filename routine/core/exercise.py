"""Knows what an exercise is and how much of it to do; must not know when, or who reads it out.

Doses follow the CERT reporting template: sets, repetitions, hold, rest, side. All times are timedeltas.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

ZERO = timedelta(0)


class Practice(StrEnum):
    YOGA = "yoga"
    PILATES = "pilates"
    STRETCHING = "stretching"
    STRENGTHENING = "strengthening"
    MOBILITY = "mobility"
    WALKING = "walking"
    BREATHING = "breathing"
    MEDITATION = "meditation"
    RELAXATION = "relaxation"

    @property
    def moves(self) -> bool:
        """Whether the body is asked to move: what a safety answer may put on hold."""
        return self not in {Practice.BREATHING, Practice.MEDITATION, Practice.RELAXATION}


class Direction(StrEnum):
    """Which way the back goes, or is held against; `none` where it stays as it is."""

    BEND = "bend"
    ARCH = "arch"
    TURN = "turn"
    SIDE = "side"
    NONE = "none"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


BOTH_SIDES = (Side.LEFT, Side.RIGHT)


_PLACES = {"seated-chair": "chair", "standing": "standing", "walking": "standing", "any": "any", "": "any"}
"""By position; every other one is on the mat."""
_LYING = frozenset({"supine", "prone", "side-lying"})


class CueMoment(StrEnum):
    """When a cue is said."""

    SETUP = "setup"
    """While one gets into position."""
    START = "start"
    DURING = "during"
    END = "end"
    """As the exercise ends, and once."""
    LEAVE = "leave"
    """Likewise, where what follows is done in another position: the way up from lying, or down from standing."""
    EACH = "each"
    """As each repetition ends; of short ones it is told at the start how they go."""


class Reps(Struct, frozen=True, omit_defaults=True, gc=False, tag="reps"):
    """So many repetitions in each set; every repetition moves and may hold; each side does every set."""

    sets: tuple[int, ...]
    hold: timedelta = ZERO
    move: timedelta = timedelta(seconds=4)
    rest: timedelta = ZERO
    sides: tuple[Side, ...] = ()
    setup: timedelta = ZERO

    def __post_init__(self) -> None:
        if not self.sets or min(self.sets) < 1:
            raise ValueError("a dose needs at least one repetition in every set")
        if min(self.hold, self.move, self.rest, self.setup) < ZERO or self.hold + self.move <= ZERO:
            raise ValueError("a repetition takes time")

    @property
    def length(self) -> timedelta:
        work = sum(self.sets) * (self.hold + self.move) * max(1, len(self.sides))
        return work + self.rest * (len(self.sets) - 1) + self.setup


class Timed(Struct, frozen=True, omit_defaults=True, gc=False, tag="timed"):
    """So long, within what is sensible; each side takes the whole time."""

    duration: timedelta
    shortest: timedelta | None = None
    longest: timedelta | None = None
    sides: tuple[Side, ...] = ()
    setup: timedelta = ZERO

    def __post_init__(self) -> None:
        if self.duration <= ZERO or self.setup < ZERO:
            raise ValueError("a timed dose takes time")

    @property
    def length(self) -> timedelta:
        return self.duration * max(1, len(self.sides)) + self.setup


Dose = Reps | Timed


class Segment(Struct, frozen=True, omit_defaults=True, gc=False):
    """A part of a timed exercise with its own words: a station of a body scan, a scene of an image."""

    label: str
    length: timedelta
    say: str = ""
    """What is said there, after its name; each line by itself, spread over the length."""

    @property
    def words(self) -> str:
        return self.say.replace("\n", " ")


class BreathPattern(Struct, frozen=True, omit_defaults=True, gc=False):
    """Seconds in, held, out, held; a pacer repeats it."""

    inhale: timedelta
    hold_in: timedelta
    exhale: timedelta
    hold_out: timedelta


class Relaxation(Struct, frozen=True, omit_defaults=True, gc=False):
    """Progressive muscle relaxation: each group is tensed and let go, round by round."""

    rounds: int
    tense: timedelta
    release: timedelta
    groups: tuple[tuple[str, str], ...]
    """(the muscle group, how to tense it)"""


class Evidence(Struct, frozen=True, omit_defaults=True, gc=False):
    """What an exercise rests on: kind of study, our grade, one honest sentence, and where to read it."""

    basis: str
    grade: str
    note: str
    source: str


class Exercise(Struct, frozen=True, omit_defaults=True, gc=False):
    """One thing to do, in words a person can follow without a picture."""

    id: str
    title: str
    cues: tuple[str, ...]
    dose: Dose
    between_sides: str = ""
    """Said as a side ends, and no more once the last side is on."""
    moments: tuple[CueMoment, ...] = ()
    """When each of the cues is said; those that are not named begin the exercise."""
    limb: str = ""
    """What `left` and `right` say of it, such as leg; empty is the side."""
    setup: str = ""
    breath: str = ""
    practice: Practice | None = None
    sanskrit: str = ""
    position: str = ""
    direction: Direction = Direction.NONE
    target: tuple[str, ...] = ()
    level: int = 1
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
    cautions: frozenset[str] = frozenset()
    caution_note: str = ""
    equipment: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    flare_ok: bool = False
    evidence: Evidence | None = None
    segments: tuple[Segment, ...] = ()
    pattern: BreathPattern | None = None
    relaxation: Relaxation | None = None
    picture: str = ""
    """A file beside the plan, or empty."""

    @property
    def place(self) -> str:
        """Where it is done: `mat`, `chair`, `standing`, or `any` of them."""
        return _PLACES.get(self.position, "mat")

    @property
    def lies(self) -> bool:
        """Whether it is done lying down."""
        return self.position in _LYING

    @property
    def moves(self) -> bool:
        """Whether it asks the body to move, whatever it is called; what nobody can tell may be movement."""
        return self.practice is None or self.practice.moves or self.position == "walking"

    @property
    def told(self) -> tuple[tuple[CueMoment, str], ...]:
        """Every cue with its moment."""
        unnamed = (CueMoment.START,) * (len(self.cues) - len(self.moments))
        return tuple(zip((*self.moments, *unnamed), self.cues, strict=False))

    @property
    def instructions(self) -> tuple[str, ...]:
        """All that is to be done, as it is read before a session."""
        return (*self.cues, self.between_sides) if self.between_sides else self.cues

    def with_dose(self, dose: Dose | None) -> Exercise:
        """The same exercise, done as `dose` says; as usual without one."""
        return replace(self, dose=dose) if dose else self
