"""Knows `plans`: the list, what is in use, and taking one. Must not know what the plans ask for."""

from __future__ import annotations

import re
import stat
import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from routine.core.plan import Plan
from routine.core.schedule import Schedule
from routine.library.catalogue import catalogue
from routine.presentation import safety_check
from routine.reading.edit import begun_on
from routine.reading.parser import read_plan
from tests.telling import told
from tests.ui.home import TOP, Answer, Home, taken

SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in (TOP / "plans").glob("*.toml")}
STARTERS = {"gentle-start"}


def text_of(home: Home, name: str) -> str:
    return (home.plans / f"{name}.toml").read_text(encoding="utf-8")


def line_of(answer: Answer, name: str) -> str:
    return next(line for line in answer.out.splitlines() if line.strip().startswith(name))


def by_name(home: Home) -> dict[str, dict[str, object]]:
    return {one["plan"]: one for one in home.run("plans", "--json").json["plans"]}


def test_a_fresh_home_uses_one_plan_and_is_offered_the_others(home: Home) -> None:
    answer = home.run("plans")
    assert answer.code == 0
    used, _, offered = answer.out.partition("Come with routine, not in use")
    assert "In use while you have none of your own" in used
    assert all(name in used for name in STARTERS)
    assert all(name in offered for name in SHIPPED.keys() - STARTERS)
    assert not any(name in offered for name in STARTERS)
    assert "Yoga for the back" in offered
    assert "week 1 of 6" in line_of(answer, "gentle-start")
    assert not home.plans.exists(), "looking at them makes nothing one's own"


def test_the_list_tells_weeks_sessions_and_minutes_a_week(home: Home) -> None:
    plans = by_name(home)
    assert plans.keys() == SHIPPED.keys()
    for name, said in plans.items():
        written = tomllib.loads(SHIPPED[name])
        assert said["title"] == written["title"]
        assert said["about"] == written["about"]
        assert said["weeks"] == written.get("weeks")
        assert said["sessions"] == len(written["session"])
        assert said["in_use"] is (name in STARTERS)
        assert said["own"] is False
    # 54 of movement, 30 of walking, 35 of breathing; later 57, 60 and 35; and one to read
    assert plans["gentle-start"]["minutes_a_week"] == {"least": 120, "most": 153}
    words = line_of(home.run("plans"), "gentle-start").split()
    assert words[3:6] == ["6", "13", "120–153"]


def test_taking_a_plan_copies_it_with_every_comment_for_its_owner_alone(home: Home) -> None:
    answer = home.run("plans", "use", "yoga-for-the-back")
    assert answer.code == 0
    assert text_of(home, "yoga-for-the-back") == taken("yoga-for-the-back")
    assert stat.S_IMODE((home.plans / "yoga-for-the-back.toml").stat().st_mode) == 0o600
    assert "`routine help-signs`" in answer.out
    assert "small average gains" in " ".join(answer.out.split())
    assert "not the ones that come with routine" in answer.out
    assert home.run("check").code == 0


def test_the_plan_taken_is_in_use_and_the_starters_are_not_any_more(home: Home) -> None:
    home.run("plans", "use", "pilates-core")
    plans = by_name(home)
    assert [name for name, said in plans.items() if said["in_use"]] == ["pilates-core"]
    assert plans["pilates-core"]["own"] is True
    assert home.run("plans").out.startswith("Your plans\n")


def test_at_changes_the_movement_sessions_and_nothing_else(home: Home) -> None:
    answer = home.run("plans", "use", "gentle-start", "--at", "7.15")
    assert answer.code == 0
    assert text_of(home, "gentle-start") == taken("gentle-start").replace('at = "18:00"', 'at = "07:15"')


