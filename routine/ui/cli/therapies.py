"""Knows `therapies`: the list, and one card. Must not know what is in a card, or judge it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from routine.errors import UsageError
from routine.library import therapies as library
from routine.presentation import command_line as common
from routine.presentation import safety
from routine.presentation import therapies as words
from routine.presentation.exercises import source_lines
from routine.presentation.therapies import sections_of
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json, good, warn
from routine.ui.console.prompts import paragraph
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

_COLUMNS = (Column(), Column(), Column(wraps=True))
_INDENT = 2


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("therapy", nargs="*", metavar=words.NAME, help=words.NAME_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, _asker: Asker) -> int:
    asked = " ".join(args.therapy)
    if not asked:
        _list(as_json=args.json)
        return 0
    card = library.find(asked)
    if card is None:
        raise UsageError(*words.unknown(asked, library.suggest(asked), list(library.NAMES)))
    if args.json:
        echo_json(_to_json(card))
    else:
        _show(card)
    return 0


def _list(*, as_json: bool) -> None:
    cards = library.therapies()
    if as_json:
        one_each = [
            {"name": c.id, "title": c.title, "verdict": str(c.verdict), "grade": c.grade, "about": c.about}
            for c in cards
        ]
        echo_json({"therapies": one_each})
        return
    echo(good(words.TITLE))
    echo()
    rows: list[list[Cell]] = [[bold(c.id), str(c.verdict), dim(c.about)] for c in cards]
    echo_table(_COLUMNS, rows, indent=_INDENT)
    echo()
    for line in (words.SMALL, words.MEASURE, words.NOT_REVIEWED, words.MORE):
        paragraph(line)
    echo()
    paragraph(safety.FOOTER, dim)


def _show(card: library.Therapy) -> None:
    echo(good(card.title))
    for section in sections_of(card):
        _section(section.title, section.lines, listed=section.listed)
    _section(words.SOURCES, source_lines(card.works), listed=True)
    echo()
    if card.reviewed:
        echo(warn(words.reviewed(card.reviewed)))
    paragraph(safety.FOOTER, dim)


def _section(title: str, lines: Sequence[str], *, listed: bool = False) -> None:
    if not lines:
        return
    echo()
    echo(bold(title))
    for line in lines:
        paragraph(line, indent=_INDENT, mark="· " if listed else "")


def _to_json(card: library.Therapy) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "name": card.id,
        "title": card.title,
        "about": card.about,
        "what": card.what,
        "guidelines": [{"by": g.by, "year": g.year, "says": g.says} for g in card.guidelines],
        "studies": [{"says": words.study(s), "sources": source_lines(s.works)} for s in card.studies],
        "verdict": str(card.verdict),
        "grade": card.grade,
        "expect": list(card.expect),
        "cautions": [*card.cautions, words.SIGNS_FIRST],
        "questions": list(card.questions),
        "routine": card.routine,
        "sources": source_lines(card.works),
        "footer": safety.FOOTER,
    }
    beside = {"note": card.note, "grade_note": card.grade_note, "reviewed": card.reviewed}
    return shape | {name: said for name, said in beside.items() if said}
