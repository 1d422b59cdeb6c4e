"""Knows which files beside a plan are copies that tools leave, and which are plans of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import PlanFile
from routine.core.plan import Plan
from routine.core.plan_copies import copies_among
from tests.core.making import daily, plan, session
from tests.replacing import replace

MINE = plan(session("morning", daily("07:30")), session("evening", daily("21:00")), id_="mine")
LATER = replace(MINE, sessions=(session("morning", daily("07:40")), session("evening", daily("21:00"))))
OTHER = replace(MINE, sessions=(session("walk", daily("12:00")),))


def file(name: str, content: Plan | None = MINE) -> PlanFile:
    told = () if content else (Diagnostic(f"{name}.toml", 1, 1, "There is no title.", "Give it one."),)
    return PlanFile(f"/plans/{name}.toml", name, name, content, told)


def copies(*files: PlanFile) -> dict[str, str]:
    """Each copy, and the plan it is one of."""
    return {copy.file.plan_id: copy.original for copy in copies_among(files)}


LEFT_BY_TOOLS = [
    "mine.sync-conflict-20261122-201500-7QZ3ABC",
    "mine (Anna's conflicted copy 2026-11-23)",
    "mine (Anna's conflicted copy 2026-11-23 (1))",
    "mine (conflicted copy 2026-11-23 201500)",
    "mine_conflict-20261123-201500",
    "mine (case clash from anna)",
    "mine (Case Conflict)",
    "mine (In Konflikt stehende Kopie von Anna 2026-11-23)",
    "mine (Konfliktkopie von Anna 2026-11-23)",
    "mine (Copie en conflit de Anna 2026-11-23)",
    "mine (Copia en conflicto de Anna 2026-11-23)",
    "mine (copia in conflitto di Anna 2026-11-23)",
    "mine (конфликтующая копия Anna 2026-11-23)",
    "mine (SFConflict anna@example.org 2026-11-23-20-15-00)",
    "mine [conflicted]",
    "mine.conflict1",
    "mine.Conflict",
    "mine_DESKTOP-AB12_Nov-23-201500-2026_Conflict",
    "mine-anna-laptop-safeBackup-0001",
    "mine-DESKTOP-AB12",
    "mine-DESKTOP-AB12-2",
    "mine-ANNAPC",
    "mine-Annas-MacBook-Pro",
    "mine (1)",
    "mine(1)",
    "mine 2",
    "mine copy",
    "mine copy 2",
    "mine Kopie",
    "mine Kopie 2",
    "mine copie",
    "mine - Copy",
    "mine - Copy (2)",
    "mine - Kopie",
    "mine – Kopie (2)",
    "Copy of mine",
    "Copy (2) of mine",
    "Kopie von mine",
    "Copie de mine",
    "Copia di mine",
    "Cópia de mine",
    "mine (copy)",
    "mine (copy 1)",
    "mine (another copy)",
    "mine (3rd copy)",
    "mine (Kopie 1)",
    "mineのコピー",
    "mine 副本",
    "#mine",
    "#mine#",
    ".#mine",
    "mine~",
    "mine.bak",
    "mine.orig",
    "mine.rej",
    "mine.swp",
    "mine-backup",
    "mine_REMOTE_4711",
    "mine copy copy",
    "mine — копия",
    "Копия mine",
    "Kopia mine",
    "mine - másolat",
    "mine kopyası",
    "mine - Αντίγραφο",
    "Kopie - mine",
    "[Conflict] mine",
    "copy-of-mine",
    "mine.copy",
    "mine~20261122-201500",
    "mine.toml 2026-11-22 201500",
    "mine (2026_11_22 20_15_00 UTC)",
    "mine backup",
    "mine (old)",
    "Backup of mine",
    "mine-2026-11-22",
    "mine_20261122_201500",
    "mine (2026-11-22)",
    "Copy of mine (1)",
]


@pytest.mark.parametrize("name", LEFT_BY_TOOLS)
def test_what_a_tool_left_beside_its_original_is_a_copy_and_alone_it_is_a_plan(name: str) -> None:
    assert copies(file("mine"), file(name, LATER)) == {name: "mine"}
    assert copies(file(name, LATER)) == {}
    assert copies(file("another"), file(name, LATER)) == {}


@pytest.mark.parametrize("name", LEFT_BY_TOOLS)
def test_what_asks_for_other_sessions_is_a_plan_whatever_it_is_called(name: str) -> None:
    assert copies(file("mine"), file(name, OTHER)) == {}


@pytest.mark.parametrize(
    "name", ["mine-2027", "mine-11-22", "mine-evening", "mine-hard", "mine2", "minecopy", "my mine", "mine week"]
)
def test_what_people_call_their_plans_is_no_copy(name: str) -> None:
    assert copies(file("mine"), file(name)) == {}


@pytest.mark.parametrize("name", ["mine (1)", "mine 2", "mine-ANNAPC", "mine 2026-11-22", "mine_20261122"])
def test_a_name_that_people_give_as_well_needs_the_same_title(name: str) -> None:
    assert copies(file("mine"), file(name, replace(MINE, title="Another"))) == {}


def test_beside_an_original_that_cannot_be_read_a_certain_copy_does_not_begin_to_run() -> None:
    assert copies(file("mine", None), file("mine - Copy")) == {"mine - Copy": "mine"}
    assert copies(file("mine", None), file("mine 2")) == {}
    assert copies(file("mine"), file("mine - Copy", None)) == {"mine - Copy": "mine"}


names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30) | st.sampled_from(
    LEFT_BY_TOOLS
)


@given(st.lists(names, unique=True, max_size=8))
def test_of_whatever_lies_there_each_copy_has_an_original_that_runs(found: list[str]) -> None:
    shown = copies(*(file(name) for name in found))
    assert set(shown) < set(found) or not found
    roots = set(found) - set(shown)
    for name in shown:
        step = name
        while step in shown:
            step = shown[step]
        assert step in roots
