"""Knows every setting, once: its key, its default, what it is for, and where its value came from.

Must not know what a setting does. pydantic-settings reads flags, ROUTINE_* variables and config.toml, and lays the
first over the others. A wrong value is told and left out of its source, so that what stands below it holds.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from routine.core.diagnostic import Diagnostic
from routine.core.identifiers import HourCycle, SessionPlace
from routine.core.loaded_plans import ButtonChoice, FigureChoice, NotifierChoice, Settings
from routine.presentation import settings as words
from routine.presentation.problems import did_you_mean
from routine.reading.builder import override_of
from routine.reading.diagnostics import ModelFault, faults_of, hint_for
from routine.reading.field_types import Avoided, Folder, Switch, Table, Words, lenient
from routine.reading.names import suggest
from routine.reading.parser import NotToml, parse_toml
from routine.reading.plan_model import RemindTable, checked
from routine.reading.safe_read import read
from routine.reading.scalars import ValueProblem
from routine.reading.toml_positions import KeyPath, TomlPositions

PREFIX = "ROUTINE_"
INSIDE = "__"
ELSEWHERE = ("ROUTINE_HOME",)
"""Variables of ours that are not settings."""


class SettingsTable(Table):
    """All that can be configured."""

    guide: SessionPlace = SessionPlace.NOTIFICATION
    """Where a session goes on after Start: "notification", "page" (your browser) or "terminal"."""
    notifier: NotifierChoice = NotifierChoice.AUTO
    """How you are reminded: "auto", "desktop", "text" or "terminal"."""
    buttons: ButtonChoice = ButtonChoice.AUTO
    """Whether your desktop draws the buttons of a card: "auto", "yes" or "no"; without, it says how to answer."""
    plans_folder: Folder = ""
    """The folder of your plans; empty means the folder "plans" beside config.toml."""
    clock: Literal[24, 12] = 24
    """How times of day are written for you: 24 or 12."""
    welcome: Switch = True
    """Whether a first reminder says hello when the service starts for the first time."""
    wait_in_calls: Switch = False
    """Whether a reminder also waits while the microphone is in use, as in a call."""
    wait_when_away: Switch = True
    """Whether a reminder waits while nobody has touched keyboard or mouse for five minutes."""
    avoid: Avoided = ()
    """What to leave out of every plan, whoever wrote it, such as ["avoid-flexion"]: `routine help-signs` asks."""
    quiet_command: Words = ()
    """A command of yours for what no desktop tells: while it ends with 0, reminders wait."""
    figure: FigureChoice = FigureChoice.SLIM_MEDIUM
    """Whom the figures look like: "slim-" or "round-", then "light", "medium", "brown" or "dark"."""
    panel_icon: Switch = True
    """Whether an icon in your desktop's panel shows what comes next, with a menu to answer and to pause."""
    weekly_question: Switch = False
    """Whether a card asks on Sunday evenings how your back was on average, these seven days."""
    remind: RemindTable = RemindTable()
    """How sessions ask for attention, where a plan says nothing else."""


