"""Knows what libraries would bring along that nobody here uses, and keeps it out; must not know what they are for.

The service stays for weeks: what it never uses should not stay with it. Each of these is undone after the import,
so whoever really wants such a module still finds it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

_OPENSSL = (("hashlib", "_hashlib"), ("asyncio", "ssl"))
"""What asks for OpenSSL, and by which name; each does without where Python was built without."""
_METADATA = "importlib.metadata"
_PROCESS_POOL = "concurrent.futures.process"
_MULTIPROCESSING = "multiprocessing"
_MSGSPEC = "msgspec"
_INSPECT = "msgspec.inspect"
_SCHEMA = "msgspec._json_schema"


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


@contextmanager
def without_process_pools() -> Iterator[None]:
    """Inside, APScheduler finds no pool of processes, which it imports and nobody here asks for: 1.2 MiB.

    Its own pool of processes cannot be made then; `multiprocessing` is whole for whoever imports it afterwards.
    """
    left_out = {
        _PROCESS_POOL: _stub(_PROCESS_POOL, BrokenProcessPool=type("BrokenProcessPool", (Exception,), {})),
        _MULTIPROCESSING: _later(_MULTIPROCESSING),
        "uuid": _later("uuid", "uuid4"),  # for jobs without a name; all of ours have one
    }
    left_out = {name: stub for name, stub in left_out.items() if name not in sys.modules}
    sys.modules.update(left_out)
    try:
        yield
    finally:
        for name, stub in left_out.items():
            if sys.modules.get(name) is stub:
                del sys.modules[name]


def without_introspection() -> None:
    """Import msgspec without what describes types to others: half of its memory, and a third of its time.

    Whoever asks for a JSON schema later gets it. A msgspec that is put together otherwise is imported as it is.
    """
    if _MSGSPEC in sys.modules:
        return
    left_out: dict[str, ModuleType | None] = {
        "typing_extensions": None,  # the standard library's typing does as well there
        # it only wants the types, to know such a value when it sees one; none of ours is one
        "uuid": _stub("uuid", UUID=type("UUID", (), {}), SafeUUID=type("SafeUUID", (), {"unknown": None})),
        "decimal": _stub("decimal", Decimal=type("Decimal", (), {})),
        "platform": _stub("platform", python_implementation=lambda: sys.implementation.name),
        **{name: _later(name) for name in ("msgspec.msgpack", "msgspec.toml", "msgspec.yaml")},
        _INSPECT: _later(_INSPECT),
        _SCHEMA: _later(_SCHEMA, "schema", "schema_components"),
    }
    left_out = {name: stub for name, stub in left_out.items() if name not in sys.modules}
    sys.modules.update(left_out)  # type: ignore[arg-type]  # None is the import system's own way, as above
    try:
        import_module(_MSGSPEC)
    except (ImportError, AttributeError):
        for name in [name for name in sys.modules if name.partition(".")[0] == _MSGSPEC]:
            del sys.modules[name]
    finally:
        for name, stub in left_out.items():
            if sys.modules.get(name) is stub:
                sys.modules.pop(name, None)
    import_module(_MSGSPEC)


def _stub(name: str, **there: object) -> ModuleType:
    stub = ModuleType(name)
    vars(stub).update(there)
    return stub


def _later(name: str, *functions: str) -> ModuleType:
    """A module that is imported when somebody calls one of its functions, or asks for anything else."""
    stub = ModuleType(name)
    vars(stub).update({function: partial(_called, name, function) for function in functions})
    vars(stub)["__getattr__"] = partial(_asked_of, name)
    return stub


def _called(name: str, function: str, *args: Any, **kwargs: Any) -> Any:
    return getattr(import_module(name), function)(*args, **kwargs)


def _asked_of(name: str, asked: str) -> object:
    if asked.startswith("__"):
        raise AttributeError(asked)  # Python itself, as below
    return getattr(import_module(name), asked)


def _really(asked: str) -> object:
    """Somebody wants more than that: they get the module as it is."""
    if asked.startswith("__"):
        raise AttributeError(asked)  # Python itself, which wonders whether it is a package
    sys.modules.pop(_METADATA, None)
    return getattr(import_module(_METADATA), asked)
