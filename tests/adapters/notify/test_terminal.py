"""Knows what a person sees and presses in a real pseudo-terminal; must not know how cards are kept."""

from __future__ import annotations

import asyncio
import fcntl
import io
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
import tty
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Self

import pytest

from routine.adapters.notify.terminal import LETTERS, Terminal
from routine.core.notification import ActionId, Button, Notification
from routine.errors import NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, Down, Handle, Lost
from tests.adapters.notify.contract import (
    EVENING,
    MORNING,
    STEP_2,
    Can,
    Claim,
    Ear,
    FirstSeen,
    Rig,
    claims,
    keep,
    named,
)
from tests.replacing import replace

_KEY = re.compile(r"\[([a-z])\] (.*?)(?=   \[|$)")
_NUMBER = re.compile(r"^[1-9] · ")
PATIENCE = timedelta(milliseconds=300)


def read_cards(screen: str) -> list[FirstSeen]:
    """The cards on a screen: a blank line, a title, the body, then keys."""
    cards = []
    for block in screen.replace("\r\n", "\n").split("\n\n"):
        title, *rest = block.strip("\n").split("\n")
        keys = [line for line in rest if line.startswith("[")]
        body = [line for line in rest if not line.startswith(("[", "Also waiting:", "→"))]
        labels = tuple(label for line in keys[-1:] for _, label in _KEY.findall(line))
        if title:
            cards.append(FirstSeen(_NUMBER.sub("", title), "\n".join(body), labels))
    return cards


def somebody_looks() -> bool:
    """In place of a terminal, where the text itself is to be read."""
    return True


class Screen:
    """A pseudo-terminal: the service has one end, a person's screen and fingers the other."""

    def __init__(self, columns: int = 100) -> None:
        self.person, self.service = pty.openpty()
        termios.tcsetwinsize(self.person, (40, columns))
        tty.setraw(self.person)
        termios.tcsetattr(self.service, termios.TCSANOW, _usual(self.service))
        os.set_blocking(self.person, False)
        self.stream = os.fdopen(os.dup(self.service), "w", encoding="utf-8")
        self.keys = os.fdopen(os.dup(self.service), encoding="utf-8")
        self._text = b""

    @property
    def text(self) -> str:
        while True:
            try:
                chunk = os.read(self.person, 65536)
            except (BlockingIOError, OSError):
                chunk = b""
            if not chunk:
                return self._text.decode()
            self._text += chunk

    def type(self, keys: bytes) -> None:
        os.write(self.person, keys)

    def hang_up(self) -> None:
        os.close(self.person)

    def close(self) -> None:
        for end in (self.stream, self.keys):
            end.close()
        os.close(self.service)
        try:
            os.close(self.person)
        except OSError:
            return


def _usual(fd: int) -> list[int | list[bytes | int]]:
    """What a shell leaves: lines, echo, Ctrl-C."""
    mode: list[int | list[bytes | int]] = termios.tcgetattr(fd)
    mode[0] = termios.ICRNL | termios.IXON
    mode[1] = termios.OPOST | termios.ONLCR
    mode[3] = termios.ICANON | termios.ECHO | termios.ISIG
    return mode


def is_usual(fd: int) -> bool:
    mode = termios.tcgetattr(fd)[3]
    return bool(mode & termios.ICANON and mode & termios.ECHO)


@contextmanager
def a_screen(columns: int = 100) -> Iterator[Screen]:
    screen = Screen(columns)
    try:
        yield screen
    finally:
        screen.close()


class AtTheTerminal(Rig):
    """Keys pressed on a real pseudo-terminal."""

    can = frozenset({Can.PRESS, Can.REFUSE})
    room = 6

    def __init__(self, screen: Screen, environ: Mapping[str, str]) -> None:
        self.screen = screen
        self.notifier = Terminal(screen.stream, screen.keys, environ, PATIENCE)
        self._numbers: dict[Handle, int] = {}

    async def seen(self) -> list[FirstSeen]:
        return read_cards(self.screen.text)

    async def press(self, handle: Handle, action: Button) -> None:
        """As a person would: pick the card by its number when it is not the newest."""
        assert isinstance(self.notifier, Terminal)
        cards = self.notifier._cards
        if handle in cards:
            newest = next(reversed(cards)) == handle
            digit = b"" if newest else str(cards[handle].number).encode()
            self.screen.type(digit + LETTERS[action.key].encode())
            await asyncio.sleep(0.03)

    async def refuse(self) -> None:
        termios.tcflow(self.screen.service, termios.TCOOFF)

    async def accept(self) -> None:
        termios.tcflow(self.screen.service, termios.TCOON)


