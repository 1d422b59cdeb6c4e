"""Knows how to log a person in under a real systemd of their own, without booting; must not know any test.

It needs root once, to make room that nobody else sees: its own mounts, processes and control groups. All of it
goes when this process goes, whatever ends it. What runs inside is an ordinary person without rights.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.desktop.private_bus import until
from tests.needs import leave_out, missing, need, need_root

_CHECKOUT = Path(__file__).resolve().parents[3]
_GROUPS = Path("/sys/fs/cgroup")
_DESKTOP = """[Unit]
BindsTo=graphical-session.target
"""
_ROOM = """
for group in $TREES; do echo $$ > "$group/cgroup.procs"; done
mount --make-rprivate /
mkdir -p /run/systemd /run/user
mount -t tmpfs tmpfs /run/systemd
mkdir /run/systemd/system
mount -t tmpfs -o mode=755 tmpfs /run/user
mkdir -m 700 "/run/user/$WHO"
chown "$WHO" "/run/user/$WHO"
mount --bind "$CHECKOUT" "$ROOM/checkout"
mount --bind "$BASE" "$ROOM/base"
mount --bind "$SITE" "$ROOM/site"
setpriv --reuid "$WHO" --regid "$GROUP" --init-groups \\
    env -i "$@" "$SYSTEMD" --user --log-target=console 2> "$ROOM/log" &
