"""Knows how the network's own process starts with the service: its unit, or an autostart file. Must not know when.

The service's unit forbids every address family but that of sockets on this computer. This one may reach a network,
and nothing else more.

Source: systemd.unit(5), systemd.exec(5); the Desktop Application Autostart Specification.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from routine.adapters.login.base import (
    Program,
    ProgramResult,
    is_ours,
    remove,
    require_ours,
    run,
    run_checked,
    write,
)
from routine.adapters.login.systemd import exec_start, hardening, variable_lines
from routine.adapters.login.xdg_autostart import desktop_text
from routine.presentation import login as words

UNIT = "routine-link.service"
_SERVICE = "routine.service"
_CERTIFICATES = "SSL_CERT_FILE"
"""Whoever runs a server of their own names its issuer there (OpenSSL)."""
_ENABLE_ANEW = "reenable"  # codespell:ignore reenable


def link_program(program: Program, environ: Mapping[str, str]) -> Program:
    """`routine link run` where `program` is `routine run`."""
    issuer = environ.get(_CERTIFICATES, "")
    more = ((_CERTIFICATES, issuer),) if issuer.startswith("/") else ()
    return Program((*program.command[:-1], "link", "run"), (*program.variables, *more))


class LinkUnit:
    """Beside the service's unit: it comes and goes with it."""

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self._environ = environ
        self.file = folder / UNIT

    def turn_on(self, program: Program) -> list[str]:
        """From now on, and now. Says what was done. Raises SystemFault."""
        require_ours(self.file)
        new = write(self.file, link_unit_text(link_program(program, self._environ)).encode())
        self._must(_ENABLE_ANEW, UNIT)
        self._ask("reset-failed", UNIT)
        self._must("restart", UNIT)
        return [words.wrote(str(self.file)) if new else words.unchanged(str(self.file))]

    def turn_off(self) -> list[str]:
        """Says what was done; nothing where there was nothing. Raises SystemFault."""
        if not is_ours(self.file):
            return []
        reachable = shutil.which("systemctl", path=self._environ.get("PATH")) is not None
        if reachable:
            self._ask("disable", "--now", UNIT)
        for link in self.file.parent.glob(f"*.wants/{UNIT}"):
            remove(link)
        remove(self.file)
        if reachable:
            self._ask("daemon-reload")
            self._ask("reset-failed", UNIT)
        return [words.removed(str(self.file))]

    def _ask(self, *arguments: str) -> ProgramResult:
        return run(("systemctl", "--user", *arguments), self._environ)

    def _must(self, *arguments: str) -> ProgramResult:
        return run_checked(("systemctl", "--user", *arguments), self._environ)


class LinkAutostart:
    """Where there is no systemd of the login: a file of its own, for the next login."""

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self._environ = environ
        self.file = folder / "routine-link.desktop"

    def turn_on(self, program: Program) -> list[str]:
        """Raises SystemFault."""
        require_ours(self.file)
        new = write(self.file, desktop_text(link_program(program, self._environ)).encode())
        return [words.wrote(str(self.file)) if new else words.unchanged(str(self.file)), words.LINK_RUN_NOW]

    def turn_off(self) -> list[str]:
        """Raises SystemFault."""
        return [words.removed(str(self.file))] if is_ours(self.file) and remove(self.file) else []


def link_unit_text(program: Program) -> str:
    """The unit. 5: nothing is linked; 75: it runs already; 78: a wrong address. Trying again would not help."""
    return f"""# {words.MARK}
[Unit]
Description={words.LINK_DESCRIPTION}
PartOf={_SERVICE}
After={_SERVICE}
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
{variable_lines(program)}ExecStart={exec_start(program.command)}
Restart=on-failure
RestartSec=30
RestartPreventExitStatus=5 75 78
TimeoutStopSec=10
{hardening("AF_UNIX AF_INET AF_INET6")}
[Install]
WantedBy={_SERVICE}
"""
