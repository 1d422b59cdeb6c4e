"""Knows how poses and figures are written in TOML, and makes values of them; must not know doses.

A pose (poses.toml) is a table named by its id. A key of a figure (one file a practice) starts from a `pose`, or
from the key before it, and says only what differs:

    pelvis            [forward, up, right] of the middle of the hips before it settles, in body heights
    lean              of the pelvis: forward, or [forward, to the right, twist to the right], in degrees;
                      -90 lies on the back
    lumbar, thorax, neck, head   the same for each part of the spine
    shoulders         both moved [forward, up, wide]
    arms, legs        both limbs; arm_l, arm_r, leg_l, leg_r one. Outwards is positive on either side
    touch, lean_on    { part = height } and { part = wall }: pelvis, chest, back or head
    pin               how far forward the collar stays; free: what else may give way
    lit               parts that are tensed; breath: how full the chest is
    share, hold       for keys: part of the moving time until the next; where the dose holds

A limb is one of

    { angles = [forward, outwards, outward twist], knee | elbow, ankle | wrist, rest = true }
    { at = [x, y, z], toes | fingers = [x, y, z], knee_to | elbow_to = [..] }   sole or wrist in the room
    { toes_at = [x, y, z], heel }                                               on the ball of the foot
    { knee_at = [x, z], shin = [x, y, z] } and { elbow_at = [x, z], fingers }   on the floor
    { on = "thigh other", at = [x, y, z], elbow_to }                            on a part of the body

and one that says none of these, or the same as before, changes only what it says; but angles are always said
whole. A hand on the body has its fingers as that part sees them.

A figure says besides: view (azimuth, elevation), keys, still and ghost (which keys), side, ring, close, even,
straps, bags (fingers that carry one), lights, move and hold in seconds where the dose does not fit, its things
(mat, wall, side_wall, chair, counter, cushions), the joint whose way the arrow follows where that is not the one
that goes farthest (ahead: from the still on), and in its caption what the picture alone does not tell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from routine.core.exercise import Practice, Side
from routine.figures import props, skeleton
from routine.figures.body import settled
from routine.figures.camera import Camera
from routine.figures.figure import Figure, Key
from routine.figures.pose import ZERO, Limb, Pose, ReachTarget, Trunk
from routine.figures.props import Box
from routine.figures.rotations import Vec3

Table = dict[str, Any]

_KINDS = ("on", "at", "toes_at", "knee_at", "elbow_at", "angles")
_SPINE = ("lean", "lumbar", "thorax", "neck", "head")
_LIMBS = {"arm_l": ("arms", 0), "arm_r": ("arms", 1), "leg_l": ("legs", 0), "leg_r": ("legs", 1)}
_REPLACED = ("pelvis", "shoulders", *_SPINE, "touch", "lean_on", "pin", "free", "lit", "breath")
_LIMB_WORDS = {
    *_KINDS, "elbow", "wrist", "knee", "ankle", "rest", "fingers", "toes", "shin", "elbow_to", "knee_to", "heel",
}  # fmt: skip
_KEY_WORDS = {"pose", "share", "hold", "arms", "legs", *_LIMBS, *_REPLACED}
_FIGURE_WORDS = {
    "keys", "view", "mat", "wall", "side_wall", "chair", "counter", "cushions", "straps", "bags", "still",
    "side", "ring", "move", "hold", "lights", "close", "even", "ghost", "follows", "ahead", "caption",
}  # fmt: skip


@cache
def tables() -> Mapping[str, Table]:
    """Every figure as it is written. Read once."""
    return {name: table for practice in Practice for name, table in _load(str(practice)).items()}


@cache
def _poses() -> Mapping[str, Table]:
    return _load("poses")


def _load(name: str) -> Table:
    return tomllib.loads(files("routine.library").joinpath("figures", f"{name}.toml").read_text("utf-8"))


@cache
def figure(name: str) -> Figure:
    """One figure, its keys settled. KeyError when there is none."""
    return read_figure(name, tables()[name])


def read_figure(name: str, table: Table) -> Figure:
    """The figure that a table says, its keys settled. Raises ValueError for a word that no table has."""
    _known(name, table, _FIGURE_WORDS)
    keys: list[Key] = []
    so_far: Table = {}
    for written in table["keys"]:
        _known(name, written, _KEY_WORDS)
        base = _pose_table(written["pose"]) if "pose" in written else so_far
        so_far = _over(base, written)
        pose = settled(_pose(so_far))
        keys.append(Key(pose, float(written.get("share", 1.0)), bool(written.get("hold", False))))
    return Figure(
        id=name,
        keys=tuple(keys),
        camera=Camera(*(float(angle) for angle in table.get("view", (90, 8)))),
        boxes=_boxes(table),
        straps=tuple((a, b) for a, b in table.get("straps", ())),
        bags=tuple(table.get("bags", ())),
        still=table.get("still", len(keys) - 1 if len(keys) < 3 else 1),
        ghost=table.get("ghost"),
        side=Side(table["side"]) if "side" in table else None,
        ring=table.get("ring", False),
        close=table.get("close", False),
        even=table.get("even", False),
        move=timedelta(seconds=table["move"]) if "move" in table else None,
        hold=timedelta(seconds=table["hold"]) if "hold" in table else None,
        lights=tuple(tuple(parts) for parts in table.get("lights", ())),
        follows=table.get("follows", ""),
        ahead=table.get("ahead", False),
        caption=table.get("caption", ""),
    )


def _known(name: str, table: Table, words: set[str]) -> None:
    unknown = table.keys() - words
    if unknown:
        raise ValueError(f"figure {name}: nobody knows {sorted(unknown)}")


def _pose_table(name: str) -> Table:
    table = _poses()[name]
    _known(name, table, _KEY_WORDS)
    return _over(_pose_table(table["pose"]) if "pose" in table else {}, table)


def _over(base: Table, changes: Table) -> Table:
    """`base` with what `changes` says; limbs are kept one by one as arm_l … leg_r."""
    found = dict(base)
    for name in _REPLACED:
        if name in changes:
            found[name] = changes[name]
    for name, (pair, _) in _LIMBS.items():
        for said in (changes.get(pair), changes.get(name)):
            if said is not None:
                before = found.get(name, {})
                kind = _kind(said)
                goes_on = not kind or (kind == _kind(before) and kind != "angles")
                found[name] = before | said if goes_on else said
    return found


def _kind(limb: Table) -> str:
    """What decides where the limb is; empty when it only changes something."""
    return next((kind for kind in _KINDS if kind in limb), "")


def _pose(table: Table) -> Pose:
    for name in _LIMBS:
        _known(name, table.get(name, {}), _LIMB_WORDS)
    limbs = {name: _limb(table.get(name, {}), leg=pair == "legs") for name, (pair, _) in _LIMBS.items()}
    trunk = Trunk(
        pelvis=_vector(table.get("pelvis", (0, skeleton.ANKLE_HEIGHT + 0.49, 0))),
        shoulders=_vector(table.get("shoulders", ZERO)),
        **{name: _vector(table.get(name, 0)) for name in _SPINE},
    )
    return Pose(
        trunk=trunk,
        arms=(limbs["arm_l"], limbs["arm_r"]),
        legs=(limbs["leg_l"], limbs["leg_r"]),
        touch=tuple((part, float(at)) for part, at in table.get("touch", {}).items()),
        lean_on=tuple((part, float(at)) for part, at in table.get("lean_on", {}).items()),
        pin=float(table["pin"]) if "pin" in table else None,
        free=tuple(table.get("free", ())),
        breath=float(table.get("breath", 0.0)),
        lit=tuple(table.get("lit", ())),
    )


def _vector(written: Any) -> Vec3:
    """One number is the first of three."""
    if isinstance(written, int | float):
        return (float(written), 0.0, 0.0)
    full = [float(number) for number in written] + [0.0] * (3 - len(written))
    return (full[0], full[1], full[2])


def _limb(table: Table, *, leg: bool) -> Limb:
    ahead = (1, 0, 0) if leg and {"at", "toes_at"} & table.keys() and "on" not in table else ZERO
    point = table.get("toes", table.get("fingers", table.get("shin", ahead)))
    fields: Table = {
        "hinge": float(table.get("knee") or table.get("elbow") or 0),
        "end": float(table.get("ankle") or table.get("wrist") or 0),
        "pole": _vector(table.get("knee_to", table.get("elbow_to", ZERO))),
        "point": _vector(point),
        "heel": float(table.get("heel", 0)),
        "rest": bool(table.get("rest", False)),
    }
    if "on" in table:
        return Limb(ReachTarget.ON, at=_vector(table["at"]), on=table["on"], **fields)
    if "at" in table:
        return Limb(ReachTarget.AT, at=_vector(table["at"]), **fields)
    if "toes_at" in table:
        return Limb(ReachTarget.TOES, at=_vector(table["toes_at"]), **fields)
    if "knee_at" in table:
        x, z = table["knee_at"]
        fields |= {
            "at": (x, skeleton.RADIUS["knee"], z),
            "end": -60.0,
            "point": _vector(table.get("shin", (-1, 0, 0))),
        }
        return Limb(ReachTarget.KNEE, **fields)
    if "elbow_at" in table:
        x, z = table["elbow_at"]
        low = (skeleton.RADIUS["wrist"] - skeleton.RADIUS["elbow"]) / skeleton.FOREARM
        px, _, pz = _vector(table.get("fingers", (1, 0, 0)))
        return Limb(ReachTarget.ELBOW, at=(x, skeleton.RADIUS["elbow"], z), **(fields | {"point": (px, low, pz)}))
    return Limb(root=_vector(table.get("angles", ZERO)), **fields)


def _boxes(table: Table) -> tuple[Box, ...]:
    found: list[Box] = []
    if "mat" in table:
        found += props.mat(*table["mat"])
    if "wall" in table:
        found += props.wall(*table["wall"])
    if "side_wall" in table:
        found += props.side_wall(table["side_wall"])
    if "counter" in table:
        found += props.counter(*table["counter"])
    if "chair" in table:
        found += props.chair(*table["chair"])
    for low, high, round_by in table.get("cushions", ()):
        found += props.cushion(_vector(low), _vector(high), round_by)
    return tuple(found)
