"""Knows every setting, once: its key, its default, what it is for, and where its value came from.

Must not know what a setting does. Flags go before ROUTINE_* variables, these before config.toml; pydantic-settings
lays them over each other. A wrong value is told and left out, so that what stands below it holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

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
from routine.presentation import settings_problems as words
from routine.presentation.problems import did_you_mean
from routine.reading.builder import override_of
from routine.reading.diagnostics import Fault, faults_of, hint_for
from routine.reading.field_types import Folder, Switch
from routine.reading.names import suggest
from routine.reading.parser import NotToml, parse_toml
from routine.reading.plan_model import RemindTable, checked
from routine.reading.scalars import ValueProblem
from routine.reading.toml_positions import KeyPath, TomlPositions

PREFIX = "ROUTINE_"
_SWITCHED = frozenset({"welcome", "wait_in_calls", "wait_when_away", "always"})
"""Keys that are on or off."""
ELSEWHERE = ("ROUTINE_HOME",)
"""Variables of ours that are not settings."""


class Configuration(BaseSettings):
    """All that can be configured."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        enable_decoding=False,
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
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the layers hold it already, taken apart
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - we read no .env files
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - nor secrets
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The layers that are given, the first one first."""
        layers = init_settings()["layers"]
        return tuple(InitSettingsSource(settings_cls, layer) for layer in layers)


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of `routine config`."""

    key: str
    value: str
    origin: str
    about: str


@dataclass(frozen=True)
class Layer:
    """Where settings came from, and how a place in it is named."""

    origin: str
    values: dict[str, Any]
    file: str = ""
    positions: TomlPositions | None = None

    def holds(self, path: KeyPath) -> bool:
        node: Any = self.values
        for part in path:
            if not isinstance(node, dict) or part not in node:
                return False
            node = node[part]
        return True

    def take_out(self, path: KeyPath) -> None:
        node = self.values
        for part in path[:-1]:
            node = node[str(part)]
        del node[str(path[-1])]

    def problem(self, fault: Fault) -> Diagnostic:
        what, fix = fault.wrong.what, hint_for(fault.wrong)
        if self.positions is not None:
            place = self.positions.key(fault.path) if fault.on_key else self.positions.value(fault.path)
            return Diagnostic(self.file, *place, what, fix)
        names = [str(part) for part in fault.path if isinstance(part, str)]
        name = PREFIX + "__".join(names).upper() if self.origin == "variable" else f"--{'.'.join(names)}"
        return Diagnostic(name, 0, 0, what, fix)


def read_settings(
    file: str, content: bytes | None, flags: Mapping[str, str]
) -> tuple[Settings, tuple[Diagnostic, ...], tuple[Setting, ...]]:
    """The settings, what is wrong with where they came from, and the table of all of them."""
    problems: list[Diagnostic] = []
    layers = [
        Layer("flag", _nested(flags)),
        Layer("variable", _native(EnvSettingsSource(Configuration)())),
        _file_layer(file, content, problems),
    ]
    problems += _unknown_variables()
    for layer in layers:
        # laid over each other, a table would hide what is not one
        if not isinstance(layer.values.get("remind", {}), dict):
            problems.append(layer.problem(Fault(("remind",), ValueProblem(words.whole_table("remind")))))
            layer.take_out(("remind",))
    made = Configuration(**_as_layers([]))
    while True:
        found = checked(lambda: Configuration(**_as_layers(layers)))
        if isinstance(found, Configuration):
            made = found
            break
        told = list(_blamed(found, layers))
        if not told:
            break
        problems += told
    settings = Settings(
        guide=made.guide,
        notifier=made.notifier,
        plans_folder=made.plans_folder,
        clock=made.clock,
        welcome=made.welcome,
        wait_in_calls=made.wait_in_calls,
        wait_when_away=made.wait_when_away,
        remind=override_of(made.remind),
    )
    return settings, tuple(sorted(problems)), tuple(_table(settings, layers))


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


def _as_layers(layers: list[Layer]) -> dict[str, Any]:
    return {"layers": [layer.values for layer in layers]}


def _file_layer(file: str, content: bytes | None, problems: list[Diagnostic]) -> Layer:
    if content is None:
        return Layer("file", {}, file)
    try:
        text, raw = parse_toml(content)
    except NotToml as wrong:
        problems.append(wrong.problem(file))
        return Layer("file", {}, file)
    return Layer("file", raw, file, TomlPositions(text))


def _blamed(errors: list[dict[str, Any]], layers: list[Layer]) -> Iterator[Diagnostic]:
    """Each fault, at the layer it came from; that layer loses the value."""
    unknown = {tuple(error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
    for fault in faults_of(errors):
        path = fault.path[: 2 if fault.path[0] == "remind" else 1]
        layer = next((one for one in layers if one.holds(path)), None)
        if layer is None:
            continue
        if fault.path in unknown:
            keys = [setting.key.rpartition(".")[2] for setting in _table(Settings(), [])]
            typed = str(fault.path[-1])
            yield layer.problem(
                Fault(fault.path, ValueProblem(words.unknown_setting(typed), typed, keys), on_key=True)
            )
        else:
            yield layer.problem(fault)
        layer.take_out(path)


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


def _nested(flags: Mapping[str, str]) -> dict[str, Any]:
    """Flags by their dotted keys, as a table."""
    values: dict[str, Any] = {}
    for key, text in flags.items():
        table, _, name = key.rpartition(".")
        (values.setdefault(table, {}) if table else values)[name] = text
    return _native(values)


def _native(values: Mapping[str, Any]) -> dict[str, Any]:
    """Variables and flags are all text: numbers, switches and lists are made of it, where it is one."""
    native: dict[str, Any] = {}
    for key, typed in values.items():
        if isinstance(typed, dict):
            native[key] = _native(typed)
        elif not isinstance(typed, str):
            native[key] = typed
        elif key in {"snooze", "quiet"}:
            native[key] = [part.strip() for part in typed.split(",") if part.strip()]
        else:
            native[key] = _SWITCHES.get(typed.lower(), typed) if key in _SWITCHED else _number(key, typed)
    return native


_SWITCHES = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def _number(key: str, typed: str) -> str | int:
    return int(typed) if key == "clock" and typed.isascii() and typed.isdigit() else typed


def _table(settings: Settings, layers: list[Layer]) -> Iterator[Setting]:
    policy = settings.remind.apply_to(ReminderPolicy())
    for key, field in Configuration.model_fields.items():
        if key != "remind":
            origin = next((layer.origin for layer in layers if layer.holds((key,))), "default")
            yield Setting(key, _written(getattr(settings, key)), origin, field.description or "")
    said = {key: getattr(policy, key, None) for key in RemindTable.model_fields}
    said["before"] = next(iter(policy.heads_up_before), timedelta(0))
    for key, field in RemindTable.model_fields.items():
        origin = next((layer.origin for layer in layers if layer.holds(("remind", key))), "default")
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
