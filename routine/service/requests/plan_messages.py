"""What can be asked of the plans in force, and done with them; what their files say is read by whoever asks."""

# annotations are values here: as texts, each would be compiled when the first message is read
from datetime import date
from typing import ClassVar

from msgspec import Struct

from routine.core.identifiers import PlanChange
from routine.core.plan_edit import FieldEdit, NewSession
from routine.core.plan_stage import PlanStage
from routine.service.requests.messages import AnswerBody, ChangeRequest, NameChanged, RequestBody


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
    renamed: tuple[NameChanged, ...] = ()

    def find(self, plan: str) -> PlanInForce | None:
        """The one of that id."""
        return next((each for each in self.plans if each.plan == plan), None)


class PlansRequest(RequestBody[PlansAnswer], frozen=True, tag="plans"):
    """Which plans are in force, and how far each has come."""


class PlanChangeDone(AnswerBody, frozen=True, tag="plan_change_done"):
    """It stands in the plan's text, and the person's journal knows what was there before."""

    plan: str
    title: str
    change: PlanChange
    week: int | None = None
    """The week that comes once more, from 1."""
    weeks: int | None = None
    first: date | None = None
    """On which day it begins."""
    last: date | None = None
    """Of days of rest: the last one, where that is known."""
    file: str = ""
    """Removed: where its text is kept."""
    session: str = ""
    """The title of the session that comes at other times."""
    others: tuple[str, ...] = ()
    """The titles of other plans that rest because of it; swapped: of the exercise, and of the one instead; of
    sessions that came on other days, so that what takes turns still does."""


class ChangePlanRequest(ChangeRequest[PlanChangeDone], frozen=True, kw_only=True, tag="change_plan"):
    """A plan is repeated, put back, paused, ended, removed, or one of its sessions comes at other times.

    Whoever asks does it: to change a text brings more into memory than the service should keep.
    """

    done_by_asker: ClassVar[bool] = True

    plan: str
    change: PlanChange
    session: str = ""
    days: tuple[str, ...] = ()
    """As they were typed; empty: as they are."""
    at: tuple[str, ...] = ()
    """Likewise."""
    edits: tuple[FieldEdit, ...] = ()
    """Values that are said anew."""
    adds: NewSession | None = None
    removes: str = ""
    """The id of a session that leaves the plan."""
    exercise: str = ""
    """Swapped: its id, and that of the one which comes instead."""
    instead: str = ""
