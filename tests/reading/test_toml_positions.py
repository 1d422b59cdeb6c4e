"""Knows where things stand in a file, in every way TOML can be written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.reading.toml_positions import TomlPositions
from tests.reading.test_anything import anything, keys
from tests.reading.toml import written

TEXT = '''\
title = "x" # not [a] header
a.b = 3
"quoted key" = 1
'lit.eral' = 2
[[session]]
days = ["mon", "tue", { x = 1, y = [1,
  2] }]
[session.remind]
quiet = """
not = "a key"
[nor] a header \\""" ""\"""
say = \'\'\'it's ''\'\'\'
[[session]]
"k\\u0041" = 1979-05-27 07:32:00
d = "é" # no
'''


@pytest.mark.parametrize(
    "text",
    [
        '"""x"""', '""""""', '"""x\n"" y\n"""', '"""x""""', '"""x"""""', '"""\\""""', '"""\\\\"""',
        '"""\\"\\""""', '"""# [a]\n[[b]]"""', "'''x'''", "''''''", "'''x\n'' y\\'''", "'''x''''", "'''x'''''",
        '"x\\"y"', '"\\\\"', '\'x"\\\'', '""', "''",
    ],
)  # fmt: skip
def test_no_kind_of_text_hides_what_comes_after_it(text: str) -> None:
    whole = f"a = {text} # x\nafter = [{text}, 2]\n"
    assert tomllib.loads(whole)["after"][1] == 2
    spans = TomlPositions(whole)
    line = whole[: whole.index("\nafter") + 1].count("\n") + 1
    assert spans.key(("after",)) == (line, 1)
    assert spans.value(("after", 0)) == (line, 10)
    assert spans.value(("after", 1))[0] == whole.count("\n")


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), (1, 1), (1, 9)),
        (("a", "b"), (2, 3), (2, 7)),
        (("quoted key",), (3, 1), (3, 16)),
        (("lit.eral",), (4, 1), (4, 14)),
        (("session",), (5, 1), (5, 1)),
        (("session", 0), (5, 1), (5, 1)),
        (("session", 0, "days"), (6, 1), (6, 8)),
        (("session", 0, "days", 1), (6, 16), (6, 16)),
        (("session", 0, "days", 2, "y"), (6, 32), (6, 36)),
        (("session", 0, "days", 2, "y", 1), (7, 3), (7, 3)),
        (("session", 0, "remind"), (8, 1), (8, 1)),
        (("session", 0, "remind", "quiet"), (9, 1), (9, 9)),
        (("session", 0, "remind", "say"), (12, 1), (12, 7)),
        (("session", 1), (13, 1), (13, 1)),
        (("session", 1, "kA"), (14, 1), (14, 13)),
        (("session", 1, "d"), (15, 1), (15, 5)),
    ],
)
def test_each_key_and_value_is_found(
    path: tuple[str | int, ...], key: tuple[int, int], value: tuple[int, int]
) -> None:
    tomllib.loads(TEXT)
    spans = TomlPositions(TEXT)
    assert spans.value(path) == value
    if isinstance(path[-1], str):
        assert spans.key(path) == key


def test_what_is_not_there_is_placed_at_the_nearest_thing_around_it() -> None:
    spans = TomlPositions(TEXT)
    assert spans.value(("session", 1, "practice")) == (13, 1)
    assert spans.value(("session", 0, "days", 2, "z", "deeper")) == (6, 23)
    assert spans.key(("nowhere",)) == (1, 1)


def test_windows_line_ends_do_not_move_anything() -> None:
    spans = TomlPositions(TEXT.replace("\n", "\r\n"))
    assert spans.value(("session", 1, "d")) == (15, 5)


def paths_in(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    found = [(path, node)] if path else []
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [*found, *(one for key, value in inner for one in paths_in(value, (*path, key)))]


@given(st.dictionaries(keys, anything, max_size=5))
def test_whatever_the_table_each_value_is_found_where_it_is_written(table: dict[str, Any]) -> None:
    text = written(table)
    lines = text.split("\n")
    spans = TomlPositions(text)
    for path, value in paths_in(tomllib.loads(text)):
        line, column = spans.value(path)
        rest = lines[line - 1][column - 1 :]
        if isinstance(value, dict | list):
            assert rest[0] == ("{" if isinstance(value, dict) else "[")
        elif isinstance(value, str):
            assert rest.startswith(written({"k": value}).removeprefix('"k" = ').rstrip("\n"))
