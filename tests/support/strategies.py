"""Actions, tasks and sides for the tests of the core: builders, strategies, a side in memory."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from hypothesis import strategies as st

from bot.core.sync.effects import (
    Bond,
    Item,
    Pending,
    Push,
    RoundPlan,
    SidePlan,
    SideState,
    StepKind,
)
from bot.core.sync.plan import plan_round
from connectors.wire import JsonObject, Task
from mappings.canonical import Action, Due, Fields, FieldValue, Policy, Status, Vng, normal_text
from mappings.description import DIVIDER, join_description
from mappings.planner import Board, card_text, view_action

AT = dt.datetime(2026, 10, 20, 9, 0, tzinfo=dt.UTC)
LABELS = ("niet", "continue", "ad-hoc", "plateau-1", "plateau-2", "owner:MOz", "owner:OOV")
BOARD = Board(
    agenda="haarlemmermeer",
    labels={key: f"category{slot}" for slot, key in enumerate(LABELS, start=3)},
    buckets={goal: f"bucket-{goal}" for goal in range(1, 7)},
    members={"MOz": ("moz-1", "moz-2"), "OOV": ("oov-1",)},
    owner_names={"MOz": "Team MOz", "OOV": "Team OOV"},
)
POLICIES = {
    "status": Policy.SIDE,
    "note": Policy.SIDE,
    "due": Policy.LIST,
    "title": Policy.RESTORE,
    "card": Policy.RESTORE,
    "labels": Policy.ANNOUNCE,
    "assignees": Policy.ANNOUNCE,
}
TWO_WAY = ("status", "note", "due")


# ---- Builders


def action(code: str = "2.4", due: str = "2026", **rest: object) -> Action:
    """An action of which the test names only what matters to it."""
    plain: dict[str, object] = {"title": "Leeromgeving inzetten", "text": "Inzetten in 2026"}
    return Action.model_validate({**plain, **rest, "code": code, "due": Due.parse(due)})


def task(description: str | None = "", **fields: object) -> Task:
    """A Planner task as Graph sends it; fields in Graph's own spelling."""
    plain: JsonObject = {
        "id": "task-1",
        "@odata.etag": 'W/"1"',
        "planId": "plan-1",
        "title": "2.4 Leeromgeving inzetten",
        "details": {"id": "task-1", "@odata.etag": 'W/"2"', "description": description},
    }
    return Task.read(plain | fields)


def patched(onto: Task, body: JsonObject, details: JsonObject) -> Task:
    """What Planner holds after these PATCH bodies: open types key by key, null or false removes."""
    wire = onto.model_dump(by_alias=True, mode="json")
    for name, value in body.items():
        if isinstance(value, dict):
            wire[name] = {k: v for k, v in {**wire[name], **value}.items() if v}
        else:
            wire[name] = value
    if details:
        wire["details"] |= details
    return Task.read(wire)


TRICKS: Mapping[str, Callable[[str], str]] = {
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "split accents": lambda text: unicodedata.normalize("NFD", text),
    "trailing blanks": lambda text: text.replace("\n", " \t\n"),
    "line damaged": lambda text: text.replace(DIVIDER, "── Driehoekbot ─"),
    "line removed": lambda text: text.replace(DIVIDER + "\n", ""),
    "everything removed": lambda _: "",
    "marker removed": lambda text: re.sub(r"\nKenmerk: .*", "", text),
    "other name at Regie": lambda text: re.sub(r"Regie: .*", "Regie: iemand anders", text),
}
"""What people, and the programs they use, do to a task's description."""


def planner_view(of: Action) -> Fields:
    """What Planner would hold of this action."""
    return view_action(of, BOARD)


def calendar_view(of: Action) -> Fields | None:
    """A second side: it holds a deadline and nothing else, and only of actions that have a day."""
    return {"due": of.due.date.isoformat()} if of.due.date else None


VIEWS = {"planner": planner_view, "outlook": calendar_view}


def item(of: Action, edits: Fields | None = None, name: str = "planner") -> Item:
    """The item that a side holds for this action, apart from the fields that people edited."""
    held = {**(VIEWS[name](of) or {}), **(edits or {})}
    return Item(
        remote_id=f"{name}-{of.code}",
        title=str(held.get("title", of.heading)),
        marker=of.code,
        own=True,
        fields=held,
    )


