"""Knows how to answer one request for plans and settings, as JSON, and then end; must not stay, nor trace back.

stdin:  {"config": path or null, "flags": {…}, "settings": true, "plans": [path, …],
         "drafts": {path: what it shall hold, …}}
stdout: {"format": …, "settings": …, "settings_problems": […],
         "files": [{"path", "digest", "plan", "problems", "pictures"}, …]}
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from routine.core.diagnostic import Diagnostic
from routine.core.plan import Plan
from routine.core.settings import Settings
from routine.presentation import problems
from routine.reading import safe_read
from routine.reading.compiled import FORMAT, plan_to, problem_to, settings_to

Json = dict[str, Any]


def answer(request: Json) -> Json:
    """Everything that was asked for; whatever goes wrong with a file is that file's problem."""
    settings: Json = {}
    if request.get("settings"):
        settings = _settings(request.get("config"), request.get("flags") or {})
    drafts = request.get("drafts") or {}
    found = [_file(path, drafts.get(path)) for path in request.get("plans") or []]
    return {"format": FORMAT, **settings, "files": found}


def _file(path: str, draft: str | None = None) -> Json:
    """`draft`: what somebody wants to write there, in place of what the file holds."""
    name = Path(path).name
    digest, pictures = "", dict[str, bool]()
    plan: Json | None = None
    try:
        content = safe_read.read(path) if draft is None else draft.encode()
        digest = safe_read.digest_of(name, content)
        found = _read(path, content, pictures)
        told = found if isinstance(found, tuple) else ()
        plan = None if isinstance(found, tuple) else plan_to(found)
    except safe_read.Unreadable as wrong:
        told = (Diagnostic(name, 0, 0, *wrong.said),)
    except Exception as wrong:  # noqa: BLE001 - a bug in reading one file must not hide all the others
        digest, told = "", (Diagnostic(name, 0, 0, *problems.unforeseen(type(wrong).__name__)),)
    return {
        "path": path,
        "digest": digest,
        "plan": plan,
        "problems": [problem_to(problem) for problem in told],
        "pictures": pictures,
    }


def _read(path: str, content: bytes, pictures: dict[str, bool]) -> Plan | tuple[Diagnostic, ...]:
    # a request for settings alone needs neither the library nor the shapes
    from routine.library.catalogue import catalogue  # noqa: PLC0415 - as said above
    from routine.reading.parser import read_plan  # noqa: PLC0415 - as said above

    def has_picture(picture: str) -> bool:
        return pictures.setdefault(picture, (Path(path).parent / picture).is_file())

    return read_plan(Path(path).name, safe_read.plan_id_of(Path(path).name), content, catalogue(), has_picture)


def _settings(config: str | None, flags: Mapping[str, str]) -> Json:
    name = Path(config).name if config else "config.toml"
    try:
        from routine.reading.settings import read_settings  # noqa: PLC0415 - it costs more than all the rest

        content = safe_read.read(config) if config and Path(config).exists() else None
        settings, told, _ = read_settings(name, content, flags)
    except safe_read.Unreadable as wrong:
        settings, told = Settings(), (Diagnostic(name, 0, 0, *wrong.said),)
    except Exception as wrong:  # noqa: BLE001 - without a configuration the defaults hold
        settings, told = Settings(), (Diagnostic(name, 0, 0, *problems.unforeseen(type(wrong).__name__)),)
    return {"settings": settings_to(settings), "settings_problems": [problem_to(problem) for problem in told]}


def main() -> None:
    gc.disable()  # one short life: collecting costs more than it frees
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # looking for them costs more than a plan
    request = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer(request), separators=(",", ":")).encode())


if __name__ == "__main__":
    main()
