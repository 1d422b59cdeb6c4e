"""Knows in which order the rows of several devices count, wherever they are read; must not know how they travel.

Each device writes its own rows, and reads those of the others whenever they come. So that all of them say the same
at the end, the order of arrival decides nothing. An answer names the answers to the same occurrence that it had
seen (`Event.over`): it overtakes them, as it does all earlier ones of its own device. Of answers that did not know
of each other the stronger one holds, and what was done is the strongest: nothing done is ever lost. Times, then
device and number, only settle what is left. What holds stands on the strongest of what it had seen, and so on.

So with what is only ever added to: a pause, an answer to the safety check, how it felt. Whatever clocks say, it
comes after what it names; and a professional's word that movement is fine ends no sign that was not heard of then.

What one screen did (`showing`, `shown`, `held`, steps) is that device's alone, and keeps its place there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from routine.core.clock_faults import FUTURE, OF_NO_DAY, OF_THAT_CLOCK, SET_BACK
from routine.core.events import (
    ANSWERS,
    Abandoned,
    Actor,
    CheckedIn,
    Event,
    EventKind,
    Excused,
    ExcuseReason,
    Missed,
    Snoozed,
    Started,
    StoredEvent,
)
from routine.core.ids import OccurrenceKey

_SAID_BY_PERSONS = frozenset(
    {
        EventKind.FELT,
        EventKind.MEASURED,
        EventKind.PAUSED,
        EventKind.RESUMED,
        EventKind.DAYS_OFF,
        EventKind.UNDONE,
        EventKind.CHECKIN,
        EventKind.UNKNOWN,
    }
)
"""Shared where a person said it. What a newer version said travels as it is."""
_STRENGTH = {
    EventKind.MISSED: 0,
    EventKind.SNOOZED: 2,
    EventKind.SKIPPED: 3,
    EventKind.EXCUSED: 4,
    EventKind.STARTED: 5,
    EventKind.ABANDONED: 6,
    EventKind.COMPLETED: 7,
}
_IN_A_ROW = (
    (EventKind.PAUSED, EventKind.RESUMED),
    (EventKind.CHECKIN,),
    (EventKind.FELT,),
    (EventKind.MEASURED,),
)
"""What a later one changes or takes back, one line for each."""
_NO_END = datetime.max.replace(tzinfo=UTC)
_OPEN_ELSEWHERE = timedelta(hours=4)
"""Twice the two hours for which a reminder waits, of itself: once held back, once shown."""
_BY_A_RULE = 1
"""What the service excused: any person's word is stronger."""


class Exchanged(Struct, frozen=True):
    """What came of one look at the folder that other devices share."""

    new: int = 0
    """Rows of others that were not here."""
    trouble: str = ""
    """What keeps it from going on, in a sentence; empty when all is well."""
    note: str = ""
    """What a person should know, once."""
    is_new: bool = False
    """Nobody has been told of the trouble yet."""
    moved: bool = False
    """Another folder is to be watched than at the last look, or none any more."""
    more: bool = False
    """So much has come that the rest waits for the next look, which should come soon."""


def is_shared(entry: Event) -> bool:
    """Whether other devices hear of it: what a person said, and what became of an occurrence.

    What follows from one computer's plans or zone is its own: each computer works that out for itself.
    """
    if entry.kind in ANSWERS:
        return not (isinstance(entry, Excused) and entry.reason is ExcuseReason.GONE)
    return entry.kind in _SAID_BY_PERSONS and entry.by is not Actor.SERVICE


def as_shared(entry: Event) -> Event:
    """What others are told of it: in which window a session is led is this screen's own."""
    return replace(entry, place=None) if isinstance(entry, Started) else entry


def overtaking(entry: Event, rows: Sequence[StoredEvent]) -> Event:
    """The answer, with those to the same occurrence that were there: it overtakes them, wherever it is read."""
    like_it = (EventKind.FELT,) if entry.kind is EventKind.FELT else ANSWERS if entry.kind in ANSWERS else ()
    named = tuple(row.ref for row in rows if row.entry.kind in like_it)
    return replace(entry, over=named) if named else entry


def followed_kinds(entry: Event) -> tuple[EventKind, ...]:
    """Those that an event of no occurrence comes after, where it had seen them; most come after none."""
    return next((kinds for kinds in _IN_A_ROW if entry.kind in kinds), ())


