"""Knows what some systems lack, and that nothing of ours asks for it there; must not know what any of it does.

`make lint` has mypy look at the package as Windows and as a Mac has it; here each module is imported as there.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent

WINDOWS_LACKS = frozenset(
    {"asyncinotify", "dbus_fast", "fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
)
MACOS_LACKS = frozenset({"asyncinotify", "dbus_fast"})
"""Modules."""

WINDOWS_LACKS_IN = {
    "os": "O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK chown fchmod fchown fork getegid geteuid getgid getpgid"
    " getpgrp getpriority getsid getuid initgroups killpg mkfifo nice openpty posix_spawn setegid seteuid setgid"
    " setpgid setpriority setsid setuid sched_getaffinity statvfs sysconf tcgetpgrp tcsetpgrp uname wait3 wait4"
    " waitid forkpty ctermid ttyname getgroups getloadavg lchown mknod sync pread pwrite pipe2",
    "signal": "SIGALRM SIGCHLD SIGCONT SIGHUP SIGIO SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGTTIN SIGTTOU"
    " SIGUSR1 SIGUSR2 SIGWINCH alarm pause pthread_kill pthread_sigmask setitimer siginterrupt"
    " sigwait sigwaitinfo",
    "socket": "AF_UNIX SCM_RIGHTS SOCK_CLOEXEC SOCK_NONBLOCK SO_PEERCRED SO_PASSCRED MSG_DONTWAIT MSG_NOSIGNAL",
    "select": "epoll poll kqueue EPOLLIN EPOLLPRI POLLIN",
    "time": "tzset clock_gettime clock_gettime_ns clock_settime CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_REALTIME",
}
"""What these modules lack there."""
MACOS_LACKS_IN = {
    "os": "O_TMPFILE eventfd getxattr sched_getaffinity timerfd_create",
    "signal": "SIGPOLL SIGRTMIN",
    "socket": "SOCK_CLOEXEC SOCK_NONBLOCK SO_PASSCRED SO_PEERCRED",
    "select": "epoll EPOLLIN EPOLLPRI",
    "time": "CLOCK_BOOTTIME",
}
WINDOWS_HAS = ("_overlapped", "_winapi", "msvcrt", "winreg")
"""What is imported there and nowhere else."""

ONLY_ON_POSIX = {
    "routine/adapters/base_folders.py": {"os.getuid", "pwd"},
    "routine/adapters/clock.py": {"time.tzset"},
    "routine/adapters/control_socket/address.py": {"os.geteuid"},
    "routine/adapters/control_socket/client.py": {"socket.AF_UNIX"},
    "routine/adapters/control_socket/following.py": {"select.POLLIN", "select.poll", "socket.AF_UNIX"},
    "routine/adapters/control_socket/peer.py": {"os.geteuid"},
    "routine/adapters/control_socket/server.py": {"socket.AF_UNIX"},
    "routine/adapters/dbus/connection.py": {"dbus_fast"},
    "routine/adapters/folder_signal.py": {"fcntl", "os.O_DIRECTORY", "signal.SIGIO"},
    "routine/adapters/instance_lock.py": {"fcntl"},
    "routine/adapters/link_files.py": {"fcntl"},
    "routine/adapters/login/launchd.py": {"os.getuid"},
    "routine/adapters/notify/terminal.py": {"select.poll"},
    "routine/adapters/notify/terminal_keys.py": {"os.getpgrp", "os.tcgetpgrp", "termios"},
    "routine/adapters/peer_uid.py": {"os.getuid"},
    "routine/adapters/presence/locker_processes.py": {"os.getuid"},
    "routine/adapters/presence/x11.py": {"socket.AF_UNIX"},
    "routine/adapters/sd_notify.py": {"socket.AF_UNIX"},
    "routine/adapters/speech.py": {"os.killpg", "signal.SIGKILL"},
    "routine/adapters/timerfd.py": {"os.O_CLOEXEC", "os.O_NONBLOCK", "time.CLOCK_REALTIME"},
    "routine/adapters/watch/inotify.py": {"asyncinotify"},
    "routine/adapters/watch/mounts.py": {"select.EPOLLPRI", "select.epoll"},
    "routine/adapters/workers/pictures.py": {"os.nice"},
    "routine/reading/safe_read.py": {"os.getuid"},
    "routine/ui/terminal/screen.py": {
        *("signal.SIGHUP", "signal.SIGSTOP", "signal.SIGTSTP", "signal.SIGWINCH"),
        *("termios", "tty"),
    },
    "routine/wiring/daemon.py": {"signal.SIGHUP"},
}
"""All that is used of it, and where. Each use stands behind a question for the system, which mypy holds: whoever
adds one says here that there is another way on Windows, or that nobody comes there."""

LINUX_ALONE = frozenset(
    {
        "routine.adapters.dbus.client",
        "routine.adapters.dbus.connection",
        "routine.adapters.notify.freedesktop",
        "routine.adapters.notify.server_connection",
        "routine.adapters.notify.server_version",
        "routine.adapters.panel_icon.dbus_menu",
        "routine.adapters.panel_icon.status_notifier",
        "routine.adapters.presence.do_not_disturb",
        "routine.adapters.presence.idle",
        "routine.adapters.presence.linux",
        "routine.adapters.presence.logind",
        "routine.adapters.presence.quiet_table",
        "routine.adapters.presence.screensaver",
        "routine.adapters.watch.inotify",
    }
)
"""What stands on a library of Linux: elsewhere nobody imports it."""
NOT_ON_WINDOWS = LINUX_ALONE | {"routine.adapters.control_socket.server"}
WINDOWS_ALONE = frozenset({"routine.adapters.control_socket.win32"})

_IMPORT_ALL = """
import importlib, json, pkgutil, sys, types, os, signal, socket, select, time
import routine
system, lacking_modules, lacking_names, stand_ins, windows_alone = ARGUMENTS
names = [found.name for found in pkgutil.walk_packages(routine.__path__, "routine.")]
names = [name for name in names if not name.endswith("__main__") and name not in windows_alone]
# what is not ours takes the system as it is: it is imported before anything is missing
for name in names:
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "routine"]:
    del sys.modules[name]
