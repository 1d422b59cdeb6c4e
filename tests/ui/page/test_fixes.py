"""What the page offers to put in the place of something wrong in a plan's text takes that very problem away."""

from __future__ import annotations

import tomllib

import pytest

from routine.core.diagnostic import Diagnostic
from routine.core.plan import Plan
from routine.library.catalogue import catalogue
from routine.reading.parser import read_plan
from routine.ui.page.request import Json
from routine.ui.page.views.plan_text import fixes_of
from tests.reading.typed import PLANS

BAD = sorted((PLANS / "bad").glob("*.toml"))


def problems(text: str) -> tuple[Diagnostic, ...]:
    found = read_plan("plan.toml", "plan", text.encode(), catalogue(), lambda _: False)
    return () if isinstance(found, Plan) else found


def fixes(text: str, problem: Diagnostic) -> list[Json]:
    lines = text.split("\n")
    return fixes_of(problem, lines[problem.line - 1]) if problem.line else []


def applied(text: str, problem: Diagnostic, fix: Json) -> str:
    lines = text.split("\n")
    line, start = lines[problem.line - 1], problem.column - 1
    lines[problem.line - 1] = line[:start] + fix["text"] + line[start + fix["length"] :]
    return "\n".join(lines)


def test_each_fix_of_every_bad_plan_takes_its_problem_away() -> None:
    offered = 0
    for path in BAD:
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
        for problem in problems(text):
            for fix in fixes(text, problem):
                offered += 1
                after = applied(text, problem, fix)
                tomllib.loads(after)
                left = [(each.line, each.what) for each in problems(after)]
                assert (problem.line, problem.what) not in left, (path.name, str(problem), fix)
                assert len(left) <= len(problems(text)), (path.name, str(problem), fix, left)
    assert offered > 30, "a fix is offered where what was meant is known"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('at = "6pm"', 'at = "18:00"'),
        ("at = '7:30'", 'at = "07:30"'),
        ('dayz = "daily"', 'days = "daily"'),
        ('steps = ["bridge", "cat-caw"]', 'steps = ["bridge", "cat-cow"]'),
        ('practice = "yoga "', 'practice = "yoga"'),
    ],
)
def test_it_is_put_there_as_toml_writes_it(wrong: str, right: str) -> None:
    rest = {
        "title": 'title = "One"',
        "practice": 'practice = "yoga"',
        "days": 'days = "daily"',
        "at": 'at = "08:00"',
        "steps": 'steps = ["cat-cow"]',
    }
    key = right.split(" ", maxsplit=1)[0]
    text = "\n".join(['title = "Mine"', "[[session]]", *(rest | {key: wrong}).values(), ""])
    found = [(problem, fix) for problem in problems(text) for fix in fixes(text, problem)]
    if not problems(text):
        return  # it is understood as it is
    problem, fix = found[0]
    assert applied(text, problem, fix) == text.replace(wrong, right)
