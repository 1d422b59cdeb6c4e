"""Knows how to set one document as a PDF and then end; not what it says. typst is imported here alone.

stdin: {"template": …, "content": {…}, "day": "2026-11-23"}. stdout: a line of JSON {"missing": …}, then the PDF.
What somebody typed is a value in `content` and never markup, so nothing in it is obeyed.

Three tries. With the fonts that typst brings the bytes are the same on every computer, and the PDF keeps PDF/UA-1
(ISO 14289-1). Where a letter is in none of them, with the computer's own. Where it is in none of those either,
PDF/UA cannot be claimed: the same page with its tags, and `missing` names the letter.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

_TEMPLATES = Path(__file__).parents[1] / "typst"
_TRIES = ((True, True), (False, True), (False, False))
"""Whether the computer's own fonts are left out, and whether PDF/UA is claimed."""


def main() -> None:
    """Answer the one request, and end; with exit code 1 and the reason where the page cannot be set."""
    request = json.load(sys.stdin.buffer)
    content, day = json.dumps(request["content"]), datetime.fromisoformat(request["day"]).replace(tzinfo=UTC)
    missing = ""
    for number, (alone, claimed) in enumerate(_TRIES, start=1):
        try:
            made = typst.compile(
                _TEMPLATES / f"{request['template']}.typ",
                root=_TEMPLATES,
                sys_inputs={"content": content},
                ignore_system_fonts=alone,
                pdf_standards=["ua-1"] if claimed else [],
                timestamp=day,
            )
        except typst.TypstError as error:
            if number == len(_TRIES):
                raise
            missing = _letter_in(str(error)) if number > 1 else ""
            continue
        sys.stdout.buffer.write(json.dumps({"missing": missing}).encode() + b"\n" + made)
        return


def _letter_in(complaint: str) -> str:
    """`the text 李 could not be displayed with any font`."""
    found = re.search(r"the text (\S+) could not be displayed", complaint)
    return found[1].strip("'\"`") if found else "?"


if __name__ == "__main__":
    main()
