"""Knows what is said when a session cannot be spoken; must not know why a voice is wanted."""

from __future__ import annotations

NOT_INSTALLED = (
    "There is no voice here yet, so this goes on in silence. `pip install 'routine[voice]'` brings one."
)
NO_PLAYER = "The voice needs `aplay`, so this goes on in silence. Your package manager has it as alsa-utils."
NO_ENGINE = "The voice of this computer does not answer, so this goes on in silence. On Linux it is espeak-ng."
ONLY_IN_TERMINAL = ("`--voice` speaks in the terminal.", "Leave `--in` out, or say `--in terminal`.")
HELP = "speak the words as well, in the terminal"