def test_at_changes_a_plan_that_only_has_quiet_sessions_at_one_time(home: Home) -> None:
    home.run("plans", "use", "evening-calm", "--at", "20:00")
    assert text_of(home, "evening-calm") == taken("evening-calm").replace('at = "21:00"', 'at = "20:00"')


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("pilates-core", "10:00 and 18:30"),
        ("flare-up-week", "10:15 and 16:15"),
        ("yoga-for-the-back", "10:00 and 19:00"),
    ],
)
def test_one_time_for_several_is_refused_and_nothing_is_written(home: Home, name: str, times: str) -> None:
    answer = home.run("plans", "use", name, "--at", "19:00")
    assert answer.code == 2
    assert times in answer.err
    assert f"`routine plans use {name}`" in answer.err
    assert f"`routine edit {name}`" in answer.err
    assert not home.plans.exists()


def test_at_changes_the_one_set_of_a_plan_whose_other_sessions_come_every_so_often(home: Home) -> None:
    assert home.run("plans", "use", "desk-days", "--at", "18:15").code == 0
    assert text_of(home, "desk-days") == taken("desk-days").replace('at = "17:45"', 'at = "18:15"')


def test_the_example_of_the_readme_works(home: Home) -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    asked = re.findall(r"`(plans use [^`]+ --at [^`]+)`", readme)
    assert asked
    for words in asked:
        assert home.run(*words.split()).code == 0


def test_whoever_takes_a_plan_that_suits_badly_is_told_and_one_that_fits_is_named(home: Home) -> None:
    home.paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    home.paths.config_file.write_text('avoid = ["floor-transfer"]\n', "utf-8")
    said = " ".join(home.run("plans", "use", "pilates-core").out.split())
    assert "it does not suit you well. steady-on-your-feet fits better" in said
    assert "suit you well" not in home.run("plans", "use", "steady-on-your-feet").out


@pytest.mark.parametrize("name", ["gentle-start", "pilates-core"])
@pytest.mark.parametrize("said", ["25:00", "soon", "7", ""])
def test_what_is_no_time_is_refused(home: Home, said: str, name: str) -> None:
    answer = home.run("plans", "use", name, "--at", said)
    assert answer.code == 2
    assert f"“{said}” is not a time of day." in answer.err
    assert not home.plans.exists()


def test_a_time_in_the_plans_quiet_hours_is_pointed_out(home: Home) -> None:
    answer = home.run("plans", "use", "gentle-start", "--at", "22:30")
    assert "22:30 lies in this plan's quiet hours (22:00-07:00)" in answer.out


def test_nothing_is_ever_overwritten(home: Home) -> None:
    home.write("gentle-start", "title = 'Mine'\n")
    answer = home.run("plans", "use", "gentle-start")
    assert answer.code == 5
    assert "was not touched" in answer.err
    assert text_of(home, "gentle-start") == "title = 'Mine'\n"


def test_a_second_plan_is_said_to_come_on_top(home: Home) -> None:
    home.run("plans", "use", "gentle-start")
    answer = home.run("plans", "use", "evening-calm")
    assert "You have a plan already: gentle-start." in answer.out


def test_a_mistyped_plan_is_guessed(home: Home) -> None:
    answer = home.run("plans", "use", "gentle-strat")
    assert answer.code == 2
    assert "Did you mean “gentle-start”?" in answer.err
    far_off = home.run("plans", "use", "marathon")
    assert far_off.code == 2
    assert all(name in far_off.err for name in SHIPPED)


def test_a_plan_with_problems_is_listed_as_such(home: Home) -> None:
    home.write("mine", "title = 3\n")
    answer = home.run("plans")
    assert answer.code == 0
    assert "has problems: routine check" in line_of(answer, "mine")


def test_a_plan_says_in_which_week_it_is_when_it_begins_and_that_it_is_over(home: Home) -> None:
    today = home.now.astimezone(home.zone).date()
    starts = {"running": -8, "coming": 3, "past": -14}
    for name, days in starts.items():
        frame = f"starts = {today + timedelta(days=days)}\nweeks = 2\n"
        home.write(name, f'title = "A plan"\n{frame}{home.session()}')
    answer = home.run("plans")
    assert line_of(answer, "running").endswith("week 2 of 2")
    assert line_of(answer, "coming").endswith(f"begins {today + timedelta(days=3)}")
    assert line_of(answer, "past").endswith("over")
    assert by_name(home)["past"]["in_use"] is False


