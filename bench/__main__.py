"""Knows which parts there are and runs those that were asked for; must not know how any of them measures.

python -m bench                    everything, about three minutes
python -m bench footprint --quick  one part, shortly: whether it works at all, not what to quote
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from bench import commands, footprint, latency, page, plans, progress

PARTS = {
    "latency": latency.run,
    "footprint": footprint.run,
    "commands": commands.run,
    "plans": plans.run,
    "page": page.run,
    "progress": progress.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory, beside a baseline.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all of them without a name")
    parser.add_argument("--quick", action="store_true", help="shorter, for a first look")
    asked = parser.parse_args()
    if unknown := [part for part in asked.parts if part not in PARTS]:
        parser.error(f"no such part: {', '.join(unknown)}")
    print(_machine())
    for name in asked.parts or PARTS:
        print(f"\n{name}")
        try:
            PARTS[name](quick=asked.quick)
        except OSError as missing:
            # a program that is not installed, or a system without /proc
            print(f"  not measured here: {missing}")
    print(f"\nload at the end {_load()}")
    return 0


def _machine() -> str:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} at {Path(sys.executable).resolve()}, {os.cpu_count()} cores, load at the start {_load()}"


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    sys.exit(main())
