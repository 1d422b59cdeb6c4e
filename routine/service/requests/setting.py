"""Knows how one setting is changed in the text of config.toml, so that it can be taken back; not what it does."""

from __future__ import annotations

from datetime import datetime

from routine.core.events import PlanChanged, TextChange
from routine.core.identifiers import SETTINGS_TEXT, PlanChange
from routine.errors import NothingToActOn, SystemFault
from routine.presentation import plan_changes as plan_words
from routine.presentation import settings as words
from routine.reading.edit import as_toml
from routine.reading.settings_edit import key_called, value_typed, with_setting
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.setting_messages import ChangeSettingRequest, SettingChanged


def change_setting(request: ChangeSettingRequest, context: RequestContext, now: datetime) -> SettingChanged:
    """Raises UsageError, NothingToActOn, PlanError, SystemFault before anything is changed; JournalError."""
    texts = context.plan_texts
    if texts is None:
        raise SystemFault(*plan_words.texts_away())
    key = key_called(request.key)
    value = value_typed(key, request.value)
    before = texts.read(SETTINGS_TEXT)
    after = with_setting(before or b"", key, value)
    if after == before:
        raise NothingToActOn(*words.was_so(key, as_toml(value)))
    # written before the file is changed: what the journal does not know cannot be taken back
    kept = TextChange(SETTINGS_TEXT, texts.keep(before) if before is not None else "", texts.keep(after))
    entry = PlanChanged(now, request.by, change=PlanChange.SETTING, texts=(kept,))
    context.store(now).record(entry, now, request.id)
    texts.put(SETTINGS_TEXT, after)
    context.journal_changed()
    return SettingChanged(local_time(context, now), key, as_toml(value))
