"""A new edition of the list, held against the list as it is: what would change, and what to ask.

Nothing is taken over as long as one question is open: all of it, or nothing. What the edition is
silent about stays, and so does what people changed since the previous one (see `imports`).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from bot.actions.answers import (
    ITEM,
    NEW,
    SKIP,
    Answers,
    Question,
    QuestionKey,
    answered,
    shown,
)
from bot.actions.columns import Names
from bot.actions.drafts import AgendaWords, Draft, ListReading
from bot.actions.imports import (
    Imported,
    from_words,
    plan_import,
    read_import,
    words,
    write_import,
)
from bot.actions.listing import names_by
from bot.core.actions.matching import Incoming, Kinship, Match, match_rows
from bot.core.dutch import one_line
from bot.core.history import Outcome
from bot.errors import UsageError
from bot.store.ledger import Ledger
from mappings.canonical import MAX_TITLE, Action, Fields, FieldValue, code_order, yes_no

ChangeKind = Literal["new", "changed", "gone", "same", "ask"]


_GONE = "Blijft in de lijst. Weghalen kan met: driehoek drop"
_KEPT = "De lijst zegt intussen iets anders; dat blijft, en u kiest met: driehoek resolve"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of what an edition changes. field: "" for the action as a whole.

    likeness: of the texts, 0 to 100, None where nothing was compared. reason: Dutch, or "".
    """

    code: str
    kind: ChangeKind
    field: str = ""
    old: FieldValue = None
    new: FieldValue = None
    likeness: float | None = None
    reason: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the list keeps its own value, as people changed it since."""
        return self.reason == _KEPT


@dataclass(frozen=True)
class ListEdition:
    """What a file comes down to. rows: what was read, with the action that each row is.

    actions, stated: what would be taken over, and of which fields the file speaks.
    """

    reading: ListReading
    rows: tuple[tuple[Draft, Match], ...]
    differences: tuple[Difference, ...]
    questions: tuple[Question, ...]
    actions: tuple[Action, ...]
    stated: Mapping[str, frozenset[str]]
    imported: Imported

    @property
    def is_ready(self) -> bool:
        """Whether it can be taken over as it is."""
        return not self.questions and not self.reading.problems

    @property
    def is_empty(self) -> bool:
        """Whether taking it over would change nothing in the list."""
        return not self.imported.changes


def read_edition(
    ledger: Ledger,
    reading: ListReading,
    agenda: AgendaWords,
    answers: Answers,
    *,
    at: datetime,
    run: str,
) -> ListEdition:
    """Hold a reading against the list. answers: what a person said about an earlier look at it.

    Raises UsageError when texts have to be compared and the package for that is missing.
    """
    current, struck = ledger.actions.all(), ledger.actions.struck()
    known = current | {code: one.action for code, one in struck.items()}
    reviewed = _Reviewed(reading, agenda, answers, known).review()
    imported = read_import(
        ledger, reviewed.actions, at=at, run=run, stated=reviewed.stated, seen=reviewed.seen
    )
    return _edition(reviewed, imported, current)


def first_edition(reading: ListReading, agenda: AgendaWords, *, at: datetime) -> ListEdition:
    """What a file would make of a list that is still empty. Raises as `read_edition`."""
    reviewed = _Reviewed(reading, agenda, {}, {}).review()
    imported = plan_import({}, {}, reviewed.actions, at=at, run="", stated=reviewed.stated)
    return _edition(reviewed, imported, {})


def _edition(
    reviewed: "_Reviewed", imported: Imported, current: Mapping[str, Action]
) -> ListEdition:
    lines = [*reviewed.lines, *_changes(imported, reviewed.matches)]
    touched = {line.code for line in lines if line.kind != "ask"}
    same = [action.code for action in reviewed.actions if action.code not in touched]
    gone = tuple(code for code in reviewed.gone if code in current)
    lines += [Difference(code, "same") for code in same if code in current]
    lines += [Difference(code, "gone", old=current[code].title, reason=_GONE) for code in gone]
    return ListEdition(
        reading=reviewed.reading,
        rows=tuple(zip(reviewed.drafts, reviewed.matches, strict=True)),
        differences=tuple(sorted(lines, key=_order)),
        questions=tuple(reviewed.questions),
        actions=tuple(reviewed.actions),
        stated=reviewed.stated,
        imported=replace(imported, absent=gone),
    )


def take_edition(
    ledger: Ledger,
    seen: ListEdition,
    agenda: AgendaWords,
    answers: Answers,
    *,
    at: datetime,
    run: str,
) -> ListEdition:
    """Take an edition over as somebody saw it, all of it or nothing.

    Raises UsageError when the list changed since so that it would come out differently.
    """
    now = read_edition(ledger, seen.reading, agenda, answers, at=at, run=run)
    if now.differences != seen.differences or not now.is_ready:
        raise UsageError("De lijst is intussen gewijzigd. Er is niets overgenomen; kijk opnieuw.")
    write_import(ledger, now.imported, now.actions, now.stated)
    return now


def _changes(imported: Imported, matches: Sequence[Match]) -> list[Difference]:
    by_code = {match.code: match for match in matches if match.code}
    lines = []
    for change in imported.changes:
        match = by_code.get(change.code)
        is_new = change.field == ITEM
        lost = change.outcome is Outcome.LOST
        lines.append(
            Difference(
                change.code,
                "new" if is_new else "changed",
                change.field,
                change.old,
                change.new,
                match.likeness if match and not is_new else None,
                _KEPT if lost else match.reason if match and change.field == "text" else "",
            )
        )
    return lines


def _order(line: Difference) -> tuple[bool, tuple[int, int], str]:
    return (line.kind == "gone", code_order(line.code) if line.code else (0, 0), line.field)


@dataclass
class _Reviewed:
    """Goes through the rows: what people said, which action each is, what is left to ask."""

    reading: ListReading
    agenda: AgendaWords
    answers: Answers
    known: Mapping[str, Action]
    drafts: list[Draft] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    gone: tuple[str, ...] = ()
    actions: list[Action] = field(default_factory=list)
    stated: dict[str, frozenset[str]] = field(default_factory=dict)
    seen: dict[str, Fields] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    lines: list[Difference] = field(default_factory=list)

    def review(self) -> "_Reviewed":
        self.drafts = [
            answered(draft, self.answers, self.agenda)
            for draft in self.reading.rows
            if self._answer(draft, ITEM) != SKIP
        ]
        matching = match_rows(
            {code: action.text for code, action in self.known.items()},
            [Incoming(draft.code, draft.text or draft.title) for draft in self.drafts],
            trust_codes=self._is_ours(),
        )
        self.matches = [
            self._decided(draft, match)
            for draft, match in zip(self.drafts, matching.rows, strict=True)
        ]
        named = [code for m in self.matches for code in (m.code, *(m.others if m.is_asked else ()))]
        self.gone = tuple(code for code in self.known if code not in named)
        taken = {*self.known, *(draft.code for draft in self.drafts)}
        for place, (draft, match) in enumerate(zip(self.drafts, self.matches, strict=True)):
            if match.kinship is Kinship.NEW:
                self.matches[place] = self._new(draft, match, taken)
            elif match.is_asked:
                self._ask(draft, ITEM, match.code, match.reason, match.likeness)
            else:
                self._known(draft, self.known[match.code])
            self._doubts(draft, self.matches[place].code)
        return self

    @cached_property
    def _names(self) -> Names:
        return names_by(self.agenda)

    def _is_ours(self) -> bool:
        """Whether the list itself wrote the file, so that a code in it says enough."""
        known = [draft for draft in self.drafts if draft.code in self.known]
        return self.reading.format in ("yaml", "json") or all(draft.origin for draft in known)

    def _answer(self, draft: Draft, name: str) -> str:
        return self.answers.get(QuestionKey(draft.place, name), "").strip().casefold()

    def _decided(self, draft: Draft, match: Match) -> Match:
        """What a person said about which action a row is goes before what it looks like."""
        answer = self._answer(draft, ITEM)
        if answer == NEW:
            return Match(Kinship.NEW, "")
        if answer in self.known:
            return Match(Kinship.REWORDED, answer, match.likeness)
        if answer and match.is_asked:
            reason = f"Uw antwoord '{answer}' is geen code uit de lijst, en niet {NEW} of {SKIP}."
            return replace(match, reason=reason)
        return match

    def _known(self, draft: Draft, ours: Action) -> None:
        if ours.code in self.stated:
            reason = f"Een andere rij is ook {ours.code}; welke van de twee?"
            self._ask(draft, ITEM, ours.code, reason)
            return
        mine, told = words(ours), said(draft)
        if self.reading.format == "txt":  # a scan, which loses blanks and accents
            told = {n: mine[n] if _same_letters(v, mine[n]) else v for n, v in told.items()}
        fields: Fields = mine | {n: v for n, v in told.items() if n in draft.stated}
        if self._fits(draft, ours.code, str(fields["title"])):
            self.actions.append(from_words(ours.code, fields))
            self.stated[ours.code] = draft.stated
        if origin := draft.origin:
            now = words(ours)
            self.seen[ours.code] = {
                name: now[name] for name in now if origin.still_true(name, ours, self._names)
            }

    def _new(self, draft: Draft, match: Match, taken: set[str]) -> Match:
        """Make an action of a row that is none yet; it gets the next number of its goal."""
        if draft.goal is None or (self.agenda.goals and draft.goal not in self.agenda.goals):
            self._ask(draft, "goal", draft.code, "Onder welk doel valt deze nieuwe actie?")
            return match
        code = draft.code
        if not code.startswith(f"{draft.goal}.") or code in self.known:
            code = next_code(draft.goal, taken)
        taken.add(code)
        title = draft.title or one_line(draft.text, MAX_TITLE)
        if self._fits(draft, code, title):
            fields = {**said(draft), "title": title, "text": draft.text or title}
            self.actions.append(from_words(code, fields))
            self.stated[code] = draft.stated | {"title", "text"}
        return replace(match, code=code)

    def _fits(self, draft: Draft, code: str, title: str) -> bool:
        if len(title) <= MAX_TITLE:
            return True
        reason = f"Een titel heeft hoogstens {MAX_TITLE} tekens, en deze {len(title)}. Kort hem in."
        self._ask(draft, "title", code, reason)
        return False

    def _doubts(self, draft: Draft, code: str) -> None:
        for name in dict.fromkeys(doubt.field for doubt in draft.doubts):
            sentences = [doubt.sentence for doubt in draft.doubts if doubt.field == name]
            self._ask(draft, name, code, " ".join(sentences))

    def _ask(
        self, draft: Draft, name: str, code: str, reason: str, likeness: float | None = None
    ) -> None:
        read = (draft.text or draft.title) if name == ITEM else shown(draft, name)
        self.questions.append(Question(QuestionKey(draft.place, name), code, read, reason))
        self.lines.append(Difference(code, "ask", name, None, read, likeness, reason))


def _same_letters(one: FieldValue, other: FieldValue) -> bool:
    """Whether two texts differ in nothing but blanks and accents."""
    return isinstance(one, str) and isinstance(other, str) and _letters(one) == _letters(other)


def _letters(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(s for s in apart if not s.isspace() and not unicodedata.combining(s))


def said(draft: Draft) -> dict[str, FieldValue]:
    """What a draft says, field by field, in the agenda's own words as `imports.words` has them."""
    return {
        "title": draft.title,
        "text": draft.text,
        "status": draft.status.value if draft.status else None,
        "due": draft.due.text or None,
        "rhythm": draft.rhythm,
        "owners": draft.owners,
        "plateau": str(draft.vng.plateau) if draft.vng.plateau else None,
        "framework": yes_no(draft.vng.framework) or None,
        "note": draft.note,
    }


def next_code(goal: int, taken: set[str]) -> str:
    """The first code of a goal after all that are taken."""
    numbers = [number for of, number in map(code_order, filter(None, taken)) if of == goal]
    return f"{goal}.{max(numbers, default=0) + 1}"
