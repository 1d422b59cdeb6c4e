"""What can be asked of progress, and what is answered."""

# annotations are values here: as texts, each would be compiled when the first message is read
from routine.core.lived import Rating
from routine.core.offer import DoseChange
from routine.core.plan_stage import PlanStage
from routine.core.progress import USUAL_WEEKS, Progress
from routine.service.requests.messages import (
    AnswerBody,
    ChangeRequest,
    ComingReminder,
    CourseProgress,
    RequestBody,
)


class ProgressAnswer(AnswerBody, frozen=True, tag="progress"):
    """What was planned and done in some weeks, how it was, and what comes."""

    progress: Progress
    coming: ComingReminder | None = None
    courses: tuple[CourseProgress, ...] = ()
    offers: tuple[DoseChange, ...] = ()
    stages: tuple[PlanStage, ...] = ()
    """Of the plans that are in one of their weeks."""
    questions: tuple[Rating, ...] = ()
    """Lines of the diary to ask at the next visit, written down since the last one."""


class ProgressRequest(RequestBody[ProgressAnswer], frozen=True, tag="progress"):
    """Of so many weeks, the last being the one that runs now."""

    weeks: int = USUAL_WEEKS


class OfferAnswered(AnswerBody, frozen=True, tag="offer_answered"):
    """It is written down."""


class AnswerOfferRequest(ChangeRequest[OfferAnswered], frozen=True, tag="answer_offer"):
    """Whether somebody takes an offer; where they do, the plan's text is changed already."""

    offer: str
    """Its id."""
    accepted: bool
    digest: str = ""
    """Of the text of the plan since then."""
