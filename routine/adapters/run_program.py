"""Knows how to ask a small program and leave nothing of it behind; must not know what it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

_LIMIT = 1.0
"""Seconds. A card waits for the answer, so a slow one counts as none."""


async def run_program(*command: str, environ: Mapping[str, str] | None = None) -> bytes | None:
    """What it wrote; None when it is not there, failed, or took too long."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=environ,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(_LIMIT):
            said, _ = await process.communicate()
    except TimeoutError:
        return None
    finally:
        # also when whoever asked waits no longer
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return None if process.returncode else said
