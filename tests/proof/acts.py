"""What people do, as values: owners in Planner and Outlook, the coordinator in the list.

Being values, acts can be drawn at random, shrunk, printed and played again. Whoever writes text
writes a word that occurs nowhere else, so that it can be traced afterwards.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from connectors.sandbox.tenant.directory import COORDINATOR, OWNERS, owner_upn
from mappings.description import DIVIDER

CODES = ("1.7", "1.9", "2.1", "3.16", "4.10", "5.1", "6.4")
"""One of every kind: running, planned, dropped; a year, Continue, Ad hoc; with and without note."""

DUES = {"1.7": "2027-02-01", "1.9": "2027", "2.1": "2027-05-05", "6.4": "2026"}
"""Days that a history begins with, besides the agenda's own, so that there is much in Outlook."""

LATER = ("6.5", "2.10", "1.13", "5.2", "3.1", "4.1")
"""Actions that the coordinator may add in the course of a history."""

GUEST = COORDINATOR
"""Never an owner, so that only people put this account on a task or take it off."""

THEIR_LABEL = "category24"
"""A slot the bot never needs."""

_DAYS = ("2026-12-31", "2027-02-01", "2027-03-28")
_HOURS = ("2027-02-01T09:00:00+01:00", "2027-03-27T23:30:00+01:00", "2027-03-29T00:30:00+02:00")
"""The last two are another day in UTC."""
_WORD = re.compile(r"\bwoord\d+\b")


@dataclass(frozen=True)
class InPlanner:
    """An act of connectors.sandbox.people.planner, on the task of an action."""

    act: str
    code: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InOutlook:
    """An act of connectors.sandbox.people.outlook, on the event of an action."""

    act: str
    code: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InList:
    """The coordinator changes an action: `note` stands for a text with a new word in it."""

    code: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Added:
    """The coordinator adds an action."""

    code: str


Act = InPlanner | InOutlook | InList | Added


def words_in(*texts: object) -> set[str]:
    """The traceable words in these texts."""
    return {word for text in texts for word in _WORD.findall(str(text))}


def _inside(description: str, word: str) -> str:
    lines = description.split("\n")
    middle = (lines.index(DIVIDER) if DIVIDER in lines else 0) + 3
    return "\n".join([*lines[:middle], word, *lines[middle:]])


def _without(description: str, start: str) -> str:
    return "\n".join(line for line in description.split("\n") if not line.startswith(start))


DAMAGES: dict[str, Callable[[str, str], str]] = {
    "replaced": lambda _, word: word,
    "emptied": lambda _, __: "",
    "line gone": lambda text, word: f"{word}\n{_without(text, DIVIDER)}",
    "line damaged": lambda text, word: f"{word}\n{text.replace(DIVIDER, '-- Driehoekbot -')}",
    "below": lambda text, word: f"{text}\n{word}",
    "inside": _inside,
    "marker gone": lambda text, _: _without(text, "Kenmerk:"),
    "only the card": lambda text, _: text[text.find(DIVIDER) :] if DIVIDER in text else text,
    "twice": lambda text, word: f"{text}\n{word}\n{text}",
    "windows": lambda text, word: f"{word}\r\n" + text.replace("\r", "").replace("\n", "\r\n"),
}
"""What people do to a description: from the text and a word that they add to the new text."""

NOTES = (
    "{word}",
    "{word}\r\nén nog een regel  \n",
    "- {word}\n\nDriehoekbot\n",
    "Regie: {word}",
    "",
)
"""Notes as a coordinator types them; the last ones look like what the bot writes itself."""


def acts() -> st.SearchStrategy[Act]:
    """Anything that anybody may do."""
    added = st.builds(Added, st.sampled_from(LATER))
    return st.one_of(_in_planner(), _in_outlook(), _in_list(), added)


def races() -> st.SearchStrategy[tuple[Act, ...]]:
    """Two or three people who change the same field of the same action, each in another place."""
    codes, names = st.sampled_from(CODES), st.sampled_from(("status", "note", "due", "due"))
    return st.tuples(codes, names).flatmap(lambda race: _race(*race))


def partings() -> st.SearchStrategy[tuple[InOutlook, InList]]:
    """Something done to the event of an action that is then closed, or loses its day."""
    return _in_outlook().flatmap(
        lambda act: st.tuples(
            st.just(act), st.builds(InList, st.just(act.code), st.sampled_from(_CLOSING))
        )
    )


def insistences() -> st.SearchStrategy[InPlanner | InOutlook]:
    """A text of ours that somebody may change again after every time it is put back."""
    codes = st.sampled_from(CODES)
    hows = st.sampled_from(("emptied", "only the card", "inside", "below"))
    return st.one_of(
        st.builds(InPlanner, st.just("retitle"), codes),
        st.builds(InPlanner, st.just("describe"), codes, st.fixed_dictionaries({"how": hows})),
        st.builds(InOutlook, st.just("rename-event"), codes, st.just({"to_nothing": False})),
    )


