"""Knows how the page starts the reminders, now and at every login. Must not know how a system does it."""

from __future__ import annotations

import asyncio

from routine.errors import RoutineError, SystemFault
from routine.presentation import page_welcome as words
from routine.ui.page.request import Answer, Json, PageRequest
from routine.ui.page.state import PageState
from routine.wiring import start_at_login as login


def stands(site: PageState, _: PageRequest) -> Answer:
    """Whether somebody reminds, and whether that begins by itself."""
    return state(site)


def state(site: PageState) -> Json:
    """As `stands`, for views that have more to say."""
    try:
        at_login = login.starts_at_login(site.app)
    except RoutineError:
        at_login = False
    return {"runs": site.app.service_runs, "atLogin": at_login}


async def start(site: PageState, _: PageRequest) -> Answer:
    """Raises SystemFault where nothing reminds afterwards."""
    if not await asyncio.to_thread(login.begin_now, site.app):
        raise SystemFault(*words.not_begun(str(site.app.paths.log_file)))
    site.tell_journal_changed()
    return {"said": words.BEGUN, **state(site)}


async def at_login(site: PageState, request: PageRequest) -> Answer:
    """Raises SystemFault."""
    if request.body.get("on") is True:
        await asyncio.to_thread(login.start_at_login, site.app)
        return {"said": words.AT_LOGIN, **state(site)}
    await asyncio.to_thread(login.stay_off_at_login, site.app)
    return {"said": words.NOT_AT_LOGIN, **state(site)}
