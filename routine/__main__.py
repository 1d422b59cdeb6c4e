"""Knows only where to begin, and what nobody here needs on the way."""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType


def main() -> None:
    _begin_in_utf_8()
    gc.disable()  # nothing that is imported is garbage, and looking takes a tenth of a command; enabled after that
    _import_argparse()
    from routine.ui.cli.main import run_command  # noqa: PLC0415 - `python -m routine.reading` must not pay for it

    sys.exit(run_command(sys.argv[1:]))


def _begin_in_utf_8() -> None:
    """Once more, in Python's UTF-8 mode, where the locale has names of files and arguments in another encoding.

    What one process writes, the journal above all, another reads under another locale: cron has none, ssh brings
    one along. Python 3.15 does so by itself (PEP 686). Windows has these names in Unicode anyway.
    """
    if sys.platform == "win32" or sys.flags.utf8_mode or sys.getfilesystemencoding() == "utf-8":
        return
    # also for the processes that are started from here
    os.environ["PYTHONUTF8"] = "1"
    try:
        begun = [os.fsencode(word) for word in (sys.executable, "-X", "utf8")]
        os.execv(begun[0], [*begun, *_words_of_this_command()])  # noqa: S606 - this very command
    except (OSError, UnicodeError):
        return


def _words_of_this_command() -> list[bytes]:
    """All but the first, as they were given: what Python made of them may have no way back."""
    try:
        with open("/proc/self/cmdline", "rb") as given:  # noqa: PTH123 - pathlib takes time
            return given.read().split(b"\0")[1:-1]
    except OSError:
        return [os.fsencode(word) for word in sys.orig_argv[1:]]


def _import_argparse() -> None:
    """Without gettext: it would look in every folder of a locale for argparse's sentences, and there are none."""
    if "argparse" in sys.modules or "gettext" in sys.modules:
        return
    stub = ModuleType("gettext")
    vars(stub).update(gettext=_as_it_is, ngettext=_singular_or_plural)
    sys.modules["gettext"] = stub
    try:
        import argparse  # noqa: F401, PLC0415 - as said above
    finally:
        del sys.modules["gettext"]


def _as_it_is(text: str) -> str:
    return text


def _singular_or_plural(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


if __name__ == "__main__":
    main()
