"""Knows what may be wanted at once when a back hurts, and which sequence of the library is for it; no words."""

from __future__ import annotations

import re
from enum import StrEnum

from routine.core.ids import LIBRARY


class ReliefKind(StrEnum):
    """What somebody wants now, whatever their plan holds."""

    STIFF = "stiff"
    """Stiff from sitting."""
    SORE = "sore"
    """Sore today."""
    BAD = "bad"
    """A bad spell."""
    CALM = "calm"
    """To be calmed, without moving."""


SEQUENCES = {
    ReliefKind.STIFF: "stiff-from-sitting",
    ReliefKind.SORE: "sore-today",
    ReliefKind.BAD: "first-aid",
    ReliefKind.CALM: "just-calm",
}


def session_for(kind: ReliefKind) -> str:
    """By which name it is started."""
    return f"{LIBRARY}/{SEQUENCES[kind]}"


_WORDS = (
    (ReliefKind.CALM, "calm|relax|breath|anxious|panic|stress"),
    (ReliefKind.BAD, "bad|spell|flare|attack|spasm|locked|severe|first|aid"),
    (ReliefKind.STIFF, "stiff|sit|desk|tight|rusty"),
    (ReliefKind.SORE, "sore|ache|hurt|pain|today"),
)
"""How people say it; what is said of two is the first of them."""


def kind_called(typed: str) -> ReliefKind | None:
    """Which is meant; None where that cannot be told."""
    said = typed.casefold()
    return next((kind for kind, words in _WORDS if re.search(rf"\b(?:{words})", said)), None)
