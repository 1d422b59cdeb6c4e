"""What other people, other programs and other web sites try on the real page, over a real socket."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from routine.core.events import EventKind
from tests.browser.house import House
from tests.needs import needs_another_user

PATHS = [
    "/",
    "/today",
    "/session/x",
    "/api/alive",
    "/api/today",
    "/api/changes",
    "/api/figure/cat-cow",
    "/nowhere",
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("person")) as house:
        yield house


@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_nothing_is_shown(house: House, path: str) -> None:
    answer = house.ask("GET", path, Cookie=None)
    assert answer.status == 403
    assert b"routine page" in answer.body


@pytest.mark.parametrize("path", [*PATHS, "/static/app.js"])
def test_another_name_for_this_address_is_refused(house: House, path: str) -> None:
    """DNS rebinding: evil.example is made to mean 127.0.0.1."""
    assert house.ask("GET", path, Host=f"evil.example:{house.gate.port}").status == 403


def test_a_change_needs_the_token_of_the_page_and_its_origin(house: House) -> None:
    path = f"/api{house.session()}/start"
    assert house.ask("POST", path, {}, X_Routine_Token=None).status == 403
    assert house.ask("POST", path, {}, X_Routine_Token=house.gate.cookie).status == 403
    assert house.ask("POST", path, {}, Origin="http://evil.example").status == 403
    assert house.ask("POST", path, {}, Origin=None).status == 403
    assert house.ask("POST", path, {}, Cookie=None).status == 403
    assert house.ask("GET", path).status in {404, 405}
    assert house.entries(EventKind.STARTED) == []


def test_a_key_lets_one_browser_in_and_leads_nowhere_else(house: House) -> None:
    key = house.gate.new_key()
    first = house.ask("GET", f"/open?key={key}&to=//evil.example/", Cookie=None)
    assert first.status == 303
    assert first.header("location") == "/"
    cookie = first.header("set-cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert house.ask("GET", f"/open?key={key}", Cookie=None).status == 403
    for to in ("https://evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = house.ask("GET", f"/open?key={house.gate.new_key()}&to={to}", Cookie=None)
        assert answer.header("location") == "/"


@needs_another_user
def test_another_user_who_saw_the_link_does_not_get_in_and_does_not_spoil_it(house: House) -> None:
    key = house.gate.new_key()
    host = f"127.0.0.1:{house.gate.port}"
    asks = (
        f"exec 3<>/dev/tcp/127.0.0.1/{house.gate.port}; "
        f"printf 'GET /open?key={key} HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n' >&3; head -1 <&3"
    )
    another = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c", asks]
    told = subprocess.run(
        another, capture_output=True, text=True, encoding="utf-8", timeout=30, check=True, cwd="/"
    )
    assert " 403 " in told.stdout
    assert house.ask("GET", f"/open?key={key}", Cookie=None).status == 303


def test_keys_are_for_the_owner(house: House) -> None:
    assert house.ask("POST", "/key", X_Routine_Token=house.gate.token).status == 403
    assert house.ask("POST", "/key", X_Routine_Token=house.gate.owner, Origin=None, Cookie=None).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../index.html",
        "/static/..%2findex.html",
        "/static/%2e%2e/%2e%2e/gate.py",
        "/static/..%5c..%5cgate.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/index.html",
        "/static/app.js%00.css",
        "/static/",
        "/api/../static/app.js",
        "/api/session/../../etc/passwd",
        "/api/figure/..%2f..%2fpasswd",
    ],
)
def test_no_path_leaves_the_files_of_the_page(house: House, path: str) -> None:
    answer = house.ask("GET", path)
    assert answer.status in {400, 404} or b"<!doctype html>" in answer.body[:20].lower(), path
    assert b"root:" not in answer.body
    assert b"Knows which requests" not in answer.body


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/today/else", "/api/", "/api/session"])
def test_an_address_that_nothing_answers_is_told_as_missing(house: House, path: str) -> None:
    answer = house.ask("GET", path)
    assert (answer.status, answer.header("content-type")) == (404, "application/json")
    assert b"nothing at this address" in answer.body
    assert house.ask("POST", path, {}).status == 404
    assert house.ask("GET", path, Cookie=None).status == 403


def test_a_view_that_there_is_not_is_missing_though_it_says_so_kindly(house: House) -> None:
    for path in ("/nowhere", "/nowhere/else", "/todays"):
        answer = house.ask("GET", path)
        assert answer.status == 404
        assert b"/static/app.js" in answer.body
    for path in ("/", "/today", "/week/2026-11-23", "/plans/mine"):
        assert house.ask("GET", path).status == 200


def test_every_answer_carries_the_strict_headers(house: House) -> None:
    asked = [
        ("GET", "/today", {}),
        ("GET", "/static/app.js", {}),
        ("GET", "/api/alive", {}),
        ("GET", "/static/none", {}),
        ("GET", "/today", {"Cookie": None}),
        ("POST", "/key", {"X_Routine_Token": None}),
    ]
    for method, path, headers in asked:
        answer = house.ask(method, path, **headers)
        policy = answer.header("content-security-policy")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("access-control-allow-origin") == ""
        assert "uvicorn" not in (answer.header("server")).lower()


@pytest.mark.parametrize(
    "said", [b"[]", b"{", b"\xff\xfe", b'"x"', b"null", b'{"press": 1}', b'{"press": "tick"}', b"{}"]
)
def test_what_no_page_of_ours_would_send_gets_a_sentence(house: House, said: bytes) -> None:
    answer = house.ask("POST", f"/api{house.session()}/press", said)
    assert answer.status == 400
    assert b"could not be understood" in answer.body


def test_what_is_too_long_is_refused(house: House) -> None:
    answer = house.ask("POST", f"/api{house.session()}/feel", b'{"note": "' + b"x" * 2_100_000 + b'"}')
    assert answer.status == 400
    assert b"more than a page may send" in answer.body


def test_the_page_listens_on_this_computer_alone(house: House) -> None:
    port = f":{house.gate.port:04X}"
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in (Path(table).read_text().splitlines()[1:] if Path(table).exists() else [])
        if line.split()[1].endswith(port) and line.split()[3] == "0A"
    ]
    assert listening in ([f"0100007F{port}"], [])


def test_who_only_looks_ahead_spends_no_key(house: House) -> None:
    path = f"/open?key={house.gate.new_key()}&to=/today"
    assert house.ask("HEAD", path, Cookie=None).status == 200
    assert house.ask("GET", path, Cookie=None, Sec_Purpose="prefetch;prerender").status == 503
    assert house.ask("GET", path, Cookie=None, Purpose="prefetch").status == 503
    assert house.ask("GET", path, Cookie=None).header("location") == "/today"


def test_a_link_that_was_used_sends_on_whoever_came_in_by_it(house: House) -> None:
    path = f"/open?key={house.gate.new_key()}&to=/week"
    assert house.ask("GET", path, Cookie=None).status == 303
    assert house.ask("GET", path).header("location") == "/week"
    assert house.ask("GET", path, Cookie=None).status == 403


def test_a_browser_that_keeps_no_cookies_is_told_so_and_counts_as_not_there(house: House) -> None:
    key = house.gate.new_key()
    assert house.ask("GET", f"/open?key={key}&to=/today", Cookie=None).status == 303
    assert b"did not keep the cookie" in house.ask("GET", "/today", Cookie=None).body
    taken = house.ask("POST", f"/taken?key={key}", X_Routine_Token=house.gate.owner, Origin=None, Cookie=None)
    assert taken.body == b'{"taken":false}'
    assert b"another start" in house.ask("GET", "/today", Cookie=None).body


def test_whether_a_link_was_taken_is_for_the_owner(house: House) -> None:
    key = house.gate.new_key()
    assert house.ask("POST", f"/taken?key={key}", X_Routine_Token=house.gate.token).status == 403
