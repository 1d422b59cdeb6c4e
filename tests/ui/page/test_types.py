"""The scripts are checked against the types of what is really sent: a key renamed on one side is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from routine.core.player import PlayerCommand, begin, frame, play
from routine.core.steps import Step, steps_of
from routine.library.catalogue import catalogue
from routine.ui.page.frames import as_frame
from routine.ui.page.request import Json

TYPES = Path(__file__).parents[3] / "routine" / "ui" / "page" / "static" / "types.d.ts"
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def keys_of(name: str) -> set[str]:
    found = re.search(rf"export interface {name} \{{\n(.*?)\n\}}", TYPES.read_text("utf-8"), re.DOTALL)
    assert found
    return set(re.findall(r"^  (\w+)\??:", found[1], re.MULTILINE))


def frames_of(steps: tuple[Step, ...]) -> Iterator[Json]:
    """A moment of each beat of the first step."""
    player = begin(steps, NOW)
    for beat in range(len(steps[0].beats)):
        at = NOW + sum((each.length for each in steps[0].beats[:beat]), timedelta())
        player, _ = play(player, PlayerCommand.TICK, at)
        yield as_frame(frame(player, at), steps, 0)


def test_a_frame_has_the_keys_that_the_scripts_are_checked_against() -> None:
    sequences = [steps_of(sequence) for sequence in catalogue().sequences.values()]
    frames = [one for steps in sequences if steps for one in frames_of(steps)]
    assert len(frames) > 50
    # what could not be written yet is told with every moment
    assert {key for one in frames for key in one} == keys_of("Frame") - {"trouble"}
    figured = [one["figure"] for one in frames if one["figure"]]
    assert {key for one in figured for key in one} == keys_of("Figured") - {"picture"}, "these are drawn"
    breaths = [part for one in frames for part in one["pattern"] or ()]
    assert {key for part in breaths for key in part} == keys_of("BreathPart")
