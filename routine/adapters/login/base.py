"""Knows what every way to start at login has in common; must not know any one of them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import dropwhile
from pathlib import Path
from typing import Protocol

from routine.adapters.atomic_write import write_atomically
from routine.errors import SystemFault
from routine.presentation import login as words

LIMIT = timedelta(seconds=10)
_ENV = "/usr/bin/env"
_WORD = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s"])+')


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What a person has to add, and to which file; an empty file where nobody knows which."""

    file: str
    line: str


AGENT = "local.routine"
"""What launchd calls ours, and tells it in XPC_SERVICE_NAME."""
_READABLE = 0o644
"""What systemd, the desktop and launchd read; nothing in it is private."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is to be started: its words, and the variables without which it would look for plans elsewhere."""

    command: tuple[str, ...]
    variables: tuple[tuple[str, str], ...] = ()


class TookTooLong(SystemFault):
    """Raised when a command of the system did not answer; it may yet do what it was asked."""


class Login(Protocol):
    """One way to start at login. Nothing is written but by `turn_on`."""

    @property
    def name(self) -> str:
        """What it is called, for people."""

    @property
    def file(self) -> Path:
        """Where it is written down, whether or not it is there."""

    @property
    def log_hint(self) -> str:
        """What to type to read what the service says."""

    def is_on(self) -> bool:
        """Whether it starts at the next login."""

    def starts(self) -> tuple[str, ...]:
        """The command in the file, as it stands there; empty when none can be read."""

    def not_in_this_login(self) -> OwnLine | None:
        """What would have to be done for it to start in a login like this one; None where it does."""

    def turn_on(self, program: Program, running: int | None) -> list[str]:
        """Start at login from now on, and now if nothing is `running`; says what was done. Raises SystemFault."""

    def turn_off(self) -> list[str]:
        """Undo that; says what was done, and nothing when there was nothing. Raises SystemFault."""


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """What a command of the system gave back."""

    code: int
    said: str
    complained: str

    @property
    def fine(self) -> bool:
        """Whether it ended with 0."""
        return self.code == 0


def run(command: Sequence[str], environ: Mapping[str, str]) -> ProgramResult:
    """Run a command of the system. Raises SystemFault when it is missing, TookTooLong when it is slow."""
    try:
        done = subprocess.run(
            command,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            # what is typed in a console of Windows answers in that console's code page
            encoding="oem" if sys.platform == "win32" else None,
            errors="replace",
            timeout=LIMIT.total_seconds(),
            check=False,
        )
    except OSError as error:
        raise SystemFault(*words.no_program(command[0])) from error
    except subprocess.TimeoutExpired as error:
        raise TookTooLong(*words.no_answer(" ".join(command), int(LIMIT.total_seconds()))) from error
    return ProgramResult(done.returncode, done.stdout.strip(), done.stderr.strip())


def run_checked(command: Sequence[str], environ: Mapping[str, str]) -> ProgramResult:
    """The same; raises SystemFault when it fails as well."""
    answer = run(command, environ)
    if not answer.fine:
        raise failure(command, answer)
    return answer


def failure(command: Sequence[str], answer: ProgramResult) -> SystemFault:
    """What to raise for a command that failed: its words, and the first line it complained in."""
    lines = (answer.complained or answer.said).splitlines()
    return SystemFault(*words.failed(" ".join(command), lines[0] if lines else ""))


def write(file: Path, whole: bytes, *, mode: int = _READABLE) -> bool:
    """Put the whole file there at once; False when it was there already. Raises SystemFault."""
    if _read(file) == whole:
        return False
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, whole, mode=mode)
    except OSError as error:
        raise SystemFault(*words.refused(str(file), error.strerror or str(error))) from error
    return True


def remove(file: Path) -> bool:
    """False when there was none. Raises SystemFault."""
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise SystemFault(*words.refused(str(file), error.strerror or str(error))) from error
    return True


def text_of(file: Path) -> str:
    """The text of a file; empty when it is missing or cannot be read."""
    return _read(file).decode("utf-8", "replace")


def is_ours(file: Path) -> bool:
    """Whether we wrote the file: it bears our mark."""
    return words.MARK in text_of(file)


def require_ours(file: Path) -> None:
    """Raises SystemFault when somebody else wrote it."""
    if file.exists() and not is_ours(file):
        raise SystemFault(*words.foreign(str(file)))


def require_printable(text: str) -> str:
    """The same text. Raises SystemFault when it holds what a file of lines cannot carry."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SystemFault(*words.odd_path(text)) from error
    if any(ord(character) < ord(" ") or character == "\x7f" for character in text):
        raise SystemFault(*words.odd_path(text))
    return text


def by_env(command: tuple[str, ...], variables: tuple[tuple[str, str], ...] = ()) -> tuple[str, ...]:
    """The same command begun by env(1). Raises SystemFault for a path that env would take for a variable."""
    if "=" in command[0]:
        raise SystemFault(*words.odd_path(command[0]))
    return (_ENV, *(f"{name}={value}" for name, value in variables), *command)


def without_env(command: tuple[str, ...]) -> tuple[str, ...]:
    """The opposite of `by_env`; what does not begin with it stays."""
    if command[:1] != (_ENV,):
        return command
    return tuple(dropwhile(lambda word: "=" in word, command[1:]))


def split(line: str) -> tuple[str, ...]:
    """The words of a command line in which double quotes hold a word together and a backslash takes the next."""
    return tuple(re.sub(r'\\(.)|"', r"\1", word) for word in _WORD.findall(line))


def value_of(text: str, key: str) -> str:
    """What the last line `key=…` says."""
    found = [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{key}=")]
    return found[-1].strip() if found else ""


def _read(file: Path) -> bytes:
    with suppress(OSError):
        return file.read_bytes()
    return b""