def bond(
    of: Action,
    name: str = "planner",
    *,
    base: Fields | None = None,
    gone: bool = False,
    fresh: bool = False,
) -> Bond:
    """The memory of an item. base: what was agreed on, when not all that this action says."""
    agreed = (VIEWS[name](of) or {}) if base is None else base
    return Bond(remote_id=f"{name}-{of.code}", base=agreed, gone=gone, fresh=fresh)


def side(
    name: str = "planner",
    items: Iterable[Item] = (),
    bonds: Mapping[str, Bond] | None = None,
    pending: Mapping[str, Pending] | None = None,
    missing: Iterable[str] = (),
) -> SideState:
    """One side as the round read it."""
    return SideState(
        name=name,
        items={item.remote_id: item for item in items},
        bonds=bonds or {},
        view=VIEWS[name],
        pending=pending or {},
        missing=frozenset(missing),
    )


# ---- A round, and what is left of it when everything planned was done


@dataclass(frozen=True)
class World:
    """The list and its sides at one moment."""

    actions: Mapping[str, Action]
    sides: tuple[SideState, ...]
    policies: Mapping[str, Policy] = field(default_factory=lambda: POLICIES)

    def plan(self) -> RoundPlan:
        """What one round would do here."""
        return plan_round(self.actions, self.sides, self.policies, at=AT, run="run-1")

    def after(self, plan: RoundPlan) -> "World":
        """The world in which exactly this plan was carried out and remembered."""
        sides = (_carried_out(s, p) for s, p in zip(self.sides, plan.sides, strict=True))
        return World(plan.actions, tuple(sides), self.policies)


def world(actions: Iterable[Action], *sides: SideState) -> World:
    """The list and its sides, with the field policy of the agenda."""
    return World({action.code: action for action in actions}, sides)


def _carried_out(state: SideState, plan: SidePlan) -> SideState:
    items, bonds = dict(state.items), dict(state.bonds)
    for code, remote_id in plan.adopted.items():
        bonds[code] = Bond(remote_id=remote_id)
    for code, seen in plan.seen.items():
        bonds[code] = bonds[code]._replace(base={**bonds[code].base, **seen})
    for code in plan.over:
        del bonds[code]
    for code in plan.gone:
        bonds[code] = bonds[code]._replace(gone=True)
    for code in plan.back:
        bonds[code] = bonds[code]._replace(gone=False)
    for push in plan.pushes:
        _send(push, state.name, items, bonds)
    unsettled = {code: intent for code, intent in state.pending.items() if code not in bonds}
    return replace(state, items=items, bonds=bonds, pending=unsettled)


def _send(push: Push, side: str, items: dict[str, Item], bonds: dict[str, Bond]) -> None:
    remote_id = push.remote_id or f"{side}-{push.code}-new"
    if push.kind is StepKind.REMOVE:
        del items[remote_id], bonds[push.code]
        return
    old = items.get(remote_id)
    held = {**(old.fields if old else {}), **push.fields}
    title = str(held.get("title", old.title if old else ""))
    items[remote_id] = Item(
        remote_id=remote_id, title=title, marker=push.code, own=True, fields=held
    )
    base = bonds[push.code].base if old else {}
    bonds[push.code] = Bond(remote_id=remote_id, base={**base, **push.base})


# ---- Strategies

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31))
WORDS = st.sampled_from(["2026", "2027", "Continue", "Ad hoc", "NIET", ""])
DUES = DAYS.map(Due.on) | WORDS.map(Due.parse)
# Letters with loose accents, every kind of blank and line end, signs that our own text uses.
AWKWARD = "ab é\u0301e\u0308İ\n\r\t\u00a0\u2028\u0085\u200b─-:.0👍"
# Driehoekbot's own name is left out: a line that holds nothing else is what the divider looks like.
NOTES = (
    (
        st.text(AWKWARD, max_size=30)
        | st.sampled_from(["Regie: bel OOV", "Eerste\n\ntweede", "José\r\ncafé"])
    )
    .map(normal_text)
    .filter(lambda note: "Driehoekbot" not in note)
)
STATUS_WORDS = st.sampled_from([status.value for status in Status])
VALUES: Mapping[str, st.SearchStrategy[FieldValue]] = {
    "status": STATUS_WORDS,
    "note": NOTES,
    "due": st.none() | DAYS.map(dt.date.isoformat),
    "title": st.sampled_from(["2.4 Anders genoemd", "Zonder code"]),
    "card": st.sampled_from(["", "Kapot", "Hieronder\n\nRegie: iemand"]),
    "labels": st.sets(st.sampled_from(LABELS[1:])).map(lambda keys: tuple(sorted(keys))),
    "assignees": st.sets(st.sampled_from(["moz-1", "moz-2", "oov-1", "collega"])).map(
        lambda users: tuple(sorted(users))
    ),
}


