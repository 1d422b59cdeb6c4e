"""Who may ask the page for anything, and who may change something."""

from __future__ import annotations

import pytest

from routine.ui.page.gate import Gate, RequestHead
from tests.replacing import replace

GATE = Gate(5000)
READS = RequestHead("GET", "127.0.0.1:5000", site="same-origin", cookie=GATE.cookie)
CHANGES = RequestHead("POST", "127.0.0.1:5000", "http://127.0.0.1:5000", "same-origin", GATE.cookie, GATE.token)


def test_our_own_page_may_read_and_change() -> None:
    assert GATE.may_read(READS)
    assert GATE.may_change(CHANGES)
    assert GATE.may_change(replace(CHANGES, host="localhost:5000", origin="http://localhost:5000"))


@pytest.mark.parametrize(
    "other",
    [
        replace(READS, host="evil.example:5000"),
        replace(READS, host="127.0.0.1:5001"),
        replace(READS, host="127.0.0.1"),
        replace(READS, host=""),
        replace(READS, origin="http://evil.example"),
        replace(READS, origin="null"),
        replace(READS, site="cross-site"),
        replace(READS, cookie=""),
        replace(READS, cookie=Gate(5000).cookie),
        replace(READS, cookie="ü"),
    ],
)
def test_nobody_else_may_read(other: RequestHead) -> None:
    assert not GATE.may_read(other)


@pytest.mark.parametrize(
    "other",
    [
        replace(CHANGES, token=""),
        replace(CHANGES, token=GATE.cookie),
        replace(CHANGES, token=GATE.owner),
        replace(CHANGES, origin=""),
        replace(CHANGES, origin="http://127.0.0.1:5001"),
        replace(CHANGES, origin="https://127.0.0.1:5000"),
        replace(CHANGES, cookie=""),
        replace(CHANGES, host="rebound.example:5000", origin="http://rebound.example:5000"),
    ],
)
def test_nothing_is_changed_without_every_proof(other: RequestHead) -> None:
    assert not GATE.may_change(other)


def test_a_key_opens_once() -> None:
    gate = Gate(5000)
    key = gate.new_key()
    assert not gate.was_redeemed(key)
    assert gate.redeem(key)
    assert not gate.redeem(key)
    assert gate.was_redeemed(key)
    assert not gate.was_redeemed("another")
    assert not gate.redeem("")


def test_only_the_owner_gets_a_key() -> None:
    asks = RequestHead("POST", "127.0.0.1:5000", token=GATE.owner)
    assert GATE.may_ask_for_a_key(asks)
    assert not GATE.may_ask_for_a_key(replace(asks, token=GATE.token))
    assert not GATE.may_ask_for_a_key(replace(asks, origin="http://evil.example"))
    assert not GATE.may_ask_for_a_key(replace(asks, host="evil.example:5000"))


def test_every_start_has_tokens_of_its_own() -> None:
    one, other = Gate(5000), Gate(5000)
    tokens = {one.cookie, one.token, one.owner, other.cookie, other.token, other.owner}
    assert len(tokens) == 6
    assert min(map(len, tokens)) >= 43, "256 bits"


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender", "preview", " prefetch"])
def test_what_a_browser_fetches_ahead_is_told_apart(purpose: str) -> None:
    assert replace(READS, purpose=purpose).only_looks_ahead
    assert replace(READS, method="HEAD").only_looks_ahead
    assert not READS.only_looks_ahead


def test_a_key_leads_somewhere_once_its_browser_is_in() -> None:
    gate = Gate(5000)
    taken, without_cookie = gate.new_key(), gate.new_key()
    assert not gate.leads_somewhere(taken)
    assert gate.redeem(taken)
    assert gate.came_back(gate.cookie)
    assert gate.leads_somewhere(taken)
    assert gate.redeem(without_cookie)
    assert not gate.came_back("")
    assert not gate.leads_somewhere(without_cookie)
    assert gate.came_back(""), "whoever comes later without one was let in by no key"
