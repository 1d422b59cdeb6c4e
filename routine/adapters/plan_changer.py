"""Knows how another process has a plan changed, and what it says of it; must not know what a change does.

To change a plan's text brings more into memory than the service should keep: `routine plans` does it, and ends.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from routine.adapters.workers.process import NO_WINDOW
from routine.background import BackgroundJobs
from routine.core.identifiers import Actor, OfferAnswer, PlanChange

_LIMIT = timedelta(seconds=60)
_HERE = Path(__file__).parents[2]


class PlanChanger:
    """Asks `routine plans`, or `routine offer`, for a change that was answered on a card."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._jobs = BackgroundJobs()

    def change(self, plan: str, change: PlanChange, say: Callable[[str], None]) -> None:
        """`say` is given the first line of what came of it."""
        words = ("plans", change.value, plan, "--by", Actor.NOTIFICATION.value)
        self._jobs.start("change a plan", self._run(words, lambda lines, _: say(lines[0])))

    def answer_offer(self, answer: OfferAnswer, offer: str, say: Callable[[Sequence[str], bool], None]) -> None:
        """`say` is given all that it said, and whether it went well."""
        words = ("offer", answer.value, offer, "--by", Actor.NOTIFICATION.value)
        self._jobs.start("answer an offer", self._run(words, say))

    async def settled(self) -> None:
        """Once no change is under way."""
        await self._jobs.settled()

    async def _run(self, words: Sequence[str], say: Callable[[Sequence[str], bool], None]) -> None:
        changing = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "routine", *words),
            cwd=_HERE,
            env=dict(self._environ),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            creationflags=NO_WINDOW,
        )
        try:
            async with asyncio.timeout(_LIMIT.total_seconds()):
                said, complained = await changing.communicate()
        finally:
            if changing.returncode is None:
                changing.kill()
                await changing.wait()
        lines = (said or complained).decode(errors="replace").strip().splitlines()
        if lines:
            say([lines[0].removeprefix("routine: "), *lines[1:]], changing.returncode == 0)
