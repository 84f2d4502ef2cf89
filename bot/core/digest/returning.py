"""What the digest says of actions that return: how often they were done, and which are late."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.core.dutch import are, counted, enumerated, one_line
from bot.core.rhythms.periods import cycle_of
from bot.core.rhythms.tally import Returning, tally
from mappings.canonical import MAX_TITLE, Action, Frozen, Status


class TallyLine(Frozen):
    """One action that returns. owners: names, "" for nobody. late: "" when it is not."""

    code: str
    title: str
    owners: str
    done: str
    late: str


class ReturningBlock(Frozen):
    """The open actions that return, the late ones first."""

    sentence: str
    lines: tuple[TallyLine, ...]

    @property
    def late(self) -> tuple[str, ...]:
        """The codes of those of which a period passed without it."""
        return tuple(line.code for line in self.lines if line.late)


def occasion_words(returning: Mapping[str, Returning], today: date) -> dict[str, str]:
    """Say of each action that returns how often it was done, as the list does; by code."""
    return {code: tally(one, today).words for code, one in returning.items()}


def returning_block(
    actions: Sequence[Action],
    returning: Mapping[str, Returning],
    names: Mapping[str, str],
    today: date,
) -> ReturningBlock | None:
    """Tell how what returns stands; None when nothing does. names: of owners, by code.

    What was ticked off as a whole in the cycle of now is named: perhaps only one time was meant.
    """
    lines = [
        _line(action, returning[action.code], names, today)
        for action in actions
        if action.code in returning and returning[action.code].is_open
    ]
    ended = [
        action.code
        for action in actions
        if action.status is Status.DONE
        and action.code in returning
        and _has_just_ended(returning[action.code], today)
    ]
    if not lines and not ended:
        return None
    return ReturningBlock(
        sentence=_sentence(lines, ended),
        lines=tuple(sorted(lines, key=lambda line: not line.late)),
    )


def _has_just_ended(returning: Returning, today: date) -> bool:
    last = returning.stretches[-1].last if returning.stretches else None
    return last is not None and last >= cycle_of(returning.frequency, today).first


def _sentence(lines: Sequence[TallyLine], ended: Sequence[str]) -> str:
    late = sum(bool(line.late) for line in lines)
    parts = []
    if lines:
        parts.append(f"{counted(len(lines), 'actie komt', 'acties komen')} steeds terug.")
        parts.append(f"{late} {are(late)} te laat." if late else "Geen daarvan is te laat.")
    if ended:
        is_one = len(ended) == 1
        verbs = ("staat", "komt") if is_one else ("staan", "komen")
        parts.append(f"{enumerated(ended)} {verbs[0]} op Gereed en {verbs[1]} niet meer terug.")
    return " ".join(parts)


def _line(action: Action, returning: Returning, names: Mapping[str, str], today: date) -> TallyLine:
    found = tally(returning, today)
    return TallyLine(
        code=action.code,
        title=one_line(action.title, MAX_TITLE),
        owners=enumerated([one_line(names.get(owner, owner), 60) for owner in action.owners]),
        done=found.done_words,
        late=found.late_words,
    )
