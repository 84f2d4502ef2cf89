"""What an owner hears once because actions wait for each other; nothing is asked by it.

Who leads the action that is waited for hears that others wait. Who waited hears when that is over:
the other action is done, or does not go on.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from bot.core.dutch import enumerated, one_line
from bot.core.reminders.questions import ASK_WITHIN, NO_DUE, QuestionWords
from bot.core.reminders.steps import BLOCKS, FREED
from bot.core.waits import Wait, Waits, WaitState, circle_words
from bot.core.workdays import local_date
from mappings.canonical import Action, Frozen, code_order

_TITLE = 80  # characters of another action's title

_BLOCKS = QuestionWords(
    section="Hier wachten anderen op",
    ask="Schrijf in de notities wanneer dit klaar is. Dan weten zij waar zij aan toe zijn.",
    is_news=True,
)
_FREED = QuestionWords(
    section="Waar u op wachtte",
    ask="Daar is nieuws over. Werk de stand en de notities van uw actie bij.",
    is_news=True,
)


class OwnerNews(Frozen):
    """One thing to hear about one action.

    step, due: what makes it this news and no other, see `steps`. told: the Dutch sentence.
    known_to: owners who need not hear it, as both actions are theirs.
    """

    code: str
    step: str
    due: date
    told: str
    known_to: tuple[str, ...] = ()


def news_words(step: str) -> QuestionWords:
    """How the news of a step is put on a card; empty for a step that is none."""
    if step.startswith(BLOCKS):
        return _BLOCKS
    return _FREED if step.startswith(FREED) else QuestionWords()


def wait_news(
    actions: Mapping[str, Action],
    waits: Waits,
    closed: Mapping[str, date],
    changed: Mapping[str, datetime],
    today: date,
) -> Iterator[OwnerNews]:
    """List what there is to hear about waits.

    closed: by code, the day on which an action was done or dropped; changed: when an owner last
    touched one. What is long past, on both sides, is no news.
    """
    for code in sorted(waits.named, key=code_order):
        action = actions[code]
        for wait in waits.of(code):
            if wait.state is WaitState.OPEN:
                told = f"{code} {one_line(action.title, _TITLE)} wacht hierop."
                step = f"{BLOCKS}{code}"
                yield OwnerNews(
                    code=wait.code, step=step, due=NO_DUE, told=told, known_to=action.owners
                )
            elif wait.state.is_over:
                day, touched = closed.get(wait.code), changed.get(code)
                days = [day, local_date(touched) if touched else None]
                if any(known and today - known <= ASK_WITHIN for known in days):
                    yield OwnerNews(
                        code=code,
                        step=f"{FREED}{wait.code}",
                        due=day or NO_DUE,
                        told=_freed(wait, waits.blockers(code)),
                    )


def is_over(step: str, code: str, waits: Waits) -> bool:
    """Whether news that a message told of an action is none any more; False for other steps."""
    if step.startswith(BLOCKS):
        return step.removeprefix(BLOCKS) not in waits.waiters(code)
    if step.startswith(FREED):
        ended = [wait.code for wait in waits.of(code) if wait.state.is_over]
        return step.removeprefix(FREED) not in ended
    return False


def wait_note(waits: Waits, code: str) -> str:
    """What a card adds about waits where it speaks of an action anyway; "" for nothing."""
    sentences = []
    if blockers := waits.blockers(code):
        sentences.append(f"Dit wacht op {enumerated(blockers)}.")
    if waiters := waits.waiters(code):
        verb = "wacht" if len(waiters) == 1 else "wachten"
        sentences.append(f"Hierop {verb} {enumerated(waiters)}.")
    if circle := waits.circle_of(code):
        sentences.append(circle_words(circle))
    if unknown := [w.code for w in waits.of(code) if w.state is WaitState.UNKNOWN]:
        verb = "staat" if len(unknown) == 1 else "staan"
        sentences.append(f"{enumerated(unknown)} {verb} niet op de lijst.")
    return " ".join(sentences)


def _freed(wait: Wait, left: tuple[str, ...]) -> str:
    ended = "is gereed" if wait.state is WaitState.DONE else "gaat niet door"
    more = f" Dit wacht nog op {enumerated(left)}." if left else ""
    return f"{wait.code} {ended}.{more}"
