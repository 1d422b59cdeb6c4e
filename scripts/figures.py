"""Knows how to write the contact sheet of all figures, to be looked at; must not be needed by the program itself.

.venv/bin/python scripts/figures.py docs/figures.png
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import sys
from pathlib import Path

from routine.adapters.svg_raster import png
from routine.figures.render import contact_sheet
from routine.library.catalogue import catalogue

_WIDE = 1360


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/figures.png")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(png(contact_sheet(list(catalogue().exercises.values())), _WIDE, fonts=True))
    print(out)  # noqa: T201 - what a script says


if __name__ == "__main__":
    main()
