"""Knows what `link status` says of the plans that somebody follows; must not know how they are fetched."""

from __future__ import annotations

from routine.adapters.followed_plans import FollowedFile, FollowedPlan
from routine.presentation import following as words
from routine.ui.console.output import echo, warn
from routine.wiring.app import App


def shapes(app: App) -> list[dict[str, object]]:
    """As `link status --json` has them."""
    return [
        {
            "plan": name,
            "address": one.address,
            "signed": bool(one.key),
            "looked": one.looked.isoformat() if one.looked else None,
            "waits": one.waits,
            "trouble": one.trouble or None,
        }
        for name, one in _followed(app).items()
    ]


def show_followed(app: App) -> bool:
    """Whether there is any."""
    found = _followed(app)
    for name, one in found.items():
        echo(words.status(name, one.address))
        if one.trouble:
            echo(warn(one.trouble))
        if one.waits:
            echo(warn(words.waits(name)))
    return bool(found)


def _followed(app: App) -> dict[str, FollowedPlan]:
    return FollowedFile(app.paths.state_dir).read().plans
