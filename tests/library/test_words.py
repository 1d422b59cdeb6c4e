"""Knows what a self-care planner may not say; must not know where a sentence is shown.

It plans and guides. It never diagnoses, treats or promises, in no text that ships.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import routine
import routine.library

LIBRARY = Path(routine.library.__file__).parent
ROUTINE = Path(routine.__file__).parent
WORDS = ROUTINE / "presentation"
TOP = ROUTINE.parent
TEXTS = sorted(
    [
        # what people search for in their own words is said by nobody here
        *(file for file in LIBRARY.rglob("*.toml") if file.name != "search_words.toml"),
        *(TOP / "plans").glob("*.toml"),
        *ROUTINE.rglob("*.py"),
        *ROUTINE.rglob("*.html"),
        *ROUTINE.rglob("*.js"),
        *(TOP / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
        TOP / "config.example.toml",
        TOP / "pyproject.toml",
    ],
)
CARDS = {
    *LIBRARY.joinpath("therapies").glob("*.toml"),
    LIBRARY / "sources.toml",
    LIBRARY / "therapies.py",
    *(WORDS / name for name in ("therapies.py", "appointment_problems.py", "problems.py")),
}
"""What others offer may be called by its name here; that it does any good may not be promised here either."""

# \b keeps "physiotherapy practice" and "retreat" out of it; `relief` alone is the name of a command
PROMISES = re.compile(
    r"\b(treats|cur(e|es|ed|ing)|reliev(e|es|ed|ing)|prevent(s|ed|ing|ion|ive)?|heal(s|ed|ing)?|therapeutic"
    r"|(pain|back|quick|fast|instant|bring\w*|give\w*|find\w*|for|of|some|with) relief|relief (from|of|for)"
    r"|clinical(ly)? (proven|improved|tested)|proven|guarant\w+|diagnos\w+|contraindicated|miracle|detox\w*"
    r"|realign\w*|inflammation|anti-inflammatory|endorphins?|blood flow|circulation|joint health"
    r"|(restore|restores|restoring) balance|great promise|pain[- ]free"
    r"|(reduces|lowers|eases|improves) (your )?(pain|back)"
    r"|your pain by|(as well|as good) as (physical therapy|physiotherapy|a physiotherapist)"
    r"|(condition|back|pain) is (improving|getting better|healing)|nervous system|unbalanced"
    r"|you (may|might|could|probably|likely) have|nerve compression|you are fine|irregular heartbeat detected"
    r"|feel better|gets? better|as (effective|good) as|pinched|nothing to worry|your (HRV|nerves?) (is|are)"
    r"|coherence|expect to (cope|feel|hurt)|what helps|\d+ ?mg)\b"
    r"|\b(reduced?|less(en)?s?|down) [\w ]{0,20}\d+ ?%",
    re.IGNORECASE,
)
NAMES = re.compile(r"\b(treat\w*|therapy|therapists?|therapeutic|clinical(ly)?)\b", re.IGNORECASE)
"""Names of what others do: never of what routine does. The command is called `therapies`, so that one is free."""
CARD_PROMISES = re.compile(r"\b(treated|biofeedback treatment)\b", re.IGNORECASE)
COMPANIES = re.compile(r"DiscGenics|Mesoblast|rebonuputemcel|rexlemestrocel", re.IGNORECASE)
"""Who makes something, and under which name, is no business of a card."""
DENIALS = re.compile(r"\b(?:does|do) not (?:diagnose|treat)(?: or (?:diagnose|treat))?\b")
"""What we say we do not do: "It does not diagnose or treat any condition." What follows is read like all else."""
KEYS = re.compile(r"therapy|/\S*")
"""What a plan, or an address of the page, calls a thing; nobody is told it."""


def promises(text: str, *, cards: bool = False) -> list[str]:
    said = DENIALS.sub("", " ".join(text.split()))
    patterns = (PROMISES, COMPANIES, CARD_PROMISES if cards else NAMES)
    return [found.group() for pattern in patterns for found in pattern.finditer(said)]


def read(file: Path) -> list[str]:
    """All that a file says, each text by itself: nothing is excused by what stands beside it."""
    text = file.read_text("utf-8")
    match file.suffix:
        case ".py":
            return list(sentences(text))
        case ".toml":
            tables = tomllib.loads(text)
            # of our own settings for tools only the line that a registry shows
            if "project" in tables:
                return [tables["project"]["description"]]
            return [*strings(tables), *comments(text)]
        case ".md":
            # as code stands what is to be typed
            return re.sub(rf"`(?:{KEYS.pattern})`", "", text).split("\n\n")
    return [text]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def comments(text: str) -> Iterator[str]:
    """Each comment of a TOML file, whole however many lines it was written in."""
    for block in re.findall(r"(?:^ *#.*\n?)+", text, re.MULTILINE):
        yield re.sub(r"^ *# ?", "", block, flags=re.MULTILINE)
    yield from re.findall(r"^[^#\n]*\S +# (.*)$", text, re.MULTILINE)


def sentences(program: str) -> Iterator[str]:
    """What a program says: its texts, each whole however many lines it was written in."""
    tree = ast.parse(program)
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    # what stands alone in a program is a word to whoever reads it, and shown to nobody
    inner |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
            case ast.Constant(value=str(said)) if id(node) not in inner and not KEYS.fullmatch(said):
                yield said


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_nothing_is_promised(file: Path) -> None:
    assert [found for text in read(file) for found in promises(text, cards=file in CARDS)] == []


@pytest.mark.parametrize(
    "claim",
    [
        "It cures back pain.",
        "a treatment",
        "Relieves pain",
        "pain relief",
        "It brings relief.",
        "relief from back pain",
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
        "We never cure, and it relieves pain.",
        "Studies: 30% less pain, down by about 20 %",
        "You will feel better.",
        "as effective as a visit",
        "a pinched nerve",
        "There is nothing to worry about.",
        "Your HRV is low.",
        "Watch your coherence grow.",
        "Expect to cope better.",
        "Do what helps most.",
        "Take 500 mg.",
        "heals",
    ],
)
def test_the_list_of_promises_would_notice_one(claim: str) -> None:
    assert promises(claim)


@pytest.mark.parametrize(
    "claim",
    ["It cures back pain.", "Relieves pain", "realigns the vertebrae", "It treats backs", "people treated so"],
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


@pytest.mark.parametrize("name", ["DiscGenics", "rexlemestrocel-L"])
def test_no_card_names_a_company_or_what_it_sells(name: str) -> None:
    assert promises(f"A trial of {name}.", cards=True)


def test_a_denial_in_one_text_excuses_no_promise_in_the_next(tmp_path: Path) -> None:
    file = tmp_path / "card.toml"
    file.write_text('# It cannot\nfirst = "There is no hurry"\nsecond = ["it cures pain."]\n', "utf-8")
    assert [text for text in read(file) if promises(text)] == ["it cures pain."]


def test_one_word_in_a_program_is_noticed_and_what_only_its_reader_sees_is_not(tmp_path: Path) -> None:
    file = tmp_path / "labels.py"
    file.write_text('"""It cures."""\nLABEL = "Treatment"\nKEY = "therapy"\n', "utf-8")
    assert read(file) == ["Treatment"]


def test_a_promise_in_a_program_is_noticed_across_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "cli.py"
    file.write_text(
        'def said(x):\n    return (\n        f"{x} works as well as "\n        "physical therapy."\n    )\n',
        "utf-8",
    )
    assert [text for text in read(file) if promises(text)]


def test_there_are_texts_to_look_at() -> None:
    assert len(TEXTS) > 300
    names = {file.name for file in TEXTS}
    assert {"yoga.toml", "gentle-start.toml", "welcome.py", "safety_check.py", "acupuncture.toml"} <= names
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml", "session.js", "index.html"} <= names
    rooms = {file.relative_to(ROUTINE).parts[0] for file in TEXTS if file.is_relative_to(ROUTINE)}
    assert {"core", "service", "reading", "adapters", "ui", "presentation", "library", "errors.py"} <= rooms
    assert all(card in TEXTS for card in CARDS)