@cache
def actions(code: str = "2.4") -> st.SearchStrategy[Action]:
    """Any action with this code."""
    return st.builds(
        Action,
        code=st.just(code),
        title=st.sampled_from(["Leeromgeving inzetten", "Beleid vaststellen"]),
        text=st.sampled_from(["Inzetten in 2026", "Vaststellen\n\nvan beleid"]),
        status=st.none() | st.sampled_from(Status),
        due=DUES,
        rhythm=st.none() | st.just("2 x jaar"),
        owners=st.sampled_from([(), ("MOz",), ("OOV",), ("OOV", "MOz")]),
        vng=st.sampled_from([Vng(), Vng(plateau=1), Vng(plateau=2, framework=True)]),
        note=NOTES,
    )


@st.composite
def tasks(draw: st.DrawFn, of: Action) -> Task:
    """Any task that people may have made of this action's card."""
    hours = st.times(timezones=st.just(dt.UTC))
    moments = st.none() | st.builds(dt.datetime.combine, DAYS, hours).map(dt.datetime.isoformat)
    slots = st.sampled_from([f"category{number}" for number in range(1, 26)])
    users = st.sampled_from(["moz-1", "moz-2", "oov-1", "collega"])
    card = card_text(of, BOARD)
    note = draw(NOTES)
    return task(
        draw(st.sampled_from([join_description(note, card), f"{note}\n\n{card}", note, "", None])),
        percentComplete=draw(st.integers(0, 100)),
        dueDateTime=draw(moments),
        appliedCategories=draw(st.dictionaries(slots, st.booleans(), max_size=5)),
        assignments={user: {"orderHint": "8585"} for user in draw(st.sets(users))},
        priority=draw(st.integers(0, 10)),
        conversationThreadId="thread-1",
    )


@st.composite
def worlds(draw: st.DrawFn, names: tuple[str, ...] = ("planner", "outlook")) -> World:
    """Any list and sides: linked, forgotten, half-remembered, deleted and new things together."""
    codes = draw(st.lists(st.sampled_from(["1.2", "1.10", "2.4"]), min_size=1, unique=True))
    ours = {code: draw(actions(code)) for code in codes}
    return World(ours, tuple(draw(_sides(name, ours)) for name in names))


@st.composite
def _sides(draw: st.DrawFn, name: str, ours: Mapping[str, Action]) -> SideState:
    items, bonds, missing = [], {}, []
    for code, current in ours.items():
        before = current if draw(st.booleans()) else draw(actions(code))
        agreed = VIEWS[name](before)
        how = draw(st.sampled_from(["linked", "linked", "forgotten", "deleted", "new"]))
        if agreed is None or how == "new":
            continue
        bonds[code] = bond(before, name, base=draw(_part_of(agreed)))
        if how == "deleted":
            missing.append(bonds[code].remote_id)
            continue
        edits = draw(_edits(tuple(agreed)))
        if name == "outlook" and edits.get("due", "") is None:
            edits = {}  # an event without a day does not exist
        items.append(item(before, edits, name))
        if how == "forgotten":
            del bonds[code]
    return side(name, items, bonds, missing=missing)


def _part_of(agreed: Fields) -> st.SearchStrategy[Fields]:
    forgotten = _names_of(tuple(agreed))
    return forgotten.map(lambda names: {n: v for n, v in agreed.items() if n not in names})


@cache
def _names_of(names: tuple[str, ...]) -> st.SearchStrategy[set[str]]:
    return st.just(set[str]()) | st.sets(st.sampled_from(names))


@cache
def _edits(names: tuple[str, ...]) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({}, optional={name: VALUES[name] for name in names})
