"""Knows whether a program listens to the microphone, by PulseAudio or PipeWire; must not know what follows.

Of the programs it learns that they listen and what they are called: never what is heard.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which
from typing import Any

from routine.adapters.presence.probe import Reading
from routine.adapters.run_program import run_program
from routine.presentation import presence as words


class Microphone:
    """Keeps PresenceProbe by pactl(1), which PulseAudio and PipeWire both answer."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    async def ask(self) -> Reading:
        server = self._server()
        if server is None:
            return Reading(None, words.NO_SOUND)
        if which("pactl", path=self._environ.get("PATH")) is None:
            return Reading(None, words.NO_PACTL)
        streams = await self._list(server, "source-outputs")
        if streams == []:
            return Reading(False, words.MICROPHONE_FREE)
        sources = await self._list(server, "short", "sources")
        if streams is None or sources is None:
            return Reading(None, words.MICROPHONE_SILENT)
        listener = next(_listeners(streams, sources), None)
        if listener is None:
            return Reading(False, words.MICROPHONE_FREE)
        return Reading(True, words.listening(listener))

    def _server(self) -> str | None:
        """Named outright, so that asking never starts one."""
        if named := self._environ.get("PULSE_SERVER"):
            return named
        for folder in (
            self._environ.get("PULSE_RUNTIME_PATH"),
            f"{self._environ.get('XDG_RUNTIME_DIR', '')}/pulse",
        ):
            if folder and Path(folder, "native").is_socket():
                return f"unix:{folder}/native"
        return None

    async def _list(self, server: str, *what: str) -> list[dict[str, Any]] | None:
        # in other languages it writes 0,00, which is no JSON
        environ = {**self._environ, "LC_ALL": "C"}
        said = await run_program("pactl", "--server", server, "--format=json", "list", *what, environ=environ)
        try:
            rows = json.loads(said or b"")
        except ValueError:
            return None
        if not isinstance(rows, list):
            return None
        return [row for row in rows if isinstance(row, dict)]


def _listeners(streams: list[dict[str, Any]], sources: list[dict[str, Any]]) -> Iterator[str]:
    """Programs that record from a real source: not what plays, and not a volume meter."""
    loudspeakers = {row.get("index") for row in sources if str(row.get("name", "")).endswith(".monitor")}
    for stream in streams:
        about = stream.get("properties")
        about = about if isinstance(about, dict) else {}
        meter = stream.get("resample_method") == "peaks" or about.get("resample.peaks") == "true"
        if not (stream.get("corked") or meter or stream.get("source") in loudspeakers):
            yield str(about.get("application.name", ""))
