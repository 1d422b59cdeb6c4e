"""Knows how a reminder's state is coloured in a terminal; must not know which command shows it."""

from __future__ import annotations

from routine.core.identifiers import Phase
from routine.presentation.reminder_state import title_of
from routine.service.requests.messages import ReminderRow
from routine.ui.console.output import Cell, Style, bold, dim, good, warn


def painted(text: str, phase: Phase) -> Cell:
    """Done is good, what waits is to be looked at, what is over is quiet. Nothing is ever red."""
    match phase:
        case Phase.COMPLETED:
            return good(text)
        case Phase.SHOWING | Phase.SHOWN | Phase.STARTED | Phase.SNOOZED | Phase.HELD:
            return warn(text)
        case Phase.UPCOMING:
            return warn(text) if text else text
    return dim(text)


def title_cell(reminder: ReminderRow) -> Cell:
    over = Style.DIM if reminder.phase in _QUIET else Style.BOLD
    return dim(title_of(reminder.occurrence)) if over is Style.DIM else bold(title_of(reminder.occurrence))


_QUIET = frozenset({Phase.SKIPPED, Phase.MISSED, Phase.EXCUSED, Phase.ABANDONED})
