"""What must be true of an installation at every moment, and what once it is quiet.

At every moment, also between two calls of a round:

1. *Newest words only.* What the list and Planner say of status and deadline is the newest word of
   the list or the newest word of Planner since both last agreed (list, task and ledger equal). A
   side that nobody touched since then takes the other's; nothing older ever comes back.
2. *No loss.* When both agree again, a word that did not win is in the history, written since it
   was said: as an edit of the list, or as one of Planner that was applied or lost.
3. *The history is a chain.* The list says what the last applied line says, and every applied line
   starts from what the one before it ended in: nothing in the list changes without a line.
4. *No doubles.* Of every action there is at most one task that the bot made, by its marker and by
   what it was made for.
5. *Peace.* Tasks that people made, and their colleagues, labels, columns and checklists on ours,
   are as people left them.

Once it is quiet (see `Ordeal.settle`) also:

6. *Every word people wrote* in a note, below the dividing line or in a title stands in the list or
   in the history, unless people took it away themselves before a round saw it.
7. *Both sides are equal*, in every field they share; what was deleted is told; what people made is
   a proposal; and a round writes nothing.

A restored database forgets what it did not know. What Planner says at that moment, and what the
older list says, are then the newest words; where nothing was ever agreed, one of the two may be
blank and is then filled in, which is no loss. A task whose marker people took away and that the
ledger forgot as well cannot be known again by anybody; it becomes a proposal, and is no double.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from proof.sight import (
    FIELDS,
    Json,
    Sight,
    Unknown,
    made_by_bot,
    marked_by_bot,
    progress,
    version,
)

from bot.core.journal import Change, Outcome
from mappings.canonical import Action, FieldValue, word

CHAINED = ("status", "due", "note", "owners")


class Same:
    """This side said nothing new since both agreed."""


@dataclass
class Word:
    """One field: what both agreed on, and what each said since.

    known: length of the history. covered: the progress that people set under the label NIET; it
    becomes their word when the label goes.
    """

    agreed: Any = Unknown
    listed: Any = Same
    planned: Any = Same
    known: int = 0
    covered: str | None = None

    def allowed(self, mine: Any, other: Any) -> set[Any]:
        """What a side may say, given its own newest word and the other's."""
        words = {self.agreed if mine is Same else mine}
        return words if other is Same else words | {other}