cat > "$ROOM/until-closed"
"""
_SCRIPT = """#!{base}/bin/{python}
import os, sys
places = [{checkout!r}, {site!r}]
os.environ["PYTHONPATH"] = ":".join(places)
sys.path[:0] = places
from {module} import main
main()
"""


class LoginSession:
    """Somebody is logged in: they have a home, a systemd and a session bus, and may start a desktop."""

    def __init__(self) -> None:
        self._systemd = _needed()
        self._person = pwd.getpwnam("nobody")
        self.room = Path(tempfile.mkdtemp(prefix="routine-login-"))
        self.room.chmod(0o755)
        for name in ("checkout", "base", "site", "home"):
            (self.room / name).mkdir()
        self.home = self.room / "home"
        self._own(self.home)
        runtime = f"/run/user/{self._person.pw_uid}"
        self.environ = {
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "LOGNAME": self._person.pw_name,
            "USER": self._person.pw_name,
            "PATH": "/usr/bin:/bin",
            "XDG_RUNTIME_DIR": runtime,
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
        }
        self._groups = [tree / self.room.name for tree in _trees()]
        self._process: subprocess.Popen[bytes] | None = None
        self._inside = 0

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def run(
        self, *command: str, limit: float = 15, environ: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as the person, in their session."""
        return subprocess.run(
            self._as_person(*command, environ=environ),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=limit,
            check=False,
        )

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command as the person does in a terminal, and leave it running."""
        return subprocess.Popen(
            self._as_person(*command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def systemctl(self, *arguments: str) -> str:
        return self.run("systemctl", "--user", *arguments).stdout.strip()

    def of_unit(self, what: str, unit: str = "routine.service") -> str:
        return self.systemctl("show", f"--property={what}", "--value", unit)

    def start_desktop(self) -> None:
        """As a desktop does: graphical-session.target may not be started but by another target."""
        folder = self.home / ".config/systemd/user"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "test-desktop.target").write_text(_DESKTOP)
        self._own(self.home / ".config")
        self.systemctl("daemon-reload")
        self.systemctl("start", "test-desktop.target")

    def stop_desktop(self) -> None:
        self.systemctl("stop", "graphical-session.target")

    def install(self, folder: str, module: str) -> str:
        """A `routine` script in that folder which runs `main` of the module; its path."""
        script = self.room / folder / "routine"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(
            _SCRIPT.format(
                base=self.room / "base",
                python=Path(os.path.realpath(sys.executable)).name,
                checkout=str(self.room / "checkout"),
                site=str(self.room / "site"),
                module=module,
            )
        )
        script.chmod(0o755)
        return str(script)

    def log(self) -> str:
        return (self.room / "log").read_text("utf-8", "replace")

    def _as_person(self, *command: str, environ: dict[str, str] | None = None) -> list[str]:
        who = ["setpriv", f"--reuid={self._person.pw_uid}", f"--regid={self._person.pw_gid}", "--init-groups"]
        variables = [f"{name}={value}" for name, value in (environ or self.environ).items()]
        into = ["nsenter", f"--target={self._inside}", "--mount", "--pid", f"--wdns={self.home}"]
        return [*into, *who, "env", "-i", *variables, *command]

    def _own(self, folder: Path) -> None:
        for place in (folder, *folder.rglob("*")):
            shutil.chown(place, self._person.pw_uid, self._person.pw_gid)

    def _begin(self) -> None:
        for group in self._groups:
            group.mkdir()
            self._own(group)
        variables = {
            "TREES": " ".join(map(str, self._groups)),
            "WHO": str(self._person.pw_uid),
            "GROUP": str(self._person.pw_gid),
            "ROOM": str(self.room),
            "CHECKOUT": str(_CHECKOUT),
            "BASE": sys.base_prefix,
            "SITE": sysconfig.get_path("purelib"),
            "SYSTEMD": self._systemd,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        }
        given = [f"{name}={value}" for name, value in self.environ.items()]
        rooms = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        with (self.room / "errors").open("wb") as errors:
            self._process = subprocess.Popen(
                [*rooms, "sh", "-eu", "-c", _ROOM, "room", *given],
                env=variables,
                stdin=subprocess.PIPE,
                stderr=errors,
            )
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        until(lambda: self._over() or children.read_text().strip(), "a room of its own")
        self._inside = int(children.read_text().split()[0]) if not self._over() else 0
        until(lambda: self._over() or (self.room / "until-closed").exists(), "the mounts in it")
        if self._over():
            leave_out(f"systemd could not be started in a room of its own: {(self.room / 'errors').read_text()}")
        until(lambda: self.systemctl("is-system-running") == "running", "the systemd of a login", limit=15)

    def _over(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _end(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            # the shell in there reads this: at its end it ends, and every process of its room with it
            self._process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self._process.kill()
            self._process.wait(5)
        for group in self._groups:
            _remove_group(group)
        shutil.rmtree(self.room, ignore_errors=True)


def _needed() -> str:
    """The path of systemd. Without root the tests are skipped; without the packages too, but fail in CI."""
    need_root(
        "only root can make the room for a real systemd: sudo .venv/bin/python -m pytest tests/adapters/login"
    )
    for program in ("unshare", "nsenter", "setpriv"):
        need(program, "util-linux")
    need("systemctl", "systemd")
    if not Path("/usr/lib/systemd/user/dbus.socket").exists():
        missing("dbus-user-session")
    if not _trees():
        leave_out("there are no control groups that could be written")
    return next(place for place in ("/lib/systemd/systemd", "/usr/lib/systemd/systemd") if Path(place).exists())


def _trees() -> list[Path]:
    """Where control groups are made: one tree, or, in the older order, those two that systemd uses."""
    older = [tree for tree in (_GROUPS / "systemd", _GROUPS / "unified") if (tree / "cgroup.procs").exists()]
    trees = older or [_GROUPS] * (_GROUPS / "cgroup.controllers").exists()
    return [tree for tree in trees if os.access(tree, os.W_OK)]


def _remove_group(group: Path) -> None:
    """From the innermost; the last processes may take a moment to be gone."""
    end = time.monotonic() + 5
    while group.is_dir() and time.monotonic() < end:
        for folder in sorted((place for place in group.rglob("*") if place.is_dir()), reverse=True):
            with suppress(OSError):
                folder.rmdir()
        with suppress(OSError):
            group.rmdir()
        time.sleep(0.02)
