"""Knows how a document becomes a PDF, by a short-lived process of its own; must not know what it says."""

from __future__ import annotations

from base64 import b64encode
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


def framed(content: bytes, kind: str) -> str:
    """A picture of any media type as SVG, in its own proportions; what cannot be read leaves its place empty.

    Data URL: RFC 2397; fitted by the preserveAspectRatio that SVG takes where none is said (SVG 2, section 8.6).
    """
    address = f"data:{kind};base64,{b64encode(content).decode('ascii')}"
    image = f'<image width="400" height="300" href="{address}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">{image}</svg>'


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
