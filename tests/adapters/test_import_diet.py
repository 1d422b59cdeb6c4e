"""Knows what must stay out of memory, and that whoever wants it still gets it; must not know the service."""

from __future__ import annotations

import subprocess
import sys

_SERVICE = """
import sys
from routine.adapters.import_diet import without_introspection, without_openssl
without_introspection()
without_openssl()
import asyncio, hashlib
import routine.ui.cli.run, routine.wiring.daemon
unwanted = {"ssl", "_ssl", "_hashlib", "importlib.metadata", "email", "pydantic", "rich"}
unwanted |= {"csv", "decimal", "json", "multiprocessing", "nacl", "pickle", "statistics", "uuid", "zipfile"}
unwanted |= {"dataclasses", "routine.adapters.login"}
print(sorted(unwanted & set(sys.modules)))
asyncio.run(asyncio.sleep(0))
print(hashlib.sha256(b"routine").hexdigest()[:8])
"""
_AFTERWARDS = """
from routine.adapters.import_diet import without_openssl, without_plugins, without_process_pools
without_openssl()
with without_plugins(), without_process_pools():
    from importlib.metadata import distributions
    import apscheduler.schedulers.asyncio
    import apscheduler.job
from importlib.metadata import version
import concurrent.futures.process, multiprocessing, ssl, uuid
print(len(list(distributions())) > 1, version("apscheduler").partition(".")[0], ssl.OPENSSL_VERSION_INFO >= (1, 1))
print(apscheduler.job.uuid4().version, uuid.uuid4().version, len(multiprocessing.get_all_start_methods()) > 0)
broken = concurrent.futures.process.BrokenProcessPool
print(concurrent.futures.ProcessPoolExecutor.__name__, broken.__mro__[1].__name__)
"""


_MSGSPEC = """
import sys
from routine.adapters.import_diet import without_introspection
without_introspection()
without_introspection()
import msgspec
print(sorted({"typing_extensions", "inspect", "msgspec._json_schema", "msgspec.inspect"} & set(sys.modules)))
class Point(msgspec.Struct, frozen=True, tag="point"):
    x: int
    y: "list[int] | None" = None
print(msgspec.json.decode(msgspec.json.encode(Point(3, [4])), type=Point) == Point(3, [4]))
print(msgspec.json.schema(Point)["$defs"]["Point"]["properties"]["x"])
print(msgspec.inspect.type_info(int))
import typing_extensions
"""


def told_by(program: str) -> list[str]:
    """What a fresh Python prints: in this one, everything has long been imported."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    ).stdout.splitlines()


def test_the_service_holds_nothing_that_only_commands_or_others_need() -> None:
    assert told_by(_SERVICE) == ["[]", "fde55b36"]


def test_whoever_wants_them_afterwards_finds_them_whole() -> None:
    assert told_by(_AFTERWARDS) == ["True 3 True", "4 4 True", "ProcessPoolExecutor BrokenExecutor"]


def test_values_do_without_what_describes_their_types_until_somebody_asks() -> None:
    assert told_by(_MSGSPEC) == [
        "[]",
        "True",
        "{'type': 'integer'}",
        "IntType(gt=None, ge=None, lt=None, le=None, multiple_of=None)",
    ]
