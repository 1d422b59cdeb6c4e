"""Every request is answered by a function that takes it, and gives what is said to be its answer."""

from __future__ import annotations

from importlib import import_module
from typing import get_args, get_type_hints

import pytest

from routine.service.requests import messages as m
from routine.service.requests.all_messages import AnyRequest
from routine.service.requests.handlers import MODULES


@pytest.mark.parametrize("kind", get_args(AnyRequest))
def test_the_function_of_a_request_takes_it_and_gives_its_answer(kind: type[m.RequestBody[m.AnswerBody]]) -> None:
    name = str(kind.__struct_config__.tag)
    module = import_module(f"routine.service.requests.{MODULES[name]}")
    hints = get_type_hints(getattr(module, name))
    assert next(iter(hints.values())) is kind
    assert hints["return"] == m.answers_to(kind)
