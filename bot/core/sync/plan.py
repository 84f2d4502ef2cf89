"""Plans one round: given the list and a whole reading of every side, what should happen.

Nothing is done here. `plan_round` returns a value that says which edits come in, what each side
should be sent, what is put to a person, and one `Step` per thing for the preview; the engine in
`bot.sync.engine` carries out exactly that value. No code here knows which side it is planning for.

The round has two movements. First every side's edits come in, side after side, so that the list
holds what everybody meant. Then every side is sent what still differs from the list. A third side
therefore changes nothing in the merge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.history import Change, Outcome
from bot.core.sync.effects import (
    Bond,
    Collision,
    Item,
    Push,
    RoundPlan,
    SidePlan,
    SideState,
    Step,
    StepKind,
)
from bot.core.sync.intake import Intake, adopt
from bot.core.sync.merge import UNKNOWN, Decision, Unknown, merge_field, policy_for
from mappings.canonical import (
    Action,
    Fields,
    FieldValue,
    Policy,
    code_order,
    held,
    revise,
    word,
)

_TWO_WAY = (Policy.SIDE, Policy.LIST)


ASK = "lijst en kant verschillen en niemand weet wat het laatst gold; kies met resolve"
SIDE_WINS = "beide gewijzigd; de kant wint, de waarde uit de lijst staat in de geschiedenis"
LIST_WINS = "beide gewijzigd; de lijst wint, de waarde van de kant staat in de geschiedenis"
ORPHANS = "er staat een taak van de bot zonder kenmerk; koppel haar met relink, of kies reject"
OUTCOME_UNKNOWN = "onbekend of het aanmaken is gelukt; een volgende ronde kijkt opnieuw"


def plan_round(
    actions: Mapping[str, Action],
    sides: Sequence[SideState],
    policies: Mapping[str, Policy],
    *,
    at: datetime,
    run: str,
) -> RoundPlan:
    """Plan the round. policies: by field name; at, run: stamped on the history."""
    draft = _Draft(dict(actions), policies, at, run)
    intakes = [draft.take_in(adopt(side, actions)) for side in sides]
    plans = tuple(draft.send_out(intake) for intake in intakes)
    return RoundPlan(draft.actions, tuple(draft.changes), plans, tuple(draft.steps))


class _Draft:
    """The round while it is being planned: the list as edits come in, and the lines about it."""

    def __init__(
        self,
        actions: dict[str, Action],
        policies: Mapping[str, Policy],
        at: datetime,
        run: str,
    ) -> None:
        self.actions = actions
        self.policies = policies
        self.at = at
        self.run = run
        self.changes: list[Change] = []
        self.steps: list[Step] = []

    def take_in(self, adoption: tuple[SideState, Mapping[str, str]]) -> Intake:
        """Bring one side's edits into the list."""
        side, adopted = adoption
        intake = Intake(side, adopted, {}, ())
        collisions: list[Collision] = []
        for code in sorted(self.actions.keys() & side.bonds.keys(), key=code_order):
            item = side.items.get(side.bonds[code].remote_id)
            if item is not None:
                intake.seen[code] = {}
                collisions += self._take_in_item(intake, code, item)
        return replace(intake, collisions=tuple(collisions))

    def _take_in_item(self, intake: Intake, code: str, item: Item) -> list[Collision]:
        side, before = intake.side, self.actions[code]
        view, known = side.view(before), side.bonds[code].base
        collisions = []
        for name, ours in (self._leaving(item, known) if view is None else view).items():
            if name not in item.fields:
                continue
            base = known.get(name, UNKNOWN)
            theirs = item.fields[name]
            policy = policy_for(name, ours, self.policies)
            decision = merge_field(base, ours, theirs, policy)
            if view is None and isinstance(base, Unknown) and policy in _TWO_WAY:
                lost = theirs != held(before, name)
                decision = Decision(value=ours, wanted=ours, lost=theirs, collided=lost)
            if not decision.ask and policy is not Policy.ANNOUNCE:
                intake.seen[code][name] = theirs
            elif decision.wanted == theirs and not decision.ask:
                intake.seen[code][name] = ours
            self._note(side.name, code, name, (base, ours, theirs), decision)
            if decision.collided or decision.ask:
                mine = held(before, name) if view is None else ours
                collisions.append(
                    Collision(code=code, field=name, ours=mine, theirs=theirs, ask=decision.ask)
                )
        return collisions

    def _leaving(self, item: Item, known: Fields) -> Fields:
        """What the side should hold of an action that left it: nothing.

        An edit made there in the meantime still collides or is told, and so is not lost with the
        item. Where nothing is remembered, what the item says may be old: the list keeps its own.
        """
        names = [name for name in item.fields if self.policies[name] is not Policy.ANNOUNCE]
        return {
            name: None if self.policies[name] in _TWO_WAY else known.get(name) for name in names
        }

    def _note(
        self,
        side: str,
        code: str,
        name: str,
        versions: tuple[FieldValue | Unknown, FieldValue, FieldValue],
        decision: Decision,
    ) -> None:
        """Revise the list and write the lines that tell what happened to one field."""
        action = self.actions[code]
        base, ours, theirs = versions
        known = None if isinstance(base, Unknown) else base
        if decision.put_back:
            self._change(side, code, name, known, theirs, Outcome.REPORTED)
        elif decision.ask:
            self._step(code, side, StepKind.CONFLICT, name, word(action, name), theirs, ASK)
        elif decision.collided and decision.value == theirs:
            mine = word(action, name)
            self._change("list", code, name, known, mine, Outcome.LOST)
            self._step(code, side, StepKind.CONFLICT, name, mine, theirs, SIDE_WINS)
        elif decision.collided:
            mine = word(action, name)
            self._change(side, code, name, known, theirs, Outcome.LOST)
            self._step(code, side, StepKind.CONFLICT, name, theirs, mine, LIST_WINS)
        if decision.value != ours:
            self._pull(side, code, name, theirs)

    def _pull(self, side: str, code: str, name: str, theirs: FieldValue) -> None:
        before = self.actions[code]
        after = revise(before, name, theirs)
        self.actions[code] = after
        old, new = word(before, name), word(after, name)
        self._change(side, code, name, old, new, Outcome.APPLIED)
        self._step(code, side, StepKind.PULL, name, old, new, f"gewijzigd in {side.capitalize()}")

    def send_out(self, intake: Intake) -> SidePlan:
        """Decide what to send to one side, now that the list is complete."""
        side = intake.side
        pushes = []
        missed, over = self._deleted(side)
        for code, action in self.actions.items():
            bond = side.bonds.get(code)
            if bond is None:
                push = self._create(intake, action)
            elif bond.remote_id not in side.items:
                push = None
            else:
                push = self._update(intake, action, bond, side.items[bond.remote_id])
            if push is not None:
                pushes.append(push)
        return SidePlan(
            name=side.name,
            adopted=intake.adopted,
            seen=intake.news(),
            collisions=intake.collisions,
            gone=self._tell_deleted(side, missed),
            over=over,
            back=tuple(c for c, b in side.bonds.items() if b.gone and b.remote_id in side.items),
            foreign=self._foreign(side),
            pushes=tuple(pushes),
        )

    def _create(self, intake: Intake, action: Action) -> Push | None:
        side = intake.side
        fields = side.view(action)
        if fields is None:
            return None
        if intake.has_orphans:
            self._step(action.code, side.name, StepKind.PARK, reason=ORPHANS)
            return None
        pending = side.pending.get(action.code)
        if pending is not None and not pending.may_repeat:
            self._step(action.code, side.name, StepKind.PARK, reason=OUTCOME_UNKNOWN)
            return None
        self._step(action.code, side.name, StepKind.CREATE, new=fields.get("title"))
        return Push(
            kind=StepKind.CREATE,
            code=action.code,
            remote_id=None,
            fields=fields,
            base=fields,
            # A create proven absent is repeated under its own number: should it have happened all
            # the same, a side that remembers makes no second one.
            serial=side.made.get(action.code, 0),
        )

    def _update(self, intake: Intake, action: Action, bond: Bond, item: Item) -> Push | None:
        side = intake.side
        view = side.view(action)
        if view is None:
            self._step(action.code, side.name, StepKind.REMOVE, old=item.title)
            return Push(
                kind=StepKind.REMOVE, code=action.code, remote_id=item.remote_id, fields={}, base={}
            )
        fields: dict[str, FieldValue] = {}
        asked = intake.asked.get(action.code, set())
        for name, ours in view.items():
            if name not in item.fields or name in asked or item.fields[name] == ours:
                continue
            theirs, wanted = item.fields[name], ours
            if self.policies[name] is Policy.ANNOUNCE:
                base = intake.seen[action.code].get(name, bond.base.get(name, UNKNOWN))
                wanted = merge_field(base, ours, theirs, Policy.ANNOUNCE).wanted
            if wanted != theirs:
                fields[name] = wanted
                self._step(action.code, side.name, StepKind.UPDATE, name, theirs, wanted)
        if not fields:
            return None
        return Push(
            kind=StepKind.UPDATE,
            code=action.code,
            remote_id=item.remote_id,
            fields=fields,
            base={name: view[name] for name in fields},
        )

    def _deleted(self, side: SideState) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Which items people deleted: those that are missed, and those that had to go anyway."""
        codes = [c for c, b in side.bonds.items() if b.remote_id in side.missing and not b.gone]
        over = tuple(code for code in codes if side.view(self.actions[code]) is None)
        return tuple(code for code in codes if code not in over), over

    def _tell_deleted(self, side: SideState, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            self._change(side.name, code, "item", "aanwezig", "verwijderd", Outcome.REPORTED)
            reason = f"in {side.name.capitalize()} verwijderd; de actie blijft in de lijst"
            self._step(code, side.name, StepKind.PARK, reason=reason)
        return codes

    def _foreign(self, side: SideState) -> tuple[Item, ...]:
        linked = {bond.remote_id for bond in side.bonds.values()}
        return tuple(item for item in side.items.values() if item.remote_id not in linked)

    def _change(
        self,
        side: str,
        code: str,
        name: str,
        old: FieldValue,
        new: FieldValue,
        outcome: Outcome,
    ) -> None:
        self.changes.append(
            Change(
                at=self.at,
                run=self.run,
                code=code,
                side=side,
                field=name,
                old=old,
                new=new,
                outcome=outcome,
            )
        )

    def _step(
        self,
        code: str | None,
        side: str,
        kind: StepKind,
        name: str | None = None,
        old: FieldValue = None,
        new: FieldValue = None,
        reason: str = "",
    ) -> None:
        self.steps.append(
            Step(code=code, side=side, kind=kind, field=name, old=old, new=new, reason=reason)
        )
