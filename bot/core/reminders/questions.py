"""What an owner is asked once about an action: what came of it, and why it was put off again.

Only about what the owner did just now: a tick or a new day in Planner or Outlook. What a file or
the coordinator says is no reason to ask, nor is what happened long ago. Who leads the action is
asked, in the same card as everything else. An answer in the notes makes the question moot.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.core.completions import completion_of, tells_outcome
from bot.core.dutch import due_words, near_date, sentence
from bot.core.history import OWN, Change, by_code
from bot.core.promises import promise_of
from bot.core.reminders.steps import MOVED, OUTCOME
from bot.core.workdays import local_date
from mappings.canonical import Action, Frozen, Status

ASK_WITHIN = timedelta(days=60)
"""What happened longer ago is not asked about, as after a long pause."""

EXPLAIN_FROM = 3
"""A deadline that is put off so often needs a reason, and so does every time after that."""

NO_DUE = date(1, 1, 1)
"""In the key of what hangs on no day, as a question about a move: it is asked once."""


class OwnerQuestion(Frozen):
    """One question about one action.

    step, due: what makes it this question and no other, see `steps`. since: the day of what it asks
    about. told: the Dutch sentence about that.
    """

    code: str
    step: str
    due: date
    since: date
    told: str

    def is_fresh(self, today: date) -> bool:
        """Whether it is worth asking on this day."""
        return today - self.since <= ASK_WITHIN


class QuestionWords(Frozen):
    """How a question is put on a card. section: its heading; ask: what to do, in a sentence.

    is_news: it tells something, and waits for no answer.
    """

    section: str = ""
    ask: str = ""
    is_news: bool = False


_OUTCOME = QuestionWords(
    section="Wat heeft het opgeleverd?",
    ask="Dit is gereed, maar er staat geen bericht bij. Schrijf in de notities wat het opleverde.",
)
_REASON = QuestionWords(
    section="Waarom is dit weer verzet?",
    ask="Schrijf in de notities waarom het later wordt. Dan weet de driehoek dat ook.",
)


def asked(step: str) -> QuestionWords:
    """How the question of a step is put; empty for a step that asks nothing."""
    if step == OUTCOME:
        return _OUTCOME
    return _REASON if step.startswith(MOVED) else QuestionWords()


def is_moot(step: str, action: Action) -> bool:
    """Whether nobody has to hear any more of what a message told of an action."""
    if step == OUTCOME:
        return action.status is not Status.DONE or tells_outcome(action)
    return not action.is_open


def questions(
    actions: Iterable[Action], history: Iterable[Change], today: date
) -> tuple[OwnerQuestion, ...]:
    """List the questions about these actions. history: of any actions, whole, oldest first."""
    lines = by_code(history)
    found = (_about(action, lines.get(action.code, ()), today) for action in actions)
    return tuple(question for asked_now in found for question in asked_now)


def _about(action: Action, changes: Sequence[Change], today: date) -> Iterator[OwnerQuestion]:
    completion = completion_of(action, changes)
    if completion is not None and completion.by_owner and not is_moot(OUTCOME, action):
        day = local_date(completion.at)
        told = f"Gereed sinds {near_date(day, today=today)}."
        yield OwnerQuestion(code=action.code, step=OUTCOME, due=day, since=day, told=told)
    promise = promise_of(action, changes)
    last = promise.last
    if last is None or promise.moves < EXPLAIN_FROM or promise.why:
        return
    if not action.is_open or last.side in OWN:
        return
    yield OwnerQuestion(
        code=action.code,
        step=f"{MOVED}{promise.moves}",
        due=NO_DUE,
        since=local_date(last.at),
        told=sentence(f"{promise.words}; nu {due_words(action.due)}"),
    )
