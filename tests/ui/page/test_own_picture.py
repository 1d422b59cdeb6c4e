"""A person's own picture over a real socket: the one that the plan names, to who has the page, and no other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.house import House
from tests.browser.plans import MIXED, PICTURE, mixed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPTED = b'<svg xmlns="http://www.w3.org/2000/svg"><script>window.hacked = 1</script></svg>'


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with mixed(tmp_path) as house:
        yield house


def test_it_comes_as_it_is_and_as_what_it_is(house: House) -> None:
    answer = house.ask("GET", f"/api{house.session('glide')}/picture/0")
    assert (answer.status, answer.body) == (200, PICTURE)
    assert answer.header("content-type") == "image/png"
    assert answer.header("x-content-type-options") == "nosniff"


def test_it_comes_on_the_sheet_that_is_printed_and_no_other_entry_has_it(house: House) -> None:
    entries = json.loads(house.ask("GET", "/api/print/session/mine/glide").body)["parts"][0]["entries"]
    answer = house.ask("GET", entries[0]["picture"])
    assert (answer.status, answer.body) == (200, PICTURE)
    for address in (
        "/api/print/picture/1/mine/glide",
        "/api/print/picture/0/cat-cow",
        "/api/print/picture/0/nobody",
    ):
        assert house.ask("GET", address).status == 404, address


def test_it_comes_on_the_page_for_a_visit_and_no_file_that_no_plan_names(house: House) -> None:
    exercises = json.loads(house.ask("GET", "/api/print/report").body)["exercises"]
    (own,) = [each["picture"] for each in exercises if each["picture"]]
    answer = house.ask("GET", own)
    assert (answer.status, answer.body) == (200, PICTURE)
    (house.paths.plans_dir / "secret.png").write_bytes(b"secret")
    for name in ("secret.png", "..%2Fsecret.png", "mine.toml"):
        assert house.ask("GET", f"/api/print/own/{name}").status == 404, name


def test_without_the_cookie_nobody_sees_it(house: House) -> None:
    assert house.ask("GET", f"/api{house.session('glide')}/picture/0", Cookie=None).status == 403


def test_no_step_leads_to_another_file(house: House) -> None:
    (house.paths.plans_dir / "secret.png").write_bytes(b"secret")
    for step in ("1", "-1", "secret.png", "..%2Fsecret.png", "..%2F..%2Fmine.toml"):
        assert house.ask("GET", f"/api{house.session('glide')}/picture/{step}").status == 404, step
    assert house.ask("GET", f"/api{house.session()}/picture/0").status == 404, "a figure is no picture"


def test_what_is_no_file_any_more_is_not_there(house: House) -> None:
    file = house.paths.plans_dir / "glide.png"
    path = f"/api{house.session('glide')}/picture/0"
    file.unlink()
    assert house.ask("GET", path).status == 404
    file.mkdir()
    assert house.ask("GET", path).status == 404
    file.rmdir()
    file.symlink_to(house.paths.plans_dir / "nowhere.png")
    assert house.ask("GET", path).status == 404


def test_a_drawing_opened_by_itself_runs_no_script(tmp_path: Path) -> None:
    house = House(tmp_path, plan=MIXED.replace("glide.png", "glide.svg"))
    (house.paths.plans_dir / "glide.svg").write_bytes(SCRIPTED)
    with house:
        answer = house.ask("GET", f"/api{house.session('glide')}/picture/0")
    assert answer.status == 200
    assert answer.header("content-type") == "image/svg+xml"
    assert "default-src 'none'" in answer.header("content-security-policy")
