"""Says in Dutch what was decided, and what became of it."""

from collections.abc import Mapping
from datetime import date

from bot.core.decisions.record import MeetingDecision
from bot.core.decisions.states import DecisionStanding, DecisionState, agreed_on, holds
from bot.core.dutch import due_words, enumerated, near_date, one_line, short_date
from bot.core.workdays import local_date
from mappings.canonical import Action, Due, Status

MOST_OF_TEXT = 200
"""Characters of people's own words on a line."""

STATE_WORDS: Mapping[DecisionState, str] = {
    DecisionState.OPEN: "niets gehoord",
    DecisionState.UNDER_WAY: "mee bezig",
    DecisionState.DONE: "gedaan",
    DecisionState.REPORTED: "gedaan en gemeld",
    DecisionState.DROPPED: "vervallen",
}


def decided_at(name: str, held: date) -> str:
    """Write for the history where something was decided: "besloten in de driehoek van ...".

    name: of the series of meetings.
    """
    return f"besloten in de {in_a_sentence(name)} van {short_date(held)}"


def in_a_sentence(name: str) -> str:
    """The name of a meeting as it stands in a sentence: "Lokale driehoek" without its capital."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def decision_text(decision: MeetingDecision, names: Mapping[str, str], title: str = "") -> str:
    """Say what was decided on an action, in sentences. names: of owners, by code.

    title: of a new action.
    """
    said = [f"Nieuwe actie: {title}."] if title else []
    if decision.status == Status.DROPPED:
        said.append("Gaat niet door.")
    elif decision.status is not None:
        said.append(f"Stand wordt {decision.status}." if decision.status else "Geen stand meer.")
    if decision.due is not None:
        due = Due.parse(decision.due)
        said.append(f"Deadline wordt {due_words(due)}." if due.text else "Geen deadline meer.")
    if decision.owners is not None:
        said.append(_lead(decision.owners, names, "De regie gaat naar {}."))
    if decision.note:
        said.append(decision.note)
    elif decision.note is not None:
        said.append("Geen bericht meer.")
    return " ".join(said)


def became(standing: DecisionStanding, names: Mapping[str, str], today: date) -> str:
    """Say in a sentence or two what became of a decision; "" where its state says it all."""
    decision, action = standing.decision, standing.action
    if decision.dropped_at is not None:
        return ""
    if decision.answer:
        return one_line(decision.answer, MOST_OF_TEXT)
    if decision.kind == "question" and standing.answer:
        return f"Antwoord: {one_line(standing.answer, MOST_OF_TEXT)}"
    if decision.settled_at is not None:
        return f"Afgerond op {near_date(local_date(decision.settled_at), today=today)}."
    if decision.kind == "question":
        return _awaited(decision, today)
    if action is None:
        return "De actie staat niet meer op de lijst."
    if standing.state.is_settled and action.is_open:
        return _as_decided(decision, action, names)
    return _as_it_stands(standing, action, names)


def decision_row(
    standing: DecisionStanding, names: Mapping[str, str], today: date
) -> dict[str, object]:
    """The shape of `decisions --json`. names: of owners, by code."""
    decision = standing.decision
    return {
        "id": decision.id,
        "meeting": local_date(decision.held_at).isoformat(),
        "code": decision.code,
        "text": decision.text,
        "state": standing.state.value,
        "at": decision.at.isoformat(),
        "kind": decision.kind,
        "owner": decision.owner,
        "by": decision.by.isoformat() if decision.by else None,
        "became": became(standing, names, today),
        "series": decision.series,
    }


def _awaited(decision: MeetingDecision, today: date) -> str:
    if decision.by is None:
        return ""
    day = near_date(decision.by, today=today)
    if decision.by < today:
        return f"Het antwoord moest er op {day} zijn."
    return f"Antwoord verwacht op {day}."


def _as_decided(decision: MeetingDecision, action: Action, names: Mapping[str, str]) -> str:
    """Say that the action is what was decided."""
    fields = agreed_on(decision)
    said = []
    if "status" in fields and action.status:
        said.append(f"De stand is {action.status}.")
    if "due" in fields:
        said.append(_deadline(action))
    if "owners" in fields:
        said.append(_lead(action.owners, names, "De regie heeft {}."))
    return " ".join(said)


def _as_it_stands(standing: DecisionStanding, action: Action, names: Mapping[str, str]) -> str:
    """Say how the action stands, and where it is no longer what was decided."""
    decision = standing.decision
    said = []
    if action.status is Status.DROPPED:
        said.append("Gaat niet door.")
    elif standing.heard_at is not None or not action.is_open:
        said.append(f"De stand is {action.status}." if action.status else "Er is nog geen stand.")
    if not holds(decision, action):
        fields = agreed_on(decision)
        if "due" in fields and Due.parse(decision.due or "") != action.due:
            said.append(_deadline(action))
        if "owners" in fields and action.owners != decision.owners:
            said.append(_lead(action.owners, names, "De regie heeft {}."))
    if standing.heard_at is not None and action.note and action.note != decision.note:
        said.append(one_line(action.note, MOST_OF_TEXT))
    return " ".join(said)


def _deadline(action: Action) -> str:
    if not action.due.text:
        return "Er is geen deadline meer."
    return f"De deadline is {due_words(action.due)}."


def _lead(owners: tuple[str, ...], names: Mapping[str, str], sentence: str) -> str:
    named = enumerated([names.get(owner, owner) for owner in owners])
    return sentence.format(named) if named else "Er is geen regiehouder meer."