def test_on_a_narrow_terminal_no_line_is_wider_than_it(home: Home) -> None:
    with home.on_terminal("plans", columns=50) as terminal:
        assert terminal.ended() == 0
        table = [line for line in terminal.text.splitlines() if line.startswith("  ")]
        assert table
        assert max(len(line.rstrip()) for line in table) <= 50


# --- a plan of one week


def first_plan(text: str) -> Plan:
    found = read_plan("flare-up-week.toml", "flare-up-week", text.encode(), catalogue())
    assert isinstance(found, Plan), found
    return found


def days_of(text: str, first: date) -> list[list[tuple[str, str]]]:
    """What each of the seven days asks for, and when."""
    agenda = Schedule((first_plan(text),), UTC)
    began = datetime(first.year, first.month, first.day, tzinfo=UTC)
    day = timedelta(days=1)
    days = [agenda.occurrences(began + day * no, began + day * (no + 1), planned=True) for no in range(7)]
    return [[(one.title, f"{one.due:%H:%M}") for one in of] for of in days]


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_each_plan_that_is_taken_begins_today_and_counts_so_on_every_computer(home: Home, name: str) -> None:
    assert home.run("plans", "use", name).code == 0
    assert tomllib.loads(text_of(home, name))["starts"] == date(2026, 3, 4)
    assert by_name(home)[name]["week"] == 1
    assert "starts =" not in home.run("check").out


MONDAY = date(2026, 3, 2)
FLARE = SHIPPED["flare-up-week"].replace("# starts = 2026-01-05", f"starts = {MONDAY}")


@pytest.mark.parametrize("later", range(7))
def test_a_flare_up_week_begins_on_whatever_day_it_is_taken(later: int) -> None:
    first = MONDAY + timedelta(days=later)
    assert days_of(begun_on(SHIPPED["flare-up-week"], first, "first"), first) == days_of(FLARE, MONDAY)


def test_a_plan_without_a_line_for_its_start_gets_one_before_its_first_table() -> None:
    text = 'title = "A"\nweeks = 1\n[[session]]\ndays = ["mon", "tue"]\n'
    said = tomllib.loads(begun_on(text, date(2026, 3, 7), "first"))
    assert said["starts"] == date(2026, 3, 7)
    assert said["session"] == [{"days": ["sat", "sun"]}]


def test_taking_the_flare_up_week_makes_today_its_first_day(home: Home) -> None:
    answer = home.run("plans", "use", "flare-up-week")
    assert answer.code == 0
    said = tomllib.loads(text_of(home, "flare-up-week"))
    assert said["starts"] == home.now.astimezone(home.zone).date()
    assert home.run("today", "--json").json["occurrences"][0]["title"] == "The first day"
    assert "week 1 of 1" in line_of(home.run("plans"), "flare-up-week")


def test_init_begins_the_flare_up_week_today_as_well(home: Home) -> None:
    assert home.run("init", "--yes", "--plan", "flare-up-week").code == 0
    said = tomllib.loads(text_of(home, "flare-up-week"))
    assert said["starts"] == home.now.astimezone(home.zone).date()


def test_before_the_flare_up_week_the_safety_check_is_asked_again_and_a_sign_stops_it(home: Home) -> None:
    for answer, code in (("2", 5), ("", 0)):
        with home.on_terminal("plans", "use", "flare-up-week", rows=60) as terminal:
            terminal.wait_for(safety_check.ASK_URGENT.split(",")[0][:30])
            terminal.press(f"{answer}\n")
            assert terminal.ended() == code
        assert (home.plans / "flare-up-week.toml").exists() == (code == 0)
    assert [told(entry).outcome for entry in home.journal() if entry.kind.value == "checkin"] == ["stop"]
