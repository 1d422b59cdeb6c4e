"""Knows only where to begin, and what nobody here needs on the way."""

from __future__ import annotations

import gc
import sys
from types import ModuleType


def main() -> None:
    gc.disable()  # nothing that is imported is garbage, and looking takes a tenth of a command; enabled after that
    _import_argparse()
    from routine.ui.cli.main import run_command  # noqa: PLC0415 - `python -m routine.reading` must not pay for it

    sys.exit(run_command(sys.argv[1:]))


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
