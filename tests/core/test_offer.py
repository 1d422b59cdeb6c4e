"""The one rule by which a session is offered harder or easier, and what that changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.events import Actor, FeltAnswer, Measured
from routine.core.exercise import Dose, Reps, Timed
from routine.core.ids import SessionRef
from routine.core.lived import Fate, Lived, Rating
from routine.core.offer import Offer, OfferDirection, OfferReason, change_of, offers
from routine.core.plan import PerformStep, Rest, Sequence
from tests.core.making import CAT_COW, occurrence, utc

NOW = utc("2026-11-28 18:00")
REF = SessionRef("gentle/morning")
EASIER, SAME, HARDER = FeltAnswer.EASIER, FeltAnswer.SAME, FeltAnswer.HARDER
DAY = timedelta(days=1)


def done(ago: int, answer: FeltAnswer | None = None, score: int | None = None, stopped: int = 0) -> Lived:
    one = occurrence(NOW - ago * DAY)
    fate = Fate.PART if stopped else Fate.DONE
    rating = Rating(one.due, score) if score is not None else None
    return Lived(one, fate, guided=True, answer=answer, rating=rating, stopped_at=stopped)


def made(*some: Lived, said: tuple[Measured, ...] = (), safe: bool = True) -> list[OfferDirection]:
    return [one.direction for one in offers(some, said, NOW, {REF: "Morning"}, safe=safe)]


def test_twice_easier_is_offered_harder() -> None:
    assert made(done(3, EASIER), done(1, EASIER)) == [OfferDirection.HARDER]
    assert made(done(1, EASIER)) == []
    assert made(done(3, EASIER), done(1, SAME)) == []
    assert made(done(5, EASIER), done(3, SAME), done(1, EASIER)) == []


@pytest.mark.parametrize("score", [6, 7, 10])
def test_a_rating_of_six_or_more_holds_an_offer_of_more_back(score: int) -> None:
    assert made(done(3, EASIER, score), done(1, EASIER)) == []


def test_so_does_one_two_above_the_own_median() -> None:
    usual = [done(ago, SAME, 1) for ago in (9, 8, 7, 6)]
    assert made(*usual, done(3, EASIER, 3), done(1, EASIER, 1)) == []
    assert made(*usual, done(3, EASIER, 2), done(1, EASIER, 1)) == [OfferDirection.HARDER]


def test_so_does_the_safety_check() -> None:
    assert made(done(3, EASIER), done(1, EASIER), safe=False) == []
    assert made(done(3, HARDER), done(1, HARDER), safe=False) == [OfferDirection.EASIER]


def test_harder_twice_of_three_or_stopped_early_twice_is_offered_easier() -> None:
    assert made(done(5, HARDER), done(3, SAME), done(1, HARDER)) == [OfferDirection.EASIER]
    assert made(done(3, stopped=2), done(1, stopped=3)) == [OfferDirection.EASIER]
    assert made(done(3, stopped=2), done(1)) == []


def test_old_answers_say_nothing() -> None:
    for of_long_ago in (EASIER, HARDER):
        assert made(done(30, of_long_ago), done(25, of_long_ago)) == []
    assert made(done(30, stopped=2), done(25, stopped=3)) == []


def test_what_nobody_answered_stands_between_no_two_answers() -> None:
    assert made(done(4, EASIER), done(3), done(2), done(1, EASIER)) == [OfferDirection.HARDER]
    assert made(done(5, HARDER), done(4), done(3, HARDER), done(2), done(1)) == [OfferDirection.EASIER]


def answer(ago: int, value: int) -> Measured:
    return Measured(NOW - ago * DAY, Actor.CLI, measure=f"offer:{REF}:harder@2026-11-20T07:30:", value=value)


def test_declined_it_is_not_offered_for_two_weeks_and_taken_not_for_one() -> None:
    twice = (done(3, EASIER), done(1, EASIER))
    assert made(*twice, said=(answer(13, 0),)) == []
    assert made(*twice, said=(answer(15, 0),)) == [OfferDirection.HARDER]
    assert made(*twice, said=(answer(6, 1),)) == []
    assert made(*twice, said=(answer(2, 1),)) == []
    assert made(done(11, EASIER), done(9, EASIER), said=(answer(8, 1),)) == [], "that was before the change"


def sequence(*doses: Dose) -> Sequence:
    steps = [PerformStep(CAT_COW.with_dose(dose), dose) for dose in doses]
    return Sequence("s", "S", (Rest(timedelta(seconds=10)), *steps))


def offer(direction: OfferDirection, stopped_at: int = 0) -> Offer:
    return Offer(REF, "Morning", direction, OfferReason.TWICE_EASIER, NOW, stopped_at)


def test_one_step_and_one_variable_changes() -> None:
    found = change_of(offer(OfferDirection.HARDER), sequence(Reps((8, 8)), Reps((5,))))
    assert found is not None
    assert (found.place, found.key, found.after) == (1, "reps", Reps((10, 10)))
    full = sequence(Reps((15,), hold=timedelta(seconds=5)))
    found = change_of(offer(OfferDirection.HARDER), full)
    assert found is not None
    assert (found.key, found.after) == ("hold", Reps((15,), hold=timedelta(seconds=10)))
    found = change_of(
        offer(OfferDirection.EASIER, stopped_at=3), sequence(Reps((8,)), Timed(timedelta(minutes=10)))
    )
    assert found is not None
    assert (found.place, found.key, found.after) == (2, "for", Timed(timedelta(minutes=8)))


@given(st.integers(1, 40), st.integers(0, 60), st.sampled_from(OfferDirection))
def test_no_dose_leaves_what_is_sensible(reps: int, hold: int, direction: OfferDirection) -> None:
    before = Reps((reps,), hold=timedelta(seconds=hold))
    if found := change_of(offer(direction), sequence(before)):
        assert isinstance(found.after, Reps)
        assert found.after != before
        assert (found.after.length > before.length) == (direction is OfferDirection.HARDER)
        assert found.key == "hold" or 3 <= max(found.after.sets) <= 15
