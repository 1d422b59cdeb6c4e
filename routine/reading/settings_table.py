"""Knows how the settings are shown: each with its value as TOML has it, its origin, and what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from routine.core import durations
from routine.core.loaded_plans import Settings
from routine.core.plan import QuietHours, ReminderPolicy
from routine.presentation import settings as words
from routine.reading.edit import as_toml
from routine.reading.plan_model import RemindTable
from routine.reading.settings import SettingsTable, Sources
from routine.reading.toml_positions import KeyPath


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of `routine config`."""

    key: str
    value: str
    origin: str
    about: str


def example() -> str:
    """config.example.toml: every setting at its default, as a comment."""
    lines = [words.HEAD]
    table = ""
    for setting in table_of(Settings()):
        inside, _, key = setting.key.rpartition(".")
        if inside != table:
            table = inside
            lines.append(f"[{table}]\n")
        lines.append(f"# {setting.about}\n# {key} = {setting.value}\n")
    return "\n".join(lines)


def table_of(settings: Settings, sources: Sources = ()) -> Iterator[Setting]:
    """Every setting, and where its value came from."""
    policy = settings.remind.apply_to(ReminderPolicy())
    for key, field in SettingsTable.model_fields.items():
        if key != "remind":
            value = settings.hour_cycle.value if key == "clock" else getattr(settings, key)
            yield Setting(key, _written(value), _origin((key,), sources), field.description or "")
    values = {key: getattr(policy, key, None) for key in RemindTable.model_fields}
    values["before"] = next(iter(policy.heads_up_before), timedelta(0))
    for key, field in RemindTable.model_fields.items():
        origin = _origin(("remind", key), sources)
        yield Setting(f"remind.{key}", _written(values[key]), origin, field.description or "")


def _origin(path: KeyPath, sources: Sources) -> str:
    return next((source.origin for source in sources if source.holds(path)), "default")


def _written(value: object) -> str:
    """As TOML writes it."""
    if isinstance(value, timedelta):
        return _written(durations.write(value))
    if isinstance(value, QuietHours):
        return _written(f"{value.start:%H:%M}-{value.end:%H:%M}")
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    return as_toml(value)
