"""Knows how people answer a numbered list of signs: numbers, ranges, yes, no, a doubt; must not know the list.

What is not understood is asked again: nothing is ever taken for a no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from routine.core.safety_signs import UNSURE
from routine.presentation.safety_check import BESIDE_NUMBERS, NO, NOT_SURE, YES
from routine.ui.console.prompts import numbers_in

_DOUBTS = re.compile("|".join(rf"\b{re.escape(words)}\b" for words in NOT_SURE))


def signs_named(answer: str, part: str, numbers: Sequence[str]) -> list[str] | None:
    """The signs that an answer names, `numbers` being those of the list in its order; None for no answer.

    One that is doubted ends with a question mark; of a bare yes or doubt nobody knows which, so it is the part's.
    """
    said = answer.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .!")
    said, doubts = _DOUBTS.subn(" ", said)
    said = re.sub(r"\s*[-\N{EN DASH}]\s*", "-", said).replace(",", " ").replace(";", " ")
    words = [word for word in said.split() if word not in BESIDE_NUMBERS]
    if not words:
        return [f"{part}{UNSURE}"] if doubts else None
    if all(word.strip(UNSURE) in NO for word in words) and set(words) != {UNSURE}:
        # a no that is doubted is no no
        doubted = doubts or any(UNSURE in word for word in words)
        return [f"{part}{UNSURE}"] if doubted else []
    named: list[str] = []
    for word in words:
        if word == UNSURE and named:
            named[-1] = f"{named[-1].rstrip(UNSURE)}{UNSURE}"
        elif word.strip(UNSURE) in YES or word == UNSURE:
            named.append(f"{part}{UNSURE}" if UNSURE in word else part)
        elif meant := numbers_in(word.rstrip(UNSURE), len(numbers)):
            mark = UNSURE if doubts or word.endswith(UNSURE) else ""
            named += [f"{numbers[number - 1]}{mark}" for number in meant]
        else:
            return None
    named = list(dict.fromkeys(named))
    if doubts and named == [part]:
        return [f"{part}{UNSURE}"]
    # beside a number a bare yes adds nothing
    return [sign for sign in named if sign != part] or named
