"""Knows a few homes in which somebody has lived for a while, for the golden files; must not know what is claimed.

It is Wednesday, 4 March 2026, 12:07:30 in Berlin, in every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from routine.core.events import (
    Abandoned,
    Actor,
    Completed,
    Event,
    Excused,
    ExcuseReason,
    Felt,
    FeltAnswer,
    Held,
    HoldReason,
    Missed,
    MissReason,
    Paused,
    PlanLoaded,
    PlanRejected,
    Resumed,
    Showing,
    Shown,
    ShownCard,
    Skipped,
    Snoozed,
    Started,
    StepDone,
)
from routine.core.exercise import Practice
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.safety import answered
from routine.core.schedule import slots_of
from routine.library.catalogue import catalogue
from routine.reading.parser import read_plan
from tests.ui.home import BERLIN, Home

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MINE = """title = "My week"
about = "What I do for my back."

[[session]]
id = "morning"
title = "Morning mobility"
practice = "mobility"
days = "daily"
at = "07:30"
steps = [
  { exercise = "cat-cow", reps = 4 },
  { rest = "10s" },
  { exercise = "single-knee-to-chest", hold = "10s", reps = 1, sides = "both" },
  { say = "Stand up slowly and notice how your back feels.", for = "10s" },
]

[[session]]
id = "desk"
title = "At the desk"
practice = "walking"
days = "weekdays"
at = "11:55"
steps = [{ say = "Walk about.", for = "2m" }]

[[session]]
id = "noon"
title = "Before lunch"
practice = "strengthening"
days = "daily"
at = "12:00"
sequence = "desk-1"

[[session]]
id = "calm"
title = "Evening calm"
practice = "breathing"
days = "daily"
at = "21:00"
steps = ["breathing-4-6"]
"""
BESIDE = """title = "Beside it"

[[supplement]]
name = "Turmeric"
agreed_with = "Dr Lin, 2026-02-20"
days = "daily"
at = "08:00"

[[appointment]]
id = "needles"
therapy = "acupuncture"
title = "Acupuncture, Dr Lin"
first = 2026-02-25T14:00:00
every = "1 week"
visits = 6
review_after = 2
where = "12 High Street"
except = { 3 = 2026-03-12T15:00:00 }
"""
BROKEN = """title = "Broken"

[[session]]
title = "Morning"
practice = "mobilty"
days = "daly"
at = "7.30"
steps = [{ exercise = "cat-caw", reps = 400 }]
"""
SETTINGS = """guide = "telepathy"
clock = 13
notifiers = "auto"

