"""Knows how the Task Scheduler of Windows is told; must not know when that is wanted.

Its usual settings would not start it on battery, end it when the charger is pulled, and end it after three days.

Source: Microsoft's Task Scheduler Schema, in which lengths of time are XML's (PT0S: no limit), and schtasks.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from routine.adapters.base_folders import own_home
from routine.adapters.login.base import OwnLine, Program, remove, require_printable, run, run_checked, write
from routine.presentation import login as words

_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"

_SETTINGS = """  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>5</Count>
    </RestartOnFailure>
  </Settings>
"""


class Scheduler:
    """The entry of one person. Its text is kept beside the journal: Windows gives it back only garbled."""

    name = words.SCHEDULER

    def __init__(self, environ: Mapping[str, str], home: Path) -> None:
        self._environ = environ
        user = environ.get("USERNAME", home.name)
        domain = environ.get("USERDOMAIN", "")
        self._user = f"{domain}\\{user}" if domain else user
        self._entry = f"routine-{user}"
        local = environ.get("LOCALAPPDATA", "")
        self.file = (Path(local) if local else home / "AppData" / "Local") / "routine" / "login.xml"
        own = environ.get("ROUTINE_HOME", "")
        # the Task Scheduler keeps no word of what it starts
        log = Path(own_home(own), "state", "routine.log") if own else self.file.with_name("routine.log")
        self.log_hint = words.read_in_notepad(str(log))

    def is_on(self) -> bool:
        return run(("schtasks", "/Query", "/TN", self._entry), self._environ).fine

    def starts(self) -> tuple[str, ...]:
        with suppress(OSError):
            return command_in(self.file.read_bytes())
        return ()

    def not_in_this_login(self) -> OwnLine | None:
        return None

    def turn_on(self, program: Program, running: int | None) -> list[str]:
        write(self.file, entry_text(program, self._user))
        run_checked(("schtasks", "/Create", "/F", "/TN", self._entry, "/XML", str(self.file)), self._environ)
        said = [words.wrote(str(self.file)), words.registered(self._entry), words.starts_with(graphical=False)]
        said += [words.set_for_account([name for name, _ in program.variables])] if program.variables else []
        if running:
            return [*said, words.NEXT_TIME]
        run_checked(("schtasks", "/Run", "/TN", self._entry), self._environ)
        return [*said, words.STARTED]

    def turn_off(self) -> list[str]:
        was_on = self.is_on()
        if was_on:
            run_checked(("schtasks", "/Delete", "/F", "/TN", self._entry), self._environ)
        gone = remove(self.file)
        return [words.unregistered(self._entry)] * was_on + [words.removed(str(self.file))] * gone


def entry_text(program: Program, user: str) -> bytes:
    """The entry, in UTF-16 as schtasks wants it."""
    command, *arguments = (require_printable(word) for word in program.command)
    who = escape(require_printable(user))
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{_SPACE}">
  <RegistrationInfo>
    <Description>{escape(words.DESCRIPTION)}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>{who}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{who}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
{_SETTINGS}  <Actions Context="Author">
    <Exec>
      <Command>{escape(command)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>
    </Exec>
  </Actions>
</Task>
""".replace("\n", "\r\n").encode("utf-16")


def command_in(text: bytes) -> tuple[str, ...]:
    """What an entry starts: the opposite of `entry_text`; empty when it cannot be read."""
    with suppress(ET.ParseError, UnicodeError, ValueError):
        entry = ET.fromstring(text)  # noqa: S314 - our own file, in the person's own folder
        command = entry.findtext(f".//{{{_SPACE}}}Command", "")
        arguments = entry.findtext(f".//{{{_SPACE}}}Arguments", "")
        return (command, *arguments.split()) if command else ()
    return ()
