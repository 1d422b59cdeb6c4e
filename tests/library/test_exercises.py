"""Knows what each exercise must be to be shown to somebody with a sore back; must not know how it is read."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from routine.core.exercise import ZERO, Exercise, Practice, Reps, Timed
from routine.library.catalogue import catalogue
from routine.library.therapies import therapies
from routine.presentation import measures

EXERCISES = tuple(catalogue().exercises.values())
BY_ID = catalogue().exercises
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)

# the whole of each dose in seconds: what the programmes were built from, so a change here is a decision
LENGTHS = {
    "cat-cow": 60, "cat-cow-small": 60, "childs-pose": 92, "prone-lying": 105,
    "sphinx": 85, "cobra-low": 60, "locust": 63, "knees-to-chest": 65,
    "supine-twist": 87, "thread-the-needle": 74, "downward-dog-wall": 65, "downward-dog": 74,
    "legs-up-the-wall": 315, "mountain-pose": 65, "chair-pose": 65, "warrior-one-wall": 67,
    "triangle-wall": 61, "standing-side-bend": 65, "reclining-cobbler": 135, "savasana": 315,
    "pelvic-tilt": 95, "bridge": 95, "single-leg-bridge": 99, "mcgill-curl-up": 187, "side-bridge-wall": 89,
    "side-bridge-knees": 253, "side-bridge-full": 289, "bird-dog-leg-slide": 96,
    "bird-dog-forearms": 96, "bird-dog": 316,
    "dead-bug-heel-tap": 95, "dead-bug": 179, "plank-incline": 99, "plank-forearm": 144, "sit-to-stand": 53,
    "hip-hinge": 45, "pilates-leg-slide": 99, "pilates-clam": 135, "pilates-hundred-modified": 95,
    "pilates-single-leg-stretch": 79, "pilates-shoulder-bridge": 81, "pilates-side-kick": 95,
    "pilates-spine-stretch": 67, "pilates-swan-prep": 63, "pilates-swimming": 83,
    "single-knee-to-chest": 111, "figure-four-supine": 135, "figure-four-seated": 65,
    "hamstring-strap": 135, "hip-flexor-standing": 101, "hip-flexor-lunge": 132, "seated-side-bend": 61,
    "lower-trunk-rotation": 65, "open-book": 95, "rock-back": 52, "prone-press-up": 55,
    "standing-extension": 30, "chair-rotation": 55, "chair-cat-cow": 45, "chair-cat-cow-small": 45,
    "chin-tuck": 45,
    "scapular-squeeze": 53, "posture-shift": 65, "sciatic-nerve-slider": 65, "walk-micro": 120,
    "walk-easy": 600, "walk-brisk": 1800, "diaphragmatic-breathing": 310, "breathing-4-6": 310,
    "resonance-breathing": 610, "box-breathing": 250, "breathing-space": 190, "mindful-breath": 610,
    "body-scan": 1210, "loving-kindness": 610, "mindful-walking": 600, "pmr-14": 1138, "pmr-7": 634,
    "pmr-4": 418, "cue-controlled-relaxation": 190, "imagery-safe-place": 610, "imagery-easing-back": 610,
    "autogenic-basic": 610, "constructive-rest": 315, "side-lying-rest": 315,
    "ninety-ninety": 315, "log-roll": 60,
    "lift-from-chair": 134, "lift-from-floor": 110, "suitcase-carry": 68, "suitcase-hold": 48,
    "squat-with-bag": 118, "band-pull-apart": 110, "row-with-bag": 152, "heel-raise": 115,
    "standing-leg-lift": 69, "seated-march": 53, "tandem-stand": 88, "one-leg-stand": 89,
    "side-lying-leg-back": 87, "hinge-with-stick": 48, "rock-back-forearms": 52, "neck-turn": 53,
    "neck-lean": 65, "wall-slide": 53, "chest-over-chair-back": 44, "cat-cow-forearms": 60,
}  # fmt: skip


def seconds(length: timedelta) -> float:
    return length / timedelta(seconds=1)


def test_the_library_holds_exercises_of_every_practice() -> None:
    assert {exercise.practice for exercise in EXERCISES} == set(Practice)


def test_every_file_of_exercises_is_read() -> None:
    there = {file.name for file in files("routine.library").joinpath("exercises").iterdir()}
    assert there == {f"{practice}.toml" for practice in Practice}


def test_the_usual_doses_are_as_long_as_the_programmes_reckon() -> None:
    assert {exercise.id: seconds(exercise.dose.length) for exercise in EXERCISES} == LENGTHS


@every_exercise
def test_an_exercise_can_be_followed_without_a_picture(exercise: Exercise) -> None:
    assert 3 <= len(exercise.instructions) <= 6
    assert exercise.setup
    assert exercise.breath
    assert exercise.position
    assert exercise.target
    assert exercise.context


@every_exercise
def test_sentences_are_whole_and_short(exercise: Exercise) -> None:
    sentences = [exercise.setup, *exercise.instructions, exercise.breath, *filter(None, [exercise.caution_note])]
    for sentence in sentences:
        assert re.match(r"[A-Z]", sentence), sentence
        assert sentence.endswith("."), sentence
        assert len(sentence.split()) <= 25, sentence
        assert not re.search(r"\btoward\b", sentence), "British words: towards"
    assert len(exercise.title) <= 40


@every_exercise
def test_both_sides_are_asked_for_in_words_when_the_dose_has_two(exercise: Exercise) -> None:
    said = " ".join(exercise.instructions)
    if exercise.dose.sides and exercise.position != "side-lying":
        assert re.search(r"\b(sides?|change|other)\b", said), said
    if not exercise.dose.sides:
        assert "hange sides" not in said


@every_exercise
def test_a_dose_is_what_a_careful_teacher_would_give(exercise: Exercise) -> None:
    dose = exercise.dose
    assert timedelta(seconds=30) <= dose.length <= timedelta(minutes=30)
    assert dose.setup <= timedelta(seconds=20)
    if isinstance(dose, Reps):
        assert dose.hold <= timedelta(seconds=30)
        assert sum(dose.sets) <= 20
        assert dose.sets == tuple(sorted(dose.sets, reverse=True)), "sets fall, they never grow"
        assert (dose.rest > ZERO) == (len(dose.sets) > 1), "a rest stands between sets, and only there"
        assert dose.rest <= timedelta(seconds=30)
    else:
        assert dose.shortest is not None
        assert dose.longest is not None
        assert dose.shortest <= dose.duration <= dose.longest


@every_exercise
def test_strong_efforts_are_let_go_between_holds(exercise: Exercise) -> None:
    dose = exercise.dose
    strong = {"avoid-high-tension", "avoid-inversion"} & exercise.cautions or "plank" in exercise.id
    if strong and isinstance(dose, Reps) and dose.hold >= timedelta(seconds=15):
        assert set(dose.sets) == {1}
        assert dose.rest >= timedelta(seconds=10) or len(dose.sets) == 1, (
            "after the only hold there is none to follow"
        )


@every_exercise
def test_nobody_holds_the_breath_through_a_long_hold(exercise: Exercise) -> None:
    if isinstance(exercise.dose, Reps) and exercise.dose.hold >= timedelta(seconds=5):
        there_and_back = r"(In|Out) (to|as) [^;,]+, (in|out) (to|as) [^;,]+\."
        assert not re.fullmatch(there_and_back, exercise.breath), "and in between?"


@every_exercise
def test_legs_that_take_turns_within_a_set_have_as_many_turns_each(exercise: Exercise) -> None:
    if isinstance(exercise.dose, Reps) and "change legs each time" in " ".join(exercise.instructions):
        assert all(reps % 2 == 0 for reps in exercise.dose.sets)


@every_exercise
def test_what_is_said_when_fills_the_time(exercise: Exercise) -> None:
    dose = exercise.dose
    if exercise.segments:
        assert isinstance(dose, Timed)
        assert sum((segment.length for segment in exercise.segments), ZERO) == dose.duration
    if exercise.relaxation:
        assert isinstance(dose, Timed)
        spec = exercise.relaxation
        tensing = len(spec.groups) * spec.rounds * (spec.tense + spec.release)
        assert tensing + timedelta(minutes=2) == dose.duration, "two quiet minutes at the end"
        assert timedelta(seconds=5) <= spec.tense <= timedelta(seconds=7)
        assert timedelta(seconds=20) <= spec.release <= timedelta(seconds=30)


@every_exercise
def test_every_station_on_the_way_has_words_of_its_own(exercise: Exercise) -> None:
    said = [line for station in exercise.segments for line in station.say.splitlines()]
    assert all(re.match(r"[A-Z].*[.?]$", one) for one in said), said
    assert all(len(one.split()) <= 25 for line in said for one in re.split(r"(?<=[.?]) ", line)), said
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("groups", [14, 7, 4])
def test_muscle_relaxation_says_in_the_session_to_leave_out_what_hurts(groups: int) -> None:
    # the cues of it are not told while the groups take turns: getting ready is the time for it
    assert "Skip any area that hurts, cramps or is injured." in BY_ID[f"pmr-{groups}"].setup


@pytest.mark.parametrize("groups", [14, 7, 4])
def test_muscle_relaxation_names_as_many_groups_as_its_title(groups: int) -> None:
    spec = BY_ID[f"pmr-{groups}"].relaxation
    assert spec is not None
    assert len(spec.groups) == groups
    assert f"{groups} groups" in BY_ID[f"pmr-{groups}"].title


def test_a_pacer_breathes_as_slowly_as_the_words_say() -> None:
    paces = {}
    for exercise in EXERCISES:
        if one := exercise.pattern:
            paces[exercise.id] = [seconds(part) for part in (one.inhale, one.hold_in, one.exhale, one.hold_out)]
    assert paces == {
        "breathing-4-6": [4, 0, 6, 0],
        "resonance-breathing": [5, 0, 5, 0],
        "box-breathing": [4, 4, 4, 4],
    }


def test_no_cue_beside_a_pacer_says_one_part_of_a_breath_alone() -> None:
    """It is heard at any moment; "Breathe out" while the pacer breathes in would help nobody."""
    for exercise in EXERCISES:
        for cue in exercise.instructions if exercise.pattern else ():
            tells_in = "breathe in" in cue.lower().replace("in-breath", "")
            assert tells_in == bool(re.search(r"\bout (for|and)\b", cue)), cue


def test_pauses_and_slow_pacing_are_marked() -> None:
    for exercise in EXERCISES:
        if exercise.pattern:
            assert "slow-breathing" in exercise.cautions
            pauses = exercise.pattern.hold_in + exercise.pattern.hold_out > ZERO
            assert pauses == ("avoid-breath-hold" in exercise.cautions)


@every_exercise
def test_the_body_position_is_marked_for_those_who_leave_it_out(exercise: Exercise) -> None:
    marks = {
        "supine": "avoid-supine",
        "prone": "avoid-prone",
        "quadruped": "avoid-kneeling",
        "kneeling": "avoid-kneeling",
        "half-kneeling": "avoid-kneeling",
    }
    if exercise.position in marks:
        assert marks[exercise.position] in exercise.cautions
    on_the_floor = exercise.position in {*marks, "side-lying", "seated-floor"}
    assert on_the_floor == ("floor-transfer" in exercise.cautions)


@every_exercise
def test_easier_and_harder_ones_exist_and_keep_their_word(exercise: Exercise) -> None:
    for name in (*exercise.easier, *exercise.harder):
        assert name in BY_ID
        assert name != exercise.id
    for name in exercise.easier:
        assert BY_ID[name].level <= exercise.level, f"{name} is not easier"
        assert exercise.id not in BY_ID[name].easier, "each calls the other easier"
    for name in exercise.harder:
        assert BY_ID[name].level >= exercise.level, f"{name} is not harder"
    assert not set(exercise.easier) & set(exercise.harder)


def test_going_easier_comes_to_an_end() -> None:
    def walk(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"round in a circle: {way}"
        for easier in BY_ID[name].easier:
            walk(easier, (*way, name))

    for exercise in EXERCISES:
        walk(exercise.id, ())


def test_all_that_is_marked_harder_than_level_one_has_an_easier_one() -> None:
    assert [exercise.id for exercise in EXERCISES if exercise.level > 1 and not exercise.easier] == []


def test_every_tag_is_known_and_every_known_tag_is_used() -> None:
    used = {tag for exercise in EXERCISES for tag in exercise.cautions}
    assert used == set(catalogue().tags)
    assert len(used) == 21


def test_a_flare_up_meets_no_strong_exercise() -> None:
    for exercise in EXERCISES:
        if exercise.flare_ok and exercise.practice and exercise.practice.moves:
            assert exercise.level == 1, exercise.id
            assert not exercise.cautions & {
                "avoid-exertion",
                "avoid-high-tension",
                "high-balance",
                "nerve-tension",
            }


@every_exercise
def test_every_exercise_says_what_it_rests_on(exercise: Exercise) -> None:
    assert exercise.evidence is not None
    assert exercise.evidence == catalogue().sources[exercise.evidence.source].evidence
    assert exercise.evidence.note.endswith(".")
    assert exercise.evidence.grade in {"moderate", "low-moderate", "low", "very-low"}
    assert exercise.evidence.basis in {"programme", "lab", "convention"}


def test_every_source_is_cited_and_names_the_works_it_speaks_of() -> None:
    cited = {exercise.evidence.source for exercise in EXERCISES if exercise.evidence}
    assert cited == set(catalogue().sources)
    for source in catalogue().sources.values():
        years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", source.evidence.note)}
        assert years <= {work.year for work in source.works}, source.evidence.source
        assert bool(source.works) == (source.evidence.source != "custom")


@every_exercise
def test_what_a_caution_quotes_stands_among_the_sources_of_the_exercise(exercise: Exercise) -> None:
    assert exercise.evidence is not None
    works = catalogue().sources[exercise.evidence.source].works
    quoted = re.findall(r"\((\w+) ((?:19|20)\d\d)\)", exercise.caution_note)
    assert {(author, int(year)) for author, year in quoted} <= {(work.author, work.year) for work in works}


def test_a_work_that_a_sentence_does_not_need_is_not_shown_under_it() -> None:
    assert "Jasien" not in {work.author for work in catalogue().sources["yoga"].works}


def test_no_work_is_listed_for_nothing() -> None:
    listed = tomllib.loads(files("routine.library").joinpath("sources.toml").read_text("utf-8"))["works"]
    named = {work.id for source in catalogue().sources.values() for work in source.works}
    cited = {work.id for card in therapies() for work in card.works}
    read = tomllib.loads(files("routine.library").joinpath("sequences/education.toml").read_text("utf-8"))
    spoken_of = {work for reading in read.values() for work in reading.get("works", ())}
    asked = Path(measures.__file__).read_text("utf-8")
    credited = {name for name, work in listed.items() if f"{work['author']} {work['year']}" in asked}
    assert set(listed) == named | cited | spoken_of | credited
