"""Knows the first questions: what is asked, what comes of it, and that nothing is ever overwritten."""

from __future__ import annotations

import stat
import tomllib

import pytest

from routine.adapters.setup_file import SetupAnswers, SetupFile
from tests.telling import reason_of, told
from tests.ui.home import TOP, Home, taken

LATER = "\n"
"""Enter at the safety check: another time."""
SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in (TOP / "plans").glob("*.toml")}


def plan_text(home: Home, name: str = "gentle-start") -> str:
    return (home.plans / f"{name}.toml").read_text(encoding="utf-8")


def test_without_questions_it_writes_configuration_schema_and_plan_for_their_owner_alone(home: Home) -> None:
    answer = home.run("init", "--yes")
    assert answer.code == 0
    assert plan_text(home) == taken("gentle-start")
    for path in (home.paths.config_file, home.paths.schema_file, home.plans / "gentle-start.toml"):
        assert f"Wrote {path}" in answer.out
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.plans.stat().st_mode) == 0o700
    assert "`routine run`" in answer.out
    assert home.run("check").code == 0


def test_enter_everywhere_keeps_everything_as_it_comes(home: Home) -> None:
    answer = home.run("init", typed="\n" * 10)
    assert answer.code == 0
    assert plan_text(home) == taken("gentle-start")
    assert "Most back pain is not dangerous" in answer.out
    assert "need a doctor" in answer.out


def test_going_on_says_who_it_is_for_and_that_the_choices_are_ones_own(home: Home) -> None:
    said = " ".join(home.run("init", typed="\n" * 10).out.split())
    assert "By going on you say: I am 18 or over and understand this." in said
    assert "These are your choices; ask your professional if unsure." in said
    assert said.index("need a doctor") < said.index("By going on") < said.index("Which one?")


@pytest.mark.parametrize(("plan", "bends"), [("gentle-start", True), ("evening-calm", False)])
def test_where_a_plan_bends_forward_its_times_are_asked_with_the_first_hour_in_mind(
    home: Home, plan: str, *, bends: bool
) -> None:
    said = " ".join(home.run("init", "--plan", plan, typed="\n" * 10).out.split())
    hint = "In the first hour after waking, leave forward bends out: a later time is kinder."
    assert (hint in said) == bends


def test_answers_change_times_and_what_is_left_out_and_keep_every_comment(home: Home) -> None:
    answer = home.run("init", typed=LATER + "1\n\n12:30\n7.15\n\n\n1\n")
    assert answer.code == 0
    text = plan_text(home)
    # both at once: a time that becomes another's old one is not changed twice
    expected = (
        taken("gentle-start")
        .replace('at = "12:30"', "WALK")
        .replace('at = "18:00"', 'at = "12:30"')
        .replace("WALK", 'at = "07:15"')
    )
    changed = [line for line in text.splitlines() if line not in expected.splitlines()]
    assert len(changed) == 1
    assert changed[0].startswith('avoid = ["avoid-flexion"]')
    assert home.run("check").code == 0


def test_a_plan_may_be_chosen_by_name_and_its_hours_changed(home: Home) -> None:
    answer = home.run("init", typed=LATER + "desk days\n\n\n\n8:30-16:00\n\n")
    assert answer.code == 0
    said = tomllib.loads(plan_text(home, "desk-days"))
    assert {one["between"] for one in said["session"] if "between" in one} == {"08:30-16:00"}


@pytest.mark.parametrize("nonsense", ["25:00", "7", "soon", "07:60"])
def test_what_is_not_a_time_is_asked_again_kindly(home: Home, nonsense: str) -> None:
    answer = home.run("init", "--plan", "evening-calm", typed=f"{LATER}{nonsense}\n20:15\n\n\n")
    assert answer.code == 0
    assert "A time of day, please" in answer.out
    assert 'at = "20:15"' in plan_text(home, "evening-calm")


def test_a_plan_that_is_not_there_and_numbers_that_are_not_are_asked_again(home: Home) -> None:
    answer = home.run("init", typed=LATER + "99\nnone\n3\n\n\n99\nx\n\n")
    assert answer.code == 0
    assert answer.out.count("That is not one of them.") == 2
    assert answer.out.count("please, or just Enter") == 2
    assert plan_text(home, "evening-calm") == taken("evening-calm")


