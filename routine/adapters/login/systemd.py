"""Knows how a systemd user unit is written, enabled and started; must not know when that is wanted.

What is left out was measured. In user units of systemd 252 ProtectClock and PrivateDevices keep it from starting;
ProtectSystem, ProtectHome and PrivateTmp do nothing without PrivateUsers. A watchdog would wake the computer up.

Source: systemd.unit(5), systemd.service(5), systemd.exec(5), systemd.syntax(7) and systemctl(1).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from routine.adapters.login.base import (
    OwnLine,
    Program,
    ProgramResult,
    TookTooLong,
    by_env,
    failure,
    is_ours,
    remove,
    require_ours,
    require_printable,
    run,
    run_checked,
    split,
    text_of,
    value_of,
    without_env,
    write,
)
from routine.adapters.login.desktop_startup import own_line, reads_autostart
from routine.adapters.login.xdg_autostart import START_UNIT, UnitStarter
from routine.errors import SystemFault
from routine.presentation import login as words

UNIT = "routine.service"
_DESKTOP = "graphical-session.target"
_WANTS = f"{_DESKTOP}.wants"
_ALIVE = {"initializing", "starting", "running", "degraded", "maintenance"}
_ENABLE_ANEW = "reenable"  # codespell:ignore reenable
_PLAIN = frozenset("/._-+:@,=")
_NOT_IN_A_PATH = frozenset("\"'\\")
"""What systemd refuses in the path of a program, however it is quoted; in its other words all is well."""


class Systemd:
    """The unit of one person; the systemd of their login starts it."""

    name = words.SYSTEMD
    log_hint = words.SYSTEMD_LOG

    def __init__(self, environ: Mapping[str, str], config_home: Path, home: Path) -> None:
        self._environ = environ
        self._reachable = self._is_reachable()
        self._home = home
        self.file = self._folder(config_home, home / ".config") / UNIT
        # where the desktop of this login looks, whatever XDG_CONFIG_HOME a shell has
        self._starter = UnitStarter(self.file.parents[2])

    @property
    def usable(self) -> bool:
        """A systemd of this login answers, and carries the session bus that notifications need."""
        runtime = self._environ.get("XDG_RUNTIME_DIR", "")
        return self._reachable and (Path(runtime) / "bus").is_socket()

    def is_on(self) -> bool:
        return bool(self._links()) and (is_ours(self.file) or self._packaged() is not None)

    def starts(self) -> tuple[str, ...]:
        return command_in(text_of(self._packaged() or self.file))

    def turn_on(self, program: Program, running: int | None) -> list[str]:
        require_ours(self.file)
        require_ours(self._starter.file)
        if not self._reachable:
            raise SystemFault(*words.unreachable())
        new = write(self.file, unit_text(program).encode("utf-8"))
        # a link to another target, left from an earlier time, goes with it; and systemd reads its units again
        self._must(_ENABLE_ANEW, UNIT)
        said = words.wrote(str(self.file)) if new else words.unchanged(str(self.file))
        said_also = self._starter.turn_on()
        return [said, *said_also, words.starts_with(graphical=True), self._begin(running, new=new)]

    def not_in_this_login(self) -> OwnLine | None:
        wanted_by = [link.parent.name for link in self._links()]
        # an earlier version had it start with every login, also from afar
        if "default.target.wants" in wanted_by:
            return None
        if self._reachable and _WANTS in wanted_by and self._ask("is-active", _DESKTOP).fine:
            return None
        needed = own_line(self._environ, self._home, " ".join(START_UNIT))
        if needed is None and reads_autostart(self._environ) and not self._starter.is_on():
            return OwnLine(str(self._starter.file), "")
        return needed

    def turn_off(self) -> list[str]:
        if not is_ours(self.file):
            return self._turn_off_packaged() if self.is_on() else []
        before = self._main_pid()
        if self._reachable:
            self._must("disable", "--now", UNIT)
        for link in self._links():
            remove(link)
        remove(self.file)
        starter = self._starter.turn_off()
        if self._reachable:
            self._must("daemon-reload")
            # a unit that failed would be remembered by its name
            self._ask("reset-failed", UNIT)
        return [words.removed(str(self.file)), *starter, *([words.STOPPED] if before else [])]

    def _packaged(self) -> Path | None:
        """The unit that a package of the system has brought, where this person has none of their own."""
        if not self._reachable or self.file.exists():
            return None
        found = self._ask("show", "--property=FragmentPath", "--value", UNIT).said
        return Path(found) if found else None

    def _turn_off_packaged(self) -> list[str]:
        """It stays where it is, and is started no more."""
        before, links = self._main_pid(), self._links()
        self._must("disable", "--now", UNIT)
        return [*(words.removed(str(link)) for link in links), *([words.STOPPED] if before else [])]

    def _begin(self, running: int | None, *, new: bool) -> str:
        ours = self._main_pid()
        if running and running != ours:
            return words.NEXT_TIME
        # a unit that failed too often refuses to start until that is forgotten
        self._ask("reset-failed", UNIT)
        try:
            answer = self._ask("restart" if new and ours else "start", UNIT)
        except TookTooLong:
            return words.STARTING
        if not answer.fine:
            raise SystemFault(*words.not_started(self.log_hint)) from failure(
                ("systemctl", "--user", "start"), answer
            )
        return words.RESTARTED if new and ours else words.STARTED

    def _main_pid(self) -> int:
        """The process of the unit; 0 when it has none."""
        if not self._reachable:
            return 0
        said = self._ask("show", "--property=MainPID", "--value", UNIT).said
        return int(said) if said.isdecimal() else 0

    def _is_reachable(self) -> bool:
        if shutil.which("systemctl", path=self._environ.get("PATH")) is None:
            return False
        return self._ask("is-system-running").said in _ALIVE

    def _folder(self, *candidates: Path) -> Path:
        """Where the running systemd looks for units: a shell may have another XDG_CONFIG_HOME than it has."""
        folders = [candidate / "systemd" / "user" for candidate in candidates]
        looked = f" {self._ask('show', '--property=UnitPath', '--value').said} " if self._reachable else ""
        return next((folder for folder in folders if f" {folder} " in looked), folders[0])

    def _links(self) -> list[Path]:
        return [link for link in self.file.parent.glob(f"*.wants/{UNIT}") if link.is_symlink()]

    def _ask(self, *arguments: str) -> ProgramResult:
        return run(("systemctl", "--user", *arguments), self._environ)

    def _must(self, *arguments: str) -> ProgramResult:
        return run_checked(("systemctl", "--user", *arguments), self._environ)


def unit_text(program: Program) -> str:
    """The unit. It comes with the desktop, and not with a login from afar or on a console, which has no screen.

    75 is "already running" and 78 "the configuration is wrong": trying again would not help."""
    return f"""# {words.MARK}
