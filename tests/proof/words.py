"""Who said what of status and deadline, and which words may still stand: promises 1 and 2.

The list and one side are a pair, as they are in the ledger: each pair has its own agreement. What
comes into the list from one side is a new word of the list to the other.
"""

from dataclasses import dataclass, field
from typing import Any

from proof.sight import PLANNER, SIDES, Json, Sight, Unknown, progress

from bot.core.history import Change
from mappings.canonical import FieldValue

FIELDS = ("status", "due")


class Same:
    """This side said nothing new since both agreed."""


@dataclass
class Word:
    """One field on one side: what it and the list agreed on, and what each said since.

    listed: the list's words, oldest first, without those before what the side has heard. said: the
    side's newest. known: length of the history when it was said; None for a word that nobody needs
    to be told of: the list said it too, or the ledger remembered it, as when people change a thing
    and change it back. covered: the progress that people set under the label NIET; it becomes their
    word when the label goes.
    """

    agreed: Any = Unknown
    listed: tuple[Any, ...] = ()
    said: Any = Same
    known: int | None = 0
    covered: str | None = None

    @property
    def own(self) -> Any:
        """What the side says by itself."""
        return self.agreed if self.said is Same else self.said

    def hear(self, theirs: Any) -> None:
        """Forget what the list said before the word that the side has now."""
        if theirs in self.listed:
            self.listed = self.listed[self.listed.index(theirs) :]


Key = tuple[str, str, str]


@dataclass
class Words:
    """The memory of what was said. stands: what the list says, by (code, field)."""

    stands: dict[tuple[str, str], Any] = field(default_factory=dict)
    pairs: dict[Key, Word] = field(default_factory=dict)

    def acted(self, before: Sight, after: Sight) -> None:
        """Take note of what people said between these two moments."""
        self._meet(after)
        for code, name in self.stands:
            if code in before.actions and before.in_list(code, name) != after.in_list(code, name):
                self._list_says(code, name, after.in_list(code, name))
        for (side, code, name), word in self.pairs.items():
            old, new = before.item_of(side, code), after.item_of(side, code)
            if code not in before.actions or old is None or new is None:
                continue
            if before.on_side(old, name) != after.on_side(new, name):
                word.said = after.on_side(new, name)
                is_remembered = word.said == before.agreed(side, code, name)
                word.known = None if is_remembered else len(before.history.get(code, []))
            elif (side, name) == (PLANNER, "status") and progress(old) != progress(new):
                word.covered = progress(new)
            if after.on_side(new, name) == after.in_list(code, name):
                word.known = None

    def rewound(self, after: Sight) -> None:
        """Take note that the ledger is an older one."""
        self.stands.clear()
        self.pairs = {
            (side, code, name): _first_word(after, (side, code, name), item, made=Unknown)
            for side, code, item in after.live()
            for name in SIDES[side]
        }
        self._meet(after)

    def check(self, sight: Sight) -> None:
        """Promises 1 and 2."""
        self._check_vanished(sight)
        known = set(self.pairs)
        self._meet(sight)
        items = {(side, code): item for side, code, item in sight.live()}
        for (side, code, name), word in self.pairs.items():
            theirs = sight.on_side(items[side, code], name)
            if word.covered is not None and theirs == word.covered:
                word.said, word.covered = theirs, None
        for code, name in self.stands:
            self._check_list(sight, code, name, known)
        for key in list(self.pairs):
            self._check_side(sight, key, sight.on_side(items[key[0], key[1]], key[2]))

    def _meet(self, sight: Sight) -> None:
        """Begin to follow what is new, and stop following what is gone."""
        now = {(code, name): sight.in_list(code, name) for code in sight.actions for name in FIELDS}
        self.stands = {key: self.stands.get(key, stands) for key, stands in now.items()}
        live = {
            (side, code, name): item for side, code, item in sight.live() for name in SIDES[side]
        }
        self.pairs = {
            key: self.pairs.get(key) or _first_word(sight, key, item) for key, item in live.items()
        }

    def _list_says(self, code: str, name: str, new: Any) -> None:
        self.stands[code, name] = new
        for side in SIDES:
            word = self.pairs.get((side, code, name))
            if word is not None:
                word.listed = (*word.listed, new)

    def _check_list(self, sight: Sight, code: str, name: str, known: set[Key]) -> None:
        """The list says what it said, or the newest word of a side."""
        ours = sight.in_list(code, name)
        if ours == self.stands[code, name]:
            return
        newest = []
        for side in SIDES:
            key = (side, code, name)
            if key in known:
                newest.append(self.pairs[key].said if key in self.pairs else Same)
            elif key in self.pairs:
                newest.append(sight.on_side(sight.item_of(side, code) or {}, name))
        story = f"{name} of {code}: {ours}, it said {self.stands[code, name]}, sides {newest}"
        is_back = name == "due" and None in newest and _is_year(sight.actions[code].due.text)
        assert ours in newest or is_back, f"LOST in the list: {story}"
        self._list_says(code, name, ours)

    def _check_side(self, sight: Sight, key: Key, theirs: FieldValue) -> None:
        side, code, name = key
        word, ours = self.pairs[key], sight.in_list(code, name)
        story = f"{name} of {code}: list {ours}, {side} {theirs}, expected {word}"
        if word.agreed is not Unknown:
            assert theirs in (word.own, *word.listed), f"LOST in {side}: {story}"
        word.hear(theirs)
        if ours == theirs == sight.agreed(*key):
            if word.said not in (Same, ours):
                blank = word.agreed is Unknown and word.said is None
                assert blank or _is_told(sight, key, word), f"LOST from {side}: {story}"
            lines = [c for c in sight.history.get(code, []) if c.field == name]
            for said in set(word.listed) - {ours}:
                told = any(said in _values(c) for c in lines)
                assert told or word.agreed is Unknown, f"LOST from the list: {story}"
            self.pairs[key] = Word(agreed=ours, covered=word.covered)

    def _check_vanished(self, sight: Sight) -> None:
        """What the bot took away, it took with the newest word there kept."""
        live = {(side, code) for side, code, _ in sight.live()}
        for key, word in self.pairs.items():
            if key[:2] in live or key[1] not in sight.actions:
                continue
            ours = sight.in_list(*key[1:])
            told = word.said in (Same, ours) or _is_told(sight, key, word)
            assert told, f"LOST with an item of {key[0]}: {key[2]} of {key[1]} was {word.said}"