def test_a_time_in_quiet_hours_is_pointed_out(home: Home) -> None:
    answer = home.run("init", "--plan", "evening-calm", typed=LATER + "23:30\n\n")
    assert "23:30 lies in this plan's quiet hours (23:00-07:00)" in answer.out


def test_nothing_is_ever_overwritten(home: Home) -> None:
    home.write("gentle-start", "title = 'Mine'\n")
    home.paths.config_file.write_text("clock = 12\n", encoding="utf-8")
    refused = home.run("init", "--yes")
    assert refused.code == 5
    assert "was not touched" in refused.err
    assert "`routine edit gentle-start`" in refused.err
    answer = home.run("init", "--yes", "--plan", "desk-days")
    assert answer.code == 0
    assert "which was there already" in answer.out
    assert plan_text(home) == "title = 'Mine'\n"
    assert home.paths.config_file.read_text(encoding="utf-8") == "clock = 12\n"


def test_a_plan_one_has_already_is_not_offered_again(home: Home) -> None:
    home.run("init", "--yes")
    answer = home.run("init", typed=LATER + "1\n\n\n\n\n\n")
    assert "You have a plan already: gentle-start." in answer.out
    assert "1  Desk days" in answer.out
    assert plan_text(home, "desk-days") == taken("desk-days")


def test_an_unknown_plan_is_refused_with_the_ones_there_are(home: Home) -> None:
    answer = home.run("init", "--yes", "--plan", "marathon")
    assert answer.code == 2
    assert "There are gentle-start, desk-days, evening-calm, flare-up-week" in answer.err


def test_when_the_answers_end_early_nothing_is_written(home: Home) -> None:
    answer = home.run("init", typed=LATER + "1\n07:00\n")
    assert answer.code == 2
    assert "no plan was written" in answer.err
    assert not home.paths.config_dir.exists()


def test_ctrl_c_in_the_middle_writes_nothing(home: Home) -> None:
    with home.on_terminal("init") as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n")
        terminal.wait_for("Which one? [1]")
        terminal.press("1\n")
        terminal.wait_for("on which days?")
        terminal.interrupt()
        terminal.wait_for("Stopped. No plan was written.")
        assert terminal.ended() == 130
    assert not home.paths.config_dir.exists()


def test_days_are_asked_in_words_and_only_what_the_plan_is_for_moves(home: Home) -> None:
    answer = home.run("init", typed=LATER + "1\nnow and then\nTuesday, Thursday and saturdays\n" + "\n" * 5)
    assert answer.code == 0
    assert "Days of the week, please" in answer.out
    before, after = (
        {one["title"]: one["days"] for one in tomllib.loads(text)["session"]}
        for text in (SHIPPED["gentle-start"], plan_text(home))
    )
    moved = {title for title in before if before[title] != after[title]}
    assert moved == {title for title in before if title.startswith("Gentle movement")}
    assert {tuple(after[title]) for title in moved} == {("tue", "thu", "sat")}
    assert home.run("check").code == 0


def test_what_has_days_of_its_own_keeps_them_whatever_is_answered(home: Home) -> None:
    """Yoga on Saturdays and yoga at home never come on one day; two times of the day do not become one."""
    yoga = LATER + "monday\n" + "mon tue\n" + "tue thu\n" + "\n" * 6
    answer = home.run("init", "--plan", "yoga-for-the-back", typed=yoga)
    assert answer.out.count("a day of its own") == 1
    said = tomllib.loads(plan_text(home, "yoga-for-the-back"))["session"]
    assert {tuple(one["days"]) for one in said} == {("mon",), ("tue", "thu"), ("wed",)}
    answer = home.run("init", "--plan", "evening-calm", typed=LATER + "20:30\n20:30\n20:15\n" + "\n" * 4)
    assert "“Body scan” comes at 20:30 on the same day." in answer.out
    said = tomllib.loads(plan_text(home, "evening-calm"))["session"]
    assert {one["at"] for one in said} == {"20:30", "20:15"}


