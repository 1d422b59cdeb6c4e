"""Knows every setting, once: its key, its default, what it is for, and where its value came from.

Must not know what a setting does. Flags go before ROUTINE_* variables, these before config.toml: pydantic-settings
takes variables and flags apart, and lays all three over each other. A wrong value is told and left out, so that
what stands below it holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from routine.core import durations
from routine.core.diagnostic import Diagnostic
from routine.core.plan import ReminderPolicy
from routine.core.settings import NotifierChoice, SessionPlace, Settings
from routine.presentation import settings as words
from routine.presentation.problems import did_you_mean
from routine.reading.builder import override_of
from routine.reading.diagnostics import ModelFault, faults_of, hint_for
from routine.reading.field_types import Folder, Switch, lenient
from routine.reading.names import suggest
from routine.reading.parser import NotToml, parse_toml
from routine.reading.plan_model import RemindTable, checked
from routine.reading.scalars import ValueProblem
from routine.reading.toml_positions import KeyPath, TomlPositions

PREFIX = "ROUTINE_"
ELSEWHERE = ("ROUTINE_HOME",)
"""Variables of ours that are not settings."""


class Configuration(BaseSettings):
    """All that can be configured."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    guide: SessionPlace = SessionPlace.NOTIFICATION
    """Where a session goes on after Start: "notification", "page" (your browser) or "terminal"."""
    notifier: NotifierChoice = NotifierChoice.AUTO
    """How you are reminded: "auto", "desktop", "text" or "terminal"."""
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
    remind: RemindTable = RemindTable()
    """How sessions ask for attention, where a plan says nothing else."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the sources that are given know it
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - one that takes a list without JSON is given
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - we read no .env files
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - nor secrets
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, variables and config.toml, as they are given."""
        return tuple(init_settings()["sources"])


