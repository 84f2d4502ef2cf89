"""One thing that a meeting decided: a change of an action, a new action, or a question to an owner.

What was decided does not change any more; what became of it follows from the list, the history and
the mails that were sent (`bot.core.decisions.states`).
"""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from mappings.canonical import Frozen

DecisionKind = Literal["change", "new", "question"]


class MeetingDecision(Frozen):
    """One decision.

    id: its number, 1 and up. series, meeting, held_at: of the meeting, its key and when it began.
    code: the action it is about; None for a question about no action. text: what was decided, as
    people read it; of a question the question itself. status, due, owners, note: what the action
    should be, in the agenda's words, None where nothing was said of it. owner, by: who is asked,
    and until when. run, at: of the recording. settled_at, answer: when the coordinator said that
    it is done, and in which words. dropped_at: since when it does not hold any more; dropped_in:
    the meeting that said so, None for a mistake that was taken back.
    """

    id: int
    series: str
    meeting: str
    held_at: AwareDatetime
    kind: DecisionKind
    code: str | None
    text: str
    status: str | None = None
    due: str | None = None
    owners: tuple[str, ...] | None = None
    note: str | None = None
    owner: str | None = None
    by: date | None = None
    run: str
    at: AwareDatetime
    settled_at: AwareDatetime | None = None
    answer: str = ""
    dropped_at: AwareDatetime | None = None
    dropped_in: str | None = None

    @property
    def goal(self) -> str | None:
        """The number of the goal that its action belongs to."""
        return self.code.partition(".")[0] if self.code else None

    def is_like(self, other: "MeetingDecision") -> bool:
        """Whether the two decide the same, at the same meeting."""
        return self.subject == other.subject

    @property
    def subject(self) -> tuple[object, ...]:
        """All that makes it this decision; of a new action the code follows from it."""
        about = self.goal if self.kind == "new" else self.code
        values = (self.status, self.due, self.owners, self.note, self.owner, self.by)
        return (self.series, self.meeting, self.kind, about, self.text, *values)
