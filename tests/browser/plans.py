"""Knows plans in which something of everything comes up in one session; must not know any claim."""

from __future__ import annotations

from pathlib import Path

from tests.browser.house import House

MIXED = """title = "Mixed"
[[session]]
id = "morning"
title = "Morning mobility"
practice = "stretching"
days = "daily"
at = "{at}"
steps = [
  {{ exercise = "cat-cow", reps = 4 }},
  {{ exercise = "single-knee-to-chest", hold = "10s", reps = 2, sides = "both" }},
  {{ rest = "10s" }},
  {{ say = "Stand up slowly and notice how your back feels.", for = "10s" }},
  "plain",
  "glide",
  {{ say = "That was all.", for = "10s" }},
]
[[session]]
id = "muscles"
title = "Muscle by muscle"
practice = "relaxation"
days = "daily"
at = "{later}"
steps = ["pmr-7"]
[[session]]
id = "words"
title = "Words alone"
practice = "mobility"
days = "daily"
at = "{later}"
steps = [{{ say = "Stand tall.", for = "20s" }}, "plain"]
[[session]]
id = "glide"
title = "Nerve glide"
practice = "mobility"
days = "daily"
at = "{later}"
steps = ["glide"]
[exercise.plain]
title = "My own thing"
cues = ["Do it.", "Slowly."]
for = "30s"
[exercise.glide]
title = "Nerve glide"
cues = ["Sit tall.", "Straighten the left knee and look up."]
reps = 10
sides = "both"
picture = "glide.png"
"""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000004000000040802000000269309290000001049444154789c63d0cf2d80"
    "2306e23800afb310c14c81d8720000000049454e44ae426082"
)
"""Four pixels square, all of one colour."""


def mixed(home: Path) -> House:
    """The house of somebody with that plan, and a picture of their own beside it."""
    house = House(home, plan=MIXED)
    (house.paths.plans_dir / "glide.png").write_bytes(PICTURE)
    return house
