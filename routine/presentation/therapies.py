"""Knows the headings and sentences around the cards on therapies; must not know any single card."""

from __future__ import annotations

from dataclasses import dataclass

from routine.library.therapies import (
    WORTHWHILE_LIMITS,
    WORTHWHILE_PAIN,
    Guideline,
    Study,
    Therapy,
    Verdict,
)
from routine.presentation.phrases import quoted, there_are, with_guess
from routine.presentation.safety import COMMAND

NAME = "NAME"
NAME_HELP = "which one; without a name, all of them in a line each"

TITLE = "Fourteen ways people care for their backs, and what is known of each"
MORE = "`routine therapies NAME` shows one of them, with what to ask."
SMALL = (
    "Gains in studies are averages, from none to moderate; yours may differ. With exercise, the kind matters "
    "less than doing it. Of 56 kinds of care that were tested against a placebo, about 1 in 10 did better, by a "
    "little (Cashin 2025)."
)
MEASURE = (
    "One measure for all: worthwhile are 15 points of 100 less pain (Hayden 2021), or 5 points of 24 fewer daily "
    "limits (Wieland 2022)."
)
NOT_REVIEWED = "No clinician has looked over these cards yet."

WHAT = "What it is"
GUIDELINES = "What guidelines say"
STUDIES = "What studies found"
IN_SHORT = "In short"
GRADE = "Our grade"
EXPECT = "What to expect"
CAUTIONS = "Take care"
QUESTIONS = "Questions to ask"
ROUTINE = "What routine can do"
NOTE = "Please note"
SOURCES = "To read on"

SIGNS_FIRST = f"With any sign of the safety check, see a doctor first: {COMMAND}"

_GRADES = {
    "B": "moderate certainty, a small benefit",
    "C": "low certainty",
    "D": "little benefit, none, or untested",
    "research": "research stage only",
}
_HALF = {"+": "or half a step better", "−": "or half a step less"}


def grade_line(letter: str) -> str:
    """`C+: low certainty, or half a step better.`"""
    half = _HALF.get(letter[-1:], "")
    meaning = ", ".join(part for part in (_GRADES[letter.rstrip("+−")], half) if part)
    return f"{letter}: {meaning}." if len(letter) <= 2 else f"{meaning.capitalize()}."


def verdict(one: Verdict) -> str:
    """`Helps a little.`"""
    return f"{str(one).capitalize()}."


def guideline(by: str, year: int | None, says: str, valid_years: int | None = None) -> str:
    said = f"{by}, {year}: {says}" if year else f"{by}: {says}"
    if valid_years is None:
        return said
    return f"{said} By its own rule it holds for {valid_years} years; we found no newer one."


def guideline_line(one: Guideline) -> str:
    valid = next((work.valid_years for work in one.works if work.valid_years), None)
    return guideline(one.by, one.year, one.says, valid)


def study(one: Study) -> str:
    """What it found, and whether that is worthwhile, by the one measure."""
    worth = {
        "pain": None if one.pain is None else one.pain >= WORTHWHILE_PAIN,
        "daily limits": None if one.limits is None else one.limits >= WORTHWHILE_LIMITS,
    }
    reached = {what: enough for what, enough in worth.items() if enough is not None}
    if not reached:
        return one.says
    if not any(reached.values()):
        return f"{one.says} The gain is below a worthwhile change."
    if all(reached.values()):
        return f"{one.says} The gain is as large as a worthwhile change."
    large, small = sorted(reached, key=reached.__getitem__, reverse=True)
    return f"{one.says} The gain is as large as a worthwhile change in {large}, and below one in {small}."


def reviewed(month: str) -> str:
    return f"Reviewed: {month}."


def source(author: str, year: int | None, journal: str, doi: str, *, looked_up: bool) -> str:
    where = ", ".join(part for part in (journal, f"doi {doi}" if doi else "") if part)
    line = ", ".join(part for part in (f"{author} {year}" if year else author, where) if part)
    return line if looked_up else f"{line} (not looked up by us)"


def unknown(name: str, close: list[str], names: list[str]) -> tuple[str, str]:
    """(sentence, what to do next)"""
    sentence = f"There is no card called {quoted(name)}."
    return (with_guess(sentence, close), MORE) if close else (sentence, there_are(names))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a card under a heading of its own."""

    title: str
    lines: tuple[str, ...]
    listed: bool = True
    folded: bool = False
    """Whether it is shown only to whoever asks for it, where that can be done."""


def sections_of(card: Therapy) -> list[Section]:
    """All of a card but its sources, in the order in which it is read; what it has no use for is left out."""
    sections = [
        Section(IN_SHORT, (f"{verdict(card.verdict)} {card.about}",), listed=False),
        Section(WHAT, (card.what,), listed=False),
        Section(NOTE, (card.note,) if card.note else (), listed=False),
        Section(GUIDELINES, tuple(guideline_line(one) for one in card.guidelines)),
        Section(STUDIES, (*(study(one) for one in card.studies), MEASURE)),
        Section(EXPECT, card.expect),
        Section(CAUTIONS, (*card.cautions, SIGNS_FIRST)),
        Section(QUESTIONS, card.questions),
        Section(ROUTINE, (card.routine,), listed=False),
        Section(
            GRADE,
            tuple(line for line in (grade_line(card.grade), card.grade_note, NOT_REVIEWED) if line),
            listed=False,
            folded=True,
        ),
    ]
    return [section for section in sections if section.lines]