@dataclass
class Promises:
    """The memory that the promises are judged by."""

    first: dict[str, Action] = field(default_factory=dict)
    words: dict[tuple[str, str], Word] = field(default_factory=dict)
    owed: dict[str, set[str]] = field(default_factory=dict)
    marks: dict[str, Json] = field(default_factory=dict)
    versions: dict[str, tuple[str, str]] = field(default_factory=dict)
    made_for: dict[str, str] = field(default_factory=dict)

    def acted(self, before: Sight, after: Sight) -> None:
        """Take note of what people did between these two moments."""
        self._meet(after)
        for (code, name), said in self.words.items():
            if code not in before.actions:
                continue
            old, new = before.task_of(code), after.task_of(code)
            if before.in_list(code, name) != after.in_list(code, name):
                said.listed = after.in_list(code, name)
            if old and new and before.in_planner(old, name) != after.in_planner(new, name):
                said.planned = after.in_planner(new, name)
                said.known = len(before.history.get(code, []))
            elif old and new and name == "status" and progress(old) != progress(new):
                said.covered = progress(new)
        for code in after.actions:
            stood, stands = before.words_of(code), after.words_of(code)
            owed = self.owed.setdefault(code, set())
            owed |= stands - stood
            owed -= {w for w in stood - stands if not after.is_recorded(code, w)}
        self._see_what_people_left(after)

    def rewound(self, after: Sight) -> None:
        """Take note that the ledger is an older one."""
        self.words.clear()
        self.owed = {code: after.words_of(code) for code in after.actions}
        self.first = {code: a for code, a in self.first.items() if code in after.actions}
        for code in after.actions:
            task = after.task_of(code)
            for name in FIELDS if task else ():
                agreed = after.agreed(code, name) if code in after.links else Unknown
                ours, theirs = after.in_list(code, name), after.in_planner(task or {}, name)
                self.words[code, name] = Word(
                    agreed,
                    Same if ours == agreed else ours,
                    Same if theirs == agreed else theirs,
                    len(after.history.get(code, [])),
                )
        linked = {link.remote_id for link in after.links.values()}
        for task_id, task in after.tasks.items():
            if task_id not in linked and marked_by_bot(task) is None:
                self.made_for.pop(task_id, None)
        self._see_what_people_left(after)

    def check(self, sight: Sight) -> None:
        """Promises 1 to 5."""
        self._meet(sight)
        for (code, name), said in self.words.items():
            self._check_word(sight, code, name, said)
        for code, action in sight.actions.items():
            _check_chain(self.first[code], action, sight.history.get(code, []))
        self._check_doubles(sight)
        self._check_peace(sight)

    def check_words(self, sight: Sight) -> None:
        """Promise 6."""
        for code, action in sight.actions.items():
            owed = self.owed.get(code, set())
            lost = sorted(w for w in owed if not sight.is_recorded(code, w))
            assert not lost, f"LOST: {lost}, written on the task of {code}; note: {action.note!r}"

    def _meet(self, sight: Sight) -> None:
        """Begin to follow what is new, and stop following what is gone."""
        self.first = {code: self.first.get(code, action) for code, action in sight.actions.items()}
        live = {code for code in sight.actions if sight.task_of(code)}
        self.words = {key: said for key, said in self.words.items() if key[0] in live}
        for code in live:
            task = sight.task_of(code) or {}
            for name in FIELDS:
                if (code, name) not in self.words:
                    self.words[code, name] = _first_word(sight, code, name, task)
        for task_id, task in sight.tasks.items():
            if task_id not in self.marks and made_by_bot(task):
                self.made_for[task_id] = task["title"].split(" ")[0]
            self.marks.setdefault(task_id, sight.peoples_marks(task))

    def _check_word(self, sight: Sight, code: str, name: str, said: Word) -> None:
        task = sight.task_of(code) or {}
        ours, theirs = sight.in_list(code, name), sight.in_planner(task, name)
        if said.covered is not None and theirs == said.covered:
            said.planned, said.covered = theirs, None
        story = f"{name} of {code}: list {ours}, Planner {theirs}, expected {said}"
        if said.agreed is not Unknown:
            assert ours in said.allowed(said.listed, said.planned), f"LOST in the list: {story}"
            assert theirs in said.allowed(said.planned, said.listed), f"LOST in Planner: {story}"
        if ours == theirs == sight.agreed(code, name):
            lines = [c for c in sight.history.get(code, []) if c.field == name]
            if said.planned not in (Same, ours):
                blank = said.agreed is Unknown and said.planned is None
                since = sight.history.get(code, [])[said.known :]
                told = any(c.field == name and c.new == said.planned for c in since)
                assert told or blank, f"LOST from Planner: {story}"
            if said.listed not in (Same, ours):
                told = any(said.listed in _values(c) for c in lines)
                assert told or said.agreed is Unknown, f"LOST from the list: {story}"
            self.words[code, name] = Word(agreed=ours, covered=said.covered)

    def _check_doubles(self, sight: Sight) -> None:
        marked = Counter(m for task in sight.tasks.values() if (m := marked_by_bot(task)))
        made = Counter(self.made_for[i] for i in sight.tasks.keys() & self.made_for.keys())
        doubles = sorted(code for code, n in (marked | made).items() if n > 1)
        assert not doubles, f"DOUBLE: more than one task for {doubles}"

    def _check_peace(self, sight: Sight) -> None:
        linked = {link.remote_id for link in sight.links.values()}
        for task_id, task in sight.tasks.items():
            marks = sight.peoples_marks(task)
            assert marks == self.marks[task_id], f"PEACE: {marks} was {self.marks[task_id]}"
            if task_id in self.versions and task_id not in linked:
                assert version(task) == self.versions[task_id], f"PEACE: wrote to {task['title']}"

    def _see_what_people_left(self, sight: Sight) -> None:
        self.marks = {i: sight.peoples_marks(task) for i, task in sight.tasks.items()}
        self.versions = {i: version(t) for i, t in sight.tasks.items() if not made_by_bot(t)}


def _first_word(sight: Sight, code: str, name: str, task: Json) -> Word:
    """A field that was not followed before: what the ledger knows of it is where we begin.

    What it does not know of a task without a link is what that task was made with.
    """
    ours, theirs = sight.in_list(code, name), sight.in_planner(task, name)
    agreed = sight.agreed(code, name) if code in sight.links else theirs
    return Word(
        agreed,
        Same if ours == agreed else ours,
        Same if theirs == agreed else theirs,
        len(sight.history.get(code, [])),
    )


def _check_chain(first: Action, now: Action, lines: list[Change]) -> None:
    for name in CHAINED:
        stands = _in_words(first, name)
        for line in lines:
            if line.field == name and line.outcome is Outcome.APPLIED:
                assert line.old == stands, f"CHAIN: {name} was {stands!r} before {line}"
                stands = line.new
        assert _in_words(now, name) == stands, f"CHAIN: {name} became {_in_words(now, name)!r}"


def _in_words(action: Action, name: str) -> FieldValue:
    return action.owners if name == "owners" else word(action, name)


def _values(line: Change) -> tuple[FieldValue, FieldValue]:
    """What a line of history speaks of, as far as Planner could hold it."""
    return _as_held(line.field, line.old), _as_held(line.field, line.new)


def _as_held(name: str, value: FieldValue) -> FieldValue:
    if name == "due" and isinstance(value, str):
        return f"{value}-12-31" if len(value) == 4 else value if value[:2] == "20" else None
    return value