def test_who_leaves_in_the_middle_goes_on_from_there_or_begins_anew(home: Home) -> None:
    with home.on_terminal("init") as terminal:
        for question, typed in (
            ("any of these", "no\n"),
            ("Which one? [1]", "1\n"),
            ("on which days?", "tue to thu\n"),
            ("[18:00]", "half six\n"),
        ):
            terminal.wait_for(question)
            terminal.press(typed)
            if typed == "no\n":
                terminal.wait_for("Numbers, or `no` for none.")
                terminal.press("no\n")
        terminal.wait_for("[12:30]")
        terminal.press("\x04")
        terminal.wait_for("`routine init` goes on from there")
        assert terminal.ended() == 2
    assert plans_of(home) == []
    with home.on_terminal("init") as terminal:
        terminal.wait_for("[go on]")
        said = " ".join(terminal.text.split())
        assert "Plan: Gentle start Days: Tue, Wed, Thu Times: 18:30" in said
        terminal.press("\n")
        said = terminal.wait_for("[12:30]")
        assert "Your answer:" not in said
        assert "Which one?" not in said
        terminal.press("\n" * 5)
        terminal.wait_for("This is your week.")
        assert terminal.ended() == 0
    text = tomllib.loads(plan_text(home))
    assert {(tuple(one["days"]), one["at"]) for one in text["session"] if "movement" in one["title"]} == {
        (("tue", "wed", "thu"), "18:30")
    }
    assert "Last time" not in home.run("init", typed="\n").out


def test_what_was_answered_can_be_left_behind(home: Home) -> None:
    SetupFile(home.paths.state_dir).write(SetupAnswers(plan="gentle-start", times={"18:00": "06:45"}))
    with home.on_terminal("init") as terminal:
        terminal.wait_for("Times: 06:45")
        terminal.press("anew\n")
        terminal.wait_for("Your answer:")
        terminal.press("\n")
        terminal.wait_for("Which one? [1]")
        terminal.interrupt()
        assert terminal.ended() == 130
    assert not SetupFile(home.paths.state_dir).read()


def test_on_a_narrow_terminal_no_paragraph_is_wider_than_it(home: Home) -> None:
    with home.on_terminal("init", columns=50) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n")
        terminal.wait_for("Which one? [1]")
        paragraphs = terminal.text.partition("Which one?")[0].splitlines()
        assert max(len(line) for line in paragraphs) <= 50
        terminal.interrupt()
        assert terminal.ended() == 130


# the safety check comes first


def plans_of(home: Home) -> list[str]:
    return sorted(path.name for path in home.plans.glob("*.toml")) if home.plans.exists() else []


def test_a_sign_of_part_a_ends_it_and_nothing_but_the_answer_is_written(home: Home) -> None:
    answer = home.run("init", typed="2\n" + "\n" * 10)
    assert answer.code == 5
    assert "go to an emergency department now" in " ".join(answer.out.split())
    assert "Which one?" not in answer.out
    assert [(entry.kind.value, told(entry).outcome, reason_of(entry)) for entry in home.journal()] == [
        ("checkin", "stop", "A2")
    ]
    assert not home.paths.config_dir.exists()


def test_a_sign_of_part_b_still_gives_a_plan_whose_movement_waits(home: Home) -> None:
    answer = home.run("init", typed="no\n5\n" + "\n" * 10)
    assert answer.code == 0
    assert "Book a check-up before you begin the movement sessions." in " ".join(answer.out.split())
    assert plans_of(home) == ["gentle-start.toml"]
    assert "Movement waits for a professional's word" in " ".join(home.run("today").out.split())


def test_after_nothing_on_the_list_no_check_waits(home: Home) -> None:
    answer = home.run("init", typed="no\nno\n" + "\n" * 10)
    assert answer.code == 0
    assert plans_of(home) == ["gentle-start.toml"]
    assert home.run("status", "--json").json["safety"] == {"holds_back": "nothing", "check_waits": False}


def test_without_questions_the_check_is_said_to_wait(home: Home) -> None:
    assert "A two-minute safety check is waiting: routine help-signs" in home.run("init", "--yes").out


def test_it_says_what_it_is_and_is_not(home: Home) -> None:
    answer = home.run("init", typed="\n" * 10)
    assert "does not diagnose or treat any condition" in " ".join(answer.out.split())
