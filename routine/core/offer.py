"""Knows the one fixed rule by which a session is offered a little harder or easier; the person decides.

Harder: the last two answers were both "easier", both sessions were done, neither rating after them was 6 or more,
nor two above the person's own median; nothing is held back by the safety check.
Easier: two of the last three answers were "harder", or it was stopped early twice running, or it was not done for
14 days. One step, one variable at a time.

A rating holds back an offer of more and does nothing else: none is ever made by how much something hurts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from routine.core.events import Event, Measured
from routine.core.exercise import ZERO, Dose, Timed
from routine.core.identifiers import FeltAnswer
from routine.core.ids import SessionRef
from routine.core.lived import Fate, Lived
from routine.core.plan import PerformStep
from routine.core.plan import Sequence as StepSequence

MEASURE = "offer"
"""How an answer to an offer is written down: `offer:ID`, 1 for yes and 0 for no."""
_ANSWERS = timedelta(days=21)
"""Older answers say nothing of today."""
_AGAIN = timedelta(days=14)
"""A declined offer is not made again for so long; nor is one needed earlier where nothing was done."""
_APART = timedelta(days=7)
"""At most one change of a session in this time."""
_ABOVE = 2
_HOW_IT_WAS = frozenset({FeltAnswer.EASIER, FeltAnswer.SAME, FeltAnswer.HARDER})
_HOLDS_BACK = 6
"""A rating like this, or more."""


class OfferDirection(StrEnum):
    HARDER = "harder"
    EASIER = "easier"


class OfferReason(StrEnum):
    TWICE_EASIER = "twice_easier"
    OFTEN_HARDER = "often_harder"
    STOPPED_EARLY = "stopped_early"
    NOT_DONE = "not_done"


class Offer(Struct, frozen=True):
    """A session could be changed a little, and by which rule."""

    session: SessionRef
    title: str
    direction: OfferDirection
    reason: OfferReason
    since: datetime
    """Of what it follows from."""
    stopped_at: int = 0

    @property
    def id(self) -> str:
        return f"{self.session}:{self.direction}@{self.since:%Y-%m-%dT%H:%M}"


class DoseChange(Struct, frozen=True):
    """One step, one variable."""

    offer: Offer
    place: int
    """Of the step in its sequence, from 0."""
    exercise: str
    """Its id."""
    title: str
    key: str
    """What changes, as it is called in a plan: `reps`, `hold` or `for`."""
    before: Dose
    after: Dose


def offers(
    some: Iterable[Lived], said: Sequence[Measured], now: datetime, known: Mapping[SessionRef, str], *, safe: bool
) -> list[Offer]:
    """`some`: oldest first; `said`: to offers before; `known`: the sessions of today's plans, and their titles."""
    of_session: dict[SessionRef, list[Lived]] = defaultdict(list)
    for one in some:
        of_session[one.occurrence.key.session_ref].append(one)
    found = []
    for ref, title in known.items():
        yes, no = _said(said, ref, 1), _said(said, ref, 0)
        if (yes and now - yes < _APART) or (no and now - no < _AGAIN):
            continue
        lived = [one for one in of_session.get(ref, []) if yes is None or one.occurrence.due > yes]
        offer = _easier(ref, title, lived, now) or (_harder(ref, title, lived, now) if safe else None)
        if offer is not None:
            found.append(offer)
    return found


def answers_offer(entry: Event) -> bool:
    """Whether that is a yes or a no to one."""
    return isinstance(entry, Measured) and entry.measure.startswith(f"{MEASURE}:")


def _said(said: Sequence[Measured], ref: SessionRef, value: int) -> datetime | None:
    times = [one.at for one in said if one.measure.startswith(f"{MEASURE}:{ref}:") and one.value == value]
    return max(times, default=None)


