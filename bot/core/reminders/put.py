"""What a meeting asked an owner, as the card puts it: at once, and again shortly before its day.

Between the two lies a week. Who was asked and has not answered
when the day is over hears no more of it: the digest tells the meeting.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.core.dutch import near_date
from bot.core.reminders.steps import ASKED, ASKED_AGAIN
from bot.core.workdays import Workdays
from mappings.canonical import Frozen, Status

AGAIN_BEFORE = timedelta(days=7)
"""So long before its day a question that has no answer is put again, if not put as shortly ago."""

PUT_SECTION = "Vraag van de driehoek"
PUT_ASK = "Dit is in een overleg aan u gevraagd."


class PutQuestion(Frozen):
    """One question that has no answer yet.

    number: of the decision. code, status: of the action it is about; code "" for none. by: the day
    on which the answer is to be there. leads: the owner codes of the action.
    """

    number: int
    owner: str
    text: str
    by: date
    code: str = ""
    status: Status | None = None
    leads: tuple[str, ...] = ()

    def how(self, today: date) -> str:
        """Say when and where the answer is expected."""
        where = "in de notities van deze taak" if self.code else "bij de coördinator"
        return f"Antwoord: uiterlijk op {near_date(self.by, today=today)}, {where}."


def puts(
    questions: Iterable[PutQuestion], today: date, workdays: Workdays
) -> Iterator[tuple[PutQuestion, str]]:
    """The questions to put by now, each with its step, whether or not that was done before."""
    for question in questions:
        if today > question.by:
            continue
        again = workdays.last_workday_on_or_before(question.by - AGAIN_BEFORE)
        yield question, ASKED_AGAIN if today >= again else ASKED


def is_time_again(told: Iterable[date], today: date) -> bool:
    """Whether a question may be put that was put on these days."""
    return all(today - day >= AGAIN_BEFORE for day in told)
