"""Knows how to say in one sentence what the running service has otherwise than this shell; not what it runs."""

from __future__ import annotations

from routine.presentation import control_socket as words
from routine.service.requests.comparison import Difference, differences, variables_that_differ
from routine.service.requests.setup import Setup


def sentence_of(shell: Setup, service: Setup) -> tuple[str, str] | None:
    """(sentence, what to do); None where it runs just that."""
    parts: list[str] = []
    for difference in differences(shell, service):
        match difference:
            case Difference.PLANS_FOLDER:
                parts.append(words.other_plans_folder(service.plans_folder, shell.plans_folder))
            case Difference.ZONE:
                parts.append(words.other_zone(service.zone, shell.zone))
            case Difference.PLANS:
                parts.append(words.other_plans(_plans_that_differ(shell, service)))
            case Difference.ENVIRONMENT:
                parts.append(words.other_variables([*variables_that_differ(shell, service)]))
            case Difference.VERSION:
                pass  # then it does not answer
    return words.runs_otherwise(parts) if parts else None


def _plans_that_differ(shell: Setup, service: Setup) -> list[str]:
    mine, theirs = shell.plans or {}, service.plans or {}
    return sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
