"""Knows what is said when a session cannot be spoken; must not know why a voice is wanted."""

from __future__ import annotations

NOT_INSTALLED = "No voice here yet; this goes on in silence. `pip install 'routine[voice]'` brings it."
NO_PLAYER = "The voice needs `aplay` (alsa-utils on Linux); this goes on in silence."
NO_ENGINE = "The voice does not answer; this goes on in silence. On Linux it is espeak-ng."
ONLY_IN_TERMINAL = ("`--voice` speaks in the terminal.", "Leave `--in` out, or say `--in terminal`.")
HELP = "speak the words as well, in the terminal"
