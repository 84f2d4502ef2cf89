"""What more than one check of `doctor` looks at, read once.

Each reading raises what the parts raise; one that failed is tried again by the next who asks, so
the list of checks in `bot.service.doctor.report` says which of them stand or fall together.
"""

from dataclasses import dataclass
from functools import cached_property

from bot.core.sync.sides import PLANNER
from bot.settings import Settings
from bot.sync.side import Memory, Reading
from bot.sync.sides.planner import PlannerSide
from bot.sync.sides.planner_people import AccountBook
from bot.wiring import House
from connectors.errors import GraphError, Missing
from connectors.planner import PlanContents, PlannerApi
from connectors.wire import User


@dataclass(frozen=True)
class PlanFound:
    """Our plan. reading: as a sync reads it, with what stands where; contents: what is in it."""

    reading: Reading
    contents: PlanContents


@dataclass(frozen=True)
class Visit:
    """One run of `doctor` in a house."""

    house: House

    @property
    def settings(self) -> Settings:
        """What the installation decided."""
        return self.house.settings

    @cached_property
    def planner(self) -> PlannerApi:
        """Planner, and the directory as far as Planner needs it."""
        return PlannerApi(self.house.graph)

    @cached_property
    def members(self) -> list[User]:
        """The people of the group. Raises SettingsErrors, GraphError."""
        self.settings.need("PLANNER_GROUP_ID")
        return self.planner.members(self.settings.group_id)

    @cached_property
    def accounts(self) -> dict[str, User | None]:
        """Everybody whom tasks are assigned to, by user name; None: the directory has no such.

        Raises SettingsErrors, GraphError.
        """
        self.settings.need_sign_in()
        names = sorted({name for names in self.settings.members.values() for name in names})
        found: dict[str, User | None] = {}
        for name, answer in zip(names, self.planner.users(names) if names else [], strict=True):
            if isinstance(answer, GraphError) and not isinstance(answer, Missing):
                raise answer
            found[name] = answer if isinstance(answer, User) else None
        return found

    @cached_property
    def plan(self) -> PlanFound | None:
        """Our plan; None when there is none yet. A plan outside the fence is refused.

        Raises SettingsErrors, SideUnavailable, WrongPlan, GraphError, StoreError, AgendaErrors.
        """
        given = self.settings
        given.need("PLANNER_GROUP_ID")
        # Without people: the check on people looks them up anew, also when known from before.
        nobody = AccountBook(self.planner, self.house.store, {}, given.group_id, self.house.now)
        side = PlannerSide(self.planner, self.house.agenda, nobody, given.group_id, given.plan_id)
        with self.house.store.read() as ledger:
            memory = Memory(ledger.places.all(PLANNER), ledger.capabilities.all(PLANNER))
        plan = side.read(memory, prepare=False)
        if not plan.reading.exists:
            return None
        return PlanFound(plan.reading, self.planner.read_plan(plan.plan_id))
