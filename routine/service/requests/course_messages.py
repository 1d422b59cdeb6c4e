"""What can be asked of courses of visits, and said of one visit."""

# annotations are values here: as texts, each would be compiled when the first message is read
from datetime import datetime

from routine.core.ids import OccurrenceKey
from routine.service.requests.messages import AnswerBody, ChangeRequest, CourseProgress, RequestBody


class CoursesAnswer(AnswerBody, frozen=True, tag="courses"):
    """Each course of visits, and how far it has come."""

    courses: tuple[CourseProgress, ...]


class VisitToMove(AnswerBody, frozen=True, tag="visit_to_move"):
    """A visit that can have that time; nothing has changed yet."""

    course: CourseProgress
    visit: OccurrenceKey
    """As it is planned until now."""
    due: datetime
    """The time it gets."""


class VisitMoved(AnswerBody, frozen=True, tag="visit_moved"):
    """Nobody is asked any more about a visit at its old time."""


class CoursesRequest(RequestBody[CoursesAnswer], frozen=True, tag="courses"):
    """All courses of visits; or the one that goes by a name, where an empty one means the only one there is."""

    name: str | None = None


class MoveVisitRequest(RequestBody[VisitToMove], frozen=True, kw_only=True, tag="move_visit"):
    """Whether a visit can be moved there. Its time is written into the plan by whoever asks."""

    name: str = ""
    """Of the course; empty where there is but one."""
    number: int
    """Of the visit, from 1."""
    at: datetime
    """Local time where the plan is, without a zone."""


class VisitMovedRequest(ChangeRequest[VisitMoved], frozen=True, kw_only=True, tag="visit_moved"):
    """A visit has another time in its plan: nobody missed what waits under the old one."""

    visit: OccurrenceKey