def _harder(ref: SessionRef, title: str, lived: Sequence[Lived], now: datetime) -> Offer | None:
    told = [one for one in lived if one.answer in _HOW_IT_WAS and now - one.occurrence.due <= _ANSWERS][-2:]
    if len(told) < 2 or any(one.answer is not FeltAnswer.EASIER or one.fate is not Fate.DONE for one in told):
        return None
    scores = [one.rating.score for one in lived if one.rating and one.rating.score is not None]
    after = [one.rating.score for one in told if one.rating and one.rating.score is not None]
    from statistics import median  # noqa: PLC0415 - brings decimal and fractions, and the service stays for weeks

    if any(score >= _HOLDS_BACK or score >= median(scores) + _ABOVE for score in after):
        return None
    return Offer(ref, title, OfferDirection.HARDER, OfferReason.TWICE_EASIER, told[-1].occurrence.due)


def _easier(ref: SessionRef, title: str, lived: Sequence[Lived], now: datetime) -> Offer | None:
    told = [one for one in lived if one.answer in _HOW_IT_WAS and now - one.occurrence.due <= _ANSWERS][-3:]
    if sum(one.answer is FeltAnswer.HARDER for one in told) >= 2:
        return Offer(ref, title, OfferDirection.EASIER, OfferReason.OFTEN_HARDER, told[-1].occurrence.due)
    ended = [one for one in lived if one.fate not in {Fate.OPEN, Fate.EXCUSED}]
    last = ended[-2:]
    if len(last) == 2 and all(one.stopped_at for one in last) and now - last[-1].occurrence.due <= _ANSWERS:
        since, place = last[-1].occurrence.due, last[-1].stopped_at
        return Offer(ref, title, OfferDirection.EASIER, OfferReason.STOPPED_EARLY, since, place)
    done = [one.occurrence.due for one in ended if one.fate is Fate.DONE]
    asked = [one.occurrence.due for one in ended if done and one.occurrence.due > done[-1]]
    if done and len(asked) > 1 and now - done[-1] >= _AGAIN:
        return Offer(ref, title, OfferDirection.EASIER, OfferReason.NOT_DONE, asked[-1])
    return None


# what is changed


_MANY, _MOST_REPS, _FEWEST_REPS = 8, 15, 3
_HOLD, _LONGEST_HOLD, _SHORTEST_HOLD = timedelta(seconds=5), timedelta(seconds=30), timedelta(seconds=5)
_LONGEST, _SHORTEST = timedelta(minutes=30), timedelta(seconds=20)
_MINUTES = timedelta(minutes=2)


def change_of(offer: Offer, sequence: StepSequence) -> DoseChange | None:
    """The first step that can be changed so, that at which it was stopped before all; None where none can."""
    places = [place for place, step in enumerate(sequence.entries) if isinstance(step, PerformStep)]
    for place in sorted(places, key=lambda place: place + 1 != offer.stopped_at):
        step = sequence.entries[place]
        if isinstance(step, PerformStep) and (found := _changed(step.dose, offer.direction)):
            after, key = found
            return DoseChange(offer, place, step.exercise.id, step.exercise.title, key, step.dose, after)
    return None


def _changed(dose: Dose, direction: OfferDirection) -> tuple[Dose, str] | None:
    up = direction is OfferDirection.HARDER
    if isinstance(dose, Timed):
        return _timed(dose, up=up)
    by = (2 if max(dose.sets) >= _MANY else 1) * (1 if up else -1)
    sets = tuple(reps + by for reps in dose.sets)
    if min(sets) >= _FEWEST_REPS and max(sets) <= _MOST_REPS:
        return replace(dose, sets=sets), "reps"
    hold = dose.hold + (_HOLD if up else -_HOLD)
    if dose.hold > ZERO and _SHORTEST_HOLD <= hold <= _LONGEST_HOLD:
        return replace(dose, hold=hold), "hold"
    return None


def _timed(dose: Timed, *, up: bool) -> tuple[Dose, str] | None:
    step = timedelta(minutes=1) if dose.duration >= _MINUTES else timedelta(seconds=10)
    by = max(step, dose.duration // 5 // step * step)
    length = dose.duration + (by if up else -by)
    least, most = dose.shortest or _SHORTEST, dose.longest or _LONGEST
    return (replace(dose, duration=length), "for") if least <= length <= most else None
