"""Knows how check and schema speak of plan files: every problem with its place, and what a good plan asks for."""

from __future__ import annotations

import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from routine.core.events import Actor, PlanLoaded
from tests.ui.home import TOP, Home

MINUTES = timedelta(minutes=1)


def test_a_good_plan_is_told_in_sessions_and_minutes(home: Home) -> None:
    home.plan(home.session(), title="My back")
    answer = home.run("check")
    assert answer.code == 0
    assert "My back: 1 session, 28 min a week" in answer.out
    assert "Your plan is fine." in answer.out


def test_every_problem_stands_on_a_line_with_its_place_and_what_to_do(home: Home) -> None:
    text = home.session().replace("mobility", "mobilty").replace("daily", "dayly")
    path = home.plan(text, seen=False)
    answer = home.run("check", str(path))
    places = [line.partition(": ")[0] for line in answer.out.splitlines() if line.startswith(str(path))]
    assert answer.code == 78
    assert places == [f"{path}:6:12", f"{path}:7:8"]
    assert "2 problems." in answer.out
    shape = home.run("check", "--json").json
    assert [(one["line"], one["column"]) for one in shape["problems"]] == [(6, 12), (7, 8)]
    assert all(one["what"] for one in shape["problems"])


@pytest.mark.parametrize("others", [False, True])
def test_what_is_away_is_told_by_check_and_by_status(home: Home, *, others: bool) -> None:
    """A plan whose file, or whose folder, is away is not a plan that nobody ever had."""
    yesterday = home.now - timedelta(days=1)
    slots = {"walk": ("mon 07:30",)}
    home.happened(PlanLoaded(yesterday, Actor.SERVICE, plan="mine", slots=slots, digest="of yesterday"))
    if others:
        home.plan(home.session(), name="other")
    said = "The file is away" if others else "The folder of your plans is not there, is empty"
    for command in ("check", "status"):
        answer = home.run(command)
        assert said in answer.out
        assert "no plan of your own" not in answer.out


def test_a_copy_that_cannot_be_a_plan_by_its_name_is_told_as_a_copy(home: Home) -> None:
    home.plan(home.session())
    name = "mine (SFConflict anna@example.org 2026-11-23-20-15-00)"
    home.write(name, (home.plans / "mine.toml").read_text())
    answer = home.run("check")
    assert (answer.code, f"“{name}” looks like a copy of “mine”" in answer.out) == (0, True)
    states = {one["id"]: one["state"] for one in home.run("plans", "--json").json["plans"]}
    assert (states["mine"], states[name]) == ("active", "copy")


def test_what_is_no_plan_file_is_a_problem_not_a_fault(home: Home) -> None:
    pipe = home.folder / "pipe.toml"
    os.mkfifo(pipe)
    answer = home.run("check", str(pipe), str(home.folder), str(home.folder / "nowhere.toml"))
    assert answer.code == 78
    assert "3 problems." in answer.out


def test_without_a_plan_it_says_how_to_begin(home: Home) -> None:
    answer = home.run("check")
    assert answer.code == 0
    assert "`routine init`" in answer.out


def test_a_wrong_setting_is_found_too(home: Home) -> None:
    home.plan(home.session())
    home.paths.config_file.write_text('guide = "song"\n', encoding="utf-8")
    answer = home.run("check")
    assert answer.code == 78
    assert "config.toml:1:9: " in answer.out


def test_sessions_at_the_same_time_are_pointed_out_but_no_problem(home: Home) -> None:
    home.plan(home.session("Long", length="10m"), home.session("Short", -5 * MINUTES))
    answer = home.run("check")
    assert answer.code == 0
    clash = (
        f"“Short” at {home.clock(-5 * MINUTES)} begins while “Long” of {home.clock(5 * MINUTES)} still goes on."
    )
    assert clash in answer.out
    assert answer.out.count("still goes on") == 1
    assert len(home.run("check", "--json").json["clashes"]) == 1


def test_a_plan_is_checked_by_its_name_as_it_is_edited(home: Home) -> None:
    home.plan(home.session())
    home.write("other", "title = 3\n")
    assert home.run("check", "mine").out.endswith("Your plan is fine.\n")
    assert home.run("check", "other").code == 78
    empty = home.run("check", "")
    assert (empty.code, "Here stands an empty name." in empty.err) == (2, True)


def test_a_name_that_nearly_ends_as_a_plan_is_said_to_be_passed_over(home: Home) -> None:
    home.plan(home.session()).rename(home.plans / "mine.TOML")
    assert "mine.TOML is not read: the name of a plan ends in .toml" in home.run("check").out


def test_two_plans_are_both_fine(home: Home) -> None:
    home.plan(home.session())
    home.plan(home.session("Walk", 60 * MINUTES), name="other", title="Other")
    assert home.run("check").out.endswith("Both plans are fine.\n")


def test_a_file_in_place_of_the_plans_folder_is_called_one(home: Home) -> None:
    home.plan(home.session())
    file = home.folder / "notes"
    file.write_text("", encoding="utf-8")
    home.paths.config_file.write_text(f'plans_folder = "{file}"\n', encoding="utf-8")
    assert f"“{file}”"[:30] in home.run("check").out
    assert "is not a folder." in home.run("check").out