for name in list(sys.modules):
    if name.partition(".")[0] in lacking_modules:
        del sys.modules[name]


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in lacking_modules:
            raise ModuleNotFoundError(name + " is not there", name=name)


sys.meta_path.insert(0, Missing())
for name in stand_ins:
    stand_in = types.ModuleType(name)
    stand_in.__getattr__ = lambda attribute: 0
    sys.modules[name] = stand_in
for module, attributes in lacking_names.items():
    for attribute in attributes.split():
        if hasattr(sys.modules[module], attribute):
            delattr(sys.modules[module], attribute)
sys.platform, signal.SIGBREAK = system, 21  # only Windows has the signal, and nobody else asks for it
wrong = []
for name in names:
    try:
        importlib.import_module(name)
    except Exception as error:
        wrong.append([name, repr(error)])
print(json.dumps(wrong))
"""


def used_of_posix(path: Path) -> Iterator[str]:
    """Each name that Windows lacks, as `os.getuid`, and each module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (
                name in WINDOWS_LACKS_IN.get(module, "").split()
            ):
                yield f"{module}.{name}"
            case ast.Import():
                yield from WINDOWS_LACKS & {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom(module=str() as module, level=0):
                yield from WINDOWS_LACKS & {module.partition(".")[0]}
                lacking = WINDOWS_LACKS_IN.get(module, "").split()
                yield from (f"{module}.{alias.name}" for alias in node.names if alias.name in lacking)
            case _:
                pass


def test_what_only_posix_has_is_used_only_where_it_is_said() -> None:
    found = {
        str(path.relative_to(TOP).as_posix()): set(used_of_posix(path)) for path in (TOP / "routine").rglob("*.py")
    }
    assert {name: uses for name, uses in found.items() if uses} == ONLY_ON_POSIX


@pytest.mark.parametrize(
    ("lacking", "not_there"),
    [
        (("win32", WINDOWS_LACKS, WINDOWS_LACKS_IN, WINDOWS_HAS), NOT_ON_WINDOWS),
        (("darwin", MACOS_LACKS, MACOS_LACKS_IN, ()), LINUX_ALONE),
    ],
    ids=["Windows", "macOS"],
)
def test_each_module_is_imported_where_a_system_lacks_what_others_have(
    lacking: tuple[object, ...], not_there: frozenset[str]
) -> None:
    program = _IMPORT_ALL.replace("ARGUMENTS", repr((*lacking, WINDOWS_ALONE)))
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    failed = dict(json.loads(ran.stdout))
    assert failed.keys() == not_there, failed


OF_BYTES = ("routine/adapters/workers", "routine/reading/__main__.py")
"""Processes of ours that are asked, and answer, by a pipe."""


def test_what_goes_between_processes_of_ours_is_no_text_in_a_code_page() -> None:
    """Windows reads and writes pipes in the code page of its language, unless an encoding is named."""
    wrong = []
    for path in (TOP / "routine").rglob("*.py"):
        name, tree = path.relative_to(TOP).as_posix(), ast.parse(path.read_text("utf-8"))
        fine = {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in _NO_TEXT
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(keywords=named) if _is_text(named) and "encoding" not in {one.arg for one in named}:
                    wrong.append(f"{name}:{node.lineno}")
                case ast.Attribute(value=ast.Name(id="sys"), attr="stdin" | "stdout", ctx=ast.Load()) if (
                    name.startswith(OF_BYTES) and id(node) not in fine
                ):
                    wrong.append(f"{name}:{node.lineno}")
                case _:
                    pass
    assert wrong == []


_NO_TEXT = ("buffer", "fileno")


def _is_text(named: list[ast.keyword]) -> bool:
    return any(
        one.arg in {"text", "universal_newlines"}
        and isinstance(one.value, ast.Constant)
        and one.value.value is True
        for one in named
    )
