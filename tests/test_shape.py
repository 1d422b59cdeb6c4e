"""Knows the rules of the house that no linter knows: sizes, words, who imports what; must not know behaviour."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from statistics import median

import pytest

from routine.ui.cli.main import COMMANDS

TOP = Path(__file__).parent.parent
OURS = sorted((TOP / "routine").rglob("*.py"))
ALL = [*OURS, *sorted((TOP / "tests").rglob("*.py")), *sorted((TOP / "bench").rglob("*.py"))]

STATIC = TOP / "routine" / "ui" / "page" / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))

FORBIDDEN = {"task", "item", "break", "postpone", "workout", "manager", "helper", "util", "info"}
"""Words with a better word in the design; `task` is asyncio's own."""
FORBIDDEN_BARE = {"data", "event"}

IMPORT_NAMES = {"desktop-notifier": "desktop_notifier", "pynacl": "nacl", "windows-toasts": "windows_toasts"}
NEVER_IMPORTED = {"tzdata"}
"""zoneinfo finds it by itself."""
EVERYWHERE = {"msgspec"}
"""It stands for nothing outside: it is how a value is defined."""

CLOCK_READERS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "clock_gettime", "clock_gettime_ns"},
}


def name_of(path: Path) -> str:
    return str(path.relative_to(TOP))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports_of(path: Path) -> set[str]:
    """The first names of all that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def chosen_names(path: Path) -> Iterator[tuple[str, int]]:
    """Each name that the file itself gives to something, and where; what it only uses was named by others."""
    yield path.stem, 0
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case (
                ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store())
            ):
                yield name, node.lineno
            case ast.alias(asname=str() as name):
                yield name, node.lineno
            case _:
                pass


def words_of(name: str) -> list[str]:
    """`nextWakeup_at` is next, wakeup, at."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def libraries() -> dict[str, list[str]]:
    """Each library from outside, and the files that import it."""
    found: dict[str, list[str]] = {}
    for path in OURS:
        for name in imports_of(path) - set(sys.stdlib_module_names) - {"routine"}:
            found.setdefault(name, []).append(name_of(path))
    return found


def test_every_file_begins_by_saying_what_it_knows() -> None:
    silent = [name_of(path) for path in ALL if not path.read_text(encoding="utf-8").startswith('"""')]
    assert silent == []


def test_every_script_of_the_page_begins_so_too() -> None:
    silent = [name_of(path) for path in SCRIPTS if not path.read_text(encoding="utf-8").startswith("// Knows ")]
    assert SCRIPTS
    assert silent == []


def test_every_exception_from_a_rule_has_its_reason_beside_it() -> None:
    exception = re.compile(r"# (?:noqa|type: ignore)\b(?!.*(?: - | # )\S)")
    bare = [
        f"{name_of(path)}:{number}"
        for path in ALL
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if exception.search(line)
    ]
    assert bare == []


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_long() -> None:
    every = [*OURS, *SCRIPTS, *STATIC.glob("*.css")]
    assert {name_of(path): lines_of(path) for path in every if lines_of(path) > 500} == {}


FOUND_BY_NAME = ("routine/adapters/", "routine/service/requests/", "routine/ui/page/views/", "routine/ui/cli/")
"""Where a file may be short, since its name is how it is found: an adapter is one outside thing, however few lines
it takes to speak to it; a request, a view and a command have each a file of their own.
"""
SHORT_AND_LEAN = {"routine/core/diagnostic.py", "routine/core/durations.py"}
"""Each command reads these two before it answers, and none of the files that they could stand in."""


def test_no_file_is_too_short_to_be_a_noun_of_its_own() -> None:
    short = {name_of(path) for path in OURS if lines_of(path) < 40 and not path.stem.startswith("__")}
    assert {name for name in short if not name.startswith(FOUND_BY_NAME)} <= SHORT_AND_LEAN


def test_half_of_the_files_are_read_at_a_sitting() -> None:
    assert median(lines_of(path) for path in OURS if path.stem != "__init__") < 180


