"""What can be asked of the settings: that one of them be changed in the text of config.toml."""

# annotations are values here: as texts, each would be compiled when the first message is read
from typing import ClassVar

from routine.service.requests.messages import AnswerBody, ChangeRequest


class SettingChanged(AnswerBody, frozen=True, tag="setting_changed"):
    """It stands in config.toml, and the person's journal knows what was there before."""

    key: str
    value: str
    """As TOML writes it."""


class ChangeSettingRequest(ChangeRequest[SettingChanged], frozen=True, kw_only=True, tag="change_setting"):
    """One setting is to have another value.

    Whoever asks does it: to change a text brings more into memory than the service should keep.
    """

    done_by_asker: ClassVar[bool] = True

    key: str
    value: str
    """As it was typed; several have commas between them."""