def following(entry: Event, rows: Iterable[StoredEvent], device: str) -> Event:
    """The event, with the last of each other device that it comes after. `rows`: all there are of its kinds."""
    last: dict[str, StoredEvent] = {}
    for row in rows:
        if row.device != device and row.number > (last[row.device].number if row.device in last else 0):
            last[row.device] = row
    return replace(entry, over=tuple(row.ref for row in last.values())) if last else entry


def in_one_order(rows: Sequence[StoredEvent]) -> list[StoredEvent]:
    """The rows as they count, oldest first; without the answers that a stronger one stands for.

    `rows`: all there are of each occurrence that they speak of, in the order in which they came here, and none of
    them taken back. What one device alone wrote is in order as it is.
    """
    if _of_one_device(rows):
        return list(rows)
    places: dict[OccurrenceKey, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row.entry.key, []).append(place)
    found: list[StoredEvent | None] = [None] * len(rows)
    for key, there in places.items():
        of_it = [rows[place] for place in there]
        ordered = _of_one(of_it) if key else by_time(of_it)
        for place, row in zip(there, ordered, strict=False):
            found[place] = row
    return [row for row in found if row is not None]


def by_time(rows: Sequence[StoredEvent]) -> list[StoredEvent]:
    """What speaks of no occurrence, or is only a part of what does: each after those it had seen."""
    if _of_one_device(rows):
        return list(rows)
    ordered, unheard = sorted(rows, key=_when), _unheard_of(rows)
    if not unheard and _is_causal(ordered):
        return ordered
    found = _each_after_what_it_had_seen(rows, unheard)
    # two words, each with a sign that the other had not heard of
    return found if len(found) == len(rows) else _each_after_what_it_had_seen(rows, {})


def _is_causal(rows: Sequence[StoredEvent]) -> bool:
    """Whether each comes after what it names, and after what its own device wrote before."""
    numbers, places = dict[str, int](), {row.ref: place for place, row in enumerate(rows)}
    for place, row in enumerate(rows):
        if row.number < numbers.get(row.device, 0):
            return False
        if any(places.get(ref, -1) > place for ref in row.entry.over):
            return False
        numbers[row.device] = row.number
    return True


def _unheard_of(rows: Iterable[StoredEvent]) -> dict[str, set[str]]:
    """Of each answer to the safety check the professionals' words beside it: neither had heard of the other."""
    checkins = [(row, row.entry) for row in rows if isinstance(row.entry, CheckedIn)]
    if not any(entry.cleared_at for _, entry in checkins):
        return {}
    seen = {row.ref: _overtaken_by(row, [each for each, _ in checkins]) for row, _ in checkins}
    found: dict[str, set[str]] = {}
    for row, entry in checkins:
        words = (each.ref for each, said in checkins if said.cleared_at and not entry.cleared_at)
        if apart := {ref for ref in words if ref not in seen[row.ref] and row.ref not in seen[ref]}:
            found[row.ref] = apart
    return found


def _each_after_what_it_had_seen(
    rows: Sequence[StoredEvent], others: Mapping[str, Collection[str]]
) -> list[StoredEvent]:
    """By time, as far as that may be: Kahn's topological order, the earliest of those that are ready first.

    `others`: what else each comes after. What would have to come before itself is left out.
    """
    by_ref = {row.ref: row for row in rows}
    own = sorted(rows, key=lambda row: (row.device, row.number))
    before = {later.ref: row.ref for row, later in pairwise(own) if row.device == later.device}
    waits, leads = dict[str, int](), dict[str, list[str]]()
    for ref, row in by_ref.items():
        named = {*row.entry.over, *others.get(ref, ()), before.get(ref, "")} & by_ref.keys()
        waits[ref] = len(named)
        for other in named:
            leads.setdefault(other, []).append(ref)
    ready = [(_when(row), ref) for ref, row in by_ref.items() if not waits[ref]]
    heapify(ready)
    found: list[StoredEvent] = []
    while ready:
        _, ref = heappop(ready)
        found.append(by_ref[ref])
        for later in leads.get(ref, ()):
            waits[later] -= 1
            if not waits[later]:
                heappush(ready, (_when(by_ref[later]), later))
    # two that name each other were made up by somebody
    made_up = [] if others else sorted((by_ref[ref] for ref, count in waits.items() if count), key=_when)
    return [*found, *made_up]


def as_read(rows: Sequence[StoredEvent], names: Collection[str]) -> list[StoredEvent]:
    """As a person reads them: those of this computer (`names`) as they were written, those of others by time.

    What came from a device that was away for a month stands in the days in which it was said.
    """
    theirs = deque(sorted((row for row in rows if row.device not in names), key=_when))
    found: list[StoredEvent] = []
    for row in rows:
        if row.device in names:
            while theirs and theirs[0].entry.at <= row.entry.at:
                found.append(theirs.popleft())
            found.append(row)
    return [*found, *theirs]