class WithoutKeys(Rig):
    """Lines that somebody reads where no key can be pressed."""

    can = frozenset({Can.READ_ONLY})

    def __init__(self) -> None:
        self._reads, writes = os.pipe()
        os.set_blocking(self._reads, False)
        self.stream = os.fdopen(writes, "w", encoding="utf-8")
        self.notifier = Terminal(self.stream, None, {}, watched=somebody_looks)
        self._text = b""

    async def seen(self) -> list[FirstSeen]:
        try:
            self._text += os.read(self._reads, 65536)
        except BlockingIOError:
            assert self._text
        return read_cards(self._text.decode())

    def close(self) -> None:
        self.stream.close()
        os.close(self._reads)


@asynccontextmanager
async def at_the_terminal() -> AsyncIterator[Rig]:
    with a_screen() as screen:
        yield AtTheTerminal(screen, {"NO_COLOR": "1"})


@asynccontextmanager
async def without_keys() -> AsyncIterator[Rig]:
    rig = WithoutKeys()
    try:
        yield rig
    finally:
        rig.close()


@pytest.mark.parametrize("claim", claims(*AtTheTerminal.can), ids=named)
def test_the_terminal_keeps_the_contract(claim: Claim) -> None:
    keep(claim, at_the_terminal)


@pytest.mark.parametrize("claim", claims(*WithoutKeys.can), ids=named)
def test_a_terminal_without_keys_keeps_the_contract(claim: Claim) -> None:
    keep(claim, without_keys)


def test_a_reminder_is_a_few_calm_lines_with_its_keys() -> None:
    async def story() -> None:
        with a_screen() as screen:
            terminal = Terminal(screen.stream, screen.keys, {"NO_COLOR": "1"})
            await terminal.open(Ear())
            await terminal.show(MORNING)
            assert screen.text == (
                "\r\nMorning mobility, 12 min\r\nDue at 07:30.\r\n[s] Start   [z] Snooze 10m   [k] Skip\r\n"
            )
            await terminal.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("environ", "bold"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=str,
)
def test_the_title_is_bold_unless_the_person_or_the_terminal_says_no(environ: dict[str, str], bold: bool) -> None:
    async def story() -> None:
        with a_screen() as screen:
            terminal = Terminal(screen.stream, screen.keys, environ)
            await terminal.open(Ear())
            await terminal.show(MORNING)
            assert ("\x1b[1mMorning mobility, 12 min\x1b[0m" in screen.text) is bold
            assert ("\x1b" in screen.text) is bold
            await terminal.close()

    asyncio.run(story())


def test_without_keys_there_are_no_escapes_and_the_command_is_named() -> None:
    async def story() -> str:
        log = io.StringIO()
        terminal = Terminal(log, None, {}, watched=somebody_looks)
        await terminal.open(Ear())
        await terminal.show(MORNING)
        return log.getvalue()

    text = asyncio.run(story())
    assert "\x1b" not in text
    assert "[s]" not in text
    assert text.endswith("routine start, routine snooze, routine skip\n")


@asynccontextmanager
async def typing(columns: int = 100) -> AsyncIterator[tuple[Screen, Terminal, Ear]]:
    """A person at a terminal that runs the service."""
    with a_screen(columns) as screen:
        terminal, ear = Terminal(screen.stream, screen.keys, {"NO_COLOR": "1"}, PATIENCE), Ear()
        await terminal.open(ear)
        try:
            yield screen, terminal, ear
        finally:
            await terminal.close()


async def a_moment() -> None:
    await asyncio.sleep(0.06)