def _race(code: str, name: str) -> st.SearchStrategy[tuple[Act, ...]]:
    in_list = st.builds(InList, st.just(code), st.fixed_dictionaries({name: _LIST_FIELDS[name]}))
    act, fields = _SAME_IN_PLANNER[name]
    in_planner = st.builds(
        InPlanner, st.just(act), st.just(code), st.fixed_dictionaries(dict(fields))
    )
    if name != "due":
        return st.tuples(in_list, in_planner)
    everybody = st.tuples(in_list, in_planner, _moved(st.just(code)))
    return everybody.flatmap(st.permutations).flatmap(
        lambda order: st.sampled_from((tuple(order), tuple(order[1:])))
    )


def _in_outlook() -> st.SearchStrategy[InOutlook]:
    choices: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "rename-event": {"to_nothing": st.booleans()},
        "delete-event": {},
        "copy-event": {},
        "categorize-event": {"categories": st.sampled_from(_CATEGORIES)},
        "add-event": {"start": st.sampled_from(_HOURS)},
    }
    codes = st.sampled_from(CODES)
    others = st.sampled_from(sorted(choices)).flatmap(
        lambda act: st.builds(InOutlook, st.just(act), codes, st.fixed_dictionaries(choices[act]))
    )
    return st.one_of(_moved(codes), others)


def _moved(codes: st.SearchStrategy[str]) -> st.SearchStrategy[InOutlook]:
    """To another day, or to an hour of one."""
    days = st.fixed_dictionaries({"date": st.sampled_from(_DAYS)})
    hours = st.fixed_dictionaries({"start": st.sampled_from(_HOURS)})
    return st.builds(InOutlook, st.just("move-event"), codes, st.one_of(days, hours))


def _in_planner() -> st.SearchStrategy[InPlanner]:
    people = (GUEST, *(owner_upn(owner) for owner in OWNERS[:4]))
    labels = ("NIET", "Continue", "OOV", THEIR_LABEL)
    choices: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "tick": {},
        "progress": {"percent": st.sampled_from((0, 30, 50, 99, 100))},
        "due": {
            "date": st.sampled_from((*_DAYS, None)),
            "stored": st.sampled_from(("planner", "todo", "api")),
        },
        "note": {},
        "describe": {"how": st.sampled_from(sorted(DAMAGES))},
        "retitle": {},
        "label": {"label": st.sampled_from(labels)},
        "unlabel": {"label": st.sampled_from(labels)},
        "assign": {"colleague": st.sampled_from(people)},
        "unassign": {"colleague": st.sampled_from(people)},
        "drag": {},
        "add-checklist-item": {"title": st.just("Bellen")},
        "tick-item": {"which": st.integers(0, 3)},
        "untick-item": {"which": st.integers(0, 3)},
        "rename-item": {"which": st.integers(0, 3), "to": st.just("Anders")},
        "remove-item": {"which": st.integers(0, 3)},
        "create": {"copy": st.booleans()},
        "delete": {},
    }
    return st.sampled_from(sorted(choices)).flatmap(
        lambda act: st.builds(
            InPlanner, st.just(act), st.sampled_from(CODES), st.fixed_dictionaries(choices[act])
        )
    )


_CLOSING: tuple[dict[str, Any], ...] = (
    {"status": "Gereed"},
    {"status": "NIET"},
    {"due": "Continue"},
)
_CATEGORIES = ((), ("Van ons",), ("OOV",), ("OOV", "Van ons"))

_SAME_IN_PLANNER: dict[str, tuple[str, dict[str, st.SearchStrategy[Any]]]] = {
    "status": ("progress", {"percent": st.sampled_from((0, 50, 100))}),
    "due": ("due", {"date": st.sampled_from((*_DAYS, None)), "stored": st.just("planner")}),
    "note": ("note", {}),
}

_LIST_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "status": st.sampled_from(("Gereed", "Loopt", "Planning", "NIET")),
    "due": st.sampled_from(("2026", "2027", "2027-02-01", "2027-05-05", "Continue", "")),
    "note": st.sampled_from(NOTES),
    "owners": st.sampled_from(((), ("OOV",), ("MOz", "H&T"), ("NHV",))),
}


def _in_list() -> st.SearchStrategy[InList]:
    some = st.sets(st.sampled_from(sorted(_LIST_FIELDS)), min_size=1, max_size=2)
    return some.flatmap(
        lambda names: st.builds(
            InList,
            st.sampled_from(CODES),
            st.fixed_dictionaries({name: _LIST_FIELDS[name] for name in sorted(names)}),
        )
    )
