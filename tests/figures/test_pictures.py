"""What is asked of figures: stills in light and dark, and of either side."""

from __future__ import annotations

import re
from datetime import timedelta
from time import perf_counter
from xml.etree import ElementTree as ET

import pytest

from routine.core.exercise import Exercise, Practice, Reps, Side
from routine.figures import loader as read
from routine.figures.camera import Camera
from routine.figures.drawing import DARK, LIGHT, PAGE
from routine.figures.motion import camera_of, motion, pose_at
from routine.figures.render import contact_sheet, has_figure, still
from routine.figures.shapes import Cloth, shapes
from routine.library.catalogue import catalogue
from tests.figures.bodies import IDS, exercise

TWO_SIDED = [name for name in IDS if exercise(name).dose.sides]
QUIET = [name for name in IDS if not (exercise(name).practice or Practice.YOGA).moves]


def _numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.\d+", path)]


@pytest.mark.parametrize("name", IDS)
def test_a_still_is_a_picture_with_the_exercise_s_name_and_nothing_cut_off(name: str) -> None:
    svg = ET.fromstring(still(exercise(name)))
    left, top, width, height = (float(number) for number in svg.attrib["viewBox"].split())
    title = svg.find("{*}title")
    assert title is not None
    assert title.text == exercise(name).title
    assert width == height
    if read.figure(name).close:
        return
    for path in svg.findall("{*}path"):
        numbers = _numbers(path.attrib["d"])
        assert left < min(numbers[::2])
        assert max(numbers[::2]) < left + width
        assert top < min(numbers[1::2])
        assert max(numbers[1::2]) < top + height


def test_no_two_exercises_look_the_same() -> None:
    """But for two relaxations that differ in what is tensed, and only there."""
    seen: dict[str, str] = {}
    for name in IDS:
        picture = re.sub("<title>.*</title>", "", still(exercise(name)))
        assert picture not in seen, f"{name} looks like {seen.get(picture)}"
        seen[picture] = name


def test_no_still_takes_long_to_draw() -> None:
    for name in IDS:
        read.figure(name)
    start = perf_counter()
    for name in IDS:
        still(exercise(name))
    assert (perf_counter() - start) / len(IDS) < 0.5


def test_dark_is_another_ground_and_the_page_brings_its_own_colours() -> None:
    bridge = exercise("bridge")
    assert LIGHT.ground in still(bridge)
    assert DARK.ground in still(bridge, palette=DARK)
    assert LIGHT.ground not in still(bridge, palette=DARK)
    page = still(bridge, palette=PAGE)
    assert "var(--figure-shirt)" in page
    assert not re.search(r"#[0-9a-f]{6}", page)


def test_what_is_far_is_paler_than_what_is_near() -> None:
    """Standing, seen from the right: the left arm lies behind."""
    body = pose_at(read.figure("mountain-pose"), 0)
    skin = [shape for shape in shapes(Camera(90, 0).project(body.points)) if shape.cloth is Cloth.TROUSERS]
    far, near = skin[0], skin[-1]
    assert far.pale > near.pale + 0.1


@pytest.mark.parametrize("name", TWO_SIDED)
def test_the_other_side_is_the_same_picture_in_a_mirror(name: str) -> None:
    figure = read.figure(name)
    assert figure.side is not None
    other = Side.LEFT if figure.side is Side.RIGHT else Side.RIGHT
    here = camera_of(figure, figure.side).project(pose_at(figure, figure.still, figure.side).points)
    there = camera_of(figure, other).project(pose_at(figure, figure.still, other).points)
    swap = {"left": "right", "right": "left"}
    for joint, (x, y, near) in here.items():
        stem, _, side = joint.rpartition("_")
        twin = there[f"{stem}_{swap[side]}" if side in swap else joint]
        assert twin == pytest.approx((-x, y, near), abs=2e-3)


def test_exercises_done_on_both_sides_at_once_have_no_side() -> None:
    for name in IDS:
        assert (read.figure(name).side is not None) == (name in TWO_SIDED), name


@pytest.mark.parametrize("name", [name for name in IDS if isinstance(exercise(name).dose, Reps)])
def test_a_cycle_takes_as_long_as_a_repetition(name: str) -> None:
    """Unless the figure says its own time, as a flutter of arms does."""
    figure, dose = read.figure(name), exercise(name).dose
    assert isinstance(dose, Reps)
    if figure.move is None:
        holds = sum(key.hold for key in figure.keys)
        assert holds <= 1 or name == "pilates-single-leg-stretch"
        assert motion(figure, exercise(name)).length == dose.move + dose.hold * holds


def test_the_chest_fills_and_empties_with_the_breathing_pattern() -> None:
    box = motion(read.figure("box-breathing"), exercise("box-breathing"))
    assert box.length == timedelta(seconds=16)
    fullest = [sample.at for sample in box.samples if sample.breath == pytest.approx(1.0)]
    assert fullest[0] == timedelta(seconds=4)
    assert timedelta(seconds=7) < fullest[-1] <= timedelta(seconds=8)


@pytest.mark.parametrize("name", QUIET)
def test_quiet_practices_have_a_breath_ring_or_lit_muscles(name: str) -> None:
    figure = read.figure(name)
    assert figure.ring or figure.lights
    assert ("<circle" in still(exercise(name))) == figure.ring


@pytest.mark.parametrize("name", [name for name in IDS if exercise(name).relaxation])
def test_each_muscle_group_lights_parts_of_the_picture(name: str) -> None:
    relaxation = exercise(name).relaxation
    assert relaxation is not None
    assert len(read.figure(name).lights) == len(relaxation.groups)
    for part in range(len(relaxation.groups)):
        assert LIGHT.cloths[Cloth.LIT] in still(exercise(name), part=part)


def test_an_exercise_of_the_person_s_own_has_no_figure() -> None:
    cat_cow = exercise("cat-cow")
    assert has_figure(cat_cow)
    own = Exercise(id="physio-glide", title="Nerve glide", cues=("Sit tall.",), dose=cat_cow.dose)
    assert not has_figure(own)
    with pytest.raises(KeyError):
        still(own)


def test_the_contact_sheet_shows_every_exercise() -> None:
    assert contact_sheet(list(catalogue().exercises.values())).count("<title>") == len(catalogue().exercises)
