"""What the page says of plans, and what it does to their files: nothing lost, nothing overwritten unseen."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from routine.adapters.workers.process import WorkerProcess
from routine.errors import NothingToActOn, PlanError, Refused
from routine.reading import safe_read
from routine.ui.page.request import NotThere, NotUnderstood, Overtaken, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import plan_form, plan_text, plans
from routine.ui.page.views.plan_reader import PlanReader
from tests.needs import keeps_file_modes, names_and_links_of_posix, needs_another_user
from tests.ui.home import Home

MOVE = """title = "Moves"
[[session]]
title = "Cat"
practice = "mobility"
days = ["mon", "thu"]
at = "{at}"
steps = ["cat-cow"]
"""
WRONG = """title = "Wrong"

[[session]]
title = "X"
practice = "mobility"
days = "daily"
at = "25:30"
steps = ["cat-caw"]
"""
ESCAPES = [
    "../mine",
    "..",
    "/etc/passwd",
    "%2e%2e/mine",
    "mine\0",
    "mine.toml",
    "",
    ".hidden",
    "_aside",
    "plans/mine",
]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def site(home: Home) -> PageState:
    return PageState(lambda: home.app(ROUTINE_WELCOME="false"))


def done(answer: Awaitable[Any]) -> Any:
    async def wait() -> Any:
        return await answer

    return asyncio.run(wait())


def asked(name: str, **said: Any) -> PageRequest:
    return PageRequest({"name": name}, body=said)


def listed(site: PageState) -> Any:
    return done(plans.listing(site, PlanReader(), PageRequest()))


def shown(site: PageState, name: str = "mine") -> Any:
    return plan_text.text(site, asked(name))


def checked(site: PageState, text: str, name: str = "mine", **more: Any) -> Any:
    return done(plan_text.check(site, PlanReader(), asked(name, text=text, **more)))


def save(site: PageState, text: str, digest: str, name: str = "mine") -> Any:
    return done(plan_text.save(site, PlanReader(), asked(name, text=text, digest=digest)))


def move(at: str = "07:30") -> str:
    return MOVE.format(at=at)


def aside(home: Home) -> list[str]:
    """The files that no plan is read from."""
    return sorted(path.name for path in home.plans.iterdir() if path.name.startswith("."))


# the list


def test_own_plans_stand_with_their_minutes_and_those_that_come_with_routine_apart(
    home: Home, site: PageState
) -> None:
    home.write("mine", move())
    found = listed(site)
    assert [one["title"] for one in found["own"]] == ["Moves"]
    assert found["own"][0]["facts"] == ["1 session", "2 min a week"]
    assert found["own"][0]["to"] == "/plans/mine"
    assert found["starters"] == []
    assert "gentle-start" in {one["name"] for one in found["shipped"]}


def test_a_plan_is_counted_in_the_list_as_in_its_text(home: Home, site: PageState) -> None:
    supplement = '[[supplement]]\nname = "Vitamin D"\nagreed_with = "Dr Lin"\ndays = "daily"\nat = "08:00"\n'
    home.write("mine", move() + supplement)
    facts = listed(site)["own"][0]["facts"][:2]
    assert facts == ["1 session", "1 supplement"]
    assert checked(site, move() + supplement)["meaning"]["summary"] == f"Moves: {', '.join(facts)}"


def test_without_a_plan_the_starters_are_told_apart_from_one_s_own(site: PageState) -> None:
    found = listed(site)
    assert found["own"] == []
    assert "gentle-start" in {one["name"] for one in found["starters"]}


def test_a_plan_with_problems_says_them_and_keeps_its_place(home: Home, site: PageState) -> None:
    home.write("wrong", WRONG)
    one = listed(site)["own"][0]
    assert one["name"] == "wrong"
    assert one["mend"] == "2 things to mend"
    assert "25:30" in one["problems"][0]


def test_taking_a_plan_does_what_the_command_does(home: Home, site: PageState, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    assert plans.use(site, asked("desk-days")) == {"to": "/plans/desk-days"}
    assert other.run("plans", "use", "desk-days").code == 0
    mine, theirs = (each.plans / "desk-days.toml" for each in (home, other))
    assert mine.read_bytes() == theirs.read_bytes()
    assert home.paths.schema_file.exists()


def test_taking_a_plan_again_leaves_the_file_alone(home: Home, site: PageState) -> None:
    path = home.write("desk-days", move())
    with pytest.raises(NothingToActOn):
        plans.use(site, asked("desk-days"))
    assert path.read_text(encoding="utf-8") == move()


def test_the_plan_for_sore_days_is_taken_where_its_questions_are_asked(home: Home, site: PageState) -> None:
    with pytest.raises(Refused, match="routine plans use flare-up-week"):
        plans.use(site, asked("flare-up-week"))
    assert not (home.plans / "flare-up-week.toml").exists()
    [shape] = [one for one in listed(site)["shipped"] + listed(site)["starters"] if one["name"] == "flare-up-week"]
    assert "routine plans use flare-up-week" in shape["asks"]


@pytest.mark.parametrize("name", [*ESCAPES, "mine"])
def test_only_what_comes_with_routine_can_be_taken(site: PageState, name: str) -> None:
    with pytest.raises(NotThere):
        plans.use(site, asked(name))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("My mornings", "my-mornings"),
        ('  Été & "back"\\ care! ', "été-back-care"),
        ("../../etc/passwd", "etc-passwd"),
        ("_aside", "aside"),
        ("x" * 80, "x" * 60),
        ("Con", "con-plan"),
        ("LPT1!", "lpt1-plan"),
        ("Library", "library-plan"),
    ],
)
def test_a_new_plan_is_right_from_the_beginning(home: Home, site: PageState, title: str, name: str) -> None:
    assert plans.begin(site, PageRequest(body={"title": title})) == {"to": f"/plans/{name}"}
    assert (home.plans / f"{name}.toml").is_file()
    told = checked(site, shown(site, name)["text"], name)
    assert told["problems"] == []
    assert told["meaning"]["title"] == " ".join(title.split())


def test_a_new_plan_is_a_draft_that_asks_for_nothing_until_it_is_used(home: Home, site: PageState) -> None:
    plans.begin(site, PageRequest(body={"title": "My mornings"}))
    form = done(plan_form.form(site, PlanReader(), asked("my-mornings")))
    assert (form["draft"], form["state"], [each["change"] for each in form["changes"]]) == (
        True,
        "Draft",
        ["remove"],
    )
    assert listed(site)["own"][0]["state"] == "Draft"
    assert home.run("week", "--json").json["occurrences"] == []
    meant = checked(site, shown(site, "my-mornings")["text"], "my-mornings")["meaning"]
    assert any(each["rows"] for each in meant["days"])
    plan_form.change(site, asked("my-mornings", change="resume", draft=True))
    form = done(plan_form.form(site, PlanReader(), asked("my-mornings")))
    assert not form["draft"]
    assert home.run("week", "--json").json["occurrences"] != []
    assert "rests" not in shown(site, "my-mornings")["text"]


@pytest.mark.parametrize("title", ["", "  ", "...", "///", "\0", "x" * 81])
def test_a_new_plan_needs_a_name(home: Home, site: PageState, title: str) -> None:
    with pytest.raises(NotUnderstood):
        plans.begin(site, PageRequest(body={"title": title}))
    assert not home.plans.exists() or not list(home.plans.iterdir())


def test_a_new_plan_never_takes_the_place_of_another(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    with pytest.raises(NothingToActOn):
        plans.begin(site, PageRequest(body={"title": "Mine"}))
    assert path.read_text(encoding="utf-8") == move()


# what a text means


def test_a_text_means_its_week_and_its_steps_before_it_is_saved(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    told = checked(site, move("18:15"))["meaning"]
    rows = {day["name"]: [(row["at"], row["title"]) for row in day["rows"]] for day in told["days"]}
    assert rows["Monday"] == rows["Thursday"] == [("18:15", "Cat")]
    assert rows["Tuesday"] == rows["Sunday"] == []
    assert told["minutes"] == "2 min"
    assert [step["title"] for step in told["sessions"][0]["parts"][0]["steps"]] == ["Cat–Cow"]
    assert path.read_text(encoding="utf-8") == move()
    assert aside(home) == []


def test_a_plan_that_counts_weeks_can_be_leafed_through(home: Home, site: PageState) -> None:
    today = home.now.astimezone(home.zone).date()
    monday = today - timedelta(days=today.weekday())
    text = f"starts = {monday}\nweeks = 3\n" + move() + 'weeks = "2-"\n'
    home.write("mine", move())
    first, second, last = (checked(site, text, week=week)["meaning"] for week in (1, 2, 3))
    assert [sum(len(day["rows"]) for day in each["days"]) for each in (first, second, last)] == [0, 2, 2]
    assert first["week"].startswith("Week 1 of 3, ")
    assert [(each["before"], each["after"]) for each in (first, second, last)] == [(0, 2), (1, 3), (2, 0)]


def test_problems_come_with_line_column_and_what_to_do(home: Home, site: PageState) -> None:
    home.write("mine", move())
    told = checked(site, WRONG)
    assert told["meaning"] is None
    assert [(one["line"], one["column"]) for one in told["problems"]] == [(7, 6), (8, 10)]
    assert "cat-cow" in told["problems"][1]["fix"]


def test_a_check_leaves_the_loop_free_for_everybody_else(home: Home, site: PageState) -> None:
    """A reader that takes its time keeps nobody else waiting: a hundred turns of the loop pass meanwhile."""
    home.write("mine", move())
    slow = WorkerProcess([sys.executable, "-c", "import sys, time; sys.stdin.read(); time.sleep(1); print('{}')"])

    async def turns() -> int:
        check = asyncio.ensure_future(plan_text.check(site, PlanReader(slow), asked("mine", text=move())))
        count = 0
        while not check.done():
            await asyncio.sleep(0.001)
            count += 1
        assert "gave no answer" in (await check)["problems"][0]["what"]
        return count

    assert asyncio.run(turns()) > 20


def test_a_reader_that_breaks_off_is_told_as_a_problem(home: Home, site: PageState) -> None:
    home.write("mine", move())
    broken = PlanReader(WorkerProcess([sys.executable, "-c", "raise SystemExit(3)"]))
    told = done(plan_text.check(site, broken, asked("mine", text=move())))
    assert "was not read" in told["problems"][0]["what"]


# saving


@keeps_file_modes
def test_saving_keeps_what_was_before_and_the_file_s_mode(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    path.chmod(0o640)
    answer = save(site, move("08:00"), shown(site)["digest"])
    assert path.read_text(encoding="utf-8") == move("08:00")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (home.plans / ".mine.toml.bak").read_text(encoding="utf-8") == move()
    assert answer["digest"] == shown(site)["digest"]


def test_a_handful_of_earlier_texts_is_kept_the_newest_first(home: Home, site: PageState) -> None:
    home.write("mine", move("06:00"))
    for minute in range(1, 9):
        save(site, move(f"06:{minute:02}"), shown(site)["digest"])
    names = [".mine.toml.bak", *(f".mine.toml.bak.{number}" for number in range(2, 6))]
    assert aside(home) == names
    kept = [(home.plans / name).read_text(encoding="utf-8") for name in names]
    assert kept == [move(f"06:{minute:02}") for minute in (7, 6, 5, 4, 3)]
    assert [one["name"] for one in listed(site)["own"]] == ["mine"], "no backup is read as a plan"


def test_a_plan_with_problems_is_not_saved(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    with pytest.raises(PlanError):
        save(site, WRONG, shown(site)["digest"])
    assert path.read_text(encoding="utf-8") == move()
    assert aside(home) == []


def test_what_changed_on_disk_meanwhile_is_not_overwritten(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    before = shown(site)["digest"]
    path.write_text(move("09:00"), encoding="utf-8")
    with pytest.raises(Overtaken):
        save(site, move("08:00"), before)
    assert path.read_text(encoding="utf-8") == move("09:00")
    assert shown(site)["text"] == move("09:00"), "what is there now can be asked for"
    save(site, move("08:00"), shown(site)["digest"])
    assert (home.plans / ".mine.toml.bak").read_text(encoding="utf-8") == move("09:00")


def test_what_changes_while_the_text_is_checked_is_not_overwritten_either(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    before = shown(site)["digest"]

    class Slow(PlanReader):
        async def draft(self, path: Path, text: str) -> Any:
            found = await super().draft(path, text)
            await asyncio.to_thread(path.write_text, move("09:00"), encoding="utf-8")
            return found

    with pytest.raises(Overtaken):
        done(plan_text.save(site, Slow(), asked("mine", text=move("08:00"), digest=before)))
    assert path.read_text(encoding="utf-8") == move("09:00")


def test_a_plan_that_leaves_between_two_looks_at_its_folder_is_gone_and_no_fault(
    home: Home, site: PageState, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home.write("mine", move())
    shown(site)

    def read_late(name: str) -> bytes:
        path.unlink(missing_ok=True)
        return safe_read.read(name)

    monkeypatch.setattr(plan_text, "read", read_late)
    assert checked(site, move("08:00"))["problems"] == []
    home.write("mine", move())
    with pytest.raises(NotThere):
        shown(site)


def test_a_plan_that_was_taken_away_meanwhile_is_written_anew_only_when_that_is_asked(
    home: Home, site: PageState
) -> None:
    path = home.write("mine", move())
    home.write("other", move())
    known = shown(site)["digest"]
    path.unlink()
    assert checked(site, move("08:00"))["problems"] == []
    with pytest.raises(NotThere, match="not on disk any more"):
        save(site, move("08:00"), known)
    assert not path.exists()
    with pytest.raises(PlanError):
        save(site, WRONG, "")
    answer = save(site, move("08:00"), "")
    assert path.read_text(encoding="utf-8") == move("08:00")
    assert answer["digest"] == shown(site)["digest"]
    assert aside(home) == []


def test_a_plan_that_is_back_is_not_overwritten_by_one_that_thought_it_gone(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    shown(site)
    path.write_text(move("09:00"), encoding="utf-8")
    with pytest.raises(Overtaken):
        save(site, move("08:00"), "")
    assert path.read_text(encoding="utf-8") == move("09:00")


@names_and_links_of_posix
def test_a_link_stays_a_link_and_the_file_behind_it_is_replaced(
    home: Home, site: PageState, tmp_path: Path
) -> None:
    behind = tmp_path / "dotfiles.toml"
    behind.write_text(move(), encoding="utf-8")
    home.write("other", move())
    link = home.plans / "mine.toml"
    link.symlink_to(behind)
    save(site, move("08:00"), shown(site)["digest"])
    assert link.is_symlink()
    assert behind.read_text(encoding="utf-8") == move("08:00")


@needs_another_user
def test_a_link_to_somebody_else_s_file_is_neither_shown_nor_changed(
    home: Home, site: PageState, tmp_path: Path
) -> None:
    behind = tmp_path / "theirs.toml"
    behind.write_text(move(), encoding="utf-8")
    os.chown(behind, 12345, 12345)
    home.write("other", move())
    (home.plans / "mine.toml").symlink_to(behind)
    with pytest.raises(PlanError):
        shown(site)
    with pytest.raises(PlanError):
        save(site, move("08:00"), "")
    assert behind.read_text(encoding="utf-8") == move()


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["\n", ""])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_and_beginnings_stay_as_the_file_has_them(
    home: Home, site: PageState, start: bytes, last: str, ends: str
) -> None:
    path = home.write("mine", move())

    def as_bytes(text: str) -> bytes:
        return start + (text.rstrip("\n") + last).replace("\n", ends).encode()

    path.write_bytes(as_bytes(move()))
    there = shown(site)
    assert "\r" not in there["text"]
    assert there["text"].startswith("title"), "a browser would show the byte order mark"
    save(site, there["text"].replace("07:30", "08:00"), there["digest"])
    assert path.read_bytes() == as_bytes(move("08:00"))


def test_a_file_that_is_not_utf_8_is_told_and_not_destroyed(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    path.write_bytes(b'title = "\xff\xfe"\n')
    with pytest.raises(PlanError, match="UTF-8"):
        shown(site)
    with pytest.raises(PlanError, match="UTF-8"):
        save(site, move(), "")
    assert path.read_bytes() == b'title = "\xff\xfe"\n'


def test_half_a_letter_is_no_text(home: Home, site: PageState) -> None:
    path = home.write("mine", move())
    with pytest.raises(NotUnderstood):
        save(site, move() + "# \ud800\n", shown(site)["digest"])
    assert path.read_text(encoding="utf-8") == move()


@pytest.mark.parametrize("name", ESCAPES)
def test_no_name_leads_out_of_the_list_of_plans(home: Home, site: PageState, name: str) -> None:
    home.write("mine", move())
    (home.plans / ".hidden.toml").write_text(move(), encoding="utf-8")
    (home.plans / "_aside.toml").write_text(move(), encoding="utf-8")
    before = home.files()
    with pytest.raises(NotThere):
        shown(site, name)
    with pytest.raises(NotThere):
        checked(site, move(), name)
    with pytest.raises(NotThere):
        save(site, move("08:00"), "", name)
    assert [one for one in home.files() if one.endswith(".toml")] == [
        one for one in before if one.endswith(".toml")
    ]
    assert cast("str", shown(site)["text"]) == move()
