"""Knows `library`: the list with its filters, and which card is asked for. Must not know what stands on a card."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any

from routine.core.exercise import Exercise, Practice
from routine.core.plan import Sequence
from routine.core.steps import length_of
from routine.errors import NothingToActOn
from routine.library.catalogue import Catalogue, catalogue, closest, search_library
from routine.library.search import EXERCISE, SEQUENCE, Found
from routine.presentation import command_line as common
from routine.presentation import exercises as words
from routine.presentation.exercises import plain, rough, short_dose
from routine.presentation.library_filter import LibraryFilter, parts_of, tag_called, things_called
from routine.presentation.moment import dose_words
from routine.ui.cli.library_card import exercise_json, sequence_json, show_exercise, show_sequence
from routine.ui.console.output import Cell, Column, bold, dim, echo, echo_json
from routine.ui.console.tables import echo_table
from routine.wiring.asking import Asker

_SHOWN = 15
"""So many stand on one screen, the best first."""
_COLUMNS = (Column(), Column(), Column(right=True), Column(), Column(right=True, spare=True))


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", nargs="*", metavar=words.NAME, help=words.NAME_HELP)
    parser.add_argument("--practice", choices=[str(one) for one in Practice], help=words.PRACTICE_HELP)
    parser.add_argument("--level", type=int, choices=(1, 2, 3), metavar=words.LEVEL, help=words.LEVEL_HELP)
    parser.add_argument("--avoid", action="append", default=[], metavar=words.AVOID, help=words.AVOID_HELP)
    parser.add_argument("--equipment", action="append", metavar=words.EQUIPMENT, help=words.EQUIPMENT_HELP)
    parser.add_argument("--minutes", type=int, metavar=words.MINUTES, help=words.MINUTES_HELP)
    parser.add_argument("--sequences", action="store_true", help=words.SEQUENCES_HELP)
    parser.add_argument("--tags", action="store_true", help=words.TAGS_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, _asker: Asker) -> int:
    library = catalogue()
    if args.tags:
        _show_tags(library, as_json=args.json)
        return 0
    wanted = _filter_of(args, library)
    if args.exercise:
        asked = " ".join(args.exercise)
        return (
            0 if _show(asked, library, as_json=args.json) else _search(asked, library, wanted, as_json=args.json)
        )
    if args.sequences:
        _list_sequences([one for one in library.sequences.values() if wanted.fits_all(one)], as_json=args.json)
    else:
        _list([one for one in library.exercises.values() if wanted.fits(one)], as_json=args.json)
    return 0


def _show(asked: str, library: Catalogue, *, as_json: bool) -> bool:
    """Whether there is one that is called so, by its id, its title or its name in Sanskrit."""
    wanted = plain(asked)
    # some names are both; the exercise says more
    for exercise in library.exercises.values():
        if wanted in {plain(exercise.id), plain(exercise.title), plain(exercise.sanskrit) or None}:
            found = _as_found(Found(exercise.id, EXERCISE, exercise.title), asked)
            if as_json:
                echo_json(exercise_json(exercise, library) | found)
            else:
                show_exercise(exercise, library)
            return True
    for sequence in library.sequences.values():
        if wanted in {plain(sequence.id), plain(sequence.title)}:
            found = _as_found(Found(sequence.id, SEQUENCE, sequence.title), asked)
            echo_json(sequence_json(sequence) | found) if as_json else show_sequence(sequence)
            return True
    return False


def _search(asked: str, library: Catalogue, wanted: LibraryFilter, *, as_json: bool) -> int:
    """What is meant by these words, best first. Raises NothingToActOn where nothing is."""
    found = [
        one
        for one in search_library(asked)
        if (
            wanted.fits(library.exercises[one.name])
            if one.kind == EXERCISE
            else wanted.fits_all(library.sequences[one.name])
        )
    ]
    if as_json and found:
        echo_json({"found": [_found_json(one) for one in found]})
        return 0
    if not found:
        close = [] if search_library(asked) else [one.name for one in closest(asked)]
        if as_json:
            echo_json({"found": [], "suggestions": close})
        raise NothingToActOn(*words.nothing_found(asked, close))
    echo_table(_COLUMNS, [_found_cells(one, library) for one in found[:_SHOWN]])
    if len(found) > _SHOWN:
        echo(dim(words.more_found(len(found) - _SHOWN)))
    echo(dim(words.START_ONE))
    return 0


def _as_found(one: Found, asked: str) -> dict[str, Any]:
    """In JSON, for whoever searched by words that happen to be a title."""
    return {} if asked == one.name else {"found": [_found_json(one)]}


def _found_json(one: Found) -> dict[str, str]:
    return {"name": one.name, "kind": one.kind, "title": one.title}


def _found_cells(one: Found, library: Catalogue) -> list[Cell]:
    if one.kind == EXERCISE:
        return _cells(library.exercises[one.name])
    sequence = library.sequences[one.name]
    return [bold(sequence.id), sequence.title, dim(words.IS_SEQUENCE), "", dim(rough(length_of(sequence)))]


def _show_tags(library: Catalogue, *, as_json: bool) -> None:
    if as_json:
        echo_json({"tags": [{"id": tag.id, "words": tag.words} for tag in library.tags.values()]})
        return
    echo(bold(words.LEAVE_OUT))
    echo_table(
        (Column(), Column(wraps=True)), [[tag.id, dim(tag.words)] for tag in library.tags.values()], indent=2
    )


def _filter_of(args: argparse.Namespace, library: Catalogue) -> LibraryFilter:
    """What these words ask for. Raises UsageError for a tag or thing there is none of."""
    return LibraryFilter(
        practice=args.practice and Practice(args.practice),
        level=args.level,
        longest=None if args.minutes is None else timedelta(minutes=args.minutes),
        things=None if args.equipment is None else things_called(parts_of(args.equipment), library),
        avoid=frozenset(tag_called(one, library) for one in parts_of(args.avoid)),
    )


def _list(exercises: list[Exercise], *, as_json: bool) -> None:
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
