"""Knows that a visit is moved in the text of a plan whichever way it was typed, and nothing else is touched."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.reading.edit import begun_on, quoted, with_lines, with_times, with_visit_moved, without
from tests.reading.typed import plan_of


def wall(text: str) -> datetime:
    """A local time, wherever that is."""
    return datetime.fromisoformat(text)


WHEN = wall("2026-12-10 15:00")
HEAD = """title = "Visits"   # mine

[[appointment]]
therapy = "massage"
title = "First"
first = 2026-11-25T14:00:00
every = "1 week"
visits = 1

[[appointment]]
id = "second"
therapy = "massage"
title = "Second"
first = 2026-11-26T14:00:00
every = "1 week"
visits = 8 # so many
"""
WAYS = {
    "not yet": HEAD,
    "without an end of line": HEAD.rstrip("\n"),
    "in a line": HEAD + "except = { 2 = 2026-12-04T09:00:00 } # once\n",
    "said already": HEAD + "except = { 2 = 2026-12-04T09:00:00, 3 = 2026-12-11T09:00:00 } # twice\n",
    "said in quotes": HEAD + 'except = { "3" = "2026-12-11 09:00" }\n',
    "empty": HEAD + "except = {}\n",
    "below a header": HEAD + "[appointment.except] # moved\n2 = 2026-12-04T09:00:00\n",
    "below a header already": HEAD + "[appointment.except]\n3 = 2026-12-04T09:00:00 # moved\n",
    "key by key": HEAD + "except.2 = 2026-12-04T09:00:00\n",
    "with Windows line ends": HEAD.replace("\n", "\r\n"),
    "with a byte order mark": "\ufeff" + HEAD,
    "with more below": HEAD + 'where = "here"\n\n[remind]\nbefore = "5m"\n',
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_a_visit_is_moved_and_every_other_line_stays(text: str) -> None:
    found = with_visit_moved(text.encode(), "second", 3, WHEN)
    assert found is not None
    after = found.decode()
    plan = plan_of(found)
    before = tomllib.loads(text.lstrip("\ufeff"))
    now = tomllib.loads(after.lstrip("\ufeff"))
    assert now["appointment"][1].pop("except")["3"] == WHEN
    before["appointment"][1].pop("except", None)
    assert now == before
    assert len(plan.sessions) == 2
    changed = set(text.splitlines()) - set(after.splitlines())
    assert all("except" in line or line.startswith("3 =") for line in changed)
    assert ("\r\n" in text) == ("\r\n" in after)
    assert after.count("\n") - after.count("\r\n") == (0 if "\r\n" in text else after.count("\n"))
    assert after.count("#") == text.count("#")


def test_a_visit_is_moved_in_a_plan_of_one_line_as_well() -> None:
    inline = (
        'title = "Visits"\nappointment = [{ therapy = "massage", title = "Second", id = "second", '
        'first = 2026-11-26T14:00:00, every = "1 week", visits = 8 }] # all of it\n'
    )
    found = with_visit_moved(inline.encode(), "second", 3, WHEN)
    assert found is not None
    plan_of(found)
    assert tomllib.loads(found.decode())["appointment"][0].pop("except") == {"3": WHEN}
    assert found.decode().startswith(inline.partition("}]")[0].rstrip())
    assert found.decode().endswith("# all of it\n")


@pytest.mark.parametrize(
    "content", [b"", b"title = [", b"\xff", b"appointment = 3\n", b"[[appointment]]\nid = 5\n"]
)
def test_a_text_that_has_changed_meanwhile_is_left_alone(content: bytes) -> None:
    assert with_visit_moved(content, "second", 3, WHEN) is None


# whatever a person may write around a value: comments, blank lines, indents, either quote, either line end
endings = st.sampled_from(["\n", "\r\n"])
comments = st.sampled_from(["", "", " # mine", "  # 'at = \"07:30\"' is early", "\t# [[session]]"])
gaps = st.lists(st.sampled_from(["", "   ", "# a line of its own", "# [remind]", '#at = "07:30"']), max_size=3)
clocks = st.sampled_from(["06:30", "07:30", "12:00", "23:59"])
quotes = st.sampled_from(['"{}"', "'{}'"])
days_typed = st.sampled_from(['"daily"', '["mon", "thu"]', "[ 'tue',  'sun', ]", '[\n  "wed", # one\n  "fri",\n]'])


@st.composite
def at_typed(draw: st.DrawFn) -> str:
    quote = draw(quotes)
    one, two = (quote.format(at) for at in draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    return draw(st.sampled_from([one, f"[{one}]", f"[ {one}, # early\n  {two} ]"]))


@st.composite
def tables(draw: st.DrawFn, number: int) -> list[str]:
    if draw(st.integers(0, 4)) == 0:
        return [f"[sequence.s{number}]", 'steps = [\n  "cat-cow", # slowly\n]']
    lines = [f"[[session]]{draw(comments)}", *draw(gaps), f'title = "Session {number}"', 'practice = "yoga"']
    days = [] if draw(st.booleans()) else [f"days = {draw(days_typed)}{draw(comments)}"]
    if days:
        lines += [*days, f"  at = {draw(at_typed())}{draw(comments)}"]
    else:
        lines += [f"at = {{ mon = '07:30', fri = [{draw(quotes).format(draw(clocks))}] }}{draw(comments)}"]
    lines += [*draw(gaps), f'steps = ["cat-cow"]{draw(comments)}']
    return lines + draw(st.sampled_from([[], ["[session.remind]", 'before = "5m" # soon']]))


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines = [*draw(gaps), f'title = "Mine"{draw(comments)}', *draw(gaps)]
    for number in range(draw(st.integers(1, 4))):
        lines += [*draw(tables(number)), *draw(gaps)]
    lines += [
        "[[session]]",
        'title = "Last"',
        'practice = "yoga"',
        'days = "mon"',
        'at = "07:30"',
        'steps = ["bridge"]',
    ]
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    return text.replace("\n", draw(endings))


def replaced(said: object, new: dict[str, str]) -> object:
    if isinstance(said, dict):
        return {key: replaced(inner, new) for key, inner in said.items()}
    if isinstance(said, list):
        return [replaced(inner, new) for inner in said]
    return new.get(said, said) if isinstance(said, str) else said


def comments_of(text: str) -> list[str]:
    """In these texts a sign stands in no value."""
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


@given(texts(), st.dictionaries(clocks, clocks))
def test_other_times_change_just_these_times_in_any_plan(text: str, new: dict[str, str]) -> None:
    plan_of(text)
    after = with_times(text, new, {})
    wanted = tomllib.loads(text)
    for session in wanted["session"]:
        session["at"] = replaced(session["at"], new)
    assert tomllib.loads(after) == wanted
    assert comments_of(after) == comments_of(text)
    assert len(after.splitlines()) == len(text.splitlines())
    if all(old == one for old, one in new.items()):
        assert after == text


@given(texts(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_another_first_day_changes_just_the_days_and_the_start_in_any_plan(text: str, first: date) -> None:
    after = begun_on(text, first, "here it begins")
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    turn = {(MONDAY + timedelta(no)).strftime("%a").lower(): names[(no + first.weekday()) % 7] for no in range(7)}
    wanted = tomllib.loads(text)
    for session in wanted["session"]:
        if isinstance(session.get("days"), list):
            session["days"] = replaced(session["days"], turn)
    assert tomllib.loads(after) == {**wanted, "starts": first}
    assert sorted(comments_of(after)) == sorted([*comments_of(text), "# here it begins"])
    assert ("\r\n" in after) == ("\r\n" in text)


MONDAY = date(2026, 1, 5)


@given(texts())
def test_what_is_left_out_is_one_line_more_in_any_plan(text: str) -> None:
    after = without(text, ["avoid-flexion", "avoid-rotation"], "no bends")
    assert tomllib.loads(after) == {**tomllib.loads(text), "avoid": ["avoid-flexion", "avoid-rotation"]}
    assert [line for line in after.splitlines() if not line.startswith("avoid = ")] == text.splitlines()


def test_a_line_takes_the_place_of_the_comment_that_shows_how_it_would_look() -> None:
    text = (
        'title = "A"\n# starts = 2026-01-05   # without it, whenever\nweeks = 1\n\n[[session]]\ndays = ["mon"]\n'
    )
    assert begun_on(text, date(2026, 3, 3), "today").splitlines() == [
        'title = "A"',
        "starts = 2026-03-03 # today",
        "weeks = 1",
        "",
        "[[session]]",
        'days = ["tue"]',
    ]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_can_stand_in_a_plan(words: str) -> None:
    assert tomllib.loads(f"title = {quoted(words)}\n") == {"title": words}


@pytest.mark.parametrize(
    "first", ["2026-11-30 10:00", "2026-11-30T10:00", "2026-11-30 10:00 # as TOML 1.1 has it"]
)
def test_times_without_seconds_stay_so_when_something_else_is_changed(first: str) -> None:
    lines = [
        'title = "Mine"',
        'about = "at 2026-11-30 10:00, = 07:30 "',
        "[[session]]",
        "at = 07:30",
        "",
        "[[appointment]]",
        'title = "Physio"',
        f"first = {first}",
        "",
    ]
    text = "\n".join(lines)
    moved = with_visit_moved(text.encode(), "physio", 2, datetime(2026, 12, 8, 9, 0))  # noqa: DTZ001 - local
    assert moved is not None
    assert moved.decode() == f"{text}except = {{ 2 = 2026-12-08T09:00:00 }}\n"
    paused = with_lines(text.encode(), {"rests": ["from 2026-11-24"]})
    assert paused is not None
    assert paused.decode() == text.replace('"Mine"\n', '"Mine"\nrests = ["from 2026-11-24"]\n')