def test_keys_need_no_enter_and_are_not_printed_and_the_terminal_is_given_back() -> None:
    async def story() -> None:
        with a_screen() as screen:
            terminal, ear = Terminal(screen.stream, screen.keys, {"NO_COLOR": "1"}), Ear()
            await terminal.open(ear)
            assert not is_usual(screen.service)
            handle = await terminal.show(MORNING)
            before = screen.text
            screen.type(b"x")
            await a_moment()
            assert screen.text == before
            screen.type(b"z")
            await a_moment()
            assert ear.heard == [Acted(handle, ActionId.SNOOZE)]
            assert screen.text == f"{before}→ Snooze 10m\r\n"
            await terminal.close()
            assert is_usual(screen.service)

    asyncio.run(story())


def test_each_answer_has_its_key() -> None:
    expected = "stzlknsepqemhoabtynunhuocnabocl"

    async def story() -> str:
        typed = ""
        async with typing() as (screen, terminal, ear):
            for key in ActionId:
                if key is ActionId.RESUME:
                    continue
                handle = await terminal.show(Notification("Card", "", (Button(key, "Do it"),)))
                letter = screen.text.rsplit("[", 1)[1][0]
                screen.type(letter.encode())
                await a_moment()
                assert ear.heard[-1] == Acted(handle, key)
                typed += letter
        return typed

    assert asyncio.run(story()) == expected


def test_p_pauses_and_then_resumes() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            first = await terminal.show(Notification("Cat-cow", "", (Button(ActionId.PAUSE, "Pause"),)))
            screen.type(b"p")
            await a_moment()
            second = await terminal.update(first, Notification("Cat-cow", "", (Button(ActionId.RESUME, "Go on"),)))
            await asyncio.sleep(0.35)
            screen.type(b"p")
            await a_moment()
            assert ear.heard == [Acted(first, ActionId.PAUSE), Acted(second, ActionId.RESUME)]

    asyncio.run(story())


def test_capital_letters_answer_as_well() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            handle = await terminal.show(MORNING)
            screen.type(b"S")
            await a_moment()
            assert ear.heard == [Acted(handle, ActionId.START)]

    asyncio.run(story())


def test_with_two_cards_a_key_answers_the_newest_and_a_number_picks_the_other() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            older = await terminal.show(MORNING)
            newer = await terminal.show(EVENING)
            assert "2 · Evening wind-down" in screen.text
            assert "Also waiting: [1] Morning mobility, 12 min" in screen.text
            screen.type(b"1")
            await a_moment()
            assert screen.text.endswith(
                "1 · Morning mobility, 12 min\r\n[s] Start   [z] Snooze 10m   [k] Skip\r\n"
            )
            screen.type(b"k")
            await a_moment()
            screen.type(b"s")
            await a_moment()
            assert ear.heard == [Acted(older, ActionId.SKIP), Acted(newer, ActionId.START)]

    asyncio.run(story())


def test_a_key_goes_to_the_newest_card_that_has_it() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            older = await terminal.show(MORNING)
            await terminal.show(STEP_2)
            screen.type(b"k")
            await a_moment()
            assert ear.heard == [Acted(older, ActionId.SKIP)]

    asyncio.run(story())


def test_a_key_held_down_answers_one_card_only() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            await terminal.show(MORNING)
            newer = await terminal.show(EVENING)
            for _ in range(12):
                screen.type(b"s")
                await asyncio.sleep(0.04)
            assert ear.heard == [Acted(newer, ActionId.START)]

    asyncio.run(story())


@pytest.mark.parametrize(
    "typed",
    [b"\x1b[A", b"\x1bOP", b"\x1b[H", b"\x1b[15~", b"\x1bs", b"\n", b"\t", b"skip this\n", b"\xff\xfe", b"7"],
    ids=repr,
)
def test_arrows_and_pasted_text_answer_nothing(typed: bytes) -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            everything = tuple(
                Button(key, "x")
                for key in (ActionId.START, ActionId.SKIP, ActionId.PAUSE, ActionId.HARDER, ActionId.OK)
            )
            await terminal.show(Notification("Careful", "", everything))
            screen.type(typed)
            await a_moment()
            assert ear.heard == []

    asyncio.run(story())


