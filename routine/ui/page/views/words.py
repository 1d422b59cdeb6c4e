"""Knows how the words of the page reach the browser; must not know what they say."""

from __future__ import annotations

from routine.presentation import page_agenda, page_labels, page_library, page_plans
from routine.ui.page.asked import Answer, Asked


def all_words(_: Asked) -> Answer:
    """Every label, by name."""
    labels = [page_labels.LABELS, page_agenda.LABELS, page_library.LABELS, page_plans.LABELS]
    return {"labels": {name: label for part in labels for name, label in part.items()}}
