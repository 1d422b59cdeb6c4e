"""Knows the real command with the real service; must not know any test."""

from __future__ import annotations

import sys

from routine.__main__ import main as whole
from tests.adapters.login import stand_in


def main() -> None:
    (stand_in.main if sys.argv[1:2] == ["login"] else whole)()
