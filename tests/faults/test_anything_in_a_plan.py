"""Whatever a plan or the cache holds, the real commands print no command to the terminal and never break."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.service.process import PLAN, RealService

_NASTY = st.text(
    st.sampled_from("\x00\x07\x08\x1b\x7f\x80\x9b\u202e\u2066\u200b\r\t")
    | st.characters(codec="utf-8", exclude_characters="\n"),
    min_size=1,
    max_size=30,
)
_SESSION = """
[[session]]
id = "s{number}"
title = {title}
practice = "mobility"
days = "daily"
at = "{number:02}:30"
steps = [{{ say = {title}, for = "20s" }}]
"""


def _toml(text: str) -> str:
    return '"' + "".join(f"\\U{ord(ch):08x}" for ch in text) + '"'


@settings(max_examples=8)
@given(titles=st.lists(_NASTY, min_size=20, max_size=20))
def test_no_control_character_of_a_plan_reaches_the_terminal(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    service = RealService(tmp_path_factory.mktemp("home"))
    for number, title in enumerate(titles):
        # a file each: one that is refused must not hide the others
        service.plan(
            f"title = {_toml(title)}\n" + _SESSION.format(number=number, title=_toml(title)), f"p{number}"
        )
    for words in (["today"], ["check"]):
        told = service.routine(*words)
        assert "Traceback" not in told.stderr
        assert told.returncode in {0, 78}, told.stderr
        commands = {ch for ch in told.stdout + told.stderr if unicodedata.category(ch) == "Cc"}
        assert commands <= {"\n"}, f"{commands} from {words}"
        assert not set("\u202e\u2066") & set(told.stdout + told.stderr), "text that turns round what follows"


_GARBAGE = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)


@pytest.fixture(scope="module")
def cached(tmp_path_factory: pytest.TempPathFactory) -> RealService:
    service = RealService(tmp_path_factory.mktemp("cached"))
    service.plan(PLAN.format(title="Mine", at="03:33", more=""))
    service.routine("today")
    return service


@settings(max_examples=12)
@given(garbage=_GARBAGE, spoil=st.sampled_from(["all of it", "a part", "a value"]))
def test_a_spoilt_cache_is_read_anew(cached: RealService, garbage: bytes, spoil: str) -> None:
    whole = cached.routine("today")
    assert "Morning mobility" in whole.stdout
    kept = sorted(cached.paths.compiled_dir.glob("*.json"))
    assert kept
    for path in kept:
        content = path.read_bytes()
        spoilt = {
            "all of it": garbage,
            "a part": content[: len(content) // 2],
            "a value": content.replace(b'"slots"', b'"slits"').replace(b'"at"', b'"ta"').replace(b'"id"', b'"di"'),
        }
        path.write_bytes(spoilt[spoil])
    again = cached.routine("today")
    assert (again.returncode, again.stdout, again.stderr) == (whole.returncode, whole.stdout, whole.stderr)
