"""Every request is answered by a function that takes it, and gives what is said to be its answer."""

from __future__ import annotations

from importlib import import_module
from typing import get_args, get_type_hints

import pytest

from routine.service.requests import handlers
from routine.service.requests import messages as m


@pytest.mark.parametrize("kind", get_args(m.AnyRequest))
def test_the_function_of_a_request_takes_it_and_gives_its_answer(kind: type[m.RequestBody[m.AnyAnswer]]) -> None:
    module = import_module(f"routine.service.requests.{handlers._MODULES[kind]}")
    hints = get_type_hints(getattr(module, str(kind.__struct_config__.tag)))
    assert next(iter(hints.values())) is kind
    assert hints["return"] == m.ANSWERS_TO[kind]