def test_two_plans_that_say_the_same_are_told_apart(home: Home) -> None:
    for name in ("mine", "other"):
        home.plan(home.session("Dup"), name=name)
    at = home.clock(5 * MINUTES)
    out = home.run("check").out
    assert "My plan (plan mine): 1 session" in out
    assert "My plan (plan other): 1 session" in out
    assert f"“Dup” (plan other) at {at} begins while “Dup” (plan mine) of {at}" in out


def test_sessions_one_after_the_other_do_not_clash(home: Home) -> None:
    home.plan(home.session("First", 5 * MINUTES), home.session("Second", 1 * MINUTES))
    assert "still goes on" not in home.run("check").out


def test_what_was_left_out_is_said(home: Home) -> None:
    home.write(
        "mine",
        'title = "Mine"\navoid = ["avoid-flexion"]\n'
        + home.session().replace('{ say = "Stand tall.", for = "2m" }', '"cat-cow"'),
    )
    answer = home.run("check")
    assert answer.code == 0
    assert "You chose to leave out forward bends" in answer.out
    assert home.run("check", "--json").json["plans"][0]["notes"]


def test_the_shipped_plans_are_fine(home: Home) -> None:
    plans = sorted(str(path) for path in (TOP / "plans").glob("*.toml"))
    for plan in plans:
        assert "Your plan is fine." in home.run("check", plan).out
    answer = home.run("check", *plans)
    assert answer.code == 0
    # they overlap: nobody does them all at once
    assert f"All {len(plans)} plans can be used as they are" in answer.out


def test_a_plan_whose_weeks_differ_tells_the_least_and_the_most(home: Home) -> None:
    first = home.session("Short").replace('days = "daily"', 'days = "daily"\nweeks = "1"')
    later = home.session("Long", length="5m").replace('days = "daily"', 'days = "daily"\nweeks = "2-"')
    home.plan("weeks = 3\n", first, later)
    assert "28 to 70 min a week" in home.run("check").out


def test_a_plan_that_starts_within_a_week_is_counted_by_its_own_weeks(home: Home) -> None:
    home.plan("starts = 2026-11-29\nweeks = 1\n", home.session(), seen=False)  # a Sunday
    assert "1 session, 28 min a week" in home.run("check").out


def test_a_clash_in_a_plan_that_is_still_to_start_is_pointed_out(home: Home) -> None:
    first = (home.now + timedelta(days=17)).astimezone(home.zone).date()
    home.plan(f"starts = {first}\nweeks = 1\n", home.session(), home.session("Walk"), seen=False)
    home.plan(home.session("Evening", -120 * MINUTES), name="other", seen=False)
    assert "Walk" in home.run("check").out


def test_schema_is_json_and_written_for_its_owner_alone(home: Home) -> None:
    printed = home.run("schema")
    assert printed.code == 0
    assert json.loads(printed.out)["properties"]["session"]
    answer = home.run("schema", "--write")
    written = home.paths.schema_file
    assert answer.out == f"Written to {written}\n"
    assert json.loads(written.read_text(encoding="utf-8")) == json.loads(printed.out)
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_another_folder_for_plans_is_looked_into(home: Home) -> None:
    home.write("unused", "not a plan")
    elsewhere = home.folder / "dotfiles"
    elsewhere.mkdir()
    (elsewhere / "mine.toml").write_text('title = "Elsewhere"\n' + home.session(), encoding="utf-8")
    home.paths.config_file.write_text(f'plans_folder = "{elsewhere}"\n', encoding="utf-8")
    answer = home.run("check")
    assert answer.code == 0
    assert "Elsewhere: 1 session" in answer.out


def test_a_plan_that_counts_weeks_from_a_day_it_does_not_name_is_offered_the_line(home: Home) -> None:
    home.plan(f"weeks = 6\n{home.session()}")
    answer = home.run("check")
    assert answer.code == 0
    said = " ".join(answer.out.split())
    assert "another would count otherwise" in said
    assert "starts = 2026-03-0" in said
    line = home.run("check", "--json").json["plans"][0]["add"]
    home.plan(f"weeks = 6\n{line}\n{home.session()}")
    assert "starts" not in home.run("check").out
    assert home.run("check", "--json").json["plans"][0]["add"] is None


def test_what_a_program_left_beside_a_plan_is_named_and_what_lies_in_a_folder_inside(home: Home) -> None:
    home.plan(home.session())
    home.plan(home.session(), name="mine (Anna's conflicted copy 2026-03-01)", seen=False)
    (home.plans / "yoga").mkdir()
    (home.plans / "yoga" / "mine.toml").write_text('title = "A"', encoding="utf-8")
    answer = home.run("check")
    assert answer.code == 0
    assert "conflicted copy 2026-03-01)” looks like a copy of “mine” that a program left" in " ".join(
        answer.out.split()
    )
    assert "yoga/mine.toml is not read" in answer.out
    assert "fine" not in answer.out
    listed = {one["plan"]: one["state"] for one in home.run("plans", "--json").json["plans"]}
    assert listed["mine (Anna's conflicted copy 2026-03-01)"] == "copy"
    assert "yoga/mine.toml is not read" in home.run("plans").out


