"""Knows the bodies and skins that a person may choose for the figures; must not know files, poses or SVG."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routine.core.loaded_plans import FigureChoice
from routine.figures.drawing import DARK, LIGHT, Palette
from routine.figures.shapes import Build, Cloth


@dataclass(frozen=True, slots=True)
class _Skin:
    """Colours on a light ground and on a dark one."""

    skin: tuple[str, str]
    hair: tuple[str, str]


_SKINS = {
    "light": _Skin(("#f0c7a4", "#f2cfb2"), ("#a8763e", "#c99a62")),
    "medium": _Skin((LIGHT.cloths[Cloth.SKIN], DARK.cloths[Cloth.SKIN]), ("#5b4034", "#8a6a58")),
    "brown": _Skin(("#b07a4f", "#c08a5e"), ("#33231c", "#5d473b")),
    "dark": _Skin(("#74492f", "#8f5f40"), ("#1d1613", "#4a3a32")),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A body, and the colours of skin and hair on a light ground and on a dark one."""

    build: Build
    skin: tuple[str, str]
    hair: tuple[str, str]

    def dress(self, palette: Palette) -> Palette:
        """The palette, with this skin and hair."""
        place = 0 if palette.cloths[Cloth.SHIRT] == LIGHT.cloths[Cloth.SHIRT] else 1
        return replace(
            palette, cloths={**palette.cloths, Cloth.SKIN: self.skin[place], Cloth.HAIR: self.hair[place]}
        )


def look_of(choice: FigureChoice) -> Look:
    """What a setting stands for."""
    build, _, skin = choice.value.partition("-")
    return Look(Build(build), _SKINS[skin].skin, _SKINS[skin].hair)


USUAL = look_of(FigureChoice.SLIM_MEDIUM)
