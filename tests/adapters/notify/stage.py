"""Knows how to put a notifier before a fake server on a bus of its own; must not know any claim."""

from __future__ import annotations

import json
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from routine.adapters.notify.freedesktop import Freedesktop
from routine.core.notification import Notification
from routine.ports import Handle
from tests.adapters.notify.fake_server import NAME, Quirk
from tests.desktop.private_bus import PrivateBus, until

_SERVER = Path(__file__).with_name("fake_server.py")


class Stage(PrivateBus):
    """`with Stage() as stage:` is a bus; `stage.start_fake(…)` puts a server on it."""

    # the daemon itself stops a program that answers in another's place; here it must not, so that we have to
    policy = '<allow send_requested_reply="false"/><allow receive_requested_reply="false"/>'

    def __init__(self) -> None:
        super().__init__()
        self._fake: subprocess.Popen[str] | None = None

    def start_fake(self, *quirks: Quirk, **say: Any) -> None:
        """A running one forgets everything and starts anew."""
        if self._fake is None:
            self._run_fake()
        assert self.tell("start", quirks=[str(quirk) for quirk in quirks], **say) is True

    def _run_fake(self) -> None:
        self._fake = subprocess.Popen(
            [sys.executable, str(_SERVER)],
            env={**self.env, "PYTHONPATH": str(_SERVER.parents[3])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def kill_fake(self) -> None:
        if self._fake is None:
            return
        fake, self._fake = self._fake, None
        fake.send_signal(signal.SIGKILL)
        fake.wait(5)
        for pipe in (fake.stdin, fake.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        if self.socket.exists():
            until(lambda: not self.owner(NAME), "the name to be free")

    def tell(self, what: str, **say: Any) -> Any:
        """Have the fake do something; what it answers."""
        assert self._fake is not None
        assert self._fake.stdin is not None
        assert self._fake.stdout is not None
        self._fake.stdin.write(json.dumps({"do": what, **say}) + "\n")
        self._fake.stdin.flush()
        if not select.select([self._fake.stdout], [], [], 10)[0]:
            raise AssertionError(f"the fake server does not answer: {self.log()}")
        line = self._fake.stdout.readline()
        if not line:
            raise AssertionError(f"the fake server ended: {self.log()}")
        return json.loads(line)

    def quirks(self, *quirks: Quirk) -> None:
        self.tell("quirks", quirks=[str(quirk) for quirk in quirks])

    def cards(self) -> list[dict[str, Any]]:
        """The cards that are open, oldest first."""
        found = self.tell("cards")
        assert isinstance(found, list)
        return found

    def calls(self, member: str) -> list[list[Any]]:
        """What the server was asked, in order."""
        return [call[1:] for call in self.tell("calls") if call[0] == member]

    def clean(self) -> None:
        self.kill_fake()
        super().clean()


class Numbered(Freedesktop):
    """The notifier under test, which also notes the number each card had at the server."""

    stage: Stage
    numbers: dict[Handle, int]

    async def show(self, notice: Notification) -> Handle:
        handle = await super().show(notice)
        self.numbers[handle] = self.stage.tell("last")
        return handle

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        updated = await super().update(handle, notice)
        self.numbers[updated] = self.stage.tell("last")
        return updated


def numbered(stage: Stage, stale_cards: Path | None = None, banners_off: bool | None = None) -> Numbered:
    async def said() -> bool | None:
        return banners_off

    notifier = Numbered(stale_cards, stage.env, said)
    notifier.stage = stage
    notifier.numbers = {}
    return notifier
