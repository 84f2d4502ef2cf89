"""Planner: plans, buckets, tasks and their details, each with an etag of its own.

Single calls raise GraphError. Calls on many things give one outcome per thing, in the order asked:
a failure of one says nothing about the others.

Every write to an existing object carries If-Match with the etag that was read, and asks for the
result (`Prefer: return=representation`). Writing a task's details moves the version of the task
as well: read the task again before writing to it (Graph docs, "Planner resource versioning").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from connectors.errors import GraphError, Missing, Refused
from connectors.graph.batch import Verdict
from connectors.graph.calls import (
    Answer,
    GraphRequest,
    Unreadable,
    decode,
    each_understood,
    only_this_one,
    understood,
)
from connectors.graph.client import GraphClient
from connectors.graph.folded import sift
from connectors.planner_requests import (
    LabelNames,
    members_path,
    naming,
    new_buckets,
    patch,
    plan_path,
    plans_path,
    task_path,
    user_path,
)
from connectors.planner_tasks import has_details, has_start, without_half_details
from connectors.wire import (
    Bucket,
    JsonObject,
    Plan,
    PlanDetails,
    Tagged,
    Task,
    TaskDetails,
    User,
    Wire,
)

Model = TypeVar("Model", bound=Wire)

NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})

_PERSON = "#microsoft.graph.user"
_LISTED = "GET /planner/plans/{id}/tasks"


@dataclass(frozen=True)
class PlanContents:
    """A whole plan at one moment; every task has its details.

    unreadable: tasks that are there, but came in a form we do not know. folded: by id, tasks that
    are as they were known to be, as they came; `PlannerApi.unfold` reads one. prints: by id, the
    fingerprint of what came, for all that came whole.
    """

    plan: Plan
    details: PlanDetails
    buckets: tuple[Bucket, ...]
    tasks: tuple[Task, ...]
    unreadable: tuple[Unreadable, ...] = ()
    folded: Mapping[str, bytes] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupView:
    """What was asked about people and a group: an outcome per user name, and what was listed."""

    users: list[User | GraphError]
    members: list[User] | GraphError
    plans: list[Plan] | GraphError


class PlannerApi:
    """Planner as seen through one Graph client."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client
        self.expands = True
        """Whether listings expand details, as far as this Graph has shown; it is undocumented."""

    def plans_of(self, group_id: str) -> list[Plan]:
        """List the plans of a group. Raises GraphError."""
        return self._list(Plan, plans_path(group_id))

    def create_plan(self, group_id: str, title: str) -> Plan:
        """Make a plan in a group. Raises GraphError; after NoAnswer look for it first."""
        container = {"containerId": group_id, "type": "group"}
        body = {"container": container, "title": title}
        return self._send(Plan, GraphRequest("POST", "/planner/plans", body))

    def plan(self, plan_id: str) -> Plan:
        """Read a plan. Raises Denied also when the plan does not exist."""
        return self._send(Plan, GraphRequest("GET", plan_path(plan_id)))

    def members(self, group_id: str) -> list[User]:
        """List the people of a group, without its devices and nested groups. Raises GraphError."""
        return self._list(User, members_path(group_id))

    def users(self, upns: Sequence[str]) -> list[User | GraphError]:
        """Look up people by user name."""
        return self._read_each(User, [user_path(upn) for upn in upns])

    def look_up(self, upns: Sequence[str], group_id: str, *, plans: bool = False) -> GroupView:
        """Look up people by user name and list those of the group, in one exchange.

        Devices and nested groups are left out. plans: list the group's plans as well; else none.
        """
        paths = [user_path(upn) for upn in upns]
        paths += [members_path(group_id), *([plans_path(group_id)] if plans else [])]
        requests = [GraphRequest("GET", path) for path in paths]
        verdicts = dict(zip(paths, self._client.batch(requests), strict=True))
        users = [
            _outcome(User, request, verdicts[request.path]) for request in requests[: len(upns)]
        ]
        members = self._first_page(User, members_path(group_id), verdicts)
        found = self._first_page(Plan, plans_path(group_id), verdicts) if plans else []
        return GroupView(users, members, found)

    def read_plan(self, plan_id: str, known: Mapping[str, str] = NOTHING_KNOWN) -> PlanContents:
        """Read a plan with all that is in it: whole, or it raises GraphError.

        One batch for a plan of one page. Whether a listing of tasks expands their details is
        undocumented; where it does not, the details are read 20 at a time, from then on.
        known: fingerprints by task id; what still has that one stays folded, unless it has a start,
        which is told of every task.
        """
        root = plan_path(plan_id)
        tasks_path = f"{root}/tasks" + ("?$expand=details" if self.expands else "")
        paths = [root, f"{root}/details", f"{root}/buckets", tasks_path]
        verdicts = self._client.batch([GraphRequest("GET", path) for path in paths])
        if self.expands and isinstance(verdicts[3], Refused):
            self.expands = False
            return self.read_plan(plan_id, known)
        plan, details, buckets, tasks = [_answer(verdict).body for verdict in verdicts]
        items = self._client.each(tasks, tasks_path)
        listed = sift(items, known, is_whole=has_details, is_open=has_start)
        read, unreadable = self._with_details(listed.loose, is_alone=not listed.folded)
        return PlanContents(
            plan=understood(Plan, plan, "GET /planner/plans/{id}"),
            details=understood(PlanDetails, details, "GET /planner/plans/{id}/details"),
            buckets=tuple(
                understood(Bucket, item, "GET /planner/plans/{id}/buckets")
                for item in self._client.follow(buckets, paths[2])
            ),
            tasks=read,
            unreadable=unreadable,
            folded=listed.folded,
            prints=listed.prints,
        )

    def unfold(self, folded: bytes) -> Task:
        """Read a task that stayed folded. Raises BadReply."""
        return understood(Task, decode(folded, _LISTED), _LISTED)

    def start_plan(self, plan: Plan, buckets: Sequence[str]) -> PlanContents:
        """Make the first buckets of a plan that was just made, in the order given.

        Gives all that is in it then, in one exchange. Raises GraphError, also when only a part of
        it was refused; look again then.
        """
        path = f"{plan_path(plan.id)}/details"
        requests = [GraphRequest("GET", path), *new_buckets(plan.id, buckets)]
        details, *made = [_answer(verdict).body for verdict in self._client.batch(requests)]
        return PlanContents(
            plan=plan,
            details=understood(PlanDetails, details, requests[0].call),
            buckets=tuple(understood(Bucket, bucket, "POST /planner/buckets") for bucket in made),
            tasks=(),
        )

    def furnish(
        self, details: PlanDetails, labels: Mapping[str, str], buckets: Sequence[str]
    ) -> list[Bucket]:
        """Name label slots ("category1" to "category25") and make buckets, in one exchange.

        Other slots keep their names; the buckets stand in the order given. Raises GraphError, also
        when only a part of it was refused; look again then.
        """
        names = naming(LabelNames(details, labels))
        requests = [*names, *new_buckets(details.id, buckets)]
        answers = [_answer(verdict).body for verdict in self._client.batch(requests)]
        made = zip(requests, answers, strict=True)
        return [understood(Bucket, b, request.call) for request, b in made if "name" in b]

    def rewrite_label(self, details: PlanDetails, slot: str) -> None:
        """Write a label slot as it stands, to learn whether we may write. Raises GraphError.

        The least visible write there is: unlike a task, a label does not show who changed it last,
        and nobody is told. At most the etag of the plan's details moves, which no person sees.
        When somebody renamed this label since `details` was read, theirs stays: that is Stale.
        """
        body = {"categoryDescriptions": {slot: details.category_descriptions.get(slot)}}
        self._client.send(patch(f"{plan_path(details.id)}/details", details, body))

    def create_tasks(
        self, bodies: Sequence[JsonObject], labels: LabelNames | None = None
    ) -> list[Task | GraphError]:
        """Make tasks. Where `outcome_unknown` holds, look for the marker before trying again.

        labels: slots to name in the same exchange. What became of that the next reading shows.
        """
        requests = [GraphRequest("POST", "/planner/tasks", body) for body in bodies]
        verdicts = self._client.batch([*requests, *(naming(labels) if labels else [])])
        return [_outcome(Task, *pair) for pair in zip(requests, verdicts, strict=False)]

    def read_tasks(self, task_ids: Sequence[str]) -> list[Task | GraphError]:
        """Read tasks with their details."""
        tasks = self._read_each(Task, [task_path(task_id) for task_id in task_ids])
        details = self.details_of(task_ids)
        return [_joined(task, part) for task, part in zip(tasks, details, strict=True)]

    def details_of(self, task_ids: Sequence[str]) -> list[TaskDetails | GraphError]:
        """Read the details of tasks."""
        paths = [f"{task_path(task_id)}/details" for task_id in task_ids]
        return self._read_each(TaskDetails, paths)

    def patch_tasks(self, items: Sequence[tuple[Task, JsonObject]]) -> list[Task | GraphError]:
        """Change tasks, only the fields in each body; gives the new tasks without their details.

        At most one change per task: parts of a batch run at the same time and would collide.
        A GraphError may also stem from reading back; the change was made then.
        """
        _check_distinct([task for task, _ in items])
        return self._patch_each(
            Task, [patch(task_path(task.id), task, body) for task, body in items]
        )

    def patch_details(
        self, items: Sequence[tuple[TaskDetails, JsonObject]]
    ) -> list[TaskDetails | GraphError]:
        """Change details, as `patch_tasks` does tasks; not together with a change of the task."""
        _check_distinct([details for details, _ in items])
        requests = [
            patch(f"{task_path(details.id)}/details", details, body) for details, body in items
        ]
        return self._patch_each(TaskDetails, requests)

    def patch_whole(
        self, task: Task, body: JsonObject, details: JsonObject
    ) -> tuple[Task | GraphError, TaskDetails | GraphError]:
        """Change a task and then its details, in one exchange.

        When the first fails, the second is not carried out and shares its fate.
        """
        if task.details is None:
            raise ValueError("the details were never read")
        path = task_path(task.id)
        requests = [patch(path, task, body), patch(f"{path}/details", task.details, details)]
        first, second = self._patched(requests, in_order=True)
        return _outcome(Task, requests[0], first), _outcome(TaskDetails, requests[1], second)

    def delete_tasks(self, tasks: Sequence[Task]) -> list[Verdict]:
        """Delete tasks that nobody changed since they were read; there is no way back."""
        _check_distinct(tasks)
        return self._client.batch(
            [
                GraphRequest("DELETE", task_path(task.id), headers={"If-Match": task.etag})
                for task in tasks
            ]
        )

    def _with_details(
        self, items: Sequence[JsonObject], *, is_alone: bool
    ) -> tuple[tuple[Task, ...], tuple[Unreadable, ...]]:
        """Read the tasks of a listing, and fetch the details of those that came without.

        A task that cannot be read, or whose details cannot, is set apart; the others are read.
        is_alone: nothing else was listed.
        """
        whole = [without_half_details(item) for item in items]
        listed, apart = each_understood(Task, whole, _LISTED, is_alone=is_alone)
        tasks = {task.id: task for task in listed}  # a page may repeat one that moved meanwhile
        bare = [task for task in tasks.values() if task.details is None]
        if bare:
            self.expands = False
        known = not is_alone or len(tasks) > len(bare)  # whether any details came at all
        for task, details in zip(bare, self.details_of([task.id for task in bare]), strict=True):
            if isinstance(details, TaskDetails):
                tasks[task.id] = task.model_copy(update={"details": details})
                known = True
            elif isinstance(details, Missing) and self._is_gone(task.id):
                del tasks[task.id]
            elif only_this_one(details):
                del tasks[task.id]
                apart.append(Unreadable(task.id, details, task.model_dump(by_alias=True)))
            else:
                raise details
        if len(apart) > 1 and not known:
            raise apart[-1].error
        return tuple(tasks.values()), tuple(apart)

    def _is_gone(self, task_id: str) -> bool:
        """Whether a task was deleted since it was listed. Raises GraphError if that is unsure."""
        try:
            self._client.get(task_path(task_id))
        except Missing:
            return True
        return False

    def _send(self, model: type[Model], request: GraphRequest) -> Model:
        return understood(model, self._client.send(request).body, request.call)

    def _list(self, model: type[Model], path: str) -> list[Model]:
        return self._whole(model, self._client.get(path), path)

    def _first_page(
        self, model: type[Model], path: str, verdicts: Mapping[str, Verdict]
    ) -> list[Model] | GraphError:
        """A listing whose first page came in a batch. verdicts: by path."""
        try:
            return self._whole(model, _answer(verdicts[path]).body, path)
        except GraphError as error:
            return error

    def _whole(self, model: type[Model], page: JsonObject, path: str) -> list[Model]:
        """A listing to its end, from its first page; of the members of a group only the people."""
        items = self._client.follow(page, path)
        if model is User:
            items = [item for item in items if item.get("@odata.type") == _PERSON]
        call = GraphRequest("GET", path).call
        return [understood(model, item, call) for item in items]

    def _read_each(self, model: type[Model], paths: Sequence[str]) -> list[Model | GraphError]:
        return self._each(model, [GraphRequest("GET", path) for path in paths])

    def _each(
        self, model: type[Model], requests: Sequence[GraphRequest]
    ) -> list[Model | GraphError]:
        verdicts = self._client.batch(requests)
        return [_outcome(model, *pair) for pair in zip(requests, verdicts, strict=True)]

    def _patch_each(
        self, model: type[Model], requests: Sequence[GraphRequest]
    ) -> list[Model | GraphError]:
        verdicts = self._patched(requests)
        return [_outcome(model, *pair) for pair in zip(requests, verdicts, strict=True)]

    def _patched(
        self, requests: Sequence[GraphRequest], *, in_order: bool = False
    ) -> list[Verdict]:
        """Send changes; read back those that Graph answers with 204 in spite of Prefer."""
        verdicts = self._client.batch(requests, in_order=in_order)
        silent = [i for i, v in enumerate(verdicts) if isinstance(v, Answer) and not v.body]
        reread = self._client.batch([GraphRequest("GET", requests[i].path) for i in silent])
        for index, verdict in zip(silent, reread, strict=True):
            verdicts[index] = verdict
        return verdicts


def _answer(verdict: Verdict) -> Answer:
    if isinstance(verdict, GraphError):
        raise verdict
    return verdict


def _outcome(model: type[Model], request: GraphRequest, verdict: Verdict) -> Model | GraphError:
    try:
        return understood(model, _answer(verdict).body, request.call)
    except GraphError as error:
        return error


def _joined(task: Task | GraphError, details: TaskDetails | GraphError) -> Task | GraphError:
    if isinstance(task, GraphError):
        return task
    if isinstance(details, GraphError):
        return details
    return task.model_copy(update={"details": details})


def _check_distinct(items: Sequence[Tagged]) -> None:
    if len({item.id for item in items}) < len(items):
        raise ValueError("one batch cannot change the same task twice")
