"""Tells which tasks that people made look like which actions, by their titles.

People name a task in their own words, so a likely pair is put to a person and never taken for
certain. A title is compared with the title and with the text of every action, those that have a
task already included: what is most like such a one is not offered to another.

    the title                                         is
    ----------------------------------------------------------------------------------------
    has the words of one action, no more and no less  that one: sure
    begins with the code of an action, and is alike   that one; sure when very much alike
    is very much like one as a whole, and no other    that one: sure
    is like up to three, or contained in their words  each of these
    is like more than three                           none: it is too general
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.core.actions.likeness import (
    AHEAD,
    CONTAINED,
    SURE,
    Comparison,
    can_compare,
    plain_text,
)
from mappings.canonical import Action, code_order

LIKELY = 80.0
"""Likeness of the words from which a person is asked. Of the actions of a real agenda few reach it
among each other, and those by far not as much as an action and its own title."""

_CODED = re.compile(r"(?:Deadline )?(\d+\.\d+)[\s.:)–-]+(?=\S)")
_FEW = 2  # words; a title of fewer is contained in anything
_MOST = 3  # actions; a title that is like more of them tells none
_SAME, _CLOSE = 100.0, 99.0


@dataclass(frozen=True, slots=True)
class Likely:
    """A task that may be an action's. sure: no other comes near either.

    likeness: 0 to 100; 100 when both have the same words, and no others.
    """

    code: str
    remote_id: str
    title: str
    likeness: float
    sure: bool


def likely_pairs(
    actions: Mapping[str, Action],
    tasks: Mapping[str, str],
    refused: Collection[tuple[str, str]] = (),
) -> list[Likely]:
    """The pairs to put to a person, by code and then most alike first.

    tasks: the titles by id. refused: the code and id of what a person said is no pair. Without the
    package that compares texts a pair is one whose words are the same.
    """
    if not (actions and tasks):
        return []
    titles = _Titles(actions)
    found: list[Likely] = []
    for remote_id, title in tasks.items():
        no_pair = {code for code, other in refused if other == remote_id}
        near = titles.near(title, no_pair)
        found += [
            replace(one, remote_id=remote_id, sure=one.sure and len(near) == 1) for one in near
        ]
    return sorted(_best_of_each(found), key=lambda one: (code_order(one.code), -one.likeness))


class _Titles:
    """The titles and texts of the list, to find one of people's among."""

    def __init__(self, actions: Mapping[str, Action]) -> None:
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        texts: dict[str, str] = {}
        for code, action in actions.items():
            texts |= {f"{code} title": action.title, f"{code} text": action.text}
            self._words[plain_text(action.title)].add(code)
            self._words[plain_text(action.text)].add(code)
        self._comparison = Comparison(texts) if can_compare() else None

    def near(self, title: str, no_pair: Collection[str]) -> list[Likely]:
        """The actions that this title may be; remote ids are yet to be filled in."""
        named = _CODED.match(title)
        bare = title[named.end() :] if named else title
        same = self._words.get(plain_text(bare), set()) - {*no_pair}
        if same:
            codes = {named[1]} & same if named else set()
            return [Likely(code, "", title, _SAME, sure=True) for code in codes or same]
        alike = [one for one in self._alike(title, bare) if one.code not in no_pair]
        if named:
            meant = [one for one in alike if one.code == named[1]]
            if meant:
                return [replace(one, sure=one.likeness >= SURE) for one in meant]
        words = len(plain_text(bare).split())
        least = LIKELY if words > _FEW else CONTAINED
        likely = [one for one in alike if one.likeness >= least and words >= _FEW]
        best = max((one.likeness for one in likely), default=_SAME)
        near = [one for one in likely if best - one.likeness < AHEAD]
        return near if len(near) <= _MOST else []

    def _alike(self, title: str, bare: str) -> list[Likely]:
        """Every action that is somewhat alike, in its title or its text."""
        found: dict[str, Likely] = {}
        for one in self._comparison.alike(bare) if self._comparison else ():
            code = one.key.split()[0]
            sure = one.likeness >= SURE and not one.is_part
            known = found.get(code)
            if known is None:
                likeness = min(one.likeness, _CLOSE)  # contained is not yet the same
                found[code] = Likely(code, "", title, likeness, sure)
            elif sure:
                found[code] = replace(known, sure=True)
        return list(found.values())


def _best_of_each(found: Collection[Likely]) -> list[Likely]:
    """Of each action the tasks that are most alike; of several none is sure."""
    by_code: defaultdict[str, list[Likely]] = defaultdict(list)
    for one in found:
        by_code[one.code].append(one)
    best = []
    for likely in by_code.values():
        most = max(one.likeness for one in likely)
        near = [one for one in likely if one.likeness == most or most - one.likeness < _lead(most)]
        best += [replace(one, sure=one.sure and len(near) == 1) for one in near]
    return best


def _lead(most: float) -> float:
    """How much less alike another has to be; where the words are the same, any less."""
    return 0.0 if most == _SAME else AHEAD
