"""Knows how somebody takes an offer or leaves it; must not know the rule by which one is made."""

from __future__ import annotations

import argparse

from routine.core.offer import DoseChange
from routine.errors import NothingToActOn, UsageError
from routine.presentation import offers as words
from routine.service.requests.progress_messages import AnswerOfferRequest, ProgressRequest
from routine.ui.console.output import dim, echo
from routine.wiring.asking import Asker


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("answer", choices=[words.ACCEPT, words.DECLINE], metavar="ANSWER", help=words.ANSWER_HELP)
    parser.add_argument("id", nargs="?", default="", metavar=words.ID, help=words.ID_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    change = _meant(args.id, asker)
    offer = change.offer
    if args.answer == words.DECLINE:
        asker.ask(AnswerOfferRequest(offer=offer.id, accepted=False))
        echo(words.declined(offer.title))
        return 0
    from routine.wiring.plan_change import apply_change  # noqa: PLC0415 - only what writes a plan imports tomlkit

    path, mark, lines = apply_change(change, asker.app)
    asker.ask(AnswerOfferRequest(offer=offer.id, accepted=True, digest=mark))
    echo(words.accepted(path))
    for line in lines:
        echo("  ", line)
    echo(dim(words.UNDO))
    return 0


def _meant(id_: str, asker: Asker) -> DoseChange:
    """Raises NothingToActOn, UsageError."""
    answer, _ = asker.ask(ProgressRequest(1))
    found = [each for each in answer.offers if id_ in {"", each.offer.id}]
    if not found:
        raise NothingToActOn(*words.nothing_offered())
    if len(found) > 1:
        raise UsageError(*words.several_offers([each.offer.id for each in found]))
    return found[0]
