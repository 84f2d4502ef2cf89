"""What a round did: counts per side, and sentences for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.actions.pairs import Likely
from bot.core.checklist.settle import Settled
from bot.core.dutch import counted, enumerated, few
from bot.core.sync.brake import BrakePulled
from bot.core.sync.effects import Push, Step, StepKind
from bot.core.sync.sides import side_name
from bot.sync.checklist import full_sentence
from bot.sync.side import Confirmed, OutcomeUnknown, Parked, Postponed, SideUnavailable, Verdict

REMEDY = (
    "Kijk daar na wat er is gebeurd. Kloppen de verwijderingen, draai dan: "
    "driehoek sync --allow-deletions"
)


EMPTY_LIST = "De lijst is nog leeg. Vul haar met: driehoek import"


@dataclass
class SideCounts:
    """What a round did to one side, as `sync --json` shows it."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    pulled: int = 0
    conflicts: int = 0
    parked: int = 0
    waiting: int = 0

    def count_step(self, step: Step) -> None:
        """Count what a line of the plan brings in; what goes out counts when it is confirmed."""
        match step.kind:
            case StepKind.PULL:
                self.pulled += 1
            case StepKind.CONFLICT:
                self.conflicts += 1
            case StepKind.PARK if step.field:
                self.parked += 1

    def count(self, push: Push, verdict: Verdict) -> None:
        """Count what became of one push."""
        match verdict:
            case Confirmed(done=True) if push.kind is StepKind.CREATE:
                self.created += 1
            case Confirmed(done=True) if push.kind is StepKind.REMOVE:
                self.removed += 1
            case Confirmed(done=True):
                self.updated += 1
            case Parked():
                self.parked += 1
            case OutcomeUnknown() | Postponed():
                self.waiting += 1

    def words(self) -> str:
        """Write what happened, and only that: "1 gemaakt en 2 botsingen", "niets veranderd"."""
        counts = [
            (self.created, "gemaakt", "gemaakt"),
            (self.updated, "bijgewerkt", "bijgewerkt"),
            (self.removed, "weggehaald", "weggehaald"),
            (self.pulled, "overgenomen", "overgenomen"),
            (self.conflicts, "botsing", "botsingen"),
            (self.parked, "apart gezet", "apart gezet"),
            (self.waiting, "wacht nog", "wachten nog"),
        ]
        return enumerated([counted(*count) for count in counts if count[0]]) or "niets veranderd"


@dataclass
class RoundReport:
    """What a round did.

    remarks: Dutch sentences; for_person: those among them that no later round will solve. asks:
    fields only a person can decide. steps: line by line. unavailable: the sides that could not be
    read, or not written to the end, by name. read_at: the sides that were read whole, and when;
    unread: those that were not, and why, a Dutch sentence. brakes: the sides where so much was
    missing that nothing was done there, by name. pairs: what people made and may be an action's.
    is_empty: the list has no action to compare.
    """

    run: str
    sides: dict[str, SideCounts]
    remarks: list[str] = field(default_factory=list)
    for_person: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    asks: int = 0
    unavailable: dict[str, SideUnavailable] = field(default_factory=dict)
    read_at: dict[str, datetime] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    brakes: dict[str, BrakePulled] = field(default_factory=dict)
    is_empty: bool = False
    pairs: list[Likely] = field(default_factory=list)

    def ask_pairs(self, found: Mapping[str, Sequence[Likely]]) -> None:
        """Ask of a person whether what people made is what the list has. found: by side."""
        for side, pairs in found.items():
            new = [pair for pair in pairs if pair not in self.pairs]  # another pass finds them too
            self.pairs += new
            self.sides[side].parked += len({pair.code for pair in new})
            codes = list(dict.fromkeys(pair.code for pair in pairs))
            if codes:
                some = counted(len(codes), "actie lijkt", "acties lijken")
                self.remark(
                    f"{some} op wat mensen al in {side_name(side)} maakten: {few(codes)}. Daarvoor "
                    "wordt niets gemaakt tot u kiest. Kies met: driehoek pairs",
                    for_person=True,
                )

    def tell_full(self, settled: Mapping[str, Settled]) -> None:
        """Tell, once, which checklists have no room. settled: by side."""
        for row in (row for part in settled.values() for row in part.crowded):
            self.remark(full_sentence(row), for_person=True)

    def remark(self, sentence: str, *, for_person: bool) -> None:
        """Take a sentence up, once."""
        for sentences in (self.remarks, self.for_person) if for_person else (self.remarks,):
            if sentence not in sentences:
                sentences.append(sentence)

    def take_up(self, steps: Sequence[Step]) -> None:
        """Take up the lines of a plan; what an earlier pass had as well counts once."""
        known = set(self.steps)
        for step in steps:
            if step not in known:
                self.steps.append(step)
                self.sides[step.side].count_step(step)

    def set_apart(self, side: str, sentence: str) -> None:
        """Tell of an item that is set apart; it counts once, however many passes find it."""
        self.sides[side].parked += sentence not in self.for_person
        self.remark(sentence, for_person=True)

    def miss(self, side: SideUnavailable) -> None:
        """Go on without a side."""
        self.unavailable[side.side] = side
        self.remark(str(side), for_person=False)

    def miss_reading(self, missed: SideUnavailable | BrakePulled, reason: str) -> None:
        """Go on without a side that could not be read whole, or whose reading is not believed."""
        self.unread[missed.side] = reason
        if isinstance(missed, BrakePulled):
            self.brakes[missed.side] = missed
            name = side_name(missed.side)
            self.remark(f"{reason} In {name} is niets veranderd. {REMEDY}", for_person=True)
        else:
            self.miss(missed)

    def side_words(self, side: str) -> str:
        """Write in a sentence what became of one side."""
        if side in self.brakes:
            return f"{side_name(side)}: met rust gelaten."
        if side in self.unread:
            return f"{side_name(side)}: niet gelezen."
        return f"{side_name(side)}: {self.sides[side].words()}."

    def is_without(self, side: str) -> bool:
        """Whether this round does without a side."""
        return side in self.unavailable or side in self.brakes

    @property
    def waits_for_person(self) -> bool:
        """Whether something will not solve itself in a later round."""
        return bool(self.asks or any(side.parked for side in self.sides.values()))
