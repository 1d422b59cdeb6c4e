"""Knows the plans folder and config.toml, and what was last read of them; must not know how text becomes a plan.

Of the settings it uses one: where the plans are.

A process that ends does the reading (`routine.reading`), so that what it costs does not stay in the service. What
it answered is kept by the digest of the content: a file that has not changed is not read again.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from routine import __version__
from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import expanded
from routine.adapters.plan_cache import PlanCache
from routine.adapters.workers.process import READER, WorkerFailure, WorkerProcess
from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import LoadedPlans, PlanFile
from routine.core.loaded_plans import digest as digest_of
from routine.core.plan import Plan
from routine.core.plan_copies import copies_among
from routine.presentation import problems
from routine.reading import safe_read
from routine.reading.stored import (
    SCHEMA,
    ReadAnswer,
    ReadFile,
    ReadRequest,
    ReadSettings,
    avoid_of,
    decode_answer,
    encode,
)

STARTERS = ("gentle-start",)
"""What somebody has who has chosen nothing yet. One plan leaves days to rest; more are chosen by hand."""

Answer = ReadAnswer | WorkerFailure
T = TypeVar("T")
NO_DRAFTS: Mapping[str, bytes] = {}
_LAST_AVOID = digest_of(b"what the last good configuration left out")
_AT_ONCE = 200
"""How many files one reader process is asked for, so that it never holds too many."""


class CachedPlan(Struct, frozen=True):
    """What was made of one digest, and which pictures were there then."""

    plan: PlanFile
    pictures: Mapping[str, bool]

    def holds_at(self, path: str) -> bool:
        """Whether it may stand for the file at `path`: each picture is there, or missing, as it was then."""
        folder = Path(path).parent
        return all((folder / name).is_file() == there for name, there in self.pictures.items())


class CachedSettings(Struct, frozen=True):
    """What was made of config.toml, variables and flags that go by one digest."""

    digest: str
    read: ReadSettings


class PlanFileSource:
    """Reads what people typed (ports.PlanSource)."""

    def __init__(
        self,
        *,
        plans_dir: Path,
        shipped_plans: Path,
        config_file: Path,
        compiled_dir: Path,
        flags: Mapping[str, str] | None = None,
        reader: WorkerProcess | None = None,
    ) -> None:
        self._plans_dir = plans_dir
        self._shipped_plans = shipped_plans
        self._config_file = config_file
        self._last_config = compiled_dir.parent / f"last-{config_file.name}"
        """What it last said and could be read: being away is no decision."""
        self._flags = dict(flags or {})
        self._reader = reader or WorkerProcess(READER)
        self._cache = PlanCache(compiled_dir)
        self._found: dict[str, CachedPlan] = {}
        self._digests: dict[tuple[str, int, int, int, int], str] = {}
        self._configured: CachedSettings | None = None
        self._avoid: tuple[str, ...] = ()
        """What the last good configuration left out of every plan."""
        self._held_plans: tuple[int, int] | None = None
        """Which folder the person's plans were found in."""
        self._pinned: set[str] = set()
        """Digests of good plans that may be wanted again while their files are bad."""

    async def load(self) -> LoadedPlans:
        asking = self._load()
        try:
            request = next(asking)
            while True:
                request = asking.send(understood(await self._reader.ask(encode(request))))
        except StopIteration as ended:
            return cast(LoadedPlans, ended.value)

    def load_now(self) -> LoadedPlans:
        return self._answered(self._load())

    def read_now(self, paths: Sequence[Path]) -> list[PlanFile]:
        """These plan files, wherever they lie, as they are now."""
        names, seen = [str(path) for path in paths], dict[str, PlanFile]()
        self._answered(self._configure())
        self._answered(self._ask_plans(self._stale(names, seen), seen))
        return [seen[name] for name in names]

    def read_draft_now(self, path: Path, content: bytes) -> PlanFile:
        """What a plan file would be if it held `content`; nothing is written, and nothing kept."""
        seen = dict[str, PlanFile]()
        self._answered(self._configure())
        self._answered(self._ask_together([str(path)], seen, {str(path): content}))
        return seen[str(path)]

    def _answered(self, asking: Generator[ReadRequest, Answer, T]) -> T:
        try:
            request = next(asking)
            while True:
                request = asking.send(understood(self._reader.ask_now(encode(request))))
        except StopIteration as ended:
            return cast(T, ended.value)

    def recall(self, digest: str) -> Plan | None:
        kept = self._cache.get(digest) if digest else None
        found = _cached_plan(kept) if kept else None
        if found and found.plan.plan:
            self._pinned.add(digest)
            return found.plan.plan
        return None

    def _load(self) -> Generator[ReadRequest, Answer, LoadedPlans]:
        """Yields what must be asked of the reader, takes its answers, returns what was loaded."""
        seen: dict[str, PlanFile] = {}
        configured = self._kept_settings()
        if configured is None:
            # most people leave `plans_folder` alone: one process then answers for settings and plans
            stale, before = self._stale(_plans_in(self._plans_dir), seen)[:_AT_ONCE], self._avoid
            configured = yield from self._ask_settings(stale, seen)
            if self._use_avoid(configured) != before:
                # what was kept of the others was made with other words left out
                seen = {path: seen[path] for path in stale if path in seen}
        else:
            self._use_avoid(configured)
        self._keep_config(configured)
        folder, problem = self._folder(configured)
        paths, shipped = _plans_in(folder), False
        unreachable = "" if paths or os.access(folder, os.R_OK | os.X_OK) else str(folder)
        unfilled = "" if paths or unreachable or _identity(folder) == self._held_plans else str(folder)
        self._held_plans = _identity(folder) if paths else self._held_plans
        if not paths:
            paths, shipped = starters(_plans_in(self._shipped_plans)), True
        yield from self._ask_plans(self._stale(paths, seen), seen)
        found = [seen[path] for path in paths]
        copies = copies_among(found)
        copied = {copy.file.path for copy in copies}
        own = tuple(file for file in found if file.path not in copied)
        loaded_plans = LoadedPlans(
            own,
            configured.read.settings,
            problem,
            shipped,
            unreachable,
            unfilled,
            copies,
            {} if shipped else _written(own),
            "" if self._config_file.exists() or not self._last_config.exists() else self._config_file.name,
        )
        self._forget(loaded_plans)
        return loaded_plans

    def _configure(self) -> Generator[ReadRequest, Answer, None]:
        """Know what is left out of every plan."""
        self._use_avoid(self._kept_settings() or (yield from self._ask_settings((), {})))

    def _use_avoid(self, configured: CachedSettings) -> tuple[str, ...]:
        """What is left out from now on. What was made of each file before is known by other names."""
        avoid = avoid_of(configured.read, self._avoid or self._avoid_before())
        if avoid != self._avoid:
            self._avoid = avoid
            self._digests.clear()
        if not configured.read.problems and avoid != self._avoid_before():
            self._cache.put(_LAST_AVOID, " ".join(avoid).encode())
        return avoid

    def _avoid_before(self) -> tuple[str, ...]:
        """What was left out when the configuration could last be read: a fault in it brings nothing back."""
        return tuple((self._cache.get(_LAST_AVOID) or b"").decode("ascii", "ignore").split())

    def _ask_settings(
        self, paths: Sequence[str], seen: dict[str, PlanFile]
    ) -> Generator[ReadRequest, Answer, CachedSettings]:
        avoid = self._avoid or self._avoid_before()
        asked = ReadRequest(settings=True, config=str(self._config()), flags=self._flags, avoid=avoid)
        digest = self._settings_digest()
        answer = yield replace(asked, plans=tuple(paths))
        if isinstance(answer, WorkerFailure) and answer.may_succeed_alone and paths:
            # a plan was too much for it: the settings may still be read without
            answer = yield asked
        if isinstance(answer, WorkerFailure) or answer.settings is None:
            why = answer.why if isinstance(answer, WorkerFailure) else "gave no answer"
            problem = Diagnostic(self._config_file.name, 0, 0, *problems.reader_failed(why))
            return CachedSettings("", ReadSettings(problems=(problem,)))
        self._take_all(answer.files, seen)
        if answer.settings.unforeseen:
            # as with a plan: what it is not, it need not be the next time
            return CachedSettings("", answer.settings)
        self._configured = CachedSettings(digest, answer.settings)
        if digest:
            self._cache.put(digest, encode(ReadAnswer(SCHEMA, settings=answer.settings)))
        return self._configured

    def _ask_plans(self, paths: Sequence[str], seen: dict[str, PlanFile]) -> Generator[ReadRequest, Answer, None]:
        for first in range(0, len(paths), _AT_ONCE):
            yield from self._ask_together(paths[first : first + _AT_ONCE], seen)

    def _ask_together(
        self, paths: Sequence[str], seen: dict[str, PlanFile], drafts: Mapping[str, bytes] = NO_DRAFTS
    ) -> Generator[ReadRequest, Answer, None]:
        """Ask for these together; when they are too much together, for each half."""
        answer = yield ReadRequest(tuple(paths), drafts, avoid=self._avoid)
        if not isinstance(answer, WorkerFailure):
            self._take_all(answer.files, seen)
            for path in paths:
                seen.setdefault(path, _failed(path, "gave no answer"))
        elif answer.may_succeed_alone and len(paths) > 1:
            middle = len(paths) // 2
            yield from self._ask_together(paths[:middle], seen, drafts)
            yield from self._ask_together(paths[middle:], seen, drafts)
        else:
            seen.update({path: _failed(path, answer.why) for path in paths})

    def _take_all(self, files: Sequence[ReadFile], seen: dict[str, PlanFile]) -> None:
        for one in files:
            found = _restored(one)
            seen[one.path] = found.plan
            if one.digest:
                self._found[one.digest] = found
                self._cache.put(one.digest, encode(ReadAnswer(SCHEMA, files=(one,))))

    def _stale(self, paths: Sequence[str], seen: dict[str, PlanFile]) -> list[str]:
        """The paths that have to be read; what is known of the others is put into `seen`."""
        stale = []
        for path in paths:
            if path in seen:
                continue
            known = self._known(path)
            if known is None:
                stale.append(path)
            else:
                seen[path] = known
        return stale

    def _known(self, path: str) -> PlanFile | None:
        name = Path(path).name
        if not safe_read.plan_id_of(name):
            printable = "".join(letter if letter.isprintable() else "?" for letter in name)
            return PlanFile(path, "", "", None, (Diagnostic(printable, 0, 0, *problems.unsafe_name()),))
        try:
            digest = self._digest(path)
        except safe_read.Unreadable as wrong:
            return PlanFile(path, safe_read.plan_id_of(name), "", None, (Diagnostic(name, 0, 0, *wrong.said),))
        found = self._found.get(digest)
        if found is None:
            kept = self._cache.get(digest)
            found = _cached_plan(kept) if kept else None
        if found is None or not found.holds_at(path):
            return None
        self._found[digest] = found
        return replace(found.plan, path=path, plan_id=safe_read.plan_id_of(name))

    def _digest(self, path: str) -> str:
        """By what the system says of the file where that is enough, else by its content."""
        try:
            said = Path(path).stat()
        except OSError:
            said = None
        mark = (path, said.st_mtime_ns, said.st_ctime_ns, said.st_size, said.st_ino) if said else None
        if mark in self._digests:
            return self._digests[mark]
        digest = safe_read.digest_of(Path(path).name, safe_read.read(path), self._avoid)
        if mark:
            self._digests[mark] = digest
        return digest

    def _config(self) -> Path:
        """The file, or while that is away what it said last."""
        is_away = not self._config_file.exists() and self._last_config.exists()
        return self._last_config if is_away else self._config_file

    def _keep_config(self, configured: CachedSettings) -> None:
        if configured.read.problems or not self._config_file.exists():
            return
        with suppress(OSError, safe_read.Unreadable):
            content = safe_read.read(str(self._config_file))
            if not self._last_config.exists() or self._last_config.read_bytes() != content:
                self._last_config.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_atomically(self._last_config, content, durable=False)

    def _kept_settings(self) -> CachedSettings | None:
        digest = self._settings_digest()
        if not digest:
            return None
        if self._configured and self._configured.digest == digest:
            return self._configured
        kept = self._cache.get(digest)
        answer = decode_answer(kept) if kept else None
        self._configured = CachedSettings(digest, answer.settings) if answer and answer.settings else None
        return self._configured

    def _settings_digest(self) -> str:
        """A name for all that the settings come from; empty when config.toml cannot be read."""
        try:
            content = safe_read.read(str(self._config())) if self._config().exists() else None
        except (safe_read.Unreadable, OSError):
            return ""
        variables = sorted(pair for pair in os.environ.items() if pair[0].upper().startswith("ROUTINE_"))
        made_of = (SCHEMA, __version__, str(self._config_file), content, variables, sorted(self._flags.items()))
        return digest_of(repr(made_of).encode(errors="surrogateescape"))

    def _folder(self, configured: CachedSettings) -> tuple[Path, tuple[Diagnostic, ...]]:
        """Where the plans are, and what is wrong with that."""
        wanted = configured.read.settings.plans_folder
        if not wanted:
            return self._plans_dir, configured.read.problems
        folder = self._config_file.parent / expanded(wanted)
        if folder.is_dir():
            return folder, configured.read.problems
        why = problems.plans_folder_is_a_file if folder.exists() else problems.no_plans_folder
        problem = Diagnostic(self._config_file.name, 0, 0, *why(wanted))
        return folder, (*configured.read.problems, problem)

    def _forget(self, loaded_plans: LoadedPlans) -> None:
        good = {file.plan_id: file.digest for file in loaded_plans.files if file.plan}
        used = {file.digest for file in loaded_plans.files} | self._pinned
        used |= {copy.file.digest for copy in loaded_plans.copies}
        if good and all(file.plan for file in loaded_plans.files):
            self._pinned = set(good.values())
        gone = self._found.keys() - used
        if gone:
            self._found = {digest: found for digest, found in self._found.items() if digest in used}
            self._digests = {mark: digest for mark, digest in self._digests.items() if digest in used}
            self._cache.prune(used | {self._configured.digest if self._configured else "", _LAST_AVOID})


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder it is, whatever its name (stat(2): device and inode)."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _plans_in(folder: Path) -> list[str]:
    """Every plan file, by name; a folder that is not there holds none."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return []
    return [str(folder / name) for name in sorted(names) if safe_read.is_plan(name)]


def understood(answer: bytes | WorkerFailure) -> Answer:
    """What a reader process said."""
    if isinstance(answer, WorkerFailure):
        return answer
    return decode_answer(answer) or WorkerFailure("gave no answer")


def _cached_plan(kept: bytes) -> CachedPlan | None:
    """What was kept of a file; None when another version of us wrote it."""
    answer = decode_answer(kept)
    return _restored(answer.files[0]) if answer and answer.files else None


def _restored(one: ReadFile) -> CachedPlan:
    plan = one.plan.restore() if one.plan else None
    file = PlanFile(one.path, safe_read.plan_id_of(Path(one.path).name), one.digest, plan, one.problems)
    return CachedPlan(file, one.pictures)


def _written(files: Sequence[PlanFile]) -> dict[str, datetime]:
    """When each that needs to be told from which day it counts was last written."""
    found: dict[str, datetime] = {}
    for file in files:
        if file.plan and file.plan.needs_start:
            with suppress(OSError, OverflowError, ValueError):
                found[file.plan_id] = datetime.fromtimestamp(Path(file.path).stat().st_mtime, UTC)
    return found


def _failed(path: str, why: str) -> PlanFile:
    name = Path(path).name
    return PlanFile(
        path, safe_read.plan_id_of(name), "", None, (Diagnostic(name, 0, 0, *problems.reader_failed(why)),)
    )


def starters(paths: Sequence[str]) -> list[str]:
    """Those of these plan files that are used without being asked for, in the order they came."""
    return [path for path in paths if Path(path).stem in STARTERS]
