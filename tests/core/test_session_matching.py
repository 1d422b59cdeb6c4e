"""Which session goes on as which: nobody's history is handed on to one that differs in all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from routine.core.ids import SessionRef
from routine.core.plan import Plan, Session
from routine.core.recurrence import Slot, Weekly
from routine.core.renames import NameChange
from routine.core.session_matching import renamed_between
from tests.replacing import replace
from tests.service.living import SHORT, session

SHORTER = replace(SHORT, id="shorter", entries=SHORT.entries[:2])
NOW = datetime(2026, 11, 23, tzinfo=UTC)
IDS = st.sampled_from(["one", "two", "three", "four"])
TIMES = st.sampled_from(["07:00", "12:00", "18:00"])


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Plan]:
    """One or two files, each with a few sessions."""
    found: dict[str, Plan] = {}
    for name in draw(st.sets(st.sampled_from(["mine", "other", "third"]), min_size=1, max_size=2)):
        ids = draw(st.lists(IDS, unique=True, min_size=1, max_size=3))
        sessions = [_session(each, draw(TIMES), short=draw(st.booleans())) for each in ids]
        found[name] = Plan(name, name, tuple(sessions), {"short": SHORT, "shorter": SHORTER})
    return found


def _session(name: str, at: str, *, short: bool) -> Session:
    return replace(session(name, at), rotation=("shorter" if short else "short",))


def _all(found: dict[str, Plan]) -> dict[SessionRef, Session]:
    return {SessionRef.of(name, each.id): each for name, plan in found.items() for each in plan.sessions}


@given(plans(), plans())
def test_what_goes_on_shares_its_id_or_its_times_and_steps(
    before: dict[str, Plan], after: dict[str, Plan]
) -> None:
    change = NameChange(renamed_between(before, after), NOW)
    new = _all(after)
    for ref, was in _all(before).items():
        now = new.get(change.ref(ref))
        assert now is None or was.id == now.id or (was.rule, was.rotation) == (now.rule, now.rotation)


@given(plans(), plans())
def test_two_never_become_one(before: dict[str, Plan], after: dict[str, Plan]) -> None:
    change = NameChange(renamed_between(before, after), NOW)
    goes_on = [now for ref in _all(before) if (now := change.ref(ref)) in _all(after)]
    assert len(goes_on) == len(set(goes_on))


@given(plans(), st.permutations(["a", "b", "c"]))
def test_whatever_is_renamed_whole_goes_on_whole(before: dict[str, Plan], names: Sequence[str]) -> None:
    after = {new: replace(plan, id=new) for new, plan in zip(names, before.values(), strict=False)}
    change = NameChange(renamed_between(before, after), NOW)
    new = _all(after)
    for ref, was in _all(before).items():
        now = new.get(change.ref(ref))
        assert now is not None
        assert (was.rule, was.rotation) == (now.rule, now.rotation)


@given(plans())
def test_the_same_again_renames_nothing(before: dict[str, Plan]) -> None:
    assert not renamed_between(before, before)


def test_a_review_goes_with_its_visits() -> None:
    change = NameChange({"mine/physio": "mine/physio-may"}, NOW)
    assert change.ref(SessionRef("mine/physio").review) == SessionRef("mine/physio-may").review


def test_a_slot_of_another_day_is_another_time() -> None:
    monday = replace(session("one", "07:00"), rule=Weekly((Slot(0, time(7)),)))
    tuesday = replace(session("two", "07:00"), rule=Weekly((Slot(1, time(7)),)))
    made = [Plan("mine", "Mine", (each,), {"short": SHORT}) for each in (monday, tuesday)]
    assert not renamed_between({"mine": made[0]}, {"mine": made[1]})


def test_what_leaves_goes_on_in_a_copy_that_has_its_id_or_its_title_and_in_no_other() -> None:
    old = Plan("mine", "Mine", (session("one", "07:00"),), {"short": SHORT})
    for id_, title, goes_on in (("one", "Other", True), ("other", "One", True), ("other", "Other", False)):
        copied = Plan("copy", "Copy", (replace(session(id_, "07:00"), title=title),), {"short": SHORT})
        names = renamed_between(
            {"mine": old, "copy": copied}, {"copy": copied}, came_later=lambda _new, _old: True
        )
        assert (names.get("mine") == "copy") is goes_on, (id_, title)
