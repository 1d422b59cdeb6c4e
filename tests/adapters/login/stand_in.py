"""Knows how to behave as the service does towards systemd, and to fail on demand; must not know any test.

`login …` is the real command. `run` holds the real lock and says it is ready; what it sees goes into `~/seen`. It
ends with the exit code that stands in `~/exit`.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys
from pathlib import Path

from routine.adapters.instance_lock import Lock
from routine.adapters.paths import find, make_private
from routine.adapters.sd_notify import ready
from routine.errors import RoutineError
from routine.ui.cli import login
from routine.wiring.asking import Asker


def main() -> None:
    try:
        sys.exit(_serve() if sys.argv[1:] == ["run"] else _login())
    except RoutineError as error:
        print(f"routine: {error.sentence}\n{error.hint}", file=sys.stderr)
        sys.exit(error.exit_code)


def _login() -> int:
    parser = argparse.ArgumentParser(prog="routine login")
    login.add("login", parser)
    return login.run("login", parser.parse_args(sys.argv[2:]), Asker(os.environ))


def _serve() -> int:
    home = Path(os.environ["HOME"])
    wanted = home / "exit"
    if wanted.exists():
        return int(wanted.read_text())
    paths = find(os.environ)
    make_private(paths.runtime_dir)
    lock = Lock(paths.lock_file)
    lock.acquire()
    seen: dict[str, object] = {
        "argv": sys.argv,
        "lock": str(paths.lock_file),
        "plans": str(paths.plans_dir),
        "network": _network(),
    }
    seen["ours"] = {name: value for name, value in os.environ.items() if name.startswith("ROUTINE_")}
    seen["zone"] = os.environ.get("TZ", "")
    (home / "seen").write_text(json.dumps(seen))
    ready()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    lock.release()
    return 0


def _network() -> str:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except OSError as error:
        return type(error).__name__
    return "open"