def test_what_was_typed_before_there_was_a_card_is_no_answer() -> None:
    async def story() -> None:
        with a_screen() as screen:
            screen.type(b"s\n")
            # a pseudo-terminal hands letters over a little later
            await a_moment()
            terminal, ear = Terminal(screen.stream, screen.keys), Ear()
            await terminal.open(ear)
            await terminal.show(MORNING)
            await a_moment()
            assert ear.heard == []
            await terminal.close()

    asyncio.run(story())


def test_a_closed_card_has_no_keys_any_more() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            await terminal.withdraw(await terminal.show(MORNING))
            screen.type(b"s1s")
            await a_moment()
            assert ear.heard == []

    asyncio.run(story())


def test_the_next_words_of_a_step_are_printed_alone() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, _):
            handle = await terminal.show(STEP_2)
            before = screen.text
            handle = await terminal.update(handle, STEP_2)
            assert screen.text == before
            handle = await terminal.update(handle, replace(STEP_2, body=f"{STEP_2.body}\nNow the other side."))
            assert screen.text == f"{before}Now the other side.\r\n"
            await terminal.update(handle, replace(STEP_2, actions=(Button(ActionId.RESUME, "Go on"),)))
            assert screen.text == f"{before}Now the other side.\r\n[p] Go on\r\n"

    asyncio.run(story())


def test_an_older_card_that_changes_says_again_which_it_is() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, _):
            handle = await terminal.show(STEP_2)
            await terminal.show(EVENING)
            before = screen.text
            await terminal.update(handle, replace(STEP_2, body="Now the other side."))
            assert "1 · Cat-cow\r\nNow the other side." in screen.text.removeprefix(before)

    asyncio.run(story())


def test_a_card_that_changes_does_not_list_itself_as_waiting_too() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, _):
            handle = await terminal.show(STEP_2)
            before = screen.text
            await terminal.update(handle, replace(STEP_2, title="Bird dog"))
            assert "Bird dog" in screen.text.removeprefix(before)
            assert "Also waiting" not in screen.text
            await terminal.show(EVENING)
            await terminal.update(handle, STEP_2)
            assert screen.text.endswith("Also waiting: [2] Evening wind-down\r\n")

    asyncio.run(story())


async def says(screen: Screen, words: str) -> None:
    """Wait until it is on the screen."""
    loop = asyncio.get_running_loop()
    end = loop.time() + 15
    while words not in screen.text:
        assert loop.time() < end, screen.text
        await asyncio.sleep(0.02)


def test_when_a_card_is_answered_elsewhere_it_is_said_what_the_keys_mean_now() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            first = await terminal.show(MORNING)
            await terminal.withdraw(await terminal.show(EVENING))
            await says(
                screen, "“Evening wind-down” is no longer waiting here.\r\nMorning mobility, 12 min\r\n[s] Start"
            )
            screen.type(b"k")
            await says(screen, "→ Skip\r\n")
            assert ear.heard == [Acted(first, ActionId.SKIP)]

    asyncio.run(story())


def test_a_card_that_only_comes_back_is_not_said_to_be_gone() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, _):
            await terminal.show(MORNING)
            await terminal.withdraw(await terminal.show(EVENING))
            await terminal.show(EVENING)
            await terminal.withdraw(await terminal.show(STEP_2))
            # said later than anything of the first one would have been
            await says(screen, "is no longer waiting here.")
            assert "“Evening wind-down” is no longer" not in screen.text

    asyncio.run(story())


def test_an_answer_names_its_session_where_several_wait() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, _):
            await terminal.show(MORNING)
            await terminal.show(EVENING)
            screen.type(b"k")
            await says(screen, "→ Skip: “Evening wind-down”\r\n")

    asyncio.run(story())


