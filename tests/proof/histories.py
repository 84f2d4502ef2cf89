"""Random histories of an installation, as Hypothesis draws and shrinks them."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from proof.acts import (
    LATER,
    Act,
    Added,
    InList,
    InOutlook,
    InPlanner,
    acts,
    insistences,
    partings,
    races,
)
from proof.mishaps import Fault, Meanwhile, Mishap, meanwhiles, mishaps
from proof.ordeal import Ordeal

Beginning = Callable[..., Ordeal]
"""Begins a fresh installation; takes the tenant's settings."""


def play_histories(
    begin: Beginning,
    *,
    histories: int,
    steps: int,
    seed: int,
    phases: Sequence[Phase] = (Phase.generate, Phase.shrink),
) -> None:
    """Play this many histories of at most so many steps. Raises what the first bad one raises."""

    @seeded(seed)
    def machine() -> Histories:
        note(f"PROOF_SEED={seed}")
        return Histories(begin)

    profile = settings(
        max_examples=histories,
        stateful_step_count=steps,
        phases=phases,
        deadline=None,
        database=None,
        print_blob=True,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=profile)  # type: ignore[arg-type] # takes any factory


class Histories(RuleBasedStateMachine):
    """A history of one installation, drawn step by step."""

    def __init__(self, begin: Beginning) -> None:
        super().__init__()
        self._begin = begin
        self.ordeal: Ordeal | None = None

    @initialize(
        page_size=st.sampled_from((3, 400)),
        expand_details=st.sampled_from(("accept", "ignore", "refuse")),
        post_details=st.sampled_from(("accept", "ignore", "refuse")),
        line_breaks=st.sampled_from(("keep", "crlf")),
        oldest_version=st.sampled_from((50, 0)),
        duplicate_event_status=st.sampled_from((400, 409)),
        chance=st.integers(0, 2**16),
        filled=st.booleans(),
    )
    def begin(self, chance: int, filled: bool, **tenant: Any) -> None:
        """Set up, against one of the tenants that Planner and Outlook may turn out to be."""
        self.chance = Random(chance)
        self.ordeal = self._begin(**tenant)
        if filled:
            self.ordeal.round()

    @property
    def _ordeal(self) -> Ordeal:
        if self.ordeal is None:
            raise LookupError("a history began in the middle")
        return self.ordeal

    @rule(act=acts())
    def act(self, act: Act) -> None:
        """Somebody does something."""
        self._ordeal.perform(act)

    @rule()
    def round(self) -> None:
        """A round on a good day."""
        self._ordeal.round()

    @rule(mishaps=mishaps())
    def round_with(self, mishaps: list[Mishap]) -> None:
        """A round on a bad day."""
        self._ordeal.round(mishaps)

    @rule(meanwhile=meanwhiles())
    def round_while(self, meanwhile: Meanwhile) -> None:
        """A round during which somebody does something, or the process ends."""
        self._ordeal.round((), meanwhile)

    @rule(mishaps=mishaps(), meanwhile=meanwhiles())
    def round_with_while(self, mishaps: list[Mishap], meanwhile: Meanwhile) -> None:
        """Both at once."""
        self._ordeal.round(mishaps, meanwhile)

    @rule(race=races(), unit=st.integers(2, 12))
    def race(self, race: tuple[Act, ...], unit: int) -> None:
        """The last one changes what others just changed, while a round sends it."""
        for act in race[:-1]:
            self._ordeal.perform(act)
        self._ordeal.round((), Meanwhile(unit, race[-1]))

    @rule(act=insistences(), times=st.integers(3, 5), minutes=st.sampled_from((11, 2 * 24 * 60)))
    def insist(self, act: InPlanner | InOutlook, times: int, minutes: int) -> None:
        """Somebody changes a text of ours again after every time it is put back."""
        for _ in range(times):
            self._ordeal.perform(act)
            self._ordeal.round()
            self._ordeal.forward(minutes)

    @rule(parting=partings())
    def part(self, parting: tuple[InOutlook, InList]) -> None:
        """Somebody does something to the event of an action that is to leave the calendar."""
        for act in parting:
            self._ordeal.perform(act)
        self._ordeal.round()

    @rule(
        added=st.builds(Added, st.sampled_from(LATER)),
        fault=st.sampled_from(("lost_response", "lost_request", "malformed_json")),
        where=st.sampled_from(("creates", "new events")),
    )
    def add_blindly(self, added: Added, fault: str, where: str) -> None:
        """A task or an event is made, or not, and the answer does not tell."""
        self._ordeal.perform(added)
        self._ordeal.round([Fault(fault, where)])

    @rule(
        added=st.builds(Added, st.sampled_from(LATER)),
        where=st.sampled_from(("creates", "new events")),
        reads=st.integers(1, 3),
        unit=st.integers(6, 12),
    )
    def add_unseen(self, added: Added, where: str, reads: int, unit: int) -> None:
        """What is made does not show yet, and the process ends at about that time."""
        self._ordeal.perform(added)
        late = Fault("delayed_visibility", where, 7, {"reads": reads})
        self._ordeal.round([late], Meanwhile(unit))

    @rule(minutes=st.sampled_from((1, 6, 11, 90, 7 * 24 * 60)))
    def wait(self, minutes: int) -> None:
        """Time passes."""
        self._ordeal.forward(minutes)

    @rule()
    def restart(self) -> None:
        """The program starts anew."""
        self._ordeal.restart()

    @rule()
    def decide(self) -> None:
        """The coordinator decides something."""
        self._ordeal.decide(self.chance)

    @rule()
    def back_up(self) -> None:
        """A copy of the database is made."""
        self._ordeal.back_up()

    @precondition(lambda self: len(self._ordeal.copies) > 1)
    @rule(number=st.integers(0, 5))
    def restore(self, number: int) -> None:
        """An older copy is put back."""
        self._ordeal.restore(number)

    @rule()
    def settle(self) -> None:
        """It becomes quiet for a while."""
        self._ordeal.settle(self.chance)

    def teardown(self) -> None:
        """It becomes quiet for good."""
        if self.ordeal is not None:
            if self.ordeal.sound:
                self.ordeal.settle(self.chance)
            self.ordeal.close()