# To change something: systemctl --user edit routine
[Unit]
Description={words.DESCRIPTION}
After={_DESKTOP}
PartOf={_DESKTOP}
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=notify
NotifyAccess=main
{variable_lines(program)}ExecStart={exec_start(program.command)}
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=75 78
TimeoutStopSec=10
{hardening("AF_UNIX")}
[Install]
WantedBy={_DESKTOP}
"""


def hardening(families: str) -> str:
    """What a unit of ours may not do. `families`: of which kinds its sockets may be."""
    return f"""UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies={families}
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""


def variable_lines(program: Program) -> str:
    return "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in program.variables)


def command_in(text: str) -> tuple[str, ...]:
    """What a unit starts: the opposite of `unit_text`."""
    line = value_of(text, "ExecStart").removeprefix(":")
    return without_env(tuple(word.replace("%%", "%") for word in split(line)))


def exec_start(command: tuple[str, ...]) -> str:
    """What "ExecStart" says. Raises SystemFault for what no unit can carry."""
    if _NOT_IN_A_PATH.intersection(command[0]):
        command = by_env(command)
    # the colon: no variable is put in. Doubled dollars would stay doubled in the program's path
    colon = ":" if any("$" in word for word in command) else ""
    return colon + " ".join(_quoted(word) for word in command)


def _quoted(word: str) -> str:
    """One word, whatever is in it (systemd.syntax(7))."""
    word = require_printable(word).replace("%", "%%")
    if word and all(character.isalnum() or character in _PLAIN for character in word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
