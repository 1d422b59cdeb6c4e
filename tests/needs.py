"""Knows what a test needs of the system it runs on, and why it is left out where that is not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

# setuid(2) and chown(2) to another user are refused to all but root. CI is root, and leaves none of them out.
needs_another_user = pytest.mark.skipif(not IS_ROOT, reason="only root can be, or give to, somebody else")

# proc(5), and programs that are sought on Linux alone: the code under test is not reached on another system
only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="this is Linux's alone")

# a bound in milliseconds is one of the computer it was set on; under Wine each file costs many times as much
measured_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="how fast it is, is measured on Linux")

# mkfifo(3), kill(2), modes and links of files: Windows has none of it, or asks an administrator first
only_on_posix = pytest.mark.skipif(sys.platform == "win32", reason="only POSIX has it")


# chmod(2): who may read a file there is said by its access list, and Python makes a mode up
keeps_file_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no file modes")

# plyer's own way is tried where it is used; on Windows it is its balloon alone, in test_balloon.py
by_plyers_own_way = pytest.mark.skipif(sys.platform == "win32", reason="Windows is sent a balloon instead")

# a name may have a colon, a quotation mark or a control character in it, and a file a link
names_and_links_of_posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such names, and asks an administrator for links"
)


def need(program: str, package: str) -> str:
    """The program's path. Without it the test is left out, by the package's name; in CI it fails."""
    found = shutil.which(program) or (program if Path(program).is_file() else None)
    if found is None:
        missing(package)
    return str(found)


def missing(package: str) -> NoReturn:
    """`make test` installs it where it may, and only somebody at this computer can let it."""
    leave_out(f"the Debian package {package} is not installed: apt-get install --no-install-recommends {package}")


def leave_out(why: str) -> NoReturn:
    """In CI all is there, and a test that cannot run is a fault; elsewhere the computer may just be another."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(why)
    pytest.skip(why)  # the person at this computer is told what to install, and has the other tests all the same


def need_root(why: str) -> None:
    """For what no other privilege stands in for."""
    if not IS_ROOT:
        pytest.skip(why)  # control groups and mounts are root's (cgroups(7)); make test asks for no password


def faketime_library() -> Path:
    """Of libfaketime, for a program of several threads."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        missing("faketime")
    return found[0]


def with_own_mounts() -> list[str]:
    """How a command begins that may mount what it likes, which nobody else sees; a script of `sh` follows."""
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec"]
    if subprocess.run([*command, "true"], capture_output=True, timeout=10, check=False).returncode:
        # a kernel may refuse them to everybody (user_namespaces(7)); nothing else puts another /etc there
        pytest.skip("this system lets nobody make mounts of their own")
    return command
