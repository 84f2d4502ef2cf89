"""The work by msgraph-sdk, call by call: the very requests that ours puts in batches.

It may expand details in a listing and send a description along with a new task, as ours does, so
that nothing but the batches makes the difference.
"""

import asyncio
from datetime import datetime
from typing import Any

from bench.work import Card, Work
from contract.graph_sdk import Query, Sdk, asking
from msgraph.generated.models.planner_applied_categories import PlannerAppliedCategories
from msgraph.generated.models.planner_assignments import PlannerAssignments
from msgraph.generated.models.planner_bucket import PlannerBucket
from msgraph.generated.models.planner_category_descriptions import PlannerCategoryDescriptions
from msgraph.generated.models.planner_container_type import PlannerContainerType
from msgraph.generated.models.planner_plan import PlannerPlan
from msgraph.generated.models.planner_plan_container import PlannerPlanContainer
from msgraph.generated.models.planner_plan_details import PlannerPlanDetails
from msgraph.generated.models.planner_task import PlannerTask
from msgraph.generated.models.planner_task_details import PlannerTaskDetails

from connectors.sandbox.control import Sandbox


class PlainSdk:
    """One tenant through msgraph-sdk.

    expands: whether that tenant expands details. at_once: how many tasks are made at a time.
    """

    def __init__(
        self, sandbox: Sandbox, work: Work, sdk: Sdk, *, expands: bool, at_once: int = 1
    ) -> None:
        self._planner = sdk.graph.planner
        self._graph, self._wait = sdk.graph, sdk.wait
        self._group = sandbox.environment()["PLANNER_GROUP_ID"]
        self._work, self._expands, self._at_once = work, expands, at_once
        self._plan_id = ""

    def fill(self) -> None:
        """Make the plan; each task takes two calls: create, and see that its details came along."""
        self._wait(self._graph.groups.by_group_id(self._group).planner.plans.get())
        container = PlannerPlanContainer(container_id=self._group, type=PlannerContainerType.Group)
        plan = PlannerPlan(title=self._work.title, container=container)
        self._plan_id = self._wait(self._planner.plans.post(plan)).id
        seen, _ = self._read()
        labels: Any = dict(self._work.labels)
        names = PlannerCategoryDescriptions(**labels)
        body = PlannerPlanDetails(category_descriptions=names)
        self._wait(self._plan.details.patch(body, request_configuration=_on(seen)))
        buckets = {name: self._bucket(name) for name in self._work.buckets}
        users = {
            name: self._wait(self._graph.users.by_user_id(name).get()).id
            for name in self._work.people
        }
        self._wait(self._create_all(buckets, users))

    async def _create_all(self, buckets: dict[str, str], users: dict[str, str]) -> None:
        gate = asyncio.Semaphore(self._at_once)

        async def create(card: Card) -> None:
            async with gate:
                await self._create(buckets[card.bucket], card, users)

        await asyncio.gather(*(create(card) for card in self._work.cards))

    def read(self) -> None:
        """Read everything."""
        self._read()

    def edit(self, count: int) -> None:
        """Nothing: it has no list of its own."""

    def change(self, count: int) -> None:
        """Read, then a call per task."""
        _, tasks = self._read()
        for task in tasks[:count]:
            turned = PlannerTask(percent_complete=50 if task.percent_complete == 100 else 100)
            one = self._planner.tasks.by_planner_task_id(task.id)
            self._wait(one.patch(turned, request_configuration=_on(task)))

    @property
    def _plan(self) -> Any:
        return self._planner.plans.by_planner_plan_id(self._plan_id)

    def _read(self) -> tuple[Any, list[Any]]:
        self._wait(self._plan.get())
        details = self._wait(self._plan.details.get())
        self._wait(self._plan.buckets.get())
        query = Query(expand=["details"]) if self._expands else None
        tasks = self._wait(self._plan.tasks.get(request_configuration=asking(query))).value
        for task in tasks if not self._expands else []:
            self._wait(self._planner.tasks.by_planner_task_id(task.id).details.get())
        return details, tasks

    def _bucket(self, name: str) -> str:
        bucket = PlannerBucket(name=name, plan_id=self._plan_id, order_hint=" !")
        return str(self._wait(self._planner.buckets.post(bucket)).id)

    async def _create(self, bucket: str, card: Card, users: dict[str, str]) -> None:
        assignee = {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": " !"}
        people = {users[name]: assignee for name in card.people}
        labels: dict[str, Any] = dict.fromkeys(card.labels, True)
        task = PlannerTask(
            plan_id=self._plan_id,
            bucket_id=bucket,
            title=card.title,
            percent_complete=card.percent,
            due_date_time=datetime.fromisoformat(card.due) if card.due else None,
            assignments=PlannerAssignments(additional_data=people),
            applied_categories=PlannerAppliedCategories(additional_data=labels),
            details=PlannerTaskDetails(description=card.description),
        )
        made: Any = await self._planner.tasks.post(task)
        await self._planner.tasks.by_planner_task_id(made.id).details.get()


def _on(seen: Any) -> Any:
    """Name the version that was read, and ask for the result."""
    etag = str(seen.additional_data["@odata.etag"])
    return asking(If_Match=etag, Prefer="return=representation")
