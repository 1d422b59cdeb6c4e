"""Knows `library`: the list with its filters, and which card is asked for. Must not know what stands on a card."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any

from routine.core.exercise import Exercise, Practice
from routine.core.plan import Sequence
from routine.core.steps import length_of
from routine.errors import UsageError
from routine.library.catalogue import Catalogue, catalogue
from routine.presentation import command_line as common
from routine.presentation import exercises as words
from routine.presentation.exercises import plain, rough, short_dose
from routine.presentation.library_filter import LibraryFilter, parts_of, tag_called, things_called
from routine.presentation.moment import dose_words
from routine.ui.cli.library_card import exercise_json, sequence_json, show_exercise, show_sequence
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

_COLUMNS = (Column(), Column(), Column(right=True), Column(), Column(right=True, spare=True))


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", nargs="*", metavar=words.NAME, help=words.NAME_HELP)
    parser.add_argument("--practice", choices=[str(one) for one in Practice], help=words.PRACTICE_HELP)
    parser.add_argument("--level", type=int, choices=(1, 2, 3), metavar=words.LEVEL, help=words.LEVEL_HELP)
    parser.add_argument("--avoid", action="append", default=[], metavar=words.AVOID, help=words.AVOID_HELP)
    parser.add_argument("--equipment", action="append", metavar=words.EQUIPMENT, help=words.EQUIPMENT_HELP)
    parser.add_argument("--minutes", type=int, metavar=words.MINUTES, help=words.MINUTES_HELP)
    parser.add_argument("--sequences", action="store_true", help=words.SEQUENCES_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, _asker: Asker) -> int:
    library = catalogue()
    if args.exercise:
        _show(" ".join(args.exercise), library, as_json=args.json)
        return 0
    wanted = _filter_of(args, library)
    if args.sequences:
        _list_sequences([one for one in library.sequences.values() if wanted.fits_all(one)], as_json=args.json)
    else:
        _list(library, [one for one in library.exercises.values() if wanted.fits(one)], as_json=args.json)
    return 0


def _show(asked: str, library: Catalogue, *, as_json: bool) -> None:
    wanted = plain(asked)
    # some names are both; the exercise says more
    for exercise in library.exercises.values():
        if wanted in {plain(exercise.id), plain(exercise.title), plain(exercise.sanskrit) or None}:
            echo_json(exercise_json(exercise, library)) if as_json else show_exercise(exercise, library)
            return
    for sequence in library.sequences.values():
        if wanted in {plain(sequence.id), plain(sequence.title)}:
            echo_json(sequence_json(sequence)) if as_json else show_sequence(sequence)
            return
    raise UsageError(*words.unknown(asked, library.suggest(asked)))


def _filter_of(args: argparse.Namespace, library: Catalogue) -> LibraryFilter:
    """What these words ask for. Raises UsageError for a tag or thing there is none of."""
    return LibraryFilter(
        practice=args.practice and Practice(args.practice),
        level=args.level,
        longest=None if args.minutes is None else timedelta(minutes=args.minutes),
        things=None if args.equipment is None else things_called(parts_of(args.equipment), library),
        avoid=frozenset(tag_called(one, library) for one in parts_of(args.avoid)),
    )


def _list(library: Catalogue, exercises: list[Exercise], *, as_json: bool) -> None:
    if as_json:
        echo_json({"exercises": [_row_json(one) for one in exercises]})
        return
    if not exercises:
        echo(words.NONE_LEFT)
        echo(dim(words.NONE_HINT))
        return
    rows = {one.id: _cells(one) for one in exercises}
    for practice in Practice:
        if here := [rows[one.id] for one in exercises if one.practice is practice]:
            echo(bold(str(practice).capitalize()))
            echo_table(_COLUMNS, here, indent=2, like=list(rows.values()))
            echo()
    echo(bold(words.LEAVE_OUT))
    echo_table(
        (Column(), Column(wraps=True)), [[tag.id, dim(tag.words)] for tag in library.tags.values()], indent=2
    )
    echo()
    echo(dim(words.MORE))


def _cells(one: Exercise) -> list[Cell]:
    return [bold(one.id), one.title, dim(words.level(one.level)), short_dose(one), dim(rough(one.dose.length))]


def _list_sequences(sequences: list[Sequence], *, as_json: bool) -> None:
    if as_json:
        echo_json(
            {"sequences": [{"name": one.id, "title": one.title, "minutes": _minutes(one)} for one in sequences]}
        )
        return
    if not sequences:
        echo(words.NONE_LEFT)
        echo(dim(words.NONE_HINT))
        return
    echo(bold(words.SEQUENCES))
    columns = (Column(), Column(wraps=True), Column(right=True))
    echo_table(columns, [[bold(one.id), one.title, dim(rough(length_of(one)))] for one in sequences], indent=2)
    echo()
    echo(dim(words.MORE_SEQUENCES))


def _minutes(sequence: Sequence) -> int:
    return max(1, round(length_of(sequence) / timedelta(minutes=1)))


def _row_json(one: Exercise) -> dict[str, Any]:
    return {
        "name": one.id,
        "title": one.title,
        "practice": str(one.practice),
        "level": one.level,
        "dose": dose_words(one.dose),
        "seconds": round(one.dose.length.total_seconds()),
        "equipment": list(one.equipment),
        "cautions": sorted(one.cautions),
    }