def credible(rows: Sequence[StoredEvent], now: datetime) -> tuple[list[StoredEvent], bool]:
    """Of what another device wrote, in its order: what can have happened by now; whether anything has to wait.

    Its clock may be far ahead, or may have been: then that was no day that anybody lived, and only what a person
    said of a real one counts. The service's word waits for its time on this clock too, or a reminder that is still
    to come would be silent. That nobody answered waits as well while a card may still be shown here: this computer
    may have held it for a call, and says so itself in the end.
    """
    taken: list[StoredEvent] = []
    waits, earliest = False, _NO_END
    for row in reversed(rows):
        entry = row.entry
        if isinstance(entry, Missed) and entry.about and timedelta() <= now - entry.about.due < _OPEN_ELSEWHERE:
            waits = True
            continue
        slack = SET_BACK if entry.by is Actor.SERVICE else FUTURE
        if not _is_of_a_real_day(entry, min(now, earliest)):
            if entry.at - slack > earliest:
                continue
            if entry.at - slack > now:
                waits = True
                continue
        taken.append(row)
        if not entry.late:
            earliest = min(earliest, entry.at)
    return taken[::-1], waits


def _is_of_a_real_day(entry: Event, real: datetime) -> bool:
    """Whether a person said so of a day that had come by `real`, or of themselves, whatever their clock said."""
    if entry.by is Actor.SERVICE or entry.kind in OF_THAT_CLOCK:
        return False
    return entry.kind in OF_NO_DAY or (entry.about is not None and entry.about.due <= real)


def _of_one_device(rows: Sequence[StoredEvent]) -> bool:
    """And in its order."""
    return all(one.device == other.device and one.number <= other.number for one, other in pairwise(rows))


def _of_one(rows: list[StoredEvent]) -> list[StoredEvent]:
    """Those of one occurrence."""
    answers = [row for row in rows if row.entry.kind in ANSWERS and is_shared(row.entry)]
    felt = by_time([row for row in rows if row.entry.kind is EventKind.FELT])
    chain = _chain(answers)
    known = {row.ref for row in (*answers, *felt)}
    others = [row for row in rows if row.ref not in known]
    # an answer has its place where it, or the first that had seen it, came here
    placed, first = [], rows[-1].id
    for row in reversed(chain):
        first = min(first, row.id)
        placed.append((first, row))
    merged: list[StoredEvent] = []
    for at, row in reversed(placed):
        merged += [other for other in others if other.id < at]
        others = [other for other in others if other.id >= at]
        merged.append(row)
    return [*merged, *others, *felt]


def _chain(answers: list[StoredEvent]) -> list[StoredEvent]:
    """The answer that holds, last; before it the one that held among those it had seen, and so on."""
    seen = {row.ref: _overtaken_by(row, answers) for row in answers}
    chain, left = list[StoredEvent](), answers
    while left:
        overtaken = {ref for row in left for ref in seen[row.ref]}
        heads = [row for row in left if row.ref not in overtaken]
        holds = max(heads or left, key=_strength)
        chain.append(holds)
        left = [row for row in left if row.ref in seen[holds.ref] and row.ref != holds.ref]
    return chain[::-1]


def _overtaken_by(last: StoredEvent, answers: Iterable[StoredEvent]) -> set[str]:
    """The answers that it knew of, and those that they knew of."""
    by_ref = {row.ref: row for row in answers}
    found, asked = set[str](), [last]
    while asked:
        row = asked.pop()
        named = {
            other.ref for other in by_ref.values() if other.device == row.device and other.number < row.number
        }
        named |= {ref for ref in row.entry.over if ref in by_ref}
        asked += [by_ref[ref] for ref in named - found]
        found |= named
    return found


def _strength(row: StoredEvent) -> tuple[int, float, int, datetime, str, int]:
    entry = row.entry
    by_a_rule = isinstance(entry, Excused) and entry.by is Actor.SERVICE
    until = entry.until.timestamp() if isinstance(entry, Snoozed) else 0.0
    steps = entry.steps_done or 0 if isinstance(entry, Abandoned) else 0
    return (_BY_A_RULE if by_a_rule else _STRENGTH[entry.kind], until, steps, *_when(row))


def _when(row: StoredEvent) -> tuple[datetime, str, int]:
    return row.entry.at, row.device, row.number
