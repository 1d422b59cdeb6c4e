"""Knows how to answer one request for plans and settings, as JSON, and then end; must not stay, nor trace back.

stdin: a ReadRequest, stdout: a ReadAnswer, both of `stored` and as JSON.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from routine.core.diagnostic import Diagnostic
from routine.core.plan import Plan
from routine.presentation import problems
from routine.reading import safe_read
from routine.reading.stored import (
    SCHEMA,
    ReadAnswer,
    ReadFile,
    ReadRequest,
    ReadSettings,
    StoredPlan,
    avoid_of,
    decode_request,
    encode,
)


def answer(request: ReadRequest) -> ReadAnswer:
    """Everything that was asked for; whatever goes wrong with a file is that file's problem."""
    settings = _settings(request.config, request.flags) if request.settings else None
    avoid = avoid_of(settings, request.avoid) if settings else request.avoid
    files = tuple(_file(path, avoid, request.drafts.get(path)) for path in request.plans)
    return ReadAnswer(SCHEMA, files, settings)


def _file(path: str, avoid: tuple[str, ...], draft: bytes | None = None) -> ReadFile:
    """`draft`: what somebody wants to write there, in place of what the file holds."""
    name = Path(path).name
    digest, pictures = "", dict[str, bool]()
    try:
        content = safe_read.read(path) if draft is None else draft
        digest = safe_read.digest_of(name, content, avoid)
        found = _read(path, content, pictures, avoid)
    except safe_read.Unreadable as wrong:
        found = (Diagnostic(name, 0, 0, *wrong.said),)
    except Exception as wrong:  # noqa: BLE001 - a bug in reading one file must not hide all the others
        return ReadFile(path, "", None, (Diagnostic(name, 0, 0, *problems.unforeseen(type(wrong).__name__)),))
    if isinstance(found, Plan):
        return ReadFile(path, digest, StoredPlan.of(found), (), pictures)
    return ReadFile(path, digest, None, found, pictures)


def _read(
    path: str, content: bytes, pictures: dict[str, bool], avoid: tuple[str, ...]
) -> Plan | tuple[Diagnostic, ...]:
    # a request for settings alone needs neither the library nor the shapes
    from routine.library.catalogue import catalogue  # noqa: PLC0415 - as said above
    from routine.reading.parser import read_plan  # noqa: PLC0415 - as said above

    def has_picture(picture: str) -> bool:
        return pictures.setdefault(picture, (Path(path).parent / picture).is_file())

    name = Path(path).name
    return read_plan(name, safe_read.plan_id_of(name), content, catalogue(), has_picture, avoid=avoid)


def _settings(config: str, flags: Mapping[str, str]) -> ReadSettings:
    name = Path(config).name or "config.toml"
    try:
        from routine.reading.settings import read_settings  # noqa: PLC0415 - it costs more than all the rest

        settings, found, _ = read_settings(Path(config), flags, name)
    except safe_read.Unreadable as wrong:
        return ReadSettings(problems=(Diagnostic(name, 0, 0, *wrong.said),))
    except Exception as wrong:  # noqa: BLE001 - without a configuration the defaults hold
        # a library that cannot be loaded says why, and holds nothing that a person wrote
        why = f": {wrong}" if isinstance(wrong, ImportError) else ""
        found = (Diagnostic(name, 0, 0, *problems.unforeseen(f"{type(wrong).__name__}{why}")),)
        return ReadSettings(problems=found, unforeseen=True)
    return ReadSettings(settings, found)


def main() -> None:
    """Answer the one request on stdin, and end. Raises ValueError for what is none."""
    gc.disable()  # one short life: collecting costs more than it frees
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # looking for them costs more than a plan
    request = decode_request(sys.stdin.buffer.read())
    sys.stdout.buffer.write(encode(answer(request)))


if __name__ == "__main__":
    main()
