"""Knows `library`: the list, its filters and the cards. Must not know how a figure is drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from routine.core.exercise import Exercise, Practice
from routine.library.catalogue import catalogue
from routine.presentation import exercises as words
from routine.presentation.equipment import thing
from routine.presentation.exercises import dose_line
from tests.ui.home import Answer, Home

LIBRARY = catalogue()


def listed(home: Home, *filters: str) -> set[str]:
    answer = home.run("library", *filters, "--json")
    assert answer.code == 0, answer.err
    return {one["name"] for one in answer.json["exercises"]}


def said(answer: Answer) -> str:
    return " ".join(answer.out.split())


def test_all_exercises_are_listed_by_practice_with_title_level_dose_and_length(home: Home) -> None:
    answer = home.run("library")
    assert answer.code == 0
    lines = [line.split() for line in answer.out.splitlines()]
    assert ["cat-cow", "Cat–Cow", "level", "1", "8×", "1", "min"] in lines
    assert {line[0] for line in lines if line} >= LIBRARY.exercises.keys()
    assert [word for line in lines for word in line[:1] if word in {"Yoga", "Pilates", "Walking"}]
    assert listed(home) == LIBRARY.exercises.keys()


def test_what_can_be_left_out_is_a_list_of_its_own(home: Home) -> None:
    answer = home.run("library", "--tags")
    for tag in LIBRARY.tags.values():
        assert f"{tag.id} {tag.words}" in said(answer)


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        (("--practice", "yoga"), lambda one: one.practice is Practice.YOGA),
        (("--level", "1"), lambda one: one.level == 1),
        (("--level", "2"), lambda one: one.level <= 2),
        (("--avoid", "avoid-flexion"), lambda one: "avoid-flexion" not in one.cautions),
        (("--avoid", "flexion"), lambda one: "avoid-flexion" not in one.cautions),
        (("--avoid", "Forward bends"), lambda one: "avoid-flexion" not in one.cautions),
        (
            ("--avoid", "avoid-flexion,floor-transfer", "--avoid", "kneeling"),
            lambda one: not {"avoid-flexion", "floor-transfer", "avoid-kneeling"} & one.cautions,
        ),
        (("--equipment", "mat,wall"), lambda one: set(one.equipment) <= {"mat", "wall"}),
        (("--equipment", "none"), lambda one: not one.equipment),
        (("--minutes", "2"), lambda one: one.dose.length <= timedelta(minutes=2)),
        (
            ("--practice", "yoga", "--minutes", "1"),
            lambda one: one.practice is Practice.YOGA and one.dose.length <= timedelta(minutes=1),
        ),
    ],
)
def test_a_filter_leaves_all_that_fits_and_only_that(
    home: Home, filters: tuple[str, ...], fits: Callable[[Exercise], bool]
) -> None:
    left = listed(home, *filters)
    assert left == {one.id for one in LIBRARY.exercises.values() if fits(one)}
    assert 0 < len(left) < len(LIBRARY.exercises)


def test_when_nothing_fits_it_says_so(home: Home) -> None:
    answer = home.run("library", "--practice", "walking", "--avoid", "avoid-exertion", "--minutes", "0")
    assert answer.code == 0
    assert "Nothing in the library fits all of that." in answer.out


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--avoid", "avoid-flexing"), "Did you mean avoid-flexion"),
        (("--equipment", "kettlebell"), "There are bag, band, chair, counter, mat, pillow, stick and wall."),
        (("--practice", "yogaa"), "yoga"),
    ],
)
def test_a_filter_that_means_nothing_is_explained(home: Home, asked: tuple[str, ...], told: str) -> None:
    answer = home.run("library", *asked)
    assert answer.code == 2
    assert told in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("name", [("cat-cow",), ("Cat", "Cow"), ("cat–cow",), ("Marjaryasana Bitilasana",)])
def test_an_exercise_is_found_by_its_name_title_or_sanskrit(home: Home, name: tuple[str, ...]) -> None:
    assert home.run("library", *name, "--json").json["name"] == "cat-cow"


def test_a_card_holds_all_that_is_needed_to_do_it_and_what_it_rests_on(home: Home) -> None:
    exercise = LIBRARY.exercises["cat-cow"]
    answer = home.run("library", "cat-cow")
    assert answer.code == 0
    for part in (
        exercise.title,
        exercise.sanskrit,
        exercise.setup,
        *exercise.instructions,
        exercise.breath,
        exercise.caution_note,
        "8 times, 6 s each.",
        "Yoga · level 1 of 3 · about 1 min",
        "moving the lower back",
        "a mat",
        "Easier · Small Cat–Cow (cat-cow-small) · Chair Cat–Cow (chair-cat-cow)",
        "Harder · Thread the Needle",
        "It asks for forward bends, arching, kneeling, weight on the hands and getting down to the floor.",
        "Low to moderate certainty; studied as part of programmes.",
        "Saper 2017, Ann Intern Med, doi 10.7326/M16-2579",
        "Stop if pain is sharp",
        "does not diagnose",
    ):
        assert part in said(answer)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mcgill-curl-up", "6, then 4, then 2 times, each held for 8 s, with 20 s of rest between."),
        ("open-book", "5 times, each held for 3 s, on each side."),
        ("walk-easy", "10 min; anything from 5 min to 45 min will do."),
        ("breathing-4-6", "Pace: in for 4 s, out for 6 s."),
        ("pmr-7", "Face: screw the face up"),
        ("body-scan", "On the way"),
    ],
)
def test_a_dose_a_pace_and_parts_are_said_in_words(home: Home, name: str, told: str) -> None:
    assert told in said(home.run("library", name))


def test_every_exercise_has_a_card_in_plain_words() -> None:
    for one in LIBRARY.exercises.values():
        assert all(words.target(name) for name in one.target)
        assert all(thing(name) for name in one.equipment)
        assert one.evidence
        assert words.grounds(one.evidence.grade, one.evidence.basis).endswith(".")


def test_json_holds_the_same(home: Home) -> None:
    shape = home.run("library", "pmr-7", "--json").json
    exercise = LIBRARY.exercises["pmr-7"]
    assert shape["cues"] == list(exercise.instructions)
    assert shape["seconds"] == 634
    assert set(shape["cautions"]) == exercise.cautions
    assert shape["evidence"]["grade"]
    assert shape["sources"]
    assert exercise.relaxation
    assert [part["title"] for part in shape["parts"]] == [group for group, _ in exercise.relaxation.groups]


def test_a_sequence_is_shown_step_by_step(home: Home) -> None:
    answer = home.run("library", "desk-1")
    assert answer.code == 0
    assert "Neck, shoulders and a turn 3 steps · about 3 min" in said(answer)
    assert "1. Chin Tuck · 8 × 3 s chin-tuck" in said(answer)
    assert 'sequence = "desk-1"' in answer.out
    steps = home.run("library", "desk-1", "--json").json["steps"]
    assert [step["exercise"] for step in steps] == ["chin-tuck", "scapular-squeeze", "chair-rotation"]


def test_a_sequence_tells_its_sentences_too(home: Home) -> None:
    assert "Move slowly, and feel each movement" in home.run("library", "mindful-movement").out
    assert home.run("library", "mindful-movement", "--json").json["steps"][0]["for"] == "20 s"


def test_sequences_are_listed_and_filtered_by_all_that_they_ask_for(home: Home) -> None:
    answer = home.run("library", "--sequences", "--json").json["sequences"]
    assert {one["name"] for one in answer} == LIBRARY.sequences.keys()
    standing = home.run("library", "--sequences", "--avoid", "floor-transfer").out
    assert "desk-1" in standing
    assert "gentle-b" not in standing


@pytest.mark.parametrize("words", ["catcow", "hamstrings", "lower back pain", "brisk walks", "sciatica"])
def test_words_are_searched_and_the_best_comes_first(home: Home, words: str) -> None:
    found = home.run("library", *words.split(), "--json")
    assert found.code == 0
    best = found.json["found"][0]
    assert set(best) == {"name", "kind", "title"}
    assert home.run("library", words).out.split()[0] == best["name"]


def test_a_title_that_is_searched_is_shown_and_found(home: Home) -> None:
    shape = home.run("library", "brisk", "walk", "--json").json
    assert shape["name"] == "walk-brisk"
    assert shape["found"] == [{"name": "walk-brisk", "kind": "exercise", "title": "Brisk Walk"}]


def test_a_search_leaves_out_what_a_filter_does(home: Home) -> None:
    found = home.run("library", "hip", "--avoid", "kneeling", "--level", "1", "--json").json["found"]
    assert found
    for one in found:
        if one["kind"] == "exercise":
            assert LIBRARY.exercises[one["name"]].level == 1
            assert "avoid-kneeling" not in LIBRARY.exercises[one["name"]].cautions


@pytest.mark.parametrize("words", ["xyzzy", "brigge over watr"])
def test_where_nothing_fits_three_at_most_are_suggested(home: Home, words: str) -> None:
    answer = home.run("library", words)
    assert answer.code == 5
    assert "Nothing in the library fits" in answer.err
    assert "`routine library` lists them all." in answer.err
    shape = home.run("library", words, "--json")
    assert (shape.code, shape.json["found"]) == (5, [])
    assert len(shape.json["suggestions"]) <= 3


def colours(home: Home, columns: int = 80, **environ: str) -> bool:
    """Whether the picture is there."""
    with home.on_terminal("library", "cat-cow", columns=columns, rows=24, PAGER="cat", **environ) as terminal:
        assert terminal.ended() == 0
        assert "Cat–Cow" in terminal.text
        return "▀" in terminal.text


@pytest.mark.parametrize("environ", [{"COLORTERM": "truecolor"}, {"TERM": "xterm-256color"}])
def test_a_terminal_of_many_colours_shows_the_picture(home: Home, environ: dict[str, str]) -> None:
    assert colours(home, 80, **environ)


@pytest.mark.parametrize(
    ("columns", "environ"),
    [(80, {"TERM": "xterm"}), (59, {"COLORTERM": "truecolor"}), (80, {"COLORTERM": "truecolor", "NO_COLOR": "1"})],
    ids=["few colours", "narrow", "no colour wanted"],
)
def test_every_other_terminal_shows_the_words_alone(home: Home, columns: int, environ: dict[str, str]) -> None:
    assert not colours(home, columns, **environ)


def test_a_pipe_gets_no_picture_and_no_colour(home: Home) -> None:
    assert "\x1b" not in home.run("library", "cat-cow", COLORTERM="truecolor").out


def test_the_picture_needs_no_renderer(home: Home) -> None:
    hiding = home.folder / "hiding"
    hiding.mkdir()
    (hiding / "resvg_py.py").write_text("raise ImportError('not installed')\n", encoding="utf-8")
    assert colours(home, COLORTERM="truecolor", PYTHONPATH=str(hiding))


@pytest.mark.parametrize(
    ("exercise", "line"),
    [
        ("supine-twist", "Once, held for 30 s, on each side."),
        ("plank-incline", "3 times, each held for 15 s, with 20 s of rest between."),
        ("mcgill-curl-up", "6, then 4, then 2 times, each held for 8 s, with 20 s of rest between."),
        ("pilates-hundred-modified", "8 times, 10 s each."),
    ],
)
def test_how_much_to_do_is_a_sentence(exercise: str, line: str) -> None:
    assert dose_line(LIBRARY.exercises[exercise].dose) == line
