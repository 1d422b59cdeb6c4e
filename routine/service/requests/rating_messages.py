"""What can be asked of ratings and diary lines, and what is answered."""

# annotations are values here: as texts, each would be compiled when the first message is read
from routine.service.requests.messages import AnswerBody, ChangeRequest, NamedOccurrence


class Rated(AnswerBody, frozen=True, tag="rated"):
    """It is written down; after which session, where it belongs to one."""

    after: NamedOccurrence | None = None
    look_again: bool = False
    """Such a number is worth a look at the safety check."""


class Forgotten(AnswerBody, frozen=True, tag="forgotten"):
    """How many lines and how many ratings are gone."""

    notes: int
    ratings: int


class NothingToForget(AnswerBody, frozen=True, tag="nothing_to_forget"):
    """Nothing of that name has such a text or number."""


class RateRequest(ChangeRequest[Rated], frozen=True, tag="rate"):
    """How the back is now, 0 (no pain) to 10, and a line of diary; one of the two at least.

    Within the hour after a session it belongs to that, else it stands by itself.
    """

    score: int | None = None
    note: str = ""
    """A line of diary; of an activity of one's own what it is."""
    measure: str = ""
    """What is measured apart from any session, by core.measures.Measure; empty for how it is now."""
    answers: tuple[int, ...] = ()
    """The single answers to that."""


class CorrectRequest(ChangeRequest[Rated | NothingToForget], frozen=True, tag="correct"):
    """Other words, or another number, for what somebody wrote down before."""

    which: str
    """As in ForgetRequest."""
    score: int | None = None
    note: str = ""


class ForgetRequest(ChangeRequest[Forgotten | NothingToForget], frozen=True, tag="forget"):
    """What somebody typed is taken out of the journal for good."""

    which: str
    """A row's number or `device:number`, an occurrence's id, or the instant of what stands by itself."""
    note: bool = True
    rating: bool = True
