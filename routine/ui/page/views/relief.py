"""Knows what the page offers to somebody whose back hurts now, and what it asks first; not how it is guided."""

from __future__ import annotations

from routine.core.relief import SEQUENCES, ReliefKind, session_for
from routine.library.catalogue import catalogue
from routine.presentation import page_agenda
from routine.presentation import relief as words
from routine.presentation import safety_check as check_words
from routine.ui.page.request import Answer, Json, PageRequest
from routine.ui.page.views.help import part_of_check


def kinds() -> list[Json]:
    """The four ways to go, and by which name each is started."""
    return [
        {
            "kind": kind.value,
            "say": words.LABELS[kind],
            "about": words.ABOUT[kind],
            "name": session_for(kind),
            "label": page_agenda.answer_to(words.LABELS[kind], words.ABOUT[kind]),
        }
        for kind in ReliefKind
        if SEQUENCES[kind] in catalogue().sequences
    ]


def questions(_: PageRequest) -> Answer:
    """The two questions before any of them, with the part of the check that takes the answer."""
    parts = check_words.PARTS[: len(words.QUESTIONS)]
    asked = [
        part_of_check(part) | {"groups": [{"title": "", "signs": [*group.signs.values()], "advice": group.advice}]}
        for part, group in zip(parts, words.QUESTIONS, strict=True)
    ]
    return {"ask": words.ASK, "questions": asked}
