"""The work by python-O365, call by call, with its Planner classes as their documentation shows.

It has no batches and no `$expand`, and cannot send a description along with a new task. Its own
pause of 200 ms between two calls is switched off here.
"""

from typing import Any

from bench.work import Card, Work
from O365 import Account, MSGraphProtocol
from O365.utils.token import MemoryTokenBackend

from connectors.sandbox.control import Sandbox


class PlainO365:
    """One tenant through python-O365."""

    def __init__(self, sandbox: Sandbox, work: Work) -> None:
        protocol = type("Here", (MSGraphProtocol,), {"_protocol_url": f"{sandbox.origin}/"})
        account = Account(
            ("id", "secret"),
            auth_flow_type="credentials",
            tenant_id="tenant",
            protocol=protocol(),
            token_backend=MemoryTokenBackend(),
            requests_delay=0,
        )
        session = account.con.get_session()
        session.headers["Authorization"] = "Bearer sandbox-token"
        session.trust_env = False  # a proxy of the environment never leads to loopback
        account.con.session = session
        self._account = account
        self._planner = account.planner()
        self._group = sandbox.environment()["PLANNER_GROUP_ID"]
        self._work = work
        self._plan_id = ""

    def fill(self) -> None:
        """Make the plan; each task takes three calls: create, read its details, describe."""
        self._planner.list_group_plans(self._group)
        self._plan_id = self._planner.create_plan(self._group, self._work.title).object_id
        plan, details, _ = self._read()
        details.update(category_descriptions=dict(self._work.labels))
        buckets = {name: plan.create_bucket(name) for name in self._work.buckets}
        users = {name: self._account.directory().get_user(name) for name in self._work.people}
        for card in self._work.cards:
            self._create(buckets[card.bucket], card, users)

    def read(self) -> None:
        """Read everything; the details cost a call per task."""
        self._read()

    def edit(self, count: int) -> None:
        """Nothing: it has no list of its own."""

    def change(self, count: int) -> None:
        """Read, then a call per task."""
        _, _, tasks = self._read()
        for task in tasks[:count]:
            task.update(percent_complete=50 if task.percent_complete == 100 else 100)

    def _read(self) -> tuple[Any, Any, list[Any]]:
        plan = self._planner.get_plan_by_id(self._plan_id)
        details = plan.get_details()
        plan.list_buckets()
        tasks = list(plan.list_tasks())
        for task in tasks:
            task.get_details()
        return plan, details, tasks

    def _create(self, bucket: Any, card: Card, users: dict[str, Any]) -> None:
        assignee = {"@odata.type": "#microsoft.graph.plannerAssignment", "orderHint": " !"}
        due = {"due_date_time": card.due} if card.due else {}
        task = bucket.create_task(
            card.title,
            {users[name].object_id: assignee for name in card.people},
            percent_complete=card.percent,
            applied_categories=dict.fromkeys(card.labels, True),
            **due,
        )
        task.get_details().update(description=card.description)
