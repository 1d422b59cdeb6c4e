"""Knows the plans folder and config.toml, and what was last read of them; must not know how text becomes a plan.

Of the settings it uses one: where the plans are.

A process that ends does the reading (`routine.reading`), so that what it costs does not stay in the service. What
it answered is kept by the digest of the content: a file that has not changed is not read again.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from routine import __version__
from routine.adapters.paths import expanded
from routine.adapters.plan_cache import PlanCache
from routine.adapters.starters import starters
from routine.adapters.workers.process import READER, WorkerFailure, WorkerProcess
from routine.core.diagnostic import Diagnostic
from routine.core.digest import digest as digest_of
from routine.core.loaded_plans import LoadedPlans, PlanFile
from routine.core.plan import Plan
from routine.core.settings import Settings
from routine.presentation import problems
from routine.reading import safe_read
from routine.reading.compiled import FORMAT, plan_from, problem_from, settings_from

Json = dict[str, Any]
Answer = Json | WorkerFailure
_AT_ONCE = 200
"""How many files one reader process is asked for, so that it never holds too many."""


@dataclass(frozen=True, slots=True)
class CachedPlan:
    """What was made of one digest, and which pictures were there then."""

    plan: PlanFile
    pictures: Mapping[str, bool]

    def holds_at(self, path: str) -> bool:
        folder = Path(path).parent
        return all((folder / name).is_file() == there for name, there in self.pictures.items())


@dataclass(frozen=True, slots=True)
class Configured:
    digest: str
    settings: Settings
    problems: tuple[Diagnostic, ...]


class PlanFiles:
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
        self._flags = dict(flags or {})
        self._reader = reader or WorkerProcess(READER)
        self._cache = PlanCache(compiled_dir)
        self._cached_plan: dict[str, CachedPlan] = {}
        self._digests: dict[tuple[str, int, int, int, int], str] = {}
        self._configured: Configured | None = None
        self._pinned: set[str] = set()
        """Digests of good plans that may be wanted again while their files are bad."""

    async def load(self) -> LoadedPlans:
        asking = self._load()
        try:
            request = next(asking)
            while True:
                request = asking.send(await self._reader.ask(request))
        except StopIteration as ended:
            return cast(LoadedPlans, ended.value)

    def load_now(self) -> LoadedPlans:
        asking = self._load()
        try:
            request = next(asking)
            while True:
                request = asking.send(self._reader.ask_now(request))
        except StopIteration as ended:
            return cast(LoadedPlans, ended.value)

    def recall(self, digest: str) -> Plan | None:
        kept = self._cache.get(digest) if digest else None
        found = _cached_plan(".toml", digest, kept) if kept else None
        if found and found.plan.plan:
            self._pinned.add(digest)
            return found.plan.plan
        return None

    def _load(self) -> Generator[Json, Answer, LoadedPlans]:
        """Yields what must be asked of the reader, takes its answers, returns what was loaded."""
        seen: dict[str, PlanFile] = {}
        configured = self._kept_settings()
        if configured is None:
            # most people leave `plans_folder` alone: one process then answers for settings and plans
            stale = self._stale(_plans_in(self._plans_dir), seen)[:_AT_ONCE]
            configured = yield from self._ask_settings(stale, seen)
        folder, told = self._folder(configured)
        paths, shipped = _plans_in(folder), False
        unreachable = "" if paths or os.access(folder, os.R_OK | os.X_OK) else str(folder)
        if not paths:
            paths, shipped = starters(_plans_in(self._shipped_plans)), True
        stale = self._stale(paths, seen)
        for first in range(0, len(stale), _AT_ONCE):
            yield from self._ask_plans(stale[first : first + _AT_ONCE], seen)
        loaded_plans = LoadedPlans(
            tuple(seen[path] for path in paths), configured.settings, told, shipped, unreachable
        )
        self._forget(loaded_plans)
        return loaded_plans

    def _ask_settings(
        self, paths: Sequence[str], seen: dict[str, PlanFile]
    ) -> Generator[Json, Answer, Configured]:
        asked = {"settings": True, "config": str(self._config_file), "flags": self._flags}
        digest = self._settings_digest()
        answer = yield {**asked, "plans": list(paths)}
        if isinstance(answer, WorkerFailure) and answer.may_succeed_alone and paths:
            # a plan was too much for it: the settings may still be read without
            answer = yield {**asked, "plans": []}
        configured = None if isinstance(answer, WorkerFailure) else _configured(digest, answer)
        if isinstance(answer, WorkerFailure) or configured is None:
            why = answer.why if isinstance(answer, WorkerFailure) else "gave no answer"
            told = Diagnostic(self._config_file.name, 0, 0, *problems.reader_failed(why))
            return Configured("", Settings(), (told,))
        self._take_all(answer, seen)
        self._configured = configured
        if digest:
            self._cache.put(digest, {key: answer[key] for key in ("format", "settings", "settings_problems")})
        return configured

    def _ask_plans(self, paths: Sequence[str], seen: dict[str, PlanFile]) -> Generator[Json, Answer, None]:
        """Ask for these together; when they are too much together, for each half."""
        answer = yield {"plans": list(paths)}
        if not isinstance(answer, WorkerFailure):
            self._take_all(answer, seen)
            for path in paths:
                seen.setdefault(path, _failed(path, "gave no answer"))
        elif answer.may_succeed_alone and len(paths) > 1:
            middle = len(paths) // 2
            yield from self._ask_plans(paths[:middle], seen)
            yield from self._ask_plans(paths[middle:], seen)
        else:
            seen.update({path: _failed(path, answer.why) for path in paths})

    def _take_all(self, answer: Json, seen: dict[str, PlanFile]) -> None:
        for one in answer.get("files", ()):
            kept = {**one, "format": answer.get("format")}
            found = _cached_plan(one["path"], one["digest"], kept)
            if found is None:
                continue
            seen[one["path"]] = found.plan
            if one["digest"]:
                self._cached_plan[one["digest"]] = found
                self._cache.put(one["digest"], kept)

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
            return PlanFile(path, "", "", None, (Diagnostic(_printable(name), 0, 0, *problems.unsafe_name()),))
        try:
            digest = self._digest(path)
        except safe_read.Unreadable as wrong:
            return PlanFile(path, safe_read.plan_id_of(name), "", None, (Diagnostic(name, 0, 0, *wrong.said),))
        found = self._cached_plan.get(digest)
        if found is None:
            kept = self._cache.get(digest)
            found = _cached_plan(path, digest, kept) if kept else None
        if found is None or not found.holds_at(path):
            return None
        self._cached_plan[digest] = found
        return replace(found.plan, path=path)

    def _digest(self, path: str) -> str:
        """By what the system says of the file where that is enough, else by its content."""
        try:
            said = Path(path).stat()
        except OSError:
            said = None
        mark = (path, said.st_mtime_ns, said.st_ctime_ns, said.st_size, said.st_ino) if said else None
        if mark in self._digests:
            return self._digests[mark]
        digest = safe_read.digest_of(Path(path).name, safe_read.read(path))
        if mark:
            self._digests[mark] = digest
        return digest

    def _kept_settings(self) -> Configured | None:
        digest = self._settings_digest()
        if not digest:
            return None
        if self._configured and self._configured.digest == digest:
            return self._configured
        kept = self._cache.get(digest)
        self._configured = _configured(digest, kept) if kept else None
        return self._configured

    def _settings_digest(self) -> str:
        """A name for all that the settings come from; empty when config.toml cannot be read."""
        try:
            content = safe_read.read(str(self._config_file)) if self._config_file.exists() else None
        except (safe_read.Unreadable, OSError):
            return ""
        variables = sorted(pair for pair in os.environ.items() if pair[0].upper().startswith("ROUTINE_"))
        made_of = (FORMAT, __version__, str(self._config_file), content, variables, sorted(self._flags.items()))
        return digest_of(repr(made_of).encode(errors="surrogateescape"))

    def _folder(self, configured: Configured) -> tuple[Path, tuple[Diagnostic, ...]]:
        """Where the plans are, and what is wrong with that."""
        wanted = configured.settings.plans_folder
        if not wanted:
            return self._plans_dir, configured.problems
        folder = self._config_file.parent / expanded(wanted)
        if folder.is_dir():
            return folder, configured.problems
        why = problems.plans_folder_is_a_file if folder.exists() else problems.no_plans_folder
        told = Diagnostic(self._config_file.name, 0, 0, *why(wanted))
        return folder, (*configured.problems, told)

    def _forget(self, loaded_plans: LoadedPlans) -> None:
        good = {file.plan_id: file.digest for file in loaded_plans.files if file.plan}
        used = {file.digest for file in loaded_plans.files} | self._pinned
        if good and all(file.plan for file in loaded_plans.files):
            self._pinned = set(good.values())
        gone = self._cached_plan.keys() - used
        if gone:
            self._cached_plan = {digest: found for digest, found in self._cached_plan.items() if digest in used}
            self._digests = {mark: digest for mark, digest in self._digests.items() if digest in used}
            self._cache.prune(used | {self._configured.digest if self._configured else ""})


def _plans_in(folder: Path) -> list[str]:
    """Every plan file, by name; a folder that is not there holds none."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return []
    return [str(folder / name) for name in sorted(names) if safe_read.is_plan(name)]


def _cached_plan(path: str, digest: str, kept: Json) -> CachedPlan | None:
    """What an answer says of a file; None when another version of us wrote it."""
    try:
        if kept["format"] != FORMAT:
            return None
        plan = plan_from(kept["plan"]) if kept["plan"] else None
        told = tuple(problem_from(one) for one in kept["problems"])
        file = PlanFile(path, safe_read.plan_id_of(Path(path).name), digest, plan, told)
        return CachedPlan(file, dict(kept["pictures"]))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


def _configured(digest: str, kept: Json) -> Configured | None:
    try:
        if kept["format"] != FORMAT:
            return None
        told = tuple(problem_from(one) for one in kept["settings_problems"])
        return Configured(digest, settings_from(kept["settings"]), told)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _failed(path: str, why: str) -> PlanFile:
    name = Path(path).name
    return PlanFile(
        path, safe_read.plan_id_of(name), "", None, (Diagnostic(name, 0, 0, *problems.reader_failed(why)),)
    )


def _printable(name: str) -> str:
    return "".join(ch if ch.isprintable() else "?" for ch in name)