def test_a_plan_cannot_command_the_terminal() -> None:
    nasty = "Safe\x1b[2J\x1b]0;owned\x07 \x9b31m\x07\x08\x00 and\r\u202eback\u2028sound"

    async def story() -> None:
        async with typing() as (screen, terminal, _):
            await terminal.show(Notification(nasty, nasty, (Button(ActionId.OK, nasty),), without_buttons=nasty))
            shown = screen.text.replace("\r\n", "\n")
            assert [mark for mark in shown if mark != "\n" and not mark.isprintable()] == []
            assert "Safe" in shown
            assert "sound" in shown
            assert "owned" not in shown

    asyncio.run(story())


@pytest.mark.parametrize(
    "body",
    [
        "Lie on your back with both knees bent and let the right knee fall slowly to the side.",
        "仰向けに寝て両膝を曲げ、ゆっくりと右の膝を横に倒します。呼吸を止めないでください。",
        "See https://example.org/a/very/long/address/that/has/no/blanks/in/it/at/all for more.",
    ],
)
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(body: str) -> None:
    async def story() -> str:
        async with typing(columns=30) as (screen, terminal, _):
            await terminal.show(replace(MORNING, body=body))
            return screen.text

    lines = asyncio.run(story()).split("\r\n")
    # letters from the CJK blocks on are two columns wide
    assert max(sum(2 if mark >= "\u2e80" else 1 for mark in line) for line in lines) <= 30
    assert body.replace(" ", "") in "".join(lines).replace(" ", "")
    assert [line for line in lines if "Snooze" in line] == ["[s] Start   [z] Snooze 10m"]


def test_letters_a_terminal_does_not_know_are_replaced() -> None:
    async def story() -> str:
        bytes_out = io.BytesIO()
        stream = io.TextIOWrapper(bytes_out, encoding="ascii")
        terminal = Terminal(stream, None, {}, watched=somebody_looks)
        await terminal.open(Ear())
        await terminal.show(Notification("Yoga 🧘", "Größer \ud800"))
        return bytes_out.getvalue().decode()

    assert asyncio.run(story()) == "\nYoga ?\nGr??er\n"


def test_ctrl_s_holds_the_terminal_and_not_the_service_and_ctrl_q_lets_go() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, _):
            screen.type(b"\x13")
            before = time.monotonic()
            with pytest.raises(NotifierTimedOut, match="Ctrl-Q"):
                await terminal.show(MORNING)
            assert time.monotonic() - before < 10
            screen.type(b"\x11")
            await terminal.show(EVENING)
            assert EVENING.title in screen.text
            assert MORNING.title not in screen.text

    asyncio.run(story())


def test_a_terminal_that_is_closed_takes_its_cards_with_it_once() -> None:
    async def story() -> None:
        async with typing() as (screen, terminal, ear):
            one = await terminal.show(MORNING)
            other = await terminal.show(EVENING)
            screen.hang_up()
            await hear_all(ear, 3)
            assert [*ear.heard[:2]] == [Lost(one), Lost(other)]
            assert isinstance(ear.heard[2], Down)
            assert not terminal.caps.actions
            with pytest.raises(NotifierUnavailable):
                await terminal.show(MORNING)
            await terminal.withdraw(one)
            assert len(ear.heard) == 3

    asyncio.run(story())


async def hear_all(ear: Ear, many: int) -> None:
    for _ in range(200):
        if len(ear.heard) >= many:
            return
        await asyncio.sleep(0.01)


def test_a_pipe_whose_reader_has_gone_is_said_and_told_once() -> None:
    async def story() -> None:
        reads, writes = os.pipe()
        stream, ear = os.fdopen(writes, "w"), Ear()
        terminal = Terminal(stream, None, {}, watched=somebody_looks)
        await terminal.open(ear)
        handle = await terminal.show(MORNING)
        os.close(reads)
        for _ in range(2):
            with pytest.raises(NotifierUnavailable, match="has gone"):
                await terminal.show(EVENING)
        assert ear.heard == [Lost(handle), Down(ear.heard[-1].why if isinstance(ear.heard[-1], Down) else "")]
        with suppress(OSError):
            stream.close()

    asyncio.run(story())


