"""Knows what must stay out of memory, and that whoever wants it still gets it; must not know the service."""

from __future__ import annotations

import subprocess
import sys

_SERVICE = """
import sys
from routine.adapters.import_diet import without_openssl
without_openssl()
import asyncio, hashlib
import routine.wiring.daemon
unwanted = {"ssl", "_ssl", "_hashlib", "importlib.metadata", "email", "pydantic", "rich"}
print(sorted(unwanted & set(sys.modules)))
asyncio.run(asyncio.sleep(0))
print(hashlib.sha256(b"routine").hexdigest()[:8])
"""
_AFTERWARDS = """
from routine.adapters.import_diet import without_openssl, without_plugins
without_openssl()
with without_plugins():
    from importlib.metadata import distributions
from importlib.metadata import version
import ssl
print(len(list(distributions())) > 1, version("apscheduler").partition(".")[0], ssl.OPENSSL_VERSION_INFO >= (1, 1))
"""


def told_by(program: str) -> list[str]:
    """What a fresh Python prints: in this one, everything has long been imported."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, timeout=60, check=True
    ).stdout.splitlines()


def test_the_service_holds_neither_openssl_nor_what_only_looks_for_plugins() -> None:
    assert told_by(_SERVICE) == ["[]", "fde55b36"]


def test_whoever_wants_them_afterwards_finds_them_whole() -> None:
    assert told_by(_AFTERWARDS) == ["True 3 True"]