def test_no_public_class_name_stands_for_two_things() -> None:
    homes: dict[str, set[str]] = {}
    for path in OURS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, set()).add(name_of(path))
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


SEVERAL_COMMANDS = {"answer": {"start", "done", "skip", "snooze", "excuse", "undo"}}
"""One thing said in five ways, and asked of the service in one file as well."""


def test_the_module_of_a_command_bears_its_name() -> None:
    """Of commands that share a module one gives it its name: today of week, pause of resume, check of schema."""
    modules: dict[str, set[str]] = {}
    for command, (module, _) in COMMANDS.items():
        modules.setdefault(module, set()).add(command)
    for module, commands in modules.items():
        assert module.replace("_", "-") in commands or SEVERAL_COMMANDS.get(module) == commands
        assert (TOP / "routine" / "ui" / "cli" / f"{module}.py").is_file()


def uses_of(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """Where each name is read, by itself or of something."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                found.setdefault(name, []).append(node)
            case _:
                pass
    return found


def runs_straight_through(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return all(isinstance(line, ast.Assign | ast.AnnAssign | ast.Return | ast.Expr) for line in function.body)


def statements_of_a_call(tree: ast.Module) -> dict[ast.expr, ast.Call]:
    """Each call that is all that a statement does, or all that it gives or keeps; by what is called."""
    arms = {id(node) for arm in ast.walk(tree) if isinstance(arm, ast.match_case) for node in ast.walk(arm)}
    found = {}
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign(value=whole)
                | ast.AnnAssign(value=whole)
                | ast.Return(value=whole)
                | ast.Expr(value=whole)
                | ast.For(iter=whole)
            ) if id(node) not in arms:
                call = whole.value if isinstance(whole, ast.Await) else whole
                if isinstance(call, ast.Call):
                    found[call.func] = call
            case _:
                pass
    return found


def written_apart(tree: ast.Module) -> list[str]:
    """The private functions that would be read more easily where they are used."""
    uses, statements = uses_of(tree), statements_of_a_call(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    names = Counter(function.name for function in functions)
    return [
        function.name
        for function in functions
        if function.name.startswith("_") and not function.name.startswith("__")
        if names[function.name] == 1 and not function.decorator_list
        if (function.end_lineno or 0) - function.lineno + 1 < 6 and runs_straight_through(function)
        if len(uses.get(function.name, [])) == 1 and uses[function.name][0] in statements
    ]


def test_a_few_straight_lines_that_are_used_once_stand_where_they_are_used() -> None:
    """A private function under six lines that runs straight through, and is called once, as a statement by itself,
    is written there.

    Not one that stands within a larger expression, where it is the name of a part: an operand, an argument, a
    comprehension. Nor one that branches, returns early or contains an error: written out it would nest its caller
    deeper. Nor an arm of a `match`, which is a table with a line for each case; nor what is handed on and not
    called, such as a callback; nor what has a variant for each platform.
    """
    assert {name_of(path): found for path in OURS if (found := written_apart(tree_of(path)))} == {}


def test_what_is_written_apart_is_noticed_and_what_has_a_reason_is_not() -> None:
    apart = (
        "def ours():\n    kept = _once(1)\n    return kept\ndef _once(one):\n    more = one + 1\n    return more\n"
    )
    assert written_apart(ast.parse(apart)) == ["_once"]
    assert (
        written_apart(ast.parse(apart.replace("kept = _once(1)", "kept = [_once(each) for each in 'ab']"))) == []
    )
    assert written_apart(ast.parse(apart.replace("kept = _once(1)", "kept = partial(_once, 1)"))) == []
    assert written_apart(ast.parse(apart.replace("more = one + 1", "if one: return one"))) == []
    assert written_apart(ast.parse(apart.replace("kept = _once(1)", "kept = _once(1); _once(2)"))) == []


LOCALE_NAMES = re.compile(r"%[-0^#_]?[aAbBhcpxX]")
"""What strftime(3) takes from LC_TIME."""


def test_days_and_months_have_the_same_names_everywhere() -> None:
    """They are made in `presentation/time_format.py`, from names of its own."""
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in OURS
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.FormattedValue) and node.format_spec and LOCALE_NAMES.search(ast.unparse(node)))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime")
    ]
    assert found == []


def test_no_function_is_long() -> None:
    lengths = {
        f"{name_of(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in OURS
        for function in functions_of(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines >= 40} == {}


def test_the_page_names_no_other_place() -> None:
    """Fonts, scripts and pictures are ours; only a namespace looks like an address."""
    named = {
        address
        for path in STATIC.iterdir()
        for address in re.findall(r"\b(?:https?:)?//[\w.-]+\.\w+[^\s\"'`]*", path.read_text(encoding="utf-8"))
    }
    assert named <= {"http://www.w3.org/2000/svg"}


def test_each_library_from_outside_is_imported_in_one_file() -> None:
    shared = {name: files for name, files in libraries().items() if len(files) > 1 and name not in EVERYWHERE}
    assert shared == {}


def test_each_library_that_is_asked_for_is_used_and_each_that_is_used_is_asked_for() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    asked = {re.split(r"[^A-Za-z0-9_-]", line)[0] for line in lines} - NEVER_IMPORTED
    names = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in asked}
    # what a library brings along and hands us is its own
    assert set(libraries()) - {"rubicon"} == names


def test_only_one_file_reads_the_clock() -> None:
    readers = set()
    for path in OURS:
        for node in ast.walk(tree_of(path)):
            match node:
                case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=asked):
                    if asked in CLOCK_READERS.get(owner, set()):
                        readers.add(name_of(path))
                case ast.ImportFrom(module="time", names=names):
                    if {alias.name for alias in names} & CLOCK_READERS["time"]:
                        readers.add(name_of(path))
                case _:
                    pass
    assert readers == {"routine/adapters/clock.py"}


LEFT_ALONE = {"create_task", "ensure_future", "run_coroutine_threadsafe"}
"""What sets a coroutine going that nobody owns, nor hears of its fault."""


def test_whatever_runs_on_the_side_has_one_owner() -> None:
    found = {
        name_of(path)
        for path in OURS
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Attribute) and node.attr in LEFT_ALONE)
        or (isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & LEFT_ALONE)
    }
    assert found == {"routine/background.py"}


def test_things_are_called_by_the_words_of_the_design() -> None:
    wrong = []
    for path in OURS:
        forbidden = FORBIDDEN - ({"task"} if "asyncio" in imports_of(path) else set())
        for name, line in chosen_names(path):
            singular = {word.removesuffix("s") for word in words_of(name)}
            if singular & forbidden or name.strip("_") in FORBIDDEN_BARE:
                wrong.append(f"{name_of(path)}:{line}: {name}")
    assert wrong == []


def test_the_words_are_found_in_whatever_way_a_name_is_written() -> None:
    assert words_of("SleepTaskManager") == ["sleep", "task", "manager"]
    assert words_of("_item_no2") == ["item", "no"]
    assert words_of("HTTPInfo") == ["http", "info"]
    assert words_of("multitasking") == ["multitasking"]


@pytest.mark.slow
def test_imports_point_one_way() -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def modules_imported_by(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever in it, also where only types are wanted."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("routine"):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & {module_of(each) for each in OURS}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")


def circles(imports: dict[str, set[str]]) -> set[frozenset[str]]:
    """The groups of modules of which each leads to each, by Tarjan's algorithm (1972)."""
    found: set[frozenset[str]] = set()
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        open_.append(module)
        for other in imports[module]:
            if other not in order:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in open_:
                lowest[module] = min(lowest[module], order[other])
        if lowest[module] == order[module]:
            group = frozenset(open_[open_.index(module) :])
            del open_[open_.index(module) :]
            if len(group) > 1:
                found.add(group)

    for module in imports:
        if module not in order:
            visit(module)
    return found


def test_no_module_leads_back_to_itself() -> None:
    assert circles({module_of(path): modules_imported_by(path) for path in OURS}) == set()


def test_a_circle_of_imports_is_noticed_also_over_several_modules() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == {frozenset("abc")}
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == set()
