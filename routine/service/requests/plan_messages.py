"""What can be asked of the plans in force; what their files say is read by whoever asks."""

# annotations are values here: as texts, each would be compiled when the first message is read
from datetime import date

from msgspec import Struct

from routine.core.plan_stage import PlanStage
from routine.service.requests.messages import AnswerBody, RequestBody


class PlanInForce(Struct, frozen=True):
    """A plan that reminds somebody now, will soon, or did."""

    plan: str
    first_day: date | None = None
    """From which its weeks are counted; None where it counts none."""
    stage: PlanStage | None = None
    """None where its first day is not known: every week is the same, or it was not loaded yet."""


class PlansAnswer(AnswerBody, frozen=True, tag="plans"):
    """Those in force."""

    plans: tuple[PlanInForce, ...]
    shipped: bool
    """They came with the program: this person has none of their own."""

    def find(self, plan: str) -> PlanInForce | None:
        """The one of that id."""
        return next((each for each in self.plans if each.plan == plan), None)


class PlansRequest(RequestBody[PlansAnswer], frozen=True, tag="plans"):
    """Which plans are in force, and how far each has come."""
