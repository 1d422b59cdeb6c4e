"""Knows how long a desktop stands: one for each kind of server in a file of tests. Must not know any claim."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.desktop import Desktop


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest) -> Iterator[Desktop]:
    """Parametrised with the server's name, by `indirect`."""
    with Desktop(server=request.param) as desk:
        yield desk
