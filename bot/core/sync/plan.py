"""Plans one round: given the list and a whole reading of every side, what should happen.

Nothing is done here. `plan_round` returns a value that says which edits come in, what each side
should be sent, what is put to a person, and one `Step` per thing for the preview; the engine in
`bot.sync.engine` carries out exactly that value. No code here knows which side it is planning for.

The round has two movements. First every side's edits come in, side after side, so that the list
holds what everybody meant. Then every side is sent what still differs from the list. A third side
therefore changes nothing in the merge.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.checklist.asks import CHECKLIST
from bot.core.discussions import DISCUSS, RAISED
from bot.core.dutch import field_word
from bot.core.history import Change, Outcome, word_before
from bot.core.sync.creation import creation, in_doubt, why_not
from bot.core.sync.effects import (
    Collision,
    Item,
    Push,
    RoundPlan,
    SidePlan,
    SideState,
    Spot,
    Step,
    StepKind,
)
from bot.core.sync.intake import DOUBLE, Intake, recognise, told_doubles
from bot.core.sync.merge import (
    UNKNOWN,
    Decision,
    Unknown,
    merge_field,
    merge_leaving,
    policy_for,
)
from bot.core.sync.put_backs import PutBacks
from bot.core.sync.raised import newly_raised
from bot.core.sync.reasons import (
    ASK,
    LIST_WINS,
    SIDE_WINS,
    UNREAD,
    reason,
)
from bot.core.sync.sides import side_name
from bot.core.sync.struck import last_words, part_with, struck_items
from bot.core.sync.unmoved import busy_codes
from bot.core.sync.views import Views
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

_Merge = Callable[[FieldValue | Unknown, FieldValue, FieldValue, Policy], Decision]


def plan_round(
    actions: Mapping[str, Action],
    sides: Sequence[SideState],
    policies: Mapping[str, Policy],
    *,
    at: datetime,
    run: str,
    past: Callable[[str], Sequence[Change]] = lambda _code: (),
    struck: Mapping[str, Action] | None = None,
    held: Collection[str] = (),
) -> RoundPlan:
    """Plan the round. policies: by field name; at, run: stamped on the history.

    past: what happened to an action before this round, oldest first. struck: what was taken off
    the list, by code. held: codes of which nothing is made, as a side that is not read may have it.
    """
    policies = {CHECKLIST: Policy.ANNOUNCE, **policies}
    draft = _Draft(dict(actions), policies, at, run, past, struck or {})
    intakes = [draft.take_in(recognise(side, actions, draft.struck)) for side in sides]
    draft.in_doubt = {*held, *in_doubt(intakes)}
    plans = tuple(draft.send_out(intake) for intake in intakes)
    changes, steps = tuple(draft.changes), tuple(draft.steps)
    busy = busy_codes(plans, steps, changes, draft.put_backs.left)
    return RoundPlan(draft.actions, changes, plans, steps, busy)


class _Draft:
    """The round while it is being planned: the list as edits come in, and the lines about it."""

    def __init__(
        self,
        actions: dict[str, Action],
        policies: Mapping[str, Policy],
        at: datetime,
        run: str,
        past: Callable[[str], Sequence[Change]],
        struck: Mapping[str, Action],
    ) -> None:
        self.struck = struck
        self.past = past
        self.actions = actions
        self.policies = policies
        self.at = at
        self.run = run
        self.changes: list[Change] = []
        self.steps: list[Step] = []
        self.views = Views()
        self.by: dict[Spot, str] = {}  # who gave a field its value, where a side tells
        self.in_doubt: set[str] = set()  # codes that something people made may be
        self.put_backs = PutBacks(past, at)

    def take_in(self, intake: Intake) -> Intake:
        """Bring one side's edits into the list."""
        side = intake.side
        for code, items in intake.doubles.items():
            self.views.set_apart(side, code, DOUBLE, told_doubles(items))
        collisions: list[Collision] = []
        for code in sorted(self.actions.keys() & side.bonds.keys(), key=code_order):
            item = side.items.get(side.bonds[code].remote_id)
            if item is None:
                continue
            intake.seen[code] = {}
            if item.unread:
                self.views.set_apart(side, code, UNREAD, item.unread)
            elif self.views.fits(side, self.actions[code]):
                self._doubt(side.name, code, item)
                self.by |= {Spot(side.name, code, name): who for name, who in item.by.items()}
                collisions += self._take_in_item(intake, code, item)
        self._keep_last_words(intake)
        for code, is_raised in newly_raised(side, self.actions):
            old, new = (None, RAISED) if is_raised else (RAISED, None)
            self._change(Spot(side.name, code, DISCUSS), old, new, Outcome.APPLIED)
            told = f"Gewijzigd in {side_name(side.name)}."
            self._step(StepKind.PULL, Spot(side.name, code, DISCUSS), old, new, told)
        return replace(intake, collisions=tuple(collisions))

    def _keep_last_words(self, intake: Intake) -> None:
        """What people wrote on an item that goes with its struck action is kept in the history."""
        side = intake.side
        for code, item in struck_items(side, self.struck):
            if item.unread:
                self.views.set_apart(side, code, UNREAD, item.unread)
            known = side.agreed(code)
            intake.seen[code] = last_words(side, code, item, self.struck[code], self.policies)
            for name, theirs in intake.seen[code].items():
                self._change(Spot(side.name, code, name), known[name], theirs, Outcome.LOST)

    def _take_in_item(self, intake: Intake, code: str, item: Item) -> list[Collision]:
        """Decide each field of an item; one that leaves may yet stay by what people said of it."""
        side = intake.side
        view = self.views.of(side, self.actions[code])
        if view is not None:
            return self._take_in_fields(intake, code, item, view, merge_field)
        words = self._own_words(code, item, side.bonds[code].base)
        said = {name: ours for name, ours in words.items() if self.policies[name] in _TWO_WAY}
        rest = {name: ours for name, ours in words.items() if name not in said}
        collisions = self._take_in_fields(intake, code, item, said, merge_leaving)
        fits = self.views.fits(side, self.actions[code])
        view = self.views.of(side, self.actions[code]) if fits else None
        if view is None:
            return collisions + self._take_in_fields(intake, code, item, rest, merge_leaving)
        rest = {name: ours for name, ours in view.items() if name in rest}
        return collisions + self._take_in_fields(intake, code, item, rest, merge_field)

    def _take_in_fields(
        self, intake: Intake, code: str, item: Item, words: Fields, merge: _Merge
    ) -> list[Collision]:
        """Decide these fields. words: what the list says of them."""
        side = intake.side
        known = side.agreed(code)
        collisions = []
        for name, ours in words.items():
            if name not in item.fields:
                continue
            base, theirs = known.get(name, UNKNOWN), item.fields[name]
            if not known and self.policies[name] is Policy.ANNOUNCE:
                base = ours  # all was forgotten: what people took off meanwhile is not put back
            spot = Spot(side.name, code, name)
            decision = merge(base, ours, theirs, policy_for(name, ours, self.policies))
            if self.policies[name] is Policy.RESTORE and decision.wanted != theirs:
                base, decision = self.put_backs.temper(spot, base, decision, theirs)
            if not isinstance(decision.agreed, Unknown):
                intake.seen[code][name] = decision.agreed
            self._note(spot, (base, ours, theirs), decision)
            if decision.collided or decision.ask:
                collisions.append(
                    Collision(code=code, field=name, ours=ours, theirs=theirs, ask=decision.ask)
                )
        return collisions

    def _doubt(self, side: str, code: str, item: Item) -> None:
        """Set apart what people filled in and cannot have meant; the rest of the item goes on."""
        for name, clause in item.doubts.items():
            spot = Spot(side, code, name)
            told = f"De {field_word(name)} in {side_name(side)} {clause}. Verbeter het daar."
            self._step(StepKind.PARK, spot, reason=told)

    def _own_words(self, code: str, item: Item, known: Fields) -> Fields:
        """What the list says of an action that left the side, whose view therefore says nothing.

        Of what the list alone decides, the side was last told.
        """
        action = self.actions[code]
        return {
            name: held(action, name) if self.policies[name] in _TWO_WAY else known.get(name)
            for name in item.fields
        }

    def _note(
        self,
        spot: Spot,
        versions: tuple[FieldValue | Unknown, FieldValue, FieldValue],
        decision: Decision,
    ) -> None:
        """Revise the list and write the lines that tell what happened to one field."""
        base, ours, theirs = versions
        known = None if isinstance(base, Unknown) else base
        if decision.put_back:
            self._change(spot, known, theirs, Outcome.REPORTED)
        elif decision.ask:
            self._clash(spot, self._word(spot), theirs, ASK)
        elif decision.collided and decision.value == theirs:
            mine = self._word(spot)
            self._change(replace(spot, side="list"), known, mine, Outcome.LOST)
            self._clash(spot, mine, theirs, SIDE_WINS)
        elif decision.collided:
            self._change(spot, known, theirs, Outcome.LOST)
            self._clash(spot, theirs, self._word(spot), LIST_WINS)
        if decision.value != ours:
            self._pull(spot, theirs)

    def _pull(self, spot: Spot, theirs: FieldValue) -> None:
        old = self._word(spot)
        taken_away = spot.field == "due" and not theirs
        before = word_before(self.past(spot.code)) if taken_away else None
        self.actions[spot.code] = revise(self.actions[spot.code], spot.field, theirs, before=before)
        new = self._word(spot)
        self._change(spot, old, new, Outcome.APPLIED)
        self._step(StepKind.PULL, spot, old, new, f"Gewijzigd in {side_name(spot.side)}.")

    def _word(self, spot: Spot) -> FieldValue:
        """What the list says there, in the agenda's own word."""
        return word(self.actions[spot.code], spot.field)

    def send_out(self, intake: Intake) -> SidePlan:
        """Decide what to send to one side, now that the list is complete."""
        side = intake.side
        pushes = []
        missed, over = self._deleted(side)
        for code, action in self.actions.items():
            bond = side.bonds.get(code)
            missing = bond is not None and bond.remote_id not in side.items
            if missing or not self.views.fits(side, self.actions[code]):
                push = None
            elif bond is None:
                push = self._create(intake, action)
            else:
                push = self._update(intake, action, side.items[bond.remote_id])
            if push is not None:
                pushes.append(push)
        for code, item in struck_items(side, self.struck):
            push, steps = part_with(side, code, item, self.policies)
            self.steps += steps
            pushes += [push] if push else []
        return SidePlan(
            name=side.name,
            adopted=intake.adopted,
            seen=intake.news(),
            collisions=intake.collisions,
            gone=self._tell_deleted(side, missed),
            over=over,
            astray=self._tell_astray(side),
            back=side.back,
            foreign=side.unlinked,
            pushes=tuple(pushes),
            apart=self._tell_apart(side),
            tired=tuple((s.code, s.field) for s in self.put_backs.tired if s.side == side.name),
            asked=in_doubt([intake]),
        )

    def _create(self, intake: Intake, action: Action) -> Push | None:
        side = intake.side
        fields = self.views.of(side, action)
        if fields is None:
            return None
        spot = Spot(side.name, action.code)
        waits = why_not(intake, action.code, self.in_doubt)
        if waits:
            self._step(StepKind.PARK, spot, reason=waits)
            return None
        self._step(StepKind.CREATE, spot, new=fields.get("title"))
        return creation(side, action.code, fields)

    def _update(self, intake: Intake, action: Action, item: Item) -> Push | None:
        side = intake.side
        view = self.views.of(side, action)
        if view is None:
            self._step(StepKind.REMOVE, Spot(side.name, action.code), old=item.title)
            return Push(
                kind=StepKind.REMOVE, code=action.code, remote_id=item.remote_id, fields={}, base={}
            )
        fields: dict[str, FieldValue] = {}
        for name, ours in view.items():
            if name not in item.fields:
                continue
            theirs, base = item.fields[name], intake.base_of(action.code, name)
            wanted = merge_field(base, ours, theirs, self.policies[name]).wanted
            if wanted != theirs and Spot(side.name, action.code, name) not in self.put_backs.left:
                fields[name] = wanted
                self._step(StepKind.UPDATE, Spot(side.name, action.code, name), theirs, wanted)
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
        missed = [c for c, b in side.bonds.items() if b.remote_id in side.missing and not b.gone]
        codes = sorted(missed, key=code_order)
        over = tuple(code for code in codes if self._had_to_go(side, code))
        return tuple(code for code in codes if code not in over), over

    def _had_to_go(self, side: SideState, code: str) -> bool:
        """Whether it leaves list or side, or the bot itself took the item away and never knew."""
        if code in self.struck or code in side.taken:
            return True
        action = self.actions[code]
        return self.views.fits(side, action) and self.views.of(side, action) is None

    def _tell_deleted(self, side: SideState, codes: tuple[str, ...]) -> tuple[str, ...]:
        reason = f"In {side_name(side.name)} verwijderd; de actie blijft in de lijst."
        for code in codes:
            self._change(Spot(side.name, code, "item"), "aanwezig", "verwijderd", Outcome.REPORTED)
            self._step(StepKind.PARK, Spot(side.name, code), reason=reason)
        return codes

    def _tell_astray(self, side: SideState) -> tuple[str, ...]:
        """What was made a moment ago may not be listed yet, so is no news until it lasts."""
        known = [c for c, b in side.bonds.items() if b.astray or b.fresh]
        known += self.struck
        news = [c for c, b in side.bonds.items() if b.remote_id in side.astray and c not in known]
        codes = sorted(news, key=code_order)
        for code in codes:
            self._change(Spot(side.name, code, "item"), "aanwezig", "verplaatst", Outcome.REPORTED)
        return tuple(codes)

    def _tell_apart(self, side: SideState) -> Mapping[str, str]:
        apart = self.views.apart.get(side.name, {})
        for code, clause in apart.items():
            self._step(StepKind.PARK, Spot(side.name, code), reason=clause)
        return apart

    def _change(self, spot: Spot, old: FieldValue, new: FieldValue, outcome: Outcome) -> None:
        change = Change(
            at=self.at,
            run=self.run,
            code=spot.code,
            side=spot.side,
            field=spot.field,
            old=old,
            new=new,
            outcome=outcome,
            by=self.by.get(spot, ""),
        )
        self.changes.append(change)

    def _clash(self, spot: Spot, old: FieldValue, new: FieldValue, form: str) -> None:
        told = reason(form, spot.side, spot.code, spot.field)
        self._step(StepKind.CONFLICT, spot, old, new, told)

    def _step(
        self,
        kind: StepKind,
        spot: Spot,
        old: FieldValue = None,
        new: FieldValue = None,
        reason: str = "",
    ) -> None:
        field = spot.field or None
        step = Step(
            code=spot.code, side=spot.side, kind=kind, field=field, old=old, new=new, reason=reason
        )
        self.steps.append(step)
