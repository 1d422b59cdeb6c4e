"""Knows how a document becomes a PDF, by a short-lived process of its own; must not know what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec
from typing import Any

import msgspec
from msgspec import Struct

from routine.adapters.workers.process import TYPESETTER, WorkerFailure, WorkerProcess
from routine.errors import SystemFault
from routine.presentation import exports as words


class TypesetPdf(Struct, frozen=True):
    """A whole file, and the letter that no font here has, where there is one."""

    content: bytes
    missing: str = ""


def can_typeset() -> bool:
    """Whether the extra `paper` is installed."""
    return find_spec("typst") is not None


def typeset(template: str, content: Mapping[str, Any], day: date) -> TypesetPdf:
    """`day`: as the date within the file; the same content of the same day gives the same bytes.

    Raises SystemFault.
    """
    request = msgspec.json.encode({"template": template, "content": content, "day": day.isoformat()})
    answer = WorkerProcess(TYPESETTER).ask_now(request)
    if isinstance(answer, WorkerFailure):
        raise SystemFault(*words.not_set(answer.why))
    head, _, pdf = answer.partition(b"\n")
    if not pdf.startswith(b"%PDF"):
        raise SystemFault(*words.not_set(words.NO_ANSWER))
    return TypesetPdf(pdf, msgspec.json.decode(head)["missing"])
