"""An offer as a person meets it: shown with its rule, taken as a diff of their plan, taken back by one press."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from routine.core.events import Actor, Completed, Felt, FeltAnswer
from routine.core.ids import OccurrenceKey
from tests.ui.home import Home

PLAN = """# my own plan
title = "Mine"

[[session]]
title = "Morning"   # before coffee
practice = "mobility"
days = "daily"
at = "07:30"
{steps}
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def felt(home: Home, steps: str, answer: FeltAnswer = FeltAnswer.EASIER) -> Path:
    path = home.write("mine", PLAN.format(steps=steps))
    for ago in (2, 1):
        due = home.now.replace(hour=6, minute=30, second=0) - timedelta(days=ago)
        local = due.astimezone(home.zone).replace(tzinfo=None)
        one = replace(home.occurrence(), key=OccurrenceKey.of("mine", "morning", local), due=due)
        home.happened(Completed(due, Actor.CLI, one), Felt(due, Actor.CLI, one, answer=answer))
    return path


def test_it_is_shown_taken_as_a_diff_and_taken_back(home: Home) -> None:
    path = felt(home, 'steps = [{ exercise = "cat-cow", reps = 8 }, "pelvic-tilt"] # as I like it')
    before = path.read_bytes()
    (offer,) = home.run("progress", "--json").json["offers"]
    assert offer["session"] == "mine/morning"
    assert (offer["from"], offer["to"]) == ("Cat–Cow, 8×", "Cat–Cow, 10×")
    assert "The last two answers were easier." in offer["said"]
    assert "An offer" in home.run("progress").out
    taken = home.run("offer", "accept")
    assert taken.code == 0, taken.err
    changed = path.read_bytes()
    assert changed == before.replace(b"reps = 8", b"reps = 10")
    assert "-steps = [" in taken.out
    assert "+steps = [" in taken.out
    assert home.run("progress", "--json").json["offers"] == []
    assert home.run("undo").out.startswith("Taken back: the answer to an offer.")
    assert path.read_bytes() == before
    assert len(home.run("progress", "--json").json["offers"]) == 1


def test_a_plan_that_was_changed_since_stays_as_it_is(home: Home) -> None:
    path = felt(home, 'steps = [{ exercise = "cat-cow", reps = 8 }]')
    home.run("offer", "accept")
    path.write_bytes(path.read_bytes() + b"# a line of mine\n")
    assert "has been changed since" in home.run("undo").out
    assert path.read_bytes().endswith(b"# a line of mine\n")


def test_declined_it_is_gone_and_undo_brings_it_back(home: Home) -> None:
    path = felt(home, 'steps = [{ exercise = "cat-cow", reps = 8 }]')
    before = path.read_bytes()
    assert home.run("offer", "decline").code == 0
    assert home.run("offer", "accept").code == 5
    assert path.read_bytes() == before
    home.run("undo")
    assert len(home.run("progress", "--json").json["offers"]) == 1


def test_a_sequence_of_the_library_is_written_out_with_the_one_change(home: Home) -> None:
    path = felt(home, 'sequence = "gentle-a" # from the library')
    assert home.run("offer", "accept").code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# my own plan\n")
    assert "before coffee" in text
    assert "sequence" not in text
    assert home.run("check").code == 0
    home.run("undo")
    assert 'sequence = "gentle-a" # from the library' in path.read_text(encoding="utf-8")


def test_harder_is_offered_less(home: Home) -> None:
    felt(home, 'steps = [{ exercise = "cat-cow", reps = 8 }]', FeltAnswer.HARDER)
    (offer,) = home.run("progress", "--json").json["offers"]
    assert offer["to"] == "Cat–Cow, 6×"
    assert home.run("offer", "accept", "nonsense").code == 5
