"""Knows whether the window in front fills the screen, on X11; must not know what is done about it."""

from __future__ import annotations

from collections.abc import Mapping

from routine.adapters.display_server import on_wayland
from routine.adapters.presence.probe import Reading
from routine.adapters.presence.x11 import NoScreen, screen
from routine.presentation import presence as words


class FullScreen:
    """Keeps PresenceProbe by what the window manager says (Extended Window Manager Hints)."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    async def ask(self) -> Reading:
        if on_wayland(self._environ):
            return Reading(None, words.WAYLAND)
        try:
            async with screen(self._environ) as seen:
                window = await seen.active_window()
                if window is None:
                    return Reading(None, words.NO_WINDOW_KEEPER)
                filled = await seen.is_full_screen(window)
        except NoScreen as fault:
            return Reading(None, fault.sentence)
        return Reading(filled, words.FULL_SCREEN if filled else words.NO_FULL_SCREEN)
