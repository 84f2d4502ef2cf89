"""What must be true of an installation at every moment, and what once it is quiet.

At every moment, also between two calls of a round:

1. *Newest words only.* What the list says of status and deadline is its own newest word or that of
   a side; what Planner or Outlook says is its own newest word or one of the list since both last
   agreed (list, item and ledger equal). Nothing older ever comes back.
2. *No loss.* When list and side agree again, or the bot takes an event away, a word that did not
   win is in the history, written since it was said: as an edit of the list, or as one of the side
   that was applied or lost.
3. *The history is a chain.* The list says what the last applied line says, and every applied line
   starts from what the one before it ended in: nothing in the list changes without a line.
4. *No doubles.* Of every action there is at most one task and one event that the bot made, by its
   marker and by what it was made for.
5. *Peace.* Tasks and events that people made, and their colleagues, labels, columns, checklists and
   categories on ours, are as people left them; nobody is invited to anything.

Once it is quiet (see `Ordeal.settle`) also:

6. *Every word people wrote* in a note, below the dividing line, in a title or a subject stands in
   the list or in the history, unless people took it away themselves before a round saw it.
7. *All sides are equal*, in every field they share; what was deleted is told; what people made is
   a proposal; and a round writes nothing. In Outlook stand exactly the open actions with a day.

A restored database forgets what it did not know. What a side says at that moment, and what the
older list says, are then the newest words; where nothing was ever agreed, one of the two may be
blank and is then filled in, which is no loss. A task whose marker people took away and that the
ledger forgot as well cannot be known again by anybody; it becomes a proposal, and is no double.
"""

from collections import Counter
from dataclasses import dataclass, field

from proof.sight import (
    PLANNER,
    SIDES,
    Json,
    Sight,
    made_by_bot,
    marked_by_bot,
    version,
)
from proof.words import Words

from bot.core.history import Change, Outcome
from mappings.canonical import Action, FieldValue, word

CHAINED = ("status", "due", "note", "owners")


@dataclass
class Promises:
    """The memory that the promises are judged by.

    linked: the items that the bot had a link to, some of which people may have made.
    """

    words: Words = field(default_factory=Words)
    first: dict[str, Action] = field(default_factory=dict)
    owed: dict[str, set[str]] = field(default_factory=dict)
    marks: dict[str, Json] = field(default_factory=dict)
    versions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    made_for: dict[str, str] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)

    def acted(self, before: Sight, after: Sight) -> None:
        """Take note of what people did between these two moments."""
        self._meet(after)
        self.words.acted(before, after)
        for code in after.actions:
            stood, stands = before.words_of(code), after.words_of(code)
            owed = self.owed.setdefault(code, set())
            owed |= stands - stood
            owed -= {w for w in stood - stands if not after.is_recorded(code, w)}
        self._see_what_people_left(after)

    def rewound(self, after: Sight) -> None:
        """Take note that the ledger is an older one."""
        self.words.rewound(after)
        self.owed = {code: after.words_of(code) for code in after.actions}
        self.first = {code: a for code, a in self.first.items() if code in after.actions}
        linked = {link.remote_id for link in after.ties[PLANNER].links.values()}
        for task_id, task in after.items[PLANNER].items():
            if task_id not in linked and marked_by_bot(task) is None:
                self.made_for.pop(task_id, None)
        self._see_what_people_left(after)

    def check(self, sight: Sight) -> None:
        """Promises 1 to 5."""
        self._meet(sight)
        self.words.check(sight)
        for code, action in sight.actions.items():
            _check_chain(self.first[code], action, sight.history.get(code, []))
        self._check_doubles(sight)
        self._check_peace(sight)

    def check_words(self, sight: Sight) -> None:
        """Promise 6."""
        for code, action in sight.actions.items():
            owed = self.owed.get(code, set())
            lost = sorted(w for w in owed if not sight.is_recorded(code, w))
            assert not lost, f"LOST: {lost}, written about {code}; note: {action.note!r}"

    def _meet(self, sight: Sight) -> None:
        """Begin to follow what is new, and stop following what is gone."""
        self.first = {code: self.first.get(code, action) for code, action in sight.actions.items()}
        for task_id, task in sight.items[PLANNER].items():
            if task_id not in self.marks and made_by_bot(task):
                self.made_for[task_id] = task["title"].split(" ")[0]
        for item_id, item in _everything(sight).items():
            self.marks.setdefault(item_id, sight.peoples_marks(item))

    def _check_doubles(self, sight: Sight) -> None:
        for side in SIDES:
            items = sight.items[side]
            marked = Counter(m for item in items.values() if (m := marked_by_bot(item)))
            made = Counter(self.made_for[i] for i in items.keys() & self.made_for.keys())
            doubles = sorted(code for code, n in (marked | made).items() if n > 1)
            assert not doubles, f"DOUBLE: more than one in {side} for {doubles}"

    def _check_peace(self, sight: Sight) -> None:
        items = _everything(sight)
        for item_id, item in items.items():
            marks = sight.peoples_marks(item)
            assert marks == self.marks[item_id], f"PEACE: {marks} was {self.marks[item_id]}"
        linked, self.linked = self.linked, _linked(sight)
        for item_id in self.versions.keys() - linked - self.linked:
            assert item_id in items, "PEACE: took away what people made"
            assert version(items[item_id]) == self.versions[item_id], f"PEACE: wrote to {item_id}"

    def _see_what_people_left(self, sight: Sight) -> None:
        items = _everything(sight)
        self.marks = {i: sight.peoples_marks(item) for i, item in items.items()}
        self.versions = {i: version(item) for i, item in items.items() if not made_by_bot(item)}
        self.linked = _linked(sight)


def _everything(sight: Sight) -> dict[str, Json]:
    return {item_id: item for side in SIDES for item_id, item in sight.items[side].items()}


def _linked(sight: Sight) -> set[str]:
    return {link.remote_id for ties in sight.ties.values() for link in ties.links.values()}


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
