"""Knows what one exercise's figure is, as values; must not know how it was written down or how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from routine.core.exercise import Side
from routine.figures.camera import Camera
from routine.figures.pose import Pose
from routine.figures.props import Box


@dataclass(frozen=True, slots=True)
class Key:
    """A named moment of the movement; the way to the next one takes `share` of the moving time."""

    pose: Pose
    share: float = 1.0
    hold: bool = False
    """Where the dose's hold is kept."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The movement goes through its keys and back to the first."""

    id: str
    keys: tuple[Key, ...]
    camera: Camera
    boxes: tuple[Box, ...] = ()
    straps: tuple[tuple[str, str], ...] = ()
    bags: tuple[str, ...] = ()
    """Fingers from which a bag hangs; of two, one bag between them."""
    still: int = 0
    """The key that tells most in one picture."""
    ghost: int | None = None
    """The key that stands palely behind the still, where one picture alone does not tell."""
    side: Side | None = None
    """The side that works as written; None when both do, or in turn."""
    ring: bool = False
    """Whether a ring breathes round the figure."""
    move: timedelta | None = None
    """How long once through takes, where the dose does not say."""
    hold: timedelta | None = None
    close: bool = False
    """Whether the picture shows only head, trunk and arms, where a movement is small."""
    even: bool = False
    """Whether it goes on at one speed, as a walk does."""
    lights: tuple[tuple[str, ...], ...] = ()
    """What is tensed in each of the exercise's muscle groups."""
    follows: str = ""
    """The joint whose way the arrow shows; empty is the one that goes farthest."""
    ahead: bool = False
    """Whether the arrow goes on from the still, and not to it."""
    caption: str = ""
    """What the picture alone does not tell; empty where it is clear."""