def test_two_plans_of_one_title_that_ask_for_the_same_are_pointed_out(home: Home) -> None:
    home.plan(home.session())
    home.plan(home.session(), name="other")
    answer = home.run("check")
    assert answer.code == 0
    assert "mine and other are called “My plan” and ask for the same sessions" in " ".join(answer.out.split())
    assert "fine" not in answer.out


def test_thirty_plans_that_overlap_are_summed_up_and_told_whole_to_a_program(home: Home) -> None:
    for number in range(30):
        home.plan(
            home.session(f"Session {number}", length="10m"), name=f"plan{number}", title=f"P {number}", seen=False
        )
    answer = home.run("check")
    assert len(answer.out.splitlines()) < 60
    assert "And 430 more that overlap" in answer.out
    assert "fine" not in answer.out
    assert len(home.run("check", "--json").json["clashes"]) == 30 * 29 // 2


def taken(home: Home, name: str, *avoid: str) -> None:
    """A shipped plan as somebody's own, with `avoid` in it."""
    text = (TOP / "plans" / f"{name}.toml").read_text("utf-8")
    home.plans.mkdir(parents=True, exist_ok=True)
    line = f"avoid = {json.dumps(list(avoid))}"
    (home.plans / f"{name}.toml").write_text(text.replace("# avoid = ", f"{line}\n# avoid = ", 1), "utf-8")


def test_what_avoid_changed_is_told_to_people_and_to_programs(home: Home) -> None:
    taken(home, "gentle-start", "avoid-flexion", "avoid-rotation")
    out = home.run("check").out
    assert "You chose to leave out forward bends: Small Cat–Cow takes the place of Cat–Cow." in out
    assert "suit you well" not in out
    (plan,) = home.run("check", "--json").json["plans"]
    assert {(swap["from"], swap["to"]) for swap in plan["swaps"]} == {
        ("cat-cow", "cat-cow-small"),
        ("mcgill-curl-up", "dead-bug-heel-tap"),
        ("mcgill-curl-up", "dead-bug"),
    }
    assert {swap["session"] for swap in plan["swaps"]} == {
        "gentle-movement-a",
        "gentle-movement-c",
        "gentle-movement-c-half-of-it",
    }


def test_a_plan_that_suits_somebody_badly_says_so_and_names_one_that_fits(home: Home) -> None:
    taken(home, "pilates-core", "floor-transfer")
    out = home.run("check").out
    assert "it does not suit you well. steady-on-your-feet fits better:" in out
    (plan,) = home.run("check", "--json").json["plans"]
    assert {swap["to"] for swap in plan["swaps"] if swap["from"] == "bridge"} == {None}


def test_a_plan_for_rest_is_not_called_bad_for_its_one_movement(home: Home) -> None:
    taken(home, "mindful-weeks", "floor-transfer")
    assert "suit you well" not in home.run("check").out


CALLED_CALM = """
[[session]]
title = "Quiet evening"
practice = "relaxation"
days = "daily"
at = "20:00"
steps = [{steps}]
"""
OWN = """
[exercise.sway]
title = "Sway"
cues = ["Sway a little from side to side."]
for = "2m"
"""


@pytest.mark.parametrize(
    ("steps", "beside", "said"),
    [
        (
            '"body-scan", "walk-brisk"',
            "",
            "“Quiet evening” is called relaxation, but Brisk Walk asks the body to move",
        ),
        ('"sway"', OWN, "but “Sway” does not say what it is, so it counts as movement"),
    ],
)
def test_a_session_that_is_called_calm_and_moves_is_told(home: Home, steps: str, beside: str, said: str) -> None:
    home.plan(CALLED_CALM.format(steps=steps) + beside)
    answer = home.run("check")
    assert answer.code == 0
    assert said in " ".join(answer.out.split())
    assert "Your plan is fine." not in answer.out
    assert any(said in one for one in home.run("check", "--json").json["warnings"])


def test_a_session_that_is_called_movement_and_does_not_move_is_told(home: Home) -> None:
    home.plan(CALLED_CALM.replace("relaxation", "yoga").format(steps='"body-scan"'))
    assert "is called yoga, but nothing in it moves" in " ".join(home.run("check").out.split())


def test_of_the_plans_that_come_with_routine_none_is_called_otherwise_than_it_is(home: Home) -> None:
    shipped = sorted((Path(__file__).parents[2] / "plans").glob("*.toml"))
    assert home.run("check", "--json", *map(str, shipped)).json["warnings"] == []


def test_what_is_left_out_in_the_configuration_is_told_and_left_out(home: Home) -> None:
    home.plan(CALLED_CALM.replace("relaxation", "yoga").format(steps='"knees-to-chest", "cat-cow"'))
    home.paths.config_file.write_text('avoid = ["avoid-flexion"]')
    assert "You chose to leave out forward bends" in home.run("check").out
