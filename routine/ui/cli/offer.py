"""Knows how somebody takes an offer or leaves it; must not know the rule by which one is made."""

from __future__ import annotations

import argparse

from routine.core.identifiers import Actor, OfferAnswer
from routine.core.offer import DoseChange
from routine.errors import NothingToActOn, UsageError
from routine.presentation import offers as words
from routine.service.requests.messages import TakenBack, UndoRequest
from routine.service.requests.progress_messages import AnswerOfferRequest, ProgressRequest
from routine.ui.console.output import dim, echo
from routine.wiring.asking import Asker


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("answer", choices=[*OfferAnswer], metavar="ANSWER", help=words.ANSWER_HELP)
    parser.add_argument("id", nargs="?", default="", metavar=words.ID, help=words.ID_HELP)
    parser.add_argument("--by", type=Actor, default=Actor.CLI, help=argparse.SUPPRESS)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    if args.answer == OfferAnswer.UNDO:
        return _take_back(args, asker)
    change = _meant(args.id, asker)
    offer = change.offer
    if args.answer == OfferAnswer.DECLINE:
        asker.ask(AnswerOfferRequest(by=args.by, offer=offer.id, accepted=False))
        echo(words.declined(offer.title))
        return 0
    from routine.wiring.plan_change import apply_change  # noqa: PLC0415 - only what writes a plan imports tomlkit

    path, mark, lines = apply_change(change, asker.app)
    asker.ask(AnswerOfferRequest(by=args.by, offer=offer.id, accepted=True, digest=mark))
    echo(words.accepted(path))
    for line in lines:
        echo("  ", line)
    echo(dim(words.UNDO))
    return 0


def _take_back(args: argparse.Namespace, asker: Asker) -> int:
    """Where nothing has been said since. Raises NothingToActOn, SystemFault."""
    from routine.wiring.plan_change import take_back_change  # noqa: PLC0415 - as above

    answer, _ = asker.ask(UndoRequest(by=args.by, offer=args.id or "*"))
    if not isinstance(answer, TakenBack) or not answer.offer:
        raise NothingToActOn(*words.nothing_accepted())
    path, is_back = take_back_change(answer.offer, asker.app)
    echo(words.BROUGHT_BACK if is_back else " ".join(words.not_brought_back(path)))
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
