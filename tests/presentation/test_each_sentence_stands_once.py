"""Each sentence stands in one file, and nothing is kept that nobody says."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import routine

ROUTINE = Path(routine.__file__).parent
SENTENCES = ROUTINE / "presentation"


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


def test_every_name_is_used() -> None:
    used = names_used()
    assert [
        f"{file}.{name}" for file, tree in trees().items() for name in names_of(tree) if name not in used[file]
    ] == []
