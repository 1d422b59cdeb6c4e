"""Knows how the property tests draw their examples; must not know any test.

It also leaves out what a system has no part for: a terminal of POSIX, a bus as Linux desktops have it.
`ci` draws the same examples each time, so that red is red for everybody; HYPOTHESIS_PROFILE=wild goes hunting.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100, database=None)
settings.register_profile(
    "wild", deadline=None, max_examples=3000, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_IN_A_BROWSER = ("attacks", "hard_times", "own_picture", "process")
collect_ignore_glob: list[str] = []
if find_spec("dbus_fast") is None:
    # real servers on a real bus, and who is asked over it
    collect_ignore_glob += ["desktop/*", "adapters/presence/*", "faults/test_the_screen_fails.py"]
    collect_ignore_glob += ["adapters/notify/test_freedesktop*", "adapters/login/test_desktop_entry.py"]
    collect_ignore_glob += ["adapters/panel_icon/*", "ui/test_doctor.py"]
if find_spec("fcntl") is None:
    collect_ignore_glob += ["adapters/notify/test_terminal.py", "adapters/control_socket/test_attacks.py"]
    collect_ignore_glob += ["adapters/control_socket/test_its_place.py"]
    collect_ignore_glob += ["adapters/login/test_opening_the_page.py", "adapters/login/test_real_*.py"]
    # a Mac's program, for which a script stands in that begins with #!
    collect_ignore_glob += ["adapters/notify/test_osascript.py"]
if find_spec("playwright") is None:
    collect_ignore_glob += ["browser/*", *(f"ui/page/test_{each}.py" for each in _IN_A_BROWSER)]
if find_spec("desktop_notifier") is None:
    collect_ignore_glob += ["adapters/notify/test_macos_library.py"]
if sys.platform != "win32":
    collect_ignore_glob += ["test_on_windows.py"]
if find_spec("asyncinotify") is None:
    # Linux alone has inotify(7)
    collect_ignore_glob += ["adapters/test_inotify.py"]
