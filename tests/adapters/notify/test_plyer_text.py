"""Knows what notify-send is handed by the last resort, with the real plyer; must not know how it gets there."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from plyer import notification

from routine.adapters.notify.plyer_text import Text
from routine.core.notification import Notification
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Handle
from tests.adapters.notify.contract import (
    COMMAND,
    MORNING,
    Can,
    Claim,
    Ear,
    FirstSeen,
    Rig,
    claims,
    keep,
    named,
    opened,
)
from tests.needs import by_plyers_own_way, only_on_linux

# it writes down what it was handed behind its options, and can be made to hang, or to find no server
SEND = """#!/bin/sh
test -e "$0.hangs" && { sleep 4; exit 1; }
test -e "$0.alone" && { echo "The name org.freedesktop.Notifications was not provided." >&2; exit 1; }
shift 2
printf '%s\\0' "$#" "$@" >> "$0.said"
"""
LIMIT = timedelta(milliseconds=700)


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def compressed(text: str) -> str:
    """What notify-send makes of backslashes in a body (g_strcompress)."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text, flags=re.DOTALL)


class BySending(Rig):
    """A desktop that has notify-send and a server that reads bodies as markup."""

    can = frozenset({Can.READ_ONLY, Can.REFUSE})

    def __init__(self, program: Path) -> None:
        self.said = Path(f"{program}.said")
        self.hangs = Path(f"{program}.hangs")
        self.notifier = Text(LIMIT)

    async def seen(self) -> list[FirstSeen]:
        words = read(self.said).split("\0")
        cards = []
        while words and words[0]:
            many = int(words[0])
            title, body, *_ = words[1 : many + 1]
            words = words[many + 1 :]
            # an option, or nothing at all, is no title for it
            if title and not title.startswith("-") and not body.startswith("-"):
                cards.append(FirstSeen(title, unescape(re.sub("<[^>]*>", "", compressed(body)))))
        return cards

    async def refuse(self) -> None:
        self.hangs.touch()

    async def accept(self) -> None:
        self.hangs.unlink()


@asynccontextmanager
async def by_sending() -> AsyncIterator[Rig]:
    with TemporaryDirectory(prefix="routine-text-") as folder, pytest.MonkeyPatch.context() as patch:
        program = Path(folder) / "notify-send"
        program.write_text(SEND, encoding="utf-8")
        program.chmod(0o755)
        patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        # with dbus-python plyer would take another way
        patch.setitem(sys.modules, "dbus", None)
        forget()
        yield BySending(program)
        forget()


def forget() -> None:
    """plyer looks once for a way to send, and keeps what it found."""
    object.__setattr__(notification, "_obj", None)


@only_on_linux
@pytest.mark.parametrize("claim", claims(*BySending.can), ids=named)
def test_plain_text_keeps_the_contract(claim: Claim) -> None:
    keep(claim, by_sending)


def test_it_never_claims_to_have_been_seen() -> None:
    caps = Text().caps
    assert not caps.actions
    assert "nothing tells whether it was seen" in caps.degraded


@by_plyers_own_way
def test_the_command_stands_below_the_text() -> None:
    async def story() -> None:
        async with opened(by_sending) as (rig, _):
            await rig.notifier.show(MORNING)
            (card,) = await rig.seen()
            assert card.body == f"{MORNING.body}\n{COMMAND}"

    asyncio.run(story())


@by_plyers_own_way
def test_a_text_that_no_server_took_is_not_said_to_be_sent() -> None:
    async def story() -> None:
        async with opened(by_sending) as (rig, _):
            assert isinstance(rig, BySending)
            rig.said.with_suffix(".alone").touch()
            with pytest.raises(NotifierRejected, match="was not provided"):
                await rig.notifier.show(MORNING)
            rig.said.with_suffix(".alone").unlink()
            await rig.notifier.show(MORNING)
            assert len(await rig.seen()) == 1

    asyncio.run(story())


@by_plyers_own_way
def test_a_new_text_is_sent_for_the_next_step() -> None:
    async def story() -> None:
        async with opened(by_sending) as (rig, _):
            handle = await rig.notifier.show(MORNING)
            assert await rig.notifier.update(handle, Notification("Step 2 of 8", "Cat-cow.")) != handle
            assert [card.title for card in await rig.seen()] == [MORNING.title, "Step 2 of 8"]

    asyncio.run(story())


@by_plyers_own_way
def test_one_that_hangs_does_not_hold_up_the_loop() -> None:
    async def story() -> None:
        async with opened(by_sending) as (rig, _):
            await rig.refuse()
            showing = asyncio.ensure_future(rig.notifier.show(MORNING))
            before = time.monotonic()
            await asyncio.sleep(0.05)
            assert time.monotonic() - before < 1
            with pytest.raises(NotifierTimedOut):
                await showing

    asyncio.run(story())


SERVICE = """
import asyncio
from datetime import timedelta
from routine.adapters.notify.plyer_text import Text
from routine.core.notification import Notification
from routine.errors import NotifierTimedOut

async def service():
    text = Text(timedelta(milliseconds=200))
    await text.open(print)
    try:
        await text.show(Notification("Morning", ""))
    except NotifierTimedOut:
        print("timed out", flush=True)

asyncio.run(service())
"""


@only_on_linux
def test_one_that_hangs_does_not_hold_up_the_end_of_the_service(tmp_path: Path) -> None:
    program = tmp_path / "notify-send"
    program.write_text(SEND, encoding="utf-8")
    program.chmod(0o755)
    Path(f"{program}.hangs").touch()
    before = time.monotonic()
    # a file, since what the service leaves behind would keep a pipe open
    with (tmp_path / "said").open("w") as said:
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", SERVICE],
            stdout=said,
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
            timeout=20,
            check=False,
        )
    assert time.monotonic() - before < 3.5
    assert ended.returncode == 0
    assert read(tmp_path / "said") == "timed out\n"


@by_plyers_own_way
def test_a_computer_without_any_way_says_so_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "dbus", None)
    forget()

    async def story() -> None:
        with pytest.raises(NotifierUnavailable, match="no way to show even a plain notification"):
            await Text().open(Ear())

    asyncio.run(story())
    forget()
    assert capfd.readouterr().err == ""


def test_before_opening_nothing_is_sent_and_it_is_said() -> None:
    async def story() -> None:
        with pytest.raises(NotifierUnavailable):
            await Text().show(MORNING)
        await Text().withdraw(Handle(1))

    asyncio.run(story())
