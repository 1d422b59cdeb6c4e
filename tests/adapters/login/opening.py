"""Knows how to open the page as the service does, and to end with how that went; must not know any test."""

from __future__ import annotations

import asyncio
import os
import sys

from routine.adapters.browser import PageOpener


async def _open(key: str) -> int:
    opener, failures = PageOpener(os.environ), list[str]()
    opener.open(key, lambda: failures.append(key))
    await opener.settled()
    return len(failures)


def main() -> None:
    sys.exit(asyncio.run(_open(sys.argv[1])))
