"""Knows how to say lines aloud, one after the other; must not know who wants them said.

stdin: a line of JSON for each thing to say. stdout: "ready" once there is a voice, then "said" after each. It is a
process of its own, as voices block, and can only be silenced by ending them. pyttsx3 is imported here alone.
"""

from __future__ import annotations

import json
import os
import sys

_PACE = 150
"""Words a minute: what the sayings of a session leave time for."""


_HEARD = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii", newline="\n")
"""What pyttsx3 itself prints is no word of ours."""


def main() -> None:
    """Say each line that comes, until no more can come."""
    sys.stdout = sys.stderr
    try:
        import pyttsx3  # noqa: PLC0415 - the optional extra; without it there is nobody to speak

        engine = pyttsx3.init()
        engine.setProperty("rate", _PACE)
        # espeak's first round ends before its words have begun: it gets none
        engine.runAndWait()
    except Exception as why:  # noqa: BLE001 - each system's voice fails in its own way
        _tell(f"mute {type(why).__name__}")
        return
    _tell("ready")
    for line in sys.stdin.buffer:
        engine.say(json.loads(line))
        engine.runAndWait()
        _tell("said")


def _tell(word: str) -> None:
    print(word, file=_HEARD, flush=True)


if __name__ == "__main__":
    main()
