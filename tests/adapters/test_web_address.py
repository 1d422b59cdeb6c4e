"""Knows which addresses a server may have, and that none is told with somebody's password in it."""

from __future__ import annotations

import pytest

from routine.adapters.web.client import parse_address, user_in
from routine.errors import NotAccepted


@pytest.mark.parametrize(
    "text",
    [
        "ftp://anna:apple-tree@cloud.example/plans",
        "anna:apple-tree@cloud.example",
        "//anna:apple-tree@cloud.example/",
        "http://anna:apple-tree@cloud.example/",
        "https://anna:apple-tree@",
        "https://anna:apple-tree@cloud.example:port/",
        "https://anna:apple-tree@cloud.example/\n",
        "https://anna@home:apple-tree@[cloud.example/",
    ],
)
def test_what_is_not_taken_is_told_without_the_password_in_it(text: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        parse_address(text)
    assert "apple-tree" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "port", "path"),
    [
        ("https://cloud.example", 443, "/"),
        ("https://anna:apple-tree@cloud.example:8443/a b?c=d", 8443, "/a%20b?c=d"),
        ("http://127.0.0.1/anna", 80, "/anna"),
        ("http://[::1]:5232/", 5232, "/"),
        ("http://localhost:5232/", 5232, "/"),
    ],
)
def test_https_goes_anywhere_and_http_to_this_computer_alone(text: str, port: int, path: str) -> None:
    address = parse_address(text)
    assert (address.port, address.path) == (port, path)


def test_name_and_password_may_stand_in_an_address() -> None:
    assert user_in("https://anna%40home:apple%2Ftree@cloud.example/") == ("anna@home", "apple/tree")
    assert user_in("https://cloud.example/") == ("", "")
