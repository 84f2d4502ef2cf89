"""Tells for each row of a file which action of the list it is, and what became of the others.

A code is for ever, so a row with a known code is that action, unless its text says otherwise. A row
without one is known by its text. What is between is asked, never decided:

    code      text                                      is
    ----------------------------------------------------------------------------------
    known     the same, or alike                        same, reworded
    known     alike that of another code                renumbered, or swapped: ask
    known     like nothing                              ask
    unknown   the same as, or alike, one action         renumbered: ask
    none      the same as one action                    same
    none      very much like one, and no other          reworded
    any       holds the texts of several gone actions   merged: ask
    any       several rows stand in one action's text   split: ask
    any       somewhat alike one or more                ask
    not known that of an action which another row is    ask
    else      like nothing                              new
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from bot.core.actions.likeness import (
    AHEAD,
    ASKED,
    SURE,
    Alike,
    Comparison,
    contained,
    plain_text,
)
from bot.core.dutch import enumerated


class Kinship(StrEnum):
    """What a row is to the list."""

    SAME = "same"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"
    SWAPPED = "swapped"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    UNSURE = "unsure"


_DECIDED = (Kinship.SAME, Kinship.REWORDED, Kinship.NEW)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of a file. code, text: "" when it has none."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one row. code: the action it is or may be, "" for none.

    likeness: of the texts, 0 to 100, None where it was not needed. others: more codes that it may
    be. reason: a Dutch sentence, "" when there is nothing to explain.
    """

    kinship: Kinship
    code: str
    likeness: float | None = None
    others: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether a person has to say what this row is."""
        return self.kinship not in _DECIDED


@dataclass(frozen=True, slots=True)
class Matching:
    """Every row, in the order given, and the codes of the list that no row is."""

    rows: tuple[Match, ...]
    gone: tuple[str, ...]


def match_rows(
    known: Mapping[str, str], rows: Sequence[Incoming], *, trust_codes: bool = False
) -> Matching:
    """Match the rows of a file with the list. known: the texts of the list by code.

    trust_codes: a known code says enough, as in a file that the list itself wrote. Raises
    UsageError when texts have to be compared and the package for that is missing.
    """
    return _Matcher(known, rows, trust_codes=trust_codes).match()


@dataclass
class _Matcher:
    """Goes from what is certain to what is not; what is found is no candidate any more."""

    known: Mapping[str, str]
    rows: Sequence[Incoming]
    trust_codes: bool
    found: dict[int, Match] = field(default_factory=dict)

    def match(self) -> Matching:
        self._by_code_and_text()
        self._by_text()
        self._by_likeness()
        self._refuse_doubles()
        self._swapped()
        self._merged_and_split()
        self._refuse_repeated()
        taken = {code for m in self.found.values() for code in (m.code, *m.others)}
        return Matching(
            tuple(self.found[place] for place in range(len(self.rows))),
            tuple(code for code in self.known if code not in taken),
        )

    @cached_property
    def _comparison(self) -> Comparison:
        return Comparison(self.known)

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {code: plain_text(text) for code, text in self.known.items()}

    def _open(self) -> list[int]:
        return [place for place in range(len(self.rows)) if place not in self.found]

    def _free(self) -> set[str]:
        return {*self.known} - {match.code for match in self.found.values()}

    def _by_code_and_text(self) -> None:
        for place, row in enumerate(self.rows):
            if row.code in self.known:
                same = not row.text or self._plain[row.code] == plain_text(row.text)
                if same or self.trust_codes:
                    kinship = Kinship.SAME if same else Kinship.REWORDED
                    self.found[place] = Match(kinship, row.code)
            elif row.code and not row.text:
                reason = f"Code {row.code} staat niet in de lijst, en deze rij heeft geen tekst."
                self.found[place] = Match(Kinship.UNSURE, "", reason=reason)
            elif row.code and self.trust_codes:
                self.found[place] = Match(Kinship.NEW, "")

    def _by_text(self) -> None:
        """Take rows whose whole text is that of one action, and of no other row."""
        codes = defaultdict(list)
        for code in self._free():
            codes[self._plain[code]].append(code)
        texts = {place: plain_text(self.rows[place].text) for place in self._open()}
        often = Counter(texts.values())
        for place, text in texts.items():
            if len(codes[text]) == 1 and often[text] == 1:
                self.found[place] = self._same_text(self.rows[place].code, codes[text][0])

    def _same_text(self, own: str, code: str) -> Match:
        if not own:
            return Match(Kinship.SAME, code, 100.0)
        reason = f"De tekst is die van {code}, maar hier staat code {own}."
        others = (own,) if own in self.known else ()
        return Match(Kinship.RENUMBERED, code, 100.0, others, reason)

    def _by_likeness(self) -> None:
        """Decide the rest, what is most alike first, so that it is no candidate for the others."""
        free = self._free()
        alike = {p: self._comparison.alike(self.rows[p].text, free) for p in self._open()}

        def certainty(place: int) -> tuple[bool, float]:
            best = alike[place][0].likeness if alike[place] else 0.0
            return self.rows[place].code in free, best

        for place in sorted(alike, key=certainty, reverse=True):
            row = self.rows[place]
            left = [one for one in alike[place] if one.key in free]
            best = next(iter(alike[place]), None)
            if row.code in self.known:
                self.found[place] = self._known_by_code(row, left)
            elif best and best.key not in free and best.likeness >= SURE:
                self.found[place] = Match(Kinship.REWORDED, best.key, best.likeness)  # too
            else:
                self.found[place] = _known_by_text(row, left)
            if not self.found[place].is_asked:
                free.discard(self.found[place].code)

    def _known_by_code(self, row: Incoming, alike: Sequence[Alike]) -> Match:
        """A row with a code of the list, and another text than that action has."""
        own = self._comparison.between(row.text, row.code)
        rival = next((one for one in alike if one.key != row.code), None)
        if rival and rival.likeness >= SURE and rival.likeness - own.likeness >= AHEAD:
            reason = f"De tekst lijkt op die van {rival.key}, maar hier staat code {row.code}."
            return Match(Kinship.RENUMBERED, rival.key, rival.likeness, (row.code,), reason)
        if own.likeness >= ASKED:
            return Match(Kinship.REWORDED, row.code, own.likeness)
        reason = f"De tekst bij {row.code} is heel anders dan in de lijst; is dit dezelfde actie?"
        return Match(Kinship.UNSURE, row.code, own.likeness, reason=reason)

    def _refuse_doubles(self) -> None:
        """Ask about every row of which another is the same action."""
        often = Counter(match.code for match in self.found.values() if not match.is_asked)
        for place, match in self.found.items():
            if match.code and often[match.code] > 1 and not match.is_asked:
                reason = f"Meer dan één rij lijkt actie {match.code} te zijn."
                self.found[place] = replace(match, kinship=Kinship.UNSURE, reason=reason)

    def _refuse_repeated(self) -> None:
        """Ask about a row that seems new, but has the text of an action that another row is."""
        new = [place for place, match in self.found.items() if match.kinship is Kinship.NEW]
        taken = {m.code for m in self.found.values() if m.code and not m.is_asked}
        if self.trust_codes or not new or not taken:
            return
        for place in new:
            best = next(iter(self._comparison.alike(self.rows[place].text, taken)), None)
            if best and best.likeness >= SURE and not best.is_part:
                reason = f"Lijkt op {best.key}, die ook op een andere rij staat; is dit een nieuwe?"
                self.found[place] = Match(Kinship.UNSURE, best.key, best.likeness, reason=reason)

    def _swapped(self) -> None:
        """Name rows that have the texts of each other's codes."""
        moved = {
            (self.rows[place].code, match.code): place
            for place, match in self.found.items()
            if match.kinship is Kinship.RENUMBERED
        }
        for (code, other), place in moved.items():
            if (other, code) in moved:
                reason = f"De codes {code} en {other} lijken verwisseld."
                self.found[place] = replace(
                    self.found[place], kinship=Kinship.SWAPPED, others=(code,), reason=reason
                )

    def _merged_and_split(self) -> None:
        """Look for texts that are contained in another, among all that did not stay as it was."""
        same = {p: m.code for p, m in self.found.items() if m.kinship is Kinship.SAME}
        texts = {p: self.rows[p].text for p in range(len(self.rows)) if p not in same}
        candidates = {*self.known} - {*same.values()}
        if not texts or not candidates or self.trust_codes:
            return
        wholes, parts = contained(self._comparison, texts, candidates)
        for place, codes in wholes.items():
            reason = f"Deze rij lijkt samengevoegd uit {enumerated(codes)}."
            self._ask(place, Kinship.MERGED, codes, reason)
        for code, places in parts.items():
            reason = f"Actie {code} lijkt gesplitst over {len(places)} rijen."
            for place in places:
                self._ask(place, Kinship.SPLIT, [code], reason)

    def _ask(self, place: int, kinship: Kinship, codes: Sequence[str], reason: str) -> None:
        own = self.rows[place].code
        first = own if own in codes else codes[0]
        others = tuple(code for code in codes if code != first)
        self.found[place] = Match(kinship, first, self.found[place].likeness, others, reason)


def _known_by_text(row: Incoming, alike: Sequence[Alike]) -> Match:
    """A row without a code of the list."""
    if not alike:
        return Match(Kinship.NEW, "")
    best, *rest = alike
    is_ahead = not rest or best.likeness - rest[0].likeness >= AHEAD
    if best.likeness < SURE or not is_ahead or best.is_part:
        return _unsure(alike)
    if row.code:
        reason = f"De tekst lijkt op die van {best.key}, maar hier staat code {row.code}."
        return Match(Kinship.RENUMBERED, best.key, best.likeness, reason=reason)
    reason = f"Deze rij heeft geen code; de tekst lijkt op die van {best.key}."
    return Match(Kinship.REWORDED, best.key, best.likeness, reason=reason)


def _unsure(alike: Iterable[Alike]) -> Match:
    best, *rest = alike
    near = [one.key for one in rest if best.likeness - one.likeness < AHEAD]
    shown = " of ".join((best.key, *near[:3]))
    reason = f"Lijkt op {shown}; is het die actie, of een nieuwe?"
    return Match(Kinship.UNSURE, best.key, best.likeness, tuple(near[:3]), reason)
