"""Knows what libraries would bring along that nobody here uses, and keeps it out; must not know what they are for.

The service stays for weeks: what it never uses should not stay with it. Each of these is undone after the import,
so whoever really wants such a module still finds it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

_OPENSSL = (("hashlib", "_hashlib"), ("asyncio", "ssl"))
"""What asks for OpenSSL, and by which name; each does without where Python was built without."""
_METADATA = "importlib.metadata"


def without_openssl() -> None:
    """Five megabytes less: nothing of ours leaves this computer."""
    for library, part in _OPENSSL:
        if library in sys.modules or part in sys.modules:
            continue
        sys.modules[part] = None  # type: ignore[assignment]  # the import system's own way to say: there is none
        try:
            import_module(library)
        finally:
            del sys.modules[part]


@contextmanager
def without_plugins() -> Iterator[None]:
    """Inside, no installed package has a plugin to offer: to look for one takes email, zip and more."""
    if _METADATA in sys.modules:
        yield
        return
    none = ModuleType(_METADATA)
    vars(none).update(
        entry_points=lambda **_: (),
        version=lambda _: "0",
        PackageNotFoundError=ModuleNotFoundError,
        __getattr__=_really,
    )
    sys.modules[_METADATA] = none
    try:
        yield
    finally:
        if sys.modules.get(_METADATA) is none:
            del sys.modules[_METADATA]


def _really(asked: str) -> object:
    """Somebody wants more than that: they get the module as it is."""
    if asked.startswith("__"):
        raise AttributeError(asked)  # Python itself, which wonders whether it is a package
    sys.modules.pop(_METADATA, None)
    return getattr(import_module(_METADATA), asked)
