"""Knows how long a stage stands: one for each file of tests, as raising it takes longer than most acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.adapters.notify.stage import Stage


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    from tests.adapters.notify.stage import Stage

    with Stage() as stage:
        yield stage