class Configuration(BaseSettings, SettingsTable):
    """The same, from flags, variables and config.toml."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter=INSIDE, enable_decoding=False)


class Checked(PydanticBaseSettingsSource):
    """A source from which what is wrong can be taken out."""

    origin = ""
    said: dict[str, Any]

    def __call__(self) -> dict[str, Any]:
        return self.said

    def holds(self, path: KeyPath) -> bool:
        """Whether it says something at `path`."""
        node: Any = self.said
        for part in path:
            if not isinstance(node, dict) or part not in node:
                return False
            node = node[part]
        return True

    def take_out_faults(self) -> Iterator[Diagnostic]:
        """Each fault in it; the value it is in is forgotten."""
        if not isinstance(self.said.get("remind", {}), dict):
            yield self.diagnostic(ModelFault(("remind",), ValueProblem(words.whole_table("remind"))))
            del self.said["remind"]
        errors = checked(lambda: SettingsTable.model_validate(self.said))
        if isinstance(errors, SettingsTable):
            return
        keys = [*SettingsTable.model_fields, *RemindTable.model_fields]
        wrong: list[str | int] = []
        for fault in list(faults_of(errors)):
            path = fault.path[: 2 if fault.path[0] == "remind" else 1]
            if not self.holds(path):
                continue  # it had another fault, and is gone
            *table, key = map(str, path)
            unknown = ValueProblem(words.unknown_setting(key), key, keys)
            yield self.diagnostic(ModelFault(path, unknown, on_key=True) if fault.on_key else fault)
            if path == ("avoid",) and len(fault.path) > 1:
                wrong.append(fault.path[1])
            else:
                del (self.said["remind"] if table else self.said)[key]
        if wrong:
            # one slip must not bring back all the rest
            self.said["avoid"] = [tag for place, tag in enumerate(self.said["avoid"]) if place not in wrong]

    @abstractmethod
    def diagnostic(self, fault: ModelFault) -> Diagnostic:
        """The fault, by what it is in: as a person writes it there, or where it stands."""


def _without_place(name: str, fault: ModelFault) -> Diagnostic:
    """Of a value that stands on no line."""
    return Diagnostic(name, 0, 0, fault.wrong.what, hint_for(fault.wrong))


def _names_in(fault: ModelFault) -> list[str]:
    return [str(part) for part in fault.path if isinstance(part, str)]


class Flags(Checked, InitSettingsSource):
    """`--key`, and `--table.key`, each with a text."""

    origin = "flag"

    def __init__(self, flags: Mapping[str, str]) -> None:
        said: dict[str, Any] = {}
        for name, text in flags.items():
            table, _, key = name.rpartition(".")
            (said.setdefault(table, {}) if table else said)[key] = text
        InitSettingsSource.__init__(self, Configuration, said)
        self.said = {key: as_meant(key, text) for key, text in InitSettingsSource.__call__(self).items()}

    def diagnostic(self, fault: ModelFault) -> Diagnostic:
        return _without_place(f"--{'.'.join(_names_in(fault))}", fault)


class Variables(Checked, EnvSettingsSource):
    """ROUTINE_KEY, and ROUTINE_TABLE__KEY."""

    origin = "variable"

    def __init__(self) -> None:
        EnvSettingsSource.__init__(self, Configuration)
        self.said = {key: as_meant(key, text) for key, text in EnvSettingsSource.__call__(self).items()}

    def diagnostic(self, fault: ModelFault) -> Diagnostic:
        return _without_place(f"{PREFIX}{INSIDE.join(_names_in(fault)).upper()}", fault)


class ConfigFile(Checked, TomlConfigSettingsSource):
    """config.toml, read as a plan is: with limits, and with the place of each value. Raises Unreadable."""

    origin = "file"

    def __init__(self, file: Path, called: str) -> None:
        self.called = called
        self.not_toml: list[Diagnostic] = []
        self._positions = TomlPositions("")
        TomlConfigSettingsSource.__init__(self, Configuration, file)
        self.said = TomlConfigSettingsSource.__call__(self)

    @staticmethod
    def _existing_files(files: Any) -> list[Path | Traversable]:
        """Also what is no plain file: it is told that it cannot be read."""
        return [files] if files.exists() else []

    def _read_file(self, file_path: Any) -> dict[str, Any]:
        try:
            text, raw = parse_toml(read(str(file_path)))
        except NotToml as wrong:
            self.not_toml.append(wrong.problem(self.called))
            return {}
        self._positions = TomlPositions(text)
        return raw

    def diagnostic(self, fault: ModelFault) -> Diagnostic:
        place = self._positions.key(fault.path) if fault.on_key else self._positions.value(fault.path)
        return Diagnostic(self.called, *place, fault.wrong.what, hint_for(fault.wrong))


Sources = Sequence[Checked]


def read_settings(
    file: Path, flags: Mapping[str, str], called: str = "config.toml"
) -> tuple[Settings, tuple[Diagnostic, ...], Sources]:
    """The settings, what is wrong with where they came from, and where that is.

    `called` is the name of the file for people. Raises Unreadable.
    """
    in_file = ConfigFile(file, called)
    sources: tuple[Checked, ...] = (Flags(flags), Variables(), in_file)
    problems = [*in_file.not_toml, *_unknown_variables()]
    problems += [problem for source in sources for problem in source.take_out_faults()]

    class MergedConfiguration(Configuration):
        @classmethod
        def settings_customise_sources(cls, *_: Any, **__: Any) -> tuple[PydanticBaseSettingsSource, ...]:
            return sources

    found = MergedConfiguration()  # of sources without a fault
    said = found.model_dump(exclude={"clock", "remind"})
    settings = Settings(**said, hour_cycle=HourCycle(found.clock), remind=override_of(found.remind))
    return settings, tuple(sorted(problems)), sources


def _unknown_variables() -> Iterator[Diagnostic]:
    known = [PREFIX + name.upper() for name in SettingsTable.model_fields]
    settable = [name.upper() for name in SettingsTable.model_fields if name != "remind"]
    settable += [f"REMIND{INSIDE}{name.upper()}" for name in RemindTable.model_fields]
    for name in os.environ:
        if not name.upper().startswith(PREFIX) or name.upper() in (*known, *ELSEWHERE):
            continue
        if not name.upper().startswith(f"{PREFIX}REMIND{INSIDE}"):
            # what all of them begin with would make any two alike
            meant = [PREFIX + one for one in suggest(name[len(PREFIX) :], settable)]
            what, fix = words.unknown_setting(name)
            yield Diagnostic(name, 0, 0, what, did_you_mean(meant) or fix)


def as_meant(key: str, said: Any) -> Any:
    """Of a text: numbers, switches and lists, where it is one; what is none is told of where it is checked."""
    if isinstance(said, dict):
        return {inner: as_meant(inner, value) for inner, value in said.items()}
    if not isinstance(said, str):
        return said
    if key in LISTS:
        return [part.strip() for part in said.split(",") if part.strip()]
    if key in _SWITCHES:
        return lenient(bool, said)
    return lenient(int, said) if key == "clock" else said


_FIELDS = SettingsTable.model_fields | RemindTable.model_fields
_SWITCHES = {
    key for key, field in _FIELDS.items() if field.annotation is bool or Switch in get_args(field.annotation)
}
"""Keys that are on or off."""
LISTS = {
    key
    for key, field in _FIELDS.items()
    if get_origin(field.annotation) is tuple
    or any(get_origin(next(iter(get_args(kind)), None)) is tuple for kind in get_args(field.annotation))
}
"""Keys that take several values; in a text there are commas between them."""
