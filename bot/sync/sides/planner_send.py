"""An opened plan: sends in batches what is to be made, changed and removed, and says what became.

Per item the task is written before its details (planner-facts, rule 8), and a verdict for each half
is given as soon as it is known, so that a kill in between loses no knowledge.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.checklist.asks import CHECKLIST
from bot.core.sync.effects import Push, StepKind
from bot.core.sync.sides import PLANNER
from bot.sync.side import Confirmed, Parked, Postponed, Reading, SideUnavailable, Verdict
from bot.sync.sides.failures import failed, rendered
from bot.sync.sides.planner_people import Roster, send_carefully
from connectors import errors
from connectors.graph.batch import MAX_PARTS
from connectors.planner import PlannerApi
from connectors.planner_requests import LabelNames
from connectors.wire import JsonObject, Task, TaskDetails
from mappings import planner as lens
from mappings.canonical import Action, normal_text

DETAIL_FIELDS = ("note", "card", CHECKLIST)

_REFUSALS = (400, 403)  # Planner answers either to a write on what is archived or locked
_ELSE = "Staat er niets in het archief, kijk dan met driehoek doctor of de rechten nog kloppen."
_NO_TASK = (
    "Planner weigert een nieuwe taak, terwijl het plan wel te lezen is. Misschien is het plan "
    f"gearchiveerd; haal het dan terug. {_ELSE}"
)
_NO_CHANGE = (
    "Planner weigert de wijziging, terwijl de taak wel te lezen is. Misschien is de taak of het "
    "plan gearchiveerd; haal dat dan terug. Of de taak mag nog niet op gereed, bijvoorbeeld omdat "
    f"eerst de controlelijst af moet. {_ELSE}"
)
_NO_REMOVAL = (
    "Planner laat de taak niet weghalen, terwijl zij wel te lezen is. Misschien is de taak of het "
    f"plan gearchiveerd; haal dat dan terug. {_ELSE}"
)


@dataclass
class Lessons:
    """What sending taught, kept from round to round.

    full: the last create met a limit. deep: Planner takes details in a POST, as far as it showed.
    """

    full: bool = False
    deep: bool = True


@dataclass
class OpenPlan:
    """A plan that was just read whole.

    tasks: those in it, by id. lessons: the side's own. labels: names that go with the last tasks.
    """

    api: PlannerApi
    plan_id: str
    board: lens.Board
    tasks: Mapping[str, Task]
    reading: Reading
    lessons: Lessons
    roster: Roster
    labels: LabelNames | None = None
    no_room: str = errors.LimitReached.advice
    _stopped: bool = field(init=False, default=False)  # a create met a limit since the reading

    def admit(self, pushes: Sequence[Push]) -> Sequence[Push]:
        """Nothing new once the plan is full, but for one that tells whether people made room.

        The last batch of tasks of a new plan leaves room for the names of its labels.
        """
        if not self.lessons.full:
            return pushes[:-1] if self.labels and len(pushes) == MAX_PARTS else pushes
        new = [push for push in pushes if push.kind is StepKind.CREATE]
        if new and not self._stopped:
            return new[:1]
        return [push for push in pushes if push.kind is not StepKind.CREATE]

    def ask(self, titles: Mapping[str, str]) -> None:
        """Learn what our items in checklists say; see `bot.sync.side.OpenSide.ask`."""
        self.board = self.board.model_copy(update={"asks": dict(titles)})

    def send(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        """Send creates, then updates, then removals; see `bot.sync.side.OpenSide.send`."""
        try:
            yield from self._make([p for p in pushes if p.kind is StepKind.CREATE], actions)
            yield from self._update([p for p in pushes if p.kind is StepKind.UPDATE])
            yield from self._remove([p for p in pushes if p.kind is StepKind.REMOVE])
        except errors.GraphError as error:
            raise unavailable(error) from error

    def _make(self, pushes: Sequence[Push], actions: Mapping[str, Action]) -> Iterator[Verdict]:
        if not pushes:
            return
        fit, unfit = rendered(
            PLANNER, pushes, lambda push: self._new_task(push, actions[push.code])
        )
        yield from unfit
        bodies = [body for _, body in fit]
        made: list[tuple[Push, Task, JsonObject]] = []
        sent = send_carefully(bodies, lambda part: self._post([*part.values()]), self.roster)
        for (push, body), (answer, apart) in zip(fit, sent, strict=True):
            if isinstance(answer, errors.GraphError):
                yield self._verdict(push.code, answer, creating=True)
            else:
                self.lessons.full = self._stopped
                came_along = answer.has_description
                # Where it differs somebody was quick; the next round takes that in.
                yield _written(push, answer, apart, details=came_along, done=came_along)
                if not came_along:
                    made.append((push, answer, body["details"]))
        yield from self._complete(made)

    def _new_task(self, push: Push, action: Action) -> JsonObject:
        asked = push.fields.get(CHECKLIST)
        return lens.new_task(action, self.board, self.plan_id, checklist=asked)

    def _post(self, bodies: Sequence[JsonObject]) -> list[Task | errors.GraphError]:
        """Make tasks; without their details once it shows that these are why all are refused."""
        labels = self.labels if len(bodies) < MAX_PARTS else None
        self.labels = None if labels else self.labels
        if self.lessons.deep:
            answers = self.api.create_tasks(bodies, labels)
            if not all(isinstance(answer, errors.Refused) for answer in answers):
                return answers
            labels = None
        bare = [{name: body[name] for name in body if name != "details"} for body in bodies]
        answers = self.api.create_tasks(bare, labels)
        if any(isinstance(answer, Task) for answer in answers):
            self.lessons.deep = False
        return answers

    def _complete(self, made: Sequence[tuple[Push, Task, JsonObject]]) -> Iterator[Verdict]:
        """Write the details where it does not show that they came along with the POST."""
        found = self.api.details_of([task.id for _, task, _ in made]) if made else []
        late: list[tuple[Push, Task, TaskDetails, JsonObject]] = []
        for (push, task, body), details in zip(made, found, strict=True):
            if isinstance(details, errors.GraphError):
                yield Postponed(code=push.code, reason=details.advice)
            elif normal_text(details.description):
                # It came along. Where it differs somebody was quick; the next round takes that in.
                written = _details_in(push, came=len(details.checklist))
                yield Confirmed(code=push.code, remote_id=task.id, fields=written)
            else:
                late.append((push, task, details, body))
        if late:
            answers = self.api.patch_details([(details, body) for _, _, details, body in late])
            for (push, task, _, _), answer in zip(late, answers, strict=True):
                yield self._settled(push, task.id, _details_in(push), answer)

    def _update(self, pushes: Sequence[Push]) -> Iterator[Verdict]:
        fit, unfit = rendered(PLANNER, pushes, self._change)
        yield from unfit
        second = [(push, body, details) for push, (body, details) in fit if not body]
        changed = [(push, body, details) for push, (body, details) in fit if body]
        if len(changed) == 1 and not second and _can_go_together(*changed[0][1:]):
            yield from self._update_whole(*changed[0])
            return
        tasks = [self.tasks[push.remote_id or ""] for push, _, _ in changed]
        sent = send_carefully(
            [body for _, body, _ in changed],
            lambda part: self.api.patch_tasks([(tasks[n], body) for n, body in part.items()]),
            self.roster,
        )
        for entry, (answer, apart) in zip(changed, sent, strict=True):
            push, _, details = entry
            if isinstance(answer, Task):
                yield _written(push, answer, apart, details=False, done=not details)
            elif apart and details:  # nothing but its people was refused
                remote_id = push.remote_id or ""
                yield Confirmed(
                    code=push.code, remote_id=remote_id, fields=(), done=False, apart=apart
                )
            elif apart:
                yield Parked(code=push.code, reason=apart)
                continue
            elif not _waits_for_ours(push, answer):
                yield self._verdict(push.code, answer, creating=False)
                continue
            if details:
                second.append(entry)
        yield from self._update_details(second)

    def _change(self, push: Push) -> tuple[JsonObject, JsonObject]:
        task = self.tasks[push.remote_id or ""]
        now = self.reading.items[task.id].fields
        body, details = lens.render(push.fields, self.board, onto=task, now=now)
        if details and task.details is None:
            raise LookupError("a change was planned of details that were never read")
        return body, details

    def _update_whole(self, push: Push, body: JsonObject, details: JsonObject) -> Iterator[Verdict]:
        """Write both halves of one task in one exchange, the second only after the first."""
        seen = self.tasks[push.remote_id or ""]
        task, rest = self.api.patch_whole(seen, body, details)
        if isinstance(task, errors.GraphError) and _waits_for_ours(push, task):
            yield from self._update_details([(push, {}, details)])
        elif isinstance(task, errors.GraphError):
            yield self._verdict(push.code, task, creating=False)
        else:
            yield _written(push, task, "", details=False, done=False)
            yield self._settled(push, task.id, _details_in(push), rest)

    def _update_details(
        self, entries: Sequence[tuple[Push, JsonObject, JsonObject]]
    ) -> Iterator[Verdict]:
        items: list[tuple[TaskDetails, JsonObject]] = []
        for push, _, body in entries:
            details = self.tasks[push.remote_id or ""].details
            if details is not None:
                items.append((details, body))
        answers = self.api.patch_details(items) if items else []
        for (push, _, _), answer in zip(entries, answers, strict=True):
            yield self._settled(push, push.remote_id or "", _details_in(push), answer)

    def _remove(self, pushes: Sequence[Push]) -> Iterator[Verdict]:
        tasks = [self.tasks[push.remote_id or ""] for push in pushes]
        for push, answer in zip(pushes, self.api.delete_tasks(tasks), strict=True):
            match answer:
                case errors.Refused() | errors.Denied() if answer.status in _REFUSALS:
                    yield Parked(code=push.code, reason=_NO_REMOVAL)
                case errors.GraphError() if not isinstance(answer, errors.Missing):
                    yield failed(push.code, answer)
                case _:
                    yield Confirmed(code=push.code, remote_id=push.remote_id or "", fields=())

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
            self.lessons.full = self._stopped = True
        if isinstance(error, errors.Refused | errors.Denied) and error.status in _REFUSALS:
            return Parked(code=code, reason=_NO_TASK if creating else _NO_CHANGE)
        return failed(code, error, creating=creating)


def _waits_for_ours(push: Push, error: errors.GraphError) -> bool:
    """Whether a task may be refused for an item of ours that is to go: one that has to be ticked.

    Then that goes now, and the next round tries the rest again.
    """
    takes_off = CHECKLIST in push.fields and not push.fields[CHECKLIST]
    is_refusal = isinstance(error, errors.Refused | errors.Denied) and error.status in _REFUSALS
    return takes_off and is_refusal


def _can_go_together(body: JsonObject, details: JsonObject) -> bool:
    """Whether both halves may go in one exchange: people whom Planner refuses go again alone."""
    return bool(body and details) and "assignments" not in body


def _written(push: Push, task: Task, apart: str, *, details: bool, done: bool) -> Confirmed:
    """The task was written; of its people only what Planner took.

    details: these came along. done: they do not follow either.
    """
    late = _details_in(push)
    if details:
        late = tuple({*late} - {*_details_in(push, came=task.checklist_item_count)})
    left_out = [*late, *(["assignees"] if apart else [])]
    written = tuple(name for name in push.fields if name not in left_out)
    return Confirmed(code=push.code, remote_id=task.id, fields=written, done=done, apart=apart)


def _details_in(push: Push, *, came: int | None = None) -> tuple[str, ...]:
    """The fields of a push that are a task's details.

    came: how many items its checklist has after a POST; with fewer than were sent, nothing of ours
    came along, and the next round adds it.
    """
    asked = len(push.fields.get(CHECKLIST) or ())
    left_out = [CHECKLIST] if came is not None and came < asked else []
    return tuple(n for n in push.fields if n in DETAIL_FIELDS and n not in left_out)


def unavailable(error: errors.GraphError) -> SideUnavailable:
    """Say that Planner cannot be used now, and why."""
    return SideUnavailable(PLANNER, f"Planner is nu niet te gebruiken. {error.advice}")
