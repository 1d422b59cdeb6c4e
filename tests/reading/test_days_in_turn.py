"""Whatever days and times somebody chooses, of no shipped plan two sessions come where one was meant.

Chosen in the first steps of the page, in `init`, by `plans use --at`, by `plans set`, or in the form of a plan.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from routine.core.plan_edit import FieldEdit
from routine.core.recurrence import WEEKDAYS
from routine.errors import UsageError
from routine.presentation.page_welcome import AIMS
from routine.reading.days_in_turn import days_of, kept_apart, meet, name_of, times_of
from routine.reading.edit import with_session_at, with_times
from routine.reading.form_edit import with_fields
from routine.ui.page.views.plan_form import _sessions as form_groups
from routine.wiring.chosen_week import times_in_places, with_week_chosen
from routine.wiring.shipped_plans import Shipped

FOLDER = Path(__file__).parents[2] / "plans"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True)
OWN_TIMES = st.sampled_from(["10:00", "12:30", "17:00", "18:00", "20:30", "21:00", "07:15"])
TAKE_TURNS = {"evening-calm", "walking-further"}
SOME = settings(max_examples=10)


def shipped(name: str) -> Shipped:
    return Shipped(name, TEXTS[name], tomllib.loads(TEXTS[name]), FOLDER / f"{name}.toml")


def at_once(text: str) -> set[frozenset[str]]:
    """The pairs that come at the same moment."""
    said = tomllib.loads(text)
    pairs = combinations(said["session"], 2)
    return {
        frozenset({name_of(one), name_of(other)}) for one, other in pairs if meet(one, other, said.get("weeks"))
    }


def on_one_day(sessions: Sequence[Mapping[str, Any]], weeks: int | None) -> set[frozenset[str]]:
    """The pairs that come on the same day, whenever."""
    rows = [{**each, "at": "12:00"} for each in sessions]
    return {frozenset({name_of(a), name_of(b)}) for a, b in combinations(rows, 2) if meet(a, b, weeks)}


@pytest.mark.parametrize("name", AIMS)
@given(days=DAYS, at=st.one_of(st.just(""), OWN_TIMES))
@example(days=[*WEEKDAYS], at="")
@example(days=["mon", "wed", "fri"], at="20:30")
@SOME
def test_the_first_steps_never_double_a_day(name: str, days: list[str], at: str) -> None:
    plan = shipped(name)
    if len(days) == 1 and name in TAKE_TURNS:
        with pytest.raises(UsageError, match="Choose at least 2 days"):
            with_week_chosen(plan.text, plan, days, at)
        return
    text = with_week_chosen(plan.text, plan, days, at)
    weeks, main = plan.said.get("weeks"), {name_of(each) for each in plan.main}
    after = [each for each in tomllib.loads(text)["session"] if name_of(each) in main]
    assert at_once(text) <= at_once(plan.text)
    assert on_one_day(after, weeks) <= on_one_day(plan.main, weeks)
    if {*days} != {*days_of(plan.main[0])}:
        assert {day for each in after for day in days_of(each)} <= {*days}
    assert all(days_of(each) for each in after)


@pytest.mark.parametrize("name", AIMS)
def test_days_that_stay_leave_the_plan_as_it_is(name: str) -> None:
    plan = shipped(name)
    assert with_week_chosen(plan.text, plan, days_of(plan.main[0]), "") == plan.text


@pytest.mark.parametrize("name", TEXTS)
@given(
    chance=st.randoms(use_true_random=False), days=DAYS, at=st.one_of(st.just(""), OWN_TIMES), form=st.booleans()
)
@settings(max_examples=4)
def test_neither_plans_set_nor_the_form_lets_two_come_at_once(
    name: str, chance: Any, days: list[str], at: str, form: bool
) -> None:
    text = TEXTS[name].encode()
    groups = [each for each in form_groups(tomllib.loads(TEXTS[name])) if each["byForm"] and not each["every"]]
    assume(groups)
    group = chance.choice(groups)["ids"]
    for _ in range(2):
        before = text
        if form:
            edits = [FieldEdit("days", tuple(days), one) for one in group]
            edits += [FieldEdit("at", at, one) for one in group if at]
            after = with_fields(text, edits)
        else:
            after = with_session_at(text, group[0], days, at or None)
        assert after is not None
        try:
            kept, _ = kept_apart(before, after, group if form else group[:1])
        except UsageError:
            kept = before
        assert kept is not None
        text = kept
        assert at_once(text.decode()) <= at_once(TEXTS[name])
        group, days = chance.choice(groups)["ids"], days[::-1][:3]


def test_who_takes_a_day_gives_one_for_it() -> None:
    text = TEXTS["evening-calm"].encode()
    name = "body-scan-or-mindful-breath"
    after = with_session_at(text, name, ["tue", "thu"], None)
    assert after is not None
    kept, moved = kept_apart(text, after, [name])
    said = {name_of(each): each["days"] for each in tomllib.loads((kept or b"").decode())["session"]}
    assert (said[name], said["muscle-relaxation-14-groups"]) == (["tue", "thu"], ["mon", "wed"])
    assert moved == ["Muscle relaxation, 14 groups"]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("at", ["12:30", "18:00", "20:30", "11:00"])
def test_another_time_for_the_whole_plan_comes_at_no_other_s(name: str, at: str) -> None:
    plan = shipped(name)
    usual = {time for each in plan.main for time in times_of(each)}
    for before in usual if len(usual) == 1 else ():
        text = with_times(plan.text, times_in_places(plan, before, at), {})
        assert at_once(text) <= at_once(plan.text), before
