"""What was agreed at meetings held before, and what became of it: the part a digest opens with.

A decision stays here until it stood as done in the digest of an earlier meeting, or was dropped.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.core.decisions.states import DecisionStanding, DecisionState
from bot.core.decisions.words import STATE_WORDS, became
from bot.core.digest.lines import MAX_NOTE, Desk
from bot.core.digest.parts import AgreedLine, Agreements, Occasion
from bot.core.dutch import are, counted, enumerated, near_date, one_line
from bot.core.workdays import local_date

NOT_THERE = "Staat niet meer op de lijst"

_ORDER = (DecisionState.OPEN, DecisionState.UNDER_WAY, DecisionState.DONE)


def agreements(
    decided: Iterable[DecisionStanding], occasion: Occasion, desk: Desk
) -> Agreements | None:
    """Put on lines what this meeting is told of earlier decisions; None when there are none."""
    found = [(_state(one), one) for one in decided if _is_told(one, occasion)]
    found.sort(key=lambda f: (_ORDER.index(f[0]), f[1].decision.held_at, f[1].decision.id))
    if not found:
        return None
    counts = Counter(state for state, _ in found)
    return Agreements(
        sentence=_sentence(counts),
        lines=tuple(_line(state, one, occasion, desk) for state, one in found),
        settled=tuple(one.decision.id for state, one in found if state is DecisionState.DONE),
    )


def _sentence(counts: Mapping[DecisionState, int]) -> str:
    """Count them: "3 afspraken: 1 is gedaan, aan 1 wordt gewerkt en van 1 is niets gehoord."."""
    done, under_way, silent = (counts.get(state, 0) for state in reversed(_ORDER))
    told = [
        *([f"{done} {are(done)} gedaan"] if done else []),
        *([f"aan {under_way} wordt gewerkt"] if under_way else []),
        *([f"van {silent} is niets gehoord"] if silent else []),
    ]
    return f"{counted(sum(counts.values()), 'afspraak', 'afspraken')}: {enumerated(told)}."


def _is_told(standing: DecisionStanding, occasion: Occasion) -> bool:
    """Whether a decision belongs in the digest of this meeting.

    What stood as done in a digest of this very meeting comes back in the update of it.
    """
    decision, meeting = standing.decision, occasion.meeting
    if decision.series != occasion.series or decision.held_at >= meeting.start:
        return False
    if standing.state is DecisionState.DROPPED:
        return False
    return not standing.reported or meeting.key in standing.reported


def _state(standing: DecisionStanding) -> DecisionState:
    is_told = standing.state is DecisionState.REPORTED
    return DecisionState.DONE if is_told else standing.state


def _line(
    state: DecisionState, standing: DecisionStanding, occasion: Occasion, desk: Desk
) -> AgreedLine:
    decision, action = standing.decision, standing.action
    title = one_line(action.title, MAX_NOTE) if action else NOT_THERE
    if decision.kind == "question":
        title = f"Vraag aan {desk.name(decision.owner or '')}"
    day = near_date(local_date(decision.held_at), today=desk.today)
    previous = occasion.previous
    is_waited_for = state in (DecisionState.OPEN, DecisionState.UNDER_WAY)
    is_earlier = previous is None or decision.held_at < previous.start
    return AgreedLine(
        number=decision.id,
        code=decision.code or "",
        title=title,
        text=one_line(decision.text, MAX_NOTE),
        held_on=local_date(decision.held_at),
        earlier=f"Afgesproken op {day}" if is_earlier else "",
        state=STATE_WORDS[state].capitalize(),
        became=became(standing, desk.owner_names, desk.today),
        is_overdue=is_waited_for and decision.by is not None and decision.by < desk.today,
    )
