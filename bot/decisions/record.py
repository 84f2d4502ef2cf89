"""Records what a meeting decided, and carries it into the list in the same unit of work.

A change goes as `driehoek set` goes, and a new action as one that is accepted: the next round takes
them to Planner and Outlook. The same decision of the same meeting is recorded once, so that a
command that is given again after a crash doubles nothing.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.actions.decisions import check_goal, new_code
from bot.actions.edits import EditWords, collect_problems, read_edit, save_edit
from bot.core.decisions.record import DecisionKind, MeetingDecision
from bot.core.decisions.words import decided_at, decision_text
from bot.core.history import NOT_LISTED, Change, applied
from bot.core.workdays import local_date
from bot.decisions.meeting import HeldMeeting
from bot.errors import UsageError
from bot.store.ledger import Ledger
from mappings.agenda import Agenda
from mappings.canonical import Action, Due, FieldValue, normal_text
from mappings.teams import MAX_TEXT
from mappings.words import read_owner

FIELD = "decision"
"""The name of the line in the history that says where something was decided."""

NOTHING_SAID = EditWords()
_UNNUMBERED = 0  # until the ledger gives a number
_NO_TITLE = "-"  # stands in until the words of a new action are read


@dataclass(frozen=True)
class Recording:
    """Where and when something is recorded. run: of the command."""

    meeting: HeldMeeting
    agenda: Agenda
    at: datetime
    run: str


@dataclass(frozen=True)
class DecisionWords:
    """What is decided, as people type it: a change of an action, a new one, or a question.

    change: with a title for a new action, which belongs to `goal`. ask: owner and question; by: the
    day on which the answer is expected.
    """

    code: str | None = None
    change: EditWords = NOTHING_SAID
    goal: int | None = None
    ask: tuple[str, str] | None = None
    by: date | None = None

    def check(self) -> None:
        """Raise UsageError for words that do not go together, or lack one another."""
        is_new, asks = self.change.title is not None, self.ask is not None
        if asks and self.change != NOTHING_SAID:
            raise UsageError("Leg een vraag en een wijziging apart vast; het zijn twee besluiten.")
        if asks is not (self.by is not None):
            raise UsageError("Bij een vraag horen --ask en --by: wie antwoordt, en wanneer.")
        if is_new is not (self.goal is not None):
            raise UsageError("Bij een nieuwe actie horen --new en --goal allebei.")
        if is_new and self.code is not None:
            raise UsageError("Een nieuwe actie krijgt haar code vanzelf; geef er geen bij --new.")
        if not asks and not is_new and self.code is None:
            raise UsageError("Noem de actie waarover is besloten, of geef --new of --ask.")


@dataclass(frozen=True)
class Recorded:
    """What was recorded. is_new: False when it stood there already. changes: in the list."""

    decision: MeetingDecision
    is_new: bool
    changes: tuple[Change, ...] = ()


def record(ledger: Ledger, words: DecisionWords, recording: Recording) -> Recorded:
    """Record what is decided, in the caller's unit of work.

    Raises UsageError, NotDecidable and UnknownCode with all of it as it was.
    """
    words.check()
    if words.ask is not None and words.by is not None:
        return _question(ledger, words.ask, words.by, words.code, recording)
    if words.goal is not None:
        return _new(ledger, words.goal, words.change, recording)
    return _change(ledger, words.code or "", words.change, recording)


def _change(ledger: Ledger, code: str, words: EditWords, recording: Recording) -> Recorded:
    """Record that an action is to become so, and make it so in the list."""
    if words == NOTHING_SAID:
        raise UsageError(
            "Zeg wat is besloten: --status, --due, --owner of --note, of stel een vraag met --ask."
        )
    after = read_edit(ledger.actions.get(code), words, recording.agenda)
    decision = _of_action(recording, "change", after, words)
    if known := _recorded(ledger, decision):
        return known
    changes = save_edit(ledger, after, at=recording.at, run=recording.run)
    return _written(ledger, decision, recording, changes)


def _new(ledger: Ledger, goal: int, words: EditWords, recording: Recording) -> Recorded:
    """Record that there is to be a new action, and put it on the list; its title is its text."""
    check_goal(recording.agenda, goal)
    code = new_code(ledger, goal)
    bare = Action(code=code, title=_NO_TITLE, text=_NO_TITLE, due=Due.parse(""))
    action = read_edit(bare, words, recording.agenda)
    action = action.model_copy(update={"text": action.title})
    decision = _of_action(recording, "new", action, replace(words, title=None))
    if known := _recorded(ledger, decision):
        return known
    came = _line(recording, code, "item", NOT_LISTED, action.title)
    ledger.actions.save(action)
    ledger.history.add(came)
    return _written(ledger, decision, recording, [came])


def _question(
    ledger: Ledger, ask: tuple[str, str], by: date, code: str | None, recording: Recording
) -> Recorded:
    """Record that an owner is asked something, perhaps about an action."""
    problems: list[str] = []
    owner, text = "", normal_text(ask[1])
    with collect_problems(problems):
        owner = read_owner(ask[0], recording.agenda.owner_names)
    if not text:
        problems.append("Schrijf achter --ask de regiehouder en de vraag.")
    if len(text) > MAX_TEXT:
        problems.append(
            f"De vraag is te lang voor een kaart in Teams: {len(text)} tekens. Er passen er "
            f"{MAX_TEXT}; stel haar korter."
        )
    if by < local_date(recording.at):
        problems.append(f"{by} is al geweest; kies met --by een dag die nog komt.")
    if problems:
        raise UsageError("\n".join(problems))
    if code is not None:
        ledger.actions.get(code)
    decision = _blank(recording, "question", code, text)
    decision = decision.model_copy(update={"owner": owner, "by": by})
    return _recorded(ledger, decision) or _written(ledger, decision, recording, [])


def _of_action(
    recording: Recording, kind: DecisionKind, action: Action, words: EditWords
) -> MeetingDecision:
    """The decision by which an action is what it is in the fields that were spoken of."""
    stated: dict[str, object] = {}
    if words.status is not None:
        stated["status"] = action.status.value if action.status else ""
    if words.due is not None:
        stated["due"] = action.due.text
    if words.owners is not None:
        stated["owners"] = action.owners
    if words.note is not None:
        stated["note"] = action.note
    decision = _blank(recording, kind, action.code, "").model_copy(update=stated)
    title = action.title if kind == "new" else ""
    text = decision_text(decision, recording.agenda.owner_names, title)
    return decision.model_copy(update={"text": text})


def _blank(
    recording: Recording, kind: DecisionKind, code: str | None, text: str
) -> MeetingDecision:
    meeting = recording.meeting
    return MeetingDecision(
        id=_UNNUMBERED,
        series=meeting.series,
        meeting=meeting.key,
        held_at=meeting.start,
        kind=kind,
        code=code,
        text=text,
        run=recording.run,
        at=recording.at,
    )


def _recorded(ledger: Ledger, decision: MeetingDecision) -> Recorded | None:
    """The same decision as it stands there, if it was recorded before and holds still."""
    for known in ledger.decisions.all():
        if known.dropped_at is None and known.is_like(decision):
            return Recorded(known, is_new=False)
    return None


def _written(
    ledger: Ledger, decision: MeetingDecision, recording: Recording, changes: list[Change]
) -> Recorded:
    """Write it down, with a line in the history of its action after those of what it changed."""
    decision = ledger.decisions.add(decision)
    if decision.code is not None:
        where = decided_at(recording.meeting.name, recording.meeting.day)
        ledger.history.add(_line(recording, decision.code, FIELD, None, where))
    return Recorded(decision, is_new=True, changes=tuple(changes))


def _line(recording: Recording, code: str, field: str, old: FieldValue, new: FieldValue) -> Change:
    return applied(code, field, old, new, at=recording.at, run=recording.run)
