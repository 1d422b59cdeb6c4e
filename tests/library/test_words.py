"""Knows what a self-care planner may not say; must not know where a sentence is shown.

It plans and guides. It never diagnoses, treats or promises, in no text that ships.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import routine.library
import routine.ui
import routine.words

LIBRARY = Path(routine.library.__file__).parent
WORDS = Path(routine.words.__file__).parent
UI = Path(routine.ui.__file__).parent
TOP = LIBRARY.parents[1]
TEXTS = sorted(
    [
        *LIBRARY.rglob("*.toml"),
        *(TOP / "plans").glob("*.toml"),
        *WORDS.glob("*.py"),
        *UI.rglob("*.py"),
        *UI.rglob("*.html"),
        TOP / "README.md",
        TOP / "config.example.toml",
    ],
)
CARDS = {
    *LIBRARY.joinpath("therapies").glob("*.toml"),
    LIBRARY / "sources.toml",
    *(WORDS / name for name in ("therapies.py", "courses.py", "problems.py")),
}
"""What others offer may be called by its name here; that it does any good may not be promised here either."""

# \b keeps "physiotherapy practice" and "retreat" out of it
PROMISES = re.compile(
    r"\b(treats|cur(e|es|ed|ing)|reliev(e|es|ed|ing)|relief|prevent\w*|heal(s|ed|ing)?|therapeutic"
    r"|clinical(ly)? (proven|improved|tested)|proven|guarant\w+|diagnos\w+|contraindicated|miracle|detox\w*"
    r"|realign\w*|inflammation|anti-inflammatory|endorphins?|blood flow|circulation|joint health"
    r"|(restore|restores|restoring) balance|great promise|pain[- ]free"
    r"|(reduces|lowers|eases|improves) (your )?(pain|back)"
    r"|your pain by|(as well|as good) as (physical therapy|physiotherapy|a physiotherapist)"
    r"|(condition|back|pain) is (improving|getting better|healing)|nervous system|unbalanced"
    r"|you (may|might|could|probably|likely) have|nerve compression|you are fine|irregular heartbeat detected)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"\b(treat\w*|therapy|therapists?|therapeutic|clinical(ly)?)\b", re.IGNORECASE)
"""Names of what others do: never of what routine does. The command is called `therapies`, so that one is free."""
DENIALS = re.compile(r"\b(does not|do not|never|cannot|no) [^.]*\.")
"""What we say we do not do: "It does not diagnose or treat any condition." """


def promises(text: str, *, cards: bool = False) -> list[str]:
    said = DENIALS.sub("", " ".join(text.split()))
    patterns = (PROMISES,) if cards else (PROMISES, NAMES)
    return [found.group() for pattern in patterns for found in pattern.finditer(said)]


def read(file: Path) -> str:
    text = file.read_text("utf-8")
    return "\n".join(sentences(text)) if file.suffix == ".py" else text


def sentences(program: str) -> Iterator[str]:
    """What a program says: its texts of several words, each whole however many lines it was written in."""
    tree = ast.parse(program)
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
            case ast.Constant(value=str(said)) if " " in said and id(node) not in inner:
                yield said


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_nothing_is_promised(file: Path) -> None:
    assert promises(read(file), cards=file in CARDS) == []


@pytest.mark.parametrize(
    "claim",
    [
        "It cures back pain.",
        "a treatment",
        "Relieves pain",
        "therapy",
        "pain-free",
        "Proven. It does not hurt.",
        "It treats back pain",
        "clinically proven",
        "reduces your pain by 30%",
        "Works as well as physical therapy",
        "contraindicated for your osteoporosis",
        "Your condition is improving",
        "HRV shows your nervous system is unbalanced",
        "You may have nerve compression",
        "restores balance",
        "boosts your circulation",
        "anti-inflammatory herbs",
        "realigns the vertebrae",
        "This prevents\n    back pain",
    ],
)
def test_the_list_of_promises_would_notice_one(claim: str) -> None:
    assert promises(claim)


@pytest.mark.parametrize(
    "claim", ["It cures back pain.", "Relieves pain", "realigns the vertebrae", "It treats backs"]
)
def test_a_card_on_a_therapy_may_promise_nothing_either(claim: str) -> None:
    assert promises(claim, cards=True)


@pytest.mark.parametrize(
    "fine",
    [
        "It does not diagnose or treat any condition.",
        "Ordinary physiotherapy practice.",
        "`routine therapies` lists them.",
        "Plan and guide your own back-care routine.",
    ],
)
def test_saying_what_we_do_not_do_is_no_promise(fine: str) -> None:
    assert promises(fine) == []


def test_a_promise_in_a_program_is_noticed_across_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "cli.py"
    file.write_text(
        'def said(x):\n    return (\n        f"{x} works as well as "\n        "physical therapy."\n    )\n',
        "utf-8",
    )
    assert promises(read(file))


def test_there_are_texts_to_look_at() -> None:
    assert len(TEXTS) > 60
    assert {"yoga.toml", "gentle-start.toml", "welcome.py", "signs.py", "README.md", "acupuncture.toml"} <= {
        file.name for file in TEXTS
    }
    assert all(card in TEXTS for card in CARDS)
