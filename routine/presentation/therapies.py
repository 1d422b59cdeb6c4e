"""Knows the headings and sentences around the cards on therapies; must not know any single card."""

from __future__ import annotations

from dataclasses import dataclass

from routine.library.therapies import Therapy
from routine.presentation.phrases import quoted, there_are, with_guess
from routine.presentation.safety import COMMAND

NAME = "NAME"
NAME_HELP = "which one; without a name, all of them in a line each"

TITLE = "Eleven ways people care for their backs, and what is known of each"
MORE = "`routine therapies NAME` shows one of them, with what to ask."
SMALL = (
    "Gains in studies are averages, from none to moderate; yours may differ. With exercise, the kind matters "
    "less than doing it."
)

WHAT = "What it is"
GUIDELINES = "What guidelines say"
STUDIES = "What studies found"
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


def short_grade(letter: str) -> str:
    """For a table: the letter, or a dash where nothing can be graded yet."""
    return "–" if letter == "research" else letter


def guideline(by: str, year: int | None, says: str) -> str:
    return f"{by}, {year}: {says}" if year else f"{by}: {says}"


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


def sections_of(card: Therapy) -> list[Section]:
    """All of a card but its sources, in the order in which it is read; what it has no use for is left out."""
    sections = [
        Section(WHAT, (card.what,), listed=False),
        Section(NOTE, (card.note,) if card.note else (), listed=False),
        Section(GUIDELINES, tuple(guideline(g.by, g.year, g.says) for g in card.guidelines)),
        Section(STUDIES, tuple(study.says for study in card.studies)),
        Section(
            GRADE,
            tuple(line for line in (grade_line(card.grade), card.grade_note) if line),
            listed=False,
        ),
        Section(EXPECT, card.expect),
        Section(CAUTIONS, (*card.cautions, SIGNS_FIRST)),
        Section(QUESTIONS, card.questions),
        Section(ROUTINE, (card.routine,), listed=False),
    ]
    return [section for section in sections if section.lines]
