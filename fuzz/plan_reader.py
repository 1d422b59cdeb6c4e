"""Knows how to throw bytes at the plan reader, guided by what they reach (atheris); must not know what is right.

    pip install atheris && python fuzz/plan_reader.py -max_total_time=60 FOLDER_OF_PLANS

Every input must end as a plan or as problems with a line each; anything raised is a find. The bounded run that
needs nothing installed is tests/reading/test_anything.py.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["routine.reading"]):
    from routine.core.plan import Plan
    from routine.library.catalogue import catalogue
    from routine.reading.parser import read_plan

KNOWN = catalogue()


def one_input(content: bytes) -> None:
    found = read_plan("mine.toml", "mine", content, KNOWN)
    if isinstance(found, Plan):
        return
    if not found:
        raise AssertionError("neither a plan nor a problem")
    for problem in found:
        if not str(problem).startswith("mine.toml") or "\n" in str(problem):
            raise AssertionError(f"not one clear line: {problem!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
