"""Each sentence stands in one file, and nothing is kept that nobody says."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import routine

ROUTINE = Path(routine.__file__).parent
SENTENCES = ROUTINE / "presentation"
LONGEST_LABEL = 8
"""In characters."""


def trees() -> dict[str, ast.Module]:
    """Every file of sentences by its name, read."""
    return {file.stem: ast.parse(file.read_text("utf-8")) for file in sorted(SENTENCES.glob("*.py"))}


def names_of(tree: ast.Module) -> Iterator[str]:
    """What a file offers."""
    for part in tree.body:
        match part:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (
                    each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
                )
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def names_used() -> dict[str, set[str]]:
    """By file of sentences, what any file of the program takes from it, and what it uses itself."""
    used: dict[str, set[str]] = defaultdict(set)
    for file in ROUTINE.rglob("*.py"):
        modules: dict[str, set[str]] = defaultdict(set)
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        for node in nodes:
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            package, _, module = node.module.rpartition(".")
            if node.module == "routine.presentation":
                for imported in node.names:
                    modules[imported.asname or imported.name].add(imported.name)
            elif package == "routine.presentation":
                used[module].update(imported.name for imported in node.names)
        for node in nodes:
            match node:
                case ast.Attribute(value=ast.Name(id=module), attr=attribute):
                    for each in modules.get(module, ()):
                        used[each].add(attribute)
                case ast.Name(id=name, ctx=ast.Load()) if file.parent == SENTENCES:
                    used[file.stem].add(name)
    return used


def texts_of(tree: ast.Module) -> Iterator[str]:
    """Every text of a file but what it says of itself; a value that is filled in is written {}."""
    apart: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Module() | ast.FunctionDef() | ast.ClassDef():
                apart.update(each.value for each in node.body if isinstance(each, ast.Expr))
            case ast.Dict(keys=keys) | ast.MatchMapping(keys=keys):
                apart.update(key for key in keys if key)
            case ast.Subscript(slice=ast.Constant() as key):
                apart.add(key)
            case ast.JoinedStr(values=parts):
                apart.update(parts)
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            case ast.Constant(value=str(text)) if node not in apart:
                yield text


def sentences_in(text: str) -> Iterator[str]:
    """Each by itself, whatever stands before or behind it. Not a label of one or two words.

    A label is a word, not a sentence: “Take care” over a list and “Take care” at the end of a note are two things,
    and another language may need two words for them.
    """
    for sentence in re.split(r"(?<=[.?!]) ", text.replace("“{}”", "{}").strip()):
        words = sentence.replace("{}", " ").split()
        if len(sentence) > LONGEST_LABEL and len([word for word in words if word.strip(".,:;?!`-–…·()×")]) > 2:
            yield sentence


def test_each_sentence_stands_in_one_file() -> None:
    files: dict[str, set[str]] = defaultdict(set)
    for file, tree in trees().items():
        for text in texts_of(tree):
            for sentence in sentences_in(text):
                files[sentence].add(file)
    assert {sentence: sorted(found) for sentence, found in files.items() if len(found) > 1} == {}


def test_every_name_is_used() -> None:
    used = names_used()
    assert [
        f"{file}.{name}" for file, tree in trees().items() for name in names_of(tree) if name not in used[file]
    ] == []


def test_no_piece_of_a_sentence_begins_or_ends_in_a_blank() -> None:
    """A piece that is glued to another fixes their order, which another language may need otherwise.

    What indents or joins a list is no piece of a sentence.
    """
    assert [
        f"{file}: {text!r}"
        for file, tree in trees().items()
        for text in texts_of(tree)
        if text != text.strip(" ") and re.search(r"\w\w", text.replace("{}", "").replace(", then ", ""))
        if not text.startswith("  ")
    ] == []


SPEAKS_ITSELF = {"library/welcome.py"}
"""The first session is a plan, and its words are a plan's."""
A_SENTENCE = re.compile(r"[A-Z][a-z]+ .*[a-z][.?!]")


def test_no_sentence_stands_anywhere_else() -> None:
    """A log's line is no sentence for a person, nor is what a comment or a docstring says."""
    found = set()
    for file in ROUTINE.rglob("*.py"):
        name = file.relative_to(ROUTINE).as_posix()
        if file.parent == SENTENCES or name in SPEAKS_ITSELF:
            continue
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        found |= {
            f"{name}: {text}"
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(text := node.value, str) and id(node) not in silent
            if A_SENTENCE.fullmatch(text)
        }
    assert found == set()