def test_a_line_in_a_log_is_no_card() -> None:
    """Nobody reads it, so it must not count as shown: whether it is opened or asked to show."""

    async def story() -> None:
        log, looked_at = io.StringIO(), True
        with pytest.raises(NotifierUnavailable, match="No terminal is open"):
            await Terminal(log, None, {}).open(Ear())
        terminal = Terminal(log, None, {}, watched=lambda: looked_at)
        await terminal.open(Ear())
        handle = await terminal.show(MORNING)
        looked_at, before = False, log.getvalue()
        with pytest.raises(NotifierUnavailable, match="No terminal is open"):
            await terminal.show(EVENING)
        with pytest.raises(NotifierUnavailable, match="No terminal is open"):
            await terminal.update(handle, EVENING)
        assert log.getvalue() == before

    asyncio.run(story())


def test_before_opening_nothing_is_printed_and_it_is_said() -> None:
    async def story() -> None:
        log = io.StringIO()
        with pytest.raises(NotifierUnavailable):
            await Terminal(log).show(MORNING)
        assert log.getvalue() == ""
        log.close()
        with pytest.raises(NotifierUnavailable):
            await Terminal(log, watched=somebody_looks).open(Ear())

    asyncio.run(story())


SERVICE = """
import asyncio, sys
from datetime import timedelta
from routine.adapters.notify import terminal_keys
from routine.adapters.notify.terminal import Terminal
from routine.core.notification import ActionId, Button, Notification
from routine.ports import Acted
terminal_keys._LOOK_AGAIN = timedelta(milliseconds=100)

async def service():
    def told(what):
        print("told", what.key if isinstance(what, Acted) else type(what).__name__, flush=True)
    terminal = Terminal(sys.stdout, sys.stdin, {"NO_COLOR": "1"})
    await terminal.open(told)
    await terminal.show(Notification("Morning", "Now.", (Button(ActionId.START, "Start"),)))
    print("keys", terminal.caps.actions, flush=True)
    await asyncio.sleep(20)

try:
    asyncio.run(service())
except KeyboardInterrupt:
    print("stopped", flush=True)
"""

SHELL = """
import os, signal, subprocess, sys, time
# what a shell does with `service &` and then `fg`
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = subprocess.Popen([sys.executable, "-c", sys.argv[1]], process_group=0)
time.sleep(float(sys.argv[2]))
os.tcsetpgrp(0, job.pid)
job.wait(15)
os.tcsetpgrp(0, os.getpgrp())
"""


class Session:
    """A program in a terminal of its own, which it controls: Ctrl-C and job control work as they do for people."""

    def __init__(self, *command: str) -> None:
        self.screen = Screen()
        self.process = subprocess.Popen(
            [sys.executable, "-c", *command],
            stdin=self.screen.service,
            stdout=self.screen.service,
            stderr=self.screen.service,
            cwd=Path(__file__).parents[3],
            start_new_session=True,
            preexec_fn=take_the_terminal,  # noqa: PLW1509 - no thread runs here, and nothing else makes it ours
        )

    def wait_for(self, text: str, limit: float = 60) -> None:
        end = time.monotonic() + limit
        while text not in self.screen.text:
            assert time.monotonic() < end, f"{text!r} is not in {self.screen.text!r}"
            time.sleep(0.02)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(5)
        self.screen.close()


def take_the_terminal() -> None:
    # tests that were started in the background have Ctrl-C ignored, and would hand that down
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_ctrl_c_still_stops_the_service_and_the_terminal_is_as_it_was() -> None:
    """Also when nobody came to shut the notifier."""
    with Session(SERVICE) as session:
        session.wait_for("keys True")
        assert not is_usual(session.screen.service)
        session.screen.type(b"\x03")
        session.wait_for("stopped")
        assert session.process.wait(30) == 0
        assert is_usual(session.screen.service)


def test_in_the_background_no_key_is_taken_from_the_shell_and_in_the_foreground_keys_work() -> None:
    with Session(SHELL, SERVICE, "1.5") as session:
        session.wait_for("keys False")
        assert is_usual(session.screen.service)
        session.wait_for("told Up")
        session.screen.type(b"s")
        session.wait_for("told start")
        session.screen.type(b"\x03")
        session.wait_for("stopped")
        assert session.process.wait(30) == 0
        assert is_usual(session.screen.service)
