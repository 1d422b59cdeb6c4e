"""Knows how probes that answer at once are put together, where nothing tells of a change; not what they ask.

Windows and macOS are asked so: a few calls of the system that take no time. Nothing here wakes up by itself.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from routine.adapters.presence.probe import USUAL, Probe, Reading, combine
from routine.adapters.presence.quiet_command import QuietCommand
from routine.core.events import HoldReason
from routine.presentation import presence as words

_LOG = logging.getLogger(__name__)
_NOT_ASKED = Reading(None, words.NOT_ASKED)


class QuestionsOfSystem(Protocol):
    """What one kind of system can be asked, and how."""

    def readings(self) -> Mapping[Probe, Callable[[], Reading]]:
        """Each may raise OSError."""


class LookingPresence:
    """Keeps ports.Presence. What is not enabled is never asked."""

    def __init__(
        self,
        system: QuestionsOfSystem,
        *,
        enabled: AbstractSet[Probe] = USUAL,
        quiet_command: Sequence[str] = (),
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        asked = system.readings()
        self._questions = {probe: asked.get(probe) for probe in Probe if probe in enabled}
        self._answers = dict.fromkeys(self._questions, _NOT_ASKED)
        self._quiet = QuietCommand(quiet_command, environ) if quiet_command else None

    def watch(self, changed: Callable[[], None]) -> None:
        """Nothing tells: whoever wants to know asks."""

    async def ask(self) -> None:
        answers = {probe: _ask(question) for probe, question in self._questions.items()}
        if self._quiet:
            said = (await self._quiet.ask(), answers.get(Probe.DISTURB_NOT, _NOT_ASKED))
            answers[Probe.DISTURB_NOT] = combine(said)
        self._answers = answers

    @property
    def hold(self) -> HoldReason | None:
        return next((probe.reason for probe, answer in self._answers.items() if answer.holds), None)

    def probes(self) -> Mapping[str, str]:
        return {
            probe.value: self._answers[probe].says if probe in self._answers else words.SWITCHED_OFF
            for probe in Probe
        }

    def stop(self) -> None:
        """Nothing was begun."""


def _ask(question: Callable[[], Reading] | None) -> Reading:
    if question is None:
        return Reading(None, words.NOT_HERE)
    try:
        return question()
    except OSError as error:
        # no trouble of a probe may keep a reminder from anybody
        _LOG.debug("a probe failed: %r", error)
        return Reading(None, words.TROUBLE)