def _first_word(sight: Sight, key: Key, item: Json, made: Any = Same) -> Word:
    """A field that was not followed before: what the ledger knows of it is where we begin.

    made: what an item without a link began with; by default with what it says.
    """
    side, code, name = key
    ours, theirs = sight.in_list(code, name), sight.on_side(item, name)
    agreed = theirs if made is Same else made
    if code in sight.ties[side].links:
        agreed = sight.agreed(*key)
    return Word(
        agreed,
        () if ours == agreed else (ours,),
        Same if theirs == agreed else theirs,
        None if ours == theirs else len(sight.history.get(code, [])),
    )


def _is_told(sight: Sight, key: Key, word: Word) -> bool:
    """Whether the side's word is in the history, written since it was said, or is asked about."""
    side, code, name = key
    if word.known is None or (side, code, name, word.said) in sight.asked:
        return True
    since = [c for c in sight.history.get(code, [])[word.known :] if c.field == name]
    is_back = name == "due" and word.said is None
    return any(
        c.new == word.said or (is_back and c.side == side and _is_year(c.new)) for c in since
    )


def _is_year(due: FieldValue) -> bool:
    """Whether it is a year, which comes back when people take the day away that took its place."""
    return isinstance(due, str) and len(due) == 4 and due.isdigit()


def _values(line: Change) -> tuple[FieldValue, FieldValue]:
    """What a line of history speaks of, as far as a side could hold it."""
    return _as_held(line.field, line.old), _as_held(line.field, line.new)


def _as_held(name: str, value: FieldValue) -> FieldValue:
    if name == "due" and isinstance(value, str):
        return f"{value}-12-31" if len(value) == 4 else value if value[:2] == "20" else None
    return value
