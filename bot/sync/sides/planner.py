"""Planner as a side: the connector and the mapping behind the contract of `bot.sync.side`.

Reads the plan whole, sends creates and updates in batches, and says of every push what became of
it. Per item the task is written before its details (planner-facts, rule 8), and a verdict for each
half is given as soon as it is known, so that a kill in between loses no knowledge.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.sync.effects import Item, Push, StepKind
from bot.core.sync.sides import PLANNER
from bot.sync.side import (
    Confirmed,
    Memory,
    Postponed,
    Reading,
    SideMisset,
    SideUnavailable,
    Verdict,
)
from bot.sync.sides.failures import failed
from bot.sync.sides.planner_setup import get_ready
from connectors import errors
from connectors.planner import PlanContents, PlannerApi
from connectors.wire import JsonObject, Plan, Task, TaskDetails
from mappings import planner as lens
from mappings.agenda import Agenda
from mappings.canonical import Action, Fields, normal_text

DETAIL_FIELDS = ("note", "card")
_EXPAND = "expand"  # whether a listing of tasks may bring their details along


_NO_SUCH_PLAN = (
    "Het Planner-plan uit PLANNER_PLAN_ID bestaat niet (meer) in de groep uit PLANNER_GROUP_ID. "
    "Controleer beide, of laat PLANNER_PLAN_ID leeg om een nieuw plan te laten maken."
)
_OUR_PLAN_GONE = (
    "Het plan dat de bot heeft gemaakt is weg of niet meer te lezen, bijvoorbeeld omdat het is "
    "verwijderd of een premium-plan werd. Zet het terug via de prullenbak van de groep, of kies "
    "met PLANNER_PLAN_ID een ander plan."
)


class WrongPlan(SideMisset):
    """The configured plan is not there, or is not a plan of the configured group."""


@dataclass
class PlannerSide:
    """One plan. people: owner code to user names. plan_id: the only plan we may touch, or ""."""

    api: PlannerApi
    agenda: Agenda
    people: Mapping[str, tuple[str, ...]]
    group_id: str
    plan_id: str = ""
    name: str = PLANNER
    _board: lens.Board = field(init=False)
    _tasks: dict[str, Task] = field(init=False, default_factory=dict)
    _items: dict[str, Item] = field(init=False, default_factory=dict)
    _full: bool = field(init=False, default=False)  # the last create met a limit
    _stopped: bool = field(init=False, default=False)  # one did in this round
    _configured: bool = field(init=False, default=False)
    _deep: bool = field(init=False, default=True)  # until Planner refuses details in a POST

    def __post_init__(self) -> None:
        self._board = lens.Board(agenda=self.agenda.key)
        self._configured = bool(self.plan_id)

    def read(self, memory: Memory, *, prepare: bool) -> Reading:
        """Read the plan whole; see `bot.sync.side.Side.read`. Raises also WrongPlan."""
        try:
            return self._read(memory, prepare=prepare)
        except errors.GraphError as error:
            raise self._unavailable(error) from error

    def gone(self, remote_ids: Sequence[str]) -> frozenset[str]:
        """The ids whose task, asked for by itself, is not in our plan any more.

        403 counts as gone too: the plan itself was just read, so it is not our rights.
        """
        gone = set()
        answers = self.api.read_tasks(remote_ids)
        for remote_id, answer in zip(remote_ids, answers, strict=True):
            match answer:
                case errors.Missing() | errors.Denied():
                    gone.add(remote_id)
                case errors.GraphError():
                    raise self._unavailable(answer)
                case Task() if answer.plan_id != self.plan_id:
                    gone.add(remote_id)
        return frozenset(gone)

    def send(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        """Send creates, then updates; see `bot.sync.side.Side.send`."""
        try:
            yield from self._create([p for p in pushes if p.kind is StepKind.CREATE], actions)
            yield from self._update([p for p in pushes if p.kind is StepKind.UPDATE])
        except errors.GraphError as error:
            raise self._unavailable(error) from error

    def _read(self, memory: Memory, *, prepare: bool) -> Reading:
        if not memory.capabilities.get(_EXPAND, True):
            self.api.expands = False  # probed by an earlier process
        plan_id = self._find_plan(memory.places)
        if not plan_id and not prepare:
            return Reading({}, self._view, {}, exists=False)
        if not plan_id:
            plan_id = self.api.create_plan(self.group_id, self.agenda.planner.plan_title).id
        contents = self._fenced(plan_id)
        known = memory.places
        if known.get("plan") != plan_id:  # slots and columns of another plan say nothing here
            known = {key: value for key, value in known.items() if key.startswith("user:")}
        ready = get_ready(self.api, self.agenda, self.people, contents, known, write=prepare)
        self._board = ready.board
        self.plan_id = plan_id
        self._tasks = {task.id: task for task in contents.tasks}
        self._items = {task.id: self._item(task, memory) for task in contents.tasks}
        self._stopped = False
        return Reading(
            self._items,
            self._view,
            places={"plan": plan_id, **ready.places},
            remarks=ready.remarks,
            starts={t.id: day for t in contents.tasks if (day := lens.start_day(t)) is not None},
            capabilities={_EXPAND: self.api.expands},
        )

    def _find_plan(self, known: Mapping[str, str]) -> str:
        """The configured plan, else the one we made, else one in the group that we must have made.

        The last is for a create whose answer was lost: same title, same group, made by an app.
        """
        if self.plan_id or "plan" in known:
            return self.plan_id or known["plan"]
        title = self.agenda.planner.plan_title
        plans = self.api.plans_of(self.group_id)
        return next((plan.id for plan in plans if plan.title == title and _by_app(plan)), "")

    def _fenced(self, plan_id: str) -> PlanContents:
        """Read the plan, and refuse it when it does not belong to the configured group."""
        try:
            contents = self.api.read_plan(plan_id)
        except (errors.Denied, errors.Missing, errors.Refused) as error:
            # Planner answers 403 for "no right" and "no such plan" alike, and 400 for what has
            # not the form of an id; the group's list tells.
            if plan_id in {plan.id for plan in self.api.plans_of(self.group_id)}:
                raise
            raise WrongPlan(_NO_SUCH_PLAN if self._configured else _OUR_PLAN_GONE) from error
        if str(contents.plan.container.get("containerId")).lower() != self.group_id.lower():
            raise WrongPlan(
                "Het Planner-plan uit PLANNER_PLAN_ID hoort bij een andere groep dan "
                "PLANNER_GROUP_ID. Driehoekbot werkt alleen in het plan van die groep."
            )
        return contents

    def _item(self, task: Task, memory: Memory) -> Item:
        marker = lens.marker_of(task, self._board)
        ours = [memory.cards[task.id]] if task.id in memory.cards else []
        if marker is not None and marker in memory.actions:
            ours.append(lens.card_text(memory.actions[marker], self._board))
        return Item(
            remote_id=task.id,
            title=task.title,
            marker=marker,
            own=_by_app(task),
            fields=lens.view_task(task, self._board, known_cards=tuple(ours)),
        )

    def _view(self, action: Action) -> Fields:
        return lens.view_action(action, self._board)

    def _create(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        if self._full and not self._stopped:  # have people made room? One create tells
            yield from self._make(pushes[:1], actions)
            pushes = pushes[1:]
        if self._full:
            for push in pushes:
                yield Postponed(code=push.code, reason=errors.LimitReached.advice)
        else:
            yield from self._make(pushes, actions)

    def _make(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        if not pushes:
            return
        bodies = [lens.new_task(actions[p.code], self._board, self.plan_id) for p in pushes]
        made: list[tuple[Push, Task, str]] = []
        for push, body, answer in zip(pushes, bodies, self._post(bodies), strict=True):
            if isinstance(answer, errors.GraphError):
                yield self._verdict(push.code, answer, creating=True)
            else:
                self._full = self._stopped
                made.append((push, answer, body["details"]["description"]))
                written = tuple(name for name in push.fields if name not in DETAIL_FIELDS)
                yield Confirmed(code=push.code, remote_id=answer.id, fields=written, done=False)
        yield from self._complete(made)

    def _post(self, bodies: Sequence[JsonObject]) -> list[Task | errors.GraphError]:
        """Make tasks; without their details once it shows that these are why all are refused."""
        if self._deep:
            answers = self.api.create_tasks(bodies)
            if not all(isinstance(answer, errors.Refused) for answer in answers):
                return answers
            self._deep = False
        bare = [{name: body[name] for name in body if name != "details"} for body in bodies]
        return self.api.create_tasks(bare)

    def _complete(self, made: Sequence[tuple[Push, Task, str]]) -> Iterator[Verdict]:
        """See that the description came along with the POST, and write it where it did not."""
        found = self.api.details_of([task.id for _, task, _ in made]) if made else []
        late: list[tuple[Push, Task, TaskDetails, JsonObject]] = []
        for (push, task, description), details in zip(made, found, strict=True):
            if isinstance(details, errors.GraphError):
                yield Postponed(code=push.code, reason=details.advice)
            elif normal_text(details.description):
                # It came along. Where it differs somebody was quick; the next round takes that in.
                yield Confirmed(code=push.code, remote_id=task.id, fields=DETAIL_FIELDS)
            else:
                late.append((push, task, details, {"description": description}))
        if late:
            answers = self.api.patch_details([(details, body) for _, _, details, body in late])
            for (push, task, _, _), answer in zip(late, answers, strict=True):
                yield self._settled(push, task.id, DETAIL_FIELDS, answer)

    def _update(self, pushes: Sequence[Push]) -> Iterator[Verdict]:
        first: list[tuple[Push, JsonObject, JsonObject]] = []
        for push in pushes:
            task = self._tasks[push.remote_id or ""]
            now = self._items[task.id].fields
            first.append((push, *lens.render(push.fields, self._board, onto=task, now=now)))
        second = [entry for entry in first if not entry[1]]
        changed = [entry for entry in first if entry[1]]
        answers = self.api.patch_tasks([(self._tasks[p.remote_id or ""], b) for p, b, _ in changed])
        for entry, answer in zip(changed, answers, strict=True):
            push, _, details = entry
            if isinstance(answer, errors.GraphError):
                yield self._verdict(push.code, answer, creating=False)
                continue
            written = tuple(name for name in push.fields if name not in DETAIL_FIELDS)
            yield Confirmed(code=push.code, remote_id=answer.id, fields=written, done=not details)
            if details:
                second.append(entry)
        yield from self._update_details(second)

    def _update_details(
        self, entries: Sequence[tuple[Push, JsonObject, JsonObject]]
    ) -> Iterator[Verdict]:
        items: list[tuple[TaskDetails, JsonObject]] = []
        for push, _, body in entries:
            details = self._tasks[push.remote_id or ""].details
            if details is None:
                raise LookupError("a task was planned for whose details were never read")
            items.append((details, body))
        answers = self.api.patch_details(items) if items else []
        for (push, _, _), answer in zip(entries, answers, strict=True):
            written = tuple(name for name in push.fields if name in DETAIL_FIELDS)
            yield self._settled(push, push.remote_id or "", written, answer)

    def _settled(
        self,
        push: Push,
        remote_id: str,
        fields: tuple[str, ...],
        answer: TaskDetails | errors.GraphError,
    ) -> Verdict:
        if isinstance(answer, errors.GraphError):
            return self._verdict(push.code, answer, creating=False)
        return Confirmed(code=push.code, remote_id=remote_id, fields=fields)

    def _verdict(self, code: str, error: errors.GraphError, *, creating: bool) -> Verdict:
        if creating and isinstance(error, errors.LimitReached):
            self._full = self._stopped = True
        return failed(code, error, creating=creating)

    def _unavailable(self, error: errors.GraphError) -> SideUnavailable:
        return SideUnavailable(self.name, f"Planner is nu niet te gebruiken. {error.advice}")


def _by_app(thing: Task | Plan) -> bool:
    """Whether an application made it. Graph docs: app-only calls set createdBy.application."""
    creator = thing.created_by or {}
    return bool(creator.get("application")) and not creator.get("user")
