"""Knows which words of a session are spoken, and when; must not know how a voice is made.

The same words as on the screen, once each: a step's are cut short when somebody goes on to another.
"""

from __future__ import annotations

from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from routine.core.cue_timing import takes
from routine.core.player import Frame, Mode
from routine.core.rep_timing import RepSignal
from routine.core.steps import Step
from routine.presentation.narration import Cue, counted_aloud, cue_now, signal_now

if TYPE_CHECKING:
    from routine.adapters.speech import Voice

_FRESH = timedelta(seconds=3)
"""Words older than this have been read, or belong to another time."""


class Speaker:
    """Follows the frames; without `aloud` it is silent and loads nothing."""

    def __init__(self, *, aloud: bool) -> None:
        self._voice: Voice | None = None
        self._beat: tuple[Step | None, int] = (None, 0)
        self._said: Cue | None = None
        self._counted: RepSignal | None = None
        if aloud:
            from routine.adapters.speech import Voice  # noqa: PLC0415 - for those who want to hear

            self._voice = Voice()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._voice:
            self._voice.close()

    @property
    def trouble(self) -> str:
        """Why nobody speaks, and what to do about it; empty while all is well."""
        return self._voice.trouble if self._voice else ""

    def follow(self, frame: Frame) -> None:
        """Speak what has just come onto the screen; while a session waits there is silence."""
        if self._voice is None:
            return
        self._voice.check()
        if frame.mode is not Mode.PLAYING:
            self.hush()
            return
        cue, beat = cue_now(frame), (frame.step, frame.place)
        same = beat == self._beat
        if same and cue == self._said:
            self._count(frame, cue)
            return
        if not same:
            self._voice.hush()
        self._beat, self._said = beat, cue
        if frame.elapsed - cue.at < _FRESH:
            self._voice.say(cue.text)

    def _count(self, frame: Frame, cue: Cue) -> None:
        """Aloud, while nothing else is being said."""
        signal = signal_now(frame)
        if self._voice is None or signal is None or signal == self._counted:
            return
        self._counted = signal
        talks = frame.elapsed < cue.at + takes(cue.text)
        if not talks and frame.elapsed - signal.at < _FRESH and (text := counted_aloud(signal)):
            self._voice.say(text)

    def repeat(self, frame: Frame) -> None:
        """Once more what was said last."""
        if self._voice and frame.mode is Mode.PLAYING:
            self._voice.hush()
            self._voice.say(cue_now(frame).text)

    def hush(self) -> None:
        """Now, in the middle of a word."""
        if self._voice:
            self._voice.hush()
