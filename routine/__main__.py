"""Knows only where to begin."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    gc.disable()  # nothing that is imported is garbage, and looking takes a tenth of a command; enabled after that
    from routine.ui.cli.main import run_command  # noqa: PLC0415 - `python -m routine.reading` must not pay for it

    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
