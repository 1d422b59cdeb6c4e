"""Finds characters that look like others or like nothing, in a text that is not TOML, and times without seconds.

What stands in a quoted text or behind a # is a person's own. Sources: TOML 1.0.0 and 1.1.0 (https://toml.io).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from routine.presentation import toml_problems as words
from routine.presentation.phrases import Said

_QUOTED = r'"""[\s\S]*?"""|' + r"'''[\s\S]*?'''|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'|#[^\n]*"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]"
_BARE_TIME = re.compile(
    rf"(?P<quoted>{_QUOTED})|(?<=[=\[,\s])(?P<time>{_DATE}[0-9]{{2}}:[0-9]{{2}}(?=[Zz+\-\s,\]}}#]|$)"
    r"|[0-9]{2}:[0-9]{2}(?=[\s,\]}#]|$))"
)
_PIECES = re.compile(rf"(?P<quoted>{_QUOTED})|(?P<odd>[^\x00-\x7f])")
_MERGE = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|$)", re.MULTILINE)
SECONDS = ":00"
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_CURLY = "“”„‟‘’‚‛«»‹›＂＇`´"
_DASHES = "‐‑‒–—―−"
_BOM = "\ufeff"


def without_seconds(text: str) -> list[int]:
    """The offsets behind each time that leaves out its seconds, as TOML 1.1 lets it and TOML 1.0 does not."""
    return [found.end() for found in _BARE_TIME.finditer(text) if found["time"]]


def with_seconds(text: str, places: Sequence[int]) -> str:
    """The same, with seconds at these offsets."""
    starts = [0, *places]
    ends = [*places, len(text)]
    return SECONDS.join(text[start:end] for start, end in zip(starts, ends, strict=True))


def seconds_left_out(text: str, before: str) -> str:
    """`text`, and each time in it without its seconds that stood without them in `before`."""
    bare = {re.escape(found["time"]) for found in _BARE_TIME.finditer(before) if found["time"]}
    if not bare:
        return text
    given = re.compile(rf"(?P<quoted>{_QUOTED})|(?<=[=\[,\s])(?P<time>{'|'.join(bare)}){SECONDS}(?![0-9.])")
    return given.sub(lambda found: found["time"] or found["quoted"], text)


def merge_mark(text: str) -> int | None:
    """The offset of the first mark that a merge left."""
    found = _MERGE.search(text)
    return found.start() if found else None


def lookalike(text: str, line: int) -> tuple[int, Said] | None:
    """The offset of the first such character in that line, counted from 1, and what to tell of it."""
    for found in _PIECES.finditer(text):
        odd = found["odd"]
        if odd and text.count("\n", 0, found.start()) + 1 == line and (said := _said(odd)):
            return found.start(), said
    return None


def plain(typed: str) -> str:
    """`typed` as it looks: full-width letters are plain ones, dashes hyphens, and what cannot be seen is gone."""
    looks = unicodedata.normalize("NFKC", typed)
    looks = "".join("-" if ch in _DASHES else ch for ch in looks if unicodedata.category(ch) != "Cf")
    return " ".join(looks.split())


def _said(odd: str) -> Said | None:
    if odd == _BOM:
        return words.byte_order_mark()
    if odd in _BLANKS:
        return words.no_plain_blank()
    if odd in _CURLY:
        return words.curly_quotes()
    if odd in _DASHES:
        return words.looks_like(odd, "-")
    if unicodedata.category(odd) == "Cf":
        return words.invisible()
    alike = unicodedata.normalize("NFKC", odd)
    return words.looks_like(odd, alike) if alike != odd and alike.isascii() and alike.isprintable() else None
