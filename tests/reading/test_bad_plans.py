"""Knows what is said of every plan that is wrong; each is a file in tests/plans/bad, beside its words."""

from __future__ import annotations

import re
import unicodedata

import pytest

from routine.core.plan import Plan
from routine.library.catalogue import catalogue
from routine.reading.parser import read_plan
from tests.reading.typed import PLANS, STEPS, plan_with, problems_in

BAD = sorted((PLANS / "bad").glob("*.toml"))
PARSERS_OWN = re.compile(
    r"pydantic|input|validation|tomllib|should be|valid (?:string|integer|dict)|traceback", re.IGNORECASE
)


def told(name: str) -> list[str]:
    content = (PLANS / "bad" / f"{name}.toml").read_bytes()
    found = read_plan(f"{name}.toml", name, content, catalogue(), lambda _: False)
    assert not isinstance(found, Plan), "the plan was taken"
    return [str(problem) for problem in found]


@pytest.mark.parametrize("name", [path.stem for path in BAD])
def test_a_wrong_plan_is_told_in_these_words(name: str) -> None:
    assert told(name) == (PLANS / "bad" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", [path.stem for path in BAD])
def test_each_problem_is_one_clear_line_with_something_to_do(name: str) -> None:
    for line in told(name):
        assert line.startswith(f"{name}.toml")
        assert not [ch for ch in line if unicodedata.category(ch) == "Cc"]
        assert not PARSERS_OWN.search(line.removeprefix(name))
        # what is wrong ends with a stop, and a second sentence says what to do
        assert re.search(r"[.?] .+\S$", line)


def test_there_are_many_bad_plans() -> None:
    assert len(BAD) > 100


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    assert problems_in(b"a = 1\n" * 200_000) == [
        "plan.toml: This file is too large for a plan (more than 1 MB). Is it the right file?"
    ]


def test_a_number_of_ten_thousand_digits_is_told_calmly() -> None:
    lines = problems_in(plan_with(f"rounds = {'9' * 10_000}\n"))
    assert lines == ["plan.toml: This is not understood. `routine schema` describes what may stand here."]


def test_what_was_typed_is_never_quoted_at_length_or_with_its_control_characters() -> None:
    (line,) = problems_in(plan_with('days = "daily"\nat = "' + "\\u001b[2J" * 50 + '"\nsteps = ["cat-cow"]\n'))
    assert "\x1b" not in line
    assert len(line) < 300


def test_a_mistake_below_a_long_text_is_told_at_its_own_place() -> None:
    (line,) = problems_in(
        plan_with('days = "daily"\nat = "7:30"\n' + STEPS, top='about = """\nOne "two"\n[[three]]"""')
    )
    assert line.startswith("plan.toml:9:6: ")


def test_a_thousand_mistakes_are_told_as_a_hundred_and_a_count() -> None:
    steps = ", ".join("5" for _ in range(250))
    lines = problems_in(plan_with(f'days = "daily"\nat = "07:30"\nsteps = [{steps}]\n'))
    assert len(lines) == 101
    assert "There are 150 more problems from here on." in lines[-1]


def test_problems_come_in_the_order_of_the_file() -> None:
    places = [tuple(map(int, re.findall(r":(\d+):(\d+):", line)[0])) for line in told("all_at_once")]
    assert places == sorted(places)
    assert len(places) > 8


def test_an_own_exercise_can_be_meant_by_a_misspelt_name() -> None:
    own = '[exercise.physio-glide]\ntitle = "Glide"\ncues = "Sit tall."\nreps = 8\n'
    (line,) = problems_in(plan_with('days = "daily"\nat = "07:30"\nsteps = ["physio-glyde"]\n', below=own))
    assert line.endswith("Did you mean “physio-glide”?")