[remind]
again_after = "soon"
"""
TITLES = {
    "morning": ("Morning mobility", Practice.MOBILITY, "07:30", 2),
    "desk": ("At the desk", Practice.WALKING, "11:55", 2),
    "noon": ("Before lunch", Practice.STRENGTHENING, "12:00", 3),
    "calm": ("Evening calm", Practice.BREATHING, "21:00", 5),
}


def local(day: int, at: str) -> datetime:
    """`day` of March; 0 and less are the days before."""
    planned = datetime.combine(datetime(2026, 3, 1, tzinfo=UTC).date() + timedelta(days=day - 1), time(0))
    return planned + timedelta(hours=int(at[:2]), minutes=int(at[3:5]))


def at(day: int, clock: str) -> datetime:
    return local(day, clock).replace(tzinfo=BERLIN).astimezone(UTC)


def about(session: str, day: int) -> Occurrence:
    title, practice, clock, minutes = TITLES[session]
    planned = local(day, clock)
    return Occurrence(
        OccurrenceKey.of("mine", session, planned), at(day, clock), title, practice, minutes * MINUTE
    )


def visit(number: int, day: int) -> Occurrence:
    key = OccurrenceKey.of("beside", "needles", local(day, "14:00"))
    title = f"Acupuncture, Dr Lin, visit {number} of 6"
    return Occurrence(key, at(day, "14:00"), title, None, HOUR, number - 1, OccurrenceKind.VISIT)


def turmeric(day: int) -> Occurrence:
    return Occurrence(
        OccurrenceKey.of("beside", "turmeric", local(day, "08:00")),
        at(day, "08:00"),
        "Turmeric",
        None,
        0 * MINUTE,
        0,
        OccurrenceKind.SUPPLEMENT,
    )


def shown(session: str, day: int, after: timedelta = timedelta(0)) -> list[Event]:
    one = about(session, day)
    return [kind(one.due + after, Actor.SERVICE, one) for kind in (Showing, Shown)]


def missed(session: str, day: int, reason: MissReason, after: timedelta = 2 * HOUR) -> Event:
    one = about(session, day)
    return Missed(one.due + after, Actor.SERVICE, one, reason=reason)


def loaded(home: Home, name: str, text: str) -> Event:
    home.write(name, text)
    plan = read_plan(f"{name}.toml", name, text.encode(), catalogue())
    assert not isinstance(plan, tuple), plan
    return PlanLoaded(at(-5, "09:00"), Actor.SERVICE, plan=name, slots=slots_of(plan), digest=name)


def fresh(home: Home) -> None:
    """Nothing was ever done here."""


def week(home: Home) -> None:
    """A week in which everything happened that can."""
    first, second = about("morning", -3), about("morning", 2)
    rows = [
        loaded(home, "mine", MINE),
        loaded(home, "beside", BESIDE),
        answered([], [], at(-4, "10:00")),
        # Wednesday, 25 February
        *[kind(at(-3, "07:30"), Actor.SERVICE, first) for kind in (Showing, Shown)],
        Started(at(-3, "07:32"), Actor.NOTIFICATION, first, place=SessionPlace.NOTIFICATION),
        StepDone(at(-3, "07:33"), Actor.NOTIFICATION, first, step=1),
        StepDone(at(-3, "07:34"), Actor.NOTIFICATION, first, step=2),
        StepDone(at(-3, "07:35"), Actor.NOTIFICATION, first, step=3),
        Completed(at(-3, "07:36"), Actor.NOTIFICATION, first),
        Felt(at(-3, "07:37"), Actor.NOTIFICATION, first, answer=FeltAnswer.EASIER, score=3, note="slept well"),
        *[kind(turmeric(-3).due, Actor.SERVICE, turmeric(-3)) for kind in (Showing, Shown)],
        Completed(at(-3, "08:05"), Actor.NOTIFICATION, turmeric(-3)),
        Held(at(-3, "12:00"), Actor.SERVICE, about("noon", -3), reason=HoldReason.FULL_SCREEN),
        missed("noon", -3, MissReason.HELD),
        *[kind(at(-3, "15:00"), Actor.SERVICE, visit(1, -3)) for kind in (Showing, Shown)],
        Completed(at(-3, "15:10"), Actor.NOTIFICATION, visit(1, -3)),
        *shown("calm", -3),
        missed("calm", -3, MissReason.UNANSWERED),
        # Thursday
        *shown("morning", -2),
        Snoozed(at(-2, "07:31"), Actor.NOTIFICATION, about("morning", -2), until=at(-2, "07:41")),
        *shown("morning", -2, 11 * MINUTE),
        Skipped(at(-2, "07:45"), Actor.NOTIFICATION, about("morning", -2)),
        missed("noon", -2, MissReason.UNSHOWN),
        missed("calm", -2, MissReason.OFF, 11 * HOUR),
        # Friday
        missed("morning", -1, MissReason.ASLEEP),
        Paused(at(-1, "11:00"), Actor.CLI, until=at(0, "11:00")),
        Held(at(-1, "12:00"), Actor.SERVICE, about("noon", -1), reason=HoldReason.PAUSE),
        Excused(at(-1, "14:00"), Actor.SERVICE, about("noon", -1), reason=ExcuseReason.PAUSE),
        Resumed(at(-1, "20:00"), Actor.CLI),
        Held(at(-1, "21:00"), Actor.SERVICE, about("calm", -1), reason=HoldReason.QUIET),
        missed("calm", -1, MissReason.HELD),
        # Saturday
        Held(at(0, "07:30"), Actor.SERVICE, about("morning", 0), reason=HoldReason.LOCKED),
        *shown("morning", 0, 20 * MINUTE),
        Started(at(0, "07:55"), Actor.PAGE, about("morning", 0), place=SessionPlace.PAGE),
        StepDone(at(0, "07:56"), Actor.PAGE, about("morning", 0), step=1),
        Abandoned(at(0, "07:57"), Actor.PAGE, about("morning", 0), steps_done=1, of=3),
        Excused(at(0, "09:00"), Actor.CLI, about("noon", 0), note="a day out"),
        Completed(at(0, "22:00"), Actor.CLI, about("calm", 0), done_at=at(0, "21:05")),
        # Sunday
        *shown("morning", 1),
        Completed(at(1, "07:35"), Actor.NOTIFICATION, about("morning", 1)),
        Felt(at(1, "07:36"), Actor.PAGE, about("morning", 1), answer=FeltAnswer.HARDER, score=7),
        Excused(at(1, "12:00"), Actor.SERVICE, about("noon", 1), reason=ExcuseReason.GONE),
        # Monday
        Showing(at(2, "07:30"), Actor.SERVICE, second),
        Shown(at(2, "07:30"), Actor.SERVICE, second, card=ShownCard.HEADS_UP),
        Started(at(2, "07:40"), Actor.CLI, second, place=SessionPlace.TERMINAL),
        Completed(at(2, "07:45"), Actor.CLI, second),
        PlanRejected(at(2, "09:00"), Actor.SERVICE, plan="mine", problem="mine.toml:3:1: no", digest="other"),
        missed("noon", 2, MissReason.UNANSWERED),
        # Wednesday, today
        *shown("morning", 4),
        Snoozed(at(4, "07:35"), Actor.NOTIFICATION, about("morning", 4), until=at(4, "13:00")),
        Held(at(4, "11:55"), Actor.SERVICE, about("desk", 4), reason=HoldReason.MICROPHONE),
        *shown("noon", 4),
    ]
    home.happened(*rows)


def under_way(home: Home) -> None:
    """The same week; a session goes on, one was broken off, and somebody has paused."""
    week(home)
    home.happened(
        Started(at(4, "11:56"), Actor.CLI, about("desk", 4), place=SessionPlace.TERMINAL),
        StepDone(at(4, "11:57"), Actor.CLI, about("desk", 4), step=1),
        Started(at(4, "12:01"), Actor.NOTIFICATION, about("noon", 4), place=SessionPlace.NOTIFICATION),
        Abandoned(at(4, "12:02"), Actor.NOTIFICATION, about("noon", 4), steps_done=1),
        Paused(at(4, "12:03"), Actor.CLI, until=at(4, "18:00")),
    )


def broken(home: Home) -> None:
    """Two plans that cannot be read, one that can, and a configuration that is not right."""
    home.happened(loaded(home, "mine", MINE))
    home.write("broken", BROKEN)
    home.write("no-toml", 'title = "No TOML\n')
    home.paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    home.paths.config_file.write_text(SETTINGS, "utf-8")


def locked(home: Home) -> None:
    """The safety check said stop, an hour ago."""
    home.happened(
        loaded(home, "mine", MINE),
        *shown("morning", 4),
        answered(["A2"], ["B5"], at(4, "11:00")),
    )


def advised(home: Home) -> None:
    """The safety check said: see a doctor first; twelve hours on the clock."""
    home.happened(loaded(home, "mine", MINE), answered([], ["B5"], at(3, "11:00")))
    home.paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    home.paths.config_file.write_text("clock = 12\n", "utf-8")


HOMES: Mapping[str, Callable[[Home], None]] = {
    each.__name__: each for each in (fresh, week, under_way, broken, locked, advised)
}


def lived_home(name: str, folder: Path) -> Home:
    """A home as it is by now; time stands still in it."""
    home = Home(folder, still=True)
    HOMES[name](home)
    return home
