"""Knows what config shows: every key, its value, where it came from, and how to begin a file."""

from __future__ import annotations

import tomllib

from tests.ui.home import Home


def values(home: Home, **environ: str) -> dict[str, tuple[str, str]]:
    shape = home.run("config", "--json", **environ).json
    return {one["key"]: (one["value"], one["origin"]) for one in shape["settings"]}


def test_without_a_file_everything_is_as_it_comes(home: Home) -> None:
    answer = home.run("config")
    assert answer.code == 0
    assert "not there yet" in answer.out
    assert {origin for _, origin in values(home).values()} == {"default"}


def test_each_value_says_where_it_came_from(home: Home) -> None:
    home.write("mine", "")
    home.paths.config_file.write_text('clock = 12\nguide = "terminal"\n', encoding="utf-8")
    found = values(home, ROUTINE_GUIDE="notification")
    assert found["clock"] == ("12", "file")
    assert found["guide"] == ('"notification"', "variable")
    assert found["welcome"] == ("true", "default")


def test_a_wrong_value_is_named_with_its_place(home: Home) -> None:
    home.write("mine", "")
    home.paths.config_file.write_text("clock = 13\n", encoding="utf-8")
    answer = home.run("config")
    assert answer.code == 78
    assert "config.toml:1:9: " in answer.out
    assert home.run("config", "--json").json["problems"]


def test_the_example_is_a_file_that_changes_nothing(home: Home) -> None:
    example = home.run("config", "--example").out
    assert tomllib.loads(example) in ({}, {"remind": {}})
    home.write("mine", "")
    home.paths.config_file.write_text(example, encoding="utf-8")
    assert {origin for _, origin in values(home).values()} == {"default"}


def test_path_prints_only_where_the_file_is(home: Home) -> None:
    assert home.run("config", "--path").out == f"{home.paths.config_file}\n"