class TextSource(EnvSettingsSource):
    """Settings that are said in text: by variables, and by flags under the names that variables would have."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said
        super().__init__(Configuration)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): text for name, text in self._said.items()}

    def decode_complex_value(self, field_name: str, field: Any, value: Any) -> Any:  # noqa: ARG002 - as it is called
        """A list, without JSON's brackets."""
        return [part.strip() for part in value.split(",") if part.strip()]

    def __call__(self) -> dict[str, Any]:
        return {key: _as_meant(key, said) for key, said in super().__call__().items()}


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of `routine config`."""

    key: str
    value: str
    origin: str
    about: str


class SettingSource(InitSettingsSource):
    """One place where settings come from, read once; what is wrong in it is told and taken out."""

    def __init__(
        self, origin: str, said: dict[str, Any], file: str = "", positions: TomlPositions | None = None
    ) -> None:
        super().__init__(Configuration, {})
        self.origin, self.said, self._file, self._positions = origin, said, file, positions

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

    def discard(self, path: KeyPath) -> None:
        """Forget what it says at `path`. Raises KeyError where it says nothing."""
        node = self.said
        for part in path[:-1]:
            node = node[str(part)]
        del node[str(path[-1])]

    def diagnostic(self, fault: ModelFault) -> Diagnostic:
        """The fault, with its place in the file, or the name of the variable or flag."""
        what, fix = fault.wrong.what, hint_for(fault.wrong)
        if self._positions is not None:
            place = self._positions.key(fault.path) if fault.on_key else self._positions.value(fault.path)
            return Diagnostic(self._file, *place, what, fix)
        names = [str(part) for part in fault.path if isinstance(part, str)]
        name = PREFIX + "__".join(names).upper() if self.origin == "variable" else f"--{'.'.join(names)}"
        return Diagnostic(name, 0, 0, what, fix)


def read_settings(
    file: str, content: bytes | None, flags: Mapping[str, str]
) -> tuple[Settings, tuple[Diagnostic, ...], tuple[Setting, ...]]:
    """The settings, what is wrong with where they came from, and the table of all of them."""
    problems = list(_unknown_variables())
    as_variables = {PREFIX + key.replace(".", "__"): text for key, text in flags.items()}
    sources = [
        SettingSource("flag", TextSource(as_variables)()),
        SettingSource("variable", TextSource(os.environ)()),
        _file_source(file, content, problems),
    ]
    for source in sources:
        # laid over each other, a table would hide what is not one
        if not isinstance(source.said.get("remind", {}), dict):
            problems.append(source.diagnostic(ModelFault(("remind",), ValueProblem(words.whole_table("remind")))))
            source.discard(("remind",))
    while isinstance(found := _laid_over(sources), list):
        told = list(_discarded(found, sources))
        problems += told
        if not told:
            sources = []
    settings = Settings(
        guide=found.guide,
        notifier=found.notifier,
        plans_folder=found.plans_folder,
        clock=found.clock,
        welcome=found.welcome,
        wait_in_calls=found.wait_in_calls,
        wait_when_away=found.wait_when_away,
        remind=override_of(found.remind),
    )
    return settings, tuple(sorted(problems)), tuple(_table(settings, sources))


def example() -> str:
    """config.example.toml: every setting at its default, as a comment."""
    lines = [words.HEAD]
    table = ""
    for setting in _table(Settings(), []):
        inside, _, key = setting.key.rpartition(".")
        if inside != table:
            table = inside
            lines.append(f"[{table}]\n")
        lines.append(f"# {setting.about}\n# {key} = {setting.value}\n")
    return "\n".join(lines)


def _laid_over(sources: list[SettingSource]) -> Configuration | list[dict[str, Any]]:
    """What the sources say together, or every fault in that."""
    return checked(lambda: Configuration(sources=sources))  # type: ignore[call-arg] # as its sources, see above


def _file_source(file: str, content: bytes | None, problems: list[Diagnostic]) -> SettingSource:
    """config.toml, read as a plan is: with limits, and with the place of each value."""
    if content is None:
        return SettingSource("file", {}, file)
    try:
        text, raw = parse_toml(content)
    except NotToml as wrong:
        problems.append(wrong.problem(file))
        return SettingSource("file", {}, file)
    return SettingSource("file", raw, file, TomlPositions(text))


def _discarded(errors: list[dict[str, Any]], sources: list[SettingSource]) -> Iterator[Diagnostic]:
    """Each fault, at the source it came from; that source loses the value."""
    unknown = {tuple(error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
    for fault in faults_of(errors):
        path = fault.path[: 2 if fault.path[0] == "remind" else 1]
        source = next((one for one in sources if one.holds(path)), None)
        if source is None:
            continue
        if fault.path in unknown:
            keys = [setting.key.rpartition(".")[2] for setting in _table(Settings(), [])]
            typed = str(fault.path[-1])
            told = ValueProblem(words.unknown_setting(typed), typed, keys)
            yield source.diagnostic(ModelFault(fault.path, told, on_key=True))
        else:
            yield source.diagnostic(fault)
        source.discard(path)


def _unknown_variables() -> Iterator[Diagnostic]:
    known = [PREFIX + name.upper() for name in Configuration.model_fields]
    settable = [name.upper() for name in Configuration.model_fields if name != "remind"]
    settable += [f"REMIND__{name.upper()}" for name in RemindTable.model_fields]
    for name in os.environ:
        if not name.upper().startswith(PREFIX) or name.upper() in (*known, *ELSEWHERE):
            continue
        if not name.upper().startswith(f"{PREFIX}REMIND__"):
            # what all of them begin with would make any two alike
            meant = [PREFIX + one for one in suggest(name[len(PREFIX) :], settable)]
            what, fix = words.unknown_setting(name)
            yield Diagnostic(name, 0, 0, what, did_you_mean(meant) or fix)


def _as_meant(key: str, said: Any) -> Any:
    """Numbers and switches are made of text, where it is one; what is none is told of where it is checked."""
    if isinstance(said, dict):
        return {inner: _as_meant(inner, value) for inner, value in said.items()}
    if not isinstance(said, str):
        return said
    if key in _SWITCHES:
        return lenient(bool, said)
    return lenient(int, said) if key == "clock" else said


_SWITCHES = {
    key
    for table in (Configuration, RemindTable)
    for key, field in table.model_fields.items()
    if field.annotation is bool or Switch in get_args(field.annotation)
}
"""Keys that are on or off."""


def _table(settings: Settings, sources: list[SettingSource]) -> Iterator[Setting]:
    policy = settings.remind.apply_to(ReminderPolicy())
    for key, field in Configuration.model_fields.items():
        if key != "remind":
            origin = next((source.origin for source in sources if source.holds((key,))), "default")
            yield Setting(key, _written(getattr(settings, key)), origin, field.description or "")
    said = {key: getattr(policy, key, None) for key in RemindTable.model_fields}
    said["before"] = next(iter(policy.heads_up_before), timedelta(0))
    for key, field in RemindTable.model_fields.items():
        origin = next((source.origin for source in sources if source.holds(("remind", key))), "default")
        yield Setting(f"remind.{key}", _written(said[key]), origin, field.description or "")


def _written(value: object) -> str:
    """As TOML writes it."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, timedelta):
        return f'"{durations.write(value)}"'
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
