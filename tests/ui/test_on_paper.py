"""Knows a session without a screen: its steps with their times, once, and no sign that a reader stumbles over."""

from __future__ import annotations

import re

from tests.ui.home import Home


def test_a_pipe_gets_every_step_with_its_time_once(home: Home) -> None:
    session = home.session()
    steps = 'steps = [{ say = "Stand tall.", for = "8s" }, "cat-cow", { rest = "12s" }, "box-breathing"]'
    home.plan(session[: session.index("steps = ")] + steps)
    home.shown(home.occurrence())
    answer = home.run("start", "--in", "terminal", COLORTERM="truecolor")
    assert answer.code == 0
    assert " 1. Stand tall. · 8s\n" in answer.out
    assert " 2. Cat–Cow · 8× · 1m" in answer.out
    assert "    Rest · 12s\n" in answer.out
    assert re.search(r"^ 3\. Box Breathing · \d+m\d*s?$", answer.out, re.MULTILINE), answer.out
    assert "    Let the belly soften towards the floor" in answer.out
    assert "Stop if pain is sharp" in answer.out
    assert "`routine done` when you are through." in answer.out
    assert answer.out.count("Cat–Cow") == 1
    assert not re.search("[\x1b▀▄━]", answer.out)
    assert home.kinds(home.occurrence())[-1] == "started"


def test_a_voice_into_a_pipe_is_no_trouble(home: Home) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    answer = home.run("start", "--voice")
    assert answer.code == 0
    assert "no voice speaks" in answer.err
    assert "Stand tall." in answer.out


def test_on_paper_each_station_of_a_scan_says_its_own(home: Home) -> None:
    session = home.session()
    home.plan(session[: session.index("steps = ")] + 'steps = ["body-scan"]')
    home.shown(home.occurrence())
    out = home.run("start", "--in", "terminal").out
    assert re.search(r"^    \S.* · \d+ (s|min): ", out, re.MULTILINE)


def test_an_exercise_for_both_sides_says_so(home: Home) -> None:
    both = '{ exercise = "single-knee-to-chest", hold = "20s", reps = 1, sides = "both" }'
    one = '{ exercise = "single-knee-to-chest", hold = "20s", reps = 1, sides = "left" }'
    home.plan(home.session().replace('{ say = "Stand tall.", for = "2m" }', f"{both}, {one}"))
    lines = [line for line in home.run("start", "morning").out.splitlines() if "Knee to Chest" in line]
    assert "1 × 20 s, each side · " in lines[0]
    assert "1 × 20 s, left leg · " in lines[1]
