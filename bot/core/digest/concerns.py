"""What in the list needs a decision, or at least a look, before anybody can go on.

Each concern stands in the digest only when there is something to it. First what the driehoek
decides about (dropped, money, owners, deadlines, waits), then what waits for the coordinator.
"""

import re
from collections.abc import Mapping, Sequence

from bot.core.digest.lines import MAX_NOTE, promised_words
from bot.core.digest.parts import Concern, Waiting
from bot.core.digest.waiting import waiting_concern
from bot.core.dutch import counted, due_words, go, one_line, sentence
from bot.core.promises import Promise
from mappings.canonical import Action, DueKind, Status

# Words for money as Dutch policy texts use them. "Middelen" only by itself, with "rijks" or with
# "financiële" in front: hulpmiddelen and drugsmiddelen are no money. "Gelden" is also a verb ("de
# regels gelden"), so it counts only as the end of a longer noun ("versterkingsgelden").
_MONEY = re.compile(
    r"\b(\w*budget\w*|(rijks)?middelen|financ\w+|bekostig\w+|subsidie\w*|(on)?kosten|geld"
    r"|\w{4,}(?<!ver)gelden)\b",
    re.IGNORECASE,
)
# Words by which a sentence asks for something to be found out or decided. Most sentences about
# money only say where it comes from, and that is nobody's question.
_QUESTION = re.compile(
    r"\?|\b(nagaan|bezien|uitzoeken|onderzoek\w*|verken\w*|bespre\w+|navra\w+|aanvra\w+|aangevraagd"
    r"|gevraagd|nodig|tekort\w*|ontbre\w+|onbekend|onduidelijk|onzeker|afhankelijk)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def find_concerns(
    actions: Sequence[Action], waiting: Waiting, promises: Mapping[str, Promise]
) -> tuple[Concern, ...]:
    """List what needs attention, in the order of telling. promises: by code."""
    found = (
        *_about_actions(actions),
        _put_off(actions, promises),
        waiting_concern(actions),
        *_about_people(actions, waiting),
    )
    return tuple(concern for concern in found if concern.lines or concern.codes)


def money_question(action: Action) -> str:
    """Give the sentence in which an action asks about money, its note first, or ""."""
    for text in (action.note, action.text):
        for said in _SENTENCE_END.split(text):
            if speaks_of_money(said) and _QUESTION.search(said):
                return one_line(said, MAX_NOTE)
    return ""


def speaks_of_money(text: str) -> bool:
    """Whether a text has a word for money in it."""
    return _MONEY.search(text) is not None


def _about_actions(actions: Sequence[Action]) -> list[Concern]:
    dropped = [action for action in actions if action.status is Status.DROPPED]
    opened = [action for action in actions if action.is_open]
    priced = [(action, said) for action in opened if (said := money_question(action))]
    unowned = [action.code for action in opened if not action.owners]
    undated = [action.code for action in opened if action.due.kind is DueKind.UNKNOWN]
    return [
        Concern(
            heading="Gaat niet door (NIET)",
            sentence=f"{counted(len(dropped), 'actie', 'acties')} {go(len(dropped))} niet door.",
            lines=tuple((a.code, one_line(a.title, MAX_NOTE), _reason(a)) for a in dropped),
        ),
        Concern(
            heading="Geld",
            sentence=f"Bij {counted(len(priced), 'open actie', 'open acties')} "
            "speelt een vraag over geld.",
            lines=tuple((a.code, one_line(a.title, MAX_NOTE), said) for a, said in priced),
        ),
        Concern(
            heading="Nog geen regiehouder",
            sentence=f"{counted(len(unowned), 'open actie heeft', 'open acties hebben')} "
            "nog niemand die de regie heeft.",
            codes=tuple(unowned),
        ),
        Concern(
            heading="Nog geen deadline",
            sentence=f"{counted(len(undated), 'open actie heeft', 'open acties hebben')} "
            "nog geen deadline.",
            codes=tuple(undated),
        ),
    ]


def _put_off(actions: Sequence[Action], promises: Mapping[str, Promise]) -> Concern:
    """What was put off more than once, most often first."""
    told = [(action, promised_words(action, promises.get(action.code))) for action in actions]
    moved = [(action, words) for action, words in told if words]
    moved.sort(key=lambda found: -promises[found[0].code].moves)
    return Concern(
        heading="Vaker verzet",
        sentence=f"Bij {counted(len(moved), 'open actie', 'open acties')} is de deadline al twee "
        "keer of vaker verzet.",
        lines=tuple(
            (a.code, one_line(a.title, MAX_NOTE), _moved(a, words, promises[a.code].why))
            for a, words in moved
        ),
    )


def _moved(action: Action, words: str, why: str) -> str:
    """What was promised and what is now, with the reason as far as the note gives one."""
    reason = f" Reden: {one_line(why, MAX_NOTE)}" if why else ""
    return f"{sentence(f'{words}; nu {due_words(action.due)}')}{reason}"


def _about_people(actions: Sequence[Action], waiting: Waiting) -> list[Concern]:
    titles = {action.code: one_line(action.title, MAX_NOTE) for action in actions}
    clashes, proposals, gone = waiting.conflicts, waiting.proposals, waiting.deleted
    return [
        Concern(
            heading="Op twee plekken anders",
            sentence=f"{counted(len(clashes), 'actie is', 'acties zijn')} op twee plekken "
            "verschillend gewijzigd. De coördinator kiest wat geldt.",
            lines=_named(clashes, titles),
        ),
        Concern(
            heading="Voorstel voor een nieuwe actie",
            sentence=f"{counted(len(proposals), 'taak is', 'taken zijn')} in Planner zelf gemaakt. "
            "De coördinator beslist of dat een actie wordt.",
            lines=tuple(
                ("", one_line(title, MAX_NOTE) or "Zonder titel", "") for title in proposals
            ),
        ),
        Concern(
            heading="In Planner verwijderd",
            sentence=f"{counted(len(gone), 'actie is', 'acties zijn')} in Planner of Outlook "
            f"verwijderd, maar {_stand(len(gone))} nog op de lijst.",
            lines=_named(gone, titles),
        ),
    ]


def _named(codes: Sequence[str], titles: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((code, titles.get(code, "Staat niet meer op de lijst"), "") for code in codes)


def _stand(count: int) -> str:
    return "staat" if count == 1 else "staan"


def _reason(action: Action) -> str:
    return one_line(action.note, MAX_NOTE) or "Er staat geen reden bij."
